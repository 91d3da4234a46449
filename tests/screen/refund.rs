//! Money back from the list of sales: the dialog, its guards, and the state followed to its end.

use iced::keyboard::key::Named;
use ringup::domain::capability::{Cap, Caps};
use ringup::domain::core::{Event, Portion, RefundAsk};
use ringup::domain::fact::Returned;
use ringup::domain::id::RefundId;
use ringup::domain::payment::State;
use ringup::domain::refund::{Refund, RefundState};
use ringup::service::start::Mode;
use ringup::ui::screen::contact::{self, Reach};
use ringup::ui::screen::refund::{self, Wish};
use ringup::ui::screen::sales::{Instruction, Message, Sales};
use ringup::ui::theme::Theme;

use super::camera::photograph;
use super::desk::Desk;
use super::hands::Hands;
use super::shop::eur;
use super::till::{Till, guid, lines, sale_id};

const MERCHANT: [Cap; 6] =
    [Cap::Create, Cap::Cancel, Cap::Refund, Cap::RefundPreview, Cap::ContactMail, Cap::ContactSms];

/// A paid sale of €34.02 at a connection that may refund, if `caps` say so.
pub fn paid(caps: &[Cap]) -> Till {
    let mut till = Till::new();
    till.shop.gateway.as_mut().unwrap().caps = Caps::of(caps.iter().copied());
    let payment = till.open(1, lines());
    till.wait(40).state(payment, State::Accepted);
    till.wait(60);
    till
}

pub fn wish_to_ask(wish: Wish, key: u8) -> RefundAsk {
    RefundAsk {
        sale: wish.sale,
        payment: wish.payment,
        guid: guid(key),
        portion: wish.portion,
        reason: wish.reason,
        buyer_pays_fee: wish.buyer_pays_fee,
        immediate: false,
        operator: "Mara".to_owned(),
    }
}

/// The gateway's word on a refund.
fn answer(till: &mut Till, key: u8, state: RefundState) {
    let (_, back) = till.shop.book.refund(guid(key)).unwrap();
    let asked = back.request.clone().unwrap();
    let refund = Refund {
        id: RefundId("WoE46gSLkJQS48RJEiNw3L".to_owned()),
        guid: Some(asked.guid.to_string()),
        invoice: asked.invoice,
        amount: asked.amount.to_decimal(),
        currency: "EUR".to_owned(),
        state,
        raw: state.word().to_owned(),
        fee: "0.04".parse().ok(),
        buyer_pays_fee: asked.buyer_pays_fee,
        coin: Some(("BTC".to_owned(), "0.000127".parse().unwrap())),
        asked: None,
        reference: String::new(),
        token: None,
    };
    till.apply(Event::RefundAnswered { guid: guid(key), refund: Box::new(refund) });
}

fn hands_on(till: Till) -> Hands<Sales> {
    Hands::on(till, Sales::new())
}

impl Hands<Sales> {
    fn photograph(&self, name: &str, theme: Theme) {
        let cx = self.till.cx();
        photograph(name, theme, self.room(), self.page.view(&cx));
    }

    /// Carries the last order out, as the app does.
    fn carry_out(&mut self, key: u8) -> &mut Self {
        let Some(Instruction::Refund(wish)) = self.asked.last().cloned() else { panic!("{:?}", self.asked) };
        self.till.apply(Event::RefundAsked(wish_to_ask(wish, key)));
        self.send(Message::Refund(refund::Message::Sent(Ok(guid(key)))))
    }
}

#[test]
fn bp2_87_till_43_amount_fee_bearer_reason_and_one_press() {
    let mut hands = hands_on(paid(&MERCHANT));
    hands.click("Refund");
    let [Instruction::Preview(first)] = &hands.asked[..] else { panic!("{:?}", hands.asked) };
    assert_eq!(first.portion, Portion::All, "the dialog opens with all of it, and asks what that takes");
    hands.send(Message::Refund(refund::Message::Seen(Ok(Some(eur(4))))));
    for text in ["Refund sale 1047?", "€34.02 can go back.", "BitPay takes €0.04.", "The customer gets €34.02."] {
        assert!(hands.shows(text), "{text}");
    }
    hands.click("Customer pays the fee");
    assert!(hands.shows("The customer gets €33.98."));
    hands.char('1').char('2').char('0').char('0');
    assert!(hands.shows("Refund €12.00") && hands.shows("Look up the fee"), "another amount has another fee");
    hands.click("Refund €12.00");
    assert_eq!(hands.asked.len(), 1, "without a reason nothing is sent");
    assert!(hands.shows("Choose a reason or type one."));
    hands.click("Wrong item").click("Refund €12.00");
    let Some(Instruction::Refund(wish)) = hands.asked.last() else { panic!("{:?}", hands.asked) };
    let wanted = (Portion::Amount(eur(1200)), "Wrong item", true);
    assert_eq!((wish.portion.clone(), wish.reason.as_str(), wish.buyer_pays_fee), wanted);
    hands.key(Named::Enter).key(Named::Enter);
    assert_eq!(hands.asked.len(), 2, "it locks itself on the first press");
}

#[test]
fn till_43_the_state_is_followed_to_its_own_receipt() {
    let mut hands = hands_on(paid(&MERCHANT));
    hands.char('r').click("Damaged").key(Named::Enter).carry_out(50);
    assert!(hands.shows("We asked BitPay to send €34.02 back and have no answer yet."));
    answer(&mut hands.till, 50, RefundState::Asked);
    assert!(hands.shows("Refund asked"));
    answer(&mut hands.till, 50, RefundState::Sent);
    assert!(hands.shows("Refund sent") && hands.shows("It cannot be sent a second time."));
    answer(&mut hands.till, 50, RefundState::Done);
    assert!(hands.shows("Refunded") && hands.shows("It has its own receipt, number 982."));
    hands.click("Save receipt");
    assert_eq!(hands.asked.last(), Some(&Instruction::SaveReturn { refund: guid(50) }));
    hands.key(Named::Enter);
    assert!(hands.shows("Everything has gone back.") && hands.shows("Refund of €34.02 asked for: Damaged"));
    hands.char('r');
    assert!(!hands.shows("Refund sale 1047?"), "nothing is left to refund");
}

#[test]
fn f44_doubt_is_said_and_a_second_refund_is_not_offered() {
    let mut hands = hands_on(paid(&MERCHANT));
    hands.char('r').click("Damaged").key(Named::Enter).carry_out(50);
    hands.till.apply(Event::RefundUnanswered { guid: guid(50), error: "timeout".into() });
    for text in
        ["Refund unsure", "The connection broke while refunding.", "It is never sent twice. The till asks first."]
    {
        assert!(hands.shows(text), "{text}");
    }
    hands.key(Named::Escape).char('r');
    assert!(hands.shows("The connection broke while refunding."), "the dialog opens on the one in doubt");
}

#[test]
fn bp2_19_the_gateways_no_is_said_in_the_dialog() {
    let cases = [
        ("state:010207", "BitPay does not refund a payment in this state."),
        ("state:010204", "BitPay says that a refund of this payment is under way."),
        ("fees_exceed_amount", "The network’s fee is larger than this refund."),
        ("not_found", "BitPay does not find this payment or refund."),
        ("invalid_field", "BitPay did not accept what the till sent."),
        ("something_new", "BitPay refused the refund."),
    ];
    for (code, sentence) in cases {
        let mut hands = hands_on(paid(&MERCHANT));
        hands.char('r').click("Damaged").key(Named::Enter).carry_out(50);
        let refused = Event::RefundRefused { guid: guid(50), code: code.into(), error: "refused (010208)".into() };
        hands.till.apply(refused);
        assert!(hands.shows(sentence), "{code}");
        assert!(hands.shows("Refund failed") && hands.shows("refused (010208)"));
    }
}

#[test]
fn till_67_a_key_that_only_receives_says_so() {
    let mut hands = hands_on(paid(&[Cap::Create]));
    assert!(hands.shows("This till’s key can only receive. The owner refunds at BitPay."));
    hands.char('r');
    assert!(!hands.shows("Refund sale 1047?") && hands.asked.is_empty());
    let mut early = Till::new();
    early.shop.gateway.as_mut().unwrap().caps = Caps::of(MERCHANT);
    early.release_at = State::Seen;
    let payment = early.open(1, lines());
    early.state(payment, State::Seen);
    let hands = hands_on(early);
    assert!(hands.shows("Refund opens when the payment is Accepted."));
}

#[test]
fn till_43_goods_come_back_by_line_and_cash_by_the_drawer() {
    let mut till = Till::new();
    till.cash(1, lines(), 5000);
    let mut hands = hands_on(till);
    hands.char('r').click("Items");
    hands.send(Message::Refund(refund::Message::PieceSet { line: 2, pieces: 9 }));
    assert!(hands.shows("Refund €7.02") && hands.shows("It goes back in cash."), "three were sold, three come back");
    hands.send(Message::Refund(refund::Message::PieceSet { line: 2, pieces: 2 }));
    hands.click("Customer’s wish").click("Refund €4.68");
    let Some(Instruction::Refund(wish)) = hands.asked.last() else { panic!("{:?}", hands.asked) };
    assert_eq!(wish.portion, Portion::Lines(vec![Returned { line: 2, quantity: 2 }]));
    hands.carry_out(50);
    assert!(hands.shows("Give €4.68 from the drawer."));
}

#[test]
fn bp2_76_80_81_a_refund_without_an_address_asks_for_a_contact() {
    let mut till = paid(&MERCHANT);
    let payment = guid(1);
    till.shop.live.get_mut(&payment).unwrap().payment.as_mut().unwrap().refund_address_pending = true;
    let mut hands = hands_on(till);
    assert!(hands.shows("Waiting for the customer’s refund address"));
    hands.click("Add contact so the refund can reach them");
    let typed = |text: &str| Message::Contact(contact::Message::Typed(text.to_owned()));
    hands.send(typed("not a mail")).key(Named::Enter);
    assert!(hands.asked.is_empty() && hands.shows("A mail address has one @ and a dot after it."));
    hands.click("Text message").send(typed("+49 151 2345678")).key(Named::Enter);
    let tell = |reach| Instruction::Contact { payment, reach };
    assert_eq!(hands.asked, [tell(Reach::Sms("+491512345678".to_owned()))]);
    hands.send(Message::Contact(contact::Message::Taken(Ok(true)))).send(typed("123456"));
    assert!(hands.shows("Code of the text message"));
    hands.click("Send");
    assert_eq!(hands.asked[1], tell(Reach::Code("123456".to_owned())));
    hands.send(Message::Contact(contact::Message::Taken(Ok(false))));
    assert!(hands.shows("BitPay knows how to reach the customer."));
}

#[test]
fn till_43_r_after_the_sale_opens_its_refund() {
    let mut desk = Desk::with(Some(Mode::Practice), false, |till| {
        till.shop.gateway.as_mut().unwrap().caps = Caps::of(MERCHANT);
    });
    desk.typing("450").key(Named::Enter).key(Named::Enter).wait(1_000);
    desk.click("Pay");
    desk.wait(1_000).key(Named::Enter).wait(1_000).typing("r");
    assert!(desk.shows("Refund sale 1047?"));
    desk.click("Wrong item");
    desk.wait(1_000).key(Named::Enter);
    assert!(desk.rooms.books.asked().contains(&"refund: Wrong item".to_owned()), "{:?}", desk.rooms.books.asked());
    assert!(desk.shows("It is sent once. The state stays on the sale."));
}

#[test]
fn refund_pictures() {
    for theme in [Theme::Light, Theme::Dark] {
        let tag = format!("{theme:?}").to_lowercase();
        for size in [(800.0, 480.0), (1024.0, 768.0), (1280.0, 800.0), (1920.0, 1080.0)] {
            let mut hands = hands_on(paid(&MERCHANT).sized(size.0, size.1));
            hands.send(Message::RowPressed(sale_id(1))).photograph(&format!("refund-offer-{}-{tag}", size.0), theme);
            hands.char('r').send(Message::Refund(refund::Message::Seen(Ok(Some(eur(4))))));
            hands.send(Message::Refund(refund::Message::ReasonTyped("Wrong item".to_owned())));
            hands.photograph(&format!("refund-dialog-{}-{tag}", size.0), theme);
            hands.send(Message::Refund(refund::Message::ScopeChosen(1)));
            hands.send(Message::Refund(refund::Message::PieceSet { line: 2, pieces: 2 }));
            hands.photograph(&format!("refund-lines-{}-{tag}", size.0), theme);
            hands.key(Named::Enter).carry_out(50);
            answer(&mut hands.till, 50, RefundState::Sent);
            hands.photograph(&format!("refund-sent-{}-{tag}", size.0), theme);
            hands.key(Named::Escape).photograph(&format!("refund-detail-{}-{tag}", size.0), theme);
        }
    }
}
