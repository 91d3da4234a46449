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

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::tree::{self, Tree};
use iced::advanced::widget::{Operation, Widget};
use iced::advanced::{Clipboard, Renderer as _, Shell, mouse, overlay, renderer, text};
use iced::widget::text_input;
use iced::{Background, Color, Event, Length, Rectangle, Renderer, Size, Vector};

use super::Element;
use crate::ui::theme::space::{FOCUS, FOCUS_GAP, R_CONTROL, border};
use crate::ui::theme::{Pick, Theme};

type InputState = text_input::State<<Renderer as text::Renderer>::Paragraph>;

/// A control with its focus line.
#[allow(missing_debug_implementations)]
pub struct Ring<'a, Message> {
    content: Element<'a, Message>,
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
    Ring { content: content.into(), when: When::InputFocused, radius: R_CONTROL, inside: false, color: |t| t.accent }
}

impl<Message> Ring<'_, Message> {
    /// Shows the line exactly if `focused`.
    #[must_use]
    pub fn when(mut self, focused: bool) -> Self {
        self.when = When::Told(focused);
        self
    }

    /// Sets the radius of the control in px.
    #[must_use]
    pub fn radius(mut self, radius: f32) -> Self {
        self.radius = radius;
        self
    }

    /// Draws the line inside the control, for rows that touch each other.
    #[must_use]
    pub fn inside(mut self) -> Self {
        self.inside = true;
        self
    }

    /// Paints the line in another token, as on a verdict block.
    #[must_use]
    pub fn color(mut self, pick: Pick) -> Self {
        self.color = pick;
        self
    }

    fn shows(&self, tree: &Tree) -> bool {
        match self.when {
            When::Told(focused) => focused,
            When::InputFocused => has_focused_input(tree),
        }
    }

    fn line(&self, bounds: Rectangle, theme: &Theme) -> renderer::Quad {
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

impl<Message> Widget<Message, Theme, Renderer> for Ring<'_, Message> {
    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.content));
    }

    fn size(&self) -> Size<Length> {
        self.content.as_widget().size()
    }

    fn size_hint(&self) -> Size<Length> {
        self.content.as_widget().size_hint()
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let child = self.content.as_widget_mut().layout(&mut tree.children[0], renderer, limits);
        layout::Node::with_children(child.size(), vec![child])
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        operation.traverse(&mut |operation| {
            self.content.as_widget_mut().operate(&mut tree.children[0], first(layout), renderer, operation);
        });
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        self.content.as_widget_mut().update(
            &mut tree.children[0],
            event,
            first(layout),
            cursor,
            renderer,
            clipboard,
            shell,
            viewport,
        );
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        self.content.as_widget().mouse_interaction(&tree.children[0], first(layout), cursor, viewport, renderer)
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        self.content.as_widget().draw(&tree.children[0], renderer, theme, style, first(layout), cursor, viewport);
        if self.shows(tree) {
            renderer.fill_quad(self.line(layout.bounds(), theme), Background::Color(Color::TRANSPARENT));
        }
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        self.content.as_widget_mut().overlay(&mut tree.children[0], first(layout), renderer, viewport, translation)
    }
}

fn first(layout: Layout<'_>) -> Layout<'_> {
    layout.child(0)
}

impl<'a, Message: 'a> From<Ring<'a, Message>> for Element<'a, Message> {
    fn from(ring: Ring<'a, Message>) -> Self {
        Element::new(ring)
    }
}
