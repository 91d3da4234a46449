//! WCAG contrast of every pair that the till paints, computed from the theme.

use iced::Color;
use ringup::ui::theme::{Theme, Tokens, Tone};

fn linear(channel: f32) -> f64 {
    let c = f64::from(channel);
    if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
}

fn luminance(c: Color) -> f64 {
    0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b)
}

fn contrast(a: Color, b: Color) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

type Pair = (&'static str, Color, Color, f64);

const TEXT: f64 = 4.5;
const LOUD: f64 = 7.0;
const EDGE: f64 = 3.0;

fn text_pairs(t: &Tokens) -> Vec<Pair> {
    vec![
        ("ink on bg", t.ink, t.bg, LOUD),
        ("ink on surface", t.ink, t.surface, LOUD),
        ("ink on raised", t.ink, t.raised, LOUD),
        ("ink on sunken", t.ink, t.sunken, LOUD),
        ("ink on accent-soft", t.ink, t.accent_soft, LOUD),
        ("muted on bg", t.muted, t.bg, TEXT),
        ("muted on surface", t.muted, t.surface, TEXT),
        ("muted on raised", t.muted, t.raised, TEXT),
        ("muted on sunken", t.muted, t.sunken, TEXT),
        ("muted on accent-soft", t.muted, t.accent_soft, TEXT),
        ("accent-ink on surface", t.accent_ink, t.surface, TEXT),
        ("accent-ink on bg", t.accent_ink, t.bg, TEXT),
        ("stop-ink on surface", t.stop.ink, t.surface, TEXT),
        ("stop-ink on bg", t.stop.ink, t.bg, TEXT),
        ("notice", t.bg, t.ink, TEXT),
    ]
}

fn accent_pairs(t: &Tokens) -> Vec<Pair> {
    vec![
        ("on-accent on accent", t.on_accent, t.accent, LOUD),
        ("on-accent on hover", t.on_accent, t.accent_hover, LOUD),
        ("on-accent on pressed", t.on_accent, t.accent_pressed, LOUD),
        ("accent-ink on accent-soft", t.accent_ink, t.accent_soft, LOUD),
        ("focus on surface", t.accent, t.surface, EDGE),
        ("focus on bg", t.accent, t.bg, EDGE),
        ("focus on accent-soft", t.accent, t.accent_soft, EDGE),
        ("edge on surface", t.strong, t.surface, EDGE),
        ("edge on bg", t.strong, t.bg, EDGE),
        ("wrong edge on surface", t.stop.solid, t.surface, EDGE),
    ]
}

fn family_pairs(t: &Tokens) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for tone in Tone::ALL {
        let f = t.family(tone);
        pairs.push(("verdict block", f.on, f.solid, LOUD));
        pairs.push(("pill", f.ink, f.soft, LOUD));
        pairs.push(("ring on surface", f.solid, t.surface, EDGE));
        pairs.push(("ring on bg", f.solid, t.bg, EDGE));
    }
    for tile in t.tiles {
        pairs.push(("tile icon", t.tile_ink, tile, LOUD));
    }
    pairs
}

#[test]
fn till_75_contrast_of_every_pair() {
    let mut low = Vec::new();
    for theme in Theme::ALL {
        let t = theme.tokens();
        let pairs = [text_pairs(t), accent_pairs(t), family_pairs(t)].concat();
        assert!(pairs.len() > 40, "the table is the specification");
        for (name, fore, ground, least) in pairs {
            let got = contrast(fore, ground);
            if got < least {
                low.push(format!("{theme:?} {name}: {got:.2} < {least}"));
            }
        }
    }
    assert!(low.is_empty(), "{low:#?}");
}

#[test]
fn till_75_contrast_agrees_with_the_table() {
    let (l, d) = (Theme::Light.tokens(), Theme::Dark.tokens());
    let table = [
        (l.ink, l.surface, 17.5),
        (d.ink, d.surface, 15.5),
        (l.muted, l.surface, 7.27),
        (d.muted, d.bg, 9.16),
        (l.strong, l.surface, 4.03),
        (d.strong, d.bg, 5.30),
        (l.ok.on, l.ok.solid, 7.09),
        (d.stop.on, d.stop.solid, 7.67),
        (l.wait.ink, l.wait.soft, 7.47),
        (d.idle.ink, d.idle.soft, 8.82),
    ];
    for (fore, ground, told) in table {
        let got = contrast(fore, ground);
        assert!((got - told).abs() < 0.06, "{got:.2} told {told}");
    }
}

#[test]
fn till_75_every_state_of_every_button_can_be_read() {
    use iced::widget::button::Status;
    use ringup::ui::theme::button::{self, Kind};
    let kinds = [
        Kind::Primary,
        Kind::Plain,
        Kind::Quiet,
        Kind::Destructive,
        Kind::Soft,
        Kind::Verdict(Tone::Ok),
        Kind::Verdict(Tone::Stop),
        Kind::Verdict(Tone::Wait),
        Kind::Inverse,
    ];
    for theme in Theme::ALL {
        for kind in kinds {
            for status in [Status::Active, Status::Hovered, Status::Pressed] {
                let style = button::of(kind, false)(&theme, status);
                let ground = match style.background {
                    Some(iced::Background::Color(c)) if c.a > 0.0 => c,
                    _ => theme.tokens().surface,
                };
                let got = contrast(style.text_color, ground);
                assert!(got >= TEXT, "{theme:?} {kind:?} {status:?}: {got:.2}");
            }
        }
    }
}
