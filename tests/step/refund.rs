//! Money back: never more than was paid, never twice, never another while one is in doubt.

use std::collections::HashMap;

use proptest::prelude::*;
use ringup::domain::core::{Command, Event, Portion, RefundAsk, Refusal, Step, unfinished};
use ringup::domain::fact::{Fact, ReturnTender, Returned};
use ringup::domain::id::{Guid, RefundId};
use ringup::domain::payment::State;
use ringup::domain::refund::{Refund, RefundState};
use ringup::domain::returns::{self, Standing};
use ringup::domain::time::Timestamp;

use super::world::{World, eur, guid, sale_id};

pub fn ask(sale: u8, key: u8, portion: Portion) -> RefundAsk {
    RefundAsk {
        sale: sale_id(sale),
        payment: None,
        guid: guid(key),
        portion,
        reason: "Wrong item".into(),
        buyer_pays_fee: false,
        immediate: false,
        operator: "Mara".into(),
    }
}

pub fn amount(minor: i64) -> Portion {
    Portion::Amount(eur(minor))
}

/// A paid sale of one line.
pub fn paid(minor: i64) -> World {
    let mut world = World::new();
    world.charge(1, minor);
    world.answer(1, State::Open);
    world.observe(1, State::Accepted);
    world
}

/// A reading that agrees with what the refund asked.
pub fn reading(world: &World, key: u8, state: RefundState) -> Box<Refund> {
    let (_, back) = world.book.refund(guid(key)).unwrap();
    let asked = back.request.as_ref().unwrap();
    Box::new(Refund {
        id: RefundId(format!("ref{key}")),
        guid: Some(asked.guid.to_string()),
        invoice: asked.invoice.clone(),
        amount: asked.amount.to_decimal(),
        currency: asked.amount.currency().code().to_owned(),
        state,
        raw: state.word().to_owned(),
        fee: None,
        buyer_pays_fee: asked.buyer_pays_fee,
        coin: None,
        asked: None,
        reference: String::new(),
        token: None,
    })
}

pub fn answer(world: &mut World, key: u8, state: RefundState) -> Step {
    let refund = reading(world, key, state);
    world.apply(Event::RefundAnswered { guid: guid(key), refund })
}

pub fn observe(world: &mut World, key: u8, state: RefundState) -> Step {
    let refund = reading(world, key, state);
    world.apply(Event::RefundObserved { guid: guid(key), refund })
}

fn standing(world: &World) -> Option<Standing> {
    returns::standing(world.book.sale(sale_id(1)).unwrap())
}

#[test]
fn till_43_the_refund_is_planned_before_it_is_sent_and_has_its_own_number_when_done() {
    let mut world = paid(1000);
    let step = world.apply(Event::RefundAsked(ask(1, 50, amount(400))));
    let [Fact::RefundIntent(intent)] = &step.facts[..] else { panic!("{:?}", step.facts) };
    let [Command::Refund(request)] = &step.commands[..] else { panic!("{:?}", step.commands) };
    assert_eq!((**request).clone(), intent.request);
    assert_eq!((request.amount, request.guid, request.payment), (eur(400), guid(50), guid(1)));
    let step = answer(&mut world, 50, RefundState::Asked);
    assert!(matches!(step.facts[..], [Fact::RefundStatus(_)]));
    assert_eq!(step.commands, [Command::WatchRefund(guid(50))]);
    assert_eq!(standing(&world), Some(Standing::Asked));
    observe(&mut world, 50, RefundState::Sent);
    assert_eq!(standing(&world), Some(Standing::Sent));
    let step = observe(&mut world, 50, RefundState::Done);
    let [Fact::RefundStatus(_), Fact::ReturnCompleted(done)] = &step.facts[..] else { panic!("{:?}", step.facts) };
    assert_eq!((done.receipt_no, done.amount), (2, eur(400)));
    assert_eq!(done.original.map(|original| original.receipt_no), Some(1));
    assert_eq!(done.tender, ReturnTender::Gateway { payment: guid(1) });
    assert_eq!(done.reason, "Wrong item");
    assert!(observe(&mut world, 50, RefundState::Done).facts.is_empty(), "the end is written once");
    assert_eq!(standing(&world), Some(Standing::Partial));
    world.apply(Event::RefundAsked(ask(1, 51, Portion::All)));
    assert_eq!(world.book.refund(guid(51)).unwrap().1.amount, eur(600), "what is left");
    answer(&mut world, 51, RefundState::Done);
    assert_eq!(standing(&world), Some(Standing::Full));
    let refused = world.try_apply(Event::RefundAsked(ask(1, 52, amount(1))));
    assert_eq!(refused, Err(Refusal::NothingToRefund));
}

#[test]
fn till_43_never_more_than_what_was_paid() {
    let mut world = paid(1000);
    let too_much = world.try_apply(Event::RefundAsked(ask(1, 50, amount(1001))));
    assert_eq!(too_much, Err(Refusal::RefundTooMuch { asked: eur(1001), left: eur(1000) }));
    world.apply(Event::RefundAsked(ask(1, 50, amount(700))));
    answer(&mut world, 50, RefundState::Sent);
    let too_much = world.try_apply(Event::RefundAsked(ask(1, 51, amount(301))));
    assert_eq!(too_much, Err(Refusal::RefundTooMuch { asked: eur(301), left: eur(300) }));
    observe(&mut world, 50, RefundState::Failed);
    assert_eq!(standing(&world), Some(Standing::Failed));
    assert!(world.try_apply(Event::RefundAsked(ask(1, 51, amount(1000)))).is_ok(), "what failed is with the shop");
}

#[test]
fn till_43_a_refund_needs_a_reason_and_a_payment_that_is_accepted() {
    let mut world = World::new();
    world.charge(1, 1000);
    world.answer(1, State::Open);
    let early = world.try_apply(Event::RefundAsked(ask(1, 50, Portion::All)));
    assert_eq!(early, Err(Refusal::NotPaid));
    world.release_at = State::Seen;
    let mut seen = World::new();
    seen.release_at = State::Seen;
    seen.charge(1, 1000);
    seen.answer(1, State::Open);
    seen.observe(1, State::Seen);
    let early = seen.try_apply(Event::RefundAsked(ask(1, 50, Portion::All)));
    assert_eq!(early, Err(Refusal::NotAccepted), "goods may be gone, the money is not safe yet");
    let mut world = paid(1000);
    let silent = RefundAsk { reason: "  ".into(), ..ask(1, 50, Portion::All) };
    assert_eq!(world.try_apply(Event::RefundAsked(silent)), Err(Refusal::NoReason));
    let voided = world.try_apply(Event::Void { sale: sale_id(1), reason: "x".into() });
    assert_eq!(voided, Err(Refusal::SaleOver), "after completion money goes back by a refund");
}

#[test]
fn till_43_a_void_needs_a_reason() {
    let mut world = World::new();
    world.charge(1, 1000);
    world.answer(1, State::Open);
    let silent = world.try_apply(Event::Void { sale: sale_id(1), reason: " ".into() });
    assert_eq!(silent, Err(Refusal::NoReason));
    assert!(world.try_apply(Event::Void { sale: sale_id(1), reason: "Changed mind".into() }).is_ok());
}

#[test]
fn till_43_cash_goes_back_at_once_with_a_number_of_its_own() {
    let mut world = World::new();
    world.try_cash(1, 1000, 2000).unwrap();
    let step = world.apply(Event::RefundAsked(ask(1, 50, amount(250))));
    let [Fact::ReturnCompleted(done)] = &step.facts[..] else { panic!("{:?}", step.facts) };
    assert_eq!((done.receipt_no, done.amount, &done.tender), (2, eur(250), &ReturnTender::Cash));
    assert!(step.commands.is_empty(), "no gateway has a part in it");
    let again = world.try_apply(Event::RefundAsked(ask(1, 50, amount(250))));
    assert_eq!(again, Err(Refusal::AlreadyRefunding), "a second press is the same refund");
    let too_much = world.try_apply(Event::RefundAsked(ask(1, 51, amount(751))));
    assert!(matches!(too_much, Err(Refusal::RefundTooMuch { .. })));
    assert_eq!(standing(&world), Some(Standing::Partial));
}

#[test]
fn till_43_goods_come_back_once_and_at_their_price() {
    let mut world = World::new();
    world.try_cash(1, 1000, 1000).unwrap();
    let piece = |quantity| Portion::Lines(vec![Returned { line: 0, quantity }]);
    let refused = |world: &mut World, portion| world.try_apply(Event::RefundAsked(ask(1, 60, portion)));
    assert_eq!(refused(&mut world, piece(2)), Err(Refusal::NotReturnable { line: 0, left: 1 }));
    assert_eq!(refused(&mut world, piece(0)), Err(Refusal::NotReturnable { line: 0, left: 1 }));
    let twice = Portion::Lines(vec![Returned { line: 0, quantity: 1 }; 2]);
    assert_eq!(refused(&mut world, twice), Err(Refusal::NotReturnable { line: 0, left: 1 }));
    let other = Portion::Lines(vec![Returned { line: 7, quantity: 1 }]);
    assert_eq!(refused(&mut world, other), Err(Refusal::NotReturnable { line: 7, left: 0 }));
    let step = world.apply(Event::RefundAsked(ask(1, 50, piece(1))));
    let [Fact::ReturnCompleted(done)] = &step.facts[..] else { panic!("{:?}", step.facts) };
    assert_eq!((done.amount, &done.lines[..]), (eur(1000), &[Returned { line: 0, quantity: 1 }][..]));
}

#[test]
fn f44_doubt_is_written_once_looked_into_and_blocks_another_refund() {
    let mut world = paid(1000);
    let sent = world.apply(Event::RefundAsked(ask(1, 50, amount(100)))).commands;
    let blocked = world.try_apply(Event::RefundAsked(ask(1, 51, amount(100))));
    assert_eq!(blocked, Err(Refusal::RefundInDoubt), "before the first answer too");
    let step = world.apply(Event::RefundUnanswered { guid: guid(50), error: "timeout".into() });
    assert!(matches!(step.facts[..], [Fact::RefundUnknown(_)]));
    let ([Command::Refund(first)], [Command::ResolveRefund(again)]) = (&sent[..], &step.commands[..]) else { panic!() };
    assert_eq!(first, again, "not a byte changes, and nothing is sent before a look");
    let step = world.apply(Event::RefundUnanswered { guid: guid(50), error: "timeout".into() });
    assert!(step.facts.is_empty());
    assert_eq!(standing(&world), Some(Standing::Unsure));
    assert_eq!(world.try_apply(Event::RefundAsked(ask(1, 51, amount(100)))), Err(Refusal::RefundInDoubt));
    answer(&mut world, 50, RefundState::Sent);
    assert!(world.try_apply(Event::RefundAsked(ask(1, 51, amount(100)))).is_ok());
}

#[test]
fn f44_a_start_finishes_what_a_crash_left() {
    let mut world = paid(1000);
    world.apply(Event::RefundAsked(ask(1, 50, amount(100))));
    let after = Timestamp(1_767_225_700_000);
    let commands = unfinished(&world.book, after);
    assert!(
        matches!(&commands[..], [Command::Watch(_), Command::ResolveRefund(r)] if r.guid == guid(50)),
        "{commands:?}"
    );
    answer(&mut world, 50, RefundState::Asked);
    let commands = unfinished(&world.book, after);
    assert!(commands.contains(&Command::WatchRefund(guid(50))), "{commands:?}");
    observe(&mut world, 50, RefundState::Done);
    assert_eq!(unfinished(&world.book, after), [Command::Watch(guid(1))], "an end is an end");
}

#[test]
fn f44_a_no_is_a_no_and_a_preview_is_no_answer() {
    let mut world = paid(1000);
    world.apply(Event::RefundAsked(ask(1, 50, amount(100))));
    assert!(answer(&mut world, 50, RefundState::Preview).facts.is_empty());
    assert!(world.book.refund(guid(50)).unwrap().1.is_unresolved());
    world.apply(Event::RefundRefused { guid: guid(50), code: "state".into(), error: "010207".into() });
    assert_eq!(standing(&world), Some(Standing::Failed));
    let late = Event::RefundUnanswered { guid: guid(50), error: "x".into() };
    assert_eq!(world.apply(late), Step::default());
}

#[test]
fn till_43_another_refund_in_the_answer_is_set_aside_and_blocks() {
    type Change = fn(&mut Refund);
    let changes: [(&str, Change); 4] = [
        ("guid", |r| r.guid = Some("another".into())),
        ("invoice", |r| r.invoice = "other".into()),
        ("currency", |r| r.currency = "USD".into()),
        ("amount", |r| r.amount = "1.01".parse().unwrap()),
    ];
    for (field, change) in changes {
        let mut world = paid(1000);
        world.apply(Event::RefundAsked(ask(1, 50, amount(100))));
        let mut refund = reading(&world, 50, RefundState::Sent);
        change(&mut refund);
        let step = world.apply(Event::RefundAnswered { guid: guid(50), refund });
        let [Fact::RefundQuarantined(fact)] = &step.facts[..] else { panic!("{field}: {:?}", step.facts) };
        assert_eq!(fact.field, field);
        assert!(step.commands.is_empty());
        assert_eq!(world.try_apply(Event::RefundAsked(ask(1, 51, amount(1)))), Err(Refusal::RefundInDoubt));
    }
}

const STATES: [RefundState; 7] = [
    RefundState::Preview,
    RefundState::Asked,
    RefundState::Sent,
    RefundState::Done,
    RefundState::Failed,
    RefundState::Cancelled,
    RefundState::Unmapped,
];

/// Feeds one arbitrary event about refund `key`; a refusal is a fine answer.
fn random(world: &mut World, what: u8, key: u8, detail: usize, minor: i64) {
    let known = world.book.refund(guid(key)).is_some_and(|(_, back)| back.request.is_some());
    let event = match what {
        0 => Event::RefundAsked(ask(1, key, amount(minor))),
        1 => Event::RefundAsked(ask(1, key, Portion::All)),
        2 => Event::RefundUnanswered { guid: guid(key), error: "x".into() },
        3 => Event::RefundRefused { guid: guid(key), code: "state".into(), error: "x".into() },
        _ if !known => return,
        4 => Event::RefundAnswered { guid: guid(key), refund: reading(world, key, STATES[detail]) },
        _ => Event::RefundObserved { guid: guid(key), refund: reading(world, key, STATES[detail]) },
    };
    let _ = world.try_apply(event);
}

/// What the facts alone say, told apart from the book's own sums.
fn check(facts: &[Fact], sends: &HashMap<Guid, usize>) {
    let mut going: HashMap<Guid, i64> = HashMap::new();
    let mut ended: HashMap<Guid, RefundState> = HashMap::new();
    for fact in facts {
        match fact {
            Fact::RefundIntent(fact) => {
                let twice = going.insert(fact.request.guid, fact.request.amount.minor());
                assert!(twice.is_none(), "one key, one refund");
            }
            Fact::RefundRefused(fact) => drop(going.remove(&fact.refund)),
            Fact::RefundStatus(fact) => {
                assert!(!ended.contains_key(&fact.refund), "an end is final");
                if fact.state.is_final() {
                    ended.insert(fact.refund, fact.state);
                }
                if matches!(fact.state, RefundState::Failed | RefundState::Cancelled) {
                    going.remove(&fact.refund);
                }
            }
            _ => {}
        }
        assert!(going.values().sum::<i64>() <= 1000, "never more than was paid");
    }
    let done: Vec<Guid> =
        facts.iter().filter_map(|f| if let Fact::ReturnCompleted(r) = f { Some(r.refund) } else { None }).collect();
    let ends = ended.iter().filter(|(_, state)| **state == RefundState::Done);
    assert_eq!(done.len(), ends.count(), "each done refund has one receipt");
    assert!(sends.values().all(|times| *times == 1), "the core has each refund sent once; the rest is looked for");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn till_43_f44_no_order_of_events_gives_back_more_or_twice(
        moves in proptest::collection::vec((0..7_u8, 50..54_u8, 0..7_usize, 1..1200_i64), 1..50),
    ) {
        let mut world = paid(1000);
        let mut sends = HashMap::new();
        for (what, key, detail, minor) in moves {
            let before = world.facts.len();
            random(&mut world, what, key, detail, minor);
            for fact in &world.facts[before..] {
                if let Fact::RefundIntent(fact) = fact {
                    *sends.entry(fact.request.guid).or_insert(0) += 1;
                }
            }
            check(&world.facts, &sends);
            world.check_invariants();
        }
    }

    #[test]
    fn till_43_cash_never_gives_back_more_than_it_took(asked in proptest::collection::vec(1..1200_i64, 1..20)) {
        let mut world = World::new();
        world.try_cash(1, 1000, 1000).unwrap();
        for (index, minor) in asked.into_iter().enumerate() {
            let key = 50 + u8::try_from(index).unwrap();
            let _ = world.try_apply(Event::RefundAsked(ask(1, key, amount(minor))));
        }
        let back: i64 = world.facts.iter().map(|f| if let Fact::ReturnCompleted(r) = f { r.amount.minor() } else { 0 }).sum();
        prop_assert!(back <= 1000);
        world.check_invariants();
    }
}
