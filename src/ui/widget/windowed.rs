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

mod plan;
mod view;

use iced::widget::{Id, scrollable};
use iced::{Fill, Length};

pub use plan::{Columns, Windowed, built};

use super::Element;
use crate::ui::theme;

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
        // Rows reach from edge to edge and line up with a table's head; tiles give way to the bar.
        let rows = windowed.columns == Columns::Fixed(1);
        let direction = if rows { theme::scroll::vertical() } else { theme::scroll::beside() };
        let scroll =
            scrollable(Element::new(view::View::new(windowed))).direction(direction).width(Fill).height(height);
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
