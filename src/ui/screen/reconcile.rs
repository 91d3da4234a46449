//! The owner's check in the window: journal × invoices × ledger, what differs, and what was said of it.

mod clear;
mod columns;
mod detail;
mod keys;
mod limits;
mod limits_view;
mod list;
mod mark;
mod outcome;
mod stored;
mod strip;
mod view;

use std::sync::Arc;

use iced::widget::operation;
use jiff::civil::Date;

use crate::domain::capability::Cap;
use crate::domain::case::Limits;
use crate::domain::checks::Checked;
use crate::domain::day::Day;
use crate::notice::Notice;
use crate::reconcile::class::Class;
use crate::reconcile::engine::Progress;
use crate::reconcile::finding::{Finding, FindingId};
use crate::reconcile::report::Matched;
use crate::reconcile::row::Unit;
use crate::ui::action::Action;
use crate::ui::context::Context;
use crate::ui::press::Press;
use crate::ui::screen::walk::Walk;

pub use outcome::{Failed, Order, Outcome, Stand, Witness};

/// The field of the first day, so that a task can focus it.
pub const FROM: &str = "reconcile-from";
/// The field of the last day.
pub const TO: &str = "reconcile-to";
/// The field of the ledger file.
pub const LEDGER: &str = "reconcile-ledger";
/// The field of an explanation.
pub const NOTE: &str = "reconcile-note";
/// What no widget is called: focusing it takes the focus away from every field.
const NOWHERE: &str = "reconcile-nowhere";
/// Characters a day, a path and an explanation may have.
const DAY_MAX: usize = 10;
const PATH_MAX: usize = 1_000;
const NOTE_MAX: usize = 500;

/// What Tab walks through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    From,
    To,
    Ledger,
    Run,
    List,
}

/// What the list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shown {
    /// Findings, then what agrees.
    #[default]
    All,
    /// The findings of a class.
    Class(Class),
    /// What agrees.
    Matched,
}

/// A line of the list by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// A finding.
    Finding(FindingId),
    /// What agrees, by its place in the report.
    Matched(usize),
}

/// The page.
#[derive(Debug, Clone)]
pub struct Reconcile {
    walk: Walk<Target>,
    from: String,
    to: String,
    ledger: String,
    /// Whether days and file can be changed.
    tools: bool,
    stand: Stand,
    shown: Shown,
    unit: Option<Unit>,
    chosen: Option<Chosen>,
    /// Whether a finding covers the list, on a small window.
    covers: bool,
    /// Whether the list is shown although all is clear.
    all: bool,
    copied: Option<FindingId>,
    /// The explanation in the making, and why the last one was not kept.
    note: Option<(String, Option<Notice>)>,
    /// The tolerances in the making.
    limits: Option<limits::Draft>,
}

/// What happened.
#[derive(Debug, Clone)]
pub enum Message {
    /// A key of the keyboard.
    Pressed(Press),
    /// Time passed.
    Ticked,
    /// The first day changed.
    FromTyped(String),
    /// The last day changed.
    ToTyped(String),
    /// The ledger file changed.
    LedgerTyped(String),
    /// Days and file are to be changed, or not any more.
    ToolsPressed,
    /// Compare; the gateway is asked for its ledger where it may be.
    RunPressed,
    /// Compare with the lines that are kept.
    KeptPressed,
    /// Stop.
    StopPressed,
    /// Only a part of the list, or all of it again.
    ShownChosen(Shown),
    /// Another currency.
    UnitChosen(Unit),
    /// The list although all is clear, or not.
    AllPressed,
    /// A finding, or what agrees.
    RowPressed(Chosen),
    /// Another day, as its last check left it.
    DayPressed(Day),
    /// Save the proof of the check that is shown.
    ProofPressed,
    /// Back to the list.
    BackPressed,
    /// Copy the evidence.
    CopyPressed,
    /// Explain the finding.
    ExplainPressed,
    /// Let it count again.
    ReopenPressed,
    /// The explanation changed.
    NoteTyped(String),
    /// The explanation is written.
    NoteSent,
    /// Close the explanation.
    DialogClosed,
    /// Change the tolerances, or leave them as they are.
    LimitsPressed,
    /// A tolerance changed, by its place.
    LimitTyped(usize, String),
    /// The tolerances are written.
    LimitsSent,
    /// The app: whether the tolerances are kept.
    LimitsKept(Result<(), Notice>),
    /// The app: how the check ended.
    Ran(Result<Arc<Outcome>, Failed>),
    /// The app: whether the decision is kept.
    Decided(Result<(), Notice>),
}

/// What the app is to do.
#[derive(Debug, Clone)]
pub enum Instruction {
    /// Compare.
    Run(Order),
    /// Explain a finding.
    Resolve(FindingId, String),
    /// Let a finding count again.
    Reopen(FindingId),
    /// Keep these tolerances.
    SetLimits(Box<Limits>),
    /// Put this on the clipboard.
    Copy(String),
    /// Save the proof of a kept check.
    Proof(Box<Checked>),
}

type Answer = Action<Instruction, Message>;

impl Reconcile {
    /// The page for today.
    pub fn open(cx: &Context<'_>) -> (Self, Answer) {
        let today = cx.today().to_string();
        let page = Self {
            walk: Walk::default(),
            from: today.clone(),
            to: today,
            ledger: String::new(),
            tools: true,
            stand: Stand::Idle,
            shown: Shown::All,
            unit: None,
            chosen: None,
            covers: false,
            all: false,
            copied: None,
            note: None,
            limits: None,
        };
        (page, Action::none())
    }

    /// Whether a check is under way.
    #[must_use]
    pub fn counts(&self) -> bool {
        matches!(self.stand, Stand::Running(_))
    }

    /// Whether Esc stops, closes or widens something here.
    #[must_use]
    pub fn holds_escape(&self) -> bool {
        self.counts() || self.note.is_some() || self.limits.is_some() || self.covers || self.is_narrowed()
    }

    /// Takes one message.
    pub fn update(&mut self, message: Message, cx: &Context<'_>) -> Answer {
        match message {
            Message::Pressed(press) => return self.press(&press, cx),
            Message::Ticked => {}
            Message::FromTyped(text) => self.from = typed(&text, DAY_MAX),
            Message::ToTyped(text) => self.to = typed(&text, DAY_MAX),
            Message::LedgerTyped(text) => self.ledger = typed(&text, PATH_MAX),
            Message::ToolsPressed => self.tools = !self.tools,
            Message::RunPressed => return self.run(cx, true),
            Message::KeptPressed => return self.run(cx, false),
            Message::StopPressed => self.stop(),
            Message::ShownChosen(shown) => self.show(shown, cx),
            Message::UnitChosen(unit) => self.unit = Some(unit),
            Message::AllPressed => self.all = !self.all,
            Message::RowPressed(row) => (self.chosen, self.covers) = (Some(row), true),
            Message::DayPressed(day) => self.go_to(day),
            Message::ProofPressed => return self.save_proof(cx),
            Message::BackPressed => self.covers = false,
            Message::CopyPressed => return self.copy(cx),
            Message::ExplainPressed => return self.explain(cx),
            Message::ReopenPressed => return self.reopen(cx),
            Message::NoteTyped(text) => self.note = Some((typed(&text, NOTE_MAX), None)),
            Message::NoteSent => return self.send_note(),
            Message::DialogClosed => self.note = None,
            Message::LimitsPressed => {
                self.limits = if self.limits.is_some() { None } else { Some(limits::Draft::new(cx)) };
            }
            Message::LimitTyped(place, text) => self.limits.iter_mut().for_each(|draft| draft.type_in(place, &text)),
            Message::LimitsSent => return self.send_limits(cx),
            Message::LimitsKept(result) => self.kept(result),
            Message::Ran(result) => self.ran(result, cx),
            Message::Decided(result) => self.decided(result),
        }
        Action::none()
    }

    /// The days that are asked for, where both fields hold one and they stand in order.
    fn days(&self) -> Option<(Date, Date)> {
        let day = |text: &String| text.trim().parse::<Date>().ok();
        day(&self.from).zip(day(&self.to)).filter(|(from, to)| from <= to)
    }

    fn run(&mut self, cx: &Context<'_>, fetch: bool) -> Answer {
        let Some((from, to)) = self.days().filter(|_| !self.counts()) else {
            self.tools = true;
            return Action::none();
        };
        let progress = Arc::new(Progress::default());
        self.stand = Stand::Running(progress.clone());
        let ledger = Some(self.ledger.trim().to_owned()).filter(|path| !path.is_empty());
        let may = cx.gateway.is_some_and(|gateway| gateway.caps.has(Cap::Ledger));
        let fetch = fetch && may && ledger.is_none();
        Action::ask(Instruction::Run(Order { from, to, ledger, fetch, progress }))
    }

    fn stop(&self) {
        if let Stand::Running(progress) = &self.stand {
            progress.stop();
        }
    }

    fn ran(&mut self, result: Result<Arc<Outcome>, Failed>, cx: &Context<'_>) {
        self.tools = result.is_err();
        (self.shown, self.unit, self.covers, self.all) = (Shown::All, None, false, false);
        self.stand = result.map_or_else(Stand::Failed, Stand::Here);
        // The finding that was looked at stays, if it is still there; what agrees has other places now.
        let rows = self.rows(cx);
        let still = self.chosen.filter(|row| matches!(row, Chosen::Finding(_)) && rows.position(*row).is_some());
        self.chosen = still.or_else(|| rows.get(0).map(|row| row.name()));
    }

    fn show(&mut self, shown: Shown, cx: &Context<'_>) {
        self.shown = if self.shown == shown { Shown::All } else { shown };
        self.chosen = self.rows(cx).get(0).map(|row| row.name());
    }

    /// Whether the list shows a part, or stands where a page could: Esc widens it again.
    fn is_narrowed(&self) -> bool {
        self.shown != Shown::All || self.all
    }

    /// Shows a day as its last check left it.
    fn go_to(&mut self, day: Day) {
        (self.from, self.to) = (day.to_string(), day.to_string());
        (self.stand, self.shown, self.covers, self.all) = (Stand::Idle, Shown::All, false, false);
        self.ledger.clear();
    }

    /// The last day that is asked for and has begun; today where none is.
    fn last_day(&self, cx: &Context<'_>) -> Day {
        let last = self.business_days().map_or_else(|| cx.today(), |(_, to)| to);
        last.min(cx.today())
    }

    fn business_days(&self) -> Option<(Day, Day)> {
        let day = |date: Date| Day::new(date.year(), date.month(), date.day());
        let (from, to) = self.days()?;
        day(from).zip(day(to))
    }

    /// The check of these days that the journal keeps.
    fn kept_of<'a>(&self, cx: &Context<'a>) -> Option<&'a Checked> {
        let (from, to) = self.business_days()?;
        cx.book.checks().of(from, to)
    }

    fn save_proof(&self, cx: &Context<'_>) -> Answer {
        let kept = self.kept_of(cx).filter(|_| !self.counts());
        kept.map_or_else(Action::none, |kept| Action::ask(Instruction::Proof(Box::new(kept.clone()))))
    }

    fn outcome(&self) -> Option<&Outcome> {
        if let Stand::Here(outcome) = &self.stand { Some(outcome) } else { None }
    }

    fn chosen(&self) -> Option<&Finding> {
        let Some(Chosen::Finding(id)) = self.chosen else { return None };
        self.outcome()?.report.findings.iter().find(|finding| finding.id == id)
    }

    fn chosen_match(&self) -> Option<&Matched> {
        let Some(Chosen::Matched(at)) = self.chosen else { return None };
        self.outcome()?.report.matched.get(at)
    }

    fn copy(&mut self, cx: &Context<'_>) -> Answer {
        let Some(proof) = self.proof(cx) else { return Action::none() };
        self.copied = self.chosen().map(|finding| finding.id);
        Action::ask(Instruction::Copy(proof))
    }

    fn explain(&mut self, cx: &Context<'_>) -> Answer {
        let open = |finding: &&Finding| !finding.closed && !is_resolved(finding.id, cx);
        if self.chosen().filter(open).is_none() {
            return Action::none();
        }
        self.note = Some((String::new(), None));
        Action::task(operation::focus(NOTE))
    }

    fn reopen(&mut self, cx: &Context<'_>) -> Answer {
        let resolved = self.chosen().map(|finding| finding.id).filter(|id| is_resolved(*id, cx));
        resolved.map_or_else(Action::none, |id| Action::ask(Instruction::Reopen(id)))
    }

    fn send_note(&self) -> Answer {
        let note = self.note.as_ref().map(|(text, _)| text.trim()).filter(|text| !text.is_empty());
        match self.chosen().zip(note) {
            Some((finding, note)) => Action::ask(Instruction::Resolve(finding.id, note.to_owned())),
            None => Action::none(),
        }
    }

    fn send_limits(&mut self, cx: &Context<'_>) -> Answer {
        let limits = self.limits.as_mut().and_then(|draft| draft.send(cx));
        limits.map_or_else(Action::none, |limits| Action::ask(Instruction::SetLimits(Box::new(limits))))
    }

    fn kept(&mut self, result: Result<(), Notice>) {
        match (result, &mut self.limits) {
            (Ok(()), _) => self.limits = None,
            (Err(why), Some(draft)) => draft.refuse(why),
            (Err(_), None) => {}
        }
    }

    fn decided(&mut self, result: Result<(), Notice>) {
        match result {
            Ok(()) => self.note = None,
            Err(why) => {
                let text = self.note.take().map(|(text, _)| text).unwrap_or_default();
                self.note = Some((text, Some(why)));
            }
        }
    }
}

/// Whether a person has explained a finding; the book says so.
fn is_resolved(id: FindingId, cx: &Context<'_>) -> bool {
    cx.book.is_explained(&id.to_string())
}

fn typed(text: &str, max: usize) -> String {
    text.chars().filter(|c| !c.is_control()).take(max).collect()
}
