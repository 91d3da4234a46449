use jiff::civil::date;
use proptest::prelude::*;

use super::*;

#[test]
fn bp2_90_a_span_is_asked_a_month_at_a_time_with_two_days_in_common() {
    assert_eq!(windows(date(2026, 1, 5), date(2026, 1, 5)).unwrap(), [(date(2026, 1, 5), date(2026, 1, 5))]);
    assert_eq!(windows(date(2026, 1, 1), date(2026, 1, 31)).unwrap(), [(date(2026, 1, 1), date(2026, 1, 31))]);
    assert_eq!(
        windows(date(2026, 1, 1), date(2026, 3, 1)).unwrap(),
        [(date(2026, 1, 1), date(2026, 1, 31)), (date(2026, 1, 30), date(2026, 3, 1))]
    );
    assert!(windows(date(2026, 1, 2), date(2026, 1, 1)).is_err());
    assert!(windows(date(-9999, 1, 1), date(9999, 12, 31)).is_err());
}

#[test]
fn bp2_90_lines_in_two_windows_count_once_and_equal_nameless_ones_as_often_as_they_stand() {
    let lines = |text: &str| reading::ledger(text, "USD").unwrap();
    let named = r#"{"code":1000,"amount":100,"scale":100,"timestamp":"2026-01-30T00:00:00Z","id":"a"}"#;
    let bare = r#"{"code":1023,"amount":-1,"scale":100,"timestamp":"2026-01-30T00:00:00Z"}"#;
    let mut all = Merged::default();
    all.take(lines(&format!("[{named},{bare},{bare}]")));
    all.take(lines(&format!("[{named},{bare},{bare},{bare}]")));
    let ids: Vec<_> = all.entries.iter().map(|line| line.entry.id.as_deref().unwrap_or("-")).collect();
    assert_eq!(ids, ["a", "-", "-", "-"]);
}

proptest! {
    #[test]
    fn bp2_90_windows_cover_every_day(start in 0..20_000_i32, length in 0..3_000_i32) {
        let from = date(1990, 1, 1).saturating_add(start.days());
        let to = from.saturating_add(length.days());
        let windows = windows(from, to).unwrap();
        prop_assert_eq!((windows[0].0, windows[windows.len() - 1].1), (from, to));
        for (begin, end) in &windows {
            prop_assert!(begin <= end && days(*begin, *end) < WINDOW_DAYS);
        }
        for pair in windows.windows(2) {
            prop_assert_eq!(days(pair[1].0, pair[0].1), OVERLAP_DAYS - 1);
        }
    }
}
