//! The page of a paid sale.

use iced::keyboard::key::Named;
use ringup::domain::core::Event;
use ringup::domain::payment::{Flags, State};
use ringup::ui::press::Press;
use ringup::ui::screen::done::{Done, Instruction, Message};
use ringup::ui::theme::Theme;

use super::camera::{photograph, scan, simulator};
use super::till::{Till, flagged, gap, guid, lines, sale_id, seen};

struct Hands {
    till: Till,
    done: Done,
    asked: Vec<Instruction>,
}

impl Hands {
    fn new(till: Till) -> Self {
        let done = Done::new(sale_id(1), till.shop.mono);
        Self { till, done, asked: Vec::new() }
    }

    fn paid() -> Self {
        let mut till = Till::new();
        till.open(1, lines());
        till.wait(82).state(guid(1), State::Accepted);
        Self::new(till)
    }

    fn send(&mut self, message: Message) -> &mut Self {
        self.asked.extend(self.done.update(message, &self.till.cx()).instruction);
        self
    }

    fn press(&mut self, press: Press) -> &mut Self {
        self.send(Message::Pressed(press))
    }

    fn click(&mut self, text: &str) {
        let messages: Vec<Message> = {
            let cx = self.till.cx();
            let mut ui = simulator(self.till.room(), self.done.view(&cx));
            ui.click(text).unwrap_or_else(|error| panic!("no `{text}`: {error}"));
            ui.into_messages().collect()
        };
        messages.into_iter().for_each(|message| {
            self.send(message);
        });
    }

    fn shows(&self, text: &str) -> bool {
        let cx = self.till.cx();
        simulator(self.till.room(), self.done.view(&cx)).find(text).is_ok()
    }
}

#[test]
fn till_27_76_the_result_stays_until_enter_which_is_deaf_at_first() {
    let mut hands = Hands::paid();
    hands.press(Press::named(Named::Enter));
    assert!(hands.asked.is_empty(), "the Enter that paid does not start the next sale");
    hands.till.wait(1);
    hands.press(Press::named(Named::Enter).repeated());
    assert!(hands.asked.is_empty(), "nor does a held one");
    hands.till.wait(7200);
    assert!(hands.shows("Paid. Hand over."), "it stays");
    hands.press(Press::named(Named::Enter));
    assert_eq!(hands.asked, [Instruction::Next]);
}

#[test]
fn till_27_a_failure_after_the_goods_went_makes_enter_deaf_again_and_turns_red() {
    let mut hands = Hands::paid();
    hands.send(Message::Ticked).till.wait(3600);
    hands.till.state(guid(1), State::Failed);
    assert!(hands.shows("The money vanished. Call the owner."));
    hands.press(Press::named(Named::Enter));
    assert!(hands.asked.is_empty());
    hands.till.wait(1);
    hands.press(Press::named(Named::Enter));
    assert_eq!(hands.asked, [Instruction::Next]);
}

#[test]
fn till_41_the_receipt_is_on_the_screen_as_a_code_and_as_a_file() {
    let mut hands = Hands::paid();
    for line in ["Fernhill Bakery", "2 x Flat white              3.80      7.60"] {
        assert!(hands.shows(line), "{line}");
    }
    assert!(hands.shows("0.00036000 BTC · Paid via BitPay"));
    hands.click("Save receipt");
    hands.press(Press::char('p'));
    assert_eq!(hands.asked, vec![Instruction::SaveReceipt { sale: sale_id(1) }; 2]);
    hands.send(Message::Saved("receipt-981.txt".to_owned()));
    assert!(hands.shows("Saved as receipt-981.txt"));
    hands.press(Press::char('q'));
    assert!(hands.shows("Hide code"));
    let cx = hands.till.cx();
    let read = scan(Theme::Light, hands.till.room(), hands.done.view(&cx));
    assert!(read.iter().any(|text| text.contains("Receipt 981") && text.contains("EUR 34.02")), "{read:?}");
    hands.press(Press::named(Named::Escape));
    assert!(!hands.shows("Hide code") && hands.asked.len() == 2, "Esc closes the code first");
}

#[test]
fn till_41_68_marks_of_test_money_and_copies_are_on_the_paper() {
    let mut hands = Hands::paid();
    assert!(hands.shows("TEST: NO REAL MONEY"));
    assert!(!hands.shows("COPY 1"));
    hands.till.apply(Event::Copy { sale: sale_id(1) });
    assert!(hands.shows("COPY 1"));
}

#[test]
fn bp2_54_too_much_says_what_happens_to_the_rest() {
    let mut till = Till::new();
    till.open(1, lines());
    let flags = Flags { over: Some(gap(200, 2_116)), ..Flags::default() };
    till.read(guid(1), flagged(State::Accepted, flags));
    let hands = Hands::new(till);
    let sentence = "€36.02 arrived for a sale of €34.02. The goods may go. BitPay sends €2.00 back. \
                    Tell the customer. The receipt shows both amounts.";
    assert!(hands.shows(sentence));
}

#[test]
fn done_pictures() {
    for theme in [Theme::Light, Theme::Dark] {
        let tag = format!("{theme:?}").to_lowercase();
        for size in [(800.0, 480.0), (1024.0, 768.0), (1280.0, 800.0), (1920.0, 1080.0)] {
            let mut hands = Hands::paid();
            hands.till = std::mem::replace(&mut hands.till, Till::new()).sized(size.0, size.1);
            let cx = hands.till.cx();
            photograph(&format!("done-{}-{tag}", size.0), theme, hands.till.room(), hands.done.view(&cx));
        }
        let mut hands = Hands::paid();
        hands.press(Press::char('q'));
        let cx = hands.till.cx();
        photograph(&format!("done-code-{tag}"), theme, hands.till.room(), hands.done.view(&cx));
    }
    let mut till = Till::new();
    till.cash(1, lines(), 4000);
    let hands = Hands::new(till);
    let cx = hands.till.cx();
    photograph("done-cash", Theme::Light, hands.till.room(), hands.done.view(&cx));
    let mut till = Till::new();
    till.release_at = State::Seen;
    till.open(1, lines());
    till.read(guid(1), seen(0));
    till.wait(60).state(guid(1), State::Failed);
    let hands = Hands::new(till);
    let cx = hands.till.cx();
    photograph("done-failed", Theme::Light, hands.till.room(), hands.done.view(&cx));
}
