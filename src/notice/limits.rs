//! The owner's rule in one sentence: when the goods of this sale may go.

use super::money::round;
use crate::config::Release;
use crate::domain::money::Money;
use crate::domain::payment::State;
use crate::domain::sale::{Attempt, Sale};
use crate::lang::Lang;

/// Which sentence the rule stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// While the code waits.
    Waiting,
    /// After the money was seen.
    Seen,
}

/// The rule that decides on this sale: `Over €20, goods go at Accepted.`
#[must_use]
pub fn rule(lang: &Lang, release: &Release, sale: &Sale) -> String {
    sentence(lang, release, sale, Place::Waiting)
}

pub(super) fn sentence(lang: &Lang, release: &Release, sale: &Sale, place: Place) -> String {
    let state = sale.current().map_or_else(|| release.state_for(sale.total, true), |attempt| attempt.release_at);
    let place = match place {
        Place::Waiting => "waiting",
        Place::Seen => "seen",
    };
    let (which, limit) = match state {
        State::Seen => ("small", limit(sale, Some(release.seen_up_to))),
        State::Settled => ("settled", limit(sale, release.settled_above)),
        State::Accepted | State::Requested | State::Open | State::Expired | State::Cancelled | State::Failed => {
            ("over", limit(sale, Some(release.seen_up_to).filter(|up_to| sale.total.minor() > *up_to)))
        }
    };
    match limit {
        Some(limit) => lang.with(&format!("rule-{place}-{which}"), &[("limit", round(lang, limit).as_str().into())]),
        None => lang.text(&format!("rule-{place}-plain")),
    }
}

fn limit(sale: &Sale, minor: Option<i64>) -> Option<Money> {
    Money::from_minor(minor.filter(|minor| *minor > 0)?, sale.total.currency()).ok()
}

/// The owner's limit for small amounts, or the sale's own total where the rule has changed since.
pub(super) fn small_limit(lang: &Lang, release: &Release, sale: &Sale, attempt: &Attempt) -> String {
    let allowed = attempt.release_at == State::Seen && release.seen_up_to >= sale.total.minor();
    let limit = if allowed { limit(sale, Some(release.seen_up_to)) } else { None };
    round(lang, limit.unwrap_or(sale.total))
}
