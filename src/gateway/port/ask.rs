//! What is asked of a gateway beyond one payment: spans, pages, contacts, hints.

use jiff::civil::Date;

use crate::domain::capability::Cap;
use crate::domain::id::InvoiceId;

/// Which payments a list holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// The first day, by the gateway's calendar.
    pub from: Date,
    /// The last day, included.
    pub to: Date,
    /// Only those in this state, in the gateway's word.
    pub status: Option<String>,
    /// Only those of this reference.
    pub order_id: Option<String>,
}

/// Which ledger lines are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerQuery {
    /// Which ledger.
    pub currency: String,
    /// The first day.
    pub from: Date,
    /// The last day, included.
    pub to: Date,
}

/// Which part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// How many lines come before it.
    pub offset: u32,
    /// How many it holds at most.
    pub limit: u32,
}

impl Page {
    /// The first page of a size.
    #[must_use]
    pub fn first(limit: u32) -> Self {
        Self { offset: 0, limit }
    }

    /// The page after this one, which held `count` lines: none after a short one. A gateway that gives more than was
    /// asked for is followed by what it gave.
    #[must_use]
    pub fn after(self, count: usize) -> Option<Self> {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let more = count > 0 && count >= self.limit;
        more.then(|| Self { offset: self.offset.saturating_add(count), limit: self.limit })
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paged<T> {
    /// Its lines.
    pub items: Vec<T>,
    /// The next page; none when this was the last.
    pub next: Option<Page>,
}

/// How the customer can be reached about a payment. A gateway takes one way per payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contact {
    /// By mail.
    Email(String),
    /// By text message, to a number with country code.
    Sms(String),
    /// By text message to a number that is taken unchecked; test systems alone do so.
    SmsVerified(String),
    /// The code of the text message, back.
    SmsCode(String),
}

impl Contact {
    /// What a gateway must be able to do for it.
    #[must_use]
    pub fn cap(&self) -> Cap {
        match self {
            Self::Email(_) => Cap::ContactMail,
            Self::Sms(_) | Self::SmsVerified(_) | Self::SmsCode(_) => Cap::ContactSms,
        }
    }
}

/// What is left to do after a contact was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactStep {
    /// Nothing.
    Done,
    /// The customer reads a code from a text message.
    CodeSent,
}

/// Whether a change is only looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Nothing moves.
    Preview,
    /// It is meant.
    Commit,
}

/// A message that came in, as received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawHttp {
    /// Header names, lower case, with their values.
    pub headers: Vec<(String, String)>,
    /// The exact bytes of the body.
    pub body: Vec<u8>,
}

/// Names a payment worth reading again. It is never evidence by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The gateway's name of the invoice.
    pub invoice: InvoiceId,
    /// The gateway's word for what happened, for the log; empty when a stream only shows that it is alive.
    pub word: String,
    /// Whether a signature was there and fits.
    pub signed: bool,
}

impl Hint {
    /// Whether there is something to read; else the stream only showed that it is alive.
    #[must_use]
    pub fn is_news(&self) -> bool {
        !self.word.is_empty()
    }
}

/// Hints as they come, until the stream ends or fails. Dropping it ends the connection.
pub type Hints = futures::stream::BoxStream<'static, super::error::Result<Hint>>;
