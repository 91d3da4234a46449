//! The form of an archive: its members, an entry's line, the manifest.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::domain::entry::Hash;

/// Separates the archive's signature from any other by the same key.
const DOMAIN: &[u8; 14] = b"RINGUPARCHIVE1";

/// What the archive is.
pub const MANIFEST: &str = "manifest.json";
/// The signature over the manifest.
pub const SIGNATURE: &str = "manifest.sig";
/// The journal's public key.
pub const PUBLIC_KEY: &str = "public-key.hex";
/// The book's first entry.
pub const GENESIS: &str = "genesis.ndjson";
/// The entries that handed the book to another key.
pub const TURNS: &str = "turns.ndjson";
/// The entries of the period.
pub const ENTRIES: &str = "entries.ndjson";
/// The closings among them.
pub const CLOSINGS: &str = "closings.ndjson";

/// An entry as stored. Bytes are hex.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names are those of the journal's columns")]
pub struct Line {
    pub seq: u64,
    pub kind: u16,
    pub at_ms: i64,
    pub mono_ms: u64,
    pub boot: String,
    pub tz_min: i16,
    pub actor: u32,
    pub training: bool,
    pub receipt_no: Option<u64>,
    pub cart: Option<String>,
    pub payload: String,
    pub prev: String,
    pub hash: String,
    pub sig: String,
}

impl Line {
    /// Whether it closes a day: kind 712.
    #[must_use]
    pub fn is_closing(&self) -> bool {
        self.kind == 712
    }
}

/// What an archive is, signed as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// `ringup-archive-1`.
    pub form: String,
    /// The program's version.
    pub version: String,
    /// The book, 32 hex characters.
    pub journal: String,
    /// The till, 32 hex characters.
    pub terminal: String,
    /// The shop's name in the first entry.
    pub shop: String,
    /// `practice`, `test` or `live`.
    pub environment: String,
    /// The public key of the journal's key now: the one that signs this.
    pub public_key: String,
    /// The first day asked for.
    pub from: String,
    /// The last day asked for.
    pub to: String,
    /// When it was made, RFC 3339.
    pub made: String,
    /// The first entry's number.
    pub first: u64,
    /// The last entry's number.
    pub last: u64,
    /// The hash of the entry before the first.
    pub before: String,
    /// Receipts given out before the first entry.
    pub receipts_before: u64,
    /// The hash of the last entry.
    pub head: String,
    /// SHA-256 of each member's bytes, by name.
    pub sha256: std::collections::BTreeMap<String, String>,
}

/// The form this version writes and reads.
pub const FORM: &str = "ringup-archive-1";

/// What the key signs for a manifest.
#[must_use]
pub fn signed_hash(manifest: &[u8]) -> Hash {
    let mut hash = Sha256::new();
    hash.update(DOMAIN);
    hash.update(manifest);
    Hash(hash.finalize().into())
}
