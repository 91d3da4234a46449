//! What a check is asked for, what its rows are called, and why it may have no outcome.

use std::path::PathBuf;

use jiff::civil::Date;

use crate::domain::id::{GatewayId, InvoiceId};
use crate::reconcile::engine::Stopped;
use crate::reconcile::import::flaw::Refused;
use crate::service::error::Trouble;

/// What is to be compared.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The first day.
    pub from: Date,
    /// The last day, included.
    pub to: Date,
    /// Whose ledger; the preferred connection's when none.
    pub gateway: Option<GatewayId>,
    /// Whether the gateway is asked for its list of invoices, where the connection may. Without it, and where it does not
    /// answer, what this till last read of each invoice stands for it.
    pub list: bool,
    /// A ledger file instead of the fetched lines.
    pub ledger: Option<PathBuf>,
    /// A file of sales instead of the journal.
    pub sales: Option<PathBuf>,
    /// A bank's file.
    pub bank: Option<PathBuf>,
    /// The bank account the file must be of.
    pub account: Option<String>,
    /// Whether what agrees is wanted row by row, not only counted.
    pub matched: bool,
}

/// What rows are called, by their place from 1. Only what a view brought from a store is named here; a row of a file is its line.
#[derive(Debug, Default)]
pub struct Named {
    /// Sales by number.
    pub sales: Vec<u64>,
    /// Invoices.
    pub invoices: Vec<InvoiceId>,
    /// Settlements.
    pub settlements: Vec<String>,
    /// The ledger's file; empty where its lines were fetched.
    pub ledger_file: PathBuf,
    /// The invoices that fetched lines name.
    pub(crate) booked: Vec<InvoiceId>,
}

/// Whose word the invoices are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Told {
    /// What this till last read of each.
    #[default]
    Read,
    /// The same, because the gateway did not answer for its list; with the error's name for machines.
    Unanswered(&'static str),
    /// The gateway's own list.
    Listed {
        /// Invoices of other tills and shops on the same account. They are not compared.
        others: u64,
    },
}

impl Told {
    /// Its name for machines: `listed`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Unanswered(_) => "unanswered",
            Self::Listed { .. } => "listed",
        }
    }
}

/// Why a check has no outcome. Nothing was changed in any case.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// A file was not taken.
    #[error("{file}: {refused}")]
    File {
        /// Which.
        file: PathBuf,
        /// What is wrong with it.
        refused: Refused,
    },
    /// There is no ledger: none was fetched, none was named.
    #[error("there are no ledger lines of these days")]
    NoLedger,
    /// Someone stopped it.
    #[error("stopped")]
    Stopped,
    /// The till itself.
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

impl From<Stopped> for CheckError {
    fn from(_: Stopped) -> Self {
        Self::Stopped
    }
}

impl From<crate::journal::StoreError> for CheckError {
    fn from(error: crate::journal::StoreError) -> Self {
        Self::Trouble(error.into())
    }
}
