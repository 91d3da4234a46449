//! The drawer: opening float, cash in and out, openings without a sale, and the blind count by notes and coins. What
//! should be there is not on the page before what is there was confirmed.

mod count;
mod moves;
mod view;

use iced::keyboard::key::Named;
use iced::widget::operation::{self, AbsoluteOffset};

use crate::domain::amount;
use crate::domain::cash::pieces_of;
use crate::domain::core::TillEvent;
use crate::domain::fact::Direction;
use crate::domain::money::Money;
use crate::notice::{self, Notice};
use crate::ui::action::Action;
use crate::ui::context::Context;
use crate::ui::press::{Hit, Press};
use crate::ui::widget::layout::Breakpoint;

/// Characters a field takes, and one that holds a number of notes or coins.
const TEXT_MAX: usize = 120;
const PIECES_MAX: usize = 4;

/// A field of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The opening float.
    Float,
    /// What was counted, as a sum.
    Counted,
    /// How many of a note or coin there are, by its place among those of the currency.
    Piece(usize),
    /// Why it differs.
    Why,
    /// Cash in or out.
    Amount,
    /// Why it moves.
    Reason,
    /// Why the drawer is opened.
    Opening,
}

/// Which part of the page is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Part {
    /// The count.
    #[default]
    Count,
    /// Float, cash in and out, openings.
    Moves,
}

/// The page.
#[derive(Debug, Clone, Default)]
pub struct CashUp {
    part: Part,
    float: String,
    counted: String,
    pieces: Vec<String>,
    why: String,
    amount: String,
    reason: String,
    opening: String,
    again: bool,
    busy: bool,
    refused: Option<String>,
    /// What was written last.
    done: Option<&'static str>,
    /// The sentence of what is being written.
    doing: Option<&'static str>,
}

/// What happened.
#[derive(Debug, Clone)]
pub enum Message {
    /// A key of the keyboard.
    Pressed(Press),
    /// Time passed, or the book changed.
    Ticked,
    /// A segment.
    PartChosen(Part),
    /// A field changed.
    Typed(Field, String),
    /// One more, or one less, of a note or coin.
    Stepped(usize, i64),
    /// The next field of notes and coins.
    NextPiece(usize),
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
    /// The drawer is opened without a sale.
    DrawerPressed,
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

/// The notes and coins, so that a task can scroll them.
pub const GRID: &str = "cash-up-grid";
/// Height of a note or coin, in px, and how many stay above the one that is typed.
const PIECE: f32 = 62.0;
const ABOVE: f32 = 2.0;

/// The next field; where they stand one under the other it comes into sight.
fn next_piece(index: usize, cx: &Context<'_>) -> Answer {
    let focus = operation::focus(piece_id(index));
    if !matches!(Breakpoint::of(cx.size), Breakpoint::Small | Breakpoint::Compact | Breakpoint::Portrait) {
        return Action::task(focus);
    }
    let y = (PIECE * (index as f32 - ABOVE)).max(0.0);
    let scroll = operation::scroll_to(GRID, AbsoluteOffset { x: Some(0.0), y: Some(y) });
    Action::task(iced::Task::batch([focus, scroll]))
}

/// The field of a note or coin, so that a task can focus it.
fn piece_id(index: usize) -> iced::widget::Id {
    iced::widget::Id::from(format!("cash-up-piece-{index}"))
}

impl CashUp {
    /// The page: the count, or where a shift begins its float.
    pub fn open(cx: &Context<'_>) -> (Self, Answer) {
        let tally = &cx.book.till_day().tally;
        let begins = tally.float.is_none() && tally.counts.is_empty() && tally.sales.is_none();
        let part = if begins { Part::Moves } else { Part::Count };
        (Self { part, ..Self::default() }, Action::none())
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
            Message::Pressed(press) => self.press(&press, cx),
            Message::Ticked => Action::none(),
            Message::PartChosen(part) => {
                (self.part, self.refused, self.done) = (part, None, None);
                Action::none()
            }
            Message::Typed(field, text) => self.typed(field, &text, cx),
            Message::Stepped(index, by) => {
                let now = self.pieces(index).saturating_add_signed(by);
                self.typed(Field::Piece(index), &now.to_string(), cx)
            }
            Message::NextPiece(index) => next_piece(index + 1, cx),
            Message::OpenPressed => {
                self.with(self.money(&self.float, cx), "cash-up-did-open", |amount| TillEvent::Float { amount })
            }
            Message::ConfirmPressed => self.confirm(cx),
            Message::AgainPressed => {
                self.again = true;
                self.counted.clear();
                self.pieces.clear();
                Action::none()
            }
            Message::ExplainPressed => {
                self.write(TillEvent::Explained { reason: self.why.clone() }, "cash-up-did-explain")
            }
            Message::MovePressed(direction) => self.moved(direction, cx),
            Message::DrawerPressed => {
                self.write(TillEvent::Drawer { reason: self.opening.clone() }, "cash-up-did-drawer")
            }
            Message::Done(result) => self.done(result),
        }
    }

    fn moved(&mut self, direction: Direction, cx: &Context<'_>) -> Answer {
        let reason = self.reason.clone();
        let did = match direction {
            Direction::In => "cash-up-did-in",
            Direction::Out => "cash-up-did-out",
        };
        self.with(self.money(&self.amount, cx), did, |amount| TillEvent::Cash { direction, amount, reason })
    }

    fn confirm(&mut self, cx: &Context<'_>) -> Answer {
        self.with(self.money(&self.counted, cx), "cash-up-did-count", |counted| TillEvent::Counted { counted })
    }

    fn done(&mut self, result: Result<(), Notice>) -> Answer {
        self.busy = false;
        match result {
            Ok(()) => *self = Self { part: self.part, done: self.doing, ..Self::default() },
            Err(why) => self.refused = Some(why.line()),
        }
        Action::none()
    }

    fn with(
        &mut self,
        money: Result<Money, String>,
        did: &'static str,
        event: impl FnOnce(Money) -> TillEvent,
    ) -> Answer {
        match money {
            Ok(money) => self.write(event(money), did),
            Err(why) => {
                self.refused = Some(why);
                Action::none()
            }
        }
    }

    /// One entry at a time: a second press while the first is written does nothing.
    fn write(&mut self, event: TillEvent, did: &'static str) -> Answer {
        if self.busy {
            return Action::none();
        }
        (self.busy, self.doing, self.done) = (true, Some(did), None);
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

    fn typed(&mut self, field: Field, text: &str, cx: &Context<'_>) -> Answer {
        (self.refused, self.done) = (None, None);
        let plain = |text: &str| text.chars().filter(|c| !c.is_control()).take(TEXT_MAX).collect();
        match field {
            Field::Float => self.float = plain(text),
            Field::Why => self.why = plain(text),
            Field::Amount => self.amount = plain(text),
            Field::Reason => self.reason = plain(text),
            Field::Opening => self.opening = plain(text),
            // A sum that is typed is the count; the notes and coins that made another one are not.
            Field::Counted => {
                self.counted = plain(text);
                self.pieces.clear();
            }
            Field::Piece(index) => self.type_piece(index, text, cx),
        }
        Action::none()
    }

    fn type_piece(&mut self, index: usize, text: &str, cx: &Context<'_>) {
        let known = pieces_of(cx.config.shop.currency).len();
        if index >= known {
            return;
        }
        self.pieces.resize(known, String::new());
        self.pieces[index] = text.chars().filter(char::is_ascii_digit).take(PIECES_MAX).collect();
        let sum = Money::from_minor(self.sum_of_pieces(cx), cx.config.shop.currency);
        self.counted = sum.map_or_else(|_| String::new(), |sum| cx.lang.digits(sum));
        if self.pieces.iter().all(String::is_empty) {
            self.counted.clear();
        }
    }

    /// How many of a note or coin were counted.
    fn pieces(&self, index: usize) -> u64 {
        self.pieces.get(index).and_then(|text| text.parse().ok()).unwrap_or(0)
    }

    fn sum_of_pieces(&self, cx: &Context<'_>) -> i64 {
        let worth =
            |(index, piece): (usize, &i64)| piece.saturating_mul(i64::try_from(self.pieces(index)).unwrap_or(i64::MAX));
        pieces_of(cx.config.shop.currency).iter().enumerate().map(worth).fold(0, i64::saturating_add)
    }

    /// Whether the page asks for a count: there is none yet, or it is to be counted once more.
    fn is_counting(&self, cx: &Context<'_>) -> bool {
        self.again || cx.book.till_day().tally.counted().is_none()
    }

    fn press(&mut self, press: &Press, cx: &Context<'_>) -> Answer {
        match press.key {
            Hit::Named(Named::Tab) if press.shift => Action::task(operation::focus_previous()),
            Hit::Named(Named::Tab) => Action::task(operation::focus_next()),
            _ if press.repeat || press.captured => Action::none(),
            Hit::Named(Named::ArrowLeft) => self.update(Message::PartChosen(Part::Count), cx),
            Hit::Named(Named::ArrowRight) => self.update(Message::PartChosen(Part::Moves), cx),
            Hit::Named(Named::Enter) if self.part == Part::Count && !self.counted.is_empty() => self.confirm(cx),
            Hit::Named(_) | Hit::Char(_) => Action::none(),
        }
    }
}
