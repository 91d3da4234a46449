//! What the owner's area needs of the world. The real one works on the data folder, tests bring theirs.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::OnceCell;

use crate::config::Config;
use crate::domain::connection::{Checked, KeyChange, Office};
use crate::domain::rates::{CurrencyInfo, Rates};
use crate::secret::Secret;
use crate::service::connections::{self, Connections};
use crate::service::error::Trouble;
use crate::service::places::Places;

/// The owner's hand on connections and settings.
#[async_trait]
pub trait Backroom: fmt::Debug + Send + Sync {
    /// What is kept of the connections.
    async fn office(&self) -> Result<Office, Trouble>;
    /// Asks a connection's gateway how it stands.
    async fn look(&self, name: String) -> Result<Checked, Trouble>;
    /// Has sales ask this connection first.
    async fn prefer(&self, name: String) -> Result<(), Trouble>;
    /// Forgets a connection.
    async fn remove(&self, name: String) -> Result<(), Trouble>;
    /// Lets another till use a connection.
    async fn link(&self, name: String, sin: String) -> Result<(), Trouble>;
    /// Takes another till off a connection.
    async fn unlink(&self, name: String, sin: String) -> Result<(), Trouble>;
    /// Approves another till's request.
    async fn approve(&self, name: String, code: String) -> Result<(), Trouble>;
    /// Begins to replace this till's key, or does the next stage.
    async fn step_key(&self) -> Result<KeyChange, Trouble>;
    /// Gives up replacing the key, as long as that is possible.
    async fn give_up_key(&self) -> Result<(), Trouble>;
    /// What one unit of a coin costs.
    async fn rates(&self, base: String) -> Result<Rates, Trouble>;
    /// The currencies the gateway knows.
    async fn currencies(&self) -> Result<Vec<CurrencyInfo>, Trouble>;
    /// Saves settings, whole or not at all; answers them as they are kept.
    async fn save(&self, config: Config) -> Result<Config, Trouble>;
}

/// The owner's hand on a data folder. Secrets are opened when they are first needed.
#[derive(Debug)]
pub(super) struct DataRoom {
    places: Places,
    passphrase: Option<Secret>,
    connections: OnceCell<Connections>,
}

impl DataRoom {
    pub(super) fn over(places: Places, passphrase: Option<Secret>) -> Arc<dyn Backroom> {
        Arc::new(Self { places, passphrase, connections: OnceCell::new() })
    }

    async fn connections(&self) -> Result<&Connections, Trouble> {
        let opening = || Connections::open(self.places.clone(), self.passphrase.clone());
        self.connections.get_or_try_init(opening).await
    }
}

#[async_trait]
impl Backroom for DataRoom {
    async fn office(&self) -> Result<Office, Trouble> {
        self.connections().await?.office().await
    }

    async fn look(&self, name: String) -> Result<Checked, Trouble> {
        self.connections().await?.check(&name).await
    }

    async fn prefer(&self, name: String) -> Result<(), Trouble> {
        self.connections().await?.prefer(&name).await
    }

    async fn remove(&self, name: String) -> Result<(), Trouble> {
        self.connections().await?.remove(&name).await
    }

    async fn link(&self, name: String, sin: String) -> Result<(), Trouble> {
        self.connections().await?.link(&name, &sin).await
    }

    async fn unlink(&self, name: String, sin: String) -> Result<(), Trouble> {
        self.connections().await?.unlink(&name, &sin).await
    }

    async fn approve(&self, name: String, code: String) -> Result<(), Trouble> {
        self.connections().await?.approve(&name, &code).await
    }

    async fn step_key(&self) -> Result<KeyChange, Trouble> {
        self.connections().await?.change_key().await
    }

    async fn give_up_key(&self) -> Result<(), Trouble> {
        self.connections().await?.give_up_key().await
    }

    async fn rates(&self, base: String) -> Result<Rates, Trouble> {
        self.connections().await?.rates(&base).await
    }

    async fn currencies(&self) -> Result<Vec<CurrencyInfo>, Trouble> {
        self.connections().await?.currencies().await
    }

    async fn save(&self, config: Config) -> Result<Config, Trouble> {
        let places = self.places.clone();
        let saving = tokio::task::spawn_blocking(move || connections::save(&places, &config));
        saving.await.map_err(|_| Trouble::Interrupted)?
    }
}
