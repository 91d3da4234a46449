//! The till, the sale and the connections these tests use.

use std::time::Duration;

use crate::made;
use jiff::civil::date;
use ringup::domain::cart::Line;
use ringup::domain::id::{GatewayId, InvoiceId, SaleId};
use ringup::domain::money::{Currency, Money};
use ringup::domain::payment::NewPayment;
use ringup::domain::refund::NewRefund;
use ringup::domain::terms::Terms;
use ringup::domain::time::Timestamp;
use ringup::gateway::bitpay::btcpay::{self, Access, BtcPay};
use ringup::gateway::bitpay::{BitPay, Facade, Identity, Settings};
use ringup::gateway::http::Timeouts;
use ringup::gateway::port::{Environment, Gateway, LedgerQuery, PayRef, Query};
use ringup::secret::Secret;

pub(super) const KEY: &str = "97811b691dd7ebaeb67977d158e1da2c4d3eaa4ee4e2555150628acade6b344c";
pub(super) const TOKEN: &str = "P4xWm2KzRq9TnVcYbLd7Hf";
pub(super) const INVOICE: &str = "Vt4mWc8RzKqYpN2xLb7HsD";
pub(super) const GUID: &str = "5f0c8a1e-6d0b-4c39-9a55-0d6a4f0b7e21";
/// 2026-01-01 00:00 UTC.
pub(super) const NOW: Timestamp = Timestamp(1_767_225_600_000);

/// A recorded answer.
pub(super) fn fixture(name: &str) -> String {
    let path = format!("{}/tests/fixtures/bitpay/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

pub(super) fn identity() -> Identity {
    Identity::from_hex(KEY).unwrap()
}

pub(super) fn usd(minor: i64) -> Money {
    Money::from_minor(minor, Currency::USD).unwrap()
}

pub(super) fn line(name: &str, minor: i64, quantity: u32) -> Line {
    Line { name: name.to_owned(), quantity, ..made::line(usd(minor)) }
}

/// The sale the recorded invoices are for.
pub(super) fn request() -> NewPayment {
    NewPayment {
        sale: SaleId("0190a5f2-6b0f-7cc0-8000-000000000001".parse().unwrap()),
        attempt: 1,
        gateway: GatewayId::from("shop"),
        guid: GUID.parse().unwrap(),
        order_id: "1042-1".to_owned(),
        price: usd(2050),
        description: "Sale 1042".to_owned(),
        lines: vec![line("Tea", 525, 2), line("", 1000, 1)],
        pos_data: r#"{"t":"0a1b2c3d","s":1042,"q":7,"h":"00112233"}"#.to_owned(),
        coin: None,
        terms: Terms::default(),
        buyer: None,
    }
}

/// Some other till's id.
pub(super) const SIN: &str = "TfG4ScDgysrSpodWD4Re5UtXmcLbY5CiUHA";

/// Half of the recorded sale, back.
pub(super) fn refund() -> NewRefund {
    NewRefund {
        sale: request().sale,
        payment: request().guid,
        gateway: GatewayId::from("shop"),
        invoice: InvoiceId::from(INVOICE),
        guid: "0b6e7d3c-1f2a-4b5c-8d9e-0f1a2b3c4d5e".parse().unwrap(),
        amount: usd(1025),
        buyer_pays_fee: false,
        immediate: false,
        reason: "Returned".to_owned(),
    }
}

pub(super) fn query() -> Query {
    Query { from: date(2026, 1, 1), to: date(2026, 1, 31), status: None, order_id: None }
}

pub(super) fn ledger_query() -> LedgerQuery {
    LedgerQuery { currency: "USD".to_owned(), from: date(2026, 1, 1), to: date(2026, 1, 31) }
}

pub(super) fn reference() -> PayRef {
    PayRef { invoice: InvoiceId::from(INVOICE), price: usd(2050) }
}

pub(super) fn quick() -> Timeouts {
    let short = Duration::from_millis(300);
    Timeouts { connect: short, read: short * 2, total: short * 5 }
}

pub(super) fn settings(url: &str) -> Settings {
    Settings {
        id: GatewayId::from("shop"),
        url: url.to_owned(),
        environment: Environment::Test,
        facade: Facade::Pos,
        token: Some(Secret::from(TOKEN)),
        identity: None,
        timeouts: Timeouts::default(),
        clock: || NOW,
    }
}

/// An open pos token, pasted: nothing is signed.
pub(super) fn open_pos(url: &str) -> BitPay {
    BitPay::new(settings(url)).unwrap()
}

pub(super) fn signed_pos(url: &str) -> BitPay {
    BitPay::new(Settings { identity: Some(identity()), ..settings(url) }).unwrap()
}

pub(super) fn merchant(url: &str) -> BitPay {
    BitPay::new(Settings { identity: Some(identity()), facade: Facade::Merchant, ..settings(url) }).unwrap()
}

/// An open pos token with short patience.
pub(super) fn impatient(url: &str) -> BitPay {
    BitPay::new(Settings { timeouts: quick(), ..settings(url) }).unwrap()
}

/// A BTCPay Server, which speaks a dialect of the same.
pub(super) fn btcpay(url: &str, access: Access) -> BtcPay {
    patient_btcpay(url, access, Timeouts::default())
}

fn patient_btcpay(url: &str, access: Access, timeouts: Timeouts) -> BtcPay {
    let (id, url) = (GatewayId::from("shop"), url.to_owned());
    let environment = Environment::Test;
    BtcPay::new(btcpay::Settings { id, url, environment, access, timeouts, clock: || NOW }).unwrap()
}

/// Every dialect with short patience; both let in by the same secret.
pub(super) fn every_dialect(url: &str) -> [Box<dyn Gateway>; 2] {
    [Box::new(impatient(url)), Box::new(patient_btcpay(url, Access::Key(Secret::from(TOKEN)), quick()))]
}
