//! What the register is, hears and asks.

use super::panel::Panel;
use super::remark::Remark;
use crate::domain::cart::{Cart, Kind, Line};
use crate::domain::id::SaleId;
use crate::domain::keypad::{Key, Keypad};
use crate::domain::money::{Currency, Money};
use crate::domain::scan::Burst;
use crate::domain::terms::Buyer;
use crate::ui::action::Action;
use crate::ui::context::Context;
use crate::ui::press::Press;

/// The search field, so that a task can focus it.
pub const SEARCH: &str = "register-search";
/// The list of cart lines, so that a task can scroll it.
pub const LINES: &str = "register-lines";
/// The field of a dialog.
pub const DIALOG_FIELD: &str = "register-dialog-field";
/// What no widget is called: focusing it takes the focus away from every field.
pub(super) const NOWHERE: &str = "register-nowhere";
/// Digits a quantity may have.
pub(super) const TIMES_MAX: usize = 4;

/// What is being rung up.
#[derive(Debug, Clone)]
pub struct Register {
    pub(super) sale: SaleId,
    pub(super) cart: Cart,
    pub(super) entry: Keypad,
    pub(super) refused: bool,
    pub(super) times: Option<String>,
    pub(super) query: String,
    pub(super) category: Option<String>,
    pub(super) found: Vec<usize>,
    pub(super) selected: Option<usize>,
    pub(super) panel: Panel,
    pub(super) phase: Phase,
    pub(super) page: Page,
    pub(super) pad_open: bool,
    pub(super) focus: Option<Target>,
    pub(super) burst: Burst,
    pub(super) before: Option<Typed>,
}

/// Whether the cart is still ours to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Ringing up.
    Open,
    /// Handed over once; deaf until the app answers.
    Charging,
}

/// Which half a small window shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The keypad.
    Amount,
    /// The products.
    Products,
}

/// What was typed before a burst, to go back to if it was a scan.
#[derive(Debug, Clone)]
pub(super) struct Typed {
    pub(super) entry: Keypad,
    pub(super) times: Option<String>,
    pub(super) query: String,
    pub(super) panel: Panel,
    pub(super) pad_open: bool,
    pub(super) changes: usize,
}

/// What happened.
#[derive(Debug, Clone)]
pub enum Message {
    /// A key of the keyboard or of a scanner.
    Pressed(Press),
    /// A key of the keypad on the screen.
    PadPressed(Key),
    /// A product, by its place in the catalogue.
    ItemTapped(usize),
    /// A category, by its place; none for all.
    CategoryChosen(Option<usize>),
    /// The search field changed.
    QueryTyped(String),
    /// The catalogue was read again.
    CatalogChanged,
    /// × Qty.
    TimesPressed,
    /// Add.
    AddPressed,
    /// A line of the cart.
    LineTapped(usize),
    /// One less of the chosen line.
    LessPressed,
    /// One more of the chosen line.
    MorePressed,
    /// The chosen line goes.
    RemovePressed,
    /// The last change is taken back.
    UndoPressed,
    /// The chosen line's price is to change.
    PricePressed,
    /// The chosen line gets a note.
    NotePressed,
    /// What the money of the dialog's line is for.
    KindChosen(Kind),
    /// The text field of the dialog changed.
    DialogTyped(String),
    /// The customer's number changed.
    NumberTyped(String),
    /// The dialog's verb.
    DialogConfirmed,
    /// The dialog or panel closes without effect.
    DialogClosed,
    /// Which half a small window shows.
    PageChosen(Page),
    /// Charge.
    ChargePressed,
    /// Cash.
    CashPressed,
    /// A quick amount of cash.
    CashChosen(Money),
    /// The line about the last sale.
    LastSalePressed,
    /// The app could not do what was asked; the cart is ours again.
    Failed,
}

/// What the app is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instruction {
    /// Make the cart a sale and ask for its payment.
    Charge(Checkout),
    /// Make the cart a sale paid in cash.
    Cash {
        /// The cart.
        checkout: Checkout,
        /// What the customer gave.
        given: Money,
    },
    /// Show the list of sales.
    OpenSales,
    /// Show one sale.
    OpenSale(SaleId),
    /// Tell the cashier something that changes nothing.
    Tell(Remark),
}

/// A cart handed over. The same cart always names the same sale, so that it cannot be charged twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkout {
    /// The sale's name.
    pub sale: SaleId,
    /// What is sold.
    pub lines: Vec<Line>,
    /// The shop's own reference; empty for none.
    pub reference: String,
    /// The customer, as far as they want to be known.
    pub buyer: Option<Buyer>,
}

pub(super) type Answer = Action<Instruction, Message>;

/// A control Tab can reach, in reading order. Digits have keys of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The search field.
    Search,
    /// A category; 0 is all.
    Category(usize),
    /// A tile, by its place among those found; arrows move along.
    Tile(usize),
    /// × Qty.
    Times,
    /// Add.
    Add,
    /// The line about the last sale.
    LastSale,
    /// Undo.
    Undo,
    /// A line of the cart; arrows move along.
    Line(usize),
    /// One less.
    Less,
    /// One more.
    More,
    /// New price.
    Price,
    /// Note.
    Note,
    /// Remove.
    Remove,
    /// Charge.
    Charge,
    /// Cash.
    Cash,
}

impl Register {
    /// An empty register whose cart will become `sale`, a name the app made for it alone.
    #[must_use]
    pub fn new(sale: SaleId, cx: &Context<'_>) -> Self {
        let currency = cx.config.shop.currency;
        let found = cx.catalog.search("", None);
        Self {
            sale,
            cart: Cart::new(currency),
            entry: Keypad::new(currency),
            refused: false,
            times: None,
            query: String::new(),
            category: None,
            found,
            selected: None,
            panel: Panel::None,
            phase: Phase::Open,
            page: Page::Amount,
            pad_open: false,
            focus: None,
            burst: Burst::default(),
            before: None,
        }
    }

    /// The cart so far.
    #[must_use]
    pub fn cart(&self) -> &Cart {
        &self.cart
    }

    /// The name the sale will have.
    #[must_use]
    pub fn sale(&self) -> SaleId {
        self.sale
    }

    /// The half a small window shows.
    #[must_use]
    pub fn page(&self) -> Page {
        self.page
    }

    /// Whether the cart is still ours to change.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// What lies over the register.
    #[must_use]
    pub fn panel(&self) -> &Panel {
        &self.panel
    }

    /// The amount typed and not yet added.
    #[must_use]
    pub fn typed(&self) -> Money {
        self.entry.amount()
    }

    /// What the search field holds.
    #[must_use]
    pub fn query(&self) -> &str {
        &self.query
    }

    pub(super) fn currency(&self) -> Currency {
        self.cart.currency()
    }
}

pub(super) fn tell(remark: Remark) -> Answer {
    Action::ask(Instruction::Tell(remark))
}
