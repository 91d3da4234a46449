//! The owner's area: what its pages ask, and the answers back to them.

use std::sync::Arc;

use iced::Task;

use super::office::Backroom;
use super::port::{Failure, Outcome};
use super::state::{App, Message, Page, cx};
use crate::config::Config;
use crate::notice::{self, Notice};
use crate::service::error::Trouble;
use crate::ui::screen::owner::{self, Ask, Owner, Section, Told};
use crate::ui::screen::{connections, rates, settings};

impl App {
    /// Opens the area where it was left.
    pub(super) fn go_to_owner(&mut self) -> Task<Message> {
        if self.counter.is_none() || matches!(self.page, Page::Owner(_)) {
            return Task::none();
        }
        self.open_section(self.section)
    }

    pub(super) fn open_section(&mut self, section: Section) -> Task<Message> {
        let (owner, answer) = Owner::new(section, &self.cx());
        self.turn(Page::Owner(Box::new(owner)));
        let asked = answer.instruction.map_or_else(Task::none, |order| self.carry_out_owner(order));
        Task::batch([answer.task.map(Message::Owner), asked])
    }

    pub(super) fn on_owner(&mut self, message: owner::Message) -> Task<Message> {
        let cx = cx!(self);
        let Page::Owner(page) = &mut self.page else { return Task::none() };
        let answer = page.update(message, &cx);
        self.section = page.section();
        let asked = answer.instruction.map_or_else(Task::none, |order| self.carry_out_owner(order));
        Task::batch([answer.task.map(Message::Owner), asked])
    }

    fn carry_out_owner(&mut self, order: owner::Instruction) -> Task<Message> {
        match order {
            owner::Instruction::Leave => self.go_to_register(None),
            owner::Instruction::Late => self.go_to_late(),
            owner::Instruction::Page(Ask::Today(order)) => self.on_today(order),
            owner::Instruction::Page(Ask::Reports(order)) => self.on_reports(order),
            owner::Instruction::Page(Ask::CashUp(order)) => self.on_cash_up(order),
            owner::Instruction::Page(Ask::Connections(order)) => self.on_connections(order),
            owner::Instruction::Page(Ask::Rates(order)) => self.on_rates(order),
            owner::Instruction::Page(Ask::Reconcile(order)) => self.on_check(order),
            owner::Instruction::Page(Ask::Settings(order)) => self.on_settings(order),
        }
    }

    /// Calls the back room; its answer becomes a message for a page, in words where it failed.
    fn ask<T, F>(
        &self,
        call: impl FnOnce(Arc<dyn Backroom>) -> F,
        told: impl Fn(Result<T, Notice>) -> Told + Send + 'static,
    ) -> Task<Message>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, Trouble>> + Send + 'static,
    {
        let Some(room) = self.backroom.clone() else { return Task::none() };
        let lang = self.words();
        Task::perform(call(room), move |result| {
            let result = result.map_err(|trouble| notice::office(&trouble, &lang));
            Message::Owner(owner::Message::Answered(told(result)))
        })
    }

    /// The sentences, for a task that answers later.
    pub(super) fn words(&self) -> crate::lang::Lang {
        crate::lang::Lang::english(self.config.look.decimal.into())
    }

    fn on_connections(&mut self, order: connections::Instruction) -> Task<Message> {
        use connections::{Instruction as Order, Message as Answer};
        let done = |result| Told::Connections(Answer::Done(result));
        match order {
            Order::Read => {
                self.ask(async move |room| room.office().await, |result| Told::Connections(Answer::OfficeRead(result)))
            }
            Order::Look(name) => {
                let of = name.clone();
                self.ask(
                    async move |room| room.look(name).await.map(Box::new),
                    move |result| Told::Connections(Answer::Looked(of.clone(), result)),
                )
            }
            Order::Copy(text) => iced::clipboard::write(text),
            Order::Connect => self.go_to_connect(),
            Order::Prefer(name) => self.ask(async move |room| room.prefer(name).await, done),
            Order::Remove(name) => self.ask(async move |room| room.remove(name).await, done),
            Order::Link { name, sin } => self.ask(async move |room| room.link(name, sin).await, done),
            Order::Unlink { name, sin } => self.ask(async move |room| room.unlink(name, sin).await, done),
            Order::Approve { name, code } => self.ask(async move |room| room.approve(name, code).await, done),
            Order::StepKey => {
                self.ask(async move |room| room.step_key().await, |result| Told::Connections(Answer::Stepped(result)))
            }
            Order::GiveUpKey => self.ask(async move |room| room.give_up_key().await, done),
            Order::Reopen => self.reopen(),
        }
    }

    fn on_rates(&mut self, order: rates::Instruction) -> Task<Message> {
        use rates::Instruction as Order;
        match order {
            Order::ReadRates(base) => self.read_rates(base),
            Order::ReadCurrencies => self.read_currencies(),
            Order::ReadAll(base) => Task::batch([self.read_rates(base), self.read_currencies()]),
        }
    }

    fn read_rates(&self, base: String) -> Task<Message> {
        let of = base.clone();
        self.ask(
            async move |room| room.rates(base).await,
            move |result| Told::Rates(rates::Message::RatesRead(of.clone(), result)),
        )
    }

    fn read_currencies(&self) -> Task<Message> {
        let told = |result| Told::Rates(rates::Message::CurrenciesRead(result));
        self.ask(async move |room| room.currencies().await, told)
    }

    fn on_settings(&mut self, order: settings::Instruction) -> Task<Message> {
        match order {
            settings::Instruction::ReadCoins => self.ask(
                async move |room| room.currencies().await,
                |result| Told::Settings(settings::Message::CoinsKnown(result.unwrap_or_default())),
            ),
            settings::Instruction::Save(config) => self.save_settings(*config),
        }
    }

    fn save_settings(&self, config: Config) -> Task<Message> {
        let Some(room) = self.backroom.clone() else { return Task::none() };
        Task::perform(async move { room.save(config).await }, |result| {
            Message::Performed(Outcome::Kept(result.map(Box::new).map_err(Arc::new)))
        })
    }

    /// Settings are kept: everything on the screen and every sale from now on follows them.
    pub(super) fn kept(&mut self, result: Result<Box<Config>, Failure>) -> Task<Message> {
        let told = match result {
            Ok(config) => {
                self.follow(*config);
                Ok(())
            }
            Err(failure) => Err(notice::trouble(&failure, &self.lang)),
        };
        self.on_owner(owner::Message::Answered(Told::Settings(settings::Message::Saved(told))))
    }

    fn follow(&mut self, config: Config) {
        self.lang = crate::lang::Lang::english(config.look.decimal.into());
        if let Some(counter) = &self.counter {
            counter.adopt(config.clone());
        }
        self.config = config;
        self.forget_old_rates();
    }

    /// Closes the books and opens them with connections and key as they are now; the area comes back by itself.
    pub(super) fn reopen(&mut self) -> Task<Message> {
        self.returns = true;
        self.open_again()
    }

    /// Closes the books and opens the same ones.
    pub(super) fn open_again(&mut self) -> Task<Message> {
        let (before, house, mode) = (self.counter.take(), self.house.clone(), self.mode);
        self.wanted = mode;
        self.turn(Page::Opening);
        let opening = async move {
            if let Some(counter) = before {
                counter.close().await;
            }
            house.open(mode).await
        };
        Task::perform(opening, |result| Message::Opened(result.map(Box::new).map_err(Arc::new)))
    }

    /// After the books were opened again for the owner, the area is shown again.
    pub(super) fn come_back(&mut self) -> Task<Message> {
        if std::mem::take(&mut self.returns) { self.open_section(self.section) } else { Task::none() }
    }
}
