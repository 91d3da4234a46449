//! Money back: previewed, asked for once, looked for after silence, followed to its end.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use uuid::Uuid;

use super::Till;
use super::error::Trouble;
use super::pace::jittered;
use crate::domain::capability::Cap;
use crate::domain::core::{Event, Portion, RefundAsk, Refusal};
use crate::domain::id::{GatewayId, Guid, RefundId, SaleId};
use crate::domain::money::Money;
use crate::domain::refund::{NewRefund, Refund};
use crate::domain::sale::MoneyBack;
use crate::domain::search::{Look, Next, Search};
use crate::gateway::port::{Contact, ContactStep, Error, Gateway, Mode};

/// Waits between tries while surely nothing reached the gateway.
const NOT_SENT_WAITS: [Duration; 2] = [Duration::from_millis(400), Duration::from_millis(1200)];
/// The wait before the journal is tried again for an answer it could not take.
const STORE_RETRY: Duration = Duration::from_secs(10);

/// How often a refund is read in its first minute, its first hour, and after.
const EVERY_FIRST_MINUTE: Duration = Duration::from_secs(5);
const EVERY_FIRST_HOUR: Duration = Duration::from_secs(60);
const EVERY_HOUR: Duration = Duration::from_secs(3600);

/// What is to go back, as a person asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The sale.
    pub sale: SaleId,
    /// The payment it takes from; none for the one that completed the sale, or its cash.
    pub payment: Option<Guid>,
    /// How much.
    pub portion: Portion,
    /// Why.
    pub reason: String,
    /// Whether the customer bears the gateway's fee.
    pub buyer_pays_fee: bool,
    /// Who gives it back.
    pub operator: String,
}

/// What a refund would take; nothing moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// What would go back.
    pub amount: Money,
    /// What the gateway would take, in the same currency; none where it does not say, and for cash.
    pub fee: Option<Money>,
    /// Whether the customer would bear it.
    pub buyer_pays_fee: bool,
    /// Whether it would go back in cash.
    pub cash: bool,
}

/// What one look for a refund brought, and how long the gateway wants to be left alone.
enum Looked {
    Found(Box<Refund>),
    Not(Look, Duration),
}

const ABSENT: Looked = Looked::Not(Look::Absent, Duration::ZERO);

impl Order {
    fn ask(&self, guid: Guid) -> RefundAsk {
        RefundAsk {
            sale: self.sale,
            payment: self.payment,
            guid,
            portion: self.portion.clone(),
            reason: self.reason.clone(),
            buyer_pays_fee: self.buyer_pays_fee,
            immediate: false,
            operator: self.operator.clone(),
        }
    }
}

impl Till {
    /// Gives money back under a key of the caller's, so that a second press is the same refund. Returns once it is
    /// durable: cash is back then, a payment's refund is on its way and follows as entries.
    ///
    /// # Errors
    /// [`Trouble`]; nothing is written or sent then.
    pub async fn refund(&self, order: &Order, guid: Guid) -> Result<(), Trouble> {
        self.planned(order, guid).await?;
        self.commit_and_run(Event::RefundAsked(order.ask(guid))).await
    }

    /// Asks the gateway what a refund would take, without moving anything and without a word in the journal.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn preview_refund(&self, order: &Order) -> Result<Preview, Trouble> {
        // A key of its own: the gateway must never take the look for the act.
        let (amount, request) = self.planned(order, Guid(Uuid::new_v4())).await?;
        let cash = request.is_none();
        let none = Preview { amount, fee: None, buyer_pays_fee: order.buyer_pays_fee, cash };
        let Some(request) = request else { return Ok(none) };
        let gateway = self.gateway(&request.gateway)?;
        if !gateway.caps().has(Cap::RefundPreview) {
            return Ok(none);
        }
        let seen = gateway.refund(&request, Mode::Preview).await?;
        let fee = seen.fee.map(|fee| fee.round_dp(u32::from(amount.currency().exponent())));
        let fee = fee.and_then(|fee| Money::from_decimal(fee, amount.currency()).ok());
        Ok(Preview { fee, buyer_pays_fee: seen.buyer_pays_fee, ..none })
    }

    /// What the core would write for an order; refused here as it would be refused there, and where the connection
    /// only receives.
    async fn planned(&self, order: &Order, guid: Guid) -> Result<(Money, Option<NewRefund>), Trouble> {
        self.recall(order.sale).await?;
        let (amount, request) = {
            let book = self.0.book.lock().await;
            let mut ask = order.ask(guid);
            if ask.reason.trim().is_empty() {
                // A look needs no reason; the act is refused without one by the core.
                "preview".clone_into(&mut ask.reason);
            }
            let step = crate::domain::core::step(&book, Event::RefundAsked(ask))?;
            planned_refund(&step).ok_or(Refusal::NothingToRefund)?
        };
        if let Some(request) = &request
            && !self.gateway(&request.gateway)?.caps().has(Cap::Refund)
        {
            return Err(Error::Unsupported(Cap::Refund).into());
        }
        Ok((amount, request))
    }

    /// Sends a durable refund for the first time.
    pub(super) async fn send_refund(&self, request: NewRefund) {
        let guid = request.guid;
        let outcome = match self.gateway(&request.gateway) {
            Ok(gateway) => send(gateway.as_ref(), &request).await,
            Err(trouble) => Err(Error::Config(trouble.to_string())),
        };
        self.took(guid, outcome).await;
    }

    /// Commits what a send meant.
    async fn took(&self, guid: Guid, outcome: Result<Refund, Error>) {
        let event = match outcome {
            Ok(refund) => return self.note_refund(guid, refund, true).await,
            Err(error) if error.leaves_doubt() => Event::RefundUnanswered { guid, error: error.to_string() },
            Err(error) => Event::RefundRefused { guid, code: word(&error), error: error.to_string() },
        };
        self.settle_refund(event).await;
    }

    async fn settle_refund(&self, event: Event) {
        if let Err(trouble) = self.commit_and_run(event).await {
            self.trouble(trouble);
        }
    }

    /// Makes a reading of a refund durable; a journal that cannot take it is tried again.
    async fn note_refund(&self, guid: Guid, refund: Refund, first: bool) {
        loop {
            let refund = Box::new(refund.clone());
            let event =
                if first { Event::RefundAnswered { guid, refund } } else { Event::RefundObserved { guid, refund } };
            match self.commit_and_run(event).await {
                Err(trouble @ Trouble::Store(_)) => {
                    self.trouble(trouble);
                    tokio::time::sleep(STORE_RETRY).await;
                }
                Err(Trouble::Interrupted) | Ok(()) => return,
                Err(trouble) => return self.trouble(trouble),
            }
        }
    }

    /// Looks for a refund until it is found, or absent often enough to be sent once more under the same key.
    pub(super) async fn resolve_refund(&self, request: NewRefund) {
        let Some(place) = self.watching(request.guid) else { return };
        let outcome = self.seek_refund(&request).await;
        // Whoever follows the refund takes the place over.
        drop(place);
        if let Some(outcome) = outcome {
            self.took(request.guid, outcome).await;
        }
    }

    /// What became of a refund in doubt; none when someone else has found out.
    async fn seek_refund(&self, request: &NewRefund) -> Option<Result<Refund, Error>> {
        let mut search = Search::default();
        while self.with_back(request.guid, MoneyBack::is_unresolved).await? {
            tokio::time::sleep(jittered(search.wait())).await;
            let (look, longer) = match self.look_for_refund(request).await {
                Looked::Found(refund) => return Some(Ok(*refund)),
                Looked::Not(look, longer) => (look, longer),
            };
            tokio::time::sleep(longer).await;
            // Money that was promised is wanted whatever became of the sale. Whatever comes of another send, the
            // gateway's list is looked at again before the next one.
            if search.judge(look, true) == Next::Repeat
                && let Some(outcome) = self.send_again(request).await
            {
                return Some(outcome);
            }
        }
        None
    }

    /// Sends a refund that was absent twice; none where that settled nothing.
    async fn send_again(&self, request: &NewRefund) -> Option<Result<Refund, Error>> {
        let gateway = self.gateway(&request.gateway).ok()?;
        match gateway.refund(request, Mode::Commit).await {
            Err(Error::NotSent(_) | Error::RateLimited { .. }) => None,
            Err(error) if error.leaves_doubt() => None,
            outcome => Some(outcome),
        }
    }

    /// First by its key, then in the list of the invoice: both must say that it is not there.
    async fn look_for_refund(&self, request: &NewRefund) -> Looked {
        let Ok(gateway) = self.gateway(&request.gateway) else { return Looked::Not(Look::Doubt, Duration::ZERO) };
        match gateway.find_refund(request.guid).await {
            Ok(Some(refund)) => return Looked::Found(Box::new(refund)),
            Ok(None) | Err(Error::NotFound(_) | Error::Unsupported(_)) => {}
            Err(error) => return doubt(request.guid, &error),
        }
        match gateway.refunds(&request.invoice).await {
            Ok(listed) => {
                let key = request.guid.to_string();
                let ours = |refund: &Refund| refund.guid.as_ref().is_some_and(|guid| guid.eq_ignore_ascii_case(&key));
                listed.into_iter().find(ours).map_or(ABSENT, |refund| Looked::Found(Box::new(refund)))
            }
            Err(Error::NotFound(_)) => ABSENT,
            Err(error) => doubt(request.guid, &error),
        }
    }

    /// Follows a refund to its end, unless it is followed already.
    pub(super) fn watch_refund(&self, guid: Guid) {
        let Some(watching) = self.watching(guid) else { return };
        let till = self.clone();
        self.spawn(async move {
            while let Some(wait) = till.next_refund_wait(guid).await {
                let _poked_or_due = tokio::time::timeout(jittered(wait), watching.poke.notified()).await;
                if let Some(longer) = till.read_refund(guid).await {
                    tokio::time::sleep(longer).await;
                }
            }
        });
    }

    async fn next_refund_wait(&self, guid: Guid) -> Option<Duration> {
        let now = self.0.clock.now();
        self.with_back(guid, |back| back.wants_watching(now).then(|| period(now.since(back.changed)))).await?
    }

    /// Reads every refund that is on its way once, now. Answers how many.
    pub async fn read_refunds(&self) -> usize {
        let now = self.0.clock.now();
        let backs: Vec<Guid> = {
            let book = self.0.book.lock().await;
            let open = book.sales().flat_map(|sale| &sale.backs).filter(|back| back.wants_watching(now));
            open.map(|back| back.guid).collect()
        };
        for guid in &backs {
            self.read_refund(*guid).await;
        }
        backs.len()
    }

    /// Reads a refund once. Answers how long the gateway wants to be left alone, if it says so.
    async fn read_refund(&self, guid: Guid) -> Option<Duration> {
        let (gateway, id) = self.refund_ref(guid).await?;
        let gateway = self.gateway(&gateway).ok()?;
        match gateway.get_refund(&id).await {
            Ok(refund) => {
                self.note_refund(guid, refund, false).await;
                None
            }
            Err(Error::RateLimited { after }) => after,
            Err(error) => {
                tracing::info!(%guid, code = error.code(), "the refund was not read");
                None
            }
        }
    }

    async fn refund_ref(&self, guid: Guid) -> Option<(GatewayId, RefundId)> {
        self.with_back(guid, |back| Some((back.request.as_ref()?.gateway.clone(), back.id.clone()?))).await?
    }

    async fn with_back<T>(&self, guid: Guid, read: impl FnOnce(&MoneyBack) -> T) -> Option<T> {
        let book = self.0.book.lock().await;
        book.refund(guid).map(|(_, back)| read(back))
    }

    /// Calls a refund back before it is sent, and reads what became of it.
    ///
    /// # Errors
    /// [`Trouble`]; the refund goes on then.
    pub async fn cancel_refund(&self, guid: Guid) -> Result<(), Trouble> {
        let (gateway, id) = self.refund_ref(guid).await.ok_or(Refusal::NoRefund)?;
        let refund = self.gateway(&gateway)?.cancel_refund(&id).await?;
        self.note_refund(guid, refund, false).await;
        Ok(())
    }

    /// Tells the gateway how the customer of a payment can be reached, so that a refund finds them.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn contact(&self, guid: Guid, contact: Contact) -> Result<ContactStep, Trouble> {
        let (gateway, payment) = self.pay_ref(guid).await.ok_or(Refusal::NoPayment)?;
        let step = self.gateway(&gateway)?.contact(&payment, contact).await?;
        self.poke(guid);
        Ok(step)
    }

    /// Counts late money as the payment of its sale.
    ///
    /// # Errors
    /// [`Trouble`]; nothing is written then.
    pub async fn accept_late(&self, guid: Guid, note: String, operator: String) -> Result<(), Trouble> {
        self.commit_and_run(Event::LateAccepted { guid, note, operator }).await
    }

    /// Leaves late money where it is, with a note.
    ///
    /// # Errors
    /// [`Trouble`]; nothing is written then.
    pub async fn keep_late(&self, guid: Guid, note: String, operator: String) -> Result<(), Trouble> {
        self.commit_and_run(Event::LateKept { guid, note, operator }).await
    }

    /// Takes the one place from which a refund is resolved or followed; none while it is taken.
    fn watching(&self, guid: Guid) -> Option<Watching> {
        let poke = Arc::new(Notify::new());
        let mut watches = self.0.watches.lock().unwrap_or_else(PoisonError::into_inner);
        if watches.contains_key(&guid) {
            return None;
        }
        watches.insert(guid, Arc::clone(&poke));
        Some(Watching { till: self.clone(), guid, poke })
    }
}

/// The place of the one who resolves or follows a refund; given back when dropped.
struct Watching {
    till: Till,
    guid: Guid,
    poke: Arc<Notify>,
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.till.0.watches.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.guid);
    }
}

fn doubt(guid: Guid, error: &Error) -> Looked {
    tracing::info!(%guid, code = error.code(), "the refund is not resolved yet");
    let longer = if let Error::RateLimited { after } = error { after.unwrap_or_default() } else { Duration::ZERO };
    Looked::Not(Look::Doubt, longer)
}

/// Tries again only while surely nothing reached the gateway.
async fn send(gateway: &dyn Gateway, request: &NewRefund) -> Result<Refund, Error> {
    for wait in NOT_SENT_WAITS {
        match gateway.refund(request, Mode::Commit).await {
            Err(Error::NotSent(_)) => tokio::time::sleep(wait).await,
            outcome => return outcome,
        }
    }
    gateway.refund(request, Mode::Commit).await
}

/// A stable word for a no; where a state is in the way, the gateway's number says which.
fn word(error: &Error) -> String {
    if let Error::State { code, .. } = error {
        return format!("{}:{code}", error.code());
    }
    error.code().to_owned()
}

fn period(quiet: Duration) -> Duration {
    if quiet < Duration::from_secs(60) {
        EVERY_FIRST_MINUTE
    } else if quiet < Duration::from_secs(3600) {
        EVERY_FIRST_HOUR
    } else {
        EVERY_HOUR
    }
}

/// The amount and request a step plans; without a request it is cash.
fn planned_refund(step: &crate::domain::core::Step) -> Option<(Money, Option<NewRefund>)> {
    use crate::domain::fact::Fact;
    step.facts.iter().find_map(|fact| {
        if let Fact::RefundIntent(fact) = fact {
            return Some((fact.request.amount, Some(fact.request.clone())));
        }
        let Fact::ReturnCompleted(fact) = fact else { return None };
        Some((fact.amount, None))
    })
}
