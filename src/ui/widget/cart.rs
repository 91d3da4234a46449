//! Lines of the cart. The chosen line opens its controls in place.

use std::borrow::Cow;

use iced::widget::{Space, button, column, container, mouse_area};
use iced::{Center, Fill};

use super::{Container, Element, Row, focus, label, layout};
use crate::ui::font;
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, space};

/// A line in the making; all texts are finished.
#[allow(missing_debug_implementations)]
pub struct Line<'a, Message> {
    name: Cow<'a, str>,
    detail: Cow<'a, str>,
    total: Cow<'a, str>,
    note: Option<(Icon, Cow<'a, str>)>,
    controls: Option<Element<'a, Message>>,
    chosen: bool,
    focused: bool,
    on_press: Option<Message>,
}

/// Returns a line: name, "2 × 3.80" and its total.
pub fn line<'a, Message>(
    name: impl Into<Cow<'a, str>>,
    detail: impl Into<Cow<'a, str>>,
    total: impl Into<Cow<'a, str>>,
) -> Line<'a, Message> {
    Line {
        name: name.into(),
        detail: detail.into(),
        total: total.into(),
        note: None,
        controls: None,
        chosen: false,
        focused: false,
        on_press: None,
    }
}

impl<'a, Message: Clone + 'a> Line<'a, Message> {
    /// Adds a note with an icon, such as a discount.
    #[must_use]
    pub fn note(mut self, shape: Icon, words: impl Into<Cow<'a, str>>) -> Self {
        self.note = Some((shape, words.into()));
        self
    }

    /// Marks the line as chosen and opens its controls.
    #[must_use]
    pub fn chosen(mut self, controls: impl Into<Element<'a, Message>>) -> Self {
        self.chosen = true;
        self.controls = Some(controls.into());
        self
    }

    /// Shows the ground of a line that was added just now.
    #[must_use]
    pub fn highlighted(mut self, highlighted: bool) -> Self {
        self.chosen |= highlighted;
        self
    }

    /// Shows the focus line.
    #[must_use]
    pub fn focused(mut self, focused: bool) -> Self {
        self.focused = focused;
        self
    }

    /// Makes the line send `message`.
    #[must_use]
    pub fn on_press(mut self, message: Message) -> Self {
        self.on_press = Some(message);
        self
    }

    fn words(name: Cow<'a, str>, total: Cow<'a, str>) -> Row<'a, Message> {
        let semibold = theme::text::BODY_L.with(font::SANS_SEMIBOLD);
        layout::row(vec![
            label::scaled(name, semibold).width(Fill).align_x(layout::start()).into(),
            label::scaled(total, semibold).into(),
        ])
        .spacing(space::S)
    }

    fn under(detail: Cow<'a, str>, note: Option<(Icon, Cow<'a, str>)>) -> Container<'a, Message> {
        let mut parts: Vec<Element<'a, Message>> = vec![label::body(detail).style(theme::text::muted).into()];
        if let Some((shape, words)) = note {
            parts.push(icon(shape).size(14.0).color(|t| t.accent_ink).into());
            let scale = theme::text::SMALL.with(font::SANS_SEMIBOLD);
            parts.push(label::scaled(words, scale).style(theme::text::accent).into());
        }
        container(layout::row(parts).spacing(6).align_y(Center)).width(Fill).align_x(layout::start())
    }
}

impl<'a, Message: Clone + 'a> From<Line<'a, Message>> for Element<'a, Message> {
    fn from(line: Line<'a, Message>) -> Self {
        let words = column![Line::words(line.name, line.total), Line::under(line.detail, line.note)].spacing(3);
        let edge = [space::S - 1.0, space::M];
        let body: Element<'a, Message> = match (line.controls, line.on_press) {
            // Controls inside would not be reachable within a button.
            (Some(controls), press) => {
                let head: Element<'a, Message> = match press {
                    Some(message) => mouse_area(words).on_press(message).into(),
                    None => words.into(),
                };
                container(column![head, controls].spacing(space::XS))
                    .padding(edge)
                    .width(Fill)
                    .style(theme::container::fill(|t| t.accent_soft, 0.0))
                    .into()
            }
            (None, press) => button(words)
                .padding(edge)
                .width(Fill)
                .style(theme::button::row(line.chosen))
                .on_press_maybe(press)
                .into(),
        };
        focus::ring(body).when(line.focused).radius(space::XXS).inside().into()
    }
}

/// Returns a compact line for 800 × 480: "2 × Flat white" and its total.
pub fn compact<'a, Message: Clone + 'a>(
    count: impl Into<Cow<'a, str>>,
    name: impl Into<Cow<'a, str>>,
    total: impl Into<Cow<'a, str>>,
    on_press: Option<Message>,
) -> Element<'a, Message> {
    let words = layout::row(vec![
        label::medium(count.into()).style(theme::text::muted).into(),
        label::medium(name.into()).width(Fill).align_x(layout::start()).into(),
        label::strong(total.into()).into(),
    ])
    .spacing(6)
    .align_y(Center);
    button(container(words).center_y(Fill))
        .padding([0.0, space::S])
        .width(Fill)
        .height(space::TARGET)
        .style(theme::button::row(false))
        .on_press_maybe(on_press)
        .into()
}

/// Returns a line of the sum: its name at the start, its figure at the end.
pub fn sum<'a, Message: 'a>(name: impl Into<Cow<'a, str>>, figure: impl Into<Cow<'a, str>>) -> Element<'a, Message> {
    layout::row(vec![
        label::body(name.into()).style(theme::text::muted).into(),
        Space::new().width(Fill).into(),
        label::body(figure.into()).style(theme::text::muted).into(),
    ])
    .into()
}
