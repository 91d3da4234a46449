//! The keypad on screens: what its keys mean, and how much room they get.

use iced::Size;

use crate::domain::keypad::Key;
use crate::ui::context::Context;
use crate::ui::theme::space;
use crate::ui::widget::keypad;
use crate::ui::widget::layout::Breakpoint;

/// The tallest a key may get.
const KEY_MAX: f32 = 110.0;

/// The key of the domain that a key of the pad means.
#[must_use]
pub fn domain_key(key: keypad::Key) -> Key {
    match key {
        keypad::Key::Digit(digit) => Key::Digit(digit),
        keypad::Key::DoubleZero => Key::DoubleZero,
        keypad::Key::Separator => Key::Separator,
        keypad::Key::Backspace => Key::Back,
        keypad::Key::Word => Key::Clear,
    }
}

/// Whether the window is so low that hints are left out.
#[must_use]
pub fn is_low(size: Size) -> bool {
    size.height < 640.0
}

/// The height of a key where `taken` px of the page's height are for other things.
#[must_use]
pub fn key_height(cx: &Context<'_>, taken: f32) -> f32 {
    let at = Breakpoint::of(cx.size);
    let page = cx.size.height - at.bar() - space::RIBBON - 2.0 * at.edge();
    let keys = (page - taken - 3.0 * at.key_gap()) / 4.0;
    keys.floor().clamp(space::TARGET, KEY_MAX)
}
