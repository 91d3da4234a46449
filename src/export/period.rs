//! Which days an export covers, and which day a moment belongs to.

use jiff::civil::Date;

use crate::domain::time::Timestamp;

/// Days from the first to the last, both included, by the wall clock of the till.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    from: Date,
    to: Date,
}

impl Period {
    /// A period; none if it ends before it begins.
    #[must_use]
    pub fn new(from: Date, to: Date) -> Option<Self> {
        (from <= to).then_some(Self { from, to })
    }

    /// The first day.
    #[must_use]
    pub fn from(&self) -> Date {
        self.from
    }

    /// The last day.
    #[must_use]
    pub fn to(&self) -> Date {
        self.to
    }

    /// The day of a moment at an offset east of UTC, in minutes.
    #[must_use]
    pub fn day(&self, at: Timestamp, offset_min: i16) -> Date {
        at.civil(offset_min).date()
    }

    /// Whether a moment lies in it.
    #[must_use]
    pub fn has(&self, at: Timestamp, offset_min: i16) -> bool {
        let day = self.day(at, offset_min);
        self.from <= day && day <= self.to
    }

    /// The wall clock's reading at its beginning and after its end, in milliseconds as if it were UTC.
    #[must_use]
    pub fn wall_ms(&self) -> (i64, i64) {
        let until = self.to.tomorrow().map_or(i64::MAX, midnight);
        (midnight(self.from), until)
    }
}

fn midnight(day: Date) -> i64 {
    day.to_zoned(jiff::tz::TimeZone::UTC).map_or(i64::MAX, |zoned| zoned.timestamp().as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_belongs_to_the_day_of_the_tills_own_clock() {
        let day = jiff::civil::date(2026, 1, 1);
        let period = Period::new(day, day).unwrap();
        // 2025-12-31T23:30:00Z
        let late = Timestamp(1_767_223_800_000);
        assert!(period.has(late, 60) && !period.has(late, 0));
        assert_eq!(period.wall_ms(), (1_767_225_600_000, 1_767_312_000_000));
        assert_eq!(Period::new(day, day.yesterday().unwrap()), None);
    }
}
