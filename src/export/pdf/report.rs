//! What stands on the report of a day, or of several.

use super::block::Block;
use crate::domain::day::Period;
use crate::domain::environment::Environment;
use crate::export::totals::{Sum, Totals};
use crate::lang::Lang;

/// Whose report it is.
#[derive(Debug, Clone)]
pub struct About<'a> {
    /// The shop.
    pub shop: &'a str,
    /// The till.
    pub till: &'a str,
    /// Whether the money is real.
    pub environment: Environment,
    /// When it is made, in words.
    pub made: String,
    /// The first and the last entry of these days, if there are any.
    pub entries: Option<(u64, u64)>,
    /// The sentences.
    pub lang: &'a Lang,
}

/// The report of a period.
#[must_use]
pub fn day_report(totals: &Totals, period: &Period, about: &About<'_>) -> (String, Vec<Block>) {
    let writer = Writer { totals, lang: about.lang };
    let mut blocks = about.head(period);
    let title = [about.lang.text("export-report"), about.shop.to_owned(), about.days(period)].join(" · ");
    blocks.extend(writer.takings());
    blocks.extend(writer.tenders());
    blocks.extend(writer.products());
    blocks.extend(writer.not_taken());
    (title, blocks)
}

impl About<'_> {
    fn days(&self, period: &Period) -> String {
        let (from, to) = (period.from().to_string(), period.to().to_string());
        if from == to {
            return from;
        }
        self.lang.with("export-days", &[("from", from.as_str().into()), ("to", to.as_str().into())])
    }

    fn head(&self, period: &Period) -> Vec<Block> {
        let mut head = vec![Block::Title(self.lang.text("export-report"))];
        head.extend(match self.environment {
            Environment::Practice => Some(Block::Heading(self.lang.text("export-mark-practice"))),
            Environment::Test => Some(Block::Heading(self.lang.text("export-mark-test"))),
            Environment::Live => None,
        });
        head.push(Block::Heading(self.days(period)));
        head.push(Block::Note([self.shop, self.till].join(" · ")));
        head.push(Block::Note(match self.entries {
            Some((first, last)) => {
                let parts = [("at", (&self.made).into()), ("first", first.into()), ("last", last.into())];
                self.lang.with("export-made", &parts)
            }
            None => self.lang.with("export-made-empty", &[("at", (&self.made).into())]),
        }));
        head
    }
}

struct Writer<'a> {
    totals: &'a Totals,
    lang: &'a Lang,
}

impl Writer<'_> {
    fn takings(&self) -> Vec<Block> {
        let totals = self.totals;
        let back = Sum { count: totals.refunds.count, minor: -totals.refunds.minor };
        vec![
            self.heading("export-sales"),
            self.row(self.lang.text("export-completed"), totals.sales),
            self.row(self.lang.text("export-refunds"), back),
            Block::Total(self.lang.text("export-net"), String::new(), self.amount(totals.net_minor())),
        ]
    }

    fn tenders(&self) -> Vec<Block> {
        let mut blocks = vec![self.heading("export-tenders")];
        if self.totals.cash.count > 0 {
            blocks.push(self.row(self.lang.text("export-cash"), self.totals.cash));
        }
        for (gateway, sum) in &self.totals.gateways {
            let name = self.lang.with("export-by-gateway", &[("gateway", gateway.into())]);
            blocks.push(self.row(name, *sum));
        }
        blocks.push(self.total("export-all-tenders", self.totals.sales));
        blocks
    }

    fn products(&self) -> Vec<Block> {
        let mut all = Sum::default();
        let mut blocks = vec![self.heading("export-products")];
        for (name, sum) in &self.totals.products {
            all = all.plus(*sum);
            let name = if name.is_empty() { self.lang.text("export-typed") } else { name.clone() };
            blocks.push(self.row(name, *sum));
        }
        blocks.push(self.total("export-all-products", all));
        blocks
    }

    fn not_taken(&self) -> Vec<Block> {
        vec![
            self.heading("export-not-taken"),
            self.row(self.lang.text("export-voided"), self.totals.voided),
            self.row(self.lang.text("export-open"), self.totals.open),
        ]
    }

    fn heading(&self, key: &str) -> Block {
        Block::Heading(self.lang.text(key))
    }

    fn row(&self, name: String, sum: Sum) -> Block {
        Block::Row(name, sum.count.to_string(), self.amount(sum.minor))
    }

    fn total(&self, key: &str, sum: Sum) -> Block {
        Block::Total(self.lang.text(key), sum.count.to_string(), self.amount(sum.minor))
    }

    /// Digits the shop's way with the currency's code; a sum may pass what a single amount may be.
    fn amount(&self, minor: i64) -> String {
        let currency = self.totals.currency;
        format!("{} {}", self.lang.sum(minor, currency), currency.code())
    }
}
