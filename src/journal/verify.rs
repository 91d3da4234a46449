//! Checks a book without trusting it, and names the first entry that is not as it was written.
//!
//! What it proves: every entry from the first to the head is there, in order, unchanged, and, deep, signed by the key of the first
//! entry. What it cannot see alone: entries cut off the end, because a shorter book is a good book too; and a whole book written
//! anew with another key. The head a gateway or a receipt has seen, and the key in the vault, are the witnesses for those.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::Connection;
use secp256k1::XOnlyPublicKey;

use super::chain::{Ids, Row, is_signed, turn};
use super::closings::{self, CLOSING};
use super::count::{Count, count, query};
use super::flaw::{Flaw, FlawReason};
use super::store::{self, Form, read_row, select_rows};
use crate::domain::entry::Head;
use crate::domain::fact::Fact;

/// The kind that hands a book to another key.
const TURN: u16 = 905;

/// A book that holds together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// How many entries it has.
    pub entries: u64,
    /// Its last entry.
    pub head: Head,
    /// How many of the checked entries begin a new epoch: a recovery, a restore, or a decision against a witness.
    pub epochs: u64,
    /// The key in force at its end, x-only.
    pub key: [u8; 32],
}

/// Checks a whole book, live or a copy, without writing to it. `deep` checks every signature and the whole
/// database; otherwise only the first and the last entry's signatures, and the pages of the entries.
///
/// # Errors
/// [`Flaw`] with the first bad entry.
pub fn verify(path: &Path, deep: bool) -> Result<Verdict, Flaw> {
    let conn = store::open_reader(path).map_err(unreadable(0))?;
    match store::form(&conn).map_err(unreadable(0))? {
        Form::Book(_) => {}
        Form::Empty | Form::Foreign => return Err(Flaw { seq: 0, reason: FlawReason::NotABook }),
    }
    // A live book may grow meanwhile; what it holds now never changes.
    std::thread::scope(|scope| {
        let pages = if deep { Pages::AllAndIndexes } else { Pages::OfTheTruth };
        let structure = scope.spawn(move || check_structure(&store::open_reader(path).map_err(unreadable(0))?, pages));
        // An entry that is not as it was written says more than a page that is not.
        let verdict = check_in_parts(path, &conn, deep)?;
        structure.join().expect("a check never panics")?;
        Ok(verdict)
    })
}

/// Entries a part is worth.
const PART_MIN: u64 = 20_000;
/// Threads at most: beyond these the disk is the limit.
const THREADS_MAX: u64 = 8;
/// Parts for each thread, so that none waits long for the last one.
const PARTS_EACH: u64 = 4;

/// Checks a whole book, the parts of a large one side by side. Each part trusts only the entry before its first, which the part
/// before it checks; so the first flaw of the first bad part is the book's.
fn check_in_parts(path: &Path, conn: &Connection, deep: bool) -> Result<Verdict, Flaw> {
    let rule = rule(conn, deep)?;
    let last = query(conn, "SELECT coalesce(max(seq), 0) FROM journal").map_err(unreadable(1))?;
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get() as u64).min(THREADS_MAX);
    let parts = (last / PART_MIN).clamp(1, threads * PARTS_EACH);
    if parts == 1 {
        let walk = check_range(conn, &rule, (0, last))?;
        closings::check(&walk.closings, true)?;
        return Ok(walk.verdict());
    }
    let range = |part: u64| (last / parts * part, if part + 1 == parts { last } else { last / parts * (part + 1) });
    let next = AtomicU64::new(0);
    let work = || -> Result<Vec<Checked>, Flaw> {
        let conn = store::open_reader(path).map_err(unreadable(0))?;
        let mine = std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed)).take_while(|part| *part < parts);
        Ok(mine.map(|part| (part, check_range(&conn, &rule, range(part)))).collect())
    };
    let mut checked: Vec<Checked> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads.min(parts)).map(|_| scope.spawn(work)).collect();
        let done = running.into_iter().map(|thread| thread.join().expect("a check never panics"));
        done.collect::<Result<Vec<_>, _>>().map(|parts| parts.into_iter().flatten().collect())
    })?;
    checked.sort_unstable_by_key(|(part, _)| *part);
    let (mut epochs, mut found) = (0, Vec::new());
    let mut end = None;
    for (_, walk) in checked {
        let mut walk = walk?;
        epochs += walk.epochs;
        found.append(&mut walk.closings);
        end = Some(walk);
    }
    closings::check(&found, true)?;
    let end = end.expect("there are at least two parts");
    Ok(Verdict { epochs, ..end.verdict() })
}

/// A part by its number, and how its check went.
type Checked = (u64, Result<Walk, Flaw>);

/// Checks the entries after `after` (and always the first one), trusting those between.
pub(crate) fn check_from(conn: &Connection, after: u64, deep: bool) -> Result<Verdict, Flaw> {
    let rule = rule(conn, deep)?;
    let walk = check_range(conn, &rule, (after, u64::MAX))?;
    closings::check(&walk.closings, after == 0)?;
    Ok(walk.verdict())
}

/// Reads what the book is held to from its first entry.
fn rule(conn: &Connection, deep: bool) -> Result<Rule, Flaw> {
    let first = conn.query_row(select_rows!("ORDER BY seq LIMIT 1"), [], |row| {
        let seq = row.get::<_, i64>(0)?;
        Ok((seq, read_row(row)))
    });
    let (seq, first) = match first {
        Err(rusqlite::Error::QueryReturnedNoRows) => return Err(Flaw { seq: 1, reason: FlawReason::Missing(None) }),
        other => other.map_err(unreadable(1))?,
    };
    if seq != 1 {
        return Err(Flaw { seq: 1, reason: FlawReason::Missing(Some(seq)) });
    }
    Rule::of(&first.map_err(unreadable(1))?, deep)
}

/// Checks the entries after one that is trusted, up to another.
fn check_range(conn: &Connection, rule: &Rule, (after, until): (u64, u64)) -> Result<Walk, Flaw> {
    let mut walk = if after == 0 { Walk::new(rule.first) } else { Walk::resume(conn, rule, after)? };
    let mut statement =
        conn.prepare(select_rows!("WHERE seq > ?1 AND seq <= ?2 ORDER BY seq")).map_err(unreadable(0))?;
    let number = |seq: u64| i64::try_from(seq).unwrap_or(i64::MAX);
    let mut rows = statement.query([number(after), number(until)]).map_err(unreadable(walk.next()))?;
    let mut last = None;
    while let Some(row) = rows.next().map_err(unreadable(walk.next()))? {
        let found = row.get_ref(0).and_then(|value| Ok(value.as_i64()?)).map_err(unreadable(walk.next()))?;
        if u64::try_from(found) != Ok(walk.next()) {
            return Err(Flaw { seq: walk.next(), reason: FlawReason::Missing(Some(found)) });
        }
        let row = read_row(row).map_err(unreadable(walk.next()))?;
        walk.step(rule, &row)?;
        last = Some(row);
    }
    if until != u64::MAX && walk.head.seq < until {
        // The part ends in a gap: the next entry there stands in a later part.
        let next = "SELECT min(seq) FROM journal WHERE seq > ?1";
        let found = conn.query_row(next, [number(walk.head.seq)], |row| row.get(0)).map_err(unreadable(walk.next()))?;
        return Err(Flaw { seq: walk.next(), reason: FlawReason::Missing(found) });
    }
    // The last signature covers the last hash and, through it, all before: worth its price every time.
    if let Some(last) = last.filter(|row| !row.is_signed_by(&walk.signer)) {
        return Err(Flaw { seq: last.seq, reason: FlawReason::Signature });
    }
    Ok(walk)
}

/// What all entries of one book are held to.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) ids: Ids,
    /// The key the first entry names.
    first: XOnlyPublicKey,
    deep: bool,
}

impl Rule {
    /// Reads the rule from the first entry, which must hold by itself.
    pub(crate) fn of(row: &Row, deep: bool) -> Result<Self, Flaw> {
        let no_genesis = || Flaw { seq: 1, reason: FlawReason::Genesis };
        let Fact::Genesis(genesis) = row.entry().fact else { return Err(no_genesis()) };
        let ids = Ids::of(&genesis).ok_or_else(no_genesis)?;
        let first = public_key(&genesis.public_key).ok_or_else(no_genesis)?;
        Walk::new(first).step(&Self { ids, first, deep: true }, row)?;
        Ok(Self { ids, first, deep })
    }
}

fn public_key(text: &str) -> Option<XOnlyPublicKey> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(text, &mut bytes).ok()?;
    XOnlyPublicKey::from_byte_array(bytes).ok()
}

/// How far the check has come.
#[derive(Debug)]
pub(crate) struct Walk {
    pub(crate) head: Head,
    receipts: u64,
    epochs: u64,
    /// The closings met on the way.
    closings: Vec<closings::Found>,
    /// The key that signed the last entry.
    signer: XOnlyPublicKey,
    /// The key that signs the next one.
    public: XOnlyPublicKey,
}

impl Walk {
    /// At the beginning of a book whose first key is known.
    pub(crate) fn new(first: XOnlyPublicKey) -> Self {
        Self { head: Head::default(), receipts: 0, epochs: 0, closings: Vec::new(), signer: first, public: first }
    }

    /// At the beginning of the book of this rule.
    pub(crate) fn begin(rule: &Rule) -> Self {
        Self::new(rule.first)
    }

    /// At the beginning of a part of this book: after an entry, after so many receipts, and after the turns before it.
    pub(crate) fn within(rule: &Rule, (head, receipts): (Head, u64), turns: &[Row]) -> Result<Self, Flaw> {
        let mut walk = Self { head, receipts, ..Self::begin(rule) };
        for row in turns.iter().filter(|row| row.seq <= head.seq) {
            if row.kind != TURN || row.compute_hash(&rule.ids) != row.hash {
                return Err(Flaw { seq: row.seq, reason: FlawReason::Hash });
            }
            walk.turn(rule, row)?;
        }
        Ok(walk)
    }

    /// Whether a row, the last one taken, is signed by the key in force before it.
    pub(crate) fn has_signed(&self, row: &Row) -> bool {
        row.is_signed_by(&self.signer)
    }

    /// The public half of the key that signs the next entry, in hex.
    pub(crate) fn key(&self) -> String {
        hex::encode(self.public.to_byte_array())
    }

    /// Goes on after an entry that is trusted.
    fn resume(conn: &Connection, rule: &Rule, after: u64) -> Result<Self, Flaw> {
        let unreadable = unreadable(after);
        let row = conn.query_row(select_rows!("WHERE seq = ?1"), [Count(after)], read_row).map_err(&unreadable)?;
        let receipts = "SELECT coalesce((SELECT receipt_no FROM journal WHERE seq <= ?1 AND receipt_no IS NOT NULL \
                        ORDER BY seq DESC LIMIT 1), 0)";
        let receipts = conn.query_row(receipts, [Count(after)], |row| count(row, 0)).map_err(&unreadable)?;
        let mut walk = Self { head: row.head(), receipts, ..Self::new(rule.first) };
        if row.kind == TURN || !row.is_signed_by(&rule.first) {
            walk.follow_turns(conn, rule, after)?;
        }
        Ok(walk)
    }

    /// Finds the key in force after an entry by all the turns before it. Only a book that changed its key pays for it.
    fn follow_turns(&mut self, conn: &Connection, rule: &Rule, after: u64) -> Result<(), Flaw> {
        let unreadable = unreadable(after);
        let mut statement =
            conn.prepare(select_rows!("WHERE kind = 905 AND seq <= ?1 ORDER BY seq")).map_err(&unreadable)?;
        let turns = statement.query_map([Count(after)], read_row).map_err(&unreadable)?;
        for row in turns {
            let row = row.map_err(&unreadable)?;
            if row.compute_hash(&rule.ids) != row.hash {
                return Err(Flaw { seq: row.seq, reason: FlawReason::Hash });
            }
            self.turn(rule, &row)?;
        }
        Ok(())
    }

    fn verdict(&self) -> Verdict {
        Verdict { entries: self.head.seq, head: self.head, epochs: self.epochs, key: self.public.to_byte_array() }
    }

    /// The number the next entry has.
    pub(crate) fn next(&self) -> u64 {
        self.head.seq + 1
    }

    /// Checks the next entry and goes on after it.
    pub(crate) fn step(&mut self, rule: &Rule, row: &Row) -> Result<(), Flaw> {
        let flaw = |reason| Err(Flaw { seq: row.seq, reason });
        if row.prev != self.head.hash {
            return flaw(FlawReason::Link);
        }
        if row.compute_hash(&rule.ids) != row.hash {
            return flaw(FlawReason::Hash);
        }
        if !row.repeats_payload() {
            return flaw(FlawReason::Columns);
        }
        if let Some(found) = row.receipt_no {
            let expected = self.receipts + 1;
            if found != expected {
                return flaw(FlawReason::Receipt { expected, found });
            }
            self.receipts = found;
        }
        if rule.deep && !row.is_signed_by(&self.public) {
            return flaw(FlawReason::Signature);
        }
        self.signer = self.public;
        match row.kind {
            TURN => self.turn(rule, row)?,
            902..=904 => self.epochs += 1,
            CLOSING => self.closings.push(closings::Found::of(row)),
            _ => {}
        }
        self.head = row.head();
        Ok(())
    }

    /// Hands the book to another key, if the old one signed that and the new one agreed.
    fn turn(&mut self, rule: &Rule, row: &Row) -> Result<(), Flaw> {
        if !row.is_signed_by(&self.public) {
            return Err(Flaw { seq: row.seq, reason: FlawReason::Signature });
        }
        let bad = || Flaw { seq: row.seq, reason: FlawReason::Turn };
        let Fact::KeyRotated(fact) = row.entry().fact else { return Err(bad()) };
        let next = public_key(&fact.public_key).ok_or_else(bad)?;
        let mut proof = [0; 64];
        hex::decode_to_slice(&fact.proof, &mut proof).map_err(|_| bad())?;
        let asked = turn(&rule.ids, row.prev, &self.public.to_byte_array(), &next.to_byte_array());
        if !is_signed(asked, proof, &next) {
            return Err(bad());
        }
        self.public = next;
        Ok(())
    }
}

/// What of a file SQLite looks at.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Pages {
    /// The truth: what follows from it can be filled again.
    OfTheTruth,
    /// All of it.
    All,
    /// All of it, and every index compared with its table.
    AllAndIndexes,
}

/// Compares the truth's table and guards with those of this version, and lets SQLite check its own pages.
pub(crate) fn check_structure(conn: &Connection, pages: Pages) -> Result<(), Flaw> {
    let structure = |text: String| Err(Flaw { seq: 0, reason: FlawReason::Structure(text) });
    if !store::has_guards(conn).map_err(unreadable(0))? {
        return structure("the table `journal` or its guards were changed".to_owned());
    }
    let check = match pages {
        Pages::OfTheTruth => "PRAGMA quick_check(journal)",
        Pages::All => "PRAGMA quick_check",
        Pages::AllAndIndexes => "PRAGMA integrity_check",
    };
    let answer = conn.query_row(check, [], |row| row.get::<_, String>(0));
    match answer.map_err(unreadable(0))?.as_str() {
        "ok" => Ok(()),
        text => structure(text.to_owned()),
    }
}

/// An error of the database at an entry.
pub(crate) fn unreadable(seq: u64) -> impl Fn(rusqlite::Error) -> Flaw {
    move |error| Flaw { seq, reason: FlawReason::Unreadable(error.to_string()) }
}

#[cfg(test)]
mod tests;
