//! Opening a book: lock, settings, form, checks, then the fold. Anything doubtful refuses; nothing is ever deleted.

use rusqlite::{Connection, TransactionBehavior};
use uuid::Uuid;

use super::chain::{Ids, Row};
use super::error::{Contradiction, Found, OpenError, StoreError, Who};
use super::flaw::{Flaw, FlawReason};
use super::key::JournalKey;
use super::lock::Lock;
use super::place::{Birth, Place, network_file_system, private_file};
use super::store::{self, Form};
use super::verify::{Pages, Verdict};
use super::witness::{self, Seen, Witness};
use super::writer::{Parts, Writer};
use super::{backup, count, migrate, projection, schema, verify};
use crate::domain::book::Book;
use crate::domain::entry::{Entry, Head};
use crate::domain::fact::{Fact, Genesis};
use crate::domain::keeping::Previous;
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
    if let Some(gone) = if fresh { gone(place, &birth) } else { None } {
        return Err(OpenError::Witness(gone));
    }
    if fresh && log_size(place) > 0 {
        let reason = FlawReason::Unreadable("the database is gone, its log is there".to_owned());
        return Err(Flaw { seq: 0, reason }.into());
    }
    drop(private_file(&file)?);
    // Everything that may refuse looks with a connection that cannot change the file.
    let form = if fresh { Form::Empty } else { agreed(place, &key, &birth)? };
    let mut conn = store::open_writer(&file)?;
    match form {
        Form::Empty => create(&mut conn, (&key, birth), stamp, None)?,
        Form::Book(form) => upgrade(&mut conn, form)?,
        Form::Foreign => return Err(OpenError::NotABook(file)),
    }
    place.sync_folder()?;
    if !projection::is_current(&conn)? {
        refill(&mut conn)?;
    }
    let book = store::load(&conn)?;
    let genesis = book.genesis().ok_or(Flaw { seq: 1, reason: FlawReason::Genesis })?;
    let ids = Ids::of(genesis).ok_or(Flaw { seq: 1, reason: FlawReason::Genesis })?;
    let mut witness = Witness::open(&place.head_file(), &genesis.journal)?;
    witness.note(book.head());
    let last = store::last_stamp(&conn)?;
    let writer = Writer::new(Parts { conn, book: book.clone(), ids, key, witness, last, lock }, &file);
    Ok((writer, book))
}

/// A book that is this till's and holds together.
#[derive(Debug)]
pub(crate) struct Whole {
    /// Its last entry.
    pub(crate) head: Head,
    /// Its name, 32 hex characters.
    pub(crate) journal: String,
    /// The names every hash of it holds.
    pub(crate) ids: Ids,
}

/// A book that is whole, this till's, and that no witness speaks against.
fn agreed(place: &Place, key: &JournalKey, birth: &Birth) -> Result<Form, OpenError> {
    let conn = store::open_reader(&place.file())?;
    let form = known_form(&conn, place)?;
    if form != Form::Empty {
        let whole = check_ours(&conn, key, birth)?;
        if let Some(against) = contradiction(&conn, place, birth, &whole)? {
            return Err(OpenError::Witness(against));
        }
    }
    Ok(form)
}

/// Checks a book, and that it is this till's.
pub(crate) fn check_ours(conn: &Connection, key: &JournalKey, birth: &Birth) -> Result<Whole, OpenError> {
    let verdict = check(conn)?;
    let genesis = store::genesis(conn)?.ok_or(Flaw { seq: 1, reason: FlawReason::Genesis })?;
    belongs(&genesis, (&verdict, key), birth)?;
    let ids = Ids::of(&genesis).ok_or(Flaw { seq: 1, reason: FlawReason::Genesis })?;
    Ok(Whole { head: verdict.head, journal: genesis.journal, ids })
}

/// Everything outside the book that has seen of it.
pub(crate) fn seen(place: &Place, birth: &Birth) -> Vec<Seen> {
    let mut all = witness::read(&place.head_file());
    all.extend(backup::seen(place, birth));
    all
}

/// The first witness against a book; none if all agree, or an owner has decided about it before.
pub(crate) fn contradiction(
    conn: &Connection,
    place: &Place,
    birth: &Birth,
    whole: &Whole,
) -> Result<Option<Contradiction>, OpenError> {
    let mut all = seen(place, birth);
    // A backup of the book before this one says nothing about this one.
    all.retain(|seen| seen.who != Who::Backup || seen.journal == whole.journal);
    Ok(witness::judge(conn, &whole.journal, whole.head, &all)?)
}

/// What has been seen of a book that is not there.
pub(crate) fn gone(place: &Place, birth: &Birth) -> Option<Contradiction> {
    let highest = seen(place, birth).into_iter().max_by_key(|seen| seen.seq)?;
    let seen = (highest.seq, highest.hash);
    Some(Contradiction { found: Found::Gone, who: highest.who, seen, head: 0 })
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

/// Takes the lock of a book on a disk that can be trusted.
pub(crate) fn take(place: &Place, now: Timestamp) -> Result<Lock, OpenError> {
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
pub(crate) fn peek(place: &Place) -> Result<Form, OpenError> {
    known_form(&store::open_reader(&place.file())?, place)
}

/// The form of a file this version may write to.
pub(crate) fn known_form(conn: &Connection, place: &Place) -> Result<Form, OpenError> {
    let form = store::form(conn)?;
    match form {
        Form::Book(found) if found > schema::VERSION => Err(OpenError::Newer { found, known: schema::VERSION }),
        Form::Foreign => Err(OpenError::NotABook(place.file())),
        Form::Book(_) | Form::Empty => Ok(form),
    }
}

/// Tables and first entry in one transaction: a book is never seen without its genesis.
pub(crate) fn create(
    conn: &mut Connection,
    (key, birth): (&JournalKey, Birth),
    stamp: Stamp,
    previous: Option<Previous>,
) -> Result<(), OpenError> {
    let genesis = Genesis {
        journal: Uuid::new_v4().simple().to_string(),
        terminal: birth.terminal,
        public_key: key.public_hex(),
        version: birth.version,
        shop: birth.shop,
        currency: birth.currency,
        environment: birth.environment,
        previous,
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

/// Brings a book to the form of this version.
pub(crate) fn upgrade_form(conn: &mut Connection, form: Form) -> Result<(), OpenError> {
    if let Form::Book(form) = form { upgrade(conn, form) } else { Ok(()) }
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

fn check(conn: &Connection) -> Result<Verdict, OpenError> {
    let last = count::query(conn, "SELECT coalesce(max(seq), 0) FROM journal")?;
    let verdict = verify::check_from(conn, last.saturating_sub(TAIL_CHECKED), false)?;
    verify::check_structure(conn, Pages::All)?;
    Ok(verdict)
}

/// A book is one till's, signed by one key at a time, for one kind of money.
fn belongs(genesis: &Genesis, (verdict, key): (&Verdict, &JournalKey), birth: &Birth) -> Result<(), OpenError> {
    if genesis.terminal != birth.terminal {
        return Err(OpenError::OtherTill { found: genesis.terminal.clone(), ours: birth.terminal.clone() });
    }
    if genesis.environment != birth.environment {
        let (found, ours) = (genesis.environment.clone(), birth.environment.clone());
        return Err(OpenError::OtherEnvironment { found, ours });
    }
    let found = hex::encode(verdict.key);
    if found != key.public_hex() {
        return Err(OpenError::OtherKey { found, ours: key.public_hex() });
    }
    Ok(())
}

fn refill(conn: &mut Connection) -> Result<(), OpenError> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    projection::refill(&tx)?;
    Ok(tx.commit()?)
}
