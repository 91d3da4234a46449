//! A shop whose secrets are in a sealed file asks for its passphrase before it opens.

use iced::keyboard::key::Named;
use ringup::secret::Secret;
use ringup::ui::app::Message;
use ringup::ui::context::Context;
use ringup::ui::press::Press;
use ringup::ui::screen::unlock::{self, FIELD, Instruction, Unlock};
use ringup::ui::theme::Theme;
use ringup::ui::widget::Element;

use super::camera::{photograph, simulator};
use super::desk::Desk;
use super::shop::Shop;

fn typed(text: &str) -> Message {
    Message::Unlock(unlock::Message::Typed(Secret::new(text)))
}

#[test]
fn till_60_a_sealed_shop_opens_by_its_passphrase_alone() {
    let mut desk = Desk::sealed("correct horse");
    assert!(desk.shows("The shop is locked") && !desk.shows("Welcome to Ringup"));
    desk.key(Named::Enter);
    assert!(desk.shows("Type the passphrase first."));
    desk.send(typed("wrong horse")).key(Named::Enter);
    assert!(desk.shows("This passphrase does not open the sealed file."));
    assert!(desk.rooms.books.asked().is_empty(), "no book was opened");
    desk.send(typed("correct horse"));
    assert!(!desk.shows("This passphrase does not open the sealed file."), "typing takes the word back");
    desk.key(Named::Enter).wait(1_000);
    assert!(!desk.shows("The shop is locked"));
    assert_eq!(desk.rooms.books.asked(), ["resume"]);
    desk.typing("450").key(Named::Enter);
    assert!(desk.shows("Charge €4.50"));
}

#[test]
fn till_70_practice_needs_no_passphrase() {
    let mut desk = Desk::sealed("correct horse");
    desk.click("Start practice").wait(1_000);
    assert!(desk.shows("PRACTICE: no real money. Everything here is a rehearsal."));
    let mut desk = Desk::sealed("correct horse");
    desk.key(Named::F5).wait(1_000);
    assert!(desk.shows("PRACTICE: no real money. Everything here is a rehearsal."));
}

#[test]
fn what_is_no_matter_of_the_passphrase_is_told_and_the_page_stays() {
    let mut desk = Desk::sealed("correct horse");
    *desk.rooms.books.broken.lock().unwrap() = true;
    desk.key(Named::F5);
    assert!(desk.shows("The shop is locked") && desk.shows("Start practice"), "it can be pressed again");
    *desk.rooms.books.broken.lock().unwrap() = false;
    desk.send(typed("correct horse")).key(Named::Enter);
    assert_eq!(desk.rooms.books.asked(), ["resume"]);
}

#[test]
fn till_60_a_passphrase_is_asked_once_at_a_time_and_never_shown() {
    let mut page = Unlock::default();
    let _ = page.update(unlock::Message::Typed(Secret::new("correct horse")));
    let enter = || unlock::Message::Pressed(Press::named(Named::Enter));
    let held = unlock::Message::Pressed(Press::named(Named::Enter).repeated());
    assert_eq!(page.update(held).instruction, None);
    let asked = page.update(enter()).instruction;
    assert_eq!(asked, Some(Instruction::Open(Secret::new("correct horse"))));
    assert_eq!(page.update(enter()).instruction, None, "it is opening");
    assert_eq!(page.update(unlock::Message::PracticePressed).instruction, None);
    assert!(!format!("{page:?} {asked:?}").contains("horse"));
    let shop = Shop::new();
    assert!(simulator(shop.size, page.view(&shop.cx())).find("correct horse").is_err(), "the field shows dots");
    let _ = page.update(unlock::Message::Refused);
    assert_eq!(page.update(enter()).instruction, None, "the field is empty again");
}

#[test]
fn the_keyboard_types_into_the_field() {
    let shop = Shop::new();
    let page = Unlock::default();
    let mut ui = simulator(shop.size, page.view(&shop.cx()));
    ui.click(iced_test::selector::id(FIELD)).unwrap();
    let _ = ui.typewrite("horse");
    let messages: Vec<unlock::Message> = ui.into_messages().collect();
    assert!(matches!(messages.as_slice(), [unlock::Message::Typed(_), ..]), "{messages:?}");
}

fn after(messages: impl IntoIterator<Item = unlock::Message>) -> Unlock {
    let mut page = Unlock::default();
    messages.into_iter().for_each(|message| drop(page.update(message)));
    page
}

#[test]
fn till_75_77_pictures_of_the_locked_shop() {
    let draw = |page: &Unlock, name: String, shop: &Shop, theme: Theme| {
        let cx: Context<'_> = shop.cx();
        let view: Element<'_, unlock::Message> = page.view(&cx);
        photograph(&name, theme, shop.size, view);
    };
    for (width, height) in [(800.0, 480.0), (1280.0, 800.0), (1920.0, 1080.0), (1080.0, 1920.0)] {
        let shop = Shop::of_size(width, height);
        for (name, theme) in [("light", Theme::Light), ("dark", Theme::Dark)] {
            draw(&after([]), format!("unlock-{width}x{height}-{name}"), &shop, theme);
            let wrong = after([unlock::Message::Typed(Secret::new("horse")), unlock::Message::Refused]);
            draw(&wrong, format!("unlock-wrong-{width}x{height}-{name}"), &shop, theme);
        }
    }
}
