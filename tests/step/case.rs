//! Findings are decided by entries, and a book remembers them.

use ringup::domain::case::{Fee, Limits};
use ringup::domain::core::{Event, Refusal, step};
use ringup::domain::fact::Fact;

use super::world::World;

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
