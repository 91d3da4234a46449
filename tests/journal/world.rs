//! A small shop to write journals with.

use std::path::PathBuf;

use crate::made;
use ringup::domain::book::Book;
use ringup::domain::cart::Line;
use ringup::domain::core::{Ask, Charge, Event, NewSale};
use ringup::domain::details::Details;
use ringup::domain::id::{GatewayId, Guid, InvoiceId, SaleId};
use ringup::domain::money::{Currency, Money};
use ringup::domain::payment::{Echo, Flags, NewPayment, Payment, State, Status};
use ringup::domain::sale::{Attempt, Sale};
use ringup::domain::terms::Terms;
use ringup::domain::time::{Stamp, Timestamp};
use ringup::journal::{Birth, Committed, Journal, JournalKey, OpenError, Opened, Place, StepError};
use tempfile::TempDir;
use uuid::Uuid;

pub(crate) const KEY: &str = "1f1e1d1c1b1a191817161514131211100f0e0d0c0b0a09080706050403020100";
pub(crate) const TERMINAL: &str = "000102030405060708090a0b0c0d0e0f";

pub(crate) fn key() -> JournalKey {
    JournalKey::from_hex(KEY).unwrap()
}

pub(crate) fn birth() -> Birth {
    Birth {
        shop: "Café Zwölf".to_owned(),
        currency: Currency::EUR,
        environment: "practice".to_owned(),
        terminal: TERMINAL.to_owned(),
        version: "0.1.0".to_owned(),
    }
}

pub(crate) fn stamp(at_ms: i64) -> Stamp {
    Stamp { at: Timestamp(1_767_225_600_000 + at_ms), mono_ms: at_ms.unsigned_abs(), boot: [7; 16], offset_min: 60 }
}

pub(crate) fn open(place: &Place) -> Opened {
    loop {
        match Journal::open(place, key(), birth(), stamp(0)) {
            // Another test's child may hold a copy of a lock for the moment between its fork and its exec.
            Err(OpenError::Held(Some(holder))) if holder.pid == std::process::id() => std::thread::yield_now(),
            other => return other.unwrap(),
        }
    }
}

/// Repeatable chance: the same seed, the same story.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }
}

/// Changes a closed book as a careful forger would: the guards are taken off and put back after.
pub(crate) fn unguarded(file: &std::path::Path, sql: &str) {
    let conn = rusqlite::Connection::open(file).unwrap();
    let guards = "SELECT group_concat(sql || ';', ' ') FROM sqlite_schema WHERE type = 'trigger'";
    let guards: String = conn.query_row(guards, [], |row| row.get(0)).unwrap();
    conn.execute_batch("DROP TRIGGER journal_no_update; DROP TRIGGER journal_no_delete; DROP TRIGGER journal_next;")
        .unwrap();
    conn.execute_batch(sql).unwrap();
    conn.execute_batch(&guards).unwrap();
    conn.close().unwrap();
}

/// A folder in memory where there is one: killing a process loses nothing the system has, and other tests bring a disk of
/// their own making.
pub(crate) fn memory() -> TempDir {
    let shm = std::path::Path::new("/dev/shm");
    if shm.is_dir() { tempfile::tempdir_in(shm).unwrap() } else { tempfile::tempdir().unwrap() }
}

/// A journal in a folder of its own, with the copy of the book a window would show.
pub(crate) struct Shop {
    pub(crate) place: Place,
    pub(crate) journal: Journal,
    pub(crate) book: Book,
    pub(crate) now_ms: i64,
    pub(crate) made: u128,
    folder: Option<TempDir>,
}

impl Shop {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut shop = Self::over(Place::new(folder.path().join("book")));
        shop.folder = Some(folder);
        shop
    }

    /// In memory where there is such a folder, for long stories that are not about the disk.
    pub(crate) fn in_memory() -> Self {
        let folder = memory();
        let mut shop = Self::over(Place::new(folder.path().join("book")));
        shop.folder = Some(folder);
        shop
    }

    /// A shop over a book that may be there already.
    pub(crate) fn over(place: Place) -> Self {
        let Opened { journal, book } = open(&place);
        let made = u128::from(book.head().seq) << 32;
        Self { place, journal, book, now_ms: 0, made, folder: None }
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.place.file()
    }

    pub(crate) fn step(&mut self, event: Event) -> Result<Committed, StepError> {
        self.now_ms += 1_000;
        let committed = self.journal.step_blocking(event, stamp(self.now_ms))?;
        committed.recalled.iter().for_each(|sale| self.book.recall(Sale::clone(sale)));
        for entry in &committed.entries {
            self.book.apply(entry);
        }
        Ok(committed)
    }

    fn fresh(&mut self) -> Uuid {
        self.made += 1;
        Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + self.made)
    }

    pub(crate) fn new_sale(&mut self, minor: i64) -> NewSale {
        let price = Money::from_minor(minor, Currency::EUR).unwrap();
        let line = Line { name: "Tea “Ω”".to_owned(), quantity: 2, ..made::line(price) };
        NewSale { id: SaleId(self.fresh()), lines: vec![line], reference: "T4".to_owned(), operator: String::new() }
    }

    pub(crate) fn ask(&mut self) -> Ask {
        Ask {
            gateway: GatewayId::from("main"),
            guid: Guid(self.fresh()),
            coin: None,
            terms: Terms::default(),
            release_at: State::Accepted,
        }
    }

    pub(crate) fn charge(&mut self, minor: i64) -> Guid {
        let (sale, ask) = (self.new_sale(minor), self.ask());
        let guid = ask.guid;
        self.step(Event::Charge(Charge { sale, ask })).unwrap();
        guid
    }

    pub(crate) fn cash(&mut self, minor: i64) {
        let cart = self.new_sale(minor);
        let given = Money::from_minor(minor * 2, Currency::EUR).unwrap();
        self.step(Event::Cash { sale: cart.id, cart: Some(cart), given }).unwrap();
    }

    pub(crate) fn reads(&self, guid: Guid, state: State) -> Box<Payment> {
        Box::new(answer(&self.book.attempt(guid).unwrap().1.request, Status::plain(state, "raw")))
    }

    /// A sale paid through the gateway: four entries after its opening.
    pub(crate) fn paid(&mut self, minor: i64) -> Guid {
        let guid = self.charge(minor);
        let (open, accepted) = (self.reads(guid, State::Open), self.reads(guid, State::Accepted));
        self.step(Event::Answered { guid, payment: open }).unwrap();
        self.step(Event::Observed { guid, payment: accepted }).unwrap();
        guid
    }

    /// One of the attempts at hand.
    pub(crate) fn pick(&self, choice: u64) -> Option<Attempt> {
        let attempts: Vec<&Attempt> = self.book.sales().flat_map(|sale| &sale.attempts).collect();
        let index = usize::try_from(choice % u64::try_from(attempts.len()).unwrap().max(1)).unwrap();
        attempts.get(index).map(|attempt| (*attempt).clone())
    }

    pub(crate) fn pick_sale(&self, choice: u64) -> Option<SaleId> {
        let count = self.book.sales().count();
        self.book
            .sales()
            .nth(usize::try_from(choice % u64::try_from(count).unwrap().max(1)).unwrap())
            .map(|sale| sale.id)
    }

    /// Closes the journal; what is left is the files.
    pub(crate) fn close(self) -> (Place, Book, Option<TempDir>) {
        self.journal.close();
        (self.place, self.book, self.folder)
    }
}

pub(crate) fn answer(asked: &NewPayment, status: Status) -> Payment {
    Payment {
        invoice: InvoiceId(format!("inv-{}", asked.guid)),
        echo: Echo {
            guid: Some(asked.guid.to_string()),
            order_id: Some(asked.order_id.clone()),
            price: Some(asked.price.to_decimal()),
            currency: asked.price.currency().code().to_owned(),
            foreign_host: None,
        },
        status,
        options: Vec::new(),
        universal: Vec::new(),
        hosted_url: Some("https://pay.example/i/1".to_owned()),
        paid: None,
        txs: Vec::new(),
        created: None,
        expires: Some(stamp(900_000).at),
        server_now: None,
        refund_address_pending: false,
        details: Details::default(),
        token: None,
        pos_data: None,
    }
}

pub(crate) fn status(choice: u64) -> Status {
    const STATES: [State; 8] = [
        State::Open,
        State::Seen,
        State::Accepted,
        State::Settled,
        State::Expired,
        State::Cancelled,
        State::Failed,
        State::Requested,
    ];
    let state = STATES[usize::try_from(choice % 8).unwrap()];
    let flags = Flags { late: choice.is_multiple_of(11), rejected: choice.is_multiple_of(13), ..Flags::default() };
    Status { state, flags, raw: format!("w{}", choice % 3), confirmations: None }
}

/// What one book says, to be compared with another.
pub(crate) fn told(book: &Book) -> String {
    let sales: Vec<_> = book.sales().collect();
    let found = sales.iter().flat_map(|sale| &sale.attempts).all(|a| book.attempt(a.guid()).is_some());
    format!("{:?}\n{:?}\n{:?}\n{found}\n{sales:#?}", book.genesis(), book.counters(), book.checks())
}
