//! What a windowed list or grid is, and which of its items a window shows.

use std::ops::Range;

use iced::Length;
use iced::widget::Id;

use crate::ui::widget::Element;

/// Rows built above and below what can be seen, so that a small scroll shows
/// finished rows.
const OVERSCAN: usize = 2;

/// A list or grid in the making.
#[allow(missing_debug_implementations)]
pub struct Windowed<'a, Message> {
    pub(super) len: usize,
    pub(super) columns: Columns,
    pub(super) item_height: f32,
    pub(super) gap: f32,
    pub(super) build: Box<dyn Fn(usize) -> Element<'a, Message> + 'a>,
    pub(super) id: Option<Id>,
    pub(super) height: Length,
}

/// How many items stand side by side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Columns {
    /// A fixed number.
    Fixed(usize),
    /// As many as fit with at least this width in px.
    AtLeast(f32),
}

impl Columns {
    /// Returns how many columns a width has.
    #[must_use]
    pub fn count(self, width: f32, gap: f32) -> usize {
        match self {
            Self::Fixed(count) => count.max(1),
            Self::AtLeast(least) => (((width + gap) / (least + gap)).floor() as usize).max(1),
        }
    }
}

/// Returns the items that are built for a window of `height` px at `top`.
#[must_use]
pub fn built(len: usize, columns: usize, pitch: f32, window: (f32, f32)) -> Range<usize> {
    let (top, height) = window;
    let columns = columns.max(1);
    let rows = len.div_ceil(columns);
    // Casts of floats saturate, so odd windows give odd but valid ranges.
    let first = ((top / pitch).floor().max(0.0) as usize).saturating_sub(OVERSCAN);
    let last = ((top + height) / pitch).ceil().max(0.0) as usize + OVERSCAN;
    let (first, last) = (first.min(rows), last.min(rows));
    (first * columns).min(len)..(last * columns).min(len)
}
