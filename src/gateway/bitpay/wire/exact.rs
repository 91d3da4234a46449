//! A number as it was written, exactly: no binary fraction, no 64 bits.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// Digits of a number we read; 2^128 has 39.
const DIGITS_MAX: usize = 60;
/// The largest power of ten in `1e-7` and the like; bounds the text a few bytes could blow up to.
const POWER_MAX: i32 = 60;

/// An exact decimal number, from a JSON number or from one in a string.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Exact {
    negative: bool,
    /// Significant digits without leading zeroes; empty for zero.
    digits: String,
    /// How many of them, or of zeroes before them, are decimals; never negative.
    scale: usize,
}

impl Exact {
    /// Reads `-12.50`, `1e-7`, `20500000000000000000`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (mantissa, power) = match rest.split_once(['e', 'E']) {
            Some((mantissa, power)) => (mantissa, power.parse::<i32>().ok()?),
            None => (rest, 0),
        };
        let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !plain(whole) || !plain(decimals) || (mantissa.ends_with('.')) {
            return None;
        }
        if whole.len() + decimals.len() > DIGITS_MAX || power.abs() > POWER_MAX {
            return None;
        }
        let mut digits = format!("{whole}{decimals}");
        let scale = i32::try_from(decimals.len()).ok()? - power;
        let missing = usize::try_from(-scale).unwrap_or(0);
        digits.push_str(&"0".repeat(missing));
        let digits = digits.trim_start_matches('0').to_owned();
        Some(Self { negative: negative && !digits.is_empty(), digits, scale: usize::try_from(scale).unwrap_or(0) })
    }

    /// Whether it is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// Whether it is below zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.negative
    }

    /// The number, if it is whole, not negative and fits.
    #[must_use]
    pub fn units(&self) -> Option<u128> {
        if self.negative {
            return None;
        }
        let kept = self.digits.len().saturating_sub(self.scale);
        let (whole, decimals) = self.digits.split_at(kept);
        if decimals.bytes().any(|byte| byte != b'0') {
            return None;
        }
        if whole.is_empty() { Some(0) } else { whole.parse().ok() }
    }

    /// The number as a decimal, if it fits without rounding.
    #[must_use]
    pub fn decimal(&self) -> Option<Decimal> {
        Decimal::from_str_exact(&self.shortest()).ok()
    }

    /// Without trailing zeroes behind the point, so that more numbers fit.
    fn shortest(&self) -> String {
        let text = self.to_string();
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let padded = format!("{:0>least$}", self.digits, least = self.scale + 1);
        let (whole, decimals) = padded.split_at(padded.len() - self.scale);
        let sign = if self.negative { "-" } else { "" };
        if decimals.is_empty() { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{decimals}") }
    }
}

impl fmt::Debug for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?.get();
        let text = match raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            Some(inner) => inner.trim(),
            None => raw,
        };
        Self::parse(text).ok_or_else(|| serde::de::Error::custom("this is not a number we can hold"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn bp2_79_numbers_are_read_as_they_are_written() {
        for (text, shown) in [
            ("0", "0"),
            ("-0", "0"),
            ("20.50", "20.50"),
            ("1e-7", "0.0000001"),
            ("1.5E+3", "1500"),
            ("12e0", "12"),
            ("-2.5e1", "-25"),
            ("20500000000000000000", "20500000000000000000"),
            ("0.00", "0.00"),
            ("\"00012\"", "12"),
            ("\" 7 \"", "7"),
        ] {
            let exact: Exact = serde_json::from_str(text).unwrap();
            assert_eq!(exact.to_string(), shown, "{text}");
        }
        for text in
            ["\"\"", "\"a\"", "\"1e\"", "\"1.\"", "\".5\"", "\"0x10\"", "\"1,5\"", "true", "[]", "{}", "1e99999"]
        {
            assert!(serde_json::from_str::<Exact>(text).is_err(), "{text}");
        }
        assert!(Exact::parse(&"9".repeat(61)).is_none());
    }

    #[test]
    fn bp2_79_only_whole_numbers_are_base_units() {
        let units = |text: &str| Exact::parse(text).unwrap().units();
        assert_eq!(units("20500000000000000000"), Some(20_500_000_000_000_000_000));
        assert_eq!(units("1e19"), Some(10_000_000_000_000_000_000));
        assert_eq!(units("33200.000"), Some(33_200));
        assert_eq!(units("0.0"), Some(0));
        assert_eq!(units("33200.5"), None);
        assert_eq!(units("-1"), None);
        assert_eq!(units(&u128::MAX.to_string()), Some(u128::MAX));
        assert_eq!(units("340282366920938463463374607431768211456"), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[-+0-9.eE]{0,80}") {
            if let Some(exact) = Exact::parse(&text) {
                prop_assert_eq!(Exact::parse(&exact.to_string()), Some(exact.clone()));
                let _ = (exact.units(), exact.decimal());
            }
        }

        #[test]
        fn decimals_survive(mantissa: i64, scale in 0..=18_u32) {
            let decimal = Decimal::new(mantissa, scale);
            prop_assert_eq!(Exact::parse(&decimal.to_string()).unwrap().decimal(), Some(decimal));
        }
    }
}
