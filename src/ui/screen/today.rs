//! What the shop takes: today, this week, this month, beside the time before; live while it is open.

mod view;

use iced::keyboard::key::Named;

use crate::domain::report::{Reach, Sheet};
use crate::notice::Notice;
use crate::ui::action::Action;
use crate::ui::context::Context;
use crate::ui::press::{Hit, Press};

/// The page.
#[derive(Debug, Clone)]
pub struct Today {
    reach: Reach,
    as_table: bool,
    /// None while it is being read for the first time.
    sheet: Option<Result<Box<Sheet>, Notice>>,
    /// The last entry the sheet may know of, and the minute it was asked in.
    asked: (u64, i64),
}

/// What happened.
#[derive(Debug, Clone)]
pub enum Message {
    /// A key of the keyboard.
    Pressed(Press),
    /// Time passed, or the book changed.
    Ticked,
    /// Day, week or month.
    ReachChosen(Reach),
    /// Figures instead of bars, and back.
    TablePressed,
    /// The app: a sheet was read.
    SheetRead(Reach, Result<Box<Sheet>, Notice>),
}

/// What the app is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instruction {
    /// Read a sheet.
    Read(Reach),
}

type Answer = Action<Instruction, Message>;

impl Today {
    /// The page, and what it wants first.
    pub fn open(cx: &Context<'_>) -> (Self, Answer) {
        let page = Self { reach: Reach::Day, as_table: false, sheet: None, asked: stand(cx) };
        (page, Action::ask(Instruction::Read(Reach::Day)))
    }

    /// The figures follow the clock.
    #[must_use]
    pub fn counts(&self) -> bool {
        true
    }

    /// Whether Esc has something to take back.
    #[must_use]
    pub fn holds_escape(&self) -> bool {
        false
    }

    /// Takes one message.
    pub fn update(&mut self, message: Message, cx: &Context<'_>) -> Answer {
        match message {
            Message::Pressed(press) => self.press(press, cx),
            Message::Ticked => self.refresh(cx),
            Message::ReachChosen(reach) => self.choose(reach, cx),
            Message::TablePressed => {
                self.as_table = !self.as_table;
                Action::none()
            }
            Message::SheetRead(reach, result) => {
                // An answer about days that were left meanwhile is not this page's any more.
                if reach == self.reach {
                    self.sheet = Some(result);
                }
                Action::none()
            }
        }
    }

    /// Reads again when the book has grown or a minute has passed; the old figures stay until then.
    fn refresh(&mut self, cx: &Context<'_>) -> Answer {
        let now = stand(cx);
        if now == self.asked {
            return Action::none();
        }
        self.asked = now;
        Action::ask(Instruction::Read(self.reach))
    }

    fn choose(&mut self, reach: Reach, cx: &Context<'_>) -> Answer {
        if reach == self.reach {
            return Action::none();
        }
        self.reach = reach;
        self.sheet = None;
        self.asked = stand(cx);
        Action::ask(Instruction::Read(reach))
    }

    fn press(&mut self, press: Press, cx: &Context<'_>) -> Answer {
        if press.repeat || press.ctrl {
            return Action::none();
        }
        let place = Reach::ALL.iter().position(|reach| *reach == self.reach).unwrap_or_default();
        match press.key {
            Hit::Char('t' | 'T') => self.update(Message::TablePressed, cx),
            Hit::Named(Named::ArrowLeft) => self.choose(Reach::ALL[place.saturating_sub(1)], cx),
            Hit::Named(Named::ArrowRight) => self.choose(Reach::ALL[(place + 1).min(Reach::ALL.len() - 1)], cx),
            Hit::Named(_) | Hit::Char(_) => Action::none(),
        }
    }
}

fn stand(cx: &Context<'_>) -> (u64, i64) {
    (cx.book.head().seq, cx.now.0.div_euclid(60_000))
}
