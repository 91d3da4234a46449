//! The pages people see: the customer's phone, the owner's dashboard, the approval.
//!
//! The pages are whole files of assets/sandbox and read everything by fetch, so no text of a caller is ever
//! written into HTML here.

use serde_json::{Value, json};

use super::call::Call;
use super::clock::iso;
use super::desk::Desk;
use super::identity::Namer;
use super::market::{self, Coin};
use super::record::{Invoice, Quote};
use super::reply::{Refusal, Reply};

const CUSTOMER: &str = include_str!("../../assets/sandbox/customer.html");
const DASHBOARD: &str = include_str!("../../assets/sandbox/dashboard.html");
const ACCESS: &str = include_str!("../../assets/sandbox/access.html");
const FRONT: &str = include_str!("../../assets/sandbox/front.html");
const STYLE: &str = include_str!("../../assets/sandbox/style.css");

const PAYMENT_REQUEST: &str = "application/payment-request";
const PAYMENT_OPTIONS: &str = "application/payment-options";

fn page(html: &str) -> Reply {
    Reply::page(html.replace("/*STYLE*/", STYLE))
}

/// `GET /invoice?id=ID`
pub(crate) fn customer(desk: &Desk, id: Option<&str>) -> Result<Reply, Refusal> {
    let known = id.and_then(|id| desk.books().invoice(id));
    let mut reply = page(CUSTOMER);
    if known.is_none() {
        // The page itself says that there is no such invoice; the status says it to machines.
        reply.status = 404;
    }
    Ok(reply)
}

/// `GET /dashboard/merchant/api-tokens`
pub(crate) fn dashboard() -> Reply {
    page(DASHBOARD)
}

/// `GET /api-access-request?pairingCode=C`
pub(crate) fn access_request() -> Reply {
    page(ACCESS)
}

/// `GET /`
pub(crate) fn front() -> Reply {
    page(FRONT)
}

/// `GET /i/ID`: the payment protocol for wallets, the customer's page for people.
pub(crate) fn payment(desk: &Desk, call: &Call, id: &str) -> Result<Reply, Refusal> {
    let options = call.accepts(PAYMENT_OPTIONS);
    if !options && !call.accepts(PAYMENT_REQUEST) {
        return customer(desk, Some(id));
    }
    let invoice = desk.books().invoice(id).ok_or_else(Refusal::unknown_object)?;
    let now = desk.now();
    let open = invoice.observe(now).status == super::chain::Status::New;
    if !open {
        return Err(Refusal::control("This invoice is no longer accepting payments"));
    }
    let document = if options { options_of(call, &invoice) } else { request_of(desk, call, &invoice, now)? };
    let body = document.to_string().into_bytes();
    let kind = if options { PAYMENT_OPTIONS } else { PAYMENT_REQUEST };
    Ok(Reply { status: 200, kind, body, retry_after: None })
}

fn memo(call: &Call, invoice: &Invoice) -> String {
    format!("Payment request for invoice {} at {} (practice, no real money)", invoice.id, call.host)
}

fn request_of(desk: &Desk, call: &Call, invoice: &Invoice, now: i64) -> Result<Value, Refusal> {
    let code = call.query("chain").or_else(|| call.query("currency"));
    let coin = code.map_or_else(|| Some(invoice.coin_at(now)), market::coin);
    let offered = coin.and_then(|coin| Some((coin, invoice.quote(coin.code)?)));
    let (coin, quote) = offered.ok_or_else(|| Refusal::control("This invoice does not take that coin"))?;
    Ok(json!({
        "network": "test", "currency": coin.code, "chain": coin.chain, "requiredFeeRate": coin.units_per_byte,
        "outputs": [{ "amount": quote.total(), "address": address(&desk.namer, coin, invoice) }],
        "time": iso(invoice.created), "expires": iso(invoice.expires), "memo": memo(call, invoice),
        "paymentUrl": format!("{}/i/{}", call.origin(), invoice.id), "paymentId": invoice.id,
    }))
}

fn options_of(call: &Call, invoice: &Invoice) -> Value {
    let option = |quote: &Quote| -> Option<Value> {
        let coin = market::coin(&quote.coin)?;
        Some(json!({
            "chain": coin.chain, "currency": coin.code, "network": "test", "estimatedAmount": quote.total(),
            "requiredFeeRate": coin.units_per_byte, "minerFee": quote.fee, "decimals": coin.decimals, "selected": false,
        }))
    };
    let options: Vec<Value> = invoice.quotes.iter().filter_map(option).collect();
    json!({
        "time": iso(invoice.created), "expires": iso(invoice.expires), "memo": memo(call, invoice),
        "paymentUrl": format!("{}/i/{}", call.origin(), invoice.id), "paymentId": invoice.id, "paymentOptions": options,
    })
}

/// A made-up address that no real wallet takes for one.
fn address(namer: &Namer, coin: &Coin, invoice: &Invoice) -> String {
    format!("practice-{}", namer.text(&format!("address {} {}", coin.code, invoice.id), 34))
}
