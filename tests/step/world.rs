//! A book driven by events, as the writer drives it but without a disk.

use std::collections::HashMap;

use ringup::domain::book::Book;
use ringup::domain::core::{Ask, Charge, Event, NewSale, Refusal, Step, step};
use ringup::domain::entry::{Entry, Hash};
use ringup::domain::fact::Fact;
use ringup::domain::id::{Guid, SaleId};
use ringup::domain::money::{Currency, Money};
use ringup::domain::payment::{Payment, State, Status};
use ringup::domain::sale::Sale;
use ringup::domain::terms::Terms;
use ringup::domain::time::{Stamp, Timestamp};
use ringup::domain::verdict::{self, Verdict};
use uuid::Uuid;

use crate::answer::agreeing;
use crate::made;

pub fn eur(minor: i64) -> Money {
    Money::from_minor(minor, Currency::EUR).unwrap()
}

pub fn guid(n: u8) -> Guid {
    Guid(Uuid::from_bytes([n; 16]))
}

pub fn sale_id(n: u8) -> SaleId {
    SaleId(Uuid::from_bytes([100 + n; 16]))
}

const STATES: [State; 8] = [
    State::Open,
    State::Seen,
    State::Accepted,
    State::Settled,
    State::Expired,
    State::Cancelled,
    State::Failed,
    State::Requested,
];

pub struct World {
    pub book: Book,
    pub facts: Vec<Fact>,
    pub release_at: State,
    ranks: HashMap<Guid, u8>,
    next_guid: u8,
}

impl World {
    pub fn new() -> Self {
        Self {
            book: Book::default(),
            facts: Vec::new(),
            release_at: State::Accepted,
            ranks: HashMap::new(),
            next_guid: 10,
        }
    }

    pub fn try_apply(&mut self, event: Event) -> Result<Step, Refusal> {
        let planned = step(&self.book, event)?;
        for fact in &planned.facts {
            let seq = self.book.head().seq + 1;
            let stamp = Stamp {
                at: Timestamp(1_767_225_600_000 + i64::try_from(seq).unwrap() * 1000),
                mono_ms: seq,
                boot: [0; 16],
                offset_min: 0,
            };
            let hash = Hash([u8::try_from(seq % 256).unwrap(); 32]);
            self.book.apply(&Entry { seq, stamp, actor: 0, training: false, fact: fact.clone(), hash });
            self.facts.push(fact.clone());
        }
        Ok(planned)
    }

    pub fn apply(&mut self, event: Event) -> Step {
        self.try_apply(event).unwrap()
    }

    fn ask(&self, attempt: u8) -> Ask {
        Ask {
            gateway: "g".into(),
            guid: guid(attempt),
            coin: None,
            terms: Terms::default(),
            release_at: self.release_at,
        }
    }

    pub fn try_charge(&mut self, n: u8, minor: i64) -> Result<Step, Refusal> {
        let ask = self.ask(n);
        self.try_apply(Event::Charge(Charge { sale: new_sale(n, minor), ask }))
    }

    pub fn charge(&mut self, n: u8, minor: i64) -> Step {
        self.try_charge(n, minor).unwrap()
    }

    /// A charge whose sale's name may pass the short names of the other tests.
    pub fn charge_as(&mut self, n: u8, minor: i64) -> Step {
        let mut sale = new_sale(1, minor);
        sale.id = SaleId(Uuid::from_u128(u128::from(n) << 64));
        let ask = self.ask(n);
        self.apply(Event::Charge(Charge { sale, ask }))
    }

    pub fn try_new_code(&mut self, sale: u8, attempt: u8) -> Result<Step, Refusal> {
        let ask = self.ask(attempt);
        self.try_apply(Event::NewCode { sale: sale_id(sale), ask })
    }

    pub fn try_cash(&mut self, n: u8, minor: i64, given: i64) -> Result<Step, Refusal> {
        let cart = Some(new_sale(n, minor));
        self.try_apply(Event::Cash { cart, sale: sale_id(n), given: eur(given) })
    }

    /// A reading that agrees with what the attempt asked.
    pub fn reading(&self, attempt: u8, state: State) -> Payment {
        let (_, known) = self.book.attempt(guid(attempt)).unwrap();
        agreeing(known, format!("inv{attempt}"), Status::plain(state, state.word()))
    }

    pub fn answer(&mut self, attempt: u8, state: State) -> Step {
        let payment = Box::new(self.reading(attempt, state));
        self.apply(Event::Answered { guid: guid(attempt), payment })
    }

    pub fn observe(&mut self, attempt: u8, state: State) -> Step {
        let payment = Box::new(self.reading(attempt, state));
        self.apply(Event::Observed { guid: guid(attempt), payment })
    }

    pub fn verdict(&self, sale: u8) -> Verdict {
        verdict::of(self.book.sale(sale_id(sale)).unwrap(), false)
    }

    /// One arbitrary event; a refusal is a fine answer.
    pub fn random(&mut self, what: u8, which: u8, detail: u8) {
        let newest = self.book.sale(sale_id(which)).and_then(|sale| {
            let index = usize::from(detail) % sale.attempts.len().max(1);
            sale.attempts.get(index).map(|attempt| attempt.guid().0.as_bytes()[0])
        });
        let state = STATES[usize::from(detail)];
        let _ = match (what, newest) {
            (0, _) => self.try_charge_fresh(which),
            (1, _) => self.try_cash(which, 450, 500),
            (2, _) => {
                self.next_guid += 1;
                self.try_new_code(which, self.next_guid)
            }
            (3, _) => self.try_apply(Event::Void { sale: sale_id(which), reason: "no".into() }),
            (4, Some(attempt)) => {
                let refused = Event::Refused { guid: guid(attempt), code: "x".into(), error: "x".into() };
                self.try_apply(refused)
            }
            (5, Some(attempt)) => self.try_apply(Event::Unanswered { guid: guid(attempt), error: "x".into() }),
            (6, Some(attempt)) => {
                let payment = Box::new(self.reading(attempt, state));
                self.try_apply(Event::Answered { guid: guid(attempt), payment })
            }
            (_, Some(attempt)) => {
                let payment = Box::new(self.reading(attempt, state));
                self.try_apply(Event::Observed { guid: guid(attempt), payment })
            }
            (_, None) => return,
        };
    }

    fn try_charge_fresh(&mut self, which: u8) -> Result<Step, Refusal> {
        self.next_guid += 1;
        let ask = self.ask(self.next_guid);
        self.try_apply(Event::Charge(Charge { sale: new_sale(which, 450), ask }))
    }

    pub fn check_invariants(&mut self) {
        let receipts: Vec<u64> = self.facts.iter().filter_map(Fact::receipt_no).collect();
        assert!(receipts.iter().copied().eq(1..=receipts.len() as u64), "receipts are gapless: {receipts:?}");
        let mut completed: Vec<SaleId> = Vec::new();
        for fact in &self.facts {
            if let Fact::SaleCompleted(done) = fact {
                assert!(!completed.contains(&done.sale), "a sale completes once");
                completed.push(done.sale);
            }
        }
        let sales: Vec<Sale> = self.book.sales().cloned().collect();
        for sale in &sales {
            let payable = sale.attempts.iter().filter(|attempt| attempt.is_payable()).count();
            assert!(payable <= 1, "one payable code");
            self.check_ranks(sale);
        }
    }

    fn check_ranks(&mut self, sale: &Sale) {
        for attempt in &sale.attempts {
            if let Some(rank) = attempt.status.state.rank() {
                let best = self.ranks.entry(attempt.guid()).or_insert(rank);
                assert!(rank >= *best, "a good state never goes back");
                *best = rank;
            }
            let money = attempt.has_money() && attempt.may_release();
            let accounted = sale.end.is_some() || attempt.late.is_some();
            assert!(!money || accounted, "every good payment ends in a receipt or a case");
        }
    }
}

fn new_sale(n: u8, minor: i64) -> NewSale {
    made::cart(sale_id(n), made::line(eur(minor)))
}
