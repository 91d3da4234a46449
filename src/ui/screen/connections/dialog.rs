//! Questions before something changes, and the guided change of the key.

use super::order::Instruction;
use crate::domain::connection::Stage;
use crate::notice::Notice;

/// Letters and digits of a SIN: base 58, `T` first.
const SIN_LEN: std::ops::RangeInclusive<usize> = 33..=36;
/// Characters of a pairing code.
const CODE_LEN: usize = 7;
/// Characters a field takes at most.
const TEXT_MAX: usize = 60;

/// What a dialog is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum About {
    /// Forget a connection.
    Remove,
    /// Let another till use it, by its SIN.
    AddTill,
    /// Approve another till's request, by its pairing code.
    Approve,
    /// Take a till off it.
    RemoveTill(String),
    /// Replace this till's key.
    ReplaceKey(Option<Stage>),
}

/// How far a dialog is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Phase {
    /// It asks.
    Asking,
    /// It is being done.
    Busy,
    /// It did not work.
    Failed(Notice),
}

/// A dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dialog {
    pub(super) about: About,
    /// Which connection.
    pub(super) name: String,
    pub(super) text: String,
    /// Whether the text was tried and cannot be used.
    pub(super) wrong: bool,
    pub(super) phase: Phase,
}

impl Dialog {
    fn new(about: About, name: &str) -> Self {
        Self { about, name: name.to_owned(), text: String::new(), wrong: false, phase: Phase::Asking }
    }

    pub(super) fn remove(name: &str) -> Self {
        Self::new(About::Remove, name)
    }

    pub(super) fn add_till(name: &str) -> Self {
        Self::new(About::AddTill, name)
    }

    pub(super) fn approve(name: &str) -> Self {
        Self::new(About::Approve, name)
    }

    pub(super) fn remove_till(name: &str, sin: &str) -> Self {
        Self::new(About::RemoveTill(sin.to_owned()), name)
    }

    pub(super) fn replace_key(stage: Option<Stage>) -> Self {
        Self::new(About::ReplaceKey(stage), "")
    }

    pub(super) fn has_field(&self) -> bool {
        matches!(self.about, About::AddTill | About::Approve)
    }

    pub(super) fn is_busy(&self) -> bool {
        self.phase == Phase::Busy
    }

    pub(super) fn is_key(&self) -> bool {
        matches!(self.about, About::ReplaceKey(_))
    }

    /// Whether the key is replaced, so that the books are to be opened with it.
    pub(super) fn ended(&self) -> bool {
        self.about == About::ReplaceKey(Some(Stage::Done))
    }

    /// Whether a change of the key can still be given up: the till signs with the old one, and nothing is under way.
    pub(super) fn may_give_up(&self) -> bool {
        self.about == About::ReplaceKey(Some(Stage::Link)) && !self.is_busy()
    }

    /// Gives the change up, if it can be.
    pub(super) fn give_up(&mut self) -> Option<Instruction> {
        let may = self.may_give_up();
        if may {
            self.phase = Phase::Busy;
        }
        may.then_some(Instruction::GiveUpKey)
    }

    /// Whether what it does changes what the books were opened with.
    pub(super) fn reopens(&self) -> bool {
        matches!(self.about, About::Remove | About::ReplaceKey(_))
    }

    pub(super) fn retype(&mut self, text: &str) {
        if !self.is_busy() {
            self.text = text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).take(TEXT_MAX).collect();
            self.wrong = false;
        }
    }

    pub(super) fn fail(&mut self, why: Notice) {
        self.phase = Phase::Failed(why);
    }

    pub(super) fn reach(&mut self, stage: Stage) {
        self.about = About::ReplaceKey(Some(stage));
        self.phase = if stage == Stage::Done { Phase::Asking } else { Phase::Busy };
    }

    /// What its verb asks for, if what was typed has the allowed form.
    pub(super) fn confirm(&mut self) -> Option<Instruction> {
        if self.is_busy() {
            return None;
        }
        if !self.fits() {
            self.wrong = true;
            return None;
        }
        if self.ended() {
            return Some(Instruction::Reopen);
        }
        self.phase = Phase::Busy;
        let (name, text) = (self.name.clone(), self.text.clone());
        Some(match &self.about {
            About::Remove => Instruction::Remove(name),
            About::AddTill => Instruction::Link { name, sin: text },
            About::Approve => Instruction::Approve { name, code: text },
            About::RemoveTill(sin) => Instruction::Unlink { name, sin: sin.clone() },
            About::ReplaceKey(_) => Instruction::StepKey,
        })
    }

    fn fits(&self) -> bool {
        let plain = self.text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        match self.about {
            About::AddTill => plain && self.text.starts_with('T') && SIN_LEN.contains(&self.text.len()),
            About::Approve => plain && self.text.len() == CODE_LEN,
            About::Remove | About::RemoveTill(_) | About::ReplaceKey(_) => true,
        }
    }
}
