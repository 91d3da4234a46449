//! The segmented control: one of a few ways, all of them visible.

use iced::widget::{button, container};
use iced::{Center, Fill};

use super::{Element, label, layout};
use crate::ui::font;
use crate::ui::theme::{self, space};

/// Returns a control that sends the index of the pressed segment.
pub fn segmented<'a, Message: Clone + 'a>(
    words: &[&'a str],
    chosen: usize,
    on_choose: impl Fn(usize) -> Message + 'a,
) -> Element<'a, Message> {
    let segments =
        words.iter().enumerate().map(|(index, word)| segment(word, index == chosen, on_choose(index))).collect();
    container(layout::row(segments).spacing(space::XXS)).padding(space::XXS).style(theme::container::sunken).into()
}

fn segment<'a, Message: Clone + 'a>(word: &'a str, chosen: bool, message: Message) -> Element<'a, Message> {
    let face = if chosen { font::SANS_SEMIBOLD } else { font::SANS_MEDIUM };
    let word = label::scaled(word, theme::text::BODY.with(face)).align_x(Center).width(Fill);
    button(container(word).center_y(Fill))
        .padding([0.0, space::XS])
        .width(Fill)
        .height(52)
        .style(theme::button::segment(chosen))
        .on_press(message)
        .into()
}
