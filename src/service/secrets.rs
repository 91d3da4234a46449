//! Secrets for the use cases: the vault's calls block, so they run beside the runtime.

use std::sync::Arc;
use std::time::Duration;

use super::error::Trouble;
use super::places::Places;
use crate::secret::Secret;
use crate::vault::{Kind, PracticeFolder, SecretName, Unavailable, Vault, VaultError};

/// The vault of one set of books. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Secrets(Arc<Vault>);

impl Secrets {
    /// Opens the place where a set of books keeps its secrets: practice ones in their own folder, a shop's in the
    /// system's keyring or, with a passphrase, in a sealed file.
    ///
    /// # Errors
    /// [`Trouble::Vault`], [`VaultError::NoPassphrase`] among them where there is a sealed file and no passphrase.
    pub async fn open(places: &Places, passphrase: Option<Secret>) -> Result<Self, Trouble> {
        let kind = if places.is_practice() {
            Kind::Practice(PracticeFolder::within(places.data_dir()))
        } else if let Some(passphrase) = passphrase {
            Kind::Sealed { file: places.sealed(), passphrase }
        } else if places.sealed().exists() {
            // A sealed file that is there stays in use: a keyring would know nothing of this shop.
            return Err(VaultError::NoPassphrase.into());
        } else {
            Kind::Keyring { folder: places.data_dir().to_owned() }
        };
        let opening = move || Vault::open(kind);
        let vault = tokio::time::timeout(OPEN_MAX, run(opening)).await.unwrap_or_else(|_| Err(silent()))?;
        Ok(Self(Arc::new(vault)))
    }

    /// Reads a secret; none if it was never kept.
    ///
    /// # Errors
    /// [`Trouble::Vault`].
    pub async fn get(&self, name: SecretName) -> Result<Option<Secret>, Trouble> {
        if self.0.is_practice() {
            // A small plain file: another thread would take longer to ask than the file to read.
            return Ok(self.0.get(&name)?);
        }
        let vault = Arc::clone(&self.0);
        run(move || vault.get(&name)).await
    }

    /// Keeps a secret in place of an earlier one.
    ///
    /// # Errors
    /// [`Trouble::Vault`].
    pub async fn set(&self, name: SecretName, secret: Secret) -> Result<(), Trouble> {
        let vault = Arc::clone(&self.0);
        run(move || vault.set(&name, &secret)).await
    }

    /// Forgets a secret; forgetting what is not there is fine.
    ///
    /// # Errors
    /// [`Trouble::Vault`].
    pub async fn delete(&self, name: SecretName) -> Result<(), Trouble> {
        let vault = Arc::clone(&self.0);
        run(move || vault.delete(&name)).await
    }
}

/// A keyring may ask a person to unlock it; one that says nothing for so long will not.
const OPEN_MAX: Duration = Duration::from_secs(60);

fn silent() -> Trouble {
    let said = format!("it did not answer for {} s", OPEN_MAX.as_secs());
    VaultError::Unavailable(Unavailable::Other(said)).into()
}

async fn run<T: Send + 'static>(call: impl FnOnce() -> Result<T, VaultError> + Send + 'static) -> Result<T, Trouble> {
    Ok(tokio::task::spawn_blocking(call).await.map_err(|_| Trouble::Interrupted)??)
}
