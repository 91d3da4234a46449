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
    key: String,
}

impl Part {
    /// Begins after the entry `before` of the book whose first row this is; `receipts` were given out by then, and
    /// `turns` are the rows that ever handed the book to another key. `deep` checks every signature, otherwise those
    /// of the first row, the turns and the last row.
    ///
    /// # Errors
    /// [`Flaw`] when the first row or a turn does not hold by itself.
    pub fn new(first: &Row, turns: &[Row], (before, receipts): (Head, u64), deep: bool) -> Result<Self, Flaw> {
        if first.seq != 1 {
            return Err(Flaw { seq: 1, reason: FlawReason::Missing(i64::try_from(first.seq).ok()) });
        }
        let rule = Rule::of(first, deep)?;
        let all = Head { seq: u64::MAX, ..Head::default() };
        let key = Walk::within(&rule, (all, 0), turns)?.key();
        let walk = Walk::within(&rule, (before, receipts), turns)?;
        Ok(Self { rule, walk, last: None, key })
    }

    /// The public half of the key in force after all turns, 64 hex characters.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
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
            Some(last) if !self.walk.has_signed(&last) => Err(Flaw { seq: last.seq, reason: FlawReason::Signature }),
            Some(_) | None => Ok(self.walk.head),
        }
    }
}
