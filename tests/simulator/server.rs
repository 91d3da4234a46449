//! The simulated gateway: invoices on a clock, customers who pay as they like, and a network that loses things.

use std::collections::BTreeMap;

use ringup::domain::details::Details;
use ringup::domain::id::{Guid, InvoiceId};
use ringup::domain::money::{Currency, Money};
use ringup::domain::payment::{Echo, Flags, Gap, NewPayment, Paid, Payment, State, Status};
use ringup::domain::time::Timestamp;

use super::chance::Chance;

const MINUTE: i64 = 60_000;
pub const WINDOW: i64 = 15 * MINUTE;

/// What a customer does once a code is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plan {
    Leaves,
    Pays,
    PaysLess,
    PaysMore,
    PaysLate,
    /// Seen, never confirmed.
    Vanishes,
    /// Seen, called invalid, complete all the same.
    ComesBack,
}

const PLANS: [Plan; 12] = [
    Plan::Pays,
    Plan::Pays,
    Plan::Pays,
    Plan::Pays,
    Plan::Pays,
    Plan::Leaves,
    Plan::Leaves,
    Plan::PaysLess,
    Plan::PaysMore,
    Plan::PaysLate,
    Plan::Vanishes,
    Plan::ComesBack,
];

#[derive(Debug, Clone)]
pub struct Bill {
    pub id: String,
    pub asked: NewPayment,
    created: i64,
    pub plan: Plan,
    /// When the customer pays, once the code was shown.
    pub pays: Option<i64>,
    cancelled: Option<i64>,
}

impl Bill {
    pub fn expires(&self) -> i64 {
        self.created + WINDOW
    }

    /// The customer sees the code for the first time.
    pub fn shown(&mut self, now: i64, chance: &mut Chance) {
        if self.pays.is_some() || self.plan == Plan::Leaves || now >= self.expires() {
            return;
        }
        let left = self.expires() - now;
        self.pays = Some(match self.plan {
            Plan::PaysLate => self.expires() + chance.span(1_000, 3 * 24 * 60 * MINUTE),
            _ => now + chance.span(0, left),
        });
    }

    /// What the gateway knows at `now`.
    pub fn status(&self, now: i64) -> Status {
        let paid = self.pays.filter(|at| *at <= now);
        if let Some(at) = self.cancelled.filter(|at| *at <= now && paid.is_none_or(|paid| *at < paid)) {
            debug_assert!(at <= now);
            return Status::plain(State::Cancelled, "expired");
        }
        let Some(paid) = paid else {
            let state = if now >= self.expires() { State::Expired } else { State::Open };
            return Status::plain(state, if state == State::Open { "new" } else { "expired" });
        };
        self.after_payment(now, now - paid)
    }

    fn after_payment(&self, now: i64, since: i64) -> Status {
        let good = match since {
            ..=30_000 => State::Seen,
            30_001..=600_000 => State::Accepted,
            _ => State::Settled,
        };
        let gap = || Some(Gap { coin: None, fiat: Money::from_minor(1, Currency::EUR).ok() });
        let (state, flags) = match self.plan {
            Plan::Leaves | Plan::Pays | Plan::PaysLate => (good, Flags::default()),
            Plan::PaysMore => (good, Flags { over: gap(), ..Flags::default() }),
            Plan::PaysLess => {
                let state = if now >= self.expires() { State::Expired } else { State::Open };
                (state, Flags { under: gap(), ..Flags::default() })
            }
            Plan::Vanishes => (if since < 60 * MINUTE { State::Seen } else { State::Failed }, Flags::default()),
            Plan::ComesBack => match since {
                0..3_600_000 => (State::Seen, Flags::default()),
                3_600_000..10_800_000 => (State::Failed, Flags::default()),
                _ => (State::Settled, Flags::default()),
            },
        };
        Status { state, flags, raw: state.word().to_owned(), confirmations: None }
    }

    /// Whether the shop really has the money in the end.
    pub fn brings_money(&self) -> bool {
        let good = !matches!(self.plan, Plan::Leaves | Plan::PaysLess | Plan::Vanishes);
        self.pays.is_some_and(|paid| good && self.cancelled.is_none_or(|at| at >= paid))
    }

    pub fn reading(&self, now: i64) -> Payment {
        let status = self.status(now);
        let paid = self.pays.filter(|at| *at <= now);
        Payment {
            pos_data: None,
            invoice: InvoiceId(self.id.clone()),
            echo: Echo {
                guid: Some(self.asked.guid.to_string()),
                order_id: Some(self.asked.order_id.clone()),
                price: Some(self.asked.price.to_decimal()),
                currency: self.asked.price.currency().code().to_owned(),
                foreign_host: None,
            },
            status,
            options: Vec::new(),
            universal: Vec::new(),
            hosted_url: None,
            paid: paid.map(|_| Paid { coin: "BTC".to_owned(), amount: None, display: "1".to_owned(), rate: None }),
            txs: Vec::new(),
            created: Some(Timestamp(self.created)),
            expires: Some(Timestamp(self.expires())),
            server_now: Some(Timestamp(now)),
            refund_address_pending: false,
            token: None,
            details: Details::default(),
        }
    }
}

/// The gateway's books. It keeps keys: a repeated guid is answered with the first invoice.
#[derive(Debug, Default)]
pub struct Server {
    bills: BTreeMap<Guid, Bill>,
    pub creates: u64,
}

impl Server {
    pub fn create(&mut self, asked: &NewPayment, now: i64, chance: &mut Chance) -> &Bill {
        self.creates += 1;
        let number = self.bills.len() + 1;
        self.bills.entry(asked.guid).or_insert_with(|| Bill {
            id: format!("inv{number}"),
            asked: asked.clone(),
            created: now,
            plan: chance.pick(&PLANS),
            pays: None,
            cancelled: None,
        })
    }

    pub fn find(&self, guid: Guid) -> Option<&Bill> {
        self.bills.get(&guid)
    }

    pub fn find_mut(&mut self, guid: Guid) -> Option<&mut Bill> {
        self.bills.get_mut(&guid)
    }

    /// Calls a code back, unless it is paid or over.
    pub fn cancel(&mut self, guid: Guid, now: i64) {
        if let Some(bill) = self.bills.get_mut(&guid)
            && bill.status(now).state == State::Open
            && bill.pays.is_none_or(|at| at > now)
        {
            bill.cancelled = Some(now);
        }
    }

    pub fn bills(&self) -> impl Iterator<Item = &Bill> {
        self.bills.values()
    }
}
