//! The sums of a period as a report tells them: the journal's takings, which are added up in one place for every face.

use std::collections::BTreeMap;

use crate::domain::money::Currency;
use crate::domain::takings::Takings;

/// How often, and how much in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    /// How often.
    pub count: u64,
    /// How much.
    pub minor: i64,
}

impl Sum {
    /// So many, which came to so much.
    #[must_use]
    pub fn new(count: i64, minor: i64) -> Self {
        Self { count: u64::try_from(count).unwrap_or(0), minor }
    }

    /// Adds one.
    pub fn add(&mut self, minor: i64) {
        *self = self.plus(Self { count: 1, minor });
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { count: self.count.saturating_add(other.count), minor: self.minor.saturating_add(other.minor) }
    }
}

/// The sums of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    /// The shop's currency.
    pub currency: Currency,
    /// Completed sales.
    pub sales: Sum,
    /// Money that is back with customers.
    pub refunds: Sum,
    /// Sales given up.
    pub voided: Sum,
    /// Sales nobody has paid yet.
    pub open: Sum,
    /// Completed sales in cash.
    pub cash: Sum,
    /// Completed sales by connection.
    pub gateways: BTreeMap<String, Sum>,
    /// Sold pieces by name; under no name the amounts that were typed.
    pub products: BTreeMap<String, Sum>,
}

impl Totals {
    /// Reads the sums off the takings of a period, split by tender and by product, and of the sales that are not in them:
    /// voided and open ones.
    #[must_use]
    pub fn new(tenders: &Takings, products: &Takings, [voided, open]: [Sum; 2]) -> Self {
        let whole = &tenders.whole;
        let mut totals = Self {
            currency: tenders.currency,
            sales: Sum::new(whole.sales, whole.taken),
            refunds: Sum::new(whole.refunds, whole.refunded),
            voided,
            open,
            cash: Sum::default(),
            gateways: BTreeMap::new(),
            products: BTreeMap::new(),
        };
        for row in tenders.rows.iter().filter(|row| row.figures.sales != 0) {
            let sum = Sum::new(row.figures.sales, row.figures.taken);
            match row.key.strip_prefix("gateway:") {
                Some(name) => put(&mut totals.gateways, name, sum),
                None => totals.cash = totals.cash.plus(sum),
            }
        }
        for row in products.rows.iter().filter(|row| row.figures.pieces != 0) {
            let name = if row.label.is_empty() { &row.key } else { &row.label };
            put(
                &mut totals.products,
                &super::sign::one_line(name, 60),
                Sum::new(row.figures.pieces, row.figures.taken),
            );
        }
        totals
    }

    /// What was taken less what went back, in minor units.
    #[must_use]
    pub fn net_minor(&self) -> i64 {
        self.sales.minor.saturating_sub(self.refunds.minor)
    }
}

fn put(sums: &mut BTreeMap<String, Sum>, name: &str, more: Sum) {
    let sum = sums.entry(name.to_owned()).or_default();
    *sum = sum.plus(more);
}
