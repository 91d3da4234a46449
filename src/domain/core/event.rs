//! What happens to a till, what it plans then, and why it may refuse.

use thiserror::Error;

use crate::domain::cart::Line;
use crate::domain::case::Limits;
use crate::domain::fact::Fact;
use crate::domain::id::{GatewayId, Guid, SaleId};
use crate::domain::money::Money;
use crate::domain::payment::{NewPayment, Payment, State};
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
}
