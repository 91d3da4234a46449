//! The use cases of a till, for the window and the command line alike.
//!
//! Everything that happens goes through [`Till::commit`]: the core decides, the journal remembers, the watchers of
//! this till are told, and only then the commands run.

pub mod books;
pub mod budget;
pub mod buyer;
pub mod catalog;
pub mod checkout;
pub mod clock;
pub mod connect;
pub mod connections;
pub mod dialect;
pub mod error;
pub mod export;
mod feed;
mod keeper;
mod kept;
pub mod ledger;
pub mod lists;
mod older;
mod pace;
pub mod pairing;
pub mod places;
pub mod practice;
pub mod reconcile;
pub mod refund;
pub mod replace_key;
pub mod rescue;
pub mod resolve;
pub mod secrets;
pub mod start;
mod streams;
pub mod till_day;
pub mod watch;
mod witness;

use std::collections::HashMap;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tokio::sync::{Notify, broadcast};
use tokio::task::JoinSet;

use crate::config::Config;
use crate::domain::book::Book;
use crate::domain::core::{Command, Event};
use crate::domain::entry::Entry;
use crate::domain::id::{GatewayId, Guid};
use crate::domain::live::Live;
use crate::domain::sale::Sale;
use crate::gateway::port::Gateway;
use crate::gateway::registry::Registry;
use crate::journal::{Birth, Journal, Place};
use crate::secret::Secret;
use crate::vault::{Buyers, ResourceTokens};
use clock::Clock;
use error::Trouble;

/// What a till tells its window or command.
#[derive(Debug, Clone)]
pub enum Update {
    /// An old sale is at hand again, as it was before the entries that follow.
    Recalled(Box<Sale>),
    /// These entries are durable; apply them to the book.
    Entries(Vec<Arc<Entry>>),
    /// A payment was read, or could not be.
    Live(Guid, Box<Live>),
    /// Whether the gateway answered the last call.
    Reachable(bool),
    /// There is room on the disk again.
    Roomy,
    /// Something went wrong outside any call.
    Trouble(Arc<Trouble>),
}

/// A running till. Clones are handles to the same one.
#[derive(Debug, Clone)]
pub struct Till(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    journal: Journal,
    gateways: Registry,
    preferred: Option<GatewayId>,
    /// Replaced whole when the owner saves settings.
    config: RwLock<Arc<Config>>,
    clock: Clock,
    /// The book as committed; held while an event is committed, so that copies are told in order.
    book: tokio::sync::Mutex<Book>,
    updates: broadcast::Sender<Update>,
    live: Mutex<HashMap<Guid, Live>>,
    watches: Mutex<HashMap<Guid, Arc<Notify>>>,
    streams: streams::Streams,
    practice: Option<practice::Practice>,
    /// What each invoice may be asked with, sealed on the disk.
    tokens: Mutex<ResourceTokens>,
    /// Where the book is, and what it says about itself.
    place: Place,
    birth: Birth,
    /// Whether the gateways were asked what they have seen of the book.
    looked: tokio::sync::watch::Sender<bool>,
    /// How often the machine woke up: what was asked before is not an answer for after.
    wakes: AtomicU64,
    /// What the keeper found.
    kept: Mutex<kept::Kept>,
    /// Customers' details, sealed on the disk and never in the journal.
    buyers: Arc<Mutex<Buyers>>,
    /// What runs beside the callers; it ends with the till.
    background: Mutex<JoinSet<()>>,
}

/// What a till is put together from.
struct Parts {
    opened: crate::journal::Opened,
    gateways: Registry,
    config: Config,
    practice: Option<practice::Practice>,
    tokens: ResourceTokens,
    place: Place,
    birth: Birth,
    buyers: Buyers,
}

/// Updates a slow reader may lag behind before it must load the book again.
const UPDATES_MAX: usize = 1024;

impl Till {
    fn new(parts: Parts) -> Self {
        Self(Arc::new(Inner {
            journal: parts.opened.journal,
            gateways: parts.gateways,
            preferred: parts.config.preferred().map(|connection| GatewayId(connection.name.clone())),
            config: RwLock::new(Arc::new(parts.config)),
            clock: Clock::system(),
            book: tokio::sync::Mutex::new(parts.opened.book),
            updates: broadcast::channel(UPDATES_MAX).0,
            live: Mutex::default(),
            watches: Mutex::default(),
            streams: streams::Streams::default(),
            practice: parts.practice,
            tokens: Mutex::new(parts.tokens),
            place: parts.place,
            birth: parts.birth,
            looked: tokio::sync::watch::Sender::new(false),
            wakes: AtomicU64::new(0),
            kept: Mutex::default(),
            buyers: Arc::new(Mutex::new(parts.buyers)),
            background: Mutex::default(),
        }))
    }

    /// Subscribes to everything that happens from now on.
    #[must_use]
    pub fn updates(&self) -> broadcast::Receiver<Update> {
        self.0.updates.subscribe()
    }

    /// The till's clocks.
    #[must_use]
    pub fn clock(&self) -> Clock {
        self.0.clock
    }

    /// The settings as they stand.
    #[must_use]
    pub fn config(&self) -> Arc<Config> {
        self.0.config.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes settings that were saved: sales from now on follow them. Connections stay as they were opened.
    pub fn adopt(&self, config: Config) {
        *self.0.config.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(config);
    }

    /// The journal, for reading.
    #[must_use]
    pub fn journal(&self) -> &Journal {
        &self.0.journal
    }

    /// The practice gateway, in practice mode.
    #[must_use]
    pub fn practice(&self) -> Option<&practice::Practice> {
        self.0.practice.as_ref()
    }

    /// A copy of the book as it stands.
    pub async fn book(&self) -> Book {
        self.0.book.lock().await.clone()
    }

    /// The last reading of a payment.
    #[must_use]
    pub fn live(&self, guid: Guid) -> Option<Live> {
        self.0.live.lock().unwrap_or_else(PoisonError::into_inner).get(&guid).cloned()
    }

    /// Ends everything in the background, writes the end of the program, and closes the journal in order. What was
    /// being committed is committed; what was being asked is resolved at the next start.
    pub async fn close(&self) {
        let mut background = std::mem::take(&mut *self.background());
        background.shutdown().await;
        if let Some(practice) = &self.0.practice {
            practice.stop().await;
        }
        let _ = self.commit(Event::Stopped).await;
        let journal = self.0.journal.clone();
        let _closed = tokio::task::spawn_blocking(move || journal.close()).await;
    }

    /// The connection the owner calls so.
    ///
    /// # Errors
    /// [`Trouble::NotConnected`].
    pub fn gateway_named(&self, name: &str) -> Result<Arc<dyn Gateway>, Trouble> {
        self.gateway(&GatewayId::from(name))
    }

    /// The connection asked first.
    pub fn preferred(&self) -> Option<Arc<dyn Gateway>> {
        self.gateway(self.0.preferred.as_ref()?).ok()
    }

    /// The connection with a name.
    fn gateway(&self, id: &GatewayId) -> Result<Arc<dyn Gateway>, Trouble> {
        self.0.gateways.get(id).cloned().ok_or(Trouble::NotConnected)
    }

    /// Commits an event: decided, durable, told. Answers what is to be done now.
    ///
    /// It runs to its end even if the caller loses interest, so that no reader misses an entry.
    async fn commit(&self, event: Event) -> Result<Vec<Command>, Trouble> {
        self.may(&event).await?;
        let till = self.clone();
        let committing = tokio::spawn(async move { till.commit_here(event).await });
        committing.await.unwrap_or(Err(Trouble::Interrupted))
    }

    async fn commit_here(&self, event: Event) -> Result<Vec<Command>, Trouble> {
        let mut book = self.0.book.lock().await;
        let committed = self.0.journal.step(event, self.0.clock.stamp()).await?;
        if let Some(sale) = committed.recalled {
            book.recall(Sale::clone(&sale));
            self.tell(Update::Recalled(sale));
        }
        for entry in &committed.entries {
            book.apply(entry);
        }
        if !committed.entries.is_empty() {
            self.tell(Update::Entries(committed.entries));
        }
        Ok(committed.commands)
    }

    /// Commits an event and runs what follows from it, in the background.
    async fn commit_and_run(&self, event: Event) -> Result<(), Trouble> {
        let commands = self.commit(event).await?;
        self.run(commands);
        Ok(())
    }

    /// Runs commands in the background.
    fn run(&self, commands: Vec<Command>) {
        for command in commands {
            let till = self.clone();
            match command {
                Command::Create(request) => self.spawn(async move { till.create(*request).await }),
                Command::Resolve(request) => self.spawn(async move { till.resolve(*request).await }),
                Command::Watch(guid) => till.watch(guid),
                Command::Cancel(guid) => self.spawn(async move { till.cancel(guid).await }),
                Command::Refund(request) => self.spawn(async move { till.send_refund(*request).await }),
                Command::ResolveRefund(request) => self.spawn(async move { till.resolve_refund(*request).await }),
                Command::WatchRefund(guid) => till.watch_refund(guid),
            }
        }
    }

    /// Runs something beside the callers until it ends or the till closes.
    fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let mut background = self.background();
        while background.try_join_next().is_some() {}
        background.spawn(work);
    }

    fn background(&self) -> std::sync::MutexGuard<'_, JoinSet<()>> {
        self.0.background.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells everyone who listens; nobody listening is fine.
    fn tell(&self, update: Update) {
        let _ = self.0.updates.send(update);
    }

    fn trouble(&self, trouble: Trouble) {
        tracing::warn!(%trouble, "outside any call");
        self.tell(Update::Trouble(Arc::new(trouble)));
    }

    /// What an invoice may be asked with, if the gateway gave anything.
    #[must_use]
    pub fn resource_token(&self, guid: Guid) -> Option<Secret> {
        self.0.tokens.lock().unwrap_or_else(PoisonError::into_inner).get(guid)
    }

    /// Keeps an invoice's token, sealed. A disk that does not take it costs nothing: every reading brings it again.
    fn keep_token(&self, guid: Guid, token: &Secret) {
        let mut tokens = self.0.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = tokens.keep(guid, token) {
            tracing::warn!(%guid, %error, "the invoice's token was not kept");
        }
    }

    /// Changes the last reading of a payment and tells it.
    fn note_live(&self, guid: Guid, change: impl FnOnce(&mut Live)) {
        let mut all = self.0.live.lock().unwrap_or_else(PoisonError::into_inner);
        let live = all.entry(guid).or_default();
        change(live);
        let told = Box::new(live.clone());
        drop(all);
        self.tell(Update::Reachable(told.failures == 0));
        self.tell(Update::Live(guid, told));
    }
}
