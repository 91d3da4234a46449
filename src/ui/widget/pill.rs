//! A state in one glance: icon and word on the soft ground of its family.

use std::borrow::Cow;

use iced::Center;
use iced::widget::container;

use super::{Element, label, layout};
use crate::ui::font;
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, Tone};

/// Returns a pill 32 px high.
pub fn pill<'a, Message: 'a>(tone: Tone, shape: Icon, word: impl Into<Cow<'a, str>>) -> Element<'a, Message> {
    sized(tone, Some(shape), word.into(), 32.0)
}

/// Returns a pill 28 px high, for table rows.
pub fn small<'a, Message: 'a>(tone: Tone, shape: Icon, word: impl Into<Cow<'a, str>>) -> Element<'a, Message> {
    sized(tone, Some(shape), word.into(), 28.0)
}

/// Returns a pill with a figure instead of an icon, such as "+12.40 late".
pub fn figure<'a, Message: 'a>(tone: Tone, word: impl Into<Cow<'a, str>>) -> Element<'a, Message> {
    sized(tone, None, word.into(), 28.0)
}

fn sized<'a, Message: 'a>(tone: Tone, shape: Option<Icon>, word: Cow<'a, str>, height: f32) -> Element<'a, Message> {
    let scale = if height > 30.0 { theme::text::CAPTION } else { theme::text::SMALL };
    let mut parts: Vec<Element<'a, Message>> = Vec::with_capacity(2);
    parts.extend(shape.map(|shape| Element::from(icon(shape).size(height * 0.5 + 2.0))));
    parts.push(label::scaled(word, scale.with(font::SANS_SEMIBOLD)).into());
    container(layout::row(parts).spacing(6).align_y(Center))
        .style(theme::container::pill(tone))
        .padding([0.0, 10.0])
        .center_y(height)
        .into()
}
