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
            let paragraph = set("Ringup €", face);
            let run = paragraph.buffer().layout_runs().next().unwrap();
            let ids: BTreeSet<_> = run.glyphs.iter().map(|glyph| glyph.font_id).collect();
            assert_eq!(ids.len(), 1, "{face:?} holds every sign");
            let mut system = font_system().write().unwrap();
            let info = system.raw().db().face(*ids.first().unwrap()).unwrap();
            assert_eq!(info.weight.0, to_attributes(face).weight.0, "{face:?}");
            info.post_script_name.clone()
        })
        .collect();
    assert_eq!(names.len(), FACES.len(), "{names:?}");
    assert!(names.iter().all(|name| name.starts_with("IBMPlex")), "{names:?}");
}
