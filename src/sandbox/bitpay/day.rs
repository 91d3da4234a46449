//! Dates of queries, in every spelling that arrives.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

const DAY_MS: i64 = 86_400_000;

/// A date as the milliseconds it covers; a moment covers itself only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Day {
    pub(crate) start: i64,
    pub(crate) end: i64,
}

impl Day {
    /// `2021-05-10`, `2021-5-10`, or an ISO date-time with or without an offset.
    pub(crate) fn read(text: &str) -> Option<Self> {
        if let Some(at) = moment(text) {
            return Some(Self { start: at, end: at.saturating_add(1) });
        }
        let mut parts = text.splitn(3, '-');
        let year: i16 = parts.next()?.parse().ok()?;
        let month: i8 = parts.next()?.parse().ok()?;
        let day: i8 = parts.next()?.parse().ok()?;
        let start = utc(Date::new(year, month, day).ok()?.to_datetime(jiff::civil::Time::midnight()))?;
        Some(Self { start, end: start.saturating_add(DAY_MS) })
    }
}

fn utc(at: DateTime) -> Option<i64> {
    Some(at.to_zoned(TimeZone::UTC).ok()?.timestamp().as_millisecond())
}

fn moment(text: &str) -> Option<i64> {
    if !text.contains(['T', 't', ' ']) {
        return None;
    }
    // A plus that was not percent-encoded arrives as a space.
    let text = text.replacen(' ', if text.contains(['T', 't']) { "+" } else { "T" }, 1);
    let zoned = text.parse::<jiff::Timestamp>().ok().map(|at| at.as_millisecond());
    zoned.or_else(|| utc(text.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bp2_85_days_and_moments_are_read_in_every_spelling() {
        let day = Day { start: 1_620_604_800_000, end: 1_620_691_200_000 };
        for text in ["2021-05-10", "2021-5-10"] {
            assert_eq!(Day::read(text), Some(day), "{text}");
        }
        let noon = Day { start: 1_620_648_000_000, end: 1_620_648_000_001 };
        for text in [
            "2021-05-10T12:00:00Z",
            "2021-05-10T12:00:00.000Z",
            "2021-05-10T12:00:00",
            "2021-05-10 12:00:00",
            "2021-05-10T14:00:00+02:00",
            "2021-05-10T14:00:00 02:00",
        ] {
            assert_eq!(Day::read(text), Some(noon), "{text}");
        }
        for bad in ["", "today", "2021-13-01", "2021-02-30", "10.5.2021", "2021-5", "T", "2021-05-10T99:00"] {
            assert_eq!(Day::read(bad), None, "{bad:?}");
        }
    }
}
