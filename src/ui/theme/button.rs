//! Buttons in every state of the component table.

use iced::widget::button::{Catalog, Status, Style, StyleFn};
use iced::{Background, Color};

use super::space::{B_CARD, B_CONTROL, B_SELECTED, R_CARD, R_CONTROL, R_NOTE, R_ROUND, border};
use super::{Theme, Tokens, Tone};

impl Catalog for Theme {
    type Class<'a> = StyleFn<'a, Self>;

    fn default<'a>() -> Self::Class<'a> {
        Box::new(plain)
    }

    fn style(&self, class: &Self::Class<'_>, status: Status) -> Style {
        class(self, status)
    }
}

/// The look of a button that carries a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The one big button of a screen.
    Primary,
    /// Everything else that acts.
    Plain,
    /// Text that acts, without an edge.
    Quiet,
    /// Acts that take something away.
    Destructive,
    /// A second step towards the primary: soft accent with an accent edge.
    Soft,
    /// The primary button in the colour of a verdict.
    Verdict(Tone),
    /// The primary button on a page in a verdict's colour.
    Inverse,
}

/// Styles a button of the given kind; large buttons are rounder.
pub fn of(kind: Kind, large: bool) -> impl Fn(&Theme, Status) -> Style {
    move |theme, status| {
        let mut style = match kind {
            Kind::Primary => primary(theme, status),
            Kind::Plain => plain(theme, status),
            Kind::Quiet => quiet(theme, status),
            Kind::Destructive => destructive(theme, status),
            Kind::Soft => soft(theme, status),
            Kind::Verdict(tone) => solid(theme, status, tone),
            Kind::Inverse => inverse(theme, status),
        };
        if large {
            style.border.radius = R_CARD.into();
        }
        style
    }
}

/// Styles a button that is at work: it keeps its colours although it cannot be pressed.
pub fn busy(kind: Kind, large: bool) -> impl Fn(&Theme, Status) -> Style {
    let rest = of(kind, large);
    move |theme, _status| rest(theme, Status::Active)
}

/// Styles the one big button of a screen.
#[must_use]
pub fn primary(theme: &Theme, status: Status) -> Style {
    let t = theme.tokens();
    match status {
        Status::Active => face(t.accent, t.on_accent),
        Status::Hovered => face(t.accent_hover, t.on_accent),
        Status::Pressed => face(t.accent_pressed, t.on_accent),
        Status::Disabled => off(t),
    }
}

/// Styles a button that acts but is not the next step.
#[must_use]
pub fn plain(theme: &Theme, status: Status) -> Style {
    let t = theme.tokens();
    match status {
        Status::Active => edged(t.surface, t.ink, t.strong, B_CONTROL),
        Status::Hovered => edged(t.raised, t.ink, t.strong, B_CONTROL),
        Status::Pressed => edged(t.sunken, t.ink, t.strong, B_CONTROL),
        Status::Disabled => off(t),
    }
}

/// Styles text that acts.
#[must_use]
pub fn quiet(theme: &Theme, status: Status) -> Style {
    let t = theme.tokens();
    match status {
        Status::Active => face(Color::TRANSPARENT, t.accent_ink),
        Status::Hovered => face(t.raised, t.accent_ink),
        Status::Pressed => face(t.sunken, t.accent_ink),
        Status::Disabled => face(Color::TRANSPARENT, t.strong),
    }
}

/// Styles an icon that acts, such as the lock or the close cross.
#[must_use]
pub fn icon(theme: &Theme, status: Status) -> Style {
    Style {
        text_color: match status {
            Status::Disabled => theme.tokens().strong,
            Status::Active | Status::Hovered | Status::Pressed => theme.tokens().muted,
        },
        ..quiet(theme, status)
    }
}

/// Styles an act that takes something away.
#[must_use]
pub fn destructive(theme: &Theme, status: Status) -> Style {
    let t = theme.tokens();
    let ink = t.stop.ink;
    match status {
        Status::Active => edged(t.surface, ink, t.strong, B_CONTROL),
        Status::Hovered => edged(t.stop.soft, ink, t.strong, B_CONTROL),
        Status::Pressed => edged(t.stop.soft, ink, t.stop.solid, B_CONTROL),
        Status::Disabled => off(t),
    }
}

/// Styles a second step towards the primary one.
#[must_use]
pub fn soft(theme: &Theme, status: Status) -> Style {
    let t = theme.tokens();
    match status {
        Status::Active | Status::Hovered => edged(t.accent_soft, t.accent_ink, t.accent, B_CONTROL),
        Status::Pressed => edged(t.accent_soft, t.accent_ink, t.accent, B_SELECTED),
        Status::Disabled => off(t),
    }
}

/// Styles the primary button in the colour of a verdict.
#[must_use]
pub fn solid(theme: &Theme, status: Status, tone: Tone) -> Style {
    let t = theme.tokens();
    let f = t.family(tone);
    match status {
        Status::Active => face(f.solid, f.on),
        Status::Hovered => face(mix(f.solid, f.on, 0.06), f.on),
        Status::Pressed => face(mix(f.solid, t.ink, 0.14), f.on),
        Status::Disabled => off(t),
    }
}

/// Styles the primary button on a page in a verdict's colour: paper on colour.
#[must_use]
pub fn inverse(theme: &Theme, status: Status) -> Style {
    let t = theme.tokens();
    match status {
        Status::Active => face(t.surface, t.ink),
        Status::Hovered => face(t.raised, t.ink),
        Status::Pressed => face(t.sunken, t.ink),
        Status::Disabled => off(t),
    }
}

/// Styles a keypad key.
#[must_use]
pub fn key(theme: &Theme, status: Status) -> Style {
    let t = theme.tokens();
    match status {
        Status::Active => edged(t.surface, t.ink, t.line, B_CARD),
        Status::Hovered => edged(t.raised, t.ink, t.line, B_CARD),
        Status::Pressed => edged(t.sunken, t.ink, t.line, B_CARD),
        Status::Disabled => edged(t.surface, t.strong, t.line, B_CARD),
    }
}

/// Styles a keypad key that takes back, such as Backspace.
#[must_use]
pub fn key_back(theme: &Theme, status: Status) -> Style {
    let t = theme.tokens();
    match status {
        Status::Active => face(t.sunken, t.ink),
        Status::Hovered => edged(t.sunken, t.ink, t.line, B_CARD),
        Status::Pressed => edged(t.track, t.ink, t.line, B_CARD),
        Status::Disabled => face(t.sunken, t.strong),
    }
}

/// Styles a product tile; one in the cart has an accent edge.
pub fn tile(chosen: bool) -> impl Fn(&Theme, Status) -> Style {
    move |theme, status| {
        let t = theme.tokens();
        let ground = match status {
            Status::Active => t.surface,
            Status::Hovered => t.raised,
            Status::Pressed | Status::Disabled => t.sunken,
        };
        let ink = if status == Status::Disabled { t.muted } else { t.ink };
        let (edge, width) = if chosen { (t.accent, B_SELECTED) } else { (t.line, B_CARD) };
        round(edged(ground, ink, edge, width), R_CARD)
    }
}

/// Styles a chip; the chosen one is soft accent.
pub fn chip(chosen: bool) -> impl Fn(&Theme, Status) -> Style {
    move |theme, status| {
        let t = theme.tokens();
        let style = match (chosen, status) {
            (_, Status::Disabled) => edged(t.sunken, t.strong, t.line, B_CARD),
            (true, _) => edged(t.accent_soft, t.accent_ink, t.accent, B_CONTROL),
            (false, Status::Active) => edged(t.surface, t.ink, t.line, B_CARD),
            (false, Status::Hovered) => edged(t.raised, t.ink, t.line, B_CARD),
            (false, Status::Pressed) => edged(t.sunken, t.ink, t.line, B_CARD),
        };
        round(style, R_ROUND)
    }
}

/// Styles one segment of a segmented control.
pub fn segment(chosen: bool) -> impl Fn(&Theme, Status) -> Style {
    move |theme, status| {
        let t = theme.tokens();
        let style = match (chosen, status) {
            (true, _) => face(t.surface, t.ink),
            (false, Status::Active) => face(Color::TRANSPARENT, t.muted),
            (false, Status::Hovered) => face(t.raised, t.ink),
            (false, Status::Pressed) => face(t.track, t.ink),
            (false, Status::Disabled) => face(Color::TRANSPARENT, t.strong),
        };
        round(style, super::space::R_SEGMENT)
    }
}

/// Styles a tab of the top bar or an entry of the owner's navigation.
pub fn tab(chosen: bool) -> impl Fn(&Theme, Status) -> Style {
    move |theme, status| {
        let t = theme.tokens();
        match (chosen, status) {
            (true, _) => face(t.accent_soft, t.accent_ink),
            (false, Status::Active) => face(Color::TRANSPARENT, t.muted),
            (false, Status::Hovered) => face(t.raised, t.ink),
            (false, Status::Pressed) => face(t.sunken, t.ink),
            (false, Status::Disabled) => face(Color::TRANSPARENT, t.strong),
        }
    }
}

/// Styles a row of a table or list; hairlines are drawn by the list.
pub fn row(chosen: bool) -> impl Fn(&Theme, Status) -> Style {
    move |theme, status| {
        let t = theme.tokens();
        let ground = match (chosen, status) {
            (true, _) => t.accent_soft,
            (false, Status::Active | Status::Disabled) => Color::TRANSPARENT,
            (false, Status::Hovered) => t.raised,
            (false, Status::Pressed) => t.sunken,
        };
        round(face(ground, t.ink), 0.0)
    }
}

/// Styles the last row of a card, whose lower corners are the card's.
pub fn row_last(chosen: bool) -> impl Fn(&Theme, Status) -> Style {
    let rest = row(chosen);
    move |theme, status| {
        let mut style = rest(theme, status);
        style.border.radius = iced::border::bottom(R_CARD - B_CARD);
        style
    }
}

/// Styles a card that can be chosen, such as a name on the lock page.
pub fn card(chosen: bool) -> impl Fn(&Theme, Status) -> Style {
    move |theme, status| {
        let t = theme.tokens();
        let style = match (chosen, status) {
            (true, _) => edged(t.accent_soft, t.ink, t.accent, B_SELECTED),
            (false, Status::Active) => edged(t.surface, t.ink, t.line, B_CARD),
            (false, Status::Hovered) => edged(t.raised, t.ink, t.line, B_CARD),
            (false, Status::Pressed) => edged(t.sunken, t.ink, t.line, B_CARD),
            (false, Status::Disabled) => edged(t.sunken, t.strong, t.line, B_CARD),
        };
        round(style, R_CARD)
    }
}

/// Styles a soft note that can be pressed, such as "Last sale paid".
pub fn note(tone: Tone) -> impl Fn(&Theme, Status) -> Style {
    move |theme, status| {
        let f = theme.tokens().family(tone);
        let ground = match status {
            Status::Active | Status::Disabled => f.soft,
            Status::Hovered => mix(f.soft, f.ink, 0.04),
            Status::Pressed => mix(f.soft, f.ink, 0.10),
        };
        round(face(ground, f.ink), R_NOTE)
    }
}

/// Styles the act inside a notice, which lies on an ink ground.
#[must_use]
pub fn on_ink(theme: &Theme, status: Status) -> Style {
    let t = theme.tokens();
    let ground = match status {
        Status::Active | Status::Disabled => Color::TRANSPARENT,
        Status::Hovered => mix(t.ink, t.bg, 0.10),
        Status::Pressed => mix(t.ink, t.bg, 0.20),
    };
    face(ground, t.bg)
}

/// Mixes `part` (0 to 1) of `b` into `a`.
#[must_use]
pub fn mix(a: Color, b: Color, part: f32) -> Color {
    let blend = |x: f32, y: f32| x + (y - x) * part;
    Color::from_rgb(blend(a.r, b.r), blend(a.g, b.g), blend(a.b, b.b))
}

fn off(t: &Tokens) -> Style {
    edged(t.sunken, t.strong, t.line, B_CARD)
}

fn face(ground: Color, ink: Color) -> Style {
    edged(ground, ink, Color::TRANSPARENT, 0.0)
}

fn edged(ground: Color, ink: Color, edge: Color, width: f32) -> Style {
    Style {
        background: Some(Background::Color(ground)),
        text_color: ink,
        border: border(edge, width, R_CONTROL),
        ..Style::default()
    }
}

fn round(mut style: Style, radius: f32) -> Style {
    style.border.radius = radius.into();
    style
}
