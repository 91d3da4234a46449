//! The run: partition by partition, two at a time; what is clean is counted, what is not is judged.

pub use super::views::{Progress, Stopped, Terms, Views};

use super::amount::Amount;
use super::bunch::{Bunches, Kind, Place};
use super::finding::Triple;
use super::group::Group;
use super::key::Key;
use super::report::{Counts, Matched, Report};
use super::row::{Exception, InvoiceRow, InvoiceState, LedgerRow, Line, RefundRow, SaleRow, SaleState, Witness};

/// Compares the views.
///
/// # Errors
/// [`Stopped`] when `progress` was told to stop.
pub fn run(views: &Views, terms: &Terms, progress: &Progress) -> Result<Report, Stopped> {
    let halves = std::thread::scope(|scope| {
        let other = scope.spawn(|| half(views, terms, progress, 1));
        let mine = half(views, terms, progress, 0);
        [mine, other.join().expect("judging rows cannot panic")]
    });
    let mut report = Report { counts: counts(views), ..Report::default() };
    let mut groups = Vec::new();
    for each in halves {
        let (counted, left) = each?;
        report.absorb(counted);
        groups.extend(left);
    }
    super::tangle::judge_all(views, terms, groups, &mut report, progress)?;
    super::settle::judge(views, terms, &mut report);
    report.finish(views.ledger.is_some());
    Ok(report)
}

fn counts(views: &Views) -> Counts {
    let len = |len: usize| len as u64;
    Counts {
        sales: len(views.sales.len()),
        invoices: views.invoices.as_ref().map_or(0, |rows| len(rows.len())),
        lines: views.ledger.as_ref().map_or(0, |rows| len(rows.len())),
        settlements: len(views.settlements.len()),
        bank: views.bank.as_ref().map_or(0, |rows| len(rows.len())),
        ..Counts::default()
    }
}

type Half = Result<(Report, Vec<Group>), Stopped>;

/// Every second partition, from `from` on.
fn half(views: &Views, terms: &Terms, progress: &Progress, from: usize) -> Half {
    let mut bench = Bench { views, terms, report: Report::default(), left: Vec::new() };
    let mut bunches = Bunches::default();
    for part in (from..views.sales.count()).step_by(2) {
        let rows = bench.part(part, &mut bunches);
        progress.step(rows)?;
    }
    Ok((bench.report, bench.left))
}

/// One thread's tools, kept from partition to partition.
struct Bench<'a> {
    views: &'a Views,
    terms: &'a Terms,
    report: Report,
    left: Vec<Group>,
}

/// The rows of one partition, by kind.
struct Rows<'a> {
    sales: Vec<&'a SaleRow>,
    invoices: Vec<&'a InvoiceRow>,
    lines: Vec<&'a LedgerRow>,
    refunds: Vec<&'a RefundRow>,
}

impl Bench<'_> {
    fn part(&mut self, part: usize, bunches: &mut Bunches) -> u64 {
        let views = self.views;
        let rows = Rows {
            sales: views.sales.part(part).collect(),
            invoices: views.invoices.iter().flat_map(|rows| rows.part(part)).collect(),
            lines: views.ledger.iter().flat_map(|rows| rows.part(part)).collect(),
            refunds: views.refunds.iter().flat_map(|rows| rows.part(part)).collect(),
        };
        bunches.begin(rows.sales.len() + rows.invoices.len() + rows.lines.len() + rows.refunds.len());
        (0..).zip(&rows.sales).for_each(|(at, row)| bunches.add(row.invoice, (Kind::Sale, at)));
        (0..).zip(&rows.invoices).for_each(|(at, row)| bunches.add(row.invoice, (Kind::Invoice, at)));
        (0..).zip(&rows.lines).for_each(|(at, row)| bunches.add(row.invoice, (Kind::Line, at)));
        (0..).zip(&rows.refunds).for_each(|(at, row)| bunches.add(row.invoice, (Kind::Refund, at)));
        bunches.each(|key, places| self.judge(&rows, key, places));
        bunches.len() as u64
    }

    fn judge(&mut self, rows: &Rows<'_>, key: Key, run: &[Place]) {
        if key.is_none() {
            return self.nameless(rows, run);
        }
        if let Some((triple, sale, credit)) = clean(rows, run, self.terms) {
            let lines = run.iter().filter(|place| place.0 == Kind::Line);
            lines.for_each(|place| self.account(rows.lines[place.1 as usize]));
            if self.terms.wants_at(sale.at) {
                self.report.count(&[(sale.unit, triple)], 1, None, self.views.ledger.is_some());
                self.report.counts.matched += 1;
                if self.terms.matched {
                    let invoice = run.iter().find(|place| place.0 == Kind::Invoice);
                    let invoice = invoice.map_or(0, |place| rows.invoices[place.1 as usize].row);
                    let places = (sale.row, invoice, credit.row);
                    self.report.matched.push(matched(sale, triple, places));
                }
            }
            return;
        }
        let of = |kind: Kind| run.iter().filter(move |place| place.0 == kind).map(|place| place.1 as usize);
        let invoices: Vec<InvoiceRow> = of(Kind::Invoice).map(|at| *rows.invoices[at]).collect();
        let (group, others) = Group::gather(
            key,
            of(Kind::Sale).map(|at| *rows.sales[at]).collect(),
            &invoices,
            of(Kind::Line).map(|at| *rows.lines[at]).collect(),
            of(Kind::Refund).map(|at| *rows.refunds[at]).collect(),
        );
        group.lines.iter().for_each(|line| self.account(line));
        self.left.push(group);
        self.left.extend(others.into_iter().map(alone));
    }

    fn account(&mut self, line: &LedgerRow) {
        if self.terms.wants_at(line.at) {
            self.report.account(line);
        }
    }

    /// Rows that name no invoice: sales and lines wait for a partner by order; movements of the account are counted.
    fn nameless(&mut self, rows: &Rows<'_>, run: &[Place]) {
        for (kind, at) in run {
            let at = *at as usize;
            match kind {
                Kind::Sale => self.left.push(alone(*rows.sales[at])),
                Kind::Invoice => self.left.push(Group { invoice: Some(*rows.invoices[at]), ..Group::default() }),
                Kind::Refund => self.left.push(Group { refunds: vec![*rows.refunds[at]], ..Group::default() }),
                Kind::Line => {
                    let line = *rows.lines[at];
                    self.account(&line);
                    let own = matches!(line.line(), Line::Payout | Line::PayoutBack | Line::Account);
                    if !own || line.test != self.terms.test {
                        self.left.push(Group { lines: vec![line], ..Group::default() });
                    }
                }
            }
        }
    }
}

fn matched(sale: &SaleRow, triple: Triple, (row, invoice, line): (u32, u32, u32)) -> Matched {
    Matched { unit: sale.unit, triple, at: sale.at, sale: row, invoice, line, is_told: false }
}

fn alone(sale: SaleRow) -> Group {
    Group { sale: Some(sale), ..Group::default() }
}

/// What the columns count for a group in which everything agrees, its sale and its credit; none for any other.
///
/// It sees nearly all rows, so it looks at them where they lie.
fn clean<'a>(rows: &Rows<'a>, run: &[Place], terms: &Terms) -> Option<(Triple, &'a SaleRow, &'a LedgerRow)> {
    let [(Kind::Sale, sale), rest @ ..] = run else { return None };
    let sale = rows.sales[*sale as usize];
    let good = sale.state == SaleState::Accepted && sale.attempt <= 1 && sale.test == terms.test;
    let (mut credit, mut fee) = (None, None);
    for (kind, at) in rest {
        let at = *at as usize;
        match kind {
            Kind::Sale | Kind::Refund => return None,
            Kind::Invoice => is_clean_invoice(rows.invoices[at], sale, terms).then_some(())?,
            Kind::Line => {
                let line = rows.lines[at];
                let place = match line.line() {
                    Line::Credit => &mut credit,
                    Line::Fee => &mut fee,
                    Line::CreditOver
                    | Line::Refund
                    | Line::Payout
                    | Line::PayoutBack
                    | Line::Account
                    | Line::Unknown => {
                        return None;
                    }
                };
                if place.replace(line).is_some() || line.test != terms.test {
                    return None;
                }
            }
        }
    }
    let credit = credit?;
    let agrees = good && !credit.is_converted() && (credit.amount, credit.unit) == (sale.amount, sale.unit);
    let taken = -fee.map_or(Amount::ZERO, |fee| fee.amount);
    let fee_agrees = terms.limits.fee_of(credit.amount, credit.unit).is_none_or(|wanted| wanted == taken);
    if !agrees || !fee_agrees || terms.limits.day(sale.at) != terms.limits.day(credit.at) {
        return None;
    }
    Some((Triple { sold: sale.amount, paid: sale.amount, credited: credit.amount }, sale, credit))
}

fn is_clean_invoice(invoice: &InvoiceRow, sale: &SaleRow, terms: &Terms) -> bool {
    invoice.state == InvoiceState::Settled
        && invoice.exception == Exception::None
        && (invoice.price, invoice.unit) == (sale.amount, sale.unit)
        && matches!(invoice.witness, Witness::None | Witness::Fits)
        && !(invoice.late || invoice.revived || invoice.marked)
        && invoice.test == terms.test
}
