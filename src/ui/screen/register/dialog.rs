//! What is done over the register: a line's new price with its reason, its note, and cash.

use iced::widget::operation;

use super::panel::{Note, Panel, PriceChange};
use super::remark::Remark;
use super::state::{Answer, DIALOG_FIELD, Instruction, NOWHERE, Phase, Register, tell};
use crate::domain::cart::Kind;
use crate::domain::keypad::Keypad;
use crate::domain::money::Money;
use crate::ui::action::Action;
use crate::ui::screen::cash::Cash;

/// Characters of a reason or note.
const TEXT_MAX: usize = 80;

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
        let kind = line.sku.is_none().then_some(line.kind);
        self.panel = Panel::Note(Note { line: index, text: line.note.clone(), kind });
        Action::task(operation::focus(DIALOG_FIELD))
    }

    pub(super) fn dialog_typed(&mut self, text: String) -> Answer {
        let text: String = text.chars().filter(|c| !c.is_control()).take(TEXT_MAX).collect();
        match &mut self.panel {
            Panel::Price(change) => change.reason = text,
            Panel::Note(note) => note.text = text,
            Panel::Contact(contact) => (contact.email, contact.wrong) = (text, None),
            Panel::None | Panel::Cash(_) => {}
        }
        Action::none()
    }

    pub(super) fn close(&mut self) -> Answer {
        self.panel = Panel::None;
        Action::task(operation::focus(NOWHERE))
    }

    /// The panel's verb: its button or Enter.
    pub(super) fn confirm(&mut self) -> Answer {
        match self.panel.clone() {
            Panel::None => Action::none(),
            Panel::Price(change) => self.change_price(&change),
            Panel::Note(note) => self.keep_note(&note),
            Panel::Contact(contact) => self.charge_contact(&contact),
            Panel::Cash(cash) => self.take_cash(&cash),
        }
    }

    fn keep_note(&mut self, note: &Note) -> Answer {
        let line = self.cart.lines().get(note.line);
        let kind = note.kind.filter(|kind| line.is_some_and(|line| line.kind != *kind));
        let worded = line.is_some_and(|line| line.note != note.text.trim());
        let mut changed = kind.map_or(Ok(()), |kind| self.cart.mark(note.line, kind));
        if changed.is_ok() && worded {
            changed = self.cart.note(note.line, &note.text);
        }
        self.panel = Panel::None;
        self.after(changed)
    }

    pub(super) fn choose_kind(&mut self, kind: Kind) -> Answer {
        if let Panel::Note(note) = &mut self.panel {
            note.kind = note.kind.map(|_| kind);
        }
        Action::none()
    }

    /// Ctrl T: the chosen line, or the newest, is a tip, or goods again.
    pub(super) fn turn_tip(&mut self) -> Answer {
        let Some(index) = self.selected.or_else(|| self.cart.lines().len().checked_sub(1)) else {
            return Action::none();
        };
        let tip = self.cart.lines().get(index).is_some_and(|line| line.kind == Kind::Tip);
        let marked = self.cart.mark(index, if tip { Kind::Goods } else { Kind::Tip });
        self.after(marked)
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

    // Cash.

    pub(super) fn open_cash(&mut self) -> Answer {
        if self.cart.is_empty() {
            let _ = self.add_amount(1);
        }
        if !self.cart.is_empty() {
            self.panel = Panel::Cash(Cash::new(self.cart.total()));
        }
        Action::task(operation::focus(NOWHERE))
    }

    pub(super) fn choose_cash(&mut self, given: Money) -> Answer {
        if let Panel::Cash(cash) = &mut self.panel {
            cash.choose(given);
        }
        Action::none()
    }

    pub(super) fn take_cash(&mut self, cash: &Cash) -> Answer {
        if cash.change().is_none() {
            if let Panel::Cash(cash) = &mut self.panel {
                cash.refused = true;
            }
            return Action::none();
        }
        self.phase = Phase::Charging;
        Action::ask(Instruction::Cash { checkout: self.checkout(), given: cash.given() })
    }
}
