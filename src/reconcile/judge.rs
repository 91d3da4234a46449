//! What is wrong with one group of rows, if anything.

use super::amount::Amount;
use super::back;
use super::class::{Class, Severity};
use super::group::Group;
use super::key::Key;
use super::row::{Exception, InvoiceState, LedgerRow, Line, RefundRow, RefundStand, SaleState, Witness};
use super::views::{Sources, Terms};

/// One class that applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) class: Class,
    pub(crate) severity: Severity,
    pub(crate) closed: bool,
    /// What is there less what should be.
    pub(crate) difference: Amount,
    /// What it is about beside the invoice: a refund.
    pub(crate) detail: Key,
}

impl Hit {
    pub(crate) fn new(class: Class, difference: Amount) -> Self {
        Self { class, severity: class.severity(), closed: false, difference, detail: Key::NONE }
    }

    fn closed(self) -> Self {
        Self { closed: true, ..self }
    }
}

/// Judges a group. The order of the tests is the order of causes; a cause that explains everything ends it.
pub(crate) fn judge(group: &Group, sources: &Sources, terms: &Terms) -> Vec<Hit> {
    Judge { group, sources, terms, hits: Vec::new() }.run()
}

struct Judge<'a> {
    group: &'a Group,
    sources: &'a Sources,
    terms: &'a Terms,
    hits: Vec<Hit>,
}

impl Judge<'_> {
    fn run(mut self) -> Vec<Hit> {
        if self.is_foreign_environment() {
            self.hit(Class::D26, self.credited());
            return self.hits;
        }
        if self.unknown() || self.witness() {
            return self.hits;
        }
        match self.group.exception() {
            Exception::Under => self.under(),
            Exception::Over => {
                self.over();
                self.whole();
            }
            Exception::None => self.whole(),
        }
        self.marks();
        self.doubles();
        self.refunds();
        self.cut_off();
        self.hits
    }

    fn hit(&mut self, class: Class, difference: Amount) {
        self.hits.push(Hit::new(class, difference));
    }

    fn is_foreign_environment(&self) -> bool {
        let group = self.group;
        let flags = [group.sale.map(|sale| sale.test), group.invoice.map(|invoice| invoice.test)];
        let lines = group.lines.iter().map(|line| Some(line.test));
        flags.into_iter().chain(lines).flatten().any(|test| test != self.terms.test)
    }

    /// Unknown words; true when nothing can be judged beyond.
    fn unknown(&mut self) -> bool {
        let state = self.group.invoice.is_some_and(|invoice| invoice.state == InvoiceState::Unknown)
            || self.group.sale.is_some_and(|sale| sale.state == SaleState::Unknown);
        let line = self.group.of_kind(Line::Unknown).next().copied();
        if state || line.is_some() {
            self.hit(Class::D25, line.map_or(Amount::ZERO, |line| line.amount));
        }
        state || self.group.lines.iter().all(|line| line.line() == Line::Unknown) && self.is_lines_only()
    }

    fn is_lines_only(&self) -> bool {
        self.group.sale.is_none() && self.group.invoice.is_none() && self.group.refunds.is_empty()
    }

    /// The gateway knows more of our journal than we do; true when that explains the rest.
    fn witness(&mut self) -> bool {
        let told = self.group.invoice.map(|invoice| invoice.witness);
        if !matches!(told, Some(Witness::Ahead | Witness::Differs)) {
            return false;
        }
        self.hit(Class::D24, Amount::ZERO);
        self.group.sale.is_none()
    }

    fn under(&mut self) {
        let Some(invoice) = self.group.invoice else { return };
        self.hit(Class::D09, invoice.paid.unwrap_or_default() - invoice.price);
    }

    fn over(&mut self) {
        let Some(invoice) = self.group.invoice else { return };
        self.hit(Class::D10, invoice.paid.unwrap_or(invoice.price) - invoice.price);
    }

    /// Sale against invoice against ledger, where neither too much nor too little came.
    fn whole(&mut self) {
        let paid = self.group.is_paid(self.sources);
        if self.group.is_accepted() && !paid {
            return self.unpaid();
        }
        if paid && !self.group.is_accepted() {
            self.untaken();
        } else if paid {
            self.prices();
            self.credit_due();
        }
        if paid && self.group.is_credited() && !self.is_lines_only() {
            self.credit();
            self.fee();
        }
    }

    /// The goods went and no money stands for them.
    fn unpaid(&mut self) {
        let owed = self.group.sale.map_or(Amount::ZERO, |sale| sale.amount);
        let failed = self.group.invoice.is_some_and(|invoice| invoice.state == InvoiceState::Failed);
        self.hit(if failed { Class::D13 } else { Class::D01 }, -owed);
    }

    /// Money that no sale took.
    fn untaken(&mut self) {
        let group = self.group;
        let invoice = group.invoice.map(|invoice| invoice.paid.unwrap_or(invoice.price));
        let amount = invoice.unwrap_or_else(|| self.credited());
        if group.invoice.is_none() && group.sale.is_none() {
            let ours = group.is_ours();
            let severity = if ours { Severity::Critical } else { Severity::Info };
            return self.hits.push(Hit { severity, ..Hit::new(Class::D05, amount) });
        }
        if group.twin {
            return;
        }
        let late = group.invoice.is_some_and(|invoice| invoice.late) && group.sale.is_some();
        self.hit(if late { Class::D11 } else { Class::D02 }, amount);
    }

    fn prices(&mut self) {
        let (Some(sale), Some(invoice)) = (self.group.sale, self.group.invoice) else { return };
        if sale.unit != invoice.unit || sale.amount != invoice.price {
            self.hit(Class::D06, invoice.price - sale.amount);
        }
    }

    fn credit_due(&mut self) {
        if !self.sources.ledger || self.group.is_credited() {
            return;
        }
        let late = self.terms.limits.is_credit_late(self.group.paid_at(), self.terms.now);
        let owed = self.group.columns(self.sources).iter().map(|(_, triple)| triple.paid).sum::<Amount>();
        self.hit(if late { Class::D04 } else { Class::D03 }, -owed);
    }

    /// The credit against what was paid: to the last digit in one currency, within the tolerance after conversion.
    fn credit(&mut self) {
        let Some((unit, wanted)) = self.wanted() else { return };
        let one: Vec<&LedgerRow> = self.once(Line::Credit).chain(self.once(Line::CreditOver)).collect();
        let found: Amount = one.iter().map(|line| line.value().1).sum();
        if one.iter().any(|line| line.value().0 != unit) {
            return self.differs(found - wanted);
        }
        let over = self.group.exception() == Exception::Over;
        let price = self.group.invoice.map_or(wanted, |invoice| invoice.price);
        if found == wanted || over && found == price {
            return;
        }
        let converted = one.iter().all(|line| line.is_converted());
        let tolerance = self.terms.limits.conversion(wanted, unit);
        if converted && (found - wanted).abs() <= tolerance {
            self.hits.push(Hit::new(Class::D08, found - wanted).closed());
        } else {
            self.differs(found - wanted);
        }
    }

    fn differs(&mut self, difference: Amount) {
        if self.hits.iter().all(|hit| hit.class != Class::D06) {
            self.hit(Class::D06, difference);
        }
    }

    /// What the ledger should credit, in the invoice's currency.
    fn wanted(&self) -> Option<(super::row::Unit, Amount)> {
        let over = self.group.exception() == Exception::Over;
        let invoice =
            self.group.invoice.map(|invoice| (invoice.unit, invoice.paid.filter(|_| over).unwrap_or(invoice.price)));
        invoice.or(self.group.sale.map(|sale| (sale.unit, sale.amount)))
    }

    /// The lines of a kind, each once: a doubled one is a finding of its own.
    fn once(&self, kind: Line) -> impl Iterator<Item = &LedgerRow> {
        self.group.of_kind(kind).take(1)
    }

    fn fee(&mut self) {
        let Some(credit) = self.once(Line::Credit).next().copied() else { return };
        let Some(wanted) = self.terms.limits.fee_of(credit.amount, credit.unit) else { return };
        let taken = -self.once(Line::Fee).map(|line| line.amount).sum::<Amount>();
        let difference = taken - wanted;
        if difference.is_zero() {
            return;
        }
        if difference.abs() <= Amount::minor_unit(credit.unit.exponent()) {
            self.hits.push(Hit::new(Class::D08, -difference).closed());
        } else {
            self.hit(Class::D07, -difference);
        }
    }

    fn marks(&mut self) {
        let Some(invoice) = self.group.invoice else { return };
        if invoice.marked {
            self.hit(Class::D23, Amount::ZERO);
        }
        if invoice.revived {
            let hit = Hit::new(Class::D12, Amount::ZERO);
            self.hits.push(if self.group.is_credited() { hit.closed() } else { hit });
        }
    }

    fn doubles(&mut self) {
        let extra: Amount = [Line::Credit, Line::Fee]
            .into_iter()
            .flat_map(|kind| self.group.of_kind(kind).skip(1))
            .map(|line| line.amount)
            .sum();
        let doubled = |kind: Line| self.group.of_kind(kind).nth(1).is_some();
        if doubled(Line::Credit) || doubled(Line::Fee) {
            self.hit(Class::D15, extra);
        }
    }

    fn refunds(&mut self) {
        if !self.sources.ledger {
            return;
        }
        let lines = back::moved(self.group.of_kind(Line::Refund).copied());
        let (unasked, unseen) = pair(&lines, &self.group.refunds);
        // Too little and too much are sent back by the gateway itself.
        if self.sources.refunds && self.group.exception() == Exception::None {
            for line in &unasked {
                self.hits.push(Hit { detail: name(line), ..Hit::new(Class::D16, line.amount) });
            }
        }
        for refund in unseen {
            if refund.state == RefundStand::Live && self.terms.limits.is_refund_late(refund.at, self.terms.now) {
                self.hits.push(Hit { detail: refund.refund, ..Hit::new(Class::D17, -refund.amount) });
            }
        }
        let went: Amount = lines.iter().map(|line| -line.value().1).sum();
        let came = self.came();
        if !lines.is_empty() && went > came {
            self.hit(Class::D18, came - went);
        }
    }

    /// All that came in for the invoice, as far as any view tells.
    fn came(&self) -> Amount {
        let paid = self.group.invoice.and_then(|invoice| invoice.paid).unwrap_or_default();
        let columns = self.group.columns(self.sources);
        columns.iter().map(|(_, triple)| triple.paid.max(triple.credited)).sum::<Amount>().max(paid)
    }

    fn cut_off(&mut self) {
        if self.hits.is_empty() && self.group.is_accepted() {
            let (sold, booked) = self.group.days(self.terms);
            if sold != booked {
                self.hit(Class::D19, Amount::ZERO);
            }
        }
    }

    fn credited(&self) -> Amount {
        self.group.credits().map(|line| line.value().1).sum()
    }
}

/// The name of a refund line: the refund's, else its own.
fn name(line: &LedgerRow) -> Key {
    if line.anchor.is_none() { Key(u128::from(line.id)) } else { line.anchor }
}

/// Pairs ledger lines with refunds asked for: by the refund's name, else by the amount. Leaves what has no partner.
fn pair(lines: &[LedgerRow], asked: &[RefundRow]) -> (Vec<LedgerRow>, Vec<RefundRow>) {
    let mut open: Vec<RefundRow> = asked.to_vec();
    let mut take =
        |fits: &dyn Fn(&RefundRow) -> bool| open.iter().position(fits).map(|at| open.swap_remove(at)).is_some();
    let named = |line: &LedgerRow, refund: &RefundRow| !line.anchor.is_none() && line.anchor == refund.refund;
    let rest: Vec<LedgerRow> = lines.iter().filter(|line| !take(&|refund| named(line, refund))).copied().collect();
    let alike = |line: &LedgerRow, refund: &RefundRow| {
        (line.anchor.is_none() || refund.refund.is_none()) && line.value() == (refund.unit, -refund.amount)
    };
    let unasked = rest.into_iter().filter(|line| !take(&|refund| alike(line, refund))).collect();
    (unasked, open)
}
