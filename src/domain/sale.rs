//! A sale and its payment attempts, as the journal tells them.

mod back;

use std::time::Duration;

pub use back::{MoneyBack, REFUND_WATCH, ReturnReceipt};

use super::cart::{self, Line};
use super::fact::{
    Fact, LateDecided, LateDecision, LateReason, PaymentInvoice, PaymentQuarantined, PaymentRefused, SaleCompleted,
};
use super::id::{Guid, SaleId};
use super::money::Money;
use super::payment::{NewPayment, Paid, State, Status};
use super::time::Timestamp;

/// How long an ended code is watched for late money.
pub const ENDED_WATCH: Duration = Duration::from_secs(7 * 24 * 3600);
/// How long an accepted payment is watched for its settlement.
pub const ACCEPTED_WATCH: Duration = Duration::from_secs(30 * 24 * 3600);

/// One sale with everything the book says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sale {
    /// Its name.
    pub id: SaleId,
    /// Its number in this book.
    pub number: u64,
    /// What is sold.
    pub lines: Vec<Line>,
    /// What is owed.
    pub total: Money,
    /// The shop's own reference.
    pub reference: String,
    /// Who rang it up.
    pub operator: String,
    /// When it was rung up.
    pub opened: Timestamp,
    /// Payment attempts, oldest first.
    pub attempts: Vec<Attempt>,
    /// How it ended, if it did.
    pub end: Option<SaleEnd>,
    /// Money that went back or is on its way, oldest first.
    pub backs: Vec<MoneyBack>,
    /// Copies of the receipt so far.
    pub copies: u32,
}

/// How a sale ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaleEnd {
    /// Paid; the goods may go.
    Completed {
        /// The completing fact.
        fact: SaleCompleted,
        /// The entry's number.
        seq: u64,
        /// The entry's hash, printed on the receipt.
        hash: super::entry::Hash,
        /// When.
        at: Timestamp,
    },
    /// Given up.
    Voided {
        /// Why.
        reason: String,
        /// When.
        at: Timestamp,
    },
}

/// One attempt to have a sale paid through a gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// What is asked, to be repeated unchanged.
    pub request: NewPayment,
    /// From which state on the goods may go.
    pub release_at: State,
    /// When the intent was written.
    pub asked: Timestamp,
    /// The invoice, once it is known and agrees.
    pub invoice: Option<PaymentInvoice>,
    /// What is known of the payment.
    pub status: Status,
    /// When the status last changed.
    pub changed: Timestamp,
    /// When each state was first seen.
    pub reached: Vec<(State, Timestamp)>,
    /// What arrived.
    pub paid: Option<Paid>,
    /// The coin whose code is shown.
    pub coin: Option<String>,
    /// Why the till closed it by itself, if it did.
    pub closed: Option<Closed>,
    /// The last error while its existence was unknown.
    pub unknown: Option<String>,
    /// Why its money is late.
    pub late: Option<LateReason>,
    /// When its money turned out to be late.
    pub late_at: Option<Timestamp>,
    /// What was decided of late money, the last word.
    pub decided: Option<LateDecided>,
    /// Whether a call-back was asked for.
    pub cancel_asked: bool,
    /// Readings that denied what was known.
    pub contradictions: u32,
}

/// Why an attempt is over without a word of the gateway's chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Closed {
    /// The gateway said no.
    Refused(PaymentRefused),
    /// Given up unseen.
    Abandoned(String),
    /// Answered wrongly.
    Quarantined(PaymentQuarantined),
}

/// Where a case of late money stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LateCase {
    /// It waits for a decision.
    Undecided,
    /// It stays, with a note; it may still be decided otherwise.
    Kept,
    /// It pays its sale.
    Accepted,
    /// It went back, or is on its way.
    Refunded,
    /// The payment failed after all; there is no money to decide.
    Vanished,
}

impl LateCase {
    /// Whether it stands in the list of late money.
    #[must_use]
    pub fn is_listed(self) -> bool {
        matches!(self, Self::Undecided | Self::Kept)
    }
}

impl Attempt {
    fn new(request: NewPayment, release_at: State, at: Timestamp) -> Self {
        Self {
            request,
            release_at,
            asked: at,
            invoice: None,
            status: Status::plain(State::Requested, ""),
            changed: at,
            reached: Vec::new(),
            paid: None,
            coin: None,
            closed: None,
            unknown: None,
            late: None,
            late_at: None,
            decided: None,
            cancel_asked: false,
            contradictions: 0,
        }
    }

    /// The attempt's key.
    #[must_use]
    pub fn guid(&self) -> Guid {
        self.request.guid
    }

    /// Whether a customer could pay it, as far as the till knows.
    #[must_use]
    pub fn is_payable(&self) -> bool {
        self.closed.is_none() && self.status.state.is_payable()
    }

    /// Whether money is seen and neither refused nor failed.
    #[must_use]
    pub fn has_money(&self) -> bool {
        matches!(self.status.state, State::Seen | State::Accepted | State::Settled)
    }

    /// Whether the goods may go by this attempt alone: its state reached the owner's rule, and nothing blocks.
    #[must_use]
    pub fn may_release(&self) -> bool {
        let reached = self.status.state.rank() >= self.release_at.rank() && self.status.state.rank().is_some();
        reached && self.closed.is_none() && !self.status.flags.block_release()
    }

    /// Whether the gateway may still have news at `now`: until Settled, for [`ENDED_WATCH`] after an end and
    /// [`ACCEPTED_WATCH`] after acceptance. A code that was shown and then quarantined may have been paid: it is
    /// watched like an ended one.
    #[must_use]
    pub fn wants_watching(&self, now: Timestamp) -> bool {
        if self.invoice.is_none() {
            return false;
        }
        let quiet = now.since(self.changed);
        match self.status.state {
            State::Requested | State::Open | State::Seen => self.closed.is_none() || quiet < ENDED_WATCH,
            State::Accepted => quiet < ACCEPTED_WATCH,
            State::Settled => false,
            State::Expired | State::Cancelled | State::Failed => quiet < ENDED_WATCH,
        }
    }

    /// Whether it is still unknown if the gateway made an invoice.
    #[must_use]
    pub fn is_unresolved(&self) -> bool {
        self.invoice.is_none() && self.closed.is_none()
    }

    fn set_status(&mut self, status: Status, at: Timestamp) {
        if status.state != self.status.state {
            self.reached.push((status.state, at));
        }
        self.status = status;
        self.changed = at;
    }
}

impl Sale {
    /// Starts the fold with the opening fact; none for any other.
    #[must_use]
    pub fn open(fact: &Fact, at: Timestamp) -> Option<Self> {
        let Fact::SaleOpened(fact) = fact else { return None };
        Some(Self {
            id: fact.sale,
            number: fact.number,
            lines: fact.lines.clone(),
            total: fact.total,
            reference: fact.reference.clone(),
            operator: fact.operator.clone(),
            opened: at,
            attempts: Vec::new(),
            end: None,
            backs: Vec::new(),
            copies: 0,
        })
    }

    /// The attempt with a key.
    #[must_use]
    pub fn attempt(&self, guid: Guid) -> Option<&Attempt> {
        self.attempts.iter().find(|attempt| attempt.guid() == guid)
    }

    /// The newest attempt.
    #[must_use]
    pub fn current(&self) -> Option<&Attempt> {
        self.attempts.last()
    }

    /// The attempt whose code a customer could still pay.
    #[must_use]
    pub fn payable(&self) -> Option<&Attempt> {
        self.attempts.iter().find(|attempt| attempt.is_payable())
    }

    /// Pieces sold.
    #[must_use]
    pub fn items(&self) -> u32 {
        cart::items(&self.lines)
    }

    /// The completing fact, if the sale is paid.
    #[must_use]
    pub fn completed(&self) -> Option<&SaleCompleted> {
        match &self.end {
            Some(SaleEnd::Completed { fact, .. }) => Some(fact),
            Some(SaleEnd::Voided { .. }) | None => None,
        }
    }

    /// Whether a gateway may still have news for it at `now`.
    #[must_use]
    pub fn wants_watching(&self, now: Timestamp) -> bool {
        self.attempts.iter().any(|attempt| attempt.is_unresolved() || attempt.wants_watching(now))
            || self.backs.iter().any(|back| back.is_unresolved() || back.wants_watching(now))
    }

    /// Whether it stays at hand at `now`, however old: there may be news, or a person must decide.
    #[must_use]
    pub fn stays(&self, now: Timestamp) -> bool {
        self.wants_watching(now)
            || self.attempts.iter().any(|attempt| self.late_case(attempt).is_some_and(LateCase::is_listed))
            || self.backs.iter().any(MoneyBack::is_in_doubt)
    }

    /// The refund with a key.
    #[must_use]
    pub fn back(&self, guid: Guid) -> Option<&MoneyBack> {
        self.backs.iter().find(|back| back.guid == guid)
    }

    /// The refunds of a payment, or of the cash where none is named, that did not come to nothing.
    pub fn going_back(&self, payment: Option<Guid>) -> impl Iterator<Item = &MoneyBack> {
        self.backs.iter().filter(move |back| back.payment() == payment && !back.came_to_nothing())
    }

    /// Where the case of an attempt's late money stands; none where its money was not late.
    #[must_use]
    pub fn late_case(&self, attempt: &Attempt) -> Option<LateCase> {
        attempt.late?;
        let decided = attempt.decided.as_ref().map(|fact| fact.decision);
        Some(match decided {
            Some(LateDecision::Accept) => LateCase::Accepted,
            Some(LateDecision::Refund { .. }) if self.going_back(Some(attempt.guid())).next().is_some() => {
                LateCase::Refunded
            }
            Some(LateDecision::Keep) => LateCase::Kept,
            Some(LateDecision::Refund { .. }) | None if !attempt.has_money() => LateCase::Vanished,
            Some(LateDecision::Refund { .. }) | None => LateCase::Undecided,
        })
    }

    /// Folds one more fact of this sale.
    pub fn apply(&mut self, fact: &Fact, at: Timestamp, seq: u64, hash: super::entry::Hash) {
        match fact {
            Fact::SaleVoided(fact) => self.end = Some(SaleEnd::Voided { reason: fact.reason.clone(), at }),
            Fact::SaleCompleted(fact) => {
                self.end = Some(SaleEnd::Completed { fact: fact.clone(), seq, hash, at });
            }
            Fact::ReceiptCopied(fact) => self.copies = fact.copy,
            Fact::PaymentIntent(fact) => {
                self.attempts.push(Attempt::new(fact.request.clone(), fact.release_at, at));
            }
            Fact::PaymentUnknown(fact) => self.with(fact.guid, |a| a.unknown = Some(fact.error.clone())),
            Fact::PaymentInvoice(fact) => self.with(fact.guid, |a| {
                a.invoice = Some(fact.clone());
                a.unknown = None;
                a.set_status(fact.status.clone(), at);
            }),
            Fact::PaymentStatus(fact) => self.with(fact.guid, |a| {
                a.paid = fact.paid.clone().or_else(|| a.paid.take());
                a.set_status(fact.status.clone(), at);
            }),
            Fact::PaymentRefused(fact) => self.with(fact.guid, |a| a.closed = Some(Closed::Refused(fact.clone()))),
            Fact::PaymentAbandoned(fact) => {
                self.with(fact.guid, |a| a.closed = Some(Closed::Abandoned(fact.reason.clone())));
            }
            Fact::PaymentQuarantined(fact) => {
                self.with(fact.guid, |a| a.closed = Some(Closed::Quarantined(fact.clone())));
            }
            Fact::PaymentContradicted(fact) => self.with(fact.guid, |a| a.contradictions += 1),
            Fact::CoinShown(fact) => self.with(fact.guid, |a| a.coin = Some(fact.coin.clone())),
            Fact::CancelAsked(fact) => self.with(fact.guid, |a| a.cancel_asked = true),
            Fact::CaseResolved(_) | Fact::CaseReopened(_) | Fact::LimitsSet(_) | Fact::DaysChecked(_) => {}
            Fact::MoneyLate(fact) => self.with(fact.guid, |a| {
                a.late = Some(fact.reason);
                a.late_at = Some(at);
            }),
            Fact::LateDecided(fact) => self.with(fact.guid, |a| a.decided = Some(fact.clone())),
            Fact::RefundIntent(_)
            | Fact::RefundUnknown(_)
            | Fact::RefundStatus(_)
            | Fact::RefundRefused(_)
            | Fact::RefundQuarantined(_)
            | Fact::ReturnCompleted(_) => self.apply_back(fact, at, seq, hash),
            // Not of a sale, or the one that began it.
            Fact::SaleOpened(_) | Fact::Started(_) | Fact::Stopped(_) | Fact::Genesis(_) | Fact::Unknown { .. } => {}
            Fact::SettingsRecovered(_) | Fact::ClockJumped(_) => {}
            Fact::Recovered(_) | Fact::Restored(_) | Fact::EpochBegun(_) | Fact::KeyRotated(_) => {}
            Fact::DayRuled(_) | Fact::XRead(_) | Fact::ZClosed(_) | Fact::ReportCopied(_) => {}
            Fact::FloatSet(_) | Fact::CashMoved(_) | Fact::DrawerOpened(_) => {}
            Fact::DrawerCounted(_) | Fact::DifferenceExplained(_) => {}
        }
    }

    /// Folds a fact of money that goes back.
    fn apply_back(&mut self, fact: &Fact, at: Timestamp, seq: u64, hash: super::entry::Hash) {
        self.backs.extend(MoneyBack::open(fact, at));
        if let Fact::RefundUnknown(fact) = fact {
            self.with_back(fact.refund, |b| {
                b.unknown = Some(fact.error.clone());
                b.changed = at;
            });
        } else if let Fact::RefundStatus(fact) = fact {
            self.with_back(fact.refund, |b| b.set_status(fact, at));
        } else if let Fact::RefundRefused(fact) = fact {
            self.with_back(fact.refund, |b| {
                b.refused = Some(fact.clone());
                b.changed = at;
            });
        } else if let Fact::RefundQuarantined(fact) = fact {
            self.with_back(fact.refund, |b| {
                b.quarantined = Some(fact.clone());
                b.changed = at;
            });
        } else if let Fact::ReturnCompleted(done) = fact {
            let receipt = ReturnReceipt { fact: done.clone(), seq, hash, at };
            self.with_back(done.refund, |b| b.receipt = Some(receipt));
        }
    }

    fn with(&mut self, guid: Guid, change: impl FnOnce(&mut Attempt)) {
        if let Some(attempt) = self.attempts.iter_mut().find(|attempt| attempt.guid() == guid) {
            change(attempt);
        }
    }

    fn with_back(&mut self, guid: Guid, change: impl FnOnce(&mut MoneyBack)) {
        if let Some(back) = self.backs.iter_mut().find(|back| back.guid == guid) {
            change(back);
        }
    }
}
