//! What an owner may decide about a book, and what no one may do without deciding.

use std::path::{Path, PathBuf};

use ringup::domain::fact::Fact;
use ringup::journal::{
    Birth, Found, Journal, JournalKey, OpenError, Owner, Place, Reader, Seen, StoreError, Who, accept, backup,
    backup_among, begin_again, look, restore, rotate_key, salvage, verify,
};
use rusqlite::Connection;

use super::world::{Shop, birth, key, open, stamp, told, unguarded};

fn owner() -> Owner {
    Owner { key: key(), birth: birth(), stamp: stamp(5_000_000) }
}

fn refused(place: &Place) -> OpenError {
    Journal::open(place, key(), birth(), stamp(9)).expect_err("must be refused")
}

fn against(place: &Place) -> (Found, Who, u64, u64) {
    match refused(place) {
        OpenError::Witness(found) => (found.found, found.who, found.seen.0, found.head),
        other => panic!("{other}"),
    }
}

fn last_fact(place: &Place) -> Fact {
    let reader = Reader::open(&place.file()).unwrap();
    let head = reader.head().unwrap().seq;
    reader.entries(head, 1).unwrap().remove(0).fact
}

/// Every file of a folder with its bytes, by name.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| (path.clone(), std::fs::read(path).unwrap()))
        .collect();
    all.sort();
    all
}

/// A closed shop of two sales with a backup after the first, and three entries after the backup's head.
struct Yesterday {
    place: Place,
    head: u64,
    backup: PathBuf,
    backup_head: u64,
    folder: tempfile::TempDir,
}

impl Yesterday {
    fn new() -> Self {
        let mut shop = Shop::new();
        shop.paid(100);
        let made = backup_among(&shop.place, &birth(), stamp(1).at).unwrap();
        shop.cash(200);
        shop.charge(300);
        let (place, book, folder) = shop.close();
        let (backup, backup_head) = (made.path, made.verdict.head.seq);
        Self { place, head: book.head().seq, backup, backup_head, folder: folder.unwrap() }
    }

    /// As somebody would who knows no better: the backup's file over the book's.
    fn copy_over(&self) {
        std::fs::copy(&self.backup, self.place.file()).unwrap();
    }
}

#[test]
fn till_63_a_backup_of_a_live_book_is_one_whole_file() {
    let mut shop = Shop::new();
    shop.paid(100);
    let made = backup_among(&shop.place, &birth(), stamp(1).at).unwrap();
    assert_eq!(made.verdict.head, shop.book.head(), "what the log holds is in it");
    shop.cash(50);
    let names = files(&shop.place.backups());
    assert_eq!(names.len(), 1, "no log, no temporary file: {names:?}");
    assert_eq!(verify(&made.path, true).unwrap(), made.verdict);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&made.path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let aside = shop.place.folder().join("mine.db");
    backup(&shop.file(), &aside).unwrap();
    assert_eq!(verify(&aside, true).unwrap().head, shop.book.head());
}

#[test]
fn till_63_a_backup_of_a_damaged_book_replaces_nothing() {
    let shop = Yesterday::new();
    let target = shop.folder.path().join("copy.db");
    backup(&shop.place.file(), &target).unwrap();
    let before = std::fs::read(&target).unwrap();
    unguarded(&shop.place.file(), "UPDATE journal SET at_ms = at_ms + 1 WHERE seq = 3");
    assert!(matches!(backup(&shop.place.file(), &target), Err(OpenError::Damaged(flaw)) if flaw.seq == 3));
    assert!(std::fs::read(&target).unwrap() == before);
    assert!(matches!(backup_among(&shop.place, &birth(), stamp(2).at), Err(OpenError::Damaged(_))));
    assert_eq!(files(&shop.place.backups()).len(), 1);
}

#[test]
fn till_63_rotation_never_removes_what_the_newest_does_not_hold() {
    let shop = Yesterday::new();
    let day = 86_400_000;
    let later = open(&shop.place);
    // A book with other entries, by the same names: what a restored and sold-on copy leaves behind.
    let foreign = Shop::new();
    let lone = shop.place.backups().join("ringup-practice-00010203-20251231T000000Z-000000001.db");
    backup(&foreign.file(), &lone).unwrap();
    let mut removed = 0;
    for days in 1..60 {
        removed += backup_among(&shop.place, &birth(), stamp(days * day).at).unwrap().removed;
        removed += backup_among(&shop.place, &birth(), stamp(days * day + 1_000).at).unwrap().removed;
    }
    later.journal.close();
    assert!(removed > 90, "{removed}");
    assert!(lone.exists(), "nobody else holds those entries");
    assert!(files(&shop.place.backups()).len() <= 7 + 3 + 1);
}

#[test]
fn f21_till_61_an_old_copy_is_not_sold_on_whoever_noticed() {
    let shop = Yesterday::new();
    shop.copy_over();
    let before = std::fs::read(shop.place.file()).unwrap();
    assert_eq!(against(&shop.place), (Found::Behind, Who::Till, shop.head, shop.backup_head));
    assert!(std::fs::read(shop.place.file()).unwrap() == before, "refused, and not a byte changed");

    // Without the note beside it, a newer backup tells.
    let newer = shop.folder.path().join("newer.db");
    std::fs::copy(&shop.backup, &newer).unwrap();
    std::fs::remove_file(shop.place.head_file()).unwrap();
    open(&shop.place).journal.close();
    let mut later = Shop::over(shop.place.clone());
    later.paid(500);
    backup_among(&later.place, &birth(), stamp(9_000).at).unwrap();
    let head = later.book.head().seq;
    later.journal.close();
    std::fs::copy(&newer, shop.place.file()).unwrap();
    std::fs::remove_file(shop.place.head_file()).unwrap();
    assert_eq!(against(&shop.place), (Found::Behind, Who::Backup, head, shop.backup_head));
}

#[test]
fn f21_till_61_what_the_gateway_has_seen_stops_this_start_and_the_next() {
    let shop = Yesterday::new();
    let lost = Reader::open(&shop.place.file()).unwrap().entries(shop.head, 1).unwrap().remove(0);
    shop.copy_over();
    std::fs::remove_file(shop.place.head_file()).unwrap();
    let opened = open(&shop.place);
    let seen =
        |seq: u64, hash: &str| Seen { journal: String::new(), seq, hash: hash[..16].to_owned(), who: Who::Gateway };
    let known = opened.book.head();
    assert_eq!(opened.journal.hold_against(&[seen(known.seq, &known.hash.to_string())]).unwrap(), None);
    let forged = opened.journal.hold_against(&[seen(2, &"0".repeat(16))]).unwrap().unwrap();
    assert_eq!((forged.found, forged.seen.0), (Found::Differs, 2));
    let found = opened.journal.hold_against(&[seen(shop.head, &lost.hash.to_string())]).unwrap().unwrap();
    assert_eq!((found.found, found.seen.0, found.head), (Found::Behind, shop.head, known.seq));
    opened.journal.close();
    assert_eq!(against(&shop.place), (Found::Behind, Who::Gateway, shop.head, known.seq), "without asking again");
    let decided = accept(&shop.place, &owner(), "the disk died, no newer backup").unwrap().unwrap();
    assert_eq!(decided.kept, known.seq);
    let again = open(&shop.place);
    assert_eq!(again.journal.hold_against(&[seen(shop.head, &lost.hash.to_string())]).unwrap(), None, "decided");
    assert!(again.journal.hold_against(&[seen(shop.head + 9, &"a".repeat(16))]).unwrap().is_some(), "this is new");
    again.journal.close();
}

#[test]
fn till_61_a_cut_tail_a_rewritten_chain_another_book_and_none_are_told_apart() {
    let shop = Yesterday::new();
    let whole = std::fs::read(shop.place.file()).unwrap();
    unguarded(&shop.place.file(), &format!("DELETE FROM journal WHERE seq > {}", shop.head - 2));
    assert_eq!(against(&shop.place), (Found::Behind, Who::Till, shop.head, shop.head - 2));

    // The same till, the same key, as many entries and more: only the witness can tell.
    let mut twin = Shop::new();
    (0..9).for_each(|_| twin.cash(5));
    let (other, _, _folder) = twin.close();
    std::fs::copy(other.file(), shop.place.file()).unwrap();
    assert_eq!(against(&shop.place).0, Found::OtherBook);

    std::fs::remove_file(shop.place.file()).unwrap();
    assert_eq!(against(&shop.place), (Found::Gone, Who::Till, shop.head, 0));
    assert!(!shop.place.file().exists(), "no new book was begun");
    let error = accept(&shop.place, &owner(), "gone").unwrap_err();
    assert!(matches!(error, OpenError::Witness(found) if found.found == Found::Gone), "there is nothing to go on with");

    std::fs::write(shop.place.file(), &whole).unwrap();
    open(&shop.place).journal.close();
    // A fork: the copy was sold on elsewhere and came back longer than the note.
    let elsewhere = Place::new(shop.folder.path().join("elsewhere"));
    std::fs::create_dir(elsewhere.folder()).unwrap();
    std::fs::copy(&shop.backup, elsewhere.file()).unwrap();
    let mut sold = Shop::over(elsewhere);
    (0..9).for_each(|_| sold.cash(7));
    let (elsewhere, _, _) = sold.close();
    std::fs::copy(elsewhere.file(), shop.place.file()).unwrap();
    assert_eq!(against(&shop.place).0, Found::Differs);
}

#[test]
fn till_61_accepting_is_an_entry_and_only_where_there_is_something_to_accept() {
    let shop = Yesterday::new();
    assert_eq!(accept(&shop.place, &owner(), "why not").unwrap(), None);
    shop.copy_over();
    let decided = accept(&shop.place, &owner(), "the newer disk is lost").unwrap().unwrap();
    assert_eq!((decided.kept, decided.head.seq), (shop.backup_head, shop.backup_head + 1));
    let Fact::EpochBegun(fact) = last_fact(&shop.place) else { panic!("a decision is an entry") };
    assert_eq!((fact.seen.seq, fact.witness.as_str()), (shop.head, "till"));
    assert_eq!(fact.reason, "the newer disk is lost");
    let verdict = verify(&shop.place.file(), true).unwrap();
    assert_eq!((verdict.entries, verdict.epochs), (decided.head.seq, 1));
    let mut again = Shop::over(shop.place.clone());
    again.cash(10);
    again.journal.close();
    open(&shop.place).journal.close();
}

#[test]
fn till_63_restore_refuses_what_is_not_this_tills_whole_book() {
    let shop = Yesterday::new();
    let before = files(shop.place.folder());
    let spoil = |name: &str, sql: &str| {
        let file = shop.folder.path().join(name);
        std::fs::copy(&shop.backup, &file).unwrap();
        unguarded(&file, sql);
        file
    };
    let damaged = spoil("damaged.db", "UPDATE journal SET payload = x'00' WHERE seq = 2");
    assert!(matches!(restore(&shop.place, &owner(), &damaged, None), Err(OpenError::Damaged(flaw)) if flaw.seq == 2));
    let newer = shop.folder.path().join("newer.db");
    std::fs::copy(&shop.backup, &newer).unwrap();
    Connection::open(&newer).unwrap().pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(restore(&shop.place, &owner(), &newer, None), Err(OpenError::Newer { found: 99, .. })));
    let elsewhere = Owner { birth: Birth { terminal: "ff".repeat(16), ..birth() }, ..owner() };
    assert!(matches!(restore(&shop.place, &elsewhere, &shop.backup, None), Err(OpenError::OtherTill { .. })));
    let stranger = Owner { key: JournalKey::generate(), ..owner() };
    assert!(matches!(restore(&shop.place, &stranger, &shop.backup, None), Err(OpenError::OtherKey { .. })));
    let live = Owner { birth: Birth { environment: "live".to_owned(), ..birth() }, ..owner() };
    assert!(matches!(restore(&shop.place, &live, &shop.backup, None), Err(OpenError::OtherEnvironment { .. })));
    let text = shop.folder.path().join("text.db");
    std::fs::write(&text, "no book").unwrap();
    assert!(restore(&shop.place, &owner(), &text, None).is_err());
    let older = restore(&shop.place, &owner(), &shop.backup, None).unwrap_err();
    assert!(matches!(older, OpenError::Witness(found) if found.found == Found::Behind && found.seen.0 == shop.head));
    let same = |left: Vec<(PathBuf, Vec<u8>)>| left.into_iter().filter(|(path, _)| !path.ends_with("journal.lock"));
    assert!(same(files(shop.place.folder())).eq(same(before)), "nothing was changed");
    assert!(!shop.place.folder().join("making").exists());
}

#[test]
fn till_63_restore_sets_aside_writes_the_reason_down_and_sells_on() {
    let shop = Yesterday::new();
    let old = std::fs::read(shop.place.file()).unwrap();
    let decided = restore(&shop.place, &owner(), &shop.backup, Some("the disk lies")).unwrap();
    assert_eq!((decided.kept, decided.seen.as_ref().unwrap().seq), (shop.backup_head, shop.head));
    let aside = shop.place.folder().join(decided.aside.unwrap());
    assert!(std::fs::read(aside.join("journal.db")).unwrap() == old, "untouched");
    let Fact::Restored(fact) = last_fact(&shop.place) else { panic!("a restore is an entry") };
    assert_eq!((fact.kept.seq, fact.reason.as_str()), (shop.backup_head, "the disk lies"));
    assert_eq!(shop.backup.file_name().unwrap().to_str().unwrap(), fact.source);
    let mut again = Shop::over(shop.place.clone());
    again.paid(800);
    again.journal.close();
    open(&shop.place).journal.close();
    assert_eq!(verify(&shop.place.file(), true).unwrap().epochs, 1);
    // Twice is as good as once: the second sets the first aside and says so.
    let twice = restore(&shop.place, &owner(), &shop.backup, Some("once more")).unwrap();
    assert_ne!(twice.aside, aside.file_name().map(|name| name.to_string_lossy().into_owned()));
    open(&shop.place).journal.close();
}

#[test]
fn till_63_a_lost_book_comes_back_without_a_reason_when_nothing_is_missing() {
    let shop = Yesterday::new();
    let newest = backup_among(&shop.place, &birth(), stamp(7_000).at).unwrap();
    std::fs::remove_file(shop.place.file()).unwrap();
    assert_eq!(against(&shop.place).0, Found::Gone);
    let decided = restore(&shop.place, &owner(), &newest.path, None).unwrap();
    assert_eq!((decided.kept, decided.seen), (shop.head, None));
    open(&shop.place).journal.close();
}

#[test]
fn f15_till_62_salvage_keeps_every_entry_up_to_the_damage_and_says_what_is_missing() {
    let shop = Yesterday::new();
    assert_eq!(look(&shop.place, &birth()).unwrap().flaw, None);
    let before = Reader::open(&shop.place.file()).unwrap().entries(1, 99).unwrap();
    for bad in [2, 5, shop.head] {
        let place = Place::new(shop.folder.path().join(format!("bad-{bad}")));
        std::fs::create_dir(place.folder()).unwrap();
        std::fs::copy(shop.place.file(), place.file()).unwrap();
        open(&place).journal.close();
        unguarded(&place.file(), &format!("UPDATE journal SET payload = x'7b7d' WHERE seq = {bad}"));
        assert!(matches!(refused(&place), OpenError::Damaged(flaw) if flaw.seq == bad));
        let spoilt = std::fs::read(place.file()).unwrap();
        let holds = look(&place, &birth()).unwrap();
        assert_eq!((holds.kept.seq, holds.missing()), (bad - 1, shop.head - bad + 1));
        let decided = salvage(&place, &owner(), "a bad sector").unwrap();
        let aside = place.folder().join(decided.aside.unwrap());
        assert!(std::fs::read(aside.join("journal.db")).unwrap() == spoilt, "set aside as it was");
        let kept = Reader::open(&place.file()).unwrap().entries(1, 99).unwrap();
        assert_eq!(kept[..kept.len() - 1], before[..usize::try_from(bad - 1).unwrap()]);
        let Fact::Recovered(fact) = &kept.last().unwrap().fact else { panic!("a recovery is an entry") };
        assert_eq!((fact.kept.seq, fact.seen.as_ref().unwrap().seq), (bad - 1, shop.head));
        verify(&place.file(), true).unwrap();
        let mut again = Shop::over(place.clone());
        again.paid(10);
        again.journal.close();
    }
}

#[test]
fn till_62_a_book_that_cannot_be_read_at_all_is_left_for_a_backup() {
    let shop = Yesterday::new();
    let mut bytes = std::fs::read(shop.place.file()).unwrap();
    bytes[..4096].fill(0);
    std::fs::write(shop.place.file(), &bytes).unwrap();
    assert!(salvage(&shop.place, &owner(), "a bad sector").is_err());
    assert!(std::fs::read(shop.place.file()).unwrap() == bytes);
    let decided = restore(&shop.place, &owner(), &shop.backup, Some("a bad sector")).unwrap();
    assert_eq!(decided.kept, shop.backup_head);
    open(&shop.place).journal.close();
}

#[test]
fn till_60_a_book_goes_on_with_another_key_that_both_signed() {
    let shop = Yesterday::new();
    let next = JournalKey::generate();
    let hex = next.to_hex();
    let copy = || JournalKey::from_hex(&hex).unwrap();
    let head = rotate_key(&shop.place, &owner(), &next, "a year has passed").unwrap();
    assert_eq!(head.seq, shop.head + 1);
    assert!(matches!(refused(&shop.place), OpenError::OtherKey { .. }), "the old key signs nothing more");
    let opened = Journal::open(&shop.place, copy(), birth(), stamp(6_000_000)).unwrap();
    let key_of = |seq| opened.book.key_of(seq).unwrap().to_owned();
    assert_eq!(key_of(head.seq), key().public_hex(), "the turn itself is signed by the old key");
    assert_eq!(key_of(head.seq + 1), next.public_hex());
    let event = ringup::domain::core::Event::Stopped;
    opened.journal.step_blocking(event, stamp(6_000_001)).unwrap();
    opened.journal.close();
    let verdict = verify(&shop.place.file(), true).unwrap();
    assert_eq!((verdict.entries, hex::encode(verdict.key)), (head.seq + 1, next.public_hex()));
    // And on to a third; the short check and the long one follow both turns.
    let third = JournalKey::generate();
    let second = Owner { key: copy(), ..owner() };
    rotate_key(&shop.place, &second, &third, "once more").unwrap();
    assert_eq!(hex::encode(verify(&shop.place.file(), false).unwrap().key), third.public_hex());
    Journal::open(&shop.place, third, birth(), stamp(6_000_002)).unwrap().journal.close();
}

#[test]
fn till_60_a_lost_key_means_a_new_book_that_names_the_old_one() {
    let shop = Yesterday::new();
    let error = begin_again(&shop.place, owner(), "no reason").unwrap_err();
    assert!(matches!(error, OpenError::Store(StoreError::Conflict(_))), "the key is there: {error}");
    let old = verify(&shop.place.file(), true).unwrap();
    let fresh = JournalKey::generate();
    let hex = fresh.to_hex();
    let decided = begin_again(&shop.place, Owner { key: fresh, ..owner() }, "the key store burnt").unwrap();
    let Fact::Genesis(genesis) = last_fact(&shop.place) else { panic!("a new book begins with its genesis") };
    let previous = genesis.previous.unwrap();
    assert_eq!((previous.head.seq, previous.head.hash), (old.head.seq, old.head.hash.to_string()));
    assert_eq!(previous.reason, "the key store burnt");
    let aside = shop.place.folder().join(decided.aside.unwrap()).join("journal.db");
    assert_eq!(verify(&aside, true).unwrap(), old, "the old book is whole and proves itself");
    let key = JournalKey::from_hex(&hex).unwrap();
    Journal::open(&shop.place, key, birth(), stamp(7_000_000)).unwrap().journal.close();
}

#[test]
fn till_61_the_note_follows_the_book_and_an_older_one_is_fine() {
    let mut shop = Shop::new();
    shop.paid(100);
    let earlier = std::fs::read(shop.place.head_file()).unwrap();
    shop.cash(20);
    let (place, book, _folder) = shop.close();
    assert_ne!(std::fs::read(place.head_file()).unwrap(), earlier);
    std::fs::write(place.head_file(), &earlier).unwrap();
    let again = open(&place);
    assert_eq!(told(&again.book), told(&book), "a note that lags behind, as after a power cut, says nothing");
    again.journal.close();
    std::fs::write(place.head_file(), "something else entirely\n").unwrap();
    open(&place).journal.close();
}
