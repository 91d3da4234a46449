//! Money, large: currency sign and digits on one baseline.
//!
//! ```no_run
//! use ringup::ui::theme;
//! use ringup::ui::widget::{Element, amount::amount};
//!
//! let total: Element<'_, ()> = amount("€", "34.02").size(theme::text::AMOUNT_M).into();
//! ```

use std::borrow::Cow;

use iced::Pixels;
use iced::widget::text::{LineHeight, Wrapping};
use iced::widget::{container, row};

use super::{Element, Text};
use crate::ui::font;
use crate::ui::theme::text::{AMOUNT_M, SIGN, pick};
use crate::ui::theme::{Pick, Tone};

/// Height of the baseline in a line as high as its letters, in em. Follows from
/// the family's ascent 1.025 and descent 0.275.
const BASELINE: f32 = 0.875;

/// A sum of money as finished text.
#[derive(Debug, Clone)]
pub struct Amount<'a> {
    sign: Cow<'a, str>,
    digits: Cow<'a, str>,
    size: f32,
    after: bool,
    ink: Pick,
    sign_ink: Pick,
}

/// Returns an amount whose sign stands before the digits.
pub fn amount<'a>(sign: impl Into<Cow<'a, str>>, digits: impl Into<Cow<'a, str>>) -> Amount<'a> {
    Amount {
        sign: sign.into(),
        digits: digits.into(),
        size: AMOUNT_M,
        after: false,
        ink: |t| t.ink,
        sign_ink: |t| t.muted,
    }
}

impl Amount<'_> {
    /// Sets the size of the digits in px.
    #[must_use]
    pub fn size(mut self, size: f32) -> Self {
        self.size = size;
        self
    }

    /// Shrinks the size so that the amount fits into `width` px, never below 20.
    #[must_use]
    pub fn fit(mut self, width: f32) -> Self {
        let needed = self.width();
        if needed > width {
            self.size = (self.size * width / needed).floor().max(20.0);
        }
        self
    }

    /// Places the sign after the digits, as the locale says.
    #[must_use]
    pub fn sign_after(mut self, after: bool) -> Self {
        self.after = after;
        self
    }

    /// Paints digits and sign for the solid ground of a family.
    #[must_use]
    pub fn on(mut self, tone: Tone) -> Self {
        self.ink = match tone {
            Tone::Accent => |t| t.on_accent,
            Tone::Ok => |t| t.ok.on,
            Tone::Wait => |t| t.wait.on,
            Tone::Stop => |t| t.stop.on,
            Tone::Idle => |t| t.idle.on,
        };
        self.sign_ink = self.ink;
        self
    }

    /// Paints the digits like an empty entry: nothing was typed yet.
    #[must_use]
    pub fn faint(mut self) -> Self {
        self.ink = |t| t.strong;
        self
    }

    /// Paints digits and sign for the soft ground of a family.
    #[must_use]
    pub fn soft(mut self, tone: Tone) -> Self {
        self.ink = match tone {
            Tone::Accent => |t| t.accent_ink,
            Tone::Ok => |t| t.ok.ink,
            Tone::Wait => |t| t.wait.ink,
            Tone::Stop => |t| t.stop.ink,
            Tone::Idle => |t| t.idle.ink,
        };
        self.sign_ink = self.ink;
        self
    }

    /// Paints the digits in a chosen token.
    #[must_use]
    pub fn ink(mut self, pick: Pick) -> Self {
        self.ink = pick;
        self
    }

    /// Returns the width in px that the amount will take, a little generously.
    #[must_use]
    pub fn width(&self) -> f32 {
        let em = |text: &str| -> f32 { text.chars().map(advance).sum() };
        self.size * (em(&self.digits) + SIGN * em(&self.sign) + 0.02)
    }
}

fn advance(c: char) -> f32 {
    match c {
        '.' | ',' | '\'' | '’' => 0.33,
        ' ' | '\u{a0}' | '\u{202f}' => 0.25,
        'W' | 'M' => 0.9,
        _ => 0.68 - if c.is_ascii_digit() { 0.08 } else { 0.0 },
    }
}

fn line<'a>(content: Cow<'a, str>, size: f32, face: iced::Font, ink: Pick) -> Text<'a> {
    iced::widget::text(content)
        .size(size)
        .font(face)
        .line_height(LineHeight::Absolute(Pixels(size)))
        .wrapping(Wrapping::None)
        .style(pick(ink))
}

impl<'a, Message: 'a> From<Amount<'a>> for Element<'a, Message> {
    fn from(amount: Amount<'a>) -> Self {
        let small = (amount.size * SIGN).round();
        let drop = (BASELINE * (amount.size - small)).round();
        let digits = line(amount.digits, amount.size, font::SANS_SEMIBOLD, amount.ink);
        if amount.sign.is_empty() {
            return digits.into();
        }
        let sign =
            container(line(amount.sign, small, font::SANS_MEDIUM, amount.sign_ink)).padding(iced::padding::top(drop));
        // An amount reads from left to right in every language.
        if amount.after { row![digits, sign].spacing(amount.size * 0.12).into() } else { row![sign, digits].into() }
    }
}
