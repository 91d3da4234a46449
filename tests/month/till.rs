//! The till of the month: the real book and the real adapter, one step after the other in the gateway's time.

use std::collections::BTreeMap;
use std::sync::Arc;

use ringup::config::Config;
use ringup::domain::book::Book;
use ringup::domain::cart::Line;
use ringup::domain::core::{Ask, Charge, Command, Event, NewSale, Portion, RefundAsk};
use ringup::domain::id::{GatewayId, Guid, InvoiceId, SaleId};
use ringup::domain::money::{Currency, Money};
use ringup::domain::payment::{NewPayment, State};
use ringup::domain::terms::Terms;
use ringup::domain::time::{Stamp, Timestamp};
use ringup::gateway::port::{Found, Gateway, Mode, PayRef};
use ringup::journal::{Birth, Journal, JournalKey, Opened};
use ringup::sandbox::{Options, Speed};
use ringup::secret::Secret;
use ringup::service::pairing::Setup;
use ringup::service::places::Places;
use ringup::service::secrets::Secrets;
use ringup::service::start;
use ringup::vault::SecretName;
use serde_json::{Value, json};
use uuid::Uuid;

use super::script::{Kind, Step};
use crate::cli::bench_shop::Shop;
use crate::made;

/// 2026-03-02 08:00 UTC.
const BEGIN: i64 = 1_772_438_400_000;
const DAY_MS: i64 = 86_400_000;
const DAYS: u32 = 30;
/// How long the shop is open each day.
const OPEN_MS: i64 = 11 * 3_600_000;
const TERMINAL: &str = "00112233445566778899aabbccddeeff";

pub struct Month {
    shop: Shop,
    gateway: Arc<dyn Gateway>,
    journal: Journal,
    book: Book,
    now: i64,
}

impl Month {
    /// Sells for thirty days.
    pub fn sell(sales: u32) -> Self {
        let mut month = Self::open();
        let mut due: BTreeMap<(i64, u32, usize), Step> = BTreeMap::new();
        let each_day = sales.div_ceil(DAYS);
        for n in 0..sales {
            let (day, place) = (n / each_day, n % each_day);
            let at = BEGIN + i64::from(day) * DAY_MS + i64::from(place) * (OPEN_MS / i64::from(each_day));
            for (order, (after, step)) in Kind::of(n).script().into_iter().enumerate() {
                due.insert((at + after, n, order), step);
            }
        }
        for ((at, n, _), step) in due {
            month.wait_until(at);
            month.take(n, &step);
        }
        // Nothing of the month may still be too young to be missed.
        month.wait_until(BEGIN + i64::from(DAYS + 3) * DAY_MS);
        month
    }

    /// A paired shop whose book begins with the month.
    fn open() -> Self {
        let options = Options { speed: Speed::FROZEN, begin: Some(BEGIN), ..Options::default() };
        let shop = Shop::paired_to(options, "merchant");
        let places = Places::new(shop.dir(), false);
        let config = Config::load(&places.config()).unwrap().config;
        let name = config.preferred().unwrap().name.clone();
        let (gateway, key) = shop.block_on(async {
            let secrets = Secrets::open(&places, Some(shop.passphrase())).await.unwrap();
            let key = JournalKey::generate();
            secrets.set(SecretName::JournalKey, Secret::new(key.to_hex().to_string())).await.unwrap();
            secrets.set(SecretName::Terminal, Secret::from(TERMINAL)).await.unwrap();
            drop(secrets);
            let setup = Setup::open(places.clone(), Some(shop.passphrase())).await.unwrap();
            (setup.gateway(&name).await.unwrap(), key)
        });
        let birth = Birth {
            shop: config.shop.name.clone(),
            currency: Currency::EUR,
            environment: places.environment(&config).word().to_owned(),
            terminal: TERMINAL.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let Opened { journal, book } = Journal::open(&places.book(&config), key, birth, stamp(BEGIN)).unwrap();
        Self { shop, gateway, journal, book, now: BEGIN }
    }

    /// Closes the book, so that commands can have it.
    pub fn close(self) -> Shop {
        self.journal.close();
        self.shop
    }

    fn wait_until(&mut self, at: i64) {
        if at > self.now {
            self.shop.post("clock", &json!({"advance_ms": at - self.now}));
            self.now = at;
        }
    }

    fn take(&mut self, n: u32, step: &Step) {
        match step {
            Step::Charge { at_seen } => self.charge(n, *at_seen),
            Step::Lose => {
                self.shop.fault("POST /invoices", "drop_after");
                self.charge(n, false);
            }
            Step::NewCode => {
                let ask = self.ask(n, 1, false);
                self.step(Event::NewCode { sale: sale_id(n), ask });
            }
            Step::Void => self.step(Event::Void { sale: sale_id(n), reason: "walked off".to_owned() }),
            Step::Pay(attempt, body) => {
                let invoice = self.invoice(guid(n, *attempt));
                self.shop.post(&format!("invoices/{invoice}/pay"), body);
            }
            Step::Invalidate => {
                let invoice = self.invoice(guid(n, 0));
                self.shop.post(&format!("invoices/{invoice}/invalidate"), &json!({}));
            }
            Step::Read(attempt) => self.read(n, guid(n, *attempt)),
            Step::Refund => self.refund(n),
            Step::ReadRefund => self.read_refund(n),
        }
    }

    fn step(&mut self, event: Event) {
        let committed = self.journal.step_blocking(event, stamp(self.now)).unwrap();
        committed.entries.iter().for_each(|entry| self.book.apply(entry));
        for command in committed.commands {
            match command {
                Command::Create(request) => self.create(&request),
                Command::Refund(request) => {
                    let refund = self.shop.block_on(self.gateway.refund(&request, Mode::Commit)).unwrap();
                    self.step(Event::RefundAnswered { guid: request.guid, refund: Box::new(refund) });
                }
                // The script says when a payment is read; what was lost stays lost.
                Command::Watch(_) | Command::WatchRefund(_) | Command::Resolve(_) => {}
                Command::Cancel(_) | Command::ResolveRefund(_) => unreachable!("nobody asks for it"),
            }
        }
    }

    fn create(&mut self, request: &NewPayment) {
        let guid = request.guid;
        match self.shop.block_on(self.gateway.create(request)) {
            Ok(payment) => self.step(Event::Answered { guid, payment: Box::new(payment) }),
            Err(error) => self.step(Event::Unanswered { guid, error: error.code().to_owned() }),
        }
    }

    fn ask(&self, n: u32, attempt: usize, at_seen: bool) -> Ask {
        Ask {
            gateway: GatewayId(self.gateway.info().id.as_str().to_owned()),
            guid: guid(n, attempt),
            coin: None,
            terms: Terms::default(),
            release_at: if at_seen { State::Seen } else { State::Accepted },
        }
    }

    fn charge(&mut self, n: u32, at_seen: bool) {
        let minor = 500 + i64::from(n) * 7_919 % 9_500;
        let price = Money::from_minor(minor, Currency::EUR).unwrap();
        let line = Line { name: "Tea".to_owned(), ..made::line(price) };
        let sale = NewSale { id: sale_id(n), lines: vec![line], reference: String::new(), operator: "Mara".to_owned() };
        let ask = self.ask(n, 0, at_seen);
        self.step(Event::Charge(Charge { sale, ask }));
    }

    /// The invoice of an attempt: as the book knows it, or as only the gateway does.
    fn invoice(&self, guid: Guid) -> InvoiceId {
        let known = self.book.attempt(guid).and_then(|(_, attempt)| attempt.invoice.as_ref());
        if let Some(known) = known {
            return known.invoice.clone();
        }
        match self.shop.block_on(self.gateway.find_by_key(guid)).unwrap() {
            Found::One(payment) => payment.invoice,
            found => panic!("the gateway has the invoice: {found:?}"),
        }
    }

    fn read(&mut self, n: u32, guid: Guid) {
        let price = self.book.sale(sale_id(n)).unwrap().total;
        let asked = PayRef { invoice: self.invoice(guid), price };
        let payment = self.shop.block_on(self.gateway.get(&asked)).unwrap();
        self.step(Event::Observed { guid, payment: Box::new(payment) });
    }

    fn refund(&mut self, n: u32) {
        let total = self.book.sale(sale_id(n)).unwrap().total;
        let ask = RefundAsk {
            sale: sale_id(n),
            payment: None,
            guid: guid(n, 9),
            portion: Portion::Amount(Money::from_minor(total.minor() / 2, Currency::EUR).unwrap()),
            reason: "returned".to_owned(),
            buyer_pays_fee: false,
            immediate: false,
            operator: "Mara".to_owned(),
        };
        self.step(Event::RefundAsked(ask));
    }

    fn read_refund(&mut self, n: u32) {
        let guid = guid(n, 9);
        let refund = self.shop.block_on(self.gateway.find_refund(guid)).unwrap().expect("it was asked for");
        self.step(Event::RefundObserved { guid, refund: Box::new(refund) });
    }
}

fn sale_id(n: u32) -> SaleId {
    SaleId(Uuid::from_u128(0x5a1e << 96 | u128::from(n)))
}

fn guid(n: u32, attempt: usize) -> Guid {
    Guid(Uuid::from_u128(0x901d << 96 | (attempt as u128) << 64 | u128::from(n)))
}

fn stamp(now: i64) -> Stamp {
    let offset_min = ringup::service::clock::Clock::system().offset_min();
    Stamp { at: Timestamp(now), mono_ms: (now - BEGIN).unsigned_abs(), boot: [9; 16], offset_min }
}

/// Explains every open finding, as the owner does in the window.
pub fn resolve_all(shop: &Shop, report: &Value) {
    let mode = start::Mode::Shop;
    let options = start::Options { data_dir: shop.dir().to_owned(), mode, passphrase: Some(shop.passphrase()) };
    shop.block_on(async {
        let opened = start::open(options).await.unwrap();
        for finding in report["findings"].as_array().unwrap().iter().filter(|finding| finding["closed"] == false) {
            let case = finding["case"].as_str().unwrap().parse().unwrap();
            opened.till.resolve_case(case, "looked into".to_owned()).await.unwrap();
        }
        opened.till.close().await;
    });
}
