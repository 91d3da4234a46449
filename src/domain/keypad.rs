//! The amount being typed on the keypad.
//!
//! Digits fill from the right by the currency's exponent; the first separator switches to literal entry.

use super::money::{Currency, Money};

/// One press on the keypad or its keyboard twin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// A digit, 0 to 9.
    Digit(u8),
    /// Two zeroes at once.
    DoubleZero,
    /// Comma or dot.
    Separator,
    /// Removes the last press.
    Back,
    /// Removes everything.
    Clear,
}

/// What is typed so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keypad {
    currency: Currency,
    typed: String,
}

/// A press that cannot be taken: a second separator, too many digits or decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused;

impl Keypad {
    /// An empty entry in the shop's currency.
    #[must_use]
    pub fn new(currency: Currency) -> Self {
        Self { currency, typed: String::new() }
    }

    /// Takes one press.
    ///
    /// # Errors
    /// [`Refused`] when the press has no meaning; the entry stays as it was.
    pub fn press(&mut self, key: Key) -> Result<(), Refused> {
        match key {
            Key::Digit(digit) => self.push(&digit.to_string()),
            Key::DoubleZero => self.push("00"),
            Key::Separator => self.separate(),
            Key::Back => {
                self.typed.pop();
                Ok(())
            }
            Key::Clear => {
                self.typed.clear();
                Ok(())
            }
        }
    }

    /// The amount typed so far; zero while nothing is typed.
    #[must_use]
    pub fn amount(&self) -> Money {
        Money::from_minor(self.minor().unwrap_or(0), self.currency).unwrap_or_else(|_| Money::zero(self.currency))
    }

    /// The typed digits as a plain whole number, as a quantity is typed.
    #[must_use]
    pub fn whole(&self) -> Option<u32> {
        self.typed.parse().ok()
    }

    /// Whether nothing is typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.typed.is_empty()
    }

    fn push(&mut self, digits: &str) -> Result<(), Refused> {
        let before = self.typed.clone();
        self.typed.push_str(digits);
        if !self.typed.contains('.') {
            let significant = self.typed.trim_start_matches('0').len();
            self.typed = self.typed.split_off(self.typed.len() - significant);
        }
        if self.minor().is_none_or(|minor| minor > Money::MAX_MINOR) {
            self.typed = before;
            return Err(Refused);
        }
        Ok(())
    }

    fn separate(&mut self) -> Result<(), Refused> {
        if self.typed.contains('.') || self.currency.exponent() == 0 {
            return Err(Refused);
        }
        if self.typed.is_empty() {
            self.typed.push('0');
        }
        self.typed.push('.');
        if self.minor().is_none_or(|minor| minor > Money::MAX_MINOR) {
            self.typed.pop();
            return Err(Refused);
        }
        Ok(())
    }

    fn minor(&self) -> Option<i64> {
        let Some((whole, decimals)) = self.typed.split_once('.') else {
            return if self.typed.is_empty() { Some(0) } else { self.typed.parse().ok() };
        };
        let exponent = usize::from(self.currency.exponent());
        (decimals.len() <= exponent).then(|| format!("{whole}{decimals:0<exponent$}").parse().ok())?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(currency: &str, keys: &str) -> i64 {
        let mut keypad = Keypad::new(Currency::from_code(currency).unwrap());
        for c in keys.chars() {
            let key = match c {
                ',' | '.' => Key::Separator,
                '<' => Key::Back,
                'C' => Key::Clear,
                'D' => Key::DoubleZero,
                digit => Key::Digit(u8::try_from(digit.to_digit(10).unwrap()).unwrap()),
            };
            let _ = keypad.press(key);
        }
        keypad.amount().minor()
    }

    #[test]
    fn till_01_digits_fill_from_the_right_by_the_currencys_exponent() {
        assert_eq!(typed("EUR", "2150"), 2150);
        assert_eq!(typed("JPY", "2150"), 2150);
        assert_eq!(typed("KWD", "2150"), 2150);
        assert_eq!(typed("EUR", "5D"), 500);
        assert_eq!(typed("EUR", "00"), 0);
    }

    #[test]
    fn till_01_a_separator_switches_to_literal_entry() {
        assert_eq!(typed("EUR", "12,5"), 1250);
        assert_eq!(typed("EUR", "12."), 1200);
        assert_eq!(typed("EUR", ".5"), 50);
        assert_eq!(typed("EUR", "1.2.3"), 123, "a second separator is refused");
        assert_eq!(typed("EUR", "1.234"), 123, "a third decimal is refused");
        assert_eq!(typed("JPY", "12.5"), 125, "yen have no separator");
    }

    #[test]
    fn till_01_back_and_clear() {
        assert_eq!(typed("EUR", "2150<"), 215);
        assert_eq!(typed("EUR", "12,5<<<"), 1);
        assert_eq!(typed("EUR", "2150C7"), 7);
        assert_eq!(typed("EUR", "<"), 0);
    }

    #[test]
    fn an_entry_never_outgrows_a_till() {
        assert_eq!(typed("EUR", "99999999999999999999"), Money::MAX_MINOR);
        assert_eq!(typed("EUR", "999999999,99"), Money::MAX_MINOR);
    }

    #[test]
    fn what_is_typed_is_a_quantity_too() {
        let mut keypad = Keypad::new(Currency::EUR);
        assert_eq!((keypad.is_empty(), keypad.whole()), (true, None));
        keypad.press(Key::Digit(1)).unwrap();
        keypad.press(Key::Digit(2)).unwrap();
        assert_eq!((keypad.is_empty(), keypad.whole()), (false, Some(12)));
        keypad.press(Key::Separator).unwrap();
        assert_eq!(keypad.whole(), None, "a part of a piece is no quantity");
    }

    #[test]
    fn till_01_leading_noughts_are_nothing_typed() {
        let mut keypad = Keypad::new(Currency::EUR);
        keypad.press(Key::Digit(0)).unwrap();
        keypad.press(Key::DoubleZero).unwrap();
        assert!(keypad.is_empty());
        assert_eq!(typed("EUR", "05<"), 0, "one press back takes all of it");
        assert_eq!(typed("EUR", "0.05<"), 0);
    }

    #[test]
    fn a_separator_that_would_make_the_amount_too_large_is_refused() {
        assert_eq!(typed("EUR", "99999999999."), Money::MAX_MINOR);
        assert_eq!(typed("EUR", "999999999."), 99_999_999_900);
    }
}
