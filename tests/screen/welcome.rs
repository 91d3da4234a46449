//! The first start: two doors, one press.

use iced::Size;
use iced::keyboard::key::Named;
use ringup::ui::press::Press;
use ringup::ui::screen::welcome::{Door, Instruction, Message, Welcome};
use ringup::ui::theme::Theme;

use super::shop::{Shop, photograph, simulator};

#[test]
fn till_70_enter_starts_practice_once() {
    let mut welcome = Welcome::default();
    let enter = || Message::Pressed(Press::named(Named::Enter));
    let held = Message::Pressed(Press::named(Named::Enter).repeated());
    assert_eq!(welcome.update(held).instruction, None);
    assert_eq!(welcome.update(enter()).instruction, Some(Instruction::StartPractice));
    assert_eq!(welcome.update(enter()).instruction, None, "it is starting");
    let _ = welcome.update(Message::Failed);
    assert_eq!(welcome.update(enter()).instruction, Some(Instruction::StartPractice));
}

#[test]
fn till_70_76_both_doors_open_by_mouse_and_by_keyboard() {
    let shop = Shop::new();
    let welcome = Welcome::default();
    let mut ui = simulator(shop.size, welcome.view(&shop.cx()));
    ui.click("Connect a gateway").unwrap();
    ui.click("Start practice").unwrap();
    let doors: Vec<Message> = ui.into_messages().collect();
    let expected = [Message::DoorPressed(Door::Connect), Message::DoorPressed(Door::Practice)];
    assert_eq!(format!("{doors:?}"), format!("{expected:?}"));
    let mut welcome = Welcome::default();
    let _ = welcome.update(Message::Pressed(Press::named(Named::Tab)));
    assert_eq!(welcome.update(Message::Pressed(Press::char(' '))).instruction, Some(Instruction::Connect));
}

#[test]
fn till_75_77_pictures_of_the_first_start() {
    for (width, height) in [(800.0, 480.0), (1024.0, 768.0), (1280.0, 800.0), (1920.0, 1080.0), (1080.0, 1920.0)] {
        let mut shop = Shop::new();
        shop.size = Size::new(width, height);
        for (name, theme) in [("light", Theme::Light), ("dark", Theme::Dark)] {
            let welcome = Welcome::default();
            let view = welcome.view(&shop.cx());
            photograph(&format!("welcome-{width}x{height}-{name}"), theme, shop.size, view);
        }
    }
}
