//! A key press as screens read it: what it means, not where it lies on the board.

use iced::event::Status;
use iced::keyboard::key::Named;
use iced::keyboard::{Event, Key};

/// One key press.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Press {
    /// What was pressed.
    pub key: Hit,
    /// Whether Ctrl (on macOS: Command) was held.
    pub ctrl: bool,
    /// Whether Shift was held.
    pub shift: bool,
    /// Whether the key is being held down and repeats.
    pub repeat: bool,
    /// Whether a text field has taken it already.
    pub captured: bool,
}

/// What a key means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hit {
    /// A character, as the layout and Shift make it; control characters arrive as such.
    Char(char),
    /// A key with a name.
    Named(Named),
}

impl Press {
    /// Reads an event; releases and keys without meaning are none.
    #[must_use]
    pub fn read(event: &Event, status: Status) -> Option<Self> {
        let Event::KeyPressed { key, modified_key, modifiers, repeat, .. } = event else { return None };
        let key = match (modified_key, key) {
            (Key::Named(named), _) => named_hit(*named),
            (Key::Character(text), _) | (Key::Unidentified, Key::Character(text)) => Hit::Char(text.chars().next()?),
            (Key::Unidentified, Key::Named(_) | Key::Unidentified) => return None,
        };
        Some(Self {
            key,
            ctrl: modifiers.command(),
            shift: modifiers.shift(),
            repeat: *repeat,
            captured: status == Status::Captured,
        })
    }

    /// A press of a character, for tests and scripts.
    #[must_use]
    pub fn char(c: char) -> Self {
        Self { key: Hit::Char(c), ctrl: false, shift: false, repeat: false, captured: false }
    }

    /// A press of a named key, for tests and scripts.
    #[must_use]
    pub fn named(named: Named) -> Self {
        Self { key: Hit::Named(named), ..Self::char(' ') }
    }

    /// The same with Ctrl held.
    #[must_use]
    pub fn with_ctrl(self) -> Self {
        Self { ctrl: true, ..self }
    }

    /// The same as a repeat of a held key.
    #[must_use]
    pub fn repeated(self) -> Self {
        Self { repeat: true, ..self }
    }

    /// Whether it is the named key.
    #[must_use]
    pub fn is(&self, named: Named) -> bool {
        self.key == Hit::Named(named)
    }
}

/// Space is a character to search with and a key to press with; here it is a character.
fn named_hit(named: Named) -> Hit {
    if named == Named::Space { Hit::Char(' ') } else { Hit::Named(named) }
}
