//! The dots of a PIN: how many were typed, never which.

use iced::widget::container;

use super::{Element, Row};
use crate::ui::theme::{self, Pick, space};

/// The side of a dot in px.
const DOT: f32 = 22.0;

/// Returns `length` dots of which `typed` are filled.
#[must_use]
pub fn dots<'a, Message: 'a>(typed: usize, length: usize) -> Element<'a, Message> {
    let edge: Pick = |t| t.strong;
    Row::with_children((0..length).map(|index| {
        let dot = container("").width(DOT).height(DOT);
        if index < typed {
            dot.style(theme::container::fill(|t| t.accent, DOT / 2.0)).into()
        } else {
            dot.style(theme::container::circle(|t| t.surface, |t| t.ink, Some(edge))).into()
        }
    }))
    .spacing(space::XL)
    .into()
}
