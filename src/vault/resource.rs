//! Resource tokens: what a gateway gives with each invoice, kept sealed beside the book.
//!
//! Each opens one invoice only (resend a message, ask for a refund), and the gateway gives the same one again at
//! every read, so the file may be lost without loss. Form: one line per invoice, `GUID HEX`, where the hex is a
//! 24-byte nonce and the token sealed by XChaCha20-Poly1305 with the guid as associated data.

use std::collections::HashMap;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

use chacha20poly1305::aead::{Aead as _, Generate as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};

use super::error::VaultError;
use crate::domain::id::Guid;
use crate::secret::Secret;

/// What the sealing key is for; it never seals anything else.
const PURPOSE: &[u8] = b"ringup resource tokens 1";
const NONCE: usize = 24;

/// The resource tokens of one book.
pub struct ResourceTokens {
    path: PathBuf,
    cipher: XChaCha20Poly1305,
    sealed: HashMap<Guid, Vec<u8>>,
}

impl std::fmt::Debug for ResourceTokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ResourceTokens")
            .field("path", &self.path)
            .field("kept", &self.sealed.len())
            .finish_non_exhaustive()
    }
}

impl ResourceTokens {
    /// Opens the file at `path`, which need not exist, under a key that follows from the till's own secret. Lines
    /// that cannot be read are passed over: the next reading of the invoice brings the token again.
    ///
    /// # Errors
    /// [`VaultError::Io`].
    pub fn open(path: &Path, secret: &Secret) -> Result<Self, VaultError> {
        let mut hash = Sha256::new();
        hash.update(PURPOSE);
        hash.update(secret.expose().as_bytes());
        let cipher = XChaCha20Poly1305::new(&hash.finalize());
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error.into()),
        };
        let line = |line: &str| {
            let (guid, sealed) = line.split_once(' ')?;
            Some((guid.parse().ok()?, hex::decode(sealed.trim()).ok()?))
        };
        Ok(Self { path: path.to_owned(), cipher, sealed: text.lines().filter_map(line).collect() })
    }

    /// The token of an invoice, by the attempt's key.
    #[must_use]
    pub fn get(&self, guid: Guid) -> Option<Secret> {
        let sealed = self.sealed.get(&guid)?;
        let (nonce, text) = sealed.split_at_checked(NONCE)?;
        let nonce: [u8; NONCE] = nonce.try_into().ok()?;
        let payload = Payload { msg: text, aad: guid.0.as_bytes() };
        let token = self.cipher.decrypt(&XNonce::from(nonce), payload).ok()?;
        String::from_utf8(token).ok().map(Secret::new)
    }

    /// Keeps the token of an invoice; the same one again costs nothing.
    ///
    /// # Errors
    /// [`VaultError::Io`]; nothing is lost then but the next reading brings it again.
    pub fn keep(&mut self, guid: Guid, token: &Secret) -> Result<(), VaultError> {
        if self.get(guid).as_ref() == Some(token) {
            return Ok(());
        }
        let nonce = XNonce::generate();
        let payload = Payload { msg: token.expose().as_bytes(), aad: guid.0.as_bytes() };
        let text = self.cipher.encrypt(&nonce, payload);
        let text = text.map_err(|_| VaultError::Corrupt("a token is too long to seal"))?;
        let sealed = [&nonce[..], &text].concat();
        self.append(&format!("{guid} {}\n", hex::encode(&sealed)))?;
        self.sealed.insert(guid, sealed);
        Ok(())
    }

    fn append(&self, line: &str) -> Result<(), VaultError> {
        let mut options = OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Ok(options.open(&self.path)?.write_all(line.as_bytes())?)
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
