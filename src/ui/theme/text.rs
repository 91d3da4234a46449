//! The type scale and the colours of text.

use iced::Font;
use iced::widget::text::{Catalog, Style, StyleFn};

use super::{Theme, Tone};
use crate::ui::font;

/// One step of the type scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// Size of the letters in px.
    pub size: f32,
    /// Height of a line in px.
    pub line: f32,
    /// Face and weight.
    pub font: Font,
}

impl Scale {
    const fn new(size: f32, line: f32, font: Font) -> Self {
        Self { size, line, font }
    }

    /// Returns this step in another face.
    #[must_use]
    pub const fn with(self, font: Font) -> Self {
        Self { font, ..self }
    }
}

/// Full-page message, 40/44.
pub const TITLE: Scale = Scale::new(40.0, 44.0, font::SANS_SEMIBOLD);
/// Page title, 28/34.
pub const HEADING: Scale = Scale::new(28.0, 34.0, font::SANS_SEMIBOLD);
/// Verdict text, 24/30.
pub const VERDICT: Scale = Scale::new(24.0, 30.0, font::SANS_SEMIBOLD);
/// Card title, 20/28.
pub const SECTION: Scale = Scale::new(20.0, 28.0, font::SANS_SEMIBOLD);
/// Buttons, 17/24.
pub const BUTTON: Scale = Scale::new(17.0, 24.0, font::SANS_SEMIBOLD);
/// Large buttons, 24/30.
pub const BUTTON_LARGE: Scale = Scale::new(24.0, 30.0, font::SANS_SEMIBOLD);
/// List text, 17/24.
pub const BODY_L: Scale = Scale::new(17.0, 24.0, font::SANS);
/// Tables and help, 16/22.
pub const BODY: Scale = Scale::new(16.0, 22.0, font::SANS);
/// Hints, 15/20.
pub const CAPTION: Scale = Scale::new(15.0, 20.0, font::SANS);
/// Table heads, 14/18.
pub const SMALL: Scale = Scale::new(14.0, 18.0, font::SANS);
/// Keycaps and time stamps only, 13/16.
pub const MICRO: Scale = Scale::new(13.0, 16.0, font::SANS_MEDIUM);
/// Payment amount.
pub const AMOUNT_HERO: f32 = 148.0;
/// Change due.
pub const AMOUNT_CHANGE: f32 = 140.0;
/// Amount on the done page.
pub const AMOUNT_DONE: f32 = 112.0;
/// Amount on the kiosk.
pub const AMOUNT_KIOSK: f32 = 152.0;
/// Amount on the customer display.
pub const AMOUNT_DISPLAY: f32 = 104.0;
/// Dialog, part of a split.
pub const AMOUNT_L: f32 = 88.0;
/// Cart total, drawer, report.
pub const AMOUNT_M: f32 = 52.0;
/// Figures on Today, entry, panel.
pub const AMOUNT_S: f32 = 40.0;
/// The currency sign in parts of the amount.
pub const SIGN: f32 = 0.62;

impl Catalog for Theme {
    type Class<'a> = StyleFn<'a, Self>;

    fn default<'a>() -> Self::Class<'a> {
        Box::new(inherit)
    }

    fn style(&self, class: &Self::Class<'_>) -> Style {
        class(self)
    }
}

/// Takes the colour of the container or button around it.
#[must_use]
pub fn inherit(_theme: &Theme) -> Style {
    Style { color: None }
}

/// Paints main text.
#[must_use]
pub fn ink(theme: &Theme) -> Style {
    some(theme.tokens().ink)
}

/// Paints secondary text.
#[must_use]
pub fn muted(theme: &Theme) -> Style {
    some(theme.tokens().muted)
}

/// Paints text of something that cannot be used now.
#[must_use]
pub fn disabled(theme: &Theme) -> Style {
    some(theme.tokens().strong)
}

/// Paints text that acts or is chosen.
#[must_use]
pub fn accent(theme: &Theme) -> Style {
    some(theme.tokens().accent_ink)
}

/// Paints destructive text and error sentences.
#[must_use]
pub fn stop(theme: &Theme) -> Style {
    some(theme.tokens().stop.ink)
}

/// Returns the style of text on a soft ground of a family.
pub fn soft(tone: Tone) -> impl Fn(&Theme) -> Style {
    move |theme| some(theme.tokens().family(tone).ink)
}

/// Returns the style of text on a solid ground of a family.
pub fn solid(tone: Tone) -> impl Fn(&Theme) -> Style {
    move |theme| some(theme.tokens().family(tone).on)
}

/// Returns the style of text in a chosen token.
pub fn pick(pick: super::Pick) -> impl Fn(&Theme) -> Style {
    move |theme| some(pick(theme.tokens()))
}

fn some(color: iced::Color) -> Style {
    Style { color: Some(color) }
}
