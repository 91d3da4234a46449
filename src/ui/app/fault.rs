//! A till that cannot sell: the page that says so, the bar above every other page, and the owner's ways out.

use std::sync::Arc;

use iced::Task;

use super::port::Failure;
use super::state::{App, Message, Page, Standing};
use crate::domain::rescue::{Carried, Decision, Way};
use crate::notice::{self, Notice};
use crate::service::start::Mode;
use crate::ui::icon::Icon;
use crate::ui::screen::fault::{self, Fault, Instruction, Place};

impl App {
    /// The books did not open, and there is nothing else to show.
    pub(super) fn show_fault(&mut self, failure: &Failure) -> Task<Message> {
        let place = if self.wanted == Mode::Practice { Place::Practice } else { Place::Shop };
        let notice = notice::trouble(failure, &self.lang);
        self.open_fault(notice, place, failure.way())
    }

    fn open_fault(&mut self, notice: Notice, place: Place, way: Option<Way>) -> Task<Message> {
        let (page, asked) = Fault::new(notice, place, way);
        self.turn(Page::Fault(Box::new(page)));
        asked.map_or_else(Task::none, |order| self.carry_out_fault(order))
    }

    pub(super) fn on_fault(&mut self, message: fault::Message) -> Task<Message> {
        let Page::Fault(page) = &mut self.page else { return Task::none() };
        let action = page.update(message);
        let task = action.task.map(Message::Fault);
        let done = action.instruction.map_or_else(Task::none, |order| self.carry_out_fault(order));
        Task::batch([task, done])
    }

    fn carry_out_fault(&mut self, order: Instruction) -> Task<Message> {
        match order {
            Instruction::Look(way) => self.look_for_rescue(way),
            Instruction::TryAgain if self.counter.is_some() => self.open_again(),
            Instruction::TryAgain => self.open(self.wanted),
            Instruction::StartPractice => self.open(Mode::Practice),
            Instruction::Decide(decision) => self.decide(decision),
            Instruction::Leave => self.go_to_register(None),
        }
    }

    fn look_for_rescue(&self, way: Way) -> Task<Message> {
        let (house, mode, lang) = (self.house.clone(), self.wanted, self.words());
        Task::perform(async move { house.rescue(mode, way).await }, move |found| {
            Message::Fault(fault::Message::Found(found.map_err(|trouble| notice::trouble(&trouble, &lang))))
        })
    }

    fn decide(&self, decision: Decision) -> Task<Message> {
        let (house, mode) = (self.house.clone(), self.wanted);
        Task::perform(async move { house.decide(mode, decision).await }, |result| {
            Message::Decided(result.map_err(Arc::new))
        })
    }

    /// The choice is in the book: it opens now, and says so.
    pub(super) fn decided(&mut self, result: Result<Carried, Failure>) -> Task<Message> {
        let carried = match result {
            Ok(carried) => carried,
            Err(failure) => {
                let notice = notice::trouble(&failure, &self.lang);
                return self.on_fault(fault::Message::Failed(notice));
            }
        };
        if carried.decision > 0 {
            let (kept, decision) = (carried.kept.to_string(), carried.decision.to_string());
            let words = self.lang.with("fault-decided", &[("kept", (&kept).into()), ("decision", (&decision).into())]);
            self.tell(Icon::ShieldCheck, words);
        }
        self.open(self.wanted)
    }

    // While the books are open.

    /// Keeps a trouble above every page for as long as the till sells nothing.
    pub(super) fn stand(&mut self, failure: &Failure) {
        if failure.stops_selling() && self.counter.is_some() {
            let notice = notice::trouble(failure, &self.lang);
            self.standing = Some(Standing { notice, wants_room: failure.is_want_of_room() });
        }
    }

    /// There is room again: whatever stood for the want of it is over.
    pub(super) fn has_room(&mut self) {
        self.standing = self.standing.take().filter(|standing| !standing.wants_room);
    }

    /// The page of what stands above the others.
    pub(super) fn go_to_fault(&mut self) -> Task<Message> {
        let Some(standing) = &self.standing else { return Task::none() };
        self.open_fault(standing.notice.clone(), Place::Running, None)
    }
}
