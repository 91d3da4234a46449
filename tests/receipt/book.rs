//! A book with one sale, paid in one of several ways.

use ringup::config::Shop;
use ringup::domain::book::{Book, Counters};
use ringup::domain::cart::{Line, PriceOverride};
use ringup::domain::coin::Coin;
use ringup::domain::core::{Ask, Charge, Event, NewSale, Portion, RefundAsk, step};
use ringup::domain::entry::{Entry, Hash, Head};
use ringup::domain::fact::Genesis;
use ringup::domain::id::{Guid, SaleId};
use ringup::domain::money::{Currency, Money};
use ringup::domain::payment::{self, Flags, Gap, Payment, State, Status};
use ringup::domain::sale::Sale;
use ringup::domain::terms::Terms;
use ringup::domain::till_day::TillDay;
use ringup::domain::time::{Stamp, Timestamp};
use uuid::Uuid;

use crate::answer::agreeing;
use crate::made;

const SALE: SaleId = SaleId(Uuid::from_bytes([9; 16]));
const GUID: Guid = Guid(Uuid::from_bytes([8; 16]));

/// How the sale is paid.
#[derive(Clone, Copy, PartialEq)]
pub enum Paid {
    Coin,
    TooMuch,
    Cash,
}

pub struct World {
    pub book: Book,
    pub shop: Shop,
    now: i64,
}

pub fn eur(minor: i64) -> Money {
    Money::from_minor(minor, Currency::EUR).unwrap()
}

pub fn line(quantity: u32, name: &str, minor: i64) -> Line {
    let (name, price) = (name.to_owned(), eur(minor));
    Line { name, quantity, ..made::line(price) }
}

pub fn lines() -> Vec<Line> {
    let mut lines = vec![
        line(2, "Flat white", 380),
        line(1, "Sourdough loaf", 590),
        line(3, "Butter croissant", 234),
        line(1, "Ethiopia beans 250 g", 1350),
    ];
    lines[0].note = "oat milk".to_owned();
    lines[2].override_of = Some(PriceOverride { listed: eur(260), reason: "end of day".to_owned() });
    lines
}

fn genesis() -> Genesis {
    Genesis {
        journal: "9f8e7d6c5b4a39281706f5e4d3c2b1a0".to_owned(),
        terminal: "00112233445566778899aabbccddeeff".to_owned(),
        public_key: "aa".repeat(32),
        version: "0.1.0".to_owned(),
        shop: "Fernhill Bakery".to_owned(),
        currency: Currency::EUR,
        environment: "test".to_owned(),
        previous: None,
    }
}

impl World {
    pub fn with_lines(lines: Vec<Line>) -> Self {
        let head = Head { seq: 8100, hash: Hash([7; 32]) };
        let counters = Counters { head, last_sale: 1046, last_receipt: 980 };
        let shop = Shop {
            name: "Fernhill Bakery".to_owned(),
            address: vec!["Lindenweg 4 · 10969 Berlin".to_owned()],
            tax_number: "VAT DE 123 456 789".to_owned(),
            till: "Till 1".to_owned(),
            operator: "Mara".to_owned(),
            currency: Currency::EUR,
        };
        let mut world =
            Self { book: Book::resume(Some(genesis()), counters, TillDay::default()), shop, now: 1_795_254_129_000 };
        let sale = NewSale { id: SALE, lines, reference: "Table 4".to_owned(), operator: String::new() };
        let ask = Ask {
            gateway: "shop".into(),
            guid: GUID,
            coin: None,
            terms: Terms::default(),
            release_at: State::Accepted,
        };
        world.apply(Event::Charge(Charge { sale, ask }));
        world
    }

    pub fn paid(how: Paid) -> Self {
        let mut world = Self::with_lines(lines());
        world.pay(how);
        world
    }

    pub fn pay(&mut self, how: Paid) {
        let opened = Box::new(self.reading(State::Open, Flags::default()));
        self.apply(Event::Answered { guid: GUID, payment: opened });
        self.now += 82_000;
        let over = (how == Paid::TooMuch).then(|| Gap { coin: None, fiat: Some(eur(200)) });
        match how {
            Paid::Cash => self.apply(Event::Cash { cart: None, sale: SALE, given: eur(4000) }),
            Paid::Coin | Paid::TooMuch => {
                let payment = Box::new(self.reading(State::Accepted, Flags { over, ..Flags::default() }));
                self.apply(Event::Observed { guid: GUID, payment });
            }
        }
    }

    /// Gives a part back a minute later.
    pub fn refund(&mut self, portion: Portion) {
        self.now += 60_000;
        self.apply(Event::RefundAsked(RefundAsk {
            sale: SALE,
            payment: None,
            guid: Guid(Uuid::from_bytes([7; 16])),
            portion,
            reason: "Wrong item".to_owned(),
            buyer_pays_fee: false,
            immediate: false,
            operator: "Mara".to_owned(),
        }));
    }

    pub fn copy(&mut self) {
        self.apply(Event::Copy { sale: SALE });
    }

    pub fn sale(&self) -> &Sale {
        self.book.sale(SALE).unwrap()
    }

    fn apply(&mut self, event: Event) {
        for fact in step(&self.book, event).unwrap().facts {
            let seq = self.book.head().seq + 1;
            let stamp = Stamp { at: Timestamp(self.now), mono_ms: 0, boot: [0; 16], offset_min: 60 };
            let hash = Hash([u8::try_from(seq % 251).unwrap(); 32]);
            self.book.apply(&Entry { seq, stamp, actor: 0, training: false, fact, hash });
        }
    }

    fn reading(&self, state: State, flags: Flags) -> Payment {
        let (_, attempt) = self.book.attempt(GUID).unwrap();
        let amount = Coin { units: 36_000, scale: 8 };
        let paid = payment::Paid {
            coin: "BTC".to_owned(),
            amount: Some(amount),
            display: amount.to_string(),
            rate: "94500.00".parse().ok(),
        };
        let status = Status { flags, ..Status::plain(state, state.word()) };
        let paid = (state == State::Accepted).then_some(paid);
        Payment { paid, ..agreeing(attempt, "Kd8QmXv2ZpWc8RzKqYpN2xLb", status) }
    }
}
