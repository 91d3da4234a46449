//! The till itself: a pure step from the book and an event to facts and commands.
//!
//! The caller writes the facts in one transaction, and only then runs the commands. That order is the whole
//! safety: an intent is durable before a gateway is asked, an invoice before its code is shown.

mod case;
mod echo;
mod event;
mod late;
mod refund;
mod till_day;
mod till_event;

use serde_json::json;

pub use event::{Ask, Charge, Command, Event, NewSale, Portion, RefundAsk, Refusal, Step};
pub use till_day::still_open;
pub use till_event::TillEvent;

use echo::{codes_hash, echo, mismatch};

use super::book::Book;
use super::cart;
use super::fact::{
    CancelAsked, CoinShown, LateReason, MoneyLate, PaymentAbandoned, PaymentContradicted, PaymentIntent,
    PaymentInvoice, PaymentQuarantined, PaymentRefused, PaymentStatus, PaymentUnknown, ReceiptCopied, SaleCompleted,
    SaleOpened, SaleVoided, Started, Stopped, Tender,
};
use super::id::{Guid, SaleId};
use super::keeping::SettingsRecovered;
use super::money::Money;
use super::payment::{self, Move, NewPayment, Payment, State};
use super::sale::{Attempt, Closed, Sale};
use super::time::Timestamp;

/// Plans what an event means. Pure: the same book and event always give the same step.
///
/// # Errors
/// [`Refusal`] when the event has no place in the book; nothing is to be written then.
pub fn step(book: &Book, event: Event) -> Result<Step, Refusal> {
    match event {
        Event::Started { version } => Ok(Step::fact(Started { version })),
        Event::Stopped => Ok(Step::fact(Stopped {})),
        Event::SettingsRecovered { reason } => Ok(Step::fact(SettingsRecovered { reason })),
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
        Event::CaseResolved { case, note, operator } => case::resolved(book, case, &note, operator),
        Event::CaseReopened { case, note, operator } => case::reopened(book, case, &note, operator),
        Event::LimitsSet { limits, operator } => Ok(case::limits(book, *limits, operator)),
        Event::DaysChecked(fact) => Ok(case::checked(book, *fact)),
        Event::RefundAsked(ask) => refund::asked(book, ask),
        Event::RefundAnswered { guid, refund } | Event::RefundObserved { guid, refund } => {
            refund::read(book, guid, &refund)
        }
        Event::RefundUnanswered { guid, error } => refund::unanswered(book, guid, error),
        Event::RefundRefused { guid, code, error } => refund::refused(book, guid, code, error),
        Event::LateAccepted { guid, note, operator } => late::accepted(book, guid, note, operator),
        Event::LateKept { guid, note, operator } => late::kept(book, guid, note, operator),
        Event::Till { event, operator } => till_day::plan(book, event, operator),
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
        terms: ask.terms,
        buyer: None,
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
    // A code that was taken off the screen after a wrong answer may have been paid all the same.
    if after.status.flags.late || after.closed.is_some() {
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

fn quarantine(attempt: &Attempt, fact: PaymentQuarantined) -> Step {
    if attempt.closed.is_some() { Step::default() } else { Step::fact(fact) }
}

fn unanswered(book: &Book, guid: Guid, error: String) -> Result<Step, Refusal> {
    let (sale, attempt) = book.attempt(guid).ok_or(Refusal::NoPayment)?;
    if attempt.invoice.is_some() || attempt.closed.is_some() {
        return Ok(Step::default());
    }
    let resolve = Command::Resolve(Box::new(attempt.request.clone()));
    if attempt.unknown.as_ref() == Some(&error) {
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
    if reason.trim().is_empty() {
        return Err(Refusal::NoReason);
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
    commands.extend(refund::unfinished(book, now));
    commands
}
