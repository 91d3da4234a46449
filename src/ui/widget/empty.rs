//! The empty state: an icon, one sentence, one button.

use std::borrow::Cow;

use iced::widget::{column, container};
use iced::{Center, Fill};

use super::{Element, label};
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, space};

/// Returns the empty state in the middle of what is free.
pub fn empty<'a, Message: 'a>(
    shape: Icon,
    sentence: impl Into<Cow<'a, str>>,
    act: Option<Element<'a, Message>>,
) -> Element<'a, Message> {
    let words = label::body_l(sentence.into()).style(theme::text::muted).align_x(Center);
    let sign = icon(shape).size(48.0).color(|t| t.strong);
    container(column![sign, words].push(act).spacing(space::M).align_x(Center)).padding(space::XL).center(Fill).into()
}
