//! The register: products, amounts and the cart, until Charge.

mod cart;
mod cash;
mod cash_view;
mod dialog;
mod dialog_view;
mod focus;
mod keys;
mod last;
mod pad;
mod products;
mod remark;
mod view;

use iced::Task;
use iced::widget::operation::{self, RelativeOffset};

use crate::domain::cart::{Cart, CartError, Line};
use crate::domain::id::SaleId;
use crate::domain::keypad::{Key, Keypad};
use crate::domain::money::{Currency, Money};
use crate::domain::scan::Burst;
use crate::ui::action::Action;
use crate::ui::context::Context;
use crate::ui::press::Press;

pub use cash::Cash;
pub use dialog::{Note, PriceChange};
pub use focus::Target;
pub use remark::Remark;

/// The search field, so that a task can focus it.
pub const SEARCH: &str = "register-search";
/// The list of cart lines, so that a task can scroll it.
pub const LINES: &str = "register-lines";
/// The field of a dialog.
pub const DIALOG_FIELD: &str = "register-dialog-field";
/// What no widget is called: focusing it takes the focus away from every field.
const NOWHERE: &str = "register-nowhere";
/// Digits a quantity may have.
const TIMES_MAX: usize = 4;

/// What is being rung up.
#[derive(Debug, Clone)]
pub struct Register {
    sale: SaleId,
    cart: Cart,
    entry: Keypad,
    refused: bool,
    times: Option<String>,
    query: String,
    category: Option<String>,
    found: Vec<usize>,
    selected: Option<usize>,
    panel: Panel,
    phase: Phase,
    page: Page,
    pad_open: bool,
    focus: Option<Target>,
    burst: Burst,
    before: Option<Typed>,
}

/// What lies over the register.
#[derive(Debug, Clone, PartialEq)]
pub enum Panel {
    /// Nothing.
    None,
    /// A line's price is being changed.
    Price(PriceChange),
    /// A line's note is being written.
    Note(Note),
    /// Cash is being counted.
    Cash(Cash),
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
struct Typed {
    entry: Keypad,
    times: Option<String>,
    query: String,
    panel: Panel,
    pad_open: bool,
    changes: usize,
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
    /// The text field of the dialog changed.
    DialogTyped(String),
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
}

type Answer = Action<Instruction, Message>;

impl Register {
    /// An empty register whose cart will become `sale`, a name the app made for it alone.
    #[must_use]
    pub fn new(sale: SaleId, cx: &Context<'_>) -> Self {
        let currency = cx.config.shop.currency;
        let mut register = Self {
            sale,
            cart: Cart::new(currency),
            entry: Keypad::new(currency),
            refused: false,
            times: None,
            query: String::new(),
            category: None,
            found: Vec::new(),
            selected: None,
            panel: Panel::None,
            phase: Phase::Open,
            page: Page::Amount,
            pad_open: false,
            focus: None,
            burst: Burst::default(),
            before: None,
        };
        register.search(cx);
        register
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

    /// Takes a message; pure.
    pub fn update(&mut self, message: Message, cx: &Context<'_>) -> Answer {
        if self.phase == Phase::Charging && !matches!(message, Message::Failed | Message::CatalogChanged) {
            return Action::none();
        }
        if !matches!(message, Message::Pressed(_) | Message::QueryTyped(_) | Message::DialogTyped(_)) {
            self.burst.reset();
            self.before = None;
        }
        match message {
            Message::Pressed(press) => self.heard(&press, cx),
            Message::PadPressed(key) => self.pad(key),
            Message::ItemTapped(index) => self.add_product(index, cx),
            Message::CategoryChosen(place) => self.choose_category(place, cx),
            Message::QueryTyped(text) => self.retype(text, cx),
            Message::CatalogChanged => self.reread(cx),
            Message::TimesPressed => self.start_times(),
            Message::AddPressed => self.add_typed(),
            Message::LineTapped(index) => self.select(index),
            Message::LessPressed => self.step_quantity(false),
            Message::MorePressed => self.step_quantity(true),
            Message::RemovePressed => self.remove(),
            Message::UndoPressed => self.undo(),
            Message::PricePressed => self.open_price(),
            Message::NotePressed => self.open_note(),
            Message::DialogTyped(text) => self.dialog_typed(text),
            Message::DialogConfirmed => self.confirm(cx),
            Message::DialogClosed => self.close(),
            Message::PageChosen(page) => self.turn(page),
            Message::ChargePressed => self.charge(cx),
            Message::CashPressed => self.open_cash(),
            Message::CashChosen(given) => self.choose_cash(given),
            Message::LastSalePressed => last::open(cx),
            Message::Failed => self.reopen(),
        }
    }

    // The keypad.

    fn pad(&mut self, key: Key) -> Answer {
        if let Some(entry) = self.panel.entry() {
            entry.press(key);
            return Action::none();
        }
        self.refused = match &mut self.times {
            Some(times) => press_times(times, key).is_none(),
            None => self.entry.press(key).is_err(),
        };
        if key == Key::Clear {
            self.times = None;
            self.pad_open = false;
        }
        Action::none()
    }

    fn start_times(&mut self) -> Answer {
        self.times = match self.times {
            Some(_) => None,
            None => Some(String::new()),
        };
        self.pad_open |= self.times.is_some();
        Action::none()
    }

    /// Quantity typed so far; none while nothing is.
    fn quantity(&self) -> Option<u32> {
        self.times.as_ref()?.parse().ok().filter(|quantity| *quantity > 0)
    }

    // The products.

    fn search(&mut self, cx: &Context<'_>) {
        self.found = cx.catalog.search(&self.query, self.category.as_deref());
    }

    fn retype(&mut self, text: String, cx: &Context<'_>) -> Answer {
        self.query = text.chars().filter(|c| !c.is_control()).take(crate::domain::scan::CHARS_MAX).collect();
        self.page = Page::Products;
        self.search(cx);
        Action::none()
    }

    fn choose_category(&mut self, place: Option<usize>, cx: &Context<'_>) -> Answer {
        self.category = place.and_then(|place| cx.catalog.categories().get(place).cloned());
        self.page = Page::Products;
        self.pad_open = false;
        self.search(cx);
        Action::none()
    }

    fn reread(&mut self, cx: &Context<'_>) -> Answer {
        if self.category.as_ref().is_some_and(|category| !cx.catalog.categories().contains(category)) {
            self.category = None;
        }
        self.search(cx);
        Action::none()
    }

    fn add_product(&mut self, index: usize, cx: &Context<'_>) -> Answer {
        let Some(product) = cx.catalog.products().get(index) else { return Action::none() };
        let quantity = self.quantity().unwrap_or(1);
        let typed = self.entry.amount();
        let price = match product.price {
            Some(price) => price,
            None if typed.is_positive() => typed,
            None => return tell(Remark::AmountFirst(product.name.clone())),
        };
        let line = line(Some(product.sku.clone()), product.name.clone(), price, quantity);
        let used_entry = product.price.is_none();
        self.put(line, used_entry, cx)
    }

    // The cart.

    fn add_typed(&mut self) -> Answer {
        if let Some(times) = &self.times {
            return if times.is_empty() { self.start_times() } else { self.apply_times() };
        }
        self.add_amount(1)
    }

    fn add_amount(&mut self, quantity: u32) -> Answer {
        let typed = self.entry.amount();
        if !typed.is_positive() {
            return Action::none();
        }
        let added = self.cart.add(line(None, String::new(), typed, quantity));
        match added {
            Ok(index) => {
                self.clear_entry();
                Action::task(self.show_line(index))
            }
            Err(error) => tell(Remark::Cart(error)),
        }
    }

    fn put(&mut self, line: Line, used_entry: bool, cx: &Context<'_>) -> Answer {
        match self.cart.add(line) {
            Ok(index) => {
                self.times = None;
                if used_entry {
                    self.clear_entry();
                }
                let show = self.show_line(index);
                Action::task(Task::batch([self.clear_query(cx), show]))
            }
            Err(error) => tell(Remark::Cart(error)),
        }
    }

    /// `*`, digits, Enter: so many of the typed amount, or of the chosen or newest line.
    fn apply_times(&mut self) -> Answer {
        let Some(quantity) = self.quantity() else {
            self.refused = true;
            return Action::none();
        };
        if self.entry.amount().is_positive() {
            return self.add_amount(quantity);
        }
        let Some(index) = self.selected.or_else(|| self.cart.lines().len().checked_sub(1)) else {
            self.times = None;
            return Action::none();
        };
        let changed = self.cart.set_quantity(index, quantity);
        self.times = None;
        self.pad_open = false;
        self.after(changed)
    }

    fn select(&mut self, index: usize) -> Answer {
        self.selected = if self.selected == Some(index) { None } else { Some(index) };
        Action::none()
    }

    fn step_quantity(&mut self, up: bool) -> Answer {
        let Some((index, line)) = self.selected.and_then(|index| Some((index, self.cart.lines().get(index)?))) else {
            return Action::none();
        };
        let quantity = if up { line.quantity.saturating_add(1) } else { line.quantity.saturating_sub(1) };
        if quantity == 0 {
            return self.remove();
        }
        let changed = self.cart.set_quantity(index, quantity);
        self.after(changed)
    }

    fn remove(&mut self) -> Answer {
        let Some(index) = self.selected else { return Action::none() };
        let changed = self.cart.remove(index);
        self.selected = None;
        self.after(changed)
    }

    fn undo(&mut self) -> Answer {
        self.cart.undo();
        self.selected = self.selected.filter(|index| *index < self.cart.lines().len());
        Action::none()
    }

    fn after(&mut self, changed: Result<(), CartError>) -> Answer {
        match changed {
            Ok(()) => Action::none(),
            Err(error) => tell(Remark::Cart(error)),
        }
    }

    // The end of ringing up.

    fn charge(&mut self, cx: &Context<'_>) -> Answer {
        if self.cart.is_empty() {
            let _ = self.add_amount(1);
        }
        if self.cart.is_empty() {
            return Action::none();
        }
        if let Some(remark) = remark::before_charge(self.cart.total(), cx) {
            return tell(remark);
        }
        self.phase = Phase::Charging;
        Action::ask(Instruction::Charge(self.checkout()))
    }

    fn checkout(&self) -> Checkout {
        Checkout { sale: self.sale, lines: self.cart.lines().to_vec(), reference: String::new() }
    }

    fn reopen(&mut self) -> Answer {
        self.phase = Phase::Open;
        Action::none()
    }

    fn turn(&mut self, page: Page) -> Answer {
        self.page = page;
        self.pad_open = page == Page::Amount;
        Action::none()
    }

    // Small moves.

    fn clear_entry(&mut self) {
        let _ = self.entry.press(Key::Clear);
        self.times = None;
        self.refused = false;
        self.pad_open = false;
    }

    /// A returning search clears after the tap, and the field lets go of the keyboard.
    fn clear_query(&mut self, cx: &Context<'_>) -> Task<Message> {
        if self.query.is_empty() {
            return Task::none();
        }
        self.query.clear();
        self.search(cx);
        operation::focus(NOWHERE)
    }

    fn show_line(&self, index: usize) -> Task<Message> {
        let last = self.cart.lines().len().saturating_sub(1).max(1);
        operation::snap_to(LINES, RelativeOffset { x: 0.0, y: index as f32 / last as f32 })
    }

    fn currency(&self) -> Currency {
        self.cart.currency()
    }
}

fn tell(remark: Remark) -> Answer {
    Action::ask(Instruction::Tell(remark))
}

fn line(sku: Option<crate::domain::id::ProductId>, name: String, price: Money, quantity: u32) -> Line {
    Line { sku, name, price, quantity, note: String::new(), override_of: None }
}

/// Takes a press into a quantity; none if it has no place there.
fn press_times(times: &mut String, key: Key) -> Option<()> {
    match key {
        Key::Digit(digit) if times.len() < TIMES_MAX && !(times.is_empty() && digit == 0) => {
            times.push(char::from_digit(u32::from(digit), 10)?);
        }
        Key::DoubleZero if !times.is_empty() && times.len() + 2 <= TIMES_MAX => times.push_str("00"),
        Key::Back => {
            times.pop();
        }
        Key::Clear => times.clear(),
        Key::Digit(_) | Key::DoubleZero | Key::Separator => return None,
    }
    Some(())
}
