//! A typed amount that is a tip or a fee.

use ringup::domain::cart::Kind;
use ringup::ui::press::Press;
use ringup::ui::screen::register::Message;

use super::Hands;

#[test]
fn bp2_31_a_typed_amount_becomes_a_tip_by_key_and_by_touch() {
    let mut hands = Hands::new();
    hands.click("Espresso").typing("50").enter();
    hands.press(Press::char('t').with_ctrl());
    assert_eq!(hands.register.cart().lines()[1].kind, Kind::Tip);
    assert!(hands.shows("Tip") && hands.shows("1 item"), "a tip is no piece");
    hands.press(Press::char('t').with_ctrl());
    assert_eq!(hands.register.cart().lines()[1].kind, Kind::Goods);
    hands.send(Message::LineTapped(1));
    hands.send(Message::NotePressed);
    hands.click("A fee").click("Keep note");
    assert_eq!(hands.register.cart().lines()[1].kind, Kind::Fee);
    assert!(hands.shows("Fee"));
    hands.send(Message::UndoPressed);
    assert_eq!(hands.register.cart().lines()[1].kind, Kind::Goods, "one change, one step back");
    hands.send(Message::LineTapped(0));
    hands.send(Message::NotePressed);
    assert!(!hands.shows("A tip"), "a product is goods");
}
