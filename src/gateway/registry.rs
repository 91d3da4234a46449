//! From plain settings to gateways, and the gateways a till has.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::domain::id::GatewayId;
use crate::gateway::bitpay::btcpay::{self, BtcPay};
use crate::gateway::bitpay::{BitPay, Facade, Identity, Settings};
use crate::gateway::http::{Clock, Timeouts, clean};
use crate::gateway::port::{Auth, Environment, Error, Gateway, Result};
use crate::secret::Secret;

/// The kind of a BitPay v2 connection; the practice gateway speaks it too.
pub const BITPAY: &str = "bitpay";

/// The kind of a connection to a BTCPay Server, which speaks a dialect of the same.
pub const BTCPAY: &str = "btcpay";
/// The facade of a connection that is let in without a key.
pub const PUBLIC: &str = "public";

/// One connection as it stands in the settings; secrets are kept elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionConfig {
    /// The owner's name for it.
    pub id: GatewayId,
    /// Which adapter: `bitpay`, `btcpay`.
    pub kind: String,
    /// The gateway's address.
    pub url: String,
    /// Practice, test or live.
    pub environment: Environment,
    /// What the token may do: `pos`, `merchant`.
    #[serde(default = "pos")]
    pub facade: String,
}

fn pos() -> String {
    Facade::Pos.word().to_owned()
}

/// What the keyring holds for one connection.
#[derive(Clone, Default)]
pub struct Secrets {
    /// The API token.
    pub token: Option<Secret>,
    /// The till's key; none for an open token.
    pub identity: Option<Identity>,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secrets").field("token", &self.token.is_some()).field("identity", &self.identity).finish()
    }
}

/// Builds the gateway of a connection; nothing is sent.
///
/// # Errors
/// [`Error::Config`], for a kind this version has no adapter for too.
pub fn build(config: &ConnectionConfig, secrets: Secrets, clock: Clock) -> Result<Arc<dyn Gateway>> {
    if config.kind == BTCPAY {
        return build_btcpay(config, secrets, clock);
    }
    if config.kind != BITPAY {
        return Err(Error::Config(format!("this version has no adapter for `{}`", clean(&config.kind))));
    }
    let no_facade = || Error::Config(format!("`{}` is not a facade a till can use", clean(&config.facade)));
    let settings = Settings {
        id: config.id.clone(),
        url: config.url.clone(),
        environment: config.environment,
        facade: Facade::from_word(&config.facade).ok_or_else(no_facade)?,
        token: secrets.token,
        identity: secrets.identity,
        timeouts: Timeouts::default(),
        clock,
    };
    Ok(Arc::new(BitPay::new(settings)?))
}

fn build_btcpay(config: &ConnectionConfig, secrets: Secrets, clock: Clock) -> Result<Arc<dyn Gateway>> {
    let no_key = || Error::Auth { kind: Auth::Missing, text: "no key is configured".to_owned() };
    let access = match (secrets.identity, config.facade.as_str()) {
        (Some(identity), _) => btcpay::Access::Sin(identity),
        (None, PUBLIC) => btcpay::Access::Store(secrets.token.ok_or_else(no_key)?),
        (None, _) => btcpay::Access::Key(secrets.token.ok_or_else(no_key)?),
    };
    let (id, url, environment) = (config.id.clone(), config.url.clone(), config.environment);
    let timeouts = Timeouts::default();
    Ok(Arc::new(BtcPay::new(btcpay::Settings { id, url, environment, access, timeouts, clock })?))
}

/// The gateways of a till, by the owner's names.
#[derive(Debug, Clone, Default)]
pub struct Registry(BTreeMap<GatewayId, Arc<dyn Gateway>>);

impl Registry {
    /// Puts a gateway under its own name, in place of an earlier one of that name.
    pub fn insert(&mut self, gateway: Arc<dyn Gateway>) {
        self.0.insert(gateway.info().id.clone(), gateway);
    }

    /// Takes a gateway out.
    pub fn remove(&mut self, id: &GatewayId) -> Option<Arc<dyn Gateway>> {
        self.0.remove(id)
    }

    /// The gateway of a name.
    #[must_use]
    pub fn get(&self, id: &GatewayId) -> Option<&Arc<dyn Gateway>> {
        self.0.get(id)
    }

    /// All gateways, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<dyn Gateway>> {
        self.0.values()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
