//! What an owner is told of people: each act once, with its sum.

use ringup::domain::act::{self, ActKind};
use ringup::domain::cart::{Kind, Line, PriceOverride};
use ringup::domain::core::{Event, NewSale, Portion, TillEvent};
use ringup::domain::entry::Entry;
use ringup::domain::fact::Direction;
use ringup::domain::payment::State;
use ringup::domain::time::{Stamp, Timestamp};

use super::refund::ask;
use super::world::{World, eur, guid, sale_id};

/// The first of January 2026, at midnight.
const NEW_YEAR: Timestamp = Timestamp(1_767_225_600_000);

/// What the newest entry tells an owner, were it written at a moment.
fn acts_at(world: &World, at: Timestamp) -> Vec<(ActKind, i64)> {
    let head = world.book.head();
    let fact = world.facts.last().unwrap().clone();
    let stamp = Stamp { at, mono_ms: 0, boot: [0; 16], offset_min: 0 };
    let entry = Entry { seq: head.seq, stamp, actor: 0, training: false, fact, hash: head.hash };
    act::of(&world.book, &entry).into_iter().map(|act| (act.kind, act.minor)).collect()
}

fn acts(world: &World) -> Vec<(ActKind, i64)> {
    acts_at(world, NEW_YEAR)
}

/// Lets a number of entries pass, a second each.
fn pass(world: &mut World, entries: u32) {
    for _ in 0..entries {
        world.till(TillEvent::Drawer { reason: "change".to_owned() }).unwrap();
    }
}

fn given_up(world: &mut World, n: u8, minor: i64) {
    world.charge(n, minor);
    world.apply(Event::Void { sale: sale_id(n), reason: "left".to_owned() });
}

#[test]
fn t1_a_sale_given_up_and_rung_up_cheaper_is_told() {
    let mut world = World::new();
    world.charge(1, 900);
    world.answer(1, State::Open);
    world.apply(Event::Void { sale: sale_id(1), reason: "left".to_owned() });
    world.try_cash(2, 300, 300).unwrap();
    assert_eq!(acts(&world), [(ActKind::ReRung, 600)]);
    world.try_cash(3, 900, 900).unwrap();
    assert_eq!(acts(&world), [], "the same goods at the same price are a second thought");
}

#[test]
fn t1_a_difference_that_is_booked_away_after_the_count_is_told() {
    let mut world = World::new();
    world.till(TillEvent::Float { amount: eur(10_000) }).unwrap();
    let moved = |direction, minor| TillEvent::Cash { direction, amount: eur(minor), reason: "bank".to_owned() };
    world.till(moved(Direction::Out, 500)).unwrap();
    assert_eq!(acts(&world), [], "before the count it is a payment like any other");
    world.till(TillEvent::Counted { counted: eur(9_300) }).unwrap();
    assert_eq!(acts(&world), [(ActKind::Difference, -200)]);
    world.till(moved(Direction::In, 200)).unwrap();
    assert_eq!(acts(&world), [], "the other way it grows");
    world.till(moved(Direction::Out, 200)).unwrap();
    assert_eq!(acts(&world), [(ActKind::Zeroed, -200)]);
}

#[test]
fn t1_a_cheaper_sale_is_told_within_five_minutes() {
    // The void's own call-back and the new sale's opening are a second each.
    for (entries, told) in [(238, vec![(ActKind::ReRung, 600)]), (298, vec![(ActKind::ReRung, 600)]), (299, vec![])] {
        let mut world = World::new();
        given_up(&mut world, 1, 900);
        pass(&mut world, entries);
        world.try_cash(2, 300, 300).unwrap();
        assert_eq!(acts(&world), told, "{entries} seconds between");
    }
}

#[test]
fn t1_a_cheaper_sale_is_told_among_the_five_after_the_one_given_up() {
    let mut world = World::new();
    given_up(&mut world, 1, 900);
    for n in 2..=5 {
        world.try_cash(n, 900, 900).unwrap();
    }
    world.try_cash(6, 300, 300).unwrap();
    assert_eq!(acts(&world), [(ActKind::ReRung, 600)], "four sales stand between");
    world.try_cash(7, 300, 300).unwrap();
    assert_eq!(acts(&world), [], "five do");
}

#[test]
fn t1_money_back_for_a_sale_of_an_earlier_day_is_told_apart() {
    let mut world = World::new();
    world.try_cash(1, 1000, 1000).unwrap();
    world.apply(Event::RefundAsked(ask(1, 50, Portion::Amount(eur(250)))));
    let day = |days: i64| Timestamp(NEW_YEAR.0 + days * 24 * 3_600_000);
    assert_eq!(acts_at(&world, day(0)), [(ActKind::Refund, 250)]);
    assert_eq!(acts_at(&world, day(1)), [(ActKind::Refund, 250), (ActKind::OldReturn, 250)]);
    assert_eq!(acts_at(&world, day(-1)), [(ActKind::Refund, 250)], "a clock that was set back makes nothing old");
}

#[test]
fn t1_a_changed_price_is_told_with_all_it_took_off() {
    let line = |price, quantity, listed: Option<i64>| Line {
        sku: None,
        name: String::new(),
        price: eur(price),
        quantity,
        note: String::new(),
        override_of: listed.map(|minor| PriceOverride { listed: eur(minor), reason: "damaged".to_owned() }),
        kind: Kind::Goods,
    };
    let mut world = World::new();
    let lines = vec![line(450, 3, Some(500)), line(100, 1, None), line(90, 2, Some(100))];
    let cart = NewSale { id: sale_id(1), lines, reference: String::new(), operator: String::new() };
    world.apply(Event::Cash { cart: Some(cart), sale: sale_id(1), given: eur(2_000) });
    assert_eq!(acts(&world), [(ActKind::Override, 170)]);
    world.try_cash(2, 450, 450).unwrap();
    assert_eq!(acts(&world), [], "a listed price is no act");
}

#[test]
fn t1_late_money_is_told_when_it_is_counted_by_hand() {
    let mut world = World::new();
    world.charge(1, 840);
    world.answer(1, State::Open);
    world.observe(1, State::Expired);
    world.observe(1, State::Accepted);
    let (note, operator) = ("x".to_owned(), "Mara".to_owned());
    world.apply(Event::LateKept { guid: guid(1), note: note.clone(), operator: operator.clone() });
    assert_eq!(acts(&world), [], "it stays where it is");
    let step = world.apply(Event::LateAccepted { guid: guid(1), note, operator });
    world.facts.push(step.facts[0].clone());
    assert_eq!(acts(&world), [(ActKind::ByHand, 840)]);
}
