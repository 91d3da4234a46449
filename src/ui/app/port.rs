//! What the window needs of the world: clocks, books, an open till. The real ones are in `house`, tests bring theirs.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use jiff::civil::Date;
use tokio::sync::broadcast;

use super::office::Backroom;
use crate::config::{Config, Look};
use crate::domain::book::Book;
use crate::domain::case::Limits;
use crate::domain::catalog::Catalog;
use crate::domain::core::NewSale;
use crate::domain::id::{GatewayId, Guid, SaleId};
use crate::domain::live::{Live, Mono};
use crate::domain::money::Money;
use crate::domain::rates::Rates;
use crate::domain::rescue::{Carried, Decision, Rescue, Way};
use crate::domain::sale::Sale;
use crate::domain::terms::Buyer;
use crate::domain::time::Timestamp;
use crate::gateway::port::{Contact, ContactStep};
use crate::secret::Secret;
use crate::service::Update;
use crate::service::connect::{Order, Standing, Store};
use crate::service::error::Trouble;
use crate::service::practice::Pay;
use crate::service::reconcile::{Asked, CheckError, Checked, FindingId, Progress};
use crate::service::refund;
use crate::service::start::Mode;
use crate::ui::context::GatewayView;
use crate::ui::screen::reports::exports;

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
    async fn charge(&self, sale: NewSale, buyer: Option<Buyer>) -> Result<(), Trouble>;
    /// Asks for another code of an open sale, the named connection or the one asked before.
    async fn new_code(&self, sale: SaleId, gateway: Option<GatewayId>) -> Result<(), Trouble>;
    /// Takes cash for a cart.
    async fn cash(&self, sale: NewSale, given: Money) -> Result<(), Trouble>;
    /// Takes cash for a sale that waits for its payment.
    async fn settle_in_cash(&self, sale: SaleId, given: Money) -> Result<(), Trouble>;
    /// Gives a sale up.
    async fn void(&self, sale: SaleId, reason: String) -> Result<(), Trouble>;
    /// Shows another coin's code.
    async fn pick_coin(&self, guid: Guid, coin: String) -> Result<(), Trouble>;
    /// Reads a payment now.
    fn poke(&self, guid: Guid);
    /// Records that a receipt was shown again.
    async fn receipt_copied(&self, sale: SaleId) -> Result<(), Trouble>;
    /// Takes a sale to hand by its number, however old.
    async fn sale(&self, number: u64) -> Result<Option<Sale>, Trouble>;
    /// Asks what a refund would take.
    async fn preview_refund(&self, order: refund::Order) -> Result<refund::Preview, Trouble>;
    /// Gives money back; answers its key.
    async fn refund(&self, order: refund::Order) -> Result<Guid, Trouble>;
    /// Tells the gateway how the customer of a payment can be reached.
    async fn contact(&self, payment: Guid, contact: Contact) -> Result<ContactStep, Trouble>;
    /// Counts late money as the payment of its sale.
    async fn accept_late(&self, payment: Guid, operator: String) -> Result<(), Trouble>;
    /// Leaves late money where it is, with a note.
    async fn keep_late(&self, payment: Guid, note: String, operator: String) -> Result<(), Trouble>;
    /// Fetches the preferred gateway's ledger lines of these days and keeps them.
    async fn fetch_ledger(&self, from: Date, to: Date) -> Result<(), Trouble>;
    /// Compares sales, invoices and ledger.
    async fn reconcile(&self, asked: Asked, progress: Arc<Progress>) -> Result<Checked, CheckError>;
    /// Explains a finding.
    async fn resolve_case(&self, id: FindingId, note: String) -> Result<(), Trouble>;
    /// Lets a finding count again.
    async fn reopen_case(&self, id: FindingId) -> Result<(), Trouble>;
    /// Keeps the tolerances of the check.
    async fn set_limits(&self, limits: Limits) -> Result<(), Trouble>;
    /// Lets the practice customer pay.
    async fn play(&self, guid: Guid, pay: Pay) -> Result<(), Trouble>;
    /// Finishes what a crash left open.
    async fn resume(&self);
    /// Follows settings that were saved.
    fn adopt(&self, config: Config);
    /// The books for the owner's pages of the day; none where there are only screens.
    fn day(&self) -> Option<Arc<dyn super::day_desk::DayDesk>> {
        None
    }
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
    /// Keeps the passphrase typed in the window for the books opened from now on.
    fn keep_passphrase(&self, passphrase: Secret);
    /// The owner's hand on the connections and settings of a set of books.
    fn backroom(&self, mode: Mode) -> Arc<dyn Backroom>;
    /// Opens books.
    async fn open(&self, mode: Mode) -> Result<Opened, Trouble>;
    /// What there is to choose from for a book that does not open.
    async fn rescue(&self, mode: Mode, way: Way) -> Result<Rescue, Trouble>;
    /// Carries out what the owner chose for it.
    async fn decide(&self, mode: Mode, decision: Decision) -> Result<Carried, Trouble>;
    /// Where a shop's secrets can be kept.
    async fn key_store(&self) -> Store;
    /// Connects a gateway, or begins to.
    async fn connect(&self, order: Order) -> Result<Standing, Trouble>;
    /// Asks whether a waiting connection was approved.
    async fn approval(&self) -> Result<Standing, Trouble>;
    /// Opens an address in the system's browser.
    async fn open_page(&self, url: &str) -> Result<(), Trouble>;
    /// Writes a paper's text to a file of this name, a PDF where it ends so; answers where it is.
    async fn save_receipt(&self, name: String, text: String) -> Result<String, Trouble>;
    /// Writes the books of some days as files; answers where they are.
    async fn export(&self, mode: Mode, order: exports::Order) -> Result<Vec<String>, Trouble>;
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
    /// A sale that waited was paid in cash, or was not.
    Settled(Result<(), Failure>),
    /// A receipt was written to this file, or was not.
    Saved(Result<String, Failure>),
    /// A receipt is to be shown again, now that the book knows of the copy.
    Copied(SaleId, Result<(), Failure>),
    /// The sale of a number was read, or could not be; none if there is none.
    Found(u64, Result<Option<Box<Sale>>, Failure>),
    /// The gateway said what a refund would take, or not.
    Previewed(Result<refund::Preview, Failure>),
    /// A refund is in the book under this key, or is not.
    Refunding(Result<Guid, Failure>),
    /// The gateway took a contact, or did not.
    Contacted(Result<ContactStep, Failure>),
    /// A connection is ready, waits, or failed.
    Connected(Result<Standing, Failure>),
    /// Settings are kept, or not.
    Kept(Result<Box<Config>, Failure>),
    /// The rate behind the coin amount was read, or not.
    Rated(Result<Rates, Failure>),
    /// Anything else: only a failure is worth telling.
    Did(Result<(), Failure>),
}

/// One thing the till told.
#[derive(Debug, Clone)]
pub enum Told {
    /// The whole book: at first, and when the window has fallen behind.
    Book(Box<Book>),
    /// What happened, in order.
    Updates(Vec<Update>),
}
