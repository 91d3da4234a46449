//! How the journal can say no. Words are lower case; `notice` turns them into sentences.

use std::path::PathBuf;

use rusqlite::ErrorCode;
use thiserror::Error;

use super::flaw::{Flaw, FlawReason};
use crate::domain::core::Refusal;
use crate::domain::time::Timestamp;

/// Why the store did not do it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoreError {
    /// No room on the disk. Nothing was written; the same step may be tried again.
    #[error("the disk is full")]
    Full,
    /// The file system takes no writes.
    #[error("the disk is read-only")]
    ReadOnly,
    /// The disk failed; the writer stops.
    #[error("the disk failed: {0}")]
    Io(String),
    /// The file is not what was written; the writer stops.
    #[error("the book is damaged: {0}")]
    Corrupt(String),
    /// Another process holds the database, or too many steps wait.
    #[error("the book is busy")]
    Busy,
    /// The entry contradicts what the book holds already; nothing was written.
    #[error("the book already says otherwise: {0}")]
    Conflict(String),
    /// The file was removed or replaced while it was open; the writer stops.
    #[error("the book's file was removed or replaced")]
    Replaced,
    /// The writer has stopped after a failure or on request; the journal must be opened again.
    #[error("the book is closed")]
    Stopped,
    /// Anything else SQLite can say.
    #[error("the book cannot be used: {0}")]
    Other(String),
}

impl StoreError {
    /// Whether nothing more may be written before the journal is opened and checked again.
    #[must_use]
    pub fn stops(&self) -> bool {
        match self {
            Self::ReadOnly | Self::Io(_) | Self::Corrupt(_) | Self::Replaced | Self::Stopped => true,
            Self::Full | Self::Busy | Self::Conflict(_) | Self::Other(_) => false,
        }
    }
}

/// `SQLITE_IOERR_SHMSIZE`: the index beside the log could not grow, which is a full disk by another name.
const IOERR_SHMSIZE: i32 = 10 | (19 << 8);

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let text = error.to_string();
        let Some(code) = error.sqlite_error() else { return Self::Other(text) };
        if code.extended_code == IOERR_SHMSIZE {
            return Self::Full;
        }
        #[expect(clippy::wildcard_enum_match_arm, reason = "SQLite's own list, open by declaration")]
        match code.code {
            ErrorCode::DiskFull => Self::Full,
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Self::ReadOnly,
            ErrorCode::SystemIoFailure | ErrorCode::CannotOpen => Self::Io(text),
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Corrupt(text),
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            ErrorCode::ConstraintViolation => Self::Conflict(text),
            _ => Self::Other(text),
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        let kind = error.kind();
        if kind == std::io::ErrorKind::StorageFull {
            Self::Full
        } else if kind == std::io::ErrorKind::ReadOnlyFilesystem {
            Self::ReadOnly
        } else {
            Self::Io(error.to_string())
        }
    }
}

/// Why a step was not written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StepError {
    /// The event has no place in the book.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Who has the book open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    /// Its process id.
    pub pid: u32,
    /// When it opened the book.
    pub since: Timestamp,
}

/// Why a journal does not open. Nothing is ever deleted or changed then.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OpenError {
    /// Another instance has it open.
    #[error("the book is in use{}", .0.as_ref().map_or_else(String::new, |held| format!(" by process {}", held.pid)))]
    Held(Option<Holder>),
    /// A newer version of the program made it; it can be read, not written.
    #[error("the book was made by a newer version (form {found}, this version knows {known})")]
    Newer {
        /// Its form.
        found: i64,
        /// The newest form this version writes.
        known: i64,
    },
    /// The file belongs to another program.
    #[error("{0} is not a book of this program")]
    NotABook(PathBuf),
    /// The book does not hold together.
    #[error("the book is damaged at entry {}: {}", .0.seq, .0.reason)]
    Damaged(Flaw),
    /// It belongs to another till.
    #[error("the book belongs to till {found}, this is till {ours}")]
    OtherTill {
        /// The till in the book.
        found: String,
        /// This till.
        ours: String,
    },
    /// It is signed with another key.
    #[error("the book is signed with key {found}, this till's key is {ours}")]
    OtherKey {
        /// The public key in the book.
        found: String,
        /// This till's public key.
        ours: String,
    },
    /// Practice, test and live money never share a book.
    #[error("the book is for {found} money, not {ours}")]
    OtherEnvironment {
        /// The word in the book.
        found: String,
        /// The word asked for.
        ours: String,
    },
    /// SQLite did not take a setting the book's safety rests on.
    #[error("the database did not accept {name} (it says {got})")]
    Setting {
        /// The PRAGMA.
        name: &'static str,
        /// What it answered.
        got: String,
    },
    /// The folder is on a network file system, where locks and flushes cannot be trusted.
    #[error("the folder is on a network file system ({0})")]
    Network(String),
    /// Somebody outside the book has seen more of it, or something else in its place.
    #[error("{0}")]
    Witness(Contradiction),
    /// The book is on a disk that can be pulled out. Only a warning: selling goes on.
    #[error("the book is on {0}, which can be pulled out")]
    Removable(String),
    /// Too little room to write entries safely.
    #[error("only {0} bytes are free")]
    Room(u64),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A witness against a book. It is not sold on before its owner decided what is right.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the {} has seen entry {}, the book ends at {}: {found}", .who.word(), .seen.0, .head)]
pub struct Contradiction {
    /// What does not agree.
    pub found: Found,
    /// Who says so.
    pub who: Who,
    /// The entry it has seen, and its hash or the beginning of it, in hex.
    pub seen: (u64, String),
    /// The book's last entry; 0 if there is no book.
    pub head: u64,
}

/// How a book and a witness disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Found {
    /// The book ends before what was seen: an old copy, or its tail was cut off.
    #[error("its newest entries are missing")]
    Behind,
    /// The book has another entry there.
    #[error("another entry stands in that place")]
    Differs,
    /// What was seen is another book of this till.
    #[error("it is another book")]
    OtherBook,
    /// There is no book at all.
    #[error("the book is gone")]
    Gone,
}

/// Who has seen a book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// The till's own note beside the book.
    Till,
    /// A backup.
    Backup,
    /// The gateway, by what the till left with an invoice.
    Gateway,
}

impl Who {
    /// The stable word, as entries and machine output write it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Till => "till",
            Self::Backup => "backup",
            Self::Gateway => "gateway",
        }
    }
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        let error = StoreError::from(error);
        if let StoreError::Corrupt(text) = error {
            return Self::Damaged(Flaw { seq: 0, reason: FlawReason::Unreadable(text) });
        }
        Self::Store(error)
    }
}

impl From<std::io::Error> for OpenError {
    fn from(error: std::io::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<Flaw> for OpenError {
    fn from(flaw: Flaw) -> Self {
        Self::Damaged(flaw)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(extended: i32) -> StoreError {
        rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(extended), None).into()
    }

    #[test]
    fn f16_only_failures_that_leave_nothing_in_doubt_let_the_writer_go_on() {
        // SQLITE_FULL, SQLITE_IOERR_SHMSIZE, SQLITE_BUSY, SQLITE_CONSTRAINT_UNIQUE
        for code in [13, 4874, 5, 2067] {
            assert!(!failure(code).stops(), "{code}: {}", failure(code));
        }
        // SQLITE_IOERR_FSYNC, SQLITE_IOERR_WRITE, SQLITE_READONLY, SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_CANTOPEN
        for code in [1034, 778, 8, 11, 26, 14] {
            assert!(failure(code).stops(), "{code}: {}", failure(code));
        }
        assert_eq!(failure(13), StoreError::Full);
        assert_eq!(failure(4874), StoreError::Full);
    }

    #[test]
    fn each_failure_has_its_own_word() {
        assert_eq!([failure(5), failure(6), failure(8)], [StoreError::Busy, StoreError::Busy, StoreError::ReadOnly]);
        assert!(matches!(failure(2067), StoreError::Conflict(_)));
        assert!(matches!(
            (failure(1034), failure(26), failure(1)),
            (StoreError::Io(_), StoreError::Corrupt(_), StoreError::Other(_))
        ));
        let io = |kind: std::io::ErrorKind| StoreError::from(std::io::Error::from(kind));
        assert_eq!(io(std::io::ErrorKind::StorageFull), StoreError::Full);
        assert_eq!(io(std::io::ErrorKind::ReadOnlyFilesystem), StoreError::ReadOnly);
        assert!(matches!(io(std::io::ErrorKind::NotFound), StoreError::Io(_)));
    }

    #[test]
    fn a_damaged_file_is_named_as_damage_and_no_other_failure_is() {
        let open = |code: i32| OpenError::from(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None));
        assert!(matches!(open(11), OpenError::Damaged(Flaw { seq: 0, reason: FlawReason::Unreadable(_) })));
        assert_eq!(open(5), OpenError::Store(StoreError::Busy));
        assert_eq!([Who::Till, Who::Backup, Who::Gateway].map(Who::word), ["till", "backup", "gateway"]);
    }
}
