//! The till's key pair at BitPay: its public name (SIN) and its signatures.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ripemd::Ripemd160;
use secp256k1::ecdsa::Signature;
use secp256k1::{Message, PublicKey, SecretKey, rand};
use sha2::{Digest, Sha256};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::secret::Secret;

/// Type bytes in front of the hash of the key.
const SIN_PREFIX: [u8; 2] = [0x0f, 0x02];
const SIN_LEN: usize = 26;
const CHECKSUM_LEN: usize = 4;
const KEY_LEN: usize = 32;

/// Why a text is not a private key. It never repeats the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KeyError {
    /// Neither 64 hexadecimal digits nor a SEC1 PEM file.
    #[error("a private key is 64 hexadecimal digits or an EC PRIVATE KEY file")]
    Form,
    /// Zero, or not below the order of the curve.
    #[error("this number is not a private key of secp256k1")]
    Range,
}

/// A secp256k1 key pair. The private half is erased when it is dropped and never printed.
pub struct Identity {
    key: SecretKey,
    public: PublicKey,
    sin: String,
}

impl Identity {
    /// Makes a fresh key from the system's random numbers.
    #[must_use]
    pub fn generate() -> Self {
        Self::new(&mut rand::rng())
    }

    /// Makes a fresh key from the given random numbers, which must be fit for keys.
    #[must_use]
    pub fn new<R: rand::Rng + ?Sized>(rng: &mut R) -> Self {
        Self::from_key(SecretKey::new(rng))
    }

    /// Reads a private key of 64 hexadecimal digits.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn from_hex(text: &str) -> Result<Self, KeyError> {
        let mut bytes = Zeroizing::new([0_u8; KEY_LEN]);
        hex::decode_to_slice(text.trim(), bytes.as_mut()).map_err(|_| KeyError::Form)?;
        Self::from_bytes(&bytes)
    }

    /// Reads a SEC1 file (`-----BEGIN EC PRIVATE KEY-----`), as BitPay's own tools write it.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        let begin = text.split_once("-----BEGIN EC PRIVATE KEY-----").ok_or(KeyError::Form)?.1;
        let body = begin.split_once("-----END EC PRIVATE KEY-----").ok_or(KeyError::Form)?.0;
        let packed = Zeroizing::new(body.split_whitespace().collect::<String>());
        let der = Zeroizing::new(STANDARD.decode(packed.as_bytes()).map_err(|_| KeyError::Form)?);
        let number = sec1_number(&der).ok_or(KeyError::Form)?;
        let mut bytes = Zeroizing::new([0_u8; KEY_LEN]);
        let start = KEY_LEN.checked_sub(number.len()).ok_or(KeyError::Form)?;
        bytes[start..].copy_from_slice(number);
        Self::from_bytes(&bytes)
    }

    fn from_bytes(bytes: &[u8; KEY_LEN]) -> Result<Self, KeyError> {
        SecretKey::from_secret_bytes(*bytes).map(Self::from_key).map_err(|_| KeyError::Range)
    }

    fn from_key(key: SecretKey) -> Self {
        let public = PublicKey::from_secret_key(&key);
        let sin = sin_of(&public);
        Self { key, public, sin }
    }

    /// The private key as 64 hexadecimal digits, for the keyring alone.
    #[must_use]
    pub fn to_secret(&self) -> Secret {
        Secret::new(hex::encode(Zeroizing::new(self.key.to_secret_bytes())))
    }

    /// The compressed public key, 66 lower-case hexadecimal digits: the `X-Identity` header.
    #[must_use]
    pub fn public_hex(&self) -> String {
        hex::encode(self.public.serialize())
    }

    /// The till's public name at the gateway, 35 characters.
    #[must_use]
    pub fn sin(&self) -> &str {
        &self.sin
    }

    /// Signs the bytes of the full URL followed by those of the body: the `X-Signature` header, DER as lower-case
    /// hexadecimal digits. The nonce follows RFC 6979 and S is low, so the same request always has the same signature.
    #[must_use]
    pub fn sign(&self, url: &str, body: &[u8]) -> String {
        let signature = secp256k1::ecdsa::sign(digest(url, body), &self.key);
        hex::encode(signature.serialize_der().as_ref())
    }
}

impl Clone for Identity {
    fn clone(&self) -> Self {
        Self { key: self.key, public: self.public, sin: self.sin.clone() }
    }
}

impl Drop for Identity {
    fn drop(&mut self) {
        self.key.non_secure_erase();
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").field("sin", &self.sin).finish_non_exhaustive()
    }
}

/// Whether a signature fits a public key (compressed or not), URL and body.
///
/// It takes high S and loosely encoded DER, because official clients send both.
#[must_use]
pub fn verify(public_hex: &str, signature_hex: &str, url: &str, body: &[u8]) -> bool {
    let check = || {
        let public = PublicKey::from_slice(&hex::decode(public_hex).ok()?).ok()?;
        let mut signature = Signature::from_der_lax(&hex::decode(signature_hex).ok()?).ok()?;
        signature.normalize_s();
        secp256k1::ecdsa::verify(&signature, digest(url, body), &public).ok()
    };
    check().is_some()
}

/// The SIN of a public key in hexadecimal digits, compressed or not.
#[must_use]
pub fn sin_of_public(public_hex: &str) -> Option<String> {
    let bytes = hex::decode(public_hex).ok()?;
    PublicKey::from_slice(&bytes).ok().map(|public| sin_of(&public))
}

/// Whether a text is a SIN: length, type bytes and checksum.
#[must_use]
pub fn is_sin(text: &str) -> bool {
    let Ok(bytes) = bs58::decode(text).into_vec() else { return false };
    if bytes.len() != SIN_LEN || !bytes.starts_with(&SIN_PREFIX) {
        return false;
    }
    let (payload, sum) = bytes.split_at(SIN_LEN - CHECKSUM_LEN);
    checksum(payload) == sum
}

fn digest(url: &str, body: &[u8]) -> Message {
    let mut hash = Sha256::new();
    hash.update(url.as_bytes());
    hash.update(body);
    Message::from_digest(hash.finalize().into())
}

fn sin_of(public: &PublicKey) -> String {
    let hash = Ripemd160::digest(Sha256::digest(public.serialize()));
    let mut bytes = [SIN_PREFIX.as_slice(), hash.as_slice()].concat();
    let sum = checksum(&bytes);
    bytes.extend(sum);
    bs58::encode(bytes).into_string()
}

fn checksum(payload: &[u8]) -> [u8; CHECKSUM_LEN] {
    let hash = Sha256::digest(Sha256::digest(payload));
    [hash[0], hash[1], hash[2], hash[3]]
}

/// The private number of `SEQUENCE { INTEGER 1, OCTET STRING number, … }`; leading zeroes may be missing.
fn sec1_number(der: &[u8]) -> Option<&[u8]> {
    let (&0x30, rest) = der.split_first()? else { return None };
    let body = match rest.split_first()? {
        (&len, body) if len < 0x80 => body,
        (&0x81, long) => long.get(1..)?,
        _ => return None,
    };
    let octets = body.strip_prefix(&[0x02, 0x01, 0x01, 0x04])?;
    let (&len, number) = octets.split_first()?;
    number.get(..usize::from(len)).filter(|number| !number.is_empty())
}

#[cfg(test)]
mod tests;
