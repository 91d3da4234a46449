//! What of a sale may still go back, and how a sale with refunds reads in one word.

use super::fact::Tender;
use super::id::Guid;
use super::money::Money;
use super::payment::State;
use super::refund::RefundState;
use super::sale::{Attempt, MoneyBack, Sale};

/// Where the money of a refund comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source<'a> {
    /// The drawer.
    Cash,
    /// A payment through a gateway.
    Payment(&'a Attempt),
}

impl Source<'_> {
    /// The payment's key; none for cash.
    #[must_use]
    pub fn payment(self) -> Option<Guid> {
        match self {
            Self::Cash => None,
            Self::Payment(attempt) => Some(attempt.guid()),
        }
    }
}

/// Where a sale's money would go back from: what completed it, else late money that waits. None while nothing was paid.
#[must_use]
pub fn source(sale: &Sale) -> Option<Source<'_>> {
    match sale.completed().map(|fact| &fact.tender) {
        Some(Tender::Cash { .. }) => Some(Source::Cash),
        Some(Tender::Gateway { guid }) => sale.attempt(*guid).map(Source::Payment),
        None => sale.attempts.iter().find(|attempt| attempt.late.is_some()).map(Source::Payment),
    }
}

/// Whether a payment's money is the shop's to give back: accepted by the gateway and not sent back by it.
#[must_use]
pub fn is_refundable(attempt: &Attempt) -> bool {
    let safe = matches!(attempt.status.state, State::Accepted | State::Settled);
    safe && attempt.closed.is_none() && !attempt.status.flags.block_release()
}

/// What can still go back of a source: what was paid less every refund that has not come to nothing.
#[must_use]
pub fn left(sale: &Sale, source: Source<'_>) -> Money {
    let gone = sale.going_back(source.payment()).map(|back| back.amount.minor()).fold(0_i64, i64::saturating_add);
    let paid = match source {
        Source::Cash => sale.total,
        Source::Payment(attempt) => attempt.request.price,
    };
    Money::from_minor(paid.minor().saturating_sub(gone).max(0), paid.currency()).unwrap_or(paid)
}

/// How many pieces of a line can still come back.
#[must_use]
pub fn pieces_left(sale: &Sale, line: u32) -> u32 {
    let sold = usize::try_from(line).ok().and_then(|index| sale.lines.get(index)).map_or(0, |line| line.quantity);
    let back = sale.backs.iter().filter(|back| !back.came_to_nothing()).flat_map(|back| &back.lines);
    let gone = back.filter(|piece| piece.line == line).map(|piece| piece.quantity).fold(0_u32, u32::saturating_add);
    sold.saturating_sub(gone)
}

/// How the refunds of a sale read in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It is not known whether the last one exists.
    Unsure,
    /// Asked for.
    Asked,
    /// On its way.
    Sent,
    /// Everything is back.
    Full,
    /// A part is back.
    Partial,
    /// The last one came to nothing, and nothing else went back.
    Failed,
    /// Called back, and nothing else went back.
    Cancelled,
}

impl Standing {
    /// Every one there is.
    pub const ALL: [Self; 7] =
        [Self::Unsure, Self::Asked, Self::Sent, Self::Full, Self::Partial, Self::Failed, Self::Cancelled];

    /// The name in the sentence catalogue and in machine output: `asked`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Unsure => "unsure",
            Self::Asked => "asked",
            Self::Sent => "sent",
            Self::Full => "full",
            Self::Partial => "partial",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// How the refunds of a sale read; none without one.
#[must_use]
pub fn standing(sale: &Sale) -> Option<Standing> {
    if sale.backs.iter().any(MoneyBack::is_in_doubt) {
        return Some(Standing::Unsure);
    }
    let last = sale.backs.last()?;
    let at = |state| sale.backs.iter().any(|back| back.state == Some(state) && back.refused.is_none());
    Some(if at(RefundState::Sent) {
        Standing::Sent
    } else if at(RefundState::Asked) || at(RefundState::Preview) {
        Standing::Asked
    } else if at(RefundState::Done) {
        done(sale)
    } else if last.state == Some(RefundState::Cancelled) {
        Standing::Cancelled
    } else {
        Standing::Failed
    })
}

/// Full once nothing is left of what a refund took from.
fn done(sale: &Sale) -> Standing {
    let from = |back: &MoneyBack| match back.payment() {
        None => Some(Source::Cash),
        Some(guid) => sale.attempt(guid).map(Source::Payment),
    };
    let done = sale.backs.iter().filter(|back| back.state == Some(RefundState::Done));
    let full = done.filter_map(from).any(|source| !left(sale, source).is_positive());
    if full { Standing::Full } else { Standing::Partial }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_standing_has_the_key_of_its_sentence() {
        let keys = Standing::ALL.map(Standing::key);
        assert_eq!(keys, ["unsure", "asked", "sent", "full", "partial", "failed", "cancelled"]);
    }
}
