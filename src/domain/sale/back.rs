//! Money of a sale on its way back, as the journal tells it.

use std::time::Duration;

use rust_decimal::Decimal;

use crate::domain::entry::Hash;
use crate::domain::fact::{
    Fact, RefundIntent, RefundQuarantined, RefundRefused, RefundStatus, ReturnCompleted, ReturnTender, Returned,
};
use crate::domain::id::{Guid, RefundId};
use crate::domain::money::Money;
use crate::domain::refund::{NewRefund, RefundState};
use crate::domain::time::Timestamp;

/// How long a refund is followed; a customer may take long to name an address.
pub const REFUND_WATCH: Duration = Duration::from_secs(365 * 24 * 3600);

/// One refund of a sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoneyBack {
    /// Its key.
    pub guid: Guid,
    /// What is asked of the gateway, to be repeated unchanged; none for cash.
    pub request: Option<NewRefund>,
    /// What goes back.
    pub amount: Money,
    /// Why.
    pub reason: String,
    /// The goods that come back, where lines were chosen.
    pub lines: Vec<Returned>,
    /// Who gives it back.
    pub operator: String,
    /// When the intent was written.
    pub asked: Timestamp,
    /// When something last changed.
    pub changed: Timestamp,
    /// Where it stands; none while it is not known whether it exists.
    pub state: Option<RefundState>,
    /// When each state was first seen.
    pub reached: Vec<(RefundState, Timestamp)>,
    /// The gateway's name of it.
    pub id: Option<RefundId>,
    /// What the gateway takes for it.
    pub fee: Option<Decimal>,
    /// The coin it goes back in and how much.
    pub coin: Option<(String, Decimal)>,
    /// The last error while its existence was unknown.
    pub unknown: Option<String>,
    /// The gateway's no.
    pub refused: Option<RefundRefused>,
    /// What does not agree.
    pub quarantined: Option<RefundQuarantined>,
    /// Its own receipt.
    pub receipt: Option<ReturnReceipt>,
}

/// The entry that completed a return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnReceipt {
    /// The completing fact.
    pub fact: ReturnCompleted,
    /// The entry's number.
    pub seq: u64,
    /// The entry's hash.
    pub hash: Hash,
    /// When.
    pub at: Timestamp,
}

impl MoneyBack {
    /// Starts with the fact that opens it; none for any other.
    #[must_use]
    pub fn open(fact: &Fact, at: Timestamp) -> Option<Self> {
        if let Fact::RefundIntent(fact) = fact {
            return Some(Self::asked(fact, at));
        }
        let Fact::ReturnCompleted(fact) = fact else { return None };
        (fact.tender == ReturnTender::Cash).then(|| Self::given(fact, at))
    }

    fn asked(fact: &RefundIntent, at: Timestamp) -> Self {
        let asked = &fact.request;
        Self {
            guid: asked.guid,
            request: Some(asked.clone()),
            amount: asked.amount,
            reason: asked.reason.clone(),
            lines: fact.lines.clone(),
            operator: fact.operator.clone(),
            asked: at,
            changed: at,
            state: None,
            reached: Vec::new(),
            id: None,
            fee: None,
            coin: None,
            unknown: None,
            refused: None,
            quarantined: None,
            receipt: None,
        }
    }

    fn given(fact: &ReturnCompleted, at: Timestamp) -> Self {
        Self {
            guid: fact.refund,
            request: None,
            amount: fact.amount,
            reason: fact.reason.clone(),
            lines: fact.lines.clone(),
            operator: fact.operator.clone(),
            asked: at,
            changed: at,
            state: Some(RefundState::Done),
            reached: vec![(RefundState::Done, at)],
            id: None,
            fee: None,
            coin: None,
            unknown: None,
            refused: None,
            quarantined: None,
            receipt: None,
        }
    }

    /// The payment it takes from; none for cash.
    #[must_use]
    pub fn payment(&self) -> Option<Guid> {
        self.request.as_ref().map(|request| request.payment)
    }

    /// Whether it is unknown if the gateway made it.
    #[must_use]
    pub fn is_unresolved(&self) -> bool {
        self.state.is_none() && self.refused.is_none() && self.quarantined.is_none()
    }

    /// Whether the till does not know what happens: no other refund of the sale may begin.
    #[must_use]
    pub fn is_in_doubt(&self) -> bool {
        self.is_unresolved() || self.quarantined.is_some() || self.state == Some(RefundState::Unmapped)
    }

    /// Whether it surely ended without money going back.
    #[must_use]
    pub fn came_to_nothing(&self) -> bool {
        self.refused.is_some() || matches!(self.state, Some(RefundState::Failed | RefundState::Cancelled))
    }

    /// Whether it exists and may still have news at `now`.
    #[must_use]
    pub fn wants_watching(&self, now: Timestamp) -> bool {
        let open = self.state.is_some_and(|state| !state.is_final());
        open && self.quarantined.is_none() && now.since(self.asked) < REFUND_WATCH
    }

    /// Folds a reading.
    pub fn set_status(&mut self, fact: &RefundStatus, at: Timestamp) {
        if self.state != Some(fact.state) {
            self.reached.push((fact.state, at));
        }
        self.state = Some(fact.state);
        self.id = Some(fact.id.clone());
        self.fee = fact.fee.or(self.fee);
        self.coin = fact.coin.clone().or_else(|| self.coin.take());
        self.unknown = None;
        self.changed = at;
    }
}
