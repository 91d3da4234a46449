//! Chips: one of several, chosen with a tap.
//!
//! ```no_run
//! use ringup::ui::widget::{Element, chip::chip};
//!
//! let coin: Element<'_, u8> = chip("Bitcoin").key("1").chosen(true).on_press(1).into();
//! ```

use std::borrow::Cow;

use iced::widget::{button, container};
use iced::{Center, Fill};

use super::{Element, focus, label, layout};
use crate::ui::font;
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, space};

/// A chip in the making.
#[derive(Debug, Clone)]
pub struct Chip<'a, Message> {
    word: Cow<'a, str>,
    icon: Option<Icon>,
    key: Option<&'a str>,
    end: Option<Icon>,
    chosen: bool,
    focused: bool,
    height: f32,
    tight: bool,
    on_press: Option<Message>,
}

/// Returns a chip with a word; without a message it is disabled.
pub fn chip<'a, Message>(word: impl Into<Cow<'a, str>>) -> Chip<'a, Message> {
    Chip {
        word: word.into(),
        icon: None,
        key: None,
        end: None,
        chosen: false,
        focused: false,
        height: space::TARGET,
        tight: false,
        on_press: None,
    }
}

impl<'a, Message> Chip<'a, Message> {
    /// Puts an icon before the word; a chosen chip without one gets a tick.
    #[must_use]
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Puts an icon after the word, such as a chevron that opens more.
    #[must_use]
    pub fn end_icon(mut self, icon: Icon) -> Self {
        self.end = Some(icon);
        self
    }

    /// Shows the key that chooses it.
    #[must_use]
    pub fn key(mut self, key: &'a str) -> Self {
        self.key = Some(key);
        self
    }

    /// Marks the chip as chosen.
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

    /// Sets the height in px, 48 on the till and 72 and more on the kiosk.
    #[must_use]
    pub fn height(mut self, height: f32) -> Self {
        self.height = height.max(space::TARGET);
        self
    }

    /// Takes less room at its sides and no tick, for long rows of which one is always chosen.
    #[must_use]
    pub fn tight(mut self) -> Self {
        self.tight = true;
        self
    }

    /// Makes the chip send `message`.
    #[must_use]
    pub fn on_press(mut self, message: Message) -> Self {
        self.on_press = Some(message);
        self
    }
}

impl<'a, Message: Clone + 'a> From<Chip<'a, Message>> for Element<'a, Message> {
    fn from(chip: Chip<'a, Message>) -> Self {
        let large = chip.height > 60.0;
        let scale = match (large, chip.tight) {
            (true, _) => theme::text::BODY_L,
            (false, true) => theme::text::CAPTION,
            (false, false) => theme::text::BODY,
        };
        let (side, edge, gap) = if chip.tight { (18.0, 11.0, 7.0) } else { (20.0, space::M, 8.0) };
        let mut parts: Vec<Element<'a, Message>> = Vec::with_capacity(4);
        let shape = chip.icon.or((chip.chosen && !chip.tight).then_some(Icon::Check));
        parts.extend(shape.map(|shape| Element::from(icon(shape).size(side))));
        parts.push(label::scaled(chip.word, scale.with(font::SANS_SEMIBOLD)).into());
        parts.extend(chip.key.map(|key| Element::from(label::micro(key))));
        parts.extend(chip.end.map(|shape| Element::from(icon(shape).size(20.0))));
        let line = layout::row(parts).spacing(gap).align_y(Center);
        let face = button(container(line).padding([0.0, edge]).center_y(Fill))
            .padding(0)
            .height(chip.height)
            .style(theme::button::chip(chip.chosen))
            .on_press_maybe(chip.on_press);
        focus::ring(face).when(chip.focused).radius(chip.height / 2.0).into()
    }
}
