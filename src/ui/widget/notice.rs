//! One notice at a time, bottom centre, on ink. Never a verdict.

use std::borrow::Cow;

use iced::alignment::Vertical;
use iced::widget::{Space, button, container, stack};
use iced::{Center, Fill};

use super::shade::shade;
use super::{Element, label, layout};
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, space};

/// Returns a notice; repeats fold into "× 3", the act is at its end.
pub fn notice<'a, Message: Clone + 'a>(
    shape: Icon,
    words: impl Into<Cow<'a, str>>,
    repeats: usize,
    act: Option<(&'a str, Message)>,
) -> Element<'a, Message> {
    // One line makes 56 px; more lines grow, an act has its own height.
    let above = if act.is_some() { space::XXS } else { 17.0 };
    let mut parts: Vec<Element<'a, Message>> =
        vec![icon(shape).size(22.0).into(), label::medium(words.into()).width(Fill).align_x(layout::start()).into()];
    if repeats > 1 {
        parts.push(label::strong(format!("× {repeats}")).into());
    }
    if let Some((verb, message)) = act {
        let verb = container(label::strong(verb)).center_y(Fill);
        parts.push(
            button(verb)
                .padding([0.0, space::S])
                .height(space::TARGET)
                .style(theme::button::on_ink)
                .on_press(message)
                .into(),
        );
    }
    let line = layout::row(parts).spacing(space::S).align_y(Center);
    let card = container(container(line).padding([above, space::M])).width(Fill).max_width(680);
    shade(card.style(theme::container::notice), space::FLOAT, space::R_CONTROL)
}

/// Lays a notice over a page, bottom centre, above the edge. The first `free` px at the inline start are not laid over: a code
/// there must be read while a notice shows.
pub fn over<'a, Message: 'a>(
    page: impl Into<Element<'a, Message>>,
    notice: Option<Element<'a, Message>>,
    free: f32,
) -> Element<'a, Message> {
    let laid = notice.map(|notice| {
        let notice =
            container(notice).padding(space::M).width(Fill).height(Fill).align_x(Center).align_y(Vertical::Bottom);
        layout::row(vec![Space::new().width(free).into(), notice.into()])
    });
    stack![page.into()].push(laid).into()
}
