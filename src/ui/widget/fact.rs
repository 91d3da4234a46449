//! What happened, what is safe, what to do: always three rows, in this order.

use std::borrow::Cow;

use iced::Fill;
use iced::widget::{column, container};

use super::{Column, Element, label, layout};
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, space};

/// One of the three rows: its heading in the reader's language and its sentence.
#[derive(Debug, Clone)]
pub struct Fact<'a> {
    /// "What happened" and its kin.
    pub heading: Cow<'a, str>,
    /// The sentence.
    pub sentence: Cow<'a, str>,
}

impl<'a> Fact<'a> {
    /// Joins a heading and its sentence.
    pub fn new(heading: impl Into<Cow<'a, str>>, sentence: impl Into<Cow<'a, str>>) -> Self {
        Self { heading: heading.into(), sentence: sentence.into() }
    }
}

/// Returns the three rows.
#[must_use]
pub fn rows<'a, Message: 'a>(happened: Fact<'a>, safe: Fact<'a>, to_do: Fact<'a>) -> Element<'a, Message> {
    Column::with_children([row(Icon::Info, happened), row(Icon::ShieldCheck, safe), row(Icon::ArrowRight, to_do)])
        .spacing(space::M)
        .into()
}

fn row<'a, Message: 'a>(shape: Icon, fact: Fact<'a>) -> Element<'a, Message> {
    let rtl = layout::Direction::current().is_rtl();
    let sign = icon(shape).size(20.0).color(|t| t.muted).mirrored(rtl);
    let words = column![
        label::small(fact.heading).style(theme::text::muted).width(Fill).align_x(layout::start()),
        label::medium(fact.sentence).width(Fill).align_x(layout::start()),
    ];
    layout::row(vec![container(sign).padding([2, 0]).into(), words.spacing(2).into()]).spacing(space::S).into()
}
