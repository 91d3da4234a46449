//! The check in parts and from the middle: whichever way a book is walked, the answer is the same.

use super::*;
use crate::domain::core::{Event, TillEvent};
use crate::domain::day::Day;
use crate::domain::entry::Hash;
use crate::domain::fact::{Started, Stopped, ZClosed};
use crate::domain::money::Currency;
use crate::domain::tally::{Grand, StillOpen, Tally};
use crate::domain::time::{Stamp, Timestamp};
use crate::journal::keep::{Owner, rotate_key};
use crate::journal::{Birth, Journal, JournalKey, Place};

fn birth() -> Birth {
    Birth {
        shop: "Test".to_owned(),
        currency: Currency::EUR,
        environment: "practice".to_owned(),
        terminal: "ab".repeat(16),
        version: "0".to_owned(),
    }
}

fn stamp(at: i64) -> Stamp {
    Stamp { at: Timestamp(at), mono_ms: 1, boot: [1; 16], offset_min: 0 }
}

/// A book in a folder of its own, with the key that signs its next entry.
struct Book {
    place: Place,
    key: JournalKey,
    _folder: tempfile::TempDir,
}

impl Book {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let book = Self { place: Place::new(folder.path()), key: JournalKey::generate(), _folder: folder };
        book.write(&[]);
        book
    }

    fn key(&self) -> JournalKey {
        JournalKey::from_hex(&self.key.to_hex()).unwrap()
    }

    fn write(&self, events: &[Event]) {
        let opened = Journal::open(&self.place, self.key(), birth(), stamp(1)).unwrap();
        for event in events {
            opened.journal.step_blocking(event.clone(), stamp(1)).unwrap();
        }
        opened.journal.close();
    }

    fn turn(&mut self) {
        let next = JournalKey::generate();
        let owner = Owner { key: self.key(), birth: birth(), stamp: stamp(1) };
        rotate_key(&self.place, &owner, &next, "a year").unwrap();
        self.key = next;
    }

    fn conn(&self) -> Connection {
        store::open_reader(&self.place.file()).unwrap()
    }

    fn rows(&self) -> Vec<Row> {
        let conn = self.conn();
        let mut statement = conn.prepare(select_rows!("ORDER BY seq")).unwrap();
        statement.query_map([], read_row).unwrap().map(Result::unwrap).collect()
    }

    /// Adds rows by hand, past the writer.
    fn add(&self, rows: &[Row]) {
        let mut conn = store::open_writer(&self.place.file()).unwrap();
        let tx = conn.transaction().unwrap();
        rows.iter().for_each(|row| store::insert(&tx, row).unwrap());
        tx.commit().unwrap();
    }
}

fn close() -> Event {
    Event::Till { event: TillEvent::Close { today: Day::new(2026, 1, 1).unwrap() }, operator: String::new() }
}

/// Genesis, an entry, a closing, a turn, an entry, a closing, an entry.
fn turned() -> Book {
    let mut book = Book::new();
    book.write(&[Event::Stopped, close()]);
    book.turn();
    book.write(&[Event::Stopped, close(), Event::Stopped]);
    book
}

#[test]
fn a_book_is_checked_from_any_entry_to_the_same_end() {
    let book = turned();
    let conn = book.conn();
    for (after, deep) in (0..=6).flat_map(|after| [(after, false), (after, true)]) {
        let verdict = check_from(&conn, after, deep).unwrap();
        let end = (verdict.entries, hex::encode(verdict.key));
        assert_eq!(end, (7, book.key.public_hex()), "after {after}, deep {deep}");
    }
}

#[test]
fn a_turn_that_was_changed_is_named_where_the_check_begins_behind_it() {
    let book = turned();
    let conn = Connection::open(book.place.file()).unwrap();
    conn.execute_batch("DROP TRIGGER journal_no_update").unwrap();
    let other = "UPDATE journal SET payload = CAST(replace(payload, 'a year', 'a week') AS BLOB) WHERE kind = 905";
    assert_eq!(conn.execute(other, []), Ok(1));
    let flaw = check_from(&conn, 5, false).unwrap_err();
    assert_eq!(flaw, Flaw { seq: 4, reason: FlawReason::Hash });
}

#[test]
fn receipts_are_counted_on_from_before_the_part() {
    let book = Book::new();
    let conn = book.conn();
    let rule = rule(&conn, true).unwrap();
    let first = book.rows().remove(0);
    let receipt = |head: Head, number: u64| {
        let payload = format!(r#"{{"receipt_no":{number}}}"#).into_bytes();
        let row = Row { kind: 9_999, receipt_no: Some(number), payload, ..next(&first, head) };
        sealed(row, &rule.ids, &book.key)
    };
    let one = receipt(first.head(), 1);
    let two = receipt(one.head(), 2);
    book.add(&[one, two.clone()]);
    for after in 0..=3 {
        assert_eq!(check_from(&conn, after, false).unwrap().entries, 3, "after {after}");
    }
    Connection::open(book.place.file()).unwrap().execute_batch("DROP TRIGGER journal_next").unwrap();
    book.add(&[receipt(two.head(), 4)]);
    for after in 0..=3 {
        let reason = FlawReason::Receipt { expected: 3, found: 4 };
        assert_eq!(check_from(&conn, after, false).unwrap_err(), Flaw { seq: 4, reason }, "after {after}");
    }
}

/// An empty row after `head`, not sealed yet.
fn next(like: &Row, head: Head) -> Row {
    Row {
        seq: head.seq + 1,
        prev: head.hash,
        kind: 101,
        payload: b"{}".to_vec(),
        hash: Hash::default(),
        ..like.clone()
    }
}

fn sealed(mut row: Row, ids: &Ids, key: &JournalKey) -> Row {
    row.hash = row.compute_hash(ids);
    row.sig = key.sign(&row.hash);
    row
}

#[test]
fn a_large_book_is_checked_in_parts_as_in_one() {
    const LAST: u64 = 2 * PART_MIN + 1;
    let book = Book::new();
    let conn = book.conn();
    let rule = rule(&conn, false).unwrap();
    let mut rows = book.rows();
    while (rows.len() as u64) < LAST {
        let last = rows.last().unwrap();
        let mut row = next(last, last.head());
        if [10, PART_MIN, LAST - 10].contains(&row.seq) {
            row.kind = 904;
        }
        row.hash = row.compute_hash(&rule.ids);
        // Only where a part ends is a signature looked at.
        if [LAST / 2, LAST].contains(&row.seq) {
            row.sig = book.key.sign(&row.hash);
        }
        rows.push(row);
    }
    book.add(&rows[1..]);
    let verdict = check_in_parts(&book.place.file(), &conn, false).unwrap();
    assert_eq!((verdict.entries, verdict.epochs), (LAST, 3));
    assert_eq!(verdict.head, rows.last().unwrap().head());
}

#[test]
fn a_part_goes_on_after_the_entry_and_the_receipts_before_it() {
    let book = turned();
    let rule = rule(&book.conn(), true).unwrap();
    let rows = book.rows();
    let turns: Vec<Row> = rows.iter().filter(|row| row.kind == TURN).cloned().collect();
    for begin in 1..rows.len() {
        let mut walk = Walk::within(&rule, (rows[begin - 1].head(), 0), &turns).unwrap();
        for row in &rows[begin..] {
            walk.step(&rule, row).unwrap();
            assert!(walk.has_signed(row), "{}", row.seq);
            assert!(!walk.has_signed(&Row { sig: rows[0].sig, ..row.clone() }), "{}", row.seq);
        }
        assert_eq!((walk.next(), walk.key()), (8, book.key.public_hex()));
    }
    let counted = Walk::within(&rule, (rows[1].head(), 41), &[]).unwrap();
    assert_eq!((counted.receipts, counted.head), (41, rows[1].head()));
}

#[test]
fn only_turns_hand_a_part_to_another_key() {
    let book = turned();
    let rule = rule(&book.conn(), true).unwrap();
    let rows = book.rows();
    let end = rows[6].head();
    let flaw = Walk::within(&rule, (end, 0), &rows[1..2]).unwrap_err();
    assert_eq!(flaw, Flaw { seq: 2, reason: FlawReason::Hash }, "no turn at all");
    let spoilt = Row { hash: Hash([9; 32]), ..rows[3].clone() };
    let flaw = Walk::within(&rule, (end, 0), &[spoilt]).unwrap_err();
    assert_eq!(flaw, Flaw { seq: 4, reason: FlawReason::Hash }, "a turn that was changed");
    let before = Walk::within(&rule, (rows[2].head(), 0), &rows[3..4]).unwrap();
    assert_ne!(before.key(), book.key.public_hex(), "a turn still to come");
    let at = Walk::within(&rule, (rows[3].head(), 0), &rows[3..4]).unwrap();
    assert_eq!(at.key(), book.key.public_hex());
}

#[test]
fn till_52_a_closing_that_does_not_follow_is_found_wherever_the_check_begins() {
    let book = Book::new();
    book.write(&[Event::Stopped, close()]);
    let rule = rule(&book.conn(), true).unwrap();
    let last = book.rows().pop().unwrap();
    let fact = ZClosed {
        number: 5,
        day: Day::new(2026, 1, 1).unwrap(),
        from_seq: 4,
        to_seq: 3,
        to_hash: last.hash.to_string(),
        tally: Tally::default(),
        expected: 0,
        open: StillOpen::default(),
        grand: Grand::default(),
        operator: String::new(),
    };
    book.add(&[Row::seal(&fact.into(), stamp(1), last.head(), (&rule.ids, &book.key))]);
    let conn = book.conn();
    for after in [0, 1, 2] {
        let flaw = check_from(&conn, after, false).unwrap_err();
        assert!(flaw.seq == 4 && matches!(flaw.reason, FlawReason::Closing(_)), "after {after}: {flaw:?}");
    }
    assert!(check_from(&conn, 3, false).is_ok(), "what stands before is not known from here");
}

#[test]
fn a_monotonic_clock_past_what_the_database_holds_is_held_at_its_largest() {
    let book = Book::new();
    let opened = Journal::open(&book.place, book.key(), birth(), stamp(1)).unwrap();
    let far = Stamp { mono_ms: u64::MAX, ..stamp(2) };
    let started = Event::Started { version: String::new() };
    let committed = opened.journal.step_blocking(started, far).unwrap();
    let (fact, stored) = (&committed.entries.last().unwrap().fact, committed.entries.last().unwrap().stamp);
    assert_eq!(fact, &Fact::from(Started { version: String::new() }));
    assert_eq!(stored.mono_ms, i64::MAX.unsigned_abs());
    opened.journal.step_blocking(Event::Stopped, far).unwrap();
    opened.journal.close();
    let last = book.rows().pop().unwrap();
    assert_eq!((last.entry().fact, last.stamp.mono_ms), (Stopped {}.into(), i64::MAX.unsigned_abs()));
    assert!(verify(&book.place.file(), true).is_ok());
}
