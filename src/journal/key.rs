//! The till's journal key: it signs every entry and nothing else.

use std::fmt;

use secp256k1::{Keypair, XOnlyPublicKey, schnorr};
use thiserror::Error;
use zeroize::{Zeroize, Zeroizing};

use crate::domain::entry::Hash;

/// A secp256k1 secret key of the journal's own, never a gateway identity.
pub struct JournalKey {
    pair: Keypair,
    public: XOnlyPublicKey,
}

/// The text is not 64 hex characters of a valid secret key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("this is not a journal key")]
pub struct NotAKey;

impl JournalKey {
    /// Makes a fresh random key.
    #[must_use]
    pub fn generate() -> Self {
        Self::from_pair(Keypair::new(&mut secp256k1::rand::rng()))
    }

    /// Reads a key as [`Self::to_hex`] wrote it.
    ///
    /// # Errors
    /// [`NotAKey`], which repeats nothing of the text.
    pub fn from_hex(text: &str) -> Result<Self, NotAKey> {
        let mut bytes = Zeroizing::new([0_u8; 32]);
        hex::decode_to_slice(text.trim(), bytes.as_mut_slice()).map_err(|_| NotAKey)?;
        Keypair::from_secret_bytes(*bytes).map(Self::from_pair).map_err(|_| NotAKey)
    }

    /// The secret as 64 hex characters, for the vault only.
    #[must_use]
    pub fn to_hex(&self) -> Zeroizing<String> {
        let mut bytes = self.pair.to_secret_bytes();
        let text = Zeroizing::new(hex::encode(bytes));
        bytes.zeroize();
        text
    }

    /// The public half, x-only, 64 hex characters: what the genesis entry names.
    #[must_use]
    pub fn public_hex(&self) -> String {
        hex::encode(self.public.to_byte_array())
    }

    /// The public half, x-only.
    #[must_use]
    pub(crate) fn public(&self) -> XOnlyPublicKey {
        self.public
    }

    /// Signs a hash by BIP 340, without auxiliary randomness: the same entry always gets the same signature.
    pub(crate) fn sign(&self, hash: &Hash) -> [u8; 64] {
        schnorr::sign_no_aux_rand(&hash.0, &self.pair).to_byte_array()
    }

    fn from_pair(pair: Keypair) -> Self {
        Self { public: pair.x_only_public_key().0, pair }
    }
}

/// Whether a signature over a hash is by the key with this public half, 64 hex characters.
#[must_use]
pub fn is_signed(public_hex: &str, hash: &Hash, sig: &[u8; 64]) -> bool {
    let mut bytes = [0_u8; 32];
    let key =
        hex::decode_to_slice(public_hex, &mut bytes).ok().and_then(|()| XOnlyPublicKey::from_byte_array(bytes).ok());
    key.is_some_and(|key| schnorr::verify(&schnorr::Signature::from_byte_array(*sig), &hash.0, &key).is_ok())
}

impl Drop for JournalKey {
    fn drop(&mut self) {
        self.pair.non_secure_erase();
    }
}

impl fmt::Debug for JournalKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JournalKey(public {})", self.public_hex())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn till_66_the_key_round_trips_and_never_shows_itself() {
        let key = JournalKey::generate();
        let hex = key.to_hex();
        assert_eq!(JournalKey::from_hex(&hex).unwrap().public_hex(), key.public_hex());
        assert!(!format!("{key:?}").contains(hex.as_str()));
        let bad = JournalKey::from_hex("not a key").unwrap_err();
        assert!(!format!("{bad:?} {bad}").contains("not a key at"));
        assert!(JournalKey::from_hex(&"0".repeat(64)).is_err(), "zero is no secret key");
    }

    #[test]
    fn a_signature_is_held_against_its_key_and_its_hash() {
        let (key, other) = (JournalKey::generate(), JournalKey::generate());
        let (hash, sig) = (Hash([3; 32]), key.sign(&Hash([3; 32])));
        assert!(is_signed(&key.public_hex(), &hash, &sig));
        assert!(!is_signed(&other.public_hex(), &hash, &sig) && !is_signed("no key", &hash, &sig));
        assert!(!is_signed(&key.public_hex(), &Hash([4; 32]), &sig));
        assert_eq!(format!("{key:?}"), format!("JournalKey(public {})", key.public_hex()));
    }
}
