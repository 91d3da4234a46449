//! What the journal says of money that goes back, and of late money that was decided.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::id::{Guid, RefundId, SaleId};
use crate::domain::money::Money;
use crate::domain::refund::{NewRefund, RefundState};

/// Pieces of one line of a sale that come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    /// Which line of the sale, from 0.
    pub line: u32,
    /// How many pieces.
    pub quantity: u32,
}

/// About to ask for a refund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundIntent {
    /// All that is asked, to be repeated unchanged.
    pub request: NewRefund,
    /// The goods that come back, where lines were chosen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Returned>,
    /// Who asked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub operator: String,
}

/// Whether the gateway made the refund is not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundUnknown {
    /// The sale.
    pub sale: SaleId,
    /// The refund.
    pub refund: Guid,
    /// What was seen instead of an answer.
    pub error: String,
}

/// The gateway says something new of a refund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundStatus {
    /// The sale.
    pub sale: SaleId,
    /// The refund.
    pub refund: Guid,
    /// The gateway's name of it.
    pub id: RefundId,
    /// Where it stands.
    pub state: RefundState,
    /// The gateway's own word.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub raw: String,
    /// What the gateway takes for it, in the refund's currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Decimal>,
    /// The coin it goes back in and how much, in the coin's own unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coin: Option<(String, Decimal)>,
}

/// The gateway said no; nothing went back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundRefused {
    /// The sale.
    pub sale: SaleId,
    /// The refund.
    pub refund: Guid,
    /// The kind of refusal: a stable word such as `fees_exceed_amount`.
    pub code: String,
    /// What the gateway said.
    pub error: String,
}

/// A refund that does not agree with what was asked. It counts as money on its way until a person has looked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundQuarantined {
    /// The sale.
    pub sale: SaleId,
    /// The refund.
    pub refund: Guid,
    /// The gateway's name of what it answered with.
    pub id: RefundId,
    /// Which field differs: `amount`, `currency`, `guid` or `invoice`.
    pub field: String,
    /// What was asked.
    pub asked: String,
    /// What was answered.
    pub answered: String,
}

/// How the money of a return went back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnTender {
    /// By a refund of the payment.
    Gateway {
        /// The payment.
        payment: Guid,
    },
    /// From the drawer.
    Cash,
}

/// The money is back with the customer; the return has a receipt of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnCompleted {
    /// The sale.
    pub sale: SaleId,
    /// The refund.
    pub refund: Guid,
    /// Gapless over this book, of the same series as those of sales.
    pub receipt_no: u64,
    /// What went back.
    pub amount: Money,
    /// How.
    pub tender: ReturnTender,
    /// Why.
    pub reason: String,
    /// The goods that came back, where lines were chosen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Returned>,
    /// Receipt and entry of the sale it belongs to; none where late money of a sale without receipt went back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<Original>,
    /// Who gave it back.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub operator: String,
}

/// The receipt a return belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Original {
    /// Its number.
    pub receipt_no: u64,
    /// The entry that gave it out.
    pub seq: u64,
}

/// What is done with late money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LateDecision {
    /// It pays its sale.
    Accept,
    /// It goes back.
    Refund {
        /// The refund.
        refund: Guid,
    },
    /// It stays where it is for now, with a note.
    Keep,
}

/// Late money was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateDecided {
    /// The sale.
    pub sale: SaleId,
    /// The attempt.
    pub guid: Guid,
    /// What is done.
    pub decision: LateDecision,
    /// Why, or what is to be remembered.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Who decided.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub operator: String,
}
