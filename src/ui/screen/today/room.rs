//! How much room there is, and the line that stands for a part of a whole.

use iced::Fill;
use iced::widget::{Space, container};

use super::Message;
use crate::ui::context::Context;
use crate::ui::theme::{self, Tone};
use crate::ui::widget::Element;
use crate::ui::widget::layout::{self, Breakpoint};

/// Whether cards stand one under the other.
pub(super) fn is_narrow(cx: &Context<'_>) -> bool {
    matches!(Breakpoint::of(cx.size), Breakpoint::Small | Breakpoint::Portrait | Breakpoint::Compact)
}

/// Whether there is no room for a page's head.
pub(super) fn is_small(cx: &Context<'_>) -> bool {
    matches!(Breakpoint::of(cx.size), Breakpoint::Small | Breakpoint::Portrait)
}

/// A part of a whole as a line.
pub(super) fn bar<'a>(value: i64, most: i64) -> Element<'a, Message> {
    let thousand = |part: i64| {
        u16::try_from((i128::from(part.max(0)) * 1000 / i128::from(most.max(1))).clamp(0, 1000)).unwrap_or(0)
    };
    let full = thousand(value);
    let mut pieces: Vec<Element<'a, Message>> = Vec::new();
    if full > 0 {
        let ground = container(Space::new().height(8)).style(theme::container::solid(Tone::Accent));
        pieces.push(ground.width(iced::Length::FillPortion(full)).into());
    }
    if full < 1000 {
        pieces.push(Space::new().width(iced::Length::FillPortion(1000 - full)).height(8).into());
    }
    container(layout::row(pieces)).width(Fill).height(8).style(theme::container::fill(|t| t.track, 4.0)).into()
}
