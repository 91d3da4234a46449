//! A ledger file taken into the book's side store: read whole before a line is kept, and every line kept once.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::ask::CheckError;
use super::span::unit;
use super::{files, rows};
use crate::domain::id::GatewayId;
use crate::domain::ledger::{KeptEntry, KeptQuery};
use crate::domain::time::Timestamp;
use crate::reconcile::engine::Progress;
use crate::reconcile::import::flaw::{Flaw, FlawKind, Refused};
use crate::reconcile::parts::Parts;
use crate::reconcile::row::{LedgerRow, Unit};
use crate::service::Till;
use crate::service::error::Trouble;
use crate::service::ledger::Namer;

/// Lines kept in one transaction: sales go on between two of them.
const CHUNK: usize = 2_000;
/// Chunks that wait for the journal.
const WAITING: usize = 4;
const DAY_MS: i64 = 86_400_000;

/// What an import brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    /// Lines the file has.
    pub read: usize,
    /// Lines that were not kept yet.
    pub new: usize,
}

impl Till {
    /// Keeps the lines of a ledger file, CSV or JSON, beside the book. Nothing is kept unless every line can be read and
    /// none contradicts a kept one. Importing again changes nothing, and completes what was cut off.
    ///
    /// # Errors
    /// [`CheckError`].
    pub async fn import_ledger(
        &self,
        gateway: &GatewayId,
        file: PathBuf,
        currency: Option<Unit>,
        progress: Arc<Progress>,
    ) -> Result<Imported, CheckError> {
        let unit = currency.unwrap_or_else(|| unit(self.config().shop.currency));
        let (path, watched) = (file.clone(), progress.clone());
        let read = beside(move || files::ledger(&path, unit, &watched)).await?;
        let count = read.len();
        self.agrees(gateway, &file, read).await?;
        let mut namer = Namer::new(gateway, self.clock().now());
        let (sender, mut chunks) = tokio::sync::mpsc::channel(WAITING);
        let watched = progress.clone();
        let reading = tokio::task::spawn_blocking(move || {
            let mut chunk = Vec::with_capacity(CHUNK);
            let put = |chunk: &mut Vec<KeptEntry>| {
                // Nobody takes them any more: the journal has failed.
                if sender.blocking_send(std::mem::take(chunk)).is_err() {
                    watched.stop();
                }
            };
            files::entries(&file, unit, &watched, &mut |entry| {
                chunk.push(namer.name(entry));
                if chunk.len() == CHUNK {
                    put(&mut chunk);
                }
            })?;
            put(&mut chunk);
            Ok::<(), CheckError>(())
        });
        let mut new = 0;
        while let Some(chunk) = chunks.recv().await {
            new += self.journal().keep(chunk).await?;
        }
        reading.await.map_err(|_| Trouble::Interrupted)??;
        Ok(Imported { read: count, new })
    }

    /// Looks whether a line of the file is kept already and says something else.
    async fn agrees(&self, gateway: &GatewayId, file: &Path, read: Parts<LedgerRow>) -> Result<(), CheckError> {
        let moments = || read.iter().map(|line| line.at);
        let Some((first, last)) = moments().min().zip(moments().max()) else { return Ok(()) };
        let query = KeptQuery {
            gateway: gateway.clone(),
            currency: None,
            from: Timestamp(first.saturating_sub(DAY_MS)),
            until: Timestamp(last.saturating_add(DAY_MS)),
        };
        let kept = self.kept_ledger(query).await?;
        let refused = beside(move || Ok(contradictions(&kept, &read))).await?;
        refused.or(()).map_err(|why| files::refused(file, why))
    }
}

async fn beside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, CheckError> + Send + 'static,
) -> Result<T, CheckError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Trouble::Interrupted)?
}

/// Lines that have the name of a kept one and another amount, kind, currency or invoice.
fn contradictions(kept: &[KeptEntry], read: &Parts<LedgerRow>) -> Refused {
    let rows = kept.iter().filter(|kept| kept.entry.id.is_some()).map(|kept| rows::line(kept, 0, false));
    let known: HashMap<u64, LedgerRow> = rows.map(|row| (row.id, row)).collect();
    let same = |a: &LedgerRow, b: &LedgerRow| {
        let invoice = a.invoice == b.invoice || a.invoice.is_none() || b.invoice.is_none();
        invoice && (a.code, a.unit, a.amount) == (b.code, b.unit, b.amount)
    };
    let differs = |row: &&LedgerRow| known.get(&row.id).is_some_and(|known| !same(known, row));
    let mut bad: Vec<u32> = read.iter().filter(differs).map(|row| row.row).collect();
    bad.sort_unstable();
    let mut refused = Refused::default();
    bad.into_iter().for_each(|row| refused.note(Flaw::at(u64::from(row), "id", b"", FlawKind::Kept)));
    refused
}
