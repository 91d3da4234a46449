//! The owner's area: a rail of pages, and one of them open.

mod pages;
mod view;

use iced::keyboard::key::Named;

use crate::ui::action::Action;
use crate::ui::context::Context;
use crate::ui::press::{Hit, Press};

pub use pages::{Ask, Open, Section, Told};

/// The area.
#[derive(Debug)]
pub struct Owner {
    open: Open,
    /// Whether the rail has the keyboard.
    on_rail: bool,
    /// Whether the menu of a small window is open.
    menu: bool,
}

/// What happened.
#[derive(Debug, Clone)]
pub enum Message {
    /// A key of the keyboard.
    Pressed(Press),
    /// Time passed, or the book or a reading changed.
    Ticked,
    /// A page of the rail.
    SectionChosen(Section),
    /// The menu of a small window.
    MenuPressed,
    /// Back to the register.
    LeavePressed,
    /// The money that came late.
    LatePressed,
    /// Something on the page that is open.
    Page(Told),
    /// The app's answer to a page; the keyboard stays where it is.
    Answered(Told),
}

/// What the app is to do.
#[derive(Debug)]
pub enum Instruction {
    /// Back to the register.
    Leave,
    /// To the money that came late.
    Late,
    /// What the page asks.
    Page(Ask),
}

type Answer = Action<Instruction, Message>;

impl Owner {
    /// The area with a page open, and what that page wants first.
    pub fn new(section: Section, cx: &Context<'_>) -> (Self, Answer) {
        let (open, action) = Open::new(section, cx);
        (Self { open, on_rail: true, menu: false }, lift(action))
    }

    /// The page that is open.
    #[must_use]
    pub fn section(&self) -> Section {
        self.open.section()
    }

    /// Whether something on the page changes with time alone.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.open.counts()
    }

    /// Takes one message.
    pub fn update(&mut self, message: Message, cx: &Context<'_>) -> Answer {
        match message {
            Message::Pressed(press) => self.press(press, cx),
            Message::Ticked => lift(self.open.tick(cx)),
            Message::SectionChosen(section) => self.go(section, cx),
            Message::MenuPressed => {
                self.menu = !self.menu;
                Action::none()
            }
            Message::LeavePressed => Action::ask(Instruction::Leave),
            Message::LatePressed => Action::ask(Instruction::Late),
            Message::Page(told) => {
                self.on_rail = false;
                lift(self.open.update(told, cx))
            }
            Message::Answered(told) => lift(self.open.update(told, cx)),
        }
    }

    fn go(&mut self, section: Section, cx: &Context<'_>) -> Answer {
        self.menu = false;
        if section == self.section() {
            return Action::none();
        }
        let (open, action) = Open::new(section, cx);
        self.open = open;
        lift(action)
    }

    fn press(&mut self, press: Press, cx: &Context<'_>) -> Answer {
        if press.is(Named::F10) {
            self.on_rail = true;
            return Action::task(iced::widget::operation::focus(NOWHERE));
        }
        if press.is(Named::Escape) && !press.repeat && !self.open.holds_escape() {
            return if std::mem::take(&mut self.menu) { Action::none() } else { Action::ask(Instruction::Leave) };
        }
        if !self.on_rail || press.ctrl {
            return self.press_page(press, cx);
        }
        match press.key {
            Hit::Named(Named::ArrowDown) => self.step(cx, 1),
            Hit::Named(Named::ArrowUp) => self.step(cx, -1),
            Hit::Named(Named::Enter | Named::Tab | Named::ArrowRight) if !press.repeat => {
                self.on_rail = false;
                self.menu = false;
                lift(self.open.press(Press::named(Named::Tab), cx))
            }
            Hit::Named(_) | Hit::Char(_) => lift(self.open.press(press, cx)),
        }
    }

    /// A page without rows has no use for ↑ and ↓: they give the keyboard back to the rail, out of a search as well.
    fn press_page(&mut self, press: Press, cx: &Context<'_>) -> Answer {
        let arrow = press.is(Named::ArrowUp) || press.is(Named::ArrowDown);
        if !arrow || press.ctrl || self.open.has_rows() {
            return lift(self.open.press(press, cx));
        }
        self.on_rail = true;
        Action::task(iced::widget::operation::focus(NOWHERE))
    }

    fn step(&mut self, cx: &Context<'_>, by: isize) -> Answer {
        let now = Section::ALL.iter().position(|section| *section == self.section()).unwrap_or_default();
        let next = now.saturating_add_signed(by).min(Section::ALL.len() - 1);
        let menu = self.menu;
        let answer = self.go(Section::ALL[next], cx);
        self.menu = menu;
        answer
    }
}

/// What no widget is called: focusing it takes the focus away from every field.
const NOWHERE: &str = "owner-nowhere";

fn lift(action: Action<Ask, Told>) -> Answer {
    Action { instruction: action.instruction.map(Instruction::Page), task: action.task.map(Message::Page) }
}
