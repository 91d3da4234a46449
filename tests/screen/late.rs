//! The inbox of late money: what waits, its evidence, and the three choices.

use iced::keyboard::key::Named;
use ringup::domain::capability::{Cap, Caps};
use ringup::domain::core::{Event, Portion};
use ringup::domain::payment::State;
use ringup::service::start::Mode;
use ringup::ui::screen::late::{Instruction, Late, Message, listed, waiting};
use ringup::ui::screen::refund;
use ringup::ui::theme::Theme;

use super::camera::photograph;
use super::desk::Desk;
use super::hands::Hands;
use super::refund::wish_to_ask;
use super::shop::eur;
use super::till::{Till, guid, line, sale_id, seen};

/// Three payments that came late, and a code that ended without one.
fn day() -> Till {
    let mut till = Till::new();
    till.shop.gateway.as_mut().unwrap().caps = Caps::of([Cap::Create, Cap::Refund, Cap::RefundPreview]);
    let first = till.open(1, vec![line(1, "Flat white", 1240)]);
    till.wait(900).state(first, State::Expired);
    till.wait(1560).state(first, State::Accepted);
    let void = till.open(2, vec![line(1, "Tea", 110)]);
    till.void(2);
    till.wait(200).state(void, State::Accepted);
    let ended = till.open(3, vec![line(1, "Water", 220)]);
    till.wait(900).state(ended, State::Expired);
    let newest = till.open(4, vec![line(1, "Croissant", 840)]);
    till.wait(900).state(newest, State::Expired);
    till.wait(1560).read(newest, seen(2));
    till.wait(4);
    till
}

fn hands_on(till: Till) -> Hands<Late> {
    Hands::on(till, Late::new())
}

#[test]
fn till_59_each_payment_is_bound_to_its_sale_with_its_evidence() {
    let hands = hands_on(day());
    let cx = hands.till.cx();
    assert_eq!(listed(&cx).iter().map(|entry| entry.sale.number).collect::<Vec<_>>(), [1050, 1048, 1047]);
    assert_eq!(waiting(&cx), (3, Some(eur(2190))));
    for text in [
        "3 to decide · €21.90",
        "Sale 1050 · Bitcoin",
        "Arrived for sale 1050",
        "0.00036000 BTC reached BitPay, 2 of 6 confirmations. It is recorded with this sale.",
        "1 ended code still watched",
        "12:22, 26 min late",
        "It opens when the payment is Accepted.",
    ] {
        assert!(hands.shows(text), "{text}");
    }
}

#[test]
fn till_59_accepting_asks_once_and_leaves_the_list() {
    let mut hands = hands_on(day());
    hands.char('2');
    assert!(!hands.shows("Count it as payment of sale 1050?"), "it can still vanish");
    hands.send(Message::RowPressed(guid(1))).char('2');
    assert!(hands.shows("Count it as payment of sale 1047?"));
    hands.click("Count as payment");
    assert_eq!(hands.asked, [Instruction::Accept { payment: guid(1) }]);
    let accepted = Event::LateAccepted { guid: guid(1), note: String::new(), operator: "Mara".into() };
    hands.till.apply(accepted);
    assert!(hands.till.sale(1).completed().is_some());
    assert_eq!(waiting(&hands.till.cx()).0, 2);
    assert!(hands.shows("Arrived for sale 1050"), "the next one comes up");
}

#[test]
fn till_59_a_note_keeps_it_in_the_list_without_the_badge() {
    let mut hands = hands_on(day());
    hands.char('3').key(Named::Enter);
    assert!(hands.shows("Type a note.") && hands.asked.is_empty());
    hands.send(Message::NoteTyped("Comes on Monday".to_owned())).key(Named::Enter);
    assert_eq!(hands.asked, [Instruction::Keep { payment: guid(4), note: "Comes on Monday".to_owned() }]);
    hands.till.apply(Event::LateKept { guid: guid(4), note: "Comes on Monday".into(), operator: "Mara".into() });
    assert_eq!((listed(&hands.till.cx()).len(), waiting(&hands.till.cx()).0), (3, 2));
    assert!(hands.shows("Note: Comes on Monday") && hands.shows("Kept"));
}

#[test]
fn till_59_f39_a_refund_takes_the_late_payment_and_no_other() {
    let mut hands = hands_on(day());
    hands.char('1');
    assert!(!hands.shows("Refund the late money of sale 1050?"), "seen is not the shop's yet");
    hands.key(Named::ArrowDown).key(Named::ArrowDown).char('1');
    assert!(hands.shows("Refund the late money of sale 1047?"));
    hands.click("Customer’s wish").key(Named::Enter);
    let Some(Instruction::Refund(wish)) = hands.asked.last().cloned() else { panic!("{:?}", hands.asked) };
    assert_eq!((wish.payment, wish.portion.clone()), (Some(guid(1)), Portion::All));
    hands.till.apply(Event::RefundAsked(wish_to_ask(wish, 50)));
    hands.send(Message::Refund(refund::Message::Sent(Ok(guid(50)))));
    assert!(hands.shows("It is sent once. The state stays on the sale."));
    hands.key(Named::Escape);
    assert_eq!(waiting(&hands.till.cx()).0, 2);
}

#[test]
fn till_67_where_the_key_only_receives_the_choice_stays_and_says_why() {
    let mut till = day();
    till.shop.gateway.as_mut().unwrap().caps = Caps::of([Cap::Create]);
    let mut hands = hands_on(till);
    hands.send(Message::RowPressed(guid(1))).char('1');
    assert!(!hands.shows("Refund the late money of sale 1047?"));
    assert!(hands.shows("This till’s key can only receive. The owner refunds at BitPay."));
}

#[test]
fn an_empty_inbox_says_so() {
    let mut hands = hands_on(Till::new());
    assert!(hands.shows("No money is waiting for you."));
    hands.char('1').char('2').char('3').key(Named::Enter).key(Named::ArrowDown);
    assert!(hands.asked.is_empty());
    hands.key(Named::Escape);
    assert_eq!(hands.asked, [Instruction::Leave]);
}

#[test]
fn till_59_the_register_has_a_badge_and_the_way_to_the_inbox() {
    let mut desk = Desk::with(Some(Mode::Practice), false, |till| *till = day());
    assert!(desk.shows("Late money"));
    desk.click("Late money");
    assert!(desk.shows("3 to decide · €21.90"));
    desk.wait(1_000).typing("3");
    desk.send(ringup::ui::app::Message::Late(Message::NoteTyped("Monday".to_owned())));
    desk.wait(1_000).key(Named::Enter);
    assert!(desk.rooms.books.asked().contains(&"keep late: Monday".to_owned()));
    assert!(desk.shows("2 to decide · €13.50"));
    desk.wait(1_000).key(Named::Enter);
    assert!(desk.shows("Sale 1050"), "Enter opens the sale");
    let quiet = Desk::start(Some(Mode::Practice));
    assert!(!quiet.shows("Late money"), "nothing waits, nothing is shown");
    assert!(desk.app.cx().book.sale(sale_id(4)).is_some());
}

#[test]
fn late_pictures() {
    for theme in [Theme::Light, Theme::Dark] {
        let tag = format!("{theme:?}").to_lowercase();
        for size in [(800.0, 480.0), (1024.0, 768.0), (1280.0, 800.0), (1920.0, 1080.0)] {
            let mut hands = hands_on(day().sized(size.0, size.1));
            let shot = |hands: &Hands<Late>, name: &str| {
                let cx = hands.till.cx();
                photograph(&format!("late-{name}-{}-{tag}", size.0), theme, hands.room(), hands.page.view(&cx));
            };
            shot(&hands, "list");
            hands.send(Message::RowPressed(guid(1)));
            shot(&hands, "detail");
            hands.char('3');
            shot(&hands, "note");
        }
    }
    let none = hands_on(Till::new());
    let cx = none.till.cx();
    photograph("late-none", Theme::Light, none.room(), none.page.view(&cx));
}
