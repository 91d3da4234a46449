//! The one writer: a thread that owns the database and the book that decides.
//!
//! A step reads the book, plans facts, seals them, writes them with their projections in one transaction, and only then
//! answers. Nothing else writes, so receipt numbers and order cannot race.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender};

use rusqlite::{Connection, TransactionBehavior};

use super::chain::{Ids, Row};
use super::error::{StepError, StoreError};
use super::key::JournalKey;
use super::lock::Lock;
use super::witness::{Seen, Witness};
use super::{kept, projection, store};
use crate::domain::book::Book;
use crate::domain::core::{self, Command, Event};
use crate::domain::entry::Entry;
use crate::domain::fact::Fact;
use crate::domain::keeping::ClockJumped;
use crate::domain::ledger::KeptEntry;
use crate::domain::sale::Sale;
use crate::domain::time::Stamp;

/// What a step wrote, and what to do now that it is durable.
#[derive(Debug, Clone, Default)]
pub struct Committed {
    /// An old sale the entries speak of, as it was before them; take it to the copy of the book's hand first.
    pub recalled: Option<Box<Sale>>,
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
    Step {
        event: Box<Event>,
        stamp: Stamp,
        reply: Reply,
    },
    /// Look whether the file is still the one that was opened.
    Check(SyncSender<Result<(), StoreError>>),
    /// Tidy the log away.
    Tidy(SyncSender<()>),
    /// A gateway has seen more of the book: remember it for the next start.
    Seen(Seen),
    Keep {
        entries: Vec<KeptEntry>,
        reply: Kept,
    },
    Close,
}

/// The writer's own things.
pub(crate) struct Writer {
    conn: Connection,
    book: Book,
    ids: Ids,
    key: JournalKey,
    witness: Witness,
    last: Option<Stamp>,
    file: Watched,
    stopped: bool,
    _lock: Lock,
}

/// What a writer is made of.
pub(crate) struct Parts {
    pub(crate) conn: Connection,
    pub(crate) book: Book,
    pub(crate) ids: Ids,
    pub(crate) key: JournalKey,
    pub(crate) witness: Witness,
    /// When the last entry was written.
    pub(crate) last: Option<Stamp>,
    pub(crate) lock: Lock,
}

impl Writer {
    pub(crate) fn new(parts: Parts, path: &Path) -> Self {
        let Parts { conn, book, ids, key, witness, last, lock } = parts;
        Self { conn, book, ids, key, witness, last, file: Watched::new(path), stopped: false, _lock: lock }
    }

    /// Works until the last handle is gone or it is told to close; then tidies the log away.
    pub(crate) fn run(mut self, jobs: &Receiver<Job>) {
        while let Ok(job) = jobs.recv() {
            match job {
                Job::Step { event, stamp, reply } => reply(self.step(*event, stamp)),
                // Whoever asked may have gone.
                Job::Check(reply) => drop(reply.send(self.check())),
                Job::Tidy(reply) => {
                    self.tidy();
                    let _ = reply.send(());
                }
                Job::Seen(seen) => self.witness.note_gateway(&seen),
                Job::Keep { entries, reply } => reply(self.keep(&entries)),
                Job::Close => break,
            }
        }
        self.tidy();
    }

    /// What the log holds is durable already, and the next start reads it. But a flush that failed is never tried again: the
    /// system may have dropped what it could not write, and say yes the second time.
    fn tidy(&mut self) {
        if !self.stopped {
            let tidied = self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
            if let Err(error) = tidied.map_err(StoreError::from) {
                tracing::warn!(%error, "the log was left for the next start");
                self.stopped = error.stops();
            }
        }
    }

    fn step(&mut self, event: Event, stamp: Stamp) -> Result<Committed, StepError> {
        self.works()?;
        let recalled = self.recall(&event)?;
        let step = core::step(&self.book, event);
        if let Some(sale) = recalled.as_ref().filter(|_| step.as_ref().map_or(true, |step| step.facts.is_empty())) {
            self.book.release(sale.id);
        }
        let step = step?;
        if step.facts.is_empty() {
            return Ok(Committed { commands: step.commands, ..Committed::default() });
        }
        let mut facts = step.facts;
        if let Some(by_ms) = self.last.and_then(|last| stamp.jump_since(&last)) {
            facts.insert(0, ClockJumped { by_ms }.into());
        }
        match self.write(&facts, stamp) {
            Ok(entries) => {
                self.last = Some(stamp);
                self.witness.note(self.book.head());
                Ok(Committed { recalled, entries, commands: step.commands })
            }
            Err(error) => Err(self.recover(error).into()),
        }
    }

    /// Takes an old sale to hand again when a person wants something of it.
    fn recall(&mut self, event: &Event) -> Result<Option<Box<Sale>>, StoreError> {
        let Some(id) = event.sale().filter(|id| self.book.sale(*id).is_none()) else { return Ok(None) };
        let sale = store::sale_named(&self.conn, id)?;
        sale.iter().for_each(|sale| self.book.recall(sale.clone()));
        Ok(sale.map(Box::new))
    }

    /// Whether the writer still writes; a book that was taken away is named as the reason, whoever found it first.
    fn works(&self) -> Result<(), StoreError> {
        if !self.stopped {
            return Ok(());
        }
        self.file.check()?;
        Err(StoreError::Stopped)
    }

    /// Whether the path still leads to the book; the writer stops where it does not.
    fn check(&mut self) -> Result<(), StoreError> {
        self.works()?;
        self.file.check().inspect_err(|_| self.stopped = true)
    }

    /// Fetched lines touch neither book nor chain; a failure to keep them leaves both as they are.
    fn keep(&mut self, entries: &[KeptEntry]) -> Result<usize, StoreError> {
        self.works()?;
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
