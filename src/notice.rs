//! The only place where a verdict or an error becomes words: what happened, what is safe, what to do.
//!
//! Everything below speaks in types; everything above shows finished sentences. The sentences themselves are in the
//! catalogue, so that no wording is glued together here.

mod gateway;
mod limits;
mod money;
mod refusal;
mod trouble;
mod verdict;

pub use gateway::{from_code, gateway};
pub use limits::rule;
pub use money::{coin, paid_so_far, short_by, time};
pub use refusal::{amount, cart, refusal};
pub use trouble::trouble;
pub use verdict::{Words, WordsContext, icon_name, subject, verdict};

use crate::lang::{Lang, Part};

/// How much a notice matters; never told by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Nothing is wrong; something is to be known.
    Info,
    /// Wait, or do something small.
    Wait,
    /// Something does not work until a person acts.
    Stop,
}

/// One trouble in three sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What happened.
    pub happened: String,
    /// What is safe.
    pub safe: String,
    /// What to do.
    pub todo: String,
    /// How much it matters.
    pub tone: Tone,
    /// The gateway's or the system's own words, for details; empty if there are none.
    pub detail: String,
}

impl Notice {
    /// All three sentences on one line.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{} {} {}", self.happened, self.safe, self.todo)
    }
}

/// Fills the three sentences of `key` from the catalogue.
fn notice(lang: &Lang, key: &str, tone: Tone, parts: &[(&str, Part<'_>)]) -> Notice {
    let sentence = |which: &str| lang.with(&format!("{key}-{which}"), parts);
    Notice {
        happened: sentence("happened"),
        safe: sentence("safe"),
        todo: sentence("todo"),
        tone,
        detail: String::new(),
    }
}

#[cfg(test)]
mod tests;
