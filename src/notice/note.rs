//! One trouble in three sentences.

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
pub(super) fn notice(lang: &Lang, key: &str, tone: Tone, parts: &[(&str, Part<'_>)]) -> Notice {
    let sentence = |which: &str| lang.with(&format!("{key}-{which}"), parts);
    Notice {
        happened: sentence("happened"),
        safe: sentence("safe"),
        todo: sentence("todo"),
        tone,
        detail: String::new(),
    }
}
