//! What lies higher casts a shadow, drawn as rings around it.
//!
//! The toolkit's own shadows are not for us: its processor renderer lays a whole one down for every small thing that
//! changes on what casts it, so that a dialog grew darker with each key. `tests/tidy.rs` keeps them out.

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Operation, Tree, Widget};
use iced::advanced::{Clipboard, Renderer as _, Shell, mouse, overlay, renderer};
use iced::{Background, Color, Event, Length, Rectangle, Renderer, Size, Vector};

use super::Element;
use crate::ui::theme::Theme;
use crate::ui::theme::space::{Depth, border};

/// How many rings a shadow has.
const RINGS: u8 = 8;

/// Something with a shadow.
#[allow(missing_debug_implementations)]
pub struct Shade<'a, Message> {
    content: Element<'a, Message>,
    depth: Depth,
    radius: f32,
}

/// Lets `content` cast a shadow; `radius` is that of its corners in px. Its ground must be opaque.
pub fn shade<'a, Message>(content: impl Into<Element<'a, Message>>, depth: Depth, radius: f32) -> Element<'a, Message>
where
    Message: 'a,
{
    Element::new(Shade { content: content.into(), depth, radius })
}

/// How dark a shadow is `reach` px outside what casts it: all of it well inside, nothing where it ends.
fn strength(reach: f32, blur: f32) -> f32 {
    let way = ((reach + blur) / (2.0 * blur)).clamp(0.0, 1.0);
    1.0 - way * way * (3.0 - 2.0 * way)
}

/// The rings of a shadow, from under the edge of what casts it outwards.
fn rings(bounds: Rectangle, depth: Depth, radius: f32, color: Color) -> impl Iterator<Item = renderer::Quad> {
    // What shifts the shadow down would leave a gap below: the first ring begins so far under the edge.
    let width = (depth.drop + depth.blur) / f32::from(RINGS);
    (0..RINGS).map(move |nth| {
        let inner = f32::from(nth) * width - depth.drop;
        let reach = inner + width;
        let alpha = color.a * strength(inner + width / 2.0, depth.blur);
        renderer::Quad {
            bounds: bounds.expand(reach) + Vector::new(0.0, depth.drop),
            border: border(Color { a: alpha, ..color }, width, (radius + reach).max(0.0)),
            ..renderer::Quad::default()
        }
    })
}

impl<Message> Widget<Message, Theme, Renderer> for Shade<'_, Message> {
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
        let color = (self.depth.color)(theme.tokens());
        for ring in rings(layout.bounds(), self.depth, self.radius, color) {
            renderer.fill_quad(ring, Background::Color(Color::TRANSPARENT));
        }
        self.content.as_widget().draw(&tree.children[0], renderer, theme, style, layout.child(0), cursor, viewport);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::space::FLOAT;

    #[test]
    fn a_shadow_has_no_gaps_and_fades_away() {
        let card = Rectangle { x: 100.0, y: 100.0, width: 200.0, height: 100.0 };
        let rings: Vec<_> = rings(card, FLOAT, 20.0, Color::BLACK).collect();
        let below = |ring: &renderer::Quad| ring.bounds.y + ring.bounds.height - ring.border.width;
        assert!(below(&rings[0]) <= card.y + card.height, "it begins under the card");
        for pair in rings.windows(2) {
            assert!((below(&pair[1]) - (below(&pair[0]) + pair[0].border.width)).abs() < 0.01, "ring meets ring");
            assert!(pair[1].border.color.a < pair[0].border.color.a);
        }
        assert!(rings[7].border.color.a < 0.05);
    }
}
