//! The drawer, reads and closings, and what an owner is shown of people.

use ringup::domain::act::{Act, ActAt, ActKind};
use ringup::domain::core::{Event, NewSale, Refusal, TillEvent};
use ringup::domain::day::{Day, DayRule, Moment};
use ringup::domain::exceptions::{self, Rule};
use ringup::domain::fact::{Direction, Fact};
use ringup::domain::money::{Currency, Money};
use ringup::domain::report::Shift;
use ringup::domain::takings::{Figures, Row};

use super::world::{World, eur, sale_id};

fn today() -> Day {
    Day::new(2026, 1, 1).unwrap()
}

impl World {
    pub fn till(&mut self, event: TillEvent) -> Result<Fact, Refusal> {
        let step = self.try_apply(Event::Till { event, operator: "Ada".to_owned() })?;
        Ok(step.facts.into_iter().next().unwrap())
    }
}

#[test]
fn till_53_the_count_is_blind_the_difference_wants_a_reason_and_a_recount_is_a_new_entry() {
    let mut world = World::new();
    world.till(TillEvent::Float { amount: eur(10_000) }).unwrap();
    assert_eq!(world.till(TillEvent::Float { amount: eur(1) }), Err(Refusal::ShiftOpen));
    world.try_cash(1, 450, 500).unwrap();
    let moved = |direction, minor| TillEvent::Cash { direction, amount: eur(minor), reason: "bank".to_owned() };
    world.till(moved(Direction::In, 2_000)).unwrap();
    world.till(moved(Direction::Out, 500)).unwrap();
    assert_eq!(world.till(moved(Direction::Out, 0)), Err(Refusal::NoCash));
    let unsaid = TillEvent::Cash { direction: Direction::In, amount: eur(1), reason: "  ".to_owned() };
    assert_eq!(world.till(unsaid), Err(Refusal::NoReason));
    let explain = || TillEvent::Explained { reason: "wrong change".to_owned() };
    assert_eq!(world.till(explain()), Err(Refusal::NoDifference), "nothing was counted yet");

    let Fact::DrawerCounted(first) = world.till(TillEvent::Counted { counted: eur(11_900) }).unwrap() else {
        panic!("a count is an entry")
    };
    assert_eq!((first.count, first.expected), (1, 11_950));
    assert_eq!(world.till(TillEvent::Close { today: today() }), Err(Refusal::NotExplained));
    let Fact::DrawerCounted(second) = world.till(TillEvent::Counted { counted: eur(11_940) }).unwrap() else {
        panic!("a recount is an entry of its own")
    };
    assert_eq!(second.count, 2);
    assert_eq!(world.till(TillEvent::Counted { counted: eur(11_950) }), Err(Refusal::CountedTwice));
    world.till(explain()).unwrap();
    assert_eq!(world.till(explain()), Err(Refusal::NoDifference), "it is explained");
    let Fact::ZClosed(z) = world.till(TillEvent::Close { today: today() }).unwrap() else { panic!("it closes") };
    let found: Vec<_> = z.tally.counts.iter().map(|c| (c.counted, c.difference(), c.reason.as_str())).collect();
    assert_eq!(found, [(11_900, -50, ""), (11_940, -10, "wrong change")], "both counts stay");
    world.till(TillEvent::Float { amount: eur(10_000) }).unwrap();
}

#[test]
fn till_53_a_difference_within_the_owners_limit_needs_no_reason() {
    let mut world = World::new();
    world.till(TillEvent::Ruled(DayRule { difference_limit: 20, ..DayRule::default() })).unwrap();
    world.till(TillEvent::Counted { counted: eur(20) }).unwrap();
    world.till(TillEvent::Close { today: today() }).unwrap();
    world.till(TillEvent::Counted { counted: eur(21) }).unwrap();
    assert_eq!(world.till(TillEvent::Close { today: today() }), Err(Refusal::NotExplained));
}

#[test]
fn till_52_a_read_changes_nothing_and_has_its_own_number() {
    let mut world = World::new();
    world.try_cash(1, 450, 500).unwrap();
    let before = Shift::of(&world.book, today());
    for number in 1..=3 {
        let Fact::XRead(x) = world.till(TillEvent::Read).unwrap() else { panic!("a read is an entry") };
        assert_eq!(x.number, number);
    }
    let after = Shift::of(&world.book, today());
    assert_eq!((after.tally.sales, after.grand, after.next_z), (before.tally.sales, before.grand, before.next_z));
    assert_eq!(after.tally.x_reads, 3);
    world.till(TillEvent::Close { today: today() }).unwrap();
    let closed = world.book.head().seq;
    let Fact::XRead(x) = world.till(TillEvent::Read).unwrap() else { panic!("a read is an entry") };
    assert_eq!(x.number, 4, "reads are counted over the book's life");
    let next = Shift::of(&world.book, today());
    assert_eq!((next.from_seq, next.next_z), (closed, 2), "a shift begins with the closing before it");
}

#[test]
fn till_52_a_closing_names_what_stays_open() {
    let mut world = World::new();
    world.charge(1, 450);
    world.charge(2, 500);
    world.answer(2, ringup::domain::payment::State::Open);
    let Fact::ZClosed(z) = world.till(TillEvent::Close { today: today() }).unwrap() else { panic!("it closes") };
    assert_eq!((z.open.sales, z.open.unresolved, z.open.late, z.open.refunds), (2, 1, 0, 0));
    assert_eq!((z.tally.sales.n, z.day), (0, today()));
    world.answer(1, ringup::domain::payment::State::Open);
    world.observe(1, ringup::domain::payment::State::Accepted);
    let Fact::ZClosed(z) = world.till(TillEvent::Close { today: today() }).unwrap() else { panic!("it closes") };
    assert_eq!((z.number, z.tally.sales.n, z.tally.promised(), z.tally.settled()), (2, 1, 450, 0));
    world.observe(1, ringup::domain::payment::State::Settled);
    let Fact::ZClosed(z) = world.till(TillEvent::Close { today: today() }).unwrap() else { panic!("it closes") };
    let line = &z.tally.crypto[0];
    assert_eq!((line.settled.n, line.settled_earlier.n, line.settled_earlier.minor), (0, 1, 450), "sold before");
    assert_eq!(z.grand.sales, 450);
}

#[test]
fn till_52_voids_and_changed_prices_are_counted_apart_from_sales() {
    let mut world = World::new();
    world.charge(1, 450);
    world.answer(1, ringup::domain::payment::State::Open);
    world.apply(Event::Void { sale: sale_id(1), reason: "left".to_owned() });
    world.try_cash(2, 300, 300).unwrap();
    world.till(TillEvent::Drawer { reason: "change".to_owned() }).unwrap();
    let tally = &world.book.till_day().tally;
    assert_eq!((tally.voids.n, tally.voids.minor, tally.sales.n), (1, 450, 1));
    assert_eq!((tally.drawer_with_sale, tally.drawer_without_sale), (1, 1));
}

fn act(kind: ActKind, minute: u16, minor: i64) -> ActAt {
    let at = Moment { day: today(), minute };
    ActAt { seq: 1, at, act: Act { kind, operator: "Ben".to_owned(), minor, number: 1 } }
}

fn judged(acts: &[ActAt]) -> Vec<Rule> {
    let people = [("Ada", 140), ("Ben", 60)];
    let rows = people.map(|(key, sales)| Row {
        key: key.to_owned(),
        label: String::new(),
        figures: Figures { sales, ..Figures::default() },
    });
    exceptions::judge(acts, &rows).into_iter().map(|lit| lit.rule).collect()
}

#[test]
fn t1_an_honest_day_lights_nothing() {
    let day = [
        act(ActKind::Void, 600, 450),
        act(ActKind::Void, 900, 1_200),
        act(ActKind::Void, 1_350, 300),
        act(ActKind::NoSale, 610, 0),
        act(ActKind::NoSale, 1_000, 0),
        act(ActKind::Refund, 700, 4_950),
        act(ActKind::Refund, 720, 1_200),
        act(ActKind::Override, 800, 100),
        act(ActKind::ByHand, 650, 2_000),
        act(ActKind::ReRung, 655, 100),
        act(ActKind::Difference, 1_300, -20),
        act(ActKind::OldReturn, 720, 1_200),
        act(ActKind::OldReturn, 730, 1_200),
        act(ActKind::Zeroed, 1_310, -20),
    ];
    assert_eq!(judged(&day), []);
    assert_eq!(judged(&[]), []);
}

#[test]
fn t1_every_fraud_day_lights_its_own_rule() {
    let times = |kind, count: u16, minute: u16, minor| -> Vec<ActAt> {
        (0..count).map(|n| act(kind, minute + n, minor)).collect()
    };
    for (day, rule) in [
        (times(ActKind::Void, 5, 600, 450), Rule::Voids),
        (times(ActKind::NoSale, 4, 600, 0), Rule::NoSale),
        (times(ActKind::Refund, 5, 600, 1_000), Rule::Refunds),
        (times(ActKind::Override, 7, 600, 200), Rule::Overrides),
        (times(ActKind::ByHand, 2, 600, 900), Rule::ByHand),
        (times(ActKind::ReRung, 2, 600, 300), Rule::ReRung),
        (times(ActKind::Difference, 3, 600, -200), Rule::SmallShortages),
        (times(ActKind::Refund, 3, 600, 4_990), Rule::JustUnder),
        (times(ActKind::Void, 2, 1_380, 450), Rule::LateVoids),
        (times(ActKind::OldReturn, 3, 600, 800), Rule::OldReturns),
        (times(ActKind::Zeroed, 2, 1_300, -800), Rule::Zeroed),
    ] {
        assert_eq!(judged(&day), [rule]);
    }
}

#[test]
fn till_52_a_closing_counts_late_money_and_refunds_in_doubt() {
    use ringup::domain::payment::State;
    let mut world = super::refund::paid(1000);
    world.apply(Event::RefundAsked(super::refund::ask(1, 50, super::refund::amount(100))));
    world.charge(2, 450);
    world.answer(2, State::Open);
    world.observe(2, State::Expired);
    world.observe(2, State::Accepted);
    let Fact::ZClosed(z) = world.till(TillEvent::Close { today: today() }).unwrap() else { panic!("it closes") };
    assert_eq!((z.open.sales, z.open.unresolved, z.open.late, z.open.refunds), (1, 0, 1, 1));
}

#[test]
fn till_53_cash_is_the_shops_own_money_and_never_below_nought() {
    let dollars = Money::from_minor(100, Currency::from_code("USD").unwrap()).unwrap();
    for amount in [dollars, eur(-1)] {
        let mut world = super::answers::begun();
        assert_eq!(world.till(TillEvent::Float { amount }), Err(Refusal::NoCash), "{amount}");
        assert_eq!(world.till(TillEvent::Counted { counted: amount }), Err(Refusal::NoCash), "{amount}");
    }
    let mut world = super::answers::begun();
    assert!(world.till(TillEvent::Float { amount: eur(0) }).is_ok(), "a drawer may begin empty");
    assert!(world.till(TillEvent::Counted { counted: eur(0) }).is_ok(), "and be empty");
}

#[test]
fn till_52_a_shift_counts_pieces_returns_and_what_came_off_prices() {
    use ringup::domain::cart::{Line, PriceOverride};
    let mut world = World::new();
    world.try_cash(1, 1000, 1000).unwrap();
    world.apply(Event::RefundAsked(super::refund::ask(1, 50, super::refund::amount(250))));
    let line = Line {
        sku: None,
        name: String::new(),
        price: eur(450),
        quantity: 3,
        note: String::new(),
        override_of: Some(PriceOverride { listed: eur(500), reason: "damaged".to_owned() }),
        kind: Default::default(),
    };
    let cart = NewSale { id: sale_id(2), lines: vec![line], reference: String::new(), operator: String::new() };
    world.apply(Event::Cash { cart: Some(cart), sale: sale_id(2), given: eur(1350) });
    let tally = &world.book.till_day().tally;
    assert_eq!((tally.pieces, tally.sales.n, tally.sales.minor), (4, 2, 2350));
    assert_eq!((tally.returns.n, tally.returns.minor, tally.cash_back.minor), (1, 250, 250));
    assert_eq!((tally.overrides.n, tally.overrides.minor), (1, 150));
    assert_eq!((tally.drawer_with_sale, tally.expected()), (3, 2100));
    assert_eq!(tally.day, Some(today().plus(-1)), "the night belongs to the evening before");
}

#[test]
fn till_52_money_moves_from_seen_to_settled_within_its_shift() {
    use ringup::domain::payment::State;
    let mut world = World::new();
    world.till(TillEvent::Close { today: today() }).unwrap();
    world.release_at = State::Seen;
    world.charge(1, 450);
    world.answer(1, State::Open);
    let shares = |world: &World| {
        let line = &world.book.till_day().tally.crypto[0];
        [line.seen.minor, line.confirmed.minor, line.settled.minor, line.failed.minor, line.settled_earlier.minor]
    };
    world.observe(1, State::Seen);
    assert_eq!(shares(&world), [450, 0, 0, 0, 0]);
    world.observe(1, State::Accepted);
    assert_eq!(shares(&world), [0, 450, 0, 0, 0]);
    world.observe(1, State::Settled);
    assert_eq!(shares(&world), [0, 0, 450, 0, 0]);
}

#[test]
fn till_52_a_payment_that_fails_after_its_closing_is_told_in_the_next() {
    use ringup::domain::payment::State;
    let mut world = super::refund::paid(450);
    world.till(TillEvent::Close { today: today() }).unwrap();
    world.observe(1, State::Failed);
    let line = &world.book.till_day().tally.crypto[0];
    assert_eq!((line.failed_earlier.n, line.failed_earlier.minor, line.failed.n), (1, 450, 0));
}

#[test]
fn till_52_copies_of_closings_are_counted_each() {
    let mut world = World::new();
    let reprint = |z| TillEvent::Reprint { z };
    assert_eq!(world.till(reprint(1)), Err(Refusal::NoClosing));
    world.till(TillEvent::Close { today: today() }).unwrap();
    assert_eq!(world.till(reprint(0)), Err(Refusal::NoClosing));
    for copy in 1..=2 {
        let Fact::ReportCopied(fact) = world.till(reprint(1)).unwrap() else { panic!("a copy is an entry") };
        assert_eq!((fact.z, fact.copy), (1, copy));
        assert_eq!(world.book.till_day().tally.copies, u64::from(copy));
    }
}

#[test]
fn till_52_copies_of_receipts_are_counted_each() {
    let mut world = World::new();
    world.try_cash(1, 450, 500).unwrap();
    for copies in 1..=2 {
        world.try_apply(Event::Copy { sale: sale_id(1) }).unwrap();
        assert_eq!(world.book.till_day().tally.copies, copies);
    }
}
