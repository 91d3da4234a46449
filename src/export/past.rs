//! One sale with everything the book says of it, and the till's zone at each of its moments.

use super::period::Days;
use crate::domain::day::{Day, Period};
use crate::domain::entry::Entry;
use crate::domain::sale::{MoneyBack, Sale, SaleEnd};
use crate::domain::time::Timestamp;

/// A sale as it stands when it is exported.
#[derive(Debug, Clone)]
pub struct Past {
    /// The sale.
    pub sale: Sale,
    moments: Vec<(Timestamp, i16, Day)>,
}

impl Past {
    /// Folds the entries of one sale; none if the first does not open it.
    #[must_use]
    pub fn of(entries: &[Entry], days: &Days) -> Option<Self> {
        let (first, rest) = entries.split_first()?;
        let mut sale = Sale::open(&first.fact, first.stamp.at)?;
        for entry in rest {
            sale.apply(&entry.fact, entry.stamp.at, entry.seq, entry.hash);
        }
        let moment = |entry: &Entry| (entry.stamp.at, entry.stamp.offset_min, days.day(entry.seq, entry.stamp));
        Some(Self { sale, moments: entries.iter().map(moment).collect() })
    }

    /// The till's offset east of UTC when one of the sale's entries was written, in minutes.
    #[must_use]
    pub fn offset(&self, at: Timestamp) -> i16 {
        self.moments.iter().find(|(moment, ..)| *moment == at).map_or(0, |(_, offset, _)| *offset)
    }

    /// The business day of one of the sale's entries.
    #[must_use]
    pub fn day(&self, at: Timestamp) -> Day {
        let found = self.moments.iter().find(|(moment, ..)| *moment == at);
        found.map_or_else(|| Day::at(at, 0), |(_, _, day)| *day)
    }

    /// Whether one of the sale's entries lies in a period.
    #[must_use]
    pub fn is_in(&self, period: &Period, at: Timestamp) -> bool {
        let day = self.day(at);
        period.from() <= day && day <= period.to()
    }

    /// The moment that gives the sale its day: when it ended, or else when it was rung up.
    #[must_use]
    pub fn dated(&self) -> Timestamp {
        match &self.sale.end {
            Some(SaleEnd::Completed { at, .. } | SaleEnd::Voided { at, .. }) => *at,
            None => self.sale.opened,
        }
    }
}

/// The moment that gives a refund its day: when the money was back, or else when it was asked for.
#[must_use]
pub(super) fn dated_back(back: &MoneyBack) -> Timestamp {
    back.receipt.as_ref().map_or(back.asked, |receipt| receipt.at)
}
