//! BTCPay Server's BitPay-compatible interface as its sources describe it.

mod access;
mod invoices;
mod lightning;
mod tokens;
mod view;

use serde_json::{Value, json};

pub(crate) use access::store;
pub(crate) use tokens::pairing_code;

use access::admit;

use super::bitpay::rates;
use super::call::Call;
use super::desk::Desk;
use super::reply::{Refusal, Reply};
use super::route::Route;

/// Answers what this server has; none for the pages and the sandbox's own paths, which both dialects share.
pub(crate) fn answer(desk: &Desk, call: &Call, route: &Route) -> Option<Reply> {
    let outcome = match route {
        Route::CreateToken => tokens::create(desk, call),
        Route::ListTokens => tokens::list(desk, call),
        Route::CreateInvoice => invoices::create(desk, call),
        Route::ListInvoices => invoices::list(desk, call),
        Route::ReadInvoice(id) => invoices::read(desk, call, id),
        Route::RatesOf(base) => priced(desk, call, base.as_deref()),
        Route::Rate(base, quote) => {
            admit(desk, call).and_then(|_| rates::one(desk, base, quote)).map(|r| named(r, base))
        }
        Route::Health => Ok(Reply::json(&json!({ "synchronized": true }))),
        Route::ServerInfo => {
            let text = "Authentication is required for accessing this endpoint";
            Ok(Reply::json_with(401, &json!({ "code": "unauthenticated", "message": text })))
        }
        Route::CustomerPage
        | Route::PaymentProtocol(_)
        | Route::Dashboard
        | Route::AccessRequest
        | Route::Front
        | Route::Control(_)
        | Route::Preflight => return None,
        Route::ListSins(_)
        | Route::AddSin(_)
        | Route::RemoveSin(..)
        | Route::ReadInvoiceByGuid(_)
        | Route::CancelInvoice(_)
        | Route::CancelInvoiceByGuid(_)
        | Route::TestPayment(_)
        | Route::UpdateInvoice(_)
        | Route::ResendInvoice(_)
        | Route::CreateRefund
        | Route::ListRefunds
        | Route::ReadRefund(_)
        | Route::MeanRefund(_)
        | Route::CancelRefund(_)
        | Route::NotifyRefund(_)
        | Route::CreateOlderRefund(_)
        | Route::ReadOlderRefunds(..)
        | Route::CancelOlderRefund(..)
        | Route::Balances
        | Route::LedgerEntries(_)
        | Route::ListSettlements
        | Route::ReadSettlement(_)
        | Route::SettlementReport(_)
        | Route::EventToken(_)
        | Route::EventStream
        | Route::Currencies
        | Route::Wallets
        | Route::Unknown => Err(Refusal::unknown_path()),
    };
    Some(outcome.unwrap_or_else(refused))
}

/// This server's own forms of saying no: access with a list, everything else bare and without a code.
fn refused(refusal: Refusal) -> Reply {
    match refusal {
        Refusal::Access { status: 401, text } => {
            Reply::json_with(401, &json!({ "errors": [{ "error": text }], "error": text }))
        }
        Refusal::Access { status, text } => Reply::json_with(status, &json!({ "error": text })),
        coded @ Refusal::Coded { .. } => {
            let plain = coded.into_reply();
            let text = serde_json::from_slice::<Value>(&plain.body).ok().map(|body| body["error"].clone());
            Reply::json_with(plain.status, &json!({ "error": text }))
        }
        limited @ Refusal::Limited { .. } => limited.into_reply(),
    }
}

/// Rates belong to a store here.
fn priced(desk: &Desk, call: &Call, base: Option<&str>) -> Result<Reply, Refusal> {
    admit(desk, call)?;
    Ok(named(rates::all(desk, base)?, base.unwrap_or("BTC")))
}

/// Adds the two names only this server gives.
fn named(reply: Reply, base: &str) -> Reply {
    let Ok(mut body) = serde_json::from_slice::<Value>(&reply.body) else { return reply };
    let name = |line: &mut Value| {
        line["currencyPair"] = json!(format!("{base}_{}", line["code"].as_str().unwrap_or_default()));
        line["cryptoCode"] = json!(base);
    };
    match &mut body["data"] {
        Value::Array(lines) => lines.iter_mut().for_each(name),
        one @ Value::Object(_) => name(one),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    Reply { body: body.to_string().into_bytes(), ..reply }
}
