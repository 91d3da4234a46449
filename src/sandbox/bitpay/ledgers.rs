//! The merchant's account: balances and entries.

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::access::admit;
use super::buyer;
use super::query::PLAIN;
use crate::sandbox::call::Call;
use crate::sandbox::clock::iso;
use crate::sandbox::desk::Desk;
use crate::sandbox::ledger::{self, Entry, SCALE_DIGITS};
use crate::sandbox::market::number;
use crate::sandbox::record::Facade;
use crate::sandbox::reply::{Refusal, Reply};
use crate::sandbox::settle;

const ID_LENGTH: usize = 22;
const USUAL_CURRENCY: &str = "USD";
/// The longest range: a month and the day it began on.
const RANGE_MS_MAX: i64 = 32 * 86_400_000;

/// `GET /ledgers`: each currency with its balance, in the currency.
pub(crate) fn balances(desk: &Desk, call: &Call) -> Result<Reply, Refusal> {
    admit(desk, call, call.query("token"), &[Facade::Merchant])?;
    let entries = current(desk)?;
    let mut currencies: Vec<&str> = entries.iter().map(|entry| entry.currency.as_str()).collect();
    currencies.push(desk.house.settlement_currency.as_deref().unwrap_or(USUAL_CURRENCY));
    currencies.sort_unstable();
    currencies.dedup();
    let line = |currency: &&str| {
        let balance = ledger::balance(entries.iter().filter(|entry| entry.currency == *currency));
        json!({ "currency": currency, "balance": number(balance) })
    };
    Ok(Reply::data(&currencies.iter().map(line).collect::<Vec<Value>>()))
}

fn current(desk: &Desk) -> Result<Vec<Entry>, Refusal> {
    let mut books = desk.books();
    let now = desk.now();
    settle::due(desk, &mut books, now)?;
    Ok(ledger::entries(desk, &books, now))
}

/// `GET /ledgers/:currency`: a bare array, oldest first; dates are mandatory and at most a month apart.
pub(crate) fn entries(desk: &Desk, call: &Call, currency: &str) -> Result<Reply, Refusal> {
    admit(desk, call, call.query("token"), &[Facade::Merchant])?;
    let (start, end) = (PLAIN.day(call, "startDate")?.start, PLAIN.day(call, "endDate")?.end);
    if !desk.market.knows(currency) {
        return Err(PLAIN.invalid(call, "currency"));
    }
    if end < start || end - start > RANGE_MS_MAX {
        return Err(PLAIN.invalid(call, "endDate"));
    }
    let mut found = current(desk)?;
    found.retain(|entry| entry.currency == currency && (start..end).contains(&entry.at));
    Ok(Reply::json(&found.iter().map(|entry| line(desk, entry)).collect::<Vec<Value>>()))
}

/// An entry as the wire shows it: whole hundred-millionths of the currency.
pub(crate) fn line(desk: &Desk, entry: &Entry) -> Value {
    let units = entry.amount.saturating_mul(Decimal::from(10_u64.pow(SCALE_DIGITS))).round();
    let mut line = json!({
        "type": entry.kind, "amount": number(units), "code": entry.code, "description": entry.description,
        "timestamp": iso(entry.at), "txType": entry.tx_type(), "scale": 10_u64.pow(SCALE_DIGITS),
        "currency": entry.currency, "buyerFields": Map::new(),
        "id": desk.namer.text(&format!("ledger {} {}", entry.code, entry.name), ID_LENGTH),
    });
    if let Some(invoice) = &entry.invoice {
        line["invoiceId"] = json!(invoice.id);
        line["invoiceAmount"] = json!(number(invoice.order.price));
        line["invoiceCurrency"] = json!(invoice.order.currency);
        line["transactionCurrency"] = json!(invoice.coin_at(entry.at).code);
    }
    if let (Some(invoice), "sale") = (&entry.invoice, entry.tx_type()) {
        line["buyerFields"] = Value::Object(buyer::fields(&invoice.order.buyer));
    }
    if let Some(refund) = &entry.refund {
        line["supportRequest"] = json!(refund);
    }
    line
}
