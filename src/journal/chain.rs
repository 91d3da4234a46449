//! The chain: how an entry becomes bytes, a hash and a signature.
//!
//! # Hash input, form `POSJ1`
//! Everything an independent verifier needs. All integers are big-endian, widths in bytes:
//!
//! | field | width | source |
//! |---|---|---|
//! | `POSJ1` | 5 | ASCII, separates this use of SHA-256 from any other |
//! | journal id | 16 | the genesis payload's `journal`, 32 hex characters decoded |
//! | terminal id | 16 | the genesis payload's `terminal`, decoded |
//! | seq | 8 | unsigned |
//! | kind | 2 | unsigned |
//! | `at_ms` | 8 | signed, two's complement |
//! | `mono_ms` | 8 | unsigned |
//! | boot | 16 | as stored |
//! | `tz_min` | 2 | signed, minutes east of UTC |
//! | actor | 4 | unsigned |
//! | flags | 1 | bit 0: training; the others are zero |
//! | payload length | 8 | unsigned |
//! | payload | any | the stored bytes, never re-encoded |
//! | prev | 32 | the hash of the entry before; 32 zero bytes for the first |
//!
//! `hash = SHA-256(input)`, `sig = BIP 340 Schnorr over the 32 bytes of hash` with the genesis payload's `public_key`.
//!
//! The columns `receipt_no` and `cart` are not hashed, because they only repeat the payload, which is JSON: `receipt_no` is
//! its top-level `receipt_no`; `cart` is its top-level `sale`, or else `request.sale`, as 16 bytes. Without such a field, or in
//! a payload that is not such JSON, the column is NULL. A verifier checks that rule for every row.
//!
//! # Another key
//! An entry of kind 905 hands the book to another key. It is itself signed with the old one; its payload names the new one
//! (`public_key`, 64 hex characters) and carries its `proof`, 128 hex characters: a BIP 340 signature with the new key over
//! `SHA-256("POSK1" | journal id | terminal id | prev | old public key | new public key)`, where `prev` is the entry's own
//! and the keys are 32 bytes each. Every entry after it is signed with the new key. So no entry can name a key that does
//! not agree, and no agreement fits another place in another book.

use secp256k1::{XOnlyPublicKey, schnorr};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::key::JournalKey;
use crate::domain::entry::{Entry, Hash, Head};
use crate::domain::fact::{Fact, Genesis};
use crate::domain::time::Stamp;

/// Separates the journal's hashes from any other.
const DOMAIN: &[u8; 5] = b"POSJ1";
/// Bytes of the layout above before the payload.
const HEAD_BYTES: usize = 5 + 16 + 16 + 8 + 2 + 8 + 8 + 16 + 2 + 4 + 1 + 8;
/// Separates the proof of a turn from any other hash.
const TURN: &[u8; 5] = b"POSK1";

/// Which book of which till: part of every hash, so that no entry fits another book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ids {
    /// The book.
    pub journal: [u8; 16],
    /// The till.
    pub terminal: [u8; 16],
}

impl Ids {
    /// Reads both names from the first entry; none if they are not 32 hex characters each.
    #[must_use]
    pub fn of(genesis: &Genesis) -> Option<Self> {
        Some(Self { journal: id(&genesis.journal)?, terminal: id(&genesis.terminal)? })
    }
}

/// What a new key signs to take a book over after the entry with hash `prev`.
#[must_use]
pub fn turn(ids: &Ids, prev: Hash, old: &[u8; 32], new: &[u8; 32]) -> Hash {
    let mut hash = Sha256::new();
    for part in [TURN.as_slice(), &ids.journal, &ids.terminal, &prev.0, old, new] {
        hash.update(part);
    }
    Hash(hash.finalize().into())
}

/// Whether `sig` is the key's own over `hash`.
#[must_use]
pub(crate) fn is_signed(hash: Hash, sig: [u8; 64], public: &XOnlyPublicKey) -> bool {
    schnorr::verify(&schnorr::Signature::from_byte_array(sig), &hash.0, public).is_ok()
}

fn id(text: &str) -> Option<[u8; 16]> {
    let mut bytes = [0; 16];
    hex::decode_to_slice(text, &mut bytes).ok()?;
    Some(bytes)
}

/// One row of the table `journal`, as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Gapless from 1.
    pub seq: u64,
    /// What kind of fact the payload is.
    pub kind: u16,
    /// When it was written.
    pub stamp: Stamp,
    /// Who wrote it.
    pub actor: u32,
    /// Whether in training.
    pub training: bool,
    /// Repeats the payload's receipt number.
    pub receipt_no: Option<u64>,
    /// Repeats the payload's sale.
    pub cart: Option<Uuid>,
    /// The canonical bytes.
    pub payload: Vec<u8>,
    /// The hash before.
    pub prev: Hash,
    /// The row's own hash.
    pub hash: Hash,
    /// The signature over it.
    pub sig: [u8; 64],
}

impl Row {
    /// Writes a fact down as the next row after `head`.
    #[must_use]
    pub fn seal(fact: &Fact, stamp: Stamp, head: Head, (ids, key): (&Ids, &JournalKey)) -> Self {
        let mut row = Self {
            seq: head.seq + 1,
            kind: fact.kind(),
            stamp: storable(stamp),
            actor: 0,
            training: false,
            receipt_no: fact.receipt_no(),
            cart: fact.sale().map(|sale| sale.0),
            payload: fact.encode(),
            prev: head.hash,
            hash: Hash::default(),
            sig: [0; 64],
        };
        row.hash = row.compute_hash(ids);
        row.sig = key.sign(&row.hash);
        row
    }

    /// Hashes the row by the layout above.
    #[must_use]
    pub fn compute_hash(&self, ids: &Ids) -> Hash {
        let mut hash = Sha256::new();
        hash.update(self.head_bytes(ids));
        hash.update(&self.payload);
        hash.update(self.prev.0);
        Hash(hash.finalize().into())
    }

    /// Everything hashed before the payload, in one piece: hashing many small ones takes longer than the hash.
    fn head_bytes(&self, ids: &Ids) -> [u8; HEAD_BYTES] {
        let mut bytes = [0; HEAD_BYTES];
        let mut rest = bytes.as_mut_slice();
        let parts: [&[u8]; 12] = [
            DOMAIN,
            &ids.journal,
            &ids.terminal,
            &self.seq.to_be_bytes(),
            &self.kind.to_be_bytes(),
            &self.stamp.at.0.to_be_bytes(),
            &self.stamp.mono_ms.to_be_bytes(),
            &self.stamp.boot,
            &self.stamp.offset_min.to_be_bytes(),
            &self.actor.to_be_bytes(),
            &[u8::from(self.training)],
            &(self.payload.len() as u64).to_be_bytes(),
        ];
        for part in parts {
            let (place, after) = rest.split_at_mut(part.len());
            place.copy_from_slice(part);
            rest = after;
        }
        bytes
    }

    /// Whether the signature is the key's own.
    #[must_use]
    pub fn is_signed_by(&self, public: &XOnlyPublicKey) -> bool {
        is_signed(self.hash, self.sig, public)
    }

    /// Whether the unhashed columns repeat the payload.
    #[must_use]
    pub fn repeats_payload(&self) -> bool {
        let copied =
            serde_json::from_slice(&self.payload).unwrap_or(Copied { receipt_no: None, sale: None, request: None });
        let sale = copied.sale.or_else(|| copied.request.map(|request| request.sale));
        copied.receipt_no == self.receipt_no && sale == self.cart
    }

    /// The row as an entry of the domain.
    #[must_use]
    pub fn entry(&self) -> Entry {
        Entry {
            seq: self.seq,
            stamp: self.stamp,
            actor: self.actor,
            training: self.training,
            fact: Fact::decode(self.kind, &self.payload),
            hash: self.hash,
        }
    }

    /// The chain's end after this row.
    #[must_use]
    pub fn head(&self) -> Head {
        Head { seq: self.seq, hash: self.hash }
    }
}

/// SQLite's integers are signed: a monotonic clock beyond them is held at the largest.
fn storable(stamp: Stamp) -> Stamp {
    Stamp { mono_ms: stamp.mono_ms.min(i64::MAX.unsigned_abs()), ..stamp }
}

#[derive(Deserialize)]
struct Copied {
    receipt_no: Option<u64>,
    sale: Option<Uuid>,
    request: Option<Asked>,
}

#[derive(Deserialize)]
struct Asked {
    sale: Uuid,
}
