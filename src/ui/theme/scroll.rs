//! Scroll bars: thin, without a rail, never the only way to move.

use iced::widget::container;
use iced::widget::scrollable::{AutoScroll, Catalog, Direction, Rail, Scrollbar, Scroller, Status, Style, StyleFn};
use iced::{Background, Color, Shadow};

use super::space::border;
use super::{Theme, Tokens};

impl Catalog for Theme {
    type Class<'a> = StyleFn<'a, Self>;

    fn default<'a>() -> Self::Class<'a> {
        Box::new(thin)
    }

    fn style(&self, class: &Self::Class<'_>, status: Status) -> Style {
        class(self, status)
    }
}

/// Returns a vertical scroll direction with a thin bar lying over the content.
#[must_use]
pub fn vertical() -> Direction {
    Direction::Vertical(Scrollbar::new().width(6).scroller_width(6).margin(3))
}

/// Returns a vertical scroll direction whose bar stands beside the content while there is one: for tiles, whose
/// edges a bar would cover.
#[must_use]
pub fn beside() -> Direction {
    Direction::Vertical(Scrollbar::new().width(6).scroller_width(6).margin(3).spacing(0))
}

/// Returns a horizontal scroll direction without a bar, for rows of chips.
#[must_use]
pub fn horizontal() -> Direction {
    Direction::Horizontal(Scrollbar::hidden())
}

/// Styles a thin bar that darkens while it is used.
#[must_use]
pub fn thin(theme: &Theme, status: Status) -> Style {
    let t = theme.tokens();
    let used = match status {
        Status::Active { .. } => false,
        Status::Hovered { is_vertical_scrollbar_hovered: v, is_horizontal_scrollbar_hovered: h, .. } => v || h,
        Status::Dragged { .. } => true,
    };
    let rail = rail(if used { t.strong } else { t.track });
    Style {
        container: container::Style::default(),
        vertical_rail: rail,
        horizontal_rail: rail,
        gap: None,
        auto_scroll: auto(t),
    }
}

fn rail(color: Color) -> Rail {
    Rail {
        background: None,
        border: border(Color::TRANSPARENT, 0.0, 3.0),
        scroller: Scroller { background: Background::Color(color), border: border(Color::TRANSPARENT, 0.0, 3.0) },
    }
}

fn auto(t: &Tokens) -> AutoScroll {
    AutoScroll {
        background: Background::Color(t.surface),
        border: border(t.strong, 1.0, 999.0),
        shadow: Shadow::default(),
        icon: t.ink,
    }
}
