//! What the till asks of any payment system, and how it may fail.

use std::time::Duration;

use async_trait::async_trait;
use thiserror::Error;

pub use crate::domain::environment::Environment;

use crate::domain::capability::{Cap, Caps};
use crate::domain::id::{GatewayId, InvoiceId};
use crate::domain::payment::{NewPayment, Payment};
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

/// Which step repairs a refused access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Auth {
    /// No token or key is configured.
    Missing,
    /// The pairing waits for the owner's approval.
    Unapproved,
    /// The token is unknown or revoked.
    Expired,
    /// The signature does not fit the key or the address.
    Signature,
    /// The clock is too far off.
    Clock,
    /// The facade does not allow the call.
    Forbidden,
}

/// Which rule a value breaks at the gateway.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Invalid {
    /// Below the gateway's smallest amount.
    BelowMin,
    /// Above the gateway's largest amount.
    AboveMax,
    /// A field, by its name on the wire where it is known.
    Field(Option<String>),
    /// The customer's contact.
    Contact,
    /// Refund fees exceed the refund.
    FeesExceedAmount,
}

/// How a call to a gateway fails. See GATEWAYS.md §5 for the reactions.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Error {
    /// Surely nothing reached the gateway: name not found, refused, no TLS.
    #[error("the gateway could not be reached: {0}")]
    NotSent(String),
    /// The call may or may not have been carried out.
    #[error("no usable answer: {0}")]
    Unknown(String),
    /// Access is refused.
    #[error("access refused ({kind:?}): {text}")]
    Auth {
        /// Which step repairs it.
        kind: Auth,
        /// The gateway's words.
        text: String,
    },
    /// A value is refused.
    #[error("refused ({code}): {text}")]
    Validation {
        /// The gateway's code, `000000` if it gave none.
        code: String,
        /// Which rule.
        invalid: Invalid,
        /// The gateway's words.
        text: String,
    },
    /// Not possible in the payment's present state.
    #[error("not possible in this state ({code}): {text}")]
    State {
        /// The gateway's code.
        code: String,
        /// The gateway's words.
        text: String,
    },
    /// No such thing.
    #[error("not found: {0}")]
    NotFound(String),
    /// Too many calls.
    #[error("the gateway asks to wait")]
    RateLimited {
        /// How long, if it says so.
        after: Option<Duration>,
    },
    /// The gateway failed. On a write the outcome is then [`Error::Unknown`].
    #[error("the gateway failed: {0}")]
    Server(String),
    /// An answer that cannot be read or trusted; nothing changes.
    #[error("the answer cannot be trusted: {0}")]
    Protocol(String),
    /// The connection cannot do this.
    #[error("this connection cannot do that: {0:?}")]
    Unsupported(Cap),
    /// Our own settings are wrong.
    #[error("the connection is not set up right: {0}")]
    Config(String),
}

impl Error {
    /// A stable word for journal and machine output: `below_min`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotSent(_) => "not_sent",
            Self::Unknown(_) => "unknown",
            Self::Auth { kind, .. } => match kind {
                Auth::Missing => "auth_missing",
                Auth::Unapproved => "auth_unapproved",
                Auth::Expired => "auth_expired",
                Auth::Signature => "auth_signature",
                Auth::Clock => "auth_clock",
                Auth::Forbidden => "auth_forbidden",
            },
            Self::Validation { invalid, .. } => match invalid {
                Invalid::BelowMin => "below_min",
                Invalid::AboveMax => "above_max",
                Invalid::Field(_) => "invalid_field",
                Invalid::Contact => "invalid_contact",
                Invalid::FeesExceedAmount => "fees_exceed_amount",
            },
            Self::State { .. } => "state",
            Self::NotFound(_) => "not_found",
            Self::RateLimited { .. } => "rate_limited",
            Self::Server(_) => "server",
            Self::Protocol(_) => "protocol",
            Self::Unsupported(_) => "unsupported",
            Self::Config(_) => "config",
        }
    }

    /// Whether a write that failed like this may nevertheless have been carried out.
    #[must_use]
    pub fn leaves_doubt(&self) -> bool {
        matches!(self, Self::Unknown(_) | Self::Server(_) | Self::Protocol(_))
    }
}

/// The outcome of a call.
pub type Result<T> = std::result::Result<T, Error>;

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
}
