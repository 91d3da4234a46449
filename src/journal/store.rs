//! SQLite as the journal uses it: how it is opened, how rows go in and come out, how a book is loaded.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, params};

use super::chain::Row;
use super::count::{self, Count, count};
use super::error::OpenError;
use super::schema;
use crate::domain::book::{Book, Counters};
use crate::domain::checks::{Checked, Checks};
use crate::domain::day::Day;
use crate::domain::entry::{Entry, Hash, Head};
use crate::domain::fact::{Fact, Genesis};
use crate::domain::id::SaleId;
use crate::domain::sale::Sale;
use crate::domain::till_day::TillDay;
use crate::domain::time::{Stamp, Timestamp};

/// How long a writer waits for another process's lock, in milliseconds.
const BUSY_TIMEOUT_MS: i64 = 5_000;

/// Every setting safety rests on: set, read back, and refused to go without.
const SETTINGS: [(&str, &str, &str); 9] = [
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", "2"),
    ("fullfsync", "ON", "1"),
    ("foreign_keys", "ON", "1"),
    ("trusted_schema", "OFF", "0"),
    ("cell_size_check", "ON", "1"),
    ("mmap_size", "0", "0"),
    ("busy_timeout", "5000", "5000"),
    // An entry costs some five pages of log: folding it into the file stays well outside of one step in a hundred.
    ("wal_autocheckpoint", "4000", "4000"),
];

const _: () = assert!(BUSY_TIMEOUT_MS == 5_000, "the table above says the same");

/// Opens for writing with every setting checked. The file must exist.
pub(crate) fn open_writer(path: &Path) -> Result<Connection, OpenError> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.set_prepared_statement_cache_capacity(32);
    keep_plans(&conn)?;
    for (name, value, want) in SETTINGS {
        conn.pragma_update_and_check(None, name, value, |_| Ok(())).or_else(ignore_no_answer)?;
        let got = read_setting(&conn, name)?;
        if got != want {
            return Err(OpenError::Setting { name, got });
        }
    }
    Ok(conn)
}

/// Keeps a prepared statement as it is: with a partial index in reach, another value would have it prepared again.
fn keep_plans(conn: &Connection) -> rusqlite::Result<()> {
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map(drop)
}

/// Some settings answer with their new value, some with nothing.
fn ignore_no_answer(error: rusqlite::Error) -> rusqlite::Result<()> {
    if error == rusqlite::Error::QueryReturnedNoRows { Ok(()) } else { Err(error) }
}

fn read_setting(conn: &Connection, name: &str) -> rusqlite::Result<String> {
    use rusqlite::types::Value;
    let answer = conn.pragma_query_value(None, name, |row| row.get::<_, Value>(0)).optional()?;
    Ok(match answer {
        Some(Value::Integer(number)) => number.to_string(),
        Some(Value::Text(text)) => text,
        // A build without memory maps answers nothing: that is off.
        None => "0".to_owned(),
        Some(other) => format!("{other:?}"),
    })
}

/// Opens for reading only; a copy without its log in a folder that takes no writes is read as it stands.
pub(crate) fn open_reader(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let open = |conn: Connection| -> rusqlite::Result<Connection> {
        conn.pragma_update(None, "trusted_schema", "OFF")?;
        conn.pragma_update(None, "query_only", "ON")?;
        keep_plans(&conn)?;
        conn.busy_timeout(std::time::Duration::from_millis(BUSY_TIMEOUT_MS.unsigned_abs()))?;
        conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        Ok(conn)
    };
    let first = Connection::open_with_flags(path, flags).and_then(open);
    let log = path.with_extension("db-wal");
    match (&first, url::Url::from_file_path(path)) {
        (Err(_), Ok(mut url)) if path.is_file() && !log.exists() => {
            url.set_query(Some("immutable=1"));
            Connection::open_with_flags(url.as_str(), flags).and_then(open).or(first)
        }
        _ => first,
    }
}

/// What the file says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Nothing in it yet.
    Empty,
    /// A book of this form.
    Book(i64),
    /// Something else.
    Foreign,
}

/// Looks at the file without changing it.
pub(crate) fn form(conn: &Connection) -> rusqlite::Result<Form> {
    let number = |name: &str| conn.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let tables: i64 = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(match (number("application_id")?, number("user_version")?, tables) {
        (0, 0, 0) => Form::Empty,
        (schema::APPLICATION_ID, version, _) if version > 0 => Form::Book(version),
        _ => Form::Foreign,
    })
}

/// Whether the table `journal`, its index and its triggers are word for word those of [`schema::JOURNAL`].
pub(crate) fn has_guards(conn: &Connection) -> rusqlite::Result<bool> {
    let model = Connection::open_in_memory()?;
    model.execute_batch(schema::JOURNAL)?;
    Ok(guards(conn)? == guards(&model)?)
}

fn guards(conn: &Connection) -> rusqlite::Result<Vec<(String, Option<String>)>> {
    let mut statement =
        conn.prepare("SELECT name, sql FROM sqlite_schema WHERE tbl_name = 'journal' ORDER BY type, name")?;
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// Appends one row.
pub(crate) fn insert(tx: &Connection, row: &Row) -> rusqlite::Result<()> {
    let mut statement = tx.prepare_cached(
        "INSERT INTO journal(seq, kind, at_ms, mono_ms, boot, tz_min, actor, training, receipt_no, cart, payload, \
         prev, hash, sig) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?;
    statement.execute(params![
        Count(row.seq),
        row.kind,
        row.stamp.at.0,
        Count(row.stamp.mono_ms),
        row.stamp.boot,
        row.stamp.offset_min,
        row.actor,
        row.training,
        row.receipt_no.map(Count),
        row.cart.as_ref().map(|cart| cart.as_bytes()),
        row.payload,
        row.prev.0,
        row.hash.0,
        row.sig,
    ])?;
    Ok(())
}

/// The columns of [`read_row`], in its order.
macro_rules! select_rows {
    ($rest:literal) => {
        concat!(
            "SELECT seq, kind, at_ms, mono_ms, boot, tz_min, actor, training, receipt_no, cart, payload, prev, hash, sig \
             FROM journal ",
            $rest
        )
    };
}
pub(crate) use select_rows;

/// Reads one row strictly: a value no writer could have stored is an error.
pub(crate) fn read_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    let training = match row.get::<_, i64>(7)? {
        0 => false,
        1 => true,
        other => return Err(rusqlite::Error::IntegralValueOutOfRange(7, other)),
    };
    Ok(Row {
        seq: count(row, 0)?,
        kind: row.get(1)?,
        stamp: Stamp {
            at: Timestamp(row.get(2)?),
            mono_ms: count(row, 3)?,
            boot: row.get(4)?,
            offset_min: row.get(5)?,
        },
        actor: row.get(6)?,
        training,
        receipt_no: row.get::<_, Option<Count>>(8)?.map(|number| number.0),
        cart: row.get::<_, Option<[u8; 16]>>(9)?.map(uuid::Uuid::from_bytes),
        payload: row.get(10)?,
        prev: Hash(row.get(11)?),
        hash: Hash(row.get(12)?),
        sig: row.get(13)?,
    })
}

/// The chain's end as stored.
pub(crate) fn head(conn: &Connection) -> rusqlite::Result<Head> {
    let last = conn.query_row("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1", [], |row| {
        Ok(Head { seq: count(row, 0)?, hash: Hash(row.get(1)?) })
    });
    Ok(last.optional()?.unwrap_or_default())
}

/// When the last entry was written; none in an empty book.
pub(crate) fn last_stamp(conn: &Connection) -> rusqlite::Result<Option<Stamp>> {
    Ok(conn.query_row(select_rows!("ORDER BY seq DESC LIMIT 1"), [], read_row).optional()?.map(|row| row.stamp))
}

/// The first entry, if it is one.
pub(crate) fn genesis(conn: &Connection) -> rusqlite::Result<Option<Genesis>> {
    let first = conn.query_row(select_rows!("WHERE seq = 1"), [], read_row).optional()?;
    Ok(first.and_then(|row| if let Fact::Genesis(genesis) = row.entry().fact { Some(genesis) } else { None }))
}

/// Some entries from `from_seq` on, in order.
pub(crate) fn entries(conn: &Connection, from_seq: u64, limit: usize) -> rusqlite::Result<Vec<Entry>> {
    let mut statement = conn.prepare_cached(select_rows!("WHERE seq >= ?1 ORDER BY seq LIMIT ?2"))?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let from = i64::try_from(from_seq).unwrap_or(i64::MAX);
    statement.query_map(params![from, limit], read_row)?.map(|row| row.map(|row| row.entry())).collect()
}

/// Folds one sale by its name, however old.
pub(crate) fn sale_named(conn: &Connection, id: SaleId) -> rusqlite::Result<Option<Sale>> {
    let mut statement = conn.prepare_cached(select_rows!("WHERE cart = ?1 ORDER BY seq"))?;
    fold_sale(statement.query_map([id.0.as_bytes()], read_row)?)
}

/// Folds one sale by its number, however old.
pub(crate) fn sale(conn: &Connection, number: u64) -> rusqlite::Result<Option<Sale>> {
    let mut statement =
        conn.prepare_cached(select_rows!("WHERE cart = (SELECT id FROM sale WHERE number = ?1) ORDER BY seq"))?;
    fold_sale(statement.query_map([i64::try_from(number).unwrap_or(-1)], read_row)?)
}

/// Takes the sale an entry speaks of to hand again where it left the book, as it was before the entry.
pub(crate) fn recall(conn: &Connection, book: &mut Book, entry: &Entry) -> rusqlite::Result<()> {
    let Some(id) = entry.fact.sale() else { return Ok(()) };
    if book.sale(id).is_some() || matches!(entry.fact, Fact::SaleOpened(_)) {
        return Ok(());
    }
    let mut statement = conn.prepare_cached(select_rows!("WHERE cart = ?1 AND seq < ?2 ORDER BY seq"))?;
    let sale = fold_sale(statement.query_map(params![id.0.as_bytes(), Count(entry.seq)], read_row)?)?;
    sale.into_iter().for_each(|sale| book.recall(sale));
    Ok(())
}

/// Folds the sales of rows in order. None is forgotten on the way: what is at hand was decided when it was written.
fn fold_sales(rows: impl Iterator<Item = rusqlite::Result<Row>>) -> rusqlite::Result<Vec<Sale>> {
    let (mut sales, mut places): (Vec<Sale>, HashMap<SaleId, usize>) = (Vec::new(), HashMap::new());
    for row in rows {
        let entry = row?.entry();
        if let Some(sale) = Sale::open(&entry.fact, entry.stamp.at) {
            places.insert(sale.id, sales.len());
            sales.push(sale);
        } else if let Some(place) = entry.fact.sale().and_then(|id| places.get(&id)) {
            sales[*place].apply(&entry.fact, entry.stamp.at, entry.seq, entry.hash);
        }
    }
    Ok(sales)
}

fn fold_sale(rows: impl Iterator<Item = rusqlite::Result<Row>>) -> rusqlite::Result<Option<Sale>> {
    let mut sale: Option<Sale> = None;
    for row in rows {
        let entry = row?.entry();
        match &mut sale {
            Some(sale) => sale.apply(&entry.fact, entry.stamp.at, entry.seq, entry.hash),
            none => *none = Sale::open(&entry.fact, entry.stamp.at),
        }
    }
    Ok(sale)
}

/// Loads the book: the counters, and the entries of the sales that are at hand.
///
/// The projection's `held` marks exactly the sales a book keeps that has folded every entry, so the loaded one equals it.
pub(crate) fn load(conn: &Connection) -> rusqlite::Result<Book> {
    let counters = Counters {
        head: head(conn)?,
        last_sale: count::query(conn, "SELECT coalesce(max(number), 0) FROM sale")?,
        last_receipt: count::query(conn, "SELECT coalesce(max(receipt_no), 0) FROM journal")?,
    };
    let mut book = Book::resume(genesis(conn)?, counters, till_day(conn)?);
    let mut statement =
        conn.prepare(select_rows!("WHERE cart IN (SELECT id FROM sale WHERE held = 1) ORDER BY seq"))?;
    for sale in fold_sales(statement.query_map([], read_row)?)? {
        book.recall(sale);
    }
    let mut standing = conn.prepare(select_rows!("WHERE seq IN (SELECT seq FROM standing) ORDER BY seq"))?;
    for row in standing.query_map([], read_row)? {
        book.apply(&row?.entry());
    }
    load_checks(conn, &mut book)?;
    Ok(book)
}

/// Takes the checks to hand that a book keeps which has folded every entry.
fn load_checks(conn: &Connection, book: &mut Book) -> rusqlite::Result<()> {
    let mut known: HashMap<u64, Arc<Checked>> = HashMap::new();
    let mut statement = conn.prepare(
        "SELECT day, seq FROM checked WHERE blocks = 1 OR day >= coalesce(\
         (SELECT DISTINCT day FROM checked ORDER BY day DESC LIMIT 1 OFFSET ?1), 0)",
    )?;
    let beyond = i64::try_from(Checks::DAYS_MAX - 1).unwrap_or(i64::MAX);
    let rows = statement.query_map([beyond], |row| Ok((row.get::<_, i64>(0)?, count(row, 1)?)))?;
    let rows: Vec<(i64, u64)> = rows.collect::<rusqlite::Result<_>>()?;
    for (day, seq) in rows {
        if let Some(checked) = check(conn, seq, &mut known)? {
            book.recall_check(Day::from_number(day), checked);
        }
    }
    let last: Option<Count> = conn.query_row("SELECT max(seq) FROM checked", [], |row| row.get(0))?;
    let last = last.map(|seq| check(conn, seq.0, &mut known)).transpose()?.flatten();
    last.into_iter().for_each(|checked| book.recall_check(None, checked));
    Ok(())
}

fn check(
    conn: &Connection,
    seq: u64,
    known: &mut HashMap<u64, Arc<Checked>>,
) -> rusqlite::Result<Option<Arc<Checked>>> {
    if let Some(checked) = known.get(&seq) {
        return Ok(Some(checked.clone()));
    }
    let mut statement = conn.prepare_cached(select_rows!("WHERE seq = ?1"))?;
    let entry = statement.query_row([Count(seq)], read_row)?.entry();
    let checked = Checked::of(&entry).map(Arc::new);
    known.extend(checked.clone().map(|checked| (seq, checked)));
    Ok(checked)
}

/// The number of the sale an invoice of a gateway belongs to.
pub(crate) fn number_of_invoice(conn: &Connection, gateway: &str, invoice: &str) -> rusqlite::Result<Option<u64>> {
    let mut statement = conn.prepare_cached("SELECT number FROM attempt WHERE gateway = ?1 AND invoice_id = ?2")?;
    statement.query_row([gateway, invoice], |row| count(row, 0)).optional()
}

/// Folds every entry; for a book whose projections this version does not know.
pub(crate) fn load_whole(conn: &Connection) -> rusqlite::Result<Book> {
    let mut book = Book::default();
    let mut statement = conn.prepare(select_rows!("ORDER BY seq"))?;
    for row in statement.query_map([], read_row)? {
        let entry = row?.entry();
        recall(conn, &mut book, &entry)?;
        book.apply(&entry);
    }
    Ok(book)
}

/// What the book knew of the day when it was last written.
pub(crate) fn till_day(conn: &Connection) -> rusqlite::Result<TillDay> {
    let state = conn.query_row("SELECT state FROM till_day WHERE id = 1", [], |row| row.get::<_, String>(0));
    let Some(state) = state.optional()? else { return Ok(TillDay::default()) };
    serde_json::from_str(&state)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, error.into()))
}
