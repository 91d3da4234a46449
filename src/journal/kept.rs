//! The gateway's own ledger beside the book: fetched lines, kept as they came. They are neither truth of this till nor
//! a projection of it, so nothing rebuilds them and nothing chains them; fetching again keeps each line once.

use rusqlite::{Connection, Row, TransactionBehavior, params};

use super::error::StoreError;
use crate::domain::ledger::{KeptEntry, KeptQuery};
use crate::domain::time::Timestamp;

/// Writes lines that are not there yet, in one transaction; answers how many were new.
pub(crate) fn keep(conn: &mut Connection, entries: &[KeptEntry]) -> Result<usize, StoreError> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut new = 0;
    {
        let mut statement = tx.prepare_cached(
            "INSERT INTO gw_entry(gateway, entry_id, code, invoice_id, amount, scale, cur, ts_ms, reading, raw, fetched_ms) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT(gateway, entry_id) DO NOTHING",
        )?;
        for kept in entries {
            let entry = &kept.entry;
            let reading = serde_json::to_string(entry).map_err(|error| StoreError::Other(error.to_string()))?;
            new += statement.execute(params![
                kept.gateway.as_str(),
                kept.id,
                entry.code,
                entry.invoice.as_ref().map(|invoice| invoice.as_str()),
                entry.amount.mantissa().to_string(),
                entry.amount.scale(),
                entry.currency,
                entry.at.0,
                reading,
                kept.raw.as_bytes(),
                kept.fetched.0,
            ])?;
        }
    }
    tx.commit()?;
    Ok(new)
}

/// Reads lines back, oldest first.
pub(crate) fn entries(conn: &Connection, query: &KeptQuery) -> Result<Vec<KeptEntry>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT gateway, entry_id, reading, raw, fetched_ms FROM gw_entry \
         WHERE gateway = ?1 AND (?2 IS NULL OR cur = ?2) AND ts_ms >= ?3 AND ts_ms < ?4 ORDER BY ts_ms, rowid",
    )?;
    let (from, until) = (query.from.0, query.until.0);
    let rows = statement.query_map(params![query.gateway.as_str(), query.currency, from, until], read)?;
    rows.map(|row| row?.ok_or_else(|| StoreError::Corrupt("a kept ledger line cannot be read".to_owned()))).collect()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Option<KeptEntry>> {
    let (gateway, reading): (String, String) = (row.get(0)?, row.get(2)?);
    let Ok(entry) = serde_json::from_str(&reading) else { return Ok(None) };
    let Ok(raw) = String::from_utf8(row.get(3)?) else { return Ok(None) };
    Ok(Some(KeptEntry {
        gateway: gateway.as_str().into(),
        id: row.get(1)?,
        entry,
        raw,
        fetched: Timestamp(row.get(4)?),
    }))
}
