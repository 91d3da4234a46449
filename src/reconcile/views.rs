//! What goes into a run: the views, the terms, and how far it is.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::key::Key;
use super::limits::Limits;
use super::parts::Parts;
use super::row::{BankRow, InvoiceRow, LedgerRow, RefundRow, SaleRow, SettlementRow};

/// All that is compared. A view that is none was not given; an empty one was given and holds nothing.
#[derive(Debug, Clone)]
pub struct Views {
    /// The journal's payment attempts.
    pub sales: Parts<SaleRow>,
    /// The gateway's invoices.
    pub invoices: Option<Parts<InvoiceRow>>,
    /// The gateway's ledger.
    pub ledger: Option<Parts<LedgerRow>>,
    /// The journal's refunds.
    pub refunds: Option<Parts<RefundRow>>,
    /// The gateway's settlements.
    pub settlements: Vec<SettlementRow>,
    /// The bank's lines.
    pub bank: Option<Vec<BankRow>>,
    /// Whether the ledger is all there is between its first and its last line, not only what belongs to some sales.
    pub whole_ledger: bool,
}

impl Views {
    /// No rows yet, divided into `1 << bits` partitions.
    #[must_use]
    pub fn new(bits: u32) -> Self {
        Self {
            sales: Parts::new(bits),
            invoices: None,
            ledger: None,
            refunds: None,
            settlements: Vec::new(),
            bank: None,
            whole_ledger: true,
        }
    }

    /// A division that keeps about a thousand rows in each partition.
    #[must_use]
    pub fn bits_for(rows: u64) -> u32 {
        (rows / 1024).max(1).ilog2().min(10)
    }

    /// Adds a payment attempt.
    pub fn sale(&mut self, row: SaleRow) {
        self.sales.push(first([row.invoice, row.order, row.guid]), row);
    }

    /// Adds an invoice.
    pub fn invoice(&mut self, row: InvoiceRow) {
        let bits = self.sales.bits();
        self.invoices.get_or_insert_with(|| Parts::new(bits)).push(row.invoice, row);
    }

    /// Adds a ledger line.
    pub fn line(&mut self, row: LedgerRow) {
        let bits = self.sales.bits();
        self.ledger.get_or_insert_with(|| Parts::new(bits)).push(first([row.invoice, row.anchor, Key::NONE]), row);
    }

    /// Adds a refund.
    pub fn refund(&mut self, row: RefundRow) {
        let bits = self.sales.bits();
        self.refunds.get_or_insert_with(|| Parts::new(bits)).push(row.invoice, row);
    }

    /// Which views there are.
    #[must_use]
    pub(crate) fn sources(&self) -> Sources {
        Sources { invoices: self.invoices.is_some(), ledger: self.ledger.is_some(), refunds: self.refunds.is_some() }
    }
}

fn first(keys: [Key; 3]) -> Key {
    keys.into_iter().find(|key| !key.is_none()).unwrap_or_default()
}

/// Which views were given.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sources {
    pub(crate) invoices: bool,
    pub(crate) ledger: bool,
    pub(crate) refunds: bool,
}

/// On which terms rows are compared.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    /// The owner's tolerances.
    pub limits: Limits,
    /// The moment of the run; milliseconds since 1970.
    pub now: i64,
    /// Whether the books are those of a gateway's test system.
    pub test: bool,
    /// The business days asked for, first and last; all when none. Rows of other days only help to judge.
    pub days: Option<(i32, i32)>,
    /// Whether what agrees is told row by row, not only counted.
    pub matched: bool,
}

impl Terms {
    /// Whether a business day is asked for.
    #[must_use]
    pub fn wants(&self, day: i32) -> bool {
        self.days.is_none_or(|(first, last)| (first..=last).contains(&day))
    }

    /// Whether a moment lies in a business day that is asked for.
    #[must_use]
    pub fn wants_at(&self, at_ms: i64) -> bool {
        self.days.is_none() || self.wants(self.limits.day(at_ms))
    }
}

/// A run that was asked to stop. Nothing was changed by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the run was stopped; nothing was changed")]
pub struct Stopped;

/// How far long work is, and whether it should stop. Shared between the one who works and the one who shows.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    stop: AtomicBool,
}

impl Progress {
    /// Rows, or bytes of a file, that are done.
    #[must_use]
    pub fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// Asks the work to stop at the next opportunity.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Counts what was done.
    ///
    /// # Errors
    /// [`Stopped`] once [`Self::stop`] was called.
    pub fn step(&self, done: u64) -> Result<(), Stopped> {
        self.done.fetch_add(done, Ordering::Relaxed);
        if self.stop.load(Ordering::Relaxed) { Err(Stopped) } else { Ok(()) }
    }
}
