//! Checks a book without trusting it, and names the first entry that is not as it was written.
//!
//! What it proves: every entry from the first to the head is there, in order, unchanged, and, deep, signed by the key of the first
//! entry. What it cannot see alone: entries cut off the end, because a shorter book is a good book too; and a whole book written
//! anew with another key. The head a gateway or a receipt has seen, and the key in the vault, are the witnesses for those.

use std::path::Path;

use rusqlite::Connection;
use secp256k1::XOnlyPublicKey;

use super::chain::{Ids, Row};
use super::count::{Count, count};
use super::flaw::{Flaw, FlawReason};
use super::store::{self, Form, read_row, select_rows};
use crate::domain::entry::Head;
use crate::domain::fact::{Fact, Genesis};

/// A book that holds together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// How many entries it has.
    pub entries: u64,
    /// Its last entry.
    pub head: Head,
}

/// Checks a whole book, live or a copy, without writing to it. `deep` checks every signature and the whole
/// database; otherwise only the first and the last entry's signatures.
///
/// # Errors
/// [`Flaw`] with the first bad entry.
pub fn verify(path: &Path, deep: bool) -> Result<Verdict, Flaw> {
    let conn = store::open_reader(path).map_err(unreadable(0))?;
    match store::form(&conn).map_err(unreadable(0))? {
        Form::Book(_) => {}
        Form::Empty | Form::Foreign => return Err(Flaw { seq: 0, reason: FlawReason::NotABook }),
    }
    // One read transaction: a live book may grow meanwhile.
    conn.execute_batch("BEGIN").map_err(unreadable(0))?;
    let verdict = check_from(&conn, 0, deep)?;
    check_structure(&conn, deep)?;
    Ok(verdict)
}

/// Checks the entries after `after` (and always the first one), trusting those between.
pub(crate) fn check_from(conn: &Connection, after: u64, deep: bool) -> Result<Verdict, Flaw> {
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
    let rule = Rule::of(&first.map_err(unreadable(1))?, deep)?;
    let mut walk = if after == 0 { Walk::default() } else { Walk::resume(conn, after).map_err(unreadable(after))? };
    let mut statement = conn.prepare(select_rows!("WHERE seq > ?1 ORDER BY seq")).map_err(unreadable(0))?;
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    let mut rows = statement.query([after]).map_err(unreadable(walk.next()))?;
    let mut last = None;
    while let Some(row) = rows.next().map_err(unreadable(walk.next()))? {
        let found = row.get::<_, i64>(0).map_err(unreadable(walk.next()))?;
        if u64::try_from(found) != Ok(walk.next()) {
            return Err(Flaw { seq: walk.next(), reason: FlawReason::Missing(Some(found)) });
        }
        let row = read_row(row).map_err(unreadable(walk.next()))?;
        walk.step(&rule, &row)?;
        last = Some(row);
    }
    // The last signature covers the last hash and, through it, all before: worth its price every time.
    if let Some(last) = last.filter(|row| !row.is_signed_by(&rule.public)) {
        return Err(Flaw { seq: last.seq, reason: FlawReason::Signature });
    }
    Ok(Verdict { entries: walk.head.seq, head: walk.head })
}

/// What all entries of one book are held to.
#[derive(Debug)]
pub(crate) struct Rule {
    ids: Ids,
    public: XOnlyPublicKey,
    deep: bool,
}

impl Rule {
    /// Reads the rule from the first entry, which must hold by itself.
    pub(crate) fn of(first: &Row, deep: bool) -> Result<Self, Flaw> {
        let no_genesis = || Flaw { seq: 1, reason: FlawReason::Genesis };
        let Fact::Genesis(genesis) = first.entry().fact else { return Err(no_genesis()) };
        let ids = Ids::of(&genesis).ok_or_else(no_genesis)?;
        let public = public_key(&genesis).ok_or_else(no_genesis)?;
        Walk::default().step(&Self { ids, public, deep: true }, first)?;
        Ok(Self { ids, public, deep })
    }
}

impl Rule {
    /// Whether a row is signed by the book's key.
    pub(crate) fn is_signed(&self, row: &Row) -> bool {
        row.is_signed_by(&self.public)
    }
}

fn public_key(genesis: &Genesis) -> Option<XOnlyPublicKey> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(&genesis.public_key, &mut bytes).ok()?;
    XOnlyPublicKey::from_byte_array(bytes).ok()
}

/// How far the check has come.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    pub(crate) head: Head,
    pub(crate) receipts: u64,
}

impl Walk {
    /// Goes on after an entry that is trusted.
    fn resume(conn: &Connection, after: u64) -> rusqlite::Result<Self> {
        let row = conn.query_row(select_rows!("WHERE seq = ?1"), [Count(after)], read_row)?;
        let receipts = "SELECT coalesce((SELECT receipt_no FROM journal WHERE seq <= ?1 AND receipt_no IS NOT NULL \
                        ORDER BY seq DESC LIMIT 1), 0)";
        Ok(Self { head: row.head(), receipts: conn.query_row(receipts, [Count(after)], |row| count(row, 0))? })
    }

    pub(crate) fn next(&self) -> u64 {
        self.head.seq + 1
    }

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
        if rule.deep && !row.is_signed_by(&rule.public) {
            return flaw(FlawReason::Signature);
        }
        self.head = row.head();
        Ok(())
    }
}

/// Compares the truth's table and guards with those of this version, and lets SQLite check its own pages; `deep` also compares
/// indexes with tables.
pub(crate) fn check_structure(conn: &Connection, deep: bool) -> Result<(), Flaw> {
    let structure = |text: String| Err(Flaw { seq: 0, reason: FlawReason::Structure(text) });
    if !store::has_guards(conn).map_err(unreadable(0))? {
        return structure("the table `journal` or its guards were changed".to_owned());
    }
    let pragma = if deep { "integrity_check" } else { "quick_check" };
    let answer = conn.pragma_query_value(None, pragma, |row| row.get::<_, String>(0));
    match answer.map_err(unreadable(0))?.as_str() {
        "ok" => Ok(()),
        text => structure(text.to_owned()),
    }
}

fn unreadable(seq: u64) -> impl Fn(rusqlite::Error) -> Flaw {
    move |error| Flaw { seq, reason: FlawReason::Unreadable(error.to_string()) }
}
