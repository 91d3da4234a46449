//! What survives a kill: each record as one row of JSON, written before the answer leaves.

use std::path::Path;

use rusqlite::{Connection, params};
use serde::{Serialize, de::DeserializeOwned};

/// The state file. One sandbox at a time holds it.
#[derive(Debug)]
pub(crate) struct Store {
    connection: Connection,
}

/// Why the state file cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    #[error("{0}")]
    Sqlite(#[from] rusqlite::Error),
    #[error("{kind} {serial} is not readable: {source}")]
    Row { kind: &'static str, serial: i64, source: serde_json::Error },
    #[error("this file belongs to another program or a newer version")]
    Foreign,
}

/// "RUsb" in ASCII: marks the file as ours.
const APPLICATION_ID: i64 = 0x5255_7362;
const SCHEMA_VERSION: i64 = 1;

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS record(
        serial INTEGER PRIMARY KEY,  -- rising, so that a new record is appended and nothing is moved
        kind   TEXT NOT NULL,
        json   TEXT NOT NULL
    ) STRICT;";

/// Pages of log before they are folded into the file; more means fewer pauses.
const CHECKPOINT_PAGES: i64 = 4_000;

impl Store {
    /// Opens or creates the file and takes it for this process alone.
    pub(crate) fn open(path: &Path) -> Result<Self, StoreError> {
        let connection = Connection::open(path)?;
        // Exclusive: a second sandbox on the same file must fail at start, not lose writes later.
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // A killed process loses nothing with NORMAL; only a power cut can, and this is practice money.
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
        let id: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
        let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        let fresh = id == 0 && version == 0 && tables == 0;
        if !fresh && (id != APPLICATION_ID || version != SCHEMA_VERSION) {
            return Err(StoreError::Foreign);
        }
        connection.execute_batch("BEGIN IMMEDIATE")?;
        connection.execute_batch(SCHEMA)?;
        connection.pragma_update(None, "application_id", APPLICATION_ID)?;
        connection.pragma_update(None, "user_version", SCHEMA_VERSION)?;
        connection.execute_batch("COMMIT")?;
        Ok(Self { connection })
    }

    /// Writes a record or replaces it. Serials are unique across kinds.
    pub(crate) fn put(&self, kind: &str, serial: u64, value: &impl Serialize) -> Result<(), StoreError> {
        let json = serde_json::to_string(value).expect("records have text keys and no failing parts");
        let mut statement =
            self.connection.prepare_cached("INSERT OR REPLACE INTO record(serial, kind, json) VALUES(?1, ?2, ?3)")?;
        statement.execute(params![serial.cast_signed(), kind, json])?;
        Ok(())
    }

    /// Every record of a kind.
    pub(crate) fn all<T: DeserializeOwned>(&self, kind: &'static str) -> Result<Vec<T>, StoreError> {
        let mut statement = self.connection.prepare("SELECT serial, json FROM record WHERE kind = ?1")?;
        let rows = statement.query_map([kind], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
        rows.map(|row| {
            let (serial, json) = row?;
            serde_json::from_str(&json).map_err(|source| StoreError::Row { kind, serial, source })
        })
        .collect()
    }
}
