//! The list of the last sales and the detail of one.

use iced::keyboard::key::Named;
use ringup::domain::payment::{Flags, State};
use ringup::domain::sale::Sale;
use ringup::domain::time::Timestamp;
use ringup::ui::press::Press;
use ringup::ui::screen::sales::{Filter, Instruction, Message, SHOWN_MAX, Sales};
use ringup::ui::theme::Theme;

use super::camera::{photograph, simulator};
use super::till::{Till, flagged, gap, guid, line, lines, sale_id, seen, tx};

struct Hands {
    till: Till,
    sales: Sales,
    asked: Vec<Instruction>,
}

/// Ten sales in every state worth seeing, newest last: numbers 1047 to 1056.
fn day() -> Till {
    let mut till = Till::new();
    let coffee = |minor| vec![line(1, "Flat white", minor)];
    let late = till.open(1, coffee(840));
    till.wait(900).state(late, State::Expired);
    till.wait(1560).read(late, seen(0));
    let expired = till.open(2, coffee(1180));
    till.wait(900).state(expired, State::Expired);
    till.wait(60).cash(3, coffee(420), 500);
    let settled = till.open(4, coffee(2350));
    till.wait(40).state(settled, State::Settled);
    let under = till.open(5, coffee(3000));
    let flags = Flags { under: Some(gap(402, 4_254)), ..Flags::default() };
    till.wait(40).read(under, flagged(State::Open, flags));
    let accepted = till.open(6, coffee(1990));
    till.wait(40).state(accepted, State::Accepted);
    till.charge(7, coffee(560));
    till.void(7);
    till.wait(60).cash(8, coffee(1270), 1500);
    let waiting = till.open(9, coffee(840));
    till.wait(20).state(waiting, State::Open);
    let newest = till.open(10, lines());
    let mut reading = till.reading(newest, seen(1));
    reading.txs = vec![tx(1)];
    till.wait(53).observe(newest, reading);
    till.wait(4);
    till
}

impl Hands {
    fn new() -> Self {
        Self { till: day(), sales: Sales::new(), asked: Vec::new() }
    }

    fn send(&mut self, message: Message) -> &mut Self {
        self.asked.extend(self.sales.update(message, &self.till.cx()).instruction);
        self
    }

    fn key(&mut self, named: Named) -> &mut Self {
        self.send(Message::Pressed(Press::named(named)))
    }

    fn typing(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.send(Message::Pressed(Press::char(c)));
        }
        self
    }

    fn numbers(&self) -> Vec<u64> {
        self.sales.listed(&self.till.cx()).iter().map(|sale| sale.number).collect()
    }

    fn room(&self) -> iced::Size {
        let room = self.till.room();
        let bar = if room.height < 560.0 { 52.0 } else { 64.0 };
        iced::Size::new(room.width, room.height - bar)
    }

    fn click(&mut self, text: &str) {
        let messages: Vec<Message> = {
            let cx = self.till.cx();
            let mut ui = simulator(self.room(), self.sales.view(&cx));
            ui.click(text).unwrap_or_else(|error| panic!("no `{text}`: {error}"));
            ui.into_messages().collect()
        };
        messages.into_iter().for_each(|message| {
            self.send(message);
        });
    }

    fn shows(&self, text: &str) -> bool {
        let cx = self.till.cx();
        simulator(self.room(), self.sales.view(&cx)).find(text).is_ok()
    }
}

#[test]
fn till_30_the_last_twenty_sales_with_their_live_state() {
    let mut hands = Hands::new();
    assert_eq!(hands.numbers(), (1047..=1056).rev().collect::<Vec<_>>());
    for word in ["Seen 1/6", "Waiting", "Paid", "Void", "Accepted", "Underpaid", "Settled", "Expired", "Late money"] {
        assert!(hands.shows(word), "{word}");
    }
    for n in 20..50 {
        hands.till.cash(n, vec![line(1, "Tea", 100)], 100);
    }
    assert_eq!(hands.numbers().len(), SHOWN_MAX);
    hands.till.state(guid(7), State::Accepted);
    assert!(hands.shows("Paid"));
}

#[test]
fn till_30_search_by_number_amount_and_chips() {
    let mut hands = Hands::new();
    assert_eq!(hands.typing("1055").numbers(), [1055]);
    hands.key(Named::Escape);
    assert_eq!(hands.numbers().len(), 10, "Esc clears the search first");
    assert_eq!(hands.typing("12,7").numbers(), [1054], "an amount, with a comma too");
    hands.key(Named::Backspace).key(Named::Backspace).key(Named::Backspace).key(Named::Backspace);
    hands.click("Problems 2");
    assert_eq!(hands.numbers(), [1051, 1047]);
    hands.click("Open 5");
    assert_eq!(hands.numbers(), [1056, 1055, 1051, 1048, 1047]);
    hands.send(Message::QueryTyped("no such".to_owned()));
    assert!(hands.shows("No sale fits."));
    hands.send(Message::QueryTyped(String::new())).send(Message::FilterChosen(Filter::All));
    hands.key(Named::Escape);
    assert_eq!(hands.asked, [Instruction::Leave]);
}

#[test]
fn till_76_arrows_choose_and_enter_opens() {
    let mut hands = Hands::new();
    hands.key(Named::Enter);
    assert_eq!(hands.asked, [Instruction::OpenPayment { sale: sale_id(10) }], "the newest is chosen");
    hands.key(Named::ArrowDown).key(Named::ArrowDown);
    assert!(hands.shows("Sale 1054"));
    hands.key(Named::Enter);
    assert_eq!(hands.asked[1], Instruction::ShowReceipt { sale: sale_id(8) }, "what is over has a receipt");
    for _ in 0..20 {
        hands.key(Named::ArrowDown);
    }
    assert!(hands.shows("Sale 1047"));
    hands.send(Message::Pressed(Press::named(Named::ArrowUp).repeated()));
    assert!(hands.shows("Sale 1048"), "arrows may be held");
}

#[test]
fn till_29_bp2_56_a_new_code_only_where_none_can_be_paid() {
    let mut hands = Hands::new();
    hands.send(Message::RowPressed(sale_id(9)));
    assert!(!hands.shows("New code"));
    hands.key(Named::F9);
    assert!(hands.asked.is_empty());
    hands.send(Message::RowPressed(sale_id(2)));
    hands.click("New code");
    assert_eq!(hands.asked, [Instruction::NewCode { sale: sale_id(2) }]);
}

#[test]
fn bp2_62_72_the_detail_has_what_arrived_where_and_when() {
    let mut hands = Hands::new();
    for text in [
        "Wait. Keep the goods.",
        "Full amount seen, confirmation 1 of 6",
        "0.00036000 BTC",
        "1 BTC = €94,500.00",
        "Bitcoin",
        "4f1c0c…2d1e",
        "10:42:09 · 1 confirmation · 36000 base units",
    ] {
        assert!(hands.shows(text), "{text}");
    }
    hands.send(Message::CopyPressed("txid".to_owned()));
    assert_eq!(hands.asked, [Instruction::Copy("txid".to_owned())]);
    hands.send(Message::RowPressed(sale_id(6)));
    assert!(hands.shows("Entry") && hands.shows("Hash") && hands.shows("Receipt"));
    hands.send(Message::RowPressed(sale_id(5)));
    assert!(hands.shows("Keep the goods. Short by €4.02."), "the same words as on the payment");
    hands.send(Message::RowPressed(sale_id(7)));
    assert!(hands.shows("Void: changed their mind"));
}

#[test]
fn on_the_small_till_the_detail_lies_over_the_list() {
    let mut hands = Hands::new();
    hands.till = day().sized(800.0, 480.0);
    assert!(!hands.shows("Open payment"));
    hands.send(Message::RowPressed(sale_id(10)));
    assert!(hands.shows("Open payment") && !hands.shows("Settled"));
    hands.key(Named::Escape);
    assert!(!hands.shows("Open payment") && hands.asked.is_empty());
}

/// A cash sale of months ago.
pub fn old_sale() -> Sale {
    let mut till = Till::new();
    till.cash(90, vec![line(2, "Espresso", 240)], 500);
    let sale = till.shop.book.sale(sale_id(90)).unwrap().clone();
    Sale { number: 900, opened: Timestamp(sale.opened.0 - 90 * 86_400_000), ..sale }
}

#[test]
fn till_43_an_older_sale_is_looked_for_by_its_number() {
    let mut hands = Hands::new();
    hands.typing("900");
    assert!(hands.shows("It is not among the last sales."));
    hands.click("Look in the whole journal");
    assert_eq!(hands.asked, [Instruction::Find { number: 900 }]);
    assert!(hands.shows("Reading the journal"));
    hands.key(Named::Enter);
    assert_eq!(hands.asked.len(), 1, "it is being read");
    hands.send(Message::OlderFound(899, None));
    assert!(hands.shows("Reading the journal"), "an answer to another search");
    hands.send(Message::OlderFound(900, None));
    assert!(hands.shows("There is no sale 900 in this journal."));
    hands.key(Named::Backspace).typing("0").key(Named::Enter);
    assert_eq!(hands.asked.len(), 2, "asked again");
    let sale = old_sale();
    let id = sale.id;
    hands.till.shop.book.recall(sale);
    hands.send(Message::OlderFound(900, Some(id)));
    assert_eq!(hands.numbers(), [900]);
    assert!(hands.shows("Sale 900") && hands.shows("2026-08-23 10:42 · Mara · 2 items"));
    hands.send(Message::RefundPressed);
    assert!(hands.shows("Refund sale 900?"));
    hands.key(Named::Escape).key(Named::Escape);
    assert_eq!(hands.numbers()[..10], (1047..=1056).rev().collect::<Vec<_>>(), "the last sales again");
    for text in ["0", "1057", "99999999999999999999", "-1", "1050", "tea"] {
        hands.send(Message::QueryTyped(text.to_owned()));
        assert!(!hands.shows("Look in the whole journal"), "{text}");
    }
}

#[test]
fn an_empty_book_says_so() {
    let mut hands = Hands::new();
    hands.till = Till::new();
    assert!(hands.shows("No sales yet today."));
    hands.key(Named::Enter).key(Named::ArrowDown);
    assert!(hands.asked.is_empty());
}

#[test]
fn sales_pictures() {
    for theme in [Theme::Light, Theme::Dark] {
        let tag = format!("{theme:?}").to_lowercase();
        for size in [(800.0, 480.0), (1024.0, 768.0), (1280.0, 800.0), (1920.0, 1080.0)] {
            let mut hands = Hands::new();
            hands.till = day().sized(size.0, size.1);
            let cx = hands.till.cx();
            photograph(&format!("sales-{}-{tag}", size.0), theme, hands.room(), hands.sales.view(&cx));
        }
    }
    for (name, sale, size) in
        [("accepted", 6, (1280.0, 800.0)), ("late", 1, (1280.0, 800.0)), ("small", 10, (800.0, 480.0))]
    {
        let mut hands = Hands::new();
        hands.till = day().sized(size.0, size.1);
        hands.send(Message::RowPressed(sale_id(sale)));
        let cx = hands.till.cx();
        photograph(&format!("sales-detail-{name}"), Theme::Light, hands.room(), hands.sales.view(&cx));
    }
}
