//! The day of a till: takings, drawer, reads and closings.

use super::Till;
use super::error::Trouble;
use crate::domain::act::ActAt;
use crate::domain::core::{Event, TillEvent};
use crate::domain::day::{Day, Moment, Period};
use crate::domain::exceptions;
use crate::domain::report::{Closing, Reach, Reading, Sheet, Shift, Slot};
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
    pub async fn sheet(&self, reading: Reading) -> Result<Sheet, Trouble> {
        let now = self.today().await;
        let first_hour = self.0.book.lock().await.day_rule().cutoff_hour;
        self.read_book(move |reader| sheet(reader, reading, (now, first_hour))).await
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
/// Later than any minute of a business day.
const DAY_OVER: u16 = u16::MAX;

fn sheet(reader: &Reader, reading: Reading, (now, first_hour): (Moment, u8)) -> Result<Sheet, StoreError> {
    let Reading { reach, day } = reading;
    let day = day.unwrap_or(now.day);
    let (period, before) = reach.periods(day);
    let rows = |by: By| reader.takings(period, by).map(|takings| takings.rows);
    let Takings { currency, whole, rows: tenders, .. } = reader.takings(period, By::Tender)?;
    let until = if day == now.day { now } else { Moment { day, minute: DAY_OVER } };
    let compared = if reach == Reach::Day { Some(reader.compared(until)?) } else { None };
    let slots = match reach {
        Reach::Day => {
            let had = reader.takings(before, By::Hour)?.rows;
            hours((&rows(By::Hour)?, &had), first_hour, (day == now.day).then(|| now.hour()))
        }
        Reach::Week | Reach::Month => days(reader, (period, before), now.day)?,
    };
    let (acts, operators) = (reader.acts(period)?, rows(By::Operator)?);
    let lit = exceptions::judge(&acts, &operators);
    let watched = exceptions::by_operator(&acts, &operators);
    let (coins, taxes, products) = (rows(By::Coin)?, rows(By::Tax)?, most_sold(rows(By::Product)?));
    Ok(Sheet { now, reach, period, currency, whole, compared, slots, tenders, coins, products, taxes, watched, lit })
}

/// The products with the most pieces; what was typed stands after them.
fn most_sold(mut rows: Vec<Row>) -> Vec<Row> {
    rows.retain(|row| row.figures.pieces > 0);
    let typed = rows.iter().position(|row| row.key.is_empty()).map(|at| rows.remove(at));
    rows.sort_by_key(|row| std::cmp::Reverse(row.figures.pieces));
    rows.truncate(PRODUCTS_MAX);
    rows.extend(typed);
    rows
}

/// Hours of a clock.
const HOURS: u8 = 24;

/// The hours of a business day in its own order, from the one it begins with.
fn hours((rows, before): (&[Row], &[Row]), first: u8, now: Option<u8>) -> Vec<Slot> {
    let find = |rows: &[Row], hour: u8| {
        let row = rows.iter().find(|row| row.key.parse() == Ok(hour));
        row.map(|row| row.figures).unwrap_or_default()
    };
    (0..HOURS)
        .map(|index| {
            let hour = (first % HOURS + index) % HOURS;
            let (has, had) = (find(rows, hour), find(before, hour));
            Slot { name: hour, taken: has.taken, sales: has.sales, before: had.taken, now: now == Some(hour) }
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
