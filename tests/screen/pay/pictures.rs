//! What the payment screen looks like, and that its code can be read.

use ringup::domain::verdict::Verdict;
use ringup::ui::theme::Theme;

use super::Hands;
use super::verdicts::world;
use crate::screen::camera::{codes, photograph};
use crate::screen::till::{Till, UNIVERSAL, lines};

const SIZES: [(f32, f32); 4] = [(800.0, 480.0), (1024.0, 768.0), (1280.0, 800.0), (1920.0, 1080.0)];

fn waiting(size: (f32, f32)) -> Hands {
    let mut till = Till::new().sized(size.0, size.1);
    till.open(1, lines());
    let mut hands = Hands::new(till);
    hands.till.wait(132);
    hands
}

#[test]
fn till_20_the_code_on_the_page_reads_as_the_exact_payload_in_both_themes_and_every_size() {
    for size in SIZES {
        let hands = waiting(size);
        for theme in [Theme::Light, Theme::Dark] {
            let cx = hands.till.cx();
            let read = codes(theme, hands.till.room(), hands.pay.view(&cx));
            let [(text, side)] = &read[..] else { panic!("{size:?} {theme:?}: {read:?}") };
            assert_eq!(text, UNIVERSAL, "{size:?} {theme:?}");
            let least = if size.1 < 560.0 { 300 } else { 360 };
            assert!(*side >= least - 1, "{size:?}: {side} px");
        }
    }
}

#[test]
fn pay_pictures() {
    for theme in [Theme::Light, Theme::Dark] {
        let tag = format!("{theme:?}").to_lowercase();
        for size in SIZES {
            let hands = waiting(size);
            let cx = hands.till.cx();
            photograph(&format!("pay-waiting-{}-{tag}", size.0), theme, hands.till.room(), hands.pay.view(&cx));
            for verdict in [Verdict::Seen, Verdict::Accepted, Verdict::Under] {
                let hands = Hands::new(world(verdict).sized(size.0, size.1));
                let name = format!("pay-{}-{}-{tag}", verdict.key(), size.0);
                let cx = hands.till.cx();
                photograph(&name, theme, hands.till.room(), hands.pay.view(&cx));
            }
        }
        for verdict in Verdict::ALL {
            let hands = Hands::new(world(verdict).sized(1280.0, 800.0));
            let cx = hands.till.cx();
            let name = format!("pay-{}-1280-{tag}", verdict.key());
            photograph(&name, theme, hands.till.room(), hands.pay.view(&cx));
        }
    }
}

#[test]
fn pay_pictures_of_ladder_and_question() {
    let mut hands = waiting((1280.0, 800.0));
    hands.send(super::Message::CoinsToggled);
    for _ in 0..5 {
        hands.key(iced::keyboard::key::Named::F8);
    }
    let cx = hands.till.cx();
    photograph("pay-by-hand", Theme::Light, hands.till.room(), hands.pay.view(&cx));
    let mut hands = waiting((1280.0, 800.0));
    hands.key(iced::keyboard::key::Named::F8).key(iced::keyboard::key::Named::Escape);
    let cx = hands.till.cx();
    photograph("pay-void", Theme::Light, hands.till.room(), hands.pay.view(&cx));
}
