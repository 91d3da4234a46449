//! What the till knows of its book outside the book: the highest head it wrote, and the highest a gateway has seen.
//!
//! A shorter or older book is a good book by itself; only somebody who has seen more can tell. The file `journal.head`
//! beside the book holds three lines of the same length, each with its own checksum: the last two heads in turn, so that a
//! torn write leaves the other, and what the gateway gave back. It is written after each commit and never flushed: after a
//! power cut it may lag behind the book, but it never runs ahead.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _};
use sha2::{Digest as _, Sha256};

use super::count::Count;
use super::error::{Contradiction, Found, Who};
use super::place::private_file;
use super::store::{read_row, select_rows};
use crate::domain::entry::{Hash, Head};
use crate::domain::fact::Fact;

/// A line: `RUPH1 JOURNAL SEQ HASH SUM`, filled up with spaces.
const LINE: usize = 160;
const MARK: &str = "RUPH1";
/// Which line the gateway's head stands in.
const GATEWAY: u64 = 2;

/// What somebody has seen of a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The book's name, 32 hex characters; empty where the witness does not know it.
    pub journal: String,
    /// The entry.
    pub seq: u64,
    /// Its hash in hex, whole or its beginning.
    pub hash: String,
    /// Who saw it.
    pub who: Who,
}

/// The file, open for as long as the book is.
#[derive(Debug)]
pub(crate) struct Witness {
    file: File,
    journal: String,
}

impl Witness {
    /// Opens or makes the file of a book.
    pub(crate) fn open(path: &Path, journal: &str) -> std::io::Result<Self> {
        Ok(Self { file: private_file(path)?, journal: journal.to_owned() })
    }

    /// Notes a head. A disk that does not take it is no reason to stop: the book itself is durable.
    pub(crate) fn note(&mut self, head: Head) {
        self.put(head.seq % 2, head.seq, &head.hash.to_string());
    }

    /// Notes what a gateway has seen, so that the next start knows it without asking.
    pub(crate) fn note_gateway(&mut self, seen: &Seen) {
        self.put(GATEWAY, seen.seq, &seen.hash);
    }

    fn put(&mut self, line: u64, seq: u64, hash: &str) {
        let text = line_of(&self.journal, seq, hash);
        let at = SeekFrom::Start(line * LINE as u64);
        if let Err(error) = self.file.seek(at).and_then(|_| self.file.write_all(text.as_bytes())) {
            tracing::warn!(%error, "the head was not noted outside the book");
        }
    }
}

fn line_of(journal: &str, seq: u64, hash: &str) -> String {
    let text = format!("{MARK} {journal} {seq} {hash}");
    let sum = sum(&text);
    format!("{:<width$}\n", format!("{text} {sum}"), width = LINE - 1)
}

fn sum(text: &str) -> String {
    hex::encode(&Sha256::digest(text)[..4])
}

/// Reads what the file holds; nothing where there is none. A line that is torn is passed over.
pub(crate) fn read(path: &Path) -> Vec<Seen> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(3 * LINE as u64).read_to_end(&mut bytes));
    if read.is_err() {
        return Vec::new();
    }
    bytes.chunks(LINE).enumerate().filter_map(|(line, bytes)| parse(line as u64, bytes)).collect()
}

fn parse(line: u64, bytes: &[u8]) -> Option<Seen> {
    let text = std::str::from_utf8(bytes).ok()?.trim_end();
    let (said, told) = text.rsplit_once(' ')?;
    if sum(said) != told {
        return None;
    }
    let mut words = said.split(' ');
    if words.next() != Some(MARK) {
        return None;
    }
    let (journal, seq, hash) = (words.next()?, words.next()?.parse().ok()?, words.next()?);
    let who = if line == GATEWAY { Who::Gateway } else { Who::Till };
    Some(Seen { journal: journal.to_owned(), seq, hash: hash.to_owned(), who })
}

/// Holds what was seen against a book; the first contradiction is named.
pub(crate) fn judge(
    conn: &Connection,
    journal: &str,
    head: Head,
    seen: &[Seen],
) -> rusqlite::Result<Option<Contradiction>> {
    let mut newest: Vec<&Seen> = seen.iter().collect();
    newest.sort_by_key(|seen| std::cmp::Reverse(seen.seq));
    for seen in newest {
        let found = if !seen.journal.is_empty() && seen.journal != journal {
            Found::OtherBook
        } else if seen.seq > head.seq {
            Found::Behind
        } else if hash_at(conn, seen.seq)?.is_some_and(|hash| hash.to_string().starts_with(&seen.hash)) {
            continue;
        } else {
            Found::Differs
        };
        if found != Found::OtherBook && excused(conn, seen.seq)? {
            continue;
        }
        return Ok(Some(Contradiction { found, who: seen.who, seen: (seen.seq, seen.hash.clone()), head: head.seq }));
    }
    Ok(None)
}

/// Whether an owner has decided about this entry before: it is one of those a recovery, a restore or an epoch gave up.
fn excused(conn: &Connection, seq: u64) -> rusqlite::Result<bool> {
    let mut statement = conn.prepare(select_rows!("WHERE kind IN (902, 903, 904) ORDER BY seq"))?;
    let decisions = statement.query_map([], read_row)?;
    for row in decisions {
        let fact = row?.entry().fact;
        let given_up = if let Fact::Recovered(fact) = fact {
            fact.seen.map(|seen| (fact.kept.seq, seen.seq))
        } else if let Fact::Restored(fact) = fact {
            fact.seen.map(|seen| (fact.kept.seq, seen.seq))
        } else if let Fact::EpochBegun(fact) = fact {
            // Where the book differs from what was seen, nobody knows since when.
            Some((0, fact.seen.seq))
        } else {
            None
        };
        if given_up.is_some_and(|(kept, seen)| kept < seq && seq <= seen) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn hash_at(conn: &Connection, seq: u64) -> rusqlite::Result<Option<Hash>> {
    let read = |row: &rusqlite::Row<'_>| Ok(Hash(row.get(0)?));
    conn.query_row("SELECT hash FROM journal WHERE seq = ?1", [Count(seq)], read).optional()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn till_61_a_torn_note_leaves_the_one_before() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("journal.head");
        let journal = "ab".repeat(16);
        let mut witness = Witness::open(&path, &journal).unwrap();
        for seq in 1..=5 {
            witness.note(Head { seq, hash: Hash([u8::try_from(seq).unwrap(); 32]) });
        }
        let mut seqs: Vec<u64> = read(&path).iter().map(|seen| seen.seq).collect();
        seqs.sort_unstable();
        assert_eq!(seqs, [4, 5]);
        let whole = std::fs::read(&path).unwrap();
        for cut in 0..LINE {
            let mut torn = whole.clone();
            torn[LINE..LINE + cut].fill(0);
            torn.truncate(LINE * 2);
            std::fs::write(&path, &torn).unwrap();
            let seen = read(&path);
            assert!(seen.iter().any(|seen| seen.seq == 4), "cut at {cut}");
            assert!(seen.iter().all(|seen| seen.seq == 4 || seen.seq == 5));
        }
    }

    #[test]
    fn till_61_a_note_with_a_changed_digit_is_no_note() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("journal.head");
        let mut witness = Witness::open(&path, &"ab".repeat(16)).unwrap();
        witness.note(Head { seq: 4, hash: Hash([1; 32]) });
        assert_eq!(read(&path).iter().map(|seen| seen.seq).collect::<Vec<_>>(), [4]);
        let changed = std::fs::read_to_string(&path).unwrap().replace(" 4 ", " 9 ");
        std::fs::write(&path, changed).unwrap();
        assert_eq!(read(&path), []);
    }
}
