//! Clocks that jump, zones that change: the book goes by its own numbers and says what happened.

use ringup::domain::core::Event;
use ringup::domain::fact::Fact;
use ringup::domain::time::{Stamp, Timestamp};
use ringup::journal::{Journal, verify};

use super::world::{Shop, birth, key, stamp};

const HOUR: i64 = 3_600_000;

fn jumps(shop: &Shop) -> Vec<i64> {
    let entries = shop.journal.reader().entries(1, 999).unwrap();
    let jump = |fact: &Fact| if let Fact::ClockJumped(fact) = fact { Some(fact.by_ms) } else { None };
    entries.iter().filter_map(|entry| jump(&entry.fact)).collect()
}

#[test]
fn f25_a_jump_is_an_entry_and_the_order_is_the_numbers() {
    let shop = Shop::new();
    let year = 365 * 24 * HOUR;
    let (mut wall, mut mono) = (stamp(0).at.0, 0_u64);
    let mut step = |by: i64, boot: u8| {
        mono += 1_000;
        wall += 1_000 + by;
        let stamp = Stamp { at: Timestamp(wall), mono_ms: mono, boot: [boot; 16], offset_min: 60 };
        shop.journal.step_blocking(Event::Stopped, stamp).unwrap();
    };
    step(0, 7);
    for by in [HOUR, -HOUR, -year, year, -(stamp(0).at.0 + HOUR), stamp(0).at.0] {
        step(by, 7);
    }
    step(59_000, 7);
    step(-59_000, 7);
    assert_eq!(jumps(&shop), [HOUR, -HOUR, -year, year, -(stamp(0).at.0 + HOUR), stamp(0).at.0]);
    // Over a restart only going back can be seen: nobody knows how long the machine was off.
    step(9 * HOUR, 8);
    step(0, 8);
    assert_eq!(jumps(&shop).len(), 6);
    step(-2 * HOUR, 9);
    assert_eq!(jumps(&shop).last(), Some(&(1_000 - 2 * HOUR)));
    let entries = shop.journal.reader().entries(1, 999).unwrap();
    assert!(entries.iter().map(|entry| entry.seq).eq(1..=u64::try_from(entries.len()).unwrap()));
    let (place, _, _folder) = shop.close();
    verify(&place.file(), true).unwrap();
}

#[test]
fn f25_the_jump_is_told_before_what_came_with_it_and_the_sale_is_as_ever() {
    let mut shop = Shop::new();
    shop.paid(100);
    let place = shop.place.clone();
    let (_, _, _folder) = shop.close();
    let opened = Journal::open(&place, key(), birth(), stamp(0)).unwrap();
    let back = Stamp { at: Timestamp(0), mono_ms: 5, boot: [9; 16], offset_min: 0 };
    let committed = opened.journal.step_blocking(Event::Stopped, back).unwrap();
    let names: Vec<&str> = committed.entries.iter().map(|entry| entry.fact.name()).collect();
    assert_eq!(names, ["ClockJumped", "Stopped"]);
    let mut book = opened.book;
    committed.entries.iter().for_each(|entry| book.apply(entry));
    assert_eq!((book.head().seq, book.next_receipt()), (committed.entries[1].seq, 2));
    opened.journal.close();
}

#[test]
fn f26_two_sales_at_half_past_two_stand_in_their_order() {
    let mut shop = Shop::new();
    // 2026-10-25 00:30 UTC is 02:30 in summer time; an hour later it is 02:30 again, in winter time.
    let (first, second) = (1_792_888_200_000_i64, 1_792_891_800_000_i64);
    let mut sell = |at: i64, offset_min: i16| {
        let cart = shop.new_sale(100);
        let given = ringup::domain::money::Money::from_minor(500, ringup::domain::money::Currency::EUR).unwrap();
        let event = Event::Cash { sale: cart.id, cart: Some(cart), given };
        let mono_ms = u64::try_from(at - first).unwrap() + 5_000;
        let stamp = Stamp { at: Timestamp(at), mono_ms, boot: [3; 16], offset_min };
        shop.journal.step_blocking(event, stamp).unwrap().entries.last().unwrap().as_ref().clone()
    };
    let (summer, winter) = (sell(first, 120), sell(second, 60));
    let told = |entry: &ringup::domain::entry::Entry| {
        let offset = entry.stamp.offset_min;
        (entry.stamp.at.date(offset), entry.stamp.at.clock(offset), entry.fact.receipt_no().unwrap())
    };
    assert_eq!(told(&summer), ("2026-10-25".to_owned(), "02:30".to_owned(), 1));
    assert_eq!(told(&winter), ("2026-10-25".to_owned(), "02:30".to_owned(), 2));
    assert!(summer.seq < winter.seq && summer.stamp.at < winter.stamp.at);
    assert!(jumps(&shop).is_empty(), "a change of zone is no jump");
    // A traveller's change of zone moves no receipt to another day than the one it was printed with.
    assert_eq!(shop.journal.reader().entries(summer.seq, 1).unwrap()[0].stamp, summer.stamp);
}
