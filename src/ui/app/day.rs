//! The owner's day in the window: what its pages ask of the books, and the paper that comes of it.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use iced::Task;

use super::port::Outcome;
use super::state::{App, Message};
use crate::device::receipt::{ReceiptDoc, text};
use crate::device::report;
use crate::domain::core::TillEvent;
use crate::domain::report::{Closing, Reach, Sheet, Shift};
use crate::notice::{self, Notice};
use crate::service::Till;
use crate::service::error::Trouble;
use crate::ui::screen::owner::{self, Told};
use crate::ui::screen::{cash_up, reports, today};

/// Closings the list shows.
const CLOSINGS_MAX: usize = 400;

/// The books, as the pages of the day use them.
#[async_trait]
pub trait DayDesk: fmt::Debug + Send + Sync {
    /// Takings as an owner looks at them.
    async fn sheet(&self, reach: Reach) -> Result<Sheet, Trouble>;
    /// The newest closings, newest first.
    async fn closings(&self, limit: usize) -> Result<Vec<Closing>, Trouble>;
    /// Writes what happened to the drawer.
    async fn write(&self, event: TillEvent, operator: String) -> Result<(), Trouble>;
    /// Reads the shift.
    async fn read_x(&self, operator: String) -> Result<Shift, Trouble>;
    /// Closes the shift, once.
    async fn close_z(&self, operator: String) -> Result<Closing, Trouble>;
    /// Counts one more copy of a closing.
    async fn reprint(&self, z: u64, operator: String) -> Result<(Closing, u32), Trouble>;
}

#[async_trait]
impl DayDesk for Till {
    async fn sheet(&self, reach: Reach) -> Result<Sheet, Trouble> {
        self.sheet(reach).await
    }

    async fn closings(&self, limit: usize) -> Result<Vec<Closing>, Trouble> {
        self.closings(limit).await
    }

    async fn write(&self, event: TillEvent, operator: String) -> Result<(), Trouble> {
        self.till_event(event, operator).await
    }

    async fn read_x(&self, operator: String) -> Result<Shift, Trouble> {
        self.read_x(operator).await
    }

    async fn close_z(&self, operator: String) -> Result<Closing, Trouble> {
        self.close_z(operator).await
    }

    async fn reprint(&self, z: u64, operator: String) -> Result<(Closing, u32), Trouble> {
        self.reprint(z, operator).await
    }
}

/// A paper that was made, or why not.
#[derive(Debug, Clone)]
pub enum Paper {
    /// The shift was read.
    Read(Box<Shift>),
    /// A closing, or a numbered copy of one.
    Closed(Box<Closing>, Option<u32>),
}

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
