//! Which entry was the first at or after a moment: answered from one row per hour instead of every entry before it.
//!
//! Clocks jump, so entries are not in the order of their moments. What never goes back is the latest moment any entry so far
//! has told: its first entry of each hour has a row. Before the row at or below a moment, no entry tells that moment or a
//! later one; at the row above it, one does.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::count::{Count, count};
use crate::domain::entry::Entry;
use crate::domain::time::Timestamp;

const HOUR_MS: i64 = 3_600_000;

/// Writes the entry's row, if it is the first to reach its hour.
pub(crate) fn fold(tx: &Connection, entry: &Entry) -> rusqlite::Result<()> {
    let at = entry.stamp.at.0;
    let mut newest = tx.prepare_cached("SELECT at_ms FROM hour ORDER BY at_ms DESC LIMIT 1")?;
    let newest: Option<i64> = newest.query_row([], |row| row.get(0)).optional()?;
    if newest.is_some_and(|newest| at.div_euclid(HOUR_MS) <= newest.div_euclid(HOUR_MS)) {
        return Ok(());
    }
    tx.prepare_cached("INSERT INTO hour(at_ms, seq) VALUES (?1, ?2)")?.execute(params![at, Count(entry.seq)])?;
    Ok(())
}

/// An entry before which none was written at or after a moment.
pub(crate) fn start(conn: &Connection, at: Timestamp) -> rusqlite::Result<u64> {
    let mut statement = conn.prepare_cached("SELECT seq FROM hour WHERE at_ms <= ?1 ORDER BY at_ms DESC LIMIT 1")?;
    Ok(statement.query_row([at.0], |row| count(row, 0)).optional()?.unwrap_or(1))
}

/// The first entry from `from` on that was written at or after a moment.
pub(crate) fn first(conn: &Connection, from: u64, at: Timestamp) -> rusqlite::Result<Option<u64>> {
    let mut statement =
        conn.prepare_cached("SELECT seq FROM journal WHERE seq >= ?1 AND at_ms >= ?2 ORDER BY seq LIMIT 1")?;
    statement.query_row(params![Count(from), at.0], |row| count(row, 0)).optional()
}
