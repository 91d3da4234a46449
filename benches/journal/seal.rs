//! Books for benches: made by the till's own core and sealed by its own chain, but written in large transactions without
//! flushes. What they know of sales they are told by `rebuild`, which is the fold every other book goes through.

use ringup::domain::book::Book;
use ringup::domain::core::{self, Event};
use ringup::domain::fact::Fact;
use ringup::domain::id::InvoiceId;
use ringup::domain::money::Currency;
use ringup::domain::payment::{Echo, NewPayment, Paid, Payment, State, Status};
use ringup::domain::time::Stamp;
use ringup::journal::chain::{Ids, Row};
use ringup::journal::{Birth, Journal, JournalKey, Place, Reader};
use rusqlite::{Connection, params};

/// A book that is being filled.
pub(crate) struct Filling {
    pub(crate) book: Book,
    conn: Connection,
    ids: Ids,
    key: JournalKey,
}

impl Filling {
    /// Begins a book.
    pub(crate) fn begin(place: &Place, key: &JournalKey, stamp: Stamp) -> Self {
        let copy = || JournalKey::from_hex(&key.to_hex()).unwrap();
        let opened = Journal::open(place, copy(), birth(), stamp).unwrap();
        let book = opened.book;
        opened.journal.close();
        let genesis = Reader::open(&place.file()).unwrap().genesis().unwrap().unwrap();
        let conn = Connection::open(place.file()).unwrap();
        conn.execute_batch("PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN").unwrap();
        Self { book, conn, ids: Ids::of(&genesis).unwrap(), key: copy() }
    }

    /// What an event means to the book as it stands.
    pub(crate) fn plan(&self, event: Event) -> Vec<Fact> {
        core::step(&self.book, event).unwrap().facts
    }

    /// Writes one entry.
    pub(crate) fn write(&mut self, fact: &Fact, stamp: Stamp) {
        let mut statement = self
            .conn
            .prepare_cached("INSERT INTO journal VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)")
            .unwrap();
        let row = Row::seal(fact, stamp, self.book.head(), (&self.ids, &self.key));
        let values = params![
            row.seq.cast_signed(),
            row.kind,
            row.stamp.at.0,
            row.stamp.mono_ms.cast_signed(),
            row.stamp.boot,
            row.stamp.offset_min,
            row.actor,
            row.training,
            row.receipt_no.map(u64::cast_signed),
            row.cart.as_ref().map(|cart| cart.as_bytes()),
            row.payload,
            row.prev.0,
            row.hash.0,
            row.sig,
        ];
        statement.execute(values).unwrap();
        self.book.apply(&row.entry());
    }

    /// Ends the transaction and takes the note beside the book away: it knows of none of these entries.
    pub(crate) fn end(self, place: &Place) {
        self.conn.execute_batch("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
        self.conn.close().unwrap();
        std::fs::remove_file(place.head_file()).unwrap();
    }
}

pub(crate) fn birth() -> Birth {
    Birth {
        shop: "Bench".to_owned(),
        currency: Currency::EUR,
        environment: "practice".to_owned(),
        terminal: "00".repeat(16),
        version: "0".to_owned(),
    }
}

/// A gateway's answer that agrees with what was asked.
pub(crate) fn answer(asked: &NewPayment, status: Status, paid: Option<Paid>) -> Box<Payment> {
    Box::new(Payment {
        invoice: InvoiceId(format!("inv-{}", asked.guid)),
        echo: Echo {
            guid: Some(asked.guid.to_string()),
            order_id: Some(asked.order_id.clone()),
            price: Some(asked.price.to_decimal()),
            currency: "EUR".to_owned(),
            foreign_host: None,
        },
        status,
        options: Vec::new(),
        universal: Vec::new(),
        hosted_url: None,
        paid,
        txs: Vec::new(),
        created: None,
        expires: None,
        server_now: None,
        refund_address_pending: false,
        details: ringup::domain::details::Details::default(),
        token: None,
        pos_data: None,
    })
}

/// A state with the gateway's own word, and so many confirmations of six.
pub(crate) fn status(state: State, confirmations: u32) -> Status {
    Status { confirmations: Some((confirmations, 6)), ..Status::plain(state, "paid") }
}
