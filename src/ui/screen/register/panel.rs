//! What may lie over the register, as data.

use crate::domain::cart::Kind;
use crate::domain::keypad::{Key, Keypad};
use crate::domain::money::Money;
use crate::domain::terms::Wrong;
use crate::ui::screen::cash::Cash;

/// What lies over the register.
#[derive(Debug, Clone, PartialEq)]
pub enum Panel {
    /// Nothing.
    None,
    /// A line's price is being changed.
    Price(PriceChange),
    /// A line's note is being written.
    Note(Note),
    /// The customer's mail is being asked before the code is made.
    Contact(Contact),
    /// Cash is being counted.
    Cash(Cash),
}

/// A price being changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceChange {
    /// Which line.
    pub line: usize,
    /// The line's price now.
    pub from: Money,
    /// The new price as typed.
    pub entry: Keypad,
    /// Why.
    pub reason: String,
    /// Whether something is missing, and the field says so.
    pub wrong: bool,
}

/// The customer's mail and number as typed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// The mail.
    pub email: String,
    /// The number for text messages.
    pub sms: String,
    /// What cannot be used, once it was tried.
    pub wrong: Option<Wrong>,
}

/// Personal data is not for logs.
impl std::fmt::Debug for Contact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Contact").field("wrong", &self.wrong).finish_non_exhaustive()
    }
}

/// A note being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Which line.
    pub line: usize,
    /// The note so far.
    pub text: String,
    /// What the money is for; none for a product, which is goods.
    pub kind: Option<Kind>,
}

/// The amount entry of a panel.
pub(super) struct Entry<'a>(&'a mut Keypad, Option<&'a mut bool>);

impl<'a> Entry<'a> {
    pub(super) fn new(keypad: &'a mut Keypad, refused: Option<&'a mut bool>) -> Self {
        Self(keypad, refused)
    }

    pub(super) fn press(self, key: Key) {
        let refused = self.0.press(key).is_err();
        if let Some(flag) = self.1 {
            *flag = refused;
        }
    }
}

impl Panel {
    /// Where the digits go while the panel is open; none if it has no amount.
    pub(super) fn entry(&mut self) -> Option<Entry<'_>> {
        match self {
            Self::None | Self::Note(_) | Self::Contact(_) => None,
            Self::Price(change) => Some(Entry::new(&mut change.entry, None)),
            Self::Cash(cash) => Some(Entry::new(&mut cash.entry, Some(&mut cash.refused))),
        }
    }
}
