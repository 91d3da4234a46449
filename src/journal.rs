//! The journal: the append-only, hash-chained, signed book of a till, and the one thread that writes it.
//!
//! Truth is one table. A step is planned by `domain::core` on the writer's own book and written in one transaction; what it asks
//! for is handed back only after. `chain` documents the bytes, `verify` checks them, `open` decides what may be written to.

mod backup;
pub mod chain;
mod checks;
mod closings;
mod count;
mod error;
mod flaw;
mod hour;
mod keep;
mod kept;
mod key;
mod lock;
mod migrate;
mod open;
mod part;
mod past;
mod place;
mod projection;
mod reader;
mod saved;
mod schema;
mod store;
mod takings;
mod verify;
mod witness;
mod writer;

use std::path::Path;
use std::sync::mpsc::{self, SyncSender, TrySendError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use tokio::sync::oneshot;

pub use backup::{Backup, backup, backup_among, backups, checked_backups, newest_backup};
pub use error::{Contradiction, Found, Holder, OpenError, StepError, StoreError, Who};
pub use flaw::{Flaw, FlawReason};
pub use keep::{Decided, Owner, accept, begin_again, highest_seen, look, restore, rotate_key, salvage};
pub use key::{JournalKey, NotAKey, is_signed};
pub use lock::check_free;
pub use open::{Rebuilt, TAIL_CHECKED, rebuild};
pub use part::Part;
pub use past::{SalesPage, Span};
pub use place::{Birth, Place, ROOM_KEEP, ROOM_STOP, ROOM_WARN, removable};
pub use reader::{Reader, Stats};
pub use saved::Holds;
pub use verify::{Verdict, verify};
pub use witness::Seen;
pub use writer::Committed;

use crate::domain::book::Book;
use crate::domain::core::Event;
use crate::domain::entry::{Entry, Head};
use crate::domain::id::SaleId;
use crate::domain::ledger::{KeptEntry, KeptQuery};
use crate::domain::sale::Sale;
use crate::domain::time::Stamp;
use writer::{Job, Kept, Reply};

/// Steps that may wait for the writer; more are refused as [`StoreError::Busy`].
const QUEUE_MAX: usize = 256;

/// A handle to the writer, with read access beside it. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Journal {
    jobs: SyncSender<Job>,
    reader: Reader,
    thread: Arc<Mutex<Option<JoinHandle<()>>>>,
}

/// An open journal, and its book to show.
#[derive(Debug)]
pub struct Opened {
    /// The handle.
    pub journal: Journal,
    /// A copy of the writer's book; apply [`Committed::entries`] to it.
    pub book: Book,
}

impl Journal {
    /// Opens the book at `place`, or makes it with its genesis entry. Blocks for the checks.
    ///
    /// # Errors
    /// [`OpenError`]; nothing was changed or deleted then.
    pub fn open(place: &Place, key: JournalKey, birth: Birth, stamp: Stamp) -> Result<Opened, OpenError> {
        let (writer, book) = open::open(place, key, birth, stamp)?;
        let reader = Reader::open(&place.file())?;
        let (jobs, waiting) = mpsc::sync_channel(QUEUE_MAX);
        let thread = thread::Builder::new().name("journal".to_owned()).spawn(move || writer.run(&waiting))?;
        let thread = Arc::new(Mutex::new(Some(thread)));
        Ok(Opened { journal: Self { jobs, reader, thread }, book })
    }

    /// Plans an event on the book and writes what it means. When this answers, the entries are durable.
    ///
    /// Dropping the future does not undo the step.
    ///
    /// # Errors
    /// [`StepError::Refused`] when the event has no place in the book, [`StepError::Store`] when nothing could be written.
    pub async fn step(&self, event: Event, stamp: Stamp) -> Result<Committed, StepError> {
        let (answer, answered) = oneshot::channel();
        // The asker may have gone; the entry stands all the same.
        self.send(event, stamp, Box::new(move |result| drop(answer.send(result))))?;
        answered.await.unwrap_or(Err(StepError::Store(StoreError::Stopped)))
    }

    /// As [`Self::step`], blocking the calling thread.
    ///
    /// # Errors
    /// As [`Self::step`].
    pub fn step_blocking(&self, event: Event, stamp: Stamp) -> Result<Committed, StepError> {
        let (answer, answered) = mpsc::sync_channel(1);
        self.send(event, stamp, Box::new(move |result| drop(answer.send(result))))?;
        answered.recv().unwrap_or(Err(StepError::Store(StoreError::Stopped)))
    }

    fn send(&self, event: Event, stamp: Stamp, reply: Reply) -> Result<(), StoreError> {
        self.put(Job::Step { event: Box::new(event), stamp, reply })
    }

    fn put(&self, job: Job) -> Result<(), StoreError> {
        self.jobs.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) => StoreError::Busy,
            TrySendError::Disconnected(_) => StoreError::Stopped,
        })
    }

    /// Looks whether the book's file is still the one that was opened; the writer stops where it is not. Blocks shortly.
    ///
    /// # Errors
    /// [`StoreError::Replaced`], [`StoreError::Stopped`].
    pub fn check_file(&self) -> Result<(), StoreError> {
        let (answer, answered) = mpsc::sync_channel(1);
        self.jobs.send(Job::Check(answer)).map_err(|_| StoreError::Stopped)?;
        answered.recv().unwrap_or(Err(StoreError::Stopped))
    }

    /// Tidies the log away into the database, flushed. Best effort: what the log holds is durable already. Blocks.
    pub fn tidy(&self) {
        let (answer, answered) = mpsc::sync_channel(1);
        if self.jobs.send(Job::Tidy(answer)).is_ok() {
            let _ = answered.recv();
        }
    }

    /// Holds what a gateway has seen against the book. A contradiction is remembered, so that the next start knows it
    /// without asking. Blocks for the read.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn hold_against(&self, seen: &[Seen]) -> Result<Option<Contradiction>, StoreError> {
        let against = self.reader.hold_against(seen)?;
        if let Some(against) = &against {
            let (seq, hash) = against.seen.clone();
            // A writer that is gone notes nothing; the gateway will say it again.
            let _ = self.jobs.send(Job::Seen(Seen { journal: String::new(), seq, hash, who: Who::Gateway }));
        }
        Ok(against)
    }

    /// Keeps fetched ledger lines beside the book, each once; answers how many were new.
    ///
    /// # Errors
    /// [`StoreError`]; nothing was kept then.
    pub async fn keep(&self, entries: Vec<KeptEntry>) -> Result<usize, StoreError> {
        let (answer, answered) = oneshot::channel();
        // The asker may have gone; what is kept stays all the same.
        let reply: Kept = Box::new(move |result| drop(answer.send(result)));
        self.put(Job::Keep { entries, reply })?;
        answered.await.unwrap_or(Err(StoreError::Stopped))
    }

    /// Fetched ledger lines, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn kept(&self, query: KeptQuery) -> Result<Vec<KeptEntry>, StoreError> {
        self.read(move |reader| reader.kept(&query)).await
    }

    /// Read access without a runtime.
    #[must_use]
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Up to `limit` entries from `from_seq` on.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn entries(&self, from_seq: u64, limit: usize) -> Result<Vec<Entry>, StoreError> {
        self.read(move |reader| reader.entries(from_seq, limit)).await
    }

    /// A sale by its number, however old.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn sale(&self, number: u64) -> Result<Option<Sale>, StoreError> {
        self.read(move |reader| reader.sale(number)).await
    }

    /// A sale by its name, however old.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn sale_named(&self, id: SaleId) -> Result<Option<Sale>, StoreError> {
        self.read(move |reader| reader.sale_named(id)).await
    }

    async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Reader) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let reader = self.reader.clone();
        let done = tokio::task::spawn_blocking(move || read(&reader)).await;
        done.unwrap_or_else(|error| Err(StoreError::Other(error.to_string())))
    }

    /// Writes what waits, tidies the log away and gives the lock back. Other handles find the journal stopped.
    pub fn close(self) {
        // A writer that is gone already has nothing left to write.
        let _ = self.jobs.send(Job::Close);
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            let _ = thread.join();
        }
    }
}

/// The chain's end of a book, live or copied.
///
/// # Errors
/// As [`Reader::open`].
pub fn head(path: &Path) -> Result<Head, OpenError> {
    Ok(Reader::open(path)?.head()?)
}

/// What a book holds, in numbers.
///
/// # Errors
/// As [`Reader::open`].
pub fn stats(path: &Path) -> Result<Stats, OpenError> {
    Ok(Reader::open(path)?.stats()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Currency;
    use crate::domain::time::Timestamp;

    #[test]
    fn f52_a_writer_that_panics_stops_selling_and_the_book_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::new(folder.path());
        let stamp = Stamp { at: Timestamp(1), mono_ms: 1, boot: [1; 16], offset_min: 0 };
        let birth = || Birth {
            shop: "Test".to_owned(),
            currency: Currency::EUR,
            environment: "practice".to_owned(),
            terminal: "ab".repeat(16),
            version: "0".to_owned(),
        };
        let key = JournalKey::generate();
        let again = JournalKey::from_hex(&key.to_hex()).unwrap();
        let opened = Journal::open(&place, key, birth(), stamp).unwrap();
        opened.journal.send(Event::Stopped, stamp, Box::new(|_| panic!("on purpose"))).unwrap();
        let error = opened.journal.step_blocking(Event::Stopped, stamp).unwrap_err();
        assert_eq!(error, StepError::Store(StoreError::Stopped), "nobody waits for ever");
        assert_eq!(opened.journal.check_file(), Err(StoreError::Stopped));
        opened.journal.close();
        let head = Journal::open(&place, again, birth(), stamp).unwrap().book.head();
        assert_eq!(head.seq, 2, "what was committed before the panic stands, and the lock is free");
    }
}
