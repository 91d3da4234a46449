//! Money back, as a dialog over a sale: how much, why, what it costs, one press, and then its state to the end.

mod view;

use iced::keyboard::key::Named;
use iced::widget::operation;

use crate::domain::capability::Cap;
use crate::domain::core::Portion;
use crate::domain::fact::Returned;
use crate::domain::id::{Guid, SaleId};
use crate::domain::keypad::{Key, Keypad};
use crate::domain::money::Money;
use crate::domain::returns::{self, Source};
use crate::domain::sale::{MoneyBack, Sale};
use crate::notice::Notice;
use crate::ui::action::Action;
use crate::ui::context::Context;
use crate::ui::press::{Hit, Press};
use crate::ui::screen::look;

/// The reason's field, so that a task can focus it.
pub const REASON: &str = "refund-reason-field";
/// No field: focusing it takes the keyboard away from all.
const NOWHERE: &str = "refund-nowhere";
/// Characters of a reason; a gateway takes the first hundred.
const REASON_MAX: usize = 100;

/// The dialog.
#[derive(Debug, Clone)]
pub struct Refunding {
    sale: SaleId,
    payment: Option<Guid>,
    scope: Scope,
    entry: Keypad,
    pieces: Vec<u32>,
    reason: String,
    buyer_pays_fee: bool,
    fee: Fee,
    phase: Phase,
    wrong: bool,
    failure: Option<Notice>,
}

/// What of the sale goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    Amount,
    Lines,
}

/// What is known of the gateway's fee.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fee {
    /// Not asked for this amount.
    Unknown,
    Asking,
    /// What it takes; none where the gateway does not say.
    Known(Option<Money>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Filling,
    Sending,
    Following(Guid),
}

/// What is to go back, ready to be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// The sale.
    pub sale: SaleId,
    /// The payment; none for the one that completed the sale, or its cash.
    pub payment: Option<Guid>,
    /// How much.
    pub portion: Portion,
    /// Why.
    pub reason: String,
    /// Whether the customer bears the fee.
    pub buyer_pays_fee: bool,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// Amount or items.
    ScopeChosen(usize),
    /// A key of the pad.
    PadPressed(Key),
    /// Pieces of a line.
    PieceSet {
        /// Which line, from 0.
        line: usize,
        /// How many.
        pieces: u32,
    },
    /// The reason.
    ReasonTyped(String),
    /// Who bears the fee: the shop, or the customer.
    BearerChosen(usize),
    /// Look up the fee.
    FeePressed,
    /// Refund.
    SendPressed,
    /// Save the receipt of the return.
    ReceiptPressed,
    /// Back, or close.
    ClosePressed,
    /// The gateway said what it takes, or not.
    Seen(Result<Option<Money>, Box<Notice>>),
    /// The refund is in the book under this key, or is not.
    Sent(Result<Guid, Box<Notice>>),
}

/// What the page is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instruction {
    /// Ask what it would take.
    Preview(Wish),
    /// Do it.
    Send(Wish),
    /// Write the receipt of a return to a text file.
    SaveReceipt {
        /// The refund.
        refund: Guid,
    },
    /// Take the dialog away.
    Close,
}

type Answer = Action<Instruction, Message>;

/// What a page under the dialog calls the dialog's orders.
#[derive(Debug, Clone, Copy)]
pub struct Orders<I> {
    /// Ask what it would take.
    pub preview: fn(Wish) -> I,
    /// Do it.
    pub send: fn(Wish) -> I,
    /// Write the receipt of a return.
    pub save: fn(Guid) -> I,
}

/// Turns the dialog's answer into the page's own; also answers whether the dialog goes away.
pub fn lift<I, M: Send + 'static>(answer: Answer, orders: Orders<I>, told: fn(Message) -> M) -> (Action<I, M>, bool) {
    let closes = matches!(answer.instruction, Some(Instruction::Close));
    let instruction = match answer.instruction {
        None | Some(Instruction::Close) => None,
        Some(Instruction::Preview(wish)) => Some((orders.preview)(wish)),
        Some(Instruction::Send(wish)) => Some((orders.send)(wish)),
        Some(Instruction::SaveReceipt { refund }) => Some((orders.save)(refund)),
    };
    (Action { instruction, task: answer.task.map(told) }, closes)
}

/// Whether a sale's money can go back now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offer {
    /// It can, or its refund can be looked at.
    Ready,
    /// It cannot; the sentence says why.
    Off(String),
}

/// Whether the refund of a sale is offered; none where there is nothing that could ever go back.
#[must_use]
pub fn offer(sale: &Sale, payment: Option<Guid>, cx: &Context<'_>) -> Option<Offer> {
    let source = source(sale, payment)?;
    let off = |key: &str| Some(Offer::Off(cx.lang.with(key, &[("gateway", (&look::gateway(cx)).into())])));
    if sale.backs.iter().any(MoneyBack::is_in_doubt) {
        return Some(Offer::Ready);
    }
    if let Source::Payment(attempt) = source {
        if cx.gateway.is_none_or(|gateway| !gateway.caps.has(Cap::Refund)) {
            return off("refund-off-receive-only");
        }
        if attempt.closed.is_some() {
            return off("refund-off-disagrees");
        }
        if !returns::is_refundable(attempt) {
            return off("refund-off-not-accepted");
        }
    }
    if returns::left(sale, source).is_positive() { Some(Offer::Ready) } else { off("refund-off-nothing") }
}

fn source(sale: &Sale, payment: Option<Guid>) -> Option<Source<'_>> {
    match payment {
        Some(guid) => sale.attempt(guid).map(Source::Payment),
        None => returns::source(sale),
    }
}

impl Refunding {
    /// Opens the dialog over a sale; over one whose refund is in doubt it shows that refund. Answers with the first
    /// look at the fee, where the gateway tells it.
    #[must_use]
    pub fn open(sale: &Sale, payment: Option<Guid>, cx: &Context<'_>) -> (Self, Option<Instruction>) {
        let doubt = sale.backs.iter().find(|back| back.is_in_doubt());
        let mut dialog = Self {
            sale: sale.id,
            payment,
            scope: Scope::Amount,
            entry: Keypad::new(sale.total.currency()),
            pieces: vec![0; sale.lines.len()],
            reason: String::new(),
            buyer_pays_fee: false,
            fee: Fee::Unknown,
            phase: doubt.map_or(Phase::Filling, |back| Phase::Following(back.guid)),
            wrong: false,
            failure: None,
        };
        let first = if dialog.phase == Phase::Filling { dialog.look_up(cx) } else { None };
        (dialog, first)
    }

    /// Which sale it lies over.
    #[must_use]
    pub fn sale(&self) -> SaleId {
        self.sale
    }

    /// Takes one message.
    pub fn update(&mut self, message: Message, cx: &Context<'_>) -> Answer {
        match message {
            Message::ScopeChosen(index) => self.choose_scope(index),
            Message::PadPressed(key) => self.pad(key),
            Message::PieceSet { line, pieces } => self.set_pieces(line, pieces, cx),
            Message::ReasonTyped(text) => self.retype(&text),
            Message::BearerChosen(index) => self.choose_bearer(index),
            Message::FeePressed => self.look_up(cx).map_or_else(Action::none, Action::ask),
            Message::SendPressed => self.send(cx),
            Message::ReceiptPressed => self.save_receipt(cx),
            Message::ClosePressed => Action::ask(Instruction::Close),
            Message::Seen(result) => self.seen(result),
            Message::Sent(result) => self.sent(result),
        }
    }

    /// Takes a key; Esc closes, Enter presses the one big button.
    pub fn press(&mut self, press: &Press, cx: &Context<'_>) -> Answer {
        if press.ctrl || (press.repeat && !press.is(Named::Backspace)) {
            return Action::none();
        }
        match press.key {
            Hit::Named(Named::Escape) => Action::ask(Instruction::Close),
            Hit::Named(Named::Enter) => self.enter(cx),
            Hit::Char('p' | 'P') if !press.captured => self.save_receipt(cx),
            _ if press.captured || self.phase != Phase::Filling || self.scope == Scope::Lines => Action::none(),
            Hit::Char(digit @ '0'..='9') => {
                let digit = digit.to_digit(10).and_then(|digit| u8::try_from(digit).ok()).unwrap_or(0);
                self.pad(Key::Digit(digit))
            }
            Hit::Char('.' | ',') => self.pad(Key::Separator),
            Hit::Named(Named::Backspace) => self.pad(Key::Back),
            Hit::Named(_) | Hit::Char(_) => Action::none(),
        }
    }

    fn enter(&mut self, cx: &Context<'_>) -> Answer {
        match self.phase {
            Phase::Filling => self.send(cx),
            Phase::Sending => Action::none(),
            Phase::Following(_) => Action::ask(Instruction::Close),
        }
    }

    fn save_receipt(&self, cx: &Context<'_>) -> Answer {
        let Phase::Following(refund) = self.phase else { return Action::none() };
        let done = cx.book.refund(refund).is_some_and(|(_, back)| back.receipt.is_some());
        if done { Action::ask(Instruction::SaveReceipt { refund }) } else { Action::none() }
    }

    fn choose_scope(&mut self, index: usize) -> Answer {
        self.scope = if index == 0 { Scope::Amount } else { Scope::Lines };
        self.changed()
    }

    fn pad(&mut self, key: Key) -> Answer {
        let _refused_is_no_news = self.entry.press(key);
        self.changed()
    }

    fn set_pieces(&mut self, line: usize, pieces: u32, cx: &Context<'_>) -> Answer {
        let most = cx.book.sale(self.sale).map_or(0, |sale| pieces_left(sale, line));
        if let Some(known) = self.pieces.get_mut(line) {
            *known = pieces.min(most);
        }
        self.changed()
    }

    fn retype(&mut self, text: &str) -> Answer {
        self.reason = text.chars().filter(|c| !c.is_control()).take(REASON_MAX).collect();
        self.wrong = false;
        Action::none()
    }

    fn choose_bearer(&mut self, index: usize) -> Answer {
        self.buyer_pays_fee = index == 1;
        Action::none()
    }

    /// Another amount: what was known of the fee is of the old one.
    fn changed(&mut self) -> Answer {
        self.fee = Fee::Unknown;
        self.wrong = false;
        self.failure = None;
        Action::none()
    }

    fn look_up(&mut self, cx: &Context<'_>) -> Option<Instruction> {
        let sale = cx.book.sale(self.sale)?;
        let previews = cx.gateway.is_some_and(|gateway| gateway.caps.has(Cap::RefundPreview));
        let through_gateway = matches!(source(sale, self.payment), Some(Source::Payment(_)));
        if !previews || !through_gateway || self.worth(sale).is_none_or(|money| !money.is_positive()) {
            return None;
        }
        self.fee = Fee::Asking;
        Some(Instruction::Preview(self.wish()))
    }

    fn seen(&mut self, result: Result<Option<Money>, Box<Notice>>) -> Answer {
        if self.fee == Fee::Asking {
            match result {
                Ok(fee) => self.fee = Fee::Known(fee),
                Err(notice) => {
                    self.fee = Fee::Unknown;
                    self.failure = Some(*notice);
                }
            }
        }
        Action::none()
    }

    fn send(&mut self, cx: &Context<'_>) -> Answer {
        let Some(sale) = cx.book.sale(self.sale) else { return Action::none() };
        if self.phase != Phase::Filling {
            return Action::none();
        }
        let worth = self.worth(sale).filter(Money::is_positive);
        if worth.is_none() || self.reason.trim().is_empty() {
            self.wrong = true;
            let focus = if worth.is_some() { REASON } else { NOWHERE };
            return Action::task(operation::focus(focus));
        }
        self.phase = Phase::Sending;
        self.failure = None;
        Action::ask(Instruction::Send(self.wish()))
    }

    fn sent(&mut self, result: Result<Guid, Box<Notice>>) -> Answer {
        if self.phase == Phase::Sending {
            match result {
                Ok(guid) => self.phase = Phase::Following(guid),
                Err(notice) => {
                    self.phase = Phase::Filling;
                    self.failure = Some(*notice);
                }
            }
        }
        Action::task(operation::focus(NOWHERE))
    }

    fn wish(&self) -> Wish {
        Wish {
            sale: self.sale,
            payment: self.payment,
            portion: self.portion(),
            reason: self.reason.trim().to_owned(),
            buyer_pays_fee: self.buyer_pays_fee,
        }
    }

    /// An empty entry means all that is left.
    fn portion(&self) -> Portion {
        match self.scope {
            Scope::Amount if self.entry.is_empty() => Portion::All,
            Scope::Amount => Portion::Amount(self.entry.amount()),
            Scope::Lines => Portion::Lines(self.returned()),
        }
    }

    fn returned(&self) -> Vec<Returned> {
        let chosen = self.pieces.iter().enumerate().filter(|(_, pieces)| **pieces > 0);
        let line =
            |(line, pieces): (usize, &u32)| Some(Returned { line: u32::try_from(line).ok()?, quantity: *pieces });
        chosen.filter_map(line).collect()
    }

    /// What would go back; none where it does not fit.
    fn worth(&self, sale: &Sale) -> Option<Money> {
        match self.scope {
            Scope::Amount if self.entry.is_empty() => Some(returns::left(sale, source(sale, self.payment)?)),
            Scope::Amount => Some(self.entry.amount()),
            Scope::Lines => sale
                .lines
                .iter()
                .zip(&self.pieces)
                .try_fold(Money::zero(sale.total.currency()), |sum, (line, pieces)| {
                    sum.checked_add(line.price.checked_mul(*pieces).ok()?).ok()
                }),
        }
    }
}

fn pieces_left(sale: &Sale, line: usize) -> u32 {
    u32::try_from(line).map_or(0, |line| returns::pieces_left(sale, line))
}
