//! A field: label above, error sentence below naming the allowed form.
//!
//! ```no_run
//! use ringup::ui::widget::{Element, field::field};
//!
//! # #[derive(Clone)] enum Message { Typed(String) }
//! let amount: Element<'_, Message> = field("0.00", "12,5o")
//!     .label("Amount")
//!     .error(Some("Only digits and one comma."))
//!     .on_input(Message::Typed)
//!     .into();
//! ```

use std::borrow::Cow;

use iced::widget::text::LineHeight;
use iced::widget::{Id, Space, column, container, stack, text_input};
use iced::{Center, Fill, Length, Padding, Pixels};

use super::spinner::spinner;
use super::{Column, Element, focus, keycap, label, layout};
use crate::ui::font;
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, space};

/// A field in the making.
#[allow(missing_debug_implementations)]
pub struct Field<'a, Message> {
    placeholder: &'a str,
    value: &'a str,
    label: Option<Cow<'a, str>>,
    hint: Option<Cow<'a, str>>,
    error: Option<Cow<'a, str>>,
    leading: Option<Icon>,
    trailing: Option<Icon>,
    key: Option<&'a str>,
    busy: bool,
    secure: bool,
    mono: bool,
    id: Option<Id>,
    height: f32,
    width: Length,
    on_input: Option<Box<dyn Fn(String) -> Message + 'a>>,
    on_submit: Option<Message>,
}

/// Returns a field; without [`Field::on_input`] it is disabled.
#[must_use]
pub fn field<'a, Message>(placeholder: &'a str, value: &'a str) -> Field<'a, Message> {
    Field {
        placeholder,
        value,
        label: None,
        hint: None,
        error: None,
        leading: None,
        trailing: None,
        key: None,
        busy: false,
        secure: false,
        mono: false,
        id: None,
        height: space::BUTTON,
        width: Fill,
        on_input: None,
        on_submit: None,
    }
}

impl<'a, Message> Field<'a, Message> {
    /// Writes its name above.
    #[must_use]
    pub fn label(mut self, label: impl Into<Cow<'a, str>>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Writes a hint below while nothing is wrong.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Cow<'a, str>>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Marks the field as wrong and writes the sentence below.
    #[must_use]
    pub fn error(mut self, sentence: Option<impl Into<Cow<'a, str>>>) -> Self {
        self.error = sentence.map(Into::into);
        self
    }

    /// Puts an icon at its start.
    #[must_use]
    pub fn icon(mut self, icon: Icon) -> Self {
        self.leading = Some(icon);
        self
    }

    /// Puts an icon at its end.
    #[must_use]
    pub fn end_icon(mut self, icon: Icon) -> Self {
        self.trailing = Some(icon);
        self
    }

    /// Shows the key that jumps into it.
    #[must_use]
    pub fn key(mut self, key: Option<&'a str>) -> Self {
        self.key = key;
        self
    }

    /// Shows that its content is being checked.
    #[must_use]
    pub fn busy(mut self, busy: bool) -> Self {
        self.busy = busy;
        self
    }

    /// Hides what is typed.
    #[must_use]
    pub fn secure(mut self, secure: bool) -> Self {
        self.secure = secure;
        self
    }

    /// Sets the content in mono, for codes and addresses.
    #[must_use]
    pub fn mono(mut self) -> Self {
        self.mono = true;
        self
    }

    /// Names the input, so that a task can focus it.
    #[must_use]
    pub fn id(mut self, id: impl Into<Id>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Sets the height in px; at least 48.
    #[must_use]
    pub fn height(mut self, height: f32) -> Self {
        self.height = height.max(space::TARGET);
        self
    }

    /// Sets the width; it fills unless told.
    #[must_use]
    pub fn width(mut self, width: impl Into<Length>) -> Self {
        self.width = width.into();
        self
    }

    /// Makes the field report what is typed.
    #[must_use]
    pub fn on_input(mut self, on_input: impl Fn(String) -> Message + 'a) -> Self {
        self.on_input = Some(Box::new(on_input));
        self
    }

    /// Makes Enter within the field send `message`.
    #[must_use]
    pub fn on_submit(mut self, message: Message) -> Self {
        self.on_submit = Some(message);
        self
    }

    /// Returns what stands at the end and how wide it is in px.
    fn end(&self) -> (Vec<Element<'a, Message>>, f32)
    where
        Message: 'a,
    {
        let (mut parts, mut width): (Vec<Element<'a, Message>>, f32) = (Vec::new(), 0.0);
        if let Some(shape) = self.trailing {
            parts.push(icon(shape).color(|t| t.muted).into());
            width += 24.0 + space::XS;
        }
        if let Some(key) = self.key {
            parts.push(keycap::keycap(key, |t| t.muted));
            width += 16.0 + key.chars().count() as f32 * 9.0 + space::XS;
        }
        if self.busy {
            parts.push(spinner(20.0).color(|t| t.accent_ink).into());
            width += 20.0 + space::XS;
        }
        if self.error.is_some() {
            parts.push(icon(Icon::CircleAlert).size(20.0).color(|t| t.stop.ink).into());
            width += 20.0 + space::XS;
        }
        (parts, width)
    }
}

impl<'a, Message: Clone + 'a> Field<'a, Message> {
    fn input(&mut self, start: f32, end: f32) -> Element<'a, Message> {
        let line = theme::text::BODY_L.line;
        let rtl = layout::Direction::current().is_rtl();
        let (left, right) = if rtl { (end, start) } else { (start, end) };
        let style = if self.error.is_some() { theme::field::wrong } else { theme::field::rest };
        let mut input = text_input(self.placeholder, self.value)
            .size(theme::text::BODY_L.size)
            .line_height(LineHeight::Absolute(Pixels(line)))
            .font(if self.mono { font::MONO } else { font::SANS })
            .padding(Padding { top: (self.height - line) / 2.0, bottom: (self.height - line) / 2.0, left, right })
            .secure(self.secure)
            .align_x(layout::start())
            .style(style)
            .on_input_maybe(self.on_input.take())
            .on_submit_maybe(self.on_submit.take());
        if let Some(id) = self.id.take() {
            input = input.id(id);
        }
        input.into()
    }

    fn framed(&mut self) -> Element<'a, Message> {
        let edge = space::M;
        let (end, end_width) = self.end();
        let sign = self.leading.map(|shape| icon(shape).color(|t| t.muted));
        let start_width = sign.map_or(0.0, |_| 24.0 + space::S);
        let input = self.input(edge + start_width, edge + end_width);
        let mut line: Vec<Element<'a, Message>> = Vec::with_capacity(3);
        line.extend(sign.map(Element::from));
        line.push(Space::new().width(Fill).into());
        line.extend(end);
        let over = container(layout::row(line).spacing(space::XS).align_y(Center)).padding([0.0, edge]).center_y(Fill);
        focus::ring(stack![input, over]).into()
    }
}

impl<'a, Message: Clone + 'a> From<Field<'a, Message>> for Element<'a, Message> {
    fn from(mut field: Field<'a, Message>) -> Self {
        let side = layout::start();
        let above = field.label.take().map(|name| label::caption_strong(name).width(Fill).align_x(side));
        let frame = field.framed();
        let below = match (field.error, field.hint) {
            (Some(sentence), _) => Some(label::caption(sentence).font(font::SANS_MEDIUM).style(theme::text::stop)),
            (None, hint) => hint.map(|hint| label::caption(hint).style(theme::text::muted)),
        };
        let mut parts: Column<'a, Message> = column![].spacing(6).width(field.width);
        parts = parts.push(above);
        parts = parts.push(frame);
        parts.push(below.map(|text| text.width(Fill).align_x(side))).into()
    }
}
