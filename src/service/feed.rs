//! One payment's stream of hints: opened in the pauses between readings, given up without harm, tried again later.

use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt as _;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::Instant;

use super::{clock, pace};
use crate::gateway::port::{Error, Gateway, Hints, PayRef};

/// Waits before a lost stream is opened again; the last one repeats.
const BACKOFF: [Duration; 5] = [
    Duration::from_secs(5),
    Duration::from_secs(10),
    Duration::from_secs(20),
    Duration::from_secs(40),
    Duration::from_secs(60),
];
/// A stream that held this long has made good for the failures before it.
const PROVEN: Duration = Duration::from_secs(60);
/// A stream that has not shown itself for this long is not relied on; readings come at their usual pace until it does.
pub(super) const ALIVE: Duration = Duration::from_secs(15);

/// Whether news came, or the stream went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heard {
    /// Read again now.
    News,
    /// It is gone; readings come at their usual pace.
    Lost,
}

/// The stream of one payment, there or not.
pub(super) struct Feed {
    open: Option<Open>,
    failures: usize,
    retry_at: Instant,
}

struct Open {
    hints: Hints,
    since: Instant,
    heard: Instant,
    /// Streams are counted: each is a connection of its own.
    _permit: OwnedSemaphorePermit,
}

impl Feed {
    pub(super) fn new() -> Self {
        Self { open: None, failures: 0, retry_at: clock::instant() }
    }

    /// Whether the stream has shown itself lately, so that readings may be rare.
    pub(super) fn is_alive(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.heard.elapsed() < ALIVE)
    }

    /// When a stream that says nothing more stops being relied on.
    pub(super) fn relied_on_until(&self) -> Option<Instant> {
        self.open.as_ref().filter(|_| self.is_alive()).map(|open| open.heard + ALIVE)
    }

    /// Whether it is time to try.
    pub(super) fn wants_opening(&self) -> bool {
        self.open.is_none() && clock::instant() >= self.retry_at
    }

    pub(super) fn close(&mut self) {
        self.open = None;
    }

    /// Opens the stream, but takes no longer than until `limit`: then it is time to read.
    ///
    /// # Errors
    /// Why there is none; [`Error::Server`] when it took too long.
    pub(super) async fn open(
        &mut self,
        gateway: &Arc<dyn Gateway>,
        payment: &PayRef,
        (limit, permit): (Instant, OwnedSemaphorePermit),
    ) -> Result<(), Error> {
        let late = |_| Error::Server("the event stream did not open in time".to_owned());
        match tokio::time::timeout_at(limit, gateway.follow(payment)).await.map_err(late).and_then(|outcome| outcome) {
            Ok(hints) => {
                let now = clock::instant();
                self.open = Some(Open { hints, since: now, heard: now, _permit: permit });
                Ok(())
            }
            Err(error) => {
                self.failed();
                Err(error)
            }
        }
    }

    fn failed(&mut self) {
        let wait = BACKOFF[self.failures.min(BACKOFF.len() - 1)];
        self.failures += 1;
        self.retry_at = clock::instant() + pace::jittered(wait);
    }

    /// Waits for news, however long; without a stream for ever. Safe to drop at any time.
    pub(super) async fn next(&mut self) -> Heard {
        loop {
            let Some(open) = &mut self.open else { return std::future::pending().await };
            match open.hints.next().await {
                Some(Ok(hint)) => {
                    open.heard = clock::instant();
                    if hint.is_news() {
                        return Heard::News;
                    }
                }
                Some(Err(error)) => {
                    tracing::info!(%error, "the event stream is lost");
                    return self.lost();
                }
                None => return self.lost(),
            }
        }
    }

    fn lost(&mut self) -> Heard {
        let held = self.open.take().map(|open| open.since.elapsed());
        if held.is_some_and(|held| held >= PROVEN) {
            self.failures = 0;
        }
        self.failed();
        Heard::Lost
    }
}
