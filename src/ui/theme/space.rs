//! Space, radii, borders, depth and hit sizes, all in logical pixels.

use iced::border::Radius;
use iced::{Border, Color};

use super::Pick;

/// 4 px: inside a label.
pub const XXS: f32 = 4.0;
/// 8 px: between neighbouring targets.
pub const XS: f32 = 8.0;
/// 12 px: between an icon and its text.
pub const S: f32 = 12.0;
/// 16 px: between cards, edge of the till window.
pub const M: f32 = 16.0;
/// 20 px: inside a card.
pub const L: f32 = 20.0;
/// 24 px: edge of owner pages.
pub const XL: f32 = 24.0;
/// 32 px: edge of the payment page.
pub const XXL: f32 = 32.0;
/// 40 px: between groups.
pub const HUGE: f32 = 40.0;
/// 56 px: edge of the kiosk.
pub const KIOSK: f32 = 56.0;
/// 72 px: around a full-page message.
pub const PAGE: f32 = 72.0;

/// Radius of receipt paper.
pub const R_PAPER: f32 = 4.0;
/// Radius of a keycap.
pub const R_KEYCAP: f32 = 6.0;
/// Radius of a chosen segment.
pub const R_SEGMENT: f32 = 10.0;
/// Radius of a button, key or field.
pub const R_CONTROL: f32 = 12.0;
/// Radius of a note.
pub const R_NOTE: f32 = 14.0;
/// Radius of a card or large button.
pub const R_CARD: f32 = 16.0;
/// Radius of a dialog or QR card.
pub const R_DIALOG: f32 = 20.0;
/// Radius of chips and pills: the renderer clamps it to half the height.
pub const R_ROUND: f32 = 999.0;

/// Border of a card.
pub const B_CARD: f32 = 1.0;
/// Border of a control.
pub const B_CONTROL: f32 = 1.5;
/// Border of something selected.
pub const B_SELECTED: f32 = 2.0;

/// The smallest side of anything that can be pressed.
pub const TARGET: f32 = 48.0;
/// The smallest gap between two targets.
pub const TARGET_GAP: f32 = 8.0;
/// The smallest gap between two targets on 800 × 480.
pub const TARGET_GAP_SMALL: f32 = 6.0;
/// Height of a standard button.
pub const BUTTON: f32 = 56.0;
/// Height of a large button and least height on the kiosk.
pub const BUTTON_LARGE: f32 = 72.0;
/// Height of Charge on the till.
pub const BUTTON_CHARGE: f32 = 80.0;
/// Height of the big button of a page of its own.
pub const BUTTON_PAGE: f32 = 96.0;
/// Least height of a keypad key.
pub const KEY: f32 = 64.0;
/// Least height of a table row.
pub const ROW: f32 = 52.0;
/// Height of the top bar.
pub const BAR: f32 = 64.0;
/// Height of the top bar on 800 × 480.
pub const BAR_SMALL: f32 = 52.0;
/// Height of the ribbon above everything.
pub const RIBBON: f32 = 28.0;

/// Thickness of the focus line.
pub const FOCUS: f32 = 3.0;
/// Gap between a control and its focus line.
pub const FOCUS_GAP: f32 = 2.0;

/// Returns a border of one colour.
#[must_use]
pub fn border(color: Color, width: f32, radius: impl Into<Radius>) -> Border {
    Border { color, width, radius: radius.into() }
}

/// How high something lies over what is around it.
#[derive(Debug, Clone, Copy)]
pub struct Depth {
    /// Its shadow's colour where it is darkest.
    pub color: Pick,
    /// How far down it falls in px.
    pub drop: f32,
    /// How far it fades in px.
    pub blur: f32,
}

/// A chosen segment.
pub const LIFT: Depth = Depth { color: |tokens| tokens.shadow, drop: 2.0, blur: 8.0 };
/// A sheet of paper.
pub const SHEET: Depth = Depth { color: |tokens| tokens.shadow, drop: 2.0, blur: 6.0 };
/// A dialog or a notice.
pub const FLOAT: Depth = Depth { color: |_| Color::from_rgba8(12, 11, 10, 0.28), drop: 8.0, blur: 24.0 };
