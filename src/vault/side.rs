//! Small things kept sealed beside a book, each under the key of a payment.
//!
//! Form: one line per thing, `GUID HEX`, where the hex is a 24-byte nonce and the text sealed by
//! XChaCha20-Poly1305 with the guid as associated data. The last line of a guid counts; forgetting takes its lines out.

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

const NONCE: usize = 24;

/// A sealed file of texts by guid.
pub(super) struct Side {
    path: PathBuf,
    cipher: XChaCha20Poly1305,
    sealed: HashMap<Guid, Vec<u8>>,
    /// In the order they came; what was forgotten may still be named.
    order: Vec<Guid>,
}

impl std::fmt::Debug for Side {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Side").field("path", &self.path).field("kept", &self.sealed.len()).finish_non_exhaustive()
    }
}

impl Side {
    /// Opens the file, which need not exist, under a key that follows from `secret` for one purpose alone. Lines that
    /// cannot be read are passed over.
    pub(super) fn open(path: &Path, secret: &Secret, purpose: &[u8]) -> Result<Self, VaultError> {
        let mut hash = Sha256::new();
        hash.update(purpose);
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
        let lines: Vec<(Guid, Vec<u8>)> = text.lines().filter_map(line).collect();
        let order = lines.iter().map(|(guid, _)| *guid).collect();
        Ok(Self { path: path.to_owned(), cipher, sealed: lines.into_iter().collect(), order })
    }

    /// The text of a guid.
    pub(super) fn get(&self, guid: Guid) -> Option<Secret> {
        let sealed = self.sealed.get(&guid)?;
        let (nonce, text) = sealed.split_at_checked(NONCE)?;
        let nonce: [u8; NONCE] = nonce.try_into().ok()?;
        let payload = Payload { msg: text, aad: guid.0.as_bytes() };
        let text = self.cipher.decrypt(&XNonce::from(nonce), payload).ok()?;
        String::from_utf8(text).ok().map(Secret::new)
    }

    /// The guids of the newest texts, newest first.
    pub(super) fn newest(&self, limit: usize) -> Vec<Guid> {
        self.order.iter().rev().filter(|guid| self.sealed.contains_key(guid)).take(limit).copied().collect()
    }

    /// Keeps a text; the same one again costs nothing. Answers whether it was written.
    pub(super) fn keep(&mut self, guid: Guid, text: &Secret) -> Result<bool, VaultError> {
        if self.get(guid).as_ref() == Some(text) {
            return Ok(false);
        }
        let nonce = XNonce::generate();
        let payload = Payload { msg: text.expose().as_bytes(), aad: guid.0.as_bytes() };
        let sealed = self.cipher.encrypt(&nonce, payload);
        let sealed = sealed.map_err(|_| VaultError::Corrupt("a text is too long to seal"))?;
        let sealed = [&nonce[..], &sealed].concat();
        self.append(&format!("{}\n", line(guid, &sealed)))?;
        self.sealed.insert(guid, sealed);
        self.order.push(guid);
        Ok(true)
    }

    /// Takes everything of a guid out of the file.
    pub(super) fn forget(&mut self, guid: Guid) -> Result<(), VaultError> {
        if self.sealed.remove(&guid).is_none() {
            return Ok(());
        }
        let text: String = self.sealed.iter().map(|(guid, sealed)| format!("{}\n", line(*guid, sealed))).collect();
        Ok(crate::file::replace(&self.path, text.as_bytes())?)
    }

    /// Waits until the disk has what was kept.
    pub(super) fn flush(&self) -> Result<(), VaultError> {
        Ok(OpenOptions::new().append(true).open(&self.path)?.sync_all()?)
    }

    fn append(&self, line: &str) -> Result<(), VaultError> {
        let mut options = OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Ok(options.open(&self.path)?.write_all(line.as_bytes())?)
    }
}

fn line(guid: Guid, sealed: &[u8]) -> String {
    format!("{guid} {}", hex::encode(sealed))
}
