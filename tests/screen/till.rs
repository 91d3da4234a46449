//! A till with sales: a book driven by events as the writer drives it, and readings of its gateway.

use std::time::Duration;

use iced::Size;
use ringup::domain::book::{Book, Counters};
use ringup::domain::cart::{Line, PriceOverride};
use ringup::domain::coin::{AssetId, Coin};
use ringup::domain::core::{Ask, Charge, Event, NewSale, step};
use ringup::domain::entry::{Entry, Hash, Head};
use ringup::domain::environment::Environment;
use ringup::domain::fact::Genesis;
use ringup::domain::id::{Guid, SaleId};
use ringup::domain::live::{Live, Mono};
use ringup::domain::money::Currency;
use ringup::domain::payment::{Gap, Paid, PayOption, PayUri, Payment, State, Status, Tx, UriKind};
use ringup::domain::sale::Sale;
use ringup::domain::terms::Terms;
use ringup::domain::time::{Stamp, Timestamp};
use ringup::ui::context::Context;
use uuid::Uuid;

use super::shop::{Shop, eur};
use crate::answer::agreeing;
use crate::made;

/// 21 November 2026, 10:42:09 at the till.
pub const NOW: Timestamp = Timestamp(1_795_254_129_000);
pub const WINDOW: Duration = Duration::from_secs(900);
pub const BIP21: &str = "bitcoin:tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx?amount=0.00036000";
pub const UNIVERSAL: &str = "https://link.test.bitpay.com/i/Vt4mWc8RzKqYpN2xLb7HsD";
pub const BIP72B: &str = "bitcoin:?r=https://test.bitpay.com/i/Vt4mWc8RzKqYpN2xLb7HsD";
pub const BIP73: &str = "https://test.bitpay.com/i/Vt4mWc8RzKqYpN2xLb7HsD";
pub const HOSTED: &str = "https://test.bitpay.com/invoice?id=Vt4mWc8RzKqYpN2xLb7HsD";

pub struct Till {
    pub shop: Shop,
    pub now: Timestamp,
    pub release_at: State,
    guids: u8,
}

pub fn sale_id(n: u8) -> SaleId {
    SaleId(Uuid::from_bytes([100 + n; 16]))
}

pub fn guid(n: u8) -> Guid {
    Guid(Uuid::from_bytes([n; 16]))
}

pub fn line(quantity: u32, name: &str, minor: i64) -> Line {
    let (name, price) = (name.to_owned(), eur(minor));
    Line { name, quantity, ..made::line(price) }
}

/// The cart of the pictures: €34.02.
pub fn lines() -> Vec<Line> {
    let mut lines = vec![
        line(2, "Flat white", 380),
        line(1, "Sourdough loaf", 590),
        line(3, "Butter croissant", 234),
        line(1, "Ethiopia beans 250 g", 1350),
    ];
    lines[2].override_of = Some(PriceOverride { listed: eur(260), reason: "end of day".to_owned() });
    lines
}

fn genesis(environment: Environment) -> Genesis {
    Genesis {
        journal: "9f8e7d6c5b4a39281706f5e4d3c2b1a0".to_owned(),
        terminal: "00112233445566778899aabbccddeeff".to_owned(),
        public_key: "aa".repeat(32),
        version: "0.1.0".to_owned(),
        shop: "Fernhill Bakery".to_owned(),
        currency: Currency::EUR,
        environment: environment.word().to_owned(),
        previous: None,
    }
}

impl Till {
    /// A till whose next sale is 1047.
    pub fn new() -> Self {
        Self::in_environment(Environment::Test)
    }

    pub fn in_environment(environment: Environment) -> Self {
        let mut shop = Shop::new();
        shop.config.shop.till = "Till 1".to_owned();
        shop.config.shop.operator = "Mara".to_owned();
        shop.config.shop.address = vec!["Lindenweg 4 · 10969 Berlin".to_owned()];
        shop.config.shop.tax_number = "VAT DE 123 456 789".to_owned();
        let head = Head { seq: 8100, hash: Hash([7; 32]) };
        let counters = Counters { head, last_sale: 1046, last_receipt: 980 };
        shop.book = Book::resume(Some(genesis(environment)), counters, ringup::domain::till_day::TillDay::default());
        let gateway = shop.gateway.as_mut().unwrap();
        gateway.title = "BitPay".to_owned();
        gateway.environment = environment;
        gateway.host = "test.bitpay.com".to_owned();
        Self { shop, now: NOW, release_at: State::Accepted, guids: 0 }
    }

    pub fn sized(mut self, width: f32, height: f32) -> Self {
        self.shop.size = Size::new(width, height);
        self
    }

    pub fn cx(&self) -> Context<'_> {
        Context { now: self.now, ..self.shop.cx() }
    }

    /// What the ribbon leaves of the window; the payment has no bar above it.
    pub fn room(&self) -> Size {
        let ribbon = if self.shop.size.height < 560.0 { 0.0 } else { 28.0 };
        Size::new(self.shop.size.width, self.shop.size.height - ribbon)
    }

    pub fn wait(&mut self, seconds: u64) -> &mut Self {
        self.now = self.now.after(Duration::from_secs(seconds));
        self.shop.mono = Mono(self.shop.mono.0 + seconds * 1000);
        self
    }

    pub fn apply(&mut self, event: Event) {
        let planned = step(&self.shop.book, event).unwrap();
        for fact in planned.facts {
            let seq = self.shop.book.head().seq + 1;
            let stamp = Stamp { at: self.now, mono_ms: self.shop.mono.0, boot: [0; 16], offset_min: 60 };
            let mut hash = [0x7f; 32];
            hash[..8].copy_from_slice(&seq.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
            self.shop.book.apply(&Entry { seq, stamp, actor: 0, training: false, fact, hash: Hash(hash) });
        }
    }

    fn ask(&mut self) -> Ask {
        self.guids += 1;
        Ask {
            gateway: "shop".into(),
            guid: guid(self.guids),
            coin: None,
            terms: Terms::default(),
            release_at: self.release_at,
        }
    }

    pub fn charge(&mut self, n: u8, lines: Vec<Line>) -> Guid {
        let ask = self.ask();
        let guid = ask.guid;
        let sale = NewSale { id: sale_id(n), lines, reference: String::new(), operator: "Mara".to_owned() };
        self.apply(Event::Charge(Charge { sale, ask }));
        guid
    }

    pub fn new_code(&mut self, n: u8) -> Guid {
        let ask = self.ask();
        let guid = ask.guid;
        self.apply(Event::NewCode { sale: sale_id(n), ask });
        guid
    }

    pub fn cash(&mut self, n: u8, lines: Vec<Line>, given: i64) {
        let cart = NewSale { id: sale_id(n), lines, reference: String::new(), operator: "Mara".to_owned() };
        self.apply(Event::Cash { cart: Some(cart), sale: sale_id(n), given: eur(given) });
    }

    pub fn void(&mut self, n: u8) {
        self.apply(Event::Void { sale: sale_id(n), reason: "changed their mind".to_owned() });
    }

    pub fn sale(&self, n: u8) -> &Sale {
        self.shop.book.sale(sale_id(n)).unwrap()
    }

    /// A reading that agrees with what the attempt asked.
    pub fn reading(&self, guid: Guid, status: Status) -> Payment {
        let (_, attempt) = self.shop.book.attempt(guid).unwrap();
        Payment {
            paid: paid(status.state),
            options: options(),
            universal: vec![uri(UriKind::Universal, UNIVERSAL)],
            hosted_url: Some(HOSTED.to_owned()),
            created: Some(attempt.asked),
            expires: Some(attempt.asked.after(WINDOW)),
            server_now: Some(self.now),
            ..agreeing(attempt, format!("Vt4mWc8RzKqYpN2xLb7H{:02x}", guid.0.as_bytes()[0]), status)
        }
    }

    /// The gateway answers the create with an open invoice.
    pub fn answer(&mut self, guid: Guid) {
        let payment = self.reading(guid, Status::plain(State::Open, "new"));
        self.keep(guid, payment.clone());
        self.apply(Event::Answered { guid, payment: Box::new(payment) });
    }

    /// Charges and answers at once.
    pub fn open(&mut self, n: u8, lines: Vec<Line>) -> Guid {
        let guid = self.charge(n, lines);
        self.answer(guid);
        guid
    }

    pub fn read(&mut self, guid: Guid, status: Status) {
        let payment = self.reading(guid, status);
        self.observe(guid, payment);
    }

    pub fn state(&mut self, guid: Guid, state: State) {
        self.read(guid, Status::plain(state, state.word()));
    }

    pub fn observe(&mut self, guid: Guid, payment: Payment) {
        self.keep(guid, payment.clone());
        self.apply(Event::Observed { guid, payment: Box::new(payment) });
    }

    fn keep(&mut self, guid: Guid, payment: Payment) {
        let live = Live {
            payment: Some(payment),
            read_at: Some(self.shop.mono),
            failures: 0,
            silent_since: None,
            period: Duration::from_secs(5),
            skew_ms: Some(300),
        };
        self.shop.live.insert(guid, live);
    }

    /// Reads fail from now on.
    pub fn fail(&mut self, guid: Guid, times: u32) {
        let mono = self.shop.mono;
        let live = self.shop.live.entry(guid).or_default();
        live.failures += times;
        live.silent_since.get_or_insert(mono);
    }
}

pub fn seen(had: u32) -> Status {
    Status { confirmations: Some((had, 6)), ..Status::plain(State::Seen, "paid") }
}

pub fn flagged(state: State, flags: ringup::domain::payment::Flags) -> Status {
    Status { flags, ..Status::plain(state, state.word()) }
}

pub fn gap(minor: i64, units: u128) -> Gap {
    Gap { coin: Some(Coin { units, scale: 8 }), fiat: Some(eur(minor)) }
}

fn paid(state: State) -> Option<Paid> {
    let money = matches!(state, State::Seen | State::Accepted | State::Settled);
    money.then(|| bitcoin_paid(36_000))
}

pub fn bitcoin_paid(units: u128) -> Paid {
    let amount = Coin { units, scale: 8 };
    Paid { coin: "BTC".to_owned(), amount: Some(amount), display: amount.to_string(), rate: "94500".parse().ok() }
}

pub fn uri(kind: UriKind, text: &str) -> PayUri {
    PayUri { kind, text: text.to_owned() }
}

pub fn tx(confirmations: u32) -> Tx {
    Tx {
        txid: "4f1c0c2a7e6b5d9f8a3e2b1c0d9e8f7a6b5c4d3e2f1a0b9c8d7e6f5a4b3c2d1e".to_owned(),
        amount: "36000".to_owned(),
        confirmations: Some(confirmations),
        received: Some(NOW),
        output: None,
        kind: String::new(),
        rates: Vec::new(),
    }
}

fn option(code: &str, symbol: &str, network: Option<&str>, display: &str) -> PayOption {
    let asset = AssetId { code: code.to_owned(), symbol: symbol.to_owned(), network: network.map(str::to_owned) };
    PayOption {
        id: code.into(),
        asset,
        total: None,
        subtotal: None,
        display: display.to_owned(),
        network_cost: None,
        network_cost_fiat: None,
        uris: Vec::new(),
        address: None,
        rate: None,
        disabled: None,
    }
}

/// Bitcoin, Lightning, Litecoin, Ether, a stablecoin, and Dogecoin switched off.
pub fn options() -> Vec<PayOption> {
    let bitcoin = PayOption {
        uris: vec![uri(UriKind::Bip72b, BIP72B), uri(UriKind::Bip73, BIP73), uri(UriKind::Bip21, BIP21)],
        rate: "94500.00".parse().ok(),
        network_cost: Some(Coin { units: 132, scale: 8 }),
        network_cost_fiat: "0.12".parse().ok(),
        ..option("BTC", "BTC", None, "0.00036000")
    };
    let lightning = PayOption {
        uris: vec![uri(UriKind::Bolt11, "lightning:lntb360u1pjqm9z0pp5x7k2q9v8w6s4d3f2g1h0jkl")],
        rate: "94500.00".parse().ok(),
        ..option("BTC-LN", "BTC", Some("Lightning"), "0.00036000")
    };
    let litecoin = PayOption {
        uris: vec![uri(UriKind::Bip72b, "litecoin:?r=https://test.bitpay.com/i/Vt4mWc8RzKqYpN2xLb7HsD")],
        rate: "81.4".parse().ok(),
        ..option("LTC", "LTC", None, "0.41793612")
    };
    let ether = PayOption {
        uris: vec![uri(UriKind::Eip681, "ethereum:?r=https://test.bitpay.com/i/Vt4mWc8RzKqYpN2xLb7HsD")],
        rate: "3120.55".parse().ok(),
        ..option("ETH", "ETH", None, "0.010901923")
    };
    let usdc = PayOption {
        uris: vec![uri(UriKind::Eip681b, "ethereum:?r=https://test.bitpay.com/i/Vt4mWc8RzKqYpN2xLb7HsD")],
        rate: "0.92".parse().ok(),
        ..option("USDC_m", "USDC", Some("Polygon"), "36.978261")
    };
    let doge =
        PayOption { disabled: Some("merchantDisabledByParam".to_owned()), ..option("DOGE", "DOGE", None, "231.5") };
    vec![bitcoin, lightning, litecoin, ether, doge, usdc]
}
