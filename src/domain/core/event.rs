//! What happens to a till, what it plans then, and why it may refuse.

use thiserror::Error;

use super::till_event::TillEvent;
use crate::domain::cart::Line;
use crate::domain::case::Limits;
use crate::domain::fact::{DaysChecked, Fact, Returned};
use crate::domain::id::{GatewayId, Guid, SaleId};
use crate::domain::money::Money;
use crate::domain::payment::{NewPayment, Payment, State};
use crate::domain::refund::{NewRefund, Refund};
use crate::domain::terms::Terms;

/// What happened.
#[derive(Debug, Clone)]
pub enum Event {
    /// The program started.
    Started {
        /// Its version.
        version: String,
    },
    /// The program ends.
    Stopped,
    /// The settings were damaged; the last good ones are in use.
    SettingsRecovered {
        /// What was wrong with the file.
        reason: String,
    },
    /// The cashier charges a cart.
    Charge(Charge),
    /// The cashier takes cash for a cart, or for a sale that waits for money.
    Cash {
        /// The new sale; none to pay the open sale `sale`.
        cart: Option<NewSale>,
        /// The sale.
        sale: SaleId,
        /// What the customer gave.
        given: Money,
    },
    /// The cashier wants another code for an open sale.
    NewCode {
        /// The sale.
        sale: SaleId,
        /// How to ask.
        ask: Ask,
    },
    /// The gateway answered a create, or a search found the invoice.
    Answered {
        /// The attempt.
        guid: Guid,
        /// The answer.
        payment: Box<Payment>,
    },
    /// Whether the gateway made the invoice is unknown.
    Unanswered {
        /// The attempt.
        guid: Guid,
        /// What was seen instead.
        error: String,
    },
    /// The gateway said no, surely without making an invoice.
    Refused {
        /// The attempt.
        guid: Guid,
        /// A stable word.
        code: String,
        /// What the gateway said.
        error: String,
    },
    /// Nobody can find out whether the invoice exists; nobody has seen it either.
    Abandon {
        /// The attempt.
        guid: Guid,
        /// Why.
        reason: String,
    },
    /// The gateway was read again.
    Observed {
        /// The attempt.
        guid: Guid,
        /// The reading.
        payment: Box<Payment>,
    },
    /// The cashier shows another coin's code.
    CoinPicked {
        /// The attempt.
        guid: Guid,
        /// The coin.
        coin: String,
    },
    /// The cashier gives the sale up.
    Void {
        /// The sale.
        sale: SaleId,
        /// Why.
        reason: String,
    },
    /// A receipt is shown or printed again.
    Copy {
        /// The sale.
        sale: SaleId,
    },
    /// A finding of the reconciliation is explained.
    CaseResolved {
        /// Its name.
        case: String,
        /// The explanation.
        note: String,
        /// Who.
        operator: String,
    },
    /// A resolved finding is to count again.
    CaseReopened {
        /// Its name.
        case: String,
        /// Why.
        note: String,
        /// Who.
        operator: String,
    },
    /// The owner sets the tolerances of the reconciliation.
    LimitsSet {
        /// All of them.
        limits: Box<Limits>,
        /// Who.
        operator: String,
    },
    /// A check of business days came to its end.
    DaysChecked(Box<DaysChecked>),
    /// The cashier gives money back.
    RefundAsked(RefundAsk),
    /// The gateway answered a refund, or a search found it.
    RefundAnswered {
        /// The refund.
        guid: Guid,
        /// The answer.
        refund: Box<Refund>,
    },
    /// Whether the gateway made the refund is unknown.
    RefundUnanswered {
        /// The refund.
        guid: Guid,
        /// What was seen instead.
        error: String,
    },
    /// The gateway said no, surely without making a refund.
    RefundRefused {
        /// The refund.
        guid: Guid,
        /// A stable word.
        code: String,
        /// What the gateway said.
        error: String,
    },
    /// The gateway was read again about a refund.
    RefundObserved {
        /// The refund.
        guid: Guid,
        /// The reading.
        refund: Box<Refund>,
    },
    /// Late money pays its sale.
    LateAccepted {
        /// The attempt.
        guid: Guid,
        /// What is to be remembered.
        note: String,
        /// Who decides.
        operator: String,
    },
    /// Late money stays where it is, with a note.
    LateKept {
        /// The attempt.
        guid: Guid,
        /// What is to be remembered; it must say something.
        note: String,
        /// Who decides.
        operator: String,
    },
    /// Something of the day, the drawer or the reports.
    Till {
        /// What.
        event: TillEvent,
        /// Who; empty for the till itself.
        operator: String,
    },
}

impl Event {
    /// The sale that a person wants something of, however old it may be. What a gateway tells is of sales at hand.
    #[must_use]
    pub fn sale(&self) -> Option<SaleId> {
        if let Self::RefundAsked(ask) = self {
            return Some(ask.sale);
        }
        if let Self::Cash { cart: None, sale, .. }
        | Self::NewCode { sale, .. }
        | Self::Void { sale, .. }
        | Self::Copy { sale } = self
        {
            return Some(*sale);
        }
        None
    }
}

/// What of a sale goes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Portion {
    /// All that is left.
    All,
    /// An amount.
    Amount(Money),
    /// Goods, at the price they were sold for.
    Lines(Vec<Returned>),
}

/// Money to be given back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundAsk {
    /// The sale.
    pub sale: SaleId,
    /// The payment it takes from; none for the one that completed the sale, or its cash.
    pub payment: Option<Guid>,
    /// A fresh random key.
    pub guid: Guid,
    /// How much.
    pub portion: Portion,
    /// Why; it must say something.
    pub reason: String,
    /// Whether the customer bears the gateway's fee.
    pub buyer_pays_fee: bool,
    /// Whether it is taken from the shop's balance at once.
    pub immediate: bool,
    /// Who gives it back.
    pub operator: String,
}

/// A cart to become a sale.
#[derive(Debug, Clone)]
pub struct NewSale {
    /// The name the sale gets.
    pub id: SaleId,
    /// What is sold.
    pub lines: Vec<Line>,
    /// The shop's own reference.
    pub reference: String,
    /// Who rings it up.
    pub operator: String,
}

/// How a gateway is asked.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Which connection.
    pub gateway: GatewayId,
    /// A fresh random key.
    pub guid: Guid,
    /// The coin to offer alone.
    pub coin: Option<String>,
    /// The owner's terms, already checked.
    pub terms: Terms,
    /// From which state on the goods may go.
    pub release_at: State,
}

/// A cart and how to ask for its payment.
#[derive(Debug, Clone)]
pub struct Charge {
    /// The sale.
    pub sale: NewSale,
    /// How to ask.
    pub ask: Ask,
}

/// What to do once the facts are durable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Ask the gateway for the invoice.
    Create(Box<NewPayment>),
    /// Find out whether the invoice exists, then adopt or repeat.
    Resolve(Box<NewPayment>),
    /// Read the payment on its schedule.
    Watch(Guid),
    /// Call the code back, if the gateway can.
    Cancel(Guid),
    /// Ask the gateway to give money back.
    Refund(Box<NewRefund>),
    /// Find out whether the refund exists, then adopt or repeat.
    ResolveRefund(Box<NewRefund>),
    /// Read the refund on its schedule.
    WatchRefund(Guid),
}

/// What a step plans.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Step {
    /// To be written in one transaction, in this order.
    pub facts: Vec<Fact>,
    /// To be run after.
    pub commands: Vec<Command>,
}

/// Why an event is refused; nothing is written then.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// A finding is resolved with a note or not at all.
    #[error("a note is needed")]
    NoNote,
    /// The finding is not resolved.
    #[error("the finding is open")]
    CaseOpen,
    /// The cart is empty or sums to nothing.
    #[error("there is nothing to charge")]
    NothingToCharge,
    /// The sum does not fit.
    #[error("the sale is larger than a till can hold")]
    TooLarge,
    /// No such sale at hand.
    #[error("there is no such sale at hand")]
    NoSale,
    /// No such attempt at hand.
    #[error("there is no such payment at hand")]
    NoPayment,
    /// The same sale was charged before: a second press.
    #[error("this sale is already charged")]
    AlreadyCharged,
    /// A sale may have one live code.
    #[error("a code of this sale can still be paid")]
    CodeLive,
    /// The sale is over.
    #[error("the sale is over")]
    SaleOver,
    /// The customer gave less than is owed.
    #[error("{given} is less than {owed}")]
    NotEnough {
        /// What was given.
        given: Money,
        /// What is owed.
        owed: Money,
    },
    /// Money is seen; the sale cannot be given up.
    #[error("money has been seen for this sale")]
    MoneySeen,
    /// The sale has no receipt yet.
    #[error("the sale is not paid yet")]
    NotPaid,
    /// No such refund at hand.
    #[error("there is no such refund at hand")]
    NoRefund,
    /// The payment is not safe yet, or blocked.
    #[error("the payment is not accepted yet")]
    NotAccepted,
    /// The same refund was asked for before: a second press.
    #[error("this refund was asked for already")]
    AlreadyRefunding,
    /// Another refund of the sale is in doubt.
    #[error("it is not known yet what became of another refund of this sale")]
    RefundInDoubt,
    /// All of it went back already, or the amount is none.
    #[error("there is nothing to refund")]
    NothingToRefund,
    /// More than what is left of what was paid.
    #[error("{asked} is more than the {left} that can still go back")]
    RefundTooMuch {
        /// What was asked.
        asked: Money,
        /// What can still go back.
        left: Money,
    },
    /// The sale has no such line, or not as many pieces left of it.
    #[error("line {line} of the sale has only {left} pieces left to come back")]
    NotReturnable {
        /// The line, from 0.
        line: u32,
        /// Pieces that can still come back.
        left: u32,
    },
    /// A refund, a void and a note need a reason.
    #[error("a reason is needed")]
    NoReason,
    /// The money is not late.
    #[error("this money is not late")]
    NotLate,
    /// The late money was decided before.
    #[error("this late money was decided already")]
    LateDecided,
    /// The sale was paid otherwise; a second payment cannot pay it.
    #[error("the sale was paid otherwise")]
    PaidOtherwise,
    /// The shift has its float already.
    #[error("this shift was opened already")]
    ShiftOpen,
    /// The amount is none, below nought, or not in the shop's money.
    #[error("the amount must be above zero in the shop's currency")]
    NoCash,
    /// The drawer was counted, and counted again.
    #[error("the drawer was counted twice in this shift")]
    CountedTwice,
    /// There is no unexplained difference of the drawer.
    #[error("there is no difference to explain")]
    NoDifference,
    /// The drawer's difference needs a reason before the shift is closed.
    #[error("the difference of the drawer has no reason yet")]
    NotExplained,
    /// No closing has this number.
    #[error("there is no closing with this number")]
    NoClosing,
}

impl Step {
    /// A step of one fact.
    pub(super) fn fact(fact: impl Into<Fact>) -> Self {
        Self { facts: vec![fact.into()], commands: Vec::new() }
    }

    /// With one more fact.
    pub(super) fn and(mut self, fact: impl Into<Fact>) -> Self {
        self.facts.push(fact.into());
        self
    }

    /// With one more command.
    pub(super) fn then(mut self, command: Command) -> Self {
        self.commands.push(command);
        self
    }
}
