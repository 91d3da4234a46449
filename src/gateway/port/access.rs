//! Tokens and keys of a connection: who may do what, and which tills share it.

use async_trait::async_trait;

use super::error::Result;

/// One token the gateway grants to this till's key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Granted {
    /// What it may do: `pos`, `merchant`.
    pub facade: String,
    /// Whether it is the token this connection uses.
    pub in_use: bool,
}

/// One till whose key may use the connection's token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// Its id (SIN).
    pub sin: String,
    /// Whether it is this till.
    pub own: bool,
}

/// A code another till claims its token with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairingCode {
    /// Seven letters and digits.
    pub code: String,
    /// What the token will do.
    pub facade: String,
}

/// Manages the tokens and keys of a connection.
#[async_trait]
pub trait Access: Send + Sync {
    /// Lists the tokens this till's key may use.
    ///
    /// # Errors
    /// [`super::error::Error`].
    async fn tokens(&self) -> Result<Vec<Granted>>;

    /// Lists the tills that share the connection's token.
    ///
    /// # Errors
    /// [`super::error::Error`].
    async fn linked(&self) -> Result<Vec<Linked>>;

    /// Lets another till's key use the token.
    ///
    /// # Errors
    /// [`super::error::Error`]; a SIN that is not one is refused before anything is sent.
    async fn link(&self, sin: &str) -> Result<()>;

    /// Takes a till's key off the token. The last one and our own stay.
    ///
    /// # Errors
    /// [`super::error::Error`].
    async fn unlink(&self, sin: &str) -> Result<()>;

    /// Approves another till's request by its pairing code.
    ///
    /// # Errors
    /// [`super::error::Error`].
    async fn approve(&self, pairing_code: &str, facade: &str) -> Result<()>;

    /// Makes a code another till can claim a pos token with.
    ///
    /// # Errors
    /// [`super::error::Error`].
    async fn make_code(&self) -> Result<PairingCode>;
}
