//! The owner's day in the window: what its pages ask of the books, and the paper that comes of it.

use std::sync::Arc;

use iced::Task;

use super::day_desk::{DayDesk, Paper};
use super::port::Outcome;
use super::state::{App, Message};
use crate::device::receipt::{ReceiptDoc, text};
use crate::device::report;
use crate::notice::{self, Notice};
use crate::service::error::Trouble;
use crate::ui::screen::owner::{self, Told};
use crate::ui::screen::{cash_up, reports, today};

/// Closings the list shows.
const CLOSINGS_MAX: usize = 400;

impl App {
    fn ask_day<T, F>(
        &self,
        call: impl FnOnce(Arc<dyn DayDesk>) -> F,
        told: impl Fn(Result<T, Notice>) -> Message + Send + 'static,
    ) -> Task<Message>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, Trouble>> + Send + 'static,
    {
        let Some(desk) = self.counter.as_ref().and_then(|counter| counter.day()) else { return Task::none() };
        let lang = self.words();
        Task::perform(call(desk), move |result| told(result.map_err(|trouble| notice::trouble(&trouble, &lang))))
    }

    pub(super) fn on_today(&self, order: today::Instruction) -> Task<Message> {
        let today::Instruction::Read(reach) = order;
        self.ask_day(
            async move |desk| desk.sheet(reach).await,
            move |result| answered(Told::Today(today::Message::SheetRead(reach, result.map(Box::new)))),
        )
    }

    pub(super) fn on_cash_up(&self, order: cash_up::Instruction) -> Task<Message> {
        let (cash_up::Instruction::Write(event), operator) = (order, self.config.shop.operator.clone());
        self.ask_day(
            async move |desk| desk.write(event, operator).await,
            |result| answered(Told::CashUp(cash_up::Message::Done(result))),
        )
    }

    pub(super) fn on_reports(&self, order: reports::Instruction) -> Task<Message> {
        let operator = self.config.shop.operator.clone();
        match order {
            reports::Instruction::Closings => self.ask_day(
                async move |desk| desk.closings(CLOSINGS_MAX).await,
                |result| answered(Told::Reports(reports::Message::ClosingsRead(result))),
            ),
            reports::Instruction::ReadX => self.ask_day(
                async move |desk| desk.read_x(operator).await,
                |result| Message::Paper(result.map(|shift| Paper::Read(Box::new(shift)))),
            ),
            reports::Instruction::CloseZ => self.ask_day(
                async move |desk| desk.close_z(operator).await,
                |result| Message::Paper(result.map(|closing| Paper::Closed(Box::new(closing), None))),
            ),
            reports::Instruction::Reprint(z) => self.ask_day(
                async move |desk| desk.reprint(z, operator).await,
                |result| Message::Paper(result.map(|(closing, copy)| Paper::Closed(Box::new(closing), Some(copy)))),
            ),
        }
    }

    /// Saves a paper that was made; the page hears that it is done, or why not.
    pub(super) fn on_paper(&mut self, result: Result<Paper, Notice>) -> Task<Message> {
        let saving = result.as_ref().map_or_else(|_| Task::none(), |paper| self.save_paper(paper));
        let done = reports::Message::Done(result.map(drop));
        Task::batch([saving, self.on_owner(owner::Message::Answered(Told::Reports(done)))])
    }

    fn save_paper(&self, paper: &Paper) -> Task<Message> {
        let (name, doc): (String, ReceiptDoc) = match paper {
            Paper::Read(shift) => {
                let when = (self.moment.now, self.moment.offset_min);
                (format!("x-{}.txt", shift.last_x), report::of_shift(shift, when, &self.config, &self.book))
            }
            Paper::Closed(closing, copy) => {
                let of = copy.map_or_else(String::new, |copy| format!("-copy-{copy}"));
                let doc = report::of_closing(closing, *copy, &self.config, &self.book);
                (format!("z-{}{of}.txt", closing.fact.number), doc)
            }
        };
        let (house, text) = (self.house.clone(), text::render(&doc, text::WIDE));
        Task::perform(async move { house.save_receipt(name, text).await }, |result| {
            Message::Performed(Outcome::Saved(result.map_err(Arc::new)))
        })
    }
}

fn answered(told: Told) -> Message {
    Message::Owner(owner::Message::Answered(told))
}
