//! Finding out whether an invoice exists, after an answer was lost or the program died.

use std::time::Duration;

use super::Till;
use super::pace::jittered;
use crate::domain::capability::Cap;
use crate::domain::core::Event;
use crate::domain::id::{Guid, InvoiceId};
use crate::domain::payment::NewPayment;
use crate::domain::search::{Look, Next, Search};
use crate::gateway::port::{Error, Found};

/// How far before the intent a gateway's clock may place the invoice.
const SEARCH_MARGIN: Duration = Duration::from_secs(300);
/// Invoices named when several answer to one request.
const NAMED_MAX: usize = 20;

/// What one look brought, and how long the gateway wants to be left alone.
enum Looked {
    Done,
    Not(Look, Duration),
}

const ABSENT: Looked = Looked::Not(Look::Absent, Duration::ZERO);
const DOUBT: Looked = Looked::Not(Look::Doubt, Duration::ZERO);

impl Till {
    /// Resolves everything a crash or outage left open, and goes on watching. Called at every start.
    pub async fn resolve_all(&self) {
        let commands = {
            let book = self.0.book.lock().await;
            crate::domain::core::unfinished(&book, self.0.clock.now())
        };
        self.run(commands);
    }

    /// How many attempts and refunds are still unresolved.
    pub async fn unresolved(&self) -> usize {
        let book = self.0.book.lock().await;
        let attempts = book.sales().flat_map(|sale| &sale.attempts).filter(|attempt| attempt.is_unresolved());
        let refunds = book.sales().flat_map(|sale| &sale.backs).filter(|back| back.is_unresolved());
        attempts.count() + refunds.count()
    }

    /// Looks for the invoice of an attempt until it is adopted, refused or given up; see [`crate::domain::search`].
    pub(super) async fn resolve(&self, request: NewPayment) {
        let guid = request.guid;
        let request = self.with_buyer(request);
        let mut search = Search::default();
        while self.is_wanted(guid).await.is_some() {
            tokio::time::sleep(jittered(search.wait())).await;
            let Looked::Not(look, longer) = self.look(&request).await else { return };
            tokio::time::sleep(longer).await;
            // The sale may have ended during the waits; nothing is asked for it any more then.
            let Some(wanted) = self.is_wanted(guid).await else { return };
            match search.judge(look, wanted) {
                Next::Look => {}
                Next::GiveUp => return self.give_up(guid).await,
                Next::Repeat => {
                    if self.repeat(&request).await {
                        return;
                    }
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

    async fn look(&self, request: &NewPayment) -> Looked {
        let Ok(gateway) = self.gateway(&request.gateway) else { return DOUBT };
        if !gateway.caps().has(Cap::FindByKey) {
            // Nothing can be looked up. The key makes a repeat harmless where the gateway keeps keys, and where it
            // does not, nobody has seen the first code: either way one code is shown.
            return ABSENT;
        }
        let asked = self.asked_at(request.guid).await;
        match gateway.find(request, asked).await {
            Ok(Found::One(payment)) => {
                self.answered(request.guid, *payment).await;
                Looked::Done
            }
            Ok(Found::None) | Err(Error::NotFound(_)) => ABSENT,
            Ok(Found::Ambiguous(ids)) => {
                self.note_several(request.guid, ids).await;
                DOUBT
            }
            Err(Error::RateLimited { after }) => Looked::Not(Look::Doubt, after.unwrap_or_default()),
            Err(error) => {
                self.note_failure(request.guid);
                tracing::info!(guid = %request.guid, code = error.code(), "not resolved yet");
                DOUBT
            }
        }
    }

    /// No code is shown while several invoices answer to one request. Their names go into the book, once, so that a person
    /// can look at each, and none of their money is nobody's.
    async fn note_several(&self, guid: Guid, mut ids: Vec<InvoiceId>) {
        ids.sort_unstable();
        let names: Vec<&str> = ids.iter().take(NAMED_MAX).map(InvoiceId::as_str).collect();
        let error = format!("{} invoices answer to one request: {}", ids.len(), names.join(", "));
        let is_known = self.0.book.lock().await.attempt(guid).is_some_and(|(_, a)| a.unknown.as_ref() == Some(&error));
        if is_known {
            return;
        }
        self.trouble(Error::Protocol(error.clone()).into());
        // Its command is to look for the invoice, which is what is being done.
        if let Err(trouble) = self.commit(Event::Unanswered { guid, error }).await {
            self.trouble(trouble);
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
