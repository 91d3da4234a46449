//! A book that goes on from its counters.

use ringup::domain::book::Book;
use ringup::domain::core::{Event, TillEvent};
use ringup::domain::day::DayRule;
use ringup::domain::entry::{Entry, Hash};
use ringup::domain::fact::Fact;
use ringup::domain::time::{Stamp, Timestamp};

use super::world::{World, eur};

fn entry(seq: u64, fact: Fact) -> Entry {
    let stamp = Stamp { at: Timestamp(1_767_225_600_000), mono_ms: 0, boot: [0; 16], offset_min: 0 };
    Entry { seq, stamp, actor: 0, training: false, fact, hash: Hash([7; 32]) }
}

#[test]
fn a_book_goes_on_where_its_counters_end() {
    let mut world = World::new();
    world.try_cash(1, 450, 500).unwrap();
    world.charge(2, 450);
    let counters = world.book.counters();
    assert_eq!((counters.head, counters.last_sale, counters.last_receipt), (world.book.head(), 2, 1));
    let resumed = Book::resume(None, counters, world.book.till_day().clone());
    assert_eq!((resumed.next_sale(), resumed.next_receipt(), resumed.head()), (3, 2, world.book.head()));
    assert_eq!(resumed.till_day(), world.book.till_day());
}

#[test]
fn an_entry_of_before_is_counted_by_the_day_once() {
    let mut world = World::new();
    world.apply(Event::Till { event: TillEvent::Drawer { reason: "change".into() }, operator: String::new() });
    let before = world.book.till_day().clone();
    assert_eq!(before.tally.drawer_without_sale, 1);
    let head = world.book.head();
    world.book.apply(&entry(head.seq, world.facts[0].clone()));
    assert_eq!((world.book.till_day(), world.book.head()), (&before, head), "the newest entry again");
    world.book.apply(&entry(head.seq + 1, world.facts[0].clone()));
    assert_eq!(world.book.till_day().tally.drawer_without_sale, 2, "the next one is news");
}

#[test]
fn the_rule_of_the_day_is_the_one_that_was_last_written() {
    let mut world = World::new();
    let rule = DayRule { cutoff_hour: 4, difference_limit: 100 };
    world.apply(Event::Till { event: TillEvent::Ruled(rule), operator: String::new() });
    assert_eq!(world.book.day_rule(), rule);
    world.apply(Event::Till { event: TillEvent::Float { amount: eur(0) }, operator: String::new() });
    assert_eq!(world.book.day_rule(), rule);
}
