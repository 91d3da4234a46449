//! What an owner may decide about a closed book: go on in spite of a witness, put a backup in its place, save what a damaged
//! one still holds, hand it to another key, or begin a new one.
//!
//! Every decision is an entry of the book that goes on. Files are set aside, never deleted. The new file is made and flushed
//! in a folder of its own and then renamed; a crash before that changes nothing, and one between setting aside and renaming
//! leaves no book, which the next start notices by its witnesses.

use std::fs;
use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::backup::{self, sync_folder};
use super::chain::{Row, turn};
use super::error::{Contradiction, Found, OpenError, StoreError, Who};
use super::flaw::{Flaw, FlawReason};
use super::key::JournalKey;
use super::lock::Lock;
use super::open::{self, Whole};
use super::place::{Birth, Place, make_private_folder, private_file};
use super::projection;
use super::reader::Reader;
use super::saved;
use super::store;
use super::verify::verify;
use super::witness;
use crate::domain::entry::Head;
use crate::domain::fact::Fact;
use crate::domain::keeping::{EpochBegun, KeyRotated, Mark, Previous, Recovered, Restored};
use crate::domain::time::Stamp;

/// Who decides: the till's key and name, and when.
#[derive(Debug)]
pub struct Owner {
    /// The till's key.
    pub key: JournalKey,
    /// The till's name and kind of money.
    pub birth: Birth,
    /// The moment.
    pub stamp: Stamp,
}

/// What a decision did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The entries that were kept.
    pub kept: u64,
    /// The book's new end: the decision itself.
    pub head: Head,
    /// What was known of the book outside it, if that is more than was kept.
    pub seen: Option<Mark>,
    /// The folder the files in its place were set aside in.
    pub aside: Option<String>,
}

/// Goes on with a book that a witness contradicts. Answers nothing where no witness does.
///
/// # Errors
/// [`OpenError`]; where there is no book at all, that is [`OpenError::Witness`] still: restore one, or begin a new one.
pub fn accept(place: &Place, owner: &Owner, reason: &str) -> Result<Option<Decided>, OpenError> {
    let _lock = Lock::take(place, owner.stamp.at)?;
    if !place.has_book() {
        return Err(open::gone(place, &owner.birth).map_or(OpenError::NotABook(place.file()), OpenError::Witness));
    }
    let form = open::peek(place)?;
    let mut conn = store::open_writer(&place.file())?;
    let whole = open::check_ours(&conn, &owner.key, &owner.birth)?;
    let Some(against) = open::contradiction(&conn, place, &owner.birth, &whole)? else { return Ok(None) };
    let seen = Mark { seq: against.seen.0, hash: against.seen.1 };
    let fact = EpochBegun {
        kept: whole.head.into(),
        seen: seen.clone(),
        witness: against.who.word().to_owned(),
        reason: reason.to_owned(),
    };
    open::upgrade_form(&mut conn, form)?;
    let head = append(&mut conn, &owner.key, &whole, (&fact.into(), owner.stamp))?;
    begin_witness(place, &whole.journal, head)?;
    Ok(Some(Decided { kept: whole.head.seq, head, seen: Some(seen), aside: None }))
}

/// Puts a backup in the book's place. One that ends before what a witness has seen is refused without a reason.
///
/// # Errors
/// [`OpenError`] for a backup that is damaged, newer than this version, or another till's; [`OpenError::Witness`] for one that
/// is older than what was seen. Nothing was changed then.
pub fn restore(place: &Place, owner: &Owner, source: &Path, reason: Option<&str>) -> Result<Decided, OpenError> {
    let _lock = open::take(place, owner.stamp.at)?;
    verify(source, true)?;
    let staged = Staged::new(place)?;
    backup::copy(source, &staged.file())?;
    let form = open::peek(&staged.place)?;
    let mut conn = store::open_writer(&staged.file())?;
    open::upgrade_form(&mut conn, form)?;
    let whole = open::check_ours(&conn, &owner.key, &owner.birth)?;
    let against = older_than(&conn, place, &owner.birth, &whole)?;
    if let (Some(against), None) = (&against, reason) {
        return Err(OpenError::Witness(against.clone()));
    }
    let seen = against.map(|against| Mark { seq: against.seen.0, hash: against.seen.1 });
    let aside = aside_name(place, owner.stamp);
    let fact = Restored {
        kept: whole.head.into(),
        source: source.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        seen: seen.clone(),
        aside: aside.clone().unwrap_or_default(),
        reason: reason.unwrap_or_default().to_owned(),
    };
    let head = append(&mut conn, &owner.key, &whole, (&fact.into(), owner.stamp))?;
    staged.take_place(conn, aside.as_deref())?;
    begin_witness(place, &whole.journal, head)?;
    Ok(Decided { kept: whole.head.seq, head, seen, aside })
}

/// What could be saved of a damaged book; nothing is changed.
///
/// # Errors
/// [`OpenError`] when it cannot even be read as a book.
pub fn look(place: &Place, birth: &Birth) -> Result<saved::Holds, OpenError> {
    let seen = open::seen(place, birth);
    saved::look(&place.file(), &seen)
}

/// The highest entry that anybody has seen of a book: its witnesses, and whoever can still read its end.
#[must_use]
pub fn highest_seen(place: &Place, birth: &Birth) -> u64 {
    let outside = open::seen(place, birth).into_iter().map(|seen| seen.seq).max().unwrap_or_default();
    let inside = Reader::open(&place.file()).and_then(|book| Ok(book.head()?.seq)).unwrap_or_default();
    outside.max(inside)
}

/// Saves every entry up to the damage into a new book and sets the damaged files aside.
///
/// # Errors
/// [`OpenError::Damaged`] when not even the first entry can be read; nothing was changed then.
pub fn salvage(place: &Place, owner: &Owner, reason: &str) -> Result<Decided, OpenError> {
    let _lock = open::take(place, owner.stamp.at)?;
    let staged = Staged::new(place)?;
    let seen = open::seen(place, &owner.birth);
    let holds = saved::copy(&place.file(), &staged.file(), &seen)?;
    let mut conn = store::open_writer(&staged.file())?;
    let whole = open::check_ours(&conn, &owner.key, &owner.birth)?;
    let aside = aside_name(place, owner.stamp);
    let fact = Recovered {
        kept: whole.head.into(),
        flaw: holds.flaw.as_ref().map_or_else(|| "none".to_owned(), Flaw::to_string),
        seen: holds.seen.clone(),
        aside: aside.clone().unwrap_or_default(),
        reason: reason.to_owned(),
    };
    let head = append(&mut conn, &owner.key, &whole, (&fact.into(), owner.stamp))?;
    staged.take_place(conn, aside.as_deref())?;
    begin_witness(place, &whole.journal, head)?;
    Ok(Decided { kept: whole.head.seq, head, seen: holds.seen, aside })
}

/// Hands the book to another key, which both keys sign.
///
/// # Errors
/// [`OpenError`].
pub fn rotate_key(place: &Place, owner: &Owner, next: &JournalKey, reason: &str) -> Result<Head, OpenError> {
    let _lock = open::take(place, owner.stamp.at)?;
    if !place.has_book() {
        return Err(OpenError::NotABook(place.file()));
    }
    let form = open::peek(place)?;
    let mut conn = store::open_writer(&place.file())?;
    let whole = open::check_ours(&conn, &owner.key, &owner.birth)?;
    if let Some(against) = open::contradiction(&conn, place, &owner.birth, &whole)? {
        return Err(OpenError::Witness(against));
    }
    open::upgrade_form(&mut conn, form)?;
    let (old, new) = (owner.key.public().to_byte_array(), next.public().to_byte_array());
    let proof = next.sign(&turn(&whole.ids, whole.head.hash, &old, &new));
    let fact = KeyRotated { public_key: next.public_hex(), proof: hex::encode(proof), reason: reason.to_owned() };
    let head = append(&mut conn, &owner.key, &whole, (&fact.into(), owner.stamp))?;
    begin_witness(place, &whole.journal, head)?;
    Ok(head)
}

/// Begins a new book that names the old one, because the old one's key is lost. The old files are set aside.
///
/// # Errors
/// [`OpenError`]; a book that this key can go on with is refused as [`OpenError::NotABook`].
pub fn begin_again(place: &Place, owner: Owner, reason: &str) -> Result<Decided, OpenError> {
    let _lock = open::take(place, owner.stamp.at)?;
    let old = Reader::open(&place.file())?;
    let genesis = old.genesis()?.ok_or(Flaw { seq: 1, reason: FlawReason::Genesis })?;
    if verify(&place.file(), false).is_ok_and(|verdict| verdict.key == owner.key.public().to_byte_array()) {
        return Err(StoreError::Conflict("this till has the key of its book".to_owned()).into());
    }
    let kept = old.head()?;
    drop(old);
    let previous = Previous { journal: genesis.journal, head: kept.into(), reason: reason.to_owned() };
    let staged = Staged::new(place)?;
    drop(private_file(&staged.file())?);
    let mut conn = store::open_writer(&staged.file())?;
    open::create(&mut conn, (&owner.key, owner.birth), owner.stamp, Some(previous))?;
    let head = store::head(&conn)?;
    let journal = store::genesis(&conn)?.ok_or(Flaw { seq: 1, reason: FlawReason::Genesis })?.journal;
    let aside = aside_name(place, owner.stamp);
    staged.take_place(conn, aside.as_deref())?;
    begin_witness(place, &journal, head)?;
    Ok(Decided { kept: kept.seq, head, seen: None, aside })
}

/// What speaks against a backup taking the book's place: the witnesses, and the book itself as far as it can be read.
fn older_than(
    conn: &Connection,
    place: &Place,
    birth: &Birth,
    whole: &Whole,
) -> Result<Option<Contradiction>, OpenError> {
    if let Some(against) = open::contradiction(conn, place, birth, whole)? {
        return Ok(Some(against));
    }
    let Ok(present) = Reader::open(&place.file()).and_then(|book| Ok(book.head()?)) else { return Ok(None) };
    let seen = (present.seq, present.hash.to_string());
    let behind = Contradiction { found: Found::Behind, who: Who::Till, seen, head: whole.head.seq };
    Ok((present.seq > whole.head.seq).then_some(behind))
}

/// Writes one entry after the last, in a transaction of its own, and flushes it.
fn append(
    conn: &mut Connection,
    key: &JournalKey,
    whole: &Whole,
    (fact, stamp): (&Fact, Stamp),
) -> Result<Head, OpenError> {
    let row = Row::seal(fact, stamp, whole.head, (&whole.ids, key));
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    store::insert(&tx, &row)?;
    projection::fold_decision(&tx, &row.entry())?;
    tx.commit()?;
    Ok(row.head())
}

/// From here on the book's own head is what was seen.
fn begin_witness(place: &Place, journal: &str, head: Head) -> Result<(), OpenError> {
    match fs::remove_file(place.head_file()) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
        Ok(()) | Err(_) => {}
    }
    witness::Witness::open(&place.head_file(), journal)?.note(head);
    Ok(())
}

/// The folder the files in the book's place will be set aside in; none if there are none.
fn aside_name(place: &Place, stamp: Stamp) -> Option<String> {
    let there = place.files().iter().any(|file| file.exists());
    there.then(|| {
        let base = format!("aside-{}", stamp.at.0);
        let taken = |name: &String| place.folder().join(name).exists();
        let more = (2..).map(|number| format!("{base}-{number}"));
        std::iter::once(base.clone()).chain(more).find(|name| !taken(name)).unwrap_or(base)
    })
}

/// A book in the making, in a folder of its own beside the real one.
struct Staged {
    place: Place,
    real: Place,
}

impl Staged {
    /// An empty folder; what a crash left in it was only a copy.
    fn new(real: &Place) -> Result<Self, OpenError> {
        let place = Place::new(real.folder().join("making"));
        match fs::remove_dir_all(place.folder()) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            Ok(()) | Err(_) => {}
        }
        place.make_folder()?;
        Ok(Self { place, real: real.clone() })
    }

    fn file(&self) -> std::path::PathBuf {
        self.place.file()
    }

    /// Flushes the new book, sets the old files aside and renames the new one into their place.
    fn take_place(self, conn: Connection, aside: Option<&str>) -> Result<(), OpenError> {
        conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        conn.close().map_err(|(_, error)| error)?;
        fs::File::open(self.file())?.sync_all()?;
        let folder = self.real.folder();
        if let Some(aside) = aside {
            let aside = folder.join(aside);
            make_private_folder(&aside)?;
            // The database first: a log alone is noticed at the next start, a database without its log might not be.
            for file in self.real.files().iter().filter(|file| file.exists()) {
                let name = file.file_name().unwrap_or_default();
                fs::rename(file, aside.join(name))?;
            }
            sync_folder(&aside)?;
        }
        fs::rename(self.file(), self.real.file())?;
        sync_folder(folder)?;
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // Only ever a copy; the next decision clears it away if this does not.
        let _ = fs::remove_dir_all(self.place.folder());
    }
}
