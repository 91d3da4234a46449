//! Everything compared so far, laid out so that one day can be judged without touching the rest.

use std::collections::{BTreeMap, HashSet};

use super::engine::{Progress, Stopped, Terms, Views, run};
use super::key::Key;
use super::limits::Limits;
use super::parts::Parts;
use super::report::Report;
use super::row::{InvoiceRow, LedgerRow, Line, RefundRow, SaleRow, SettlementRow};

/// What every row of an invoice has.
trait Row: Copy {
    fn invoice(&self) -> Key;
    fn at(&self) -> i64;
    fn row(&self) -> u32;
    /// Other names by which it belongs to rows.
    fn anchors(&self) -> [Key; 3];
}

macro_rules! rows {
    ($($kind:ident: |$row:ident| $anchors:expr;)+) => {
        $(impl Row for $kind {
            fn invoice(&self) -> Key {
                self.invoice
            }
            fn at(&self) -> i64 {
                self.at
            }
            fn row(&self) -> u32 {
                self.row
            }
            fn anchors(&self) -> [Key; 3] {
                let $row = self;
                $anchors
            }
        })+
    };
}

rows! {
    SaleRow: |row| [row.order, row.guid, Key(u128::from(row.cart))];
    InvoiceRow: |row| [row.order, row.guid, Key::NONE];
    LedgerRow: |row| {
        let own = matches!(row.line(), Line::Credit | Line::CreditOver);
        [if own { row.anchor } else { Key::NONE }, Key::NONE, Key::NONE]
    };
    RefundRow: |_row| [Key::NONE; 3];
}

/// Rows sorted by invoice, with two ways in: the business day and the other names.
#[derive(Debug)]
struct Sorted<T> {
    rows: Vec<T>,
    days: BTreeMap<i32, Vec<u32>>,
    anchors: Vec<(u64, u32)>,
}

impl<T: Row> Sorted<T> {
    fn new(parts: Parts<T>, limits: &Limits) -> Self {
        let mut rows: Vec<T> = parts.iter().copied().collect();
        drop(parts);
        rows.sort_unstable_by_key(|row| (row.invoice(), row.at(), row.row()));
        let mut days: BTreeMap<i32, Vec<u32>> = BTreeMap::new();
        let mut anchors = Vec::new();
        for (at, row) in (0..).zip(&rows) {
            days.entry(limits.day(row.at())).or_default().push(at);
            let named = row.anchors().into_iter().filter(|key| !key.is_none());
            anchors.extend(named.map(|key| (key.short(), at)));
        }
        anchors.sort_unstable();
        Self { rows, days, anchors }
    }

    fn of_days(&self, (first, last): (i32, i32)) -> impl Iterator<Item = u32> + '_ {
        self.days.range(first..=last).flat_map(|(_, rows)| rows).copied()
    }

    fn of_invoice(&self, key: Key) -> std::ops::Range<u32> {
        let from = self.rows.partition_point(|row| row.invoice() < key);
        let more = self.rows[from..].iter().take_while(|row| row.invoice() == key).count();
        from as u32..(from + more) as u32
    }

    fn of_anchor(&self, key: Key) -> impl Iterator<Item = u32> + '_ {
        let tag = key.short();
        let from = self.anchors.partition_point(|(known, _)| *known < tag);
        let same = self.anchors[from..].iter().take_while(move |(known, _)| *known == tag).map(|(_, at)| *at);
        same.filter(move |at| self.rows[*at as usize].anchors().contains(&key))
    }
}

/// All rows of all days, indexed.
#[derive(Debug)]
pub struct History {
    sales: Sorted<SaleRow>,
    invoices: Option<Sorted<InvoiceRow>>,
    ledger: Option<Sorted<LedgerRow>>,
    refunds: Option<Sorted<RefundRow>>,
    settlements: Vec<SettlementRow>,
    bank: Option<Vec<super::row::BankRow>>,
}

impl History {
    /// Indexes all rows once. The division into days is that of `limits`.
    #[must_use]
    pub fn new(mut views: Views, limits: &Limits) -> Self {
        super::settle::add_up(&mut views);
        Self {
            sales: Sorted::new(views.sales, limits),
            invoices: views.invoices.map(|rows| Sorted::new(rows, limits)),
            ledger: views.ledger.map(|rows| Sorted::new(rows, limits)),
            refunds: views.refunds.map(|rows| Sorted::new(rows, limits)),
            settlements: views.settlements,
            bank: views.bank,
        }
    }

    /// Judges the days of `terms`, reading only rows that belong to them and whatever hangs on those.
    ///
    /// # Errors
    /// [`Stopped`] when `progress` was told to stop.
    pub fn run(&self, terms: &Terms, progress: &Progress) -> Result<Report, Stopped> {
        let days = terms.days.unwrap_or((i32::MIN, i32::MAX));
        let mut pull = Pull { history: self, keys: Seen::default(), anchors: Seen::default(), taken: Taken::default() };
        pull.all(days);
        progress.step(0)?;
        run(&pull.views(), terms, progress)
    }
}

/// Names to look up, each once.
#[derive(Debug, Default)]
struct Seen {
    known: HashSet<Key>,
    open: Vec<Key>,
}

impl Seen {
    fn note(&mut self, key: Key) {
        if !key.is_none() && self.known.insert(key) {
            self.open.push(key);
        }
    }
}

#[derive(Debug, Default)]
struct Taken {
    sales: HashSet<u32>,
    invoices: HashSet<u32>,
    lines: HashSet<u32>,
    refunds: HashSet<u32>,
}

/// The rows pulled in so far.
struct Pull<'a> {
    history: &'a History,
    keys: Seen,
    anchors: Seen,
    taken: Taken,
}

impl Pull<'_> {
    /// Takes the rows of the days and goes on from name to name until nothing new comes.
    fn all(&mut self, days: (i32, i32)) {
        let history = self.history;
        self.take(&history.sales, |taken| &mut taken.sales, history.sales.of_days(days));
        if let Some(rows) = &history.invoices {
            self.take(rows, |taken| &mut taken.invoices, rows.of_days(days));
        }
        if let Some(rows) = &history.ledger {
            self.take(rows, |taken| &mut taken.lines, rows.of_days(days));
        }
        if let Some(rows) = &history.refunds {
            self.take(rows, |taken| &mut taken.refunds, rows.of_days(days));
        }
        while !(self.keys.open.is_empty() && self.anchors.open.is_empty()) {
            let (keys, anchors) = (std::mem::take(&mut self.keys.open), std::mem::take(&mut self.anchors.open));
            self.follow(&keys, &anchors);
        }
    }

    fn follow(&mut self, keys: &[Key], anchors: &[Key]) {
        let history = self.history;
        self.pull(&history.sales, |taken| &mut taken.sales, keys, anchors);
        if let Some(rows) = &history.invoices {
            self.pull(rows, |taken| &mut taken.invoices, keys, anchors);
        }
        if let Some(rows) = &history.ledger {
            self.pull(rows, |taken| &mut taken.lines, keys, anchors);
        }
        if let Some(rows) = &history.refunds {
            self.pull(rows, |taken| &mut taken.refunds, keys, &[]);
        }
    }

    fn pull<T: Row>(
        &mut self,
        rows: &Sorted<T>,
        taken: fn(&mut Taken) -> &mut HashSet<u32>,
        keys: &[Key],
        anchors: &[Key],
    ) {
        let by_invoice = keys.iter().flat_map(|key| rows.of_invoice(*key));
        let by_anchor = anchors.iter().flat_map(|key| rows.of_anchor(*key));
        self.take(rows, taken, by_invoice.chain(by_anchor));
    }

    fn take<T: Row>(
        &mut self,
        rows: &Sorted<T>,
        taken: fn(&mut Taken) -> &mut HashSet<u32>,
        found: impl Iterator<Item = u32>,
    ) {
        for at in found {
            if taken(&mut self.taken).insert(at) {
                let row = &rows.rows[at as usize];
                self.keys.note(row.invoice());
                row.anchors().into_iter().for_each(|key| self.anchors.note(key));
            }
        }
    }

    fn views(&self) -> Views {
        let (history, taken) = (self.history, &self.taken);
        let mut views = Views::new(Views::bits_for((taken.sales.len() + taken.lines.len()) as u64));
        let bits = views.sales.bits();
        views.invoices = history.invoices.as_ref().map(|_| Parts::new(bits));
        views.ledger = history.ledger.as_ref().map(|_| Parts::new(bits));
        views.refunds = history.refunds.as_ref().map(|_| Parts::new(bits));
        taken.sales.iter().for_each(|at| views.sale(history.sales.rows[*at as usize]));
        if let Some(rows) = &history.invoices {
            taken.invoices.iter().for_each(|at| views.invoice(rows.rows[*at as usize]));
        }
        if let Some(rows) = &history.ledger {
            taken.lines.iter().for_each(|at| views.line(rows.rows[*at as usize]));
        }
        if let Some(rows) = &history.refunds {
            taken.refunds.iter().for_each(|at| views.refund(rows.rows[*at as usize]));
        }
        views.settlements.clone_from(&history.settlements);
        views.bank.clone_from(&history.bank);
        views.whole_ledger = false;
        views
    }
}
