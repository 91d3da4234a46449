//! Money back: what is asked of a gateway, and what it says of it.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::id::{GatewayId, Guid, InvoiceId, RefundId, SaleId};
use super::money::{Currency, Money};
use super::time::Timestamp;
use crate::secret::Secret;

/// What the till asks for. It is journaled whole before the first byte is sent and repeated unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewRefund {
    /// The sale whose money goes back.
    pub sale: SaleId,
    /// The payment it was paid with.
    pub payment: Guid,
    /// The connection that is asked.
    pub gateway: GatewayId,
    /// The gateway's name of the invoice.
    pub invoice: InvoiceId,
    /// The refund's own key, for lookup and against doubles.
    pub guid: Guid,
    /// How much goes back, in shop money.
    pub amount: Money,
    /// Whether the customer bears the gateway's refund fee; the shop does otherwise.
    pub buyer_pays_fee: bool,
    /// Whether it is taken from the shop's balance at once, not when the payment is confirmed.
    pub immediate: bool,
    /// Why, for the shop; the gateway gets its first 100 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// A refund's place on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundState {
    /// Only looked at; nothing moves.
    Preview,
    /// Asked for; the customer may have to give an address.
    Asked,
    /// On its way.
    Sent,
    /// The customer has it.
    Done,
    /// It did not work; the money is still with the shop.
    Failed,
    /// Called back before it was sent.
    Cancelled,
    /// A word this version does not know; it counts as on its way.
    Unmapped,
}

impl RefundState {
    /// The state's name on the wire of this program: `asked`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Preview => "preview",
            Self::Asked => "asked",
            Self::Sent => "sent",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Unmapped => "unmapped",
        }
    }

    /// Whether nothing more can come.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
}

/// A refund as one read of the gateway shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refund {
    /// The gateway's name of it.
    pub id: RefundId,
    /// Our key, where the answer repeats it.
    pub guid: Option<String>,
    /// The invoice it belongs to.
    pub invoice: InvoiceId,
    /// What goes back.
    pub amount: Decimal,
    /// Its currency, as the gateway writes it.
    pub currency: String,
    /// Where it stands.
    pub state: RefundState,
    /// The gateway's own word for it.
    pub raw: String,
    /// What the gateway takes for it, in the same currency.
    pub fee: Option<Decimal>,
    /// Whether the customer bears the fee.
    pub buyer_pays_fee: bool,
    /// The coin it goes back in and how much, in the coin's own unit.
    pub coin: Option<(String, Decimal)>,
    /// When it was asked for.
    pub asked: Option<Timestamp>,
    /// The note that went with it.
    pub reference: String,
    /// Opens this refund for more; sealed at rest, never shown.
    pub token: Option<Secret>,
}

impl Refund {
    /// What goes back as shop money; none where it is in another currency or not exact.
    #[must_use]
    pub fn money(&self, currency: Currency) -> Option<Money> {
        (self.currency == currency.code()).then(|| Money::from_decimal(self.amount, currency).ok()).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_its_word() {
        use RefundState::{Asked, Cancelled, Done, Failed, Preview, Sent, Unmapped};
        let words = [Preview, Asked, Sent, Done, Failed, Cancelled, Unmapped].map(RefundState::word);
        assert_eq!(words, ["preview", "asked", "sent", "done", "failed", "cancelled", "unmapped"]);
    }
}
