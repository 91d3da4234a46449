//! The colours by name. Their contrast is computed by a test, pair by pair.

use iced::Color;

/// Chooses one colour of a theme; `|t| t.muted` is one.
pub type Pick = fn(&Tokens) -> Color;

/// The family a state belongs to. Never shown without an icon and a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tone {
    /// A code is waiting, or the thing is chosen.
    Accent,
    /// The goods may go.
    Ok,
    /// Wait, keep the goods.
    Wait,
    /// Keep the goods, something is wrong.
    Stop,
    /// No money is involved.
    Idle,
}

impl Tone {
    /// Every family.
    pub const ALL: [Self; 5] = [Self::Accent, Self::Ok, Self::Wait, Self::Stop, Self::Idle];
}

/// The four colours of one state family.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Family {
    /// Ground of a verdict block.
    pub solid: Color,
    /// Text and icons on `solid`.
    pub on: Color,
    /// Ground of a pill or note.
    pub soft: Color,
    /// Text and icons on `soft`.
    pub ink: Color,
}

/// Every colour of one theme.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tokens {
    /// Window ground.
    pub bg: Color,
    /// Cards, bars and keys.
    pub surface: Color,
    /// Inset notes and hover of plain buttons.
    pub raised: Color,
    /// Segmented control, pressed and disabled.
    pub sunken: Color,
    /// The unfilled rest of a ring or bar.
    pub track: Color,
    /// Hairlines and card edges.
    pub line: Color,
    /// Borders of fields and buttons, disabled text.
    pub strong: Color,
    /// Text and amounts.
    pub ink: Color,
    /// Secondary text and currency signs.
    pub muted: Color,
    /// Primary button, ring, focus, selected edge.
    pub accent: Color,
    /// Primary button under the pointer.
    pub accent_hover: Color,
    /// Primary button held down.
    pub accent_pressed: Color,
    /// Text on accent.
    pub on_accent: Color,
    /// Selected row and open verdict.
    pub accent_soft: Color,
    /// Accent text and icons.
    pub accent_ink: Color,
    /// The goods may go.
    pub ok: Family,
    /// Wait; also the TEST ribbon.
    pub wait: Family,
    /// Stop; also badges and destructive text.
    pub stop: Family,
    /// Verdicts without money.
    pub idle: Family,
    /// Product tints.
    pub tiles: [Color; 5],
    /// Icons on product tints.
    pub tile_ink: Color,
    /// Laid over the window behind a dialog.
    pub scrim: Color,
    /// The one small shadow.
    pub shadow: Color,
}

impl Tokens {
    /// Returns the four colours of a state family.
    #[must_use]
    pub fn family(&self, tone: Tone) -> Family {
        match tone {
            Tone::Accent => {
                Family { solid: self.accent, on: self.on_accent, soft: self.accent_soft, ink: self.accent_ink }
            }
            Tone::Ok => self.ok,
            Tone::Wait => self.wait,
            Tone::Stop => self.stop,
            Tone::Idle => self.idle,
        }
    }

    /// Returns the product tint number `index`; tints repeat after five.
    #[must_use]
    pub fn tile(&self, index: usize) -> Color {
        self.tiles[index % self.tiles.len()]
    }
}

const fn hex(rgb: u32) -> Color {
    let [_, r, g, b] = rgb.to_be_bytes();
    Color::from_rgb8(r, g, b)
}

const fn family(solid: u32, on: u32, soft: u32, ink: u32) -> Family {
    Family { solid: hex(solid), on: hex(on), soft: hex(soft), ink: hex(ink) }
}

const SCRIM: Color = Color::from_rgba8(12, 11, 10, 0.58);

/// Dark ink on warm paper.
pub const LIGHT: Tokens = Tokens {
    bg: hex(0xF4F1EA),
    surface: hex(0xFFFFFF),
    raised: hex(0xFAF8F3),
    sunken: hex(0xEAE6DC),
    track: hex(0xE2DCCF),
    line: hex(0xDDD7CA),
    strong: hex(0x857E70),
    ink: hex(0x1B1916),
    muted: hex(0x5C564C),
    accent: hex(0x3F37C9),
    accent_hover: hex(0x4840D4),
    accent_pressed: hex(0x2F28A0),
    on_accent: hex(0xFFFFFF),
    accent_soft: hex(0xE9E7FB),
    accent_ink: hex(0x342CB0),
    ok: family(0x00654A, 0xFFFFFF, 0xDCF1E7, 0x00573D),
    wait: family(0x824A00, 0xFFFFFF, 0xFCECCB, 0x6F4000),
    stop: family(0xA8201A, 0xFFFFFF, 0xFBE4E1, 0x8F1C15),
    idle: family(0x5D574C, 0xFFFFFF, 0xEAE6DC, 0x4A453C),
    tiles: [hex(0xF1E5D8), hex(0xF8EBC9), hex(0xDDECEF), hex(0xE4EDD9), hex(0xF3E1E4)],
    tile_ink: hex(0x4A3F33),
    scrim: SCRIM,
    shadow: Color::from_rgba8(27, 25, 22, 0.10),
};

/// Light ink on near-black.
pub const DARK: Tokens = Tokens {
    bg: hex(0x12110F),
    surface: hex(0x1D1B18),
    raised: hex(0x272420),
    sunken: hex(0x0C0B0A),
    track: hex(0x423D35),
    line: hex(0x3A362F),
    strong: hex(0x8E877A),
    ink: hex(0xF7F3EA),
    muted: hex(0xBBB4A6),
    accent: hex(0xB3ADFF),
    accent_hover: hex(0xC6C1FF),
    accent_pressed: hex(0xA099FA),
    on_accent: hex(0x16133A),
    accent_soft: hex(0x2B2852),
    accent_ink: hex(0xCBC7FF),
    ok: family(0x55D6A6, 0x05261B, 0x13352A, 0x86E7C2),
    wait: family(0xF3BA4F, 0x2A1B00, 0x3A2C11, 0xF8D08A),
    stop: family(0xFF8B80, 0x390704, 0x45191A, 0xFFB5AE),
    idle: family(0xA9A294, 0x16140F, 0x2B2823, 0xCFC8BA),
    tiles: [hex(0x3A3026), hex(0x3B331C), hex(0x22343A), hex(0x2C3622), hex(0x3B292D)],
    tile_ink: hex(0xE6DBCB),
    scrim: SCRIM,
    shadow: Color::from_rgba8(0, 0, 0, 0.50),
};

/// The light theme with every border and secondary text in plain ink.
pub const CONTRAST: Tokens = Tokens {
    bg: hex(0xFFFFFF),
    raised: hex(0xFFFFFF),
    track: hex(0xC9C3B5),
    line: LIGHT.ink,
    strong: LIGHT.muted,
    muted: LIGHT.ink,
    ..LIGHT
};
