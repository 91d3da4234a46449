//! All rows of one invoice, together.

use super::finding::Triple;
use super::key::Key;
use super::row::{Exception, InvoiceRow, InvoiceState, LedgerRow, Line, RefundRow, SaleRow, SaleState, Unit, Witness};
use super::views::{Sources, Terms};

/// Rows that belong together by an exact name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Group {
    /// The invoice; none for rows that name none.
    pub(crate) key: Key,
    /// The attempt that asked for it.
    pub(crate) sale: Option<SaleRow>,
    /// The invoice as the gateway lists it.
    pub(crate) invoice: Option<InvoiceRow>,
    /// Its ledger lines, in an order that does not depend on the source's.
    pub(crate) lines: Vec<LedgerRow>,
    /// What the journal asked to send back.
    pub(crate) refunds: Vec<RefundRow>,
    /// The sale it was found to belong to by order or key, where no attempt names its invoice.
    pub(crate) cart: u64,
    /// Another invoice of the same sale completed it.
    pub(crate) twin: bool,
}

impl Group {
    /// Puts the rows of one invoice together. What was read twice counts once; a second sale that names the same
    /// invoice is left over and returned.
    pub(crate) fn gather(
        key: Key,
        mut sales: Vec<SaleRow>,
        invoices: &[InvoiceRow],
        mut lines: Vec<LedgerRow>,
        mut refunds: Vec<RefundRow>,
    ) -> (Self, Vec<SaleRow>) {
        sales
            .sort_unstable_by_key(|sale| (sale.state != SaleState::Accepted, sale.at, sale.guid, sale.order, sale.row));
        sales.dedup_by_key(|sale| (sale.guid, sale.order, sale.cart, sale.attempt));
        lines.sort_unstable_by_key(|line| (line.at, line.code, line.amount, line.id, line.row));
        lines.dedup_by(|a, b| a.id != 0 && (a.id, a.code, a.amount) == (b.id, b.code, b.amount));
        refunds.sort_unstable_by_key(|refund| (refund.at, refund.refund, refund.amount, refund.row));
        refunds.dedup_by_key(|refund| (refund.refund, refund.amount, refund.at));
        let newest = |invoice: &&InvoiceRow| (invoice.at, invoice.state as u8, std::cmp::Reverse(invoice.row));
        let rest = sales.split_off(sales.len().min(1));
        let invoice = invoices.iter().max_by_key(newest).copied();
        (Self { key, sale: sales.pop(), invoice, lines, refunds, ..Self::default() }, rest)
    }

    pub(crate) fn credits(&self) -> impl Iterator<Item = &LedgerRow> {
        self.lines.iter().filter(|line| matches!(line.line(), Line::Credit | Line::CreditOver))
    }

    pub(crate) fn of_kind(&self, kind: Line) -> impl Iterator<Item = &LedgerRow> {
        self.lines.iter().filter(move |line| line.line() == kind)
    }

    pub(crate) fn is_credited(&self) -> bool {
        self.credits().next().is_some()
    }

    pub(crate) fn is_accepted(&self) -> bool {
        self.sale.is_some_and(|sale| sale.state == SaleState::Accepted)
    }

    pub(crate) fn exception(&self) -> Exception {
        self.invoice.map_or(Exception::None, |invoice| invoice.exception)
    }

    /// Whether the money of this invoice counts as paid.
    pub(crate) fn is_paid(&self, sources: &Sources) -> bool {
        match self.invoice {
            Some(invoice) => match invoice.state {
                InvoiceState::Accepted | InvoiceState::Settled => true,
                // The owner's rule may let goods go for money that is only seen.
                InvoiceState::Seen => self.is_accepted(),
                InvoiceState::Open | InvoiceState::Ended | InvoiceState::Failed | InvoiceState::Unknown => {
                    self.is_credited()
                }
            },
            None => self.is_credited() || self.is_taken_at_its_word(sources),
        }
    }

    /// Without a list of invoices the journal's own reading stands for it.
    fn is_taken_at_its_word(&self, sources: &Sources) -> bool {
        !sources.invoices && self.is_accepted() && !self.key.is_none()
    }

    /// Since when a credit may be waited for.
    pub(crate) fn paid_at(&self) -> i64 {
        self.invoice.map(|invoice| invoice.at).or(self.sale.map(|sale| sale.at)).unwrap_or_default()
    }

    /// When it happened, for lists.
    pub(crate) fn at(&self) -> i64 {
        let line = self.lines.first().map(|line| line.at);
        let refund = self.refunds.first().map(|refund| refund.at);
        self.sale.map(|sale| sale.at).or(self.invoice.map(|invoice| invoice.at)).or(line).or(refund).unwrap_or_default()
    }

    /// The business days it touches: the sale's and the ledger's.
    pub(crate) fn days(&self, terms: &Terms) -> (i32, i32) {
        let first = terms.limits.day(self.at());
        let credit = self.credits().next().map_or(first, |line| terms.limits.day(line.at));
        (first, credit)
    }

    /// Its currency: the sale's, else the invoice's, else the ledger's.
    pub(crate) fn unit(&self) -> Unit {
        let line = self.lines.first().map(|line| line.value().0);
        let refund = self.refunds.first().map(|refund| refund.unit);
        self.sale
            .map(|sale| sale.unit)
            .or(self.invoice.map(|invoice| invoice.unit))
            .or(line)
            .or(refund)
            .unwrap_or_default()
    }

    /// What each column counts for it, by currency. Almost always one.
    pub(crate) fn columns(&self, sources: &Sources) -> Vec<(Unit, Triple)> {
        let mut columns: Vec<(Unit, Triple)> = Vec::with_capacity(1);
        if let Some(sale) = self.sale.filter(|_| self.is_accepted()) {
            at(&mut columns, sale.unit).sold += sale.amount;
        }
        for line in self.credits() {
            let (unit, value) = line.value();
            at(&mut columns, unit).credited += value;
        }
        if !self.is_paid(sources) {
            return columns;
        }
        match (self.invoice, self.sale) {
            (Some(invoice), _) => {
                let told = invoice.paid.filter(|_| invoice.exception != Exception::None);
                at(&mut columns, invoice.unit).paid += told.unwrap_or(invoice.price);
            }
            (None, Some(sale)) if !sources.invoices => at(&mut columns, sale.unit).paid += sale.amount,
            (None, Some(_)) => columns.iter_mut().for_each(|(_, triple)| triple.paid = triple.credited),
            (None, None) => {}
        }
        columns
    }

    /// Whether its note or one of our sales says that it is ours.
    pub(crate) fn is_ours(&self) -> bool {
        self.cart != 0 || self.sale.is_some() || self.invoice.is_some_and(|invoice| invoice.witness != Witness::None)
    }

    /// The name its findings hang on: stable whatever is read around it.
    pub(crate) fn subject(&self) -> Key {
        let line =
            self.lines.first().map(|line| if line.anchor.is_none() { Key(u128::from(line.id)) } else { line.anchor });
        let sale = self.sale.map(|sale| if sale.guid.is_none() { sale.order } else { sale.guid });
        let refund = self.refunds.first().map(|refund| refund.refund);
        Some(self.key).filter(|key| !key.is_none()).or(sale).or(line).or(refund).unwrap_or_default()
    }
}

fn at(columns: &mut Vec<(Unit, Triple)>, unit: Unit) -> &mut Triple {
    let place = columns.iter().position(|(known, _)| *known == unit).unwrap_or_else(|| {
        columns.push((unit, Triple::default()));
        columns.len() - 1
    });
    &mut columns[place].1
}
