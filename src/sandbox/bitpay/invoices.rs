//! Invoices: make, read, list, cancel, and the test payment.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::access::{self, admit};
use super::envelope::Envelope;
use super::order;
use super::view::{self, Reading};
use crate::sandbox::call::Call;
use crate::sandbox::chain::{Mark, Status};
use crate::sandbox::desk::Desk;
use crate::sandbox::market::{self, COINS};
use crate::sandbox::pay;
use crate::sandbox::record::{Contact, Facade, Invoice, Order, Quote, Token};
use crate::sandbox::reply::{Fault, Refusal, Reply};
use crate::sandbox::webhook;

const EITHER: [Facade; 2] = [Facade::Pos, Facade::Merchant];
const ID_LENGTH: usize = 22;

fn reading<'a>(desk: &'a Desk, invoice: &'a Invoice, origin: &'a str) -> Reading<'a> {
    Reading { desk, invoice, origin, now: desk.now() }
}

pub(crate) fn answer(desk: &Desk, call: &Call, invoice: &Invoice, token: &Token) -> Reply {
    let origin = call.origin();
    let data = reading(desk, invoice, &origin).full(token.facade, &token.token);
    Reply::json(&Envelope { facade: view::facade_word(token.facade), data })
}

/// The token a write carries in its body.
pub(crate) fn body_token(body: &Map<String, Value>) -> Option<&str> {
    body.get("token").and_then(Value::as_str)
}

/// `POST /invoices`
pub(crate) fn create(desk: &Desk, call: &Call) -> Result<Reply, Refusal> {
    let body = call.object()?;
    let token = admit(desk, call, body_token(&body), &EITHER)?;
    let order = order::read(&body, desk)?;
    let known = order.guid.as_deref().and_then(|guid| desk.books().invoice_by_guid(guid));
    let invoice = match known {
        Some(first) => first,
        None => place(desk, call, &token, order)?,
    };
    Ok(answer(desk, call, &invoice, &token))
}

/// Quotes every coin outside the lock, then keeps the invoice unless its guid came first from elsewhere.
fn place(desk: &Desk, call: &Call, token: &Token, order: Order) -> Result<Arc<Invoice>, Refusal> {
    let (quotes, disabled) = quotes(desk, call, &order)?;
    let mut books = desk.books();
    if let Some(first) = order.guid.as_deref().and_then(|guid| books.invoice_by_guid(guid)) {
        return Ok(first);
    }
    let now = desk.now();
    if desk.house.limits {
        books.count_create(now).map_err(|retry_after_s| Refusal::Limited { retry_after_s })?;
    }
    let serial = books.next_serial()?;
    let mut invoice = Invoice {
        serial,
        id: desk.namer.text(&format!("invoice {serial}"), ID_LENGTH),
        guid: order.guid.clone().unwrap_or_else(|| desk.namer.guid(&format!("guid {serial}"))),
        maker: token.token.clone(),
        created: now,
        expires: now + order.acceptance_window_ms,
        order,
        quotes,
        disabled,
        cancelled: None,
        invalidated: None,
        selected: None,
        payments: Vec::new(),
        contact: Contact::default(),
        marked: None,
    };
    pay::scripted(desk, &mut books, &mut invoice)?;
    Ok(books.add_invoice(invoice)?)
}

type Quotes = (Vec<Quote>, Vec<(String, String)>);

/// What each coin asks, and which coins are off and why.
fn quotes(desk: &Desk, call: &Call, order: &Order) -> Result<Quotes, Refusal> {
    let mut off: Vec<(String, String)> = desk.house.disabled.clone();
    if let Some(wanted) = &order.payment_currencies {
        let unwanted = COINS.iter().filter(|coin| !wanted.iter().any(|code| code == coin.code));
        let unwanted = unwanted.filter(|coin| !desk.house.disabled.iter().any(|(code, _)| code == coin.code));
        off.extend(unwanted.map(|coin| (coin.code.to_owned(), "merchantDisabledByParam".to_owned())));
    }
    let on = COINS.iter().filter(|coin| !off.iter().any(|(code, _)| code == coin.code));
    let quotes: Vec<Quote> = on
        .filter_map(|coin| {
            let asked = desk.market.ask(coin, order.price, &order.currency)?;
            let (rate, subtotal, fee) = (asked.rate, asked.subtotal, asked.fee);
            Some(Quote { coin: coin.code.to_owned(), rate, subtotal, fee })
        })
        .collect();
    if quotes.is_empty() {
        let text = "None of the payment currencies is available";
        return Err(Refusal::param(call.verb(), Fault::InvoiceInvalid, text, "paymentCurrencies"));
    }
    Ok((quotes, off))
}

/// `GET /invoices/:id`: with an API token its view, with the resource token the maker's, with none the public one.
pub(crate) fn read(desk: &Desk, call: &Call, id: &str) -> Result<Reply, Refusal> {
    let origin = call.origin();
    let invoice = desk.books().invoice(id);
    let Some(text) = call.query("token") else {
        let invoice = invoice.ok_or_else(|| Refusal::invoice_not_found(call.verb()))?;
        let data = reading(desk, &invoice, &origin).public();
        return Ok(Reply::json(&Envelope { facade: "public/invoice", data }));
    };
    if let Some(invoice) = &invoice
        && let Some(token) = access::holder(desk, text, &invoice.id).filter(|token| may_read(token, invoice))
    {
        return Ok(answer(desk, call, invoice, &token));
    }
    let token = admit(desk, call, Some(text), &EITHER)?;
    let invoice = invoice.filter(|invoice| may_read(&token, invoice));
    let invoice = invoice.ok_or_else(|| Refusal::invoice_not_found(call.verb()))?;
    Ok(answer(desk, call, &invoice, &token))
}

fn may_read(token: &Token, invoice: &Invoice) -> bool {
    token.facade == Facade::Merchant || token.token == invoice.maker
}

/// `GET /invoices/guid/:guid`
pub(crate) fn read_by_guid(desk: &Desk, call: &Call, guid: &str) -> Result<Reply, Refusal> {
    let token = admit(desk, call, call.query("token"), &EITHER)?;
    let invoice = desk.books().invoice_by_guid(guid).filter(|invoice| may_read(&token, invoice));
    let invoice = invoice.ok_or_else(|| Refusal::invoice_not_found(call.verb()))?;
    Ok(answer(desk, call, &invoice, &token))
}

/// `DELETE /invoices/:id`
pub(crate) fn cancel(desk: &Desk, call: &Call, id: &str) -> Result<Reply, Refusal> {
    let token = admit(desk, call, call.query("token"), &[Facade::Merchant])?;
    cancel_found(desk, call, &token, id)
}

/// `DELETE /invoices/guid/:guid`
pub(crate) fn cancel_by_guid(desk: &Desk, call: &Call, guid: &str) -> Result<Reply, Refusal> {
    let token = admit(desk, call, call.query("token"), &[Facade::Merchant])?;
    let id = desk.books().invoice_by_guid(guid).map(|invoice| invoice.id.clone());
    let id = id.ok_or_else(|| Refusal::invoice_not_found(call.verb()))?;
    cancel_found(desk, call, &token, &id)
}

fn cancel_found(desk: &Desk, call: &Call, token: &Token, id: &str) -> Result<Reply, Refusal> {
    let force = call.query("forceCancel").is_some_and(|word| word.eq_ignore_ascii_case("true"));
    let mut books = desk.books();
    let now = desk.now();
    let invoice = books.invoice(id).ok_or_else(|| Refusal::invoice_not_found(call.verb()))?;
    let seen = invoice.observe(now);
    if seen.status != Status::New {
        return Err(Refusal::coded(call.verb(), Fault::CancelState, "Invalid invoice state for cancel"));
    }
    if seen.paid > 0 && !force {
        reachable(call, &invoice)?;
    }
    let cancelled = books.change_invoice(id, |invoice| invoice.cancelled = Some(now))?.unwrap_or(invoice);
    drop(books);
    Ok(answer(desk, call, &cancelled, token))
}

/// Money that may be on the way can only go back to somebody who can be asked where.
fn reachable(call: &Call, invoice: &Invoice) -> Result<(), Refusal> {
    match (invoice.email(), invoice.sms()) {
        (Some(_), _) => Ok(()),
        (None, Some(_)) if invoice.contact.sms_verified => Ok(()),
        (None, Some(_)) => Err(Refusal::coded(call.verb(), Fault::SmsUnverified, "SMS not verified")),
        (None, None) => Err(Refusal::coded(call.verb(), Fault::ContactMissing, "Email or SMS missing")),
    }
}

/// `POST /invoices/:id/notifications`: tells the merchant's server once more. With the invoice's own token, or the
/// merchant's.
pub(crate) fn resend(desk: &Desk, call: &Call, id: &str) -> Result<Reply, Refusal> {
    let body = call.object()?;
    let text = body_token(&body);
    match text.and_then(|text| access::holder(desk, text, id)) {
        Some(token) => access::enter(call, &token)?,
        None => drop(admit(desk, call, text, &[Facade::Merchant])?),
    }
    let invoice = desk.books().invoice(id).ok_or_else(|| Refusal::invoice_not_found(call.verb()))?;
    webhook::by_hand(desk, &invoice)?;
    Ok(Reply::data(&"Success"))
}

/// `PUT /invoices/pay/:id`: the test environment's simulated payment.
pub(crate) fn test_payment(desk: &Desk, call: &Call, id: &str) -> Result<Reply, Refusal> {
    let body = call.object()?;
    let token = admit(desk, call, body_token(&body), &[Facade::Merchant])?;
    let mut books = desk.books();
    let now = desk.now();
    let invoice = books.invoice(id).ok_or_else(|| Refusal::invoice_not_found(call.verb()))?;
    if desk.house.live {
        let text = "Action only allowed in test environment";
        return Err(Refusal::coded(call.verb(), Fault::TestOnly, text));
    }
    let coin = invoice.coin_at(now);
    let confirmations = match body.get("status").and_then(Value::as_str) {
        Some("confirmed") | None => 1,
        Some("complete") => coin.target,
        Some(_) => {
            return Err(Refusal::param(call.verb(), Fault::InvoiceInvalid, "Invalid parameter.", "status"));
        }
    };
    let wish = pay::Wish { confirmations: Some(confirmations), ..pay::Wish::exact(coin.code) };
    let paid = pay::arrive(desk, &mut books, id, &wish)?;
    drop(books);
    Ok(answer(desk, call, &paid, &token))
}

/// Marks every payment of an invoice as having at least this many confirmations.
pub(crate) fn confirm(invoice: &mut Invoice, confirmations: u32, now: i64) {
    for payment in invoice.payments.iter_mut().filter(|payment| payment.at <= now) {
        payment.marks.push(Mark { confirmations, at: now });
    }
}

/// The merchant's view without a token, for the sandbox's own pages.
pub(crate) fn insight(desk: &Desk, call: &Call, invoice: &Invoice) -> Value {
    let origin = call.origin();
    let view = reading(desk, invoice, &origin).full(Facade::Merchant, &invoice.maker);
    let coins: Vec<Value> = invoice
        .quotes
        .iter()
        .filter_map(|quote| {
            let coin = market::coin(&quote.coin)?;
            let total = market::display(quote.total(), coin.decimals, coin.precision);
            Some(json!({ "code": coin.code, "name": coin.name, "total": total, "target": coin.target }))
        })
        .collect();
    let mut value = serde_json::to_value(view).expect("a view has text keys and no failing parts");
    value["offers"] = Value::Array(coins);
    let coming = invoice.payments.iter().filter(|payment| payment.at > desk.now()).count();
    value["smsCode"] = json!(invoice.contact.sms_code);
    value["paymentsOnTheWay"] = json!(coming);
    value
}
