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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::entry::Hash;
    use crate::domain::fact::Stopped;
    use crate::domain::time::Stamp;

    fn book() -> Connection {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(crate::journal::schema::HOURS).unwrap();
        conn
    }

    fn entry(seq: u64, at: i64) -> Entry {
        let stamp = Stamp { at: Timestamp(at), mono_ms: 0, boot: [0; 16], offset_min: 0 };
        Entry { seq, stamp, actor: 0, training: false, fact: Stopped {}.into(), hash: Hash::default() }
    }

    #[test]
    fn the_first_entry_of_each_hour_is_noted_whatever_the_clock_does_after() {
        let conn = book();
        let moments = [(1, 10), (2, HOUR_MS - 1), (3, HOUR_MS), (4, 5), (5, 2 * HOUR_MS + 7), (6, HOUR_MS)];
        moments.into_iter().for_each(|(seq, at)| fold(&conn, &entry(seq, at)).unwrap());
        let start = |at: i64| start(&conn, Timestamp(at)).unwrap();
        assert_eq!([start(0), start(10), start(HOUR_MS - 1), start(HOUR_MS)], [1, 1, 1, 3]);
        assert_eq!([start(2 * HOUR_MS), start(2 * HOUR_MS + 7), start(i64::MAX)], [3, 5, 5]);
    }
}
