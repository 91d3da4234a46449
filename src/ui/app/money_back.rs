//! Money back and late money: from what the screens ask to what the till does, and back.

use iced::Task;

use super::port::{Failure, Outcome};
use super::state::{App, Message, Page, cx};
use crate::device::receipt::{ReceiptDoc, text};
use crate::domain::id::{Guid, SaleId};
use crate::domain::sale::Sale;
use crate::gateway::port::{Contact, ContactStep};
use crate::notice::{self, Notice};
use crate::service::refund::{Order, Preview};
use crate::ui::icon::Icon;
use crate::ui::screen::contact::{self, Reach};
use crate::ui::screen::done;
use crate::ui::screen::late::{self, Late};
use crate::ui::screen::refund::{self, Wish};
use crate::ui::screen::sales::{self, Sales};

impl App {
    pub(super) fn go_to_late(&mut self) -> Task<Message> {
        if !matches!(self.page, Page::Late(_)) {
            self.turn(Page::Late(Late::new()));
        }
        Task::none()
    }

    /// The refund of a sale, over the list of sales.
    pub(super) fn go_to_refund(&mut self, sale: SaleId) -> Task<Message> {
        self.turn(Page::Sales(Sales::showing(sale)));
        self.on_sales(sales::Message::RefundPressed)
    }

    pub(super) fn on_late(&mut self, message: late::Message) -> Task<Message> {
        let cx = cx!(self);
        let Page::Late(late) = &mut self.page else { return Task::none() };
        let action = late.update(message, &cx);
        let task = action.task.map(Message::Late);
        let done = match action.instruction {
            None => Task::none(),
            Some(late::Instruction::Accept { payment }) => self.accept_late(payment),
            Some(late::Instruction::Keep { payment, note }) => self.keep_late(payment, note),
            Some(late::Instruction::Preview(wish)) => self.preview_refund(wish),
            Some(late::Instruction::Refund(wish)) => self.refund(wish),
            Some(late::Instruction::SaveReturn { refund }) => self.save_return(refund),
            Some(late::Instruction::OpenSale(sale)) => {
                self.turn(Page::Sales(Sales::showing(sale)));
                Task::none()
            }
            Some(late::Instruction::Leave) => self.go_to_register(None),
        };
        Task::batch([task, done])
    }

    fn order(&self, wish: Wish) -> Order {
        Order {
            sale: wish.sale,
            payment: wish.payment,
            portion: wish.portion,
            reason: wish.reason,
            buyer_pays_fee: wish.buyer_pays_fee,
            operator: self.config.shop.operator.clone(),
        }
    }

    // What is asked.

    pub(super) fn preview_refund(&self, wish: Wish) -> Task<Message> {
        let (Some(counter), order) = (self.counter.clone(), self.order(wish)) else { return Task::none() };
        Task::perform(async move { counter.preview_refund(order).await }, |result| {
            Message::Performed(Outcome::Previewed(result.map_err(Failure::new)))
        })
    }

    pub(super) fn refund(&self, wish: Wish) -> Task<Message> {
        let (Some(counter), order) = (self.counter.clone(), self.order(wish)) else { return Task::none() };
        Task::perform(async move { counter.refund(order).await }, |result| {
            Message::Performed(Outcome::Refunding(result.map_err(Failure::new)))
        })
    }

    /// Writes the receipt of a return to a text file.
    pub(super) fn save_return(&self, refund: Guid) -> Task<Message> {
        let Some((sale, back)) = self.book.refund(refund) else { return Task::none() };
        let Some(doc) = ReceiptDoc::of_return(sale, back, &self.config, &self.book) else { return Task::none() };
        let text = text::render(&doc, text::WIDE);
        let number = back.receipt.as_ref().map_or(0, |receipt| receipt.fact.receipt_no);
        let (house, name) = (self.house.clone(), format!("receipt-{number}.txt"));
        Task::perform(async move { house.save_receipt(name, text).await }, |result| {
            Message::Performed(Outcome::Saved(result.map_err(Failure::new)))
        })
    }

    /// A receipt was written: the page of a paid sale shows where, any other gets a notice.
    pub(super) fn saved(&mut self, file: String) -> Task<Message> {
        if matches!(self.page, Page::Done(_)) {
            return self.on_done(done::Message::Saved(file));
        }
        if let Some(told) = self.told_reports(&file) {
            return told;
        }
        let words = self.lang.with("receipt-saved-to", &[("file", (&file).into())]);
        self.tell(Icon::Download, words);
        Task::none()
    }

    pub(super) fn contact(&self, payment: Guid, reach: Reach) -> Task<Message> {
        let Some(counter) = self.counter.clone() else { return Task::none() };
        let contact = match reach {
            Reach::Mail(text) => Contact::Email(text),
            Reach::Sms(text) => Contact::Sms(text),
            Reach::Code(text) => Contact::SmsCode(text),
        };
        Task::perform(async move { counter.contact(payment, contact).await }, |result| {
            Message::Performed(Outcome::Contacted(result.map_err(Failure::new)))
        })
    }

    fn accept_late(&self, payment: Guid) -> Task<Message> {
        let operator = self.config.shop.operator.clone();
        self.call(async move |counter| counter.accept_late(payment, operator).await, super::perform::did)
    }

    fn keep_late(&self, payment: Guid, note: String) -> Task<Message> {
        let operator = self.config.shop.operator.clone();
        self.call(async move |counter| counter.keep_late(payment, note, operator).await, super::perform::did)
    }

    /// Reads a sale that is no longer at hand.
    pub(super) fn find(&self, number: u64) -> Task<Message> {
        let Some(counter) = self.counter.clone() else { return Task::none() };
        Task::perform(async move { counter.sale(number).await }, move |result| {
            let found = result.map(|sale| sale.map(Box::new)).map_err(Failure::new);
            Message::Performed(Outcome::Found(number, found))
        })
    }

    // What became of it.

    /// The sale is at the window's hand from here on; what it has already is newer.
    pub(super) fn found(&mut self, number: u64, result: Result<Option<Box<Sale>>, Failure>) -> Task<Message> {
        let sale = match result {
            Ok(sale) => sale,
            Err(failure) => {
                self.tell_trouble(&failure);
                return self.on_sales(sales::Message::QueryTyped(number.to_string()));
            }
        };
        let id = sale.as_ref().map(|sale| sale.id);
        if let Some(sale) = sale.filter(|sale| self.book.sale(sale.id).is_none()) {
            self.book.recall(*sale);
        }
        self.on_sales(sales::Message::OlderFound(number, id))
    }

    pub(super) fn previewed(&mut self, result: Result<Preview, Failure>) -> Task<Message> {
        let seen = result.map(|preview| preview.fee).map_err(|failure| self.boxed(&failure));
        self.on_refund(refund::Message::Seen(seen))
    }

    pub(super) fn refunding(&mut self, result: Result<Guid, Failure>) -> Task<Message> {
        let sent = result.map_err(|failure| self.boxed(&failure));
        self.on_refund(refund::Message::Sent(sent))
    }

    pub(super) fn contacted(&mut self, result: Result<ContactStep, Failure>) -> Task<Message> {
        let taken = result.map(|step| step == ContactStep::CodeSent).map_err(|failure| self.boxed(&failure));
        self.on_sales(sales::Message::Contact(contact::Message::Taken(taken)))
    }

    fn boxed(&self, failure: &Failure) -> Box<Notice> {
        Box::new(notice::trouble(failure, &self.lang))
    }

    /// The refund dialog lies over the list of sales or over the inbox.
    fn on_refund(&mut self, message: refund::Message) -> Task<Message> {
        if matches!(self.page, Page::Late(_)) {
            return self.on_late(late::Message::Refund(message));
        }
        self.on_sales(sales::Message::Refund(message))
    }
}
