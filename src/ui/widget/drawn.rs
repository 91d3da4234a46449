//! A picture on a canvas, drawn anew only when what it says, or the theme, has changed.

use std::cell::RefCell;
use std::fmt;

use iced::widget::canvas::{self, Canvas};
use iced::{Length, Rectangle, Renderer, mouse};

use super::Element;
use crate::ui::theme::{Theme, Tokens};

/// What can be painted. Two equal pictures look the same.
pub trait Picture: Clone + PartialEq + 'static {
    /// Paints it over the whole frame.
    fn paint(&self, frame: &mut canvas::Frame, tokens: &Tokens);
}

/// A picture as a program of the canvas.
struct Drawn<P>(P);

/// What is kept between frames.
struct State<P> {
    cache: canvas::Cache,
    drawn: RefCell<Option<(P, Theme)>>,
}

impl<P> Default for State<P> {
    fn default() -> Self {
        Self { cache: canvas::Cache::default(), drawn: RefCell::new(None) }
    }
}

impl<P> fmt::Debug for State<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State").finish_non_exhaustive()
    }
}

impl<P: Picture, Message> canvas::Program<Message, Theme> for Drawn<P> {
    type State = State<P>;

    fn draw(
        &self,
        state: &State<P>,
        renderer: &Renderer,
        theme: &Theme,
        bounds: Rectangle,
        _cursor: mouse::Cursor,
    ) -> Vec<canvas::Geometry> {
        let mut drawn = state.drawn.borrow_mut();
        if drawn.as_ref().is_none_or(|(picture, on)| *picture != self.0 || on != theme) {
            state.cache.clear();
            *drawn = Some((self.0.clone(), *theme));
        }
        vec![state.cache.draw(renderer, bounds.size(), |frame| self.0.paint(frame, theme.tokens()))]
    }
}

/// Returns the picture in a place of this size.
pub fn picture<'a, Message: 'a>(
    picture: impl Picture,
    width: impl Into<Length>,
    height: impl Into<Length>,
) -> Element<'a, Message> {
    Canvas::new(Drawn(picture)).width(width).height(height).into()
}
