//! Payouts of an account's balance: what was in it, what was held back, what left.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::books::shelf::Kept;

/// How long a payout is on its way: one simulated hour.
pub(crate) const EXECUTION_MS: i64 = 3_600_000;

/// Money that stays in the account for now.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Withheld {
    pub(crate) amount: Decimal,
    pub(crate) code: String,
    pub(crate) description: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Processing,
    Completed,
    Failed,
}

impl State {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Processing => "processing",
            Self::Completed => "completed",
            Self::Failed => "failed",
        }
    }
}

/// One payout of one currency. `opening_balance + entries_sum - withheld = total` always holds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Settlement {
    pub(crate) serial: u64,
    pub(crate) id: String,
    pub(crate) currency: String,
    /// The entries after `opening` and up to `closing` are in it.
    pub(crate) opening: i64,
    pub(crate) closing: i64,
    pub(crate) opening_balance: Decimal,
    pub(crate) entries_sum: Decimal,
    pub(crate) withheld: Vec<Withheld>,
    pub(crate) total: Decimal,
    pub(crate) failed: Option<i64>,
}

impl Kept for Settlement {
    const KIND: &'static str = "settlement";

    fn id(&self) -> &str {
        &self.id
    }

    fn serial(&self) -> u64 {
        self.serial
    }
}

impl Settlement {
    pub(crate) fn executed_at(&self) -> i64 {
        self.closing.saturating_add(EXECUTION_MS)
    }

    pub(crate) fn state(&self, now: i64) -> State {
        match self.failed {
            Some(at) if at <= now => State::Failed,
            Some(_) | None if now >= self.executed_at() => State::Completed,
            Some(_) | None => State::Processing,
        }
    }

    pub(crate) fn withheld_sum(&self) -> Decimal {
        self.withheld.iter().fold(Decimal::ZERO, |sum, held| sum.saturating_add(held.amount))
    }
}
