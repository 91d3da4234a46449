//! What can go wrong in a use case, typed; `notice` turns it into words.

use thiserror::Error;

use crate::config::ConfigError;
use crate::domain::core::Refusal;
use crate::domain::terms::Wrong;
use crate::gateway::port;
use crate::journal::{OpenError, StepError, StoreError};
use crate::vault::VaultError;

/// Why a use case has no result.
#[derive(Debug, Error)]
pub enum Trouble {
    /// The core refused the event; nothing was written.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// The journal could not take an entry.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// The journal could not be opened.
    #[error("{0}")]
    Open(#[from] OpenError),
    /// A term or a customer's detail breaks a rule; nothing was written or sent.
    #[error("{0}")]
    Terms(#[from] Wrong),
    /// The gateway call failed.
    #[error("{0}")]
    Gateway(#[from] port::Error),
    /// Settings cannot be used.
    #[error("{0}")]
    Config(#[from] ConfigError),
    /// Secrets cannot be read or kept.
    #[error("{0}")]
    Vault(#[from] VaultError),
    /// No gateway is connected.
    #[error("no gateway is connected")]
    NotConnected,
    /// The practice gateway did not start.
    #[error("the practice gateway did not start: {0}")]
    Practice(String),
    /// A key in the vault is not a key.
    #[error("a key in the vault cannot be read")]
    KeyUnreadable,
    /// The book exists and its key does not.
    #[error("the key of this book is not in the vault")]
    KeyMissing,
    /// A product named on the command line is not in the catalogue.
    #[error("there is no product `{0}`")]
    NoProduct(String),
    /// The catalogue cannot be read.
    #[error("products, line {line}: {reason}")]
    Catalog {
        /// The line in the file, from 1.
        line: u64,
        /// What is wrong there.
        reason: String,
    },
    /// Files of the data folder cannot be used.
    #[error("{path}: {source}")]
    Io {
        /// Which file or folder.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The program is ending.
    #[error("the program is ending")]
    Interrupted,
}

impl From<StepError> for Trouble {
    fn from(error: StepError) -> Self {
        match error {
            StepError::Refused(refusal) => Self::Refused(refusal),
            StepError::Store(store) => Self::Store(store),
        }
    }
}

/// What is the matter with the passphrase of a sealed file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passphrase {
    /// The file is there, and no passphrase was given.
    Missing,
    /// The one given does not open it.
    Wrong,
}

impl Trouble {
    /// Whether a passphrase is all that is wanted, so that it is worth asking for.
    #[must_use]
    pub fn passphrase(&self) -> Option<Passphrase> {
        if let Self::Vault(VaultError::NoPassphrase) = self {
            Some(Passphrase::Missing)
        } else if let Self::Vault(VaultError::WrongPassphrase) = self {
            Some(Passphrase::Wrong)
        } else {
            None
        }
    }
}
