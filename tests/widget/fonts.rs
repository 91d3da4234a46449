//! The embedded faces: weights resolve, digits are equally wide.

use std::collections::BTreeSet;

use iced::advanced::graphics::text::{font_system, to_attributes};
use iced::advanced::text::Paragraph as _;
use iced::advanced::text::{LineHeight, Shaping, Text, Wrapping};
use iced::{Font, Pixels, Size, alignment};
use ringup::ui::font;

type Paragraph = <iced::Renderer as iced::advanced::text::Renderer>::Paragraph;

const FACES: [Font; 7] = [
    font::SANS,
    font::SANS_MEDIUM,
    font::SANS_SEMIBOLD,
    font::SANS_BOLD,
    font::MONO,
    font::MONO_MEDIUM,
    font::MONO_SEMIBOLD,
];

fn set(content: &str, font: Font) -> Paragraph {
    Paragraph::with_text(Text {
        content,
        bounds: Size::INFINITE,
        size: Pixels(100.0),
        line_height: LineHeight::default(),
        font,
        align_x: iced::advanced::text::Alignment::Default,
        align_y: alignment::Vertical::Top,
        shaping: Shaping::Advanced,
        wrapping: Wrapping::None,
    })
}

/// The faces a text takes its letters from: weight and PostScript name. A letter that no face has is a failure.
fn faces_of(content: &str, font: Font) -> BTreeSet<(u16, String)> {
    let paragraph = set(content, font);
    let runs: Vec<_> = paragraph.buffer().layout_runs().collect();
    let glyphs = || runs.iter().flat_map(|run| run.glyphs);
    for glyph in glyphs() {
        assert_ne!(glyph.glyph_id, 0, "{font:?} {:?}", &content[glyph.start..glyph.end]);
    }
    let ids: BTreeSet<_> = glyphs().map(|glyph| glyph.font_id).collect();
    let mut system = font_system().write().unwrap();
    let known = system.raw().db();
    let faces = ids.into_iter().map(|id| known.face(id).unwrap());
    faces.map(|info| (info.weight.0, info.post_script_name.clone())).collect()
}

/// Those of a text's letters that are not in our own faces.
fn foreign(content: &str, font: Font) -> Vec<(u16, String)> {
    faces_of(content, font).into_iter().filter(|(_, name)| !name.starts_with("IBMPlex")).collect()
}

fn width(content: &str, font: Font) -> f32 {
    set(content, font).min_width()
}

#[test]
fn till_75_digits_are_equally_wide_in_every_weight() {
    font::load();
    for face in FACES {
        for digit in '0'..='9' {
            let got = width(&digit.to_string().repeat(10), face);
            let told = 1000.0 * font::DIGIT_EM;
            assert!((got - told).abs() < 1.0, "{face:?} {digit}: {got}");
        }
    }
}

#[test]
fn every_weight_resolves_to_its_own_face() {
    font::load();
    let names: BTreeSet<String> = FACES
        .into_iter()
        .map(|face| {
            let faces = faces_of("Ringup €", face);
            assert_eq!(faces.len(), 1, "{face:?} holds every sign");
            let (weight, name) = faces.into_iter().next().unwrap();
            assert_eq!(weight, to_attributes(face).weight.0, "{face:?}");
            name
        })
        .collect();
    assert_eq!(names.len(), FACES.len(), "{names:?}");
    assert!(names.iter().all(|name| name.starts_with("IBMPlex")), "{names:?}");
}

#[test]
fn what_is_said_to_be_ours_is_in_every_face_of_ours() {
    font::load();
    let ours: String = ('\u{20}'..'\u{3000}').filter(|c| font::covers(&c.to_string())).collect();
    assert!(ours.chars().count() > 300 && ours.contains('ß') && ours.contains('€'), "{ours}");
    for face in FACES {
        assert_eq!(faces_of(&ours, face).len(), 1, "{face:?}: {:?}", faces_of(&ours, face));
        assert_eq!(foreign(&ours, face), [], "{face:?}");
    }
    for other in ["茶", "чай", "شاي", "☕", "ǎ"] {
        assert!(!font::covers(other), "{other}");
    }
}

#[test]
fn our_own_sentences_need_no_font_of_the_system() {
    font::load();
    for file in std::fs::read_dir("assets/lang/en").unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let letters: BTreeSet<char> = text.chars().filter(|c| !c.is_control()).collect();
        let letters: String = letters.into_iter().collect();
        for face in [font::SANS, font::SANS_MEDIUM, font::SANS_SEMIBOLD, font::SANS_BOLD] {
            assert_eq!(foreign(&letters, face), [], "{}", path.display());
        }
    }
}
