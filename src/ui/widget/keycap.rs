//! The hint of a key on a button: the first thing to go when space is short.

use iced::widget::container;

use super::{Element, Row, label};
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, Pick};

/// Returns a keycap with the given name; "Enter" and arrows show their sign.
pub fn keycap<'a, Message: 'a>(name: &'a str, ink: Pick) -> Element<'a, Message> {
    let face: Element<'a, Message> = match sign(name) {
        Some(shape) => icon(shape).size(16.0).color(ink).into(),
        None => label::micro(name).style(theme::text::pick(ink)).into(),
    };
    container(face).style(theme::container::keycap(ink)).padding([0.0, 7.0]).center_y(24.0).into()
}

/// Returns the keycaps of a chord such as Ctrl Enter.
pub fn chord<'a, Message: 'a>(names: &[&'a str], ink: Pick) -> Element<'a, Message> {
    Row::with_children(names.iter().map(|name| keycap(name, ink))).spacing(4.0).into()
}

fn sign(name: &str) -> Option<Icon> {
    match name {
        "Enter" => Some(Icon::CornerDownLeft),
        "↑" => Some(Icon::ArrowUp),
        "↓" => Some(Icon::ArrowDown),
        "←" => Some(Icon::ArrowLeft),
        "→" => Some(Icon::ArrowRight),
        _ => None,
    }
}
