//! The register: products, amounts and the cart, until Charge.

mod cart;
mod contact;
mod dialog;
mod dialog_view;
mod focus;
mod keys;
mod last;
mod pad;
mod panel;
mod products;
mod remark;
mod state;
mod view;

use iced::Task;
use iced::widget::operation::{self, RelativeOffset};

use crate::domain::cart::{CartError, Kind, Line};
use crate::domain::keypad::Key;
use crate::domain::money::Money;
use crate::ui::action::Action;
use crate::ui::context::Context;

pub use panel::{Note, Panel, PriceChange};
pub use remark::Remark;
pub use state::{Checkout, DIALOG_FIELD, Instruction, LINES, Message, Page, Phase, Register, SEARCH, Target};

use state::{Answer, NOWHERE, TIMES_MAX, tell};

impl Register {
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
            Message::KindChosen(kind) => self.choose_kind(kind),
            Message::DialogTyped(text) => self.dialog_typed(text),
            Message::NumberTyped(text) => self.number_typed(&text),
            Message::DialogConfirmed => self.confirm(),
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
        if cx.config.selling.ask_contact {
            return self.open_contact();
        }
        self.phase = Phase::Charging;
        Action::ask(Instruction::Charge(self.checkout()))
    }

    fn checkout(&self) -> Checkout {
        Checkout { sale: self.sale, lines: self.cart.lines().to_vec(), reference: String::new(), buyer: None }
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
}

fn line(sku: Option<crate::domain::id::ProductId>, name: String, price: Money, quantity: u32) -> Line {
    Line { sku, name, price, quantity, note: String::new(), override_of: None, kind: Kind::Goods }
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
