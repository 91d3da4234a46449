//! Cash: what is owed, what was received, what to give back.

use crate::domain::cash::pieces_of;
use crate::domain::keypad::{Key, Keypad};
use crate::domain::money::Money;

/// Quick amounts beside the exact one.
const QUICK_MAX: usize = 4;
/// Steps to round up to, in units of the currency.
const STEPS: [i64; 8] = [1, 5, 10, 20, 50, 100, 200, 500];

/// Cash being counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cash {
    /// What is owed.
    pub total: Money,
    /// What was received, as typed.
    pub entry: Keypad,
    /// The quick amount chosen; the exact one at first.
    pub chosen: Money,
    /// Whether the last press had no place, or Done was too early.
    pub refused: bool,
}

/// What happened on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// A key of the keypad on the screen.
    KeyPressed(Key),
    /// A quick amount.
    Chosen(Money),
    /// Done.
    DonePressed,
    /// Back, without effect.
    BackPressed,
}

impl Cash {
    /// Cash for a total; until something is typed the customer gives it exactly.
    #[must_use]
    pub fn new(total: Money) -> Self {
        Self { total, entry: Keypad::new(total.currency()), chosen: total, refused: false }
    }

    /// What the customer gave.
    #[must_use]
    pub fn given(&self) -> Money {
        if self.entry.is_empty() { self.chosen } else { self.entry.amount() }
    }

    /// Takes a key of the keypad.
    pub fn press(&mut self, key: Key) {
        self.refused = self.entry.press(key).is_err();
    }

    /// Takes a quick amount in place of what was typed.
    pub fn choose(&mut self, given: Money) {
        let _ = self.entry.press(Key::Clear);
        self.chosen = given;
        self.refused = false;
    }

    /// What goes back; none while it is not enough.
    #[must_use]
    pub fn change(&self) -> Option<Money> {
        self.given().checked_sub(self.total).ok().filter(|change| change.minor() >= 0)
    }

    /// What is still missing.
    #[must_use]
    pub fn missing(&self) -> Option<Money> {
        self.total.checked_sub(self.given()).ok().filter(Money::is_positive)
    }

    /// The next whole amount and the next notes above the total.
    #[must_use]
    pub fn quick(&self) -> Vec<Money> {
        let currency = self.total.currency();
        // Where there are no decimals the small coins are worth too little to round to.
        let unit = if currency.exponent() == 0 { 100 } else { currency.unit() };
        let mut amounts: Vec<Money> = Vec::with_capacity(QUICK_MAX);
        for step in STEPS.map(|step| step * unit) {
            let rounded = self.total.minor().checked_add(step - 1).map(|sum| sum / step * step);
            let Some(amount) = rounded.and_then(|minor| Money::from_minor(minor, currency).ok()) else { continue };
            if amount != self.total && !amounts.contains(&amount) && amounts.len() < QUICK_MAX {
                amounts.push(amount);
            }
        }
        amounts
    }
}

/// Change in notes and coins, largest first, each with how many.
#[must_use]
pub(super) fn pieces(change: Money) -> Vec<(Money, u64)> {
    let currency = change.currency();
    let mut left = change.minor();
    let mut out = Vec::new();
    for &piece in pieces_of(currency) {
        let count = left / piece;
        left -= count * piece;
        if let (Ok(money), Ok(count @ 1..)) = (Money::from_minor(piece, currency), u64::try_from(count)) {
            out.push((money, count));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Currency;

    fn eur(minor: i64) -> Money {
        Money::from_minor(minor, Currency::EUR).unwrap()
    }

    #[test]
    fn till_13_quick_amounts_are_the_next_whole_and_the_next_notes() {
        assert_eq!(Cash::new(eur(3402)).quick(), [3500, 4000, 5000, 10_000].map(eur));
        assert_eq!(Cash::new(eur(5000)).quick(), [6000, 10_000, 20_000, 50_000].map(eur));
        let yen = Currency::from_code("JPY").unwrap();
        let quick = Cash::new(Money::from_minor(950, yen).unwrap()).quick();
        assert_eq!(quick.iter().map(Money::minor).collect::<Vec<_>>(), [1000, 2000, 5000, 10_000]);
    }

    #[test]
    fn till_13_change_by_largest_pieces() {
        let given: Vec<(i64, u64)> = pieces(eur(1598)).into_iter().map(|(m, n)| (m.minor(), n)).collect();
        assert_eq!(given, [(1000, 1), (500, 1), (50, 1), (20, 2), (5, 1), (2, 1), (1, 1)]);
        let sum: i64 = given.iter().map(|(m, n)| m * i64::try_from(*n).unwrap()).sum();
        assert_eq!(sum, 1598);
        assert!(pieces(eur(0)).is_empty());
    }

    #[test]
    fn till_13_too_little_has_no_change() {
        let mut cash = Cash::new(eur(3402));
        assert_eq!((cash.given(), cash.change()), (eur(3402), Some(eur(0))), "exact until something is typed");
        for digit in [3, 0, 0, 0] {
            cash.entry.press(Key::Digit(digit)).unwrap();
        }
        assert_eq!((cash.change(), cash.missing()), (None, Some(eur(402))));
    }
}
