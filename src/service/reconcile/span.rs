//! The days of a check as moments and numbers, and which books are about money of test systems.

use std::collections::HashMap;

use jiff::civil::Date;

use super::ask::Asked;
use crate::domain::book::Book;
use crate::domain::case::Limits;
use crate::domain::environment::Environment;
use crate::domain::id::GatewayId;
use crate::domain::money::Currency;
use crate::domain::time::Timestamp;
use crate::reconcile::row::Unit;
use crate::service::Till;

/// Days before the first one whose sales may still have news in it: as long as a code is watched.
const BEFORE_DAYS: i64 = 8;
/// Days after the last one in which its credits come.
const AFTER_DAYS: i64 = 4;
const DAY_MS: i64 = 86_400_000;

/// The days asked for, as numbers and as the span of rows that help to judge them.
#[derive(Debug, Clone)]
pub(super) struct Span {
    pub(super) days: (i32, i32),
    pub(super) limits: Limits,
    pub(super) from: Timestamp,
    pub(super) until: Timestamp,
}

impl Span {
    /// A shop that has set no other start of its day has that of its takings: the cut-off hour at the till.
    pub(super) fn of(asked: &Asked, book: &Book, offset_min: i16) -> Self {
        let mut limits = book.limits().clone();
        if limits.day_start_min == 0 {
            limits.day_start_min = i32::from(book.day_rule().cutoff_hour) * 60 - i32::from(offset_min);
        }
        let days = (day(asked.from), day(asked.to));
        let start = |day: i32| i64::from(day) * DAY_MS + i64::from(limits.day_start_min) * 60_000;
        let from = Timestamp(start(days.0) - BEFORE_DAYS * DAY_MS);
        let until = Timestamp(start(days.1) + (AFTER_DAYS + 1) * DAY_MS);
        Self { days, from, until, limits }
    }
}

/// Which books are about money of test systems.
#[derive(Debug, Clone)]
pub(super) struct Tests {
    /// Whether this one is.
    pub(super) book: bool,
    connections: HashMap<GatewayId, bool>,
}

impl Tests {
    pub(super) fn of(till: &Till, book: &Book) -> Self {
        let is_test = |environment: Environment| environment != Environment::Live;
        let config = till.config();
        let all = config.connections.iter().map(|one| (GatewayId(one.name.clone()), is_test(one.environment)));
        let live = book.genesis().is_some_and(|genesis| genesis.environment == Environment::Live.word());
        Self { book: !live, connections: all.collect() }
    }

    /// Whether a connection is; one that is gone is taken for what the book is.
    pub(super) fn connection(&self, gateway: &GatewayId) -> bool {
        self.connections.get(gateway).copied().unwrap_or(self.book)
    }
}

fn day(date: Date) -> i32 {
    let (year, month, day) = (i64::from(date.year()), i64::from(date.month()), i64::from(date.day()));
    crate::reconcile::import::time::date(year, month, day).unwrap_or_default()
}

/// A shop's currency as rows name it.
pub(super) fn unit(currency: Currency) -> Unit {
    Unit::of(currency.code().as_bytes()).unwrap_or_default()
}
