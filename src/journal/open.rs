//! Opening a book: lock, settings, form, checks, then the fold. Anything doubtful refuses; nothing is ever deleted.

use rusqlite::{Connection, TransactionBehavior};
use uuid::Uuid;

use super::chain::{Ids, Row};
use super::error::{OpenError, StoreError};
use super::flaw::{Flaw, FlawReason};
use super::key::JournalKey;
use super::lock::Lock;
use super::place::{Birth, Place, network_file_system, private_file};
use super::store::{self, Form};
use super::writer::Writer;
use super::{count, migrate, projection, schema, verify};
use crate::domain::book::Book;
use crate::domain::entry::{Entry, Head};
use crate::domain::fact::{Fact, Genesis};
use crate::domain::time::{Stamp, Timestamp};

/// How many of the newest entries are checked at every start.
pub const TAIL_CHECKED: u64 = 10_000;

/// What rebuilding found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rebuilt {
    /// Entries folded.
    pub entries: u64,
    /// Rows of `sale`.
    pub sales: u64,
    /// Rows of `attempt`.
    pub attempts: u64,
}

/// Takes the book and makes its writer, with a copy of the book to show.
pub(crate) fn open(place: &Place, key: JournalKey, birth: Birth, stamp: Stamp) -> Result<(Writer, Book), OpenError> {
    let lock = take(place, stamp.at)?;
    let file = place.file();
    let fresh = is_fresh(place)?;
    if fresh && log_size(place) > 0 {
        let reason = FlawReason::Unreadable("the database is gone, its log is there".to_owned());
        return Err(Flaw { seq: 0, reason }.into());
    }
    drop(private_file(&file)?);
    let form = if fresh { Form::Empty } else { peek(place)? };
    let mut conn = store::open_writer(&file)?;
    match form {
        Form::Empty => create(&mut conn, &key, birth, stamp)?,
        Form::Book(form) => {
            upgrade(&mut conn, form)?;
            check(&conn)?;
            belongs(&conn, &key, &birth)?;
        }
        Form::Foreign => return Err(OpenError::NotABook(file)),
    }
    place.sync_folder()?;
    if !projection::is_current(&conn)? {
        refill(&mut conn)?;
    }
    let book = store::load(&conn)?;
    let ids = book.genesis().and_then(Ids::of).ok_or(Flaw { seq: 1, reason: FlawReason::Genesis })?;
    Ok((Writer::new(conn, book.clone(), (ids, key), &file, lock), book))
}

/// Drops the projections of a closed book and fills them from its entries again.
///
/// # Errors
/// [`OpenError`]; the projections are as before then.
pub fn rebuild(place: &Place, now: Timestamp) -> Result<Rebuilt, OpenError> {
    let _lock = take(place, now)?;
    match if is_fresh(place)? { Form::Empty } else { peek(place)? } {
        Form::Book(_) => {}
        Form::Empty | Form::Foreign => return Err(OpenError::NotABook(place.file())),
    }
    let mut conn = store::open_writer(&place.file())?;
    check(&conn)?;
    refill(&mut conn)?;
    Ok(Rebuilt {
        entries: store::head(&conn)?.seq,
        sales: count::query(&conn, "SELECT count(*) FROM sale")?,
        attempts: count::query(&conn, "SELECT count(*) FROM attempt")?,
    })
}

fn take(place: &Place, now: Timestamp) -> Result<Lock, OpenError> {
    place.make_folder()?;
    if let Some(kind) = network_file_system(place.folder()) {
        return Err(OpenError::Network(kind));
    }
    Lock::take(place, now)
}

fn is_fresh(place: &Place) -> Result<bool, OpenError> {
    match std::fs::metadata(place.file()) {
        Ok(meta) => Ok(meta.len() == 0),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error.into()),
    }
}

fn log_size(place: &Place) -> u64 {
    std::fs::metadata(place.file().with_extension("db-wal")).map_or(0, |meta| meta.len())
}

/// Looks at the file with a connection that cannot change it.
fn peek(place: &Place) -> Result<Form, OpenError> {
    let form = store::form(&store::open_reader(&place.file())?)?;
    match form {
        Form::Book(found) if found > schema::VERSION => Err(OpenError::Newer { found, known: schema::VERSION }),
        Form::Foreign => Err(OpenError::NotABook(place.file())),
        Form::Book(_) | Form::Empty => Ok(form),
    }
}

/// Tables and first entry in one transaction: a book is never seen without its genesis.
fn create(conn: &mut Connection, key: &JournalKey, birth: Birth, stamp: Stamp) -> Result<(), OpenError> {
    let genesis = Genesis {
        journal: Uuid::new_v4().simple().to_string(),
        terminal: birth.terminal,
        public_key: key.public_hex(),
        version: birth.version,
        shop: birth.shop,
        currency: birth.currency,
        environment: birth.environment,
    };
    let not_hex = || StoreError::Other("the till's name is not 32 hex characters".to_owned());
    let ids = Ids::of(&genesis).ok_or_else(not_hex)?;
    let row = Row::seal(&Fact::Genesis(genesis), stamp, Head::default(), (&ids, key));
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    migrate::run(&tx, 0)?;
    store::insert(&tx, &row)?;
    let entry: Entry = row.entry();
    projection::fold(&tx, &mut Book::default(), &entry)?;
    tx.commit()?;
    // Into the main file at once, so that even a copy without its log says what it is.
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(())
}

fn upgrade(conn: &mut Connection, form: i64) -> Result<(), OpenError> {
    if form < schema::VERSION {
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        migrate::run(&tx, form)?;
        projection::refill(&tx)?;
        tx.commit()?;
    }
    Ok(())
}

fn check(conn: &Connection) -> Result<(), OpenError> {
    let last = count::query(conn, "SELECT coalesce(max(seq), 0) FROM journal")?;
    verify::check_from(conn, last.saturating_sub(TAIL_CHECKED), false)?;
    Ok(verify::check_structure(conn, false)?)
}

/// A book is one till's, signed by one key, for one kind of money.
fn belongs(conn: &Connection, key: &JournalKey, birth: &Birth) -> Result<(), OpenError> {
    let genesis = store::genesis(conn)?.ok_or(Flaw { seq: 1, reason: FlawReason::Genesis })?;
    if genesis.terminal != birth.terminal {
        return Err(OpenError::OtherTill { found: genesis.terminal, ours: birth.terminal.clone() });
    }
    if genesis.environment != birth.environment {
        return Err(OpenError::OtherEnvironment { found: genesis.environment, ours: birth.environment.clone() });
    }
    if genesis.public_key != key.public_hex() {
        return Err(OpenError::OtherKey { found: genesis.public_key, ours: key.public_hex() });
    }
    Ok(())
}

fn refill(conn: &mut Connection) -> Result<(), OpenError> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    projection::refill(&tx)?;
    Ok(tx.commit()?)
}
