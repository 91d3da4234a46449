//! Lists and grids that build only what can be seen: ten thousand items cost
//! what sixty cost.
//!
//! The range follows the scroll position by itself; no message is needed.
//!
//! ```no_run
//! use ringup::ui::widget::{Element, label, windowed};
//!
//! let names = vec!["Espresso"; 10_000];
//! let list: Element<'_, ()> =
//!     windowed::list(names.len(), 52.0, move |index| label::body(names[index]).into()).into();
//! ```

mod view;

use std::ops::Range;

use iced::widget::{Id, scrollable};
use iced::{Fill, Length};

use super::Element;
use crate::ui::theme;

/// Rows built above and below what can be seen, so that a small scroll shows
/// finished rows.
const OVERSCAN: usize = 2;

/// A list or grid in the making.
#[allow(missing_debug_implementations)]
pub struct Windowed<'a, Message> {
    len: usize,
    columns: Columns,
    item_height: f32,
    gap: f32,
    build: Box<dyn Fn(usize) -> Element<'a, Message> + 'a>,
    id: Option<Id>,
    height: Length,
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

/// Returns a list of `len` rows, each `row_height` px high and as wide as the list.
pub fn list<'a, Message>(
    len: usize,
    row_height: f32,
    build: impl Fn(usize) -> Element<'a, Message> + 'a,
) -> Windowed<'a, Message> {
    grid(len, Columns::Fixed(1), row_height, build).gap(0.0)
}

/// Returns a grid of `len` items, each `item_height` px high, in equal columns.
pub fn grid<'a, Message>(
    len: usize,
    columns: Columns,
    item_height: f32,
    build: impl Fn(usize) -> Element<'a, Message> + 'a,
) -> Windowed<'a, Message> {
    Windowed { len, columns, item_height, gap: theme::space::S, build: Box::new(build), id: None, height: Fill }
}

impl<Message> Windowed<'_, Message> {
    /// Sets the gap between items in px.
    #[must_use]
    pub fn gap(mut self, gap: f32) -> Self {
        self.gap = gap;
        self
    }

    /// Names the scrollable, so that a task can scroll to [`offset_of`] an item.
    #[must_use]
    pub fn id(mut self, id: impl Into<Id>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Sets the height; it fills unless told.
    #[must_use]
    pub fn height(mut self, height: impl Into<Length>) -> Self {
        self.height = height.into();
        self
    }
}

impl<'a, Message: 'a> From<Windowed<'a, Message>> for Element<'a, Message> {
    fn from(windowed: Windowed<'a, Message>) -> Self {
        let (id, height) = (windowed.id.clone(), windowed.height);
        let scroll = scrollable(Element::new(view::View::new(windowed)))
            .direction(theme::scroll::vertical())
            .width(Fill)
            .height(height);
        match id {
            Some(id) => scroll.id(id).into(),
            None => scroll.into(),
        }
    }
}

/// Returns how far down an item begins in px.
#[must_use]
pub fn offset_of(index: usize, columns: usize, item_height: f32, gap: f32) -> f32 {
    (index / columns.max(1)) as f32 * (item_height + gap)
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
