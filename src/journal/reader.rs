//! Reading beside the writer: a connection that cannot write, for screens, lists and auditors.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use super::error::{Contradiction, OpenError, StoreError};
use super::store::{self, Form};
use super::witness::{self, Seen};
use super::{count, hour, kept, schema, takings};
use crate::domain::act::ActAt;
use crate::domain::book::Book;
use crate::domain::day::{Moment, Period};
use crate::domain::entry::{Entry, Head};
use crate::domain::fact::Genesis;
use crate::domain::id::{GatewayId, Guid, InvoiceId, SaleId};
use crate::domain::ledger::{KeptEntry, KeptQuery};
use crate::domain::report::Closing;
use crate::domain::sale::Sale;
use crate::domain::takings::{By, Compared, Takings};
use crate::domain::time::Timestamp;

/// Reads a book, live or copied, of this version or a newer one. Cheap to clone; clones share one connection.
#[derive(Debug, Clone)]
pub struct Reader {
    path: PathBuf,
    form: i64,
    conn: Arc<Mutex<Connection>>,
}

/// What a book holds, in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stats {
    /// The form of the file.
    pub form: i64,
    /// The chain's end; its number is the number of entries.
    pub head: Head,
    /// Sales rung up.
    pub sales: u64,
    /// Receipts given out.
    pub receipts: u64,
    /// Entries by kind number.
    pub kinds: BTreeMap<u16, u64>,
    /// When the first and the last entry were written.
    pub span: Option<(Timestamp, Timestamp)>,
    /// Bytes of the database and its log.
    pub bytes: u64,
}

impl Reader {
    /// Opens the database file at `path` for reading.
    ///
    /// # Errors
    /// [`OpenError::NotABook`] for anything else than a book, [`OpenError::Store`] when it cannot be read.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let conn = store::open_reader(path)?;
        match store::form(&conn)? {
            Form::Book(form) => Ok(Self { path: path.to_owned(), form, conn: Arc::new(Mutex::new(conn)) }),
            Form::Empty | Form::Foreign => Err(OpenError::NotABook(path.to_owned())),
        }
    }

    /// Whether a newer version made the book, so that it may be read but never written by this one.
    #[must_use]
    pub fn is_newer(&self) -> bool {
        self.form > schema::VERSION
    }

    /// The chain's end.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn head(&self) -> Result<Head, StoreError> {
        Ok(store::head(&self.conn())?)
    }

    /// What the book is; none if its first entry does not say so.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn genesis(&self) -> Result<Option<Genesis>, StoreError> {
        Ok(store::genesis(&self.conn())?)
    }

    /// The first of what was seen that contradicts the book.
    pub(crate) fn hold_against(&self, seen: &[Seen]) -> Result<Option<Contradiction>, StoreError> {
        let conn = self.conn();
        let journal = store::genesis(&conn)?.map(|genesis| genesis.journal).unwrap_or_default();
        Ok(witness::judge(&conn, &journal, store::head(&conn)?, seen)?)
    }

    /// Up to `limit` entries from `from_seq` on, in order. Blocks for the read.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn entries(&self, from_seq: u64, limit: usize) -> Result<Vec<Entry>, StoreError> {
        Ok(store::entries(&self.conn(), from_seq, limit)?)
    }

    /// A sale by its number, however old. Blocks for the read.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn sale(&self, number: u64) -> Result<Option<Sale>, StoreError> {
        if self.is_newer() {
            return Ok(self.book()?.sale_numbered(number).cloned());
        }
        Ok(store::sale(&self.conn(), number)?)
    }

    /// Fetched ledger lines, oldest first; a book that is older than the table has none. Blocks for the read.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn kept(&self, query: &KeptQuery) -> Result<Vec<KeptEntry>, StoreError> {
        if self.form < 2 { Ok(Vec::new()) } else { kept::entries(&self.conn(), query) }
    }

    /// The number of the first entry written at or after a moment, if there is one. Blocks for the read.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn first_since(&self, at: Timestamp) -> Result<Option<u64>, StoreError> {
        let conn = self.conn();
        Ok(hour::first(&conn, self.start(&conn, at)?, at)?)
    }

    /// An entry before which none was written at or after a moment; the first one where the book has no row for it.
    pub(super) fn start(&self, conn: &Connection, at: Timestamp) -> Result<u64, StoreError> {
        if self.form == schema::VERSION { Ok(hour::start(conn, at)?) } else { Ok(1) }
    }

    /// Whether the book has an attempt of this key, however old. Blocks for the read.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn knows(&self, guid: Guid) -> Result<bool, StoreError> {
        let conn = self.conn();
        let mut statement = conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM attempt WHERE guid = ?1)")?;
        Ok(statement.query_row([guid.0.as_bytes()], |row| row.get(0))?)
    }

    /// A sale by its name, however old. Blocks for the read.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn sale_named(&self, id: SaleId) -> Result<Option<Sale>, StoreError> {
        Ok(store::sale_named(&self.conn(), id)?)
    }

    /// The sale an invoice belongs to, however old. Blocks for the read.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn sale_of_invoice(&self, gateway: &GatewayId, invoice: &InvoiceId) -> Result<Option<Sale>, StoreError> {
        if self.is_newer() {
            return Ok(None);
        }
        let conn = self.conn();
        let number = store::number_of_invoice(&conn, gateway.as_str(), invoice.as_str())?;
        Ok(number.map(|number| store::sale(&conn, number)).transpose()?.flatten())
    }

    /// The folded book, to show. Blocks for the read.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn book(&self) -> Result<Book, StoreError> {
        let conn = self.conn();
        let book = if self.form != schema::VERSION { store::load_whole(&conn) } else { store::load(&conn) };
        Ok(book?)
    }

    /// The takings of a period, split; answered from sums that were kept while the entries were written. Blocks for the
    /// read.
    ///
    /// # Errors
    /// [`StoreError`], also for a book older than these sums.
    pub fn takings(&self, period: Period, by: By) -> Result<Takings, StoreError> {
        let conn = self.conn();
        let genesis = store::genesis(&conn)?;
        let genesis = genesis.ok_or_else(|| StoreError::Corrupt("the first entry is not readable".to_owned()))?;
        Ok(takings::takings(&conn, period, by, genesis.currency)?)
    }

    /// What the same weekday a week before had taken by the same minute. Blocks for the read.
    ///
    /// # Errors
    /// As [`Self::takings`].
    pub fn compared(&self, now: Moment) -> Result<Compared, StoreError> {
        Ok(takings::compared(&self.conn(), now)?)
    }

    /// Acts of a period an owner may want to look at, oldest first. Blocks for the read.
    ///
    /// # Errors
    /// As [`Self::takings`].
    pub fn acts(&self, period: Period) -> Result<Vec<ActAt>, StoreError> {
        Ok(takings::acts(&self.conn(), period)?)
    }

    /// The newest closings, newest first. Blocks for the read.
    ///
    /// # Errors
    /// As [`Self::takings`].
    pub fn closings(&self, limit: usize) -> Result<Vec<Closing>, StoreError> {
        Ok(takings::closings(&self.conn(), limit)?)
    }

    /// One closing by its number. Blocks for the read.
    ///
    /// # Errors
    /// As [`Self::takings`].
    pub fn closing(&self, number: u64) -> Result<Option<Closing>, StoreError> {
        Ok(takings::closing(&self.conn(), number)?)
    }

    /// What the book holds, in numbers. Blocks for the read.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn stats(&self) -> Result<Stats, StoreError> {
        let conn = self.conn();
        let head = store::head(&conn)?;
        let mut statement = conn.prepare("SELECT kind, count(*) FROM journal GROUP BY kind")?;
        let kinds =
            statement.query_map([], |row| Ok((row.get(0)?, count::count(row, 1)?)))?.collect::<Result<_, _>>()?;
        let span = conn.query_row(
            "SELECT (SELECT at_ms FROM journal ORDER BY seq LIMIT 1), (SELECT at_ms FROM journal ORDER BY seq DESC LIMIT 1)",
            [],
            |row| Ok(row.get::<_, Option<i64>>(0)?.zip(row.get::<_, Option<i64>>(1)?)),
        )?;
        Ok(Stats {
            form: self.form,
            head,
            sales: count::query(&conn, "SELECT count(*) FROM journal WHERE kind = 301")?,
            receipts: count::query(&conn, "SELECT count(receipt_no) FROM journal")?,
            kinds,
            span: span.map(|(first, last)| (Timestamp(first), Timestamp(last))),
            bytes: size(&self.path) + size(&self.path.with_extension("db-wal")),
        })
    }

    /// The connection, for the other readings beside this file.
    pub(super) fn conn(&self) -> MutexGuard<'_, Connection> {
        self.conn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn size(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |meta| meta.len())
}
