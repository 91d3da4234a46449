//! A control with something drawn under or over it. It keeps the control's size, place and behaviour.

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Operation, Tree, Widget};
use iced::advanced::{Clipboard, Shell, mouse, overlay, renderer};
use iced::{Event, Length, Rectangle, Renderer, Size, Vector};

use super::Element;
use crate::ui::theme::Theme;

/// What is drawn with a control.
pub(super) trait Trim {
    /// Draws before the control.
    fn under(&self, _bounds: Rectangle, _theme: &Theme, _renderer: &mut Renderer) {}

    /// Draws after the control, whose state is `tree`.
    fn over(&self, _bounds: Rectangle, _tree: &Tree, _theme: &Theme, _renderer: &mut Renderer) {}
}

/// A control and its trim.
pub(super) struct Wrapped<'a, Message, T> {
    pub(super) content: Element<'a, Message>,
    pub(super) trim: T,
}

impl<Message, T: Trim> Widget<Message, Theme, Renderer> for Wrapped<'_, Message, T> {
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
            self.content.as_widget_mut().operate(&mut tree.children[0], layout.child(0), renderer, operation);
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
        let (content, tree) = (self.content.as_widget_mut(), &mut tree.children[0]);
        content.update(tree, event, layout.child(0), cursor, renderer, clipboard, shell, viewport);
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        self.content.as_widget().mouse_interaction(&tree.children[0], layout.child(0), cursor, viewport, renderer)
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
        self.trim.under(layout.bounds(), theme, renderer);
        self.content.as_widget().draw(&tree.children[0], renderer, theme, style, layout.child(0), cursor, viewport);
        self.trim.over(layout.bounds(), tree, theme, renderer);
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        let (content, tree) = (self.content.as_widget_mut(), &mut tree.children[0]);
        content.overlay(tree, layout.child(0), renderer, viewport, translation)
    }
}
