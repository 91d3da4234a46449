//! The keyboard on the cash page of a sale that waits.

use iced::keyboard::key::Named;

use super::count::Message;
use crate::domain::keypad::Key;
use crate::ui::press::{Hit, Press};

/// What a press means while cash is counted; none for a key without meaning there.
#[must_use]
#[expect(clippy::wildcard_enum_match_arm, reason = "a keyboard has hundreds of keys and counting uses few")]
pub fn message(press: &Press) -> Option<Message> {
    match press.key {
        Hit::Char(',' | '.') => Some(Message::KeyPressed(Key::Separator)),
        Hit::Char(c) if !press.ctrl => {
            let digit = c.to_digit(10).and_then(|digit| u8::try_from(digit).ok())?;
            Some(Message::KeyPressed(Key::Digit(digit)))
        }
        Hit::Char(_) => None,
        Hit::Named(named) => match named {
            Named::Enter => Some(Message::DonePressed),
            Named::Escape => Some(Message::BackPressed),
            Named::Backspace if press.ctrl => Some(Message::KeyPressed(Key::Clear)),
            Named::Backspace => Some(Message::KeyPressed(Key::Back)),
            _ => None,
        },
    }
}
