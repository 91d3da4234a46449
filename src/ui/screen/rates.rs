//! What coins are worth now, and which currencies the gateway knows: searched, and never without their age.

mod view;

use iced::keyboard::key::Named;
use iced::widget::operation;

use crate::domain::rates::{CurrencyInfo, Rates};
use crate::notice::Notice;
use crate::ui::action::Action;
use crate::ui::context::Context;
use crate::ui::press::{Hit, Press};
use crate::ui::screen::walk::Walk;

/// The search field, so that a task can focus it.
pub const SEARCH: &str = "rates-search";
/// What no widget is called: focusing it takes the focus away from every field.
const NOWHERE: &str = "rates-nowhere";
/// Characters a search may have.
const QUERY_MAX: usize = 40;
/// The coin shown first.
const BASE: &str = "BTC";

/// Something that is read from the gateway.
#[derive(Debug, Clone, PartialEq)]
pub enum Load<T> {
    /// It is being read.
    Reading,
    /// It is here.
    Here(T),
    /// It could not be read.
    Failed(Notice),
}

/// Which list is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// What one unit of a coin costs.
    Rates,
    /// Currencies and coins with their decimals.
    Currencies,
}

impl List {
    /// Both, in the order of their segments.
    pub const ALL: [Self; 2] = [Self::Rates, Self::Currencies];
}

/// What Tab walks through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Search,
    Lists,
    Bases,
    Again,
}

/// The page.
#[derive(Debug, Clone)]
pub struct RatesPage {
    walk: Walk<Target>,
    list: List,
    base: String,
    query: String,
    rates: Load<Rates>,
    currencies: Load<Vec<CurrencyInfo>>,
}

/// What happened.
#[derive(Debug, Clone)]
pub enum Message {
    /// A key of the keyboard.
    Pressed(Press),
    /// Time passed.
    Ticked,
    /// A segment.
    ListChosen(List),
    /// A coin to price.
    BaseChosen(String),
    /// The search changed.
    QueryTyped(String),
    /// Read again.
    AgainPressed,
    /// The app: the rates of a coin.
    RatesRead(String, Result<Rates, Notice>),
    /// The app: the currencies.
    CurrenciesRead(Result<Vec<CurrencyInfo>, Notice>),
}

/// What the app is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instruction {
    /// Read what one unit of this coin costs.
    ReadRates(String),
    /// Read the currencies.
    ReadCurrencies,
    /// Read both.
    ReadAll(String),
}

type Answer = Action<Instruction, Message>;

impl RatesPage {
    /// The page, and what it wants first.
    pub fn open(cx: &Context<'_>) -> (Self, Answer) {
        let coin = &cx.config.selling.coin;
        let base = if coin.is_empty() { BASE.to_owned() } else { coin.clone() };
        let answer =
            if cx.gateway.is_some() { Action::ask(Instruction::ReadAll(base.clone())) } else { Action::none() };
        let (rates, currencies) = (Load::Reading, Load::Reading);
        (Self { walk: Walk::default(), list: List::Rates, base, query: String::new(), rates, currencies }, answer)
    }

    /// Whether the age of the rates is shown and grows.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.list == List::Rates && matches!(self.rates, Load::Here(_))
    }

    /// Whether Esc takes the search back.
    #[must_use]
    pub fn holds_escape(&self) -> bool {
        !self.query.is_empty()
    }

    /// Takes one message.
    pub fn update(&mut self, message: Message, cx: &Context<'_>) -> Answer {
        match message {
            Message::Pressed(press) => self.press(&press, cx),
            Message::Ticked => Action::none(),
            Message::ListChosen(list) => {
                self.list = list;
                Action::none()
            }
            Message::BaseChosen(base) => self.choose(base),
            Message::QueryTyped(text) => {
                self.query = text.chars().filter(|c| !c.is_control()).take(QUERY_MAX).collect();
                Action::none()
            }
            Message::AgainPressed => self.again(cx),
            Message::RatesRead(base, result) => {
                // An answer about a coin that was left meanwhile is not this page's any more.
                if base == self.base {
                    self.rates = result.map_or_else(Load::Failed, Load::Here);
                }
                Action::none()
            }
            Message::CurrenciesRead(result) => {
                self.currencies = result.map_or_else(Load::Failed, Load::Here);
                Action::none()
            }
        }
    }

    fn choose(&mut self, base: String) -> Answer {
        self.rates = Load::Reading;
        self.base.clone_from(&base);
        Action::ask(Instruction::ReadRates(base))
    }

    fn again(&mut self, cx: &Context<'_>) -> Answer {
        if cx.gateway.is_none() {
            return Action::none();
        }
        match self.list {
            List::Rates => self.choose(self.base.clone()),
            List::Currencies => {
                self.currencies = Load::Reading;
                Action::ask(Instruction::ReadCurrencies)
            }
        }
    }

    fn press(&mut self, press: &Press, cx: &Context<'_>) -> Answer {
        if press.repeat {
            return Action::none();
        }
        match press.key {
            Hit::Named(Named::F9) => self.again(cx),
            Hit::Named(Named::Tab) => self.step(press.shift),
            Hit::Named(Named::ArrowLeft) if !press.captured => self.turn(cx, false),
            Hit::Named(Named::ArrowRight) if !press.captured => self.turn(cx, true),
            Hit::Named(Named::Enter) | Hit::Char(' ') if self.walk.is_at(&Target::Again) => self.again(cx),
            Hit::Named(Named::Escape) => {
                self.query.clear();
                Action::task(operation::focus(NOWHERE))
            }
            Hit::Named(Named::F2) => Action::task(operation::focus(SEARCH)),
            Hit::Char(c) if !press.captured && !press.ctrl && c.is_alphanumeric() => {
                self.query.push(c);
                let end = operation::move_cursor_to_end(SEARCH);
                Action::task(operation::focus(SEARCH).chain(end))
            }
            Hit::Named(_) | Hit::Char(_) => Action::none(),
        }
    }

    /// The next thing that can be pressed, or the one before; the search takes the keyboard.
    fn step(&mut self, back: bool) -> Answer {
        let bases = (self.list == List::Rates).then_some(Target::Bases);
        let targets: Vec<Target> =
            [Some(Target::Search), Some(Target::Lists), bases, Some(Target::Again)].into_iter().flatten().collect();
        self.walk.step(&targets, back);
        Action::task(operation::focus(if self.walk.is_at(&Target::Search) { SEARCH } else { NOWHERE }))
    }

    /// The list or the coin beside, whichever has the focus.
    fn turn(&mut self, cx: &Context<'_>, on: bool) -> Answer {
        if self.walk.is_at(&Target::Lists) {
            self.list = List::ALL[usize::from(on)];
            return Action::none();
        }
        if self.list == List::Rates { self.beside(cx, on) } else { Action::none() }
    }

    /// The coin beside the one that is priced.
    fn beside(&mut self, cx: &Context<'_>, on: bool) -> Answer {
        let bases = self.bases();
        let now = bases.iter().position(|base| *base == self.base).unwrap_or_default();
        let next = if on { (now + 1).min(bases.len() - 1) } else { now.saturating_sub(1) };
        match bases.get(next).filter(|base| **base != self.base && cx.gateway.is_some()) {
            Some(base) => self.choose((*base).to_owned()),
            None => Action::none(),
        }
    }

    /// The coins that can be priced: the gateway's own, or at least the one shown.
    fn bases(&self) -> Vec<&str> {
        let Load::Here(known) = &self.currencies else { return vec![&self.base] };
        let mut bases: Vec<&str> =
            known.iter().filter(|currency| currency.chain.is_some()).map(|coin| coin.code.as_str()).collect();
        if !bases.contains(&self.base.as_str()) {
            bases.insert(0, &self.base);
        }
        bases
    }
}
