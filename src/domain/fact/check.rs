//! A finished check of business days as the journal keeps it: what was compared, what it came to, what was found.

use serde::{Deserialize, Serialize};

use crate::domain::case::Limits;
use crate::domain::day::Day;

/// Business days were compared with the gateway's invoices and ledger.
///
/// Amounts are exact text, since a ledger may be finer than the shop's money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DaysChecked {
    /// The first day.
    pub from: Day,
    /// The last day, included.
    pub to: Day,
    /// The business day the check was made on. A day that was not over by then was compared up to that moment only.
    pub made_on: Day,
    /// Whose ledger; empty where no connection was named.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub gateway: String,
    /// Where the ledger came from.
    pub ledger: LedgerFrom,
    /// The ledger file's name, without its folder; empty where the lines were kept ones.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file: String,
    /// Where the invoices came from.
    pub invoices: InvoicesFrom,
    /// The last entry of the journal that the check knew.
    pub entries: u64,
    /// Rows read.
    pub counts: CheckCounts,
    /// The columns, one for each currency.
    pub columns: Vec<CheckedColumns>,
    /// Sums that have to be the same; those that are not stand first, and only so many are named.
    pub sums: Vec<CheckedSum>,
    /// How many of all such sums are not the same.
    pub broken: u64,
    /// All findings, whatever they weigh.
    pub findings: u64,
    /// Findings that keep a day from being good while nobody has explained them.
    pub blocking: Vec<CheckedCase>,
    /// Further ones that are not named.
    #[serde(default)]
    pub more: u64,
    /// The tolerances it was made with.
    pub limits: Limits,
    /// Who made it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub operator: String,
}

/// Where the ledger of a check came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LedgerFrom {
    /// The lines kept beside the journal: fetched, or taken in from files.
    Kept,
    /// A file that was read for this check alone.
    File,
}

/// Where the invoices of a check came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvoicesFrom {
    /// The gateway's own list.
    Listed,
    /// What this till last read of each.
    Read,
    /// The same: the gateway was asked for its list and gave none.
    Unanswered,
}

/// Rows a check has read, those around its days included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CheckCounts {
    /// Payment attempts.
    pub sales: u64,
    /// Invoices.
    pub invoices: u64,
    /// Ledger lines.
    pub lines: u64,
    /// Settlements.
    pub settlements: u64,
    /// Bank lines.
    pub bank: u64,
    /// Sales, invoices and lines of the days that agree.
    pub matched: u64,
}

/// The three columns of one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedColumns {
    /// The currency's code.
    pub currency: String,
    /// The journal's sum.
    pub sold: String,
    /// The invoices' sum.
    pub paid: String,
    /// The ledger's sum.
    pub credited: String,
    /// How many sales stand in the first.
    pub sales: u64,
    /// How many invoices in the second.
    pub codes: u64,
    /// How many lines in the third.
    pub lines: u64,
    /// What the gateway kept.
    pub fees: String,
    /// What lies between two columns, by what explains it.
    pub differences: Vec<CheckedDifference>,
}

/// A difference between two columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedDifference {
    /// `invoices` between sold and paid, `ledger` between paid and credited.
    pub leg: String,
    /// The class of finding that explains it; none where nothing does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// How much, signed.
    pub amount: String,
}

/// Two sums that have to be the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedSum {
    /// Which: `invoices`, `ledger`, `settlement` or `entries`.
    pub sum: String,
    /// The currency's code.
    pub currency: String,
    /// The settlement it is about; empty for columns.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub settlement: String,
    /// What is there.
    pub left: String,
    /// What should be.
    pub right: String,
    /// Whether they agree, within what a conversion may be off.
    pub holds: bool,
}

/// A finding that keeps its days from being good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedCase {
    /// Its stable name.
    pub case: String,
    /// The first business day it belongs to.
    pub from: Day,
    /// The last one.
    pub to: Day,
    /// The currency's code.
    pub currency: String,
    /// How much is in question, signed.
    pub difference: String,
}

impl DaysChecked {
    /// The days it is about: none that lies ahead of the day it was made on.
    #[must_use]
    pub fn last(&self) -> Day {
        self.to.min(self.made_on)
    }

    /// Whether another check of the same days came to the same. Who made it, and how far journal and rows around the days
    /// had grown by then, is no outcome; whether a day was over by then is.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        let over = |check: &Self| check.made_on.min(check.to.plus(1));
        over(self) == over(other)
            && *self
                == Self {
                    made_on: self.made_on,
                    entries: self.entries,
                    counts: CheckCounts { matched: other.counts.matched, ..self.counts },
                    operator: self.operator.clone(),
                    ..other.clone()
                }
    }

    /// Whether something it found keeps a day from being good; a case that `is_explained` does not.
    #[must_use]
    pub fn blocks(&self, day: Day, is_explained: &dyn Fn(&str) -> bool) -> bool {
        self.broken > 0 || self.more > 0 || self.cases_of(day).any(|case| !is_explained(&case.case))
    }

    /// The named findings of a day. One that belongs to no day of the check belongs to all of them.
    pub fn cases_of(&self, day: Day) -> impl Iterator<Item = &CheckedCase> {
        let is_in = |case: &CheckedCase| case.from <= self.to && self.from <= case.to;
        self.blocking.iter().filter(move |case| !is_in(case) || (case.from..=case.to).contains(&day))
    }
}
