//! How a vault can say no. No text here repeats anything secret.

use thiserror::Error;

/// Why there is no keyring to use.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unavailable {
    /// There is no session bus, as on a machine nobody is logged in to.
    #[error("there is no session bus")]
    NoBus,
    /// There is a session bus, but no secret service on it.
    #[error("no secret service is running")]
    NoService,
    /// It is locked, and nobody unlocked it.
    #[error("it is locked")]
    Locked,
    /// This program knows no keyring for this operating system.
    #[error("there is none for this system")]
    Unsupported,
    /// Anything else it says.
    #[error("{0}")]
    Other(String),
}

/// Why a vault did not do it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum VaultError {
    /// The keyring cannot be used.
    #[error("the keyring cannot be used: {0}")]
    Unavailable(Unavailable),
    /// A sealed file needs a passphrase.
    #[error("the passphrase is empty")]
    NoPassphrase,
    /// The passphrase is not the one the file was sealed with.
    #[error("the passphrase is wrong")]
    WrongPassphrase,
    /// The file is not as it was written.
    #[error("the file is damaged: {0}")]
    Corrupt(&'static str),
    /// The file was sealed by a newer version.
    #[error("the file was made by a newer version (form {0})")]
    Newer(u8),
    /// The keyring holds several secrets of this name.
    #[error("the keyring holds {0} several times")]
    Ambiguous(String),
    /// What is kept under this name is not text.
    #[error("what is kept as {0} is no secret of this program")]
    NotText(String),
    /// The disk failed.
    #[error("the file cannot be used: {0}")]
    Io(String),
}

impl From<std::io::Error> for VaultError {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error.to_string())
    }
}
