//! A count in a circle, and initials in one.

use std::borrow::Cow;

use iced::widget::container;

use super::{Element, label};
use crate::ui::font;
use crate::ui::theme::{self, Tone};

/// Returns a count; nothing is drawn for zero.
pub fn count<'a, Message: 'a>(tone: Tone, count: usize) -> Option<Element<'a, Message>> {
    (count > 0).then(|| {
        let text = if count > 99 { Cow::Borrowed("99+") } else { Cow::Owned(count.to_string()) };
        let scale = theme::text::SMALL.with(font::SANS_SEMIBOLD);
        let wide = text.len() > 2;
        container(label::scaled(text, scale))
            .style(theme::container::badge(tone))
            .center_x(if wide { 36.0 } else { 24.0 })
            .center_y(24.0)
            .into()
    })
}

/// Returns initials in a circle `side` px wide; the chosen person's is accent.
pub fn avatar<'a, Message: 'a>(initials: impl Into<Cow<'a, str>>, side: f32, chosen: bool) -> Element<'a, Message> {
    let size = (side * 0.36).round();
    let scale = theme::text::Scale { size, line: size, font: font::SANS_SEMIBOLD };
    let tone = if chosen { Tone::Accent } else { Tone::Idle };
    container(label::scaled(initials.into(), scale)).style(theme::container::badge(tone)).center(side).into()
}
