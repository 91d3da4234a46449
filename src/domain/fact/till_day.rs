//! What the journal says of a till's day: its rule, the drawer, reads and closings.

use serde::{Deserialize, Serialize};

use crate::domain::day::{Day, DayRule};
use crate::domain::money::Money;
use crate::domain::tally::{Grand, StillOpen, Tally};

/// The owner's rule, from this entry on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayRuled {
    /// The rule.
    pub rule: DayRule,
}

/// A shift begins with money in the drawer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FloatSet {
    /// How much.
    pub amount: Money,
    /// Who put it there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub operator: String,
}

/// Which way cash went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Into the drawer.
    In,
    /// Out of it.
    Out,
}

/// Cash that is no sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashMoved {
    /// Which way.
    pub direction: Direction,
    /// How much, above nought.
    pub amount: Money,
    /// Why, never empty.
    pub reason: String,
    /// Who.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub operator: String,
}

/// The drawer was opened without a sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawerOpened {
    /// Why, never empty.
    pub reason: String,
    /// Who.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub operator: String,
}

/// A blind count: what was found was said before what was expected was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawerCounted {
    /// Which count of the shift: 1, or 2 for the recount.
    pub count: u32,
    /// What was found.
    pub counted: Money,
    /// What the book expected, in minor units.
    pub expected: i64,
    /// Who counted.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub operator: String,
}

/// Why the last count differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DifferenceExplained {
    /// Found less expected, in minor units.
    pub difference: i64,
    /// Why, never empty.
    pub reason: String,
    /// Who says so.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub operator: String,
}

/// The shift was read; nothing changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct XRead {
    /// Gapless over this book.
    pub number: u64,
    /// Who.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub operator: String,
}

/// The shift was closed: figures that never change again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZClosed {
    /// Gapless over this book, from 1.
    pub number: u64,
    /// The business day: that of the shift's first entry that counts, or the day of a closing of nothing.
    pub day: Day,
    /// The first entry it covers; the one after the closing before covered.
    pub from_seq: u64,
    /// The last entry it covers.
    pub to_seq: u64,
    /// That entry's hash, hex.
    pub to_hash: String,
    /// What it counts.
    pub tally: Tally,
    /// What should lie in the drawer, in minor units.
    pub expected: i64,
    /// What stays open.
    pub open: StillOpen,
    /// Sums over the till's whole life, this shift included.
    pub grand: Grand,
    /// Who closed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub operator: String,
}

/// A closing was printed or shown again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportCopied {
    /// Which closing.
    pub z: u64,
    /// Which copy of it, from 1.
    pub copy: u32,
    /// Who.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub operator: String,
}
