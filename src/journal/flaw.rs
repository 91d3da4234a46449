//! What can be wrong with a book, and where.

use std::fmt;

/// The first entry that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// Its number; 0 when the file itself cannot be read as a book.
    pub seq: u64,
    /// What is wrong there.
    pub reason: FlawReason,
}

/// What is wrong with an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FlawReason {
    /// The entry is missing; the next one there has this number, if there is one.
    Missing(Option<i64>),
    /// It does not follow the entry before.
    Link,
    /// Its hash is not that of its bytes.
    Hash,
    /// Its signature is not by the book's key.
    Signature,
    /// It hands the book to a key that did not agree.
    Turn,
    /// The first entry does not say what the book is.
    Genesis,
    /// Its receipt number or sale is not what its payload says.
    Columns,
    /// The receipt number is not the next one.
    Receipt {
        /// The next one.
        expected: u64,
        /// What stands there.
        found: u64,
    },
    /// The closing does not follow the one before.
    Closing(&'static str),
    /// The database cannot be read there.
    Unreadable(String),
    /// The chain is whole, but the database around it is damaged.
    Structure(String),
    /// The file is no book.
    NotABook,
}

impl fmt::Display for FlawReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(Some(found)) => write!(f, "the entry is missing, entry {found} stands in its place"),
            Self::Missing(None) => f.write_str("the entry is missing"),
            Self::Link => f.write_str("it does not follow the entry before"),
            Self::Hash => f.write_str("its bytes were changed"),
            Self::Signature => f.write_str("its signature is not by this book's key"),
            Self::Turn => f.write_str("it names a new key that did not agree"),
            Self::Genesis => f.write_str("the first entry does not say what the book is"),
            Self::Columns => f.write_str("its receipt number or sale is not what it says"),
            Self::Receipt { expected, found } => write!(f, "receipt {found} where {expected} is next"),
            Self::Closing(what) => write!(f, "the closing is not as it should be: {what}"),
            Self::Unreadable(text) => write!(f, "it cannot be read: {text}"),
            Self::Structure(text) => write!(f, "the entries are whole, the database is damaged: {text}"),
            Self::NotABook => f.write_str("the file is no book"),
        }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "entry {}: {}", self.seq, self.reason)
    }
}

impl std::error::Error for Flaw {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flaw_is_said_with_its_entry() {
        let flaw = Flaw { seq: 7, reason: FlawReason::Receipt { expected: 3, found: 5 } };
        assert_eq!(flaw.to_string(), "entry 7: receipt 5 where 3 is next");
        assert_eq!(FlawReason::Missing(Some(9)).to_string(), "the entry is missing, entry 9 stands in its place");
    }
}
