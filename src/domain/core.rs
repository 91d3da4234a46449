//! The till itself: a pure step from the book and an event to facts and commands.
//!
//! The caller writes the facts in one transaction, and only then runs the commands. That order is the whole
//! safety: an intent is durable before a gateway is asked, an invoice before its code is shown.

use serde_json::json;
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::book::Book;
use super::cart::{self, Line};
use super::fact::{
    CancelAsked, CoinShown, Fact, LateReason, MoneyLate, PaymentAbandoned, PaymentContradicted, PaymentIntent,
    PaymentInvoice, PaymentQuarantined, PaymentRefused, PaymentStatus, PaymentUnknown, ReceiptCopied, SaleCompleted,
    SaleOpened, SaleVoided, Started, Stopped, Tender,
};
use super::id::{GatewayId, Guid, SaleId};
use super::money::Money;
use super::payment::{self, Move, NewPayment, Payment, State};
use super::sale::{Attempt, Closed, Sale};
use super::time::Timestamp;

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

impl Step {
    fn fact(fact: impl Into<Fact>) -> Self {
        Self { facts: vec![fact.into()], commands: Vec::new() }
    }

    fn and(mut self, fact: impl Into<Fact>) -> Self {
        self.facts.push(fact.into());
        self
    }

    fn then(mut self, command: Command) -> Self {
        self.commands.push(command);
        self
    }
}

/// Why an event is refused; nothing is written then.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
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

/// Plans what an event means. Pure: the same book and event always give the same step.
///
/// # Errors
/// [`Refusal`] when the event has no place in the book; nothing is to be written then.
pub fn step(book: &Book, event: Event) -> Result<Step, Refusal> {
    match event {
        Event::Started { version } => Ok(Step::fact(Started { version })),
        Event::Stopped => Ok(Step::fact(Stopped {})),
        Event::Charge(charge) => self::charge(book, charge),
        Event::Cash { cart, sale, given } => cash(book, cart, sale, given),
        Event::NewCode { sale, ask } => new_code(book, sale, ask),
        Event::Answered { guid, payment } => answered(book, guid, &payment),
        Event::Unanswered { guid, error } => unanswered(book, guid, error),
        Event::Refused { guid, code, error } => refused(book, guid, code, error),
        Event::Abandon { guid, reason } => abandon(book, guid, reason),
        Event::Observed { guid, payment } => observed(book, guid, &payment),
        Event::CoinPicked { guid, coin } => coin_picked(book, guid, coin),
        Event::Void { sale, reason } => void(book, sale, reason),
        Event::Copy { sale } => copy(book, sale),
    }
}

fn open_sale(book: &Book, new: NewSale) -> Result<SaleOpened, Refusal> {
    let currency = new.lines.first().ok_or(Refusal::NothingToCharge)?.price.currency();
    let total = cart::total(&new.lines, currency).map_err(|_| Refusal::TooLarge)?;
    if !total.is_positive() {
        return Err(Refusal::NothingToCharge);
    }
    if book.sale(new.id).is_some() {
        return Err(Refusal::AlreadyCharged);
    }
    Ok(SaleOpened {
        sale: new.id,
        number: book.next_sale(),
        lines: new.lines,
        total,
        reference: new.reference,
        operator: new.operator,
    })
}

fn charge(book: &Book, charge: Charge) -> Result<Step, Refusal> {
    let opened = open_sale(book, charge.sale)?;
    let intent = intent(book, &opened, 1, charge.ask);
    let create = Command::Create(Box::new(intent.request.clone()));
    Ok(Step::fact(opened).and(intent).then(create))
}

fn intent(book: &Book, sale: &SaleOpened, attempt: u32, ask: Ask) -> PaymentIntent {
    let request = NewPayment {
        sale: sale.sale,
        attempt,
        gateway: ask.gateway,
        guid: ask.guid,
        order_id: order_id(sale, attempt),
        price: sale.total,
        description: format!("Sale {}", sale.number),
        lines: sale.lines.clone(),
        pos_data: witness(book, sale.number),
        coin: ask.coin,
    };
    PaymentIntent { request, release_at: ask.release_at }
}

/// Number and attempt, with a few characters of the sale's name so that two books of one shop never share one.
fn order_id(sale: &SaleOpened, attempt: u32) -> String {
    let name = sale.sale.0.simple().to_string();
    format!("{}-{attempt}-{}", sale.number, &name[name.len() - 6..])
}

/// The chain head in the gateway's hands, so that a cut or restored journal can be noticed.
fn witness(book: &Book, number: u64) -> String {
    let head = book.head();
    let till = book.genesis().map_or("", |genesis| genesis.terminal.get(..8).unwrap_or(""));
    json!({"t": till, "s": number, "q": head.seq, "h": hex::encode(&head.hash.0[..8])}).to_string()
}

fn cash(book: &Book, new: Option<NewSale>, sale: SaleId, given: Money) -> Result<Step, Refusal> {
    let (mut step, total) = match new {
        Some(new) => {
            let opened = open_sale(book, new)?;
            let total = opened.total;
            (Step::fact(opened), total)
        }
        None => (Step::default(), open(book, sale)?.total),
    };
    let change = given.checked_sub(total).map_err(|_| Refusal::TooLarge)?;
    if change.minor() < 0 {
        return Err(Refusal::NotEnough { given, owed: total });
    }
    if let Some(live) = book.sale(sale).and_then(Sale::payable) {
        step = step.and(CancelAsked { sale, guid: live.guid() }).then(Command::Cancel(live.guid()));
    }
    let tender = Tender::Cash { given, change };
    Ok(step.and(SaleCompleted { sale, receipt_no: book.next_receipt(), total, tender }))
}

fn new_code(book: &Book, sale: SaleId, ask: Ask) -> Result<Step, Refusal> {
    let sale = open(book, sale)?;
    if sale.payable().is_some() || sale.attempts.iter().any(|a| a.has_money() && a.late.is_none()) {
        return Err(Refusal::CodeLive);
    }
    let opened = SaleOpened {
        sale: sale.id,
        number: sale.number,
        lines: sale.lines.clone(),
        total: sale.total,
        reference: sale.reference.clone(),
        operator: sale.operator.clone(),
    };
    let attempt = u32::try_from(sale.attempts.len()).map_err(|_| Refusal::TooLarge)? + 1;
    let intent = intent(book, &opened, attempt, ask);
    let create = Command::Create(Box::new(intent.request.clone()));
    Ok(Step::fact(intent).then(create))
}

fn open(book: &Book, id: SaleId) -> Result<&Sale, Refusal> {
    let sale = book.sale(id).ok_or(Refusal::NoSale)?;
    if sale.end.is_some() { Err(Refusal::SaleOver) } else { Ok(sale) }
}

fn answered(book: &Book, guid: Guid, payment: &Payment) -> Result<Step, Refusal> {
    let (sale, attempt) = book.attempt(guid).ok_or(Refusal::NoPayment)?;
    if attempt.invoice.is_some() {
        return observed(book, guid, payment);
    }
    if let Some(quarantined) = echo(attempt, payment) {
        return Ok(quarantine(attempt, quarantined));
    }
    let invoice = PaymentInvoice {
        sale: sale.id,
        guid,
        invoice: payment.invoice.clone(),
        url: payment.hosted_url.clone(),
        codes_hash: codes_hash(payment),
        expires: payment.expires,
        status: payment::Status::plain(State::Open, "").merged(payment),
    };
    let mut step = Step::fact(invoice);
    follow(book, sale, attempt, payment, &mut step);
    Ok(step.then(Command::Watch(guid)))
}

impl payment::Status {
    /// The invoice entry always says Open or an end; money is told by a status entry of its own, so that no state is skipped silently.
    fn merged(self, payment: &Payment) -> Self {
        if payment.status.state == State::Open { payment.status.clone() } else { self }
    }
}

fn observed(book: &Book, guid: Guid, payment: &Payment) -> Result<Step, Refusal> {
    let (sale, attempt) = book.attempt(guid).ok_or(Refusal::NoPayment)?;
    let Some(invoice) = &attempt.invoice else { return answered(book, guid, payment) };
    if attempt.closed.is_some() {
        return Ok(Step::default());
    }
    if invoice.invoice != payment.invoice {
        let field = ("invoice", invoice.invoice.to_string(), payment.invoice.to_string());
        return Ok(quarantine(attempt, mismatch(attempt, payment, field)));
    }
    if let Some(quarantined) = echo(attempt, payment) {
        return Ok(quarantine(attempt, quarantined));
    }
    let mut step = Step::default();
    follow(book, sale, attempt, payment, &mut step);
    Ok(step)
}

/// Plans what a reading's status changes: the status entry, and completion or lateness in the same transaction.
fn follow(book: &Book, sale: &Sale, attempt: &Attempt, payment: &Payment, step: &mut Step) {
    let known = if attempt.invoice.is_some() {
        attempt.status.clone()
    } else {
        payment::Status::plain(State::Open, "").merged(payment)
    };
    let next = match payment::advance(&known, &payment.status) {
        Move::Same => return,
        Move::Contradiction => {
            note_contradiction(attempt, &known, payment, step);
            return;
        }
        Move::To(next) => next,
    };
    let mut after = attempt.clone();
    after.status = next.clone();
    after.invoice.get_or_insert_with(|| PaymentInvoice {
        sale: sale.id,
        guid: attempt.guid(),
        invoice: payment.invoice.clone(),
        url: None,
        codes_hash: String::new(),
        expires: None,
        status: known,
    });
    let guid = attempt.guid();
    step.facts.push(PaymentStatus { sale: sale.id, guid, status: next, paid: payment.paid.clone() }.into());
    if let Some(reason) = late(sale, &after) {
        if attempt.late.is_none() {
            step.facts.push(MoneyLate { sale: sale.id, guid, reason }.into());
        }
    } else if sale.end.is_none() && after.may_release() {
        let tender = Tender::Gateway { guid };
        let receipt_no = book.next_receipt();
        step.facts.push(SaleCompleted { sale: sale.id, receipt_no, total: sale.total, tender }.into());
    }
}

/// One contradiction is worth an entry; the same one, polled again and again, is not.
fn note_contradiction(attempt: &Attempt, known: &payment::Status, payment: &Payment, step: &mut Step) {
    if attempt.contradictions >= CONTRADICTIONS_MAX {
        return;
    }
    let fact = PaymentContradicted {
        sale: attempt.request.sale,
        guid: attempt.guid(),
        known: known.state,
        read: payment.status.clone(),
    };
    step.facts.push(fact.into());
}

/// Contradictions recorded for one attempt; a gateway that goes on is not written down for ever.
const CONTRADICTIONS_MAX: u32 = 3;

/// Why an attempt's money has no open sale to go to, if so.
fn late(sale: &Sale, after: &Attempt) -> Option<LateReason> {
    if !after.has_money() {
        return None;
    }
    if after.status.flags.late {
        return Some(LateReason::AfterEnd);
    }
    match &sale.end {
        Some(super::sale::SaleEnd::Voided { .. }) => Some(LateReason::SaleVoid),
        Some(super::sale::SaleEnd::Completed { fact, .. }) => {
            (fact.tender != Tender::Gateway { guid: after.guid() }).then_some(LateReason::PaidTwice)
        }
        None => None,
    }
}

/// Compares an answer with the question; the first field that differs stops the code from being shown.
fn echo(attempt: &Attempt, payment: &Payment) -> Option<PaymentQuarantined> {
    let asked = &attempt.request;
    let echo = &payment.echo;
    let guid = asked.guid.to_string();
    let price = asked.price.to_decimal();
    let field = if let Some(host) = &echo.foreign_host {
        ("host", "a host of this gateway".to_owned(), host.clone())
    } else if echo.price != Some(price) {
        ("price", asked.price.to_plain(), echo.price.map_or_else(|| "none".to_owned(), |p| p.to_string()))
    } else if echo.currency != asked.price.currency().code() {
        ("currency", asked.price.currency().to_string(), echo.currency.clone())
    } else if echo.guid.as_ref().is_some_and(|answered| *answered != guid) {
        ("guid", guid, echo.guid.clone().unwrap_or_default())
    } else if echo.order_id.as_ref() != Some(&asked.order_id) {
        ("order_id", asked.order_id.clone(), echo.order_id.clone().unwrap_or_else(|| "none".to_owned()))
    } else {
        return None;
    };
    Some(mismatch(attempt, payment, field))
}

fn mismatch(attempt: &Attempt, payment: &Payment, field: (&str, String, String)) -> PaymentQuarantined {
    PaymentQuarantined {
        sale: attempt.request.sale,
        guid: attempt.guid(),
        invoice: payment.invoice.clone(),
        field: field.0.to_owned(),
        asked: field.1,
        answered: field.2,
    }
}

fn quarantine(attempt: &Attempt, fact: PaymentQuarantined) -> Step {
    if attempt.closed.is_some() { Step::default() } else { Step::fact(fact) }
}

/// SHA-256 over every payment text in the order given, hex.
fn codes_hash(payment: &Payment) -> String {
    let mut hash = Sha256::new();
    for uri in payment.options.iter().flat_map(|option| &option.uris).chain(&payment.universal) {
        hash.update(uri.text.as_bytes());
        hash.update([0]);
    }
    hex::encode(hash.finalize())
}

fn unanswered(book: &Book, guid: Guid, error: String) -> Result<Step, Refusal> {
    let (sale, attempt) = book.attempt(guid).ok_or(Refusal::NoPayment)?;
    if attempt.invoice.is_some() || attempt.closed.is_some() {
        return Ok(Step::default());
    }
    let resolve = Command::Resolve(Box::new(attempt.request.clone()));
    if attempt.unknown.is_some() {
        return Ok(Step::default().then(resolve));
    }
    Ok(Step::fact(PaymentUnknown { sale: sale.id, guid, error }).then(resolve))
}

fn refused(book: &Book, guid: Guid, code: String, error: String) -> Result<Step, Refusal> {
    let (sale, attempt) = book.attempt(guid).ok_or(Refusal::NoPayment)?;
    if attempt.invoice.is_some() || attempt.closed.is_some() {
        return Ok(Step::default());
    }
    Ok(Step::fact(PaymentRefused { sale: sale.id, guid, code, error }))
}

fn abandon(book: &Book, guid: Guid, reason: String) -> Result<Step, Refusal> {
    let (sale, attempt) = book.attempt(guid).ok_or(Refusal::NoPayment)?;
    if attempt.invoice.is_some() || attempt.closed.is_some() {
        return Ok(Step::default());
    }
    Ok(Step::fact(PaymentAbandoned { sale: sale.id, guid, reason }))
}

fn coin_picked(book: &Book, guid: Guid, coin: String) -> Result<Step, Refusal> {
    let (sale, attempt) = book.attempt(guid).ok_or(Refusal::NoPayment)?;
    if attempt.coin.as_ref() == Some(&coin) || !attempt.is_payable() {
        return Ok(Step::default());
    }
    Ok(Step::fact(CoinShown { sale: sale.id, guid, coin }))
}

fn void(book: &Book, id: SaleId, reason: String) -> Result<Step, Refusal> {
    let sale = open(book, id)?;
    if sale.attempts.iter().any(|a| a.has_money() && !matches!(a.closed, Some(Closed::Quarantined(_)))) {
        return Err(Refusal::MoneySeen);
    }
    let mut step = Step::fact(SaleVoided { sale: id, reason });
    if let Some(live) = sale.payable() {
        step = step.and(CancelAsked { sale: id, guid: live.guid() }).then(Command::Cancel(live.guid()));
    }
    Ok(step)
}

fn copy(book: &Book, id: SaleId) -> Result<Step, Refusal> {
    let sale = book.sale(id).ok_or(Refusal::NoSale)?;
    if sale.completed().is_none() {
        return Err(Refusal::NotPaid);
    }
    Ok(Step::fact(ReceiptCopied { sale: id, copy: sale.copies + 1 }))
}

/// What a start must finish: attempts whose invoice is unknown are resolved, those with news to come are watched.
#[must_use]
pub fn unfinished(book: &Book, now: Timestamp) -> Vec<Command> {
    let mut commands = Vec::new();
    for attempt in book.sales().flat_map(|sale| &sale.attempts) {
        if attempt.is_unresolved() {
            commands.push(Command::Resolve(Box::new(attempt.request.clone())));
        } else if attempt.wants_watching(now) {
            commands.push(Command::Watch(attempt.guid()));
        }
    }
    commands
}
