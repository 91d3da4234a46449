//! Payouts to the merchant, and what each was made of.

use std::sync::Arc;

use serde_json::{Value, json};

use super::access::{self, admit};
use super::envelope::Envelope;
use super::query::{Codes, PLAIN};
use crate::sandbox::call::Call;
use crate::sandbox::clock::iso;
use crate::sandbox::desk::Desk;
use crate::sandbox::ledger::{self, Entry};
use crate::sandbox::market::number;
use crate::sandbox::record::Facade;
use crate::sandbox::reply::{Refusal, Reply};
use crate::sandbox::settle;
use crate::sandbox::settlement::{Settlement, State, Withheld};

const CODES: Codes = PLAIN;
const PAGE_MAX: usize = 100;
const FACADE: &str = "merchant/settlement";
const STATES: [State; 3] = [State::Processing, State::Completed, State::Failed];

/// `GET /settlements`: newest first.
pub(crate) fn list(desk: &Desk, call: &Call) -> Result<Reply, Refusal> {
    let token = admit(desk, call, call.query("token"), &[Facade::Merchant])?;
    let start = CODES.day_if_any(call, "startDate")?.map_or(i64::MIN, |day| day.start);
    let end = CODES.day_if_any(call, "endDate")?.map_or(i64::MAX, |day| day.end);
    let status = CODES.word(call, "status", &STATES.map(State::word))?;
    let currency = call.query("currency").filter(|currency| !currency.is_empty());
    let page = CODES.page(call, PAGE_MAX)?;
    let mut books = desk.books();
    let now = desk.now();
    settle::due(desk, &mut books, now)?;
    let fits = |one: &&Arc<Settlement>| {
        (start..end).contains(&one.closing)
            && currency.is_none_or(|currency| one.currency == currency)
            && status.is_none_or(|status| one.state(now).word() == status)
    };
    let found = books.settlements().rev().filter(fits).skip(page.offset).take(page.limit);
    let data: Vec<Value> = found.map(|one| shown(desk, one, &token.token, now)).collect();
    Ok(Reply::json(&Envelope { facade: FACADE, data }))
}

/// `GET /settlements/:id`
pub(crate) fn one(desk: &Desk, call: &Call, id: &str) -> Result<Reply, Refusal> {
    let token = admit(desk, call, call.query("token"), &[Facade::Merchant])?;
    let (settlement, now) = find(desk, id)?;
    Ok(Reply::json(&Envelope { facade: FACADE, data: shown(desk, &settlement, &token.token, now) }))
}

fn find(desk: &Desk, id: &str) -> Result<(Arc<Settlement>, i64), Refusal> {
    let mut books = desk.books();
    let now = desk.now();
    settle::due(desk, &mut books, now)?;
    Ok((books.settlement(id).ok_or_else(Refusal::unknown_object)?, now))
}

/// `GET /settlements/:id/reconciliationReport`: with the settlement's own token, or a merchant's.
pub(crate) fn report(desk: &Desk, call: &Call, id: &str) -> Result<Reply, Refusal> {
    let token = access::by_resource(desk, call, call.query("token"), id)?;
    let (settlement, now) = find(desk, id)?;
    let mut data = shown(desk, &settlement, &token.token, now);
    let entries = ledger::entries(desk, &desk.books(), now);
    let mine = |entry: &&Entry| {
        entry.currency == settlement.currency && settle::is_within(entry, settlement.opening, settlement.closing)
    };
    data["ledgerEntries"] = entries.iter().filter(mine).map(entry).collect();
    Ok(Reply::json(&Envelope { facade: FACADE, data }))
}

/// The whole of it; amounts are decimals in the currency.
pub(crate) fn shown(desk: &Desk, one: &Settlement, api_token: &str, now: i64) -> Value {
    let state = one.state(now);
    let held =
        |held: &Withheld| json!({ "amount": number(held.amount), "code": held.code, "description": held.description });
    let mut shown = json!({
        "id": one.id, "accountId": desk.namer.text("account", 22), "currency": one.currency,
        "payoutInfo": {
            "name": desk.house.merchant_name, "label": "Practice account", "account": "000000000000",
            "bank": "Practice bank", "bankCountry": "Practice",
        },
        "status": state.word(), "dateCreated": iso(one.closing),
        "openingDate": iso(one.opening), "closingDate": iso(one.closing),
        "openingBalance": number(one.opening_balance), "ledgerEntriesSum": number(one.entries_sum),
        "withholdings": one.withheld.iter().map(held).collect::<Vec<Value>>(),
        "withholdingsSum": number(one.withheld_sum()), "totalAmount": number(one.total),
        "token": access::resource_token(desk, api_token, &one.id),
    });
    // The typed clients want a date here, also before the day has come: it is the day on which it will be.
    shown["dateExecuted"] = json!(iso(one.executed_at()));
    if state == State::Completed {
        shown["dateCompleted"] = json!(iso(one.executed_at()));
    }
    shown
}

fn entry(entry: &Entry) -> Value {
    let mut line = json!({
        "code": entry.code, "amount": number(entry.amount), "timestamp": iso(entry.at),
        "description": entry.description,
    });
    if let Some(invoice) = &entry.invoice {
        let order = &invoice.order;
        line["invoiceId"] = json!(invoice.id);
        line["invoiceData"] = json!({
            "orderId": order.order_id.as_deref().unwrap_or_default(), "date": iso(invoice.created),
            "price": number(order.price), "currency": order.currency,
            "transactionCurrency": invoice.coin_at(entry.at).code, "payoutPercentage": { (entry.currency.as_str()): 100 },
        });
    }
    if let Some(refund) = &entry.refund {
        line["reference"] = json!(refund);
    }
    line
}
