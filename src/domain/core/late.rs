//! Late money: what the shop decides of it.

use super::event::{Command, Refusal, Step};
use crate::domain::book::Book;
use crate::domain::fact::{CancelAsked, LateDecided, LateDecision, SaleCompleted, Tender};
use crate::domain::id::Guid;
use crate::domain::sale::{Attempt, LateCase, Sale};

/// Counts late money as the payment of its sale: a sale without a receipt gets one now.
pub(super) fn accepted(book: &Book, guid: Guid, note: String, operator: String) -> Result<Step, Refusal> {
    let (sale, attempt) = undecided(book, guid)?;
    if sale.completed().is_some() {
        return Err(Refusal::PaidOtherwise);
    }
    if !attempt.may_release() {
        return Err(Refusal::NotAccepted);
    }
    let decision = LateDecision::Accept;
    let mut step = Step::fact(LateDecided { sale: sale.id, guid, decision, note, operator });
    if let Some(live) = sale.payable() {
        step = step.and(CancelAsked { sale: sale.id, guid: live.guid() }).then(Command::Cancel(live.guid()));
    }
    let tender = Tender::Gateway { guid };
    Ok(step.and(SaleCompleted { sale: sale.id, receipt_no: book.next_receipt(), total: sale.total, tender }))
}

/// Leaves late money where it is, with a note that says why.
pub(super) fn kept(book: &Book, guid: Guid, note: String, operator: String) -> Result<Step, Refusal> {
    let (sale, _) = undecided(book, guid)?;
    let note = note.trim().to_owned();
    if note.is_empty() {
        return Err(Refusal::NoReason);
    }
    Ok(Step::fact(LateDecided { sale: sale.id, guid, decision: LateDecision::Keep, note, operator }))
}

/// The late money of an attempt, as long as its last word is not spoken.
fn undecided(book: &Book, guid: Guid) -> Result<(&Sale, &Attempt), Refusal> {
    let (sale, attempt) = book.attempt(guid).ok_or(Refusal::NoPayment)?;
    match sale.late_case(attempt) {
        None => Err(Refusal::NotLate),
        Some(LateCase::Undecided | LateCase::Kept) => Ok((sale, attempt)),
        Some(LateCase::Accepted | LateCase::Refunded | LateCase::Vanished) => Err(Refusal::LateDecided),
    }
}
