//! What stands at the edge: numbers no book has, files that are almost books, steps that write nothing.

use ringup::domain::core::{Command, Event};
use ringup::domain::id::{GatewayId, InvoiceId};
use ringup::journal::{
    Birth, Flaw, FlawReason, Found, Journal, OpenError, Owner, Place, Reader, Seen, Who, accept, backup, backup_among,
    backups, checked_backups, look, newest_backup, restore, verify,
};
use rusqlite::Connection;

use super::world::{Shop, birth, key, open, stamp, unguarded};

fn owner() -> Owner {
    Owner { key: key(), birth: birth(), stamp: stamp(5_000_000) }
}

#[test]
fn a_sale_is_found_by_its_invoice_and_by_no_number_that_was_never_given() {
    let mut shop = Shop::new();
    shop.paid(50);
    let guid = shop.paid(100);
    let sale = shop.book.attempt(guid).unwrap().0.clone();
    let reader = Reader::open(&shop.file()).unwrap();
    let of = |gateway: &str, invoice: String| {
        reader.sale_of_invoice(&GatewayId::from(gateway), &InvoiceId(invoice)).unwrap()
    };
    assert_eq!(of("main", format!("inv-{guid}")), Some(sale.clone()));
    assert_eq!(of("other", format!("inv-{guid}")), None);
    assert_eq!(of("main", "inv".to_owned()), None);
    assert_eq!(reader.sale_named(sale.id).unwrap(), Some(sale));
    for number in [0, 3, u64::MAX] {
        assert_eq!(reader.sale(number).unwrap(), None, "{number}");
    }
}

#[test]
fn a_sale_is_found_by_its_name_without_the_thread_that_asks() {
    let mut shop = Shop::new();
    let guid = shop.paid(100);
    let sale = shop.book.attempt(guid).unwrap().0.clone();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    assert_eq!(runtime.block_on(shop.journal.sale_named(sale.id)).unwrap(), Some(sale));
}

#[test]
fn a_file_that_says_it_is_a_book_of_no_form_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::new(folder.path());
    let (real, _, _kept) = Shop::new().close();
    std::fs::copy(real.file(), place.file()).unwrap();
    for form in [0, -1] {
        Connection::open(place.file()).unwrap().pragma_update(None, "user_version", form).unwrap();
        let error = Journal::open(&place, key(), birth(), stamp(1)).unwrap_err();
        assert_eq!(error, OpenError::NotABook(place.file()), "{form}");
    }
}

#[test]
fn f02_a_step_that_writes_nothing_still_says_what_to_do() {
    let mut shop = Shop::new();
    let guid = shop.charge(100);
    let unanswered = || Event::Unanswered { guid, error: "timeout".to_owned() };
    shop.step(unanswered()).unwrap();
    let again = shop.step(unanswered()).unwrap();
    assert!(again.entries.is_empty());
    assert!(matches!(again.commands[..], [Command::Resolve(_)]), "{:?}", again.commands);
}

#[test]
fn a_log_that_was_tidied_away_is_empty_and_the_book_whole() {
    let mut shop = Shop::new();
    shop.paid(100);
    let log = || std::fs::metadata(shop.file().with_extension("db-wal")).unwrap().len();
    assert!(log() > 0);
    shop.journal.tidy();
    assert_eq!(log(), 0);
    assert_eq!(verify(&shop.file(), true).unwrap().head, shop.book.head());
}

#[test]
fn till_63_a_backups_name_says_whose_it_is_and_when_it_was_made() {
    let mut shop = Shop::new();
    assert_eq!(newest_backup(&shop.place, &birth()), None);
    shop.paid(100);
    let at = |seconds: i64| stamp(seconds * 1_000).at;
    backup_among(&shop.place, &birth(), at(1)).unwrap();
    let made = backup_among(&shop.place, &birth(), at(61)).unwrap();
    let seq = shop.book.head().seq;
    let name = made.path.file_name().unwrap().to_str().unwrap().to_owned();
    assert_eq!(name, format!("ringup-practice-00010203-20260101T000101Z-{seq:09}.db"));
    assert_eq!(newest_backup(&shop.place, &birth()), Some(at(61)));
    let checked = checked_backups(&shop.place, &birth());
    assert_eq!((checked[0].name.as_str(), checked[0].made, checked[0].whole), (name.as_str(), at(61), true));
    let neighbour = Birth { terminal: "ff".repeat(16), ..birth() };
    assert_eq!((backups(&shop.place, &neighbour), newest_backup(&shop.place, &neighbour)), (Vec::new(), None));
}

#[test]
fn till_63_a_copy_that_cannot_be_read_is_not_removed() {
    let mut shop = Shop::new();
    shop.paid(100);
    let folder = shop.place.backups();
    let at = |seconds: i64| stamp(seconds * 1_000).at;
    let spoilt = backup_among(&shop.place, &birth(), at(1)).unwrap().path;
    std::fs::write(&spoilt, "a bad sector").unwrap();
    let spare = backup_among(&shop.place, &birth(), at(2)).unwrap().path;
    for seconds in 3..6 {
        backup_among(&shop.place, &birth(), at(seconds)).unwrap();
    }
    assert!(spoilt.exists(), "who knows what it held");
    assert!(!spare.exists(), "the newest holds all of it");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 3);
}

#[test]
fn till_63_the_book_itself_speaks_against_an_older_backup() {
    let mut shop = Shop::new();
    shop.paid(100);
    let aside = shop.place.folder().join("older.db");
    backup(&shop.file(), &aside).unwrap();
    let kept = shop.book.head().seq;
    shop.cash(50);
    let newer = shop.place.folder().join("newer.db");
    backup(&shop.file(), &newer).unwrap();
    let (place, book, _folder) = shop.close();
    std::fs::remove_file(place.head_file()).unwrap();
    let OpenError::Witness(against) = restore(&place, &owner(), &aside, None).unwrap_err() else { panic!("older") };
    assert_eq!((against.found, against.who), (Found::Behind, Who::Till));
    assert_eq!((against.seen.0, against.head), (book.head().seq, kept));
    let decided = restore(&place, &owner(), &newer, None).unwrap();
    assert_eq!((decided.kept, decided.seen), (book.head().seq, None), "as long as the book is no loss");
}

#[test]
fn a_note_that_cannot_be_made_anew_is_said() {
    let mut shop = Shop::new();
    shop.paid(100);
    let source = shop.place.folder().join("copy.db");
    backup(&shop.file(), &source).unwrap();
    let (place, _, _folder) = shop.close();
    std::fs::remove_file(place.head_file()).unwrap();
    std::fs::create_dir(place.head_file()).unwrap();
    assert!(restore(&place, &owner(), &source, Some("x")).is_err());
    std::fs::remove_dir(place.head_file()).unwrap();
    assert_eq!(accept(&place, &owner(), "x").unwrap(), None, "the book is in its place, and whole");
    open(&place).journal.close();
    std::fs::remove_file(place.head_file()).unwrap();
    restore(&place, &owner(), &source, Some("x")).expect("no note at all is no obstacle");
    assert!(Reader::open(&place.file()).unwrap().head().unwrap().seq > 1);
    assert!(place.head_file().exists());
}

#[test]
fn till_62_a_gap_and_an_entry_that_cannot_be_read_are_named_with_what_stands_before() {
    let spoilt = |sql: &str| {
        let mut shop = Shop::new();
        shop.paid(100);
        let (place, _, folder) = shop.close();
        unguarded(&place.file(), sql);
        let holds = look(&place, &birth()).unwrap();
        drop(folder);
        (holds.kept.seq, holds.flaw.unwrap())
    };
    let (kept, gap) = spoilt("DELETE FROM journal WHERE seq = 4");
    assert_eq!((kept, gap), (3, Flaw { seq: 4, reason: FlawReason::Missing(Some(5)) }));
    let (kept, nothing) = spoilt("DELETE FROM journal");
    assert_eq!((kept, nothing), (0, Flaw { seq: 1, reason: FlawReason::Missing(None) }));
    let (kept, unreadable) =
        spoilt("PRAGMA ignore_check_constraints = ON; UPDATE journal SET training = 2 WHERE seq = 5");
    assert_eq!((kept, unreadable.seq), (4, 5));
    assert!(matches!(unreadable.reason, FlawReason::Unreadable(_)), "{unreadable}");
}

#[test]
fn till_61_a_decision_excuses_what_it_gave_up_and_nothing_it_kept() {
    let mut shop = Shop::new();
    shop.paid(100);
    let older = shop.place.folder().join("older.db");
    backup(&shop.file(), &older).unwrap();
    let kept = shop.book.head().seq;
    shop.cash(50);
    let (place, book, _folder) = shop.close();
    assert_eq!(look(&place, &birth()).unwrap().seen, None, "nobody has seen more");
    restore(&place, &owner(), &older, Some("the disk lies")).unwrap();
    let opened = open(&place);
    let seen = |seq: u64| Seen { journal: String::new(), seq, hash: "0".repeat(16), who: Who::Gateway };
    let against = |seq| opened.journal.hold_against(&[seen(seq)]).unwrap();
    assert_eq!((against(kept + 1), against(book.head().seq)), (None, None), "given up");
    assert_eq!(against(kept).map(|found| found.found), Some(Found::Differs), "the last one kept");
    opened.journal.close();
}

#[test]
fn f23_a_newer_book_is_not_salvaged_and_an_older_one_is() {
    let mut shop = Shop::new();
    shop.paid(100);
    let (place, book, _folder) = shop.close();
    for (form, holds) in [(99, None), (3, Some(book.head()))] {
        Connection::open(place.file()).unwrap().pragma_update(None, "user_version", form).unwrap();
        let looked = look(&place, &birth());
        assert_eq!(looked.as_ref().ok().map(|looked| looked.kept), holds, "{form}: {looked:?}");
        assert_eq!(matches!(looked, Err(OpenError::Newer { found: 99, .. })), form == 99);
    }
}
