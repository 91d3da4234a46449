//! Dialogs: the title is a question, the buttons are verbs, Esc goes back.

use std::borrow::Cow;

use iced::Fill;
use iced::widget::{column, container, mouse_area, opaque, scrollable, stack};

use super::shade::shade;
use super::{Element, Row, label, layout};
use crate::ui::theme::{self, space};

/// Lays a dialog over a page; pressing beside it sends `on_away`, if any.
pub fn over<'a, Message: Clone + 'a>(
    page: impl Into<Element<'a, Message>>,
    dialog: Option<Element<'a, Message>>,
    on_away: Option<Message>,
) -> Element<'a, Message> {
    let laid = dialog.map(|dialog| {
        let scrim = container(opaque(dialog)).center(Fill).padding(space::M).style(theme::container::scrim);
        let scrim = mouse_area(scrim);
        opaque(match on_away {
            Some(message) => scrim.on_press(message),
            None => scrim,
        })
    });
    stack![page.into()].push(laid).into()
}

/// Returns a dialog's frame for content of its own, `width` px wide.
pub fn frame<'a, Message: 'a>(content: impl Into<Element<'a, Message>>, width: f32) -> Element<'a, Message> {
    let card = container(content).max_width(width).style(theme::container::dialog);
    shade(card, space::FLOAT, space::R_DIALOG)
}

/// Returns the same on a low window: less room around, a smaller title, and content that scrolls if it must.
pub fn low<'a, Message: 'a>(
    question: impl Into<Cow<'a, str>>,
    content: impl Into<Element<'a, Message>>,
    verbs: Vec<Element<'a, Message>>,
) -> Element<'a, Message> {
    let title = label::section(question.into()).width(Fill).align_x(layout::start());
    let verbs = container(layout::row(verbs).spacing(space::XS)).width(Fill).align_x(layout::end());
    let content = container(content).padding(iced::padding::right(space::S));
    let content = scrollable(content).direction(theme::scroll::vertical());
    let room = column![title, container(content).max_height(LOW), verbs].spacing(space::S);
    frame(container(room).padding(space::M), 640.0)
}

/// How high the content of a low dialog gets before it scrolls, in px.
const LOW: f32 = 220.0;

/// Returns a dialog that asks: the question, what it means, and the verbs.
pub fn question<'a, Message: 'a>(
    question: impl Into<Cow<'a, str>>,
    content: impl Into<Element<'a, Message>>,
    verbs: Vec<Element<'a, Message>>,
) -> Element<'a, Message> {
    let title = label::heading(question.into()).width(Fill).align_x(layout::start());
    let verbs: Row<'a, Message> = layout::row(verbs).spacing(space::XS);
    let verbs = container(verbs).width(Fill).align_x(layout::end());
    let content = column![title, content.into(), verbs].spacing(space::XL);
    frame(container(content).padding(space::XXL), 560.0)
}
