//! Text fields, one line and many.

use iced::widget::{text_editor, text_input};
use iced::{Background, Border, Color};

use super::space::{B_CONTROL, B_SELECTED, R_CONTROL, border};
use super::{Theme, Tokens};

impl text_input::Catalog for Theme {
    type Class<'a> = text_input::StyleFn<'a, Self>;

    fn default<'a>() -> Self::Class<'a> {
        Box::new(rest)
    }

    fn style(&self, class: &Self::Class<'_>, status: text_input::Status) -> text_input::Style {
        class(self, status)
    }
}

impl text_editor::Catalog for Theme {
    type Class<'a> = text_editor::StyleFn<'a, Self>;

    fn default<'a>() -> Self::Class<'a> {
        Box::new(editor)
    }

    fn style(&self, class: &Self::Class<'_>, status: text_editor::Status) -> text_editor::Style {
        class(self, status)
    }
}

/// Styles a field that is fine.
#[must_use]
pub fn rest(theme: &Theme, status: text_input::Status) -> text_input::Style {
    let t = theme.tokens();
    input(t, status, border(t.strong, B_CONTROL, R_CONTROL))
}

/// Styles a field whose content is not allowed.
#[must_use]
pub fn wrong(theme: &Theme, status: text_input::Status) -> text_input::Style {
    let t = theme.tokens();
    input(t, status, border(t.stop.solid, B_SELECTED, R_CONTROL))
}

/// Styles an input whose edge is drawn by the row around it.
#[must_use]
pub fn bare(theme: &Theme, status: text_input::Status) -> text_input::Style {
    let mut style = input(theme.tokens(), status, Border::default());
    style.background = Background::Color(Color::TRANSPARENT);
    style
}

fn input(t: &Tokens, status: text_input::Status, edge: Border) -> text_input::Style {
    let (ground, value) = match status {
        text_input::Status::Active | text_input::Status::Focused { .. } => (t.surface, t.ink),
        text_input::Status::Hovered => (t.raised, t.ink),
        text_input::Status::Disabled => (t.sunken, t.strong),
    };
    text_input::Style {
        background: Background::Color(ground),
        border: edge,
        icon: t.muted,
        placeholder: t.muted,
        value,
        selection: t.accent_soft,
    }
}

/// Styles a field of several lines.
#[must_use]
pub fn editor(theme: &Theme, status: text_editor::Status) -> text_editor::Style {
    let t = theme.tokens();
    let (ground, value) = match status {
        text_editor::Status::Active | text_editor::Status::Focused { .. } => (t.surface, t.ink),
        text_editor::Status::Hovered => (t.raised, t.ink),
        text_editor::Status::Disabled => (t.sunken, t.strong),
    };
    text_editor::Style {
        background: Background::Color(ground),
        border: border(t.strong, B_CONTROL, R_CONTROL),
        placeholder: t.muted,
        value,
        selection: t.accent_soft,
    }
}
