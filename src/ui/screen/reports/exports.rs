//! The books of some days as files: which kind, which days, which folder.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use iced::keyboard::key::Named;
use iced::widget::operation;

use crate::domain::day::{Day, Period};
use crate::notice::Notice;
use crate::ui::action::Action;
use crate::ui::press::{Hit, Press};

/// The field of the first day, so that a task can focus it.
pub const FROM: &str = "exports-from";
/// Characters a day and a folder may have.
const DAY_MAX: usize = 10;
const FOLDER_MAX: usize = 1_000;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A workbook.
    Xlsx,
    /// The report of the days.
    Pdf,
    /// A folder of CSV files.
    Csv,
    /// A journal for hledger.
    Hledger,
    /// A ledger for Beancount.
    Beancount,
    /// The signed archive.
    Archive,
}

impl Kind {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 6] = [Self::Xlsx, Self::Pdf, Self::Csv, Self::Hledger, Self::Beancount, Self::Archive];

    /// The catalogue's keys of its name and of what it is for.
    #[must_use]
    pub(super) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Xlsx => ("exports-xlsx", "exports-xlsx-for"),
            Self::Pdf => ("exports-pdf", "exports-pdf-for"),
            Self::Csv => ("exports-csv", "exports-csv-for"),
            Self::Hledger => ("exports-hledger", "exports-hledger-for"),
            Self::Beancount => ("exports-beancount", "exports-beancount-for"),
            Self::Archive => ("exports-archive", "exports-archive-for"),
        }
    }
}

/// How far an export is, and where it is stopped.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    of: AtomicU64,
    stop: AtomicBool,
}

impl Progress {
    /// So many of so many are done. Answers whether to go on.
    pub fn note(&self, done: u64, of: u64) -> bool {
        self.done.store(done, Ordering::Relaxed);
        self.of.store(of, Ordering::Relaxed);
        !self.stop.load(Ordering::Relaxed)
    }

    /// How many of how many are done.
    #[must_use]
    pub fn far(&self) -> (u64, u64) {
        (self.done.load(Ordering::Relaxed), self.of.load(Ordering::Relaxed))
    }

    fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// What is to be written.
#[derive(Debug, Clone)]
pub struct Order {
    /// The kind of file.
    pub kind: Kind,
    /// The days.
    pub period: Period,
    /// The folder it goes into; empty for the one papers are saved in.
    pub folder: String,
    /// How far it is.
    pub progress: Arc<Progress>,
}

/// Where an export stands.
#[derive(Debug, Clone)]
pub(super) enum Stand {
    Idle,
    Running(Arc<Progress>),
    /// It is written: the files.
    Done(Vec<String>),
    Stopped,
    Failed(Notice),
}

/// The part of the page that exports.
#[derive(Debug, Clone)]
pub struct Exports {
    pub(super) kind: Kind,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) folder: String,
    pub(super) stand: Stand,
}

/// What happened.
#[derive(Debug, Clone)]
pub enum Message {
    /// A key of the keyboard.
    Pressed(Press),
    /// A kind of file.
    KindChosen(Kind),
    /// Some days at once.
    DaysChosen(Period),
    /// The first day changed.
    FromTyped(String),
    /// The last day changed.
    ToTyped(String),
    /// The folder changed.
    FolderTyped(String),
    /// Write.
    ExportPressed,
    /// Stop writing.
    StopPressed,
    /// The app: the files lie there; none where it was stopped.
    Written(Result<Option<Vec<String>>, Notice>),
}

type Answer = Action<Order, Message>;

impl Exports {
    /// The exports of some days.
    #[must_use]
    pub fn new(period: Period) -> Self {
        let (from, to) = (period.from().to_string(), period.to().to_string());
        Self { kind: Kind::Xlsx, from, to, folder: String::new(), stand: Stand::Idle }
    }

    /// Whether files are being written.
    #[must_use]
    pub fn is_running(&self) -> bool {
        matches!(self.stand, Stand::Running(_))
    }

    /// The days, where both fields hold one and they stand in order.
    #[must_use]
    pub(super) fn period(&self) -> Option<Period> {
        let day = |text: &str| text.trim().parse::<Day>().ok();
        day(&self.from).zip(day(&self.to)).and_then(|(from, to)| Period::new(from, to))
    }

    /// Takes one message.
    pub fn update(&mut self, message: Message) -> Answer {
        match message {
            Message::Pressed(press) => return self.press(&press),
            Message::KindChosen(kind) => self.change(|this| this.kind = kind),
            Message::DaysChosen(period) => self.change(|this| {
                (this.from, this.to) = (period.from().to_string(), period.to().to_string());
            }),
            Message::FromTyped(text) => self.change(|this| this.from = typed(&text, DAY_MAX)),
            Message::ToTyped(text) => self.change(|this| this.to = typed(&text, DAY_MAX)),
            Message::FolderTyped(text) => self.change(|this| this.folder = typed(&text, FOLDER_MAX)),
            Message::ExportPressed => return self.begin(),
            Message::StopPressed => {
                if let Stand::Running(progress) = &self.stand {
                    progress.stop();
                }
            }
            Message::Written(result) => {
                self.stand = match result {
                    Ok(Some(files)) => Stand::Done(files),
                    Ok(None) => Stand::Stopped,
                    Err(why) => Stand::Failed(why),
                };
            }
        }
        Action::none()
    }

    /// What is being written stays as it was asked for; what was said of the last export is about the last export.
    fn change(&mut self, change: impl FnOnce(&mut Self)) {
        if !self.is_running() {
            change(self);
            self.stand = Stand::Idle;
        }
    }

    fn begin(&mut self) -> Answer {
        let Some(period) = self.period().filter(|_| !self.is_running()) else { return Action::none() };
        let progress = Arc::new(Progress::default());
        self.stand = Stand::Running(progress.clone());
        Action::ask(Order { kind: self.kind, period, folder: self.folder.trim().to_owned(), progress })
    }

    fn press(&mut self, press: &Press) -> Answer {
        let kind = |digit: char| digit.to_digit(10).and_then(|digit| Kind::ALL.get((digit as usize).checked_sub(1)?));
        match press.key {
            Hit::Named(Named::Enter) => self.begin(),
            Hit::Named(Named::Tab) if press.shift => Action::task(operation::focus_previous()),
            Hit::Named(Named::Tab) => Action::task(operation::focus_next()),
            Hit::Char(digit) if !press.captured => match kind(digit) {
                Some(kind) => self.update(Message::KindChosen(*kind)),
                None => Action::none(),
            },
            Hit::Named(_) | Hit::Char(_) => Action::none(),
        }
    }
}

fn typed(text: &str, max: usize) -> String {
    text.chars().filter(|c| !c.is_control()).take(max).collect()
}
