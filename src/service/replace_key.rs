//! Replacing this till's key in the safe order: every connection learns the new one before any forgets the old one.
//!
//! The progress is in the vault alone, in which keys are there, so that a crash between any two steps leaves a
//! state from which the next call goes on. At every moment the key in use may use every connection.

use std::sync::Arc;

use async_trait::async_trait;

use super::error::Trouble;
use super::secrets::Secrets;
use crate::domain::capability::Cap;
use crate::domain::connection::{KeyChange, Stage};
use crate::gateway::bitpay::Identity;
use crate::gateway::port::{Access, Error, Gateway};
use crate::vault::SecretName;

/// The connections that are signed with this till's key.
#[async_trait]
pub trait Doors: Sync {
    /// All of them, as this key opens them.
    ///
    /// # Errors
    /// [`Trouble`]; a connection that still waits for approval is one.
    async fn tied(&self, key: &Identity) -> Result<Vec<Arc<dyn Gateway>>, Trouble>;
}

/// The keys of a change.
#[derive(Debug)]
struct Keys {
    now: Identity,
    next: Option<Identity>,
    old: Option<Identity>,
}

impl Keys {
    async fn read(secrets: &Secrets) -> Result<Option<Self>, Trouble> {
        let Some(now) = key(secrets, SecretName::Identity).await? else { return Ok(None) };
        let next = key(secrets, SecretName::IdentityNext).await?;
        let old = key(secrets, SecretName::IdentityOld).await?;
        Ok(Some(Self { now, next, old }))
    }

    /// How far the change is; none where none was begun.
    fn change(&self) -> Option<KeyChange> {
        let (stage, old, new) = match (&self.next, &self.old) {
            (None, None) => return None,
            (Some(next), None) => (Stage::Link, &self.now, next),
            (Some(next), Some(old)) => (Stage::Switch, old, next),
            (None, Some(old)) => (Stage::Unlink, old, &self.now),
        };
        Some(KeyChange { stage, old: old.sin().to_owned(), new: new.sin().to_owned() })
    }
}

async fn key(secrets: &Secrets, name: SecretName) -> Result<Option<Identity>, Trouble> {
    match secrets.get(name).await? {
        Some(secret) => Identity::from_hex(secret.expose()).map(Some).map_err(|_| Trouble::KeyUnreadable),
        None => Ok(None),
    }
}

/// How far a change of the key has come; none where none was begun.
///
/// # Errors
/// [`Trouble::Vault`].
pub async fn standing(secrets: &Secrets) -> Result<Option<KeyChange>, Trouble> {
    Ok(Keys::read(secrets).await?.and_then(|keys| keys.change()))
}

/// Begins a change, or does its next stage, and says what is next. Calling it again after any failure or crash goes
/// on where it stood.
///
/// # Errors
/// [`Trouble`]; the key in use still works then.
pub async fn advance(secrets: &Secrets, doors: &dyn Doors) -> Result<KeyChange, Trouble> {
    let keys = Keys::read(secrets).await?.ok_or(Trouble::NotConnected)?;
    let Some(change) = keys.change() else { return begin(secrets, doors, &keys.now).await };
    match change.stage {
        Stage::Link => link(secrets, doors, &keys, &change).await?,
        Stage::Switch => switch(secrets, &keys).await?,
        Stage::Unlink => unlink(secrets, doors, &keys, &change).await?,
        Stage::Done => {}
    }
    let stage = match change.stage {
        Stage::Link => Stage::Switch,
        Stage::Switch => Stage::Unlink,
        Stage::Unlink | Stage::Done => Stage::Done,
    };
    Ok(KeyChange { stage, ..change })
}

/// Gives a change up before the till signs with the new key: the new key is forgotten everywhere.
///
/// # Errors
/// [`Trouble`]; the key in use still works then. A change past that point can only go on.
pub async fn give_up(secrets: &Secrets, doors: &dyn Doors) -> Result<(), Trouble> {
    let Some(keys) = Keys::read(secrets).await? else { return Ok(()) };
    let Some(change) = keys.change().filter(|change| change.stage == Stage::Link) else { return Ok(()) };
    for gateway in doors.tied(&keys.now).await? {
        // A connection that cannot be asked about its keys never learned the new one.
        if let Some(access) = gateway.access() {
            forget_at(access, &change.new).await?;
        }
    }
    secrets.delete(SecretName::IdentityNext).await
}

async fn begin(secrets: &Secrets, doors: &dyn Doors, now: &Identity) -> Result<KeyChange, Trouble> {
    // Nothing is begun that could not be ended: every connection must be able to learn a key.
    for gateway in doors.tied(now).await? {
        access_of(gateway.as_ref())?;
    }
    let next = Identity::generate();
    let change = KeyChange { stage: Stage::Link, old: now.sin().to_owned(), new: next.sin().to_owned() };
    secrets.set(SecretName::IdentityNext, next.to_secret()).await?;
    Ok(change)
}

async fn link(secrets: &Secrets, doors: &dyn Doors, keys: &Keys, change: &KeyChange) -> Result<(), Trouble> {
    for gateway in doors.tied(&keys.now).await? {
        let access = access_of(gateway.as_ref())?;
        if !lists(access, &change.new).await? {
            access.link(&change.new).await?;
        }
        if !lists(access, &change.new).await? {
            return Err(Error::Protocol("the new key was taken and is not listed".to_owned()).into());
        }
    }
    // From here on every connection takes both keys.
    secrets.set(SecretName::IdentityOld, keys.now.to_secret()).await
}

async fn switch(secrets: &Secrets, keys: &Keys) -> Result<(), Trouble> {
    if let Some(next) = &keys.next {
        secrets.set(SecretName::Identity, next.to_secret()).await?;
    }
    secrets.delete(SecretName::IdentityNext).await
}

async fn unlink(secrets: &Secrets, doors: &dyn Doors, keys: &Keys, change: &KeyChange) -> Result<(), Trouble> {
    for gateway in doors.tied(&keys.now).await? {
        forget_at(access_of(gateway.as_ref())?, &change.old).await?;
    }
    secrets.delete(SecretName::IdentityOld).await
}

async fn forget_at(access: &dyn Access, sin: &str) -> Result<(), Trouble> {
    if lists(access, sin).await? {
        access.unlink(sin).await?;
    }
    Ok(())
}

async fn lists(access: &dyn Access, sin: &str) -> Result<bool, Trouble> {
    Ok(access.linked().await?.iter().any(|till| till.sin == sin))
}

fn access_of(gateway: &dyn Gateway) -> Result<&dyn Access, Trouble> {
    Ok(gateway.access().ok_or(Error::Unsupported(Cap::Identities))?)
}

#[cfg(test)]
mod tests;
