//! Late money: watched for days, bound to its sale, decided once.

use std::time::Duration;

use ringup::domain::core::{Command, Event, Portion, RefundAsk, Refusal};
use ringup::domain::fact::{Fact, LateDecision};
use ringup::domain::payment::State;
use ringup::domain::refund::RefundState;
use ringup::domain::sale::{ENDED_WATCH, LateCase};
use ringup::domain::time::Timestamp;
use ringup::domain::verdict::Verdict;

use super::refund::{ask, reading};
use super::world::{World, guid, sale_id};

/// A sale whose code ended before the money came.
fn late(state: State) -> World {
    let mut world = World::new();
    world.charge(1, 840);
    world.answer(1, State::Open);
    world.observe(1, State::Expired);
    world.observe(1, state);
    world
}

fn case(world: &World) -> Option<LateCase> {
    let (sale, attempt) = world.book.attempt(guid(1)).unwrap();
    sale.late_case(attempt)
}

fn accept(world: &mut World) -> Result<ringup::domain::core::Step, Refusal> {
    world.try_apply(Event::LateAccepted { guid: guid(1), note: String::new(), operator: "Mara".into() })
}

fn keep(world: &mut World, note: &str) -> Result<ringup::domain::core::Step, Refusal> {
    world.try_apply(Event::LateKept { guid: guid(1), note: note.into(), operator: "Mara".into() })
}

#[test]
fn till_59_late_money_that_is_accepted_completes_its_sale() {
    let mut world = late(State::Seen);
    assert_eq!(case(&world), Some(LateCase::Undecided));
    assert_eq!(accept(&mut world), Err(Refusal::NotAccepted), "it can still vanish");
    world.observe(1, State::Accepted);
    let step = accept(&mut world).unwrap();
    let [Fact::LateDecided(decided), Fact::SaleCompleted(done)] = &step.facts[..] else { panic!("{:?}", step.facts) };
    assert_eq!((decided.decision, done.receipt_no), (LateDecision::Accept, 1));
    assert_eq!(world.verdict(1), Verdict::Accepted);
    assert_eq!(accept(&mut world), Err(Refusal::LateDecided), "decided once");
    assert_eq!(keep(&mut world, "x"), Err(Refusal::LateDecided));
}

#[test]
fn till_59_accepting_calls_a_newer_code_back() {
    let mut world = late(State::Seen);
    world.try_new_code(1, 2).unwrap();
    world.answer(2, State::Open);
    world.observe(1, State::Accepted);
    let step = accept(&mut world).unwrap();
    assert_eq!(step.commands, [Command::Cancel(guid(2))]);
    world.check_invariants();
}

#[test]
fn f42_money_that_came_twice_cannot_pay_again_but_can_go_back() {
    let mut world = World::new();
    world.charge(1, 840);
    world.answer(1, State::Open);
    world.observe(1, State::Expired);
    world.try_new_code(1, 2).unwrap();
    world.answer(2, State::Open);
    world.observe(2, State::Accepted);
    world.observe(1, State::Accepted);
    assert_eq!(accept(&mut world), Err(Refusal::PaidOtherwise));
    let back = RefundAsk { payment: Some(guid(1)), ..ask(1, 50, Portion::All) };
    let step = world.apply(Event::RefundAsked(back));
    let [Fact::LateDecided(decided), Fact::RefundIntent(intent)] = &step.facts[..] else { panic!("{:?}", step.facts) };
    assert_eq!(decided.decision, LateDecision::Refund { refund: guid(50) });
    assert_eq!(
        (intent.request.payment, intent.request.invoice.as_str()),
        (guid(1), "inv1"),
        "the second one, not the first"
    );
    assert_eq!(case(&world), Some(LateCase::Refunded));
    assert_eq!(world.verdict(1), Verdict::Accepted, "the sale itself is paid");
}

#[test]
fn f39_late_money_whose_refund_failed_waits_again() {
    let mut world = late(State::Accepted);
    world.apply(Event::RefundAsked(ask(1, 50, Portion::All)));
    assert_eq!(case(&world), Some(LateCase::Refunded));
    let refund = reading(&world, 50, RefundState::Failed);
    world.apply(Event::RefundAnswered { guid: guid(50), refund });
    assert_eq!(case(&world), Some(LateCase::Undecided), "every payment ends in a receipt, a refund or a case");
    assert!(accept(&mut world).is_ok());
    let again = world.try_apply(Event::RefundAsked(ask(1, 51, Portion::All)));
    assert!(again.is_ok(), "a completed sale is refunded like any other");
}

#[test]
fn till_59_kept_money_stays_in_the_list_with_its_note() {
    let mut world = late(State::Settled);
    assert_eq!(keep(&mut world, "  "), Err(Refusal::NoReason));
    let step = keep(&mut world, "Customer comes on Monday").unwrap();
    assert!(matches!(&step.facts[..], [Fact::LateDecided(fact)] if fact.note == "Customer comes on Monday"));
    assert_eq!(case(&world), Some(LateCase::Kept));
    assert!(case(&world).unwrap().is_listed());
    assert!(keep(&mut world, "On Tuesday").is_ok());
    assert!(accept(&mut world).is_ok(), "it may still be decided otherwise");
}

#[test]
fn till_59_money_in_time_is_no_case() {
    let mut world = World::new();
    world.charge(1, 840);
    world.answer(1, State::Open);
    world.observe(1, State::Accepted);
    assert_eq!(accept(&mut world), Err(Refusal::NotLate));
}

#[test]
fn till_59_ended_codes_are_watched_for_seven_days_and_cases_stay_at_hand() {
    for end in [State::Expired, State::Cancelled, State::Failed] {
        let mut world = World::new();
        world.charge(1, 840);
        world.answer(1, State::Open);
        world.observe(1, end);
        let (_, attempt) = world.book.attempt(guid(1)).unwrap();
        let at = |span: Duration| Timestamp(attempt.changed.0).after(span);
        assert!(attempt.wants_watching(at(ENDED_WATCH - Duration::from_secs(1))), "{end:?}");
        assert!(!attempt.wants_watching(at(ENDED_WATCH)), "{end:?}");
        let commands = ringup::domain::core::unfinished(&world.book, at(Duration::from_secs(3 * 24 * 3600)));
        assert_eq!(commands, [Command::Watch(guid(1))], "a start three days later goes on");
    }
    let world = late(State::Settled);
    let sale = world.book.sale(sale_id(1)).unwrap();
    let next_year = Timestamp(1_767_225_600_000 + 400 * 24 * 3_600_000);
    assert!(!sale.wants_watching(next_year) && sale.stays(next_year), "nothing can come, but someone must decide");
}

#[test]
fn till_59_late_money_that_fails_after_all_is_no_case_any_more() {
    let mut world = late(State::Accepted);
    assert!(case(&world).unwrap().is_listed());
    world.observe(1, State::Failed);
    assert_eq!(case(&world), Some(LateCase::Vanished));
    assert_eq!(accept(&mut world), Err(Refusal::LateDecided), "there is nothing to decide");
    let refund = world.try_apply(Event::RefundAsked(ask(1, 50, Portion::All)));
    assert_eq!(refund, Err(Refusal::NotAccepted));
}

#[test]
fn till_59_only_what_waits_for_a_decision_is_listed() {
    let all = [LateCase::Undecided, LateCase::Kept, LateCase::Accepted, LateCase::Refunded, LateCase::Vanished];
    assert_eq!(all.map(LateCase::is_listed), [true, true, false, false, false]);
}
