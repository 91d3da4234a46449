//! IBM Plex, embedded: the same text on every machine, also where no font is installed.
//!
//! Every digit of the family is 600/1000 em wide in every weight, so running
//! amounts stand still without a font feature.

use std::borrow::Cow;

use iced::font::Weight;
use iced::{Font, Pixels, Settings};

/// The family of everything read by people.
pub const FAMILY: &str = "IBM Plex Sans";
/// The family of addresses, codes, hashes and receipt paper.
pub const FAMILY_MONO: &str = "IBM Plex Mono";

/// Running text, weight 400.
pub const SANS: Font = sans(Weight::Normal);
/// Emphasis inside text and currency signs, weight 500.
pub const SANS_MEDIUM: Font = sans(Weight::Medium);
/// Amounts, headings and buttons, weight 600.
pub const SANS_SEMIBOLD: Font = sans(Weight::Semibold);
/// The product name, weight 700.
pub const SANS_BOLD: Font = sans(Weight::Bold);
/// Codes and paper, weight 400.
pub const MONO: Font = mono(Weight::Normal);
/// Codes to be read aloud, weight 500.
pub const MONO_MEDIUM: Font = mono(Weight::Medium);
/// Headings and totals on paper, weight 600.
pub const MONO_SEMIBOLD: Font = mono(Weight::Semibold);

/// Width of a digit in every face of the family, in em.
pub const DIGIT_EM: f32 = 0.6;

const fn sans(weight: Weight) -> Font {
    Font { weight, ..Font::with_name(FAMILY) }
}

const fn mono(weight: Weight) -> Font {
    Font { weight, ..Font::with_name(FAMILY_MONO) }
}

/// Returns the embedded faces as TrueType files, unmodified.
#[must_use]
pub fn all() -> Vec<Cow<'static, [u8]>> {
    macro_rules! faces {
        ($($name:literal),+ $(,)?) => {
            vec![$(Cow::Borrowed(
                include_bytes!(concat!("../../assets/fonts/", $name, ".ttf")).as_slice(),
            )),+]
        };
    }
    faces![
        "IBMPlexSans-Regular",
        "IBMPlexSans-Medium",
        "IBMPlexSans-SemiBold",
        "IBMPlexSans-Bold",
        "IBMPlexMono-Regular",
        "IBMPlexMono-Medium",
        "IBMPlexMono-SemiBold",
    ]
}

/// Returns iced's settings with our faces and 16 px body text, for the till and for tests alike.
#[must_use]
pub fn settings() -> Settings {
    Settings {
        fonts: all(),
        default_font: SANS,
        default_text_size: Pixels(16.0),
        antialiasing: true,
        ..Settings::default()
    }
}
