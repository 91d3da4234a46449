//! A page of the owner's area: its head, its columns, and the states before there is anything to show.

use iced::widget::{Space, column, container, scrollable};
use iced::{Center, Fill, Length};

use super::{Column, Element, label, layout, table};
use crate::ui::theme::{self, space};

/// Returns the head of a page: title, what it is about, and its buttons at the end.
pub fn head<'a, Message: 'a>(title: String, about: String, acts: Vec<Element<'a, Message>>) -> Element<'a, Message> {
    let about = (!about.is_empty()).then(|| label::caption(about).style(theme::text::muted));
    let words = column![label::heading(title)].push(about).width(Fill).align_x(layout::start());
    let mut parts = vec![words.into()];
    parts.extend(acts);
    container(layout::row(parts).spacing(space::XS).align_y(Center)).width(Fill).into()
}

/// Returns two columns that scroll by themselves, the second `width` px wide.
pub fn columns<'a, Message: 'a>(
    first: impl Into<Element<'a, Message>>,
    second: impl Into<Element<'a, Message>>,
    width: impl Into<Length>,
) -> Element<'a, Message> {
    let second = container(second).width(width).height(Fill);
    let first = container(first).width(Fill).height(Fill);
    layout::row(vec![first.into(), second.into()]).spacing(space::M).height(Fill).into()
}

/// Returns cards one under the other that scroll when they are too many; room for the bar is kept beside them.
pub fn scrolling<'a, Message: 'a>(
    cards: impl IntoIterator<Item = Element<'a, Message>>,
    id: &'static str,
) -> Element<'a, Message> {
    let cards = Column::with_children(cards).spacing(space::M).width(Fill).padding(iced::padding::right(space::S));
    scrollable(cards).id(id).direction(theme::scroll::vertical()).width(Fill).height(Fill).into()
}

/// Returns a line with a name at the start and something at the end, high enough to be a target.
pub fn line<'a, Message: 'a>(name: String, end: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    let name = label::body(name).width(Fill).align_x(layout::start());
    container(layout::row(vec![name.into(), end.into()]).spacing(space::S).align_y(Center))
        .center_y(space::TARGET)
        .width(Fill)
        .into()
}

/// Returns bars where rows will be.
#[must_use]
pub fn skeleton<'a, Message: 'a>() -> Element<'a, Message> {
    let bars = [5, 7, 4, 6].into_iter().map(table::skeleton);
    column![table::ruled(bars), Space::new().height(0)].into()
}
