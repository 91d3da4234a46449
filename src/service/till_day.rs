//! The day of a till: takings, drawer, reads and closings.

use super::Till;
use super::error::Trouble;
use crate::domain::act::ActAt;
use crate::domain::core::{Event, TillEvent};
use crate::domain::day::{Day, Moment, Period};
use crate::domain::exceptions;
use crate::domain::report::{Closing, Reach, Sheet, Shift, Slot};
use crate::domain::takings::{By, Compared, Row, Takings};
use crate::journal::{Reader, StoreError};

/// A day as it stands, with what it is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DaySoFar {
    /// The moment it was read at.
    pub now: Moment,
    /// The takings, split as asked.
    pub takings: Takings,
    /// The same weekday a week before, up to the same minute.
    pub compared: Compared,
}

impl Till {
    /// The business day and its minute, now.
    pub async fn today(&self) -> Moment {
        let rule = self.0.book.lock().await.day_rule();
        rule.assign(self.0.clock.now(), self.0.clock.offset_min())
    }

    /// Writes the owner's rule of days into the book, where the settings say something new.
    pub(super) async fn rule_the_day(&self) -> Result<(), Trouble> {
        self.till_event(TillEvent::Ruled(self.config().day), String::new()).await
    }

    /// Writes what happened to the day, the drawer or the reports.
    ///
    /// # Errors
    /// [`Trouble::Refused`], [`Trouble::Store`]; nothing is written then.
    pub async fn till_event(&self, event: TillEvent, operator: String) -> Result<(), Trouble> {
        self.commit_and_run(Event::Till { event, operator }).await
    }

    /// The shift as it stands.
    pub async fn shift(&self) -> Shift {
        let today = self.today().await.day;
        Shift::of(&*self.0.book.lock().await, today)
    }

    /// Reads the shift: an entry with a number of its own, which changes nothing.
    ///
    /// # Errors
    /// [`Trouble::Store`]; then nothing was read.
    pub async fn read_x(&self, operator: String) -> Result<Shift, Trouble> {
        self.till_event(TillEvent::Read, operator).await?;
        Ok(self.shift().await)
    }

    /// Closes the shift, once. A verified backup is made after it.
    ///
    /// # Errors
    /// [`Trouble::Refused`] while the drawer's difference has no reason, [`Trouble::Store`]; nothing is closed then.
    pub async fn close_z(&self, operator: String) -> Result<Closing, Trouble> {
        self.look_again().await;
        let today = self.today().await.day;
        self.till_event(TillEvent::Close { today }, operator).await?;
        let number = self.0.book.lock().await.till_day().last_z;
        let closing = self.closing(number).await?;
        if let Err(trouble) = self.backup_now("z").await {
            // The closing stands; the owner is told that its copy does not.
            self.trouble(trouble);
        }
        Ok(closing)
    }

    /// Counts one more copy of a closing; answers it and the copy's number.
    ///
    /// # Errors
    /// [`Trouble::Refused`] where no closing has the number, [`Trouble::Store`].
    pub async fn reprint(&self, z: u64, operator: String) -> Result<(Closing, u32), Trouble> {
        self.till_event(TillEvent::Reprint { z }, operator).await?;
        let copy = self.0.book.lock().await.till_day().copies.get(&z).copied().unwrap_or(1);
        Ok((self.closing(z).await?, copy))
    }

    /// A closing by its number.
    ///
    /// # Errors
    /// [`Trouble::Store`], also where there is none.
    pub async fn closing(&self, number: u64) -> Result<Closing, Trouble> {
        let found = self.read_book(move |reader| reader.closing(number)).await?;
        found.ok_or_else(|| StoreError::Corrupt(format!("closing {number} is not in the book")).into())
    }

    /// The newest closings, newest first.
    ///
    /// # Errors
    /// [`Trouble::Store`].
    pub async fn closings(&self, limit: usize) -> Result<Vec<Closing>, Trouble> {
        self.read_book(move |reader| reader.closings(limit)).await
    }

    /// The takings of a period, split.
    ///
    /// # Errors
    /// [`Trouble::Store`].
    pub async fn takings(&self, period: Period, by: By) -> Result<Takings, Trouble> {
        self.read_book(move |reader| reader.takings(period, by)).await
    }

    /// Today's takings up to now, with the same weekday before up to the same minute.
    ///
    /// # Errors
    /// [`Trouble::Store`].
    pub async fn day_so_far(&self, by: By) -> Result<DaySoFar, Trouble> {
        let now = self.today().await;
        self.read_book(move |reader| {
            let takings = reader.takings(Period::day(now.day), by)?;
            Ok(DaySoFar { now, takings, compared: reader.compared(now)? })
        })
        .await
    }

    /// Acts of a period an owner may want to look at, oldest first.
    ///
    /// # Errors
    /// [`Trouble::Store`].
    pub async fn acts(&self, period: Period) -> Result<Vec<ActAt>, Trouble> {
        self.read_book(move |reader| reader.acts(period)).await
    }

    /// Takings as an owner looks at them, up to now.
    ///
    /// # Errors
    /// [`Trouble::Store`].
    pub async fn sheet(&self, reach: Reach) -> Result<Sheet, Trouble> {
        let now = self.today().await;
        self.read_book(move |reader| sheet(reader, reach, now)).await
    }

    async fn read_book<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Reader) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Trouble> {
        let reader = self.0.journal.reader().clone();
        let done = tokio::task::spawn_blocking(move || read(&reader)).await;
        Ok(done.map_err(|_| Trouble::Interrupted)??)
    }
}

/// Products of a sheet.
const PRODUCTS_MAX: usize = 8;

fn sheet(reader: &Reader, reach: Reach, now: Moment) -> Result<Sheet, StoreError> {
    let (period, before) = reach.periods(now.day);
    let Takings { currency, whole, rows: tenders, .. } = reader.takings(period, By::Tender)?;
    let compared = if reach == Reach::Day { Some(reader.compared(now)?) } else { None };
    let slots = match reach {
        Reach::Day => hours(&reader.takings(period, By::Hour)?.rows, &reader.takings(before, By::Hour)?.rows, now),
        Reach::Week | Reach::Month => days(reader, (period, before), now.day)?,
    };
    let mut products = reader.takings(period, By::Product)?.rows;
    products.retain(|row| !row.key.is_empty() && row.figures.pieces > 0);
    products.sort_by_key(|row| std::cmp::Reverse(row.figures.pieces));
    products.truncate(PRODUCTS_MAX);
    let lit = exceptions::judge(&reader.acts(period)?, &reader.takings(period, By::Operator)?.rows);
    let coins = reader.takings(period, By::Coin)?.rows;
    Ok(Sheet { now, reach, period, currency, whole, compared, slots, tenders, coins, products, lit })
}

/// The hours from the first to the last that took anything, today or the day compared with.
fn hours(rows: &[Row], before: &[Row], now: Moment) -> Vec<Slot> {
    let hour_of = |row: &Row| row.key.parse::<u8>().ok();
    let find = |rows: &[Row], hour: u8| rows.iter().find(|row| hour_of(row) == Some(hour)).map(|row| row.figures);
    let all = || rows.iter().chain(before).filter_map(hour_of).chain([now.hour()]);
    let (first, last) = (all().min().unwrap_or(0), all().max().unwrap_or(0));
    (first..=last)
        .map(|hour| {
            let (has, had) = (find(rows, hour).unwrap_or_default(), find(before, hour).unwrap_or_default());
            Slot { name: hour, taken: has.taken, sales: has.sales, before: had.taken, now: hour == now.hour() }
        })
        .collect()
}

fn days(reader: &Reader, (period, before): (Period, Period), today: Day) -> Result<Vec<Slot>, StoreError> {
    let mut had = before.days();
    let whole = |day: Day| reader.takings(Period::day(day), By::Whole).map(|takings| takings.whole);
    period
        .days()
        .map(|day| {
            let has = whole(day)?;
            let before = had.next().map(whole).transpose()?.unwrap_or_default().taken;
            Ok(Slot { name: day.day_of_month(), taken: has.taken, sales: has.sales, before, now: day == today })
        })
        .collect()
}
