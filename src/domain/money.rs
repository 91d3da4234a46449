//! Shop money: integer minor units with the currency's own exponent.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A currency by its ISO 4217 code; the exponent is how many decimals it has.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency {
    code: [u8; 3],
    exponent: u8,
}

/// Why a text is not a currency.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is not an ISO 4217 currency code with decimals, such as EUR, USD or JPY")]
pub struct UnknownCurrency(pub String);

impl Currency {
    /// The euro, two decimals.
    pub const EUR: Self = Self { code: *b"EUR", exponent: 2 };
    /// The US dollar, two decimals.
    pub const USD: Self = Self { code: *b"USD", exponent: 2 };

    /// Finds a currency by its three-letter code, in any case.
    ///
    /// # Errors
    /// [`UnknownCurrency`] when ISO 4217 has no such code or gives it no decimals (gold, test codes).
    pub fn from_code(code: &str) -> Result<Self, UnknownCurrency> {
        let upper = code.trim().to_ascii_uppercase();
        let iso = iso_currency::Currency::from_code(&upper).ok_or_else(|| UnknownCurrency(code.to_owned()))?;
        let exponent = iso.exponent().ok_or_else(|| UnknownCurrency(code.to_owned()))?;
        let bytes: [u8; 3] = upper.as_bytes().try_into().map_err(|_| UnknownCurrency(code.to_owned()))?;
        Ok(Self { code: bytes, exponent: u8::try_from(exponent).map_err(|_| UnknownCurrency(upper))? })
    }

    /// The three-letter code, upper case.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.code).expect("the code was checked to be ASCII")
    }

    /// How many decimals the currency has: JPY 0, EUR 2, KWD 3.
    #[must_use]
    pub fn exponent(&self) -> u8 {
        self.exponent
    }

    /// The sign a shop writes before an amount: `€`, `$`, or the code with a space where no short sign exists.
    #[must_use]
    pub fn sign(&self) -> String {
        let symbol = iso_currency::Currency::from_code(self.code()).map(|c| c.symbol().symbol);
        match symbol {
            Some(sign) if !sign.is_empty() && sign.chars().count() <= 3 => sign,
            _ => self.code().to_owned(),
        }
    }

    /// Minor units in one unit: 100 for EUR.
    #[must_use]
    pub fn unit(&self) -> i64 {
        10_i64.pow(u32::from(self.exponent))
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl TryFrom<String> for Currency {
    type Error = UnknownCurrency;
    fn try_from(code: String) -> Result<Self, Self::Error> {
        Self::from_code(&code)
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}

impl FromStr for Currency {
    type Err = UnknownCurrency;
    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::from_code(code)
    }
}

/// An amount of shop money in minor units of its currency (EUR 12.50 is 1250).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

/// Why an operation on money has no result.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MoneyError {
    /// The result does not fit; the largest amount is [`Money::MAX_MINOR`] minor units.
    #[error("the amount is larger than a till can hold")]
    TooLarge,
    /// Two currencies met in one sum.
    #[error("{0} and {1} cannot be added")]
    Mixed(Currency, Currency),
    /// The amount has more decimals than its currency.
    #[error("{currency} has {allowed} decimals, `{value}` has more", value = .0, currency = .1, allowed = .1.exponent())]
    TooPrecise(Decimal, Currency),
}

impl Money {
    /// The largest amount a till handles, in minor units: eleven digits, far above any sale and far below overflow.
    pub const MAX_MINOR: i64 = 99_999_999_999;

    /// Makes an amount from minor units.
    ///
    /// # Errors
    /// [`MoneyError::TooLarge`] beyond ±[`Self::MAX_MINOR`].
    pub fn from_minor(minor: i64, currency: Currency) -> Result<Self, MoneyError> {
        if minor.checked_abs().is_none_or(|size| size > Self::MAX_MINOR) {
            return Err(MoneyError::TooLarge);
        }
        Ok(Self { minor, currency })
    }

    /// Nothing, in a currency.
    #[must_use]
    pub fn zero(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }

    /// Makes an amount from an exact decimal number of units.
    ///
    /// # Errors
    /// [`MoneyError::TooPrecise`] when the number has more decimals than the currency, never rounding;
    /// [`MoneyError::TooLarge`] when it does not fit.
    pub fn from_decimal(value: Decimal, currency: Currency) -> Result<Self, MoneyError> {
        let scaled = value.checked_mul(Decimal::from(currency.unit())).ok_or(MoneyError::TooLarge)?.normalize();
        if scaled.scale() > 0 {
            return Err(MoneyError::TooPrecise(value, currency));
        }
        let minor = i64::try_from(scaled.mantissa()).map_err(|_| MoneyError::TooLarge)?;
        Self::from_minor(minor, currency)
    }

    /// The amount in minor units.
    #[must_use]
    pub fn minor(&self) -> i64 {
        self.minor
    }

    /// The currency.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// Whether the amount is above zero.
    #[must_use]
    pub fn is_positive(&self) -> bool {
        self.minor > 0
    }

    /// Adds.
    ///
    /// # Errors
    /// [`MoneyError::Mixed`] for two currencies, [`MoneyError::TooLarge`] when the sum does not fit.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        Self::from_minor(self.minor.checked_add(other.minor).ok_or(MoneyError::TooLarge)?, self.currency)
    }

    /// Subtracts.
    ///
    /// # Errors
    /// As [`Self::checked_add`].
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        Self::from_minor(self.minor.checked_sub(other.minor).ok_or(MoneyError::TooLarge)?, self.currency)
    }

    /// Multiplies by a whole quantity.
    ///
    /// # Errors
    /// [`MoneyError::TooLarge`] when the product does not fit.
    pub fn checked_mul(self, quantity: u32) -> Result<Self, MoneyError> {
        let minor = self.minor.checked_mul(i64::from(quantity)).ok_or(MoneyError::TooLarge)?;
        Self::from_minor(minor, self.currency)
    }

    /// The amount as an exact decimal number of units, with the currency's decimals: `12.50`.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.minor, u32::from(self.currency.exponent))
    }

    /// The amount as plain text with the currency's decimals and a dot: `-12.50`. This is the wire and file form.
    #[must_use]
    pub fn to_plain(self) -> String {
        self.to_decimal().to_string()
    }

    fn same_currency(self, other: Self) -> Result<(), MoneyError> {
        if self.currency == other.currency { Ok(()) } else { Err(MoneyError::Mixed(self.currency, other.currency)) }
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.to_plain(), self.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponents_are_the_currencys_own() {
        for (code, exponent) in [("JPY", 0), ("EUR", 2), ("usd", 2), ("KWD", 3)] {
            assert_eq!(Currency::from_code(code).unwrap().exponent(), exponent, "{code}");
        }
        assert!(Currency::from_code("XYZ").is_err());
        assert!(Currency::from_code("€").is_err());
    }

    #[test]
    fn decimals_never_round() {
        let price = Money::from_decimal("12.5".parse().unwrap(), Currency::EUR).unwrap();
        assert_eq!(price.minor(), 1250);
        assert_eq!(price.to_plain(), "12.50");
        assert!(matches!(
            Money::from_decimal("12.505".parse().unwrap(), Currency::EUR),
            Err(MoneyError::TooPrecise(..))
        ));
        assert!(matches!(
            Money::from_decimal("99999999999999".parse().unwrap(), Currency::EUR),
            Err(MoneyError::TooLarge)
        ));
    }

    #[test]
    fn sums_keep_one_currency_and_one_size() {
        let euro = Money::from_minor(Money::MAX_MINOR, Currency::EUR).unwrap();
        let one = Money::from_minor(1, Currency::EUR).unwrap();
        assert_eq!(euro.checked_add(one), Err(MoneyError::TooLarge));
        assert!(matches!(one.checked_add(Money::zero(Currency::USD)), Err(MoneyError::Mixed(..))));
        assert_eq!(one.checked_mul(3).unwrap().minor(), 3);
    }

    #[test]
    fn a_short_sign_is_written_and_a_long_one_gives_way_to_the_code() {
        let sign = |code| Currency::from_code(code).unwrap().sign();
        assert_eq!([sign("EUR"), sign("GHS"), sign("SOS"), sign("MOP")], ["€", "GH₵", "SOS", "MOP"]);
    }

    #[test]
    fn money_reads_in_a_log_as_it_reads_elsewhere() {
        assert_eq!(format!("{:?}", Money::from_minor(-1250, Currency::EUR).unwrap()), "-12.50 EUR");
        assert_eq!(format!("{:?}", Currency::EUR), "EUR");
    }
}
