//! What the streams of events share: how one goes wrong when told to, and which must end.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

/// How a stream goes wrong when it is told to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mishap {
    /// It ends right after it began.
    Drop,
    /// It ends in the middle of a line of its first news.
    Cut,
    /// It stays open and never says anything again.
    Silent,
    /// Every byte comes alone.
    Split,
    /// A line that never ends.
    Endless,
}

impl Mishap {
    pub(crate) fn of(word: &str) -> Option<Self> {
        Some(match word {
            "stream_drop" => Self::Drop,
            "stream_cut" => Self::Cut,
            "stream_silent" => Self::Silent,
            "stream_split" => Self::Split,
            "stream_endless" => Self::Endless,
            _ => return None,
        })
    }
}

/// What all streams share: whether they must end, and which tokens were signed off.
#[derive(Debug, Default)]
pub(crate) struct Streams {
    /// Rung whenever a stream may have something to say.
    news: Notify,
    closed: AtomicBool,
    unsubscribed: Mutex<HashSet<String>>,
}

impl Streams {
    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::Relaxed);
        self.ring();
    }

    /// Makes every stream look now.
    pub(crate) fn ring(&self) {
        self.news.notify_waiters();
    }

    /// Waits until it may be worth a look, at most `longest`; answers whether that long was quiet.
    pub(crate) async fn quiet(&self, longest: Duration) -> bool {
        tokio::time::timeout(longest, self.news.notified()).await.is_err()
    }

    /// No stream of this token goes on.
    pub(crate) fn sign_off(&self, token: &str) {
        self.off().insert(token.to_owned());
        self.ring();
    }

    /// Whether a token's stream is over.
    pub(crate) fn must_end(&self, token: &str) -> bool {
        self.closed.load(Ordering::Relaxed) || self.off().contains(token)
    }

    fn off(&self) -> std::sync::MutexGuard<'_, HashSet<String>> {
        self.unsubscribed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
