//! Reads and closings: X as often as wanted, Z once, and a copy of any Z from its stored figures.

mod view;

use iced::keyboard::key::Named;

use crate::domain::report::Closing;
use crate::notice::Notice;
use crate::ui::action::Action;
use crate::ui::context::Context;
use crate::ui::press::{Hit, Press};

/// Which list is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// The shift so far.
    X,
    /// The closings.
    Z,
}

/// The page.
#[derive(Debug, Clone)]
pub struct Reports {
    shown: Shown,
    /// None while they are being read for the first time.
    closings: Option<Result<Vec<Closing>, Notice>>,
    /// The first press asks, the second closes.
    sure: bool,
    busy: bool,
    refused: Option<Notice>,
}

/// What happened.
#[derive(Debug, Clone)]
pub enum Message {
    /// A key of the keyboard.
    Pressed(Press),
    /// Time passed, or the book changed.
    Ticked,
    /// A segment.
    ShownChosen(Shown),
    /// Read the shift: an X with its own number.
    ReadPressed,
    /// Close the day; the first press asks.
    ClosePressed,
    /// A copy of a closing.
    ReprintPressed(u64),
    /// The app: the closings.
    ClosingsRead(Result<Vec<Closing>, Notice>),
    /// The app: what was asked is done, or not.
    Done(Result<(), Notice>),
}

/// What the app is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instruction {
    /// Read the closings.
    Closings,
    /// Read the shift and save the paper.
    ReadX,
    /// Close the day and save the paper.
    CloseZ,
    /// Count one more copy and save the paper.
    Reprint(u64),
}

type Answer = Action<Instruction, Message>;

impl Reports {
    /// The page, and what it wants first.
    pub fn open(_cx: &Context<'_>) -> (Self, Answer) {
        let page = Self { shown: Shown::X, closings: None, sure: false, busy: false, refused: None };
        (page, Action::ask(Instruction::Closings))
    }

    /// The shift is drawn from the book, which tells its own changes.
    #[must_use]
    pub fn counts(&self) -> bool {
        false
    }

    /// Whether Esc takes the question back.
    #[must_use]
    pub fn holds_escape(&self) -> bool {
        self.sure
    }

    /// Takes one message.
    pub fn update(&mut self, message: Message, cx: &Context<'_>) -> Answer {
        match message {
            Message::Pressed(press) => self.press(press, cx),
            Message::Ticked => Action::none(),
            Message::ShownChosen(shown) => {
                self.shown = shown;
                self.sure = false;
                Action::none()
            }
            Message::ReadPressed => self.ask(Instruction::ReadX),
            Message::ClosePressed if !self.sure => {
                self.sure = true;
                Action::none()
            }
            Message::ClosePressed => self.ask(Instruction::CloseZ),
            Message::ReprintPressed(number) => self.ask(Instruction::Reprint(number)),
            Message::ClosingsRead(result) => {
                self.closings = Some(result);
                Action::none()
            }
            Message::Done(result) => {
                self.busy = false;
                self.refused = result.err();
                Action::ask(Instruction::Closings)
            }
        }
    }

    /// One order at a time: a second press while the first is written does nothing.
    fn ask(&mut self, order: Instruction) -> Answer {
        if self.busy {
            return Action::none();
        }
        self.busy = true;
        self.sure = false;
        self.refused = None;
        Action::ask(order)
    }

    fn press(&mut self, press: Press, cx: &Context<'_>) -> Answer {
        if press.repeat {
            return Action::none();
        }
        match press.key {
            Hit::Named(Named::Escape) => {
                self.sure = false;
                Action::none()
            }
            Hit::Named(Named::ArrowLeft) => self.update(Message::ShownChosen(Shown::X), cx),
            Hit::Named(Named::ArrowRight) => self.update(Message::ShownChosen(Shown::Z), cx),
            Hit::Named(Named::F9) => self.update(Message::ReadPressed, cx),
            Hit::Named(_) | Hit::Char(_) => Action::none(),
        }
    }
}
