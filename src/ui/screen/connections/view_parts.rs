//! What the cards of the detail share.

use iced::Fill;
use iced::widget::{Column, column};

use super::Message;
use crate::ui::theme::space;
use crate::ui::widget::layout;
use crate::ui::widget::{Element, card, label};

/// A card of the detail: a title and rows.
pub(super) fn card_of<'a>(title: String, rows: Vec<Element<'a, Message>>) -> Element<'a, Message> {
    let title = label::section(title).width(Fill).align_x(layout::start());
    let rows = Column::with_children(rows).spacing(space::XXS).width(Fill);
    card::card(column![title, rows].spacing(space::S)).width(Fill).into()
}
