//! The gateway's own time: the machine's monotonic clock, faster or slower, plus jumps.

use std::fmt;
use std::str::FromStr;
use std::sync::Mutex;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// How many sandbox milliseconds pass in one real millisecond, kept as an exact ratio.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speed {
    numerator: u64,
    denominator: u64,
}

/// A speed that is not a plain number from 0 to 1000000 with at most six decimals.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a speed is a plain number from 0 to 1000000 with at most six decimals, not {0:?}")]
pub struct SpeedError(String);

const SPEED_MAX: u64 = 1_000_000;
const SPEED_DECIMALS_MAX: usize = 6;

impl Speed {
    /// One sandbox second per real second.
    pub const REAL: Self = Self { numerator: 1, denominator: 1 };
    /// Time stands still and moves only when it is told to.
    pub const FROZEN: Self = Self { numerator: 0, denominator: 1 };

    /// Sandbox milliseconds that pass in `real`.
    fn stretch(self, real: Duration) -> i64 {
        let nanos = real.as_nanos().saturating_mul(u128::from(self.numerator));
        let ms = nanos / u128::from(self.denominator.max(1)) / 1_000_000;
        i64::try_from(ms).unwrap_or(i64::MAX)
    }
}

impl Default for Speed {
    fn default() -> Self {
        Self::REAL
    }
}

impl fmt::Display for Speed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = self.numerator / self.denominator.max(1);
        let rest = self.numerator % self.denominator.max(1);
        if rest == 0 {
            return write!(f, "{whole}");
        }
        let millionths = rest * SPEED_MAX / self.denominator.max(1);
        let digits = format!("{millionths:06}");
        write!(f, "{whole}.{}", digits.trim_end_matches('0'))
    }
}

impl FromStr for Speed {
    type Err = SpeedError;

    fn from_str(text: &str) -> Result<Self, SpeedError> {
        let refused = || SpeedError(text.to_owned());
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        let dangling = text.ends_with('.') || whole.is_empty();
        if dangling || !plain(whole) || !plain(fraction) || fraction.len() > SPEED_DECIMALS_MAX {
            return Err(refused());
        }
        let denominator = 10_u64.pow(u32::try_from(fraction.len()).map_err(|_| refused())?);
        let digits: u64 = format!("{whole}{fraction}").parse().map_err(|_| refused())?;
        if digits > SPEED_MAX * denominator {
            return Err(refused());
        }
        Ok(Self { numerator: digits, denominator })
    }
}

/// Where the clock stood at a moment of the machine's wall clock; what survives a restart.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Anchor {
    pub(crate) wall_ms: i64,
    pub(crate) sandbox_ms: i64,
    pub(crate) speed: Speed,
}

impl Anchor {
    /// A clock that reads `sandbox_ms` now.
    pub(crate) fn at(sandbox_ms: i64, speed: Speed) -> Self {
        Self { wall_ms: wall_ms(), sandbox_ms, speed }
    }

    /// What the clock reads after a pause that this process did not see.
    fn resumed(self, wall_ms: i64) -> i64 {
        let away = u64::try_from(wall_ms.saturating_sub(self.wall_ms)).unwrap_or(0);
        self.sandbox_ms.saturating_add(self.speed.stretch(Duration::from_millis(away)))
    }
}

/// The running clock. Reading it never goes backwards.
#[derive(Debug)]
pub(crate) struct Clock {
    speed: Speed,
    started: Instant,
    base_ms: Mutex<i64>,
}

impl Clock {
    /// Starts at the machine's time, or where `saved` and `newest_ms` (the latest recorded moment) left off.
    pub(crate) fn start(speed: Speed, saved: Option<Anchor>, newest_ms: i64) -> Self {
        let wall = wall_ms();
        let base = saved.map_or(wall, |anchor| anchor.resumed(wall)).max(newest_ms);
        Self { speed, started: Instant::now(), base_ms: Mutex::new(base) }
    }

    /// Milliseconds since 1970 by the sandbox's reckoning.
    pub(crate) fn now(&self) -> i64 {
        let base = *self.base_ms.lock().expect("no code panics while it holds the clock");
        base.saturating_add(self.speed.stretch(self.started.elapsed()))
    }

    /// How long until this clock reads `at`; None if it stands still.
    pub(crate) fn real_time_until(&self, at: i64) -> Option<Duration> {
        let ahead = u64::try_from(at.saturating_sub(self.now())).unwrap_or(0);
        let Speed { numerator, denominator } = self.speed;
        let ms = ahead.saturating_mul(denominator).checked_div(numerator)?;
        // One more, because a part of a millisecond would wake too early.
        Some(Duration::from_millis(ms.saturating_add(1)))
    }

    /// Jumps forward and returns the new time.
    pub(crate) fn advance(&self, ms: i64) -> i64 {
        {
            let mut base = self.base_ms.lock().expect("no code panics while it holds the clock");
            *base = base.saturating_add(ms.max(0));
        }
        self.now()
    }

    /// The point from which a restart continues.
    pub(crate) fn anchor(&self) -> Anchor {
        Anchor { wall_ms: wall_ms(), sandbox_ms: self.now(), speed: self.speed }
    }

    pub(crate) fn speed(&self) -> Speed {
        self.speed
    }
}

fn wall_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// ISO 8601 in UTC with exactly three decimals, as the gateway writes dates outside invoices.
pub(crate) fn iso(ms: i64) -> String {
    jiff::Timestamp::from_millisecond(ms)
        .map(|time| format!("{time:.3}"))
        .unwrap_or_else(|_| "1970-01-01T00:00:00.000Z".to_owned())
}

/// The machine's wall clock, for headers that speak of real time.
pub(crate) fn wall() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speeds_are_exact_and_refuse_what_is_not_a_plain_number() {
        let tenth: Speed = "0.1".parse().unwrap();
        assert_eq!(tenth.stretch(Duration::from_secs(10)), 1_000);
        let fast: Speed = "2.5".parse().unwrap();
        assert_eq!(fast.stretch(Duration::from_millis(2)), 5);
        assert_eq!(fast.to_string(), "2.5");
        assert_eq!("10".parse::<Speed>().unwrap().to_string(), "10");
        for bad in ["", ".", "1.", ".5", "-1", "1e3", "1,5", "0.1234567", "1000001", "1.0x"] {
            assert!(bad.parse::<Speed>().is_err(), "{bad:?} was taken");
        }
    }

    #[test]
    fn a_frozen_clock_moves_only_when_told() {
        let clock = Clock::start(Speed::FROZEN, None, 0);
        let before = clock.now();
        assert_eq!(clock.advance(900_000), before + 900_000);
        assert_eq!(clock.advance(-5), before + 900_000, "time never goes back");
    }

    #[test]
    fn a_restart_continues_where_the_clock_was() {
        let saved = Anchor { wall_ms: wall_ms() - 1_000, sandbox_ms: 50_000, speed: "2".parse().unwrap() };
        let clock = Clock::start(Speed::FROZEN, Some(saved), 0);
        assert!((52_000..53_000).contains(&clock.now()), "{}", clock.now());
        let later = Clock::start(Speed::FROZEN, Some(saved), 9_000_000);
        assert_eq!(later.now(), 9_000_000);
    }

    #[test]
    fn iso_dates_have_three_decimals() {
        assert_eq!(iso(1_767_225_600_042), "2026-01-01T00:00:00.042Z");
        assert_eq!(iso(1_767_225_600_000), "2026-01-01T00:00:00.000Z");
    }
}
