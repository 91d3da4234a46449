//! Another tender for a sale that waits: cash (F7), and the picker (F6).

use iced::keyboard::key::Named;
use ringup::config::Connection;
use ringup::domain::core::Event;
use ringup::domain::environment::Environment;
use ringup::domain::payment::State;
use ringup::ui::press::Press;
use ringup::ui::screen::pay::{Instruction, Message};
use ringup::ui::theme::Theme;

use super::Hands;
use crate::screen::camera::photograph;
use crate::screen::shop::eur;
use crate::screen::till::{Till, sale_id, seen};

fn cash(minor: i64) -> Instruction {
    Instruction::Cash { sale: sale_id(1), given: eur(minor) }
}

fn connection(name: &str, environment: Environment, pairing_code: &str) -> Connection {
    Connection {
        name: name.to_owned(),
        kind: "bitpay".to_owned(),
        url: "https://test.bitpay.com".to_owned(),
        environment,
        facade: "pos".to_owned(),
        signed: true,
        pairing_code: pairing_code.to_owned(),
        terms: ringup::domain::terms::Terms::default(),
    }
}

/// A till with another connection to ask, one that waits for approval, and one for other money.
fn with_others() -> Hands {
    let mut hands = Hands::open();
    hands.till.shop.config.connections = vec![
        connection("shop", Environment::Test, ""),
        connection("spare", Environment::Test, ""),
        connection("unpaired", Environment::Test, "aBc1234"),
        connection("real", Environment::Live, ""),
    ];
    hands
}

#[test]
fn till_13_cash_by_keys_alone_and_once() {
    let mut hands = Hands::open();
    hands.key(Named::F7);
    assert!(hands.shows("To pay") && hands.shows("Received"));
    assert!(hands.shows(
        "The code leaves the screen. If it is paid all the same, that money goes to Late money with this sale."
    ));
    assert!(hands.scan(Theme::Light).is_empty(), "no code is shown while cash is counted");
    "30".chars().for_each(|digit| {
        hands.char(digit);
    });
    hands.key(Named::Enter);
    assert!(hands.asked.is_empty(), "€0.30 is not enough");
    hands.char('0').char('0').char('5');
    assert!(hands.shows("Change to give"), "€300.05");
    hands.send(Message::Pressed(Press::named(Named::Backspace).repeated()));
    assert!(hands.shows("Still €4.02"), "€30.00 is short of €34.02");
    hands.key(Named::Escape).key(Named::F7);
    "50".chars().chain("00".chars()).for_each(|digit| {
        hands.char(digit);
    });
    assert!(hands.shows("Change to give"));
    hands.key(Named::Enter).key(Named::Enter);
    assert_eq!(hands.asked, [cash(5000)], "a second Enter does nothing");
    hands.send(Message::Failed).key(Named::Enter);
    assert_eq!(hands.asked.len(), 2, "what failed can be tried again");
}

#[test]
fn till_13_quick_amounts_and_the_way_back() {
    let mut hands = Hands::open();
    hands.key(Named::F7).click("€40").click("Done, next sale");
    assert_eq!(hands.asked, [cash(4000)]);
    let mut hands = Hands::open();
    hands.key(Named::F7).key(Named::Escape);
    assert!(hands.shows("Wait. Keep the goods.") && !hands.scan(Theme::Light).is_empty(), "the code is back");
}

#[test]
fn till_13_the_picker_offers_what_is_possible_and_says_why_not() {
    let mut hands = with_others();
    hands.key(Named::F6);
    assert!(hands.shows("€34.02 of sale 1047: which tender?"));
    assert!(hands.shows("A code of spare") && !hands.shows("A code of shop"));
    assert!(!hands.shows("A code of unpaired") && !hands.shows("A code of real"));
    assert!(hands.shows("The code on the screen can be paid until 10:57. A sale has one code at a time."));
    hands.click("A code of spare");
    assert!(hands.asked.is_empty());
    hands.key(Named::Enter);
    assert!(hands.shows("€34.02 of sale 1047: which tender?"), "Enter is deaf at first");
    hands.till.wait(1);
    hands.key(Named::Enter);
    assert!(hands.shows("To pay"), "Enter takes cash");
}

#[test]
fn till_29_another_connection_is_asked_once_the_code_is_dead() {
    let mut hands = with_others();
    hands.till.state(super::guid(1), State::Expired);
    hands.key(Named::F6).click("A code of spare");
    let gateway = Some("spare".into());
    assert_eq!(hands.asked, [Instruction::NewCode { sale: sale_id(1), gateway }]);
}

#[test]
fn till_13_money_that_comes_ends_the_counting() {
    for over in [Named::F6, Named::F7] {
        let mut hands = Hands::open();
        hands.key(over);
        hands.till.read(super::guid(1), seen(0));
        assert!(!hands.shows("To pay") && !hands.shows("€34.02 of sale 1047: which tender?"));
        hands.send(Message::Ticked).till.wait(1);
        hands.key(Named::Enter).key(Named::F6).key(Named::F7);
        assert!(hands.asked.is_empty() && !hands.shows("To pay"), "a sale that is being paid takes no other tender");
        assert!(!hands.shows("Other tender") && !hands.shows("Cash"));
    }
}

#[test]
fn till_13_tenders_have_buttons_where_a_sale_waits() {
    let mut hands = Hands::open();
    hands.click("Other tender");
    assert!(hands.shows("€34.02 of sale 1047: which tender?"));
    hands.click("Cash");
    assert!(hands.shows("To pay"));
    let mut hands = Hands::open();
    hands.till.state(super::guid(1), State::Expired);
    hands.click("Cash");
    assert!(hands.shows("To pay"));
    let mut hands = Hands::open();
    hands.till.apply(Event::Void { sale: sale_id(1), reason: "x".to_owned() });
    assert!(!hands.shows("Other tender") && !hands.shows("Cash"), "a sale that is over takes nothing");
}

#[test]
fn till_75_77_pictures_of_other_tenders() {
    for (width, height) in [(800.0, 480.0), (1280.0, 800.0), (1920.0, 1080.0)] {
        for (name, theme) in [("light", Theme::Light), ("dark", Theme::Dark)] {
            for (over, key) in [("picker", Some(Named::F6)), ("cash", Some(Named::F7)), ("open", None), ("ended", None)]
            {
                let mut hands = with_others();
                hands.till = std::mem::replace(&mut hands.till, Till::new()).sized(width, height);
                if over == "ended" {
                    hands.till.state(super::guid(1), State::Expired);
                }
                if let Some(key) = key {
                    hands.key(key);
                }
                let cx = hands.till.cx();
                let view = hands.pay.view(&cx);
                photograph(&format!("tender-{over}-{width}x{height}-{name}"), theme, hands.till.room(), view);
            }
        }
    }
}
