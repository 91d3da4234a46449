//! Buttons that carry a verb: icon, label and key in one place.
//!
//! ```no_run
//! use ringup::ui::icon::Icon;
//! use ringup::ui::widget::{Element, button};
//!
//! # #[derive(Clone)] enum Message { ParkPressed }
//! let park: Element<'_, Message> = button::plain("Park")
//!     .icon(Icon::Pause)
//!     .key("F4")
//!     .on_press(Message::ParkPressed)
//!     .into();
//! ```

use std::borrow::Cow;

use iced::alignment::Horizontal;
use iced::widget::{Space, column, container};
use iced::{Center, Fill, Length};

use super::spinner::spinner;
use super::{Element, focus, keycap, label, layout};
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::button::Kind;
use crate::ui::theme::text::Scale;
use crate::ui::theme::{self, Pick, Tone, space};

/// A button in the making; turn it into an [`Element`].
#[derive(Debug, Clone)]
pub struct Button<'a, Message> {
    kind: Kind,
    label: Cow<'a, str>,
    icon: Option<Icon>,
    keys: Vec<&'a str>,
    state: State<'a, Message>,
    width: Length,
    height: f32,
    text: Scale,
    shape: Shape,
    focused: bool,
    moves: bool,
}

#[derive(Debug, Clone)]
enum State<'a, Message> {
    Ready(Message),
    Off(Option<Cow<'a, str>>),
    Busy(Cow<'a, str>),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Shape {
    Centered,
    Spread,
    Stacked,
}

/// Returns the one big button of a screen.
pub fn primary<'a, Message>(label: impl Into<Cow<'a, str>>) -> Button<'a, Message> {
    Button::new(Kind::Primary, label)
}

/// Returns a button that acts but is not the next step.
pub fn plain<'a, Message>(label: impl Into<Cow<'a, str>>) -> Button<'a, Message> {
    Button::new(Kind::Plain, label)
}

/// Returns text that acts, without an edge.
pub fn quiet<'a, Message>(label: impl Into<Cow<'a, str>>) -> Button<'a, Message> {
    Button::new(Kind::Quiet, label)
}

/// Returns an act that takes something away; it stands at the inline start.
pub fn destructive<'a, Message>(label: impl Into<Cow<'a, str>>) -> Button<'a, Message> {
    Button::new(Kind::Destructive, label)
}

/// Returns a step towards the primary one, such as "Add" beside "Charge".
pub fn soft<'a, Message>(label: impl Into<Cow<'a, str>>) -> Button<'a, Message> {
    Button::new(Kind::Soft, label)
}

/// Returns the primary button in the colour of a verdict.
pub fn verdict<'a, Message>(tone: Tone, label: impl Into<Cow<'a, str>>) -> Button<'a, Message> {
    Button::new(Kind::Verdict(tone), label)
}

/// Returns the primary button of a page that is painted in a verdict's colour.
pub fn inverse<'a, Message>(label: impl Into<Cow<'a, str>>) -> Button<'a, Message> {
    Button::new(Kind::Inverse, label)
}

/// Returns a square button with an icon only; `None` switches it off.
pub fn icon_only<'a, Message: Clone + 'a>(shape: Icon, on_press: Option<Message>) -> Element<'a, Message> {
    iced::widget::button(center(icon(shape).mirrored(rtl())))
        .padding(0)
        .width(space::TARGET)
        .height(space::TARGET)
        .style(theme::button::icon)
        .on_press_maybe(on_press)
        .into()
}

/// Returns a square button with an edge and an icon only, in the given kind.
pub fn icon_edged<'a, Message: Clone + 'a>(kind: Kind, shape: Icon, on_press: Option<Message>) -> Element<'a, Message> {
    icon_square(kind, shape, space::TARGET, on_press)
}

/// Returns the same `side` px wide and high; at least 48.
pub fn icon_square<'a, Message: Clone + 'a>(
    kind: Kind,
    shape: Icon,
    side: f32,
    on_press: Option<Message>,
) -> Element<'a, Message> {
    let side = side.max(space::TARGET);
    let sign = icon(shape).size((side * 0.42).round()).mirrored(rtl());
    iced::widget::button(center(sign))
        .padding(0)
        .width(side)
        .height(side)
        .style(theme::button::of(kind, false))
        .on_press_maybe(on_press)
        .into()
}

fn center<'a, Message: 'a>(content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    container(content).center(Fill).into()
}

fn rtl() -> bool {
    layout::Direction::current().is_rtl()
}

impl<'a, Message> Button<'a, Message> {
    fn new(kind: Kind, label: impl Into<Cow<'a, str>>) -> Self {
        Self {
            kind,
            label: label.into(),
            icon: None,
            keys: Vec::new(),
            state: State::Off(None),
            width: Length::Shrink,
            height: space::BUTTON,
            text: theme::text::BUTTON,
            shape: Shape::Centered,
            focused: false,
            moves: true,
        }
    }

    /// Puts an icon before the label.
    #[must_use]
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Shows the key that does the same; leave it out where space is short.
    #[must_use]
    pub fn key(mut self, name: &'a str) -> Self {
        self.keys.push(name);
        self
    }

    /// Shows the key only if `shown`, as a breakpoint says.
    #[must_use]
    pub fn key_if(self, shown: bool, name: &'a str) -> Self {
        if shown { self.key(name) } else { self }
    }

    /// Makes the button send `message`.
    #[must_use]
    pub fn on_press(mut self, message: Message) -> Self {
        self.state = State::Ready(message);
        self
    }

    /// Makes the button send the message, or switches it off without one.
    #[must_use]
    pub fn on_press_maybe(self, message: Option<Message>) -> Self {
        match message {
            Some(message) => self.on_press(message),
            None => Self { state: State::Off(None), ..self },
        }
    }

    /// Switches the button off and writes the reason below it.
    #[must_use]
    pub fn disabled(mut self, reason: impl Into<Cow<'a, str>>) -> Self {
        self.state = State::Off(Some(reason.into()));
        self
    }

    /// Shows that the act is under way, in the -ing form; it cannot be pressed.
    #[must_use]
    pub fn busy(mut self, doing: impl Into<Cow<'a, str>>) -> Self {
        self.state = State::Busy(doing.into());
        self
    }

    /// Sets the width; give one to a button that can be busy, so that it stays.
    #[must_use]
    pub fn width(mut self, width: impl Into<Length>) -> Self {
        self.width = width.into();
        self
    }

    /// Sets the height in px; at least 48.
    #[must_use]
    pub fn height(mut self, height: f32) -> Self {
        self.height = height.max(space::TARGET);
        self
    }

    /// Makes a large button of the given height with large text.
    #[must_use]
    pub fn large(mut self, height: f32) -> Self {
        self.text = theme::text::BUTTON_LARGE;
        self.height(height)
    }

    /// Sets the text step of the label.
    #[must_use]
    pub fn text(mut self, scale: Scale) -> Self {
        self.text = scale;
        self
    }

    /// Puts the label at the start and the key at the end, as on Charge.
    #[must_use]
    pub fn spread(mut self) -> Self {
        self.shape = Shape::Spread;
        self
    }

    /// Puts the icon above the label.
    #[must_use]
    pub fn stacked(mut self) -> Self {
        self.shape = Shape::Stacked;
        self
    }

    /// Shows the focus line.
    #[must_use]
    pub fn focused(mut self, focused: bool) -> Self {
        self.focused = focused;
        self
    }

    /// Lets the busy sign turn or, with reduced motion, stand still.
    #[must_use]
    pub fn moves(mut self, moves: bool) -> Self {
        self.moves = moves;
        self
    }

    fn is_large(&self) -> bool {
        self.height >= space::BUTTON_LARGE
    }

    fn key_ink(&self) -> Pick {
        if matches!(self.state, State::Off(_)) {
            return |t| t.strong;
        }
        match self.kind {
            Kind::Primary => |t| t.on_accent,
            Kind::Quiet | Kind::Soft => |t| t.accent_ink,
            Kind::Destructive => |t| t.stop.ink,
            Kind::Plain | Kind::Inverse => |t| t.muted,
            Kind::Verdict(Tone::Accent) => |t| t.on_accent,
            Kind::Verdict(Tone::Ok) => |t| t.ok.on,
            Kind::Verdict(Tone::Wait) => |t| t.wait.on,
            Kind::Verdict(Tone::Stop) => |t| t.stop.on,
            Kind::Verdict(Tone::Idle) => |t| t.idle.on,
        }
    }
}

impl<'a, Message: Clone + 'a> Button<'a, Message> {
    fn sign(&self) -> Option<Element<'a, Message>> {
        let side = if self.is_large() && self.shape != Shape::Stacked { 24.0 } else { 20.0 };
        match (&self.state, self.icon) {
            (State::Busy(_), _) => Some(spinner(side).moves(self.moves).into()),
            (State::Ready(_) | State::Off(_), shape) => {
                shape.map(|shape| icon(shape).size(side).mirrored(rtl()).into())
            }
        }
    }

    fn words(&self, width: Length) -> Element<'a, Message> {
        let words = match &self.state {
            State::Busy(doing) => doing.clone(),
            State::Ready(_) | State::Off(_) => self.label.clone(),
        };
        let align = match self.shape {
            Shape::Spread => layout::start(),
            Shape::Centered | Shape::Stacked => Horizontal::Center,
        };
        label::scaled(words, self.text).width(width).align_x(align).into()
    }

    fn caps(&self) -> Option<Element<'a, Message>> {
        let busy = matches!(self.state, State::Busy(_));
        let off = matches!(self.state, State::Off(_));
        (!self.keys.is_empty() && !busy && !off).then(|| keycap::chord(&self.keys, self.key_ink()))
    }

    fn content(&self) -> Element<'a, Message> {
        let mut parts = Vec::new();
        match self.shape {
            Shape::Centered => {
                parts.extend(self.sign());
                parts.push(self.words(Length::Shrink));
            }
            Shape::Spread => {
                parts.extend(self.sign());
                parts.push(self.words(Fill));
            }
            Shape::Stacked => parts.push(self.words(Length::Shrink)),
        }
        parts.extend(self.caps());
        let line = layout::row(parts).spacing(10).align_y(Center);
        match (self.shape, self.sign()) {
            (Shape::Stacked, Some(sign)) => column![sign, line].spacing(6).align_x(Center).into(),
            (Shape::Centered | Shape::Spread | Shape::Stacked, _) => line.into(),
        }
    }

    fn body(&self) -> Element<'a, Message> {
        let edge = match self.shape {
            Shape::Spread => space::L - 3.0,
            Shape::Stacked => space::XS,
            Shape::Centered => space::M,
        };
        container(self.content())
            .padding([0.0, edge])
            .width(inner_width(self.width))
            .height(Fill)
            .align_x(Horizontal::Center)
            .align_y(Center)
            .into()
    }
}

fn inner_width(outer: Length) -> Length {
    match outer {
        Length::Shrink => Length::Shrink,
        Fill | Length::FillPortion(_) | Length::Fixed(_) => Fill,
    }
}

impl<'a, Message: Clone + 'a> From<Button<'a, Message>> for Element<'a, Message> {
    fn from(button: Button<'a, Message>) -> Self {
        let large = button.is_large();
        let radius = if large { space::R_CARD } else { space::R_CONTROL };
        let face = iced::widget::button(button.body()).padding(0).width(button.width).height(button.height);
        let face = match button.state {
            State::Busy(_) => face.style(theme::button::busy(button.kind, large)),
            State::Ready(ref message) => face.style(theme::button::of(button.kind, large)).on_press(message.clone()),
            State::Off(_) => face.style(theme::button::of(button.kind, large)),
        };
        let face = focus::ring(face).when(button.focused).radius(radius);
        match button.state {
            State::Off(Some(reason)) => {
                column![face, Space::new().height(space::XXS), label::caption(reason).style(theme::text::muted)]
                    .width(button.width)
                    .into()
            }
            State::Off(None) | State::Ready(_) | State::Busy(_) => face.into(),
        }
    }
}
