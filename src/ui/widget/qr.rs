//! The QR card: black on white in every theme, whole-pixel modules, four
//! modules of white inside the card, nothing printed over it.
//!
//! A [`Code`] is made once per payload and kept by the screen; drawing it again
//! costs nothing while it stays.
//!
//! ```no_run
//! use ringup::ui::widget::{Element, qr};
//!
//! let code = qr::Code::new("bitcoin:tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx")?;
//! let card: Element<'_, ()> = qr::card(&code).dark(360.0).within(460.0).into();
//! # Ok::<(), qr::TooLong>(())
//! ```

use std::cell::RefCell;
use std::sync::{Arc, OnceLock};

use iced::widget::canvas::{self, Canvas};
use iced::widget::container;
use iced::{Color, Point, Rectangle, Renderer, Size, mouse};
use qrcode::{EcLevel, QrCode};

use super::Element;
use crate::ui::theme::{self, Theme};

/// Modules of white on every side.
pub const QUIET: usize = 4;
/// The least side of the dark part in px on the till.
pub const DARK_MIN: f32 = 360.0;
/// The least side of the dark part in px where the window is 480 high.
pub const DARK_MIN_SMALL: f32 = 300.0;
/// Modules under this many px fall back to weaker correction.
const MODULE_MIN: f32 = 5.0;

/// The payload does not fit into the largest code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("payload too long for a QR code")]
pub struct TooLong;

/// A square of modules.
#[derive(Debug, PartialEq, Eq)]
pub struct Matrix {
    width: usize,
    dark: Vec<bool>,
}

impl Matrix {
    fn of(payload: &str, level: EcLevel) -> Result<Self, TooLong> {
        let code = QrCode::with_error_correction_level(payload, level).map_err(|_| TooLong)?;
        Ok(Self { width: code.width(), dark: code.to_colors().into_iter().map(|c| c == qrcode::Color::Dark).collect() })
    }

    /// Returns how many modules a side has, without the quiet zone.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Tells whether a module is dark; outside the square none is.
    #[must_use]
    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        x < self.width && y < self.width && self.dark[y * self.width + x]
    }

    /// Returns the dark runs of every line as x, y and length in modules.
    fn runs(&self) -> impl Iterator<Item = (usize, usize, usize)> + '_ {
        (0..self.width).flat_map(move |y| {
            let mut x = 0;
            std::iter::from_fn(move || {
                while x < self.width && !self.is_dark(x, y) {
                    x += 1;
                }
                let from = x;
                while self.is_dark(x, y) {
                    x += 1;
                }
                (x > from).then_some((from, y, x - from))
            })
        })
    }
}

/// A payload as a QR code; a clone shares the matrices.
#[derive(Clone)]
pub struct Code(Arc<Inner>);

struct Inner {
    payload: String,
    medium: Option<Matrix>,
    low: OnceLock<Matrix>,
}

impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Code").finish_non_exhaustive()
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.payload == other.0.payload
    }
}

impl Code {
    /// Encodes a payload.
    ///
    /// # Errors
    ///
    /// Fails if the payload does not fit even with the weakest correction.
    pub fn new(payload: impl Into<String>) -> Result<Self, TooLong> {
        let payload = payload.into();
        let low = OnceLock::new();
        let medium = match Matrix::of(&payload, EcLevel::M) {
            Ok(matrix) => Some(matrix),
            Err(TooLong) => {
                let weaker = Matrix::of(&payload, EcLevel::L)?;
                low.get_or_init(|| weaker);
                None
            }
        };
        Ok(Self(Arc::new(Inner { payload, medium, low })))
    }

    /// Returns what a reader gets.
    #[must_use]
    pub fn payload(&self) -> &str {
        &self.0.payload
    }

    fn low(&self) -> &Matrix {
        self.0.low.get_or_init(|| Matrix::of(&self.0.payload, EcLevel::L).expect("what fits into M fits into L"))
    }
}

/// A QR card in the making.
#[derive(Debug, Clone)]
pub struct Card<'a> {
    code: &'a Code,
    dark_min: f32,
    room: Option<f32>,
    room_max: f32,
    scale_factor: f32,
}

/// How a card is going to be drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// Whether the weaker correction is taken.
    pub low: bool,
    /// Modules on a side, without the quiet zone.
    pub modules: usize,
    /// Side of a module in logical px; a whole number of physical ones.
    pub module: f32,
}

impl Plan {
    /// Returns the side of the dark part in px.
    #[must_use]
    pub fn dark(&self) -> f32 {
        self.modules as f32 * self.module
    }

    /// Returns the side of the card with its quiet zone in px.
    #[must_use]
    pub fn side(&self) -> f32 {
        (self.modules + 2 * QUIET) as f32 * self.module
    }
}

/// Returns the card of a code, at least [`DARK_MIN`] wide in its dark part.
#[must_use]
pub fn card(code: &Code) -> Card<'_> {
    Card { code, dark_min: DARK_MIN, room: None, room_max: f32::INFINITY, scale_factor: 1.0 }
}

impl Card<'_> {
    /// Sets the least side of the dark part in px.
    #[must_use]
    pub fn dark(mut self, dark_min: f32) -> Self {
        self.dark_min = dark_min;
        self
    }

    /// Lets the card grow to `side` px, and keeps it from growing beyond.
    #[must_use]
    pub fn within(mut self, side: f32) -> Self {
        self.room = Some(side);
        self.room_max = side;
        self
    }

    /// Lets a card whose dark part would be too small grow further, to `side` px.
    #[must_use]
    pub fn at_most(mut self, side: f32) -> Self {
        self.room_max = side;
        self
    }

    /// Sets the scale factor of the window, so that modules are whole physical px.
    #[must_use]
    pub fn scale_factor(mut self, factor: f32) -> Self {
        if factor > 0.0 {
            self.scale_factor = factor;
        }
        self
    }

    /// Returns how the card is going to be drawn: correction M, and L only if
    /// modules would fall under 5 px.
    #[must_use]
    pub fn plan(&self) -> Plan {
        let low = |card: &Self| card.sized(card.code.low(), true);
        let Some(medium) = &self.code.0.medium else {
            return low(self);
        };
        let plan = self.sized(medium, false);
        if plan.module >= MODULE_MIN {
            return plan;
        }
        let weaker = low(self);
        if weaker.module > plan.module { weaker } else { plan }
    }

    fn sized(&self, matrix: &Matrix, low: bool) -> Plan {
        let modules = matrix.width();
        let whole = (modules + 2 * QUIET) as f32;
        let fit = |side: f32| (side * self.scale_factor / whole).floor();
        let least = (self.dark_min * self.scale_factor / modules as f32).ceil();
        let wanted = self.room.map_or(least, |side| fit(side).max(least));
        let physical = wanted.min(fit(self.room_max.max(self.room.unwrap_or(0.0))));
        Plan { low, modules, module: physical.max(1.0) / self.scale_factor }
    }
}

impl<'a, Message: 'a> From<Card<'_>> for Element<'a, Message> {
    fn from(card: Card<'_>) -> Self {
        let plan = card.plan();
        let picture = Picture { code: card.code.clone(), plan, scale_factor: card.scale_factor };
        let side = plan.side();
        container(Canvas::new(picture).width(side).height(side)).style(theme::container::qr).into()
    }
}

/// What is drawn, and the key under which the drawing is kept.
#[derive(Debug, Clone, PartialEq)]
struct Picture {
    code: Code,
    plan: Plan,
    scale_factor: f32,
}

#[derive(Debug, Default)]
struct State {
    cache: canvas::Cache,
    drawn: RefCell<Option<(Picture, Point)>>,
}

impl Picture {
    fn matrix(&self) -> &Matrix {
        match &self.code.0.medium {
            Some(matrix) if !self.plan.low => matrix,
            Some(_) | None => self.code.low(),
        }
    }

    /// Returns how far the modules must move to lie on whole physical pixels.
    fn shift(&self, at: Point) -> Point {
        let snap = |v: f32| (v * self.scale_factor).round() / self.scale_factor - v;
        Point::new(snap(at.x), snap(at.y))
    }
}

impl<Message> canvas::Program<Message, Theme> for Picture {
    type State = State;

    fn draw(
        &self,
        state: &State,
        renderer: &Renderer,
        _theme: &Theme,
        bounds: Rectangle,
        _cursor: mouse::Cursor,
    ) -> Vec<canvas::Geometry> {
        let shift = self.shift(bounds.position());
        let mut drawn = state.drawn.borrow_mut();
        if drawn.as_ref().is_none_or(|(picture, at)| picture != self || *at != shift) {
            state.cache.clear();
            *drawn = Some((self.clone(), shift));
        }
        let module = self.plan.module;
        let picture = state.cache.draw(renderer, bounds.size(), |frame| {
            let edge = QUIET as f32 * module;
            let path = canvas::Path::new(|path| {
                for (x, y, length) in self.matrix().runs() {
                    let corner = Point::new(edge + x as f32 * module + shift.x, edge + y as f32 * module + shift.y);
                    path.rectangle(corner, Size::new(length as f32 * module, module));
                }
            });
            frame.fill(&path, Color::BLACK);
        });
        vec![picture]
    }
}
