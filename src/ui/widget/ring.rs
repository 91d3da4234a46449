//! The ring: time left, confirmations, opening check, all clear. An arc with a
//! number or an icon inside, drawn anew only when what it says has changed.
//!
//! ```no_run
//! use ringup::ui::widget::{Element, ring::Ring};
//!
//! let left: Element<'_, ()> = Ring::time(768, 900, "12:48").size(104.0).into();
//! let seen: Element<'_, ()> = Ring::confirmations(1, 6).into();
//! ```

use std::f32::consts::{FRAC_PI_2, TAU};

use iced::widget::canvas::{self, LineCap, Path, Stroke, path};
use iced::widget::{container, stack};
use iced::{Color, Fill, Point, Radians};

use super::drawn::{self, Picture};
use super::{Element, label};
use crate::ui::font;
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::text::Scale;
use crate::ui::theme::{self, Family, Tokens, Tone};

/// More segments than this are drawn as one arc.
const SEGMENTS_MAX: usize = 16;

/// A ring in the making.
#[derive(Debug, Clone, PartialEq)]
pub struct Ring {
    arcs: Arcs,
    size: f32,
    thickness: f32,
    text: String,
    under: String,
    on: Option<Tone>,
    paper_track: bool,
}

#[derive(Debug, Clone, PartialEq)]
enum Arcs {
    Part { tone: Tone, part: f32 },
    Segments(Vec<Option<Tone>>),
    Disc(Tone),
}

impl Ring {
    /// Shows the time left with the words inside: accent, wait in the last
    /// fifth, stop in the last minute.
    #[must_use]
    pub fn time(left_s: u32, whole_s: u32, text: impl Into<String>) -> Self {
        let part = if whole_s == 0 { 0.0 } else { (left_s as f32 / whole_s as f32).min(1.0) };
        let arcs = Arcs::Part { tone: time_tone(left_s, whole_s), part };
        Self::new(arcs, text.into())
    }

    /// Shows a part of a whole in a family's colour, such as lines read.
    #[must_use]
    pub fn part(tone: Tone, part: f32, text: impl Into<String>) -> Self {
        let part = part.clamp(0.0, 1.0);
        Self::new(Arcs::Part { tone, part }, text.into())
    }

    /// Shows `n` confirmations of `m`.
    #[must_use]
    pub fn confirmations(n: usize, m: usize) -> Self {
        let text = format!("{n}/{m}");
        if m > SEGMENTS_MAX {
            return Self::part(Tone::Wait, n as f32 / m as f32, text);
        }
        let segments = (0..m).map(|index| (index < n).then_some(Tone::Wait));
        Self::new(Arcs::Segments(segments.collect()), text)
    }

    /// Shows checks in their own colours; `None` is not known yet.
    #[must_use]
    pub fn checks(checks: Vec<Option<Tone>>, text: impl Into<String>) -> Self {
        Self::new(Arcs::Segments(checks), text.into())
    }

    /// Shows that all is done: a filled ring with the large tick.
    #[must_use]
    pub fn done() -> Self {
        Self::new(Arcs::Disc(Tone::Ok), String::new())
    }

    fn new(arcs: Arcs, text: String) -> Self {
        Self { arcs, size: 88.0, thickness: 9.0, text, under: String::new(), on: None, paper_track: false }
    }

    /// Sets the outer diameter in px; the line grows with it.
    #[must_use]
    pub fn size(mut self, size: f32) -> Self {
        self.size = size;
        self.thickness = (size * 0.1).clamp(5.0, 18.0).round();
        self
    }

    /// Writes a second line under the text, as in "7 / of 8 ready".
    #[must_use]
    pub fn under(mut self, words: impl Into<String>) -> Self {
        self.under = words.into();
        self
    }

    /// Paints the ring for the solid ground of a family.
    #[must_use]
    pub fn on(mut self, tone: Tone) -> Self {
        self.on = Some(tone);
        self
    }

    /// Lays the ring on the soft ground of a family: its rest is paper.
    #[must_use]
    pub fn on_soft(mut self) -> Self {
        self.paper_track = true;
        self
    }

    fn colors(&self, t: &Tokens, tone: Tone) -> Color {
        self.on.map_or(t.family(tone).solid, |on| t.family(on).on)
    }

    fn track(&self, t: &Tokens) -> Color {
        let rest = if self.paper_track { t.surface } else { t.track };
        self.on.map_or(rest, |on| {
            let Family { solid, on, .. } = t.family(on);
            theme::button::mix(solid, on, 0.35)
        })
    }

    fn inside<'a, Message: 'a>(&self) -> Element<'a, Message> {
        if let Arcs::Disc(_) = self.arcs {
            let tick = icon(Icon::Check).size((self.size * 0.6).round()).heavy();
            return tick.color(|t| t.ok.on).into();
        }
        let room = self.size - 2.0 * self.thickness - 8.0;
        let width = font::DIGIT_EM * self.text.chars().count().max(2) as f32;
        let size = (room / width).min(self.size * 0.24).floor().max(11.0);
        let big = if self.under.is_empty() { size } else { self.size * 0.26 };
        let scale = Scale { size: big, line: (big * 1.15).round(), font: font::SANS_SEMIBOLD };
        let text = label::scaled(self.text.clone(), scale);
        if self.under.is_empty() {
            return text.into();
        }
        let under = label::body(self.under.clone()).style(theme::text::muted);
        iced::widget::column![text, under].align_x(iced::Center).into()
    }
}

fn time_tone(left_s: u32, whole_s: u32) -> Tone {
    if left_s <= 60 {
        Tone::Stop
    } else if left_s.saturating_mul(5) <= whole_s {
        Tone::Wait
    } else {
        Tone::Accent
    }
}

impl Picture for Ring {
    fn paint(&self, frame: &mut canvas::Frame, t: &Tokens) {
        let center = frame.center();
        match &self.arcs {
            Arcs::Disc(tone) => {
                let disc = Path::circle(center, self.size / 2.0);
                frame.fill(&disc, t.family(*tone).solid);
            }
            Arcs::Part { tone, part } => {
                self.stroke(frame, center, (0.0, 1.0), self.track(t));
                if *part > 0.0 {
                    self.stroke(frame, center, (0.0, *part), self.colors(t, *tone));
                }
            }
            Arcs::Segments(segments) => {
                for (index, tone) in segments.iter().enumerate() {
                    let color = tone.map_or(self.track(t), |tone| self.colors(t, tone));
                    self.stroke(frame, center, self.span(index, segments.len()), color);
                }
            }
        }
    }
}

impl Ring {
    /// Returns where a segment begins and ends, in parts of the circle. The
    /// round ends reach beyond the arc, so the gap holds them too.
    fn span(&self, index: usize, count: usize) -> (f32, f32) {
        if count < 2 {
            return (0.0, 1.0);
        }
        let radius = (self.size - self.thickness) / 2.0;
        let gap = (self.thickness * 1.55) / (TAU * radius);
        let step = 1.0 / count as f32;
        let from = index as f32 * step;
        (from + gap / 2.0, from + (step - gap / 2.0).max(gap / 2.0 + 0.005))
    }

    fn stroke(&self, frame: &mut canvas::Frame, center: Point, (from, to): (f32, f32), color: Color) {
        let radius = (self.size - self.thickness) / 2.0;
        let whole = to - from >= 1.0;
        let path = if whole {
            Path::circle(center, radius)
        } else {
            Path::new(|path| {
                path.arc(path::Arc {
                    center,
                    radius,
                    start_angle: Radians(from * TAU - FRAC_PI_2),
                    end_angle: Radians(to * TAU - FRAC_PI_2),
                });
            })
        };
        let stroke = Stroke::default().with_width(self.thickness).with_color(color).with_line_cap(LineCap::Round);
        frame.stroke(&path, stroke);
    }
}

impl<'a, Message: 'a> From<Ring> for Element<'a, Message> {
    fn from(ring: Ring) -> Self {
        let size = ring.size;
        let inside = container(ring.inside()).center(Fill);
        let arcs = drawn::picture(ring, size, size);
        stack![arcs, inside].width(size).height(size).into()
    }
}
