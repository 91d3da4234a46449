//! How a call to a gateway fails.

use std::time::Duration;

use thiserror::Error;

use crate::domain::capability::Cap;
use crate::domain::time::Timestamp;

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
    Contact(ContactFlaw),
    /// Refund fees exceed the refund.
    FeesExceedAmount,
}

/// What a gateway finds wrong with the customer's contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContactFlaw {
    /// Neither an e-mail address nor a telephone number, where one is needed.
    Missing,
    /// The code sent to the telephone was not typed yet.
    SmsUnverified,
    /// No telephone number.
    SmsNumber,
    /// The code sent to the telephone does not match.
    SmsFailed,
    /// The amount is so high that the contact cannot be changed.
    Locked,
    /// There is an e-mail address already.
    EmailSet,
}

impl ContactFlaw {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Missing, Self::SmsUnverified, Self::SmsNumber, Self::SmsFailed, Self::Locked, Self::EmailSet];

    fn word(self) -> &'static str {
        match self {
            Self::Missing => "contact_missing",
            Self::SmsUnverified => "sms_unverified",
            Self::SmsNumber => "sms_number",
            Self::SmsFailed => "sms_failed",
            Self::Locked => "contact_locked",
            Self::EmailSet => "email_set",
        }
    }
}

/// How a call to a gateway fails. See GATEWAYS.md §5 for the reactions.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Error {
    /// Surely nothing reached the gateway: name not found, refused, no TLS.
    #[error("the gateway could not be reached: {0}")]
    NotSent(String),
    /// Surely nothing reached the gateway: its certificate was not accepted. A clock that is wrong looks just like a fraud.
    #[error("the gateway's certificate was not accepted on {}: {text}", .clock.date(0))]
    Certificate {
        /// What is wrong with it.
        text: String,
        /// What this machine's clock said.
        clock: Timestamp,
    },
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
            Self::Certificate { .. } => "certificate",
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
                Invalid::Contact(flaw) => flaw.word(),
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
