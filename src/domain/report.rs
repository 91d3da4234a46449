//! Reads and closings as they stand in the journal, ready to be shown or printed.

use super::book::Book;
use super::core::still_open;
use super::day::{Day, Moment, Period};
use super::entry::{Entry, Hash};
use super::exceptions::{Lit, Watched};
use super::fact::{Fact, ZClosed};
use super::money::Currency;
use super::takings::{COMPARED_DAYS, Compared, Figures, Row};
use super::tally::{Grand, StillOpen, Tally};
use super::time::Timestamp;

/// A closing with its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// What it says.
    pub fact: ZClosed,
    /// Its own entry.
    pub seq: u64,
    /// Its own hash.
    pub hash: Hash,
    /// When.
    pub at: Timestamp,
    /// Minutes east of UTC at the till then.
    pub offset_min: i16,
}

impl Closing {
    /// The closing an entry is; none for any other.
    #[must_use]
    pub fn of(entry: &Entry) -> Option<Self> {
        let Fact::ZClosed(fact) = &entry.fact else { return None };
        let (at, offset_min) = (entry.stamp.at, entry.stamp.offset_min);
        Some(Self { fact: fact.clone(), seq: entry.seq, hash: entry.hash, at, offset_min })
    }
}

/// The shift as it stands: what a read shows and a closing would write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// The business day.
    pub day: Day,
    /// The first entry it covers.
    pub from_seq: u64,
    /// The last entry so far.
    pub to_seq: u64,
    /// That entry's hash.
    pub to_hash: Hash,
    /// What it counts.
    pub tally: Tally,
    /// Sums over the till's whole life, this shift included.
    pub grand: Grand,
    /// What is open.
    pub open: StillOpen,
    /// The number the next closing gets.
    pub next_z: u64,
    /// The last read's number.
    pub last_x: u64,
    /// The shop's currency; none for an empty book.
    pub currency: Option<Currency>,
}

impl Shift {
    /// The shift of a book at a moment of its business day.
    #[must_use]
    pub fn of(book: &Book, today: Day) -> Self {
        let day = book.till_day();
        let head = book.head();
        Self {
            day: day.day(today),
            from_seq: day.closed_seq + 1,
            to_seq: head.seq,
            to_hash: head.hash,
            tally: day.tally.clone(),
            grand: day.grand.with(&day.tally),
            open: still_open(book),
            next_z: day.last_z + 1,
            last_x: day.last_x,
            currency: book.genesis().map(|genesis| genesis.currency),
        }
    }
}

/// How much time a sheet of takings shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Reach {
    /// The business day.
    #[default]
    Day,
    /// Its week.
    Week,
    /// Its month.
    Month,
}

impl Reach {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Day, Self::Week, Self::Month];

    /// The days it shows around a day, and those they are compared with.
    #[must_use]
    pub fn periods(self, day: Day) -> (Period, Period) {
        let back = |period: Period, days: i32| {
            Period::new(period.from().plus(-days), period.to().plus(-days)).unwrap_or(period)
        };
        match self {
            Self::Day => (Period::day(day), Period::day(day.plus(-COMPARED_DAYS))),
            Self::Week => (Period::week(day), back(Period::week(day), COMPARED_DAYS)),
            Self::Month => {
                let month = Period::month(day);
                (month, Period::month(month.from().plus(-1)))
            }
        }
    }
}

/// Which sheet of takings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Reading {
    /// How much time.
    pub reach: Reach,
    /// Around which day; none for the one that is going on.
    pub day: Option<Day>,
}

/// One place on the time axis of a sheet: an hour of the day, or a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The hour on the clock, or the day of the month.
    pub name: u8,
    /// What it took, in minor units.
    pub taken: i64,
    /// Its sales.
    pub sales: i64,
    /// What the same place of the time before took.
    pub before: i64,
    /// Whether it is the hour or day of this moment.
    pub now: bool,
}

/// Takings as an owner looks at them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// When it was read.
    pub now: Moment,
    /// How much time it shows.
    pub reach: Reach,
    /// The days.
    pub period: Period,
    /// The money.
    pub currency: Currency,
    /// All of it.
    pub whole: Figures,
    /// For a day: the same weekday before, up to the same minute; a day that is over is compared whole.
    pub compared: Option<Compared>,
    /// Along the time: the hours of the business day from its first to its last, or the days.
    pub slots: Vec<Slot>,
    /// By tender.
    pub tenders: Vec<Row>,
    /// By coin.
    pub coins: Vec<Row>,
    /// By product, most pieces first; typed amounts, which are no product, have an empty key and stand last.
    pub products: Vec<Row>,
    /// By tax rate.
    pub taxes: Vec<Row>,
    /// Everyone who sold or acted.
    pub watched: Vec<Watched>,
    /// What to look at.
    pub lit: Vec<Lit>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_compared_with_the_same_time_before() {
        let day = |month, day| Day::new(2026, month, day).unwrap();
        let days = |period: Period| (period.from(), period.to());
        let both = |reach: Reach| {
            let (shown, before) = reach.periods(day(3, 18));
            (days(shown), days(before))
        };
        assert_eq!(both(Reach::Day), ((day(3, 18), day(3, 18)), (day(3, 11), day(3, 11))));
        assert_eq!(both(Reach::Week), ((day(3, 16), day(3, 22)), (day(3, 9), day(3, 15))));
        assert_eq!(both(Reach::Month), ((day(3, 1), day(3, 31)), (day(2, 1), day(2, 28))));
    }
}
