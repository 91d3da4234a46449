//! Money back, read again and again: what is news, what is followed, and what can still come back.

use std::time::Duration;

use ringup::domain::cart::{Kind, Line};
use ringup::domain::core::{Command, Event, NewSale, Portion, RefundAsk, Refusal, Step};
use ringup::domain::fact::{Fact, Returned};
use ringup::domain::money::{Currency, Money};
use ringup::domain::payment::State;
use ringup::domain::refund::{Refund, RefundState};
use ringup::domain::returns;
use ringup::domain::sale::REFUND_WATCH;

use super::refund::{amount, answer, ask, observe, paid, reading};
use super::world::{World, eur, guid, sale_id};

#[test]
fn till_43_money_goes_back_in_the_currency_it_came_in_and_never_nothing() {
    let mut world = paid(1000);
    let dollars = Portion::Amount(Money::from_minor(100, Currency::from_code("USD").unwrap()).unwrap());
    for portion in [dollars, amount(0)] {
        let refused = world.try_apply(Event::RefundAsked(ask(1, 50, portion)));
        assert_eq!(refused, Err(Refusal::NothingToRefund));
    }
}

#[test]
fn till_43_the_payment_that_paid_the_sale_may_be_named_and_no_other() {
    let mut world = World::new();
    world.charge(1, 1000);
    world.answer(1, State::Open);
    world.observe(1, State::Expired);
    world.try_new_code(1, 2).unwrap();
    world.answer(2, State::Open);
    world.observe(2, State::Accepted);
    let named = |key| RefundAsk { payment: Some(guid(key)), ..ask(1, 50, Portion::All) };
    assert_eq!(world.try_apply(Event::RefundAsked(named(1))), Err(Refusal::NotPaid), "it took no money");
    let step = world.apply(Event::RefundAsked(named(2)));
    assert!(matches!(&step.facts[..], [Fact::RefundIntent(fact)] if fact.request.payment == guid(2)));
}

#[test]
fn f44_a_refund_is_followed_from_its_first_answer_and_told_when_something_moves() {
    let mut world = paid(1000);
    world.apply(Event::RefundAsked(ask(1, 50, amount(100))));
    assert_eq!(answer(&mut world, 50, RefundState::Asked).commands, [Command::WatchRefund(guid(50))]);
    assert_eq!(observe(&mut world, 50, RefundState::Asked), Step::default(), "nothing moved");
    let mut with_fee = reading(&world, 50, RefundState::Asked);
    with_fee.fee = Some("0.10".parse().unwrap());
    let tell = |world: &mut World, refund: &Refund| {
        world.apply(Event::RefundObserved { guid: guid(50), refund: Box::new(refund.clone()) })
    };
    assert!(matches!(tell(&mut world, &with_fee).facts[..], [Fact::RefundStatus(_)]), "the fee is news");
    assert_eq!(tell(&mut world, &with_fee), Step::default(), "the same fee is none");
    with_fee.fee = None;
    assert_eq!(tell(&mut world, &with_fee), Step::default(), "a fee that is left out is none");
    let sent = observe(&mut world, 50, RefundState::Sent);
    assert!(matches!(sent.facts[..], [Fact::RefundStatus(_)]), "{:?}", sent.facts);
    assert!(sent.commands.is_empty(), "it is followed already");
    assert_eq!(observe(&mut world, 50, RefundState::Asked), Step::default(), "it does not go back");
    let back = world.book.refund(guid(50)).unwrap().1;
    assert_eq!(back.fee, Some("0.10".parse().unwrap()));
    let reached: Vec<RefundState> = back.reached.iter().map(|(state, _)| *state).collect();
    assert_eq!(reached, [RefundState::Asked, RefundState::Sent]);
}

#[test]
fn f44_nothing_is_followed_that_ended_with_its_first_answer() {
    let mut world = paid(1000);
    world.apply(Event::RefundAsked(ask(1, 50, amount(100))));
    let step = answer(&mut world, 50, RefundState::Done);
    assert!(matches!(step.facts[..], [Fact::RefundStatus(_), Fact::ReturnCompleted(_)]), "{:?}", step.facts);
    assert!(step.commands.is_empty());
}

#[test]
fn f44_after_a_no_or_a_wrong_answer_no_reading_counts() {
    let mut refused = paid(1000);
    refused.apply(Event::RefundAsked(ask(1, 50, amount(100))));
    refused.apply(Event::RefundRefused { guid: guid(50), code: "state".into(), error: "x".into() });
    assert_eq!(answer(&mut refused, 50, RefundState::Sent), Step::default());
    let mut wrong = paid(1000);
    wrong.apply(Event::RefundAsked(ask(1, 50, amount(100))));
    let mut other = reading(&wrong, 50, RefundState::Sent);
    other.currency = "USD".into();
    wrong.apply(Event::RefundAnswered { guid: guid(50), refund: other });
    assert_eq!(answer(&mut wrong, 50, RefundState::Sent), Step::default());
}

#[test]
fn f44_a_refund_is_followed_for_a_year_and_keeps_its_sale_at_hand() {
    assert_eq!(REFUND_WATCH, Duration::from_secs(31_536_000));
    let mut world = paid(1000);
    world.observe(1, State::Settled);
    world.apply(Event::RefundAsked(ask(1, 50, amount(100))));
    let later = |world: &World, time: Duration| world.book.refund(guid(50)).unwrap().1.asked.after(time);
    let wants = |world: &World, time| world.book.sale(sale_id(1)).unwrap().wants_watching(later(world, time));
    assert!(wants(&world, REFUND_WATCH * 2), "as long as nobody knows whether it exists");
    answer(&mut world, 50, RefundState::Sent);
    assert!(wants(&world, REFUND_WATCH - Duration::from_millis(1)));
    assert!(!wants(&world, REFUND_WATCH));
}

#[test]
fn till_43_each_line_has_its_own_pieces_to_come_back() {
    let line = |minor, quantity| Line {
        sku: None,
        name: String::new(),
        price: eur(minor),
        quantity,
        note: String::new(),
        override_of: None,
        kind: Kind::Goods,
    };
    let mut world = World::new();
    let lines = vec![line(100, 3), line(50, 2), Line { kind: Kind::Tip, ..line(20, 1) }];
    let cart = NewSale { id: sale_id(1), lines, reference: String::new(), operator: String::new() };
    world.apply(Event::Cash { cart: Some(cart), sale: sale_id(1), given: eur(420) });
    assert_eq!(world.book.sale(sale_id(1)).unwrap().items(), 5, "a tip is no piece");
    let two = Portion::Lines(vec![Returned { line: 0, quantity: 2 }, Returned { line: 1, quantity: 1 }]);
    let step = world.apply(Event::RefundAsked(ask(1, 50, two)));
    assert!(matches!(&step.facts[..], [Fact::ReturnCompleted(fact)] if fact.amount == eur(250)));
    let left = |line| returns::pieces_left(world.book.sale(sale_id(1)).unwrap(), line);
    assert_eq!([0, 1, 2, 3].map(left), [1, 1, 1, 0]);
}

#[test]
fn till_43_pieces_of_a_refund_that_failed_can_come_back_again() {
    let mut world = paid(1000);
    let whole = || Portion::Lines(vec![Returned { line: 0, quantity: 1 }]);
    let left = |world: &World| returns::pieces_left(world.book.sale(sale_id(1)).unwrap(), 0);
    assert_eq!(left(&world), 1);
    world.apply(Event::RefundAsked(ask(1, 50, whole())));
    assert_eq!(left(&world), 0);
    answer(&mut world, 50, RefundState::Failed);
    assert_eq!(left(&world), 1);
}
