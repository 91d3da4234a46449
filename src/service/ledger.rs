//! The gateway's own book: fetched, kept beside ours, read back.

use std::collections::HashMap;

use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use super::Till;
use super::error::Trouble;
use crate::domain::id::GatewayId;
use crate::domain::ledger::{KeptEntry, KeptQuery, LedgerEntry, RawEntry};
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
            let mut namer = Namer::new(gateway, self.clock().now());
            new += self.journal().keep(entries.into_iter().map(|entry| namer.name(entry)).collect()).await?;
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

/// Gives every line a name: its own, or one made of what it says and its place among equal ones, so that the same lines
/// get the same names whenever they are fetched and whatever file they come in.
#[derive(Debug)]
pub(super) struct Namer {
    gateway: GatewayId,
    fetched: Timestamp,
    equals: HashMap<[u8; 16], u32>,
}

impl Namer {
    pub(super) fn new(gateway: &GatewayId, fetched: Timestamp) -> Self {
        Self { gateway: gateway.clone(), fetched, equals: HashMap::new() }
    }

    pub(super) fn name(&mut self, RawEntry { entry, raw }: RawEntry) -> KeptEntry {
        let id = entry.id.clone().unwrap_or_else(|| {
            let text = said(&entry);
            let place = self.equals.entry(text).or_default();
            *place += 1;
            format!("text:{}:{place}", hex::encode(text))
        });
        KeptEntry { gateway: self.gateway.clone(), id, entry, raw, fetched: self.fetched }
    }
}

/// What tells one line from another where neither has a name, folded.
fn said(entry: &LedgerEntry) -> [u8; 16] {
    let invoice = entry.invoice.as_ref().map_or("", |invoice| invoice.as_str());
    let refund = entry.refund.as_deref().unwrap_or_default();
    let (amount, at) = (entry.amount.normalize().to_string(), entry.at.0.to_string());
    let parts = [&entry.currency, &entry.code.to_string(), &amount, &at, invoice, refund];
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let digest: [u8; 32] = hash.finalize().into();
    let mut short = [0; 16];
    short.copy_from_slice(&digest[..16]);
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bp2_90_a_line_without_a_name_is_named_by_what_it_says() {
        let line = |amount: &str, kind: &str| {
            let entry = LedgerEntry {
                id: None,
                code: 1000,
                kind: kind.to_owned(),
                description: String::new(),
                amount: amount.parse().unwrap(),
                currency: "EUR".to_owned(),
                at: Timestamp(7),
                invoice: None,
                invoice_amount: None,
                invoice_currency: None,
                coin: None,
                refund: None,
            };
            RawEntry { entry, raw: kind.to_owned() }
        };
        let names = |lines: [RawEntry; 3]| {
            let mut namer = Namer::new(&GatewayId::from("main"), Timestamp(9));
            lines.map(|line| namer.name(line).id)
        };
        let first = names([line("1.50", "a"), line("1.50", "a"), line("2", "a")]);
        assert_eq!(first, names([line("1.5", "other words"), line("1.5", ""), line("2.00", "")]));
        assert!(first[0] != first[1] && first[1] != first[2], "equal lines are told apart by their place: {first:?}");
    }
}
