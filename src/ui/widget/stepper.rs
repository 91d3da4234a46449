//! − n +: a small whole number changed by taps.

use iced::Center;
use iced::widget::container;

use super::button::icon_edged;
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
    of(Kind::Plain, value, on_less, on_more)
}

/// Returns a stepper whose plus is the act of the card, as on the kiosk.
pub fn inviting<'a, Message: Clone + 'a>(
    value: impl ToString,
    on_less: Option<Message>,
    on_more: Option<Message>,
) -> Element<'a, Message> {
    of(Kind::Primary, value, on_less, on_more)
}

fn of<'a, Message: Clone + 'a>(
    more: Kind,
    value: impl ToString,
    on_less: Option<Message>,
    on_more: Option<Message>,
) -> Element<'a, Message> {
    let value = label::scaled(value.to_string(), theme::text::SECTION);
    layout::row(vec![
        icon_edged(Kind::Plain, Icon::Minus, on_less),
        container(value).center_x(space::KIOSK).into(),
        icon_edged(more, Icon::Plus, on_more),
    ])
    .align_y(Center)
    .into()
}
