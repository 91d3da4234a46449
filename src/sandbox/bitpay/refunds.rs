//! Refunds: make, preview, mean it, read, list, cancel, ask the payer again.

use std::sync::Arc;

use serde_json::{Value, json};

use super::access::{self, admit};
use super::invoices::body_token;
use super::query::REFUND;
use super::refund_order::{self, RefundOrder};
use crate::sandbox::books::Books;
use crate::sandbox::call::Call;
use crate::sandbox::chain::Status;
use crate::sandbox::clock::iso;
use crate::sandbox::desk::Desk;
use crate::sandbox::market::{self, number};
use crate::sandbox::record::{Facade, Invoice, Token};
use crate::sandbox::refund::{Refund, State};
use crate::sandbox::reply::{Fault, Refusal, Reply};
use crate::sandbox::route::Name;

const MERCHANT: [Facade; 1] = [Facade::Merchant];
const ID_LENGTH: usize = 22;

pub(crate) fn not_found(call: &Call) -> Refusal {
    Refusal::coded(call.verb(), Fault::RefundNotFound, "Refund not found")
}

fn answer(desk: &Desk, refund: &Refund, token: &Token, now: i64) -> Reply {
    Reply::data(&shown(desk, refund, &token.token, now))
}

/// `POST /refunds`
pub(crate) fn create(desk: &Desk, call: &Call) -> Result<Reply, Refusal> {
    let body = call.object()?;
    let token = admit(desk, call, body_token(&body), &MERCHANT)?;
    let order = refund_order::read(&body, call)?;
    let mut books = desk.books();
    let now = desk.now();
    let known = order.guid.as_deref().and_then(|guid| books.refund_by_guid(guid));
    let refund = match known {
        Some(first) => first,
        None => place(desk, &mut books, call, order, now)?,
    };
    drop(books);
    Ok(answer(desk, &refund, &token, now))
}

/// Keeps a new refund if the invoice can give it back now.
pub(crate) fn place(
    desk: &Desk,
    books: &mut Books,
    call: &Call,
    order: RefundOrder,
    now: i64,
) -> Result<Arc<Refund>, Refusal> {
    let invoice = books.invoice(&order.invoice).ok_or_else(|| Refusal::invoice_not_found(call.verb()))?;
    if order.currency.as_deref().is_some_and(|currency| currency != invoice.order.currency) {
        return Err(REFUND.invalid(call, "currency"));
    }
    let serial = books.next_serial()?;
    let refund = draft(desk, serial, &invoice, order, now).ok_or_else(|| REFUND.invalid(call, "amount"))?;
    may(books, call, &invoice, &refund, now)?;
    Ok(books.put_refund(refund)?)
}

/// What the refund would be; None if the amount is finer than the currency or out of reach.
fn draft(desk: &Desk, serial: u64, invoice: &Invoice, order: RefundOrder, now: i64) -> Option<Refund> {
    let currency = invoice.order.currency.clone();
    let digits = desk.market.digits(&currency);
    let coin = invoice.coin_at(now);
    let rate = invoice.quote(coin.code)?.rate;
    let coin_fee = coin.refund_fee();
    Some(Refund {
        serial,
        id: desk.namer.text(&format!("refund {serial}"), ID_LENGTH),
        guid: order.guid.unwrap_or_else(|| desk.namer.guid(&format!("refund guid {serial}"))),
        invoice: invoice.id.clone(),
        amount: Some(order.amount.normalize()).filter(|amount| amount.scale() <= digits)?,
        fee: market::worth(coin_fee, coin, rate, digits)?,
        currency,
        coin: coin.code.to_owned(),
        coin_amount: market::units_at(coin, order.amount, rate)?,
        coin_fee,
        immediate: order.immediate,
        buyer_pays_fee: order.buyer_pays_fee,
        reference: order.reference,
        created: now,
        requested: (!order.preview).then_some(now),
        notified: None,
        pace: Some(desk.house.pace),
        sent: None,
        arrived: None,
        failed: None,
        canceled: None,
    })
}

/// Whether the invoice can give this back now.
fn may(books: &Books, call: &Call, invoice: &Invoice, wanted: &Refund, now: i64) -> Result<(), Refusal> {
    let refused = |fault, text: &str| Err(Refusal::coded(call.verb(), fault, text));
    match invoice.observe(now).status {
        Status::Confirmed | Status::Complete => {}
        Status::New | Status::Paid | Status::Expired | Status::Invalid => {
            return refused(Fault::RefundState, "Invalid invoice state for refund");
        }
    }
    let others = books.refunds_of(&invoice.id);
    if others.iter().any(|refund| refund.state(now).is_active()) {
        return refused(Fault::RefundActive, "An active refund request already exists for this invoice");
    }
    let back = others.iter().filter(|refund| refund.state(now).counts());
    let sum = back.fold(wanted.amount, |sum, refund| sum.saturating_add(refund.amount));
    if sum > invoice.order.price {
        return Err(REFUND.invalid(call, "amount"));
    }
    if wanted.buyer_pays_fee && wanted.fee >= wanted.amount {
        return refused(Fault::RefundFees, "Refund fees exceed the refund amount");
    }
    Ok(())
}

fn find(books: &Books, call: &Call, name: &Name) -> Result<Arc<Refund>, Refusal> {
    let found = match name {
        Name::Id(id) => books.refund(id),
        Name::Guid(guid) => books.refund_by_guid(guid),
    };
    found.ok_or_else(|| not_found(call))
}

/// `GET /refunds/:id` and `GET /refunds/guid/:guid`
pub(crate) fn read(desk: &Desk, call: &Call, name: &Name) -> Result<Reply, Refusal> {
    let token = admit(desk, call, call.query("token"), &MERCHANT)?;
    let refund = find(&desk.books(), call, name)?;
    Ok(answer(desk, &refund, &token, desk.now()))
}

/// `GET /refunds?invoiceId=`: oldest first; a merchant token, or the invoice's own.
pub(crate) fn list(desk: &Desk, call: &Call) -> Result<Reply, Refusal> {
    let invoice = call.query("invoiceId").filter(|id| !id.is_empty());
    let token = access::by_resource(desk, call, call.query("token"), invoice.unwrap_or_default())?;
    let invoice = invoice.ok_or_else(|| REFUND.missing(call, "invoiceId"))?;
    let books = desk.books();
    if books.invoice(invoice).is_none() {
        return Err(Refusal::invoice_not_found(call.verb()));
    }
    let found = books.refunds_of(invoice);
    drop(books);
    let now = desk.now();
    Ok(Reply::data(&found.iter().map(|refund| shown(desk, refund, &token.token, now)).collect::<Vec<Value>>()))
}

/// `PUT /refunds/:id`: a preview is meant. Saying so twice changes nothing.
pub(crate) fn mean(desk: &Desk, call: &Call, name: &Name) -> Result<Reply, Refusal> {
    let body = call.object()?;
    let token = admit(desk, call, body_token(&body), &MERCHANT)?;
    match body.get("status").and_then(Value::as_str) {
        Some("created") => {}
        Some(_) => return Err(REFUND.invalid(call, "status")),
        None => return Err(REFUND.missing(call, "status")),
    }
    let mut books = desk.books();
    let now = desk.now();
    let mut refund = find(&books, call, name)?;
    match refund.state(now) {
        State::Preview => {
            let gone = || Refusal::invoice_not_found(call.verb());
            let invoice = books.invoice(&refund.invoice).ok_or_else(gone)?;
            may(&books, call, &invoice, &refund, now)?;
            refund = books.put_refund(Refund { requested: Some(now), ..Refund::clone(&refund) })?;
        }
        State::Created | State::Pending => {}
        State::Success | State::Failure | State::Canceled => {
            return Err(Refusal::coded(call.verb(), Fault::RefundInvalid, "Invalid refund state for update"));
        }
    }
    drop(books);
    Ok(answer(desk, &refund, &token, now))
}

/// `DELETE /refunds/:id`: before the money has left.
pub(crate) fn cancel(desk: &Desk, call: &Call, name: &Name) -> Result<Reply, Refusal> {
    let token = admit(desk, call, call.query("token"), &MERCHANT)?;
    let mut books = desk.books();
    let now = desk.now();
    let refund = find(&books, call, name)?;
    let refund = stop(&mut books, call, &refund, now)?;
    drop(books);
    Ok(answer(desk, &refund, &token, now))
}

/// Takes a refund back unless the money has left.
pub(crate) fn stop(books: &mut Books, call: &Call, refund: &Refund, now: i64) -> Result<Arc<Refund>, Refusal> {
    match refund.state(now) {
        State::Preview | State::Created => {}
        State::Pending | State::Success | State::Failure | State::Canceled => {
            return Err(Refusal::coded(call.verb(), Fault::RefundInvalid, "Invalid refund state for cancel"));
        }
    }
    Ok(books.put_refund(Refund { canceled: Some(now), ..Refund::clone(refund) })?)
}

/// `POST /refunds/:id/notifications`: asks the payer again for an address.
pub(crate) fn notify(desk: &Desk, call: &Call, id: &str) -> Result<Reply, Refusal> {
    let body = call.object()?;
    access::by_resource(desk, call, body_token(&body), id)?;
    let mut books = desk.books();
    let now = desk.now();
    let refund = books.refund(id).ok_or_else(|| not_found(call))?;
    books.put_refund(Refund { notified: Some(now), ..Refund::clone(&refund) })?;
    Ok(Reply::json(&json!({ "status": "success", "data": {}, "message": null })))
}

/// The whole of it; amounts are decimals in currency and coin.
pub(crate) fn shown(desk: &Desk, refund: &Refund, api_token: &str, now: i64) -> Value {
    let state = refund.state(now);
    let decimals = market::coin(&refund.coin).map_or(0, |coin| coin.decimals);
    let mut shown = json!({
        "id": refund.id, "guid": refund.guid, "invoice": refund.invoice, "amount": number(refund.amount),
        "currency": refund.currency, "status": state.word(),
        "requestDate": iso(refund.requested.unwrap_or(refund.created)),
        "lastRefundNotification": iso(refund.notified.or(refund.requested).unwrap_or(refund.created)),
        "immediate": refund.immediate, "buyerPaysRefundFee": refund.buyer_pays_fee, "refundFee": number(refund.fee),
        "transactionCurrency": refund.coin, "transactionAmount": market::units_number(refund.coin_amount, decimals),
        "transactionRefundFee": market::units_number(refund.coin_fee, decimals),
        "supportRequest": refund.id, "token": access::resource_token(desk, api_token, &refund.id),
    });
    if let Some(reference) = &refund.reference {
        shown["reference"] = json!(reference);
    }
    if state == State::Pending || state == State::Success {
        shown["refundAddress"] = json!(refund.address(&desk.namer));
    }
    if state == State::Success {
        shown["txid"] = json!(refund.txid(&desk.namer));
    }
    shown
}
