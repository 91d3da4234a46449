//! The gateway's own book: fetched, kept beside ours, read back.

use std::collections::HashMap;

use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use super::Till;
use super::error::Trouble;
use crate::domain::id::GatewayId;
use crate::domain::ledger::{KeptEntry, KeptQuery, RawEntry};
use crate::domain::time::Timestamp;
use crate::gateway::port::LedgerQuery;

/// What a fetch brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// The ledgers read.
    pub currencies: Vec<String>,
    /// Lines the gateway gave.
    pub read: usize,
    /// Lines that were not kept yet.
    pub new: usize,
}

impl Till {
    /// Fetches the lines of a span from one ledger, or from every ledger the gateway has, and keeps them beside the
    /// book. Fetching again changes nothing.
    ///
    /// # Errors
    /// [`Trouble`]; what was fetched before is kept all the same.
    pub async fn fetch_ledger(
        &self,
        gateway: &GatewayId,
        currency: Option<String>,
        (from, to): (Date, Date),
    ) -> Result<Fetched, Trouble> {
        let asked = self.gateway(gateway)?;
        let currencies = match currency {
            Some(currency) => vec![currency],
            None => asked.balances().await?.into_iter().map(|balance| balance.currency).collect(),
        };
        let (mut read, mut new) = (0, 0);
        for currency in &currencies {
            let query = LedgerQuery { currency: currency.clone(), from, to };
            let entries = asked.ledger(&query).await?;
            read += entries.len();
            new += self.journal().keep(named(entries, gateway, self.clock().now())).await?;
        }
        Ok(Fetched { currencies, read, new })
    }

    /// The kept lines of a span, oldest first.
    ///
    /// # Errors
    /// [`Trouble::Store`].
    pub async fn kept_ledger(&self, query: KeptQuery) -> Result<Vec<KeptEntry>, Trouble> {
        Ok(self.journal().kept(query).await?)
    }
}

/// Gives every line a name: its own, or one made of its text and its place among equal ones, so that the same lines
/// get the same names whenever they are fetched.
fn named(entries: Vec<RawEntry>, gateway: &GatewayId, fetched: Timestamp) -> Vec<KeptEntry> {
    let mut equals: HashMap<String, u32> = HashMap::new();
    let mut kept = Vec::with_capacity(entries.len());
    for RawEntry { entry, raw } in entries {
        let id = entry.id.clone().unwrap_or_else(|| {
            let hash = hex::encode(&Sha256::digest(format!("{}\n{raw}", entry.currency))[..16]);
            let place = equals.entry(hash.clone()).or_default();
            *place += 1;
            format!("text:{hash}:{place}")
        });
        kept.push(KeptEntry { gateway: gateway.clone(), id, entry, raw, fetched });
    }
    kept
}
