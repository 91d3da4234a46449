//! Everything a closing counts, as plain numbers in minor units of the shop's currency.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::day::Day;

/// How many, and what they came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Count {
    /// How many.
    pub n: u64,
    /// What they came to, in minor units.
    pub minor: i64,
}

impl Count {
    /// Counts one more.
    pub fn add(&mut self, minor: i64) {
        self.n = self.n.saturating_add(1);
        self.minor = self.minor.saturating_add(minor);
    }

    /// Counts one less: it is counted elsewhere now.
    pub fn take(&mut self, minor: i64) {
        self.n = self.n.saturating_sub(1);
        self.minor = self.minor.saturating_sub(minor);
    }

    /// Whether nothing was counted.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// Crypto payments of one gateway in one coin.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CryptoLine {
    /// The connection.
    pub gateway: String,
    /// The coin as the gateway names it; empty while it is not known.
    pub coin: String,
    /// Sales of this shift whose money is seen, not confirmed.
    pub seen: Count,
    /// Sales of this shift whose money is confirmed, not credited.
    pub confirmed: Count,
    /// Sales of this shift whose money is credited.
    pub settled: Count,
    /// Sales of this shift whose payment failed after the goods had gone.
    pub failed: Count,
    /// Sales of earlier shifts whose money was credited in this one.
    pub settled_earlier: Count,
    /// Sales of earlier shifts whose payment failed in this one.
    pub failed_earlier: Count,
    /// Money that came late.
    pub late: Count,
    /// Money that went back.
    pub refunded: Count,
}

impl CryptoLine {
    /// Money that is not credited yet.
    #[must_use]
    pub fn promised(&self) -> i64 {
        self.seen.minor.saturating_add(self.confirmed.minor)
    }

    /// All it counts, each with its word in the catalogue, in the order every paper and page tells them.
    #[must_use]
    pub fn counts(&self) -> [(&'static str, Count); 8] {
        [
            ("report-seen", self.seen),
            ("report-confirmed", self.confirmed),
            ("report-settled", self.settled),
            ("report-settled-earlier", self.settled_earlier),
            ("report-failed", self.failed),
            ("report-failed-earlier", self.failed_earlier),
            ("report-late", self.late),
            ("report-refunded", self.refunded),
        ]
    }
}

/// One count of the drawer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawerCount {
    /// What was found.
    pub counted: i64,
    /// What the book said should be there, at that moment.
    pub expected: i64,
    /// Why they differ; empty where nothing was said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

impl DrawerCount {
    /// What was found more than expected; below nought where money is missing.
    #[must_use]
    pub fn difference(&self) -> i64 {
        self.counted.saturating_sub(self.expected)
    }
}

/// What happened since the last closing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Tally {
    /// The business day of the shift's first entry that counts; none while nothing counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<Day>,
    /// Sales that got a receipt.
    pub sales: Count,
    /// Pieces sold.
    pub pieces: u64,
    /// Returns of money that had been taken.
    pub returns: Count,
    /// Late money that went back without ever having been taken.
    pub sent_back: Count,
    /// Sales given up before completion.
    pub voids: Count,
    /// Lines sold at another price than the catalogue's; what they came to less.
    pub overrides: Count,
    /// Late money counted as payment by decision.
    pub accepted_by_hand: Count,
    /// Copies of receipts and closings.
    pub copies: u64,
    /// Times the shift was read.
    pub x_reads: u64,
    /// Sales in training, in no other number.
    pub training: Count,
    /// Openings of the drawer for cash sales and returns.
    pub drawer_with_sale: u64,
    /// Openings of the drawer without a sale.
    pub drawer_without_sale: u64,
    /// The drawer's opening money; none before a float was set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub float: Option<i64>,
    /// Cash put in.
    pub cash_in: Count,
    /// Cash taken out.
    pub cash_out: Count,
    /// Cash given back to customers for returns.
    pub cash_back: Count,
    /// Counts of the drawer, in order; the last one stands.
    pub counts: Vec<DrawerCount>,
    /// Sales by tender: `cash`, or the connection after `gateway:`.
    pub tenders: BTreeMap<String, Count>,
    /// Sales by operator; empty where nobody was named.
    pub operators: BTreeMap<String, Count>,
    /// Sales by tax rate; empty where lines carry no tax.
    pub taxes: BTreeMap<String, Count>,
    /// Crypto payments by gateway and coin.
    pub crypto: Vec<CryptoLine>,
}

impl Tally {
    /// The crypto line of a gateway and coin, made where there is none.
    pub fn line(&mut self, gateway: &str, coin: &str) -> &mut CryptoLine {
        let key = (gateway, coin);
        let place = self.crypto.binary_search_by(|line| (line.gateway.as_str(), line.coin.as_str()).cmp(&key));
        let index = place.unwrap_or_else(|index| {
            let new = CryptoLine { gateway: gateway.to_owned(), coin: coin.to_owned(), ..CryptoLine::default() };
            self.crypto.insert(index, new);
            index
        });
        &mut self.crypto[index]
    }

    /// Sales paid in cash.
    #[must_use]
    pub fn cash(&self) -> Count {
        self.tenders.get("cash").copied().unwrap_or_default()
    }

    /// What should lie in the drawer.
    #[must_use]
    pub fn expected(&self) -> i64 {
        let came = self.float.unwrap_or(0).saturating_add(self.cash().minor).saturating_add(self.cash_in.minor);
        came.saturating_sub(self.cash_out.minor).saturating_sub(self.cash_back.minor)
    }

    /// The count that stands.
    #[must_use]
    pub fn counted(&self) -> Option<&DrawerCount> {
        self.counts.last()
    }

    /// Money of this shift's sales that no gateway has credited yet.
    #[must_use]
    pub fn promised(&self) -> i64 {
        self.crypto.iter().fold(0, |sum, line| sum.saturating_add(line.promised()))
    }

    /// Of it seen and not yet confirmed.
    #[must_use]
    pub fn seen(&self) -> i64 {
        self.crypto.iter().fold(0, |sum, line| sum.saturating_add(line.seen.minor))
    }

    /// Money of this shift's sales that was credited.
    #[must_use]
    pub fn settled(&self) -> i64 {
        self.crypto.iter().fold(0, |sum, line| sum.saturating_add(line.settled.minor))
    }

    /// Money of this shift's sales that was lost after the goods had gone.
    #[must_use]
    pub fn failed(&self) -> i64 {
        self.crypto.iter().fold(0, |sum, line| sum.saturating_add(line.failed.minor))
    }
}

/// Sums over the whole life of the till. They are never reset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Grand {
    /// All sales.
    pub sales: i64,
    /// All returns, as a positive sum.
    pub returns: i64,
    /// Sales and returns added.
    pub abs: i64,
}

impl Grand {
    /// The sums, each with its word in the catalogue.
    #[must_use]
    pub fn sums(&self) -> [(&'static str, i64); 4] {
        [
            ("report-grand-sales", self.sales),
            ("report-grand-returns", self.returns),
            ("report-grand-net", self.net()),
            ("report-grand-abs", self.abs),
        ]
    }

    /// With a shift's sums.
    #[must_use]
    pub fn with(self, tally: &Tally) -> Self {
        let (sales, returns) = (tally.sales.minor, tally.returns.minor);
        Self {
            sales: self.sales.saturating_add(sales),
            returns: self.returns.saturating_add(returns),
            abs: self.abs.saturating_add(sales).saturating_add(returns),
        }
    }

    /// Sales less returns.
    #[must_use]
    pub fn net(&self) -> i64 {
        self.sales.saturating_sub(self.returns)
    }
}

/// What a closing leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StillOpen {
    /// Sales that wait for money.
    pub sales: u64,
    /// Codes of which it is not known whether they exist.
    pub unresolved: u64,
    /// Late money that waits for a decision.
    pub late: u64,
    /// Refunds of which it is not known what became of them.
    pub refunds: u64,
}

impl StillOpen {
    /// Whether nothing stays open.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_none_until_something_is_counted() {
        let mut count = Count::default();
        assert!(count.is_none());
        count.add(0);
        assert!(!count.is_none(), "a sale of nothing is a sale");
        count.take(0);
        assert!(count.is_none());
    }

    #[test]
    fn each_gateway_and_coin_has_its_own_line_in_their_order() {
        let mut tally = Tally::default();
        for (gateway, coin, minor) in [("b", "BTC", 1), ("a", "LTC", 2), ("b", "", 4), ("a", "LTC", 8)] {
            tally.line(gateway, coin).settled.add(minor);
        }
        let lines: Vec<_> =
            tally.crypto.iter().map(|line| (line.gateway.as_str(), line.coin.as_str(), line.settled.minor)).collect();
        assert_eq!(lines, [("a", "LTC", 10), ("b", "", 4), ("b", "BTC", 1)]);
    }

    #[test]
    fn money_of_a_shift_is_told_by_how_far_it_came() {
        let mut tally = Tally::default();
        for (gateway, minor) in [("a", 100), ("b", 1)] {
            let line = tally.line(gateway, "BTC");
            line.seen.add(minor);
            line.confirmed.add(2 * minor);
            line.settled.add(4 * minor);
            line.failed.add(8 * minor);
        }
        assert_eq!((tally.promised(), tally.settled(), tally.failed()), (303, 404, 808));
    }

    #[test]
    fn sums_over_a_tills_life_never_lose_a_return() {
        let mut tally = Tally::default();
        tally.sales.add(1_000);
        tally.returns.add(300);
        let grand = Grand { sales: 5_000, returns: 200, abs: 5_200 }.with(&tally);
        assert_eq!(grand, Grand { sales: 6_000, returns: 500, abs: 6_500 });
        assert_eq!(grand.net(), 5_500);
    }

    #[test]
    fn one_open_thing_is_not_nothing() {
        assert!(StillOpen::default().is_nothing());
        assert!(!StillOpen { refunds: 1, ..StillOpen::default() }.is_nothing());
    }

    #[test]
    fn till_53_the_drawer_holds_what_came_less_what_went() {
        let mut tally = Tally { float: Some(10_000), ..Tally::default() };
        tally.tenders.entry("cash".to_owned()).or_default().add(500);
        tally.tenders.entry("gateway:a".to_owned()).or_default().add(70_000);
        tally.cash_in.add(30);
        tally.cash_out.add(4_000);
        tally.cash_back.add(200);
        assert_eq!((tally.cash().minor, tally.expected()), (500, 6_330));
    }
}
