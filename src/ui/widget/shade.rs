//! What lies higher casts a shadow, drawn as rings around it.
//!
//! The toolkit's own shadows are not for us: its processor renderer lays a whole one down for every small thing that
//! changes on what casts it, so that a dialog grew darker with each key. `tests/tidy.rs` keeps them out.

use iced::advanced::{Renderer as _, renderer};
use iced::{Background, Color, Rectangle, Renderer, Vector};

use super::Element;
use super::wrapped::{Trim, Wrapped};
use crate::ui::theme::Theme;
use crate::ui::theme::space::{Depth, border};

/// How many rings a shadow has.
const RINGS: u8 = 8;

/// A shadow.
struct Shade {
    depth: Depth,
    radius: f32,
}

/// Lets `content` cast a shadow; `radius` is that of its corners in px. Its ground must be opaque.
pub fn shade<'a, Message>(content: impl Into<Element<'a, Message>>, depth: Depth, radius: f32) -> Element<'a, Message>
where
    Message: 'a,
{
    Element::new(Wrapped { content: content.into(), trim: Shade { depth, radius } })
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

impl Trim for Shade {
    fn under(&self, bounds: Rectangle, theme: &Theme, renderer: &mut Renderer) {
        let color = (self.depth.color)(theme.tokens());
        for ring in rings(bounds, self.depth, self.radius, color) {
            renderer.fill_quad(ring, Background::Color(Color::TRANSPARENT));
        }
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
