//! The owner's day in the window: what its pages ask of the books, and the paper that comes of it.

use std::sync::Arc;

use iced::Task;

use super::day_desk::{DayDesk, Paper};
use super::port::Outcome;
use super::state::{App, Message, Page};
use crate::device::receipt::{ReceiptDoc, text};
use crate::device::report;
use crate::notice::{self, Notice};
use crate::service::error::Trouble;
use crate::ui::screen::owner::{self, Section, Told};
use crate::ui::screen::reports::{self, Paper as Kind, exports};
use crate::ui::screen::{cash_up, today};

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

    pub(super) fn on_today(&mut self, order: today::Instruction) -> Task<Message> {
        match order {
            today::Instruction::Read(reading) => self.ask_day(
                async move |desk| desk.sheet(reading).await,
                move |result| answered(Told::Today(today::Message::SheetRead(reading, result.map(Box::new)))),
            ),
            today::Instruction::Export(period) => {
                let opened = self.open_section(Section::Reports);
                let exports = Told::Reports(reports::Message::ExportsOpened(period));
                Task::batch([opened, self.on_owner(owner::Message::Page(exports))])
            }
        }
    }

    pub(super) fn on_cash_up(&self, order: cash_up::Instruction) -> Task<Message> {
        let (cash_up::Instruction::Write(event), operator) = (order, self.config.shop.operator.clone());
        self.ask_day(
            async move |desk| desk.write(event, operator).await,
            |result| answered(Told::CashUp(cash_up::Message::Done(result))),
        )
    }

    pub(super) fn on_reports(&mut self, order: reports::Instruction) -> Task<Message> {
        let operator = self.config.shop.operator.clone();
        match order {
            reports::Instruction::Closings => self.ask_day(
                async move |desk| desk.closings(CLOSINGS_MAX).await,
                |result| answered(Told::Reports(reports::Message::ClosingsRead(result))),
            ),
            reports::Instruction::ReadX(kind) => self.ask_day(
                async move |desk| desk.read_x(operator).await,
                move |result| Message::Paper(result.map(|shift| Paper::Read(Box::new(shift), kind))),
            ),
            reports::Instruction::CloseZ(kind) => self.ask_day(
                async move |desk| desk.close_z(operator).await,
                move |result| Message::Paper(result.map(|closing| Paper::Closed(Box::new(closing), None, kind))),
            ),
            reports::Instruction::Reprint(z, kind) => self.ask_day(
                async move |desk| desk.reprint(z, operator).await,
                move |result| {
                    let copy = |(closing, copy)| Paper::Closed(Box::new(closing), Some(copy), kind);
                    Message::Paper(result.map(copy))
                },
            ),
            reports::Instruction::OpenCashUp => self.open_section(Section::CashUp),
            reports::Instruction::OpenLate => self.go_to_late(),
            reports::Instruction::Export(order) => self.export(order),
        }
    }

    fn export(&self, order: exports::Order) -> Task<Message> {
        let (house, mode, lang) = (self.house.clone(), self.mode, self.words());
        Task::perform(async move { house.export(mode, order).await }, move |result| {
            let written = match result {
                Ok(files) => Ok(Some(files)),
                Err(Trouble::Interrupted) => Ok(None),
                Err(trouble) => Err(notice::trouble(&trouble, &lang)),
            };
            let told = reports::Message::Exports(exports::Message::Written(written));
            answered(Told::Reports(told))
        })
    }

    /// Saves a paper that was made; the page hears that it is done, or why not.
    pub(super) fn on_paper(&mut self, result: Result<Paper, Notice>) -> Task<Message> {
        let saving = result.as_ref().map_or_else(|_| Task::none(), |paper| self.save_paper(paper));
        let done = reports::Message::Done(result.map(drop));
        Task::batch([saving, self.on_owner(owner::Message::Answered(Told::Reports(done)))])
    }

    fn save_paper(&self, paper: &Paper) -> Task<Message> {
        let (name, doc, kind): (String, ReceiptDoc, Kind) = match paper {
            Paper::Read(shift, kind) => {
                let when = (self.moment.now, self.moment.offset_min);
                (format!("x-{}", shift.last_x), report::of_shift(shift, when, &self.config, &self.book), *kind)
            }
            Paper::Closed(closing, copy, kind) => {
                let of = copy.map_or_else(String::new, |copy| format!("-copy-{copy}"));
                let doc = report::of_closing(closing, *copy, &self.config, &self.book);
                (format!("z-{}{of}", closing.fact.number), doc, *kind)
            }
        };
        let end = match kind {
            Kind::Pdf => "pdf",
            Kind::Text => "txt",
        };
        let (house, name, text) = (self.house.clone(), format!("{name}.{end}"), text::render(&doc, text::WIDE));
        Task::perform(async move { house.save_receipt(name, text).await }, |result| {
            Message::Performed(Outcome::Saved(result.map_err(Arc::new)))
        })
    }

    /// Reports says where its paper lies for as long as it is shown.
    pub(super) fn told_reports(&mut self, file: &str) -> Option<Task<Message>> {
        let Page::Owner(owner) = &self.page else { return None };
        (owner.section() == Section::Reports).then(|| {
            let saved = Told::Reports(reports::Message::Saved(file.to_owned()));
            self.on_owner(owner::Message::Answered(saved))
        })
    }
}

fn answered(told: Told) -> Message {
    Message::Owner(owner::Message::Answered(told))
}
