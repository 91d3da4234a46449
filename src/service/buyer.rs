//! Customers' details: sealed beside the book before an intent is written, put back before each call, erased on wish.

use std::sync::{Arc, PoisonError};

use super::Till;
use super::error::Trouble;
use crate::domain::id::Guid;
use crate::domain::terms::Buyer;
use crate::secret::Secret;

impl Till {
    /// The customer of a payment, if they gave anything and nobody erased it.
    #[must_use]
    pub fn buyer(&self, guid: Guid) -> Option<Buyer> {
        let text = self.0.buyers.lock().unwrap_or_else(PoisonError::into_inner).get(guid)?;
        serde_json::from_str(text.expose()).ok()
    }

    /// Keeps the customer of a payment; it is on the disk when this returns.
    pub(super) async fn keep_buyer(&self, guid: Guid, buyer: &Buyer) -> Result<(), Trouble> {
        let text = serde_json::to_string(buyer).expect("a customer is plain text");
        let (buyers, text) = (Arc::clone(&self.0.buyers), Secret::new(text));
        let keeping = tokio::task::spawn_blocking(move || {
            buyers.lock().unwrap_or_else(PoisonError::into_inner).keep(guid, &text)
        });
        Ok(keeping.await.map_err(|_| Trouble::Interrupted)??)
    }

    /// Erases the customer of a payment from this till. What the gateway knows stays with the gateway.
    ///
    /// # Errors
    /// [`Trouble::Vault`]; it is still there then.
    pub async fn forget_buyer(&self, guid: Guid) -> Result<(), Trouble> {
        let buyers = Arc::clone(&self.0.buyers);
        let forgetting =
            tokio::task::spawn_blocking(move || buyers.lock().unwrap_or_else(PoisonError::into_inner).forget(guid));
        Ok(forgetting.await.map_err(|_| Trouble::Interrupted)??)
    }
}
