//! The one door out of the window: instructions become calls, and their results come back as messages.

use std::sync::Arc;

use iced::Task;

use super::port::{Counter, Failure, Outcome};
use super::state::{App, Message};
use crate::device::receipt::text;
use crate::domain::core::{NewSale, Refusal};
use crate::domain::id::{GatewayId, Guid, SaleId};
use crate::domain::money::Money;
use crate::service::error::Trouble;
use crate::service::practice::Pay;
use crate::service::start::Mode;
use crate::ui::screen::done;
use crate::ui::screen::register::Checkout;

/// Columns of 80 mm paper.
const RECEIPT_WIDE: usize = 42;

impl App {
    /// Runs a call on the open till; without one nothing happens.
    pub(super) fn call<F>(
        &self,
        call: impl FnOnce(Arc<dyn Counter>) -> F,
        done: fn(Result<(), Failure>) -> Message,
    ) -> Task<Message>
    where
        F: Future<Output = Result<(), Trouble>> + Send + 'static,
    {
        let Some(counter) = self.counter.clone() else { return Task::none() };
        Task::perform(call(counter), move |result| done(result.map_err(Arc::new)))
    }

    pub(super) fn charge(&self, checkout: Checkout) -> Task<Message> {
        let Some(counter) = self.counter.clone() else { return Task::none() };
        let (id, buyer) = (checkout.sale, checkout.buyer.clone());
        let sale = self.new_sale(checkout);
        Task::perform(async move { counter.charge(sale, buyer).await }, move |result| {
            Message::Performed(Outcome::Charged(id, result.map_err(Arc::new)))
        })
    }

    pub(super) fn take_cash(&self, checkout: Checkout, given: Money) -> Task<Message> {
        let Some(counter) = self.counter.clone() else { return Task::none() };
        let (id, sale) = (checkout.sale, self.new_sale(checkout));
        Task::perform(async move { counter.cash(sale, given).await }, move |result| {
            Message::Performed(Outcome::Paid(id, result.map_err(Arc::new)))
        })
    }

    fn new_sale(&self, checkout: Checkout) -> NewSale {
        NewSale {
            id: checkout.sale,
            lines: checkout.lines,
            reference: checkout.reference,
            operator: self.config.shop.operator.clone(),
        }
    }

    pub(super) fn play(&self, guid: Guid, pay: Pay) -> Task<Message> {
        self.call(async move |counter| counter.play(guid, pay).await, did)
    }

    /// Takes cash for a sale that waits for its payment.
    pub(super) fn settle_in_cash(&self, sale: SaleId, given: Money) -> Task<Message> {
        let settled = |result| Message::Performed(Outcome::Settled(result));
        self.call(async move |counter| counter.settle_in_cash(sale, given).await, settled)
    }

    pub(super) fn new_code(&self, sale: SaleId, gateway: Option<GatewayId>) -> Task<Message> {
        self.call(async move |counter| counter.new_code(sale, gateway).await, did)
    }

    pub(super) fn void(&self, sale: SaleId, reason: String) -> Task<Message> {
        self.call(async move |counter| counter.void(sale, reason).await, did)
    }

    pub(super) fn pick_coin(&self, guid: Guid, coin: String) -> Task<Message> {
        self.call(async move |counter| counter.pick_coin(guid, coin).await, did)
    }

    pub(super) fn try_now(&self, guid: Guid) -> Task<Message> {
        if let Some(counter) = &self.counter {
            counter.poke(guid);
        }
        Task::none()
    }

    /// Opens an address in the system's browser; it was checked by whoever made it.
    pub(super) fn open_page(&self, url: String) -> Task<Message> {
        let house = self.house.clone();
        Task::perform(async move { house.open_page(&url).await }, |result| did(result.map_err(Arc::new)))
    }

    /// Shows a receipt again: the book hears of the copy first.
    pub(super) fn copy_receipt(&self, sale: SaleId) -> Task<Message> {
        let Some(counter) = self.counter.clone() else { return Task::none() };
        Task::perform(async move { counter.receipt_copied(sale).await }, move |result| {
            Message::Performed(Outcome::Copied(sale, result.map_err(Arc::new)))
        })
    }

    /// Writes the receipt of a paid sale to a text file.
    pub(super) fn save_receipt(&self, sale: SaleId) -> Task<Message> {
        let cx = self.cx();
        let Some(sale) = self.book.sale(sale) else { return Task::none() };
        let Some(doc) = done::paper_of(sale, &cx) else { return Task::none() };
        let text = text::render(&doc, RECEIPT_WIDE);
        let number = sale.completed().map_or(0, |fact| fact.receipt_no);
        let (house, name) = (self.house.clone(), format!("receipt-{number}.txt"));
        Task::perform(async move { house.save_receipt(name, text).await }, |result| {
            Message::Performed(Outcome::Saved(result.map_err(Arc::new)))
        })
    }

    pub(super) fn open_books(&self, mode: Mode) -> Task<Message> {
        let house = self.house.clone();
        Task::perform(async move { house.open(mode).await }, |result| {
            Message::Opened(result.map(Box::new).map_err(Arc::new))
        })
    }

    pub(super) fn resume(&self) -> Task<Message> {
        let Some(counter) = self.counter.clone() else { return Task::none() };
        Task::future(async move { counter.resume().await }).discard()
    }

    pub(super) fn keep_look(&self) -> Task<Message> {
        let (house, look, mode) = (self.house.clone(), self.config.look.clone(), self.mode);
        Task::perform(async move { house.keep_look(mode, look).await }, |result| did(result.map_err(Arc::new)))
    }

    /// Closes the books in order, then ends the program.
    pub(super) fn close_books(&self) -> Task<Message> {
        let counter = self.counter.clone();
        let closing = async move {
            if let Some(counter) = counter {
                counter.close().await;
            }
        };
        Task::perform(closing, |()| Message::Closed)
    }
}

/// Closes the books that were open before others.
pub(super) fn leave(before: Option<Arc<dyn Counter>>) -> Task<Message> {
    match before {
        Some(counter) => Task::future(async move { counter.close().await }).discard(),
        None => Task::none(),
    }
}

/// A result that matters only if it failed.
pub(super) fn did(result: Result<(), Failure>) -> Message {
    Message::Performed(Outcome::Did(result))
}

/// Whether a failure says that the same sale is charged already: then it worked the first time.
pub(super) fn is_second_press(failure: &Trouble) -> bool {
    matches!(failure, Trouble::Refused(Refusal::AlreadyCharged))
}
