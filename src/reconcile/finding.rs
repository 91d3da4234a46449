//! A finding: one thing that does not agree, with a name that stays the same from run to run.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use super::amount::Amount;
use super::class::{Class, Severity};
use super::key::Key;
use super::row::Unit;

/// Names a finding: its class and eight bytes of a hash over the names it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FindingId {
    /// The class.
    pub class: Class,
    /// The hash's beginning.
    pub hash: u64,
}

impl FindingId {
    /// The name of a finding of `class` about `subject`, told apart from others of the same by `detail`.
    #[must_use]
    pub fn new(class: Class, subject: Key, detail: u128) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(class.code());
        hasher.update(subject.0.to_be_bytes());
        hasher.update(detail.to_be_bytes());
        let digest: [u8; 32] = hasher.finalize().into();
        Self { class, hash: u64::from_be_bytes(digest[..8].try_into().expect("a digest has 32 bytes")) }
    }
}

impl fmt::Display for FindingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:016x}", self.class.code(), self.hash)
    }
}

/// A text that names no finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a finding is named like D06-0123456789abcdef")]
pub struct NoFinding;

impl FromStr for FindingId {
    type Err = NoFinding;
    fn from_str(text: &str) -> Result<Self, NoFinding> {
        let (class, hash) = text.trim().split_once('-').ok_or(NoFinding)?;
        let hash = Some(hash).filter(|hash| hash.len() == 16).ok_or(NoFinding)?;
        Ok(Self {
            class: Class::from_code(class).ok_or(NoFinding)?,
            hash: u64::from_str_radix(hash, 16).map_err(|_| NoFinding)?,
        })
    }
}

/// Where the rows of a finding stand in their sources, counted from 1; 0 for none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// In the sales.
    pub sale: u32,
    /// In the invoices.
    pub invoice: u32,
    /// In the ledger.
    pub lines: Vec<u32>,
    /// In the refunds.
    pub refund: u32,
    /// In the settlements.
    pub settlement: u32,
    /// In the bank's file.
    pub bank: u32,
    /// A sale that looks like the same by amount and time. It is a suggestion, nothing is booked on it.
    pub perhaps_sale: u32,
    /// A ledger line that looks like the same.
    pub perhaps_line: u32,
}

/// What the three columns say of one case.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Triple {
    /// Sold, by the journal.
    pub sold: Amount,
    /// Paid, by the invoices.
    pub paid: Amount,
    /// Credited, by the ledger.
    pub credited: Amount,
}

/// One thing that does not agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its name.
    pub id: FindingId,
    /// How bad it is here.
    pub severity: Severity,
    /// Whether it closed by itself, such as a rounding within the tolerance.
    pub closed: bool,
    /// The currency of its amounts.
    pub unit: Unit,
    /// What the columns say.
    pub triple: Triple,
    /// How much is in question, signed: what is there less what should be.
    pub difference: Amount,
    /// When it happened; milliseconds since 1970.
    pub at: i64,
    /// The business days it belongs to: one, or two for a case across a cut-off.
    pub days: (i32, i32),
    /// Where its rows stand.
    pub evidence: Evidence,
}

impl Finding {
    /// Its class.
    #[must_use]
    pub fn class(&self) -> Class {
        self.id.class
    }

    /// Whether it keeps a day from being green while nobody has resolved it.
    #[must_use]
    pub fn blocks(&self) -> bool {
        !self.closed && self.class().blocks(self.severity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn till_57_a_findings_name_reads_back() {
        let id = FindingId::new(Class::D06, Key::of(b"inv"), 0);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_ne!(id, FindingId::new(Class::D06, Key::of(b"inv"), 1));
        for text in ["", "D06", "D99-0123456789abcdef", "D06-12", "D06-zzzzzzzzzzzzzzzz"] {
            assert_eq!(text.parse::<FindingId>(), Err(NoFinding), "{text}");
        }
    }
}
