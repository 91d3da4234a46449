//! Money that came late: each payment bound to its sale, waiting for a decision.

mod view;

use iced::keyboard::key::Named;
use iced::widget::operation;

use crate::domain::id::{Guid, SaleId};
use crate::domain::money::Money;
use crate::domain::sale::{Attempt, LateCase, Sale};
use crate::ui::action::Action;
use crate::ui::context::Context;
use crate::ui::press::{Hit, Press};
use crate::ui::screen::refund::{self, Offer, Refunding};
use crate::ui::widget::layout::Breakpoint;

/// The note's field, so that a task can focus it.
pub const NOTE: &str = "late-note";
/// Characters of a note.
const NOTE_MAX: usize = 200;

/// The inbox.
#[derive(Debug, Clone, Default)]
pub struct Late {
    chosen: Option<Guid>,
    over: Over,
}

/// What lies over the page.
#[derive(Debug, Clone, Default)]
enum Over {
    #[default]
    None,
    Refund(Box<Refunding>),
    /// Is it to count as payment?
    Accept,
    Keep {
        note: String,
        wrong: bool,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// A key of the keyboard.
    Pressed(Press),
    /// Time passed, or the book or a reading changed.
    Ticked,
    /// A row.
    RowPressed(Guid),
    /// The detail closes.
    DetailClosed,
    /// Refund to the customer.
    RefundPressed,
    /// Count it as payment.
    AcceptPressed,
    /// Keep it with a note.
    KeepPressed,
    /// The note changed.
    NoteTyped(String),
    /// The dialog's verb.
    Confirmed,
    /// The dialog closes.
    Dismissed,
    /// Open the sale.
    SalePressed,
    /// For the refund dialog.
    Refund(refund::Message),
}

/// What the app is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instruction {
    /// Count late money as the payment of its sale.
    Accept {
        /// The payment.
        payment: Guid,
    },
    /// Leave it where it is.
    Keep {
        /// The payment.
        payment: Guid,
        /// What is to be remembered.
        note: String,
    },
    /// Ask what a refund would take.
    Preview(refund::Wish),
    /// Give money back.
    Refund(refund::Wish),
    /// Write the receipt of a return to a text file.
    SaveReturn {
        /// The refund.
        refund: Guid,
    },
    /// Show the sale.
    OpenSale(SaleId),
    /// Back to the register.
    Leave,
}

type Answer = Action<Instruction, Message>;

/// One payment of the list.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// Its sale.
    pub sale: &'a Sale,
    /// The payment.
    pub attempt: &'a Attempt,
    /// Where its case stands.
    pub case: LateCase,
}

/// The late money of the book, the newest first.
#[must_use]
pub fn listed<'a>(cx: &Context<'a>) -> Vec<Entry<'a>> {
    let of_sale = |sale: &'a Sale| {
        let case = move |attempt| Some(Entry { sale, attempt, case: sale.late_case(attempt)? });
        sale.attempts.iter().filter_map(case)
    };
    let mut listed: Vec<_> = cx.book.sales().flat_map(of_sale).filter(|entry| entry.case.is_listed()).collect();
    listed.sort_by_key(|entry| std::cmp::Reverse(entry.attempt.late_at));
    listed
}

/// How many payments wait for a decision, and what they come to; no sum where their currencies differ.
#[must_use]
pub fn waiting(cx: &Context<'_>) -> (usize, Option<Money>) {
    let open: Vec<Money> = listed(cx)
        .iter()
        .filter(|entry| entry.case == LateCase::Undecided)
        .map(|entry| entry.attempt.request.price)
        .collect();
    let first = open.first().copied();
    let sum = first.and_then(|first| open[1..].iter().try_fold(first, |sum, next| sum.checked_add(*next).ok()));
    (open.len(), sum)
}

impl Entry<'_> {
    /// Why it cannot count as payment; none where it can.
    fn accept_off(&self) -> Option<&'static str> {
        if self.sale.completed().is_some() {
            Some("late-accept-off-paid")
        } else if self.attempt.status.flags.block_release() {
            Some("late-accept-off-blocked")
        } else if !self.attempt.may_release() {
            Some("late-accept-off-unsafe")
        } else {
            None
        }
    }
}

/// Whether the detail lies over the list, because both do not fit.
fn covers(cx: &Context<'_>) -> bool {
    matches!(Breakpoint::of(cx.size), Breakpoint::Small | Breakpoint::Portrait)
}

impl Late {
    /// The inbox with its newest entry chosen.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes one message.
    pub fn update(&mut self, message: Message, cx: &Context<'_>) -> Answer {
        match message {
            Message::Pressed(press) => self.press(&press, cx),
            Message::Ticked => Action::none(),
            Message::RowPressed(guid) => self.choose(Some(guid)),
            Message::DetailClosed => self.choose(None),
            Message::RefundPressed => self.open_refund(cx),
            Message::AcceptPressed => self.open_accept(cx),
            Message::KeepPressed => self.open_keep(cx),
            Message::NoteTyped(text) => self.retype(&text),
            Message::Confirmed => self.confirm(cx),
            Message::Dismissed => self.dismiss(),
            Message::SalePressed => self.open_sale(cx),
            Message::Refund(message) => self.refund(message, cx),
        }
    }

    fn press(&mut self, press: &Press, cx: &Context<'_>) -> Answer {
        match &mut self.over {
            Over::Refund(dialog) => {
                let action = dialog.press(press, cx);
                return self.refunded(action);
            }
            Over::Accept | Over::Keep { .. } => return self.press_over(press, cx),
            Over::None => {}
        }
        if press.captured || press.ctrl || press.repeat && !press.is(Named::ArrowUp) && !press.is(Named::ArrowDown) {
            return Action::none();
        }
        match press.key {
            Hit::Named(Named::ArrowUp) => self.step(cx, -1),
            Hit::Named(Named::ArrowDown) => self.step(cx, 1),
            Hit::Named(Named::Enter) => self.update(Message::SalePressed, cx),
            Hit::Named(Named::Escape) if covers(cx) && self.chosen.is_some() => self.choose(None),
            Hit::Named(Named::Escape) => Action::ask(Instruction::Leave),
            Hit::Char('1') => self.update(Message::RefundPressed, cx),
            Hit::Char('2') => self.update(Message::AcceptPressed, cx),
            Hit::Char('3') => self.update(Message::KeepPressed, cx),
            Hit::Named(_) | Hit::Char(_) => Action::none(),
        }
    }

    fn press_over(&mut self, press: &Press, cx: &Context<'_>) -> Answer {
        match press.key {
            Hit::Named(Named::Escape) => self.dismiss(),
            Hit::Named(Named::Enter) if !press.repeat => self.confirm(cx),
            Hit::Named(_) | Hit::Char(_) => Action::none(),
        }
    }

    fn choose(&mut self, chosen: Option<Guid>) -> Answer {
        self.chosen = chosen;
        Action::none()
    }

    fn step(&mut self, cx: &Context<'_>, by: isize) -> Answer {
        let listed = listed(cx);
        let Some(last) = listed.len().checked_sub(1) else { return Action::none() };
        let now = self
            .chosen(cx)
            .and_then(|chosen| listed.iter().position(|entry| entry.attempt.guid() == chosen.attempt.guid()));
        let next = now.map_or(0, |now| now.saturating_add_signed(by).min(last));
        self.choose(Some(listed[next].attempt.guid()))
    }

    /// The chosen entry; where nothing was chosen yet, or it is decided, the newest of the list.
    fn chosen<'a>(&self, cx: &Context<'a>) -> Option<Entry<'a>> {
        let listed = listed(cx);
        let chosen = listed.iter().find(|entry| Some(entry.attempt.guid()) == self.chosen);
        chosen.or(listed.first()).copied()
    }

    fn open_refund(&mut self, cx: &Context<'_>) -> Answer {
        let Some(entry) = self.chosen(cx) else { return Action::none() };
        let payment = Some(entry.attempt.guid());
        if refund::offer(entry.sale, payment, cx) != Some(Offer::Ready) {
            return Action::none();
        }
        let (dialog, first) = Refunding::open(entry.sale, payment, cx);
        self.chosen = payment;
        self.over = Over::Refund(Box::new(dialog));
        self.refunded(Action { instruction: first, task: iced::Task::none() })
    }

    fn refund(&mut self, message: refund::Message, cx: &Context<'_>) -> Answer {
        let Over::Refund(dialog) = &mut self.over else { return Action::none() };
        let action = dialog.update(message, cx);
        self.refunded(action)
    }

    fn refunded(&mut self, action: Action<refund::Instruction, refund::Message>) -> Answer {
        let save = |refund| Instruction::SaveReturn { refund };
        let orders = refund::Orders { preview: Instruction::Preview, send: Instruction::Refund, save };
        let (answer, closes) = refund::lift(action, orders, Message::Refund);
        if closes {
            self.over = Over::None;
        }
        answer
    }

    fn open_accept(&mut self, cx: &Context<'_>) -> Answer {
        if let Some(entry) = self.chosen(cx).filter(|entry| entry.accept_off().is_none()) {
            self.chosen = Some(entry.attempt.guid());
            self.over = Over::Accept;
        }
        Action::none()
    }

    fn open_keep(&mut self, cx: &Context<'_>) -> Answer {
        let Some(entry) = self.chosen(cx) else { return Action::none() };
        let note = entry.attempt.decided.as_ref().map(|fact| fact.note.clone()).unwrap_or_default();
        self.chosen = Some(entry.attempt.guid());
        self.over = Over::Keep { note, wrong: false };
        Action::task(operation::focus(NOTE))
    }

    fn retype(&mut self, text: &str) -> Answer {
        if let Over::Keep { note, wrong } = &mut self.over {
            *note = text.chars().filter(|c| !c.is_control()).take(NOTE_MAX).collect();
            *wrong = false;
        }
        Action::none()
    }

    fn confirm(&mut self, cx: &Context<'_>) -> Answer {
        let Some(payment) = self.chosen(cx).map(|entry| entry.attempt.guid()) else { return self.dismiss() };
        match &mut self.over {
            Over::None | Over::Refund(_) => Action::none(),
            Over::Accept => {
                self.over = Over::None;
                Action::ask(Instruction::Accept { payment })
            }
            Over::Keep { note, wrong } if note.trim().is_empty() => {
                *wrong = true;
                Action::task(operation::focus(NOTE))
            }
            Over::Keep { note, .. } => {
                let note = note.trim().to_owned();
                self.over = Over::None;
                Action::ask(Instruction::Keep { payment, note })
            }
        }
    }

    fn dismiss(&mut self) -> Answer {
        self.over = Over::None;
        Action::none()
    }

    fn open_sale(&mut self, cx: &Context<'_>) -> Answer {
        self.chosen(cx).map_or_else(Action::none, |entry| Action::ask(Instruction::OpenSale(entry.sale.id)))
    }
}
