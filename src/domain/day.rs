//! Business days: which day a sale belongs to, and periods made of such days.
//!
//! A shop's day ends at its cut-off hour, not at midnight: what a bar sells at two in the morning belongs to the evening
//! before. The day is given once, from the zone and the rule in force when an entry was written; changing the rule is an
//! entry of its own, so no past sale ever moves to another day.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::time::Timestamp;

/// A business day, by its date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(Date);

impl Day {
    /// The day with a date; none where the calendar has no such date.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self)
    }

    /// The calendar day of a moment at an offset east of UTC, in minutes.
    #[must_use]
    pub fn at(at: Timestamp, offset_min: i16) -> Self {
        let local = at.0.saturating_add(i64::from(offset_min) * 60_000);
        Self(
            jiff::Timestamp::from_millisecond(local)
                .map_or_else(|_| Date::constant(1970, 1, 1), |moment| moment.to_zoned(jiff::tz::TimeZone::UTC).date()),
        )
    }

    /// The date as one number that sorts like the days do: `20261121`.
    #[must_use]
    pub fn number(self) -> i64 {
        self.month_number() * 100 + i64::from(self.0.day())
    }

    /// Its month as one number: `202611`.
    #[must_use]
    pub fn month_number(self) -> i64 {
        i64::from(self.0.year()) * 100 + i64::from(self.0.month())
    }

    /// Reads [`Self::number`] back.
    #[must_use]
    pub fn from_number(number: i64) -> Option<Self> {
        let part = |value: i64| i8::try_from(value).ok();
        Self::new(i16::try_from(number / 10_000).ok()?, part(number / 100 % 100)?, part(number % 100)?)
    }

    /// The day so many days later, or earlier; the calendar's first or last day where it ends.
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        let moved = jiff::Span::new().try_days(days).and_then(|span| self.0.checked_add(span));
        Self(moved.unwrap_or(if days.is_negative() { Date::MIN } else { Date::MAX }))
    }

    /// Days from `earlier` to this one; negative if it lies ahead.
    #[must_use]
    pub fn since(self, earlier: Self) -> i32 {
        self.0.since(earlier.0).map_or(0, |span| span.get_days())
    }

    /// 0 for Monday to 6 for Sunday.
    #[must_use]
    pub fn weekday(self) -> u8 {
        u8::try_from(self.0.weekday().to_monday_zero_offset()).unwrap_or(0)
    }

    /// The day of the month, from 1.
    #[must_use]
    pub fn day_of_month(self) -> u8 {
        u8::try_from(self.0.day()).unwrap_or(1)
    }

    /// The month of the year, from 1.
    #[must_use]
    pub fn month(self) -> u8 {
        u8::try_from(self.0.month()).unwrap_or(1)
    }

    /// The calendar date, for file formats with dates of their own.
    #[must_use]
    pub fn date(self) -> Date {
        self.0
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The text is no date such as `2026-11-21`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a day such as 2026-11-21")]
pub struct NotADay(String);

impl FromStr for Day {
    type Err = NotADay;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_plain = text.len() == 10 && text.bytes().all(|sign| sign.is_ascii_digit() || sign == b'-');
        let date = if is_plain { text.parse().ok() } else { None };
        date.map(Self).ok_or_else(|| NotADay(text.to_owned()))
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A place in a business day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// The business day.
    pub day: Day,
    /// Minutes since that date's midnight at the till; past 1440 in the hours that belong to the evening before.
    pub minute: u16,
}

impl Moment {
    /// The hour on the clock, 0 to 23.
    #[must_use]
    pub fn hour(self) -> u8 {
        u8::try_from(self.minute / 60 % 24).unwrap_or(0)
    }
}

/// How the shop's days and drawer are ruled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DayRule {
    /// The hour at which a new business day begins, 0 to 23.
    pub cutoff_hour: u8,
    /// A difference of the drawer up to this many minor units needs no reason.
    pub difference_limit: i64,
}

impl Default for DayRule {
    /// A day ends at four in the morning; any difference needs a reason.
    fn default() -> Self {
        Self { cutoff_hour: 4, difference_limit: 0 }
    }
}

impl DayRule {
    /// The business day of a moment at the till, and the minute in it.
    #[must_use]
    pub fn assign(self, at: Timestamp, offset_min: i16) -> Moment {
        let cutoff = i64::from(self.cutoff_hour.min(23)) * 60;
        let shift = i16::try_from(cutoff).unwrap_or(0);
        let day = Day::at(at, offset_min.saturating_sub(shift));
        let local_min = at.0.div_euclid(60_000).saturating_add(i64::from(offset_min));
        let minute = local_min.saturating_sub(cutoff).rem_euclid(1440) + cutoff;
        Moment { day, minute: u16::try_from(minute).unwrap_or(0) }
    }
}

/// Some days in a row, first and last included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    from: Day,
    to: Day,
}

impl Period {
    /// From one day to another; none where the last lies before the first.
    #[must_use]
    pub fn new(from: Day, to: Day) -> Option<Self> {
        (from <= to).then_some(Self { from, to })
    }

    /// One day.
    #[must_use]
    pub fn day(day: Day) -> Self {
        Self { from: day, to: day }
    }

    /// The week of a day, Monday to Sunday.
    #[must_use]
    pub fn week(day: Day) -> Self {
        let from = day.plus(-i32::from(day.weekday()));
        Self { from, to: from.plus(6) }
    }

    /// The month of a day.
    #[must_use]
    pub fn month(day: Day) -> Self {
        Self { from: Day(day.0.first_of_month()), to: Day(day.0.last_of_month()) }
    }

    /// The year of a day.
    #[must_use]
    pub fn year(day: Day) -> Self {
        Self { from: Day(day.0.first_of_year()), to: Day(day.0.last_of_year()) }
    }

    /// The first day.
    #[must_use]
    pub fn from(&self) -> Day {
        self.from
    }

    /// The last day.
    #[must_use]
    pub fn to(&self) -> Day {
        self.to
    }

    /// Whether it is a single day.
    #[must_use]
    pub fn is_day(&self) -> bool {
        self.from == self.to
    }

    /// The days in order.
    pub fn days(self) -> impl Iterator<Item = Day> {
        let length = self.to.since(self.from);
        (0..=length).map(move |index| self.from.plus(index))
    }

    /// The period as at most three ranges: numbers of days, of whole months ([`Day::month_number`]), of days again.
    #[must_use]
    pub fn ranges(&self) -> Vec<RangeInclusive<i64>> {
        let first_month = if self.from.0.day() == 1 { self.from } else { Self::month(self.from).to.plus(1) };
        let end = self.to.plus(1);
        let after_months = if end.0.day() == 1 { end } else { Self::month(end).from };
        if first_month >= after_months {
            return vec![self.from.number()..=self.to.number()];
        }
        let mut ranges = Vec::new();
        if self.from < first_month {
            ranges.push(self.from.number()..=first_month.plus(-1).number());
        }
        ranges.push(first_month.month_number()..=after_months.plus(-1).month_number());
        if after_months <= self.to {
            ranges.push(after_months.number()..=self.to.number());
        }
        ranges
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn till_54_the_night_belongs_to_the_evening_before() {
        let rule = DayRule { cutoff_hour: 4, difference_limit: 0 };
        // 2026-01-01T02:30 at one hour east.
        let night = Timestamp(1_767_231_000_000);
        assert_eq!(rule.assign(night, 60), Moment { day: day("2025-12-31"), minute: 24 * 60 + 150 });
        assert_eq!(rule.assign(night, 60).hour(), 2);
        let morning = Timestamp(night.0 + 90 * 60_000);
        assert_eq!(rule.assign(morning, 60), Moment { day: day("2026-01-01"), minute: 240 });
        let midnight = DayRule { cutoff_hour: 0, difference_limit: 0 };
        assert_eq!(midnight.assign(night, 60).day, day("2026-01-01"));
    }

    #[test]
    fn till_54_any_period_is_days_and_whole_months() {
        let period = |from, to| Period::new(day(from), day(to)).unwrap();
        assert_eq!(Period::month(day("2026-02-14")), period("2026-02-01", "2026-02-28"));
        assert_eq!(Period::week(day("2026-11-21")), period("2026-11-16", "2026-11-22"));
        assert_eq!(period("2026-11-16", "2026-11-22").ranges(), [20_261_116..=20_261_122]);
        assert_eq!(Period::year(day("2026-11-21")).ranges(), [202_601..=202_612]);
        assert_eq!(
            period("2026-01-31", "2026-04-02").ranges(),
            [20_260_131..=20_260_131, 202_602..=202_603, 20_260_401..=20_260_402]
        );
        assert_eq!(Period::new(day("2026-02-02"), day("2026-02-01")), None);
    }

    #[test]
    fn a_day_knows_its_parts() {
        let autumn = day("2026-11-21");
        assert_eq!((autumn.month(), autumn.day_of_month(), autumn.weekday()), (11, 21, 5));
        assert_eq!((autumn.number(), autumn.month_number()), (20_261_121, 202_611));
        assert_eq!((autumn.since(day("2026-11-01")), day("2026-11-01").since(autumn)), (20, -20));
    }

    #[test]
    fn the_calendar_ends_somewhere() {
        let autumn = day("2026-11-21");
        for days in [7_000_000, i32::MAX] {
            assert_eq!((autumn.plus(days), autumn.plus(-days)), (Day(Date::MAX), Day(Date::MIN)), "{days}");
        }
        assert_eq!((autumn.plus(10), autumn.plus(-21)), (day("2026-12-01"), day("2026-10-31")));
    }

    #[test]
    fn a_period_of_one_day_is_a_day() {
        let autumn = day("2026-11-21");
        assert!(Period::day(autumn).is_day() && !Period::week(autumn).is_day());
    }

    #[test]
    fn a_text_that_is_no_date_is_refused() {
        for text in ["", "2026-02-30", "26-01-01", "2026/01/01", "today", "20261121", "2026-11-21T10:00"] {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn the_ranges_cover_every_day_once(start in 0..2_000_i32, length in 0..900_i32) {
            let from = day("2023-01-01").plus(start);
            let period = Period::new(from, from.plus(length)).unwrap();
            let ranges = period.ranges();
            for offset in -40..=length + 40 {
                let at = from.plus(offset);
                let hits = ranges.iter().filter(|range| range.contains(&at.number()) || range.contains(&at.month_number()));
                proptest::prop_assert_eq!(hits.count(), usize::from((0..=length).contains(&offset)), "{}", at);
            }
            proptest::prop_assert_eq!(period.days().count(), usize::try_from(length).unwrap() + 1);
        }
    }
}
