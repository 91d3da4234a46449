//! What a sale and a return add to the takings, and where a payment's money stands.

use ringup::domain::cart::{Kind, Line};
use ringup::domain::core::{Event, NewSale, Portion};
use ringup::domain::day::{Day, Moment};
use ringup::domain::fact::{Fact, Returned};
use ringup::domain::id::ProductId;
use ringup::domain::payment::{Paid, State};
use ringup::domain::sale::Sale;
use ringup::domain::takings::{By, Cells, Figures, Share, of_return, of_sale, place};

use super::refund::ask;
use super::world::{World, eur, guid, sale_id};

fn at() -> Moment {
    Moment { day: Day::new(2026, 1, 1).unwrap(), minute: 9 * 60 + 5 }
}

fn sale(world: &World) -> &Sale {
    world.book.sale(sale_id(1)).unwrap()
}

fn line(sku: Option<&str>, minor: i64, quantity: u32) -> Line {
    Line {
        sku: sku.map(ProductId::from),
        name: format!("Name of {sku:?}"),
        price: eur(minor),
        quantity,
        note: String::new(),
        override_of: None,
        kind: Kind::Goods,
    }
}

/// A cash sale of two teas at 2.00 and a typed amount of 1.00.
fn in_cash() -> World {
    let mut world = World::new();
    let lines = vec![line(Some("tea"), 200, 2), line(None, 100, 1)];
    let cart = NewSale { id: sale_id(1), lines, reference: String::new(), operator: "Mara".to_owned() };
    world.apply(Event::Cash { cart: Some(cart), sale: sale_id(1), given: eur(500) });
    world
}

/// A payment in bitcoin that has gone through states.
fn in_bitcoin(states: &[State]) -> World {
    let mut world = World::new();
    world.release_at = State::Seen;
    world.charge(1, 450);
    world.answer(1, State::Open);
    for state in states {
        let mut payment = world.reading(1, *state);
        payment.paid = Some(Paid { coin: "BTC".to_owned(), amount: None, display: String::new(), rate: None });
        world.apply(Event::Observed { guid: guid(1), payment: Box::new(payment) });
    }
    world
}

fn keys(cells: &Cells, by: By) -> Vec<(String, String)> {
    let of = cells.iter().filter(|(split, ..)| *split == by);
    of.map(|(_, key, cell)| (key.to_owned(), cell.label.clone())).collect()
}

#[test]
fn till_50_a_cash_sale_stands_in_every_split_but_coins() {
    let world = in_cash();
    let placed = place(sale(&world)).unwrap();
    assert_eq!((placed.tender.as_str(), placed.coin.as_str(), placed.share), ("cash", "", Share::Cash));
    let cells = of_sale(sale(&world), &placed, at());
    let whole = Figures { sales: 1, taken: 500, pieces: 3, cash: 500, ..Figures::default() };
    for (by, key) in [(By::Whole, ""), (By::Hour, "09"), (By::Tender, "cash"), (By::Operator, "Mara"), (By::Tax, "")] {
        assert_eq!(cells.get(by, key), whole, "{by:?}");
    }
    assert_eq!(keys(&cells, By::Coin), []);
    let named = |key: &str, label: &str| (key.to_owned(), label.to_owned());
    assert_eq!(keys(&cells, By::Product), [named("", ""), named("tea", "Name of Some(\"tea\")")]);
    let tea = Figures { sales: 1, taken: 400, pieces: 2, cash: 400, ..Figures::default() };
    assert_eq!(cells.get(By::Product, "tea"), tea);
}

#[test]
fn till_50_money_stands_where_the_payments_state_says() {
    let figures = |states: &[State]| {
        let world = in_bitcoin(states);
        let placed = place(sale(&world)).unwrap();
        assert_eq!((placed.tender.as_str(), placed.coin.as_str()), ("gateway:g", "BTC"));
        let cells = of_sale(sale(&world), &placed, at());
        assert_eq!(cells.get(By::Coin, "BTC"), cells.get(By::Whole, ""));
        let figures = cells.get(By::Whole, "");
        assert_eq!((figures.sales, figures.taken, figures.pieces, figures.cash), (1, 450, 1, 0));
        (placed.share, [figures.promised, figures.seen, figures.settled, figures.failed])
    };
    assert_eq!(figures(&[State::Seen]), (Share::Seen, [450, 450, 0, 0]));
    assert_eq!(figures(&[State::Accepted]), (Share::Accepted, [450, 0, 0, 0]));
    assert_eq!(figures(&[State::Accepted, State::Settled]), (Share::Settled, [0, 0, 450, 0]));
    assert_eq!(figures(&[State::Accepted, State::Failed]), (Share::Failed, [0, 0, 0, 450]));
    assert_eq!(place(sale(&in_bitcoin(&[]))), None, "nothing is taken before a receipt");
}

#[test]
fn till_50_what_moves_from_one_place_to_another_leaves_the_first() {
    let cells = |states: &[State]| {
        let world = in_bitcoin(states);
        of_sale(sale(&world), &place(sale(&world)).unwrap(), at())
    };
    let (promised, settled) = (cells(&[State::Accepted]), cells(&[State::Accepted, State::Settled]));
    assert!(!promised.is_empty() && promised.clone().minus(&promised).is_empty());
    let moved = settled.clone().minus(&promised);
    assert_eq!(moved.get(By::Whole, ""), Figures { promised: -450, settled: 450, ..Figures::default() });
    assert_eq!(promised.plus(&moved), settled);
}

#[test]
fn till_50_a_return_takes_back_its_pieces_and_what_was_typed_apart() {
    let mut world = in_cash();
    let returned = |world: &mut World, key: u8, portion: Portion| {
        let step = world.apply(Event::RefundAsked(ask(1, key, portion)));
        let [Fact::ReturnCompleted(fact)] = &step.facts[..] else { panic!("{:?}", step.facts) };
        of_return(sale(world), fact, at())
    };
    let back = |minor| Figures { refunds: 1, refunded: minor, ..Figures::default() };
    let piece = Portion::Lines(vec![Returned { line: 0, quantity: 1 }]);
    let cells = returned(&mut world, 50, piece);
    for (by, key) in [(By::Whole, ""), (By::Tender, "cash"), (By::Operator, "Mara"), (By::Tax, "")] {
        assert_eq!(cells.get(by, key), back(200), "{by:?}");
    }
    assert_eq!(cells.get(By::Product, "tea"), back(200));
    assert_eq!(keys(&cells, By::Product).len(), 1, "nothing else came back");
    let cells = returned(&mut world, 51, Portion::Amount(eur(50)));
    assert_eq!((cells.get(By::Product, ""), cells.get(By::Whole, "")), (back(50), back(50)));
}

#[test]
fn f42_money_that_never_was_takings_takes_nothing_back() {
    let mut world = in_cash();
    world.apply(Event::RefundAsked(ask(1, 50, Portion::All)));
    let Some(Fact::ReturnCompleted(fact)) = world.facts.last() else { panic!("cash goes back at once") };
    let other = ringup::domain::fact::ReturnTender::Gateway { payment: guid(9) };
    let foreign = ringup::domain::fact::ReturnCompleted { tender: other, ..fact.clone() };
    assert!(of_return(sale(&world), &foreign, at()).is_empty());
}
