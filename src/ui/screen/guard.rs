//! Enter is deaf for a moment after a change: a press meant for the last screen must not press the next one.

use std::time::Duration;

use crate::domain::live::Mono;

/// How long Enter is deaf after a screen or verdict has changed.
pub const DEAF: Duration = Duration::from_millis(400);

/// What was shown last, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guard<T> {
    shown: Option<T>,
    since: Mono,
}

impl<T: PartialEq> Guard<T> {
    /// Starts deaf: the screen has just appeared.
    #[must_use]
    pub fn new(now: Mono) -> Self {
        Self { shown: None, since: now }
    }

    /// Notes what is shown now; a change makes Enter deaf again.
    pub fn show(&mut self, what: T, now: Mono) {
        if self.shown.as_ref() != Some(&what) {
            self.since = if self.shown.is_some() { now } else { self.since };
            self.shown = Some(what);
        }
    }

    /// Whether Enter counts.
    #[must_use]
    pub fn hears(&self, now: Mono) -> bool {
        now.since(self.since) >= DEAF
    }
}
