//! Finding out whether an invoice exists, after an answer was lost or the program died.

use std::time::Duration;

use super::Till;
use super::pace::jittered;
use crate::domain::capability::Cap;
use crate::domain::core::Event;
use crate::domain::id::Guid;
use crate::domain::payment::NewPayment;
use crate::gateway::port::{Error, Found};

/// Waits before each look; the last one repeats for ever.
const WAITS: [Duration; 5] = [
    Duration::from_secs(1),
    Duration::from_secs(3),
    Duration::from_secs(10),
    Duration::from_secs(30),
    Duration::from_secs(60),
];
/// Looks that must find nothing before the same request is sent again.
const ABSENT_ENOUGH: u32 = 2;
/// How far before the intent a gateway's clock may place the invoice.
const SEARCH_MARGIN: Duration = Duration::from_secs(300);

/// What one look brought.
enum Look {
    Done,
    Absent,
    Doubt(Option<Duration>),
}

impl Till {
    /// Resolves everything a crash or outage left open, and goes on watching. Called at every start.
    pub async fn resolve_all(&self) {
        let commands = {
            let book = self.0.book.lock().await;
            crate::domain::core::unfinished(&book, self.0.clock.now())
        };
        self.run(commands);
    }

    /// How many attempts are still unresolved.
    pub async fn unresolved(&self) -> usize {
        let book = self.0.book.lock().await;
        book.sales().flat_map(|sale| &sale.attempts).filter(|attempt| attempt.is_unresolved()).count()
    }

    /// Looks for the invoice of an attempt until it is adopted, refused or given up. Repeating the request with the
    /// same key comes only after the invoice was absent twice, and never for a sale that is over.
    pub(super) async fn resolve(&self, request: NewPayment) {
        let guid = request.guid;
        let mut absent = 0;
        for turn in 0_usize.. {
            let Some(wanted) = self.is_wanted(guid).await else { return };
            let wait = WAITS[turn.min(WAITS.len() - 1)];
            tokio::time::sleep(jittered(wait)).await;
            match self.look(&request).await {
                Look::Done => return,
                Look::Absent => absent += 1,
                Look::Doubt(Some(longer)) => tokio::time::sleep(longer).await,
                Look::Doubt(None) => {}
            }
            if absent >= ABSENT_ENOUGH {
                if !wanted {
                    return self.give_up(guid).await;
                }
                absent = 0;
                if self.repeat(&request).await {
                    return;
                }
            }
        }
    }

    /// Whether an unresolved attempt still has a sale waiting for it; none when it is resolved.
    async fn is_wanted(&self, guid: Guid) -> Option<bool> {
        let book = self.0.book.lock().await;
        let (sale, attempt) = book.attempt(guid)?;
        attempt.is_unresolved().then_some(sale.end.is_none())
    }

    async fn look(&self, request: &NewPayment) -> Look {
        let Ok(gateway) = self.gateway(&request.gateway) else { return Look::Doubt(None) };
        if !gateway.caps().has(Cap::FindByKey) {
            // Nothing can be looked up. The key makes a repeat harmless where the gateway keeps keys, and where it
            // does not, nobody has seen the first code: either way one code is shown.
            return Look::Absent;
        }
        let asked = self.asked_at(request.guid).await;
        match gateway.find(request, asked).await {
            Ok(Found::One(payment)) => {
                self.answered(request.guid, *payment).await;
                Look::Done
            }
            Ok(Found::None) | Err(Error::NotFound(_)) => Look::Absent,
            Ok(Found::Ambiguous(ids)) => {
                let error = Error::Protocol(format!("{} invoices answer to one key", ids.len()));
                self.trouble(error.into());
                Look::Doubt(None)
            }
            Err(Error::RateLimited { after }) => Look::Doubt(after),
            Err(error) => {
                self.note_failure(request.guid);
                tracing::info!(guid = %request.guid, code = error.code(), "not resolved yet");
                Look::Doubt(None)
            }
        }
    }

    async fn asked_at(&self, guid: Guid) -> crate::domain::time::Timestamp {
        let book = self.0.book.lock().await;
        let asked = book.attempt(guid).map_or(self.0.clock.now(), |(_, attempt)| attempt.asked);
        let margin = i64::try_from(SEARCH_MARGIN.as_millis()).unwrap_or(i64::MAX);
        crate::domain::time::Timestamp(asked.0.saturating_sub(margin))
    }

    /// Sends the same request once more. True when that settled it.
    async fn repeat(&self, request: &NewPayment) -> bool {
        let guid = request.guid;
        let Ok(gateway) = self.gateway(&request.gateway) else { return false };
        match gateway.create(request).await {
            Ok(payment) => {
                self.answered(guid, payment).await;
                true
            }
            Err(error) if error.leaves_doubt() || matches!(error, Error::NotSent(_) | Error::RateLimited { .. }) => {
                self.note_failure(guid);
                false
            }
            Err(error) => {
                let event = Event::Refused { guid, code: error.code().to_owned(), error: error.to_string() };
                match self.commit_and_run(event).await {
                    Ok(()) => true,
                    Err(trouble) => {
                        self.trouble(trouble);
                        false
                    }
                }
            }
        }
    }

    async fn give_up(&self, guid: Guid) {
        let event = Event::Abandon { guid, reason: "the sale is over and the gateway has no such invoice".to_owned() };
        if let Err(trouble) = self.commit_and_run(event).await {
            self.trouble(trouble);
        }
    }
}
