//! Bars side by side, each in front of a wider, paler one to compare it with. They differ in width, in lightness and by a
//! line on top of the paler one, so that no one needs to tell their hues apart; the highest bar carries its figure, and
//! all figures are a table one key away.

use iced::widget::canvas::{self, Path, Text};
use iced::widget::{Space, column, container};
use iced::{Center, Color, Fill, Pixels, Point, Size};

use super::drawn::{self, Picture};
use super::{Element, label, layout};
use crate::ui::font;
use crate::ui::theme::{self, Tokens, space};

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
    /// What the lines say, from the foot up.
    scale: Vec<String>,
    /// How high the upper line is.
    top: i64,
    /// The highest bar and its figure.
    peak: Option<(usize, String)>,
}

/// Room for the names below, in px.
const FOOT: f32 = 26.0;
/// Room for the scale at the side, in px.
const SIDE: f32 = 64.0;
/// Room above the upper line, in px: the highest bar's figure stands there.
const HEAD: f32 = 24.0;
/// Names are left out where they would touch, in px.
const NAME: f32 = 26.0;
/// A name beside the one of this moment is left out where it lies nearer, in px.
const BESIDE: f32 = 20.0;
/// The parts of a place that a bar and the one behind it take, and how wide they get at most, in px.
const FRONT: (f32, f32) = (0.58, 32.0);
const BEHIND: (f32, f32) = (0.84, 46.0);
/// The line on top of a bar behind, in px.
const CAP: f32 = 2.0;
/// Lines of the scale above the foot, at most.
const LINES_MAX: i64 = 4;

/// The least step of the form 1, 2 or 5 with noughts in which at most four reach `value`, and how many do.
#[must_use]
pub fn steps(value: i64) -> (i64, i64) {
    let mut ten: i64 = 1;
    while ten < i64::MAX / 100 {
        for step in [ten, ten * 2, ten * 5] {
            if step.saturating_mul(LINES_MAX) >= value {
                let whole = value.max(1);
                return (step, whole / step + i64::from(whole % step != 0));
            }
        }
        ten *= 10;
    }
    (value, 1)
}

impl Bars {
    /// Bars under a scale whose figures `say` writes.
    #[must_use]
    pub fn new(bars: Vec<Bar>, say: impl Fn(i64) -> String) -> Self {
        let highest = bars.iter().map(|bar| bar.value.max(bar.before)).max().unwrap_or(0);
        let (step, count) = steps(highest);
        let scale = (0..=count).map(|line| say(line.saturating_mul(step))).collect();
        let peak = bars.iter().enumerate().max_by_key(|(index, bar)| (bar.value, std::cmp::Reverse(*index)));
        let peak = peak.filter(|(_, bar)| bar.value > 0).map(|(index, bar)| (index, say(bar.value)));
        Self { bars, scale, top: step.saturating_mul(count).max(1), peak }
    }

    fn paint_scale(&self, frame: &mut canvas::Frame, (bottom, high): (f32, f32), t: &Tokens) {
        let lines = self.scale.len().saturating_sub(1).max(1) as f32;
        for (index, words) in self.scale.iter().enumerate() {
            let y = (bottom - high * index as f32 / lines).round();
            let wide = frame.size().width - SIDE;
            frame.fill_rectangle(Point::new(SIDE, y), Size::new(wide, 1.0), t.line);
            let at = Point::new(SIDE - 10.0, y);
            frame.fill_text(text(words, at, t.muted, iced::widget::text::Alignment::Right));
        }
    }

    fn paint_bar(&self, frame: &mut canvas::Frame, index: usize, place: &Place, t: &Tokens) {
        let Some(bar) = self.bars.get(index) else { return };
        // Only a picture: a pixel more or less is no money.
        let tall = |value: i64| place.high * (value.max(0) as f32 / self.top as f32);
        let wide = |(part, most): (f32, f32)| (place.step * part).clamp(2.0, most);
        let (behind, front) = (wide(BEHIND), wide(FRONT));
        rise(frame, place, (behind, tall(bar.before)), t.track);
        if bar.before > 0 {
            let at = Point::new(place.middle - behind / 2.0, place.bottom - tall(bar.before));
            frame.fill_rectangle(at, Size::new(behind, CAP), t.strong);
        }
        rise(frame, place, (front, tall(bar.value)), t.accent);
        if let Some((_, figure)) = self.peak.as_ref().filter(|(at, _)| *at == index) {
            let at = Point::new(place.middle, place.bottom - tall(bar.value.max(bar.before)) - 11.0);
            let figure = text(figure, at, t.ink, iced::widget::text::Alignment::Center);
            frame.fill_text(Text { font: font::SANS_SEMIBOLD, ..figure });
        }
    }

    /// Whether a name has room: one of every few, and none that touches the name of this moment.
    fn is_named(&self, index: usize, step: f32) -> bool {
        let every = (NAME / step).ceil().max(1.0) as usize;
        let now = self.bars.iter().position(|bar| bar.now);
        let clear = now.is_none_or(|now| now.abs_diff(index) as f32 * step >= BESIDE);
        now == Some(index) || (index.is_multiple_of(every) && clear)
    }
}

/// Where a bar stands.
struct Place {
    middle: f32,
    bottom: f32,
    high: f32,
    step: f32,
}

fn rise(frame: &mut canvas::Frame, place: &Place, (wide, tall): (f32, f32), color: Color) {
    let at = Point::new(place.middle - wide / 2.0, place.bottom - tall);
    frame.fill(&Path::rounded_rectangle(at, Size::new(wide, tall), 3.0.into()), color);
}

impl Picture for Bars {
    fn paint(&self, frame: &mut canvas::Frame, t: &Tokens) {
        let size = frame.size();
        let bottom = size.height - FOOT;
        let high = (bottom - HEAD).max(1.0);
        self.paint_scale(frame, (bottom, high), t);
        let step = (size.width - SIDE) / self.bars.len().max(1) as f32;
        for (index, bar) in self.bars.iter().enumerate() {
            let middle = SIDE + step * (index as f32 + 0.5);
            self.paint_bar(frame, index, &Place { middle, bottom, high, step }, t);
            if self.is_named(index, step) {
                let (color, face) = if bar.now { (t.ink, font::SANS_SEMIBOLD) } else { (t.muted, font::SANS) };
                let at = Point::new(middle, bottom + FOOT / 2.0 + 2.0);
                let name = text(&bar.name, at, color, iced::widget::text::Alignment::Center);
                frame.fill_text(Text { font: face, ..name });
            }
        }
    }
}

fn text(words: &str, position: Point, color: Color, align_x: iced::widget::text::Alignment) -> Text {
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

impl<'a, Message: 'a> From<Bars> for Element<'a, Message> {
    fn from(bars: Bars) -> Self {
        drawn::picture(bars, Fill, Fill)
    }
}

/// Returns what the bars and those behind them are, each with its mark.
#[must_use]
pub fn legend<'a, Message: 'a>(front: String, behind: String) -> Element<'a, Message> {
    let square = container(Space::new()).width(14).height(14).style(theme::container::fill(|t| t.accent, 3.0));
    let cap = container(Space::new()).width(14).height(CAP).style(theme::container::fill(|t| t.strong, 0.0));
    let pale = container(Space::new()).width(14).height(12).style(theme::container::fill(|t| t.track, 0.0));
    let entry = |mark: Element<'a, Message>, words: String| -> Element<'a, Message> {
        let words = label::small(words).style(theme::text::muted);
        layout::row(vec![mark, words.into()]).spacing(space::XS).align_y(Center).into()
    };
    layout::row(vec![entry(square.into(), front), entry(column![cap, pale].into(), behind)]).spacing(space::M).into()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_scale_goes_in_round_steps_to_the_highest_bar() {
        for (value, steps) in [(0, (1, 1)), (1, (1, 1)), (3, (1, 3)), (21_512, (10_000, 3)), (5_000, (2_000, 3))] {
            assert_eq!(super::steps(value), steps, "{value}");
        }
        let (step, count) = super::steps(i64::MAX);
        assert!(step > 0 && count > 0, "no sum is too large to be drawn");
    }
}
