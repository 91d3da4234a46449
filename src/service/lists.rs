//! Lists read to their end, a page at a time.

use std::collections::HashSet;

use crate::domain::ledger::Settlement;
use crate::domain::payment::Payment;
use crate::gateway::port::{Error, Gateway, Page, Paged, Query};

/// Lines of one page.
const PAGE: u32 = 100;
/// Pages of one list; beyond it the span is to be narrowed.
const PAGES_MAX: usize = 1_000;

/// Reads the invoices of a span to the end. New ones push older ones from page to page while we read: each counts once.
///
/// # Errors
/// [`Error`]; nothing is answered unless everything was read.
pub async fn invoices(gateway: &dyn Gateway, query: &Query) -> Result<Vec<Payment>, Error> {
    let mut all = Once::default();
    let mut page = Some(Page::first(PAGE));
    while let Some(now) = page {
        let Paged { items, next } = gateway.list(query, now).await?;
        page = all.take(items, |payment| payment.invoice.to_string(), next)?;
    }
    Ok(all.items)
}

/// Reads the settlements of a span to the end.
///
/// # Errors
/// [`Error`]; nothing is answered unless everything was read.
pub async fn settlements(gateway: &dyn Gateway, query: &Query) -> Result<Vec<Settlement>, Error> {
    let mut all = Once::default();
    let mut page = Some(Page::first(PAGE));
    while let Some(now) = page {
        let Paged { items, next } = gateway.settlements(query, now).await?;
        page = all.take(items, |settlement| settlement.id.clone(), next)?;
    }
    Ok(all.items)
}

/// Lines seen so far, each once.
struct Once<T> {
    items: Vec<T>,
    seen: HashSet<String>,
    pages: usize,
}

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self { items: Vec::new(), seen: HashSet::new(), pages: 0 }
    }
}

impl<T> Once<T> {
    /// Takes a page and answers which one to read next: none when this one brought nothing new, as from a gateway that
    /// gives the same page for ever.
    fn take(&mut self, page: Vec<T>, name: impl Fn(&T) -> String, next: Option<Page>) -> Result<Option<Page>, Error> {
        let before = self.items.len();
        for item in page {
            if self.seen.insert(name(&item)) {
                self.items.push(item);
            }
        }
        self.pages += 1;
        if self.pages == PAGES_MAX && next.is_some() {
            return Err(Error::Config("the list is too long: ask for a shorter span".to_owned()));
        }
        Ok(next.filter(|_| self.items.len() > before))
    }
}
