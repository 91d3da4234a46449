//! Lists that open from a field.

use iced::widget::overlay::menu;
use iced::widget::pick_list;
use iced::{Background, Shadow};

use super::Theme;
use super::space::{B_CARD, B_CONTROL, R_CONTROL, border};

impl menu::Catalog for Theme {
    type Class<'a> = menu::StyleFn<'a, Self>;

    fn default<'a>() -> <Self as menu::Catalog>::Class<'a> {
        Box::new(list)
    }

    fn style(&self, class: &<Self as menu::Catalog>::Class<'_>) -> menu::Style {
        class(self)
    }
}

/// Styles the open list.
#[must_use]
pub fn list(theme: &Theme) -> menu::Style {
    let t = theme.tokens();
    menu::Style {
        background: Background::Color(t.surface),
        border: border(t.line, B_CARD, R_CONTROL),
        text_color: t.ink,
        selected_text_color: t.accent_ink,
        selected_background: Background::Color(t.accent_soft),
        shadow: Shadow::default(),
    }
}

impl pick_list::Catalog for Theme {
    type Class<'a> = pick_list::StyleFn<'a, Self>;

    fn default<'a>() -> <Self as pick_list::Catalog>::Class<'a> {
        Box::new(closed)
    }

    fn style(&self, class: &<Self as pick_list::Catalog>::Class<'_>, status: pick_list::Status) -> pick_list::Style {
        class(self, status)
    }
}

/// Styles the field that opens the list.
#[must_use]
pub fn closed(theme: &Theme, status: pick_list::Status) -> pick_list::Style {
    let t = theme.tokens();
    let (ground, edge) = match status {
        pick_list::Status::Active => (t.surface, t.strong),
        pick_list::Status::Hovered => (t.raised, t.strong),
        pick_list::Status::Opened { .. } => (t.surface, t.accent),
    };
    pick_list::Style {
        text_color: t.ink,
        placeholder_color: t.muted,
        handle_color: t.muted,
        background: Background::Color(ground),
        border: border(edge, B_CONTROL, R_CONTROL),
    }
}
