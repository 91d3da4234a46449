//! What can go wrong in a use case, typed; `notice` turns it into words.

use thiserror::Error;

use crate::config::ConfigError;
use crate::domain::core::Refusal;
use crate::gateway::port;

/// Why a use case has no result.
#[derive(Debug, Error)]
pub enum Trouble {
    /// The core refused the event; nothing was written.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// The gateway call failed.
    #[error("{0}")]
    Gateway(#[from] port::Error),
    /// Settings cannot be used.
    #[error("{0}")]
    Config(#[from] ConfigError),
    /// No gateway is connected.
    #[error("no gateway is connected")]
    NotConnected,
    /// Files of the data folder cannot be used.
    #[error("{path}: {source}")]
    Io {
        /// Which file or folder.
        path: String,
        /// Why.
        source: std::io::Error,
    },
}
