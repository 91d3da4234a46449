//! Where secrets rest: the operating system's keyring, a sealed file, or, for practice money only, a plain one.
//!
//! Every call blocks: milliseconds, or as long as a person takes to unlock a keyring. Callers move it off the runtime.

mod buyers;
mod error;
mod file;
mod keyring;
mod name;
mod practice;
mod resource;
mod sealed;
#[cfg(target_os = "linux")]
mod shelf;
mod side;

use std::path::PathBuf;

use crate::secret::Secret;

pub use buyers::Buyers;
pub use error::{Unavailable, VaultError};
pub use name::SecretName;
pub use practice::PracticeFolder;
pub use resource::ResourceTokens;

/// Which vault to open.
#[derive(Debug)]
pub enum Kind {
    /// The operating system's keyring, where each data folder has entries of its own.
    Keyring {
        /// The data folder.
        folder: PathBuf,
    },
    /// A file under a passphrase; it is made when it is not there.
    Sealed {
        /// The file.
        file: PathBuf,
        /// The owner's passphrase, not empty.
        passphrase: Secret,
    },
    /// A plain file beside the practice books.
    Practice(PracticeFolder),
}

/// An open vault.
#[derive(Debug)]
pub struct Vault(Inner);

#[derive(Debug)]
enum Inner {
    Keyring(keyring::Keyring),
    Sealed(sealed::Sealed),
    Practice(practice::Practice),
}

impl Vault {
    /// Opens a vault and finds out whether it can be used.
    ///
    /// # Errors
    /// [`VaultError::Unavailable`] when there is no keyring, [`VaultError::WrongPassphrase`] or [`VaultError::Corrupt`] for a
    /// sealed file that does not open.
    pub fn open(kind: Kind) -> Result<Self, VaultError> {
        Ok(Self(match kind {
            Kind::Keyring { folder } => Inner::Keyring(keyring::Keyring::open(&folder)?),
            Kind::Sealed { file, passphrase } => Inner::Sealed(sealed::Sealed::open(file, &passphrase)?),
            Kind::Practice(folder) => Inner::Practice(practice::Practice::open(&folder)?),
        }))
    }

    /// Whether secrets are read from a small plain file, at once and without asking anybody.
    #[must_use]
    pub fn is_practice(&self) -> bool {
        matches!(self.0, Inner::Practice(_))
    }

    /// Reads a secret; none when it was never kept.
    ///
    /// # Errors
    /// [`VaultError`].
    pub fn get(&self, name: &SecretName) -> Result<Option<Secret>, VaultError> {
        match &self.0 {
            Inner::Keyring(vault) => vault.get(name),
            Inner::Sealed(vault) => vault.get(name),
            Inner::Practice(vault) => vault.get(name),
        }
    }

    /// Keeps a secret, in place of the one before. When this answers, it is durable.
    ///
    /// # Errors
    /// [`VaultError`]; the one before is kept then.
    pub fn set(&self, name: &SecretName, secret: &Secret) -> Result<(), VaultError> {
        match &self.0 {
            Inner::Keyring(vault) => vault.set(name, secret),
            Inner::Sealed(vault) => vault.set(name, secret),
            Inner::Practice(vault) => vault.set(name, secret),
        }
    }

    /// Forgets a secret; one that was never kept is forgotten already.
    ///
    /// # Errors
    /// [`VaultError`].
    pub fn delete(&self, name: &SecretName) -> Result<(), VaultError> {
        match &self.0 {
            Inner::Keyring(vault) => vault.delete(name),
            Inner::Sealed(vault) => vault.delete(name),
            Inner::Practice(vault) => vault.delete(name),
        }
    }
}
