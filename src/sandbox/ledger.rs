//! What the merchant's account is credited and charged, read off the invoices.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::clock::iso;
use super::desk::Desk;
use super::record::Invoice;

/// Entries are counted in hundred-millionths of the currency, also in fiat.
const SCALE: u32 = 8;
const CREDIT: u32 = 1_000;
const FEE: u32 = 1_023;

/// The credit and the one percent fee of an invoice that is complete by `now`; otherwise nothing.
pub(crate) fn entries(desk: &Desk, invoice: &Invoice, now: i64) -> Vec<Value> {
    let Some(at) = invoice.observe(now).complete_at else { return Vec::new() };
    let order = &invoice.order;
    let units = |amount: Decimal| amount.checked_mul(Decimal::from(10_u64.pow(SCALE))).map(|units| units.round());
    let fee = order.price.checked_mul(Decimal::new(-1, 2));
    let (Some(credit), Some(fee)) = (units(order.price), fee.and_then(units)) else { return Vec::new() };
    let coin = invoice.coin_at(now).code;
    let line = |kind: &str, code: u32, amount: Decimal, description: &str| {
        json!({
            "type": kind, "amount": super::market::number(amount), "code": code, "description": description,
            "timestamp": iso(at), "txType": if code == CREDIT { "sale" } else { kind }, "scale": 10_u64.pow(SCALE),
            "invoiceId": invoice.id, "buyerFields": {}, "invoiceAmount": super::market::number(order.price),
            "invoiceCurrency": order.currency, "transactionCurrency": coin,
            "id": desk.namer.text(&format!("ledger {code} {}", invoice.id), 22),
        })
    };
    let description = order.order_id.as_deref().unwrap_or_default();
    vec![line("Invoice", CREDIT, credit, description), line("Invoice Fee", FEE, fee, "Invoice Fee")]
}
