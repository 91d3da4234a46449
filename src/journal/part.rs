//! Checks a part of a book by itself: rows that came out of an archive, one after another.

use super::chain::Row;
use super::flaw::{Flaw, FlawReason};
use super::verify::{Rule, Walk};
use crate::domain::entry::Head;

/// How far the check of a part has come.
#[derive(Debug)]
pub struct Part {
    rule: Rule,
    walk: Walk,
    last: Option<Row>,
}

impl Part {
    /// Begins after the entry `before` of the book whose first row this is; `receipts` were given out by then.
    /// `deep` checks every signature, otherwise those of the book's and the part's ends.
    ///
    /// # Errors
    /// [`Flaw`] when the first row does not hold by itself.
    pub fn new(first: &Row, (before, receipts): (Head, u64), deep: bool) -> Result<Self, Flaw> {
        if first.seq != 1 {
            return Err(Flaw { seq: 1, reason: FlawReason::Missing(i64::try_from(first.seq).ok()) });
        }
        Ok(Self { rule: Rule::of(first, deep)?, walk: Walk { head: before, receipts }, last: None })
    }

    /// The number of the entry that must come next.
    #[must_use]
    pub fn next(&self) -> u64 {
        self.walk.next()
    }

    /// Takes the next row.
    ///
    /// # Errors
    /// [`Flaw`] when it is not the next entry of the book as it was written.
    pub fn step(&mut self, row: Row) -> Result<(), Flaw> {
        if row.seq != self.next() {
            let reason = FlawReason::Missing(i64::try_from(row.seq).ok());
            return Err(Flaw { seq: self.next(), reason });
        }
        self.walk.step(&self.rule, &row)?;
        self.last = Some(row);
        Ok(())
    }

    /// Ends the part with its last row's signature and answers the chain's end.
    ///
    /// # Errors
    /// [`Flaw`] when the last row is not signed by the book's key.
    pub fn end(self) -> Result<Head, Flaw> {
        match self.last {
            Some(last) if !self.rule.is_signed(&last) => Err(Flaw { seq: last.seq, reason: FlawReason::Signature }),
            Some(_) | None => Ok(self.walk.head),
        }
    }
}
