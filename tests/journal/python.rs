//! A second verifier, written from the documentation of `journal::chain` alone, in another language.

use std::path::{Path, PathBuf};
use std::process::Command;

use ringup::journal::{JournalKey, OpenError, Owner, Place, rotate_key, verify};
use rusqlite::Connection;

use super::replay::happen;
use super::world::{Chance, Shop, birth, key, stamp, unguarded};

/// Good books, and as many damaged ones.
const BOOKS: usize = 200;

/// What the second verifier says of each file: `ok N HASH` or `bad SEQ`. None without Python.
fn second_opinion(files: &[PathBuf]) -> Option<Vec<String>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging/verify.py");
    let output = Command::new("python3").arg(script).args(files).output().ok()?;
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    let said: Vec<String> = String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect();
    let bad = said.iter().any(|line| line.starts_with("bad"));
    assert_eq!(output.status.code(), Some(i32::from(bad)));
    Some(said)
}

fn first_opinion(file: &Path) -> String {
    match verify(file, true) {
        Ok(verdict) => format!("ok {} {}", verdict.entries, verdict.head.hash),
        Err(flaw) => format!("bad {}", flaw.seq),
    }
}

/// A closed book with a random history of a few entries; every fourth one has changed its key.
fn book(folder: &Path, chance: &mut Chance) -> PathBuf {
    let place = Place::new(folder);
    let mut shop = Shop::over(place.clone());
    for _ in 0..2 + chance.below(6) {
        let one = (u8::try_from(chance.below(256)).unwrap(), chance.next(), chance.next());
        if let Some(event) = happen(&mut shop, one) {
            // A refusal writes nothing, which is as good a history as any.
            let _ = shop.step(event);
        }
    }
    shop.journal.close();
    if chance.below(4) == 0 {
        let owner = Owner { key: key(), birth: birth(), stamp: stamp(10_000_000) };
        let next = JournalKey::generate();
        turn(&place, &owner, &next);
        let owner = Owner { key: next, birth: birth(), stamp: stamp(10_000_001) };
        turn(&place, &owner, &key());
    }
    place.file()
}

/// Another test's child may hold a copy of our lock for the moment between its fork and its exec.
fn turn(place: &Place, owner: &Owner, next: &JournalKey) {
    while let Err(error) = rotate_key(place, owner, next, "a test") {
        assert!(matches!(error, OpenError::Held(_)), "{error}");
        std::thread::yield_now();
    }
}

/// One of the ways to spoil a book, somewhere.
fn damage(file: &Path, chance: &mut Chance) -> String {
    let conn = Connection::open(file).unwrap();
    let head: i64 = conn.query_row("SELECT max(seq) FROM journal", [], |row| row.get(0)).unwrap();
    conn.close().unwrap();
    let seq = 1 + i64::try_from(chance.below(head.unsigned_abs())).unwrap();
    const COLUMNS: [&str; 9] = [
        "kind = kind + 1",
        "at_ms = at_ms + 1",
        "mono_ms = mono_ms + 1",
        "tz_min = tz_min + 1",
        "actor = actor + 1",
        "training = 1 - training",
        "boot = randomblob(16)",
        "prev = randomblob(32)",
        "sig = randomblob(64)",
    ];
    let sql = match chance.below(14) {
        column @ 0..9 => format!("UPDATE journal SET {} WHERE seq = {seq}", COLUMNS[usize::try_from(column).unwrap()]),
        9 => format!("UPDATE journal SET payload = CAST(payload || ' ' AS BLOB) WHERE seq = {seq}"),
        10 => format!("DELETE FROM journal WHERE seq = {seq}"),
        11 => format!("UPDATE journal SET receipt_no = coalesce(receipt_no, 0) + 900 WHERE seq = {seq}"),
        12 => format!("UPDATE journal SET cart = randomblob(16) WHERE seq = {seq}"),
        _ => format!("UPDATE journal SET seq = seq + 100000 WHERE seq >= {seq}"),
    };
    unguarded(file, &sql);
    sql
}

#[test]
fn till_60_two_verifiers_agree_on_200_good_and_200_damaged_books() {
    let room = Shop::in_memory();
    let folder = room.place.folder().join("books");
    std::fs::create_dir(&folder).unwrap();
    let mut chance = Chance(0x5eed);
    let (mut files, mut told) = (Vec::new(), Vec::new());
    for number in 0..BOOKS {
        let good = book(&folder.join(format!("good-{number}")), &mut chance);
        let bad = folder.join(format!("bad-{number}.db"));
        std::fs::copy(&good, &bad).unwrap();
        told.extend(["whole".to_owned(), damage(&bad, &mut chance)]);
        files.extend([good, bad]);
    }
    let Some(said) = second_opinion(&files) else {
        assert!(std::env::var_os("RINGUP_E2E").is_none(), "python3 is missing");
        println!("skipped: there is no python3 here");
        return;
    };
    assert_eq!(said.len(), files.len());
    let (mut good, mut cut) = (0, 0);
    for ((file, second), what) in files.iter().zip(&said).zip(&told) {
        let first = first_opinion(file);
        assert_eq!(*second, first, "{what}");
        good += usize::from(what == "whole" && first.starts_with("ok"));
        // A book whose last entry was taken away is a good, shorter book: that is what the witnesses are for.
        cut += usize::from(what != "whole" && first.starts_with("ok"));
    }
    assert_eq!(good, BOOKS);
    assert!(cut < BOOKS / 10, "{cut} damages were none");
}

#[test]
fn till_60_two_verifiers_agree_on_what_is_no_book() {
    let shop = Shop::new();
    let (place, _, folder) = shop.close();
    let folder = folder.unwrap();
    let make = |name: &str, sql: &str| {
        let file = folder.path().join(name);
        std::fs::copy(place.file(), &file).unwrap();
        Connection::open(&file).unwrap().execute_batch(sql).unwrap();
        file
    };
    let forged = folder.path().join("turn.db");
    std::fs::copy(place.file(), &forged).unwrap();
    super::tamper::append_turn_nobody_agreed_to(&forged);
    let text = folder.path().join("text.db");
    std::fs::write(&text, "not a book, but long enough to look at; not a book, but long enough to look at; not a")
        .unwrap();
    let files = [
        make("guard.db", "DROP TRIGGER journal_no_update"),
        make("index.db", "DROP INDEX journal_cart"),
        make("empty.db", "DROP TRIGGER journal_no_delete; DELETE FROM journal"),
        forged,
        text,
        folder.path().join("nothing.db"),
    ];
    let Some(said) = second_opinion(&files) else {
        println!("skipped: there is no python3 here");
        return;
    };
    for (file, second) in files.iter().zip(&said) {
        assert_eq!(*second, first_opinion(file), "{}", file.display());
        assert!(second.starts_with("bad"));
    }
}
