//! May the goods go? The biggest thing after the amount; never faded, never a toast.
//!
//! ```no_run
//! use ringup::ui::icon::Icon;
//! use ringup::ui::theme::Tone;
//! use ringup::ui::widget::{Element, verdict};
//!
//! let paid: Element<'_, ()> = verdict::bar(Tone::Ok, Icon::Check, "Paid. Hand over.", "Accepted");
//! ```

use std::borrow::Cow;

use iced::border::{self, Radius};
use iced::widget::{Space, column, container};
use iced::{Center, Fill};

use super::ring::Ring;
use super::{Container, Element, label, layout};
use crate::ui::font;
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::text::Scale;
use crate::ui::theme::{self, Tone, space};

/// The picture beside the words of a verdict.
#[derive(Debug, Clone)]
pub enum Mark {
    /// An icon of the state.
    Icon(Icon),
    /// Confirmations, or another ring; paint it with [`Ring::on`] for a block.
    Ring(Ring),
}

impl From<Icon> for Mark {
    fn from(shape: Icon) -> Self {
        Self::Icon(shape)
    }
}

impl From<Ring> for Mark {
    fn from(ring: Ring) -> Self {
        Self::Ring(ring)
    }
}

impl Mark {
    fn view<'a, Message: 'a>(self, size: f32) -> Element<'a, Message> {
        match self {
            Self::Icon(shape @ Icon::Check) => icon(shape).size(size).heavy().into(),
            Self::Icon(shape) => icon(shape).size(size).into(),
            Self::Ring(ring) => ring.into(),
        }
    }
}

/// A verdict block in the making.
#[derive(Debug, Clone)]
pub struct Block<'a> {
    tone: Tone,
    state: Icon,
    word: Cow<'a, str>,
    aside: Cow<'a, str>,
    mark: Mark,
    verdict: Cow<'a, str>,
    scale: Scale,
    alarm: bool,
    corners: Radius,
}

/// Returns the block of a state: its icon and word above, the verdict below.
pub fn block<'a>(
    tone: Tone,
    state: Icon,
    word: impl Into<Cow<'a, str>>,
    verdict: impl Into<Cow<'a, str>>,
) -> Block<'a> {
    Block {
        tone,
        state,
        word: word.into(),
        aside: Cow::Borrowed(""),
        mark: Mark::Icon(state),
        verdict: verdict.into(),
        scale: theme::text::VERDICT,
        alarm: false,
        // One pixel less than the card it tops, whose edge stays visible.
        corners: border::top(space::R_CARD - space::B_CARD),
    }
}

impl<'a> Block<'a> {
    /// Writes something at the end of the first line, such as the sale's number.
    #[must_use]
    pub fn aside(mut self, words: impl Into<Cow<'a, str>>) -> Self {
        self.aside = words.into();
        self
    }

    /// Shows another picture than the state's icon.
    #[must_use]
    pub fn mark(mut self, mark: impl Into<Mark>) -> Self {
        self.mark = mark.into();
        self
    }

    /// Sets the step of the verdict's words, 24 to 40 px.
    #[must_use]
    pub fn scale(mut self, scale: Scale) -> Self {
        self.scale = scale;
        self
    }

    /// Draws the edge of the alarm; the app changes it once a second for five seconds.
    #[must_use]
    pub fn alarm(mut self, lit: bool) -> Self {
        self.alarm = lit;
        self
    }

    /// Sets the corners; the upper ones are round unless told, to top a card.
    #[must_use]
    pub fn corners(mut self, corners: impl Into<Radius>) -> Self {
        self.corners = corners.into();
        self
    }

    /// Builds the block; it fills the width.
    pub fn view<Message: 'a>(self) -> Container<'a, Message> {
        let (tone, lit, corners) = (self.tone, self.alarm, self.corners);
        let head = layout::row(vec![
            icon(self.state).size(20.0).into(),
            label::strong(self.word).into(),
            Space::new().width(Fill).into(),
            label::caption_strong(self.aside).into(),
        ])
        .spacing(space::XS)
        .align_y(Center);
        let words = layout::row(vec![
            self.mark.view(self.scale.size * 2.4),
            label::scaled(self.verdict, self.scale).width(Fill).align_x(layout::start()).into(),
        ])
        .spacing(space::M)
        .align_y(Center);
        container(column![head, words].spacing(space::XL)).padding(space::L).width(Fill).style(move |theme| {
            let mut style = theme::container::flat(tone)(theme);
            style.border.radius = corners;
            if lit {
                let on = theme.tokens().family(tone).on;
                style.border = space::border(on, 6.0, corners);
            }
            style
        })
    }
}

/// Returns the verdict on one line: solid ground, icon, words and a second line.
pub fn bar<'a, Message: 'a>(
    tone: Tone,
    mark: impl Into<Mark>,
    verdict: impl Into<Cow<'a, str>>,
    detail: impl Into<Cow<'a, str>>,
) -> Element<'a, Message> {
    line(mark.into(), verdict.into(), detail.into()).style(theme::container::solid(tone)).into()
}

/// Returns the verdict while nothing has arrived: the same on a soft ground, a
/// ring inside it on a paper track.
pub fn soft<'a, Message: 'a>(
    tone: Tone,
    mark: impl Into<Mark>,
    verdict: impl Into<Cow<'a, str>>,
    detail: impl Into<Cow<'a, str>>,
) -> Element<'a, Message> {
    let mark = match mark.into() {
        Mark::Ring(ring) => Mark::Ring(ring.on_soft()),
        icon @ Mark::Icon(_) => icon,
    };
    line(mark, verdict.into(), detail.into()).style(theme::container::soft(tone)).into()
}

fn line<'a, Message: 'a>(mark: Mark, verdict: Cow<'a, str>, detail: Cow<'a, str>) -> Container<'a, Message> {
    let mut words = column![
        label::scaled(verdict, theme::text::SECTION).font(font::SANS_SEMIBOLD).width(Fill).align_x(layout::start())
    ];
    if !detail.is_empty() {
        words = words.push(label::body(detail).width(Fill).align_x(layout::start()));
    }
    container(layout::row(vec![mark.view(40.0), words.into()]).spacing(space::M).align_y(Center))
        .padding([space::M, space::L])
        .width(Fill)
}
