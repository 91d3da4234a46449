//! Who may open a book, and what is refused.

use ringup::domain::time::Timestamp;
use ringup::journal::{Birth, Holder, Journal, JournalKey, OpenError, Place, Reader, rebuild, verify};
use rusqlite::Connection;

use super::world::{Shop, birth, key, open, stamp, told};

fn refused(place: &Place) -> OpenError {
    Journal::open(place, key(), birth(), stamp(9)).expect_err("must be refused")
}

#[test]
fn f24_till_64_a_second_instance_is_refused_and_told_by_whom() {
    let mut shop = Shop::new();
    shop.paid(100);
    let holder = Holder { pid: std::process::id(), since: stamp(0).at };
    assert_eq!(refused(&shop.place), OpenError::Held(Some(holder)));
    assert!(refused(&shop.place).to_string().contains(&holder.pid.to_string()));
    assert_eq!(rebuild(&shop.place, Timestamp(0)).unwrap_err(), OpenError::Held(Some(holder)));
    shop.paid(200);
    let (place, _, _folder) = shop.close();
    open(&place).journal.close();
}

#[test]
fn f23_till_64_a_newer_book_is_read_but_not_written() {
    let mut shop = Shop::new();
    shop.paid(100);
    let (place, book, _folder) = shop.close();
    let conn = Connection::open(place.file()).unwrap();
    conn.execute_batch("ALTER TABLE sale RENAME TO sale_of_the_future; PRAGMA user_version = 99;").unwrap();
    conn.close().unwrap();
    let before = std::fs::read(place.file()).unwrap();
    let error = refused(&place);
    assert_eq!(error, OpenError::Newer { found: 99, known: 6 });
    assert!(error.to_string().contains("newer version"));
    let reader = Reader::open(&place.file()).unwrap();
    assert!(reader.is_newer());
    assert_eq!(told(&reader.book().unwrap()), told(&book));
    assert_eq!(reader.sale(1).unwrap().as_ref(), book.sale_numbered(1));
    assert_eq!(verify(&place.file(), true).unwrap().head, book.head());
    assert_eq!(std::fs::read(place.file()).unwrap(), before);
}

#[test]
fn f22_a_book_of_another_till_key_or_kind_of_money_is_refused() {
    let (place, _, _folder) = Shop::new().close();
    let other = JournalKey::generate();
    let ours = other.public_hex();
    let error = Journal::open(&place, other, birth(), stamp(1)).unwrap_err();
    assert_eq!(error, OpenError::OtherKey { found: key().public_hex(), ours });
    let moved = Birth { terminal: "ff".repeat(16), ..birth() };
    assert!(matches!(Journal::open(&place, key(), moved, stamp(1)).unwrap_err(), OpenError::OtherTill { .. }));
    let live = Birth { environment: "live".to_owned(), ..birth() };
    assert!(matches!(Journal::open(&place, key(), live, stamp(1)).unwrap_err(), OpenError::OtherEnvironment { .. }));
    let renamed = Birth { shop: "New name".to_owned(), version: "9".to_owned(), ..birth() };
    Journal::open(&place, key(), renamed, stamp(1)).expect("a shop may change its name").journal.close();
}

#[test]
fn what_is_no_book_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::new(folder.path());
    let conn = Connection::open(place.file()).unwrap();
    conn.execute_batch("CREATE TABLE recipes(name TEXT)").unwrap();
    conn.close().unwrap();
    let before = std::fs::read(place.file()).unwrap();
    assert_eq!(refused(&place), OpenError::NotABook(place.file()));
    assert_eq!(std::fs::read(place.file()).unwrap(), before);

    std::fs::write(place.file(), "not a database at all, but long enough to have a header of some kind or other")
        .unwrap();
    assert!(matches!(refused(&place), OpenError::Damaged(flaw) if flaw.seq == 0));
    assert_eq!(verify(&place.file(), false).unwrap_err().seq, 0);
    assert!(Reader::open(&folder.path().join("nothing.db")).is_err());
    assert!(!folder.path().join("nothing.db").exists(), "reading makes no file");
}

#[test]
fn a_log_without_its_database_is_not_thrown_away() {
    let mut shop = Shop::new();
    shop.paid(100);
    let log = std::fs::read(shop.file().with_extension("db-wal")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let place = Place::new(folder.path());
    std::fs::write(place.file().with_extension("db-wal"), &log).unwrap();
    assert!(matches!(refused(&place), OpenError::Damaged(flaw) if flaw.seq == 0));
    assert_eq!(std::fs::read(place.file().with_extension("db-wal")).unwrap(), log);
}

#[test]
fn an_interrupted_first_start_starts_again() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::new(folder.path());
    std::fs::write(place.file(), "").unwrap();
    assert!(!place.has_book());
    open(&place).journal.close();
    assert!(place.has_book());

    let other = Place::new(folder.path().join("wal-mode"));
    std::fs::create_dir(other.folder()).unwrap();
    Connection::open(other.file()).unwrap().execute_batch("PRAGMA journal_mode = WAL").unwrap();
    open(&other).journal.close();
}

#[test]
fn f10_stale_projections_are_rebuilt_at_the_start() {
    let mut shop = Shop::new();
    shop.paid(100);
    shop.cash(5);
    let (place, book, _folder) = shop.close();
    Connection::open(place.file()).unwrap().execute_batch("DELETE FROM attempt; DELETE FROM sale").unwrap();
    let again = open(&place);
    assert_eq!(told(&again.book), told(&book));
    again.journal.close();
    let rebuilt = rebuild(&place, Timestamp(0)).unwrap();
    assert_eq!((rebuilt.entries, rebuilt.sales, rebuilt.attempts), (book.head().seq, 2, 1));
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_the_files() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut shop = Shop::new();
    shop.paid(100);
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(shop.place.folder()), 0o700);
    let files: Vec<_> = std::fs::read_dir(shop.place.folder()).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(files.len(), 5, "database, log, index, lock, note: {files:?}");
    for file in &files {
        assert_eq!(mode(file), 0o600, "{}", file.display());
    }
}
