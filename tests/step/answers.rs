//! What is asked of a gateway, and what its later answers may still change.

use ringup::domain::book::Book;
use ringup::domain::coin::AssetId;
use ringup::domain::core::{Command, Event, Step};
use ringup::domain::entry::{Entry, Hash};
use ringup::domain::fact::{Fact, Genesis};
use ringup::domain::money::Currency;
use ringup::domain::payment::{PayOption, PayUri, State, UriKind};
use ringup::domain::sale::{ACCEPTED_WATCH, ENDED_WATCH};
use ringup::domain::time::{Stamp, Timestamp};
use serde_json::{Value, json};
use std::time::Duration;

use super::world::{World, guid, sale_id};

/// A till whose book has its first entry.
pub fn begun() -> World {
    let mut world = World::new();
    let genesis = Genesis {
        journal: "a".repeat(32),
        terminal: "0123456789abcdef0123456789abcdef".to_owned(),
        public_key: "b".repeat(64),
        version: "0".to_owned(),
        shop: "Shop".to_owned(),
        currency: Currency::EUR,
        environment: "practice".to_owned(),
        previous: None,
    };
    let stamp = Stamp { at: Timestamp(0), mono_ms: 0, boot: [0; 16], offset_min: 0 };
    let hash = Hash([0xab; 32]);
    world.book.apply(&Entry { seq: 1, stamp, actor: 0, training: false, fact: Fact::Genesis(genesis), hash });
    world
}

fn pos_data(step: &Step) -> Value {
    let [Command::Create(request)] = &step.commands[..] else { panic!("{:?}", step.commands) };
    serde_json::from_str(&request.pos_data).unwrap()
}

#[test]
fn every_request_leaves_the_end_of_the_chain_with_the_gateway() {
    let mut world = begun();
    let first = pos_data(&world.charge(1, 450));
    assert_eq!(first, json!({"t": "01234567", "s": 1, "q": 1, "h": "abababababababab"}));
    let second = pos_data(&world.charge(2, 450));
    assert_eq!(second, json!({"t": "01234567", "s": 2, "q": 3, "h": "0303030303030303"}));
}

#[test]
fn the_invoice_entry_holds_a_hash_of_every_code_in_its_order() {
    let uri = |text: &str| PayUri { kind: UriKind::Bare, text: text.to_owned() };
    let mut world = World::new();
    world.charge(1, 450);
    let mut payment = world.reading(1, State::Open);
    payment.options = vec![PayOption {
        id: "BTC".into(),
        asset: AssetId { code: "BTC".to_owned(), symbol: "BTC".to_owned(), network: None },
        total: None,
        subtotal: None,
        display: String::new(),
        network_cost: None,
        network_cost_fiat: None,
        uris: vec![uri("bitcoin:a"), uri("lightning:b")],
        address: None,
        rate: None,
        disabled: None,
    }];
    payment.universal = vec![uri("https://c")];
    let step = world.apply(Event::Answered { guid: guid(1), payment: Box::new(payment) });
    let [Fact::PaymentInvoice(invoice)] = &step.facts[..] else { panic!("{:?}", step.facts) };
    assert_eq!(invoice.codes_hash, "efee59c7737e713536bd0cdbe711fcfb9177810fa08e7246752194d7cccdfa5d");
}

#[test]
fn a_contradiction_is_written_three_times_and_changes_nothing() {
    let mut world = World::new();
    world.charge(1, 450);
    world.answer(1, State::Open);
    world.observe(1, State::Accepted);
    let before = world.book.sale(sale_id(1)).unwrap().attempts[0].status.clone();
    for time in 1..=3 {
        let step = world.observe(1, State::Seen);
        let [Fact::PaymentContradicted(fact)] = &step.facts[..] else { panic!("{time}: {:?}", step.facts) };
        assert_eq!((fact.known, fact.read.state), (State::Accepted, State::Seen));
        assert_eq!(world.book.sale(sale_id(1)).unwrap().attempts[0].contradictions, time);
    }
    assert_eq!(world.observe(1, State::Seen), Step::default(), "the fourth is no news");
    assert_eq!(world.book.sale(sale_id(1)).unwrap().attempts[0].status, before);
}

/// What may still come after an answer is known.
fn late_news() -> [Event; 3] {
    [
        Event::Unanswered { guid: guid(1), error: "timeout".into() },
        Event::Refused { guid: guid(1), code: "x".into(), error: "x".into() },
        Event::Abandon { guid: guid(1), reason: "x".into() },
    ]
}

#[test]
fn silence_and_refusal_say_nothing_once_an_invoice_is_known_or_the_attempt_is_closed() {
    let mut known = World::new();
    known.charge(1, 450);
    known.answer(1, State::Open);
    let mut closed = World::new();
    closed.charge(1, 450);
    closed.apply(Event::Refused { guid: guid(1), code: "price".into(), error: "too small".into() });
    for news in late_news() {
        assert_eq!(known.apply(news.clone()), Step::default(), "{news:?}");
        assert_eq!(closed.apply(news.clone()), Step::default(), "{news:?}");
    }
}

#[test]
fn another_doubt_is_written_and_the_request_is_looked_for_each_time() {
    let mut world = World::new();
    world.charge(1, 450);
    for (error, written) in [("timeout", 1), ("timeout", 0), ("reset", 1)] {
        let step = world.apply(Event::Unanswered { guid: guid(1), error: error.into() });
        assert_eq!(step.facts.len(), written, "{error}");
        assert!(matches!(step.commands[..], [Command::Resolve(_)]), "{error}");
    }
    let unknown = &world.book.sale(sale_id(1)).unwrap().attempts[0].unknown;
    assert_eq!(unknown.as_deref(), Some("reset"));
}

#[test]
fn the_coin_that_is_shown_is_written_once_and_only_while_it_can_be_paid() {
    let mut world = World::new();
    world.charge(1, 450);
    world.answer(1, State::Open);
    let picked = |coin: &str| Event::CoinPicked { guid: guid(1), coin: coin.to_owned() };
    let step = world.apply(picked("BTC"));
    assert!(matches!(&step.facts[..], [Fact::CoinShown(fact)] if fact.coin == "BTC"), "{:?}", step.facts);
    assert_eq!(world.apply(picked("BTC")), Step::default());
    assert_eq!(world.apply(picked("LTC")).facts.len(), 1);
    world.observe(1, State::Seen);
    assert_eq!(world.apply(picked("BTC")), Step::default(), "it is paid");
}

#[test]
fn each_state_is_kept_with_the_moment_it_was_first_seen() {
    let mut world = World::new();
    world.charge(1, 450);
    world.answer(1, State::Open);
    world.observe(1, State::Seen);
    let mut again = world.reading(1, State::Seen);
    again.status.confirmations = Some((1, 2));
    world.apply(Event::Observed { guid: guid(1), payment: Box::new(again) });
    world.observe(1, State::Accepted);
    let reached: Vec<State> =
        world.book.sale(sale_id(1)).unwrap().attempts[0].reached.iter().map(|(state, _)| *state).collect();
    assert_eq!(reached, [State::Open, State::Seen, State::Accepted]);
}

#[test]
fn a_payment_is_watched_thirty_days_for_its_settlement_and_a_wrong_one_seven() {
    assert_eq!(ACCEPTED_WATCH, Duration::from_secs(2_592_000));
    assert_eq!(ENDED_WATCH, Duration::from_secs(604_800));
    let mut world = World::new();
    world.charge(1, 450);
    world.answer(1, State::Open);
    world.observe(1, State::Accepted);
    let last = |book: &Book, watch: Duration| {
        let attempt = book.attempt(guid(1)).unwrap().1;
        let after = |time: Duration| Timestamp(attempt.changed.0 + i64::try_from(time.as_millis()).unwrap());
        let wants = |time| attempt.wants_watching(after(time));
        (wants(watch - Duration::from_millis(1)), wants(watch))
    };
    assert_eq!(last(&world.book, ACCEPTED_WATCH), (true, false));
    let mut wrong = World::new();
    wrong.charge(1, 450);
    wrong.answer(1, State::Open);
    let mut other = wrong.reading(1, State::Open);
    other.echo.currency = "USD".into();
    wrong.apply(Event::Observed { guid: guid(1), payment: Box::new(other) });
    assert_eq!(last(&wrong.book, ENDED_WATCH), (true, false));
}
