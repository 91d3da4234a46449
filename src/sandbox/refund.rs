//! Money on its way back to a payer, because the merchant wants it so: facts, and what they make at a moment.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::books::shelf::Kept;
use super::chain::Pace;
use super::identity::Namer;

/// Where a refund is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Preview,
    Created,
    Pending,
    Success,
    Failure,
    Canceled,
}

impl State {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Preview => "preview",
            Self::Created => "created",
            Self::Pending => "pending",
            Self::Success => "success",
            Self::Failure => "failure",
            Self::Canceled => "canceled",
        }
    }

    /// Whether it stands in the way of another refund of the same invoice.
    pub(crate) fn is_active(self) -> bool {
        match self {
            Self::Created | Self::Pending => true,
            Self::Preview | Self::Success | Self::Failure | Self::Canceled => false,
        }
    }

    /// Whether the money is gone or going.
    pub(crate) fn counts(self) -> bool {
        match self {
            Self::Created | Self::Pending | Self::Success => true,
            Self::Preview | Self::Failure | Self::Canceled => false,
        }
    }
}

/// A refund with its whole history.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Refund {
    pub(crate) serial: u64,
    pub(crate) id: String,
    pub(crate) guid: String,
    pub(crate) invoice: String,
    /// In the invoice's currency.
    pub(crate) amount: Decimal,
    pub(crate) currency: String,
    /// The cost of sending, in the invoice's currency.
    pub(crate) fee: Decimal,
    pub(crate) coin: String,
    /// Amount and fee in the coin's smallest unit.
    pub(crate) coin_amount: u128,
    pub(crate) coin_fee: u128,
    pub(crate) immediate: bool,
    pub(crate) buyer_pays_fee: bool,
    pub(crate) reference: Option<String>,
    pub(crate) created: i64,
    /// When the merchant meant it; absent: a preview.
    pub(crate) requested: Option<i64>,
    pub(crate) notified: Option<i64>,
    /// When the simulated payer answers and the chain carries; absent: only by hand.
    pub(crate) pace: Option<Pace>,
    /// Moments set by hand.
    pub(crate) sent: Option<i64>,
    pub(crate) arrived: Option<i64>,
    pub(crate) failed: Option<i64>,
    pub(crate) canceled: Option<i64>,
}

impl Kept for Refund {
    const KIND: &'static str = "refund";

    fn id(&self) -> &str {
        &self.id
    }

    fn serial(&self) -> u64 {
        self.serial
    }
}

impl Refund {
    fn after(&self, wait_ms: impl Fn(Pace) -> u64) -> Option<i64> {
        let wait = i64::try_from(wait_ms(self.pace?)).unwrap_or(i64::MAX);
        Some(self.requested?.saturating_add(wait))
    }

    /// When the payer's address is known and the money leaves.
    pub(crate) fn sent_at(&self) -> Option<i64> {
        let by_itself = self.after(|pace| pace.first_confirmation_ms);
        let earliest = [self.sent, by_itself, self.arrived].into_iter().flatten().min();
        let stopped = self.canceled.into_iter().chain(self.failed).min();
        earliest.filter(|at| stopped.is_none_or(|stop| *at < stop))
    }

    /// When the payer has it.
    pub(crate) fn arrived_at(&self) -> Option<i64> {
        let earliest = self.arrived.into_iter().chain(self.after(|pace| pace.complete_ms)).min();
        earliest.filter(|at| self.canceled.is_none() && self.failed.is_none_or(|failed| *at < failed))
    }

    /// The state as a read at `now` shows it.
    pub(crate) fn state(&self, now: i64) -> State {
        let past = |at: Option<i64>| at.is_some_and(|at| at <= now);
        if past(self.canceled) {
            State::Canceled
        } else if past(self.arrived_at()) {
            State::Success
        } else if past(self.failed) {
            State::Failure
        } else if past(self.sent_at()) {
            State::Pending
        } else if past(self.requested) {
            State::Created
        } else {
            State::Preview
        }
    }

    /// When the merchant's account is charged.
    pub(crate) fn charged_at(&self) -> Option<i64> {
        if self.immediate { self.requested } else { self.sent_at() }
    }

    /// When a charge is given back, because the refund ended without paying.
    pub(crate) fn given_back_at(&self) -> Option<i64> {
        let ended = self.canceled.or(self.failed.filter(|failed| self.arrived_at().is_none_or(|at| at >= *failed)))?;
        self.charged_at().filter(|charged| *charged <= ended).map(|_| ended)
    }

    /// What the merchant pays beside the amount.
    pub(crate) fn merchant_fee(&self) -> Decimal {
        if self.buyer_pays_fee { Decimal::ZERO } else { self.fee }
    }

    /// What reaches the payer, in the coin's smallest unit.
    pub(crate) fn coin_paid(&self) -> u128 {
        if self.buyer_pays_fee { self.coin_amount.saturating_sub(self.coin_fee) } else { self.coin_amount }
    }

    /// Where the payer wants it; a made-up address that no real wallet takes for one.
    pub(crate) fn address(&self, namer: &Namer) -> String {
        format!("practice-{}", namer.text(&format!("refund address {}", self.id), 34))
    }

    /// The transaction that carries it.
    pub(crate) fn txid(&self, namer: &Namer) -> String {
        namer.txid(&format!("refund transaction {}", self.id))
    }

    /// The moments at which its state may change by itself.
    pub(crate) fn moments(&self) -> impl Iterator<Item = i64> {
        let ends = [self.requested, self.canceled, self.failed];
        [self.sent_at(), self.arrived_at()].into_iter().chain(ends).flatten()
    }

    /// The latest moment this record knows of that has already happened at its own time.
    pub(crate) fn newest_ms(&self) -> i64 {
        let by_hand = [self.requested, self.sent, self.arrived, self.failed, self.canceled, self.notified];
        by_hand.into_iter().flatten().fold(self.created, i64::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refund(pace: Option<Pace>) -> Refund {
        Refund {
            serial: 1,
            id: "r".to_owned(),
            guid: "g".to_owned(),
            invoice: "i".to_owned(),
            amount: Decimal::new(205, 1),
            currency: "USD".to_owned(),
            fee: Decimal::new(13, 2),
            coin: "BTC".to_owned(),
            coin_amount: 33_100,
            coin_fee: 200,
            immediate: false,
            buyer_pays_fee: false,
            reference: None,
            created: 0,
            requested: None,
            notified: None,
            pace,
            sent: None,
            arrived: None,
            failed: None,
            canceled: None,
        }
    }

    #[test]
    fn a_refund_walks_by_time_once_it_is_meant() {
        let mut one = refund(Some(Pace::LIVELY));
        assert_eq!(one.state(1_000_000), State::Preview);
        one.requested = Some(100);
        let walk = [(99, State::Preview), (100, State::Created), (4_100, State::Pending), (20_100, State::Success)];
        for (now, state) in walk {
            assert_eq!(one.state(now), state, "{now}");
        }
        assert_eq!((one.charged_at(), one.given_back_at()), (Some(4_100), None));
        one.immediate = true;
        assert_eq!(one.charged_at(), Some(100));
    }

    #[test]
    fn an_ended_refund_gives_back_exactly_what_was_charged() {
        let mut one = refund(Some(Pace::LIVELY));
        one.requested = Some(100);
        one.canceled = Some(200);
        assert_eq!((one.state(900), one.state(99_999)), (State::Canceled, State::Canceled));
        assert_eq!((one.charged_at(), one.given_back_at()), (None, None), "nothing had been charged");
        one.immediate = true;
        assert_eq!((one.charged_at(), one.given_back_at()), (Some(100), Some(200)));

        let mut lost = refund(Some(Pace::LIVELY));
        (lost.requested, lost.failed) = (Some(100), Some(5_000));
        assert_eq!((lost.state(4_500), lost.state(5_000)), (State::Pending, State::Failure));
        assert_eq!((lost.charged_at(), lost.given_back_at()), (Some(4_100), Some(5_000)));
        assert_eq!(lost.state(99_999), State::Failure);
    }

    #[test]
    fn the_bearer_of_the_fee_decides_who_gets_less() {
        let mut one = refund(None);
        assert_eq!((one.merchant_fee(), one.coin_paid()), (Decimal::new(13, 2), 33_100));
        one.buyer_pays_fee = true;
        assert_eq!((one.merchant_fee(), one.coin_paid()), (Decimal::ZERO, 32_900));
    }
}
