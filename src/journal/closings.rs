//! Closings partition the book: each covers the entries from the one after the closing before up to the one before itself,
//! is bound to that entry's hash, and carries the sums on.

use super::chain::Row;
use super::flaw::{Flaw, FlawReason};
use crate::domain::entry::Hash;
use crate::domain::fact::{Fact, ZClosed};
use crate::domain::tally::Grand;

/// The kind of a closing.
pub(crate) const CLOSING: u16 = 712;

/// A closing as it stands in the chain.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    seq: u64,
    prev: Hash,
    /// None where its words are not those of a closing.
    fact: Option<ZClosed>,
}

impl Found {
    pub(crate) fn of(row: &Row) -> Self {
        let fact = if let Fact::ZClosed(fact) = row.entry().fact { Some(fact) } else { None };
        Self { seq: row.seq, prev: row.prev, fact }
    }
}

/// Checks closings in the order of the chain; `from_start` when no earlier one was left out.
///
/// # Errors
/// [`Flaw`] naming the first closing that does not follow.
pub(crate) fn check(found: &[Found], from_start: bool) -> Result<(), Flaw> {
    let mut last = from_start.then_some((0, 0, Grand::default()));
    for closing in found {
        let flaw = |what: &'static str| Err(Flaw { seq: closing.seq, reason: FlawReason::Closing(what) });
        let Some(fact) = &closing.fact else { return flaw("it cannot be read as a closing") };
        if fact.to_seq + 1 != closing.seq || fact.to_hash != closing.prev.to_string() {
            return flaw("it is not bound to the entry before it");
        }
        if let Some((number, to_seq, grand)) = last {
            if fact.number != number + 1 {
                return flaw("its number is not the next one");
            }
            if fact.from_seq != to_seq + 1 {
                return flaw("it does not begin where the closing before ended");
            }
            if fact.grand != grand.with(&fact.tally) {
                return flaw("its sums do not carry on those of the closing before");
            }
        }
        last = Some((fact.number, fact.to_seq, fact.grand));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::Day;
    use crate::domain::tally::{StillOpen, Tally};

    fn closing(number: u64, (from_seq, to_seq): (u64, u64), (before, sales): (i64, i64)) -> Found {
        let mut tally = Tally::default();
        tally.sales.add(sales);
        let grand = Grand { sales: before, returns: 0, abs: before }.with(&tally);
        let prev = Hash([7; 32]);
        let fact = ZClosed {
            number,
            day: Day::new(2026, 1, 1).unwrap(),
            from_seq,
            to_seq,
            to_hash: prev.to_string(),
            tally,
            expected: 0,
            open: StillOpen::default(),
            grand,
            operator: String::new(),
        };
        Found { seq: to_seq + 1, prev, fact: Some(fact) }
    }

    fn two() -> [Found; 2] {
        [closing(1, (1, 9), (0, 500)), closing(2, (10, 19), (500, 100))]
    }

    #[test]
    fn till_52_closings_that_follow_each_other_hold() {
        assert_eq!(check(&two(), true), Ok(()));
        assert_eq!(check(&two()[1..], false), Ok(()), "the tail of a book is checked by itself");
    }

    #[test]
    fn till_52_a_closing_that_does_not_follow_is_named() {
        let spoil = |change: fn(&mut Found)| {
            let mut found = two();
            change(&mut found[1]);
            check(&found, true).unwrap_err()
        };
        let fact = |found: &mut Found, change: fn(&mut ZClosed)| change(found.fact.as_mut().unwrap());
        let flaws = [
            spoil(|found| found.fact = None),
            spoil(|found| found.prev = Hash([8; 32])),
            spoil(|found| found.fact.as_mut().unwrap().to_seq = 18),
            spoil(|found| found.fact.as_mut().unwrap().number = 3),
            spoil(|found| found.fact.as_mut().unwrap().from_seq = 9),
            spoil(|found| found.fact.as_mut().unwrap().grand.sales = 599),
        ];
        assert!(flaws.iter().all(|flaw| flaw.seq == 20 && matches!(flaw.reason, FlawReason::Closing(_))), "{flaws:?}");
        let mut found = two();
        fact(&mut found[0], |z| z.grand.abs = 1);
        assert_eq!(check(&found, true).unwrap_err().seq, 10, "the first one is named");
        assert!(check(&two()[1..], true).is_err(), "the first closing has number 1");
    }
}
