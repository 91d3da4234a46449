//! The window as a whole: from the first start to a paid sale, and everything that may get in between.

use iced::keyboard::key::Named;
use ringup::config::ThemeName;
use ringup::domain::payment::State;
use ringup::service::start::Mode;
use ringup::ui::app::Message;
use ringup::ui::press::Press;
use ringup::ui::theme::Theme;

use super::camera::scan;
use super::desk::Desk;
use super::shop::photograph;
use super::till::lines;

fn charged() -> Desk {
    let mut desk = Desk::start(Some(Mode::Practice));
    desk.typing("450").key(Named::Enter).key(Named::Enter).wait(1_000);
    desk
}

#[test]
fn till_70_76_first_start_to_a_practice_sale_in_six_keys() {
    let mut desk = Desk::start(None);
    assert!(desk.shows("Practice") && desk.shows("Connect"));
    desk.key(Named::Enter).wait(1_000);
    assert!(desk.shows("PRACTICE: no real money. Everything here is a rehearsal."));
    desk.typing("450").key(Named::Enter).key(Named::Enter).wait(1_000);
    assert_eq!(desk.rooms.books.asked(), ["resume", "charge"]);
    assert!(desk.shows("Wait. Keep the goods."));
    desk.click("Pay");
    assert_eq!(desk.rooms.books.asked().last().unwrap(), "play Exact");
    assert!(desk.shows("Paid. Hand over."));
}

#[test]
fn till_16_a_double_press_makes_one_sale() {
    let mut desk = Desk::start(Some(Mode::Practice));
    desk.typing("450").key(Named::Enter);
    let mut ui = super::shop::simulator(desk.size(), desk.view());
    ui.click("Charge €4.50").unwrap();
    ui.click("Charge €4.50").unwrap();
    let presses: Vec<Message> = ui.into_messages().collect();
    presses.into_iter().for_each(|press| {
        desk.send(press);
    });
    assert_eq!(desk.rooms.books.asked(), ["resume", "charge"]);
    assert_eq!(desk.app.cx().book.sales().count(), 1);
}

#[test]
fn till_16_enter_is_deaf_after_a_change_of_page() {
    let mut desk = Desk::start(None);
    desk.key(Named::Enter);
    desk.typing("4");
    desk.send(Message::Pressed(Press::named(Named::Enter)));
    assert_eq!(desk.app.cx().book.sales().count(), 0);
    assert!(desk.shows("Add €0.04"), "150 ms after the page came, Enter did not add");
    desk.wait(400).key(Named::Enter);
    assert!(desk.shows("Charge €0.04"));
}

#[test]
fn till_30_no_close_while_a_code_can_be_paid() {
    let mut desk = charged();
    desk.send(Message::CloseAsked);
    assert!(!desk.ended && !desk.rooms.books.asked().contains(&"close".to_owned()));
    assert!(desk.shows("A code can still be paid. Finish or void sale 1047 before closing the till."));
    desk.key(Named::F4).send(Message::CloseAsked);
    assert!(!desk.ended, "nor from another page");
    let guid = desk.app.cx().book.sales().next().unwrap().current().unwrap().guid();
    desk.rooms.books.till.lock().unwrap().state(guid, State::Expired);
    desk.send(Message::Ticked).send(Message::CloseAsked);
    assert_eq!(desk.rooms.books.asked().last().unwrap(), "close");
    assert!(desk.ended, "the books were closed first");
}

#[test]
fn the_system_may_end_the_program_at_any_time() {
    let mut desk = charged();
    desk.send(Message::EndAsked);
    assert!(desk.ended && desk.rooms.books.asked().last().unwrap() == "close");
}

#[test]
fn till_30_leaving_a_payment_keeps_it_one_key_away() {
    let mut desk = charged();
    desk.key(Named::F4);
    assert!(desk.shows("Code waits · €4.50"));
    desk.click("Code waits · €4.50");
    assert!(desk.shows("Wait. Keep the goods."));
}

#[test]
fn a_notice_leaves_the_code_to_be_read() {
    let mut desk = charged();
    desk.send(Message::CloseAsked);
    for (width, height) in [(800.0, 480.0), (1024.0, 768.0), (1280.0, 800.0), (1920.0, 1080.0), (1080.0, 1920.0)] {
        desk.resize(width, height);
        assert!(desk.shows("A code can still be paid. Finish or void sale 1047 before closing the till."));
        photograph(&format!("window-notice-{width}x{height}"), Theme::Light, desk.size(), desk.view());
        let read = scan(Theme::Light, desk.size(), desk.view());
        assert_eq!(read.len(), 1, "{width} x {height}: {read:?}");
    }
}

#[test]
fn f68_a_restart_brings_the_code_back() {
    let mut desk = Desk::with(Some(Mode::Practice), false, |till| {
        till.open(1, lines());
    });
    assert!(desk.shows("Wait. Keep the goods."));
    assert!(desk.shows("The till was restarted during sale 1047. The same code is back. Go on."));
    assert_eq!(desk.rooms.books.asked(), ["resume"]);
    desk.wait(7_000).send(Message::Ticked);
    assert!(!desk.shows("The till was restarted during sale 1047. The same code is back. Go on."));
}

#[test]
fn a_failed_charge_keeps_the_cart_and_the_sale() {
    let mut desk = Desk::start(Some(Mode::Practice));
    *desk.rooms.books.broken.lock().unwrap() = true;
    desk.typing("450").key(Named::Enter).key(Named::Enter);
    assert!(desk.shows("Charge €4.50"), "the cart is still there");
    *desk.rooms.books.broken.lock().unwrap() = false;
    desk.wait(1_000).key(Named::Enter);
    assert_eq!(desk.app.cx().book.sales().count(), 1);
}

#[test]
fn practice_that_does_not_start_says_so_and_can_be_tried_again() {
    let mut desk = Desk::start(None);
    *desk.rooms.books.broken.lock().unwrap() = true;
    desk.key(Named::Enter);
    assert!(desk.shows("Start practice"), "the door can be pressed again");
    *desk.rooms.books.broken.lock().unwrap() = false;
    desk.wait(1_000).key(Named::Enter);
    assert!(desk.shows("Register"));
}

#[test]
fn till_13_cash_ends_in_an_empty_register() {
    let mut desk = Desk::start(Some(Mode::Practice));
    desk.typing("450").key(Named::Enter).key(Named::F7).typing("500").key(Named::Enter);
    assert_eq!(desk.rooms.books.asked(), ["resume", "cash"]);
    assert!(desk.shows("Last sale paid · €4.50") && desk.shows("Scan, tap or type an amount."));
    assert!(desk.shows("Sale 1048"));
}

#[test]
fn bp2_09_connecting_leads_from_the_first_start_to_the_register() {
    use ringup::ui::screen::connect::Message as Connect;
    let mut desk = Desk::start(None);
    desk.click("Connect a gateway").send(Message::Connect(Connect::ConnectPressed));
    assert_eq!(desk.rooms.books.asked(), ["connect https://test.bitpay.com"]);
    assert!(desk.shows("aBc1234"), "the code is shown");
    assert!(desk.app.counts(), "and counted down");
    desk.wait(60_000).send(Message::Connect(Connect::CheckPressed));
    assert!(!desk.app.counts());
    desk.send(Message::Connect(Connect::ClosePressed));
    assert!(desk.shows("Register") && desk.shows("Scan, tap or type an amount."));
}

#[test]
fn connecting_can_be_left_for_where_it_was_opened() {
    let mut desk = Desk::start(None);
    desk.click("Connect a gateway").key(Named::Escape);
    assert!(desk.shows("Start practice"));
    desk.wait(1_000).key(Named::Enter).send(Message::ConnectPressed).wait(1_000).key(Named::Escape);
    assert!(desk.shows("Scan, tap or type an amount."));
}

#[test]
fn till_41_a_paid_sale_shows_its_receipt_and_enter_goes_on() {
    let mut desk = charged();
    desk.click("Pay").wait(1_000).key(Named::Enter).wait(1_000);
    assert!(desk.shows("Next sale"));
    desk.typing("p");
    assert!(desk.rooms.books.asked().last().unwrap().starts_with("save receipt-"));
    desk.key(Named::Enter);
    assert!(desk.shows("Scan, tap or type an amount."));
}

#[test]
fn till_30_f3_lists_the_last_sales_from_anywhere() {
    let mut desk = charged();
    desk.key(Named::F3);
    assert!(desk.shows("Sales"));
    desk.key(Named::Escape);
    assert!(desk.shows("Scan, tap or type an amount."));
}

#[test]
fn an_idle_till_has_no_ticks() {
    let mut desk = Desk::start(Some(Mode::Practice));
    assert!(!desk.app.counts(), "nothing counts on the register");
    desk.typing("450").key(Named::Enter).key(Named::Enter).wait(1_000);
    assert!(desk.app.counts(), "a code does");
    desk.key(Named::F4);
    assert!(!desk.app.counts());
    desk.key(Named::F4);
    desk.send(Message::CloseAsked);
    assert!(desk.app.counts(), "a notice does");
    desk.wait(6_000).send(Message::Ticked);
    assert!(!desk.app.counts());
}

#[test]
fn repeated_notices_fold_into_one() {
    let mut desk = Desk::start(Some(Mode::Practice));
    desk.click("Gift card").click("Gift card").click("Gift card");
    assert!(desk.shows("× 3"));
}

#[test]
fn f11_and_kiosk_fill_the_screen() {
    let mut desk = Desk::start(Some(Mode::Practice));
    desk.key(Named::F11).key(Named::F11);
    assert_eq!(desk.window, ["open, full screen false", "Fullscreen", "Windowed"]);
    let mut kiosk = Desk::with(Some(Mode::Practice), true, |_| {});
    kiosk.key(Named::F11);
    assert_eq!(kiosk.window, ["open, full screen true"], "a kiosk stays full");
}

#[test]
fn till_75_the_theme_turns_and_is_kept() {
    let mut desk = Desk::start(Some(Mode::Practice));
    desk.send(Message::ThemePressed);
    assert_eq!(desk.app.cx().config.look.theme, ThemeName::Dark);
    assert_eq!(desk.rooms.books.asked().last().unwrap(), "look Dark");
}

#[test]
fn till_77_a_small_window_has_both_halves_in_its_bar() {
    let mut desk = Desk::start(Some(Mode::Practice));
    desk.resize(800.0, 480.0);
    assert!(!desk.shows("Espresso"));
    desk.click("Products").click("Espresso").click("Amount");
    assert!(desk.shows("7") && desk.shows("Charge €2.40") && desk.shows("PRACTICE"));
}

#[test]
fn till_75_77_pictures_of_the_window() {
    let sizes = [(800.0, 480.0), (1024.0, 768.0), (1280.0, 800.0), (1920.0, 1080.0), (1080.0, 1920.0)];
    for (width, height) in sizes {
        let mut desk = Desk::start(Some(Mode::Practice));
        desk.resize(width, height).typing("450").key(Named::Enter);
        photograph(&format!("window-register-{width}x{height}"), Theme::Light, desk.size(), desk.view());
        desk.key(Named::Enter).send(Message::CloseAsked);
        photograph(&format!("window-pay-{width}x{height}"), Theme::Light, desk.size(), desk.view());
    }
}

#[test]
fn till_43_the_window_takes_an_older_sale_to_hand() {
    let mut desk = Desk::start(Some(Mode::Shop));
    *desk.rooms.books.older.lock().unwrap() = Some(super::sales::old_sale());
    desk.send(Message::SalesPressed).typing("900").key(Named::Enter);
    assert!(desk.shows("Sale 900"), "{:?}", desk.rooms.books.asked());
    assert!(desk.rooms.books.asked().contains(&"find 900".to_owned()));
    desk.press(Press::char('r'));
    assert!(desk.shows("Refund sale 900?"));
    let mut desk = Desk::start(Some(Mode::Shop));
    desk.send(Message::SalesPressed).typing("901").key(Named::Enter);
    assert!(desk.shows("There is no sale 901 in this journal."));
}

#[test]
fn f54_the_window_needs_no_graphics_card() {
    use iced_test::core::renderer::Headless;
    use iced_test::futures::futures::executor::block_on;
    let settings = ringup::ui::font::settings();
    let make = |wanted| {
        let (font, size) = (settings.default_font, settings.default_text_size);
        block_on(<iced::Renderer as Headless>::new(font, size, wanted))
    };
    let renderer = make(None).expect("there is always one");
    assert_eq!(renderer.name(), "tiny-skia", "drawn by the processor");
    assert!(make(Some("wgpu")).is_none(), "no other renderer is built in that could be lost");
}

#[test]
fn f55_a_screen_that_changes_or_goes_away_changes_nothing_of_the_sale() {
    let mut desk = charged();
    assert!(desk.shows("Wait. Keep the goods."));
    for (width, height) in [(800.0, 480.0), (1.0, 1.0), (0.0, 0.0), (1920.0, 1080.0), (1080.0, 1920.0), (1280.0, 800.0)]
    {
        desk.resize(width, height);
        drop(super::shop::simulator(desk.size(), desk.view()));
    }
    assert!(desk.shows("Wait. Keep the goods."), "the payment is where it was");
    // By touch alone: no key is pressed from here on.
    desk.click("Pay");
    assert!(desk.shows("Paid. Hand over."));
    let mut kiosk = Desk::with(Some(Mode::Practice), true, |_| {});
    kiosk.resize(1080.0, 1920.0).resize(800.0, 480.0).key(Named::F11).key(Named::Escape);
    assert_eq!(kiosk.window, ["open, full screen true"], "a kiosk stays full, and nothing takes it out");
}
