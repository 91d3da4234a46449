//! Invoices as this server shows them: money per way to pay, the old bitcoin fields, and names drawn anew each time.

use serde::Serialize;
use serde_json::{Number, Value, json};

use super::lightning::{bolt11, lnurl};
use crate::sandbox::chain::{Exception, Observed, Payment, Status};
use crate::sandbox::clock::iso;
use crate::sandbox::desk::Desk;
use crate::sandbox::identity::Namer;
use crate::sandbox::market::{self, Coin};
use crate::sandbox::record::{Invoice, Quote};

const TOKEN_LENGTH: usize = 22;
const CHAIN: &str = "BTC";

/// The texts of one way to pay; those it has not are null.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "UPPERCASE")]
struct Urls {
    bip21: Option<String>,
    bip72: Option<String>,
    #[serde(rename = "BIP72b")]
    bip72b: Option<String>,
    bip73: Option<String>,
    bolt11: Option<String>,
    lnurlp: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Movement {
    id: String,
    received_date: String,
    value: Number,
    fee: Number,
    payment_type: String,
    confirmed: bool,
    completed: bool,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Way {
    crypto_code: &'static str,
    payment_type: &'static str,
    rate: Number,
    ex_rates: Value,
    paid: String,
    crypto_paid: String,
    price: String,
    due: String,
    total_due: String,
    network_fee: String,
    tx_count: usize,
    address: String,
    url: String,
    payment_urls: Urls,
    payments: Vec<Movement>,
}

/// The fields BitPay had until 2018; only with a bitcoin wallet.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Old {
    btc_price: String,
    btc_paid: String,
    btc_due: String,
    rate: Number,
    bitcoin_address: String,
    payment_urls: Urls,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct View<'a> {
    url: String,
    pos_data: Option<&'a str>,
    status: &'static str,
    #[serde(flatten)]
    old: Option<Old>,
    price: Number,
    currency: &'a str,
    item_desc: Option<&'a str>,
    order_id: Option<&'a str>,
    crypto_info: Vec<Way>,
    invoice_time: i64,
    expiration_time: i64,
    current_time: i64,
    id: &'a str,
    low_fee_detected: bool,
    amount_paid: u32,
    exception_status: Value,
    guid: String,
    token: String,
    ex_rates: Value,
    exchange_rates: Value,
    flags: Value,
    refund_address_request_pending: bool,
}

/// The state's word. `confirmed` exists in this server's notifications only; late money leaves `expired` as it is.
pub(crate) fn status(invoice: &Invoice, now: i64) -> &'static str {
    let seen = invoice.observe(now);
    if invoice.marked.is_none() && is_late(invoice, now) {
        return Status::Expired.word();
    }
    match seen.status {
        Status::Confirmed => Status::Paid.word(),
        other @ (Status::New | Status::Paid | Status::Complete | Status::Expired | Status::Invalid) => other.word(),
    }
}

/// Whether what was due was there only after the end.
fn is_late(invoice: &Invoice, now: i64) -> bool {
    let in_time = invoice.observe(now.min(invoice.expires - 1)).status;
    now >= invoice.expires && in_time == Status::New && invoice.observe(now).status != Status::Expired
}

fn exception(invoice: &Invoice, seen: &Observed, now: i64) -> Value {
    if invoice.marked.is_some() {
        return json!("marked");
    }
    if is_late(invoice, now) {
        return json!("paidLater");
    }
    match seen.exception {
        Exception::None => json!(false),
        Exception::PaidPartial => json!("paidPartial"),
        Exception::PaidOver => json!("paidOver"),
    }
}

/// One invoice, at this moment, for a caller who knows this host by `origin`.
pub(crate) fn invoice(desk: &Desk, invoice: &Invoice, origin: &str) -> impl Serialize {
    let now = desk.now();
    let seen = invoice.observe(now);
    let teller = Teller { desk, invoice, origin, now, open: status(invoice, now) == Status::New.word() };
    let view = View {
        url: format!("{origin}/invoice?id={}", invoice.id),
        pos_data: invoice.order.pos_data.as_deref(),
        status: status(invoice, now),
        old: invoice.quote(CHAIN).map(|quote| teller.old(quote)),
        price: market::number(invoice.order.price),
        currency: &invoice.order.currency,
        item_desc: invoice.order.item_desc.as_deref(),
        order_id: invoice.order.order_id.as_deref(),
        crypto_info: invoice.quotes.iter().filter_map(|quote| teller.way(quote)).collect(),
        invoice_time: invoice.created,
        expiration_time: invoice.expires,
        current_time: now,
        id: &invoice.id,
        low_fee_detected: false,
        amount_paid: 0,
        exception_status: exception(invoice, &seen, now),
        guid: uuid::Uuid::new_v4().to_string(),
        token: Namer::random().text("token", TOKEN_LENGTH),
        ex_rates: json!({ &invoice.order.currency: 0 }),
        exchange_rates: json!({ CHAIN: { &invoice.order.currency: 0 } }),
        flags: json!({ "refundable": false }),
        refund_address_request_pending: false,
    };
    serde_json::to_value(view).expect("a view has text keys and no failing parts")
}

/// What is asked and what came, on one way to pay, in its smallest unit.
struct Account {
    total: u128,
    paid: u128,
    own: u128,
}

struct Teller<'a> {
    desk: &'a Desk,
    invoice: &'a Invoice,
    origin: &'a str,
    now: i64,
    open: bool,
}

impl Teller<'_> {
    fn arrived(&self, code: &str) -> impl Iterator<Item = &Payment> {
        self.invoice.payments.iter().filter(move |payment| payment.at <= self.now && payment.coin == code)
    }

    /// What came another way counts by the price of each: half of one is half of the other.
    fn account(&self, quote: &Quote) -> Account {
        let own: u128 = self.arrived(&quote.coin).map(|payment| payment.amount).sum();
        let others = self.invoice.quotes.iter().filter(|other| other.coin != quote.coin);
        let foreign = others.map(|other| {
            let came: u128 = self.arrived(&other.coin).map(|payment| payment.amount).sum();
            came.saturating_mul(quote.total()) / other.total().max(1)
        });
        Account { total: quote.total(), paid: own + foreign.sum::<u128>(), own }
    }

    fn way(&self, quote: &Quote) -> Option<Way> {
        let coin = market::coin(&quote.coin)?;
        let account = self.account(quote);
        let due = account.total.saturating_sub(account.paid);
        let text = |units| fixed(units, coin);
        let (crypto_code, payment_type) = match coin.code {
            "BTC-LN" => (CHAIN, "BTC-LN"),
            "BTC-LNURL" => (CHAIN, "BTC-LNURL"),
            "LTC" => ("LTC", "LTC-CHAIN"),
            other => (other, "BTC-CHAIN"),
        };
        let address = if coin.is_instant() { String::new() } else { self.address(coin) };
        Some(Way {
            crypto_code,
            payment_type,
            rate: market::number(quote.rate),
            ex_rates: json!({ &self.invoice.order.currency: 0 }),
            paid: text(account.paid),
            crypto_paid: text(account.own),
            price: text(quote.subtotal),
            due: text(due),
            total_due: text(account.total),
            network_fee: text(quote.fee),
            tx_count: self.arrived(coin.code).count(),
            address,
            url: format!("{}/i/{}/{payment_type}", self.origin, self.invoice.id),
            payment_urls: if self.open { self.urls(coin, due) } else { Urls::default() },
            payments: self.arrived(coin.code).map(|payment| self.movement(payment, coin)).collect(),
        })
    }

    fn movement(&self, payment: &Payment, coin: &Coin) -> Movement {
        let confirmations = payment.confirmations(self.now, coin.target.max(6));
        let settled = self.invoice.order.settle_after.unwrap_or(1);
        let value: Number = fixed(payment.amount, coin).parse().expect("a plain decimal is a JSON number");
        Movement {
            id: format!("{}-0", payment.txid),
            received_date: iso(payment.at),
            value,
            fee: Number::from(0),
            payment_type: coin.code.to_owned(),
            confirmed: confirmations >= settled,
            completed: confirmations >= 6,
        }
    }

    /// A made-up address that no real wallet takes for one.
    fn address(&self, coin: &Coin) -> String {
        format!("practice-{}", self.desk.namer.text(&format!("address {} {}", coin.code, self.invoice.id), 34))
    }

    fn urls(&self, coin: &Coin, due: u128) -> Urls {
        let name = format!("{} {due}", self.invoice.id);
        match coin.code {
            "BTC-LN" => Urls {
                bolt11: Some(format!("lightning:{}", bolt11(due, self.invoice.created, &name))),
                ..Urls::default()
            },
            "BTC-LNURL" => {
                let link = lnurl(&format!("{}/BTC/lnurl/pay/i/{}", self.origin, self.invoice.id));
                Urls { lnurlp: Some(format!("lightning:{link}")), ..Urls::default() }
            }
            _ => {
                let link = format!("{}:{}?amount={}", coin.scheme, self.address(coin), fixed(due, coin));
                Urls { bip21: Some(link), ..Urls::default() }
            }
        }
    }

    fn old(&self, quote: &Quote) -> Old {
        let account = self.account(quote);
        let coin = &market::COINS[0];
        let due = account.total.saturating_sub(account.paid);
        let over = account.paid.saturating_sub(account.total);
        Old {
            btc_price: fixed(quote.subtotal, coin),
            btc_paid: fixed(account.paid, coin),
            btc_due: if over > 0 { format!("-{}", fixed(over, coin)) } else { fixed(due, coin) },
            rate: market::number(quote.rate),
            bitcoin_address: self.address(coin),
            payment_urls: if self.open { self.urls(coin, due) } else { Urls::default() },
        }
    }
}

/// An amount with all decimals of its coin.
fn fixed(units: u128, coin: &Coin) -> String {
    let text = market::display(units, coin.decimals, coin.decimals);
    if units == 0 { "0".to_owned() } else { text }
}
