//! Which control the keyboard points at. Buttons of the toolkit cannot hold the focus, so the register does.

use iced::widget::operation;

use super::panel::Panel;
use super::state::{Answer, Message, NOWHERE, Register, SEARCH, Target};
use crate::ui::action::Action;
use crate::ui::context::Context;

impl Register {
    /// The controls that can be pressed now.
    fn targets(&self, cx: &Context<'_>) -> Vec<Target> {
        let mut targets = Vec::new();
        if !cx.catalog.products().is_empty() {
            targets.push(Target::Search);
            targets.extend((0..=cx.catalog.categories().len()).map(Target::Category));
            if !self.found.is_empty() {
                targets.push(self.tile_target().unwrap_or(Target::Tile(0)));
            }
        }
        targets.push(Target::Times);
        if !self.entry.is_empty() || self.times.is_some() {
            targets.push(Target::Add);
        }
        if cx.book.sales().next().is_some() {
            targets.push(Target::LastSale);
        }
        if self.cart.can_undo() {
            targets.push(Target::Undo);
        }
        if let Some(line) = self.selected.or_else(|| self.cart.lines().len().checked_sub(1)) {
            targets.push(Target::Line(line));
        }
        if self.selected.is_some() {
            targets.extend([Target::Less, Target::More, Target::Price, Target::Note, Target::Remove]);
        }
        if !self.cart.is_empty() {
            targets.extend([Target::Charge, Target::Cash]);
        }
        targets
    }

    fn tile_target(&self) -> Option<Target> {
        self.focus.filter(|target| matches!(target, Target::Tile(place) if *place < self.found.len()))
    }

    pub(super) fn move_focus(&mut self, backwards: bool, cx: &Context<'_>) -> Answer {
        if self.panel != Panel::None {
            let task = if backwards { operation::focus_previous() } else { operation::focus_next() };
            return Action::task(task);
        }
        let targets = self.targets(cx);
        let here = self.focus.and_then(|focus| targets.iter().position(|target| *target == focus));
        let next = match here {
            None if backwards => targets.len() - 1,
            None => 0,
            Some(at) if backwards => (at + targets.len() - 1) % targets.len(),
            Some(at) => (at + 1) % targets.len(),
        };
        self.focus = targets.get(next).copied();
        let field = if self.focus == Some(Target::Search) { SEARCH } else { NOWHERE };
        Action::task(operation::focus(field))
    }

    pub(super) fn move_tile(&mut self, right: bool) -> Answer {
        if let Some(Target::Tile(place)) = self.focus {
            let last = self.found.len().saturating_sub(1);
            let next = if right { (place + 1).min(last) } else { place.saturating_sub(1) };
            self.focus = Some(Target::Tile(next));
        }
        Action::none()
    }

    /// What Space does to a control.
    pub(super) fn message_of(&self, target: Target) -> Option<Message> {
        Some(match target {
            Target::Search => return None,
            Target::Category(place) => Message::CategoryChosen(place.checked_sub(1)),
            Target::Tile(place) => Message::ItemTapped(*self.found.get(place)?),
            Target::Times => Message::TimesPressed,
            Target::Add => Message::AddPressed,
            Target::LastSale => Message::LastSalePressed,
            Target::Undo => Message::UndoPressed,
            Target::Line(index) => Message::LineTapped(index),
            Target::Less => Message::LessPressed,
            Target::More => Message::MorePressed,
            Target::Price => Message::PricePressed,
            Target::Note => Message::NotePressed,
            Target::Remove => Message::RemovePressed,
            Target::Charge => Message::ChargePressed,
            Target::Cash => Message::CashPressed,
        })
    }

    /// Whether a control shows the focus line.
    pub(super) fn has_focus(&self, target: Target, cx: &Context<'_>) -> bool {
        cx.keyboard && self.panel == Panel::None && self.focus == Some(target)
    }
}
