//! The ribbon above everything: TEST, PRACTICE, LOCKED OUT.

use std::borrow::Cow;

use iced::widget::container;
use iced::{Center, Fill};

use super::{Element, label, layout};
use crate::ui::font;
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, Tone, space};

/// Returns the ribbon: wait for TEST, accent for PRACTICE, stop for LOCKED OUT.
pub fn ribbon<'a, Message: 'a>(tone: Tone, shape: Icon, words: impl Into<Cow<'a, str>>) -> Element<'a, Message> {
    let words = label::scaled(words.into(), theme::text::SMALL.with(font::SANS_SEMIBOLD));
    let line = layout::row(vec![icon(shape).size(18.0).into(), words.into()]).spacing(10).align_y(Center);
    container(line).style(theme::container::flat(tone)).center_x(Fill).center_y(space::RIBBON).into()
}
