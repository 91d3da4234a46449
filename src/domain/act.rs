//! Acts an owner may want to look at: voids, openings without a sale, refunds, changed prices, money accepted by hand.

use super::book::Book;
use super::day::Moment;
use super::entry::Entry;
use super::fact::{Direction, Fact, LateDecision};
use super::sale::{Sale, SaleEnd};

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ActKind {
    /// A sale was given up before completion.
    Void,
    /// The drawer was opened without a sale.
    NoSale,
    /// Money went back.
    Refund,
    /// A line was sold below or above the catalogue's price.
    Override,
    /// Late money was counted as payment by decision.
    ByHand,
    /// The drawer was counted with a difference; the sum is found less expected.
    Difference,
    /// A sale was completed at a lower sum by the operator who had just given one up.
    ReRung,
    /// Money went back for a sale of an earlier business day.
    OldReturn,
    /// Cash was booked in or out that makes a drawer's difference vanish, after it was counted.
    Zeroed,
}

impl ActKind {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 9] = [
        Self::Void,
        Self::NoSale,
        Self::Refund,
        Self::Override,
        Self::ByHand,
        Self::Difference,
        Self::ReRung,
        Self::OldReturn,
        Self::Zeroed,
    ];

    /// Its number at rest.
    #[must_use]
    pub fn number(self) -> i64 {
        match self {
            Self::Void => 0,
            Self::NoSale => 1,
            Self::Refund => 2,
            Self::Override => 3,
            Self::ByHand => 4,
            Self::Difference => 5,
            Self::ReRung => 6,
            Self::OldReturn => 7,
            Self::Zeroed => 8,
        }
    }

    /// Its name for machines: `no_sale`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Void => "void",
            Self::NoSale => "no_sale",
            Self::Refund => "refund",
            Self::Override => "override",
            Self::ByHand => "by_hand",
            Self::Difference => "difference",
            Self::ReRung => "re_rung",
            Self::OldReturn => "old_return",
            Self::Zeroed => "zeroed",
        }
    }
}

/// One such act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// What was done.
    pub kind: ActKind,
    /// Who did it; empty where nobody was named.
    pub operator: String,
    /// What it was about, in minor units.
    pub minor: i64,
    /// The sale's number; 0 for none.
    pub number: u64,
}

/// An act with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActAt {
    /// The entry that says so.
    pub seq: u64,
    /// When.
    pub at: Moment,
    /// What.
    pub act: Act,
}

/// How soon after a void a cheaper sale of the same operator is the same goods rung up again.
const RE_RUNG_MS: i64 = 5 * 60_000;

/// What an entry tells an owner, as the book stands after it.
#[must_use]
pub fn of(book: &Book, entry: &Entry) -> Vec<Act> {
    let sale = entry.fact.sale().and_then(|id| book.sale(id));
    match sale {
        Some(sale) => of_sale(book, sale, entry),
        None => of_till(book, entry).into_iter().collect(),
    }
}

fn of_till(book: &Book, entry: &Entry) -> Option<Act> {
    if let Fact::CashMoved(fact) = &entry.fact {
        let found = book.till_day().tally.counted()?.difference();
        let booked = match fact.direction {
            Direction::In => fact.amount.minor(),
            Direction::Out => fact.amount.minor().saturating_neg(),
        };
        let act = Act { kind: ActKind::Zeroed, operator: fact.operator.clone(), minor: booked, number: 0 };
        return (found == booked).then_some(act);
    }
    if let Fact::DrawerOpened(fact) = &entry.fact {
        return Some(Act { kind: ActKind::NoSale, operator: fact.operator.clone(), minor: 0, number: 0 });
    }
    let Fact::DrawerCounted(fact) = &entry.fact else { return None };
    let minor = fact.counted.minor().saturating_sub(fact.expected);
    let act = Act { kind: ActKind::Difference, operator: fact.operator.clone(), minor, number: 0 };
    (minor != 0).then_some(act)
}

fn of_sale(book: &Book, sale: &Sale, entry: &Entry) -> Vec<Act> {
    let act = |kind, operator: &str, minor| Act { kind, operator: operator.to_owned(), minor, number: sale.number };
    let rung_by = sale.operator.as_str();
    let mut acts = Vec::new();
    if let Fact::SaleVoided(_) = &entry.fact {
        acts.push(act(ActKind::Void, rung_by, sale.total.minor()));
    } else if let Fact::ReturnCompleted(fact) = &entry.fact {
        acts.push(act(ActKind::Refund, &fact.operator, fact.amount.minor()));
        if is_of_earlier_day(book, sale, entry) {
            acts.push(act(ActKind::OldReturn, &fact.operator, fact.amount.minor()));
        }
    } else if let Fact::LateDecided(fact) = &entry.fact {
        if fact.decision == LateDecision::Accept {
            acts.push(act(ActKind::ByHand, &fact.operator, sale.total.minor()));
        }
    } else if let Fact::SaleCompleted(_) = &entry.fact {
        let less = lowered(sale);
        if sale.lines.iter().any(|line| line.override_of.is_some()) {
            acts.push(act(ActKind::Override, rung_by, less));
        }
        acts.extend(re_rung(book, sale).map(|less| act(ActKind::ReRung, rung_by, less)));
    }
    acts
}

/// Whether a sale was completed on an earlier business day than an entry's.
fn is_of_earlier_day(book: &Book, sale: &Sale, entry: &Entry) -> bool {
    let Some(SaleEnd::Completed { at, .. }) = &sale.end else { return false };
    let day = |at| book.day_rule().assign(at, entry.stamp.offset_min).day;
    day(*at) < day(entry.stamp.at)
}

/// What changed prices took off a sale.
fn lowered(sale: &Sale) -> i64 {
    let less = |line: &super::cart::Line| {
        let listed = line.override_of.as_ref().map_or(line.price, |changed| changed.listed);
        listed.minor().saturating_sub(line.price.minor()).saturating_mul(i64::from(line.quantity))
    };
    sale.lines.iter().map(less).fold(0, i64::saturating_add)
}

/// How much less than a sale its operator had just given up; none where no dearer one was given up just before.
fn re_rung(book: &Book, sale: &Sale) -> Option<i64> {
    let dearer = |other: &&Sale| {
        let voided = match &other.end {
            Some(SaleEnd::Voided { at, .. }) => Some(*at),
            Some(SaleEnd::Completed { .. }) | None => None,
        };
        let soon = voided.is_some_and(|at| (0..=RE_RUNG_MS).contains(&sale.opened.0.saturating_sub(at.0)));
        soon && other.operator == sale.operator && other.total.minor() > sale.total.minor()
    };
    let before = book.sales().skip_while(|other| other.number >= sale.number).take(LOOKED_BACK);
    let voided = { before }.find(dearer)?;
    Some(voided.total.minor() - sale.total.minor())
}

/// How many sales before are looked at.
const LOOKED_BACK: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_has_its_number_and_its_word() {
        let numbers: Vec<i64> = ActKind::ALL.iter().map(|kind| kind.number()).collect();
        assert_eq!(numbers, (0..9).collect::<Vec<_>>());
        let words = ActKind::ALL.map(ActKind::word);
        assert_eq!(words[..5], ["void", "no_sale", "refund", "override", "by_hand"]);
        assert_eq!(words[5..], ["difference", "re_rung", "old_return", "zeroed"]);
    }
}
