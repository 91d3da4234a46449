//! Findings are decided by entries, and a book remembers them.

use ringup::domain::case::{Fee, Limits};
use ringup::domain::checks::DayStand;
use ringup::domain::core::{Event, Refusal, step};
use ringup::domain::fact::{CheckCounts, DaysChecked, Fact};

use super::world::World;
use crate::made;

fn resolve(note: &str) -> Event {
    Event::CaseResolved { case: "D06-0123456789abcdef".into(), note: note.into(), operator: "Mara".into() }
}

fn reopen() -> Event {
    Event::CaseReopened { case: "D06-0123456789abcdef".into(), note: String::new(), operator: String::new() }
}

#[test]
fn till_57_a_finding_is_resolved_with_a_note_and_reopened() {
    let mut world = World::new();
    assert_eq!(step(&world.book, resolve("  ")).unwrap_err(), Refusal::NoNote);
    assert_eq!(step(&world.book, reopen()).unwrap_err(), Refusal::CaseOpen);
    assert_eq!(world.apply(resolve("paid in cash")).facts.len(), 1);
    let known = world.book.case("D06-0123456789abcdef").unwrap();
    assert!(known.resolved && known.note == "paid in cash" && known.operator == "Mara");
    assert!(world.apply(resolve("paid in cash ")).facts.is_empty(), "the same again writes nothing");
    assert_eq!(world.apply(resolve("asked the gateway")).facts.len(), 1, "another note is a new entry");
    world.apply(reopen());
    assert!(!world.book.case("D06-0123456789abcdef").unwrap().resolved);
    assert_eq!(step(&world.book, reopen()).unwrap_err(), Refusal::CaseOpen);
}

#[test]
fn till_56_a_changed_tolerance_is_an_entry() {
    let mut world = World::new();
    let same = Event::LimitsSet { limits: Box::default(), operator: String::new() };
    assert!(world.apply(same).facts.is_empty(), "the defaults hold without an entry");
    let limits = Limits { credit_hours: 36, fee: Some(Fee { ppm: 10_000, fixed_minor: 0 }), ..Limits::default() };
    let step = world.apply(Event::LimitsSet { limits: Box::new(limits.clone()), operator: "Jo".into() });
    let bytes = step.facts[0].encode();
    assert_eq!(Fact::decode(703, &bytes), step.facts[0]);
    assert_eq!(*world.book.limits(), limits);
}

fn checked(days: (&str, &str), cases: &[&str]) -> Event {
    Event::DaysChecked(Box::new(made::check(days, cases)))
}

#[test]
fn till_58_a_check_is_an_entry_where_it_says_something_new() {
    let mut world = World::new();
    let case = "D06-0123456789abcdef";
    let step = world.apply(checked(("2026-11-19", "2026-11-19"), &[case]));
    assert_eq!(Fact::decode(704, &step.facts[0].encode()), step.facts[0]);
    assert_eq!(world.book.day_stand(made::day("2026-11-19")), DayStand::Bad);
    assert_eq!(world.book.day_stand(made::day("2026-11-20")), DayStand::Unchecked);
    assert_eq!(world.book.open_cases(), 1);
    // Who made it, and how far the books had grown by then, is no outcome.
    let again = made::check(("2026-11-19", "2026-11-19"), &[case]);
    let counts = CheckCounts { sales: 99, ..again.counts };
    let again = DaysChecked { entries: 99, operator: "Jo".into(), counts, ..again };
    let again = DaysChecked { made_on: again.made_on.plus(3), ..again };
    assert!(world.apply(Event::DaysChecked(Box::new(again))).facts.is_empty());
    world.apply(resolve("a fee"));
    assert_eq!((world.book.day_stand(made::day("2026-11-19")), world.book.open_cases()), (DayStand::Good, 0));
    world.apply(reopen());
    assert_eq!((world.book.day_stand(made::day("2026-11-19")), world.book.open_cases()), (DayStand::Bad, 1));
    assert_eq!(world.apply(checked(("2026-11-19", "2026-11-19"), &[])).facts.len(), 1, "the gateway has put it right");
    assert_eq!((world.book.day_stand(made::day("2026-11-19")), world.book.open_cases()), (DayStand::Good, 0));
}

#[test]
fn till_58_a_day_that_is_not_over_is_not_good_and_one_that_lies_ahead_is_not_checked() {
    let mut world = World::new();
    let (yesterday, today, tomorrow) = (made::day("2026-11-19"), made::day("2026-11-20"), made::day("2026-11-21"));
    let early = DaysChecked { made_on: today, ..made::check(("2026-11-18", "2026-11-21"), &[]) };
    world.apply(Event::DaysChecked(Box::new(early.clone())));
    let stands = |world: &World| [yesterday, today, tomorrow].map(|day| world.book.day_stand(day));
    assert_eq!(stands(&world), [DayStand::Good, DayStand::Begun, DayStand::Unchecked]);
    let ahead = DaysChecked { made_on: today, ..made::check(("2026-11-21", "2026-11-30"), &[]) };
    assert!(world.apply(Event::DaysChecked(Box::new(ahead))).facts.is_empty());
    let over = DaysChecked { made_on: tomorrow.plus(1), ..early };
    assert_eq!(world.apply(Event::DaysChecked(Box::new(over))).facts.len(), 1, "it is over now");
    assert_eq!(stands(&world), [DayStand::Good; 3]);
}

#[test]
fn till_58_a_sum_that_fails_and_findings_without_a_name_keep_every_day_of_a_check_from_being_good() {
    for (broken, more) in [(1, 0), (0, 1)] {
        let mut world = World::new();
        let fact = DaysChecked { broken, more, ..made::check(("2026-11-18", "2026-11-19"), &[]) };
        world.apply(Event::DaysChecked(Box::new(fact)));
        for day in ["2026-11-18", "2026-11-19"] {
            assert_eq!(world.book.day_stand(made::day(day)), DayStand::Bad, "{day}");
        }
    }
}

#[test]
fn till_58_one_gateways_good_day_is_not_anothers() {
    let mut world = World::new();
    world.apply(checked(("2026-11-19", "2026-11-19"), &["D06-0123456789abcdef"]));
    let other = DaysChecked { gateway: "other".into(), ..made::check(("2026-11-19", "2026-11-19"), &[]) };
    world.apply(Event::DaysChecked(Box::new(other)));
    assert_eq!(world.book.day_stand(made::day("2026-11-19")), DayStand::Bad);
}

#[test]
fn till_58_old_days_leave_the_book_unless_something_was_found_on_them() {
    let mut world = World::new();
    let first = made::day("2026-01-01");
    for back in 0..100 {
        let day = first.plus(back).to_string();
        world.apply(checked((&day, &day), if back == 3 { &["D06-0123456789abcdef"] } else { &[] }));
    }
    let stand = |back| world.book.day_stand(first.plus(back));
    assert_eq!([stand(2), stand(3), stand(37)], [DayStand::Unchecked, DayStand::Bad, DayStand::Unchecked]);
    assert!((38..100).all(|back| stand(back) == DayStand::Good));
    assert_eq!(world.book.open_cases(), 1, "what is open is never forgotten");
}
