//! The one door out of the window: instructions become calls, and their results come back as messages.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use iced::Task;
use tokio::sync::broadcast;

use super::{App, Message};
use crate::config::{Config, Look};
use crate::domain::book::Book;
use crate::domain::catalog::Catalog;
use crate::domain::core::{NewSale, Refusal};
use crate::domain::id::{Guid, SaleId};
use crate::domain::live::{Live, Mono};
use crate::domain::money::Money;
use crate::domain::time::Timestamp;
use crate::service::Update;
use crate::service::error::Trouble;
use crate::service::practice::Pay;
use crate::service::start::Mode;
use crate::ui::context::GatewayView;
use crate::ui::screen::register::Checkout;

/// A call's failure, shared so that messages can be cloned.
pub type Failure = Arc<Trouble>;

/// An open till, as the window uses it.
#[async_trait]
pub trait Counter: fmt::Debug + Send + Sync {
    /// Everything that happens from now on.
    fn updates(&self) -> broadcast::Receiver<Update>;
    /// A copy of the book as it stands.
    async fn book(&self) -> Book;
    /// The last reading of a payment.
    fn live(&self, guid: Guid) -> Option<Live>;
    /// Makes a cart a sale and asks for its payment.
    async fn charge(&self, sale: NewSale) -> Result<(), Trouble>;
    /// Asks for another code of an open sale.
    async fn new_code(&self, sale: SaleId) -> Result<(), Trouble>;
    /// Takes cash for a cart.
    async fn cash(&self, sale: NewSale, given: Money) -> Result<(), Trouble>;
    /// Gives a sale up.
    async fn void(&self, sale: SaleId, reason: String) -> Result<(), Trouble>;
    /// Shows another coin's code.
    async fn pick_coin(&self, guid: Guid, coin: String) -> Result<(), Trouble>;
    /// Reads a payment now.
    fn poke(&self, guid: Guid);
    /// Records that a receipt was shown again.
    async fn receipt_copied(&self, sale: SaleId) -> Result<(), Trouble>;
    /// Lets the practice customer pay.
    async fn play(&self, guid: Guid, pay: Pay) -> Result<(), Trouble>;
    /// Finishes what a crash left open.
    async fn resume(&self);
    /// Writes the end and closes the books.
    async fn close(&self);
}

/// What the window needs before a till is open: clocks, names, books to open.
#[async_trait]
pub trait House: fmt::Debug + Send + Sync {
    /// The clocks.
    fn moment(&self) -> Moment;
    /// A fresh name for a sale.
    fn new_sale(&self) -> SaleId;
    /// Which books to open at start; none to ask.
    fn at_start(&self) -> Option<Mode>;
    /// Opens books.
    async fn open(&self, mode: Mode) -> Result<Opened, Trouble>;
    /// Opens an address in the system's browser.
    async fn open_page(&self, url: &str) -> Result<(), Trouble>;
    /// Keeps how the till looks.
    async fn keep_look(&self, mode: Mode, look: Look) -> Result<(), Trouble>;
}

/// One reading of the clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The wall clock.
    pub now: Timestamp,
    /// The monotonic clock.
    pub mono: Mono,
    /// Minutes east of UTC.
    pub offset_min: i16,
}

/// Open books with what the window starts from.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The till.
    pub counter: Arc<dyn Counter>,
    /// Which books these are.
    pub mode: Mode,
    /// A copy of its book.
    pub book: Book,
    /// Its settings.
    pub config: Config,
    /// The products.
    pub catalog: Catalog,
    /// The connection asked first.
    pub gateway: Option<GatewayView>,
}

/// How an instruction ended.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// A cart became a sale, or did not.
    Charged(SaleId, Result<(), Failure>),
    /// A cart was paid in cash, or was not.
    Paid(SaleId, Result<(), Failure>),
    /// Anything else: only a failure is worth telling.
    Did(Result<(), Failure>),
}

impl App {
    /// Runs a call on the open till; without one nothing happens.
    fn call<F>(
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
        let (id, sale) = (checkout.sale, self.new_sale(checkout));
        Task::perform(async move { counter.charge(sale).await }, move |result| {
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

    pub(super) fn new_code(&self, sale: SaleId) -> Task<Message> {
        self.call(async move |counter| counter.new_code(sale).await, did)
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

/// A result that matters only if it failed.
pub(super) fn did(result: Result<(), Failure>) -> Message {
    Message::Performed(Outcome::Did(result))
}

/// Whether a failure says that the same sale is charged already: then it worked the first time.
pub(super) fn is_second_press(failure: &Trouble) -> bool {
    matches!(failure, Trouble::Refused(Refusal::AlreadyCharged))
}
