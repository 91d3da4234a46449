//! Reads, closings and exports: X as often as wanted, Z once, a copy of any Z from its stored figures, and the books as
//! files for others.

mod close;
pub mod exports;
mod exports_view;
mod groups;
mod stored;
mod view;

use iced::keyboard::key::Named;
use iced::widget::operation::{self, AbsoluteOffset};

use crate::domain::day::Period;
use crate::domain::report::Closing;
use crate::notice::Notice;
use crate::ui::action::Action;
use crate::ui::context::Context;
use crate::ui::press::{Hit, Press};
use crate::ui::screen::guard::Guard;
use crate::ui::widget::layout::Breakpoint;
use exports::Exports;

/// The figures, so that a task can scroll them.
pub const FIGURES: &str = "reports-figures";
/// How far a page key scrolls, in px.
const SCROLL: f32 = 240.0;

/// Which part of the page is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// The shift so far.
    X,
    /// The closings.
    Z,
    /// The books as files.
    Exports,
}

impl Shown {
    /// All of them, in the order of the segments.
    pub const ALL: [Self; 3] = [Self::X, Self::Z, Self::Exports];
}

/// What a paper is saved as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paper {
    /// To read and to print.
    #[default]
    Pdf,
    /// Lines of 42 signs, as on 80 mm paper.
    Text,
}

/// The page.
#[derive(Debug, Clone)]
pub struct Reports {
    shown: Shown,
    /// None while they are being read for the first time.
    closings: Option<Result<Vec<Closing>, Notice>>,
    /// The closing that is looked at; the newest at first.
    chosen: Option<u64>,
    /// Whether a closing covers the list, on a small window.
    covers: bool,
    paper: Paper,
    /// The first press asks, the second closes.
    sure: bool,
    /// Enter that has just asked does not answer itself.
    guard: Guard<bool>,
    busy: bool,
    refused: Option<Notice>,
    /// Where the last paper lies.
    saved: Option<String>,
    exports: Exports,
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
    /// What papers are saved as.
    PaperChosen(Paper),
    /// Read the shift: an X with its own number.
    ReadPressed,
    /// Close the day; the first press asks.
    ClosePressed,
    /// Count the drawer first.
    CountPressed,
    /// Look at the late money first.
    LatePressed,
    /// A closing of the list.
    ClosingPressed(u64),
    /// Back to the list.
    BackPressed,
    /// A copy of a closing.
    ReprintPressed(u64),
    /// The exports, for these days.
    ExportsOpened(Period),
    /// For the exports.
    Exports(exports::Message),
    /// The app: the closings.
    ClosingsRead(Result<Vec<Closing>, Notice>),
    /// The app: what was asked is done, or not.
    Done(Result<(), Notice>),
    /// The app: the paper lies there.
    Saved(String),
}

/// What the app is to do.
#[derive(Debug, Clone)]
pub enum Instruction {
    /// Read the closings.
    Closings,
    /// Read the shift and save the paper.
    ReadX(Paper),
    /// Close the day and save the paper.
    CloseZ(Paper),
    /// Count one more copy and save the paper.
    Reprint(u64, Paper),
    /// Open the drawer's page.
    OpenCashUp,
    /// Open the late money.
    OpenLate,
    /// Write the books of some days.
    Export(exports::Order),
}

type Answer = Action<Instruction, Message>;

/// Whether there is room for the list or a closing, not for both.
fn covers(cx: &Context<'_>) -> bool {
    matches!(Breakpoint::of(cx.size), Breakpoint::Small | Breakpoint::Portrait)
}

impl Reports {
    /// The page, and what it wants first.
    pub fn open(cx: &Context<'_>) -> (Self, Answer) {
        let page = Self {
            shown: Shown::X,
            closings: None,
            chosen: None,
            covers: false,
            paper: Paper::default(),
            sure: false,
            guard: Guard::new(cx.mono),
            busy: false,
            refused: None,
            saved: None,
            exports: Exports::new(Period::day(cx.today())),
        };
        (page, Action::ask(Instruction::Closings))
    }

    /// The shift is drawn from the book, which tells its own changes; an export tells how far it is.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.exports.is_running()
    }

    /// Whether Esc takes the question back, goes back to the list, or stops an export.
    #[must_use]
    pub fn holds_escape(&self) -> bool {
        self.sure || self.covers || self.exports.is_running()
    }

    /// Takes one message.
    pub fn update(&mut self, message: Message, cx: &Context<'_>) -> Answer {
        match message {
            Message::Pressed(press) => return self.press(&press, cx),
            Message::Ticked => {}
            Message::ShownChosen(shown) => (self.shown, self.sure, self.covers) = (shown, false, false),
            Message::PaperChosen(paper) => self.paper = paper,
            Message::ReadPressed => return self.ask(Instruction::ReadX(self.paper)),
            Message::ClosePressed if !self.sure => {
                self.sure = !self.busy;
                self.guard.show(self.sure, cx.mono);
            }
            Message::ClosePressed => return self.ask(Instruction::CloseZ(self.paper)),
            Message::CountPressed => return Action::ask(Instruction::OpenCashUp),
            Message::LatePressed => return Action::ask(Instruction::OpenLate),
            Message::ClosingPressed(number) => (self.chosen, self.covers) = (Some(number), covers(cx)),
            Message::BackPressed => self.covers = false,
            Message::ReprintPressed(number) => return self.ask(Instruction::Reprint(number, self.paper)),
            Message::ExportsOpened(period) => {
                (self.shown, self.exports) = (Shown::Exports, Exports::new(period));
            }
            Message::Exports(message) => return self.export(message),
            Message::ClosingsRead(result) => self.closings = Some(result),
            Message::Done(result) => {
                self.busy = false;
                self.refused = result.err();
                return Action::ask(Instruction::Closings);
            }
            Message::Saved(file) => self.saved = Some(file),
        }
        Action::none()
    }

    fn export(&mut self, message: exports::Message) -> Answer {
        let action = self.exports.update(message);
        Action { instruction: action.instruction.map(Instruction::Export), task: action.task.map(Message::Exports) }
    }

    /// One order at a time: a second press while the first is written does nothing.
    fn ask(&mut self, order: Instruction) -> Answer {
        if self.busy {
            return Action::none();
        }
        (self.busy, self.sure) = (true, false);
        (self.refused, self.saved) = (None, None);
        Action::ask(order)
    }

    fn press(&mut self, press: &Press, cx: &Context<'_>) -> Answer {
        self.guard.show(self.sure, cx.mono);
        let by_rows = self.shown == Shown::Z && !press.ctrl;
        match press.key {
            Hit::Named(Named::ArrowDown) if by_rows => return self.step(1),
            Hit::Named(Named::ArrowUp) if by_rows => return self.step(-1),
            Hit::Named(Named::PageDown) => return scroll(SCROLL),
            Hit::Named(Named::PageUp) => return scroll(-SCROLL),
            _ if press.repeat => return Action::none(),
            Hit::Named(Named::Escape) => return self.escape(),
            Hit::Char('e' | 'E') if press.ctrl => return self.update(Message::ShownChosen(Shown::Exports), cx),
            Hit::Char('p' | 's' | 'P' | 'S') if press.ctrl => return self.save(cx),
            Hit::Named(_) | Hit::Char(_) => {}
        }
        if self.shown == Shown::Exports && (press.captured || !is_aside(press)) {
            return self.export(exports::Message::Pressed(press.clone()));
        }
        let place = Shown::ALL.iter().position(|shown| *shown == self.shown).unwrap_or_default();
        match press.key {
            Hit::Named(Named::ArrowLeft) => self.update(Message::ShownChosen(Shown::ALL[place.saturating_sub(1)]), cx),
            Hit::Named(Named::ArrowRight) => {
                self.update(Message::ShownChosen(Shown::ALL[(place + 1).min(Shown::ALL.len() - 1)]), cx)
            }
            Hit::Named(Named::F9) => self.update(Message::ReadPressed, cx),
            Hit::Named(Named::Enter) if self.shown == Shown::X && !press.captured => {
                if self.guard.hears(cx.mono) {
                    self.update(Message::ClosePressed, cx)
                } else {
                    Action::none()
                }
            }
            Hit::Named(Named::Enter) if by_rows && covers(cx) => {
                self.covers = self.looked_at().is_some();
                Action::none()
            }
            Hit::Named(_) | Hit::Char(_) => Action::none(),
        }
    }

    fn escape(&mut self) -> Answer {
        if self.exports.is_running() {
            return self.export(exports::Message::StopPressed);
        }
        (self.sure, self.covers) = (false, false);
        Action::none()
    }

    /// The paper of what is shown: a read of the shift, or a copy of the closing.
    fn save(&mut self, cx: &Context<'_>) -> Answer {
        match (self.shown, self.looked_at().map(|closing| closing.fact.number)) {
            (Shown::X, _) => self.update(Message::ReadPressed, cx),
            (Shown::Z, Some(number)) => self.update(Message::ReprintPressed(number), cx),
            (Shown::Z, None) | (Shown::Exports, _) => Action::none(),
        }
    }

    fn listed(&self) -> &[Closing] {
        self.closings.as_ref().and_then(|read| read.as_ref().ok()).map_or(&[], Vec::as_slice)
    }

    /// The closing beside the list: the chosen one, else the newest.
    fn looked_at(&self) -> Option<&Closing> {
        let listed = self.listed();
        listed.iter().find(|closing| Some(closing.fact.number) == self.chosen).or(listed.first())
    }

    fn step(&mut self, by: isize) -> Answer {
        let listed = self.listed();
        let Some(last) = listed.len().checked_sub(1) else { return Action::none() };
        let now = self.looked_at().and_then(|here| listed.iter().position(|closing| closing.seq == here.seq));
        let next = now.map_or(0, |now| now.saturating_add_signed(by).min(last));
        self.chosen = Some(listed[next].fact.number);
        Action::none()
    }
}

fn scroll(by: f32) -> Answer {
    Action::task(operation::scroll_by(FIGURES, AbsoluteOffset { x: 0.0, y: by }))
}

/// Whether a key goes from segment to segment rather than into a field.
fn is_aside(press: &Press) -> bool {
    matches!(press.key, Hit::Named(Named::ArrowLeft | Named::ArrowRight))
}
