//! IBM Plex and the icons, embedded: the same text on every machine, also where no font is installed.
//!
//! Every digit of the family is 600/1000 em wide in every weight, so running
//! amounts stand still without a font feature.

pub mod system;

use std::sync::{Arc, OnceLock};

use iced::advanced::graphics::text::cosmic_text::fontdb::Source;
use iced::advanced::graphics::text::font_system;
use iced::font::Weight;
use iced::{Font, Pixels, Settings};

/// The family of everything read by people.
pub const FAMILY: &str = "IBM Plex Sans";
/// The family of addresses, codes, hashes and receipt paper.
pub const FAMILY_MONO: &str = "IBM Plex Mono";

/// The family of the icons; `assets/icons/font.py` makes it.
pub const FAMILY_ICONS: &str = "Ringup Icons";

/// The icons, each a letter of its own.
pub const ICONS: Font = Font::with_name(FAMILY_ICONS);
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

/// Returns the embedded faces as OpenType files, unmodified.
#[must_use]
pub fn all() -> Vec<&'static [u8]> {
    macro_rules! faces {
        ($($name:literal),+ $(,)?) => {
            vec![$(include_bytes!(concat!("../../assets/fonts/", $name)).as_slice()),+]
        };
    }
    faces![
        "IBMPlexSans-Regular.ttf",
        "IBMPlexSans-Medium.ttf",
        "IBMPlexSans-SemiBold.ttf",
        "IBMPlexSans-Bold.ttf",
        "IBMPlexMono-Regular.ttf",
        "IBMPlexMono-Medium.ttf",
        "IBMPlexMono-SemiBold.ttf",
        "RingupIcons.otf",
    ]
}

/// Whether every letter of a text is in our own faces: those of western and central Europe, and the signs tills write.
#[must_use]
pub fn covers(text: &str) -> bool {
    let ours =
        |c| matches!(c, ' '..='~' | '\u{a0}'..='\u{17e}' | '–' | '—' | '‘'..='‚' | '“'..='„' | '•' | '…' | '€' | '₿');
    text.chars().all(ours)
}

/// Gives our faces to the text engine, once for the whole program; who comes while it is done waits.
///
/// They are read where they lie in the program; iced's own way would copy them.
pub fn load() {
    static LOADED: OnceLock<()> = OnceLock::new();
    LOADED.get_or_init(|| {
        let mut system = font_system().write().expect("nobody panics while laying out text");
        let faces = system.raw().db_mut();
        for face in all() {
            let _ = faces.load_font_source(Source::Binary(Arc::new(face)));
        }
    });
}

/// Returns iced's settings with 16 px body text; the faces come by [`load`].
#[must_use]
pub fn window_settings() -> Settings {
    Settings { default_font: SANS, default_text_size: Pixels(16.0), antialiasing: true, ..Settings::default() }
}

/// Returns the same settings with our faces loaded, for whoever draws without a program.
#[must_use]
pub fn settings() -> Settings {
    load();
    window_settings()
}
