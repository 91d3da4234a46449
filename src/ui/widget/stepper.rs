//! − n +: a small whole number changed by taps.

use iced::Center;
use iced::widget::container;

use super::button::icon_square;
use super::{Element, label, layout};
use crate::ui::icon::Icon;
use crate::ui::theme::button::Kind;
use crate::ui::theme::{self, space};

/// Returns a stepper; a missing message switches its side off.
pub fn stepper<'a, Message: Clone + 'a>(
    value: impl ToString,
    on_less: Option<Message>,
    on_more: Option<Message>,
) -> Element<'a, Message> {
    sized(Kind::Plain, value, (on_less, on_more), space::TARGET)
}

/// Returns a stepper whose plus is the act of the card, as on the kiosk.
pub fn inviting<'a, Message: Clone + 'a>(
    value: impl ToString,
    on_less: Option<Message>,
    on_more: Option<Message>,
) -> Element<'a, Message> {
    sized(Kind::Primary, value, (on_less, on_more), space::TARGET)
}

/// Returns a stepper of buttons `side` px wide; `on` holds less and more.
pub fn sized<'a, Message: Clone + 'a>(
    more: Kind,
    value: impl ToString,
    on: (Option<Message>, Option<Message>),
    side: f32,
) -> Element<'a, Message> {
    let large = side > space::BUTTON;
    let scale = if large { theme::text::HEADING } else { theme::text::SECTION };
    let value = container(label::scaled(value.to_string(), scale)).center_x(side * 1.17);
    layout::row(vec![
        icon_square(Kind::Plain, Icon::Minus, side, on.0),
        value.into(),
        icon_square(more, Icon::Plus, side, on.1),
    ])
    .align_y(Center)
    .into()
}
