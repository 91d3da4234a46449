//! The keypad. Its order is never mirrored: digits are digits in every language.

use iced::widget::{button, container};
use iced::{Center, Fill, Length};

use super::{Column, Element, Row, focus, label};
use crate::ui::font;
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::text::Scale;
use crate::ui::theme::{self, space};

/// A key of the pad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// A digit, 0 to 9.
    Digit(u8),
    /// Two zeros at once.
    DoubleZero,
    /// The decimal separator of the locale.
    Separator,
    /// Takes the last digit back.
    Backspace,
    /// The key with a word, such as "Other" on the lock page.
    Word,
}

/// Which row of digits is on top.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Order {
    /// 7 8 9 on top, as on a calculator.
    #[default]
    Calculator,
    /// 1 2 3 on top, as on a telephone.
    Telephone,
}

/// What lies left of the zero.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Corner<'a> {
    /// The key 00.
    #[default]
    DoubleZero,
    /// The decimal separator.
    Separator(&'a str),
    /// A word.
    Word(&'a str),
    /// Nothing.
    Empty,
}

/// A keypad in the making; it fills the width and, unless told, the height.
#[allow(missing_debug_implementations)]
pub struct Keypad<'a, Message> {
    on_key: Box<dyn Fn(Key) -> Message + 'a>,
    order: Order,
    corner: Corner<'a>,
    key_height: Length,
    gap: f32,
    size: f32,
    focused: Option<Key>,
    enabled: bool,
}

/// Returns a keypad that reports its keys.
pub fn keypad<'a, Message>(on_key: impl Fn(Key) -> Message + 'a) -> Keypad<'a, Message> {
    Keypad {
        on_key: Box::new(on_key),
        order: Order::default(),
        corner: Corner::default(),
        key_height: Fill,
        gap: space::TARGET_GAP,
        size: 28.0,
        focused: None,
        enabled: true,
    }
}

impl<'a, Message: Clone + 'a> Keypad<'a, Message> {
    /// Sets which row of digits is on top.
    #[must_use]
    pub fn order(mut self, order: Order) -> Self {
        self.order = order;
        self
    }

    /// Sets what lies left of the zero.
    #[must_use]
    pub fn corner(mut self, corner: Corner<'a>) -> Self {
        self.corner = corner;
        self
    }

    /// Sets the height of a key in px; 64 to 110.
    #[must_use]
    pub fn key_height(mut self, height: impl Into<Length>) -> Self {
        self.key_height = height.into();
        self
    }

    /// Sets the gap between keys in px.
    #[must_use]
    pub fn gap(mut self, gap: f32) -> Self {
        self.gap = gap;
        self
    }

    /// Sets the size of the digits in px.
    #[must_use]
    pub fn text_size(mut self, size: f32) -> Self {
        self.size = size;
        self
    }

    /// Shows the focus line on one key.
    #[must_use]
    pub fn focused(mut self, key: Option<Key>) -> Self {
        self.focused = key;
        self
    }

    /// Switches all keys on or off.
    #[must_use]
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    fn cap(&self, key: Key, face: Element<'a, Message>) -> Element<'a, Message> {
        let style = match key {
            Key::Backspace | Key::Word => theme::button::key_back,
            Key::Digit(_) | Key::DoubleZero | Key::Separator => theme::button::key,
        };
        let cap = button(container(face).center(Fill))
            .padding(0)
            .width(Fill)
            .height(self.key_height)
            .style(style)
            .on_press_maybe(self.enabled.then(|| (self.on_key)(key)));
        focus::ring(cap).when(self.focused == Some(key)).into()
    }

    fn digit(&self, digit: u8) -> Element<'a, Message> {
        let face = label::scaled(digit.to_string(), self.scale(1.0));
        self.cap(Key::Digit(digit), face.into())
    }

    fn scale(&self, part: f32) -> Scale {
        let size = (self.size * part).round();
        Scale { size, line: size * 1.2, font: font::SANS_MEDIUM }
    }

    fn corner_key(&self) -> Element<'a, Message> {
        match self.corner {
            Corner::DoubleZero => {
                let face = label::scaled("00", self.scale(0.8));
                self.cap(Key::DoubleZero, face.into())
            }
            Corner::Separator(sign) => {
                let face = label::scaled(sign, self.scale(1.0));
                self.cap(Key::Separator, face.into())
            }
            Corner::Word(word) => self.cap(Key::Word, label::strong(word).align_x(Center).into()),
            Corner::Empty => iced::widget::Space::new().width(Fill).into(),
        }
    }
}

impl<'a, Message: Clone + 'a> From<Keypad<'a, Message>> for Element<'a, Message> {
    fn from(pad: Keypad<'a, Message>) -> Self {
        let tops: [u8; 3] = match pad.order {
            Order::Calculator => [7, 4, 1],
            Order::Telephone => [1, 4, 7],
        };
        let mut rows: Vec<Element<'a, Message>> = tops
            .into_iter()
            .map(|first| Row::with_children((first..first + 3).map(|digit| pad.digit(digit))).spacing(pad.gap).into())
            .collect();
        let back = icon(Icon::Delete).size((pad.size * 0.9).round());
        let last = [pad.corner_key(), pad.digit(0), pad.cap(Key::Backspace, back.into())];
        rows.push(Row::with_children(last).spacing(pad.gap).into());
        Column::with_children(rows).spacing(pad.gap).into()
    }
}
