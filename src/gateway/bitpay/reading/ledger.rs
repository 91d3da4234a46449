//! Ledger lines: exact signed amounts, unknown kinds kept.

use rust_decimal::Decimal;

use crate::domain::id::InvoiceId;
use crate::domain::ledger::{LedgerEntry, RawEntry};
use crate::domain::time::Timestamp;
use crate::gateway::bitpay::wire::{Exact, Fields, List, Loose};
use crate::gateway::http::clean;
use crate::gateway::port::{Error, Result};

/// What a line says about the customer; it has no place in the shop's copy.
const PERSONAL: [&str; 2] = ["buyerFields", "customerData"];

/// Reads the lines of a ledger. One that cannot be read fails all: a book with holes would pass for complete.
///
/// # Errors
/// [`Error::Protocol`] names the line and the field.
pub fn ledger(data: &str, currency: &str) -> Result<Vec<RawEntry>> {
    let list: List<'_> =
        serde_json::from_str(data).map_err(|error| Error::Protocol(format!("not a list of ledger lines: {error}")))?;
    list.iter().enumerate().map(|(index, text)| line(text, index, currency)).collect()
}

fn line(text: &str, index: usize, currency: &str) -> Result<RawEntry> {
    let wrong = |what: &str| Error::Protocol(format!("ledger line {}: {what}", index + 1));
    let fields: Fields<'_> = serde_json::from_str(text).map_err(|_| wrong("it is no object"))?;
    let entry = entry(&fields, currency).map_err(wrong)?;
    Ok(RawEntry { entry, raw: fields.without(&PERSONAL) })
}

/// Reads a line; `currency` is its ledger's. Answers the name of the field that cannot be read.
pub(super) fn entry(fields: &Fields<'_>, currency: &str) -> std::result::Result<LedgerEntry, &'static str> {
    let text = |name: &str| fields.lenient::<Loose>(name).map(|text| clean(&text.0)).filter(|text| !text.is_empty());
    let decimal = |name: &str| fields.lenient::<Exact>(name).and_then(|number| number.decimal());
    Ok(LedgerEntry {
        id: text("id"),
        code: fields.count("code").ok_or("code")?,
        kind: text("type").or_else(|| text("txType")).unwrap_or_default(),
        description: text("description").unwrap_or_default(),
        amount: amount(fields).ok_or("amount")?,
        currency: text("currency").unwrap_or_else(|| currency.to_owned()),
        at: fields.moment("timestamp").or_else(|| fields.moment("time")).map(Timestamp).ok_or("timestamp")?,
        invoice: text("invoiceId").map(InvoiceId),
        invoice_amount: decimal("invoiceAmount"),
        invoice_currency: text("invoiceCurrency"),
        coin: text("transactionCurrency"),
        refund: text("supportRequest"),
    })
}

/// The amount in the ledger's currency: by its scale, or as it stands where there is none.
fn amount(fields: &Fields<'_>) -> Option<Decimal> {
    let amount = fields.lenient::<Exact>("amount")?.decimal()?;
    let Some(raw) = fields.raw("scale") else { return Some(amount) };
    let scale = serde_json::from_str::<Exact>(raw).ok()?.decimal().filter(|scale| *scale > Decimal::ZERO)?;
    let value = amount.checked_div(scale)?;
    // A quotient that is not exact would be an amount nobody booked.
    (value.checked_mul(scale) == Some(amount)).then_some(value.normalize())
}
