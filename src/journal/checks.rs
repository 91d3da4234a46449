//! Which check has the last word on each business day, as rows; the check itself is its entry.

use rusqlite::{Connection, params};

use super::count::Count;
use crate::domain::checks::Checked;
use crate::domain::entry::Entry;

/// Writes what a check says the last word on.
pub(super) fn fold(tx: &Connection, entry: &Entry) -> rusqlite::Result<()> {
    let Some(checked) = Checked::of(entry) else { return Ok(()) };
    let mut statement = tx.prepare_cached(
        "INSERT INTO checked(day, gateway, seq, blocks) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT(day, gateway) DO UPDATE SET seq = excluded.seq, blocks = excluded.blocks",
    )?;
    for day in checked.days() {
        let row = params![day.number(), checked.fact.gateway, Count(checked.seq), checked.blocks(day)];
        statement.execute(row)?;
    }
    Ok(())
}
