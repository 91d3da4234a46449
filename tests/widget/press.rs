//! What can be pressed sends its message, what cannot stays silent.

use iced::Fill;
use iced::widget::container;
use ringup::ui::theme::{Theme, Tone, space};
use ringup::ui::widget::chip::chip;
use ringup::ui::widget::field::field;
use ringup::ui::widget::keypad::{Key, keypad};
use ringup::ui::widget::tile::tile;
use ringup::ui::widget::{Element, button, dialog, nav, segmented};

const WINDOW: (f32, f32) = (600.0, 500.0);

fn pressed<'a, M: 'a>(view: impl Into<Element<'a, M>>, targets: &[&str]) -> Vec<M> {
    let mut ui = super::simulator(WINDOW, view);
    for target in targets {
        ui.click(*target).unwrap();
    }
    ui.into_messages().collect()
}

#[test]
fn buttons_send_only_while_they_are_ready() {
    assert_eq!(pressed(button::primary("Charge").on_press(1), &["Charge"]), [1]);
    assert!(pressed(button::primary::<u8>("Charge"), &["Charge"]).is_empty());
    let reason = "Refund opens when the payment is Accepted.";
    assert!(pressed(button::plain::<u8>("Refund").disabled(reason), &["Refund", reason]).is_empty());
    let busy = button::primary("Charge").on_press(1).busy("Asking");
    assert!(pressed(busy, &["Asking"]).is_empty());
}

#[test]
fn the_keypad_reports_its_keys() {
    let keys = pressed(keypad(|key| key), &["7", "00", "0"]);
    assert_eq!(keys, [Key::Digit(7), Key::DoubleZero, Key::Digit(0)]);
    assert!(pressed(keypad(|key| key).enabled(false), &["7"]).is_empty());
}

#[test]
fn chips_tiles_segments_and_tabs_send() {
    assert_eq!(pressed(chip("Bitcoin").key("1").on_press(1), &["Bitcoin"]), [1]);
    assert_eq!(pressed(tile("Roll", "€0.60").on_press(1), &["€0.60"]), [1]);
    let sold_out = tile("Roll", "€0.60").sold_out(Some("Sold out")).on_press(1);
    assert!(pressed(sold_out, &["Sold out"]).is_empty());
    let ways = segmented::segmented(&["By amount", "By shares"], 0, |index| index);
    assert_eq!(pressed(ways, &["By shares"]), [1]);
    let tab = nav::Tab::new(ringup::ui::icon::Icon::List, "Sales", false, 7).count(Tone::Stop, 2);
    assert_eq!(pressed(nav::bar("Till 1", "Shop").tab(tab), &["2"]), [7]);
}

#[test]
fn a_dialog_keeps_the_page_below_out_of_reach() {
    let view = |away| -> Element<'_, &str> {
        let page = container(button::plain("Below").on_press("below")).width(Fill).height(Fill);
        let verb = button::plain("Back").on_press("back").into();
        let asked = dialog::question("Void sale 1047?", "It can be paid until 10:57.", vec![verb]);
        dialog::over(page, Some(asked), away)
    };
    assert!(pressed(view(None), &["Below"]).is_empty());
    assert_eq!(pressed(view(Some("away")), &["Below"]), ["away"]);
    assert_eq!(pressed(view(Some("away")), &["Back"]), ["back"]);
    assert!(pressed(view(Some("away")), &["It can be paid until 10:57."]).is_empty());
}

#[test]
fn a_focused_field_shows_the_line() {
    let accent = Theme::Light.tokens().accent.into_rgba8();
    let count = |click: bool| {
        let view: Element<'_, String> =
            container(field("Search", "").id("search").on_input(|text| text)).padding(space::M).width(400).into();
        let mut ui = super::simulator((400.0, 100.0), view);
        if click {
            ui.click(iced_test::selector::id("search")).unwrap();
        }
        let folder = tempfile::tempdir().unwrap();
        let shot = ui.snapshot(&Theme::Light).unwrap();
        assert!(shot.matches_image(folder.path().join("field")).unwrap());
        let picture = image::open(folder.path().join("field-tiny-skia.png")).unwrap().to_rgba8();
        picture.pixels().filter(|pixel| pixel.0 == accent).count()
    };
    assert_eq!(count(false), 0);
    assert!(count(true) > 2_000, "three pixels all around");
}

#[test]
fn till_75_a_button_is_a_target_of_48_even_if_asked_for_less() {
    let low: Element<'_, ()> = container(button::plain("Low").height(10.0).on_press(())).into();
    let mut ui = super::simulator(WINDOW, low);
    let text = ui.find("Low").unwrap().bounds();
    // The label sits in the middle of a face at least 48 high.
    assert!(text.center_y() >= space::TARGET / 2.0 - 0.5, "{text:?}");
}
