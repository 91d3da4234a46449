//! The till's own key and name, and what its owner may decide about a closed book. For the command line and the window alike.

use std::path::Path;

use super::clock::Clock;
use super::error::Trouble;
use super::pairing::Setup;
use super::places::Places;
use super::secrets::Secrets;
use crate::config::Config;
use crate::domain::entry::Head;
use crate::journal::{self, Birth, Decided, Holds, JournalKey, Owner, Place};
use crate::secret::Secret;
use crate::vault::SecretName;

/// A closed book, and what it takes to decide about it.
#[derive(Debug)]
pub struct Books {
    place: Place,
    birth: Birth,
    secrets: Secrets,
}

impl Books {
    /// Finds the book and its till's name. The book itself is not opened.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn find(places: Places, passphrase: Option<Secret>) -> Result<Self, Trouble> {
        let config = Config::load(&places.config())?.config;
        let setup = Setup::open(places.clone(), passphrase).await?;
        let secrets = setup.secrets().clone();
        let birth = birth(&places, &config, &secrets).await?;
        Ok(Self { place: places.book(&config), birth, secrets })
    }

    /// Where the book is.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// What the book of this till says about itself.
    #[must_use]
    pub fn birth(&self) -> &Birth {
        &self.birth
    }

    /// Makes a backup among the others, or at a path of the owner's choice.
    ///
    /// # Errors
    /// [`Trouble::Open`].
    pub async fn backup(self, target: Option<std::path::PathBuf>) -> Result<journal::Backup, Trouble> {
        let at = Clock::system().now();
        let Self { place, birth, .. } = self;
        beside(move || match target {
            Some(path) => {
                let verdict = journal::backup(&place.file(), &path)?;
                Ok(journal::Backup { path, verdict, removed: 0 })
            }
            None => journal::backup_among(&place, &birth, at),
        })
        .await
    }

    /// Puts a backup in the book's place.
    ///
    /// # Errors
    /// [`Trouble::Open`]; nothing was changed then.
    pub async fn restore(self, source: &Path, reason: Option<String>) -> Result<Decided, Trouble> {
        let owner = self.owner().await?;
        let (place, source) = (self.place, source.to_owned());
        beside(move || journal::restore(&place, &owner, &source, reason.as_deref())).await
    }

    /// What could be saved of a damaged book.
    ///
    /// # Errors
    /// [`Trouble::Open`].
    pub async fn look(&self) -> Result<Holds, Trouble> {
        let (place, birth) = (self.place.clone(), self.birth.clone());
        beside(move || journal::look(&place, &birth)).await
    }

    /// Saves what a damaged book still holds.
    ///
    /// # Errors
    /// [`Trouble::Open`]; nothing was changed then.
    pub async fn salvage(self, reason: String) -> Result<Decided, Trouble> {
        let owner = self.owner().await?;
        let place = self.place;
        beside(move || journal::salvage(&place, &owner, &reason)).await
    }

    /// Goes on with a book that a witness contradicts; nothing where none does.
    ///
    /// # Errors
    /// [`Trouble::Open`]; nothing was changed then.
    pub async fn accept(self, reason: String) -> Result<Option<Decided>, Trouble> {
        let owner = self.owner().await?;
        let place = self.place;
        beside(move || journal::accept(&place, &owner, &reason)).await
    }

    /// Hands the book to a fresh key. The new key is in the vault before the book names it, so that no crash loses it.
    ///
    /// # Errors
    /// [`Trouble`]; the old key goes on then.
    pub async fn rotate_key(self, reason: String) -> Result<Head, Trouble> {
        let owner = self.owner().await?;
        let Self { place, secrets, .. } = self;
        let next = JournalKey::generate();
        let kept = Secret::new(next.to_hex().to_string());
        if secrets.get(SecretName::SealKey).await?.is_none() {
            secrets.set(SecretName::SealKey, Secret::new(owner.key.to_hex().to_string())).await?;
        }
        secrets.set(SecretName::NextJournalKey, kept.clone()).await?;
        let head = beside(move || journal::rotate_key(&place, &owner, &next, &reason)).await?;
        promote(&secrets, kept).await?;
        Ok(head)
    }

    /// Begins a new book that names the old one, whose key is lost.
    ///
    /// # Errors
    /// [`Trouble`]; refused where the vault holds the book's key.
    pub async fn begin_again(self, reason: String) -> Result<Decided, Trouble> {
        let Self { place, birth, secrets } = self;
        let key = match secrets.get(SecretName::JournalKey).await? {
            Some(secret) => JournalKey::from_hex(secret.expose()).map_err(|_| Trouble::KeyUnreadable)?,
            None => new_key(&secrets).await?,
        };
        let stamp = Clock::system().stamp();
        beside(move || journal::begin_again(&place, Owner { key, birth, stamp }, &reason)).await
    }

    async fn owner(&self) -> Result<Owner, Trouble> {
        let key = journal_key(&self.place, &self.secrets).await?;
        Ok(Owner { key, birth: self.birth.clone(), stamp: Clock::system().stamp() })
    }
}

/// Runs blocking work beside the runtime.
async fn beside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, journal::OpenError> + Send + 'static,
) -> Result<T, Trouble> {
    Ok(tokio::task::spawn_blocking(work).await.map_err(|_| Trouble::Interrupted)??)
}

/// What a book of this till says about itself.
pub(super) async fn birth(places: &Places, config: &Config, secrets: &Secrets) -> Result<Birth, Trouble> {
    Ok(Birth {
        shop: config.shop.name.clone(),
        currency: config.shop.currency,
        environment: places.environment(config).word().to_owned(),
        terminal: terminal(secrets).await?,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

/// The key this till signs its journal with; made with the book, and never anew for a book that exists.
pub(super) async fn journal_key(place: &Place, secrets: &Secrets) -> Result<JournalKey, Trouble> {
    if let Some(key) = turned_key(place, secrets).await? {
        return Ok(key);
    }
    if let Some(secret) = secrets.get(SecretName::JournalKey).await? {
        return JournalKey::from_hex(secret.expose()).map_err(|_| Trouble::KeyUnreadable);
    }
    if place.has_book() {
        return Err(Trouble::KeyMissing);
    }
    new_key(secrets).await
}

async fn new_key(secrets: &Secrets) -> Result<JournalKey, Trouble> {
    let key = JournalKey::generate();
    secrets.set(SecretName::JournalKey, Secret::new(key.to_hex().to_string())).await?;
    Ok(key)
}

/// Finishes a change of keys that a crash cut off: the next key counts once the book names it.
async fn turned_key(place: &Place, secrets: &Secrets) -> Result<Option<JournalKey>, Trouble> {
    let Some(kept) = secrets.get(SecretName::NextJournalKey).await? else { return Ok(None) };
    let next = JournalKey::from_hex(kept.expose()).map_err(|_| Trouble::KeyUnreadable)?;
    let file = place.file();
    let verdict = tokio::task::spawn_blocking(move || journal::verify(&file, false));
    let in_force = verdict.await.map_err(|_| Trouble::Interrupted)?;
    if in_force.is_ok_and(|verdict| hex::encode(verdict.key) == next.public_hex()) {
        promote(secrets, kept).await?;
        return Ok(Some(next));
    }
    Ok(None)
}

async fn promote(secrets: &Secrets, next: Secret) -> Result<(), Trouble> {
    secrets.set(SecretName::JournalKey, next).await?;
    secrets.delete(SecretName::NextJournalKey).await
}

/// This till's name: 32 hex characters, made once.
async fn terminal(secrets: &Secrets) -> Result<String, Trouble> {
    if let Some(name) = secrets.get(SecretName::Terminal).await? {
        return Ok(name.expose().to_owned());
    }
    let name = uuid::Uuid::new_v4().simple().to_string();
    secrets.set(SecretName::Terminal, Secret::new(name.clone())).await?;
    Ok(name)
}
