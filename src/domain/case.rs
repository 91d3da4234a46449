//! What a person decided about findings of the reconciliation, and the owner's tolerances.

use serde::{Deserialize, Serialize};

use super::time::Timestamp;

/// A finding's last word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseNote {
    /// Whether it counts as resolved; a reopened one does not.
    pub resolved: bool,
    /// What was written.
    pub note: String,
    /// Who wrote it.
    pub operator: String,
    /// When.
    pub at: Timestamp,
}

/// Tolerances. A change is an entry of the journal, so that nobody widens them unseen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// How far a converted amount may be off, in millionths of it.
    pub convert_ppm: u32,
    /// At least this many smallest units of the currency.
    pub convert_minor: u32,
    /// How far a settlement of converted lines may be off, in whole units.
    pub settlement_units: u32,
    /// Hours until a credit is missed.
    pub credit_hours: u32,
    /// Hours until a refund is missed.
    pub refund_hours: u32,
    /// Bank days until a payout is missed.
    pub bank_days: u32,
    /// Days between a payout and its bank line.
    pub bank_window_days: u32,
    /// Minutes between two rows that may be suggested as one.
    pub suggest_minutes: u32,
    /// What the gateway takes of each credit; none leaves fees unchecked.
    pub fee: Option<Fee>,
    /// Minutes from midnight UTC to the shop's business day: minus the offset east, plus the cut-off hour.
    pub day_start_min: i32,
}

/// What the contract says of fees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fee {
    /// Millionths of the credit: 10,000 for one percent.
    pub ppm: u32,
    /// And so many smallest units for each.
    pub fixed_minor: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            convert_ppm: 50,
            convert_minor: 1,
            settlement_units: 1,
            credit_hours: 24,
            refund_hours: 48,
            bank_days: 5,
            bank_window_days: 5,
            suggest_minutes: 120,
            fee: None,
            day_start_min: 0,
        }
    }
}
