//! From page to page, and from what screens ask to what is done.

use std::sync::Arc;

use iced::Task;

use super::perform::is_second_press;
use super::port::{Failure, Opened, Outcome, Told};
use super::state::{App, Message, Page, cx};
use crate::domain::entry::Entry;
use crate::domain::fact::Fact;
use crate::domain::id::SaleId;
use crate::domain::sale::Sale;
use crate::lang::Lang;
use crate::notice;
use crate::service::Update;
use crate::service::error::{Passphrase, Trouble};
use crate::service::practice::Pay as Play;
use crate::service::start::Mode;
use crate::ui::icon::Icon;
use crate::ui::screen::done::{self, Done};
use crate::ui::screen::pay::{self, Pay};
use crate::ui::screen::register::{self, Register};
use crate::ui::screen::sales::{self, Sales};
use crate::ui::screen::unlock::{self, Unlock};
use crate::ui::screen::welcome;

/// Whether an entry lets the goods of a sale go: its page is then the receipt, without another press.
fn completes(entry: &Entry, sale: SaleId) -> bool {
    matches!(&entry.fact, Fact::SaleCompleted(done) if done.sale == sale)
}

impl App {
    // The books.

    pub(super) fn opened(&mut self, result: Result<Box<Opened>, Failure>) -> Task<Message> {
        let opened = match result {
            Ok(opened) => *opened,
            Err(failure) => return self.not_opened(&failure),
        };
        let before = self.counter.take();
        self.opening += 1;
        self.standing = None;
        self.wanted = opened.mode;
        self.lang = Lang::english(opened.config.look.decimal.into());
        self.counter = Some(opened.counter);
        self.mode = opened.mode;
        self.book = opened.book;
        self.config = opened.config;
        self.catalog = opened.catalog;
        self.gateway = opened.gateway;
        self.backroom = Some(self.house.backroom(self.mode));
        self.live.clear();
        self.fresh_register();
        self.turn(Page::Register);
        self.bring_back();
        let back = self.come_back();
        Task::batch([super::perform::leave(before), self.resume(), self.look_at_rate(), back])
    }

    /// A sale that was being paid when the program ended is on the screen again.
    fn bring_back(&mut self) {
        let waits = |sale: &&Sale| sale.end.is_none() && sale.payable().is_some();
        let Some((id, number)) = self.book.sales().find(waits).map(|sale| (sale.id, sale.number)) else { return };
        self.turn(Page::Pay(Pay::new(id, self.moment.mono)));
        let words = self.lang.with("till-restarted", &[("number", (&number.to_string()).into())]);
        self.tell(Icon::RotateCcw, words);
    }

    fn not_opened(&mut self, failure: &Failure) -> Task<Message> {
        if let Some(missing) = failure.passphrase() {
            return self.ask_passphrase(missing);
        }
        let of_the_book = matches!(**failure, Trouble::Open(_) | Trouble::Store(_));
        match &self.page {
            Page::Welcome(_) if !of_the_book => {
                self.tell_trouble(failure);
                self.on_welcome(welcome::Message::Failed)
            }
            Page::Unlock(_) if !of_the_book => {
                self.tell_trouble(failure);
                self.on_unlock(unlock::Message::Failed)
            }
            Page::Connect(_) if !of_the_book => {
                self.tell_trouble(failure);
                self.leave_connect()
            }
            Page::Opening
            | Page::Welcome(_)
            | Page::Unlock(_)
            | Page::Connect(_)
            | Page::Register
            | Page::Pay(_)
            | Page::Done(_)
            | Page::Sales(_)
            | Page::Late(_)
            | Page::Owner(_)
            | Page::Fault(_)
            | Page::Closing => self.failed_to_open(failure),
        }
    }

    /// Books that are open still go on; without any there is only the trouble to show.
    fn failed_to_open(&mut self, failure: &Failure) -> Task<Message> {
        if self.counter.is_none() {
            return self.show_fault(failure);
        }
        self.tell_trouble(failure);
        self.leave_connect()
    }

    /// The shop's secrets are sealed: without the right passphrase there is nothing to go on with.
    fn ask_passphrase(&mut self, passphrase: Passphrase) -> Task<Message> {
        if !matches!(self.page, Page::Unlock(_)) {
            self.turn(Page::Unlock(Unlock::default()));
        }
        match passphrase {
            Passphrase::Missing => Unlock::focus().map(Message::Unlock),
            Passphrase::Wrong => self.on_unlock(unlock::Message::Refused),
        }
    }

    fn fresh_register(&mut self) {
        let sale = self.house.new_sale();
        let register = Register::new(sale, &self.cx());
        self.register = Some(register);
    }

    // What the till tells.

    pub(super) fn told(&mut self, told: Told) -> Task<Message> {
        match told {
            Told::Book(book) => {
                if book.head().seq > self.book.head().seq {
                    self.book = *book;
                }
                self.read_live();
            }
            Told::Updates(updates) => updates.into_iter().for_each(|update| self.take_in(update)),
        }
        Task::batch([self.open_awaited(), self.ticked()])
    }

    fn take_in(&mut self, update: Update) {
        match update {
            Update::Recalled(sale) => self.book.recall(*sale),
            Update::Entries(entries) => self.apply(&entries),
            Update::Live(guid, live) => {
                self.live.insert(guid, *live);
            }
            Update::Reachable(reachable) => {
                if let Some(gateway) = &mut self.gateway {
                    gateway.reachable = reachable;
                }
            }
            Update::Roomy => self.has_room(),
            Update::Trouble(trouble) => self.tell_trouble(&trouble),
        }
    }

    fn apply(&mut self, entries: &[Arc<Entry>]) {
        for entry in entries {
            if entry.seq > self.book.head().seq {
                self.book.apply(entry);
                self.tell_jump(&entry.fact);
            }
        }
        if let Page::Pay(pay) = &self.page
            && entries.iter().any(|entry| completes(entry, pay.sale()))
        {
            self.turn(Page::Done(Done::new(pay.sale(), self.moment.mono)));
        }
    }

    /// A clock that is wrong is worth a look: days and receipts carry its time.
    fn tell_jump(&mut self, fact: &Fact) {
        if let Fact::ClockJumped(jump) = fact {
            let words = notice::clock_jumped(jump.by_ms, &self.lang).line();
            self.tell(Icon::TriangleAlert, words);
        }
    }

    /// The readings of what is watched, as far as there are any.
    fn read_live(&mut self) {
        let Some(counter) = &self.counter else { return };
        let attempts = self.book.sales().flat_map(|sale| &sale.attempts);
        let read = attempts.filter_map(|attempt| Some((attempt.guid(), counter.live(attempt.guid())?)));
        self.live = read.collect();
    }

    /// How fresh the reading on the page is; readings that say nothing new are not told one by one.
    pub(super) fn refresh(&mut self) {
        let (Page::Pay(pay), Some(counter)) = (&self.page, &self.counter) else { return };
        let attempts = self.book.sale(pay.sale()).map_or(&[][..], |sale| &sale.attempts);
        let read = attempts.iter().filter_map(|attempt| Some((attempt.guid(), counter.live(attempt.guid())?)));
        self.live.extend(read);
    }

    fn open_awaited(&mut self) -> Task<Message> {
        match self.awaited {
            Some(sale) if self.book.sale(sale).is_some() => {
                self.awaited = None;
                self.go_to_payment(sale)
            }
            Some(_) | None => Task::none(),
        }
    }

    // What became of instructions.

    pub(super) fn performed(&mut self, outcome: Outcome) -> Task<Message> {
        match outcome {
            Outcome::Charged(sale, result) => match result {
                Err(failure) if !is_second_press(&failure) => self.not_charged(&failure),
                Ok(()) | Err(_) => {
                    self.fresh_register();
                    self.awaited = Some(sale);
                    self.open_awaited()
                }
            },
            Outcome::Paid(_, result) => match result {
                Err(failure) if !is_second_press(&failure) => self.not_charged(&failure),
                Ok(()) | Err(_) => {
                    self.fresh_register();
                    self.turn(Page::Register);
                    Task::none()
                }
            },
            Outcome::Settled(Ok(())) => self.go_to_register(None),
            Outcome::Settled(Err(failure)) => {
                self.tell_trouble(&failure);
                self.on_pay(pay::Message::Failed)
            }
            Outcome::Saved(Ok(file)) => self.saved(file),
            Outcome::Copied(sale, Ok(())) => self.go_to_receipt(sale),
            Outcome::Connected(result) => self.connected(result),
            Outcome::Found(number, result) => self.found(number, result),
            Outcome::Previewed(result) => self.previewed(result),
            Outcome::Refunding(result) => self.refunding(result),
            Outcome::Contacted(result) => self.contacted(result),
            Outcome::Kept(result) => self.kept(result),
            Outcome::Rated(result) => self.rated(result),
            Outcome::Did(Ok(())) => Task::none(),
            Outcome::Saved(Err(failure)) | Outcome::Copied(_, Err(failure)) | Outcome::Did(Err(failure)) => {
                self.tell_trouble(&failure);
                Task::none()
            }
        }
    }

    fn not_charged(&mut self, failure: &Failure) -> Task<Message> {
        self.tell_trouble(failure);
        self.on_register(register::Message::Failed)
    }

    pub(super) fn tell_trouble(&mut self, failure: &Failure) {
        self.stand(failure);
        let notice = notice::trouble(failure, &self.lang);
        let icon = match notice.tone {
            notice::Tone::Info => Icon::Info,
            notice::Tone::Wait => Icon::TriangleAlert,
            notice::Tone::Stop => Icon::OctagonAlert,
        };
        self.tell(icon, notice.line());
    }

    // From page to page.

    pub(super) fn go_to_register(&mut self, half: Option<register::Page>) -> Task<Message> {
        if self.register.is_none() {
            return self.start();
        }
        if !matches!(self.page, Page::Register) {
            self.turn(Page::Register);
        }
        let half = half.map_or_else(Task::none, |half| self.on_register(register::Message::PageChosen(half)));
        Task::batch([half, self.look_at_rate()])
    }

    pub(super) fn go_to_payment(&mut self, sale: SaleId) -> Task<Message> {
        self.turn(Page::Pay(Pay::new(sale, self.moment.mono)));
        self.ticked()
    }

    pub(super) fn go_to_sales(&mut self) -> Task<Message> {
        if !matches!(self.page, Page::Sales(_)) {
            self.turn(Page::Sales(Sales::new()));
        }
        Task::none()
    }

    pub(super) fn go_to_receipt(&mut self, sale: SaleId) -> Task<Message> {
        self.turn(Page::Done(Done::new(sale, self.moment.mono)));
        Task::none()
    }

    pub(super) fn play_customer(&mut self, pay: Play) -> Task<Message> {
        let guid = self.live_sale().and_then(Sale::payable).map(crate::domain::sale::Attempt::guid);
        guid.map_or_else(Task::none, |guid| self.play(guid, pay))
    }

    // What screens ask.

    pub(super) fn on_welcome(&mut self, message: welcome::Message) -> Task<Message> {
        let Page::Welcome(welcome) = &mut self.page else { return Task::none() };
        let action = welcome.update(message);
        let task = action.task.map(Message::Welcome);
        let done = match action.instruction {
            None => Task::none(),
            Some(welcome::Instruction::StartPractice) => self.open(Mode::Practice),
            Some(welcome::Instruction::Connect) => self.go_to_connect(),
        };
        Task::batch([task, done])
    }

    pub(super) fn on_unlock(&mut self, message: unlock::Message) -> Task<Message> {
        let Page::Unlock(unlock) = &mut self.page else { return Task::none() };
        let action = unlock.update(message);
        let task = action.task.map(Message::Unlock);
        let done = match action.instruction {
            None => Task::none(),
            Some(unlock::Instruction::Open(passphrase)) => {
                self.house.keep_passphrase(passphrase);
                self.open(Mode::Shop)
            }
            Some(unlock::Instruction::StartPractice) => self.open(Mode::Practice),
        };
        Task::batch([task, done])
    }

    pub(super) fn on_register(&mut self, message: register::Message) -> Task<Message> {
        let cx = cx!(self);
        let Some(register) = &mut self.register else { return Task::none() };
        let action = register.update(message, &cx);
        let task = action.task.map(Message::Register);
        let done = match action.instruction {
            None => Task::none(),
            Some(register::Instruction::Charge(checkout)) => self.charge(checkout),
            Some(register::Instruction::Cash { checkout, given }) => self.take_cash(checkout, given),
            Some(register::Instruction::OpenSales) => self.go_to_sales(),
            Some(register::Instruction::OpenSale(sale)) => self.go_to_payment(sale),
            Some(register::Instruction::Tell(remark)) => {
                let words = remark.words(&self.lang);
                self.tell(Icon::Info, words);
                Task::none()
            }
        };
        Task::batch([task, done])
    }

    pub(super) fn on_pay(&mut self, message: pay::Message) -> Task<Message> {
        let cx = cx!(self);
        let Page::Pay(pay) = &mut self.page else { return Task::none() };
        let action = pay.update(message, &cx);
        let task = action.task.map(Message::Pay);
        let done = match action.instruction {
            None => Task::none(),
            Some(pay::Instruction::NewCode { sale, gateway }) => self.new_code(sale, gateway),
            Some(pay::Instruction::Cash { sale, given }) => self.settle_in_cash(sale, given),
            Some(pay::Instruction::Void { sale, reason }) => self.void(sale, reason),
            Some(pay::Instruction::PickCoin { guid, coin }) => self.pick_coin(guid, coin),
            Some(pay::Instruction::Leave) => self.go_to_register(None),
            Some(pay::Instruction::TryNow { guid }) => self.try_now(guid),
            Some(pay::Instruction::ShowReceipt { sale }) => self.go_to_receipt(sale),
            Some(pay::Instruction::OpenPage { url }) => self.open_page(url),
            Some(pay::Instruction::Copy(text)) => iced::clipboard::write(text),
        };
        Task::batch([task, done])
    }

    pub(super) fn on_done(&mut self, message: done::Message) -> Task<Message> {
        let cx = cx!(self);
        let Page::Done(done) = &mut self.page else { return Task::none() };
        let action = done.update(message, &cx);
        let task = action.task.map(Message::Done);
        let done = match action.instruction {
            None => Task::none(),
            Some(done::Instruction::Next) => self.go_to_register(None),
            Some(done::Instruction::Refund { sale }) => self.go_to_refund(sale),
            Some(done::Instruction::SaveReceipt { sale }) => self.save_receipt(sale),
        };
        Task::batch([task, done])
    }

    pub(super) fn on_sales(&mut self, message: sales::Message) -> Task<Message> {
        let cx = cx!(self);
        let Page::Sales(sales) = &mut self.page else { return Task::none() };
        let action = sales.update(message, &cx);
        let task = action.task.map(Message::Sales);
        let done = match action.instruction {
            None => Task::none(),
            Some(sales::Instruction::ShowReceipt { sale }) => self.copy_receipt(sale),
            Some(sales::Instruction::OpenPayment { sale }) => self.go_to_payment(sale),
            Some(sales::Instruction::NewCode { sale }) => {
                let asked = self.new_code(sale, None);
                Task::batch([asked, self.go_to_payment(sale)])
            }
            Some(sales::Instruction::Find { number }) => self.find(number),
            Some(sales::Instruction::Copy(text)) => iced::clipboard::write(text),
            Some(sales::Instruction::Preview(wish)) => self.preview_refund(wish),
            Some(sales::Instruction::Refund(wish)) => self.refund(wish),
            Some(sales::Instruction::SaveReturn { refund }) => self.save_return(refund),
            Some(sales::Instruction::Contact { payment, reach }) => self.contact(payment, reach),
            Some(sales::Instruction::Leave) => self.go_to_register(None),
        };
        Task::batch([task, done])
    }
}
