//! The cart: what the customer is about to buy, before it becomes a sale.

use serde::{Deserialize, Serialize};

use super::id::ProductId;
use super::money::{Currency, Money, MoneyError};

/// What the money of a line is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Something sold.
    #[default]
    Goods,
    /// What the customer gives on top.
    Tip,
    /// What is charged beside the goods, such as delivery or a tax that is not in the prices.
    Fee,
}

impl Kind {
    /// All, goods first.
    pub const ALL: [Self; 3] = [Self::Goods, Self::Tip, Self::Fee];

    /// The word in exports and machine output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Goods => "goods",
            Self::Tip => "tip",
            Self::Fee => "fee",
        }
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
    fn is_goods(&self) -> bool {
        *self == Self::Goods
    }
}

/// One line: a product or a typed amount, so many times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The product; none for an amount typed on the keypad.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sku: Option<ProductId>,
    /// The name at the time of sale; empty for a typed amount.
    #[serde(default)]
    pub name: String,
    /// The price of one.
    pub price: Money,
    /// How many, at least one.
    pub quantity: u32,
    /// A note for this line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// What the catalogue said, when the cashier changed the price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub override_of: Option<PriceOverride>,
    /// What it is for; books of earlier versions know goods alone.
    #[serde(default, skip_serializing_if = "Kind::is_goods")]
    pub kind: Kind,
}

/// A changed price: what it was and why it changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceOverride {
    /// The catalogue's price.
    pub listed: Money,
    /// The cashier's reason, never empty.
    pub reason: String,
}

impl Line {
    /// Price times quantity.
    ///
    /// # Errors
    /// [`MoneyError::TooLarge`].
    pub fn total(&self) -> Result<Money, MoneyError> {
        self.price.checked_mul(self.quantity)
    }
}

/// Why a change of the cart is refused; the cart stays as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CartError {
    /// The sum would not fit.
    #[error("the cart is larger than a till can hold")]
    TooLarge,
    /// More lines than a receipt can carry.
    #[error("a cart holds at most {0} lines")]
    TooManyLines(usize),
    /// No such line.
    #[error("there is no such line")]
    NoLine,
    /// A product cannot be a tip or a fee.
    #[error("a product is goods; only a typed amount can be a tip or a fee")]
    Product,
    /// A price override without a reason.
    #[error("a changed price needs a reason")]
    NoReason,
    /// The amount is not above zero, or in another currency.
    #[error("the price must be above zero in the shop's currency")]
    Price,
}

/// The lines rung up so far, with undo.
#[derive(Debug, Clone)]
pub struct Cart {
    currency: Currency,
    lines: Vec<Line>,
    undo: Vec<Vec<Line>>,
}

impl Cart {
    /// Lines a cart may hold.
    pub const LINES_MAX: usize = 500;
    /// Pieces one line may hold.
    pub const QUANTITY_MAX: u32 = 9_999;
    const UNDO_MAX: usize = 50;

    /// An empty cart.
    #[must_use]
    pub fn new(currency: Currency) -> Self {
        Self { currency, lines: Vec::new(), undo: Vec::new() }
    }

    /// The lines in the order rung up.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Whether nothing is rung up.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The shop's currency.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// All pieces; a tip or a fee is none.
    #[must_use]
    pub fn items(&self) -> u32 {
        items(&self.lines)
    }

    /// How many of a product are in the cart.
    #[must_use]
    pub fn count(&self, sku: &ProductId) -> u32 {
        self.lines.iter().filter(|line| line.sku.as_ref() == Some(sku)).map(|line| line.quantity).sum()
    }

    /// What the customer owes.
    #[must_use]
    pub fn total(&self) -> Money {
        total(&self.lines, self.currency).expect("every change checks the sum before it is kept")
    }

    /// Adds pieces; a product at the same price and without note joins its line. Answers the line's index.
    ///
    /// # Errors
    /// [`CartError`]; nothing changes then.
    pub fn add(&mut self, line: Line) -> Result<usize, CartError> {
        if line.price.currency() != self.currency || !line.price.is_positive() || line.quantity == 0 {
            return Err(CartError::Price);
        }
        let same = |have: &Line| {
            have.sku.is_some() && have.sku == line.sku && have.price == line.price && have.note == line.note
        };
        let found = self.lines.iter().position(same);
        self.change(|lines| match found {
            Some(index) => {
                lines[index].quantity = lines[index].quantity.saturating_add(line.quantity);
                Ok(index)
            }
            None => {
                lines.push(line);
                Ok(lines.len() - 1)
            }
        })
    }

    /// Sets how many pieces a line has; zero removes it.
    ///
    /// # Errors
    /// [`CartError`]; nothing changes then.
    pub fn set_quantity(&mut self, index: usize, quantity: u32) -> Result<(), CartError> {
        self.change(|lines| {
            let line = lines.get_mut(index).ok_or(CartError::NoLine)?;
            line.quantity = quantity;
            lines.retain(|line| line.quantity > 0);
            Ok(())
        })
    }

    /// Removes a line.
    ///
    /// # Errors
    /// [`CartError::NoLine`].
    pub fn remove(&mut self, index: usize) -> Result<(), CartError> {
        self.set_quantity(index, 0)
    }

    /// Puts a note on a line.
    ///
    /// # Errors
    /// [`CartError::NoLine`].
    pub fn note(&mut self, index: usize, note: &str) -> Result<(), CartError> {
        self.change(|lines| {
            lines.get_mut(index).ok_or(CartError::NoLine)?.note = note.trim().to_owned();
            Ok(())
        })
    }

    /// Says what the money of a typed amount is for.
    ///
    /// # Errors
    /// [`CartError::NoLine`], or [`CartError::Product`] where goods of the catalogue would become a tip or a fee.
    pub fn mark(&mut self, index: usize, kind: Kind) -> Result<(), CartError> {
        self.change(|lines| {
            let line = lines.get_mut(index).ok_or(CartError::NoLine)?;
            if line.sku.is_some() && kind != Kind::Goods {
                return Err(CartError::Product);
            }
            line.kind = kind;
            Ok(())
        })
    }

    /// Changes the price of a line, with the reason.
    ///
    /// # Errors
    /// [`CartError`]; nothing changes then.
    pub fn override_price(&mut self, index: usize, price: Money, reason: &str) -> Result<(), CartError> {
        if reason.trim().is_empty() {
            return Err(CartError::NoReason);
        }
        if price.currency() != self.currency || !price.is_positive() {
            return Err(CartError::Price);
        }
        self.change(|lines| {
            let line = lines.get_mut(index).ok_or(CartError::NoLine)?;
            let listed = line.override_of.as_ref().map_or(line.price, |earlier| earlier.listed);
            line.override_of = Some(PriceOverride { listed, reason: reason.trim().to_owned() });
            line.price = price;
            Ok(())
        })
    }

    /// Takes back the last change; false if there is none.
    pub fn undo(&mut self) -> bool {
        let Some(before) = self.undo.pop() else { return false };
        self.lines = before;
        true
    }

    /// Whether a change can be taken back.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    fn change<T>(&mut self, change: impl FnOnce(&mut Vec<Line>) -> Result<T, CartError>) -> Result<T, CartError> {
        let mut lines = self.lines.clone();
        let outcome = change(&mut lines)?;
        if lines.len() > Self::LINES_MAX {
            return Err(CartError::TooManyLines(Self::LINES_MAX));
        }
        if lines.iter().any(|line| line.quantity > Self::QUANTITY_MAX) {
            return Err(CartError::TooLarge);
        }
        total(&lines, self.currency).map_err(|_| CartError::TooLarge)?;
        if self.undo.len() == Self::UNDO_MAX {
            self.undo.remove(0);
        }
        self.undo.push(std::mem::replace(&mut self.lines, lines));
        Ok(outcome)
    }
}

/// How many pieces are sold; a tip or a fee is none.
#[must_use]
pub fn items(lines: &[Line]) -> u32 {
    lines.iter().filter(|line| line.kind == Kind::Goods).map(|line| line.quantity).sum()
}

/// The sum of lines.
///
/// # Errors
/// [`MoneyError`] when it does not fit or a line is in another currency.
pub fn total(lines: &[Line], currency: Currency) -> Result<Money, MoneyError> {
    lines.iter().try_fold(Money::zero(currency), |sum, line| sum.checked_add(line.total()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eur(minor: i64) -> Money {
        Money::from_minor(minor, Currency::EUR).unwrap()
    }

    fn line(sku: Option<&str>, minor: i64, quantity: u32) -> Line {
        let sku = sku.map(ProductId::from);
        Line {
            sku,
            name: String::new(),
            price: eur(minor),
            quantity,
            note: String::new(),
            override_of: None,
            kind: Kind::Goods,
        }
    }

    #[test]
    fn till_03_06_products_and_amounts_in_one_cart() {
        let mut cart = Cart::new(Currency::EUR);
        cart.add(line(Some("A"), 240, 1)).unwrap();
        cart.add(line(None, 100, 1)).unwrap();
        cart.add(line(None, 100, 1)).unwrap();
        assert_eq!(cart.add(line(Some("A"), 240, 2)), Ok(0), "a product joins its line");
        assert_eq!((cart.lines().len(), cart.items(), cart.total()), (3, 5, eur(920)));
        cart.set_quantity(0, 1).unwrap();
        cart.remove(1).unwrap();
        assert_eq!(cart.total(), eur(340));
        assert!(cart.undo() && cart.undo());
        assert_eq!(cart.total(), eur(920), "undo takes back one change each");
    }

    #[test]
    fn till_06_an_override_keeps_the_listed_price_and_wants_a_reason() {
        let mut cart = Cart::new(Currency::EUR);
        cart.add(line(Some("A"), 240, 2)).unwrap();
        assert_eq!(cart.override_price(0, eur(200), "  "), Err(CartError::NoReason));
        assert_eq!(cart.override_price(0, Money::zero(Currency::EUR), "x"), Err(CartError::Price));
        cart.override_price(0, eur(200), "damaged").unwrap();
        cart.override_price(0, eur(150), "very damaged").unwrap();
        assert_eq!(cart.lines()[0].override_of.as_ref().unwrap().listed, eur(240));
        assert_eq!(cart.total(), eur(300));
    }

    #[test]
    fn bp2_31_a_typed_amount_can_be_a_tip_and_a_product_cannot() {
        let mut cart = Cart::new(Currency::EUR);
        cart.add(line(Some("A"), 240, 2)).unwrap();
        cart.add(line(None, 50, 1)).unwrap();
        cart.mark(1, Kind::Tip).unwrap();
        assert_eq!((cart.items(), cart.total()), (2, eur(530)), "a tip is money and no piece");
        assert_eq!(cart.mark(0, Kind::Fee), Err(CartError::Product));
        assert_eq!(cart.mark(9, Kind::Tip), Err(CartError::NoLine));
        assert!(cart.undo());
        assert_eq!(cart.lines()[1].kind, Kind::Goods);
    }

    #[test]
    fn the_book_of_an_earlier_version_knows_goods_alone() {
        let goods = line(None, 50, 1);
        let text = serde_json::to_string(&goods).unwrap();
        assert!(!text.contains("kind"), "goods are written as before: {text}");
        assert_eq!(serde_json::from_str::<Line>(&text).unwrap(), goods);
        let tip = Line { kind: Kind::Tip, ..goods };
        assert_eq!(serde_json::from_str::<Line>(&serde_json::to_string(&tip).unwrap()).unwrap(), tip);
    }

    #[test]
    fn a_change_that_does_not_fit_changes_nothing() {
        let mut cart = Cart::new(Currency::EUR);
        cart.add(line(None, Money::MAX_MINOR, 1)).unwrap();
        assert_eq!(cart.add(line(None, 1, 1)), Err(CartError::TooLarge));
        assert_eq!(cart.set_quantity(0, 10_000), Err(CartError::TooLarge));
        assert_eq!(cart.set_quantity(7, 1), Err(CartError::NoLine));
        assert_eq!(cart.total(), eur(Money::MAX_MINOR));
    }

    #[test]
    fn a_cart_says_whether_it_is_empty_and_what_can_be_taken_back() {
        let mut cart = Cart::new(Currency::EUR);
        assert!(cart.is_empty() && !cart.can_undo() && !cart.undo());
        cart.add(line(Some("A"), 240, 2)).unwrap();
        assert!(!cart.is_empty() && cart.can_undo());
        assert!(cart.undo());
        assert!(cart.is_empty() && !cart.can_undo());
    }

    #[test]
    fn the_pieces_of_one_product_are_counted_over_all_its_lines() {
        let mut cart = Cart::new(Currency::EUR);
        cart.add(line(Some("A"), 240, 2)).unwrap();
        cart.add(line(Some("A"), 200, 3)).unwrap();
        cart.add(line(Some("B"), 100, 7)).unwrap();
        cart.add(line(None, 100, 9)).unwrap();
        assert_eq!((cart.count(&ProductId::from("A")), cart.count(&ProductId::from("C"))), (5, 0));
    }

    #[test]
    fn a_note_is_kept_without_its_edges_and_keeps_its_line_apart() {
        let mut cart = Cart::new(Currency::EUR);
        cart.add(line(Some("A"), 240, 1)).unwrap();
        cart.note(0, "  no sugar ").unwrap();
        assert_eq!(cart.lines()[0].note, "no sugar");
        assert_eq!(cart.note(1, "x"), Err(CartError::NoLine));
        assert_eq!(cart.add(line(Some("A"), 240, 1)), Ok(1), "goods with a note are goods of their own");
    }

    #[test]
    fn what_has_no_price_or_no_piece_is_not_rung_up() {
        let mut cart = Cart::new(Currency::EUR);
        let dollar = Line { price: Money::from_minor(240, Currency::USD).unwrap(), ..line(None, 240, 1) };
        for odd in [dollar, line(None, 0, 1), line(None, 240, 0)] {
            assert_eq!(cart.add(odd.clone()), Err(CartError::Price), "{odd:?}");
        }
        assert_eq!(cart.add(line(None, 100, 1)), Ok(0));
        assert_eq!(cart.add(line(None, 100, 1)), Ok(1), "the line's own place");
        cart.set_quantity(0, 0).unwrap();
        assert_eq!(cart.lines().len(), 1, "a line of nothing is gone");
    }

    #[test]
    fn a_cart_is_full_at_its_most_lines_and_pieces() {
        let mut cart = Cart::new(Currency::EUR);
        for place in 0..Cart::LINES_MAX {
            assert_eq!(cart.add(line(None, 1, 1)), Ok(place));
        }
        assert_eq!(cart.add(line(None, 1, 1)), Err(CartError::TooManyLines(Cart::LINES_MAX)));
        assert_eq!(cart.set_quantity(0, Cart::QUANTITY_MAX), Ok(()));
        assert_eq!(cart.set_quantity(0, Cart::QUANTITY_MAX + 1), Err(CartError::TooLarge));
        assert_eq!(cart.lines()[0].quantity, Cart::QUANTITY_MAX);
    }

    #[test]
    fn the_last_fifty_changes_can_be_taken_back() {
        let mut cart = Cart::new(Currency::EUR);
        for _ in 0..=Cart::UNDO_MAX {
            cart.add(line(None, 1, 1)).unwrap();
        }
        let taken_back = std::iter::repeat_with(|| cart.undo()).take_while(|undone| *undone).count();
        assert_eq!((taken_back, cart.lines().len()), (Cart::UNDO_MAX, 1));
    }

    #[test]
    fn every_kind_of_line_has_its_word() {
        assert_eq!(Kind::ALL.map(Kind::word), ["goods", "tip", "fee"]);
    }
}
