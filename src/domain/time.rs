//! Moments, as numbers. Only `service::clock` reads a clock; everything else is handed a [`Timestamp`].

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A moment in UTC, in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The moment `span` later, or the latest one there is.
    #[must_use]
    pub fn after(self, span: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(span.as_millis()).unwrap_or(i64::MAX)))
    }

    /// The time since `earlier`, or nothing if that lies ahead.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// RFC 3339 with the given offset east of UTC, in minutes: `2026-11-21T10:42:09.123+01:00`.
    #[must_use]
    pub fn rfc3339(self, offset_min: i16) -> String {
        self.zoned(offset_min).strftime("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string()
    }

    /// Wall-clock hours and minutes at the given offset: `10:42`.
    #[must_use]
    pub fn clock(self, offset_min: i16) -> String {
        self.zoned(offset_min).strftime("%H:%M").to_string()
    }

    /// Wall-clock time with seconds: `10:42:09`.
    #[must_use]
    pub fn clock_seconds(self, offset_min: i16) -> String {
        self.zoned(offset_min).strftime("%H:%M:%S").to_string()
    }

    /// The calendar day at the given offset: `2026-11-21`.
    #[must_use]
    pub fn date(self, offset_min: i16) -> String {
        self.zoned(offset_min).strftime("%Y-%m-%d").to_string()
    }

    /// The wall clock at the given offset, for file formats with moments of their own.
    #[must_use]
    pub fn civil(self, offset_min: i16) -> jiff::civil::DateTime {
        self.zoned(offset_min).datetime()
    }

    fn zoned(self, offset_min: i16) -> jiff::Zoned {
        let moment = jiff::Timestamp::from_millisecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        let offset = jiff::tz::Offset::from_seconds(i32::from(offset_min) * 60).unwrap_or(jiff::tz::Offset::UTC);
        moment.to_zoned(jiff::tz::TimeZone::fixed(offset))
    }
}

/// When and where in time something is written: wall clock, monotonic clock of this boot, and zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Wall clock.
    pub at: Timestamp,
    /// Milliseconds of the machine's monotonic clock.
    pub mono_ms: u64,
    /// Names the boot the monotonic clock belongs to.
    pub boot: [u8; 16],
    /// Minutes east of UTC at the till.
    pub offset_min: i16,
}

/// How far the wall clock may stray from the monotonic one between two entries before it counts as a jump: more than a
/// time server corrects at once, less than a person notices.
pub const JUMP_MIN_MS: i64 = 60_000;

impl Stamp {
    /// By how many milliseconds the wall clock jumped since `before`; none where it went on as a clock does.
    ///
    /// Within one boot it is held against the monotonic clock. Over a restart only going back can be seen.
    #[must_use]
    pub fn jump_since(&self, before: &Self) -> Option<i64> {
        let wall = self.at.0.saturating_sub(before.at.0);
        let same_boot = self.boot == before.boot;
        let mono = |stamp: &Self| i64::try_from(stamp.mono_ms).unwrap_or(i64::MAX);
        let by = if same_boot { wall.saturating_sub(mono(self).saturating_sub(mono(before))) } else { wall.min(0) };
        (by.saturating_abs() >= JUMP_MIN_MS).then_some(by)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_print_at_the_tills_offset() {
        let moment = Timestamp(1_767_225_600_123);
        assert_eq!(moment.rfc3339(60), "2026-01-01T01:00:00.123+01:00");
        assert_eq!(moment.clock_seconds(-300), "19:00:00");
        assert_eq!(moment.date(-300), "2025-12-31");
        assert_eq!(Timestamp(i64::MAX).date(0), "1970-01-01", "a moment no calendar has does not panic");
    }

    #[test]
    fn a_clock_jumps_when_it_strays_a_minute_from_the_other_clock() {
        let stamp =
            |at: i64, mono_ms: u64, boot: u8| Stamp { at: Timestamp(at), mono_ms, boot: [boot; 16], offset_min: 0 };
        let before = stamp(1_000_000, 500, 1);
        let jump = |at, mono, boot| stamp(at, mono, boot).jump_since(&before);
        assert_eq!(jump(1_010_000, 10_500, 1), None);
        assert_eq!((jump(1_069_999, 10_500, 1), jump(1_070_000, 10_500, 1)), (None, Some(60_000)));
        assert_eq!((jump(950_001, 10_500, 1), jump(950_000, 10_500, 1)), (None, Some(-60_000)));
        assert_eq!(jump(9_000_000, 1, 2), None, "over a restart time may pass");
        assert_eq!((jump(940_001, 1, 2), jump(940_000, 1, 2)), (None, Some(-60_000)), "but not go back");
    }

    #[test]
    fn a_moment_reads_as_people_write_it() {
        let moment = Timestamp(1_767_225_600_123);
        assert_eq!((moment.clock(90).as_str(), moment.date(0).as_str()), ("01:30", "2026-01-01"));
        assert_eq!(moment.civil(-60).to_string(), "2025-12-31T23:00:00.123");
        assert_eq!(moment.since(Timestamp(1_767_225_600_000)), Duration::from_millis(123));
        assert_eq!(Timestamp(0).since(moment), Duration::ZERO, "what lies ahead is no time ago");
    }
}
