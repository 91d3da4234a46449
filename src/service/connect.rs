//! Connecting from the window: one order, one answer, whatever the way.

use super::error::Trouble;
use super::pairing::{NewConnection, Setup, Waiting};
use super::places::Places;
use crate::config::Config;
use crate::domain::capability::Caps;
use crate::gateway::bitpay::Facade;
use crate::gateway::bitpay::pairing::Approval;
use crate::gateway::port::{Auth, Environment, Error};
use crate::secret::Secret;
use crate::vault::{Kind, Vault};

/// What the connections the window makes are called; from the second on with a number.
const CONNECTION: &str = "bitpay";

/// The name of a new connection: the one of the same address, which it repairs, else the first that is free.
fn name_for(config: &Config, url: &str) -> String {
    let url = url.trim_end_matches('/');
    if let Some(known) = config.connections.iter().find(|known| known.url == url) {
        return known.name.clone();
    }
    let is_free = |name: &String| config.connections.iter().all(|known| known.name != *name);
    let numbered = (2..).map(|number| format!("{CONNECTION}-{number}"));
    std::iter::once(CONNECTION.to_owned()).chain(numbered).find(is_free).unwrap_or_default()
}

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
    let folder = places.data_dir().to_owned();
    let trying = tokio::task::spawn_blocking(move || Vault::open(Kind::Keyring { folder }).is_ok());
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
    let name = name_for(&setup.config()?, &order.url);
    let new = NewConnection { name: name.clone(), url: order.url, environment: order.environment };
    match order.way {
        Way::Paste(token) => setup.paste(&new, token).await.map(drop)?,
        Way::Claim(code) => setup.claim(&new, &code).await.map(drop)?,
        Way::Request(label) => return setup.request(&new, Facade::Pos, &label).await.map(Standing::Waiting),
    }
    ready(&setup, &name).await
}

/// Asks whether the owner has approved; `waiting` is what was answered before.
///
/// # Errors
/// [`Trouble`]; a refused approval is [`Auth::Forbidden`].
pub async fn approval(places: Places, passphrase: Option<Secret>, waiting: Waiting) -> Result<Standing, Trouble> {
    let setup = Setup::open(places, passphrase).await?;
    let config = setup.config()?;
    let asked = config.connections.iter().find(|known| known.pairing_code == waiting.code);
    let name = asked.map(|known| known.name.clone()).ok_or(Trouble::NotConnected)?;
    match setup.check(&name).await? {
        Approval::Approved { .. } => ready(&setup, &name).await,
        Approval::Waiting => Ok(Standing::Waiting(waiting)),
        Approval::Refused => {
            Err(Error::Auth { kind: Auth::Forbidden, text: "the pairing was refused or has ended".to_owned() }.into())
        }
    }
}

async fn ready(setup: &Setup, name: &str) -> Result<Standing, Trouble> {
    let caps = setup.gateway(name).await?.caps().clone();
    let signed = setup.config()?.connections.iter().any(|known| known.name == name && known.signed);
    let identity = if signed { setup.identity().await? } else { None };
    Ok(Standing::Ready { sin: identity.map(|identity| identity.sin().to_owned()).unwrap_or_default(), caps })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Connection;
    use crate::domain::terms::Terms;

    #[test]
    fn bp2_01_a_second_account_never_takes_the_place_of_the_first() {
        let mut config = Config::default();
        let add = |config: &mut Config, url: &str| {
            let (name, url) = (name_for(config, url), url.trim_end_matches('/').to_owned());
            let (kind, facade) = ("bitpay".to_owned(), "pos".to_owned());
            let (environment, pairing_code, terms) = (Environment::Test, String::new(), Terms::default());
            config.connections.push(Connection {
                name: name.clone(),
                kind,
                url,
                environment,
                facade,
                signed: true,
                pairing_code,
                terms,
            });
            name
        };
        assert_eq!(add(&mut config, "https://test.bitpay.com"), "bitpay");
        assert_eq!(add(&mut config, "https://bitpay.com"), "bitpay-2");
        assert_eq!(name_for(&config, "https://other.example"), "bitpay-3");
        assert_eq!(name_for(&config, "https://bitpay.com/"), "bitpay-2", "the same address is repaired");
    }
}
