//! `…/invoices/:id/refunds[/:rid]`: refunds the older way, with the invoice's own token.

use serde_json::{Value, json};

use super::access;
use super::invoices::body_token;
use super::query::REFUND;
use super::refund_order::RefundOrder;
use super::refunds::{not_found, place, stop};
use crate::sandbox::call::Call;
use crate::sandbox::chain::Status;
use crate::sandbox::clock::iso;
use crate::sandbox::desk::Desk;
use crate::sandbox::market;
use crate::sandbox::refund::{Refund, State};
use crate::sandbox::reply::{Fault, Refusal, Reply};

const FACADE: &str = "merchant/supportRequest";

fn shown(desk: &Desk, refund: &Refund, api_token: &str, now: i64) -> Value {
    let status = match refund.state(now) {
        State::Preview | State::Created | State::Pending => "pending",
        State::Success => "success",
        State::Failure => "failure",
        State::Canceled => "cancelled",
    };
    json!({
        "id": refund.id, "requestDate": iso(refund.created), "status": status,
        "token": access::resource_token(desk, api_token, &refund.id),
    })
}

fn enveloped(data: &Value) -> Reply {
    Reply::json(&json!({ "facade": FACADE, "data": data }))
}

/// Makes a refund; the invoice has to have all its confirmations.
pub(crate) fn create(desk: &Desk, call: &Call, invoice: &str) -> Result<Reply, Refusal> {
    let body = call.object()?;
    let token = access::by_resource(desk, call, body_token(&body), invoice)?;
    let mut books = desk.books();
    let now = desk.now();
    let found = books.invoice(invoice).ok_or_else(|| Refusal::invoice_not_found(call.verb()))?;
    if found.observe(now).status != Status::Complete {
        return Err(Refusal::coded(call.verb(), Fault::RefundState, "Invalid invoice state for refund"));
    }
    let amount = match body.get("amount") {
        None | Some(Value::Null) => found.order.price,
        Some(value) => market::decimal_of(value).ok_or_else(|| REFUND.invalid(call, "amount"))?,
    };
    let currency = body.get("currency").and_then(Value::as_str).map(str::to_owned);
    let order = RefundOrder { currency, ..RefundOrder::of(invoice, amount) };
    let refund = place(desk, &mut books, call, order, now)?;
    drop(books);
    Ok(enveloped(&shown(desk, &refund, &token.token, now)))
}

/// All of an invoice's refunds, or one of them.
pub(crate) fn read(desk: &Desk, call: &Call, invoice: &str, id: Option<&str>) -> Result<Reply, Refusal> {
    let token = access::by_resource(desk, call, call.query("token"), invoice)?;
    let now = desk.now();
    let all = desk.books().refunds_of(invoice);
    let Some(id) = id else {
        return Ok(enveloped(&all.iter().map(|refund| shown(desk, refund, &token.token, now)).collect()));
    };
    let one = all.iter().find(|refund| refund.id == id).ok_or_else(|| not_found(call))?;
    Ok(enveloped(&shown(desk, one, &token.token, now)))
}

/// Takes a refund back before the money has left.
pub(crate) fn cancel(desk: &Desk, call: &Call, invoice: &str, id: &str) -> Result<Reply, Refusal> {
    access::by_resource(desk, call, call.query("token"), invoice)?;
    let mut books = desk.books();
    let now = desk.now();
    let mine = books.refund(id).filter(|refund| refund.invoice == invoice);
    let mine = mine.ok_or_else(|| not_found(call))?;
    stop(&mut books, call, &mine, now)?;
    Ok(Reply::data(&"Success"))
}
