//! What the words of a verdict are made from.

use crate::config::Release;
use crate::domain::capability::Caps;
use crate::domain::fact::Tender;
use crate::domain::live::Mono;
use crate::domain::sale::{Attempt, Sale};
use crate::domain::time::Timestamp;
use crate::lang::Lang;

/// What the words depend on besides the sale.
#[derive(Debug, Clone, Copy)]
pub struct WordsContext<'a> {
    /// The sentences.
    pub lang: &'a Lang,
    /// The owner's rule.
    pub release: &'a Release,
    /// The gateway's name for people; none without a connection.
    pub gateway: Option<&'a str>,
    /// What the connection can do, where one is known.
    pub caps: Option<&'a Caps>,
    /// The till's wall clock.
    pub now: Timestamp,
    /// The till's monotonic clock.
    pub mono: Mono,
    /// Minutes east of UTC.
    pub offset_min: i16,
}

/// The attempt a sale's verdict speaks of: late money first, then the one that paid, then the newest.
#[must_use]
pub fn subject(sale: &Sale) -> Option<&Attempt> {
    let paid = sale.completed().and_then(|fact| match fact.tender {
        Tender::Gateway { guid } => sale.attempt(guid),
        Tender::Cash { .. } => None,
    });
    sale.attempts.iter().find(|attempt| attempt.late.is_some()).or(paid).or_else(|| sale.current())
}
