//! What a merchant's server is told about an invoice, and when: the events of its history, written down before
//! they are sent.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::bitpay::buyer;
use super::bitpay::view::Reading;
use super::books::Books;
use super::chain::Status;
use super::delivery::{Delivery, Outcome};
use super::desk::Desk;
use super::record::{Facade, Invoice};
use super::store::StoreError;

/// A thing that happened, under the gateway's number and name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Event {
    code: u32,
    name: &'static str,
}

const PAID: Event = Event { code: 1003, name: "invoice_paidInFull" };
const EXPIRED: Event = Event { code: 1004, name: "invoice_expired" };
const CONFIRMED: Event = Event { code: 1005, name: "invoice_confirmed" };
const COMPLETED: Event = Event { code: 1006, name: "invoice_completed" };
const BY_HAND: Event = Event { code: 1012, name: "invoice_manuallyNotified" };
const UNCONFIRMED: Event = Event { code: 1013, name: "invoice_failedToConfirm" };
const REFUNDED: Event = Event { code: 1016, name: "invoice_refundComplete" };

fn event_of(status: Status) -> Option<Event> {
    match status {
        Status::New => None,
        Status::Paid => Some(PAID),
        Status::Confirmed => Some(CONFIRMED),
        Status::Complete => Some(COMPLETED),
        Status::Expired => Some(EXPIRED),
        Status::Invalid => Some(UNCONFIRMED),
    }
}

/// One thing to tell: what, since when, and a name that keeps it from being told twice.
#[derive(Debug)]
struct News {
    event: Event,
    at: i64,
    id: String,
}

/// What the invoice's settings let through of everything that happened until `now`.
fn news(books: &Books, invoice: &Invoice, now: i64) -> Vec<News> {
    let order = &invoice.order;
    let named = |event: Event, at| News { event, at, id: format!("{} {}", invoice.id, event.code) };
    let walked = invoice.history(now);
    let events = walked.iter().filter_map(|(at, status)| Some(named(event_of(*status)?, *at)));
    if !order.full_notifications {
        let accepted = |news: &News| news.event == CONFIRMED || news.event == COMPLETED;
        return events.filter(accepted).take(1).collect();
    }
    let usual = |news: &News| [PAID, CONFIRMED, COMPLETED].contains(&news.event);
    let mut found: Vec<News> = events.filter(|news| order.extended_notifications || usual(news)).collect();
    if order.extended_notifications {
        let refunds = books.refunds_of(&invoice.id);
        let back = refunds.iter().filter_map(|refund| Some((refund, refund.arrived_at().filter(|at| *at <= now)?)));
        found.extend(back.map(|(refund, at)| News { event: REFUNDED, at, id: format!("{} 1016", refund.id) }));
    }
    found
}

/// Writes down what is to be told about an invoice and was not yet, and when to look again.
pub(crate) fn collect(desk: &Desk, id: &str, now: i64) -> Result<Option<i64>, StoreError> {
    let (invoice, news, next) = {
        let books = desk.books();
        let Some(invoice) = books.invoice(id) else { return Ok(None) };
        let mut news = news(&books, &invoice, now);
        news.retain(|one| books.delivery(&one.id).is_none());
        let refunds = books.refunds_of(id);
        let moved = refunds.iter().flat_map(|refund| refund.moments().collect::<Vec<i64>>()).filter(|at| *at > now);
        let next = moved.chain(invoice.next_moment(now)).min();
        (invoice, news, next)
    };
    for one in news {
        write(desk, &invoice, &one)?;
    }
    Ok(next)
}

/// Tells the present state once more, because somebody asked.
pub(crate) fn by_hand(desk: &Desk, invoice: &Invoice) -> Result<(), StoreError> {
    let serial = desk.books().next_serial()?;
    write(desk, invoice, &News { event: BY_HAND, at: desk.now(), id: format!("{} 1012 {serial}", invoice.id) })
}

fn write(desk: &Desk, invoice: &Invoice, news: &News) -> Result<(), StoreError> {
    let Some(url) = invoice.order.notification_url.clone() else { return Ok(()) };
    let body = body(desk, invoice, news).to_string();
    let signature = signature(&invoice.maker, body.as_bytes());
    let mut books = desk.books();
    let serial = books.next_serial()?;
    books.put_delivery(Delivery {
        serial,
        id: news.id.clone(),
        invoice: invoice.id.clone(),
        code: news.event.code,
        name: news.event.name.to_owned(),
        url,
        body,
        signature,
        due: news.at,
        outcome: Outcome::Waiting,
        attempts: Vec::new(),
    })
}

/// The invoice bare, or event and data where the merchant wants the extended form; both as they were at the event.
fn body(desk: &Desk, invoice: &Invoice, news: &News) -> Value {
    let reading = Reading { desk, invoice, origin: &desk.house.origin, now: news.at };
    let view = reading.full(Facade::Pos, &invoice.maker);
    let mut data = serde_json::to_value(view).expect("a view has text keys and no failing parts");
    if !invoice.order.extended_notifications {
        // The resource token opens the invoice; it does not travel to an address that only a setting names.
        data.as_object_mut().map(|fields| fields.remove("token"));
        return data;
    }
    let kept = [
        "id",
        "url",
        "posData",
        "status",
        "price",
        "currency",
        "invoiceTime",
        "expirationTime",
        "currentTime",
        "exceptionStatus",
        "paymentSubtotals",
        "paymentTotals",
        "exchangeRates",
        "amountPaid",
        "orderId",
        "transactionCurrency",
    ];
    let mut told = json!({ "buyerFields": buyer::fields(&invoice.order.buyer) });
    for name in kept {
        if let Some(value) = data.get_mut(name) {
            told[name] = value.take();
        }
    }
    json!({ "event": { "code": news.event.code, "name": news.event.name }, "data": told })
}

/// Over the raw body, with the API token that made the invoice as the key.
fn signature(api_token: &str, body: &[u8]) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(api_token.as_bytes()).expect("a key of any length will do");
    BASE64_STANDARD.encode(mac.chain_update(body).finalize().into_bytes())
}
