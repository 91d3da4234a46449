//! A second verifier, written from the documentation of `journal::chain` alone, in another language.

use std::path::Path;
use std::process::Command;

use ringup::journal::verify;
use rusqlite::Connection;

use super::world::Shop;

/// What the second verifier says: `ok N HASH` or `bad SEQ`.
fn second_opinion(file: &Path) -> Option<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/journal/verify.py");
    let output = Command::new("python3").arg(script).arg(file).output().ok()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap().trim().to_owned())
}

fn first_opinion(file: &Path) -> String {
    match verify(file, true) {
        Ok(verdict) => format!("ok {} {}", verdict.entries, verdict.head.hash),
        Err(flaw) => format!("bad {}", flaw.seq),
    }
}

#[test]
fn till_60_two_verifiers_agree() {
    let mut shop = Shop::new();
    for minor in 1..4 {
        shop.paid(minor * 100);
        shop.cash(minor * 10);
    }
    let (place, book, folder) = shop.close();
    let Some(said) = second_opinion(&place.file()) else {
        assert!(std::env::var_os("RINGUP_E2E").is_none(), "python3 is missing");
        println!("skipped: there is no python3 here");
        return;
    };
    assert_eq!(said, format!("ok {} {}", book.head().seq, book.head().hash));
    let changes = [
        "UPDATE journal SET at_ms = at_ms + 1 WHERE seq = 6",
        "UPDATE journal SET receipt_no = receipt_no + 7 WHERE receipt_no = 2",
        "UPDATE journal SET cart = NULL WHERE seq = 3",
        "UPDATE journal SET sig = zeroblob(64) WHERE seq = 9",
        "UPDATE journal SET training = 1 WHERE seq = 4",
        "UPDATE journal SET payload = CAST(replace(CAST(payload AS TEXT), 'T4', 'T5') AS BLOB) WHERE seq = 2",
        "DELETE FROM journal WHERE seq = 5",
        "DELETE FROM journal WHERE seq > 10",
    ];
    for change in changes {
        let file = folder.as_ref().unwrap().path().join("spoilt.db");
        std::fs::copy(place.file(), &file).unwrap();
        let conn = Connection::open(&file).unwrap();
        let guards = "SELECT group_concat(sql || ';', ' ') FROM sqlite_schema WHERE type = 'trigger'";
        let guards: String = conn.query_row(guards, [], |row| row.get(0)).unwrap();
        conn.execute_batch("DROP TRIGGER journal_no_update; DROP TRIGGER journal_no_delete;").unwrap();
        conn.execute_batch("DROP TRIGGER journal_next;").unwrap();
        conn.execute_batch(change).unwrap();
        conn.execute_batch(&guards).unwrap();
        conn.close().unwrap();
        assert_eq!(second_opinion(&file).unwrap(), first_opinion(&file), "{change}");
    }
}
