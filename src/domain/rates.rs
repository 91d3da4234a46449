//! What coins are worth and which currencies a gateway knows.

use std::time::Duration;

use rust_decimal::{Decimal, RoundingStrategy};

use super::money::Money;
use super::time::Timestamp;

/// What one unit of a base costs in many currencies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rates {
    /// The coin or currency that is priced, in the gateway's code: `BTC`.
    pub base: String,
    /// What it costs.
    pub rates: Vec<Rate>,
    /// When they were read, by our clock. Their age decides whether they may be shown.
    pub read: Timestamp,
}

/// Decimals an estimate in a coin has at most; no coin a till takes is shown finer.
const COIN_DECIMALS: u32 = 8;

impl Rates {
    /// Whether the reading may still be shown: it is at most `age` old. A clock that was set back makes it old.
    #[must_use]
    pub fn is_fresh(&self, now: Timestamp, age: Duration) -> bool {
        now >= self.read && now.since(self.read) <= age
    }

    /// What the base costs in a currency.
    #[must_use]
    pub fn price_in(&self, code: &str) -> Option<Decimal> {
        self.rates.iter().find(|rate| rate.code == code).map(|rate| rate.rate).filter(|rate| rate.is_sign_positive())
    }

    /// About how much of the base an amount is, to be shown beside it and never to be charged; none without a price.
    #[must_use]
    pub fn estimate(&self, amount: Money) -> Option<Decimal> {
        let price = self.price_in(amount.currency().code())?;
        let exact = amount.to_decimal().checked_div(price)?;
        Some(exact.round_dp_with_strategy(COIN_DECIMALS, RoundingStrategy::MidpointAwayFromZero).normalize())
    }
}

/// One price of the base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rate {
    /// The currency's code at the gateway.
    pub code: String,
    /// Its name for people.
    pub name: String,
    /// Units of this currency for one of the base.
    pub rate: Decimal,
}

/// A currency or coin a gateway knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurrencyInfo {
    /// The gateway's code: `USDC_m`.
    pub code: String,
    /// Its sign, `$`, or the code again.
    pub symbol: String,
    /// Its name for people.
    pub name: String,
    /// Decimals prices are shown with.
    pub precision: u8,
    /// Decimals of the coin's own unit, where it is a coin.
    pub decimals: Option<u8>,
    /// The smallest amount taken, in its own unit.
    pub minimum: Option<Decimal>,
    /// The network it lives on, where it is a coin.
    pub chain: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Currency;

    fn rates(price: &str) -> Rates {
        let rate = Rate { code: "EUR".to_owned(), name: "Eurozone Euro".to_owned(), rate: price.parse().unwrap() };
        Rates { base: "BTC".to_owned(), rates: vec![rate], read: Timestamp(10_000) }
    }

    #[test]
    fn till_14_an_estimate_is_exact_to_eight_decimals_and_needs_a_price() {
        let eur = |minor| Money::from_minor(minor, Currency::EUR).unwrap();
        let show = |price: &str, minor| rates(price).estimate(eur(minor)).map(|coins| coins.to_string());
        assert_eq!(show("94500", 3402).as_deref(), Some("0.00036"));
        assert_eq!(show("94500.25", 450).as_deref(), Some("0.00004762"));
        assert_eq!(show("0", 450), None);
        assert_eq!(show("-1", 450), None);
        let yen = Money::from_minor(950, Currency::from_code("JPY").unwrap()).unwrap();
        assert_eq!(rates("94500").estimate(yen), None);
    }

    #[test]
    fn bp2_89_a_reading_grows_old() {
        let age = Duration::from_secs(5);
        assert!(rates("1").is_fresh(Timestamp(15_000), age));
        assert!(!rates("1").is_fresh(Timestamp(15_001), age));
        assert!(!rates("1").is_fresh(Timestamp(9_999), age), "a clock that was set back");
    }
}
