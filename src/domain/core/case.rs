//! The reconciliation: findings resolved with a note and reopened, the tolerances, and checks that came to their end.

use super::event::{Refusal, Step};
use crate::domain::book::Book;
use crate::domain::case::Limits;
use crate::domain::fact::{CaseReopened, CaseResolved, DaysChecked, LimitsSet};

/// Saying the same again writes nothing.
pub(super) fn resolved(book: &Book, case: String, note: &str, operator: String) -> Result<Step, Refusal> {
    let note = note.trim();
    if note.is_empty() {
        return Err(Refusal::NoNote);
    }
    if book.case(&case).is_some_and(|known| known.resolved && known.note == note) {
        return Ok(Step::default());
    }
    Ok(Step::fact(CaseResolved { case, note: note.to_owned(), operator }))
}

pub(super) fn reopened(book: &Book, case: String, note: &str, operator: String) -> Result<Step, Refusal> {
    if !book.case(&case).is_some_and(|known| known.resolved) {
        return Err(Refusal::CaseOpen);
    }
    Ok(Step::fact(CaseReopened { case, note: note.trim().to_owned(), operator }))
}

pub(super) fn limits(book: &Book, limits: Limits, operator: String) -> Step {
    if *book.limits() == limits { Step::default() } else { Step::fact(LimitsSet { limits, operator }) }
}

/// A check that came to what is known writes nothing, and none does that is about days that lie ahead alone.
pub(super) fn checked(book: &Book, fact: DaysChecked) -> Step {
    let is_new = fact.from <= fact.last() && !book.checks().knows(&fact);
    if is_new { Step::fact(fact) } else { Step::default() }
}
