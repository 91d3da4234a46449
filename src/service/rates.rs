//! Rates that are read once and shown for a while: a cache that knows how old it is.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::domain::rates::Rates;
use crate::domain::time::Timestamp;

/// The last reading of each base.
#[derive(Debug, Default)]
pub struct Cache(Mutex<Vec<Rates>>);

/// Bases kept at most; the one read longest ago gives way.
const BASES_MAX: usize = 16;

impl Cache {
    /// The last reading of a base if it is at most `age` old.
    #[must_use]
    pub fn fresh(&self, base: &str, now: Timestamp, age: Duration) -> Option<Rates> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|rates| rates.base == base && rates.is_fresh(now, age)).cloned()
    }

    /// Keeps a reading in place of an earlier one of the same base.
    pub fn keep(&self, rates: Rates) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|other| other.base != rates.base);
        if kept.len() >= BASES_MAX {
            kept.remove(0);
        }
        kept.push(rates);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(base: &str, at: i64) -> Rates {
        Rates { base: base.to_owned(), rates: Vec::new(), read: Timestamp(at) }
    }

    #[test]
    fn bp2_89_a_reading_is_used_while_it_is_fresh() {
        let cache = Cache::default();
        cache.keep(read("BTC", 1_000));
        let age = Duration::from_millis(500);
        assert!(cache.fresh("BTC", Timestamp(1_500), age).is_some());
        assert!(cache.fresh("BTC", Timestamp(1_501), age).is_none());
        assert!(cache.fresh("ETH", Timestamp(1_000), age).is_none());
        cache.keep(read("BTC", 2_000));
        assert_eq!(cache.fresh("BTC", Timestamp(2_000), age).unwrap().read, Timestamp(2_000));
        (0..40).for_each(|n| cache.keep(read(&format!("C{n}"), 3_000)));
        assert!(cache.fresh("BTC", Timestamp(2_000), age).is_none(), "it is bounded");
    }
}
