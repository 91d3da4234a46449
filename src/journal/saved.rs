//! What a damaged book still holds: every entry from the first up to the damage, proven one by one.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::chain::Row;
use super::error::OpenError;
use super::flaw::{Flaw, FlawReason};
use super::place::private_file;
use super::store::{self, Form, read_row, select_rows};
use super::verify::{Pages, Rule, Walk, check_structure, unreadable};
use super::witness::Seen;
use super::{migrate, projection, schema};
use crate::domain::entry::Head;
use crate::domain::keeping::Mark;

/// What can be saved, and what cannot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holds {
    /// The last entry that can be saved.
    pub kept: Head,
    /// The first thing wrong; none if the book is whole.
    pub flaw: Option<Flaw>,
    /// The highest entry a witness has seen, if that is more than can be saved.
    pub seen: Option<Mark>,
}

impl Holds {
    /// How many entries are known to be missing: the witnesses have seen them, and they cannot be read.
    #[must_use]
    pub fn missing(&self) -> u64 {
        self.seen.as_ref().map_or(0, |seen| seen.seq.saturating_sub(self.kept.seq))
    }
}

/// Looks how far a book can be trusted.
pub(crate) fn look(file: &Path, seen: &[Seen]) -> Result<Holds, OpenError> {
    let conn = open(file)?;
    let (kept, flaw) = walk(&conn, |_| Ok(()))?;
    let flaw = flaw.or_else(|| check_structure(&conn, Pages::AllAndIndexes).err());
    Ok(Holds { kept, flaw, seen: beyond(kept, seen) })
}

/// Copies every entry up to the damage into a new file at `target`, as stored, and fills its projections.
pub(crate) fn copy(file: &Path, target: &Path, seen: &[Seen]) -> Result<Holds, OpenError> {
    let from = open(file)?;
    drop(private_file(target)?);
    let mut to = store::open_writer(target)?;
    let tx = to.transaction_with_behavior(TransactionBehavior::Immediate)?;
    migrate::run(&tx, 0)?;
    let (kept, flaw) = walk(&from, |row| Ok(store::insert(&tx, row)?))?;
    if kept.seq == 0 {
        return Err(flaw.unwrap_or(Flaw { seq: 1, reason: FlawReason::Missing(None) }).into());
    }
    projection::refill(&tx)?;
    tx.commit()?;
    let flaw = flaw.or_else(|| check_structure(&from, Pages::AllAndIndexes).err());
    Ok(Holds { kept, flaw, seen: beyond(kept, seen) })
}

fn open(file: &Path) -> Result<Connection, OpenError> {
    let conn = store::open_reader(file)?;
    match store::form(&conn)? {
        Form::Book(found) if found > schema::VERSION => Err(OpenError::Newer { found, known: schema::VERSION }),
        Form::Book(_) => Ok(conn),
        Form::Empty | Form::Foreign => Err(OpenError::NotABook(file.to_owned())),
    }
}

/// Goes through the entries until one does not hold, handing each good one on.
fn walk(
    conn: &Connection,
    mut good: impl FnMut(&Row) -> Result<(), OpenError>,
) -> Result<(Head, Option<Flaw>), OpenError> {
    let stop = |seq: u64, error: rusqlite::Error| Some(unreadable(seq)(error));
    let mut statement = match conn.prepare(select_rows!("WHERE seq >= ?1 ORDER BY seq")) {
        Ok(statement) => statement,
        Err(error) => return Ok((Head::default(), stop(0, error))),
    };
    let mut rows = statement.query([1])?;
    let mut walked: Option<(Rule, Walk)> = None;
    loop {
        let head = walked.as_ref().map_or_else(Head::default, |(_, walk)| walk.head);
        let row = match rows.next().and_then(|row| row.map(read_row).transpose()) {
            Ok(Some(row)) => row,
            Ok(None) if head.seq == 0 => return Ok((head, Some(Flaw { seq: 1, reason: FlawReason::Missing(None) }))),
            Ok(None) => return Ok((head, None)),
            Err(error) => return Ok((head, stop(head.seq + 1, error))),
        };
        if row.seq != head.seq + 1 {
            let found = i64::try_from(row.seq).ok();
            return Ok((head, Some(Flaw { seq: head.seq + 1, reason: FlawReason::Missing(found) })));
        }
        if let Err(flaw) = step(&mut walked, &row) {
            return Ok((head, Some(flaw)));
        }
        good(&row)?;
    }
}

/// The first entry makes the rule and is then held to it like all others.
fn step(walked: &mut Option<(Rule, Walk)>, row: &Row) -> Result<(), Flaw> {
    let (rule, walk) = match walked {
        Some(walked) => walked,
        none => {
            let rule = Rule::of(row, true)?;
            let walk = Walk::begin(&rule);
            none.insert((rule, walk))
        }
    };
    walk.step(rule, row)
}

fn beyond(kept: Head, seen: &[Seen]) -> Option<Mark> {
    let highest = seen.iter().max_by_key(|seen| seen.seq)?;
    (highest.seq > kept.seq).then(|| Mark { seq: highest.seq, hash: highest.hash.clone() })
}
