//! The widget inside the scrollable: full height, few children.

use std::ops::Range;

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::tree::{self, Tree};
use iced::advanced::widget::{Operation, Widget};
use iced::advanced::{Clipboard, Shell, mouse, overlay, renderer};
use iced::{Event, Length, Rectangle, Renderer, Size, Vector, window};

use super::plan::{Columns, Windowed, built};
use crate::ui::theme::Theme;
use crate::ui::widget::{Element, layout::Direction};

/// Height in px assumed before the first frame tells.
const FIRST_WINDOW: f32 = 1080.0;

pub(super) struct View<'a, Message> {
    len: usize,
    columns: Columns,
    item_height: f32,
    gap: f32,
    build: Box<dyn Fn(usize) -> Element<'a, Message> + 'a>,
    children: Vec<Element<'a, Message>>,
    range: Range<usize>,
}

/// What is kept between views: the window, and which items the trees belong to.
struct State {
    top: f32,
    height: f32,
    range: Range<usize>,
}

impl<'a, Message> View<'a, Message> {
    pub(super) fn new(of: Windowed<'a, Message>) -> Self {
        Self {
            len: of.len,
            columns: of.columns,
            item_height: of.item_height,
            gap: of.gap,
            build: of.build,
            children: Vec::new(),
            range: 0..0,
        }
    }

    fn pitch(&self) -> f32 {
        (self.item_height + self.gap).max(1.0)
    }

    fn wanted(&self, width: f32, top: f32, height: f32) -> Range<usize> {
        let columns = self.columns.count(width, self.gap);
        built(self.len, columns, self.pitch(), (top, height))
    }

    /// Builds the children of `range` and hands each the tree it had before.
    fn rebuild(&mut self, tree: &mut Tree, range: &Range<usize>) {
        if self.range != *range || self.children.len() != range.len() {
            self.children = range.clone().map(|index| (self.build)(index)).collect();
            self.range = range.clone();
        }
        let had = std::mem::replace(&mut tree.state.downcast_mut::<State>().range, range.clone());
        let mut old: Vec<Option<Tree>> = tree.children.drain(..).map(Some).collect();
        tree.children = range
            .clone()
            .zip(&self.children)
            .map(|(index, child)| {
                let kept = had.contains(&index).then(|| old.get_mut(index - had.start).and_then(Option::take));
                match kept.flatten() {
                    Some(mut tree) => {
                        tree.diff(child);
                        tree
                    }
                    None => Tree::new(child),
                }
            })
            .collect();
    }
}

/// Returns where an item lies within the whole.
///
/// Columns begin and end on whole pixels: edges stay sharp, and a letter drawn in one column looks the same in the others, so that it is
/// drawn once.
fn place(index: usize, columns: usize, width: f32, height: f32, gap: f32) -> Rectangle {
    let pitch = (width + gap) / columns as f32;
    let (row, column) = (index / columns, index % columns);
    let x = (column as f32 * pitch).round();
    let cell = (((column + 1) as f32 * pitch).round() - gap - x).max(0.0);
    Rectangle {
        x: if Direction::current().is_rtl() { width - cell - x } else { x },
        y: row as f32 * (height + gap),
        width: cell,
        height,
    }
}

impl<Message> Widget<Message, Theme, Renderer> for View<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State { top: 0.0, height: FIRST_WINDOW, range: 0..0 })
    }

    // The children do not exist before layout knows which ones are wanted.
    fn diff(&self, _tree: &mut Tree) {}

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, Length::Shrink)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let width = limits.max().width;
        let columns = self.columns.count(width, self.gap);
        let &State { top, height, .. } = tree.state.downcast_ref::<State>();
        let range = self.wanted(width, top, height);
        self.rebuild(tree, &range);

        let mut nodes = Vec::with_capacity(range.len());
        for ((index, child), tree) in range.zip(&mut self.children).zip(&mut tree.children) {
            let place = place(index, columns, width, self.item_height, self.gap);
            let limits = layout::Limits::new(Size::ZERO, place.size()).width(place.width).height(place.height);
            let node = child.as_widget_mut().layout(tree, renderer, &limits);
            nodes.push(node.move_to(place.position()));
        }
        let rows = self.len.div_ceil(columns);
        let whole = (rows as f32 * self.pitch() - self.gap).max(0.0);
        layout::Node::with_children(Size::new(width, whole), nodes)
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        operation.traverse(&mut |operation| {
            for ((child, tree), layout) in self.children.iter_mut().zip(&mut tree.children).zip(layout.children()) {
                child.as_widget_mut().operate(tree, layout, renderer, operation);
            }
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
        if let Event::Window(window::Event::RedrawRequested(_)) = event {
            let bounds = layout.bounds();
            let state = tree.state.downcast_mut::<State>();
            state.top = viewport.y - bounds.y;
            state.height = viewport.height;
            if self.wanted(bounds.width, state.top, state.height) != self.range {
                shell.invalidate_layout();
            }
        }
        for ((child, tree), layout) in self.children.iter_mut().zip(&mut tree.children).zip(layout.children()) {
            child.as_widget_mut().update(tree, event, layout, cursor, renderer, clipboard, shell, viewport);
        }
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        self.children
            .iter()
            .zip(&tree.children)
            .zip(layout.children())
            .map(|((child, tree), layout)| {
                child.as_widget().mouse_interaction(tree, layout, cursor, viewport, renderer)
            })
            .max()
            .unwrap_or_default()
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
        for ((child, tree), layout) in self.children.iter().zip(&tree.children).zip(layout.children()) {
            if layout.bounds().intersects(viewport) {
                child.as_widget().draw(tree, renderer, theme, style, layout, cursor, viewport);
            }
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
        overlay::from_children(&mut self.children, tree, layout, renderer, viewport, translation)
    }
}
