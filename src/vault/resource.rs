//! Resource tokens: what a gateway gives with each invoice, kept sealed beside the book.
//!
//! Each opens one invoice only (resend a message, ask for a refund), and the gateway gives the same one again at
//! every read, so the file may be lost without loss.

use std::path::Path;

use super::error::VaultError;
use super::side::Side;
use crate::domain::id::Guid;
use crate::secret::Secret;

/// What the sealing key is for; it never seals anything else.
const PURPOSE: &[u8] = b"ringup resource tokens 1";

/// The resource tokens of one book.
#[derive(Debug)]
pub struct ResourceTokens(Side);

impl ResourceTokens {
    /// Opens the file at `path`, which need not exist, under a key that follows from the till's own secret. Lines
    /// that cannot be read are passed over: the next reading of the invoice brings the token again.
    ///
    /// # Errors
    /// [`VaultError::Io`].
    pub fn open(path: &Path, secret: &Secret) -> Result<Self, VaultError> {
        Side::open(path, secret, PURPOSE).map(Self)
    }

    /// The token of an invoice, by the attempt's key.
    #[must_use]
    pub fn get(&self, guid: Guid) -> Option<Secret> {
        self.0.get(guid)
    }

    /// The keys of the newest tokens, newest first.
    #[must_use]
    pub fn newest(&self, limit: usize) -> Vec<Guid> {
        self.0.newest(limit)
    }

    /// Keeps the token of an invoice; the same one again costs nothing.
    ///
    /// # Errors
    /// [`VaultError::Io`]; nothing is lost then but the next reading brings it again.
    pub fn keep(&mut self, guid: Guid, token: &Secret) -> Result<(), VaultError> {
        self.0.keep(guid, token).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bp2_06_resource_tokens_are_kept_sealed_and_found_again() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("resource-tokens");
        let key = Secret::new("the till's own secret");
        let (guid, token) = (Guid(uuid::Uuid::new_v4()), Secret::new("7RkzPqWm4TnYvBxLc2HdJs9FgKaQe5Ut"));
        let mut tokens = ResourceTokens::open(&path, &key).unwrap();
        assert_eq!(tokens.get(guid), None);
        tokens.keep(guid, &token).unwrap();
        let once = std::fs::read_to_string(&path).unwrap();
        tokens.keep(guid, &token).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), once, "the same token is written once");
        assert!(!once.contains(token.expose()) && !format!("{tokens:?}").contains(token.expose()));
        assert_eq!(ResourceTokens::open(&path, &key).unwrap().get(guid), Some(token.clone()));
        assert_eq!(ResourceTokens::open(&path, &Secret::new("another till")).unwrap().get(guid), None);
        std::fs::write(&path, format!("{once}half a li")).unwrap();
        assert_eq!(ResourceTokens::open(&path, &key).unwrap().get(guid), Some(token), "a torn line harms no other");
        let moved = once.replace(&guid.to_string(), &Guid(uuid::Uuid::new_v4()).to_string());
        std::fs::write(&path, moved).unwrap();
        assert_eq!(ResourceTokens::open(&path, &key).unwrap().get(guid), None, "a token fits its own invoice only");
    }
}
