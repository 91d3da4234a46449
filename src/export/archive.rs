//! The signed archive: a part of the book that proves itself without this program.
//!
//! A ZIP file, nothing in it compressed, so that one damaged byte spoils one entry and can be named:
//!
//! | member | holds |
//! |---|---|
//! | `manifest.json` | what the archive is: [`Manifest`] |
//! | `manifest.sig` | 128 hex characters: BIP 340 Schnorr, by the journal's key, over SHA-256 of `RINGUPARCHIVE1` and the manifest's bytes |
//! | `public-key.hex` | the journal's public key, x-only, 64 hex characters |
//! | `genesis.ndjson` | the book's first entry |
//! | `turns.ndjson` | every entry that handed the book to another key (kind 905), where there is one: they lead from the first key to the one above |
//! | `entries.ndjson` | the entries of the period, gapless, one [`Line`] each |
//! | `closings.ndjson` | those of them that close a day (kind 712), the same lines again |
//!
//! How an entry's hash and signature are made stands in `journal::chain`. `packaging/verify_archive.py` checks an archive with Python
//! alone; `ringup journal verify FILE.zip` comes to the same verdict.

mod form;
mod read;
mod write;

pub use form::{CLOSINGS, ENTRIES, FORM, GENESIS, Line, MANIFEST, Manifest, PUBLIC_KEY, SIGNATURE, TURNS, signed_hash};
pub use read::{Archive, Unreadable};
pub use write::Draft;
