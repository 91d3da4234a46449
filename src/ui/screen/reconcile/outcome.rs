//! What a check found, and why it may have found nothing.

use std::sync::Arc;

use jiff::civil::Date;

use crate::domain::id::InvoiceId;
use crate::domain::time::Timestamp;
use crate::notice::Notice;
use crate::reconcile::engine::Progress;
use crate::reconcile::report::Report;

/// What is to be compared.
#[derive(Debug, Clone)]
pub struct Order {
    /// The first day.
    pub from: Date,
    /// The last day, included.
    pub to: Date,
    /// A ledger file; none to take the kept lines.
    pub ledger: Option<String>,
    /// Whether the gateway is asked for its lines first.
    pub fetch: bool,
    /// How far it is, and where it is stopped.
    pub progress: Arc<Progress>,
}

/// A check that came to its end.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Counts, columns and findings.
    pub report: Report,
    /// The numbers of the sales that findings name by their place from 1.
    pub sales: Vec<u64>,
    /// The same of invoices.
    pub invoices: Vec<InvoiceId>,
    /// The ledger's file; empty where its lines are the kept ones.
    pub file: String,
    /// When it ended.
    pub read: Timestamp,
    /// Where the invoices come from.
    pub witness: Witness,
    /// Why the journal does not keep it, where it should.
    pub unkept: Option<Notice>,
}

/// Where the invoices of a check come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Witness {
    /// The gateway's own list, asked now.
    Listed,
    /// What this till last read of each.
    Read,
    /// The same: the gateway was asked for its list and gave none.
    Unanswered,
}

/// Why there is no outcome. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failed {
    /// A file was not taken, for these reasons.
    File(Vec<String>),
    /// There are no ledger lines of these days.
    NoLedger,
    /// It was stopped.
    Stopped,
    /// Something else, such as a gateway that cannot be reached.
    Trouble(Notice),
}

/// Where the page stands.
#[derive(Debug, Clone)]
pub enum Stand {
    /// Nothing was asked yet.
    Idle,
    /// It is under way.
    Running(Arc<Progress>),
    /// It is here.
    Here(Arc<Outcome>),
    /// It came to nothing.
    Failed(Failed),
}
