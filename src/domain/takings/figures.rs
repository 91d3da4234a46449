//! The figures of takings, and the splits they come in.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::day::{Day, Period};
use crate::domain::money::Currency;

/// What takings are split by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum By {
    /// Not split.
    Whole,
    /// By the hour on the clock: keys `00` to `23`.
    Hour,
    /// By tender: `cash`, or the connection's name after `gateway:`.
    Tender,
    /// By coin as the gateway names it; empty while a payment's coin is not known.
    Coin,
    /// By operator; empty where nobody was named.
    Operator,
    /// By product: its SKU; empty for typed amounts.
    Product,
    /// By tax rate; empty where lines carry no tax.
    Tax,
}

impl By {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 7] =
        [Self::Whole, Self::Hour, Self::Tender, Self::Coin, Self::Operator, Self::Product, Self::Tax];

    /// Its number at rest.
    #[must_use]
    pub fn number(self) -> i64 {
        match self {
            Self::Whole => 0,
            Self::Hour => 1,
            Self::Tender => 2,
            Self::Coin => 3,
            Self::Operator => 4,
            Self::Product => 5,
            Self::Tax => 6,
        }
    }

    /// Its name for machines: `hour`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Hour => "hour",
            Self::Tender => "tender",
            Self::Coin => "coin",
            Self::Operator => "operator",
            Self::Product => "product",
            Self::Tax => "tax",
        }
    }
}

/// Sums in minor units of the shop's currency, and counts. Additions never wrap: they stop at the largest number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Figures {
    /// Receipts of sales; by product, lines.
    pub sales: i64,
    /// What these sales came to: cash, promised, settled and failed together.
    pub taken: i64,
    /// Pieces sold.
    pub pieces: i64,
    /// Of it in cash.
    pub cash: i64,
    /// Of it seen or accepted by a gateway, not yet credited.
    pub promised: i64,
    /// Of the promised: seen, and not yet accepted. It can still vanish.
    pub seen: i64,
    /// Of it credited.
    pub settled: i64,
    /// Of it in payments that failed after the goods had gone.
    pub failed: i64,
    /// Receipts of returns.
    pub refunds: i64,
    /// What went back.
    pub refunded: i64,
}

impl Figures {
    /// Crypto takings: promised and settled together.
    #[must_use]
    pub fn crypto(&self) -> i64 {
        self.promised.saturating_add(self.settled)
    }

    /// Of the promised: accepted, so safe by the account's risk setting.
    #[must_use]
    pub fn accepted(&self) -> i64 {
        self.promised.saturating_sub(self.seen)
    }

    /// What was taken less what went back.
    #[must_use]
    pub fn net(&self) -> i64 {
        self.taken.saturating_sub(self.refunded)
    }

    /// The average sale, rounded to the nearest minor unit, halves away from zero; none without a sale.
    #[must_use]
    pub fn average(&self) -> Option<i64> {
        if self.sales <= 0 {
            return None;
        }
        let (whole, rest) = (self.taken / self.sales, self.taken % self.sales);
        let step =
            if rest.unsigned_abs().saturating_mul(2) >= self.sales.unsigned_abs() { self.taken.signum() } else { 0 };
        Some(whole + step)
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        self.zip(other, i64::saturating_add)
    }

    /// This without the other.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        self.zip(other, i64::saturating_sub)
    }

    /// Whether everything is nought.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        *self == Self::default()
    }

    fn zip(self, other: Self, join: impl Fn(i64, i64) -> i64) -> Self {
        Self {
            sales: join(self.sales, other.sales),
            taken: join(self.taken, other.taken),
            pieces: join(self.pieces, other.pieces),
            cash: join(self.cash, other.cash),
            promised: join(self.promised, other.promised),
            seen: join(self.seen, other.seen),
            settled: join(self.settled, other.settled),
            failed: join(self.failed, other.failed),
            refunds: join(self.refunds, other.refunds),
            refunded: join(self.refunded, other.refunded),
        }
    }
}

/// A sum as exact text with the currency's decimals: `12.50`. A sum may pass what a single sale may be.
#[must_use]
pub fn plain(minor: i64, currency: Currency) -> String {
    Decimal::new(minor, u32::from(currency.exponent())).to_string()
}

/// One row of a split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it stands for; see [`By`].
    pub key: String,
    /// The name for people where the key is not: a product's name when it was last sold.
    pub label: String,
    /// Its sums.
    pub figures: Figures,
}

/// The takings of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Takings {
    /// The days.
    pub period: Period,
    /// The money all sums are in.
    pub currency: Currency,
    /// All of it.
    pub whole: Figures,
    /// The split that was asked for; empty for [`By::Whole`].
    pub rows: Vec<Row>,
}

/// A day in the light of the same weekday a week before, up to the same minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compared {
    /// The day compared with.
    pub day: Day,
    /// What it had taken by the same minute: count and sum of its sales.
    pub sales: i64,
    /// Sum in minor units.
    pub taken: i64,
}

impl Compared {
    /// The change against the day before in tenths of a percent, rounded towards nought; none where nothing had been
    /// taken then.
    #[must_use]
    pub fn change_permille(&self, taken: i64) -> Option<i64> {
        let more = i128::from(taken) - i128::from(self.taken);
        (self.taken > 0).then(|| i64::try_from(more * 1000 / i128::from(self.taken)).unwrap_or(i64::MAX))
    }
}

/// The days of a comparison lie a week apart.
pub const COMPARED_DAYS: i32 = 7;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn till_50_the_average_is_rounded_not_cut() {
        let figures = |sales, taken| Figures { sales, taken, ..Figures::default() };
        assert_eq!(figures(3, 1000).average(), Some(333));
        assert_eq!(figures(3, 1001).average(), Some(334));
        assert_eq!(figures(2, 1).average(), Some(1));
        assert_eq!(figures(0, 0).average(), None);
    }

    #[test]
    fn till_50_a_change_is_told_in_tenths_of_a_percent() {
        let before = Compared { day: Day::new(2026, 11, 14).unwrap(), sales: 4, taken: 2_000 };
        assert_eq!(before.change_permille(2_150), Some(75));
        assert_eq!(before.change_permille(0), Some(-1_000));
        assert_eq!(Compared { taken: 0, ..before }.change_permille(100), None, "there is no change against nothing");
    }

    #[test]
    fn a_sum_may_pass_what_a_sale_may_be() {
        assert_eq!(plain(123_456_789_012_345, Currency::EUR), "1234567890123.45");
        assert_eq!(plain(-5, Currency::EUR), "-0.05");
    }

    #[test]
    fn every_split_has_its_number_and_its_word() {
        assert_eq!(By::ALL.map(By::number), [0, 1, 2, 3, 4, 5, 6]);
        assert_eq!(By::ALL.map(By::word), ["whole", "hour", "tender", "coin", "operator", "product", "tax"]);
    }

    #[test]
    fn figures_are_added_and_taken_away_one_by_one() {
        let one = Figures {
            sales: 1,
            taken: 2,
            pieces: 3,
            cash: 4,
            promised: 5,
            settled: 6,
            failed: 7,
            refunds: 8,
            refunded: 9,
            seen: 2,
        };
        assert_eq!(one.plus(one).minus(one), one);
        assert_eq!((one.accepted(), one.plus(one).seen), (3, 4));
        assert!(one.minus(one).is_zero() && !one.is_zero());
        assert_eq!((one.crypto(), one.net(), one.plus(one).taken), (11, -7, 4));
        assert_eq!(Figures { taken: i64::MAX, ..one }.plus(one).taken, i64::MAX, "a sum stops at the largest number");
    }

    #[test]
    fn till_50_an_average_of_less_than_nothing_is_rounded_away_from_it() {
        let figures = |sales, taken| Figures { sales, taken, ..Figures::default() };
        assert_eq!((figures(2, -1).average(), figures(3, -1).average()), (Some(-1), Some(0)));
        assert_eq!((figures(4, 6).average(), figures(4, 5).average()), (Some(2), Some(1)));
        assert_eq!(figures(-1, 5).average(), None);
    }
}
