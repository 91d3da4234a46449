//! Pairing: how a till gets the right to make invoices, in three ways, and what it keeps of it.

use super::clock;
use super::dialect;
use super::error::Trouble;
use super::places::Places;
use super::practice::Practice;
use super::secrets::Secrets;
use crate::config::{Config, Connection};
use crate::domain::id::GatewayId;
use crate::domain::terms::Terms;
use crate::domain::time::Timestamp;
use crate::gateway::bitpay::btcpay::probe::grant_tells;
use crate::gateway::bitpay::pairing::{self, Approval};
use crate::gateway::bitpay::{Facade, Identity};
use crate::gateway::http::{Http, Timeouts};
use crate::gateway::port::{Environment, Error};
use crate::gateway::registry::{self, ConnectionConfig};
use crate::secret::Secret;
use crate::vault::SecretName;

/// Setting up connections; needs no open till.
#[derive(Debug)]
pub struct Setup {
    places: Places,
    secrets: Secrets,
}

/// A connection to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewConnection {
    /// The owner's name for it.
    pub name: String,
    /// Scheme and host.
    pub url: String,
    /// Test or live.
    pub environment: Environment,
}

/// A pairing that waits for the owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The code the owner approves.
    pub code: String,
    /// Where.
    pub approval_url: String,
    /// Until when, by the gateway's clock.
    pub expires: Option<Timestamp>,
    /// This till's ID.
    pub sin: String,
}

impl Setup {
    /// Opens the secrets of a set of books.
    ///
    /// # Errors
    /// [`Trouble::Vault`] when neither keyring nor sealed file can be used.
    pub async fn open(places: Places, passphrase: Option<Secret>) -> Result<Self, Trouble> {
        let secrets = Secrets::open(&places, passphrase).await?;
        Ok(Self { places, secrets })
    }

    /// Where the books lie.
    pub(super) fn places(&self) -> &Places {
        &self.places
    }

    /// The secrets.
    pub(super) fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    /// This till's identity, if it has one.
    ///
    /// # Errors
    /// [`Trouble::Vault`].
    pub async fn identity(&self) -> Result<Option<Identity>, Trouble> {
        match self.secrets.get(SecretName::Identity).await? {
            Some(secret) => Identity::from_hex(secret.expose()).map(Some).map_err(|_| Trouble::KeyUnreadable),
            None => Ok(None),
        }
    }

    /// This till's identity, made now if there is none.
    ///
    /// # Errors
    /// [`Trouble::Vault`].
    pub async fn identity_or_new(&self) -> Result<Identity, Trouble> {
        match self.identity().await? {
            Some(identity) => Ok(identity),
            None => self.new_identity().await,
        }
    }

    /// Makes a new identity and keeps it in place of the old one.
    ///
    /// # Errors
    /// [`Trouble::Vault`].
    pub async fn new_identity(&self) -> Result<Identity, Trouble> {
        let identity = Identity::generate();
        self.secrets.set(SecretName::Identity, identity.to_secret()).await?;
        Ok(identity)
    }

    /// Takes an open token pasted from the dashboard; it works unsigned.
    ///
    /// # Errors
    /// [`Trouble`]; nothing is kept unless the gateway was reached.
    pub async fn paste(&self, new: &NewConnection, token: Secret) -> Result<Connection, Trouble> {
        let token = pairing::pasted(token.expose())?;
        let mut connection = self.describe(new, Facade::Pos, false);
        let http = http(&new.url)?;
        dialect::recognise(&mut connection, &http).await?;
        if dialect::is_btcpay(&connection) {
            dialect::open_with(&mut connection, &http, &token).await?;
        }
        let secrets = registry::Secrets { token: Some(token.clone()), identity: None };
        registry::build(&adapter_config(&connection), secrets, clock::now)?.probe().await?;
        self.keep(connection, token).await
    }

    /// Claims a code the owner made in the dashboard.
    ///
    /// # Errors
    /// [`Trouble`]; nothing is kept then.
    pub async fn claim(&self, new: &NewConnection, code: &str) -> Result<Connection, Trouble> {
        let identity = self.identity_or_new().await?;
        let http = http(&new.url)?;
        let claimed = pairing::claim(&http, &identity, code).await?;
        let mut connection = self.describe(new, claimed.facade, true);
        // The code is used up: whatever the server is, its token is kept.
        let told = dialect::recognise(&mut connection, &http).await;
        if let Err(error) = told {
            tracing::warn!(%error, "the gateway's dialect is looked for again by a check");
        }
        self.keep(connection, claimed.token).await
    }

    /// Asks for a token that the owner then approves.
    ///
    /// # Errors
    /// [`Trouble`]; nothing is kept then.
    pub async fn request(&self, new: &NewConnection, facade: Facade, label: &str) -> Result<Waiting, Trouble> {
        let identity = self.identity_or_new().await?;
        let http = http(&new.url)?;
        let started = pairing::start(&http, &identity, facade, label).await?;
        let mut connection = self.describe(new, facade, true);
        let told = grant_tells(&started.policies, true);
        dialect::recognise_by(&mut connection, &http, told).await?;
        connection.pairing_code.clone_from(&started.code);
        self.keep(connection, started.token).await?;
        Ok(Waiting {
            code: started.code,
            approval_url: started.approval_url,
            expires: started.expires,
            sin: identity.sin().to_owned(),
        })
    }

    /// Asks whether the owner has approved a waiting connection; if so it is ready.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn check(&self, name: &str) -> Result<Approval, Trouble> {
        let mut config = self.config()?;
        let connection =
            config.connections.iter_mut().find(|connection| connection.name == name).ok_or(Trouble::NotConnected)?;
        let identity = self.identity().await?.ok_or(Trouble::NotConnected)?;
        let token = self.secrets.get(token_name(name)).await?.ok_or(Trouble::NotConnected)?;
        let approval = pairing::check(&http(&connection.url)?, &identity, &token).await?;
        if matches!(approval, Approval::Approved { .. }) && !connection.pairing_code.is_empty() {
            connection.pairing_code.clear();
            config.save(&self.places.config())?;
        }
        Ok(approval)
    }

    /// Asks the server of a connection again what it is, and keeps what is new. True when it was something else.
    ///
    /// # Errors
    /// [`Trouble`]; the connection stays as it is then.
    pub async fn recognise(&self, name: &str) -> Result<bool, Trouble> {
        let mut config = self.config()?;
        let connection =
            config.connections.iter_mut().find(|connection| connection.name == name).ok_or(Trouble::NotConnected)?;
        let http = http(&connection.url)?;
        let changed = dialect::recognise(connection, &http).await?;
        if changed {
            config.save(&self.places.config())?;
        }
        Ok(changed)
    }

    /// Forgets a connection and its token. Its payments stay in the book.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn remove(&self, name: &str) -> Result<(), Trouble> {
        let mut config = self.config()?;
        let before = config.connections.len();
        config.connections.retain(|connection| connection.name != name);
        if config.connections.len() == before {
            return Err(Trouble::NotConnected);
        }
        config.save(&self.places.config())?;
        self.secrets.delete(token_name(name)).await
    }

    /// The connections kept.
    ///
    /// # Errors
    /// [`Trouble::Config`].
    pub fn config(&self) -> Result<Config, Trouble> {
        Ok(Config::load(&self.places.config())?.config)
    }

    /// Builds a gateway from a kept connection.
    pub(super) async fn connection(
        &self,
        connection: &Connection,
    ) -> Result<std::sync::Arc<dyn crate::gateway::port::Gateway>, Trouble> {
        let identity = if connection.signed { self.identity().await? } else { None };
        let token = self.secrets.get(token_name(&connection.name)).await?;
        Ok(registry::build(&adapter_config(connection), registry::Secrets { token, identity }, clock::now)?)
    }

    /// Builds every gateway whose pairing is complete, by name.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn gateway(&self, name: &str) -> Result<std::sync::Arc<dyn crate::gateway::port::Gateway>, Trouble> {
        let config = self.config()?;
        let connection =
            config.connections.iter().find(|connection| connection.name == name).ok_or(Trouble::NotConnected)?;
        self.connection(connection).await
    }

    /// Pairs the practice till with its own gateway, through the same calls a real pairing makes.
    pub(super) async fn pair_practice(&self, connection: &Connection, practice: &Practice) -> Result<(), Trouble> {
        let identity = self.identity_or_new().await?;
        let kept = self.secrets.get(token_name(&connection.name)).await?;
        if kept.is_some_and(|token| practice.admits(&token, &identity)) {
            return Ok(());
        }
        let http = http(&connection.url)?;
        let started = pairing::start(&http, &identity, Facade::Pos, "Practice till").await?;
        practice.approve(&started.code).await?;
        self.secrets.set(token_name(&connection.name), started.token).await
    }

    fn describe(&self, new: &NewConnection, facade: Facade, signed: bool) -> Connection {
        Connection {
            name: new.name.clone(),
            kind: "bitpay".to_owned(),
            url: new.url.trim_end_matches('/').to_owned(),
            environment: new.environment,
            facade: facade.word().to_owned(),
            signed,
            pairing_code: String::new(),
            terms: Terms::default(),
        }
    }

    /// Keeps the token first and the settings after: a crash between leaves a token without a connection, which is
    /// harmless, never a connection without its token.
    async fn keep(&self, mut connection: Connection, token: Secret) -> Result<Connection, Trouble> {
        self.secrets.set(token_name(&connection.name), token).await?;
        let mut config = self.config()?;
        // Pairing anew is no reason to lose what the owner asks of codes.
        if let Some(known) = config.connections.iter().find(|known| known.name == connection.name) {
            connection.terms.clone_from(&known.terms);
        }
        config.connections.retain(|known| known.name != connection.name);
        config.connections.push(connection.clone());
        config.save(&self.places.config())?;
        Ok(connection)
    }
}

fn http(url: &str) -> Result<Http, Error> {
    Http::new(url, Timeouts::default(), clock::now)
}

/// What an adapter is built from.
pub(super) fn adapter_config(connection: &Connection) -> ConnectionConfig {
    ConnectionConfig {
        id: GatewayId(connection.name.clone()),
        kind: connection.kind.clone(),
        url: connection.url.clone(),
        environment: connection.environment,
        facade: connection.facade.clone(),
    }
}

pub(super) fn token_name(connection: &str) -> SecretName {
    SecretName::Token(GatewayId::from(connection))
}

/// Which environment a gateway's address belongs to: test hosts and this machine are never live.
///
/// # Errors
/// [`Error::Config`] when the text is not a web address.
pub fn environment_of(url: &str) -> Result<Environment, Error> {
    let parsed =
        url::Url::parse(url).map_err(|error| Error::Config(format!("`{url}` is not a web address: {error}")))?;
    let test =
        crate::gateway::http::is_loopback(&parsed) || parsed.host_str().is_some_and(|host| host.starts_with("test."));
    Ok(if test { Environment::Test } else { Environment::Live })
}
