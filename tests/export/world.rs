//! A shop with everything an export must carry, and the other programs that read it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use ringup::config::Config;
use ringup::domain::core::{Event, Portion, RefundAsk};
use ringup::domain::day::Period;
use ringup::domain::environment::Environment;
use ringup::domain::id::{Guid, ProductId, RefundId, SaleId};
use ringup::domain::money::{Currency, Money};
use ringup::domain::refund::{Refund, RefundState};
use ringup::journal::Reader;
use ringup::service::export::{Exported, Exporter, Format, Wanted, Watcher};
use uuid::Uuid;

use crate::journal::world::{Shop, key};

/// Never stops, and says nothing.
pub struct Patient;

impl Watcher for Patient {
    fn goes_on(&mut self, _: u64, _: u64) -> bool {
        true
    }
}

pub fn period(from: &str, to: &str) -> Period {
    Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap()
}

/// The business days every test shop sells on.
pub fn days() -> Period {
    period("2025-12-31", "2026-01-01")
}

pub fn exporter(file: &Path) -> Exporter {
    let config = Config::default();
    Exporter::new(Reader::open(file).unwrap(), (config, Environment::Practice), Some(key())).unwrap()
}

pub fn export(shop: &Shop, format: Format, out: &Path) -> Exported {
    let wanted = Wanted { format, period: days(), out: out.to_owned() };
    exporter(&shop.file()).export(&wanted, &mut Patient).unwrap()
}

/// Sells one thing for cash under any name.
pub fn sell(shop: &mut Shop, name: &str, minor: i64) -> SaleId {
    let mut cart = shop.new_sale(minor);
    let id = cart.id;
    name.clone_into(&mut cart.lines[0].name);
    name.clone_into(&mut cart.reference);
    cart.lines[0].quantity = 1;
    cart.lines[0].sku = Some(ProductId(format!("P{}", shop.made)));
    let given = Money::from_minor(minor + 50, Currency::EUR).unwrap();
    shop.step(Event::Cash { sale: id, cart: Some(cart), given }).unwrap();
    id
}

/// Gives a part of a sale back; by the gateway at a fee of 0.25.
pub fn give_back(shop: &mut Shop, sale: SaleId, minor: i64) {
    shop.made += 1;
    let guid = Guid(Uuid::from_u128(0x7000 + shop.made));
    let amount = Money::from_minor(minor, Currency::EUR).unwrap();
    let ask = RefundAsk {
        sale,
        payment: None,
        guid,
        portion: Portion::Amount(amount),
        reason: "=Wrong \"item\"; | again".to_owned(),
        buyer_pays_fee: false,
        immediate: false,
        operator: "Mara".to_owned(),
    };
    shop.step(Event::RefundAsked(ask)).unwrap();
    let (_, back) = shop.book.refund(guid).unwrap();
    let Some(asked) = back.request.clone() else { return };
    let refund = Refund {
        id: RefundId("ref-1".to_owned()),
        guid: Some(guid.to_string()),
        invoice: asked.invoice,
        amount: amount.to_decimal(),
        currency: "EUR".to_owned(),
        state: RefundState::Done,
        raw: "success".to_owned(),
        fee: Some("0.25".parse().unwrap()),
        buyer_pays_fee: false,
        coin: None,
        asked: None,
        reference: String::new(),
        token: None,
    };
    shop.step(Event::RefundAnswered { guid, refund: Box::new(refund) }).unwrap();
}

/// Two sales by gateway, two in cash, one void, one open, one refund of each kind. Totals: [`TAKEN`] and so on.
pub fn busy() -> Shop {
    let mut shop = Shop::new();
    let tea = sell(&mut shop, "Tea", 1250);
    sell(&mut shop, "Cake", 99);
    let first = shop.paid(1000);
    shop.paid(2505);
    let void = shop.charge(700);
    let paid = shop.book.attempt(first).unwrap().0.id;
    give_back(&mut shop, tea, 250);
    give_back(&mut shop, paid, 400);
    let _open = void;
    shop
}

/// What [`busy`] took in cash and by gateway (two pieces a sale), and gave back, in minor units.
pub const CASH: i64 = 1349;
pub const GATEWAY: i64 = 7010;
pub const REFUNDS: i64 = 650;

pub fn plain(minor: i64) -> String {
    Money::from_minor(minor, Currency::EUR).unwrap().to_plain()
}

/// Runs another program; none where it is missing, which fails where everything must be there.
pub fn other(program: &str, args: &[&str]) -> Option<Output> {
    match Command::new(program).args(args).output() {
        Ok(output) => Some(output),
        Err(error) => {
            assert!(std::env::var_os("RINGUP_E2E").is_none(), "{program}: {error}");
            println!("skipped: there is no {program} here ({error})");
            None
        }
    }
}

/// What another program says, which must be content.
pub fn said(program: &str, args: &[&str]) -> Option<String> {
    let output = other(program, args)?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{program} {args:?}: {text}{}", String::from_utf8_lossy(&output.stderr));
    Some(text)
}

/// What a Python script says; none where Python or the package is missing.
pub fn python(package: &str, script: &str, args: &[&str]) -> Option<String> {
    let found = other("python3", &["-c", &format!("import {package}")])?;
    if !found.status.success() {
        assert!(std::env::var_os("RINGUP_E2E").is_none(), "python3 has no {package}");
        println!("skipped: python3 has no {package} here");
        return None;
    }
    said("python3", &[&["-c", script], args].concat())
}

pub fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_owned();
    (folder, path)
}

pub fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
