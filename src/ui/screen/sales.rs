//! The last sales with their live state, and everything the till knows of one of them.

mod detail;
mod tender;
mod view;

use iced::keyboard::key::Named;
use iced::widget::operation::{self, AbsoluteOffset};

use crate::domain::id::{Guid, SaleId};
use crate::domain::sale::Sale;
use crate::domain::verdict::{Family, Verdict};
use crate::ui::action::Action;
use crate::ui::context::Context;
use crate::ui::press::{Hit, Press};
use crate::ui::screen::contact::{self, Contacting};
use crate::ui::screen::refund::{self, Offer, Refunding};
use crate::ui::screen::{look, pay};
use crate::ui::theme::space;
use crate::ui::widget::layout::Breakpoint;
use crate::ui::widget::windowed;

/// Whether the detail lies over the list, because both do not fit.
fn covers(cx: &Context<'_>) -> bool {
    matches!(Breakpoint::of(cx.size), Breakpoint::Small | Breakpoint::Portrait)
}

/// Sales every operator sees.
pub const SHOWN_MAX: usize = 20;
/// Characters a search may have.
const QUERY_MAX: usize = 40;
/// The list, so that a task can scroll it.
pub const LIST: &str = "sales-list";
/// The search field, so that a task can focus it.
pub const SEARCH: &str = "sales-search";

/// The list of sales, a search, and the chosen one.
#[derive(Debug, Clone, Default)]
pub struct Sales {
    query: String,
    filter: Filter,
    chosen: Option<SaleId>,
    moved: bool,
    older: Older,
    over: Over,
}

/// Whether a sale was looked for that is no longer among the last ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Older {
    /// Not asked for.
    #[default]
    Unasked,
    /// It is being read.
    Reading(u64),
    /// The book has no sale of this number.
    Absent(u64),
    /// It is listed below the last ones.
    Found(SaleId),
}

/// What lies over the page.
#[derive(Debug, Clone, Default)]
enum Over {
    #[default]
    None,
    Refund(Box<Refunding>),
    Contact(Box<Contacting>),
}

/// Which sales are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Filter {
    /// All of the last ones.
    #[default]
    All,
    /// Those without an end.
    Open,
    /// Those where someone must act.
    Problems,
}

impl Filter {
    /// All filters, in the order of their chips.
    pub const ALL: [Self; 3] = [Self::All, Self::Open, Self::Problems];

    fn keeps(self, sale: &Sale, verdict: Verdict) -> bool {
        match self {
            Self::All => true,
            Self::Open => sale.end.is_none(),
            Self::Problems => verdict.family() == Family::Stop,
        }
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// A key of the keyboard.
    Pressed(Press),
    /// Time passed, or the book or a reading changed.
    Ticked,
    /// The search changed.
    QueryTyped(String),
    /// A chip.
    FilterChosen(Filter),
    /// A row.
    RowPressed(SaleId),
    /// The detail closes.
    DetailClosed,
    /// Receipt.
    ReceiptPressed,
    /// Open payment.
    PaymentPressed,
    /// New code.
    NewCodePressed,
    /// Copy a text of the detail.
    CopyPressed(String),
    /// Look for a sale of the typed number in the whole book.
    OlderPressed,
    /// The sale of a number is at hand, or there is none.
    OlderFound(u64, Option<SaleId>),
    /// Refund.
    RefundPressed,
    /// Add a contact for the refund of a payment.
    ContactPressed(Guid),
    /// For the refund dialog.
    Refund(refund::Message),
    /// For the contact dialog.
    Contact(contact::Message),
}

/// What the app is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instruction {
    /// Show the receipt of a paid sale, as a copy.
    ShowReceipt {
        /// The sale.
        sale: SaleId,
    },
    /// Show the payment of a sale.
    OpenPayment {
        /// The sale.
        sale: SaleId,
    },
    /// Ask for another code of a sale, and show its payment.
    NewCode {
        /// The sale.
        sale: SaleId,
    },
    /// Take the sale of a number to hand, however old.
    Find {
        /// The number.
        number: u64,
    },
    /// Put a text on the clipboard.
    Copy(String),
    /// Ask what a refund would take.
    Preview(refund::Wish),
    /// Give money back.
    Refund(refund::Wish),
    /// Write the receipt of a return to a text file.
    SaveReturn {
        /// The refund.
        refund: Guid,
    },
    /// Tell the gateway how the customer of a payment can be reached.
    Contact {
        /// The payment.
        payment: Guid,
        /// The way.
        reach: contact::Reach,
    },
    /// Back to the register.
    Leave,
}

type Answer = Action<Instruction, Message>;

impl Sales {
    /// The list with the newest sale chosen.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The list with one sale chosen.
    #[must_use]
    pub fn showing(sale: SaleId) -> Self {
        Self { chosen: Some(sale), moved: true, ..Self::default() }
    }

    /// Opens the refund of the chosen sale.
    pub fn begin_refund(&mut self, cx: &Context<'_>) -> Answer {
        let Some(sale) = self.chosen(cx) else { return Action::none() };
        if refund::offer(sale, None, cx) != Some(Offer::Ready) {
            return Action::none();
        }
        let (dialog, first) = Refunding::open(sale, None, cx);
        self.chosen = Some(sale.id);
        self.over = Over::Refund(Box::new(dialog));
        self.refunded(Action { instruction: first, task: iced::Task::none() })
    }

    /// Takes one message.
    pub fn update(&mut self, message: Message, cx: &Context<'_>) -> Answer {
        match message {
            Message::Pressed(press) => self.press(&press, cx),
            Message::Ticked => Action::none(),
            Message::QueryTyped(text) => self.search(&text),
            Message::FilterChosen(filter) => self.choose_filter(filter),
            Message::RowPressed(sale) => self.choose(Some(sale)),
            Message::DetailClosed => self.choose(None),
            Message::ReceiptPressed => {
                self.ask_if(cx, |sale| sale.completed().is_some(), |sale| Instruction::ShowReceipt { sale })
            }
            Message::PaymentPressed => {
                self.ask_if(cx, |sale| !sale.attempts.is_empty(), |sale| Instruction::OpenPayment { sale })
            }
            Message::NewCodePressed => self.ask_if(cx, pay::may_renew, |sale| Instruction::NewCode { sale }),
            Message::CopyPressed(text) => Action::ask(Instruction::Copy(text)),
            Message::OlderPressed => self.look_for_older(cx),
            Message::OlderFound(number, sale) => self.found_older(number, sale),
            Message::RefundPressed => self.begin_refund(cx),
            Message::ContactPressed(payment) => self.begin_contact(payment),
            Message::Refund(message) => self.refund(message, cx),
            Message::Contact(message) => self.contact(message),
        }
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

    fn begin_contact(&mut self, payment: Guid) -> Answer {
        self.over = Over::Contact(Box::new(Contacting::new(payment)));
        Action::task(operation::focus(contact::FIELD))
    }

    fn contact(&mut self, message: contact::Message) -> Answer {
        let Over::Contact(dialog) = &mut self.over else { return Action::none() };
        let action = dialog.update(message);
        self.contacted(action)
    }

    fn contacted(&mut self, action: Action<contact::Instruction, contact::Message>) -> Answer {
        let instruction = match action.instruction {
            None => None,
            Some(contact::Instruction::Tell { payment, reach }) => Some(Instruction::Contact { payment, reach }),
            Some(contact::Instruction::Close) => {
                self.over = Over::None;
                None
            }
        };
        Action { instruction, task: action.task.map(Message::Contact) }
    }

    /// A dialog has the keyboard to itself.
    fn press_over(&mut self, press: &Press, cx: &Context<'_>) -> Option<Answer> {
        match &mut self.over {
            Over::None => None,
            Over::Refund(dialog) => {
                let action = dialog.press(press, cx);
                Some(self.refunded(action))
            }
            Over::Contact(dialog) => {
                let action = dialog.press(press);
                Some(self.contacted(action))
            }
        }
    }

    fn press(&mut self, press: &Press, cx: &Context<'_>) -> Answer {
        if let Some(answer) = self.press_over(press, cx) {
            return answer;
        }
        let arrow = press.is(Named::ArrowUp) || press.is(Named::ArrowDown);
        if press.captured || press.ctrl || (press.repeat && !arrow) {
            return Action::none();
        }
        match press.key {
            Hit::Named(Named::ArrowUp) => self.step(cx, -1),
            Hit::Named(Named::ArrowDown) => self.step(cx, 1),
            Hit::Named(Named::Enter) => self.enter(cx),
            Hit::Named(Named::Escape) => self.escape(cx),
            Hit::Named(Named::F9) => self.update(Message::NewCodePressed, cx),
            Hit::Named(Named::Backspace) => self.rub_out(),
            Hit::Char(c @ ('0'..='9' | '.' | ',')) => self.type_on(c),
            Hit::Char('r' | 'R') => self.update(Message::RefundPressed, cx),
            Hit::Char('q' | 'Q') => self.update(Message::ReceiptPressed, cx),
            Hit::Named(_) | Hit::Char(_) => Action::none(),
        }
    }

    /// Enter opens what can still change, and shows the receipt of what cannot.
    fn enter(&mut self, cx: &Context<'_>) -> Answer {
        let Some(sale) = self.chosen(cx) else { return self.look_for_older(cx) };
        let message = if sale.end.is_none() { Message::PaymentPressed } else { Message::ReceiptPressed };
        self.update(message, cx)
    }

    fn escape(&mut self, cx: &Context<'_>) -> Answer {
        if covers(cx) && self.moved && self.chosen.is_some() {
            return self.choose(None);
        }
        if !self.query.is_empty() {
            return self.search("");
        }
        Action::ask(Instruction::Leave)
    }

    fn search(&mut self, text: &str) -> Answer {
        self.query = text.chars().filter(|c| !c.is_control()).take(QUERY_MAX).collect();
        self.older = Older::Unasked;
        self.choose(None)
    }

    /// The number that was typed, where the book may have an older sale of it.
    fn older_number(&self, cx: &Context<'_>) -> Option<u64> {
        let number: u64 = self.query.trim().parse().ok()?;
        let listed = cx.book.sales().take(SHOWN_MAX).any(|sale| sale.number == number);
        (number > 0 && number < cx.book.next_sale() && !listed).then_some(number)
    }

    fn look_for_older(&mut self, cx: &Context<'_>) -> Answer {
        match (self.older, self.older_number(cx)) {
            (Older::Unasked, Some(number)) => {
                self.older = Older::Reading(number);
                Action::ask(Instruction::Find { number })
            }
            (Older::Unasked | Older::Reading(_) | Older::Absent(_) | Older::Found(_), _) => Action::none(),
        }
    }

    /// An answer to a search that was typed over meanwhile is passed over.
    fn found_older(&mut self, number: u64, sale: Option<SaleId>) -> Answer {
        if self.older != Older::Reading(number) {
            return Action::none();
        }
        let Some(id) = sale else {
            self.older = Older::Absent(number);
            return Action::none();
        };
        self.older = Older::Found(id);
        self.filter = Filter::All;
        self.choose(Some(id))
    }

    fn type_on(&mut self, c: char) -> Answer {
        let text = format!("{}{c}", self.query);
        self.search(&text)
    }

    fn rub_out(&mut self) -> Answer {
        let mut text = self.query.clone();
        text.pop();
        self.search(&text)
    }

    fn choose_filter(&mut self, filter: Filter) -> Answer {
        self.filter = filter;
        self.choose(None)
    }

    fn choose(&mut self, sale: Option<SaleId>) -> Answer {
        self.chosen = sale;
        self.moved = sale.is_some();
        Action::none()
    }

    fn step(&mut self, cx: &Context<'_>, by: isize) -> Answer {
        let listed = self.listed(cx);
        let Some(last) = listed.len().checked_sub(1) else { return Action::none() };
        let now = self.chosen(cx).and_then(|sale| listed.iter().position(|other| other.id == sale.id));
        let next = now.map_or(0, |now| now.saturating_add_signed(by).min(last));
        self.chosen = Some(listed[next].id);
        self.moved = true;
        let top = windowed::offset_of(next.saturating_sub(3), 1, space::ROW, 0.0);
        Action::task(operation::scroll_to(LIST, AbsoluteOffset { x: Some(0.0), y: Some(top) }))
    }

    fn ask_if(&self, cx: &Context<'_>, may: impl Fn(&Sale) -> bool, what: impl Fn(SaleId) -> Instruction) -> Answer {
        match self.chosen(cx).filter(|sale| may(sale)) {
            Some(sale) => Action::ask(what(sale.id)),
            None => Action::none(),
        }
    }

    /// The sales that fit chip and search, newest first.
    #[must_use]
    pub fn listed<'a>(&self, cx: &Context<'a>) -> Vec<&'a Sale> {
        let fits = |sale: &&Sale| matches(sale, &self.query, cx);
        let kept = |sale: &&Sale| self.filter.keeps(sale, look::words(sale, cx).verdict);
        let older = if let Older::Found(id) = self.older { cx.book.sale(id) } else { None };
        let last = cx.book.sales().take(SHOWN_MAX);
        let last = last.filter(|sale| older.is_none_or(|older| older.id != sale.id));
        last.filter(fits).filter(kept).chain(older).collect()
    }

    /// The chosen sale; where nothing was chosen yet the newest of the list.
    fn chosen<'a>(&self, cx: &Context<'a>) -> Option<&'a Sale> {
        match self.chosen {
            Some(id) => cx.book.sale(id),
            None => self.listed(cx).first().copied(),
        }
    }
}

/// Whether a sale has the number, the amount or the reference that was typed.
fn matches(sale: &Sale, query: &str, cx: &Context<'_>) -> bool {
    let query = query.trim().to_lowercase();
    if query.is_empty() {
        return true;
    }
    let amount = sale.total.to_plain();
    let typed_amount = query.replace(',', ".");
    sale.number.to_string().starts_with(&query)
        || amount.starts_with(typed_amount.trim_start_matches(|c: char| !c.is_ascii_digit()))
            && query.chars().any(|c| c.is_ascii_digit())
        || cx.lang.digits(sale.total).starts_with(&query)
        || sale.reference.to_lowercase().contains(&query)
        || sale.lines.iter().any(|line| line.note.to_lowercase().contains(&query))
}
