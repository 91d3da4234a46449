//! The page by keyboard: F9 compares, arrows choose, 1 to 3 and Enter act.

use iced::keyboard::key::Named;
use iced::widget::operation;

use super::mark::covers;
use super::{Answer, FROM, LEDGER, Message, NOWHERE, Reconcile, Shown, Stand, TO, Target};
use crate::ui::action::Action;
use crate::ui::context::Context;
use crate::ui::press::{Hit, Press};

impl Reconcile {
    pub(super) fn press(&mut self, press: &Press, cx: &Context<'_>) -> Answer {
        match press.key {
            Hit::Named(Named::ArrowDown) if !press.captured => self.step_row(cx, 1),
            Hit::Named(Named::ArrowUp) if !press.captured => self.step_row(cx, -1),
            _ if press.repeat => Action::none(),
            Hit::Named(Named::Escape) => self.escape(cx),
            Hit::Named(Named::Enter) => self.enter(cx),
            Hit::Named(Named::Tab) if self.limits.is_some() => {
                Action::task(if press.shift { operation::focus_previous() } else { operation::focus_next() })
            }
            Hit::Named(_) | Hit::Char(_) if self.note.is_some() || self.limits.is_some() => Action::none(),
            Hit::Named(Named::F4) => self.update(Message::LimitsPressed, cx),
            Hit::Named(Named::F9) => self.update(Message::RunPressed, cx),
            Hit::Named(Named::F2) => self.update(Message::ToolsPressed, cx),
            Hit::Named(Named::Tab) => self.step(press.shift),
            Hit::Char('s' | 'S') if press.ctrl => self.update(Message::ProofPressed, cx),
            Hit::Char('1') if !press.captured => self.update(Message::CopyPressed, cx),
            Hit::Char('2') if !press.captured => self.update(Message::ExplainPressed, cx),
            Hit::Char('3') if !press.captured => self.update(Message::ReopenPressed, cx),
            Hit::Named(_) | Hit::Char(_) => Action::none(),
        }
    }

    fn escape(&mut self, cx: &Context<'_>) -> Answer {
        if self.note.is_some() {
            return self.update(Message::DialogClosed, cx);
        }
        if self.limits.take().is_some() {
            return Action::none();
        }
        if self.counts() {
            return self.update(Message::StopPressed, cx);
        }
        if std::mem::take(&mut self.covers) {
            return Action::none();
        }
        self.all = false;
        self.update(Message::ShownChosen(Shown::All), cx)
    }

    fn enter(&mut self, cx: &Context<'_>) -> Answer {
        if self.note.is_some() {
            return self.send_note();
        }
        if self.limits.is_some() {
            return self.send_limits(cx);
        }
        let typing = [Target::From, Target::To, Target::Ledger, Target::Run].iter().any(|at| self.walk.is_at(at));
        match &self.stand {
            Stand::Running(_) => Action::none(),
            Stand::Here(_) if !typing && covers(cx) && !self.covers => {
                self.covers = self.chosen.is_some();
                Action::none()
            }
            Stand::Here(_) if !typing => self.copy(cx),
            Stand::Idle | Stand::Here(_) | Stand::Failed(_) => self.run(cx, true),
        }
    }

    /// The next thing that can be typed into or pressed, or the one before.
    fn step(&mut self, back: bool) -> Answer {
        let fields: &[Target] = if self.tools { &[Target::From, Target::To, Target::Ledger] } else { &[] };
        let targets: Vec<Target> = fields.iter().copied().chain([Target::Run, Target::List]).collect();
        self.walk.step(&targets, back);
        let field = match self.walk.at(&targets) {
            Some(Target::From) => FROM,
            Some(Target::To) => TO,
            Some(Target::Ledger) => LEDGER,
            Some(Target::Run | Target::List) | None => NOWHERE,
        };
        Action::task(operation::focus(field))
    }

    /// The finding above or below.
    fn step_row(&mut self, cx: &Context<'_>, by: isize) -> Answer {
        let rows = self.rows(cx);
        let now = self.chosen.and_then(|row| rows.position(row)).unwrap_or_default();
        let next = now.saturating_add_signed(by).min(rows.len().saturating_sub(1));
        self.chosen = rows.get(next).map(|row| row.name());
        self.walk.go(Target::List);
        Action::none()
    }
}
