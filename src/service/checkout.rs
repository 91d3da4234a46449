//! From a cart to a code on the screen.

use std::time::Duration;

use uuid::Uuid;

use super::Till;
use super::error::Trouble;
use crate::domain::capability::Cap;
use crate::domain::core::{Ask, Charge, Event, NewSale};
use crate::domain::id::{GatewayId, Guid, SaleId};
use crate::domain::money::Money;
use crate::domain::payment::{NewPayment, Payment, State};
use crate::domain::terms::{Buyer, Terms};
use crate::gateway::port::{Error, PayRef};

/// Waits between tries while surely nothing reached the gateway.
const NOT_SENT_WAITS: [Duration; 2] = [Duration::from_millis(400), Duration::from_millis(1200)];
/// The wait before the journal is tried again for an invoice it could not take.
const STORE_RETRY: Duration = Duration::from_secs(10);

/// What one sale asks for beside its price.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// Which connection; the preferred one if none is named.
    pub gateway: Option<GatewayId>,
    /// The coin to offer alone.
    pub coin: Option<String>,
    /// The customer, as far as they want to be known.
    pub buyer: Option<Buyer>,
}

impl Till {
    /// Charges a cart through the preferred gateway. Returns once sale and intent are durable; the code follows as
    /// an update.
    ///
    /// # Errors
    /// [`Trouble`]; nothing is written or sent then.
    pub async fn charge(&self, sale: NewSale) -> Result<(), Trouble> {
        self.charge_with(sale, Wish::default()).await
    }

    /// Charges a cart through a named gateway, with a coin picked before, or with the customer's details.
    ///
    /// # Errors
    /// As [`Self::charge`]; [`Trouble::Terms`] names a field that breaks a rule.
    pub async fn charge_with(&self, sale: NewSale, wish: Wish) -> Result<(), Trouble> {
        let total = crate::domain::cart::total(&sale.lines, self.config().shop.currency)
            .map_err(|_| crate::domain::core::Refusal::TooLarge)?;
        let buyer = wish.buyer.filter(|buyer| !buyer.is_empty());
        if let Some(buyer) = &buyer {
            buyer.check()?;
        }
        let ask = self.ask(total, wish.gateway, wish.coin, self.seen_today(None).await)?;
        if let Some(buyer) = buyer {
            self.keep_buyer(ask.guid, &buyer).await?;
        }
        self.commit_and_run(Event::Charge(Charge { sale, ask })).await
    }

    /// Asks for another code of an open sale: the named connection, or the one asked before.
    ///
    /// # Errors
    /// [`Trouble`]; refused while a code of the sale can still be paid.
    pub async fn new_code(&self, sale: SaleId, gateway: Option<GatewayId>) -> Result<(), Trouble> {
        let (total, asked_before, earlier) = {
            let book = self.0.book.lock().await;
            let sale = book.sale(sale).ok_or(crate::domain::core::Refusal::NoSale)?;
            let current = sale.current();
            (sale.total, current.map(|a| a.request.gateway.clone()), current.map(|a| a.guid()))
        };
        let ask = self.ask(total, gateway.or(asked_before), None, self.seen_today(Some(sale)).await)?;
        if let Some(buyer) = earlier.and_then(|guid| self.buyer(guid)) {
            self.keep_buyer(ask.guid, &buyer).await?;
        }
        self.commit_and_run(Event::NewCode { sale, ask }).await
    }

    /// Takes cash for a cart, or for a sale that waits for money.
    ///
    /// # Errors
    /// [`Trouble`]; refused when too little is given.
    pub async fn cash(&self, cart: Option<NewSale>, sale: SaleId, given: Money) -> Result<(), Trouble> {
        self.commit_and_run(Event::Cash { cart, sale, given }).await
    }

    /// Gives a sale up, and calls its code back where the gateway can.
    ///
    /// # Errors
    /// [`Trouble`]; refused once money is seen.
    pub async fn void(&self, sale: SaleId, reason: String) -> Result<(), Trouble> {
        self.commit_and_run(Event::Void { sale, reason }).await
    }

    /// Records that another coin's code is shown.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn pick_coin(&self, guid: Guid, coin: String) -> Result<(), Trouble> {
        self.commit_and_run(Event::CoinPicked { guid, coin }).await
    }

    /// Records that a receipt is shown or printed again.
    ///
    /// # Errors
    /// [`Trouble`]; refused before the sale is paid.
    pub async fn receipt_copied(&self, sale: SaleId) -> Result<(), Trouble> {
        self.commit_and_run(Event::Copy { sale }).await
    }

    fn ask(
        &self,
        total: Money,
        gateway: Option<GatewayId>,
        coin: Option<String>,
        seen_today: i64,
    ) -> Result<Ask, Trouble> {
        let gateway = match gateway {
            Some(id) => self.gateway(&id)?,
            None => self.preferred().ok_or(Trouble::NotConnected)?,
        };
        let release_at =
            self.config().release.state_for_day(total, gateway.caps().has(Cap::SeenIsChainEvidence), seen_today);
        let id = gateway.info().id.clone();
        let terms = self.terms(&id);
        terms.check()?;
        if let Some(coin) = &coin {
            terms.check_coin(coin)?;
        }
        Ok(Ask { gateway: id, guid: Guid(Uuid::new_v4()), coin, terms, release_at })
    }

    /// What this day's other sales add up to that may go at Seen, in minor units; not counted without a cap on it.
    async fn seen_today(&self, but: Option<SaleId>) -> i64 {
        if self.config().release.seen_per_day.is_none() {
            return 0;
        }
        let (clock, book) = (self.0.clock, self.0.book.lock().await);
        let today = clock.now().date(clock.offset_min());
        let sales = book.sales().filter(|sale| Some(sale.id) != but && sale.opened.date(clock.offset_min()) == today);
        let early = sales.filter(|sale| sale.attempts.iter().any(|attempt| attempt.release_at == State::Seen));
        early.map(|sale| sale.total.minor()).sum()
    }

    /// What the owner asks of every code of a connection.
    fn terms(&self, id: &GatewayId) -> Terms {
        let config = self.config();
        let connection = config.connections.iter().find(|connection| connection.name == id.as_str());
        connection.map(|connection| connection.terms.clone()).unwrap_or_default()
    }

    /// Puts back what the journal does not hold.
    pub(super) fn with_buyer(&self, request: NewPayment) -> NewPayment {
        NewPayment { buyer: self.buyer(request.guid), ..request }
    }

    /// Asks the gateway for the invoice of a durable intent.
    pub(super) async fn create(&self, request: NewPayment) {
        let guid = request.guid;
        let request = self.with_buyer(request);
        match self.create_or_error(&request).await {
            Ok(payment) => self.answered(guid, payment).await,
            Err(Trouble::Gateway(error)) if error.leaves_doubt() => {
                self.settle(Event::Unanswered { guid, error: error.to_string() }).await;
            }
            Err(Trouble::Gateway(error)) => {
                let event = Event::Refused { guid, code: error.code().to_owned(), error: error.to_string() };
                self.settle(event).await;
            }
            Err(trouble) => {
                let event = Event::Refused { guid, code: "not_connected".to_owned(), error: trouble.to_string() };
                self.settle(event).await;
            }
        }
    }

    async fn create_or_error(&self, request: &NewPayment) -> Result<Payment, Trouble> {
        let gateway = self.gateway(&request.gateway)?;
        for wait in NOT_SENT_WAITS {
            match gateway.create(request).await {
                Err(Error::NotSent(_)) => tokio::time::sleep(wait).await,
                outcome => return Ok(outcome?),
            }
        }
        Ok(gateway.create(request).await?)
    }

    /// Commits what a call meant; a journal that cannot take it is told, and the attempt resolved later.
    async fn settle(&self, event: Event) {
        if let Err(trouble) = self.commit_and_run(event).await {
            self.trouble(trouble);
        }
    }

    /// Makes an answered invoice durable, and only then lets its codes be shown.
    pub(super) async fn answered(&self, guid: Guid, payment: Payment) {
        loop {
            let event = Event::Answered { guid, payment: Box::new(payment.clone()) };
            match self.commit(event).await {
                Ok(commands) => {
                    self.note_reading(guid, payment);
                    self.run(commands);
                    return;
                }
                Err(trouble @ Trouble::Store(_)) => {
                    self.trouble(trouble);
                    tokio::time::sleep(STORE_RETRY).await;
                }
                Err(trouble) => return self.trouble(trouble),
            }
        }
    }

    /// Keeps a good reading at hand, for codes and countdown.
    pub(super) fn note_reading(&self, guid: Guid, mut payment: Payment) {
        if let Some(token) = payment.token.take() {
            self.keep_token(guid, &token);
        }
        // Nobody shows the body of a watched payment; a thousand of them would fill the memory.
        payment.details.raw = String::new();
        let (mono, now) = (self.0.clock.mono(), self.0.clock.now());
        self.note_live(guid, |live| {
            live.skew_ms = payment.server_now.map(|server| server.0.saturating_sub(now.0));
            live.payment = Some(payment);
            live.read_at = Some(mono);
            live.failures = 0;
            live.silent_since = None;
        });
    }

    /// Calls a code back, if the gateway can; what it answers is a reading like any other.
    pub(super) async fn cancel(&self, guid: Guid) {
        let Some((gateway, invoice)) = self.where_is(guid).await else { return };
        let Ok(gateway) = self.gateway(&gateway) else { return };
        if !gateway.caps().has(Cap::Cancel) {
            return;
        }
        let outcome = match &invoice {
            Some(payment) => gateway.cancel(payment).await,
            // The answer that named the invoice was lost: our key names it too.
            None => gateway.cancel_by_key(guid).await,
        };
        match outcome {
            Ok(payment) => self.observed(guid, payment).await,
            Err(error) => tracing::info!(%guid, code = error.code(), "the code could not be called back"),
        }
        self.poke(guid);
    }

    /// Which gateway holds an attempt's invoice, and under which name.
    pub(super) async fn pay_ref(&self, guid: Guid) -> Option<(GatewayId, PayRef)> {
        let (gateway, invoice) = self.where_is(guid).await?;
        Some((gateway, invoice?))
    }

    /// Which gateway was asked for an attempt's invoice, and the invoice if it is known.
    async fn where_is(&self, guid: Guid) -> Option<(GatewayId, Option<PayRef>)> {
        let book = self.0.book.lock().await;
        let (_, attempt) = book.attempt(guid)?;
        let price = attempt.request.price;
        let invoice = attempt.invoice.as_ref().map(|known| PayRef { invoice: known.invoice.clone(), price });
        Some((attempt.request.gateway.clone(), invoice))
    }
}
