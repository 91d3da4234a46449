//! Every widget on one sheet, light and dark, to be looked at after a change:
//! `cargo test --test tests gallery -- --ignored`, then open `target/gallery`.

mod parts;
mod payment;

use iced::Fill;
use iced::widget::{column, container, row};
use ringup::ui::theme::{self, Theme};
use ringup::ui::widget::{Element, layout::Direction};

fn sheet<'a>(left: Vec<Element<'a, ()>>, right: Vec<Element<'a, ()>>) -> Element<'a, ()> {
    let side = |parts| column(parts).spacing(theme::space::XL);
    container(row![side(left).width(1110), side(right).width(Fill)].spacing(theme::space::XL))
        .padding(theme::space::XXL)
        .width(Fill)
        .height(Fill)
        .style(theme::container::window)
        .into()
}

fn basics<'a>() -> Element<'a, ()> {
    sheet(
        vec![
            parts::buttons(),
            parts::pills(),
            parts::type_scale(),
            parts::verdict_bars(),
            parts::bar(),
            parts::more_buttons(),
        ],
        vec![
            parts::rings(),
            parts::fields(),
            parts::chips(),
            parts::notice(),
            parts::keys(),
            parts::tiles(),
            parts::small_parts(),
        ],
    )
}

fn payments<'a>() -> Element<'a, ()> {
    sheet(vec![payment::states(), payment::timeline(), payment::table()], vec![payment::cart(), payment::paper()])
}

#[test]
#[ignore = "draws pictures to be looked at, into target/gallery"]
fn basics_are_drawn_in_every_theme() {
    for theme in Theme::ALL {
        let name = format!("basics-{}", format!("{theme:?}").to_lowercase());
        super::render(&name, theme, (1920.0, 1660.0), basics());
    }
}

#[test]
#[ignore = "draws pictures to be looked at, into target/gallery"]
fn payments_are_drawn_in_light_and_dark() {
    for theme in [Theme::Light, Theme::Dark] {
        let name = format!("payments-{}", format!("{theme:?}").to_lowercase());
        super::render(&name, theme, (1920.0, 1180.0), payments());
        let name = format!("lists-{}", format!("{theme:?}").to_lowercase());
        let lists = container(column![payment::table(), payment::cart()].spacing(theme::space::M));
        let lists = lists.padding(theme::space::M).width(Fill).height(Fill);
        super::render(&name, theme, (640.0, 760.0), lists.style(theme::container::window));
        let name = format!("choices-{}", format!("{theme:?}").to_lowercase());
        super::render(&name, theme, (1000.0, 820.0), payment::choices());
    }
}

#[test]
#[ignore = "draws pictures to be looked at, into target/gallery"]
fn rows_mirror_where_lines_run_from_right_to_left() {
    Direction::Rtl.set();
    super::render("payments-rtl", Theme::Light, (1920.0, 1180.0), payments());
    super::render("dialog-rtl", Theme::Light, (1280.0, 800.0), payment::dialog());
    Direction::Ltr.set();
    super::render("dialog", Theme::Light, (1280.0, 800.0), payment::dialog());
    super::render("dialog-dark", Theme::Dark, (1280.0, 800.0), payment::dialog());
}
