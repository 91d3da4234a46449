//! Whoever changes a book on disk is named by its first wrong entry.

use std::path::{Path, PathBuf};

use ringup::domain::entry::{Hash, Head};
use ringup::domain::fact::{Fact, Stopped};
use ringup::journal::chain::{Ids, Row};
use ringup::journal::{Flaw, FlawReason, Journal, JournalKey, OpenError, Place, verify};
use rusqlite::{Connection, params};
use tempfile::TempDir;

use super::world::{self, Shop, birth, key, open, stamp};

/// A closed book of some thirty entries, to be copied and spoilt.
struct Victim {
    place: Place,
    entries: u64,
    folder: TempDir,
}

impl Victim {
    fn new() -> Self {
        let mut shop = Shop::new();
        for minor in 1..6 {
            shop.paid(minor * 100);
            shop.cash(minor * 10);
        }
        shop.charge(999);
        let (place, book, folder) = shop.close();
        let folder = folder.unwrap();
        Self { place, entries: book.head().seq, folder }
    }

    /// A copy changed by `spoil` with the guards taken off and put back after, as a careful forger would.
    fn spoilt(&self, name: &str, spoil: impl FnOnce(&Connection)) -> PathBuf {
        let folder = self.folder.path().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("journal.db");
        std::fs::copy(self.place.file(), &file).unwrap();
        let conn = Connection::open(&file).unwrap();
        let guards = "SELECT group_concat(sql || ';', ' ') FROM sqlite_schema WHERE type = 'trigger'";
        let guards: String = conn.query_row(guards, [], |row| row.get(0)).unwrap();
        conn.execute_batch(
            "DROP TRIGGER journal_no_update; DROP TRIGGER journal_no_delete; DROP TRIGGER journal_next;
             PRAGMA ignore_check_constraints = ON;",
        )
        .unwrap();
        spoil(&conn);
        conn.execute_batch(&guards).unwrap();
        conn.close().unwrap();
        file
    }
}

fn first_flaw(file: &Path) -> Flaw {
    verify(file, true).expect_err("the change must be seen")
}

#[test]
fn till_60_a_changed_column_is_named() {
    let victim = Victim::new();
    let blobs = ["boot", "payload", "prev", "hash", "sig"];
    let numbers = ["kind", "at_ms", "mono_ms", "tz_min", "actor", "training"];
    for seq in [1, 2, 7, victim.entries - 1, victim.entries] {
        for column in blobs {
            let file = victim.spoilt("blob", |conn| flip(conn, column, seq));
            assert_eq!(first_flaw(&file).seq, seq, "{column}");
        }
        for column in numbers {
            let sql = format!("UPDATE journal SET {column} = {column} + 1 WHERE seq = ?1");
            let file = victim.spoilt("number", |conn| assert_eq!(conn.execute(&sql, [seq.cast_signed()]).unwrap(), 1));
            assert_eq!(first_flaw(&file).seq, seq, "{column}");
        }
        for change in ["receipt_no = 99", "cart = zeroblob(16)", "cart = randomblob(15)"] {
            let sql = format!("UPDATE journal SET {change} WHERE seq = ?1");
            let file = victim.spoilt("copy", |conn| assert_eq!(conn.execute(&sql, [seq.cast_signed()]).unwrap(), 1));
            assert_eq!(first_flaw(&file).seq, seq, "{change}");
        }
    }
}

/// Flips one bit of every byte in turn would take long; of a byte that depends on the row it does not.
fn flip(conn: &Connection, column: &str, seq: u64) {
    let read = format!("SELECT {column} FROM journal WHERE seq = ?1");
    let mut bytes: Vec<u8> = conn.query_row(&read, [seq.cast_signed()], |row| row.get(0)).unwrap();
    let index = usize::try_from(seq).unwrap() * 37 % bytes.len();
    bytes[index] ^= 1;
    let write = format!("UPDATE journal SET {column} = ?2 WHERE seq = ?1");
    assert_eq!(conn.execute(&write, params![seq.cast_signed(), bytes]).unwrap(), 1);
}

#[test]
fn till_60_every_byte_of_one_payload_counts() {
    let victim = Victim::new();
    let file = victim.spoilt("bytes", |conn| {
        let read = "SELECT payload FROM journal WHERE seq = 3";
        let payload: Vec<u8> = conn.query_row(read, [], |row| row.get(0)).unwrap();
        let store = |payload: &[u8]| conn.execute("UPDATE journal SET payload = ?1 WHERE seq = 3", [payload]).unwrap();
        for index in 0..payload.len() {
            let mut changed = payload.clone();
            changed[index] ^= 1 << (index % 8);
            store(&changed);
            let flaw = verify(Path::new(conn.path().unwrap()), false).unwrap_err();
            assert_eq!(flaw, Flaw { seq: 3, reason: FlawReason::Hash }, "byte {index}");
        }
        store(&payload);
    });
    assert_eq!(verify(&file, true).unwrap().entries, victim.entries, "put back, it is whole again");
}

#[test]
fn till_60_rows_moved_removed_or_added_are_named() {
    let victim = Victim::new();
    let swap = "UPDATE journal SET seq = -5 WHERE seq = 5; UPDATE journal SET seq = 5 WHERE seq = 6;
                UPDATE journal SET seq = 6 WHERE seq = -5;";
    let file = victim.spoilt("swap", |conn| conn.execute_batch(swap).unwrap());
    assert_eq!(first_flaw(&file).seq, 5);

    let file = victim.spoilt("delete", |conn| conn.execute_batch("DELETE FROM journal WHERE seq = 9").unwrap());
    assert_eq!(first_flaw(&file), Flaw { seq: 9, reason: FlawReason::Missing(Some(10)) });
    assert_eq!(verify(&file, false).unwrap_err().seq, 9, "no signature is needed for that");

    let first = victim.spoilt("first", |conn| conn.execute_batch("DELETE FROM journal WHERE seq = 1").unwrap());
    assert_eq!(first_flaw(&first), Flaw { seq: 1, reason: FlawReason::Missing(Some(2)) });

    let all = victim.spoilt("all", |conn| conn.execute_batch("DELETE FROM journal").unwrap());
    assert_eq!(first_flaw(&all), Flaw { seq: 1, reason: FlawReason::Missing(None) });

    let renumber = "DELETE FROM journal WHERE seq = 9; UPDATE journal SET seq = -seq WHERE seq > 9;
                    UPDATE journal SET seq = -seq - 1 WHERE seq < 0;";
    let file = victim.spoilt("renumber", |conn| conn.execute_batch(renumber).unwrap());
    assert_eq!(first_flaw(&file).seq, 9);

    let next = victim.entries + 1;
    let double = "INSERT INTO journal SELECT ?1, kind, at_ms, mono_ms, boot, tz_min, actor, training, NULL, cart, payload, \
                  prev, randomblob(32), sig FROM journal WHERE seq = 4";
    let file = victim.spoilt("double", |conn| assert_eq!(conn.execute(double, [next.cast_signed()]).unwrap(), 1));
    assert_eq!(first_flaw(&file).seq, next);

    // So far away that a large book's parts are checked side by side: the first gap is the one that counts.
    let far = "UPDATE journal SET seq = seq + 100000 WHERE seq >= 8";
    let file = victim.spoilt("far", |conn| conn.execute_batch(far).unwrap());
    assert_eq!(first_flaw(&file), Flaw { seq: 8, reason: FlawReason::Missing(Some(100_008)) });

    let zero = "INSERT INTO journal SELECT 0, kind, at_ms, mono_ms, boot, tz_min, actor, training, NULL, cart, payload, \
                prev, randomblob(32), sig FROM journal WHERE seq = 4";
    let file = victim.spoilt("zero", |conn| assert_eq!(conn.execute(zero, []).unwrap(), 1));
    assert_eq!(first_flaw(&file), Flaw { seq: 1, reason: FlawReason::Missing(Some(0)) });
}

/// Rewrites the chain from `seq` on, as somebody without the key would have to, or with another key.
fn forge(conn: &Connection, from: u64, signer: Option<&JournalKey>) {
    let ids = Ids { journal: journal_id(conn), terminal: hex::decode(world::TERMINAL).unwrap().try_into().unwrap() };
    let mut rows = read_rows(conn);
    let index = usize::try_from(from).unwrap() - 1;
    let mut head = Head { seq: from - 1, hash: rows[index].prev };
    for row in &mut rows[index..] {
        let stamp = ringup::domain::time::Stamp { mono_ms: row.stamp.mono_ms + 1, ..row.stamp };
        let fact = Fact::decode(row.kind, &row.payload);
        let sealed = Row::seal(&fact, stamp, head, (&ids, signer.unwrap_or(&key())));
        let sig = if signer.is_some() { sealed.sig } else { row.sig };
        *row = Row { sig, ..sealed };
        head = row.head();
        conn.execute(
            "UPDATE journal SET mono_ms = ?2, prev = ?3, hash = ?4, sig = ?5 WHERE seq = ?1",
            params![row.seq.cast_signed(), stamp.mono_ms.cast_signed(), row.prev.0, row.hash.0, row.sig],
        )
        .unwrap();
    }
}

fn journal_id(conn: &Connection) -> [u8; 16] {
    let payload: Vec<u8> = conn.query_row("SELECT payload FROM journal WHERE seq = 1", [], |row| row.get(0)).unwrap();
    let Fact::Genesis(genesis) = Fact::decode(900, &payload) else { panic!("the first entry is a genesis") };
    hex::decode(genesis.journal).unwrap().try_into().unwrap()
}

fn read_rows(conn: &Connection) -> Vec<Row> {
    let mut statement = conn.prepare("SELECT seq, kind, at_ms, mono_ms, payload, prev, sig FROM journal").unwrap();
    let rows = statement.query_map([], |row| {
        let stamp = ringup::domain::time::Stamp {
            at: ringup::domain::time::Timestamp(row.get(2)?),
            mono_ms: row.get::<_, i64>(3)?.unsigned_abs(),
            ..stamp(0)
        };
        let empty = Row::seal(
            &Fact::Stopped(Stopped {}),
            stamp,
            Head::default(),
            (&Ids { journal: [0; 16], terminal: [0; 16] }, &key()),
        );
        Ok(Row {
            seq: row.get::<_, i64>(0)?.unsigned_abs(),
            kind: row.get(1)?,
            payload: row.get(4)?,
            prev: Hash(row.get(5)?),
            sig: row.get(6)?,
            ..empty
        })
    });
    rows.unwrap().map(Result::unwrap).collect()
}

#[test]
fn till_60_a_chain_rewritten_without_the_key_is_named() {
    let victim = Victim::new();
    let file = victim.spoilt("keyless", |conn| forge(conn, 8, None));
    assert_eq!(first_flaw(&file), Flaw { seq: 8, reason: FlawReason::Signature });
    assert_eq!(verify(&file, false).unwrap_err().seq, victim.entries, "the short check sees it at the head");

    let other = JournalKey::generate();
    let file = victim.spoilt("other-key", |conn| forge(conn, 8, Some(&other)));
    assert_eq!(first_flaw(&file), Flaw { seq: 8, reason: FlawReason::Signature });

    let resign = victim.spoilt("resign", |conn| {
        let hash: [u8; 32] = conn.query_row("SELECT hash FROM journal WHERE seq = 8", [], |row| row.get(0)).unwrap();
        let pair = secp256k1::Keypair::new(&mut secp256k1::rand::rng());
        let sig = secp256k1::schnorr::sign(&hash, &pair).to_byte_array();
        conn.execute("UPDATE journal SET sig = ?1 WHERE seq = 8", [sig]).unwrap();
    });
    assert_eq!(first_flaw(&resign), Flaw { seq: 8, reason: FlawReason::Signature });

    // With the right key it is a good chain: that is what makes the three above findings about the key.
    let own = victim.spoilt("own", |conn| forge(conn, 8, Some(&key())));
    assert_eq!(verify(&own, true).unwrap().entries, victim.entries);
}

#[test]
fn till_60_an_entry_of_another_till_does_not_fit() {
    let victim = Victim::new();
    let other = Victim::new();
    let attach = format!("ATTACH '{}' AS other", other.place.file().display());
    let replay = "UPDATE journal SET (kind, at_ms, mono_ms, payload, cart, receipt_no, hash, sig) =
                  (SELECT kind, at_ms, mono_ms, payload, cart, receipt_no, hash, sig FROM other.journal o WHERE o.seq = 5)
                  WHERE seq = 5";
    let file = victim.spoilt("replay", |conn| {
        conn.execute_batch(&attach).unwrap();
        conn.execute_batch(replay).unwrap();
    });
    assert_eq!(first_flaw(&file).seq, 5);
}

#[test]
fn till_60_a_cut_tail_needs_a_witness() {
    let victim = Victim::new();
    let cut = |conn: &Connection| {
        conn.execute("DELETE FROM journal WHERE seq > ?1", [(victim.entries - 3).cast_signed()]).unwrap();
    };
    let verdict = verify(&victim.spoilt("tail", cut), true).unwrap();
    assert_eq!(verdict.entries, victim.entries - 3, "a shorter book is a good book; only its head tells");
}

#[test]
fn till_60_the_guards_refuse_changes() {
    let victim = Victim::new();
    let conn = Connection::open(victim.place.file()).unwrap();
    let columns = "kind, at_ms, mono_ms, boot, tz_min, actor, training";
    let copy = |seq: &str, receipt: &str, prev: &str, hash: &str| {
        format!(
            "INSERT OR REPLACE INTO journal SELECT {seq}, {columns}, {receipt}, cart, payload, {prev}, {hash}, sig FROM journal WHERE seq = 4"
        )
    };
    let head = "(SELECT hash FROM journal ORDER BY seq DESC LIMIT 1)";
    let next = format!("{}", victim.entries + 1);
    let refused = [
        "UPDATE journal SET actor = 1 WHERE seq = 4".to_owned(),
        "DELETE FROM journal WHERE seq = 4".to_owned(),
        "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 4".to_owned(),
        copy("4", "NULL", "prev", "randomblob(32)"),
        copy(&format!("{}", victim.entries + 2), "NULL", head, "randomblob(32)"),
        copy(&next, "NULL", "prev", "randomblob(32)"),
        copy(&next, "NULL", head, "hash"),
        copy(&next, "1", head, "randomblob(32)"),
        copy(&next, "99", head, "randomblob(32)"),
    ];
    for sql in refused {
        assert!(conn.execute(&sql, []).is_err(), "{sql}");
    }
    conn.close().unwrap();
    assert_eq!(verify(&victim.place.file(), true).unwrap().entries, victim.entries);
}

#[test]
fn till_60_missing_guards_are_seen() {
    let victim = Victim::new();
    for (name, sql) in [("update", "DROP TRIGGER journal_no_update"), ("index", "DROP INDEX journal_cart")] {
        let file = victim.spoilt(name, |_| {});
        Connection::open(&file).unwrap().execute_batch(sql).unwrap();
        let flaw = verify(&file, false).unwrap_err();
        assert!(matches!(flaw, Flaw { seq: 0, reason: FlawReason::Structure(_) }), "{flaw}");
        let place = Place::new(file.parent().unwrap());
        assert_eq!(Journal::open(&place, key(), birth(), stamp(0)).unwrap_err(), OpenError::Damaged(flaw));
    }
}

#[test]
fn till_60_a_damaged_book_does_not_open_and_stays_as_it_is() {
    let victim = Victim::new();
    let file = victim.spoilt("damaged", |conn| flip(conn, "payload", 7));
    let place = Place::new(file.parent().unwrap());
    let before = std::fs::read(&file).unwrap();
    let error = Journal::open(&place, key(), birth(), stamp(0)).unwrap_err();
    assert_eq!(error, OpenError::Damaged(Flaw { seq: 7, reason: FlawReason::Hash }));
    assert_eq!(std::fs::read(&file).unwrap(), before, "nothing was repaired, nothing deleted");
}

#[test]
fn f15_a_flipped_bit_anywhere_in_the_file_is_never_silent() {
    let victim = Victim::new();
    let file = victim.spoilt("bits", |_| {});
    let whole = std::fs::read(&file).unwrap();
    let entries = journal_bytes(&file);
    let (mut named, mut silent) = (0, Vec::new());
    for offset in (0..whole.len()).step_by(97) {
        let mut bytes = whole.clone();
        bytes[offset] ^= 0x10;
        std::fs::write(&file, &bytes).unwrap();
        match verify(&file, true) {
            Err(_) => named += 1,
            Ok(_) => silent.push(offset),
        }
    }
    assert!(named > 100, "most of the file matters: {named}");
    // What passes must be bytes no entry is made of: free space, the header's spare fields, projections.
    for offset in silent {
        let mut bytes = whole.clone();
        bytes[offset] ^= 0x10;
        std::fs::write(&file, &bytes).unwrap();
        assert_eq!(journal_bytes(&file), entries, "offset {offset} changed an entry unseen");
    }
}

fn journal_bytes(file: &Path) -> Vec<Vec<rusqlite::types::Value>> {
    let conn = Connection::open(file).unwrap();
    let mut statement = conn.prepare("SELECT * FROM journal ORDER BY seq").unwrap();
    let read = |row: &rusqlite::Row<'_>| (0..14).map(|column| row.get(column)).collect();
    statement.query_map([], read).unwrap().map(Result::unwrap).collect()
}

#[test]
fn an_untouched_book_is_whole_live_and_copied() {
    let mut shop = Shop::new();
    shop.paid(100);
    let live = verify(&shop.file(), true).unwrap();
    assert_eq!(live.head, shop.book.head(), "the log is read too");
    let (place, _, folder) = shop.close();
    let folder = folder.unwrap();
    let copy = folder.path().join("copy of a bøøk.db");
    std::fs::copy(place.file(), &copy).unwrap();
    assert_eq!(verify(&copy, true).unwrap(), live);
    open(&place).journal.close();
}

/// Appends an entry that hands the book to a stranger's key: signed as it must be, but the stranger never agreed.
pub(crate) fn append_turn_nobody_agreed_to(file: &Path) {
    let conn = Connection::open(file).unwrap();
    let ids = Ids { journal: journal_id(&conn), terminal: hex::decode(world::TERMINAL).unwrap().try_into().unwrap() };
    let (seq, hash): (i64, [u8; 32]) = conn
        .query_row("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    let turn = ringup::domain::keeping::KeyRotated {
        public_key: JournalKey::generate().public_hex(),
        proof: "00".repeat(64),
        reason: "because".to_owned(),
    };
    let head = Head { seq: seq.unsigned_abs(), hash: Hash(hash) };
    append(&conn, &Row::seal(&Fact::KeyRotated(turn), stamp(1), head, (&ids, &key())));
}

fn append(conn: &Connection, row: &Row) {
    let sql = "INSERT INTO journal VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, NULL, NULL, ?9, ?10, ?11, ?12)";
    let values = params![
        row.seq.cast_signed(),
        row.kind,
        row.stamp.at.0,
        row.stamp.mono_ms.cast_signed(),
        row.stamp.boot,
        row.stamp.offset_min,
        row.actor,
        row.training,
        row.payload,
        row.prev.0,
        row.hash.0,
        row.sig,
    ];
    assert_eq!(conn.execute(sql, values).unwrap(), 1);
}

#[test]
fn till_60_a_key_that_did_not_agree_takes_over_nothing() {
    let victim = Victim::new();
    append_turn_nobody_agreed_to(&victim.place.file());
    for deep in [false, true] {
        let flaw = verify(&victim.place.file(), deep).unwrap_err();
        assert_eq!(flaw, Flaw { seq: victim.entries + 1, reason: FlawReason::Turn });
    }
}

#[test]
fn an_entry_of_a_kind_from_the_future_is_kept_chained_and_shown() {
    let mut shop = Shop::new();
    shop.paid(100);
    let (place, book, _folder) = shop.close();
    let conn = Connection::open(place.file()).unwrap();
    let ids = Ids { journal: journal_id(&conn), terminal: hex::decode(world::TERMINAL).unwrap().try_into().unwrap() };
    let strange = Fact::Unknown { kind: 777, payload: b"\x00\x1b[2Jwhat \xff is this".to_vec() };
    append(&conn, &Row::seal(&strange, stamp(2), book.head(), (&ids, &key())));
    conn.close().unwrap();
    std::fs::remove_file(place.head_file()).unwrap();
    let mut again = Shop::over(place);
    again.paid(200);
    let entries = again.journal.reader().entries(book.head().seq + 1, 1).unwrap();
    assert_eq!((&entries[0].fact, entries[0].fact.name()), (&strange, "Unknown"));
    let (place, after, _) = again.close();
    assert_eq!(verify(&place.file(), true).unwrap().head, after.head());
    assert_eq!(ringup::journal::rebuild(&place, stamp(0).at).unwrap().sales, 2);
    assert_eq!(ringup::journal::stats(&place.file()).unwrap().kinds[&777], 1);
}
