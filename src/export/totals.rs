//! What a period brought, added up while its sales go by.

use std::collections::BTreeMap;

use super::past::{Past, dated_back};
use crate::domain::day::Period;
use crate::domain::fact::Tender;
use crate::domain::money::Currency;
use crate::domain::sale::{Sale, SaleEnd};

/// How often, and how much in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    /// How often.
    pub count: u64,
    /// How much.
    pub minor: i64,
}

impl Sum {
    fn add(&mut self, minor: i64) {
        self.add_many(1, minor);
    }

    fn add_many(&mut self, count: u64, minor: i64) {
        self.count += count;
        self.minor = self.minor.saturating_add(minor);
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
    /// Sold pieces by name.
    pub products: BTreeMap<String, Sum>,
}

impl Totals {
    /// Nothing yet.
    #[must_use]
    pub fn new(currency: Currency) -> Self {
        let zero = Sum::default();
        Self {
            currency,
            sales: zero,
            refunds: zero,
            voided: zero,
            open: zero,
            cash: zero,
            gateways: BTreeMap::new(),
            products: BTreeMap::new(),
        }
    }

    /// What was taken less what went back, in minor units.
    #[must_use]
    pub fn net_minor(&self) -> i64 {
        self.sales.minor.saturating_sub(self.refunds.minor)
    }

    /// Adds what one sale means for a period.
    pub fn add(&mut self, past: &Past, period: &Period) {
        let sale = &past.sale;
        if past.is_in(period, past.dated()) {
            self.add_sale(sale);
        }
        for back in sale.backs.iter().filter(|back| back.receipt.is_some()) {
            if past.is_in(period, dated_back(back)) {
                self.refunds.add(back.amount.minor());
            }
        }
    }

    fn add_sale(&mut self, sale: &Sale) {
        let fact = match &sale.end {
            None => return self.open.add(sale.total.minor()),
            Some(SaleEnd::Voided { .. }) => return self.voided.add(sale.total.minor()),
            Some(SaleEnd::Completed { fact, .. }) => fact,
        };
        let minor = fact.total.minor();
        self.sales.add(minor);
        match fact.tender {
            Tender::Cash { .. } => self.cash.add(minor),
            Tender::Gateway { guid } => {
                let name = sale.attempt(guid).map_or("", |attempt| attempt.request.gateway.as_str());
                self.gateways.entry(name.to_owned()).or_default().add(minor);
            }
        }
        for line in &sale.lines {
            let sum = self.products.entry(super::sign::one_line(&line.name, 60)).or_default();
            sum.add_many(u64::from(line.quantity), line.total().map_or(0, |money| money.minor()));
        }
    }
}
