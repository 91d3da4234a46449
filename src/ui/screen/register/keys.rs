//! The keyboard, and scanners, which are keyboards too.

use iced::Task;
use iced::keyboard::key::Named;
use iced::widget::operation;

use super::panel::Panel;
use super::remark::Remark;
use super::state::{Answer, Instruction, NOWHERE, Page, Register, SEARCH, Target, Typed, tell};
use crate::domain::keypad::Key;
use crate::domain::scan::{End, Heard};
use crate::ui::action::Action;
use crate::ui::context::Context;
use crate::ui::press::{Hit, Press};

impl Register {
    pub(super) fn heard(&mut self, press: &Press, cx: &Context<'_>) -> Answer {
        if let Some(scan) = self.listen(press, cx) {
            return scan;
        }
        // A held key does not repeat on buttons; only what edits may.
        if press.repeat && !(press.is(Named::Backspace) || press.is(Named::ArrowUp) || press.is(Named::ArrowDown)) {
            return Action::none();
        }
        match press.key {
            Hit::Char(c) if press.ctrl => self.chord(c, cx),
            Hit::Char(c) if !press.captured => self.character(c, cx),
            Hit::Char(_) => Action::none(),
            Hit::Named(named) => self.named(named, press, cx),
        }
    }

    /// Hears whether this is a scan; an answer ends the press.
    fn listen(&mut self, press: &Press, cx: &Context<'_>) -> Option<Answer> {
        if press.repeat {
            self.burst.reset();
            return None;
        }
        match press.key {
            Hit::Char(_) if press.ctrl => self.burst.control(cx.mono),
            Hit::Char(c) => {
                if self.burst.char(c, cx.mono) == Heard::First {
                    self.remember(press.captured);
                }
            }
            Hit::Named(Named::Enter) => return self.end_of_burst(cx),
            Hit::Named(Named::Tab) => self.burst.control(cx.mono),
            Hit::Named(Named::Shift | Named::CapsLock | Named::NumLock | Named::AltGraph) => {}
            Hit::Named(_) => self.burst.reset(),
        }
        None
    }

    fn remember(&mut self, captured: bool) {
        let (mut query, mut panel) = (self.query.clone(), self.panel.clone());
        if captured {
            // The field told of the character before the keyboard did.
            match &mut panel {
                Panel::Price(change) => change.reason.pop(),
                Panel::Note(note) => note.text.pop(),
                Panel::Contact(contact) => contact.email.pop(),
                Panel::None | Panel::Cash(_) => query.pop(),
            };
        }
        self.before = Some(Typed {
            entry: self.entry.clone(),
            times: self.times.clone(),
            query,
            panel,
            pad_open: self.pad_open,
            changes: 0,
        });
    }

    fn end_of_burst(&mut self, cx: &Context<'_>) -> Option<Answer> {
        let end = self.burst.enter(cx.mono);
        let before = self.before.take();
        match end {
            End::Typing => None,
            End::Refused => {
                self.go_back(before, cx);
                Some(tell(Remark::BadCode))
            }
            End::Code(code) => {
                self.go_back(before, cx);
                Some(self.scanned(&code, cx))
            }
        }
    }

    fn go_back(&mut self, before: Option<Typed>, cx: &Context<'_>) {
        let Some(before) = before else { return };
        for _ in 0..before.changes {
            self.cart.undo();
        }
        self.entry = before.entry;
        self.times = before.times;
        self.query = before.query;
        self.panel = before.panel;
        self.pad_open = before.pad_open;
        self.refused = false;
        self.search(cx);
    }

    fn scanned(&mut self, code: &str, cx: &Context<'_>) -> Answer {
        let Some(product) = cx.catalog.scan(code) else { return tell(Remark::UnknownCode(code.to_owned())) };
        let index = cx.catalog.products().iter().position(|have| std::ptr::eq(have, product));
        let mut answer = index.map_or_else(Action::none, |index| self.add_product(index, cx));
        let letting_go = operation::focus(NOWHERE);
        answer.task = Task::batch([std::mem::replace(&mut answer.task, Task::none()), letting_go]);
        answer
    }

    fn character(&mut self, c: char, cx: &Context<'_>) -> Answer {
        let size = |register: &Self| (register.cart.lines().len(), register.cart.items());
        let size_before = size(self);
        let answer = self.act_on(c, cx);
        let changed = size(self) != size_before;
        if let Some(before) = self.before.as_mut().filter(|_| changed) {
            before.changes += 1;
        }
        answer
    }

    fn act_on(&mut self, c: char, cx: &Context<'_>) -> Answer {
        if c == ' ' && self.query.is_empty() && !self.burst.runs() {
            return self.press_focused(cx);
        }
        if let Some(digit) = c.to_digit(10).and_then(|digit| u8::try_from(digit).ok()) {
            return self.pad(Key::Digit(digit));
        }
        match c {
            ',' | '.' => self.pad(Key::Separator),
            '+' if self.panel == Panel::None => self.add_typed(),
            '*' | '×' if self.panel == Panel::None => self.start_times(),
            _ if c.is_alphanumeric() || c == ' ' => self.search_for(c, cx),
            _ => Action::none(),
        }
    }

    /// Letters search, wherever the focus is.
    fn search_for(&mut self, c: char, cx: &Context<'_>) -> Answer {
        if self.panel != Panel::None || cx.catalog.products().is_empty() {
            return Action::none();
        }
        self.query.push(c);
        self.page = Page::Products;
        self.pad_open = false;
        self.search(cx);
        Action::task(operation::focus(SEARCH))
    }

    fn chord(&mut self, c: char, cx: &Context<'_>) -> Answer {
        if self.panel != Panel::None {
            return Action::none();
        }
        match c.to_ascii_lowercase() {
            'z' => self.undo(),
            't' => self.turn_tip(),
            '1'..='9' => {
                let place = c.to_digit(10).map_or(0, |digit| digit as usize);
                self.choose_category(place.checked_sub(2), cx)
            }
            _ => Action::none(),
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a keyboard has hundreds of keys and the register few uses")]
    fn named(&mut self, named: Named, press: &Press, cx: &Context<'_>) -> Answer {
        let open = self.panel == Panel::None;
        match named {
            Named::Enter => self.enter(press, cx),
            Named::Escape => self.back(cx),
            Named::Backspace if press.captured => Action::none(),
            Named::Backspace if press.ctrl => self.pad(Key::Clear),
            Named::Backspace => self.backspace(),
            Named::Tab => self.move_focus(press.shift, cx),
            Named::F2 if open => self.open_search(),
            Named::F3 => Action::ask(Instruction::OpenSales),
            Named::F7 if open => self.open_cash(),
            Named::ArrowUp | Named::ArrowDown if open => self.move_line(named == Named::ArrowDown),
            Named::ArrowLeft | Named::ArrowRight if open && !press.captured => {
                self.move_tile(named == Named::ArrowRight)
            }
            Named::Delete if open && !press.captured => self.remove(),
            _ => Action::none(),
        }
    }

    /// Enter is the big button: what it does is written on it.
    fn enter(&mut self, press: &Press, cx: &Context<'_>) -> Answer {
        if self.panel != Panel::None {
            return self.confirm();
        }
        if press.ctrl {
            return self.charge(cx);
        }
        if !self.query.is_empty() {
            return self.marked().map_or_else(Action::none, |index| self.add_product(index, cx));
        }
        if self.times.is_some() || !self.entry.is_empty() {
            return self.add_typed();
        }
        self.charge(cx)
    }

    /// Esc goes back one step: panel, search, quantity, entry, choice.
    fn back(&mut self, cx: &Context<'_>) -> Answer {
        if self.panel != Panel::None {
            return self.close();
        }
        if !self.query.is_empty() {
            return Action::task(self.clear_query(cx));
        }
        self.refused = false;
        if self.times.take().is_none() {
            if self.entry.is_empty() {
                self.selected = None;
            }
            let _ = self.entry.press(Key::Clear);
        }
        self.pad_open = false;
        Action::task(operation::focus(NOWHERE))
    }

    fn backspace(&mut self) -> Answer {
        if self.panel == Panel::None && self.times.as_ref().is_some_and(String::is_empty) {
            return self.start_times();
        }
        self.pad(Key::Back)
    }

    fn open_search(&mut self) -> Answer {
        self.page = Page::Products;
        self.pad_open = false;
        Action::task(operation::focus(SEARCH))
    }

    fn move_line(&mut self, down: bool) -> Answer {
        let Some(last) = self.cart.lines().len().checked_sub(1) else { return Action::none() };
        let next = match self.selected {
            None => last,
            Some(index) if down => (index + 1).min(last),
            Some(index) => index.saturating_sub(1),
        };
        self.selected = Some(next);
        Action::task(self.show_line(next))
    }

    fn press_focused(&mut self, cx: &Context<'_>) -> Answer {
        let message = self.focus.and_then(|target| self.message_of(target));
        message.map_or_else(Action::none, |message| self.update(message, cx))
    }

    /// The product Enter would add: the focused tile, else the first found.
    pub(super) fn marked(&self) -> Option<usize> {
        let place = match self.focus {
            Some(Target::Tile(place)) => place,
            Some(_) | None => 0,
        };
        self.found.get(place).or(self.found.first()).copied()
    }
}
