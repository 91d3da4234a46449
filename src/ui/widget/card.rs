//! Cards: the grounds on which everything else lies.

use iced::widget::{Space, column, container, rule};
use iced::{Center, Fill};

use super::{Container, Element, label, layout};
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, Tone, space};

/// Returns a card with 20 px of room inside.
pub fn card<'a, Message: 'a>(content: impl Into<Element<'a, Message>>) -> Container<'a, Message> {
    container(content).padding(space::L).style(theme::container::card)
}

/// Returns a card whose content reaches its edges, for lists.
pub fn flush<'a, Message: 'a>(content: impl Into<Element<'a, Message>>) -> Container<'a, Message> {
    // The content stays off the edge line, which would otherwise be painted over.
    container(content).padding(space::B_CARD).style(theme::container::card)
}

/// Returns a card with a title.
pub fn titled<'a, Message: 'a>(title: &'a str, content: impl Into<Element<'a, Message>>) -> Container<'a, Message> {
    let title = label::section(title).width(Fill).align_x(layout::start());
    card(column![title, content.into()].spacing(space::S))
}

/// Returns a soft note: icon, title and a sentence.
pub fn note<'a, Message: 'a>(tone: Tone, shape: Icon, title: &'a str, sentence: &'a str) -> Container<'a, Message> {
    let head = layout::row(vec![icon(shape).into(), label::strong_l(title).into()]).spacing(space::S).align_y(Center);
    let head = container(head).width(Fill).align_x(layout::start());
    container(column![head, label::body(sentence).width(Fill).align_x(layout::start())].spacing(6))
        .padding(space::L)
        .width(Fill)
        .style(theme::container::soft(tone))
}

/// Returns a label at the start and a value at the end of a line.
pub fn pair<'a, Message: 'a>(
    name: impl Into<Element<'a, Message>>,
    value: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    layout::row(vec![name.into(), Space::new().width(Fill).into(), value.into()])
        .spacing(space::S)
        .align_y(Center)
        .into()
}

/// Returns a hairline across the card.
#[must_use]
pub fn hairline<'a, Message: 'a>() -> Element<'a, Message> {
    rule::horizontal(1).into()
}

/// Returns a hairline between two columns.
#[must_use]
pub fn divider<'a, Message: 'a>() -> Element<'a, Message> {
    rule::vertical(1).into()
}
