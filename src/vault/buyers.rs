//! Customers' details, sealed beside the book and never in it, so that they can be erased without breaking its chain.
//!
//! They are on the disk before the intent is journaled. A repeat after a crash finds them here under the payment's key;
//! once they are forgotten, a repeat goes without them.

use std::path::Path;

use super::error::VaultError;
use super::side::Side;
use crate::domain::id::Guid;
use crate::secret::Secret;

/// What the sealing key is for; it never seals anything else.
const PURPOSE: &[u8] = b"ringup customers 1";

/// The customers of one book, each as text, by the payment's key.
#[derive(Debug)]
pub struct Buyers(Side);

impl Buyers {
    /// Opens the file at `path`, which need not exist, under a key that follows from the till's own secret.
    ///
    /// # Errors
    /// [`VaultError::Io`].
    pub fn open(path: &Path, secret: &Secret) -> Result<Self, VaultError> {
        Side::open(path, secret, PURPOSE).map(Self)
    }

    /// The customer of a payment, if there is one and nobody erased it.
    #[must_use]
    pub fn get(&self, guid: Guid) -> Option<Secret> {
        self.0.get(guid)
    }

    /// Keeps the customer of a payment; it is on the disk when this returns.
    ///
    /// # Errors
    /// [`VaultError::Io`].
    pub fn keep(&mut self, guid: Guid, customer: &Secret) -> Result<(), VaultError> {
        if self.0.keep(guid, customer)? { self.0.flush() } else { Ok(()) }
    }

    /// Erases the customer of a payment.
    ///
    /// # Errors
    /// [`VaultError::Io`]; it is still there then.
    pub fn forget(&mut self, guid: Guid) -> Result<(), VaultError> {
        self.0.forget(guid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bp2_42_43_customers_are_sealed_found_again_and_erased() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("customers");
        let key = Secret::new("the till's own secret");
        let (ann, bob) = (Guid(uuid::Uuid::new_v4()), Guid(uuid::Uuid::new_v4()));
        let mut buyers = Buyers::open(&path, &key).unwrap();
        buyers.keep(ann, &Secret::new("ann@mail.example")).unwrap();
        buyers.keep(bob, &Secret::new("bob@mail.example")).unwrap();
        assert!(!std::fs::read_to_string(&path).unwrap().contains("mail.example"));
        let mut again = Buyers::open(&path, &key).unwrap();
        assert_eq!(again.get(ann).unwrap().expose(), "ann@mail.example");
        again.forget(ann).unwrap();
        assert!(!std::fs::read_to_string(&path).unwrap().contains(&ann.to_string()), "no trace of it is left");
        let last = Buyers::open(&path, &key).unwrap();
        assert_eq!((last.get(ann), last.get(bob).unwrap().expose()), (None, "bob@mail.example"));
    }
}
