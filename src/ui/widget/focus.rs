//! The focus line: 3 px of accent, 2 px off the control, never removed while
//! the keyboard is in use.
//!
//! Buttons of the toolkit cannot hold the keyboard focus, so screens keep a
//! selection of their own and say which control has it.
//!
//! ```no_run
//! use ringup::ui::theme::space;
//! use ringup::ui::widget::{Element, button, focus};
//!
//! let park: Element<'_, ()> = button::plain("Park").on_press(()).into();
//! let park = focus::ring(park).when(true).radius(space::R_CONTROL);
//! ```

use iced::advanced::widget::tree::{self, Tree};
use iced::advanced::{Renderer as _, renderer, text};
use iced::widget::text_input;
use iced::{Background, Color, Rectangle, Renderer};

use super::Element;
use super::wrapped::{Trim, Wrapped};
use crate::ui::theme::space::{FOCUS, FOCUS_GAP, R_CONTROL, border};
use crate::ui::theme::{Pick, Theme};

type InputState = text_input::State<<Renderer as text::Renderer>::Paragraph>;

/// A control with its focus line.
#[allow(missing_debug_implementations)]
pub struct Ring<'a, Message> {
    content: Element<'a, Message>,
    line: Line,
}

/// How the line is drawn, and when.
struct Line {
    when: When,
    radius: f32,
    inside: bool,
    color: Pick,
}

#[derive(Clone, Copy)]
enum When {
    Told(bool),
    InputFocused,
}

/// Wraps a control; without [`Ring::when`] the line follows the text input inside.
pub fn ring<'a, Message>(content: impl Into<Element<'a, Message>>) -> Ring<'a, Message> {
    let line = Line { when: When::InputFocused, radius: R_CONTROL, inside: false, color: |t| t.accent };
    Ring { content: content.into(), line }
}

impl<Message> Ring<'_, Message> {
    /// Shows the line exactly if `focused`.
    #[must_use]
    pub fn when(mut self, focused: bool) -> Self {
        self.line.when = When::Told(focused);
        self
    }

    /// Sets the radius of the control in px.
    #[must_use]
    pub fn radius(mut self, radius: f32) -> Self {
        self.line.radius = radius;
        self
    }

    /// Draws the line inside the control, for rows that touch each other.
    #[must_use]
    pub fn inside(mut self) -> Self {
        self.line.inside = true;
        self
    }

    /// Paints the line in another token, as on a verdict block.
    #[must_use]
    pub fn color(mut self, pick: Pick) -> Self {
        self.line.color = pick;
        self
    }
}

impl Line {
    fn shows(&self, tree: &Tree) -> bool {
        match self.when {
            When::Told(focused) => focused,
            When::InputFocused => has_focused_input(tree),
        }
    }

    fn drawn(&self, bounds: Rectangle, theme: &Theme) -> renderer::Quad {
        let reach = if self.inside { -FOCUS_GAP } else { FOCUS + FOCUS_GAP };
        let bounds = bounds.expand(reach);
        let round = (self.radius + reach).max(0.0).min(bounds.height / 2.0);
        renderer::Quad {
            bounds,
            border: border((self.color)(theme.tokens()), FOCUS, round),
            ..renderer::Quad::default()
        }
    }
}

fn has_focused_input(tree: &Tree) -> bool {
    if tree.tag == tree::Tag::of::<InputState>() {
        return tree.state.downcast_ref::<InputState>().is_focused();
    }
    tree.children.iter().any(has_focused_input)
}

impl Trim for Line {
    fn over(&self, bounds: Rectangle, tree: &Tree, theme: &Theme, renderer: &mut Renderer) {
        if self.shows(tree) {
            renderer.fill_quad(self.drawn(bounds, theme), Background::Color(Color::TRANSPARENT));
        }
    }
}

impl<'a, Message: 'a> From<Ring<'a, Message>> for Element<'a, Message> {
    fn from(ring: Ring<'a, Message>) -> Self {
        Element::new(Wrapped { content: ring.content, trim: ring.line })
    }
}
