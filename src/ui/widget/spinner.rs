//! Something is being asked: eight steps a second, and nothing in between.

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::tree::{self, Tree};
use iced::advanced::{Clipboard, Shell, Widget, mouse, renderer};
use iced::time::{Duration, Instant};
use iced::window::{self, RedrawRequest};
use iced::{Event, Length, Rectangle, Renderer, Size};

use super::Element;
use crate::ui::icon::{Glyph, Icon, icon};
use crate::ui::theme::{Pick, Theme};

const STEP: Duration = Duration::from_millis(125);
const STEPS: u128 = 8;

/// A turning sign. With reduced motion it stands still: show seconds instead.
#[derive(Debug, Clone, Copy)]
pub struct Spinner {
    glyph: Glyph,
    side: f32,
    moves: bool,
}

#[derive(Debug, Default)]
struct State {
    since: Option<Instant>,
    step: u128,
}

/// Returns a spinner `side` px wide in the colour of the text around it.
#[must_use]
pub const fn spinner(side: f32) -> Spinner {
    Spinner { glyph: icon(Icon::Spinner).size(side), side, moves: true }
}

impl Spinner {
    /// Paints the spinner in a token.
    #[must_use]
    pub const fn color(mut self, pick: Pick) -> Self {
        self.glyph = self.glyph.color(pick);
        self
    }

    /// Lets the spinner turn or, with reduced motion, stand still.
    #[must_use]
    pub const fn moves(mut self, moves: bool) -> Self {
        self.moves = moves;
        self
    }
}

impl<Message> Widget<Message, Theme, Renderer> for Spinner {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fixed(self.side), Length::Fixed(self.side))
    }

    fn layout(&mut self, _: &mut Tree, _: &Renderer, limits: &layout::Limits) -> layout::Node {
        layout::atomic(limits, self.side, self.side)
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        _cursor: mouse::Cursor,
        _renderer: &Renderer,
        _clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        let Event::Window(window::Event::RedrawRequested(now)) = event else {
            return;
        };
        if !self.moves || !layout.bounds().intersects(viewport) {
            return;
        }
        let state = tree.state.downcast_mut::<State>();
        let since = *state.since.get_or_insert(*now);
        state.step = now.duration_since(since).as_millis() / STEP.as_millis();
        shell.request_redraw_at(RedrawRequest::At(*now + STEP));
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
        let step = tree.state.downcast_ref::<State>().step % STEPS;
        let glyph = self.glyph.turned(step as f32 / STEPS as f32);
        Widget::<Message, Theme, Renderer>::draw(&glyph, tree, renderer, theme, style, layout, cursor, viewport);
    }
}

impl<'a, Message: 'a> From<Spinner> for Element<'a, Message> {
    fn from(spinner: Spinner) -> Self {
        Element::new(spinner)
    }
}
