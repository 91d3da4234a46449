//! A made-up shop: what truly happened, the views that tell of it, and the labels of what was spoilt on purpose.

use std::collections::BTreeSet;

use ringup::reconcile::amount::Amount;
use ringup::reconcile::class::{Class, Severity};
use ringup::reconcile::engine::{Progress, Terms, Views, run};
use ringup::reconcile::finding::FindingId;
use ringup::reconcile::key::Key;
use ringup::reconcile::limits::{Fee, Limits};
use ringup::reconcile::report::Report;
use ringup::reconcile::row::{
    BankRow, InvoiceRow, InvoiceState, LedgerRow, RefundRow, SaleRow, SaleState, SettlementRow, Unit, Witness,
};

pub const HOUR: i64 = 3_600_000;
pub const DAY: i64 = 24 * HOUR;
/// A Monday, 00:00 UTC.
pub const START: i64 = 20_772 * DAY;
/// The run is on the Wednesday of the week after.
pub const NOW: i64 = START + 9 * DAY + 12 * HOUR;

/// Repeatable chance.
#[derive(Debug, Clone)]
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    pub fn shuffle<T>(&mut self, rows: &mut [T]) {
        for at in (1..rows.len()).rev() {
            rows.swap(at, self.below(at as u64 + 1) as usize);
        }
    }
}

pub fn eur() -> Unit {
    Unit::of(b"EUR").unwrap()
}

pub fn cents(cents: i64) -> Amount {
    Amount::from_scaled(i128::from(cents), 100).unwrap()
}

pub type Label = (FindingId, Severity, bool);

/// The views as lists, so that they can be shuffled, doubled and cut.
#[derive(Debug, Clone, Default)]
pub struct World {
    pub dice: Option<Dice>,
    pub sales: Vec<SaleRow>,
    pub invoices: Vec<InvoiceRow>,
    pub lines: Vec<LedgerRow>,
    pub refunds: Vec<RefundRow>,
    pub settlements: Vec<SettlementRow>,
    pub bank: Vec<BankRow>,
    pub labels: BTreeSet<Label>,
    made: u64,
}

/// One good sale: the rows each view should have of it.
#[derive(Debug, Clone, Copy)]
pub struct Good {
    pub sale: SaleRow,
    pub invoice: InvoiceRow,
    pub credit: LedgerRow,
    pub fee: LedgerRow,
}

impl World {
    pub fn new(seed: u64) -> Self {
        Self { dice: Some(Dice(seed)), ..Self::default() }
    }

    pub fn dice(&mut self) -> &mut Dice {
        self.dice.as_mut().unwrap()
    }

    pub fn key(&mut self, what: &str) -> Key {
        let chance = self.dice().next();
        self.made += 1;
        Key::of(format!("{what} {} {chance:x}", self.made).as_bytes())
    }

    /// A moment between 8:00 and 20:00 of one of the first three days.
    pub fn moment(&mut self) -> i64 {
        let day = self.dice().below(3) as i64;
        START + day * DAY + 8 * HOUR + self.dice().below(12 * 3_600_000) as i64
    }

    pub fn cents(&mut self) -> i64 {
        100 + self.dice().below(20_000) as i64
    }

    /// A sale that went well from end to end, not yet in any view.
    pub fn good(&mut self) -> Good {
        let (at, price) = (self.moment(), self.cents());
        let (invoice, order, guid) = (self.key("invoice"), self.key("order"), self.key("guid"));
        let cart = self.key("cart").short();
        let amount = cents(price);
        let sale = SaleRow {
            invoice,
            order,
            guid,
            amount,
            unit: eur(),
            at,
            cart,
            attempt: 1,
            state: SaleState::Accepted,
            ..SaleRow::default()
        };
        let invoice_row = InvoiceRow {
            invoice,
            order,
            guid,
            price: amount,
            unit: eur(),
            at: at + HOUR,
            state: InvoiceState::Settled,
            witness: Witness::Fits,
            ..InvoiceRow::default()
        };
        let credit = self.line(invoice, order, 1000, amount, at + HOUR);
        let fee = self.line(invoice, Key::NONE, 1023, -amount.part(10_000, 2), at + HOUR);
        Good { sale, invoice: invoice_row, credit, fee }
    }

    #[expect(clippy::too_many_arguments, reason = "a ledger line is told by these")]
    pub fn line(&mut self, invoice: Key, anchor: Key, code: u16, amount: Amount, at: i64) -> LedgerRow {
        let id = self.key("line").short();
        LedgerRow { invoice, anchor, amount, id, unit: eur(), at, code, ..LedgerRow::default() }
    }

    pub fn add(&mut self, good: Good) {
        self.sales.push(good.sale);
        self.invoices.push(good.invoice);
        self.lines.extend([good.credit, good.fee]);
    }

    pub fn label(&mut self, class: Class, subject: Key) {
        self.label_as(class, subject, Key::NONE, class.severity());
    }

    pub fn label_as(&mut self, class: Class, subject: Key, detail: Key, severity: Severity) {
        self.labels.insert((FindingId::new(class, subject, detail.0), severity, false));
    }

    pub fn label_closed(&mut self, class: Class, subject: Key) {
        self.labels.insert((FindingId::new(class, subject, 0), class.severity(), true));
    }

    pub fn views(&self, bits: u32) -> Views {
        let mut views = Views::new(bits);
        views.invoices = Some(ringup::reconcile::parts::Parts::new(bits));
        views.ledger = Some(ringup::reconcile::parts::Parts::new(bits));
        views.refunds = Some(ringup::reconcile::parts::Parts::new(bits));
        (1..).zip(&self.sales).for_each(|(row, sale)| views.sale(SaleRow { row, ..*sale }));
        (1..).zip(&self.invoices).for_each(|(row, invoice)| views.invoice(InvoiceRow { row, ..*invoice }));
        (1..).zip(&self.lines).for_each(|(row, line)| views.line(LedgerRow { row, ..*line }));
        (1..).zip(&self.refunds).for_each(|(row, refund)| views.refund(RefundRow { row, ..*refund }));
        views.settlements =
            (1..).zip(&self.settlements).map(|(row, one)| SettlementRow { row, ..one.clone() }).collect();
        views.bank = Some((1..).zip(&self.bank).map(|(row, line)| BankRow { row, ..line.clone() }).collect());
        views
    }

    pub fn report(&self) -> Report {
        run(&self.views(0), &terms(), &Progress::default()).unwrap()
    }
}

pub fn terms() -> Terms {
    let limits = Limits { fee: Some(Fee { ppm: 10_000, fixed_minor: 0 }), ..Limits::default() };
    Terms { limits, now: NOW, test: false, days: None, matched: true }
}

pub fn labels(report: &Report) -> BTreeSet<Label> {
    report.findings.iter().map(|finding| (finding.id, finding.severity, finding.closed)).collect()
}

/// The world's labels and nothing else, and every difference between columns explained.
pub fn assert_exact(world: &World, report: &Report) {
    let (found, wanted) = (labels(report), world.labels.clone());
    assert_eq!(found.len(), report.findings.len(), "a finding is listed once");
    let text = |labels: Vec<&Label>| labels.iter().map(|l| format!("{} {:?} {}", l.0, l.1, l.2)).collect::<Vec<_>>();
    let (more, less) = (text(found.difference(&wanted).collect()), text(wanted.difference(&found).collect()));
    assert!(more.is_empty() && less.is_empty(), "too many {more:?}, missed {less:?}\n{report:#?}");
    for (unit, columns) in &report.columns {
        let unexplained: Vec<_> = columns.differences.iter().filter(|((_, class), _)| class.is_none()).collect();
        assert!(unexplained.is_empty(), "{unit:?} {unexplained:?} {:?}", report.by_class());
    }
    use ringup::reconcile::report::Sum;
    let columns_hold =
        |identity: &&ringup::reconcile::report::Identity| !matches!(identity.sum, Sum::Settlement | Sum::Entries);
    assert!(report.identities.iter().filter(columns_hold).all(|identity| identity.holds));
}
