//! Invoices: make, read, list. There is no key, no cancelling and no other way to find one again.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::access::{Guest, admit};
use super::view;
use crate::sandbox::bitpay::order;
use crate::sandbox::call::Call;
use crate::sandbox::chain::Risk;
use crate::sandbox::desk::Desk;
use crate::sandbox::market::{COINS, Coin, LIGHTNING};
use crate::sandbox::page;
use crate::sandbox::pay;
use crate::sandbox::record::{Contact, Invoice, Order, Quote};
use crate::sandbox::reply::{Refusal, Reply};

const ID_LENGTH: usize = 22;
const PAGE_MAX: usize = 1_000;
const DAY_MS: i64 = 86_400_000;
/// The coins this store has wallets for, beside Lightning.
const WALLETS: [&str; 2] = ["BTC", "LTC"];

/// `POST /invoices`
pub(crate) fn create(desk: &Desk, call: &Call) -> Result<Reply, Refusal> {
    let body = call.object().map_err(|_| Refusal::control("The body is not a JSON object"))?;
    admit(desk, call)?;
    let invoice = place(desk, read_order(desk, body)?)?;
    Ok(Reply::json(&json!({ "facade": "pos/invoice", "data": view::invoice(desk, &invoice, &call.origin()) })))
}

/// Reads the body by BitPay's rules but for the speed, which has other words and decides when an invoice is complete.
fn read_order(desk: &Desk, mut body: Map<String, Value>) -> Result<Order, Refusal> {
    let speed = body.remove("transactionSpeed");
    let settle_after = match speed.as_ref().and_then(Value::as_str) {
        Some("high") => 0,
        None | Some("medium") => 1,
        Some("low-medium") => 2,
        Some("low") => 6,
        Some(_) => return Err(Refusal::control("Invalid transactionSpeed")),
    };
    // A guid means nothing here.
    body.remove("guid");
    let order = order::read(&body, desk)?;
    Ok(Order { settle_after: Some(settle_after), risk: Risk::Low, ..order })
}

fn quote(desk: &Desk, coin: &Coin, order: &Order) -> Option<Quote> {
    let asked = desk.market.ask(coin, order.price, &order.currency)?;
    Some(Quote { coin: coin.code.to_owned(), rate: asked.rate, subtotal: asked.subtotal, fee: asked.fee })
}

fn place(desk: &Desk, order: Order) -> Result<Arc<Invoice>, Refusal> {
    let wallets = COINS.iter().filter(|coin| WALLETS.contains(&coin.code));
    let quotes: Vec<Quote> = wallets.chain(&LIGHTNING).filter_map(|coin| quote(desk, coin, &order)).collect();
    let mut books = desk.books();
    let (serial, now) = (books.next_serial()?, desk.now());
    let mut invoice = Invoice {
        serial,
        id: desk.namer.text(&format!("invoice {serial}"), ID_LENGTH),
        guid: desk.namer.guid(&format!("guid {serial}")),
        maker: String::new(),
        created: now,
        expires: now + order.acceptance_window_ms,
        order,
        quotes,
        disabled: Vec::new(),
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

/// `GET /invoices/:id`: JSON for programs, the customer's page for everybody else.
pub(crate) fn read(desk: &Desk, call: &Call, id: &str) -> Result<Reply, Refusal> {
    let is_program =
        call.header("content-type").is_some_and(|kind| kind.contains("json")) || call.query("token").is_some();
    if !is_program {
        return page::customer(desk, Some(id));
    }
    admit(desk, call)?;
    let unknown = || Refusal::Access { status: 404, text: "Object not found".to_owned() };
    let invoice = desk.books().invoice(id).ok_or_else(unknown)?;
    Ok(Reply::data(&view::invoice(desk, &invoice, &call.origin())))
}

/// `GET /invoices`: newest first, for those the store knows.
pub(crate) fn list(desk: &Desk, call: &Call) -> Result<Reply, Refusal> {
    if admit(desk, call)? == Guest::Anybody {
        return Err(Refusal::Access { status: 403, text: "The list needs a key".to_owned() });
    }
    let date = |name: &str| -> Result<Option<i64>, Refusal> {
        let wrong = || Refusal::control(&format!("{name} is MM/dd/yyyy"));
        call.query(name).map(|text| day(text).ok_or_else(wrong)).transpose()
    };
    let (from, to) = (date("dateStart")?.unwrap_or(0), date("dateEnd")?.map_or(i64::MAX, |day| day + DAY_MS));
    let number = |name: &str, usual: usize| call.query(name).and_then(|text| text.parse().ok()).unwrap_or(usual);
    let (limit, offset) = (number("limit", PAGE_MAX).min(PAGE_MAX), number("offset", 0));
    let now = desk.now();
    let fits = |invoice: &Invoice| {
        let same = |name: &str, have: Option<&str>| call.query(name).is_none_or(|wanted| have == Some(wanted));
        (from..to).contains(&invoice.created)
            && same("orderId", invoice.order.order_id.as_deref())
            && same("itemCode", invoice.order.item_code.as_deref())
            && same("status", Some(view::status(invoice, now)))
    };
    let found: Vec<Arc<Invoice>> =
        desk.books().invoices().rev().filter(|invoice| fits(invoice)).skip(offset).take(limit).cloned().collect();
    let origin = call.origin();
    Ok(Reply::data(&found.iter().map(|invoice| view::invoice(desk, invoice, &origin)).collect::<Vec<_>>()))
}

/// `12/31/2026` as the moment it begins.
fn day(text: &str) -> Option<i64> {
    let mut parts = text.splitn(3, '/');
    let month: i8 = parts.next()?.parse().ok()?;
    let day: i8 = parts.next()?.parse().ok()?;
    let year: i16 = parts.next()?.parse().ok()?;
    let date = jiff::civil::Date::new(year, month, day).ok()?;
    Some(date.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_millisecond())
}
