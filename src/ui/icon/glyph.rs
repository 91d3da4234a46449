//! The widget that draws an icon.

use iced::advanced::layout::{self, Layout};
use iced::advanced::svg::{Renderer as _, Svg};
use iced::advanced::widget::Tree;
use iced::advanced::{Widget, mouse, renderer};
use iced::{Element, Length, Radians, Rectangle, Renderer, Size};

use super::shapes::{Icon, Stroke};
use crate::ui::theme::{Pick, Theme};

/// An icon ready to be placed.
#[derive(Debug, Clone, Copy)]
pub struct Glyph {
    icon: Icon,
    size: f32,
    color: Option<Pick>,
    stroke: Option<Stroke>,
    mirrored: bool,
    turn: f32,
}

/// Returns the icon at 24 px in the colour of the text around it.
#[must_use]
pub const fn icon(icon: Icon) -> Glyph {
    Glyph { icon, size: 24.0, color: None, stroke: None, mirrored: false, turn: 0.0 }
}

/// Returns the mark of the product, a ring around a coin, `size` px wide in accent.
#[must_use]
pub const fn logo(size: f32) -> Glyph {
    icon(Icon::Logo).size(size).color(|t| t.accent)
}

impl Glyph {
    /// Sets the side in px.
    #[must_use]
    pub const fn size(mut self, size: f32) -> Self {
        self.size = size;
        self
    }

    /// Paints the icon in a token instead of the colour around it.
    #[must_use]
    pub const fn color(mut self, pick: Pick) -> Self {
        self.color = Some(pick);
        self
    }

    /// Draws thick lines, for the large tick.
    #[must_use]
    pub const fn heavy(mut self) -> Self {
        self.stroke = Some(Stroke::Heavy);
        self
    }

    /// Mirrors an icon that points along the line of reading.
    #[must_use]
    pub fn mirrored(mut self, rtl: bool) -> Self {
        self.mirrored = rtl && self.icon.points();
        self
    }

    /// Turns the icon clockwise by `turn` of a full circle.
    #[must_use]
    pub const fn turned(mut self, turn: f32) -> Self {
        self.turn = turn;
        self
    }

    fn stroke(&self) -> Stroke {
        self.stroke.unwrap_or(if self.size < 20.0 { Stroke::Small } else { Stroke::Regular })
    }
}

impl<Message> Widget<Message, Theme, Renderer> for Glyph {
    fn size(&self) -> Size<Length> {
        Size::new(Length::Fixed(self.size), Length::Fixed(self.size))
    }

    fn layout(&mut self, _: &mut Tree, _: &Renderer, limits: &layout::Limits) -> layout::Node {
        layout::atomic(limits, self.size, self.size)
    }

    fn draw(
        &self,
        _tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        _cursor: mouse::Cursor,
        _viewport: &Rectangle,
    ) {
        let bounds = layout.bounds();
        // The renderer cuts positions to whole pixels: round first, so that
        // equal icons in a row sit equally.
        let place = Rectangle { x: bounds.x.round(), y: bounds.y.round(), ..bounds };
        let color = self.color.map_or(style.text_color, |pick| pick(theme.tokens()));
        let svg = Svg::new(self.icon.handle(self.stroke(), self.mirrored))
            .color(color)
            .rotation(Radians(self.turn * std::f32::consts::TAU));
        renderer.draw_svg(svg, place, place);
    }
}

impl<'a, Message: 'a> From<Glyph> for Element<'a, Message, Theme, Renderer> {
    fn from(glyph: Glyph) -> Self {
        Element::new(glyph)
    }
}
