//! A till that cannot sell: what happened, what is safe, what to do, and the ways out that its owner may choose.

mod view;

use iced::keyboard::key::Named;
use iced::widget::operation;

use crate::domain::rescue::{Decision, Rescue, Way};
use crate::notice::Notice;
use crate::ui::action::Action;
use crate::ui::press::{Hit, Press};

/// The field of the reason, so that a task can focus it.
pub const REASON: &str = "fault-reason";
/// Bytes a reason may have, as on the command line.
const REASON_MAX: usize = 500;

/// The page.
#[derive(Debug, Clone)]
pub struct Fault {
    notice: Notice,
    place: Place,
    way: Option<Way>,
    rescue: Found,
    chosen: Option<usize>,
    reason: String,
    unsaid: bool,
    phase: Phase,
    failed: Option<Notice>,
}

/// Where the trouble met the till.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The shop's books did not open.
    Shop,
    /// The practice books did not open.
    Practice,
    /// The books were open and have stopped.
    Running,
}

/// What is known of the ways out.
#[derive(Debug, Clone)]
enum Found {
    Reading,
    Read(Rescue),
    Failed(Notice),
}

/// What is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Open,
    Trying,
    StartingPractice,
    Restoring,
    Keeping,
}

/// What happened.
#[derive(Debug, Clone)]
pub enum Message {
    /// A key of the keyboard.
    Pressed(Press),
    /// Open the books again.
    TryPressed,
    /// Practice instead.
    PracticePressed,
    /// Back to the till.
    BackPressed,
    /// The backups were checked, or could not be.
    Found(Result<Rescue, Notice>),
    /// A backup.
    CopyPressed(usize),
    /// The reason changed.
    ReasonTyped(String),
    /// Restore the chosen backup.
    RestorePressed,
    /// Save what a damaged book holds, or go on with a doubtful one.
    KeepPressed,
    /// What was chosen could not be done.
    Failed(Notice),
}

/// What the app is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instruction {
    /// Check the backups.
    Look(Way),
    /// Open the books again.
    TryAgain,
    /// Open the practice books.
    StartPractice,
    /// Carry out the owner's choice.
    Decide(Decision),
    /// Back to the till.
    Leave,
}

type Answer = Action<Instruction, Message>;

impl Fault {
    /// The page of a trouble, and the question what there is to choose from.
    #[must_use]
    pub fn new(notice: Notice, place: Place, way: Option<Way>) -> (Self, Option<Instruction>) {
        let way = way.filter(|_| place != Place::Running);
        let page = Self {
            notice,
            place,
            way,
            rescue: Found::Reading,
            chosen: None,
            reason: String::new(),
            unsaid: false,
            phase: Phase::Open,
            failed: None,
        };
        (page, way.map(Instruction::Look))
    }

    /// Takes a message; pure.
    pub fn update(&mut self, message: Message) -> Answer {
        match message {
            Message::Pressed(press) => self.heard(&press),
            Message::TryPressed => self.begin(Phase::Trying, Instruction::TryAgain),
            Message::PracticePressed => self.practice(),
            Message::BackPressed => self.leave(),
            Message::Found(found) => self.found(found),
            Message::CopyPressed(index) => self.choose(index),
            Message::ReasonTyped(text) => self.retype(&text),
            Message::RestorePressed => self.restore(),
            Message::KeepPressed => self.keep(),
            Message::Failed(notice) => self.fail(notice),
        }
    }

    fn heard(&mut self, press: &Press) -> Answer {
        if press.captured || press.repeat {
            return Action::none();
        }
        match press.key {
            Hit::Named(Named::Enter) => self.begin(Phase::Trying, Instruction::TryAgain),
            Hit::Named(Named::F5) => self.practice(),
            Hit::Named(Named::Escape) => self.leave(),
            Hit::Named(Named::ArrowUp) => self.step(-1),
            Hit::Named(Named::ArrowDown) => self.step(1),
            Hit::Named(_) | Hit::Char(_) => Action::none(),
        }
    }

    fn begin(&mut self, phase: Phase, instruction: Instruction) -> Answer {
        if self.phase != Phase::Open {
            return Action::none();
        }
        self.phase = phase;
        self.failed = None;
        Action::ask(instruction)
    }

    fn practice(&mut self) -> Answer {
        if self.place != Place::Shop {
            return Action::none();
        }
        self.begin(Phase::StartingPractice, Instruction::StartPractice)
    }

    fn leave(&self) -> Answer {
        if self.place == Place::Running && self.phase == Phase::Open {
            return Action::ask(Instruction::Leave);
        }
        Action::none()
    }

    fn found(&mut self, found: Result<Rescue, Notice>) -> Answer {
        self.rescue = match found {
            Ok(rescue) => {
                self.chosen = rescue.best();
                Found::Read(rescue)
            }
            Err(notice) => Found::Failed(notice),
        };
        Action::none()
    }

    fn choose(&mut self, index: usize) -> Answer {
        let whole = |rescue: &Rescue| rescue.copies.get(index).is_some_and(|copy| copy.whole);
        if self.phase == Phase::Open && self.read().is_some_and(whole) {
            self.chosen = Some(index);
            self.unsaid = false;
        }
        Action::none()
    }

    /// The next backup that can be used.
    fn step(&mut self, by: isize) -> Answer {
        let Some(count) = self.read().map(|rescue| rescue.copies.len()) else { return Action::none() };
        let mut index = self.chosen;
        for _ in 0..count {
            index = index.map_or(Some(0), |index| index.checked_add_signed(by)).filter(|index| *index < count);
            let before = self.chosen;
            let Some(next) = index else { return Action::none() };
            let _ = self.choose(next);
            if self.chosen != before {
                return Action::none();
            }
        }
        Action::none()
    }

    fn retype(&mut self, text: &str) -> Answer {
        let mut reason: String = text.chars().filter(|c| !c.is_control()).collect();
        while reason.len() > REASON_MAX {
            reason.pop();
        }
        self.reason = reason;
        self.unsaid = false;
        Action::none()
    }

    fn read(&self) -> Option<&Rescue> {
        if let Found::Read(rescue) = &self.rescue { Some(rescue) } else { None }
    }

    /// Where entries would be lost, the owner says why it is done all the same.
    fn restore(&mut self) -> Answer {
        let Some((rescue, copy)) = self.read().and_then(|rescue| Some((rescue, rescue.copies.get(self.chosen?)?)))
        else {
            return Action::none();
        };
        let (name, lossless) = (copy.name.clone(), rescue.lost(copy.entries) == 0);
        match self.said() {
            None if !lossless => self.ask_why(),
            reason => {
                let reason = reason.unwrap_or_default();
                self.begin(Phase::Restoring, Instruction::Decide(Decision::Restore { name, reason }))
            }
        }
    }

    fn keep(&mut self) -> Answer {
        if self.keeps().is_none() {
            return Action::none();
        }
        let Some(reason) = self.said() else { return self.ask_why() };
        let decision = match self.way {
            Some(Way::Salvage) => Decision::Salvage { reason },
            Some(Way::Accept) => Decision::Accept { reason },
            Some(Way::Restore) | None => return Action::none(),
        };
        self.begin(Phase::Keeping, Instruction::Decide(decision))
    }

    /// The way out without a backup, where there is one; how many entries it saves, where they are counted.
    fn keeps(&self) -> Option<Option<u64>> {
        match self.way? {
            Way::Accept => Some(None),
            Way::Salvage => self.read()?.saved.map(Some),
            Way::Restore => None,
        }
    }

    fn said(&self) -> Option<String> {
        Some(self.reason.trim().to_owned()).filter(|reason| !reason.is_empty())
    }

    fn ask_why(&mut self) -> Answer {
        if self.phase != Phase::Open {
            return Action::none();
        }
        self.unsaid = true;
        Action::task(operation::focus(REASON))
    }

    fn fail(&mut self, notice: Notice) -> Answer {
        self.phase = Phase::Open;
        self.failed = Some(notice);
        Action::none()
    }
}
