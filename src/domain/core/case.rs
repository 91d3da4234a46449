//! Findings of the reconciliation: resolved with a note, reopened, and the tolerances.

use super::event::{Refusal, Step};
use crate::domain::book::Book;
use crate::domain::case::Limits;
use crate::domain::fact::{CaseReopened, CaseResolved, LimitsSet};

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
