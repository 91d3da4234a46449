//! The connections: how each stands, what it may do, who shares it, and this till's key.

mod dialog;
mod dialog_view;
mod health;
mod order;
mod tab;
mod target;
mod view;
mod view_parts;

use std::collections::BTreeMap;

use iced::keyboard::key::Named;
use iced::widget::operation::{self, RelativeOffset};

use crate::domain::connection::{Checked, Held, KeyChange, Office, Stage, kept};
use crate::domain::environment::Environment;
use crate::domain::live::Mono;
use crate::notice::Notice;
use crate::ui::action::Action;
use crate::ui::context::Context;
use crate::ui::press::{Hit, Press};
use crate::ui::screen::guard::Guard;
use crate::ui::screen::walk::Walk;
use crate::ui::widget::layout::Breakpoint;

pub use dialog::Dialog;
pub use order::Instruction;
pub use target::Target;

/// The field of a dialog, so that a task can focus it.
pub const FIELD: &str = "connections-field";
/// The cards of the chosen connection.
pub const DETAIL: &str = "connections-detail";

/// What is known of all connections.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Load {
    Reading,
    Here(Office),
    Failed(Notice),
}

/// What a look at one connection's gateway found.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Look {
    Asking,
    Here(Box<Checked>, Mono),
    Failed(Notice),
}

/// The page.
#[derive(Debug, Clone)]
pub struct Connections {
    office: Load,
    looks: BTreeMap<String, Look>,
    chosen: usize,
    /// Whether the detail lies over the list, on a small window.
    covers: bool,
    dialog: Option<Dialog>,
    walk: Walk<Target>,
    guard: Guard<bool>,
}

/// What happened.
#[derive(Debug, Clone)]
pub enum Message {
    /// A key of the keyboard.
    Pressed(Press),
    /// Time passed.
    Ticked,
    /// A button.
    TargetPressed(Target),
    /// The text of a dialog changed.
    DialogTyped(String),
    /// The dialog's verb.
    DialogConfirmed,
    /// The dialog closes without effect.
    DialogClosed,
    /// Give up replacing the key.
    GiveUpPressed,
    /// The app: all connections.
    OfficeRead(Result<Office, Notice>),
    /// The app: what a look at one found.
    Looked(String, Result<Box<Checked>, Notice>),
    /// The app: what a dialog asked for is done, or not.
    Done(Result<(), Notice>),
    /// The app: a stage of the key's change is done, or not.
    Stepped(Result<KeyChange, Notice>),
}

type Answer = Action<Instruction, Message>;

impl Connections {
    /// The page, and what it wants first.
    pub fn open(cx: &Context<'_>) -> (Self, Answer) {
        let page = Self {
            office: Load::Reading,
            looks: BTreeMap::new(),
            chosen: 0,
            covers: false,
            dialog: None,
            walk: Walk::default(),
            guard: Guard::new(cx.mono),
        };
        (page, Action::ask(Instruction::Read))
    }

    /// Whether an age is shown and grows.
    #[must_use]
    pub fn counts(&self) -> bool {
        matches!(self.look(), Some(Look::Here(..)))
    }

    /// Whether Esc closes something on the page.
    #[must_use]
    pub fn holds_escape(&self) -> bool {
        self.dialog.is_some() || self.covers
    }

    /// Takes one message.
    pub fn update(&mut self, message: Message, cx: &Context<'_>) -> Answer {
        let answer = self.take(message, cx);
        self.guard.show(self.dialog.is_some(), cx.mono);
        answer
    }

    fn take(&mut self, message: Message, cx: &Context<'_>) -> Answer {
        match message {
            Message::Pressed(press) => self.press(&press, cx),
            Message::Ticked => Action::none(),
            Message::TargetPressed(target) => self.hit(target, cx),
            Message::DialogTyped(text) => {
                if let Some(dialog) = &mut self.dialog {
                    dialog.retype(&text);
                }
                Action::none()
            }
            Message::DialogConfirmed => self.confirm(),
            Message::DialogClosed => self.close(),
            Message::GiveUpPressed => {
                self.dialog.as_mut().and_then(Dialog::give_up).map_or_else(Action::none, Action::ask)
            }
            Message::OfficeRead(result) => self.read(result),
            Message::Looked(name, result) => {
                let look = result.map_or_else(Look::Failed, |found| Look::Here(found, cx.mono));
                self.looks.insert(name, look);
                Action::none()
            }
            Message::Done(result) => self.done(result),
            Message::Stepped(result) => self.stepped(result),
        }
    }

    fn read(&mut self, result: Result<Office, Notice>) -> Answer {
        match result {
            Ok(office) => {
                self.chosen = self.chosen.min(office.held.len().saturating_sub(1));
                self.office = Load::Here(office);
                self.look_again()
            }
            Err(why) => {
                self.office = Load::Failed(why);
                Action::none()
            }
        }
    }

    fn held(&self) -> &[Held] {
        match &self.office {
            Load::Here(office) => &office.held,
            Load::Reading | Load::Failed(_) => &[],
        }
    }

    fn key_change(&self) -> Option<&KeyChange> {
        match &self.office {
            Load::Here(office) => office.key_change.as_ref(),
            Load::Reading | Load::Failed(_) => None,
        }
    }

    fn chosen(&self) -> Option<&Held> {
        self.held().get(self.chosen)
    }

    /// This till's ID, as the chosen connection knows it, or else any.
    fn own_sin(&self) -> Option<&str> {
        self.chosen()?.sin.as_deref().or_else(|| self.held().iter().find_map(|held| held.sin.as_deref()))
    }

    fn look(&self) -> Option<&Look> {
        self.looks.get(&self.chosen()?.name)
    }

    fn checked(&self) -> Option<&Checked> {
        match self.look()? {
            Look::Here(checked, _) => Some(checked),
            Look::Asking | Look::Failed(_) => None,
        }
    }

    /// Looks at the chosen connection, unless a look is under way.
    fn look_again(&mut self) -> Answer {
        let Some(name) = self.chosen().map(|held| held.name.clone()) else { return Action::none() };
        if matches!(self.looks.get(&name), Some(Look::Asking)) {
            return Action::none();
        }
        self.looks.insert(name.clone(), Look::Asking);
        Action::ask(Instruction::Look(name))
    }

    fn hit(&mut self, target: Target, cx: &Context<'_>) -> Answer {
        self.walk.go(target.clone());
        match target {
            Target::Held(index) => self.choose(index, cx),
            Target::Add => Action::ask(Instruction::Connect),
            Target::Refresh => self.look_again(),
            Target::CopySin => {
                let sin = self.own_sin().map(str::to_owned);
                sin.map_or_else(Action::none, |sin| Action::ask(Instruction::Copy(sin)))
            }
            Target::Prefer => self.ask_chosen(|held| Some(Instruction::Prefer(held.name.clone()))),
            Target::Remove => self.ask_about(|held| Dialog::remove(&held.name)),
            Target::AddTill => self.ask_about(|held| Dialog::add_till(&held.name)),
            Target::Approve => self.ask_about(|held| Dialog::approve(&held.name)),
            Target::RemoveTill(sin) => self.remove_till(&sin),
            Target::ReplaceKey => {
                let stage = self.key_change().map(|change| change.stage);
                self.show(Dialog::replace_key(stage))
            }
            Target::Back => self.close(),
        }
    }

    fn ask_chosen(&self, what: impl Fn(&Held) -> Option<Instruction>) -> Answer {
        self.chosen().and_then(what).map_or_else(Action::none, Action::ask)
    }

    fn ask_about(&mut self, dialog: impl Fn(&Held) -> Dialog) -> Answer {
        match self.chosen().map(dialog) {
            Some(dialog) => self.show(dialog),
            None => Action::none(),
        }
    }

    fn show(&mut self, dialog: Dialog) -> Answer {
        let task = if dialog.has_field() { operation::focus(FIELD) } else { operation::focus(NOWHERE) };
        self.dialog = Some(dialog);
        Action::task(task)
    }

    /// Our own key and the last one stay; the page does not even ask.
    fn remove_till(&mut self, sin: &str) -> Answer {
        let tills = self.checked().and_then(|checked| checked.tills.as_deref()).unwrap_or_default();
        if kept(tills, sin).is_some() {
            return Action::none();
        }
        self.ask_about(|held| Dialog::remove_till(&held.name, sin))
    }

    fn choose(&mut self, index: usize, cx: &Context<'_>) -> Answer {
        self.chosen = index.min(self.held().len().saturating_sub(1));
        self.covers = covers(cx);
        if self.look().is_none() { self.look_again() } else { Action::none() }
    }

    fn confirm(&mut self) -> Answer {
        match self.dialog.as_mut().and_then(Dialog::confirm) {
            Some(instruction) => Action::ask(instruction),
            None => Action::none(),
        }
    }

    /// Esc: the dialog first, then the detail that covers the list. A stage under way is waited for.
    fn close(&mut self) -> Answer {
        match self.dialog.take() {
            Some(dialog) if dialog.is_busy() => self.dialog = Some(dialog),
            Some(dialog) if dialog.ended() => return Action::ask(Instruction::Reopen),
            Some(dialog) if dialog.is_key() => return Action::ask(Instruction::Read),
            Some(_) => {}
            None => self.covers = false,
        }
        Action::none()
    }

    /// What was asked is done: what it changed is read anew.
    fn done(&mut self, result: Result<(), Notice>) -> Answer {
        let Some(dialog) = &mut self.dialog else {
            return if result.is_ok() { Action::ask(Instruction::Reopen) } else { Action::none() };
        };
        match result {
            Err(why) => {
                dialog.fail(why);
                Action::none()
            }
            Ok(()) => {
                let reopens = dialog.reopens();
                self.dialog = None;
                self.looks.clear();
                if reopens { Action::ask(Instruction::Reopen) } else { self.look_again() }
            }
        }
    }

    /// A stage is done, so the next one begins; each is durable before.
    fn stepped(&mut self, result: Result<KeyChange, Notice>) -> Answer {
        let Some(dialog) = &mut self.dialog else { return Action::none() };
        match result {
            Err(why) => dialog.fail(why),
            Ok(change) => {
                dialog.reach(change.stage);
                if change.stage != Stage::Done {
                    return Action::ask(Instruction::StepKey);
                }
            }
        }
        Action::none()
    }

    fn press(&mut self, press: &Press, cx: &Context<'_>) -> Answer {
        if self.dialog.is_some() {
            return self.press_dialog(press, cx);
        }
        let arrow = press.is(Named::ArrowUp) || press.is(Named::ArrowDown);
        if press.repeat && !arrow {
            return Action::none();
        }
        match press.key {
            Hit::Named(Named::ArrowDown) => self.choose(self.chosen + 1, cx),
            Hit::Named(Named::ArrowUp) => self.choose(self.chosen.saturating_sub(1), cx),
            Hit::Named(Named::F9) => self.look_again(),
            Hit::Named(Named::Escape) => self.close(),
            Hit::Named(Named::Tab) => self.step(press.shift, cx),
            Hit::Named(Named::Enter) | Hit::Char(' ') if self.guard.hears(cx.mono) => {
                let at = self.walk.at(&self.targets(cx));
                at.map_or_else(Action::none, |target| self.hit(target, cx))
            }
            Hit::Char('n' | 'N') if press.ctrl => Action::ask(Instruction::Connect),
            Hit::Char('c' | 'C') if press.ctrl => self.hit(Target::CopySin, cx),
            Hit::Named(_) | Hit::Char(_) => Action::none(),
        }
    }

    /// The next thing that can be pressed, or the one before; the cards follow.
    fn step(&mut self, back: bool, cx: &Context<'_>) -> Answer {
        let targets = self.targets(cx);
        self.walk.step(&targets, back);
        let part = self.walk.at(&targets).and_then(|at| self.part_of(&at, &targets));
        part.map_or_else(Action::none, |part| {
            Action::task(operation::snap_to(DETAIL, RelativeOffset { x: 0.0, y: part }))
        })
    }

    fn press_dialog(&mut self, press: &Press, cx: &Context<'_>) -> Answer {
        match press.key {
            Hit::Named(Named::Enter) if !press.repeat && self.guard.hears(cx.mono) => self.confirm(),
            Hit::Named(Named::Escape) if !press.repeat => self.close(),
            Hit::Named(_) | Hit::Char(_) => Action::none(),
        }
    }
}

/// Whether the detail lies over the list, because both do not fit.
fn covers(cx: &Context<'_>) -> bool {
    matches!(Breakpoint::of(cx.size), Breakpoint::Small | Breakpoint::Portrait)
}

/// The practice connection is made anew at every start; only a shop's can be forgotten.
fn may_go(held: &Held) -> bool {
    held.environment != Environment::Practice
}

/// What no widget is called: focusing it takes the focus away from every field.
const NOWHERE: &str = "connections-nowhere";
