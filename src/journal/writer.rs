//! The one writer: a thread that owns the database and the book that decides.
//!
//! A step reads the book, plans facts, seals them, writes them with their projections in one transaction, and only then
//! answers. Nothing else writes, so receipt numbers and order cannot race.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Receiver;

use rusqlite::{Connection, TransactionBehavior};

use super::chain::{Ids, Row};
use super::error::{StepError, StoreError};
use super::key::JournalKey;
use super::lock::Lock;
use super::{kept, projection, store};
use crate::domain::book::Book;
use crate::domain::core::{self, Command, Event};
use crate::domain::entry::Entry;
use crate::domain::fact::Fact;
use crate::domain::ledger::KeptEntry;
use crate::domain::time::Stamp;

/// What a step wrote, and what to do now that it is durable.
#[derive(Debug, Clone, Default)]
pub struct Committed {
    /// The new entries, in order; apply them to the copy of the book.
    pub entries: Vec<Arc<Entry>>,
    /// What to run.
    pub commands: Vec<Command>,
}

/// Takes an answer; the asker may have gone.
pub(crate) type Reply = Box<dyn FnOnce(Result<Committed, StepError>) + Send>;

/// Takes how many lines were new.
pub(crate) type Kept = Box<dyn FnOnce(Result<usize, StoreError>) + Send>;

/// What the thread is asked.
pub(crate) enum Job {
    Step { event: Box<Event>, stamp: Stamp, reply: Reply },
    Keep { entries: Vec<KeptEntry>, reply: Kept },
    Close,
}

/// The writer's own things.
pub(crate) struct Writer {
    conn: Connection,
    book: Book,
    ids: Ids,
    key: JournalKey,
    file: Watched,
    stopped: bool,
    _lock: Lock,
}

impl Writer {
    pub(crate) fn new(conn: Connection, book: Book, (ids, key): (Ids, JournalKey), path: &Path, lock: Lock) -> Self {
        Self { conn, book, ids, key, file: Watched::new(path), stopped: false, _lock: lock }
    }

    /// Works until the last handle is gone or it is told to close; then tidies the log away.
    pub(crate) fn run(mut self, jobs: &Receiver<Job>) {
        while let Ok(job) = jobs.recv() {
            match job {
                Job::Step { event, stamp, reply } => reply(self.step(*event, stamp)),
                Job::Keep { entries, reply } => reply(self.keep(&entries)),
                Job::Close => break,
            }
        }
        if !self.stopped {
            // Best effort: what the log holds is durable already, and the next start reads it.
            let tidied = self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
            if let Err(error) = tidied {
                tracing::warn!(%error, "the log was left for the next start");
            }
        }
    }

    fn step(&mut self, event: Event, stamp: Stamp) -> Result<Committed, StepError> {
        if self.stopped {
            return Err(StoreError::Stopped.into());
        }
        let step = core::step(&self.book, event)?;
        if step.facts.is_empty() {
            return Ok(Committed { entries: Vec::new(), commands: step.commands });
        }
        match self.write(&step.facts, stamp) {
            Ok(entries) => Ok(Committed { entries, commands: step.commands }),
            Err(error) => Err(self.recover(error).into()),
        }
    }

    /// Fetched lines touch neither book nor chain; a failure to keep them leaves both as they are.
    fn keep(&mut self, entries: &[KeptEntry]) -> Result<usize, StoreError> {
        if self.stopped {
            return Err(StoreError::Stopped);
        }
        let kept = self.file.check().and_then(|()| kept::keep(&mut self.conn, entries));
        if let Err(error) = &kept {
            self.stopped |= error.stops() || !self.conn.is_autocommit();
        }
        kept
    }

    /// One transaction: entries and projections, or nothing.
    fn write(&mut self, facts: &[Fact], stamp: Stamp) -> Result<Vec<Arc<Entry>>, StoreError> {
        self.file.check()?;
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut entries = Vec::with_capacity(facts.len());
        for fact in facts {
            let row = Row::seal(fact, stamp, self.book.head(), (&self.ids, &self.key));
            store::insert(&tx, &row)?;
            let entry = Entry {
                seq: row.seq,
                stamp: row.stamp,
                actor: row.actor,
                training: row.training,
                fact: fact.clone(),
                hash: row.hash,
            };
            projection::fold(&tx, &mut self.book, &entry)?;
            entries.push(Arc::new(entry));
        }
        tx.commit()?;
        Ok(entries)
    }

    /// After a failed write the book is read again, as nothing of it was written. Where that is in doubt, the writer stops.
    fn recover(&mut self, error: StoreError) -> StoreError {
        if error.stops() || !self.conn.is_autocommit() {
            self.stopped = true;
            return error;
        }
        match store::load(&self.conn) {
            Ok(book) => self.book = book,
            Err(_) => self.stopped = true,
        }
        error
    }
}

/// Notices when the path no longer leads to the file that is open.
struct Watched {
    path: PathBuf,
    identity: Option<(u64, u64)>,
}

impl Watched {
    fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), identity: identity(path) }
    }

    fn check(&self) -> Result<(), StoreError> {
        if identity(&self.path) == self.identity { Ok(()) } else { Err(StoreError::Replaced) }
    }
}

/// Device and inode.
#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(path).ok().map(|meta| (meta.dev(), meta.ino()))
}

/// Elsewhere an open database cannot be removed; being there is enough.
#[cfg(not(unix))]
fn identity(path: &Path) -> Option<(u64, u64)> {
    fs::metadata(path).ok().map(|_| (0, 0))
}
