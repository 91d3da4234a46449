//! The pure step: what an event means to the book, and the invariants no order of events may break.

mod acts;
mod answers;
mod case;
mod late;
mod refund;
mod refund_reading;
mod resumed;
mod sums;
mod till_day;
mod verdicts;
mod world;

use proptest::prelude::*;
use ringup::domain::core::{Command, Event, Refusal, step};
use ringup::domain::fact::{Fact, LateReason, Tender};
use ringup::domain::payment::{Gap, State};
use ringup::domain::sale::Closed;
use ringup::domain::verdict::{self, Verdict};
use world::{World, eur, guid, sale_id};

fn open_sale() -> World {
    let mut world = World::new();
    world.charge(1, 450);
    world.answer(1, State::Open);
    world
}

#[test]
fn till_33_the_intent_is_planned_before_any_request() {
    let mut world = World::new();
    let step = world.charge(1, 450);
    assert!(matches!(step.facts[..], [Fact::SaleOpened(_), Fact::PaymentIntent(_)]));
    let [Command::Create(request)] = &step.commands[..] else { panic!("{:?}", step.commands) };
    assert_eq!((request.price, request.attempt), (eur(450), 1));
    assert!(request.order_id.starts_with("1-1-"));
}

#[test]
fn till_16_a_second_charge_of_the_same_sale_is_refused() {
    let mut world = open_sale();
    assert_eq!(world.try_charge(1, 450), Err(Refusal::AlreadyCharged));
    assert_eq!(world.book.sales().count(), 1);
}

#[test]
fn f02_the_same_request_is_repeated_after_silence() {
    let mut world = World::new();
    let created = world.charge(1, 450).commands;
    let step = world.apply(Event::Unanswered { guid: guid(1), error: "timeout".into() });
    let ([Command::Create(first)], [Command::Resolve(again)]) = (&created[..], &step.commands[..]) else { panic!() };
    assert_eq!(first, again, "not a byte changes");
    let step = world.apply(Event::Unanswered { guid: guid(1), error: "timeout".into() });
    assert!(step.facts.is_empty(), "one doubt is written once");
}

#[test]
fn till_32_f35_an_answer_to_another_question_shows_no_code() {
    type Change = fn(&mut ringup::domain::payment::Payment);
    let changes: [(&str, Change); 7] = [
        ("price", |p| p.echo.price = "4.51".parse().ok()),
        ("price", |p| p.echo.price = None),
        ("currency", |p| p.echo.currency = "USD".into()),
        ("guid", |p| p.echo.guid = Some("another".into())),
        ("order_id", |p| p.echo.order_id = Some("7-1".into())),
        ("order_id", |p| p.echo.order_id = None),
        ("host", |p| p.echo.foreign_host = Some("evil.example".into())),
    ];
    for (field, change) in changes {
        let mut world = World::new();
        world.charge(1, 450);
        let mut payment = world.reading(1, State::Open);
        change(&mut payment);
        let step = world.apply(Event::Answered { guid: guid(1), payment: Box::new(payment) });
        let [Fact::PaymentQuarantined(fact)] = &step.facts[..] else { panic!("{field}: {:?}", step.facts) };
        assert_eq!(fact.field, field);
        assert!(step.commands.is_empty(), "nothing is watched, nothing shown");
        let sale = world.book.sale(sale_id(1)).unwrap();
        assert_eq!(verdict::of(sale, false), Verdict::Disagrees);
        assert!(sale.current().unwrap().invoice.is_none());
    }
}

#[test]
fn till_32_a_later_reading_is_checked_too() {
    let mut world = open_sale();
    let mut payment = world.reading(1, State::Accepted);
    payment.echo.price = "45.00".parse().ok();
    let step = world.apply(Event::Observed { guid: guid(1), payment: Box::new(payment) });
    assert!(matches!(step.facts[..], [Fact::PaymentQuarantined(_)]));
    assert!(world.book.sale(sale_id(1)).unwrap().completed().is_none());
}

#[test]
fn f35_a_code_that_was_shown_and_then_quarantined_is_still_watched_and_its_money_is_a_case() {
    let mut world = open_sale();
    let mut wrong = world.reading(1, State::Open);
    wrong.echo.price = Some(99.into());
    world.apply(Event::Observed { guid: guid(1), payment: Box::new(wrong) });
    let attempt = world.book.attempt(guid(1)).unwrap().1;
    assert!(!attempt.is_payable() && attempt.wants_watching(attempt.changed));
    world.observe(1, State::Accepted);
    let sale = world.book.sale(sale_id(1)).unwrap();
    assert_eq!(sale.attempts[0].late, Some(LateReason::AfterEnd));
    assert!(sale.end.is_none(), "nothing is handed over on an answer that once was wrong");
}

#[test]
fn f07_acceptance_and_receipt_number_are_one_transaction() {
    let mut world = open_sale();
    let step = world.observe(1, State::Accepted);
    let [Fact::PaymentStatus(_), Fact::SaleCompleted(done)] = &step.facts[..] else { panic!("{:?}", step.facts) };
    assert_eq!((done.receipt_no, &done.tender), (1, &Tender::Gateway { guid: guid(1) }));
    assert!(world.observe(1, State::Accepted).facts.is_empty(), "the same reading again says nothing");
    let settled = world.observe(1, State::Settled);
    assert!(matches!(settled.facts[..], [Fact::PaymentStatus(_)]), "a sale completes once");
}

#[test]
fn till_26_seen_releases_only_by_the_owners_rule() {
    let mut world = open_sale();
    world.observe(1, State::Seen);
    assert_eq!(world.verdict(1), Verdict::Seen);
    let mut small = World::new();
    small.release_at = State::Seen;
    small.charge(1, 100);
    small.answer(1, State::Open);
    let step = small.observe(1, State::Seen);
    assert!(matches!(step.facts[..], [Fact::PaymentStatus(_), Fact::SaleCompleted(_)]));
    assert_eq!(small.verdict(1), Verdict::SeenByRule);
    small.observe(1, State::Failed);
    assert_eq!(small.verdict(1), Verdict::FailedGoodsGone);
}

#[test]
fn bp2_53_till_28_underpaid_never_releases_whatever_the_state() {
    for state in [State::Open, State::Seen, State::Accepted, State::Settled] {
        let mut world = open_sale();
        let mut payment = world.reading(1, state);
        payment.status.flags.under = Some(Gap { coin: None, fiat: Some(eur(402)) });
        world.apply(Event::Observed { guid: guid(1), payment: Box::new(payment) });
        assert_eq!(world.verdict(1), Verdict::Under, "{state:?}");
        assert!(world.book.sale(sale_id(1)).unwrap().completed().is_none());
    }
}

#[test]
fn bp2_02_an_unknown_word_holds_the_goods() {
    let mut world = open_sale();
    let mut payment = world.reading(1, State::Open);
    payment.status.flags.unmapped = Some("teleported".into());
    world.apply(Event::Observed { guid: guid(1), payment: Box::new(payment) });
    assert_eq!(world.verdict(1), Verdict::Unmapped);
}

#[test]
fn till_29_a_new_code_only_after_the_old_one_ended() {
    let mut world = open_sale();
    assert_eq!(world.try_new_code(1, 2), Err(Refusal::CodeLive));
    world.observe(1, State::Expired);
    assert_eq!(world.verdict(1), Verdict::Expired);
    let step = world.try_new_code(1, 2).unwrap();
    let [Command::Create(request)] = &step.commands[..] else { panic!() };
    assert!(request.order_id.starts_with("1-2-"));
    assert_eq!(world.try_new_code(1, 3), Err(Refusal::CodeLive), "an unanswered attempt counts as live");
}

#[test]
fn f39_till_28_money_after_the_end_is_late_and_does_not_complete() {
    let mut world = open_sale();
    world.observe(1, State::Expired);
    let step = world.observe(1, State::Accepted);
    let [Fact::PaymentStatus(_), Fact::MoneyLate(late)] = &step.facts[..] else { panic!("{:?}", step.facts) };
    assert_eq!(late.reason, LateReason::AfterEnd);
    assert_eq!(world.verdict(1), Verdict::Late);
}

#[test]
fn f42_two_paid_codes_make_one_sale_and_one_case() {
    let mut world = open_sale();
    world.observe(1, State::Expired);
    world.try_new_code(1, 2).unwrap();
    world.answer(2, State::Open);
    world.observe(2, State::Accepted);
    let step = world.observe(1, State::Seen);
    assert!(matches!(step.facts[..], [Fact::PaymentStatus(_), Fact::MoneyLate(_)]));
    let completions = world.facts.iter().filter(|fact| matches!(fact, Fact::SaleCompleted(_))).count();
    assert_eq!(completions, 1);
}

#[test]
fn f41_a_void_calls_the_code_back_and_keeps_watching() {
    let mut world = open_sale();
    let step = world.apply(Event::Void { sale: sale_id(1), reason: "changed mind".into() });
    assert_eq!(step.commands, [Command::Cancel(guid(1))]);
    let step = world.observe(1, State::Accepted);
    assert!(matches!(&step.facts[..], [_, Fact::MoneyLate(late)] if late.reason == LateReason::SaleVoid));
    let mut paid = open_sale();
    paid.observe(1, State::Seen);
    let refused = step_of(&paid, Event::Void { sale: sale_id(1), reason: String::new() });
    assert_eq!(refused, Err(Refusal::MoneySeen));
}

#[test]
fn f43_another_gateway_only_after_the_first_request_is_settled_or_given_up() {
    let mut world = World::new();
    world.charge(1, 500);
    assert_eq!(world.try_new_code(1, 2), Err(Refusal::CodeLive), "it is being asked for");
    world.apply(Event::Unanswered { guid: guid(1), error: "timed out".to_owned() });
    assert_eq!(world.try_new_code(1, 2), Err(Refusal::CodeLive), "nobody knows whether there is a code");
    world.apply(Event::Abandon { guid: guid(1), reason: "the owner's choice".to_owned() });
    assert!(world.try_new_code(1, 2).is_ok());
    assert_eq!(world.try_new_code(1, 3), Err(Refusal::CodeLive), "one at a time");
}

#[test]
fn f37_the_same_news_ten_times_late_and_out_of_order_is_one_sale() {
    use State::{Accepted, Open, Seen, Settled};
    let mut world = open_sale();
    for state in [Seen, Open, Accepted, Seen, Open, Settled, Accepted, Open] {
        for _ in 0..10 {
            let payment = Box::new(world.reading(1, state));
            world.apply(Event::Observed { guid: guid(1), payment });
        }
    }
    let completed = world.facts.iter().filter(|fact| matches!(fact, Fact::SaleCompleted(_))).count();
    assert_eq!(completed, 1);
    assert_eq!(world.book.attempt(guid(1)).unwrap().1.status.state, Settled);
    let foreign = world.reading(1, Settled);
    assert!(world.try_apply(Event::Observed { guid: guid(9), payment: Box::new(foreign) }).is_err(), "nobody asked");
}

#[test]
fn cash_completes_at_once_and_gives_change() {
    let mut world = World::new();
    assert!(matches!(world.try_cash(1, 450, 400), Err(Refusal::NotEnough { .. })));
    let step = world.try_cash(1, 450, 500).unwrap();
    let [Fact::SaleOpened(_), Fact::SaleCompleted(done)] = &step.facts[..] else { panic!("{:?}", step.facts) };
    assert_eq!(done.tender, Tender::Cash { given: eur(500), change: eur(50) });
    assert_eq!(world.verdict(1), Verdict::Cash);
}

#[test]
fn a_refusal_ends_the_attempt_and_leaves_the_sale_open() {
    let mut world = World::new();
    world.charge(1, 450);
    world.apply(Event::Refused { guid: guid(1), code: "below_min".into(), error: "too small".into() });
    let sale = world.book.sale(sale_id(1)).unwrap();
    assert!(matches!(sale.current().unwrap().closed, Some(Closed::Refused(_))));
    assert_eq!((verdict::of(sale, false), sale.end.is_none()), (Verdict::NoCode, true));
    assert!(world.try_new_code(1, 2).is_ok());
}

#[test]
fn till_24_silence_is_said_and_never_hides_an_end() {
    let mut world = open_sale();
    let sale = world.book.sale(sale_id(1)).unwrap();
    assert_eq!(verdict::of(sale, true), Verdict::Unknown);
    world.observe(1, State::Accepted);
    let sale = world.book.sale(sale_id(1)).unwrap();
    assert_eq!(verdict::of(sale, true), Verdict::Accepted, "paid is paid, silence or not");
}

fn step_of(world: &World, event: Event) -> Result<ringup::domain::core::Step, Refusal> {
    step(&world.book, event)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// I2, I5, I6, I11 of TRUST.md: whatever happens in whatever order, receipts are gapless, a sale completes at
    /// most once, has at most one payable code, and a good state never goes back.
    /// A payment's readings in any order, with repeats and gaps: what is known never falls back, goods go only by the
    /// owner's rule, and what was read last and best is what is known.
    #[test]
    fn till_25_26_any_order_of_readings_ends_the_same(
        order in proptest::collection::vec(0..4_usize, 1..12), rule in 0..3_usize, under in proptest::bool::ANY,
    ) {
        const WAY: [State; 4] = [State::Open, State::Seen, State::Accepted, State::Settled];
        let release_at = WAY[rule + 1];
        let mut world = World::new();
        world.release_at = release_at;
        world.charge(1, 450);
        world.answer(1, State::Open);
        let mut best = 0;
        for place in order {
            let mut reading = world.reading(1, WAY[place]);
            if under {
                reading.status.flags.under = Some(Gap::default());
            }
            world.apply(Event::Observed { guid: guid(1), payment: Box::new(reading) });
            world.check_invariants();
            best = best.max(place);
            let sale = world.book.sale(sale_id(1)).unwrap();
            proptest::prop_assert_eq!(sale.attempts[0].status.state, WAY[best]);
            proptest::prop_assert_eq!(sale.completed().is_some(), !under && best > rule);
        }
    }

    #[test]
    fn till_33_no_order_of_events_breaks_the_invariants(moves in proptest::collection::vec((0..9_u8, 1..4_u8, 0..8_u8), 1..60)) {
        let mut world = World::new();
        for (what, which, detail) in moves {
            world.random(what, which, detail);
            world.check_invariants();
        }
    }
}

#[test]
fn till_30_two_hundred_watched_sales_do_not_push_out_the_newest() {
    let mut world = World::new();
    for n in 1..=210_u8 {
        world.charge_as(n, 450);
        assert!(world.book.attempt(guid(n)).is_some(), "sale {n} is at hand");
        world.answer(n, State::Open);
    }
    assert!(world.book.attempt(guid(1)).is_some(), "an open code is never forgotten");
}
