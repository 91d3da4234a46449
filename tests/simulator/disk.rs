//! A till's book on a disk that can be torn away at any byte.

use std::fs;
use std::path::{Path, PathBuf};

use ringup::domain::book::Book;
use ringup::domain::core::{Command, Event};
use ringup::domain::entry::Hash;
use ringup::domain::money::Currency;
use ringup::domain::time::{Stamp, Timestamp};
use ringup::journal::{Birth, Journal, JournalKey, Opened, Place, StepError, verify};
use tempfile::TempDir;

use super::chance::Chance;

const KEY: &str = "2f1e1d1c1b1a191817161514131211100f0e0d0c0b0a09080706050403020100";
const TERMINAL: &str = "00112233445566778899aabbccddeeff";

/// The running program's hold on its book, with all it was ever promised to be durable.
pub struct Disk {
    root: TempDir,
    generation: u32,
    journal: Option<Journal>,
    pub book: Book,
    /// Hash of every entry that was acknowledged, by number.
    acknowledged: Vec<Hash>,
}

/// Memory where there is some: the disk is simulated, its speed need not be.
fn root() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    made.unwrap()
}

fn birth() -> Birth {
    Birth {
        shop: "Simulated".to_owned(),
        currency: Currency::EUR,
        environment: "practice".to_owned(),
        terminal: TERMINAL.to_owned(),
        version: "0.1.0".to_owned(),
    }
}

pub fn stamp(now: i64) -> Stamp {
    Stamp { at: Timestamp(now), mono_ms: now.unsigned_abs(), boot: [3; 16], offset_min: 60 }
}

impl Disk {
    pub fn new(now: i64) -> Self {
        let mut disk =
            Self { root: root(), generation: 0, journal: None, book: Book::default(), acknowledged: Vec::new() };
        disk.start(now);
        disk
    }

    fn place(&self) -> Place {
        Place::new(self.root.path().join(self.generation.to_string()))
    }

    fn start(&mut self, now: i64) {
        let key = JournalKey::from_hex(KEY).unwrap();
        let Opened { journal, book } = Journal::open(&self.place(), key, birth(), stamp(now)).unwrap();
        self.journal = Some(journal);
        self.book = book;
        self.compare();
    }

    /// Every acknowledged entry is there and unchanged; what was on its way is there whole, or not at all.
    fn compare(&mut self) {
        let entries = self.journal().reader().entries(1, usize::MAX >> 1).unwrap();
        assert!(entries.len() >= self.acknowledged.len(), "acknowledged entries are lost");
        for (entry, hash) in entries.iter().zip(&self.acknowledged) {
            assert_eq!(entry.hash, *hash, "entry {} changed", entry.seq);
        }
        self.acknowledged = entries.iter().map(|entry| entry.hash).collect();
    }

    fn journal(&self) -> &Journal {
        self.journal.as_ref().expect("the program runs")
    }

    /// A step as the program takes it: durable, then known.
    pub fn step(&mut self, event: Event, now: i64) -> Result<Vec<Command>, StepError> {
        let committed = self.journal().step_blocking(event, stamp(now))?;
        for entry in &committed.entries {
            self.book.apply(entry);
            self.acknowledged.push(entry.hash);
        }
        Ok(committed.commands)
    }

    /// The power goes, perhaps while `event` is being written; then the program starts again.
    pub fn crash(&mut self, event: Option<Event>, now: i64, chance: &mut Chance) {
        let place = self.place();
        let before = size(&log(&place));
        let base = fs::read(place.file()).unwrap();
        if let Some(event) = event {
            // Nobody hears of it: it is not acknowledged.
            let _ = self.journal().step_blocking(event, stamp(now));
        }
        let after = size(&log(&place));
        let grown = fs::read(place.file()).unwrap() == base && after > before;
        let keep = if grown { before + chance.below(after - before + 1) } else { after };
        self.generation += 1;
        let next = self.place();
        fs::create_dir_all(next.folder()).unwrap();
        fs::copy(place.file(), next.file()).unwrap();
        if log(&place).exists() {
            fs::copy(log(&place), log(&next)).unwrap();
            let torn = fs::OpenOptions::new().write(true).open(log(&next)).unwrap();
            torn.set_len(keep).unwrap();
        }
        self.stop();
        fs::remove_dir_all(place.folder()).unwrap();
        self.start(now);
    }

    fn stop(&mut self) {
        if let Some(journal) = self.journal.take() {
            journal.close();
        }
    }

    /// Starting twice is starting once: the same book, the same work left.
    pub fn restart(&mut self, now: i64) {
        let told = |book: &Book| format!("{:?} {:?}", book.counters(), book.sales().collect::<Vec<_>>());
        let before = told(&self.book);
        self.stop();
        self.start(now);
        assert_eq!(before, told(&self.book), "a restart changes nothing");
    }

    /// Every signature, every hash, every projection.
    pub fn check_whole(&mut self) {
        let reader = self.journal().reader().clone();
        for sale in self.book.sales() {
            let stored = reader.sale(sale.number).unwrap();
            assert_eq!(stored.as_ref(), Some(sale), "the projection is the fold");
        }
        self.stop();
        let verdict = verify(&self.place().file(), true).unwrap();
        assert_eq!(verdict.entries, u64::try_from(self.acknowledged.len()).unwrap());
    }
}

fn log(place: &Place) -> PathBuf {
    place.file().with_extension("db-wal")
}

fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |meta| meta.len())
}
