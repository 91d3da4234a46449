//! One answer to one question: what each state of a payment says at the counter.

use std::collections::HashSet;

use ringup::domain::core::Event;
use ringup::domain::payment::{Flags, Gap, State};
use ringup::domain::verdict::{self, Verdict};

use super::world::{World, guid, sale_id};

fn of(world: &World, silent: bool) -> Verdict {
    verdict::of(world.book.sale(sale_id(1)).unwrap(), silent)
}

/// A sale whose payment has gone through states, the last with flags.
fn through(release_at: State, states: &[State], flags: Flags) -> World {
    let mut world = World::new();
    world.release_at = release_at;
    world.charge(1, 450);
    world.answer(1, State::Open);
    for (place, state) in states.iter().enumerate() {
        let mut payment = world.reading(1, *state);
        if place + 1 == states.len() {
            payment.status.flags = flags.clone();
        }
        world.apply(Event::Observed { guid: guid(1), payment: Box::new(payment) });
    }
    world
}

#[test]
fn a_request_is_asked_for_and_then_asked_for_again() {
    let mut world = World::new();
    world.charge(1, 450);
    assert_eq!((of(&world, false), of(&world, true)), (Verdict::Asking, Verdict::Asking), "nothing was read yet");
    world.apply(Event::Unanswered { guid: guid(1), error: "timeout".into() });
    assert_eq!(of(&world, false), Verdict::AskingAgain);
    world.apply(Event::Abandon { guid: guid(1), reason: "x".into() });
    assert_eq!(of(&world, false), Verdict::NoCode);
}

#[test]
fn what_a_gateway_adds_to_a_state_is_said() {
    let approved = Flags { approved: true, ..Flags::default() };
    assert_eq!(of(&through(State::Accepted, &[State::Open], approved), false), Verdict::Approved);
    let low_fee = Flags { low_fee: true, ..Flags::default() };
    assert_eq!(of(&through(State::Accepted, &[State::Seen], low_fee.clone()), false), Verdict::LowFee);
    assert_eq!(of(&through(State::Seen, &[State::Seen], low_fee), false), Verdict::SeenByRule, "the owner's rule");
    let over = Flags { over: Some(Gap::default()), ..Flags::default() };
    for state in [State::Accepted, State::Settled] {
        assert_eq!(of(&through(State::Accepted, &[state], over.clone()), false), Verdict::Over);
    }
    assert_eq!(of(&through(State::Settled, &[State::Accepted], over), false), Verdict::Seen, "not enough for the rule");
}

#[test]
fn a_payment_that_fails_after_the_goods_went_is_another_thing_than_one_before() {
    let failed = |states: &[State]| of(&through(State::Accepted, states, Flags::default()), false);
    assert_eq!(failed(&[State::Seen, State::Failed]), Verdict::Failed);
    assert_eq!(failed(&[State::Accepted, State::Failed]), Verdict::FailedGoodsGone);
}

#[test]
fn till_24_silence_speaks_only_where_news_could_change_the_answer() {
    let silent = |release_at, states: &[State]| of(&through(release_at, states, Flags::default()), true);
    assert_eq!(silent(State::Accepted, &[]), Verdict::Unknown);
    assert_eq!(silent(State::Accepted, &[State::Seen]), Verdict::Unknown);
    assert_eq!(silent(State::Seen, &[State::Seen]), Verdict::SeenByRule, "the goods may go");
    assert_eq!(silent(State::Accepted, &[State::Accepted]), Verdict::Accepted);
    assert_eq!(silent(State::Accepted, &[State::Expired]), Verdict::Expired);
    assert_eq!(silent(State::Accepted, &[State::Cancelled]), Verdict::Cancelled);
    assert_eq!(silent(State::Accepted, &[State::Failed]), Verdict::Failed);
}

#[test]
fn bp2_53_under_is_said_until_the_goods_went() {
    let under = || Flags { under: Some(Gap::default()), ..Flags::default() };
    assert_eq!(of(&through(State::Accepted, &[State::Seen], under()), false), Verdict::Under);
    assert_eq!(of(&through(State::Accepted, &[State::Accepted, State::Settled], under()), false), Verdict::Seen);
}

#[test]
fn goods_go_by_five_answers_and_no_other() {
    let go: Vec<Verdict> = Verdict::ALL.into_iter().filter(|verdict| verdict.may_hand_over()).collect();
    assert_eq!(go, [Verdict::SeenByRule, Verdict::Accepted, Verdict::Settled, Verdict::Over, Verdict::Cash]);
}

#[test]
fn every_verdict_has_a_key_of_its_own() {
    let keys: HashSet<&str> = Verdict::ALL.iter().map(|verdict| verdict.key()).collect();
    assert_eq!(keys.len(), Verdict::ALL.len());
    assert_eq!((Verdict::SeenByRule.key(), Verdict::Cash.key()), ("seen_by_rule", "cash"));
}
