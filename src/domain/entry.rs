//! A fact as it stands in the journal: numbered, stamped and chained.

use std::fmt;

use super::fact::Fact;
use super::keeping::Mark;
use super::time::Stamp;

/// A SHA-256 over an entry's stored bytes and the hash before it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// The first eight bytes in hex, in groups of four, as receipts print it: `7f2a 91c0 4be3 11d0`.
    #[must_use]
    pub fn short(&self) -> String {
        let text = hex::encode(&self.0[..8]);
        [&text[..4], &text[4..8], &text[8..12], &text[12..]].join(" ")
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// One entry of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Gapless from 1.
    pub seq: u64,
    /// When it was written.
    pub stamp: Stamp,
    /// Who: the operator's number, 0 for the till itself.
    pub actor: u32,
    /// Whether it was written in training.
    pub training: bool,
    /// What it says.
    pub fact: Fact,
    /// Its place in the chain.
    pub hash: Hash,
}

/// The end of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Head {
    /// The last entry's number; 0 for an empty book.
    pub seq: u64,
    /// The last entry's hash.
    pub hash: Hash,
}

impl From<Head> for Mark {
    fn from(head: Head) -> Self {
        Self { seq: head.seq, hash: head.hash.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_shown_whole_and_in_short() {
        let hash = Hash([0x7f; 32]);
        assert_eq!((hash.to_string(), format!("{hash:?}")), ("7f".repeat(32), "7f".repeat(32)));
        assert_eq!(hash.short(), "7f7f 7f7f 7f7f 7f7f");
    }
}
