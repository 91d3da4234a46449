//! What coins are worth and which currencies a gateway knows.

use rust_decimal::Decimal;

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
