//! The widget that draws an icon.

use std::cell::RefCell;
use std::collections::HashMap;

use iced::advanced::graphics::geometry::Renderer as _;
use iced::advanced::layout::{self, Layout};
use iced::advanced::text::{Alignment, LineHeight, Renderer as _, Shaping, Text, Wrapping};
use iced::advanced::widget::Tree;
use iced::advanced::{Renderer as _, Widget, mouse, renderer};
use iced::alignment::Vertical;
use iced::widget::canvas;
use iced::{Element, Length, Pixels, Point, Rectangle, Renderer, Size, Vector};

use super::drawing::{self, Look};
use super::shapes::{Icon, Stroke};
use crate::ui::font;
use crate::ui::theme::{Pick, Theme};

/// How far the thickest line may reach out of its box, in px.
const OVERHANG: f32 = 2.0;

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

    /// The icon as a letter of the icons' font; none where it has to be drawn.
    fn letter(&self) -> Option<char> {
        if self.mirrored || self.turn != 0.0 { None } else { self.icon.letter(self.stroke()) }
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
        // On whole pixels, so that equal icons in a row look equal.
        let place = Point::new(bounds.x.round(), bounds.y.round());
        let color = self.color.map_or(style.text_color, |pick| pick(theme.tokens()));
        let look = Look { stroke: self.stroke(), size: self.size, color, mirrored: self.mirrored, turn: self.turn };
        if let Some(letter) = self.letter() {
            // A letter is found in the text engine's cache; a picture is drawn through a mask of the whole window.
            let clip = Rectangle::new(place, Size::new(self.size, self.size)).expand(OVERHANG);
            renderer.fill_text(text(letter, self.size), place, color, clip);
            return;
        }
        let picture = picture(self.icon, &look, renderer);
        renderer.with_translation(Vector::new(place.x, place.y), |renderer| renderer.draw_geometry(picture));
    }
}

impl<'a, Message: 'a> From<Glyph> for Element<'a, Message, Theme, Renderer> {
    fn from(glyph: Glyph) -> Self {
        Element::new(glyph)
    }
}

fn text(letter: char, size: f32) -> Text {
    Text {
        content: letter.to_string(),
        bounds: Size::new(size + OVERHANG, size + OVERHANG),
        size: Pixels(size),
        line_height: LineHeight::Absolute(Pixels(size)),
        font: font::ICONS,
        align_x: Alignment::Left,
        align_y: Vertical::Top,
        shaping: Shaping::Basic,
        wrapping: Wrapping::None,
    }
}

/// What tells one drawn picture from another.
type Key = (Icon, Stroke, bool, [u32; 6]);

/// Pictures kept at most: far more than all screens show, so that nothing grows for ever.
const KEPT_MAX: usize = 2048;

thread_local! {
    /// Drawn once and shared, so that the renderer sees that an icon is the one of the frame before.
    static DRAWN: RefCell<HashMap<Key, canvas::Cache>> = RefCell::default();
}

fn picture(icon: Icon, look: &Look, renderer: &Renderer) -> canvas::Geometry {
    let Look { stroke, size, color, mirrored, turn } = *look;
    let key = (icon, stroke, mirrored, [size, turn, color.r, color.g, color.b, color.a].map(f32::to_bits));
    DRAWN.with_borrow_mut(|drawn| {
        if drawn.len() >= KEPT_MAX {
            drawn.clear();
        }
        let cache = drawn.entry(key).or_default();
        cache.draw(renderer, Size::new(size, size), |frame| drawing::draw(icon.svg(), look, frame))
    })
}
