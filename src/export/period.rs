//! Which days an export covers, and which business day an entry belongs to.

use jiff::civil::Date;

use crate::domain::day::{Day, DayRule, Period};
use crate::domain::time::Stamp;

/// The days of an export, and the rules that gave each entry its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Days {
    period: Period,
    rules: Vec<(u64, DayRule)>,
}

impl Days {
    /// The days of a period in a book whose rules were made by these entries, in order.
    #[must_use]
    pub fn new(period: Period, rules: Vec<(u64, DayRule)>) -> Self {
        Self { period, rules }
    }

    /// The period.
    #[must_use]
    pub fn period(&self) -> Period {
        self.period
    }

    /// The business day of an entry, by the rule in force when it was written.
    #[must_use]
    pub fn day(&self, seq: u64, stamp: Stamp) -> Day {
        let rule = self.rules.iter().rev().find(|(from, _)| *from < seq).map(|(_, rule)| *rule).unwrap_or_default();
        rule.assign(stamp.at, stamp.offset_min).day
    }

    /// The wall clock's reading at the beginning and after the end by the rule in force now, in milliseconds as if it
    /// were UTC.
    #[must_use]
    pub fn wall_ms(&self) -> (i64, i64) {
        let rule = self.rules.last().map(|(_, rule)| *rule).unwrap_or_default();
        let cutoff = i64::from(rule.cutoff_hour) * HOUR_MS;
        let until = midnight(self.period.to().plus(1).date());
        (midnight(self.period.from().date()).saturating_add(cutoff), until.saturating_add(cutoff))
    }

    /// The same, wide enough for any rule.
    #[must_use]
    pub fn wide_wall_ms(&self) -> (i64, i64) {
        let until = midnight(self.period.to().plus(1).date());
        (midnight(self.period.from().date()), until.saturating_add(24 * HOUR_MS))
    }
}

const HOUR_MS: i64 = 3_600_000;

fn midnight(day: Date) -> i64 {
    day.to_zoned(jiff::tz::TimeZone::UTC).map_or(i64::MAX, |zoned| zoned.timestamp().as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Timestamp;

    #[test]
    fn till_55_a_changed_rule_moves_no_earlier_entry() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let midnight = DayRule { cutoff_hour: 0, difference_limit: 0 };
        let days = Days::new(Period::day(day("2026-01-01")), vec![(10, midnight)]);
        // 2026-01-01T02:30 at one hour east: the evening before by the first rule, its own day by the second.
        let stamp = Stamp { at: Timestamp(1_767_231_000_000), mono_ms: 0, boot: [0; 16], offset_min: 60 };
        assert_eq!((days.day(9, stamp), days.day(11, stamp)), (day("2025-12-31"), day("2026-01-01")));
        assert_eq!(days.wall_ms(), (1_767_225_600_000, 1_767_312_000_000));
    }
}
