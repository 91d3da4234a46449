//! Bars side by side, each in front of a wider, paler one to compare it with. They differ in width and in lightness, so
//! that no one needs to tell their hues apart; the figures are a table one key away.

use std::cell::RefCell;

use iced::widget::canvas::{self, Canvas, Path, Text};
use iced::{Fill, Pixels, Point, Rectangle, Renderer, Size, mouse};

use super::Element;
use crate::ui::font;
use crate::ui::theme::{Theme, Tokens};

/// One place on the axis.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bar {
    /// What stands below.
    pub name: String,
    /// How high.
    pub value: i64,
    /// How high the paler bar behind is.
    pub before: i64,
    /// Whether it is the one of this moment.
    pub now: bool,
}

/// A row of bars in the making.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bars {
    bars: Vec<Bar>,
    /// What the upper line and the middle line say.
    scale: [String; 2],
    /// How high the upper line is.
    top: i64,
}

/// Room for the names below, in px.
const FOOT: f32 = 26.0;
/// Room for the scale at the side, in px.
const SIDE: f32 = 64.0;
/// Room above the upper line, in px.
const HEAD: f32 = 14.0;
/// Names are left out where they would touch, in px.
const NAME: f32 = 26.0;

/// The least round number of the form 1, 2 or 5 with noughts that is not below `value`.
#[must_use]
pub fn round_up(value: i64) -> i64 {
    let mut step: i64 = 1;
    while step < i64::MAX / 10 {
        for factor in [1, 2, 5] {
            if step * factor >= value {
                return step * factor;
            }
        }
        step *= 10;
    }
    value
}

impl Bars {
    /// Bars under a scale whose figures `say` writes.
    #[must_use]
    pub fn new(bars: Vec<Bar>, say: impl Fn(i64) -> String) -> Self {
        let highest = bars.iter().map(|bar| bar.value.max(bar.before)).max().unwrap_or(0);
        let top = round_up(highest.max(1));
        Self { bars, scale: [say(top), say(top / 2)], top }
    }

    fn paint(&self, frame: &mut canvas::Frame, t: &Tokens) {
        let size = frame.size();
        let (left, bottom) = (SIDE, size.height - FOOT);
        let high = (bottom - HEAD).max(1.0);
        for (part, words) in [(1.0, self.scale[0].as_str()), (0.5, self.scale[1].as_str()), (0.0, "0")] {
            let y = (bottom - high * part).round();
            frame.fill_rectangle(Point::new(left, y), Size::new(size.width - left, 1.0), t.line);
            let at = Point::new(left - 10.0, y);
            frame.fill_text(text(words, at, t.muted, iced::widget::text::Alignment::Right));
        }
        let step = (size.width - left) / self.bars.len().max(1) as f32;
        let every = (NAME / step).ceil().max(1.0) as usize;
        for (index, bar) in self.bars.iter().enumerate() {
            let middle = left + step * (index as f32 + 0.5);
            for (value, part, color) in [(bar.before, 0.84, t.track), (bar.value, 0.58, t.accent)] {
                // Only a picture: a pixel more or less is no money.
                let tall = high * (value.max(0) as f32 / self.top as f32);
                let wide = (step * part).max(2.0);
                let at = Point::new(middle - wide / 2.0, bottom - tall);
                frame.fill(&Path::rounded_rectangle(at, Size::new(wide, tall), 3.0.into()), color);
            }
            if index % every == 0 || bar.now {
                let color = if bar.now { t.ink } else { t.muted };
                let at = Point::new(middle, bottom + FOOT / 2.0 + 2.0);
                frame.fill_text(text(&bar.name, at, color, iced::widget::text::Alignment::Center));
            }
        }
    }
}

fn text(words: &str, position: Point, color: iced::Color, align_x: iced::widget::text::Alignment) -> Text {
    Text {
        content: words.to_owned(),
        position,
        color,
        size: Pixels(14.0),
        font: font::SANS,
        align_x,
        align_y: iced::alignment::Vertical::Center,
        ..Text::default()
    }
}

/// What is kept between frames.
#[derive(Debug, Default)]
pub struct State {
    cache: canvas::Cache,
    drawn: RefCell<Option<(Bars, Theme)>>,
}

impl<Message> canvas::Program<Message, Theme> for Bars {
    type State = State;

    fn draw(
        &self,
        state: &State,
        renderer: &Renderer,
        theme: &Theme,
        bounds: Rectangle,
        _cursor: mouse::Cursor,
    ) -> Vec<canvas::Geometry> {
        let mut drawn = state.drawn.borrow_mut();
        if drawn.as_ref().is_none_or(|(bars, on)| bars != self || on != theme) {
            state.cache.clear();
            *drawn = Some((self.clone(), *theme));
        }
        vec![state.cache.draw(renderer, bounds.size(), |frame| self.paint(frame, theme.tokens()))]
    }
}

impl<'a, Message: 'a> From<Bars> for Element<'a, Message> {
    fn from(bars: Bars) -> Self {
        Canvas::new(bars).width(Fill).height(Fill).into()
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_scale_ends_in_a_round_number() {
        for (value, top) in [(1, 1), (3, 5), (21_512, 50_000), (5_000, 5_000), (0, 1), (i64::MAX, i64::MAX)] {
            assert_eq!(super::round_up(value), top, "{value}");
        }
    }
}
