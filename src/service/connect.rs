//! Connecting from the window: one order, one answer, whatever the way.

use super::error::Trouble;
use super::pairing::{NewConnection, Setup, Waiting};
use super::places::Places;
use crate::domain::capability::Caps;
use crate::gateway::bitpay::Facade;
use crate::gateway::bitpay::pairing::Approval;
use crate::gateway::port::{Auth, Environment, Error};
use crate::secret::Secret;
use crate::vault::{Kind, Vault};

/// The name of the connection the window makes; there is one until an owner names several.
const CONNECTION: &str = "bitpay";

/// How a till gets its key.
#[derive(Debug, Clone)]
pub enum Way {
    /// A token made in the dashboard.
    Paste(Secret),
    /// A code made in the dashboard.
    Claim(String),
    /// The till asks under this label, the owner approves.
    Request(String),
}

/// An order to connect.
#[derive(Debug, Clone)]
pub struct Order {
    /// How.
    pub way: Way,
    /// Test or live.
    pub environment: Environment,
    /// Scheme and host.
    pub url: String,
    /// Opens or makes the sealed secrets file; none for the system's keyring.
    pub passphrase: Option<Secret>,
}

/// How connecting stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It can be used.
    Ready {
        /// This till's ID at the gateway; empty where calls are not signed.
        sin: String,
        /// What it may do.
        caps: Caps,
    },
    /// The owner has not approved it yet.
    Waiting(Waiting),
}

/// Where a shop's secrets can be kept on this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Store {
    /// In the system's keyring.
    Keyring,
    /// In a sealed file; whether there is one already.
    Sealed(bool),
}

/// Finds out where secrets can be kept. A sealed file that is there stays in use.
pub async fn store(places: Places) -> Store {
    let sealed = places.sealed().exists();
    if sealed {
        return Store::Sealed(true);
    }
    let trying = tokio::task::spawn_blocking(|| Vault::open(Kind::Keyring).is_ok());
    if trying.await.unwrap_or(false) { Store::Keyring } else { Store::Sealed(false) }
}

/// Carries an order out and keeps what came of it.
///
/// # Errors
/// [`Trouble`]; nothing is kept then.
pub async fn connect(places: Places, order: Order) -> Result<Standing, Trouble> {
    crate::file::private_folder(places.folder())
        .map_err(|source| Trouble::Io { path: places.folder().display().to_string(), source })?;
    let setup = Setup::open(places, order.passphrase).await?;
    let new = NewConnection { name: CONNECTION.to_owned(), url: order.url, environment: order.environment };
    match order.way {
        Way::Paste(token) => setup.paste(&new, token).await.map(drop)?,
        Way::Claim(code) => setup.claim(&new, &code).await.map(drop)?,
        Way::Request(label) => return setup.request(&new, Facade::Pos, &label).await.map(Standing::Waiting),
    }
    ready(&setup).await
}

/// Asks whether the owner has approved; `waiting` is what was answered before.
///
/// # Errors
/// [`Trouble`]; a refused approval is [`Auth::Forbidden`].
pub async fn approval(places: Places, passphrase: Option<Secret>, waiting: Waiting) -> Result<Standing, Trouble> {
    let setup = Setup::open(places, passphrase).await?;
    match setup.check(CONNECTION).await? {
        Approval::Approved { .. } => ready(&setup).await,
        Approval::Waiting => Ok(Standing::Waiting(waiting)),
        Approval::Refused => {
            Err(Error::Auth { kind: Auth::Forbidden, text: "the pairing was refused or has ended".to_owned() }.into())
        }
    }
}

async fn ready(setup: &Setup) -> Result<Standing, Trouble> {
    let caps = setup.gateway(CONNECTION).await?.caps().clone();
    let signed = setup.config()?.connections.iter().any(|known| known.name == CONNECTION && known.signed);
    let identity = if signed { setup.identity().await? } else { None };
    Ok(Standing::Ready { sin: identity.map(|identity| identity.sin().to_owned()).unwrap_or_default(), caps })
}
