//! The echo check: an answer must repeat the question before any code is shown.

use sha2::{Digest, Sha256};

use crate::domain::fact::PaymentQuarantined;
use crate::domain::payment::Payment;
use crate::domain::sale::Attempt;

/// Compares an answer with the question; the first field that differs stops the code from being shown.
pub(super) fn echo(attempt: &Attempt, payment: &Payment) -> Option<PaymentQuarantined> {
    let asked = &attempt.request;
    let echo = &payment.echo;
    let guid = asked.guid.to_string();
    let price = asked.price.to_decimal();
    let field = if let Some(host) = &echo.foreign_host {
        ("host", "a host of this gateway".to_owned(), host.clone())
    } else if echo.price != Some(price) {
        ("price", asked.price.to_plain(), echo.price.map_or_else(|| "none".to_owned(), |p| p.to_string()))
    } else if echo.currency != asked.price.currency().code() {
        ("currency", asked.price.currency().to_string(), echo.currency.clone())
    } else if echo.guid.as_ref().is_some_and(|answered| *answered != guid) {
        ("guid", guid, echo.guid.clone().unwrap_or_default())
    } else if echo.order_id.as_ref() != Some(&asked.order_id) {
        ("order_id", asked.order_id.clone(), echo.order_id.clone().unwrap_or_else(|| "none".to_owned()))
    } else {
        return None;
    };
    Some(mismatch(attempt, payment, field))
}

pub(super) fn mismatch(attempt: &Attempt, payment: &Payment, field: (&str, String, String)) -> PaymentQuarantined {
    PaymentQuarantined {
        sale: attempt.request.sale,
        guid: attempt.guid(),
        invoice: payment.invoice.clone(),
        field: field.0.to_owned(),
        asked: field.1,
        answered: field.2,
    }
}

/// SHA-256 over every payment text in the order given, hex.
pub(super) fn codes_hash(payment: &Payment) -> String {
    let mut hash = Sha256::new();
    for uri in payment.options.iter().flat_map(|option| &option.uris).chain(&payment.universal) {
        hash.update(uri.text.as_bytes());
        hash.update([0]);
    }
    hex::encode(hash.finalize())
}
