//! The sealed file, for machines without a keyring: XChaCha20-Poly1305 under argon2id of the owner's passphrase.
//!
//! # Form 1
//! | field | bytes | |
//! |---|---|---|
//! | `RINGUP-VAULT` | 12 | ASCII |
//! | form | 1 | 1 |
//! | memory, passes, lanes | 3 × 4 | argon2id, version 0x13, memory in KiB, big-endian |
//! | salt | 32 | random, made once per file |
//! | nonce | 24 | random, fresh for each write |
//! | sealed | any | JSON of names and secrets, with its tag; everything before is authenticated with it |
//! | checksum | 32 | SHA-256 of everything before |
//!
//! The checksum tells damage from a wrong passphrase, which the tag alone cannot.

use std::fmt;
use std::path::PathBuf;

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead as _, Generate as _, KeyInit as _, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::error::VaultError;
use super::file::{self, Secrets};
use super::name::SecretName;
use crate::secret::Secret;

const MAGIC: &[u8; 12] = b"RINGUP-VAULT";
const FORM: u8 = 1;
const SALT: usize = 32;
const NONCE: usize = 24;
const CHECKSUM: usize = 32;
/// Up to and including the salt.
const HEAD: usize = 12 + 1 + 12 + SALT;

/// What a new file costs to open: 64 MiB and three passes, some 100 to 300 ms on a till.
const COST: Cost = Cost { memory_kib: 64 << 10, passes: 3, lanes: 1 };
/// What a file may cost at most; more is not ours and would only stall the till.
const COST_MAX: Cost = Cost { memory_kib: 1 << 20, passes: 16, lanes: 4 };

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

/// The file and the key that opens it. Nothing else stays in memory.
pub(crate) struct Sealed {
    path: PathBuf,
    head: [u8; HEAD],
    key: Zeroizing<[u8; 32]>,
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sealed").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Sealed {
    /// Opens the file, or makes an empty one, so that its passphrase is fixed from the start.
    pub(crate) fn open(path: PathBuf, passphrase: &Secret) -> Result<Self, VaultError> {
        if passphrase.expose().is_empty() {
            return Err(VaultError::NoPassphrase);
        }
        let Some(bytes) = file::read(&path)? else { return Self::create(path, passphrase) };
        let (head, _) = split(&bytes)?;
        let vault = Self { path, head, key: derive(&head, passphrase)? };
        vault.load()?;
        Ok(vault)
    }

    fn create(path: PathBuf, passphrase: &Secret) -> Result<Self, VaultError> {
        let mut head = [0; HEAD];
        head[..12].copy_from_slice(MAGIC);
        head[12] = FORM;
        for (slot, number) in head[13..25].chunks_exact_mut(4).zip([COST.memory_kib, COST.passes, COST.lanes]) {
            slot.copy_from_slice(&number.to_be_bytes());
        }
        head[25..].copy_from_slice(&Key::generate());
        let vault = Self { path, head, key: derive(&head, passphrase)? };
        vault.store(&Secrets::new())?;
        Ok(vault)
    }

    pub(crate) fn get(&self, name: &SecretName) -> Result<Option<Secret>, VaultError> {
        Ok(self.load()?.get(&name.to_string()).map(|text| Secret::new(text.as_str())))
    }

    pub(crate) fn set(&self, name: &SecretName, secret: &Secret) -> Result<(), VaultError> {
        let mut secrets = self.load()?;
        secrets.insert(name.to_string(), Zeroizing::new(secret.expose().to_owned()));
        self.store(&secrets)
    }

    pub(crate) fn delete(&self, name: &SecretName) -> Result<(), VaultError> {
        let mut secrets = self.load()?;
        match secrets.remove(&name.to_string()) {
            Some(_) => self.store(&secrets),
            None => Ok(()),
        }
    }

    fn load(&self) -> Result<Secrets, VaultError> {
        let bytes = file::read(&self.path)?.ok_or(VaultError::Corrupt("it is gone"))?;
        let (head, rest) = split(&bytes)?;
        let (nonce, sealed) = rest.split_at(NONCE);
        if head != self.head {
            // Sealed anew by somebody else since it was opened: our key does not fit it.
            return Err(VaultError::WrongPassphrase);
        }
        let nonce = XNonce::try_from(nonce).map_err(|_| VaultError::Corrupt("it is too short"))?;
        let opened = self.cipher().decrypt(&nonce, Payload { msg: sealed, aad: &head });
        let json = Zeroizing::new(opened.map_err(|_| VaultError::WrongPassphrase)?);
        file::decode(&json)
    }

    fn store(&self, secrets: &Secrets) -> Result<(), VaultError> {
        let nonce = XNonce::generate();
        let json = file::encode(secrets);
        let sealed = self.cipher().encrypt(&nonce, Payload { msg: &json, aad: &self.head });
        let sealed = sealed.expect("a vault is far smaller than the cipher's limit");
        let mut bytes = [&self.head[..], &nonce, &sealed].concat();
        let checksum = Sha256::digest(&bytes);
        bytes.extend_from_slice(&checksum);
        file::replace(&self.path, &bytes)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&Key::from(*self.key))
    }
}

/// Checks a file's form and checksum; gives its head, and its nonce with the sealed part.
fn split(bytes: &[u8]) -> Result<([u8; HEAD], &[u8]), VaultError> {
    if !bytes.starts_with(MAGIC) {
        return Err(VaultError::Corrupt("it is no vault"));
    }
    let (body, checksum) = bytes
        .split_at_checked(bytes.len().saturating_sub(CHECKSUM))
        .filter(|(body, _)| body.len() >= HEAD + NONCE)
        .ok_or(VaultError::Corrupt("it is too short"))?;
    if Sha256::digest(body)[..] != *checksum {
        return Err(VaultError::Corrupt("its checksum does not fit"));
    }
    let (head, rest) = body.split_at(HEAD);
    let head: [u8; HEAD] = head.try_into().expect("it was split at that length");
    match head[12] {
        FORM => Ok((head, rest)),
        newer => Err(VaultError::Newer(newer)),
    }
}

/// Derives the key by the costs and the salt in a file's head.
fn derive(head: &[u8; HEAD], passphrase: &Secret) -> Result<Zeroizing<[u8; 32]>, VaultError> {
    let number = |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    let cost = Cost { memory_kib: number(13), passes: number(17), lanes: number(21) };
    let fits = cost.memory_kib <= COST_MAX.memory_kib && cost.passes <= COST_MAX.passes && cost.lanes <= COST_MAX.lanes;
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32)).ok().filter(|_| fits);
    let params = params.ok_or(VaultError::Corrupt("its costs are out of bounds"))?;
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.expose().as_bytes(), &head[25..], key.as_mut_slice())
        .map_err(|_| VaultError::Corrupt("its costs are out of bounds"))?;
    Ok(key)
}
