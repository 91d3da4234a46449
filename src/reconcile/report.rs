//! What a run finds: counts, columns whose differences add up, identities, and findings in a stable order.

use std::collections::BTreeMap;

use super::amount::Amount;
use super::class::Class;
use super::finding::{Finding, FindingId, Triple};
use super::key::Key;
use super::row::{LedgerRow, Line, Unit};

/// How many rows each view had.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Payment attempts.
    pub sales: u64,
    /// Invoices.
    pub invoices: u64,
    /// Ledger lines.
    pub lines: u64,
    /// Settlements.
    pub settlements: u64,
    /// Bank lines.
    pub bank: u64,
    /// Sales, invoices and lines that agree in full.
    pub matched: u64,
    /// Groups in which no money moved and none should have.
    pub quiet: u64,
}

/// Between which two columns a difference stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Leg {
    /// Paid less sold.
    Invoices,
    /// Credited less paid.
    Ledger,
}

impl Leg {
    /// Its name for machines: `invoices`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Invoices => "invoices",
            Self::Ledger => "ledger",
        }
    }
}

/// The three columns of one currency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    /// Their sums.
    pub sums: Triple,
    /// How many sales stand in the first.
    pub sold: u64,
    /// How many invoices in the second.
    pub paid: u64,
    /// How many lines in the third.
    pub credited: u64,
    /// The differences between the columns by the class that explains them; none for what nothing explains.
    pub differences: BTreeMap<(Leg, Option<Class>), Amount>,
}

/// The ledger of one currency by what moved it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Account {
    /// Invoices credited.
    pub credits: Amount,
    /// Fees, below zero.
    pub fees: Amount,
    /// Money back, below zero.
    pub refunds: Amount,
    /// To the bank, below zero.
    pub payouts: Amount,
    /// All other movements.
    pub other: Amount,
}

impl Account {
    /// What they come to.
    #[must_use]
    pub fn total(&self) -> Amount {
        self.credits + self.fees + self.refunds + self.payouts + self.other
    }
}

/// What an identity is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sum {
    /// Sold and all listed differences make paid.
    Invoices,
    /// Paid and all listed differences make credited.
    Ledger,
    /// Opening, entries and withholdings make a settlement's total.
    Settlement,
    /// A settlement's lines make its sum of entries.
    Entries,
}

impl Sum {
    /// Its name in machine output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Invoices => "invoices",
            Self::Ledger => "ledger",
            Self::Settlement => "settlement",
            Self::Entries => "entries",
        }
    }
}

/// Two sums that have to be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    /// Which.
    pub sum: Sum,
    /// The currency.
    pub unit: Unit,
    /// The settlement, folded; none for columns.
    pub subject: Key,
    /// Its place in the source, from 1; 0 for columns.
    pub row: u32,
    /// What is there.
    pub left: Amount,
    /// What should be.
    pub right: Amount,
    /// Whether they agree, within what a conversion may be off.
    pub holds: bool,
}

/// A sale, its invoice and its credit that agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Matched {
    /// The currency of its amounts.
    pub unit: Unit,
    /// What the columns say.
    pub triple: Triple,
    /// When it was sold; milliseconds since 1970.
    pub at: i64,
    /// Where the sale stands in its source, from 1; 0 for none.
    pub sale: u32,
    /// The same of the invoice.
    pub invoice: u32,
    /// The same of the credit's line.
    pub line: u32,
    /// Whether a finding tells of it too: a rounding, or another business day.
    pub is_told: bool,
}

/// The outcome of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Rows read and matched.
    pub counts: Counts,
    /// The columns by currency.
    pub columns: BTreeMap<Unit, Columns>,
    /// The ledger by currency.
    pub accounts: BTreeMap<Unit, Account>,
    /// Sums that have to be the same.
    pub identities: Vec<Identity>,
    /// Findings by name.
    pub findings: Vec<Finding>,
    /// What agrees, newest first; empty unless the terms ask for it.
    pub matched: Vec<Matched>,
}

impl Report {
    /// The findings that neither closed by themselves nor are resolved.
    pub fn open<'a>(&'a self, resolved: &'a dyn Fn(FindingId) -> bool) -> impl Iterator<Item = &'a Finding> {
        self.findings.iter().filter(|finding| !finding.closed && !resolved(finding.id))
    }

    /// Whether the day is good: every sum agrees, and no open finding blocks.
    #[must_use]
    pub fn is_green(&self, resolved: &dyn Fn(FindingId) -> bool) -> bool {
        self.identities.iter().all(|identity| identity.holds) && !self.open(resolved).any(Finding::blocks)
    }

    /// How many findings of each class.
    #[must_use]
    pub fn by_class(&self) -> BTreeMap<Class, u64> {
        let mut counts = BTreeMap::new();
        for finding in &self.findings {
            *counts.entry(finding.class()).or_default() += 1;
        }
        counts
    }

    /// Counts a ledger line.
    pub(crate) fn account(&mut self, line: &LedgerRow) {
        let account = self.accounts.entry(line.unit).or_default();
        match line.line() {
            Line::Credit | Line::CreditOver => account.credits += line.amount,
            Line::Fee => account.fees += line.amount,
            Line::Refund => account.refunds += line.amount,
            Line::Payout | Line::PayoutBack => account.payouts += line.amount,
            Line::Account | Line::Unknown => account.other += line.amount,
        }
    }

    /// Counts a group's columns and hangs their differences on the class that explains them best.
    pub(crate) fn count(&mut self, columns: &[(Unit, Triple)], lines: u64, cause: Option<Class>, with_ledger: bool) {
        for (unit, triple) in columns {
            let all = self.columns.entry(*unit).or_default();
            all.sums.sold += triple.sold;
            all.sums.paid += triple.paid;
            all.sums.credited += triple.credited;
            all.sold += u64::from(!triple.sold.is_zero());
            all.paid += u64::from(!triple.paid.is_zero());
            all.credited += if triple.credited.is_zero() { 0 } else { lines };
            let mut add = |leg: Leg, amount: Amount| {
                if !amount.is_zero() {
                    *all.differences.entry((leg, cause)).or_default() += amount;
                }
            };
            add(Leg::Invoices, triple.paid - triple.sold);
            if with_ledger {
                add(Leg::Ledger, triple.credited - triple.paid);
            }
        }
    }

    /// Adds what another thread counted.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.counts.matched += other.counts.matched;
        self.counts.quiet += other.counts.quiet;
        self.findings.extend(other.findings);
        self.matched.extend(other.matched);
        for (unit, theirs) in other.columns {
            let all = self.columns.entry(unit).or_default();
            all.sums.sold += theirs.sums.sold;
            all.sums.paid += theirs.sums.paid;
            all.sums.credited += theirs.sums.credited;
            (all.sold, all.paid, all.credited) =
                (all.sold + theirs.sold, all.paid + theirs.paid, all.credited + theirs.credited);
            for (place, amount) in theirs.differences {
                *all.differences.entry(place).or_default() += amount;
            }
        }
        for (unit, theirs) in other.accounts {
            let all = self.accounts.entry(unit).or_default();
            all.credits += theirs.credits;
            all.fees += theirs.fees;
            all.refunds += theirs.refunds;
            all.payouts += theirs.payouts;
            all.other += theirs.other;
        }
    }

    /// Writes the identities of the columns and brings everything into its stable order.
    pub(crate) fn finish(&mut self, with_ledger: bool) {
        let legs: &[(Leg, Sum)] = if with_ledger {
            &[(Leg::Invoices, Sum::Invoices), (Leg::Ledger, Sum::Ledger)]
        } else {
            &[(Leg::Invoices, Sum::Invoices)]
        };
        for (unit, columns) in &self.columns {
            for (leg, sum) in legs {
                let (from, to) = match leg {
                    Leg::Invoices => (columns.sums.sold, columns.sums.paid),
                    Leg::Ledger => (columns.sums.paid, columns.sums.credited),
                };
                let named = columns.differences.iter().filter(|((of, class), _)| of == leg && class.is_some());
                let left = from + named.map(|(_, amount)| *amount).sum();
                let identity =
                    Identity { sum: *sum, unit: *unit, subject: Key::NONE, row: 0, left, right: to, holds: left == to };
                self.identities.push(identity);
            }
        }
        self.identities.sort_by_key(|identity| (identity.sum, identity.unit, identity.subject));
        self.matched.sort_by_key(|one| std::cmp::Reverse((one.at, one.sale)));
        self.findings.sort_by_key(|finding| finding.id);
        self.findings.dedup_by_key(|finding| finding.id);
    }
}
