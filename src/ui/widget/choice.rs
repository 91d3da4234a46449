//! Cards that can be chosen: a person on the lock page, a count in Reconcile,
//! a tender in the picker.

use std::borrow::Cow;

use iced::widget::{Space, button, column, container};
use iced::{Center, Fill, Length};

use super::{Element, badge, focus, label, layout};
use crate::ui::font;
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, Pick, space};

/// A card in the making.
#[allow(missing_debug_implementations)]
pub struct Choice<'a, Message> {
    content: Element<'a, Message>,
    chosen: bool,
    focused: bool,
    height: Length,
    on_press: Option<Message>,
}

/// Returns a card that can be chosen around any content.
pub fn choice<'a, Message>(content: impl Into<Element<'a, Message>>) -> Choice<'a, Message> {
    Choice { content: content.into(), chosen: false, focused: false, height: Length::Shrink, on_press: None }
}

/// Returns the card of a person: initials, name and role.
pub fn person<'a, Message: 'a>(
    initials: impl Into<Cow<'a, str>>,
    name: impl Into<Cow<'a, str>>,
    role: impl Into<Cow<'a, str>>,
    chosen: bool,
) -> Choice<'a, Message> {
    let words = column![label::section(name.into()), label::caption(role.into()).style(theme::text::muted)]
        .align_x(layout::start());
    let line = layout::row(vec![badge::avatar(initials, 56.0, chosen), words.into()]).spacing(space::M).align_y(Center);
    Choice { chosen, ..choice(container(line).width(Fill).align_x(layout::start())) }
}

/// Returns the card of a count: figure, icon and word; a zero is muted.
pub fn figure<'a, Message: 'a>(
    count: usize,
    shape: Icon,
    ink: Pick,
    word: impl Into<Cow<'a, str>>,
    chosen: bool,
) -> Choice<'a, Message> {
    let ink = if count == 0 { |t: &theme::Tokens| t.muted } else { ink };
    let number = label::scaled(count.to_string(), theme::text::VERDICT);
    let number = if count == 0 { number.style(theme::text::muted) } else { number };
    let head =
        layout::row(vec![number.into(), Space::new().width(Fill).into(), icon(shape).size(20.0).color(ink).into()])
            .align_y(Center);
    let word = label::scaled(word.into(), theme::text::SMALL.with(font::SANS_MEDIUM));
    Choice { chosen, ..choice(column![head, word.width(Fill).align_x(layout::start())]) }
}

/// Returns the card of a way to pay: icon, name, and its limits or the reason why not.
pub fn tender<'a, Message: 'a>(
    shape: Icon,
    name: impl Into<Cow<'a, str>>,
    detail: impl Into<Cow<'a, str>>,
) -> Choice<'a, Message> {
    let words = column![label::strong_l(name.into()), label::caption(detail.into()).style(theme::text::muted)]
        .align_x(layout::start());
    let line = layout::row(vec![icon(shape).size(28.0).into(), words.into()]).spacing(space::M).align_y(Center);
    choice(container(line).width(Fill).align_x(layout::start()))
}

impl<Message> Choice<'_, Message> {
    /// Marks the card as chosen.
    #[must_use]
    pub fn chosen(mut self, chosen: bool) -> Self {
        self.chosen = chosen;
        self
    }

    /// Shows the focus line.
    #[must_use]
    pub fn focused(mut self, focused: bool) -> Self {
        self.focused = focused;
        self
    }

    /// Sets the height; as high as its content unless told.
    #[must_use]
    pub fn height(mut self, height: impl Into<Length>) -> Self {
        self.height = height.into();
        self
    }

    /// Makes the card send `message`; without one it is disabled.
    #[must_use]
    pub fn on_press_maybe(mut self, message: Option<Message>) -> Self {
        self.on_press = message;
        self
    }

    /// Makes the card send `message`.
    #[must_use]
    pub fn on_press(self, message: Message) -> Self {
        self.on_press_maybe(Some(message))
    }
}

impl<'a, Message: Clone + 'a> From<Choice<'a, Message>> for Element<'a, Message> {
    fn from(card: Choice<'a, Message>) -> Self {
        let inner = if card.height == Length::Shrink { Length::Shrink } else { Fill };
        let face = button(container(card.content).width(Fill).height(inner).align_y(Center))
            .padding([space::S, space::M])
            .width(Fill)
            .height(card.height)
            .style(theme::button::card(card.chosen))
            .on_press_maybe(card.on_press);
        focus::ring(face).when(card.focused).radius(space::R_CARD).into()
    }
}
