//! Rows mirror with the line of reading; amounts and digits never do.

use ringup::ui::widget::amount::amount;
use ringup::ui::widget::keypad::keypad;
use ringup::ui::widget::layout::{Breakpoint, Direction};
use ringup::ui::widget::{Element, cart};

/// Returns whether `first` lies left of `second`.
fn in_order(view: Element<'_, ()>, first: &str, second: &str) -> bool {
    let mut ui = super::simulator((400.0, 400.0), view);
    let left = ui.find(first).unwrap().bounds().x;
    left < ui.find(second).unwrap().bounds().x
}

fn line<'a>() -> Element<'a, ()> {
    cart::line("Flat white", "2 × 3.80", "7.60").on_press(()).into()
}

#[test]
fn till_75_rows_mirror_and_amounts_do_not() {
    Direction::Ltr.set();
    assert!(in_order(line(), "Flat white", "7.60"));
    Direction::Rtl.set();
    assert!(in_order(line(), "7.60", "Flat white"));
    assert!(in_order(amount("€", "34.02").into(), "€", "34.02"));
    assert!(in_order(amount("BTC", "0.1").sign_after(true).into(), "0.1", "BTC"));
    assert!(in_order(keypad(|_| ()).into(), "7", "9"));
    Direction::Ltr.set();
}

#[test]
fn every_window_of_the_layout_table_has_its_row() {
    let of = |w, h| Breakpoint::of(iced::Size::new(w, h));
    assert_eq!(of(800.0, 480.0), Breakpoint::Small);
    assert_eq!(of(1024.0, 768.0), Breakpoint::Compact);
    assert_eq!(of(1024.0, 600.0), Breakpoint::Compact);
    assert_eq!(of(1280.0, 800.0), Breakpoint::Standard);
    assert_eq!(of(1366.0, 768.0), Breakpoint::Standard);
    assert_eq!(of(1920.0, 1080.0), Breakpoint::Wide);
    assert_eq!(of(1080.0, 1920.0), Breakpoint::Portrait);
    // A text scale of 150 % takes the 1024 layout at 1280, 200 % the 800 one.
    assert_eq!(of(1280.0 / 1.5, 800.0 / 1.5), Breakpoint::Compact);
    assert_eq!(of(1280.0 / 1.25, 800.0 / 1.25), Breakpoint::Compact);
    assert_eq!(of(640.0, 400.0), Breakpoint::Small);
}

#[test]
fn an_amount_shrinks_until_it_fits() {
    let wide = amount("€", "1234567.89").size(148.0);
    assert!(wide.width() > 600.0);
    let fitted = amount("€", "1234567.89").size(148.0).fit(600.0);
    assert!(fitted.width() <= 600.0);
    let mut ui = super::simulator::<()>((700.0, 200.0), fitted);
    let digits = ui.find("1234567.89").unwrap().bounds();
    assert!(digits.x + digits.width <= 600.0, "{digits:?}");
}
