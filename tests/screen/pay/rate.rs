//! What a coin costs, how long that holds, and the customer's page while it lives.

use std::time::Duration;

use iced::keyboard::key::Named;
use ringup::domain::coin::Coin;
use ringup::domain::payment::{State, Status};
use ringup::ui::screen::pay::{Instruction, Message};

use super::Hands;
use crate::screen::till::{HOSTED, guid};

#[test]
fn till_34_the_rate_has_its_age_and_its_end() {
    let mut hands = Hands::open();
    assert!(hands.shows("1 BTC = €94,500.00 · fixed until 10:57"), "a fresh one has no age worth a word");
    hands.till.wait(4 * 60);
    assert!(hands.shows("1 BTC = €94,500.00 · fixed 4 min ago, until 10:57"));
    hands.till.wait(60);
    assert!(hands.shows("1 BTC = €94,500.00 · fixed 5 min ago, until 10:57"), "the age counts on");
}

#[test]
fn till_34_a_network_cost_is_shown_when_there_is_one() {
    let with = |units: u128, fiat: Option<&str>| {
        let mut hands = Hands::open();
        let mut payment = hands.till.reading(guid(1), Status::plain(State::Open, "new"));
        payment.options[0].network_cost = Some(Coin { units, scale: 8 });
        payment.options[0].network_cost_fiat = fiat.map(|fiat| fiat.parse().unwrap());
        hands.till.observe(guid(1), payment);
        hands
    };
    assert!(with(1_200, None).shows("with 0.00001200 BTC network cost"));
    assert!(with(1_200, Some("1.13")).shows("with 0.00001200 BTC (€1.13) network cost"));
    let none = with(0, Some("0"));
    assert!(!none.shows("with 0.00000000 BTC network cost") && !none.shows("with 0.00000000 BTC (€0.00) network cost"));
}

#[test]
fn bp2_51_the_page_of_the_gateway_opens_while_it_lives_and_never_after() {
    let mut hands = Hands::open();
    for _ in 0..4 {
        hands.key(Named::F8);
    }
    assert_eq!(hands.scan(ringup::ui::theme::Theme::Light), [HOSTED], "a phone can read it too");
    hands.click("Open page here");
    let page = || Instruction::OpenPage { url: HOSTED.to_owned() };
    assert_eq!(hands.asked, [page()]);
    hands.till.wait(Duration::from_secs(900).as_secs());
    hands.send(Message::PagePressed);
    assert_eq!(hands.asked.len(), 1, "the time is over, whether the gateway said so or not");
    hands.till.state(guid(1), State::Expired);
    assert!(hands.shows("Its web page ended with it"), "greyed, and it says why");
    hands.click("Open page here").send(Message::PagePressed);
    assert_eq!(hands.asked.len(), 1);
}
