//! Amounts as people write them: `12.50`, `12,50`, `1,234.50`, `1.234,50`.
//!
//! A thousands mark never changes the value, and what could mean two things is refused rather than guessed.

use thiserror::Error;

use super::money::{Currency, Money};

/// Which mark a locale puts before the decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DecimalMark {
    /// `1,234.50`
    #[default]
    Dot,
    /// `1.234,50`
    Comma,
}

impl DecimalMark {
    /// The mark as a character.
    #[must_use]
    pub fn char(self) -> char {
        match self {
            Self::Dot => '.',
            Self::Comma => ',',
        }
    }
}

/// Why a text is not an amount to charge.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AmountError {
    /// Nothing was written.
    #[error("no amount is given")]
    Empty,
    /// A character that has no place in an amount.
    #[error("`{0}` does not belong in an amount")]
    Character(char),
    /// Marks that are neither groups of three nor decimals.
    #[error("`{0}` can be read in more than one way")]
    Ambiguous(String),
    /// More decimals than the currency has.
    #[error("{currency} has {allowed} decimals, `{text}` has more", allowed = .currency.exponent())]
    TooPrecise {
        /// What was written.
        text: String,
        /// The shop's currency.
        currency: Currency,
    },
    /// Larger than a till handles.
    #[error("the amount is too large")]
    TooLarge,
    /// Zero.
    #[error("the amount is zero")]
    Zero,
    /// Below zero.
    #[error("the amount is below zero")]
    Negative,
}

/// Reads an amount to charge: positive, exact, in the given currency.
///
/// # Errors
/// [`AmountError`] names what does not fit; nothing is rounded or guessed.
pub fn parse(text: &str, currency: Currency, mark: DecimalMark) -> Result<Money, AmountError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(AmountError::Empty);
    }
    if text.starts_with(['-', '\u{2212}']) {
        return Err(AmountError::Negative);
    }
    let bare: String = text.chars().filter(|c| !is_space_group(*c)).collect();
    if let Some(odd) = bare.chars().find(|c| !c.is_ascii_digit() && *c != '.' && *c != ',') {
        return Err(AmountError::Character(odd));
    }
    let (whole, decimals) = split(&bare, currency, mark)?;
    let minor = minor_units(&whole, decimals, currency, text)?;
    if minor == 0 {
        return Err(AmountError::Zero);
    }
    Money::from_minor(minor, currency).map_err(|_| AmountError::TooLarge)
}

fn is_space_group(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '\u{2019}')
}

/// Splits into whole digits (grouping removed) and decimals.
fn split(text: &str, currency: Currency, mark: DecimalMark) -> Result<(String, &str), AmountError> {
    let ambiguous = || AmountError::Ambiguous(text.to_owned());
    let Some(last) = text.rfind(['.', ',']) else { return Ok((text.to_owned(), "")) };
    let last_mark = if text[last..].starts_with('.') { '.' } else { ',' };
    let other = if last_mark == '.' { ',' } else { '.' };
    let (before, after) = (&text[..last], &text[last + 1..]);
    if before.contains(other) {
        if before.contains(last_mark) {
            return Err(ambiguous());
        }
        return Ok((ungroup(before, other).ok_or_else(ambiguous)?, after));
    }
    if before.contains(last_mark) {
        return Ok((ungroup(text, last_mark).ok_or_else(ambiguous)?, ""));
    }
    if last_mark == mark.char() {
        return Ok((before.to_owned(), after));
    }
    match ungroup(text, last_mark) {
        Some(whole) => Ok((whole, "")),
        None if after.len() <= usize::from(currency.exponent()) => Ok((before.to_owned(), after)),
        None => Err(ambiguous()),
    }
}

/// Removes a thousands mark if every group has three digits and the first one to three, not led by zero.
fn ungroup(text: &str, mark: char) -> Option<String> {
    let mut groups = text.split(mark);
    let first = groups.next()?;
    let fits = !first.is_empty() && first.len() <= 3 && !first.starts_with('0');
    (fits && groups.all(|group| group.len() == 3)).then(|| text.chars().filter(|c| *c != mark).collect())
}

fn minor_units(whole: &str, decimals: &str, currency: Currency, text: &str) -> Result<i64, AmountError> {
    let exponent = usize::from(currency.exponent());
    if decimals.len() > exponent {
        return Err(AmountError::TooPrecise { text: text.to_owned(), currency });
    }
    let digits = format!("{whole}{decimals:0<exponent$}");
    let significant = digits.trim_start_matches('0');
    if significant.is_empty() {
        return if digits.is_empty() { Err(AmountError::Empty) } else { Ok(0) };
    }
    significant.parse().map_err(|_| AmountError::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eur(text: &str, mark: DecimalMark) -> Result<i64, AmountError> {
        parse(text, Currency::EUR, mark).map(|money| money.minor())
    }

    #[test]
    fn till_01_a_thousands_mark_never_changes_the_value() {
        for mark in [DecimalMark::Dot, DecimalMark::Comma] {
            for text in ["1,234.50", "1.234,50", "1 234,50", "1'234.50", "1\u{202f}234,50", "1234.50", "1234,5"] {
                assert_eq!(eur(text, mark), Ok(123_450), "{text} {mark:?}");
            }
            assert_eq!(eur("12.50", mark), Ok(1250));
            assert_eq!(eur("1,234,567", mark), Ok(123_456_700));
        }
        assert_eq!(eur("1,234", DecimalMark::Dot), Ok(123_400));
        assert_eq!(eur("1.234", DecimalMark::Comma), Ok(123_400));
        assert!(matches!(eur("1.234", DecimalMark::Dot), Err(AmountError::TooPrecise { .. })));
    }

    #[test]
    fn till_01_the_currency_decides_the_decimals() {
        let jpy = Currency::from_code("JPY").unwrap();
        let kwd = Currency::from_code("KWD").unwrap();
        assert_eq!(parse("2150", jpy, DecimalMark::Dot).unwrap().minor(), 2150);
        assert_eq!(parse("1,234", kwd, DecimalMark::Comma).unwrap().minor(), 1234);
        assert!(parse("21.5", jpy, DecimalMark::Dot).is_err());
    }

    #[test]
    fn what_is_no_amount_is_refused_by_name() {
        let dot = DecimalMark::Dot;
        assert_eq!(eur("", dot), Err(AmountError::Empty));
        assert_eq!(eur("0.00", dot), Err(AmountError::Zero));
        assert_eq!(eur("-1", dot), Err(AmountError::Negative));
        assert_eq!(eur("12a", dot), Err(AmountError::Character('a')));
        assert_eq!(eur("1e5", dot), Err(AmountError::Character('e')));
        assert_eq!(eur("12345678901234567890", dot), Err(AmountError::TooLarge));
        assert!(matches!(eur("1,23,4", dot), Err(AmountError::Ambiguous(_))));
        assert!(matches!(eur("1.2.3,4", dot), Err(AmountError::Ambiguous(_))));
        assert_eq!(eur(".", dot), Err(AmountError::Zero));
    }

    #[test]
    fn groups_that_are_none_are_refused_rather_than_guessed() {
        for text in ["1234,567", ",567", "0,567", "0,1234", "1,2345"] {
            assert_eq!(eur(text, DecimalMark::Dot), Err(AmountError::Ambiguous(text.to_owned())), "{text}");
        }
        assert_eq!(eur("12,5", DecimalMark::Dot), Ok(1250), "two decimals at most are decimals whatever the mark");
    }

    proptest::proptest! {
        #[test]
        fn till_01_written_amounts_read_back(minor in 1..=Money::MAX_MINOR) {
            let money = Money::from_minor(minor, Currency::EUR).unwrap();
            proptest::prop_assert_eq!(eur(&money.to_plain(), DecimalMark::Dot), Ok(minor));
            proptest::prop_assert_eq!(eur(&money.to_plain().replace('.', ","), DecimalMark::Comma), Ok(minor));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,40}") {
            let _ = eur(&text, DecimalMark::Comma);
        }
    }
}
