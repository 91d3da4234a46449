//! What the till knows of a payment beyond the book: the last reading, how old it is, and the time left.
//!
//! Nothing here is remembered over a restart; the first reading after it brings all of it back.

use std::time::Duration;

use super::payment::Payment;

/// Milliseconds of a monotonic clock that goes on through suspend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Mono(pub u64);

impl Mono {
    /// The time since `earlier`.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }
}

/// The last reading of one attempt.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Live {
    /// The last good reading, with its codes; none before the first and after a restart.
    pub payment: Option<Payment>,
    /// When that reading came.
    pub read_at: Option<Mono>,
    /// Reads that failed since the last good one.
    pub failures: u32,
    /// When the first of them failed.
    pub silent_since: Option<Mono>,
    /// How often the till asks at present.
    pub period: Duration,
    /// The gateway's clock minus the till's, in milliseconds.
    pub skew_ms: Option<i64>,
}

/// Failed reads after which a calm screen would be a lie.
pub const SILENT_AFTER: u32 = 2;

impl Live {
    /// Whether the state on record may be old: two reads in a row have failed.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.failures >= SILENT_AFTER
    }

    /// For how long the gateway has not answered.
    #[must_use]
    pub fn silent_for(&self, now: Mono) -> Option<Duration> {
        let since = self.read_at.or(self.silent_since)?;
        self.is_silent().then(|| now.since(since))
    }

    /// How old the last good reading is.
    #[must_use]
    pub fn age(&self, now: Mono) -> Option<Duration> {
        Some(now.since(self.read_at?))
    }

    /// The time left to pay: the gateway's end minus the gateway's now at the last reading, counted down on the
    /// monotonic clock. The till's wall clock has no part in it.
    #[must_use]
    pub fn left(&self, now: Mono) -> Option<Duration> {
        let payment = self.payment.as_ref()?;
        let at_reading = payment.expires?.since(payment.server_now?);
        Some(at_reading.saturating_sub(now.since(self.read_at?)))
    }

    /// Whether this says the same as an earlier reading, except that it is fresher: then a screen that counts by
    /// itself has nothing to draw.
    #[must_use]
    pub fn repeats(&self, before: &Self) -> bool {
        let timeless = |live: &Self| {
            let payment = live.payment.clone().map(|payment| Payment { server_now: None, ..payment });
            // A clock is off by whole seconds if at all.
            (payment, live.failures, live.silent_since, live.period, live.skew_ms.map(|skew| skew / 1000))
        };
        timeless(self) == timeless(before)
    }

    /// The whole window, for drawing the share that is left.
    #[must_use]
    pub fn window(&self) -> Option<Duration> {
        let payment = self.payment.as_ref()?;
        Some(payment.expires?.since(payment.created?)).filter(|window| !window.is_zero())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::details::Details;
    use crate::domain::id::InvoiceId;
    use crate::domain::payment::{Echo, State, Status};
    use crate::domain::time::Timestamp;

    fn read_at(mono: u64, server_now: i64, expires: i64) -> Live {
        let echo = Echo { guid: None, order_id: None, price: None, currency: String::new(), foreign_host: None };
        let payment = Payment {
            invoice: InvoiceId::from("i"),
            echo,
            status: Status::plain(State::Open, "new"),
            options: Vec::new(),
            universal: Vec::new(),
            hosted_url: None,
            paid: None,
            txs: Vec::new(),
            created: Some(Timestamp(expires - 900_000)),
            expires: Some(Timestamp(expires)),
            server_now: Some(Timestamp(server_now)),
            refund_address_pending: false,
            details: Details::default(),
            token: None,
            pos_data: None,
        };
        Live { payment: Some(payment), read_at: Some(Mono(mono)), ..Live::default() }
    }

    #[test]
    fn till_23_the_wall_clock_has_no_part_in_the_countdown() {
        // The gateway lives in 2031, the till's monotonic clock is an hour old: only differences count.
        let live = read_at(3_600_000, 1_924_992_000_000, 1_924_992_900_000);
        assert_eq!(live.left(Mono(3_600_000)), Some(Duration::from_secs(900)));
        assert_eq!(live.left(Mono(3_660_500)), Some(Duration::from_millis(839_500)));
        assert_eq!(live.left(Mono(9_999_999)), Some(Duration::ZERO), "after the end nothing is left");
        assert_eq!(live.window(), Some(Duration::from_secs(900)));
    }

    #[test]
    fn a_fresher_reading_without_news_repeats() {
        let before = read_at(1_000, 0, 900_000);
        let fresher = read_at(3_000, 2_000, 900_000);
        assert!(fresher.repeats(&before));
        let failed = Live { failures: 1, ..before.clone() };
        assert!(!failed.repeats(&before) && !before.repeats(&failed) && !before.repeats(&Live::default()));
        let mut seen = fresher;
        seen.payment.as_mut().unwrap().status = Status::plain(State::Seen, "paid");
        assert!(!seen.repeats(&before));
    }

    #[test]
    fn till_24_silence_begins_with_the_second_failure() {
        let mut live = read_at(1_000, 0, 900_000);
        live.failures = 1;
        assert_eq!(live.silent_for(Mono(5_000)), None);
        live.failures = SILENT_AFTER;
        assert_eq!(live.silent_for(Mono(43_000)), Some(Duration::from_secs(42)), "counted from the last good reading");
    }

    #[test]
    fn a_reading_ages_on_the_monotonic_clock() {
        let live = read_at(1_000, 0, 900_000);
        assert_eq!(live.age(Mono(3_500)), Some(Duration::from_millis(2_500)));
        assert_eq!(Live::default().age(Mono(3_500)), None, "nothing was read");
    }

    #[test]
    fn a_clock_that_wavers_within_a_second_is_no_news() {
        let skewed = |skew| Live { skew_ms: Some(skew), ..read_at(1_000, 0, 900_000) };
        assert!(skewed(2_100).repeats(&skewed(2_900)));
        assert!(!skewed(2_900).repeats(&skewed(3_000)), "a whole second more is");
    }
}
