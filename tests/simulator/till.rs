//! One run: a cashier, customers, a gateway and a power cut now and then, around the real core and the real book.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use ringup::domain::core::{Ask, Charge, Command, Event, NewSale, unfinished};
use ringup::domain::id::{Guid, InvoiceId, SaleId};
use ringup::domain::money::{Currency, Money};
use ringup::domain::payment::{NewPayment, Payment, State};
use ringup::domain::search::{Look, Next, Search};
use ringup::domain::terms::Terms;
use ringup::domain::time::Timestamp;
use ringup::journal::StepError;
use rust_decimal::Decimal;

use super::chance::Chance;
use super::disk::Disk;
use super::rules::Rules;
use super::server::Server;
use crate::made;

const START: i64 = 1_767_225_600_000;
const SECOND: i64 = 1_000;
const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
/// How long the shop is open; after it nothing new happens and everything comes to its end.
const OPEN: i64 = 2 * HOUR;
/// How long the gateway takes to be given up on.
const PATIENCE: i64 = 30 * SECOND;

/// Something that is due. What a process started carries its life: a dead process hears nothing.
#[derive(Debug, Clone)]
enum Due {
    Cashier,
    PowerCut,
    /// A request reaches the gateway, whoever sent it.
    Arrives {
        life: u32,
        request: Box<NewPayment>,
        fate: Fate,
    },
    /// An answer, or a time-out, reaches the process.
    Happens {
        life: u32,
        event: Box<Event>,
    },
    Look {
        life: u32,
        guid: Guid,
        search: Search,
    },
    Read {
        life: u32,
        guid: Guid,
    },
    /// A reading comes in; the next one follows.
    Reading {
        life: u32,
        guid: Guid,
        payment: Option<Box<Payment>>,
        again: bool,
    },
}

/// What the network does to a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Good,
    AnswerLost,
    WrongPrice,
    WrongKey,
}

/// What a run did, for the long run's figures.
#[derive(Debug, Default, Clone, Copy)]
pub struct Tally {
    pub sales: u64,
    pub payments: u64,
    pub power_cuts: u64,
    pub duplicates: u64,
    pub entries: u64,
}

impl Tally {
    pub fn add(&mut self, other: Self) {
        self.sales += other.sales;
        self.payments += other.payments;
        self.power_cuts += other.power_cuts;
        self.duplicates += other.duplicates;
        self.entries += other.entries;
    }
}

pub struct Run {
    chance: Chance,
    now: i64,
    life: u32,
    order: u64,
    due: BTreeMap<u64, Due>,
    queue: BinaryHeap<Reverse<(i64, u64)>>,
    disk: Disk,
    server: Server,
    rules: Rules,
    power_cuts: u64,
}

impl Run {
    pub fn new(seed: u64) -> Self {
        let chance = Chance::new(seed);
        let disk = Disk::new(START);
        let mut run = Self {
            chance,
            now: START,
            life: 0,
            order: 0,
            due: BTreeMap::new(),
            queue: BinaryHeap::new(),
            disk,
            server: Server::default(),
            rules: Rules::default(),
            power_cuts: 0,
        };
        run.at(SECOND, Due::Cashier);
        let cut = run.chance.span(MINUTE, HOUR);
        run.at(cut, Due::PowerCut);
        run
    }

    fn at(&mut self, wait: i64, due: Due) {
        self.order += 1;
        self.due.insert(self.order, due);
        self.queue.push(Reverse((self.now + wait, self.order)));
    }

    fn is_open(&self) -> bool {
        self.now < START + OPEN
    }

    /// Runs until nothing is due any more, checking the invariants after every step.
    pub fn finish(mut self) -> Tally {
        while let Some(Reverse((when, order))) = self.queue.pop() {
            let due = self.due.remove(&order).expect("every place in the queue has its due");
            self.now = when;
            self.happen(due);
            self.show_codes();
            self.rules.check(&self.disk.book);
        }
        self.rules.check_end(&self.disk.book, &self.server);
        self.disk.check_whole();
        Tally {
            sales: self.disk.book.next_sale() - 1,
            payments: u64::try_from(self.server.bills().filter(|bill| bill.pays.is_some()).count()).unwrap(),
            power_cuts: self.power_cuts,
            duplicates: self.rules.duplicates(&self.server),
            entries: self.disk.book.head().seq,
        }
    }

    fn happen(&mut self, due: Due) {
        match due {
            Due::Cashier => self.cashier(),
            Due::PowerCut => self.power_cut(),
            Due::Arrives { life, request, fate } => self.arrives(life, &request, fate),
            Due::Happens { life, event } if life == self.life => self.step(*event),
            Due::Look { life, guid, search } if life == self.life => self.look(guid, search),
            Due::Read { life, guid } if life == self.life => self.read(guid),
            Due::Reading { life, guid, payment, again } if life == self.life => {
                if let Some(payment) = payment {
                    self.step(Event::Observed { guid, payment });
                }
                if again {
                    self.watch(guid);
                }
            }
            Due::Happens { .. } | Due::Look { .. } | Due::Read { .. } | Due::Reading { .. } => {}
        }
    }

    // The program.

    fn step(&mut self, event: Event) {
        match self.disk.step(event, self.now) {
            Ok(commands) => commands.into_iter().for_each(|command| self.run(command)),
            Err(StepError::Refused(_)) => {}
            Err(StepError::Store(error)) => panic!("the disk is good: {error}"),
        }
    }

    fn run(&mut self, command: Command) {
        match command {
            Command::Create(request) => self.send(request),
            Command::Resolve(request) => self.search(request.guid, Search::default()),
            Command::Watch(guid) => self.watch(guid),
            Command::Cancel(guid) => {
                if self.disk.book.attempt(guid).is_some_and(|(_, attempt)| attempt.invoice.is_some()) {
                    self.server.cancel(guid, self.now);
                }
            }
            // Nobody here asks for money back; `tests/step/refund.rs` and `tests/service/refund.rs` do.
            Command::Refund(_) | Command::ResolveRefund(_) | Command::WatchRefund(_) => {
                unreachable!("no refund was asked for")
            }
        }
    }

    /// I1: what changes something at the gateway is in the book already.
    fn send(&mut self, request: Box<NewPayment>) {
        assert!(self.disk.book.attempt(request.guid).is_some(), "no call without a durable intent");
        let life = self.life;
        let troubles = if self.is_open() { 30 } else { 0 };
        if !self.chance.percent(troubles) {
            let wait = self.chance.span(20, 3 * SECOND);
            return self.at(wait, Due::Arrives { life, request, fate: Fate::Good });
        }
        let guid = request.guid;
        let error = "no answer".to_owned();
        match self.chance.below(6) {
            0 => {
                let event = Event::Refused { guid, code: "not_sent".to_owned(), error };
                self.at(SECOND, Due::Happens { life, event: Box::new(event) });
            }
            1 => self.at(PATIENCE, Due::Happens { life, event: Box::new(Event::Unanswered { guid, error }) }),
            fate => {
                // It may arrive long after the till gave up waiting for it.
                let wait = self.chance.span(20, 2 * PATIENCE);
                let fate = match fate {
                    2 | 3 => Fate::AnswerLost,
                    4 => Fate::WrongPrice,
                    _ => Fate::WrongKey,
                };
                self.at(wait, Due::Arrives { life, request, fate });
                self.at(PATIENCE, Due::Happens { life, event: Box::new(Event::Unanswered { guid, error }) });
            }
        }
    }

    fn arrives(&mut self, life: u32, request: &NewPayment, fate: Fate) {
        let bill = self.server.create(request, self.now, &mut self.chance);
        let mut payment = bill.reading(self.now);
        match fate {
            Fate::AnswerLost => return,
            Fate::Good => {}
            Fate::WrongPrice => payment.echo.price = payment.echo.price.map(|price| price + Decimal::ONE),
            Fate::WrongKey => payment.echo.guid = Some(self.chance.uuid().to_string()),
        }
        let event = Event::Answered { guid: request.guid, payment: Box::new(payment) };
        let wait = self.chance.span(10, SECOND);
        self.at(wait, Due::Happens { life, event: Box::new(event) });
    }

    fn search(&mut self, guid: Guid, search: Search) {
        let wait = i64::try_from(search.wait().as_millis()).unwrap();
        self.at(wait, Due::Look { life: self.life, guid, search });
    }

    fn look(&mut self, guid: Guid, mut search: Search) {
        let wanted = match self.disk.book.attempt(guid) {
            Some((sale, attempt)) if attempt.is_unresolved() => sale.end.is_none(),
            _ => return,
        };
        let silent = self.is_open() && self.chance.percent(20);
        let found = self.server.find(guid).map(|bill| bill.reading(self.now));
        let look = match found {
            Some(payment) if !silent => return self.step(Event::Answered { guid, payment: Box::new(payment) }),
            _ if silent => Look::Doubt,
            _ => Look::Absent,
        };
        match search.judge(look, wanted) {
            Next::Look => self.search(guid, search),
            Next::GiveUp => self.step(Event::Abandon { guid, reason: "nobody waits".to_owned() }),
            Next::Repeat => {
                let request = self.disk.book.attempt(guid).map(|(_, attempt)| attempt.request.clone());
                self.send(Box::new(request.expect("looked up above")));
                self.search(guid, search);
            }
        }
    }

    fn watch(&mut self, guid: Guid) {
        let Some((_, attempt)) = self.disk.book.attempt(guid) else { return };
        if !attempt.wants_watching(Timestamp(self.now)) {
            return;
        }
        let (from, to) = match attempt.status.state {
            State::Requested | State::Open | State::Seen => (2 * SECOND, MINUTE),
            State::Accepted => (MINUTE, 10 * MINUTE),
            State::Settled | State::Expired | State::Cancelled | State::Failed => (10 * MINUTE, 3 * HOUR),
        };
        let wait = self.chance.span(from, to);
        self.at(wait, Due::Read { life: self.life, guid });
    }

    fn read(&mut self, guid: Guid) {
        let life = self.life;
        let lost = self.is_open() && self.chance.percent(15);
        let bill = self.server.find(guid).expect("only adopted invoices are read");
        let mut payment = bill.reading(self.now);
        if self.is_open() && self.chance.percent(1) {
            payment.invoice = InvoiceId("another".to_owned());
        }
        let slow = self.chance.percent(10);
        let wait = if slow { self.chance.span(SECOND, 5 * MINUTE) } else { self.chance.span(10, SECOND) };
        let payment = (!lost).then(|| Box::new(payment));
        // A slow answer may be overtaken by a younger one.
        self.at(wait, Due::Reading { life, guid, payment, again: !slow });
        if slow {
            self.watch(guid);
        }
    }

    // The people.

    fn show_codes(&mut self) {
        let shown = |sale: &&ringup::domain::sale::Sale| sale.end.is_none();
        let payable = self.disk.book.sales().filter(shown).filter_map(|sale| sale.payable());
        let codes: Vec<Guid> = payable.filter(|a| a.invoice.is_some()).map(|attempt| attempt.guid()).collect();
        for guid in codes {
            let bill = self.server.find_mut(guid).expect("a shown code is the gateway's own");
            bill.shown(self.now, &mut self.chance);
        }
    }

    fn cashier(&mut self) {
        if !self.is_open() {
            return;
        }
        let event = self.wish();
        self.step(event);
        let wait = self.chance.span(5 * SECOND, 6 * MINUTE);
        self.at(wait, Due::Cashier);
    }

    fn wish(&mut self) -> Event {
        let open: Vec<SaleId> = self.disk.book.sales().map(|sale| sale.id).collect();
        let what = self.chance.below(10);
        if open.is_empty() || what < 5 {
            return Event::Charge(Charge { sale: self.new_sale(), ask: self.ask() });
        }
        let sale = self.chance.pick(&open);
        match what {
            5 => Event::Cash { cart: None, sale, given: eur(100_000) },
            6 => Event::Void { sale, reason: "changed their mind".to_owned() },
            7 => Event::Copy { sale },
            _ => Event::NewCode { sale, ask: self.ask() },
        }
    }

    fn new_sale(&mut self) -> NewSale {
        let price = eur(self.chance.span(1, 50_000));
        let line = made::line(price);
        let id = SaleId(self.chance.uuid());
        made::cart(id, line)
    }

    fn ask(&mut self) -> Ask {
        let release_at = self.chance.pick(&[State::Seen, State::Accepted, State::Settled]);
        Ask { gateway: "main".into(), guid: Guid(self.chance.uuid()), coin: None, terms: Terms::default(), release_at }
    }

    // The power.

    fn power_cut(&mut self) {
        if !self.is_open() {
            return;
        }
        self.power_cuts += 1;
        let writing = self.chance.percent(60).then(|| self.wish());
        self.disk.crash(writing, self.now, &mut self.chance);
        self.life += 1;
        if self.chance.percent(30) {
            let work = unfinished(&self.disk.book, Timestamp(self.now));
            self.disk.restart(self.now);
            assert_eq!(work, unfinished(&self.disk.book, Timestamp(self.now)), "the same work is left");
        }
        for command in unfinished(&self.disk.book, Timestamp(self.now)) {
            self.run(command);
        }
        let wait = self.chance.span(10 * SECOND, HOUR);
        self.at(wait, Due::PowerCut);
    }
}

fn eur(minor: i64) -> Money {
    Money::from_minor(minor, Currency::EUR).unwrap()
}
