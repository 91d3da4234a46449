//! Everything the handlers share: clock, market, books, faults and the house rules of this sandbox.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard};

use rust_decimal::Decimal;
use serde::Serialize;
use tokio::sync::Notify;

use super::books::Books;
use super::chain::Pace;
use super::clock::Clock;
use super::dialect::Dialect;
use super::fault::Faults;
use super::identity::Namer;
use super::market::Market;
use super::reply::Refusal;
use super::streams::Streams;

/// A simulated customer of a scenario.
#[derive(Debug, Clone)]
pub(crate) struct Customer {
    /// Which create since the start, counted from 1; absent: every one.
    pub(crate) nth: Option<u64>,
    pub(crate) coin: Option<String>,
    pub(crate) amount: String,
    pub(crate) after_ms: i64,
    pub(crate) confirmations: Option<u32>,
}

/// What this gateway's owner has set.
#[derive(Debug, Clone)]
pub(crate) struct House {
    pub(crate) merchant_name: String,
    pub(crate) minimum_usd: Decimal,
    pub(crate) maximum_usd: Decimal,
    /// Coin and the gateway's word for why it is off.
    pub(crate) disabled: Vec<(String, String)>,
    pub(crate) customers: Vec<Customer>,
    pub(crate) pace: Pace,
    /// Where this gateway is, for links in what it sends unasked.
    pub(crate) origin: String,
    /// What the account is paid out in; absent: every currency by itself.
    pub(crate) settlement_currency: Option<String>,
    /// Plays the live system: what only the test system does is refused.
    pub(crate) live: bool,
    pub(crate) limits: bool,
    pub(crate) dialect: Dialect,
}

/// One call as the state shows it, for tests of what a client sends.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Heard {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) accept_version: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) identity: Option<String>,
    pub(crate) signed: bool,
}

const HEARD_MAX: usize = 256;

/// Calls counted by template, and the last few in full.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) counts: BTreeMap<&'static str, u64>,
    pub(crate) heard: VecDeque<Heard>,
}

impl Tally {
    pub(crate) fn count(&mut self, template: &'static str, heard: Heard) {
        *self.counts.entry(template).or_default() += 1;
        if self.heard.len() == HEARD_MAX {
            self.heard.pop_front();
        }
        self.heard.push_back(heard);
    }
}

/// The running gateway. Locks are held for lookups and single writes only.
#[derive(Debug)]
pub(crate) struct Desk {
    pub(crate) clock: Clock,
    pub(crate) market: Market,
    pub(crate) namer: Namer,
    pub(crate) house: House,
    /// Rung after every call that may have changed something; the postman listens.
    pub(crate) bell: Notify,
    pub(crate) streams: Streams,
    books: Mutex<Books>,
    faults: Mutex<Faults>,
    tally: Mutex<Tally>,
}

impl Desk {
    pub(crate) fn new(clock: Clock, market: Market, namer: Namer, house: House, books: Books) -> Self {
        let (streams, faults, tally) = (Streams::default(), Mutex::default(), Mutex::default());
        let books = Mutex::new(books);
        Self { clock, market, namer, house, bell: Notify::new(), streams, books, faults, tally }
    }

    pub(crate) fn now(&self) -> i64 {
        self.clock.now()
    }

    /// A handler that panicked must not stop the gateway: every change is written whole, so the books are sound.
    pub(crate) fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    pub(crate) fn tally(&self) -> MutexGuard<'_, Tally> {
        self.tally.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Moves time on, and remembers it for a restart.
    pub(crate) fn advance(&self, ms: i64) -> Result<i64, Refusal> {
        let mut books = self.books();
        let now = self.clock.advance(ms);
        let meta = super::books::Meta { anchor: Some(self.clock.anchor()), ..books.meta().clone() };
        books.set_meta(meta)?;
        Ok(now)
    }
}
