//! Sales that left the book at hand: read from the journal when somebody wants one.

use super::Till;
use super::error::Trouble;
use crate::domain::id::SaleId;
use crate::domain::sale::Sale;

impl Till {
    /// A sale by its number, however old. An old one is at hand again until the next sale is rung up.
    ///
    /// # Errors
    /// [`Trouble::Store`] when the journal cannot be read.
    pub async fn sale(&self, number: u64) -> Result<Option<Sale>, Trouble> {
        if let Some(sale) = self.0.book.lock().await.sale_numbered(number) {
            return Ok(Some(sale.clone()));
        }
        let Some(sale) = self.0.journal.sale(number).await? else { return Ok(None) };
        Ok(Some(self.take_to_hand(sale).await))
    }

    /// Makes sure that a sale is at hand, if there is one of this name.
    pub(super) async fn recall(&self, id: SaleId) -> Result<(), Trouble> {
        if self.0.book.lock().await.sale(id).is_some() {
            return Ok(());
        }
        if let Some(sale) = self.0.journal.sale_named(id).await? {
            self.take_to_hand(sale).await;
        }
        Ok(())
    }

    /// What came to hand meanwhile is newer than what was read.
    async fn take_to_hand(&self, sale: Sale) -> Sale {
        let mut book = self.0.book.lock().await;
        if let Some(known) = book.sale(sale.id) {
            return known.clone();
        }
        book.recall(sale.clone());
        sale
    }
}
