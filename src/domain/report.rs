//! Reads and closings as they stand in the journal, ready to be shown or printed.

use super::act::Act;
use super::book::Book;
use super::core::still_open;
use super::day::{Day, Moment};
use super::entry::{Entry, Hash};
use super::fact::{Fact, ZClosed};
use super::money::Currency;
use super::tally::{Grand, StillOpen, Tally};
use super::time::Timestamp;

/// An act with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActAt {
    /// The entry that says so.
    pub seq: u64,
    /// When.
    pub at: Moment,
    /// What.
    pub act: Act,
}

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
