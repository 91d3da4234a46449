//! What the journal can say: one fact per entry, numbered by kind, written once as canonical bytes.
//!
//! Ranges: 1xx program, 3xx cart and sale, 4xx payment, 5xx completion and receipt, 6xx drawer, 7xx reports and
//! reconciliation, 9xx book and integrity.

mod back;
mod case;
mod check;
mod till_day;

use serde::{Deserialize, Serialize};

pub use back::{
    LateDecided, LateDecision, Original, RefundIntent, RefundQuarantined, RefundRefused, RefundStatus, RefundUnknown,
    ReturnCompleted, ReturnTender, Returned,
};
pub use case::{CaseReopened, CaseResolved, LimitsSet};
pub use check::{
    CheckCounts, CheckedCase, CheckedColumns, CheckedDifference, CheckedSum, DaysChecked, InvoicesFrom, LedgerFrom,
};

pub use till_day::{
    CashMoved, DayRuled, DifferenceExplained, Direction, DrawerCounted, DrawerOpened, FloatSet, ReportCopied, XRead,
    ZClosed,
};

use super::cart::Line;
use super::id::{Guid, InvoiceId, SaleId};
use super::keeping::{ClockJumped, EpochBegun, KeyRotated, Previous, Recovered, Restored, SettingsRecovered};
use super::money::{Currency, Money};
use super::payment::{NewPayment, Paid, State, Status};
use super::time::Timestamp;

macro_rules! facts {
    ($($(#[$doc:meta])* $kind:literal $name:ident),+ $(,)?) => {
        /// One fact.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Fact {
            $($(#[$doc])* $name($name),)+
            /// A kind this version does not know: kept, chained and shown, never dropped.
            Unknown {
                /// Its number.
                kind: u16,
                /// Its bytes as stored.
                payload: Vec<u8>,
            },
        }

        $(impl From<$name> for Fact {
            fn from(fact: $name) -> Self {
                Self::$name(fact)
            }
        })+

        impl Fact {
            /// The kind's number.
            #[must_use]
            pub fn kind(&self) -> u16 {
                match self {
                    $(Self::$name(_) => $kind,)+
                    Self::Unknown { kind, .. } => *kind,
                }
            }

            /// The canonical bytes: JSON with the fields in the order of the type.
            #[must_use]
            pub fn encode(&self) -> Vec<u8> {
                match self {
                    $(Self::$name(fact) => {
                        serde_json::to_vec(fact).expect("facts hold only text, integers and lists")
                    })+
                    Self::Unknown { payload, .. } => payload.clone(),
                }
            }

            /// Reads stored bytes; a kind or form this version does not know becomes [`Fact::Unknown`].
            #[must_use]
            pub fn decode(kind: u16, payload: &[u8]) -> Self {
                let known = match kind {
                    $($kind => serde_json::from_slice(payload).ok().map(Self::$name),)+
                    _ => None,
                };
                known.unwrap_or_else(|| Self::Unknown { kind, payload: payload.to_vec() })
            }

            /// The kind's name for people and machine output.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$name(_) => stringify!($name),)+
                    Self::Unknown { .. } => "Unknown",
                }
            }
        }
    };
}

facts! {
    /// The program started on this book.
    101 Started,
    /// The program ended in order.
    102 Stopped,
    /// The owner ruled when days end, and how exact the drawer must be.
    111 DayRuled,
    /// The settings were damaged; the last good ones are in use.
    103 SettingsRecovered,
    /// The wall clock jumped.
    104 ClockJumped,
    /// A sale was rung up.
    301 SaleOpened,
    /// A sale was given up before completion.
    302 SaleVoided,
    /// The till is about to ask a gateway.
    401 PaymentIntent,
    /// The gateway's answer is not known.
    402 PaymentUnknown,
    /// The invoice exists and agrees with what was asked.
    403 PaymentInvoice,
    /// The gateway says something new.
    404 PaymentStatus,
    /// The gateway said no; nothing was made.
    405 PaymentRefused,
    /// An attempt nobody has seen was given up.
    406 PaymentAbandoned,
    /// The answer does not agree with what was asked; no code is shown.
    407 PaymentQuarantined,
    /// The gateway denied what it had said before.
    408 PaymentContradicted,
    /// The customer's code was changed to another coin.
    409 CoinShown,
    /// The gateway was asked to call a code back.
    410 CancelAsked,
    /// Money came that no open sale waits for.
    411 MoneyLate,
    /// Late money was decided.
    412 LateDecided,
    /// The till is about to ask a gateway to give money back.
    420 RefundIntent,
    /// Whether the gateway made the refund is not known.
    421 RefundUnknown,
    /// The gateway says something new of a refund.
    422 RefundStatus,
    /// The gateway said no to a refund; nothing went back.
    423 RefundRefused,
    /// The refund does not agree with what was asked.
    424 RefundQuarantined,
    /// The goods may go; the receipt number is given.
    501 SaleCompleted,
    /// The money of a return is back; it has a receipt number of its own.
    502 ReturnCompleted,
    /// A receipt was printed or shown again.
    503 ReceiptCopied,
    /// A shift began with money in the drawer.
    601 FloatSet,
    /// Cash was put in or taken out.
    602 CashMoved,
    /// The drawer was opened without a sale.
    603 DrawerOpened,
    /// The drawer was counted.
    604 DrawerCounted,
    /// A difference of the drawer was explained.
    605 DifferenceExplained,
    /// The shift was read.
    711 XRead,
    /// The shift was closed.
    712 ZClosed,
    /// A closing was printed or shown again.
    713 ReportCopied,
    /// A finding of the reconciliation was explained.
    701 CaseResolved,
    /// A resolved finding counts again.
    702 CaseReopened,
    /// The tolerances of the reconciliation were changed.
    703 LimitsSet,
    /// Business days were compared with the gateway's invoices and ledger.
    704 DaysChecked,
    /// The first entry of a book.
    900 Genesis,
    /// A damaged book was saved up to its damage.
    902 Recovered,
    /// A backup took the book's place.
    903 Restored,
    /// The owner goes on with a book that a witness contradicts.
    904 EpochBegun,
    /// Another key signs from here on.
    905 KeyRotated,
}

/// The first entry: what this book is and whose key signs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Genesis {
    /// Names the book, 32 hex characters.
    pub journal: String,
    /// Names the till, 32 hex characters.
    pub terminal: String,
    /// The till's journal key, x-only, 64 hex characters.
    pub public_key: String,
    /// The program's version.
    pub version: String,
    /// The shop's name at the time.
    pub shop: String,
    /// The shop's currency.
    pub currency: Currency,
    /// `practice`, `test` or `live`.
    pub environment: String,
    /// The book this one goes on from, if its key was lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Previous>,
}

/// The program started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Started {
    /// The program's version.
    pub version: String,
}

/// The program ended in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stopped {}

/// A sale with all it sells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaleOpened {
    /// The sale.
    pub sale: SaleId,
    /// Its number, counted by this book.
    pub number: u64,
    /// What is sold.
    pub lines: Vec<Line>,
    /// What is owed.
    pub total: Money,
    /// The shop's own reference, such as a table.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reference: String,
    /// The operator's name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub operator: String,
}

/// A sale given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaleVoided {
    /// The sale.
    pub sale: SaleId,
    /// Why.
    pub reason: String,
}

/// About to ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentIntent {
    /// All that is asked, to be repeated unchanged.
    pub request: NewPayment,
    /// From which state on the goods may go, by the owner's rule at this moment.
    pub release_at: State,
}

/// No answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentUnknown {
    /// The sale.
    pub sale: SaleId,
    /// The attempt.
    pub guid: Guid,
    /// What was seen instead of an answer.
    pub error: String,
}

/// The invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentInvoice {
    /// The sale.
    pub sale: SaleId,
    /// The attempt.
    pub guid: Guid,
    /// The gateway's name of it.
    pub invoice: InvoiceId,
    /// The customer's page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// SHA-256 over all payment texts, hex: evidence of what the customer was shown.
    pub codes_hash: String,
    /// When it stops being payable, by the gateway's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Timestamp>,
    /// The status it came with.
    pub status: Status,
}

/// Something new.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentStatus {
    /// The sale.
    pub sale: SaleId,
    /// The attempt.
    pub guid: Guid,
    /// The new status.
    pub status: Status,
    /// What arrived so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid: Option<Paid>,
}

/// A no.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentRefused {
    /// The sale.
    pub sale: SaleId,
    /// The attempt.
    pub guid: Guid,
    /// The kind of refusal: a stable word such as `below_min`.
    pub code: String,
    /// What the gateway said.
    pub error: String,
}

/// Given up unseen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentAbandoned {
    /// The sale.
    pub sale: SaleId,
    /// The attempt.
    pub guid: Guid,
    /// Why.
    pub reason: String,
}

/// An answer to another question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentQuarantined {
    /// The sale.
    pub sale: SaleId,
    /// The attempt.
    pub guid: Guid,
    /// The gateway's name of what it answered with.
    pub invoice: InvoiceId,
    /// Which field differs: `price`, `currency`, `guid`, `order_id` or `host`.
    pub field: String,
    /// What was asked.
    pub asked: String,
    /// What was answered.
    pub answered: String,
}

/// The gateway took something back that it may not take back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentContradicted {
    /// The sale.
    pub sale: SaleId,
    /// The attempt.
    pub guid: Guid,
    /// What is known and stays.
    pub known: State,
    /// What was read.
    pub read: Status,
}

/// Another coin's code is on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoinShown {
    /// The sale.
    pub sale: SaleId,
    /// The attempt.
    pub guid: Guid,
    /// The coin.
    pub coin: String,
}

/// A call-back was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CancelAsked {
    /// The sale.
    pub sale: SaleId,
    /// The attempt.
    pub guid: Guid,
}

/// Why money has no open sale to go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LateReason {
    /// It came after the code had ended.
    AfterEnd,
    /// The sale was already paid otherwise.
    PaidTwice,
    /// The sale was void.
    SaleVoid,
}

/// Late money, bound to its sale, waiting for a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoneyLate {
    /// The sale.
    pub sale: SaleId,
    /// The attempt.
    pub guid: Guid,
    /// Why it is late.
    pub reason: LateReason,
}

/// How a sale was paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tender {
    /// By a payment through a gateway.
    Gateway {
        /// The attempt that paid.
        guid: Guid,
    },
    /// In cash.
    Cash {
        /// What the customer gave.
        given: Money,
        /// What went back.
        change: Money,
    },
}

/// The goods may go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaleCompleted {
    /// The sale.
    pub sale: SaleId,
    /// Gapless over this book.
    pub receipt_no: u64,
    /// What was owed and is paid.
    pub total: Money,
    /// How.
    pub tender: Tender,
}

/// A copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptCopied {
    /// The sale.
    pub sale: SaleId,
    /// Which copy, from 1.
    pub copy: u32,
}

impl Fact {
    /// The sale a fact speaks of.
    #[must_use]
    pub fn sale(&self) -> Option<SaleId> {
        Some(match self {
            Self::SaleOpened(fact) => fact.sale,
            Self::SaleVoided(fact) => fact.sale,
            Self::PaymentIntent(fact) => fact.request.sale,
            Self::PaymentUnknown(fact) => fact.sale,
            Self::PaymentInvoice(fact) => fact.sale,
            Self::PaymentStatus(fact) => fact.sale,
            Self::PaymentRefused(fact) => fact.sale,
            Self::PaymentAbandoned(fact) => fact.sale,
            Self::PaymentQuarantined(fact) => fact.sale,
            Self::PaymentContradicted(fact) => fact.sale,
            Self::CoinShown(fact) => fact.sale,
            Self::CancelAsked(fact) => fact.sale,
            Self::MoneyLate(fact) => fact.sale,
            Self::LateDecided(fact) => fact.sale,
            Self::RefundIntent(fact) => fact.request.sale,
            Self::RefundUnknown(fact) => fact.sale,
            Self::RefundStatus(fact) => fact.sale,
            Self::RefundRefused(fact) => fact.sale,
            Self::RefundQuarantined(fact) => fact.sale,
            Self::SaleCompleted(fact) => fact.sale,
            Self::ReturnCompleted(fact) => fact.sale,
            Self::ReceiptCopied(fact) => fact.sale,
            Self::DayRuled(_) | Self::XRead(_) | Self::ZClosed(_) | Self::ReportCopied(_) => return None,
            Self::FloatSet(_) | Self::CashMoved(_) | Self::DrawerOpened(_) => return None,
            Self::DrawerCounted(_) | Self::DifferenceExplained(_) => return None,
            Self::CaseResolved(_) | Self::CaseReopened(_) | Self::LimitsSet(_) => return None,
            Self::DaysChecked(_) => return None,
            Self::Started(_) | Self::Stopped(_) | Self::Genesis(_) | Self::Unknown { .. } => return None,
            Self::SettingsRecovered(_) | Self::ClockJumped(_) => return None,
            Self::Recovered(_) | Self::Restored(_) | Self::EpochBegun(_) | Self::KeyRotated(_) => return None,
        })
    }

    /// The receipt number a fact gives out.
    #[must_use]
    pub fn receipt_no(&self) -> Option<u64> {
        if let Self::SaleCompleted(fact) = self {
            Some(fact.receipt_no)
        } else if let Self::ReturnCompleted(fact) = self {
            Some(fact.receipt_no)
        } else {
            None
        }
    }
}
