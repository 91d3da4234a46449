//! Reading payments on their schedule, for as long as the gateway may have news, and at once when a stream hints.

use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use super::error::Trouble;
use super::feed::{Feed, Heard};
use super::{Till, clock, pace};
use crate::domain::core::Event;
use crate::domain::id::Guid;
use crate::domain::payment::{Payment, State};
use crate::gateway::port::{Error, Gateway, PayRef};

/// The wait after a 429 that names none.
const BACKOFF_LIMITED: Duration = Duration::from_secs(5);
/// When a payment is read next, and whether a stream is worth having until then.
struct Plan {
    wait: Duration,
    stream: bool,
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

    /// One request at a time: a stream is opened only in the pause between two readings, and given up when the next
    /// one is due. So a dead stream costs no reading its turn.
    async fn keep_reading(&self, guid: Guid, poke: &Notify) {
        let mut feed = Feed::new();
        let mut first = self.live(guid).and_then(|live| live.payment).is_none();
        let mut forced = None;
        while let Some(plan) = self.next_plan(guid).await {
            if !std::mem::take(&mut first) {
                self.pause(guid, poke, &mut feed, (plan, forced.take())).await;
            }
            forced = self.read(guid).await;
        }
    }

    /// Waits until the payment is to be read: its time, a poke, or a hint. A gateway's own wish wins over all of them.
    async fn pause(&self, guid: Guid, poke: &Notify, feed: &mut Feed, (plan, forced): (Plan, Option<Duration>)) {
        if let Some(wish) = forced {
            self.note_period(guid, wish);
            let _poked_or_due = tokio::time::timeout(pace::jittered(wish), poke.notified()).await;
            return;
        }
        let begun = clock::instant();
        let usual = begun + pace::jittered(plan.wait);
        let safe = begun + pace::jittered(pace::SAFETY).max(plan.wait);
        if !plan.stream {
            feed.close();
        } else if feed.wants_opening() {
            tokio::select! {
                () = poke.notified() => return,
                () = self.open_stream(guid, feed, usual) => {}
            }
        }
        loop {
            // What a stream that went silent was relied on for is read as soon as it no longer is.
            let due = feed.relied_on_until().map_or(usual, |until| until.max(usual).min(safe));
            self.note_period(guid, due.saturating_duration_since(begun));
            tokio::select! {
                () = poke.notified() => return,
                heard = feed.next() => if heard == Heard::News { return },
                () = tokio::time::sleep_until(due) => {
                    if !feed.is_alive() || clock::instant() >= safe {
                        return;
                    }
                }
            }
        }
    }

    async fn open_stream(&self, guid: Guid, feed: &mut Feed, limit: tokio::time::Instant) {
        let Some((gateway, payment)) = self.gateway_of(guid).await else { return };
        let Some(permit) = self.0.streams.permit(gateway.as_ref()) else { return };
        if let Err(error) = feed.open(&gateway, &payment, (limit, permit)).await {
            tracing::info!(%guid, code = error.code(), "no event stream");
            self.0.streams.note(&gateway.info().id, &error);
        }
    }

    async fn gateway_of(&self, guid: Guid) -> Option<(Arc<dyn Gateway>, PayRef)> {
        let (id, payment) = self.pay_ref(guid).await?;
        Some((self.gateway(&id).ok()?, payment))
    }

    fn note_period(&self, guid: Guid, wait: Duration) {
        let mut all = self.0.live.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(guid).or_default().period = wait;
    }

    /// The plan until the next reading; none when the gateway can have no more news.
    async fn next_plan(&self, guid: Guid) -> Option<Plan> {
        let watched = self.0.watches.lock().unwrap_or_else(PoisonError::into_inner).len();
        let book = self.0.book.lock().await;
        let now = self.0.clock.now();
        let (_, attempt) = book.attempt(guid)?;
        let state: State = attempt.status.state;
        attempt.wants_watching(now).then(|| Plan {
            wait: pace::among(pace::period(attempt, now), watched),
            stream: pace::is_worth_a_stream(state),
        })
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
        let wakes = self.0.wakes.load(Ordering::Relaxed);
        let answer = gateway.get(&payment).await;
        if wakes != self.0.wakes.load(Ordering::Relaxed) {
            // Asked before the machine slept: the poke that came with the waking asks again at once.
            return None;
        }
        match answer {
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
