//! Refunds, one or a list of them.

use crate::domain::id::{InvoiceId, RefundId};
use crate::domain::refund::{Refund, RefundState};
use crate::domain::time::Timestamp;
use crate::gateway::bitpay::translate::is_id;
use crate::gateway::bitpay::wire::{Exact, Fields, List, Loose};
use crate::gateway::http::{Intent, clean};
use crate::gateway::port::{Error, Result};
use crate::secret::Secret;

/// Reads one refund. What cannot be read on a write leaves doubt.
///
/// # Errors
/// [`Error::Protocol`], or by intent; it names the field.
pub fn refund(data: &str, intent: Intent) -> Result<Refund> {
    let fields: Fields<'_> =
        serde_json::from_str(data).map_err(|error| intent.unreadable(format!("not a refund: {error}")))?;
    one(&fields).map_err(|field| intent.unreadable(format!("not a refund: `{field}` cannot be read")))
}

/// Reads a list of refunds. One that cannot be read fails the list: it might be the one looked for.
///
/// # Errors
/// [`Error::Protocol`].
pub fn refunds(data: &str) -> Result<Vec<Refund>> {
    let list: List<'_> =
        serde_json::from_str(data).map_err(|error| Error::Protocol(format!("not a list of refunds: {error}")))?;
    list.iter().map(|text| refund(text, Intent::Read)).collect()
}

fn one(fields: &Fields<'_>) -> std::result::Result<Refund, &'static str> {
    let text = |name: &str| fields.lenient::<Loose>(name).map(|text| text.0).filter(|text| !text.is_empty());
    let decimal = |name: &str| fields.lenient::<Exact>(name).and_then(|number| number.decimal());
    let id = text("id").filter(|id| is_id(id)).ok_or("id")?;
    let invoice = text("invoice").or_else(|| text("invoiceId")).filter(|id| is_id(id)).ok_or("invoice")?;
    let raw = text("status").ok_or("status")?;
    let coin = text("transactionCurrency").map(|code| clean(&code)).zip(decimal("transactionAmount"));
    Ok(Refund {
        id: RefundId(id),
        guid: text("guid").map(|guid| clean(&guid)),
        invoice: InvoiceId(invoice),
        amount: decimal("amount").filter(|amount| !amount.is_sign_negative()).ok_or("amount")?,
        currency: text("currency").map(|code| clean(&code)).ok_or("currency")?,
        state: state(&raw),
        raw: clean(&raw),
        fee: decimal("refundFee"),
        buyer_pays_fee: fields.lenient("buyerPaysRefundFee").unwrap_or_default(),
        coin,
        asked: fields.moment("requestDate").map(Timestamp),
        reference: text("reference").map(|text| clean(&text)).unwrap_or_default(),
        token: text("token").map(Secret::new),
    })
}

/// The gateway's word as ours; one that is not known counts as on its way.
fn state(word: &str) -> RefundState {
    match word {
        "preview" => RefundState::Preview,
        "created" => RefundState::Asked,
        "pending" => RefundState::Sent,
        "success" => RefundState::Done,
        "failure" => RefundState::Failed,
        "canceled" | "cancelled" => RefundState::Cancelled,
        // Not a status of our own: any other text of the gateway's.
        _other => RefundState::Unmapped,
    }
}
