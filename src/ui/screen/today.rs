//! What the shop takes: a day, a week, a month, beside the time before; live while it is going on.

mod calendar;
mod course;
mod parts;
mod room;
mod view;
mod watched;

use iced::keyboard::key::Named;
use iced::widget::operation::{self, AbsoluteOffset};

use crate::domain::day::{Day, Period};
use crate::domain::report::{Reach, Reading, Sheet};
use crate::notice::Notice;
use crate::ui::action::Action;
use crate::ui::context::Context;
use crate::ui::press::{Hit, Press};

/// The cards, so that a task can scroll them.
pub const CARDS: &str = "today-scroll";
/// How far an arrow scrolls, in px.
const SCROLL: f32 = 96.0;

/// How the course of time is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Bars.
    Chart,
    /// The days of a month in their weeks.
    Calendar,
    /// Figures.
    Table,
}

/// The page.
#[derive(Debug, Clone)]
pub struct Today {
    reading: Reading,
    shown: Shown,
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
    /// A day of the calendar.
    DayChosen(Day),
    /// The time before.
    EarlierPressed,
    /// The time after, up to now.
    LaterPressed,
    /// Bars, calendar or figures.
    ShownChosen(Shown),
    /// Export these days.
    ExportPressed,
    /// The app: a sheet was read.
    SheetRead(Reading, Result<Box<Sheet>, Notice>),
}

/// What the app is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instruction {
    /// Read a sheet.
    Read(Reading),
    /// Open the exports for these days.
    Export(Period),
}

type Answer = Action<Instruction, Message>;

impl Today {
    /// The page, and what it wants first.
    pub fn open(cx: &Context<'_>) -> (Self, Answer) {
        let page = Self { reading: Reading::default(), shown: Shown::Chart, sheet: None, asked: stand(cx) };
        (page, Action::ask(Instruction::Read(Reading::default())))
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
            Message::DayChosen(day) => self.read(Reading { reach: Reach::Day, day: not_now(day, cx) }, cx),
            Message::EarlierPressed => self.go(-1, cx),
            Message::LaterPressed => self.go(1, cx),
            Message::ShownChosen(shown) => {
                self.shown = shown;
                Action::none()
            }
            Message::ExportPressed => Action::ask(Instruction::Export(self.period(cx))),
            Message::SheetRead(reading, result) => {
                // An answer about days that were left meanwhile is not this page's any more.
                if reading == self.reading {
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
        Action::ask(Instruction::Read(self.reading))
    }

    /// The days of the page.
    fn period(&self, cx: &Context<'_>) -> Period {
        self.reading.reach.periods(self.reading.day.unwrap_or(cx.today())).0
    }

    fn choose(&mut self, reach: Reach, cx: &Context<'_>) -> Answer {
        if reach == self.reading.reach {
            return Action::none();
        }
        self.read(Reading { reach, ..self.reading }, cx)
    }

    /// A month is looked at as a calendar first, anything else as bars; figures stay figures.
    fn read(&mut self, reading: Reading, cx: &Context<'_>) -> Answer {
        if reading.reach != self.reading.reach && self.shown != Shown::Table {
            self.shown = if reading.reach == Reach::Month { Shown::Calendar } else { Shown::Chart };
        }
        self.reading = reading;
        self.sheet = None;
        self.asked = stand(cx);
        Action::ask(Instruction::Read(reading))
    }

    /// One day, week or month back or on; what has not begun is not looked at.
    fn go(&mut self, by: i32, cx: &Context<'_>) -> Answer {
        let here = self.period(cx);
        let day = if by < 0 { here.from().plus(-1) } else { here.to().plus(1) };
        if day > cx.today() {
            return Action::none();
        }
        self.read(Reading { day: not_now(day, cx), ..self.reading }, cx)
    }

    /// Whether there is a time after the one shown.
    fn has_later(&self, cx: &Context<'_>) -> bool {
        self.period(cx).to() < cx.today()
    }

    fn press(&mut self, press: Press, cx: &Context<'_>) -> Answer {
        if press.ctrl {
            let exports = matches!(press.key, Hit::Char('e' | 'E')) && !press.repeat;
            return if exports { self.update(Message::ExportPressed, cx) } else { Action::none() };
        }
        let place = Reach::ALL.iter().position(|reach| *reach == self.reading.reach).unwrap_or_default();
        match press.key {
            Hit::Named(Named::PageUp) => self.go(-1, cx),
            Hit::Named(Named::PageDown) => self.go(1, cx),
            Hit::Named(Named::ArrowUp) => scroll(-SCROLL),
            Hit::Named(Named::ArrowDown) => scroll(SCROLL),
            _ if press.repeat => Action::none(),
            Hit::Char('t' | 'T') => self.turn(Shown::Table),
            Hit::Char('c' | 'C') if self.reading.reach == Reach::Month => self.turn(Shown::Calendar),
            Hit::Named(Named::ArrowLeft) => self.choose(Reach::ALL[place.saturating_sub(1)], cx),
            Hit::Named(Named::ArrowRight) => self.choose(Reach::ALL[(place + 1).min(Reach::ALL.len() - 1)], cx),
            Hit::Named(_) | Hit::Char(_) => Action::none(),
        }
    }

    /// Shows it another way, or as bars again.
    fn turn(&mut self, shown: Shown) -> Answer {
        self.shown = if self.shown == shown { Shown::Chart } else { shown };
        Action::none()
    }
}

fn scroll(by: f32) -> Answer {
    Action::task(operation::scroll_by(CARDS, AbsoluteOffset { x: 0.0, y: by }))
}

/// The business day that is going on is followed, not held.
fn not_now(day: Day, cx: &Context<'_>) -> Option<Day> {
    (day < cx.today()).then_some(day)
}

fn stand(cx: &Context<'_>) -> (u64, i64) {
    (cx.book.head().seq, cx.now.0.div_euclid(60_000))
}
