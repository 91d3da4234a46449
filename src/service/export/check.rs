//! Checks a signed archive without trusting it, and names what is not as it was written.

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

use uuid::Uuid;

use crate::domain::entry::{Hash, Head};
use crate::domain::fact::Fact;
use crate::domain::time::{Stamp, Timestamp};
use crate::export::archive::{
    Archive, CLOSINGS, ENTRIES, GENESIS, Line, MANIFEST, Manifest, SIGNATURE, TURNS, Unreadable,
};
use crate::journal::chain::Row;
use crate::journal::{Flaw, FlawReason, Part, is_signed};

/// What is wrong with an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Damage {
    /// An entry is not as it was written.
    Entry(Flaw),
    /// A member is missing or not the one the key signed for.
    Member(String),
}

impl Damage {
    /// As a flaw of the book: the whole of it where no entry is named.
    #[must_use]
    pub fn flaw(self) -> Flaw {
        match self {
            Self::Entry(flaw) => flaw,
            Self::Member(name) => Flaw { seq: 0, reason: FlawReason::Structure(name) },
        }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entry(flaw) => write!(f, "bad entry {}: {}", flaw.seq, flaw.reason),
            Self::Member(name) => write!(f, "bad file {name}: it is missing or not what this book's key signed"),
        }
    }
}

impl From<Flaw> for Damage {
    fn from(flaw: Flaw) -> Self {
        Self::Entry(flaw)
    }
}

impl From<Unreadable> for Damage {
    fn from(Unreadable(name): Unreadable) -> Self {
        Self::Member(name)
    }
}

/// An archive that holds together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proven {
    /// How many entries it has.
    pub entries: u64,
    /// The last of them.
    pub head: Head,
}

/// Checks an archive whole: the manifest's signature, every entry's place in the chain, the members' hashes; `deep`
/// also every entry's signature, otherwise those of the first and the last.
///
/// # Errors
/// [`Damage`] with the first thing that is not right.
pub fn verify_archive(path: &Path, deep: bool) -> Result<Proven, Damage> {
    check(path, deep)
}

/// See [`verify_archive`].
pub(super) fn check(path: &Path, deep: bool) -> Result<Proven, Damage> {
    let mut archive = Archive::open(path)?;
    let manifest = manifest(&mut archive)?;
    members(&mut archive, &manifest)?;
    let genesis = line_row(&archive.genesis()?).filter(|row| is_this_book(row, &manifest));
    let genesis = genesis.ok_or_else(|| Damage::Member(GENESIS.to_owned()))?;
    let turns: Option<Vec<Row>> = archive.lines(TURNS)?.iter().map(line_row).collect();
    let turns = turns.ok_or_else(|| Damage::Member(TURNS.to_owned()))?;
    let mut part = Part::new(&genesis, &turns, start(&manifest)?, deep)?;
    if part.key() != manifest.public_key {
        return bad(TURNS);
    }
    let mut closings = Vec::new();
    let sha256 = archive.entries::<Damage>(|line| {
        let next = part.next();
        let unreadable = || Flaw { seq: next, reason: FlawReason::Unreadable("the line is no entry".to_owned()) };
        let line = line.filter(|line| line.seq <= manifest.last).ok_or_else(unreadable)?;
        part.step(line_row(&line).ok_or_else(unreadable)?)?;
        closings.extend(line.is_closing().then_some(line));
        Ok(())
    })?;
    let next = part.next();
    if next <= manifest.last {
        return Err(Flaw { seq: next, reason: FlawReason::Missing(None) }.into());
    }
    let head = part.end()?;
    if manifest.sha256.get(ENTRIES) != Some(&sha256) {
        return bad(ENTRIES);
    }
    if head.hash.to_string() != manifest.head {
        return bad(MANIFEST);
    }
    if archive.lines(CLOSINGS)? != closings {
        return bad(CLOSINGS);
    }
    Ok(Proven { entries: manifest.last + 1 - manifest.first, head })
}

fn bad<T>(name: &str) -> Result<T, Damage> {
    Err(Damage::Member(name.to_owned()))
}

/// The manifest, once its signature holds: from then on it is what the others are held to.
fn manifest(archive: &mut Archive) -> Result<Manifest, Damage> {
    let public_key = archive.public_key()?;
    let (hash, sig) = archive.signature()?;
    if !is_signed(&public_key, &hash, &sig) {
        return bad(MANIFEST);
    }
    let manifest = archive.manifest()?;
    if manifest.public_key == public_key { Ok(manifest) } else { bad(MANIFEST) }
}

/// Every member but the entries, by its hash; one the manifest does not name is none of the archive's.
fn members(archive: &mut Archive, manifest: &Manifest) -> Result<(), Damage> {
    let mut names: BTreeSet<String> = archive.names().chain(manifest.sha256.keys().cloned()).collect();
    names.retain(|name| ![MANIFEST, SIGNATURE, ENTRIES].contains(&name.as_str()));
    for name in names {
        if Some(&archive.sha256(&name)?) != manifest.sha256.get(&name) {
            return bad(&name);
        }
    }
    Ok(())
}

/// Where the part begins: after which entry, and after how many receipts.
fn start(manifest: &Manifest) -> Result<(Head, u64), Damage> {
    let hash = bytes(&manifest.before).map(Hash);
    let before = manifest.first.checked_sub(1).zip(hash).filter(|_| manifest.last < u64::MAX);
    let (seq, hash) =
        before.filter(|_| manifest.first <= manifest.last + 1).ok_or(Damage::Member(MANIFEST.to_owned()))?;
    Ok((Head { seq, hash }, manifest.receipts_before))
}

fn is_this_book(genesis: &Row, manifest: &Manifest) -> bool {
    let Fact::Genesis(born) = genesis.entry().fact else { return false };
    born.journal == manifest.journal && born.terminal == manifest.terminal
}

fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    hex::decode_to_slice(text, &mut bytes).ok()?;
    Some(bytes)
}

/// A stored row as a line.
pub(super) fn row_line(row: &Row) -> Line {
    Line {
        seq: row.seq,
        kind: row.kind,
        at_ms: row.stamp.at.0,
        mono_ms: row.stamp.mono_ms,
        boot: hex::encode(row.stamp.boot),
        tz_min: row.stamp.offset_min,
        actor: row.actor,
        training: row.training,
        receipt_no: row.receipt_no,
        cart: row.cart.map(|cart| cart.simple().to_string()),
        payload: hex::encode(&row.payload),
        prev: row.prev.to_string(),
        hash: row.hash.to_string(),
        sig: hex::encode(row.sig),
    }
}

/// A line as a row; none if its bytes are not hex of the right length.
fn line_row(line: &Line) -> Option<Row> {
    let cart = match &line.cart {
        Some(text) => Some(Uuid::from_bytes(bytes(text)?)),
        None => None,
    };
    Some(Row {
        seq: line.seq,
        kind: line.kind,
        stamp: Stamp {
            at: Timestamp(line.at_ms),
            mono_ms: line.mono_ms,
            boot: bytes(&line.boot)?,
            offset_min: line.tz_min,
        },
        actor: line.actor,
        training: line.training,
        receipt_no: line.receipt_no,
        cart,
        payload: hex::decode(&line.payload).ok()?,
        prev: Hash(bytes(&line.prev)?),
        hash: Hash(bytes(&line.hash)?),
        sig: bytes(&line.sig)?,
    })
}
