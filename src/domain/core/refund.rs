//! Money back: asked once, looked for before it is ever asked again, followed to its end.

use super::event::{Command, Portion, RefundAsk, Refusal, Step};
use crate::domain::book::Book;
use crate::domain::fact::{
    LateDecided, LateDecision, Original, RefundIntent, RefundQuarantined, RefundRefused, RefundStatus, RefundUnknown,
    ReturnCompleted, ReturnTender, Returned, Tender,
};
use crate::domain::id::Guid;
use crate::domain::money::Money;
use crate::domain::refund::{NewRefund, Refund, RefundState};
use crate::domain::returns::{self, Source};
use crate::domain::sale::{Attempt, LateCase, MoneyBack, Sale, SaleEnd};
use crate::domain::time::Timestamp;

/// Plans a refund: cash goes back at once, a payment's money once the intent is durable.
pub(super) fn asked(book: &Book, mut ask: RefundAsk) -> Result<Step, Refusal> {
    ask.reason = ask.reason.trim().to_owned();
    if ask.reason.is_empty() {
        return Err(Refusal::NoReason);
    }
    if book.refund(ask.guid).is_some() || book.attempt(ask.guid).is_some() {
        return Err(Refusal::AlreadyRefunding);
    }
    let sale = book.sale(ask.sale).ok_or(Refusal::NoSale)?;
    if sale.backs.iter().any(MoneyBack::is_in_doubt) {
        return Err(Refusal::RefundInDoubt);
    }
    let source = source(sale, ask.payment)?;
    let (amount, lines) = portion(sale, source, &ask.portion)?;
    match source {
        Source::Cash => Ok(Step::fact(given_back(book, sale, ask, amount, lines))),
        Source::Payment(attempt) => through_gateway(sale, attempt, ask, amount, lines),
    }
}

/// The source that was named, or the one the sale was paid from.
fn source(sale: &Sale, payment: Option<Guid>) -> Result<Source<'_>, Refusal> {
    match payment {
        Some(guid) => {
            let attempt = sale.attempt(guid).ok_or(Refusal::NoPayment)?;
            // Only what pays the sale or came late is the shop's to give back; the rest is on its way to one of them.
            let paid = sale.completed().is_some_and(|fact| fact.tender == Tender::Gateway { guid });
            if paid || attempt.late.is_some() { Ok(Source::Payment(attempt)) } else { Err(Refusal::NotPaid) }
        }
        None => returns::source(sale).ok_or(Refusal::NotPaid),
    }
}

/// How much goes back: never more than what is left of what was paid.
fn portion(sale: &Sale, source: Source<'_>, portion: &Portion) -> Result<(Money, Vec<Returned>), Refusal> {
    let left = returns::left(sale, source);
    if !left.is_positive() {
        return Err(Refusal::NothingToRefund);
    }
    let (asked, lines) = match portion {
        Portion::All => (left, Vec::new()),
        Portion::Amount(amount) => (*amount, Vec::new()),
        Portion::Lines(lines) => (worth(sale, lines, left)?, lines.clone()),
    };
    if asked.currency() != left.currency() || !asked.is_positive() {
        return Err(Refusal::NothingToRefund);
    }
    if asked.minor() > left.minor() {
        return Err(Refusal::RefundTooMuch { asked, left });
    }
    Ok((asked, lines))
}

/// What the chosen pieces were sold for.
fn worth(sale: &Sale, lines: &[Returned], left: Money) -> Result<Money, Refusal> {
    let mut sum = Money::zero(left.currency());
    for (place, piece) in lines.iter().enumerate() {
        let pieces = returns::pieces_left(sale, piece.line);
        let named_before = lines[..place].iter().any(|other| other.line == piece.line);
        if piece.quantity == 0 || piece.quantity > pieces || named_before {
            return Err(Refusal::NotReturnable { line: piece.line, left: pieces });
        }
        let line = usize::try_from(piece.line).ok().and_then(|index| sale.lines.get(index));
        let line = line.ok_or(Refusal::NotReturnable { line: piece.line, left: 0 })?;
        let worth = line.price.checked_mul(piece.quantity).map_err(|_| Refusal::TooLarge)?;
        sum = sum.checked_add(worth).map_err(|_| Refusal::TooLarge)?;
    }
    Ok(sum)
}

fn given_back(book: &Book, sale: &Sale, ask: RefundAsk, amount: Money, lines: Vec<Returned>) -> ReturnCompleted {
    ReturnCompleted {
        sale: sale.id,
        refund: ask.guid,
        receipt_no: book.next_receipt(),
        amount,
        tender: ReturnTender::Cash,
        reason: ask.reason,
        lines,
        original: original(sale),
        operator: ask.operator,
    }
}

fn original(sale: &Sale) -> Option<Original> {
    match &sale.end {
        Some(SaleEnd::Completed { fact, seq, .. }) => Some(Original { receipt_no: fact.receipt_no, seq: *seq }),
        Some(SaleEnd::Voided { .. }) | None => None,
    }
}

fn through_gateway(
    sale: &Sale,
    attempt: &Attempt,
    ask: RefundAsk,
    amount: Money,
    lines: Vec<Returned>,
) -> Result<Step, Refusal> {
    let invoice = attempt.invoice.as_ref().ok_or(Refusal::NotAccepted)?.invoice.clone();
    if !returns::is_refundable(attempt) {
        return Err(Refusal::NotAccepted);
    }
    let mut step = Step::default();
    match sale.late_case(attempt) {
        Some(LateCase::Undecided | LateCase::Kept) => {
            step = step.and(LateDecided {
                sale: sale.id,
                guid: attempt.guid(),
                decision: LateDecision::Refund { refund: ask.guid },
                note: ask.reason.clone(),
                operator: ask.operator.clone(),
            });
        }
        Some(LateCase::Accepted | LateCase::Refunded) | None => {}
        Some(LateCase::Vanished) => return Err(Refusal::NotAccepted),
    }
    let request = NewRefund {
        sale: sale.id,
        payment: attempt.guid(),
        gateway: attempt.request.gateway.clone(),
        invoice,
        guid: ask.guid,
        amount,
        buyer_pays_fee: ask.buyer_pays_fee,
        immediate: ask.immediate,
        reason: ask.reason,
    };
    let send = Command::Refund(Box::new(request.clone()));
    Ok(step.and(RefundIntent { request, lines, operator: ask.operator }).then(send))
}

/// Plans what a reading of a refund means, the first as well as a later one.
pub(super) fn read(book: &Book, guid: Guid, refund: &Refund) -> Result<Step, Refusal> {
    let (sale, back) = book.refund(guid).ok_or(Refusal::NoRefund)?;
    let Some(request) = &back.request else { return Ok(Step::default()) };
    let ended = back.state.is_some_and(RefundState::is_final);
    // A preview moves nothing: it is no answer to whether the refund exists.
    if ended || back.refused.is_some() || back.quarantined.is_some() || refund.state == RefundState::Preview {
        return Ok(Step::default());
    }
    if let Some(fact) = echo(back, request, refund) {
        return Ok(Step::fact(fact));
    }
    let is_first = back.state.is_none();
    let moved = is_first || advances(back, refund);
    let mut step = Step::default();
    if moved {
        step = step.and(RefundStatus {
            sale: sale.id,
            refund: guid,
            id: refund.id.clone(),
            state: refund.state,
            raw: refund.raw.clone(),
            fee: refund.fee,
            coin: refund.coin.clone(),
        });
    }
    if moved && refund.state == RefundState::Done {
        step = step.and(completed(book, sale, back, request));
    }
    Ok(if is_first && !refund.state.is_final() { step.then(Command::WatchRefund(guid)) } else { step })
}

/// Whether a reading is news: a state further on, or one out of a word nobody knew.
fn advances(back: &MoneyBack, refund: &Refund) -> bool {
    match (back.state, refund.state) {
        (None, _) => true,
        (Some(known), read) if known == read => back.fee.is_none() && refund.fee.is_some(),
        (Some(RefundState::Sent), RefundState::Asked) => false,
        (Some(_), _) => true,
    }
}

fn completed(book: &Book, sale: &Sale, back: &MoneyBack, request: &NewRefund) -> ReturnCompleted {
    ReturnCompleted {
        sale: sale.id,
        refund: back.guid,
        receipt_no: book.next_receipt(),
        amount: back.amount,
        tender: ReturnTender::Gateway { payment: request.payment },
        reason: back.reason.clone(),
        lines: back.lines.clone(),
        original: original(sale),
        operator: back.operator.clone(),
    }
}

/// Compares a refund with what was asked; the first field that differs sets it aside.
fn echo(back: &MoneyBack, asked: &NewRefund, read: &Refund) -> Option<RefundQuarantined> {
    let guid = asked.guid.to_string();
    let other_guid = read.guid.as_ref().filter(|answered| !answered.eq_ignore_ascii_case(&guid));
    let other_id = back.id.as_ref().filter(|known| **known != read.id);
    let field = if let Some(answered) = other_guid {
        ("guid", guid, answered.clone())
    } else if let Some(known) = other_id {
        ("id", known.to_string(), read.id.to_string())
    } else if read.invoice != asked.invoice {
        ("invoice", asked.invoice.to_string(), read.invoice.to_string())
    } else if read.currency != asked.amount.currency().code() {
        ("currency", asked.amount.currency().to_string(), read.currency.clone())
    } else if read.amount != asked.amount.to_decimal() {
        ("amount", asked.amount.to_plain(), read.amount.to_string())
    } else {
        return None;
    };
    Some(RefundQuarantined {
        sale: asked.sale,
        refund: asked.guid,
        id: read.id.clone(),
        field: field.0.to_owned(),
        asked: field.1,
        answered: field.2,
    })
}

/// Plans what silence means: doubt is written once, and the gateway's list is looked at before anything is sent again.
pub(super) fn unanswered(book: &Book, guid: Guid, error: String) -> Result<Step, Refusal> {
    let (sale, back) = book.refund(guid).ok_or(Refusal::NoRefund)?;
    let Some(request) = back.request.as_ref().filter(|_| back.is_unresolved()) else { return Ok(Step::default()) };
    let resolve = Command::ResolveRefund(Box::new(request.clone()));
    if back.unknown.is_some() {
        return Ok(Step::default().then(resolve));
    }
    Ok(Step::fact(RefundUnknown { sale: sale.id, refund: guid, error }).then(resolve))
}

/// Plans a no.
pub(super) fn refused(book: &Book, guid: Guid, code: String, error: String) -> Result<Step, Refusal> {
    let (sale, back) = book.refund(guid).ok_or(Refusal::NoRefund)?;
    if !back.is_unresolved() {
        return Ok(Step::default());
    }
    Ok(Step::fact(RefundRefused { sale: sale.id, refund: guid, code, error }))
}

/// What a start must finish: refunds nobody knows of are looked for, those on their way are followed.
pub(super) fn unfinished(book: &Book, now: Timestamp) -> Vec<Command> {
    let backs = book.sales().flat_map(|sale| &sale.backs);
    let command = |back: &MoneyBack| match &back.request {
        Some(request) if back.is_unresolved() => Some(Command::ResolveRefund(Box::new(request.clone()))),
        Some(_) if back.wants_watching(now) => Some(Command::WatchRefund(back.guid)),
        Some(_) | None => None,
    };
    backs.filter_map(command).collect()
}
