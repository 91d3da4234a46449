//! Grounds: cards, notes, bars, pills and the scrim.

use iced::widget::container::{Catalog, Style, StyleFn};
use iced::{Background, Border, Color};

use super::space::{B_CARD, B_CONTROL, R_CARD, R_CONTROL, R_DIALOG, R_KEYCAP, R_NOTE, R_PAPER, R_ROUND, border};
use super::{Pick, Theme, Tone};

impl Catalog for Theme {
    type Class<'a> = StyleFn<'a, Self>;

    fn default<'a>() -> Self::Class<'a> {
        Box::new(clear)
    }

    fn style(&self, class: &Self::Class<'_>) -> Style {
        class(self)
    }
}

/// Draws nothing of its own.
#[must_use]
pub fn clear(_theme: &Theme) -> Style {
    Style::default()
}

/// Styles the window ground.
#[must_use]
pub fn window(theme: &Theme) -> Style {
    let t = theme.tokens();
    ground(t.bg, t.ink, Border::default())
}

/// Styles a bar or side panel: surface without edges.
#[must_use]
pub fn panel(theme: &Theme) -> Style {
    let t = theme.tokens();
    ground(t.surface, t.ink, Border::default())
}

/// Styles a card.
#[must_use]
pub fn card(theme: &Theme) -> Style {
    let t = theme.tokens();
    ground(t.surface, t.ink, border(t.line, B_CARD, R_CARD))
}

/// Styles the inset ground of a note without a state.
#[must_use]
pub fn inset(theme: &Theme) -> Style {
    let t = theme.tokens();
    ground(t.raised, t.ink, border(t.line, B_CARD, R_NOTE))
}

/// Styles the ground of a segmented control.
#[must_use]
pub fn sunken(theme: &Theme) -> Style {
    let t = theme.tokens();
    ground(t.sunken, t.ink, border(Color::TRANSPARENT, 0.0, R_CONTROL))
}

/// Styles a dialog.
#[must_use]
pub fn dialog(theme: &Theme) -> Style {
    let t = theme.tokens();
    ground(t.surface, t.ink, border(t.line, B_CARD, R_DIALOG))
}

/// Styles the scrim behind a dialog.
#[must_use]
pub fn scrim(theme: &Theme) -> Style {
    let t = theme.tokens();
    ground(t.scrim, t.ink, Border::default())
}

/// Styles a soft note or verdict of a family.
pub fn soft(tone: Tone) -> impl Fn(&Theme) -> Style {
    move |theme| {
        let f = theme.tokens().family(tone);
        ground(f.soft, f.ink, border(Color::TRANSPARENT, 0.0, R_NOTE))
    }
}

/// Styles the solid ground of a verdict block.
pub fn solid(tone: Tone) -> impl Fn(&Theme) -> Style {
    move |theme| {
        let f = theme.tokens().family(tone);
        ground(f.solid, f.on, border(Color::TRANSPARENT, 0.0, R_CARD))
    }
}

/// Styles the solid ground of a full-width verdict or ribbon, without corners.
pub fn flat(tone: Tone) -> impl Fn(&Theme) -> Style {
    move |theme| {
        let f = theme.tokens().family(tone);
        ground(f.solid, f.on, Border::default())
    }
}

/// Styles a pill.
pub fn pill(tone: Tone) -> impl Fn(&Theme) -> Style {
    move |theme| {
        let f = theme.tokens().family(tone);
        ground(f.soft, f.ink, border(Color::TRANSPARENT, 0.0, R_ROUND))
    }
}

/// Styles a badge or a filled circle of a family.
pub fn badge(tone: Tone) -> impl Fn(&Theme) -> Style {
    move |theme| {
        let t = theme.tokens();
        let (solid, on) = match tone {
            Tone::Idle => (t.sunken, t.ink),
            Tone::Accent | Tone::Ok | Tone::Wait | Tone::Stop => {
                let f = t.family(tone);
                (f.solid, f.on)
            }
        };
        ground(solid, on, border(Color::TRANSPARENT, 0.0, R_ROUND))
    }
}

/// Styles a keycap whose letters and edge take the given colour.
pub fn keycap(ink: Pick) -> impl Fn(&Theme) -> Style {
    move |theme| {
        let ink = ink(theme.tokens());
        ground(Color::TRANSPARENT, ink, border(ink, B_CARD, R_KEYCAP))
    }
}

/// Styles a notice: ink ground, paper text.
#[must_use]
pub fn notice(theme: &Theme) -> Style {
    let t = theme.tokens();
    ground(t.ink, t.bg, border(Color::TRANSPARENT, 0.0, R_CONTROL))
}

/// Styles the tinted square behind a product's icon.
pub fn tint(index: usize) -> impl Fn(&Theme) -> Style {
    move |theme| {
        let t = theme.tokens();
        ground(t.tile(index), t.tile_ink, border(Color::TRANSPARENT, 0.0, R_CONTROL))
    }
}

/// Styles the edge of a field that is not a text input, such as the amount entry.
pub fn entry(wrong: bool) -> impl Fn(&Theme) -> Style {
    move |theme| {
        let t = theme.tokens();
        let edge =
            if wrong { border(t.stop.solid, super::space::B_SELECTED, R_CARD) } else { border(t.line, B_CARD, R_CARD) };
        ground(t.surface, t.ink, edge)
    }
}

/// Styles the white card of a QR code, the same in every theme.
#[must_use]
pub fn qr(theme: &Theme) -> Style {
    let t = theme.tokens();
    ground(Color::WHITE, Color::BLACK, border(t.line, B_CARD, R_DIALOG))
}

/// Styles receipt paper, white in every theme.
#[must_use]
pub fn paper(_theme: &Theme) -> Style {
    ground(Color::WHITE, Color::from_rgb8(0x1B, 0x19, 0x16), border(Color::TRANSPARENT, 0.0, R_PAPER))
}

/// Styles a circle: an outlined step or an avatar.
pub fn circle(fill: Pick, ink: Pick, edge: Option<Pick>) -> impl Fn(&Theme) -> Style {
    move |theme| {
        let t = theme.tokens();
        let edge = edge.map_or(border(Color::TRANSPARENT, 0.0, R_ROUND), |edge| border(edge(t), B_CONTROL, R_ROUND));
        ground(fill(t), ink(t), edge)
    }
}

/// Styles a plain rectangle in one token, such as a bar of a diagram.
pub fn fill(pick: Pick, radius: f32) -> impl Fn(&Theme) -> Style {
    move |theme| {
        let t = theme.tokens();
        ground(pick(t), t.ink, border(Color::TRANSPARENT, 0.0, radius))
    }
}

fn ground(ground: Color, ink: Color, border: Border) -> Style {
    Style { text_color: Some(ink), background: Some(Background::Color(ground)), border, ..Style::default() }
}
