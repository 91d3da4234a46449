//! Tables: a head, and rows that are targets.

use iced::widget::{button, container, rule};
use iced::{Center, Fill, Length};

use super::{Column, Element, focus, label, layout};
use crate::ui::theme::{self, space};

/// A cell: how wide it is, what it holds, and on which side it lies.
#[allow(missing_debug_implementations)]
pub struct Cell<'a, Message> {
    width: Length,
    content: Element<'a, Message>,
    at_end: bool,
}

/// Returns a cell that begins where lines begin.
pub fn cell<'a, Message>(width: impl Into<Length>, content: impl Into<Element<'a, Message>>) -> Cell<'a, Message> {
    Cell { width: width.into(), content: content.into(), at_end: false }
}

/// Returns a cell that lies at the end of its column, for figures.
pub fn figure<'a, Message>(width: impl Into<Length>, content: impl Into<Element<'a, Message>>) -> Cell<'a, Message> {
    Cell { at_end: true, ..cell(width, content) }
}

fn line<'a, Message: 'a>(cells: Vec<Cell<'a, Message>>) -> Element<'a, Message> {
    let cells = cells
        .into_iter()
        .map(|cell| {
            let side = if cell.at_end { layout::end() } else { layout::start() };
            container(cell.content).width(cell.width).align_x(side).into()
        })
        .collect();
    layout::row(cells).spacing(space::S).align_y(Center).into()
}

/// Returns the head of a table from names and the same widths as its rows.
pub fn head<'a, Message: 'a>(names: &[(Length, &'a str, bool)]) -> Element<'a, Message> {
    let cells = names
        .iter()
        .map(|(width, name, at_end)| Cell {
            width: *width,
            content: label::head(*name).style(theme::text::muted).into(),
            at_end: *at_end,
        })
        .collect();
    container(line(cells)).padding([0.0, space::S]).center_y(40).width(Fill).into()
}

/// A row in the making.
#[allow(missing_debug_implementations)]
pub struct RowOf<'a, Message> {
    cells: Vec<Cell<'a, Message>>,
    chosen: bool,
    focused: bool,
    last: bool,
    height: f32,
    on_press: Option<Message>,
}

/// Returns a row 52 px high.
#[must_use]
pub fn row<Message>(cells: Vec<Cell<'_, Message>>) -> RowOf<'_, Message> {
    RowOf { cells, chosen: false, focused: false, last: false, height: space::ROW, on_press: None }
}

impl<Message> RowOf<'_, Message> {
    /// Marks the row as chosen.
    #[must_use]
    pub fn chosen(mut self, chosen: bool) -> Self {
        self.chosen = chosen;
        self
    }

    /// Shows the focus line inside the row.
    #[must_use]
    pub fn focused(mut self, focused: bool) -> Self {
        self.focused = focused;
        self
    }

    /// Gives the row the lower corners of the card it closes.
    #[must_use]
    pub fn last(mut self, last: bool) -> Self {
        self.last = last;
        self
    }

    /// Sets the height in px; 52 and up where it can be pressed.
    #[must_use]
    pub fn height(mut self, height: f32) -> Self {
        self.height = height;
        self
    }

    /// Makes the row send `message`.
    #[must_use]
    pub fn on_press(mut self, message: Message) -> Self {
        self.on_press = Some(message);
        self
    }
}

impl<'a, Message: Clone + 'a> From<RowOf<'a, Message>> for Element<'a, Message> {
    fn from(row: RowOf<'a, Message>) -> Self {
        let content = container(line(row.cells)).center_y(Fill);
        let face = button(content).padding([0.0, space::S]).width(Fill).height(row.height).on_press_maybe(row.on_press);
        let face = if row.last {
            face.style(theme::button::row_last(row.chosen))
        } else {
            face.style(theme::button::row(row.chosen))
        };
        focus::ring(face).when(row.focused).radius(space::XXS).inside().into()
    }
}

/// Returns rows one under the other with hairlines between them.
pub fn ruled<'a, Message: 'a>(rows: impl IntoIterator<Item = Element<'a, Message>>) -> Column<'a, Message> {
    let mut lined = Vec::new();
    for row in rows {
        if !lined.is_empty() {
            lined.push(rule::horizontal(1).into());
        }
        lined.push(row);
    }
    Column::with_children(lined)
}

/// Returns the bar that stands for a row whose content is being read.
#[must_use]
pub fn skeleton<'a, Message: 'a>(part: u16) -> Element<'a, Message> {
    let bar = container("")
        .width(Length::FillPortion(part.clamp(1, 9)))
        .height(16)
        .style(theme::container::fill(|t| t.track, 8.0));
    let rest = container("").width(Length::FillPortion(10 - part.clamp(1, 9)));
    container(layout::row(vec![bar.into(), rest.into()])).padding([0.0, space::S]).center_y(space::ROW).into()
}
