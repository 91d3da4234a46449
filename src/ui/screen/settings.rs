//! The settings: every change says what it does before it is saved.

mod control;
mod draft;
mod item;
mod term;
mod value;
mod view;

use iced::Task;
use iced::keyboard::key::Named;
use iced::widget::operation::{self, RelativeOffset};

use crate::config::Config;
use crate::domain::rates::CurrencyInfo;
use crate::notice::Notice;
use crate::ui::action::Action;
use crate::ui::context::Context;
use crate::ui::press::{Hit, Press};
use crate::ui::screen::walk::Walk;

pub use draft::Draft;
pub use item::{Group, Item, Kind};
pub use value::Fault;

/// The list of settings, so that a task can scroll it.
pub const LIST: &str = "settings-list";
/// What no widget is called: focusing it takes the focus away from every field.
const NOWHERE: &str = "settings-nowhere";

/// The page.
#[derive(Debug, Clone)]
pub struct Settings {
    draft: Draft,
    walk: Walk<Item>,
    /// The coin a list of chips points at, by its place.
    chip: usize,
    coins: Vec<String>,
    saving: bool,
    trouble: Option<Notice>,
}

/// What happened.
#[derive(Debug, Clone)]
pub enum Message {
    /// A key of the keyboard.
    Pressed(Press),
    /// Time passed.
    Ticked,
    /// The text of a control changed.
    Changed(Item, String),
    /// A coin of a list was pressed.
    CoinPressed(Item, String),
    /// Save.
    SavePressed,
    /// Undo.
    UndoPressed,
    /// The app: these coins the gateway knows.
    CoinsKnown(Vec<CurrencyInfo>),
    /// The app: saved, or not.
    Saved(Result<(), Notice>),
}

/// What the app is to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Instruction {
    /// Read which coins the gateway knows.
    ReadCoins,
    /// Save these settings and follow them from now on.
    Save(Box<Config>),
}

type Answer = Action<Instruction, Message>;

impl Settings {
    /// The page, and what it wants first.
    pub fn open(cx: &Context<'_>) -> (Self, Answer) {
        let answer = if cx.gateway.is_some() { Action::ask(Instruction::ReadCoins) } else { Action::none() };
        let draft = Draft::of(cx.config);
        let page = Self { draft, walk: Walk::default(), chip: 0, coins: Vec::new(), saving: false, trouble: None };
        (page, answer)
    }

    /// Nothing here changes with time alone.
    #[must_use]
    pub fn counts(&self) -> bool {
        false
    }

    /// Whether Esc takes something back on the page.
    #[must_use]
    pub fn holds_escape(&self) -> bool {
        !self.draft.is_clean()
    }

    /// Takes one message.
    pub fn update(&mut self, message: Message, cx: &Context<'_>) -> Answer {
        match message {
            Message::Pressed(press) => self.press(&press, cx),
            Message::Ticked => Action::none(),
            Message::Changed(item, text) => self.change(item, text),
            Message::CoinPressed(item, coin) => self.press_coin(item, &coin),
            Message::SavePressed => self.save(cx),
            Message::UndoPressed => self.undo(cx),
            Message::CoinsKnown(known) => self.know(known),
            Message::Saved(result) => self.saved(result, cx),
        }
    }

    fn change(&mut self, item: Item, text: String) -> Answer {
        if !self.saving {
            self.trouble = None;
            self.walk.go(item);
            self.draft.change(item, text);
        }
        Action::none()
    }

    /// A coin of a list goes in or out of it; where only one can be chosen it takes the place of the other.
    fn press_coin(&mut self, item: Item, coin: &str) -> Answer {
        let now = self.draft.text(item).to_owned();
        let text = if item.kind() == Kind::OneCoin {
            if now == coin && item != Item::Coin { String::new() } else { coin.to_owned() }
        } else if term::coins(&now).any(|known| known == coin) {
            term::coins(&now).filter(|known| *known != coin).collect::<Vec<_>>().join(",")
        } else {
            term::coins(&now).chain([coin]).collect::<Vec<_>>().join(",")
        };
        self.change(item, text)
    }

    fn save(&mut self, cx: &Context<'_>) -> Answer {
        let (config, faults) = self.draft.apply(cx.config);
        if self.saving || self.draft.is_clean() || !faults.is_empty() {
            return Action::none();
        }
        self.saving = true;
        Action::ask(Instruction::Save(Box::new(config)))
    }

    fn undo(&mut self, cx: &Context<'_>) -> Answer {
        self.draft = Draft::of(cx.config);
        self.trouble = None;
        Action::task(operation::focus(NOWHERE))
    }

    fn know(&mut self, known: Vec<CurrencyInfo>) -> Answer {
        self.coins = known.into_iter().filter(|currency| currency.chain.is_some()).map(|coin| coin.code).collect();
        Action::none()
    }

    fn saved(&mut self, result: Result<(), Notice>, cx: &Context<'_>) -> Answer {
        self.saving = false;
        match result {
            Ok(()) => self.draft = Draft::of(cx.config),
            Err(trouble) => self.trouble = Some(trouble),
        }
        Action::none()
    }

    fn press(&mut self, press: &Press, cx: &Context<'_>) -> Answer {
        match press.key {
            Hit::Char('s' | 'S') if press.ctrl && !press.repeat => self.save(cx),
            Hit::Named(Named::Escape) if !press.repeat => self.undo(cx),
            Hit::Named(Named::Tab) => self.step(press.shift, cx),
            Hit::Named(Named::ArrowDown) => self.step(false, cx),
            Hit::Named(Named::ArrowUp) => self.step(true, cx),
            Hit::Named(Named::ArrowLeft) if !press.captured => self.turn(cx, false),
            Hit::Named(Named::ArrowRight) if !press.captured => self.turn(cx, true),
            Hit::Char(' ') | Hit::Named(Named::Enter) if !press.captured && !press.repeat => self.flip(cx),
            Hit::Named(_) | Hit::Char(_) => Action::none(),
        }
    }

    /// The next control, or the one before; a field takes the keyboard.
    fn step(&mut self, back: bool, cx: &Context<'_>) -> Answer {
        let shown = self.draft.shown(cx.config);
        self.walk.step(&shown, back);
        self.chip = 0;
        let Some(item) = self.walk.at(&shown) else { return Action::none() };
        let place = shown.iter().position(|other| *other == item).unwrap_or_default();
        let part = place as f32 / (shown.len().max(2) - 1) as f32;
        let scroll = operation::snap_to(LIST, RelativeOffset { x: 0.0, y: part });
        let field = if item.kind() == Kind::Text || self.types_coins(item) { item.word() } else { NOWHERE };
        Action::task(Task::batch([scroll, operation::focus(field)]))
    }

    /// Where the gateway's coins are not known, their codes are typed.
    fn types_coins(&self, item: Item) -> bool {
        matches!(item.kind(), Kind::Coins | Kind::OneCoin) && self.coins.is_empty()
    }

    /// The next word, minute or coin of the control that has the focus.
    fn turn(&mut self, cx: &Context<'_>, on: bool) -> Answer {
        let Some(item) = self.walk.at(&self.draft.shown(cx.config)) else { return Action::none() };
        let now = self.draft.text(item).to_owned();
        let text = match item.kind() {
            Kind::Choice(words) => beside(words, &now, on),
            Kind::Minutes(most) => {
                let minutes: u32 = now.parse().unwrap_or(0);
                if on { (minutes + 1).min(most) } else { minutes.saturating_sub(1) }.to_string()
            }
            Kind::Coins | Kind::OneCoin => {
                let last = self.coins.len().saturating_sub(1);
                self.chip = if on { (self.chip + 1).min(last) } else { self.chip.saturating_sub(1) };
                return Action::none();
            }
            Kind::Switch => if on { "on" } else { "off" }.to_owned(),
            Kind::Text => return Action::none(),
        };
        self.change(item, text)
    }

    /// Space presses what has the focus.
    fn flip(&mut self, cx: &Context<'_>) -> Answer {
        let Some(item) = self.walk.at(&self.draft.shown(cx.config)) else { return Action::none() };
        let now = self.draft.text(item).to_owned();
        match item.kind() {
            Kind::Switch => self.change(item, if now == "on" { "off" } else { "on" }.to_owned()),
            Kind::Choice(words) => {
                let last = words.last().is_some_and(|last| *last == now);
                let next = if last { words[0].to_owned() } else { beside(words, &now, true) };
                self.change(item, next)
            }
            Kind::Coins | Kind::OneCoin => match self.coins.get(self.chip).cloned() {
                Some(coin) => self.press_coin(item, &coin),
                None => Action::none(),
            },
            Kind::Text | Kind::Minutes(_) => Action::none(),
        }
    }
}

fn beside(words: &[&str], now: &str, on: bool) -> String {
    let place = words.iter().position(|word| *word == now).unwrap_or_default();
    let next = if on { (place + 1).min(words.len() - 1) } else { place.saturating_sub(1) };
    words[next].to_owned()
}
