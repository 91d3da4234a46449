//! Invoices, one or a page of them.

use url::Url;

use crate::domain::payment::Payment;
use crate::gateway::bitpay::translate;
use crate::gateway::bitpay::wire::{Invoice, List};
use crate::gateway::http::Intent;
use crate::gateway::port::{Error, Result};

/// Reads one invoice. What cannot be read on a write leaves doubt.
///
/// # Errors
/// [`Error::Protocol`], or by intent.
pub fn invoice(data: &str, base: &Url, intent: Intent) -> Result<Payment> {
    let invoice: Invoice =
        serde_json::from_str(data).map_err(|error| intent.unreadable(format!("not an invoice: {error}")))?;
    let mut payment = translate::payment(&invoice, base)?;
    payment.details.raw = raw(data, &invoice);
    Ok(payment)
}

/// Reads a page of invoices. One that cannot be read fails the page: a list with holes would pass for complete.
///
/// # Errors
/// [`Error::Protocol`].
pub fn invoices(data: &str, base: &Url) -> Result<Vec<Payment>> {
    let list: List<'_> =
        serde_json::from_str(data).map_err(|error| Error::Protocol(format!("not a list of invoices: {error}")))?;
    list.iter().map(|text| invoice(text, base, Intent::Read)).collect()
}

/// The gateway's own body without what opens the invoice for more.
fn raw(data: &str, invoice: &Invoice) -> String {
    invoice.token.as_ref().map_or_else(|| data.to_owned(), |token| token.redact(data))
}
