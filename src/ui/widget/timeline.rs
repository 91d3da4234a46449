//! Open, Seen, Accepted, Settled: past steps in ink, the present one in its
//! colour, coming ones dashed. And the numbered steps of a wizard.

use std::borrow::Cow;

use iced::widget::{column, container, rule, stack};
use iced::{Center, Fill};

use super::{Element, label, layout};
use crate::ui::font;
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, Pick, Tone, space};

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// It has happened.
    Past,
    /// It is now, in the colour of its family.
    Now(Tone),
    /// It may come.
    Coming,
}

/// A step of the timeline.
#[derive(Debug, Clone)]
pub struct Step<'a> {
    /// The icon of the state.
    pub icon: Icon,
    /// Its word.
    pub word: Cow<'a, str>,
    /// When it happened, as text; empty if it has not.
    pub time: Cow<'a, str>,
    /// Where it stands.
    pub when: When,
}

const CIRCLE: f32 = 44.0;
const COLUMN: f32 = 92.0;

/// Returns the timeline across the width.
#[must_use]
pub fn timeline<'a, Message: 'a>(steps: Vec<Step<'a>>) -> Element<'a, Message> {
    let mut parts: Vec<Element<'a, Message>> = Vec::with_capacity(steps.len() * 2);
    for step in steps {
        if !parts.is_empty() {
            parts.push(link(step.when));
        }
        parts.push(step_column(step));
    }
    layout::row(parts).into()
}

/// Returns the timeline as one line of text, for 800 × 480.
#[must_use]
pub fn line<'a, Message: 'a>(steps: &[Step<'a>]) -> Element<'a, Message> {
    let words = steps
        .iter()
        .map(|step| {
            let word = label::caption(step.word.clone());
            match step.when {
                When::Past => word.style(theme::text::ink).into(),
                When::Now(tone) => word.font(font::SANS_SEMIBOLD).style(theme::text::soft(tone)).into(),
                When::Coming => word.style(theme::text::muted).into(),
            }
        })
        .collect();
    layout::row(words).spacing(space::S).wrap().into()
}

fn link<'a, Message: 'a>(after: When) -> Element<'a, Message> {
    let ink: Pick = match after {
        When::Past | When::Now(_) => |t| t.ink,
        When::Coming => |t| t.track,
    };
    container(rule::horizontal(3).style(theme::control::line(ink))).width(Fill).center_y(CIRCLE).into()
}

fn step_column<'a, Message: 'a>(step: Step<'a>) -> Element<'a, Message> {
    let coming = step.when == When::Coming;
    let word = if coming { label::body(step.word).style(theme::text::muted) } else { label::strong(step.word) };
    column![
        circle(step.icon, step.when),
        word.align_x(Center),
        label::micro(step.time).style(theme::text::muted).align_x(Center),
    ]
    .spacing(space::XXS)
    .align_x(Center)
    .width(COLUMN)
    .into()
}

fn circle<'a, Message: 'a>(shape: Icon, when: When) -> Element<'a, Message> {
    let filled = |tone| container(icon(shape)).style(theme::container::badge(tone)).center(CIRCLE);
    match when {
        When::Now(Tone::Idle) => container(icon(shape))
            .style(theme::container::circle(|t| t.idle.solid, |t| t.idle.on, None))
            .center(CIRCLE)
            .into(),
        When::Now(tone) => filled(tone).into(),
        When::Past => {
            container(icon(shape)).style(theme::container::circle(|t| t.ink, |t| t.bg, None)).center(CIRCLE).into()
        }
        When::Coming => stack![
            container("").style(theme::container::fill(|t| t.surface, CIRCLE / 2.0)).center(CIRCLE),
            icon(Icon::StepDashed).size(CIRCLE).color(|t| t.strong),
            container(icon(shape).color(|t| t.strong)).center(CIRCLE),
        ]
        .into(),
    }
}

/// Returns the numbered steps of a wizard; `now` counts from zero.
#[must_use]
pub fn wizard<'a, Message: 'a>(words: &[&'a str], now: usize) -> Element<'a, Message> {
    let mut parts: Vec<Element<'a, Message>> = Vec::with_capacity(words.len() * 2);
    for (index, word) in words.iter().enumerate() {
        if index > 0 {
            let dash = rule::horizontal(2).style(theme::control::line(|t| t.track));
            parts.push(container(dash).width(space::HUGE).center_y(32).into());
        }
        parts.push(numbered(index, word, now));
    }
    layout::row(parts).spacing(space::S).align_y(Center).into()
}

fn numbered<'a, Message: 'a>(index: usize, word: &'a str, now: usize) -> Element<'a, Message> {
    let number = || label::caption_strong((index + 1).to_string());
    let (mark, word): (Element<'a, Message>, _) = if index < now {
        let tick = container(icon(Icon::Check).size(18.0)).center(32);
        (tick.style(theme::container::badge(Tone::Ok)).into(), label::medium(word).style(theme::text::muted))
    } else if index == now {
        let mark = container(number()).center(32);
        (mark.style(theme::container::badge(Tone::Accent)).into(), label::strong(word).style(theme::text::accent))
    } else {
        let edge: Pick = |t| t.strong;
        let mark = container(number()).center(32);
        (
            mark.style(theme::container::circle(|t| t.bg, |t| t.muted, Some(edge))).into(),
            label::medium(word).style(theme::text::muted),
        )
    };
    layout::row(vec![mark, word.into()]).spacing(space::XS).align_y(Center).into()
}
