//! Moments and days as files write them.

/// Milliseconds since 1970 of `2026-01-01T01:02:03.456Z`, with or without fraction, with `Z`, an offset or neither (then
/// UTC), with a blank for the `T`; or of a day alone.
#[must_use]
pub fn moment(text: &[u8]) -> Option<i64> {
    let text = text.trim_ascii();
    let day = i64::from(day(text.get(..10)?)?) * 86_400_000;
    if text.len() == 10 {
        return Some(day);
    }
    let (two, mark) =
        (|at: usize| number(text.get(at..at + 2)?), |at: usize, any: &[u8]| any.contains(text.get(at)?).then_some(()));
    mark(10, b"T ")?;
    mark(13, b":")?;
    mark(16, b":")?;
    let (hour, minute, second) = (two(11)?, two(14)?, two(17)?);
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let (ms, rest) = fraction(&text[19..])?;
    let offset = offset_min(rest)?;
    Some(day + ((hour * 60 + minute - offset) * 60 + second) * 1000 + ms)
}

/// The day `2026-11-20`, counted from 1970-01-01.
#[must_use]
pub fn day(text: &[u8]) -> Option<i32> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else { return None };
    let month = number(&[*m1, *m2])?;
    date(number(&[*y1, *y2, *y3, *y4])?, month, number(&[*d1, *d2])?)
}

/// The day of a year, month and day, if the calendar has it.
#[must_use]
pub fn date(year: i64, month: i64, day: i64) -> Option<i32> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        i64::MIN..=0 | 13.. => return None,
    };
    if !(1..=length).contains(&day) || !(1900..=2200).contains(&year) {
        return None;
    }
    // Years from March on, so that the leap day is the last.
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719_468;
    i32::try_from(days).ok()
}

/// A day as text, `2026-11-20`.
#[must_use]
pub fn text(day: i32) -> String {
    crate::domain::time::Timestamp(i64::from(day) * 86_400_000).date(0)
}

/// A whole number of digits only.
#[must_use]
pub fn number(text: &[u8]) -> Option<i64> {
    let digits = !text.is_empty() && text.len() <= 18 && text.iter().all(u8::is_ascii_digit);
    digits.then(|| text.iter().fold(0, |value, byte| value * 10 + i64::from(byte - b'0')))
}

fn fraction(text: &[u8]) -> Option<(i64, &[u8])> {
    let [b'.' | b',', rest @ ..] = text else { return Some((0, text)) };
    let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let kept = number(&rest[..count.min(3)])?;
    let ms = (count..3).fold(kept, |value, _| value * 10);
    Some((ms, &rest[count..]))
}

fn offset_min(text: &[u8]) -> Option<i64> {
    match text {
        [] | [b'Z' | b'z'] => Some(0),
        [sign @ (b'+' | b'-'), h1, h2, rest @ ..] => {
            let minutes = match rest {
                [] => 0,
                [b':', m1, m2] | [m1, m2] => number(&[*m1, *m2])?,
                _ => return None,
            };
            let east = number(&[*h1, *h2])? * 60 + minutes;
            Some(if *sign == b'-' { -east } else { east })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_agree_with_the_calendar() {
        for text in [
            "2026-01-01T01:02:03.456Z",
            "2024-02-29T23:59:59.999Z",
            "1970-01-01T00:00:00.000Z",
            "2100-03-01T00:00:00.000Z",
        ] {
            let wanted = text.parse::<jiff::Timestamp>().unwrap().as_millisecond();
            assert_eq!(moment(text.as_bytes()), Some(wanted), "{text}");
        }
        assert_eq!(moment(b"2026-01-01 01:02:03"), moment(b"2026-01-01T02:02:03+01:00"));
        assert_eq!(moment(b"2026-01-01T01:02:03.4Z"), moment(b"2026-01-01T01:02:03.400Z"));
        assert_eq!(moment(b"2026-01-01"), moment(b"2026-01-01T00:00:00Z"));
    }

    #[test]
    fn what_no_calendar_has_is_refused() {
        for text in [
            "2026-02-29",
            "2026-13-01",
            "2026-1-1",
            "2026-01-01T25:00:00Z",
            "2026-01-01T01:02",
            "01/02/2026",
            "",
            "2026-01-01T01:02:03 CET",
        ] {
            assert_eq!(moment(text.as_bytes()), None, "{text}");
        }
        assert_eq!(text(20_778), "2026-11-21".to_owned());
        assert_eq!(day(b"2026-11-21"), Some(20_778));
    }
}
