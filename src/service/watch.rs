//! Reading payments on their schedule, for as long as the gateway may have news.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use super::Till;
use super::error::Trouble;
use crate::domain::core::Event;
use crate::domain::id::Guid;
use crate::domain::payment::{Payment, State};
use crate::domain::sale::Attempt;
use crate::domain::time::Timestamp;
use crate::gateway::port::Error;

const FIRST_MINUTE: Duration = Duration::from_secs(60);
const EVERY_FIRST_MINUTE: Duration = Duration::from_secs(2);
const EVERY_OPEN: Duration = Duration::from_secs(5);
const EVERY_SEEN: Duration = Duration::from_secs(15);
const EVERY_ENDED: Duration = Duration::from_secs(60);
const ENDED_HOUR: Duration = Duration::from_secs(3600);
const EVERY_HOUR: Duration = Duration::from_secs(3600);
/// The wait after a 429 that names none.
const BACKOFF_LIMITED: Duration = Duration::from_secs(5);

/// How long to wait before an attempt is read again.
fn period(attempt: &Attempt, now: Timestamp) -> Duration {
    let quiet = now.since(attempt.changed);
    match attempt.status.state {
        State::Requested | State::Open if now.since(attempt.asked) < FIRST_MINUTE => EVERY_FIRST_MINUTE,
        State::Requested | State::Open => EVERY_OPEN,
        State::Seen if quiet < FIRST_MINUTE => EVERY_OPEN,
        State::Seen => EVERY_SEEN,
        State::Accepted if quiet < FIRST_MINUTE => EVERY_OPEN,
        State::Accepted | State::Settled | State::Expired | State::Cancelled | State::Failed => {
            if quiet < ENDED_HOUR {
                EVERY_ENDED
            } else {
                EVERY_HOUR
            }
        }
    }
}

/// The wait, twenty percent more or less, so that many payments do not ask in step.
pub(super) fn jittered(wait: Duration) -> Duration {
    let share = u32::from(uuid::Uuid::new_v4().as_bytes()[0]) * 400 / 255;
    wait * (800 + share) / 1000
}

impl Till {
    /// Starts reading a payment, unless it is being read already.
    pub(super) fn watch(&self, guid: Guid) {
        let poke = Arc::new(Notify::new());
        {
            let mut watches = self.0.watches.lock().unwrap_or_else(PoisonError::into_inner);
            if watches.contains_key(&guid) {
                return;
            }
            watches.insert(guid, Arc::clone(&poke));
        }
        let till = self.clone();
        self.spawn(async move {
            till.keep_reading(guid, &poke).await;
            till.0.watches.lock().unwrap_or_else(PoisonError::into_inner).remove(&guid);
        });
    }

    /// Reads a payment now instead of at its time.
    pub fn poke(&self, guid: Guid) {
        let watches = self.0.watches.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(poke) = watches.get(&guid) {
            poke.notify_one();
        }
    }

    async fn keep_reading(&self, guid: Guid, poke: &Notify) {
        let mut first = self.live(guid).and_then(|live| live.payment).is_none();
        let mut forced = None;
        while let Some(wait) = self.next_wait(guid).await {
            let wait = forced.take().unwrap_or(wait);
            if !std::mem::take(&mut first) {
                self.note_period(guid, wait);
                let pause = tokio::time::timeout(jittered(wait), poke.notified());
                let _poked_or_due = pause.await;
            }
            forced = self.read(guid).await;
        }
    }

    fn note_period(&self, guid: Guid, wait: Duration) {
        let mut all = self.0.live.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(guid).or_default().period = wait;
    }

    /// The wait before the next reading; none when the gateway can have no more news.
    async fn next_wait(&self, guid: Guid) -> Option<Duration> {
        let book = self.0.book.lock().await;
        let now = self.0.clock.now();
        let (_, attempt) = book.attempt(guid)?;
        attempt.wants_watching(now).then(|| period(attempt, now))
    }

    /// Reads once. Answers how long the gateway wants to be left alone, if it says so.
    async fn read(&self, guid: Guid) -> Option<Duration> {
        let (id, payment) = self.pay_ref(guid).await?;
        let gateway = match self.gateway(&id) {
            Ok(gateway) => gateway,
            Err(_) => {
                self.note_failure(guid);
                return None;
            }
        };
        match gateway.get(&payment).await {
            Ok(payment) => {
                self.observed(guid, payment).await;
                None
            }
            Err(error) => {
                tracing::info!(%guid, code = error.code(), "not read");
                self.note_failure(guid);
                if let Error::RateLimited { after } = error { Some(after.unwrap_or(BACKOFF_LIMITED)) } else { None }
            }
        }
    }

    /// Commits a reading, then lets it be seen. What the journal cannot take is not shown either.
    pub(super) async fn observed(&self, guid: Guid, payment: Payment) {
        let event = Event::Observed { guid, payment: Box::new(payment.clone()) };
        match self.commit(event).await {
            Ok(commands) => {
                self.note_reading(guid, payment);
                self.run(commands);
            }
            Err(Trouble::Interrupted) => {}
            Err(trouble) => self.trouble(trouble),
        }
    }

    /// Counts a reading that failed.
    pub(super) fn note_failure(&self, guid: Guid) {
        let mono = self.0.clock.mono();
        self.note_live(guid, |live| {
            live.failures += 1;
            live.silent_since.get_or_insert(mono);
        });
    }
}
