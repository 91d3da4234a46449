//! The payment screen: what it asks for, what it shows, and what it never shows.

mod pictures;
mod rate;
mod tender;
mod verdicts;

use iced::keyboard::key::Named;
use iced_test::selector::Selector;
use ringup::domain::core::Event;
use ringup::domain::live::Mono;
use ringup::domain::payment::{Flags, State};
use ringup::domain::verdict::Verdict;
use ringup::notice;
use ringup::ui::press::Press;
use ringup::ui::screen::look;
use ringup::ui::screen::pay::{Instruction, Message, Pay};

use super::camera::simulator;
use super::till::{self, BIP21, BIP72B, BIP73, HOSTED, Till, UNIVERSAL, flagged, gap, guid, lines, sale_id, seen};

/// A payment screen with hands.
pub struct Hands {
    pub till: Till,
    pub pay: Pay,
    pub asked: Vec<Instruction>,
}

impl Hands {
    pub fn new(till: Till) -> Self {
        let pay = Pay::new(sale_id(1), till.shop.mono);
        Self { till, pay, asked: Vec::new() }
    }

    /// An open code, long enough on the screen for Enter to count.
    pub fn open() -> Self {
        let mut till = Till::new();
        till.open(1, lines());
        let mut hands = Self::new(till);
        hands.send(Message::Ticked);
        hands.till.wait(1);
        hands
    }

    pub fn send(&mut self, message: Message) -> &mut Self {
        let action = self.pay.update(message, &self.till.cx());
        self.asked.extend(action.instruction);
        self
    }

    pub fn key(&mut self, named: Named) -> &mut Self {
        self.send(Message::Pressed(Press::named(named)))
    }

    pub fn char(&mut self, c: char) -> &mut Self {
        self.send(Message::Pressed(Press::char(c)))
    }

    pub fn click(&mut self, text: &str) -> &mut Self {
        let messages: Vec<Message> = {
            let cx = self.till.cx();
            let mut ui = simulator(self.till.room(), self.pay.view(&cx));
            ui.click(text).unwrap_or_else(|error| panic!("no `{text}`: {error}"));
            ui.into_messages().collect()
        };
        messages.into_iter().for_each(|message| {
            self.send(message);
        });
        self
    }

    pub fn shows(&self, text: &str) -> bool {
        self.finds(text)
    }

    fn finds<S>(&self, selector: S) -> bool
    where
        S: Selector + Send,
        S::Output: Clone + Send,
    {
        let cx = self.till.cx();
        simulator(self.till.room(), self.pay.view(&cx)).find(selector).is_ok()
    }

    /// What a phone reads from the screen.
    pub fn scan(&self, theme: ringup::ui::theme::Theme) -> Vec<String> {
        let cx = self.till.cx();
        super::camera::scan(theme, self.till.room(), self.pay.view(&cx))
    }

    fn verdict(&self) -> Verdict {
        look::words(self.till.sale(1), &self.till.cx()).verdict
    }
}

#[test]
fn till_21_keys_one_to_nine_pick_a_coin_and_disabled_coins_say_why() {
    let mut hands = Hands::open();
    hands.char('3');
    assert_eq!(hands.asked, [Instruction::PickCoin { guid: guid(1), coin: "LTC".to_owned() }]);
    hands.char('5').char('9');
    assert_eq!(hands.asked.len(), 1, "Dogecoin is off, a ninth coin does not exist");
    hands.click("More");
    assert!(hands.shows("Dogecoin: not offered for this sale."));
    hands.click("Dogecoin");
    assert_eq!(hands.asked.len(), 1, "a disabled coin cannot be pressed");
    hands.click("USD Coin on Polygon");
    assert_eq!(hands.asked[1], Instruction::PickCoin { guid: guid(1), coin: "USDC_m".to_owned() });
}

#[test]
fn till_21_the_coin_shown_is_the_one_the_book_has() {
    let mut hands = Hands::open();
    assert!(hands.shows("0.00036000 BTC"));
    hands.char('4');
    assert!(hands.shows("0.00036000 BTC"), "until it is written, nothing changes");
    hands.till.apply(Event::CoinPicked { guid: guid(1), coin: "ETH".to_owned() });
    assert!(hands.shows("0.010901923 ETH"));
}

#[test]
fn till_22_bp2_71_one_key_walks_down_the_ladder_and_around() {
    use ringup::ui::theme::Theme::Light;
    let mut hands = Hands::open();
    let mut read = Vec::new();
    for _ in 0..5 {
        read.extend(hands.scan(Light));
        hands.key(Named::F8);
    }
    assert_eq!(read, [UNIVERSAL, BIP72B, BIP73, BIP21, HOSTED]);
    assert!(hands.shows("tb1q w508 d6qe jxtd g4y5 r3za rvar y0c5 xw7k xpjz sx"));
    assert!(hands.scan(Light).is_empty(), "by hand there is no code");
    hands.send(Message::CopyPressed);
    assert_eq!(hands.asked, [Instruction::Copy("tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx".to_owned())]);
    hands.key(Named::F8);
    assert_eq!(hands.scan(Light), [UNIVERSAL]);
}

#[test]
fn till_22_absent_steps_are_left_out_and_another_coin_starts_again() {
    use ringup::ui::theme::Theme::Light;
    let mut hands = Hands::open();
    hands.key(Named::F8).key(Named::F8).char('4');
    hands.till.apply(Event::CoinPicked { guid: guid(1), coin: "ETH".to_owned() });
    assert_eq!(hands.scan(Light), [UNIVERSAL]);
    hands.click("Try plain Ether");
    assert_eq!(hands.scan(Light), ["ethereum:?r=https://test.bitpay.com/i/Vt4mWc8RzKqYpN2xLb7HsD"]);
    hands.click("Try the web page");
    assert_eq!(hands.scan(Light), [HOSTED]);
    hands.click("Open page here");
    assert_eq!(hands.asked[1..], [Instruction::OpenPage { url: HOSTED.to_owned() }]);
    hands.click("Try any wallet");
    assert_eq!(hands.scan(Light), [UNIVERSAL]);
}

#[test]
fn till_23_bp2_57_the_countdown_runs_on_the_monotonic_clock_alone() {
    let mut hands = Hands::open();
    assert!(hands.shows("14 min 59 s left"));
    hands.till.now = hands.till.now.after(std::time::Duration::from_secs(7200));
    assert!(hands.shows("14 min 59 s left"), "a wall clock set forward changes nothing");
    hands.till.now.0 -= 3 * 3_600_000;
    assert!(hands.shows("14 min 59 s left"), "nor one set back");
    hands.till.shop.mono.0 += 131_000;
    assert!(hands.shows("12 min 48 s left"));
}

#[test]
fn till_23_a_code_without_time_leaves_the_screen_at_once() {
    use ringup::ui::theme::Theme::Light;
    let mut hands = Hands::open();
    hands.till.wait(898);
    assert_eq!(hands.scan(Light), [UNIVERSAL]);
    hands.till.wait(1);
    assert!(hands.scan(Light).is_empty());
    assert!(hands.shows("The time of this code is over. The till asks BitPay what came."));
}

#[test]
fn bp2_57_a_clock_far_off_is_told() {
    let mut hands = Hands::open();
    let live = hands.till.shop.live.get_mut(&guid(1)).unwrap();
    live.skew_ms = Some(-60_000);
    assert!(!hands.shows("This computer is 60 s off. Times on codes are corrected. Switch on automatic time."));
    hands.till.shop.live.get_mut(&guid(1)).unwrap().skew_ms = Some(-61_000);
    assert!(hands.shows("This computer is 61 s off. Times on codes are corrected. Switch on automatic time."));
}

#[test]
fn till_24_two_failed_reads_take_the_calm_away() {
    use ringup::ui::theme::Theme::Light;
    let mut hands = Hands::open();
    assert!(hands.shows("BitPay checked 1 s ago"));
    hands.till.wait(5).fail(guid(1), 1);
    assert!(!hands.scan(Light).is_empty(), "one failure is nothing");
    hands.till.wait(5).fail(guid(1), 1);
    assert_eq!(hands.verdict(), Verdict::Unknown);
    assert!(hands.shows("Status unknown for 11 s."));
    assert!(hands.scan(Light).is_empty() && !hands.shows("Doesn’t scan?"));
    hands.key(Named::F9);
    assert_eq!(hands.asked, [Instruction::TryNow { guid: guid(1) }]);
    hands.till.state(guid(1), State::Open);
    assert!(!hands.scan(Light).is_empty(), "an answer brings the code back");
}

#[test]
fn till_28_29_bp2_56_one_key_makes_a_new_code_of_the_same_sale() {
    use ringup::ui::theme::Theme::Light;
    let mut hands = Hands::open();
    hands.till.wait(900).state(guid(1), State::Expired);
    assert!(hands.scan(Light).is_empty());
    hands.key(Named::F9);
    assert_eq!(hands.asked, [Instruction::NewCode { sale: sale_id(1), gateway: None }]);
    hands.till.wait(1);
    hands.key(Named::Enter);
    assert_eq!(hands.asked.len(), 2, "Enter is the big button");
    let second = hands.till.new_code(1);
    assert_eq!(hands.verdict(), Verdict::Asking);
    hands.till.answer(second);
    assert_eq!(hands.scan(Light), [UNIVERSAL]);
    assert!(hands.shows("Sale 1047"), "the same sale");
    hands.key(Named::F9);
    assert_eq!(hands.asked[2..], [Instruction::TryNow { guid: guid(2) }], "a live code is never replaced");
}

#[test]
fn enter_is_deaf_for_a_moment_after_a_verdict_has_changed() {
    let mut hands = Hands::open();
    hands.key(Named::Enter);
    assert!(hands.asked.is_empty(), "while a code waits there is nothing to decide");
    hands.till.state(guid(1), State::Expired);
    hands.key(Named::Enter);
    assert!(hands.asked.is_empty(), "the press was meant for the page before");
    hands.till.shop.mono = Mono(hands.till.shop.mono.0 + 399);
    hands.key(Named::Enter);
    assert!(hands.asked.is_empty());
    hands.till.shop.mono = Mono(hands.till.shop.mono.0 + 1);
    hands.send(Message::Pressed(Press::named(Named::Enter).repeated()));
    assert!(hands.asked.is_empty(), "a held key does not repeat");
    hands.key(Named::Enter);
    assert_eq!(hands.asked, [Instruction::NewCode { sale: sale_id(1), gateway: None }]);
}

#[test]
fn till_43_voiding_asks_for_a_reason_and_warns_while_a_code_is_live() {
    let mut hands = Hands::open();
    hands.key(Named::Escape);
    assert!(hands.asked.is_empty() && hands.shows("Void sale 1047?"));
    hands.key(Named::Enter);
    assert!(hands.asked.is_empty(), "Enter is deaf in a question that has just appeared");
    hands.key(Named::Escape);
    assert!(!hands.shows("Void sale 1047?"));
    hands.key(Named::Escape).click("Keep the sale");
    assert!(!hands.shows("Void sale 1047?") && hands.asked.is_empty());
    hands.key(Named::Escape).till.wait(1);
    hands.key(Named::Enter);
    let void = Instruction::Void { sale: sale_id(1), reason: "Changed their mind".to_owned() };
    assert_eq!(hands.asked, [void]);

    let mut hands = Hands::open();
    hands.till.state(guid(1), State::Expired);
    hands.key(Named::Escape);
    assert!(hands.asked.is_empty() && !hands.shows("If money comes, it goes to Late money with this sale."));
    hands.click("Cannot pay").till.wait(1);
    hands.key(Named::Enter);
    let void = Instruction::Void { sale: sale_id(1), reason: "Cannot pay".to_owned() };
    assert_eq!(hands.asked, [void]);
}

#[test]
fn a_sale_with_money_cannot_be_voided_and_esc_only_leaves() {
    let mut hands = Hands::open();
    hands.till.read(guid(1), seen(1));
    assert!(!hands.shows("Void sale"));
    hands.key(Named::Escape);
    assert_eq!(hands.asked, [Instruction::Leave]);
}

#[test]
fn till_30_parking_leaves_and_the_watch_is_no_business_of_the_screen() {
    let mut hands = Hands::open();
    assert!(hands.pay.counts(&hands.till.cx()));
    hands.key(Named::F4);
    hands.click("Park");
    assert_eq!(hands.asked, [Instruction::Leave, Instruction::Leave]);
}

#[test]
fn till_32_an_answer_that_disagrees_shows_no_code_and_a_red_stop() {
    use ringup::ui::theme::Theme::Light;
    let mut till = Till::new();
    let guid = till.charge(1, lines());
    let mut payment = till.reading(guid, ringup::domain::payment::Status::plain(State::Open, "new"));
    payment.echo.price = "36.02".parse().ok();
    till.shop.live.insert(guid, ringup::domain::live::Live { payment: Some(payment.clone()), ..Default::default() });
    till.apply(Event::Answered { guid, payment: Box::new(payment) });
    let hands = Hands::new(till);
    assert_eq!(hands.verdict(), Verdict::Disagrees);
    assert!(hands.scan(Light).is_empty());
    assert!(hands.shows("BitPay answered with €36.02 instead of €34.02."));
}

#[test]
fn till_34_bp2_58_66_68_rate_age_end_and_network_cost() {
    let mut hands = Hands::open();
    assert!(hands.shows("1 BTC = €94,500.00 · fixed until 10:57"));
    assert!(hands.shows("with 0.00000132 BTC (€0.12) network cost"));
    hands.till.wait(131);
    assert!(hands.shows("1 BTC = €94,500.00 · fixed 2 min ago, until 10:57"));
    hands.till.apply(Event::CoinPicked { guid: guid(1), coin: "ETH".to_owned() });
    assert!(hands.shows("1 ETH = €3,120.55 · fixed 2 min ago, until 10:57"));
    assert!(!hands.shows("with 0.00000132 BTC (€0.12) network cost"));
}

#[test]
fn a_sale_that_is_no_longer_at_hand_can_only_be_left() {
    let mut hands = Hands::new(Till::new());
    assert!(hands.shows("This sale is no longer at hand."));
    hands.click("Back to the till");
    assert_eq!(hands.asked, [Instruction::Leave]);
}

#[test]
fn completed_sales_lead_to_the_receipt() {
    let mut hands = Hands::open();
    hands.till.state(guid(1), State::Accepted);
    hands.send(Message::Ticked).till.wait(1);
    hands.key(Named::Enter);
    assert_eq!(hands.asked, [Instruction::ShowReceipt { sale: sale_id(1) }]);
}

#[test]
fn bp2_53_61_underpaid_says_how_much_and_what_the_gateway_does() {
    let mut hands = Hands::open();
    let flags = Flags { under: Some(gap(402, 4_254)), ..Flags::default() };
    let mut payment = hands.till.reading(guid(1), flagged(State::Open, flags));
    payment.paid = Some(till::bitcoin_paid(31_746));
    hands.till.observe(guid(1), payment);
    assert_eq!(hands.verdict(), Verdict::Under);
    for text in [
        "Keep the goods. Short by €4.02.",
        "€30.00 of €34.02 arrived. BitPay sends it back to the customer.",
        "Wait until 10:57, then make a new code for €34.02, or take another tender.",
        "0.00031746 BTC arrived",
        "0.00004254 BTC is missing",
    ] {
        assert!(hands.shows(text), "{text}");
    }
    assert!(!hands.shows("New code"), "the first code can still be paid");
    let subject = notice::subject(hands.till.sale(1)).unwrap();
    assert!(subject.is_payable());
}
