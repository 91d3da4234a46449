//! How the till looks: tokens, type scale, spacing and one style file per kind of widget.
//!
//! Views name a meaning (`theme::button::primary`, `theme::text::muted`), never a colour.

pub mod button;
pub mod container;
pub mod control;
pub mod field;
pub mod menu;
pub mod scroll;
pub mod space;
pub mod text;
pub mod tokens;

use iced::theme::{Base, Mode, Palette, Style};

pub use tokens::{Family, Pick, Tokens, Tone};

/// A complete set of colours for the till.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Dark ink on warm paper.
    #[default]
    Light,
    /// Light ink on near-black.
    Dark,
    /// Plain ink on white with ink borders, for eyes that need it.
    Contrast,
}

impl Theme {
    /// Every theme, in the order in which settings offer them.
    pub const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::Contrast];

    /// Returns the named colours of this theme.
    #[must_use]
    pub fn tokens(&self) -> &'static Tokens {
        match self {
            Self::Light => &tokens::LIGHT,
            Self::Dark => &tokens::DARK,
            Self::Contrast => &tokens::CONTRAST,
        }
    }
}

impl Base for Theme {
    fn default(preference: Mode) -> Self {
        match preference {
            Mode::Dark => Self::Dark,
            Mode::None | Mode::Light => Self::Light,
        }
    }

    fn mode(&self) -> Mode {
        match self {
            Self::Dark => Mode::Dark,
            Self::Light | Self::Contrast => Mode::Light,
        }
    }

    fn base(&self) -> Style {
        let t = self.tokens();
        Style { background_color: t.bg, text_color: t.ink }
    }

    fn palette(&self) -> Option<Palette> {
        let t = self.tokens();
        Some(Palette {
            background: t.bg,
            text: t.ink,
            primary: t.accent,
            success: t.ok.solid,
            warning: t.wait.solid,
            danger: t.stop.solid,
        })
    }

    fn name(&self) -> &str {
        match self {
            Self::Light => "Ringup light",
            Self::Dark => "Ringup dark",
            Self::Contrast => "Ringup contrast",
        }
    }
}
