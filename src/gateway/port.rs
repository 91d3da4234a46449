//! What the till asks of any payment system, and how it may fail.

mod access;
mod ask;
mod error;

use std::time::Duration;

use async_trait::async_trait;

pub use crate::domain::environment::Environment;
pub use access::{Access, Granted, Linked, PairingCode};
pub use ask::{Contact, ContactStep, Hint, Hints, LedgerQuery, Mode, Page, Paged, Query, RawHttp};
pub use error::{Auth, ContactFlaw, Error, Invalid, Result};

use crate::domain::capability::{Cap, Caps};
use crate::domain::id::{GatewayId, Guid, InvoiceId, RefundId};
use crate::domain::ledger::{Balance, RawEntry, Settlement, SettlementReport};
use crate::domain::payment::{NewPayment, Payment};
use crate::domain::rates::{CurrencyInfo, Rate, Rates};
use crate::domain::refund::{NewRefund, Refund};
use crate::domain::time::Timestamp;

/// Who a connection talks to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewayInfo {
    /// The owner's name for the connection.
    pub id: GatewayId,
    /// The gateway's name for people: `BitPay`.
    pub title: String,
    /// Practice, test or live.
    pub environment: Environment,
    /// The host asked, with its port if it has one.
    pub host: String,
}

/// What a probe found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// Whether the key or token was accepted; none when the probe cannot tell.
    pub authorised: Option<bool>,
    /// The gateway's clock minus ours, in milliseconds.
    pub skew_ms: Option<i64>,
    /// Calls left before the gateway asks to wait, where it says so.
    pub calls_left: Option<u32>,
    /// How long the probe took.
    pub round_trip: Duration,
}

/// A payment at its gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayRef {
    /// The gateway's name of the invoice.
    pub invoice: InvoiceId,
    /// The currency it was asked in, so that an answer can be read exactly.
    pub price: crate::domain::money::Money,
}

/// What a search by key found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Exactly one.
    One(Box<Payment>),
    /// Proven absent.
    None,
    /// Several; a person must choose.
    Ambiguous(Vec<InvoiceId>),
}

/// A payment system behind one configured connection.
///
/// Every method but the first two has a default answering [`Error::Unsupported`]; a capability is set if and only
/// if its method does something else.
#[async_trait]
pub trait Gateway: Send + Sync + std::fmt::Debug {
    /// Who this is.
    fn info(&self) -> &GatewayInfo;

    /// What this configured account can do right now.
    fn caps(&self) -> Caps;

    /// Asks whether the gateway is there and the key is good.
    ///
    /// # Errors
    /// [`Error`].
    async fn probe(&self) -> Result<Health> {
        Err(Error::Unsupported(Cap::Create))
    }

    /// Makes the invoice. Repeating it with the same request never makes a second one where the gateway keeps keys.
    ///
    /// # Errors
    /// [`Error`]; where [`Error::leaves_doubt`] the invoice may exist.
    async fn create(&self, _request: &NewPayment) -> Result<Payment> {
        Err(Error::Unsupported(Cap::Create))
    }

    /// Looks for the invoice of a request that may have been carried out at or after `since`.
    ///
    /// # Errors
    /// [`Error`].
    async fn find(&self, _request: &NewPayment, _since: Timestamp) -> Result<Found> {
        Err(Error::Unsupported(Cap::FindByKey))
    }

    /// Reads a payment.
    ///
    /// # Errors
    /// [`Error`].
    async fn get(&self, _payment: &PayRef) -> Result<Payment> {
        Err(Error::Unsupported(Cap::Create))
    }

    /// Calls a code back.
    ///
    /// # Errors
    /// [`Error`].
    async fn cancel(&self, _payment: &PayRef) -> Result<Payment> {
        Err(Error::Unsupported(Cap::Cancel))
    }

    /// Looks for an invoice by the till's key alone.
    ///
    /// # Errors
    /// [`Error`].
    async fn find_by_key(&self, _guid: Guid) -> Result<Found> {
        Err(Error::Unsupported(Cap::FindByKey))
    }

    /// Calls a code back of which the till's key alone is known, because the answer that named it was lost.
    ///
    /// # Errors
    /// [`Error`]; [`Error::NotFound`] where there is nothing to call back.
    async fn cancel_by_key(&self, _guid: Guid) -> Result<Payment> {
        Err(Error::Unsupported(Cap::Cancel))
    }

    /// Opens the payment's stream of hints. A hint names a payment to read again; silence means nothing.
    ///
    /// # Errors
    /// [`Error`].
    async fn follow(&self, _payment: &PayRef) -> Result<Hints> {
        Err(Error::Unsupported(Cap::LiveStream))
    }

    /// Tells the gateway how the customer can be reached, so that a refund finds them.
    ///
    /// # Errors
    /// [`Error`].
    async fn contact(&self, _payment: &PayRef, contact: Contact) -> Result<ContactStep> {
        Err(Error::Unsupported(contact.cap()))
    }

    /// Has the gateway send its notification about the payment again.
    ///
    /// # Errors
    /// [`Error`].
    async fn renotify(&self, _payment: &PayRef) -> Result<()> {
        Err(Error::Unsupported(Cap::Renotify))
    }

    /// Gives money back, or only looks what it would take. A repeated key never refunds twice.
    ///
    /// # Errors
    /// [`Error`]; where [`Error::leaves_doubt`] the refund may exist.
    async fn refund(&self, _request: &NewRefund, _mode: Mode) -> Result<Refund> {
        Err(Error::Unsupported(Cap::Refund))
    }

    /// Lists the refunds of an invoice.
    ///
    /// # Errors
    /// [`Error`].
    async fn refunds(&self, _invoice: &InvoiceId) -> Result<Vec<Refund>> {
        Err(Error::Unsupported(Cap::Refund))
    }

    /// Looks for a refund by its key; none when it is proven absent.
    ///
    /// # Errors
    /// [`Error`].
    async fn find_refund(&self, _guid: Guid) -> Result<Option<Refund>> {
        Err(Error::Unsupported(Cap::Refund))
    }

    /// Reads a refund.
    ///
    /// # Errors
    /// [`Error`].
    async fn get_refund(&self, _id: &RefundId) -> Result<Refund> {
        Err(Error::Unsupported(Cap::Refund))
    }

    /// Calls a refund back before it is sent.
    ///
    /// # Errors
    /// [`Error`].
    async fn cancel_refund(&self, _id: &RefundId) -> Result<Refund> {
        Err(Error::Unsupported(Cap::Refund))
    }

    /// Asks the customer again where a refund goes. Takes the refund as it was read, for its token.
    ///
    /// # Errors
    /// [`Error`].
    async fn renotify_refund(&self, _refund: &Refund) -> Result<()> {
        Err(Error::Unsupported(Cap::Refund))
    }

    /// Lists payments, a page at a time.
    ///
    /// # Errors
    /// [`Error`].
    async fn list(&self, _query: &Query, _page: Page) -> Result<Paged<Payment>> {
        Err(Error::Unsupported(Cap::List))
    }

    /// Reads what one unit of `base` costs; `BTC` where none is named.
    ///
    /// # Errors
    /// [`Error`].
    async fn rates(&self, _base: Option<&str>) -> Result<Rates> {
        Err(Error::Unsupported(Cap::Rates))
    }

    /// Reads what one unit of `base` costs in one currency.
    ///
    /// # Errors
    /// [`Error`].
    async fn rate(&self, _base: &str, _quote: &str) -> Result<Rate> {
        Err(Error::Unsupported(Cap::Rates))
    }

    /// Lists the currencies and coins the gateway knows.
    ///
    /// # Errors
    /// [`Error`].
    async fn currencies(&self) -> Result<Vec<CurrencyInfo>> {
        Err(Error::Unsupported(Cap::Currencies))
    }

    /// Reads what the ledgers hold now.
    ///
    /// # Errors
    /// [`Error`].
    async fn balances(&self) -> Result<Vec<Balance>> {
        Err(Error::Unsupported(Cap::Balances))
    }

    /// Lists ledger lines of a span, of any length.
    ///
    /// # Errors
    /// [`Error`].
    async fn ledger(&self, _query: &LedgerQuery) -> Result<Vec<RawEntry>> {
        Err(Error::Unsupported(Cap::Ledger))
    }

    /// Lists settlements, a page at a time.
    ///
    /// # Errors
    /// [`Error`].
    async fn settlements(&self, _query: &Query, _page: Page) -> Result<Paged<Settlement>> {
        Err(Error::Unsupported(Cap::Settlements))
    }

    /// Reads the lines a settlement is made of.
    ///
    /// # Errors
    /// [`Error`].
    async fn settlement_report(&self, _id: &str) -> Result<SettlementReport> {
        Err(Error::Unsupported(Cap::Settlements))
    }

    /// Judges a message that came in: its signature where it has one, and which payment it names.
    ///
    /// # Errors
    /// [`Error`].
    fn inbound(&self, _message: &RawHttp) -> Result<Hint> {
        Err(Error::Unsupported(Cap::WebhookIn))
    }

    /// The connection's tokens and keys, where it manages them.
    fn access(&self) -> Option<&dyn Access> {
        None
    }
}
