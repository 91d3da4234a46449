//! Over the register: a line's new price with its reason, or its note.

use iced::widget::operation;

use super::{Answer, DIALOG_FIELD, NOWHERE, Panel, Register, Remark, tell};
use crate::domain::keypad::{Key, Keypad};
use crate::domain::money::Money;
use crate::ui::action::Action;
use crate::ui::context::Context;

/// Characters of a reason or note.
const TEXT_MAX: usize = 80;

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

/// A note being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Which line.
    pub line: usize,
    /// The note so far.
    pub text: String,
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
            Self::None | Self::Note(_) => None,
            Self::Price(change) => Some(Entry::new(&mut change.entry, None)),
            Self::Cash(cash) => Some(cash.entry()),
        }
    }
}

impl Register {
    pub(super) fn open_price(&mut self) -> Answer {
        let Some((index, line)) = self.selected.and_then(|index| Some((index, self.cart.lines().get(index)?))) else {
            return Action::none();
        };
        let entry = Keypad::new(self.currency());
        let reason = line.override_of.as_ref().map(|earlier| earlier.reason.clone()).unwrap_or_default();
        self.panel = Panel::Price(PriceChange { line: index, from: line.price, entry, reason, wrong: false });
        Action::none()
    }

    pub(super) fn open_note(&mut self) -> Answer {
        let Some((index, line)) = self.selected.and_then(|index| Some((index, self.cart.lines().get(index)?))) else {
            return Action::none();
        };
        self.panel = Panel::Note(Note { line: index, text: line.note.clone() });
        Action::task(operation::focus(DIALOG_FIELD))
    }

    pub(super) fn dialog_typed(&mut self, text: String) -> Answer {
        let text: String = text.chars().filter(|c| !c.is_control()).take(TEXT_MAX).collect();
        match &mut self.panel {
            Panel::Price(change) => change.reason = text,
            Panel::Note(note) => note.text = text,
            Panel::None | Panel::Cash(_) => {}
        }
        Action::none()
    }

    pub(super) fn close(&mut self) -> Answer {
        self.panel = Panel::None;
        Action::task(operation::focus(NOWHERE))
    }

    /// The panel's verb: its button or Enter.
    pub(super) fn confirm(&mut self, cx: &Context<'_>) -> Answer {
        match self.panel.clone() {
            Panel::None => Action::none(),
            Panel::Price(change) => self.change_price(&change),
            Panel::Note(note) => {
                let changed = self.cart.note(note.line, &note.text);
                let answer = self.after(changed);
                self.panel = Panel::None;
                answer
            }
            Panel::Cash(cash) => self.take_cash(&cash, cx),
        }
    }

    fn change_price(&mut self, change: &PriceChange) -> Answer {
        let typed = change.entry.amount();
        if change.reason.trim().is_empty() || !typed.is_positive() {
            if let Panel::Price(change) = &mut self.panel {
                change.wrong = true;
            }
            let focus = if typed.is_positive() { DIALOG_FIELD } else { NOWHERE };
            return Action::task(operation::focus(focus));
        }
        match self.cart.override_price(change.line, typed, &change.reason) {
            Ok(()) => self.close(),
            Err(error) => tell(Remark::Cart(error)),
        }
    }
}
