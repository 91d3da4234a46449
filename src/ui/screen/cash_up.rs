//! The drawer: opening float, cash in and out, and the blind count. What should be there is not on the page before what
//! is there was confirmed.

mod view;

use iced::keyboard::key::Named;
use iced::widget::operation;

use crate::domain::amount;
use crate::domain::core::TillEvent;
use crate::domain::fact::Direction;
use crate::domain::money::Money;
use crate::notice::{self, Notice};
use crate::ui::action::Action;
use crate::ui::context::Context;
use crate::ui::press::{Hit, Press};

/// Characters a field takes.
const TEXT_MAX: usize = 120;

/// A field of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The opening float.
    Float,
    /// What was counted.
    Counted,
    /// Why it differs.
    Why,
    /// Cash in or out.
    Amount,
    /// Why it moves.
    Reason,
}

/// The page.
#[derive(Debug, Clone, Default)]
pub struct CashUp {
    float: String,
    counted: String,
    why: String,
    amount: String,
    reason: String,
    again: bool,
    busy: bool,
    refused: Option<String>,
}

/// What happened.
#[derive(Debug, Clone)]
pub enum Message {
    /// A key of the keyboard.
    Pressed(Press),
    /// Time passed, or the book changed.
    Ticked,
    /// A field changed.
    Typed(Field, String),
    /// The shift is opened.
    OpenPressed,
    /// The count is confirmed.
    ConfirmPressed,
    /// The drawer is counted once more.
    AgainPressed,
    /// The difference has a reason.
    ExplainPressed,
    /// Cash goes in or out.
    MovePressed(Direction),
    /// The app: what was asked is written, or not.
    Done(Result<(), Notice>),
}

/// What the app is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instruction {
    /// Write what happened to the drawer.
    Write(TillEvent),
}

type Answer = Action<Instruction, Message>;

impl CashUp {
    /// The page.
    pub fn open(_cx: &Context<'_>) -> (Self, Answer) {
        (Self::default(), Action::none())
    }

    /// Nothing here changes with time.
    #[must_use]
    pub fn counts(&self) -> bool {
        false
    }

    /// Whether Esc has something to take back.
    #[must_use]
    pub fn holds_escape(&self) -> bool {
        false
    }

    /// Takes one message.
    pub fn update(&mut self, message: Message, cx: &Context<'_>) -> Answer {
        match message {
            Message::Pressed(press) => press_key(&press),
            Message::Ticked => Action::none(),
            Message::Typed(field, text) => {
                *self.field(field) = text.chars().filter(|c| !c.is_control()).take(TEXT_MAX).collect();
                self.refused = None;
                Action::none()
            }
            Message::OpenPressed => self.with(self.money(&self.float, cx), |amount| TillEvent::Float { amount }),
            Message::ConfirmPressed => {
                self.with(self.money(&self.counted, cx), |counted| TillEvent::Counted { counted })
            }
            Message::AgainPressed => {
                self.again = true;
                self.counted.clear();
                Action::none()
            }
            Message::ExplainPressed => self.write(TillEvent::Explained { reason: self.why.clone() }),
            Message::MovePressed(direction) => {
                let reason = self.reason.clone();
                self.with(self.money(&self.amount, cx), |amount| TillEvent::Cash { direction, amount, reason })
            }
            Message::Done(result) => self.done(result),
        }
    }

    fn done(&mut self, result: Result<(), Notice>) -> Answer {
        self.busy = false;
        match result {
            Ok(()) => *self = Self::default(),
            Err(why) => self.refused = Some(why.line()),
        }
        Action::none()
    }

    fn with(&mut self, money: Result<Money, String>, event: impl FnOnce(Money) -> TillEvent) -> Answer {
        match money {
            Ok(money) => self.write(event(money)),
            Err(why) => {
                self.refused = Some(why);
                Action::none()
            }
        }
    }

    /// One entry at a time: a second press while the first is written does nothing.
    fn write(&mut self, event: TillEvent) -> Answer {
        if self.busy {
            return Action::none();
        }
        self.busy = true;
        Action::ask(Instruction::Write(event))
    }

    /// What a field says; an empty drawer is a count like any other.
    fn money(&self, text: &str, cx: &Context<'_>) -> Result<Money, String> {
        let currency = cx.config.shop.currency;
        if text.contains('0') && text.chars().all(|sign| matches!(sign, '0' | '.' | ',')) {
            return Ok(Money::zero(currency));
        }
        amount::parse(text, currency, cx.lang.mark()).map_err(|error| notice::amount(&error, cx.lang))
    }

    fn field(&mut self, field: Field) -> &mut String {
        match field {
            Field::Float => &mut self.float,
            Field::Counted => &mut self.counted,
            Field::Why => &mut self.why,
            Field::Amount => &mut self.amount,
            Field::Reason => &mut self.reason,
        }
    }
}

fn press_key(press: &Press) -> Answer {
    match press.key {
        Hit::Named(Named::Tab) if press.shift => Action::task(operation::focus_previous()),
        Hit::Named(Named::Tab) => Action::task(operation::focus_next()),
        Hit::Named(_) | Hit::Char(_) => Action::none(),
    }
}
