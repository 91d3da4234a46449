//! Amounts of any currency as exact integers: one scale for all, so that they compare and add without thought.

use rust_decimal::Decimal;
use thiserror::Error;

use crate::domain::amount::DecimalMark;
use crate::domain::money::Money;

/// An exact amount, counted in 10⁻¹⁸ of its currency's unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Amount(i128);

/// 10⁻¹⁸ in one part of the last digit, by the digits behind the mark.
const SHORT: [u64; 7] = [
    1_000_000_000_000_000_000,
    100_000_000_000_000_000,
    10_000_000_000_000_000,
    1_000_000_000_000_000,
    100_000_000_000_000,
    10_000_000_000_000,
    1_000_000_000_000,
];

/// Why a text is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum AmountFlaw {
    /// Nothing is written.
    #[error("no amount is written")]
    Empty,
    /// A sign that has no place in an amount, or marks in the wrong place.
    #[error("this is not an amount")]
    Shape,
    /// More than eighteen decimals.
    #[error("the amount has too many decimals")]
    TooFine,
    /// Above 10¹² units.
    #[error("the amount is too large")]
    TooLarge,
}

impl Amount {
    /// Decimals kept.
    pub const DECIMALS: u32 = 18;
    const ONE: i128 = 10_i128.pow(Self::DECIMALS);
    /// The largest amount of a row: ten million of them still add up within 128 bits.
    const MAX: i128 = Self::ONE * 1_000_000_000_000;
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// `count` parts of which `scale` make one unit; none where that is not exact or too large.
    #[must_use]
    pub fn from_scaled(count: i128, scale: i128) -> Option<Self> {
        if scale <= 0 || Self::ONE % scale != 0 {
            return None;
        }
        let amount = count.checked_mul(Self::ONE / scale)?;
        (amount.unsigned_abs() <= Self::MAX.unsigned_abs()).then_some(Self(amount))
    }

    /// Shop money.
    #[must_use]
    pub fn from_money(money: Money) -> Self {
        Self(i128::from(money.minor()) * (Self::ONE / i128::from(money.currency().unit())))
    }

    /// An exact decimal; none where it is finer or larger than can be held.
    #[must_use]
    pub fn from_decimal(value: Decimal) -> Option<Self> {
        let value = value.normalize();
        Self::from_scaled(value.mantissa(), 10_i128.checked_pow(value.scale())?)
    }

    /// One smallest unit of a currency with `exponent` decimals.
    #[must_use]
    pub fn minor_unit(exponent: u8) -> Self {
        Self(10_i128.pow(Self::DECIMALS.saturating_sub(u32::from(exponent))))
    }

    /// `ppm` millionths of it, rounded half away from zero to whole smallest units of `exponent` decimals.
    #[must_use]
    pub fn part(self, ppm: u32, exponent: u8) -> Self {
        let unit = Self::minor_unit(exponent).0;
        let exact = self.0.saturating_mul(i128::from(ppm)) / 1_000_000;
        let half = if exact < 0 { -unit / 2 } else { unit / 2 };
        Self(exact.saturating_add(half) / unit * unit)
    }

    /// Whole units.
    #[must_use]
    pub fn whole(units: u32) -> Self {
        Self(i128::from(units) * Self::ONE)
    }

    /// As many times.
    #[must_use]
    pub fn times(self, count: u32) -> Self {
        Self(self.0.saturating_mul(i128::from(count)))
    }

    /// Its size.
    #[must_use]
    pub fn abs(self) -> Self {
        Self(self.0.saturating_abs())
    }

    /// Whether it is nothing.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether it is below nothing.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Its place in a stable name.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }

    /// Plain text with a dot and at least `decimals` decimals: `-12.50`.
    #[must_use]
    pub fn to_plain(self, decimals: u8) -> String {
        let size = self.0.unsigned_abs();
        let (whole, part) = (size / Self::ONE.unsigned_abs(), size % Self::ONE.unsigned_abs());
        let digits = format!("{part:018}");
        let kept = digits.trim_end_matches('0').len().max(usize::from(decimals)).min(digits.len());
        let minus = if self.0 < 0 { "-" } else { "" };
        if kept == 0 { format!("{minus}{whole}") } else { format!("{minus}{whole}.{}", &digits[..kept]) }
    }

    /// Reads an amount as files write it: sign, digits, at most one decimal mark; the other mark, blanks and
    /// apostrophes only between groups of three.
    ///
    /// # Errors
    /// [`AmountFlaw`]; nothing is rounded or guessed.
    pub fn parse(text: &[u8], mark: DecimalMark) -> Result<Self, AmountFlaw> {
        let text = text.trim_ascii();
        let (negative, digits) = sign(text);
        if let Some(amount) = Self::short(digits, if mark == DecimalMark::Comma { b',' } else { b'.' }) {
            return Ok(if negative { -amount } else { amount });
        }
        let decimal_mark = if mark == DecimalMark::Comma { b',' } else { b'.' };
        let (mut value, mut decimals, mut seen, mut any) = (0_i128, 0_u32, false, false);
        for &byte in digits {
            if byte.is_ascii_digit() {
                any = true;
                decimals += u32::from(seen);
                value = value.checked_mul(10).ok_or(AmountFlaw::TooLarge)?.saturating_add(i128::from(byte - b'0'));
            } else if byte == decimal_mark && !seen {
                seen = true;
            } else {
                let plain = ungroup(digits, decimal_mark).ok_or(AmountFlaw::Shape)?;
                return Self::parse(&plain, DecimalMark::Dot).map(|amount| if negative { -amount } else { amount });
            }
        }
        if !any {
            return Err(if text.is_empty() { AmountFlaw::Empty } else { AmountFlaw::Shape });
        }
        Self::scaled(if negative { -value } else { value }, decimals)
    }

    /// The usual case without wide arithmetic: up to eleven digits before the mark and six behind.
    fn short(digits: &[u8], mark: u8) -> Option<Self> {
        let (mut value, mut behind, mut seen) = (0_u64, 0, false);
        if digits.is_empty() || digits.len() > 12 {
            return None;
        }
        for byte in digits {
            if byte.is_ascii_digit() {
                value = value * 10 + u64::from(byte - b'0');
                behind += usize::from(seen);
            } else if *byte == mark && !seen {
                seen = true;
            } else {
                return None;
            }
        }
        let parts = SHORT.get(behind).filter(|_| digits.len() > usize::from(seen))?;
        Some(Self(i128::from(value) * i128::from(*parts)))
    }

    fn scaled(value: i128, decimals: u32) -> Result<Self, AmountFlaw> {
        let (mut value, mut decimals) = (value, decimals);
        while decimals > Self::DECIMALS {
            if value % 10 != 0 {
                return Err(AmountFlaw::TooFine);
            }
            (value, decimals) = (value / 10, decimals - 1);
        }
        Self::from_scaled(value, 10_i128.pow(decimals)).ok_or(AmountFlaw::TooLarge)
    }
}

fn sign(text: &[u8]) -> (bool, &[u8]) {
    match text {
        [b'-', rest @ ..] => (true, rest),
        [0xe2, 0x88, 0x92, rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    }
}

/// Takes grouping away if every group but the first has three digits; the decimal mark becomes a dot.
fn ungroup(text: &[u8], decimal_mark: u8) -> Option<Vec<u8>> {
    let at = text.iter().rposition(|byte| *byte == decimal_mark);
    let (whole, decimals) = text.split_at(at.unwrap_or(text.len()));
    let whole = std::str::from_utf8(whole).ok()?.replace(['\u{a0}', '\u{202f}', '\'', ' '], "_");
    let other = if decimal_mark == b',' { '.' } else { ',' };
    let mark = if whole.contains('_') { '_' } else { other };
    let groups: Vec<&str> = whole.split(mark).collect();
    let digits = |group: &&str| group.bytes().all(|byte| byte.is_ascii_digit());
    let fits = groups.len() > 1
        && (1..=3).contains(&groups[0].len())
        && groups[1..].iter().all(|group| group.len() == 3)
        && groups.iter().all(digits);
    let mut plain = groups.concat().into_bytes();
    if let Some(tail) = decimals.get(1..) {
        plain.push(b'.');
        plain.extend_from_slice(tail);
    }
    let rest_is_digits = decimals.iter().skip(1).all(u8::is_ascii_digit);
    (fits && rest_is_digits).then_some(plain)
}

impl std::ops::Add for Amount {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl std::ops::Sub for Amount {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl std::ops::Neg for Amount {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl std::ops::AddAssign for Amount {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl std::iter::Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, |sum, amount| sum + amount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dot(text: &str) -> Result<String, AmountFlaw> {
        Amount::parse(text.as_bytes(), DecimalMark::Dot).map(|amount| amount.to_plain(2))
    }

    #[test]
    fn amounts_of_files_are_exact() {
        for (text, plain) in [
            ("12.5", "12.50"),
            ("-0.78", "-0.78"),
            ("1,234.50", "1234.50"),
            ("1 234.5", "1234.50"),
            ("-1'234'567", "-1234567.00"),
            ("0.000000000000000001", "0.000000000000000001"),
            ("+3.100", "3.10"),
            ("7.", "7.00"),
        ] {
            assert_eq!(dot(text).unwrap(), plain, "{text}");
        }
        let comma = Amount::parse("1.234,50".as_bytes(), DecimalMark::Comma).unwrap();
        assert_eq!(comma.to_plain(2), "1234.50");
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in ["12a", "1.2.3", "1,23.4", "--1", "-", ".", "1e5", "NaN"] {
            assert_eq!(dot(text), Err(AmountFlaw::Shape), "{text}");
        }
        assert_eq!(dot(""), Err(AmountFlaw::Empty));
        assert_eq!(dot("0.0000000000000000001"), Err(AmountFlaw::TooFine));
        assert_eq!(dot("1000000000001"), Err(AmountFlaw::TooLarge));
        assert_eq!(dot("12,50"), Err(AmountFlaw::Shape), "a decimal comma is not guessed");
    }

    #[test]
    fn a_part_is_rounded_to_the_smallest_unit() {
        let price = Amount::from_scaled(2050, 100).unwrap();
        assert_eq!(price.part(10_000, 2).to_plain(2), "0.21");
        assert_eq!((-price).part(10_000, 2).to_plain(2), "-0.21");
        assert_eq!(Amount::from_scaled(2_050_000_000, 100_000_000), Some(price));
        assert_eq!(Amount::from_decimal("20.50".parse().unwrap()), Some(price));
    }

    proptest::proptest! {
        #[test]
        fn written_amounts_read_back(minor in -99_999_999_999_i64..99_999_999_999) {
            let amount = Amount::from_scaled(i128::from(minor), 100).unwrap();
            let text = amount.to_plain(2);
            proptest::prop_assert_eq!(Amount::parse(text.as_bytes(), DecimalMark::Dot), Ok(amount));
        }

        #[test]
        fn no_bytes_make_it_panic(text in proptest::collection::vec(0_u8..=255, 0..60)) {
            let _ = Amount::parse(&text, DecimalMark::Comma);
        }
    }
}
