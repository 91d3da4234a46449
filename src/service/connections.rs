//! The connections of a till from its owner's side: what is kept, how each stands, and who shares it.

use std::sync::Arc;

use async_trait::async_trait;

use super::error::Trouble;
use super::pairing::Setup;
use super::places::Places;
use super::replace_key::{self, Doors};
use crate::config::{Config, Connection};
use crate::domain::capability::Cap;
use crate::domain::connection::{Checked, Held, KeyChange, Office, Sharer, TokenState};
use crate::domain::rates::{CurrencyInfo, Rates};
use crate::gateway::bitpay::Identity;
use crate::gateway::bitpay::pairing::Approval;
use crate::gateway::port::{Auth, Error, Gateway, Health};
use crate::gateway::registry;
use crate::secret::Secret;

/// The owner's hand on the connections of one set of books.
#[derive(Debug)]
pub struct Connections {
    setup: Setup,
}

impl Connections {
    /// Opens the secrets of a set of books.
    ///
    /// # Errors
    /// [`Trouble::Vault`].
    pub async fn open(places: Places, passphrase: Option<Secret>) -> Result<Self, Trouble> {
        Ok(Self { setup: Setup::open(places, passphrase).await? })
    }

    /// What pairs and forgets.
    #[must_use]
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// What is kept; nothing is sent.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn office(&self) -> Result<Office, Trouble> {
        let config = self.setup.config()?;
        let identity = self.setup.identity().await?;
        let sin = identity.as_ref().map(Identity::sin);
        let preferred = config.preferred().map(|connection| connection.name.clone());
        let mut held: Vec<Held> = config.connections.iter().map(|connection| held(connection, sin)).collect();
        for connection in &mut held {
            connection.preferred = preferred.as_deref() == Some(&connection.name);
        }
        held.sort_by_key(|connection| !connection.preferred);
        Ok(Office { held, key_change: replace_key::standing(self.setup.secrets()).await? })
    }

    /// Asks the gateway how a connection stands and what it may do. An approval that came since is kept.
    ///
    /// # Errors
    /// [`Trouble`], when the gateway cannot be asked.
    pub async fn check(&self, name: &str) -> Result<Checked, Trouble> {
        let waits = !self.named(name)?.pairing_code.is_empty();
        let approval = if waits { Some(self.setup.check(name).await?) } else { None };
        // A server that cannot be asked says so in the check itself.
        if let Err(error) = self.setup.recognise(name).await {
            tracing::info!(%error, "not recognised");
        }
        let gateway = self.setup.gateway(name).await?;
        let health = health(gateway.as_ref(), waits).await?;
        let token = match (approval, health.authorised) {
            (Some(Approval::Waiting), _) => TokenState::Waiting,
            (Some(Approval::Refused), _) | (None, Some(false)) => TokenState::Invalidated,
            (Some(Approval::Approved { .. }), _) | (None, Some(true)) => TokenState::Active,
            (None, None) => TokenState::Open,
        };
        let (facades, tills) = shared(gateway.as_ref()).await;
        Ok(Checked {
            authorised: health.authorised,
            skew_ms: health.skew_ms,
            round_trip: health.round_trip,
            calls_left: health.calls_left,
            creates: self.setup.budget(&self.named(name)?).await?,
            token,
            caps: gateway.caps(),
            facades,
            tills,
        })
    }

    /// Lets another till use a connection's token.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn link(&self, name: &str, sin: &str) -> Result<(), Trouble> {
        let gateway = self.setup.gateway(name).await?;
        Ok(gateway.access().ok_or(Error::Unsupported(Cap::Identities))?.link(sin).await?)
    }

    /// Takes another till off a connection's token.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn unlink(&self, name: &str, sin: &str) -> Result<(), Trouble> {
        let gateway = self.setup.gateway(name).await?;
        Ok(gateway.access().ok_or(Error::Unsupported(Cap::Identities))?.unlink(sin).await?)
    }

    /// Approves another till's point-of-sale request by its pairing code.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn approve(&self, name: &str, code: &str) -> Result<(), Trouble> {
        let gateway = self.setup.gateway(name).await?;
        Ok(gateway.access().ok_or(Error::Unsupported(Cap::Tokens))?.approve(code, POS).await?)
    }

    /// Forgets a connection and its token.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn remove(&self, name: &str) -> Result<(), Trouble> {
        self.setup.remove(name).await
    }

    /// Has sales ask this connection first.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn prefer(&self, name: &str) -> Result<(), Trouble> {
        let mut config = self.setup.config()?;
        let place = config.connections.iter().position(|connection| connection.name == name);
        let connection = config.connections.remove(place.ok_or(Trouble::NotConnected)?);
        config.connections.insert(0, connection);
        Ok(config.save(&self.setup.places().config())?)
    }

    /// Begins to replace this till's key, or does the next stage.
    ///
    /// # Errors
    /// [`Trouble`]; the key in use still works then.
    pub async fn change_key(&self) -> Result<KeyChange, Trouble> {
        replace_key::advance(self.setup.secrets(), &self.setup).await
    }

    /// Gives up replacing this till's key, as long as the new one is not in use.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn give_up_key(&self) -> Result<(), Trouble> {
        replace_key::give_up(self.setup.secrets(), &self.setup).await
    }

    /// What one unit of `base` costs at the preferred connection's gateway.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn rates(&self, base: &str) -> Result<Rates, Trouble> {
        Ok(self.first().await?.rates(Some(base)).await?)
    }

    /// The currencies and coins the preferred connection's gateway knows.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn currencies(&self) -> Result<Vec<CurrencyInfo>, Trouble> {
        Ok(self.first().await?.currencies().await?)
    }

    async fn first(&self) -> Result<Arc<dyn Gateway>, Trouble> {
        let config = self.setup.config()?;
        self.setup.connection(config.preferred().ok_or(Trouble::NotConnected)?).await
    }

    fn named(&self, name: &str) -> Result<Connection, Trouble> {
        let known = self.setup.config()?.connections.into_iter().find(|connection| connection.name == name);
        known.ok_or(Trouble::NotConnected)
    }
}

/// What another till asks for: the least.
const POS: &str = "pos";

fn held(connection: &Connection, sin: Option<&str>) -> Held {
    Held {
        name: connection.name.clone(),
        url: connection.url.clone(),
        environment: connection.environment,
        facade: connection.facade.clone(),
        sin: sin.filter(|_| connection.signed).map(str::to_owned),
        waiting: connection.pairing_code.clone(),
        preferred: false,
    }
}

/// A token nobody approved makes its till a stranger at the gateway, which is no trouble while it waits.
async fn health(gateway: &dyn Gateway, waits: bool) -> Result<Health, Error> {
    match gateway.probe().await {
        Err(Error::Auth { kind: Auth::Unapproved | Auth::Expired | Auth::Forbidden, .. }) if waits => Ok(Health {
            authorised: Some(false),
            skew_ms: None,
            calls_left: None,
            round_trip: std::time::Duration::ZERO,
        }),
        outcome => outcome,
    }
}

/// Who shares the token, as far as this connection may know.
async fn shared(gateway: &dyn Gateway) -> (Vec<String>, Option<Vec<Sharer>>) {
    let Some(access) = gateway.access() else { return (Vec::new(), None) };
    let (tokens, linked) = futures::join!(access.tokens(), access.linked());
    let facades = tokens.map(|tokens| tokens.into_iter().map(|token| token.facade).collect()).unwrap_or_default();
    let tills = linked.map(|tills| tills.into_iter().map(|till| Sharer { sin: till.sin, own: till.own }).collect());
    (facades, tills.ok())
}

#[async_trait]
impl Doors for Setup {
    async fn tied(&self, key: &Identity) -> Result<Vec<Arc<dyn Gateway>>, Trouble> {
        let mut doors = Vec::new();
        for connection in self.config()?.connections.iter().filter(|connection| connection.signed) {
            if !connection.pairing_code.is_empty() {
                let text = format!("`{}` still waits for approval", connection.name);
                return Err(Error::Auth { kind: Auth::Unapproved, text }.into());
            }
            let token = self.secrets().get(super::pairing::token_name(&connection.name)).await?;
            let secrets = registry::Secrets { token, identity: Some(key.clone()) };
            doors.push(registry::build(&super::pairing::adapter_config(connection), secrets, super::clock::now)?);
        }
        Ok(doors)
    }
}

/// Saves what an owner changed, whole or not at all: connections made meanwhile stay.
///
/// # Errors
/// [`Trouble::Config`].
pub fn save(places: &Places, changed: &Config) -> Result<Config, Trouble> {
    let mut config = Config::load(&places.config())?.config;
    let currency = config.shop.currency;
    config.shop.clone_from(&changed.shop);
    config.shop.currency = currency;
    config.release.clone_from(&changed.release);
    config.look.clone_from(&changed.look);
    config.selling.clone_from(&changed.selling);
    for kept in &mut config.connections {
        if let Some(edited) = changed.connections.iter().find(|edited| edited.name == kept.name) {
            kept.terms.clone_from(&edited.terms);
        }
    }
    config.save(&places.config())?;
    Ok(config)
}
