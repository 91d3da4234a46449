//! The owner's check: what its page asks of the till, and the answers back to it.

use std::sync::Arc;

use iced::Task;
use jiff::ToSpan;
use jiff::civil::Date;

use super::port::{Counter, Outcome as Done};
use super::state::{App, Message};
use crate::device::{proof, text};
use crate::domain::checks::Checked;
use crate::domain::time::Timestamp;
use crate::lang::Lang;
use crate::notice;
use crate::service::error::Trouble;
use crate::service::reconcile::{Asked, CheckError, Checked as Found, Told as Source};
use crate::ui::screen::owner::{self, Told};
use crate::ui::screen::reconcile::{Failed, Instruction, Message as Answer, Order, Outcome, Witness};

/// Days after the last one in which its credits are booked.
const AFTER_DAYS: i32 = 4;

impl App {
    pub(super) fn on_check(&mut self, order: Instruction) -> Task<Message> {
        let Some(till) = self.counter.clone() else { return Task::none() };
        let lang = self.words();
        let decided = move |result: Result<(), Trouble>| {
            told(Answer::Decided(result.map_err(|trouble| notice::trouble(&trouble, &lang))))
        };
        match order {
            Instruction::Run(order) => self.check(till, order),
            Instruction::Resolve(id, note) => Task::perform(async move { till.resolve_case(id, note).await }, decided),
            Instruction::Reopen(id) => Task::perform(async move { till.reopen_case(id).await }, decided),
            Instruction::SetLimits(limits) => {
                let lang = self.words();
                Task::perform(async move { till.set_limits(*limits).await }, move |result| {
                    told(Answer::LimitsKept(result.map_err(|trouble| notice::trouble(&trouble, &lang))))
                })
            }
            Instruction::Copy(text) => iced::clipboard::write(text),
            Instruction::Proof(checked) => self.save_proof(&checked),
        }
    }

    fn check(&self, till: Arc<dyn Counter>, order: Order) -> Task<Message> {
        let (lang, moment) = (self.words(), self.house.moment());
        let today = moment.now.date(moment.offset_min).parse().unwrap_or(order.to);
        let work = async move {
            let checked = compare(till.as_ref(), order, today).await;
            let read = moment.now;
            checked.map(|checked| Arc::new(outcome(checked, read, &lang))).map_err(|error| failed(&error, &lang))
        };
        Task::perform(work, |result| told(Answer::Ran(result)))
    }
}

impl App {
    /// Saves the proof of a check where papers go.
    fn save_proof(&self, checked: &Checked) -> Task<Message> {
        let doc = proof::of_check(checked, &self.config, &self.book);
        let (name, text) = (format!("{}.pdf", proof::file_name(checked)), text::render(&doc, text::WIDE));
        let house = self.house.clone();
        Task::perform(async move { house.save_receipt(name, text).await }, |result| {
            Message::Performed(Done::Saved(result.map_err(Arc::new)))
        })
    }
}

fn told(answer: Answer) -> Message {
    Message::Owner(owner::Message::Answered(Told::Reconcile(answer)))
}

async fn compare(till: &dyn Counter, order: Order, today: Date) -> Result<Found, CheckError> {
    if order.fetch {
        let until = order.to.saturating_add(AFTER_DAYS.days()).min(today).max(order.from);
        till.fetch_ledger(order.from, until).await?;
    }
    let asked = Asked {
        from: order.from,
        to: order.to,
        gateway: None,
        list: order.fetch || order.ledger.is_some(),
        ledger: order.ledger.map(Into::into),
        sales: None,
        bank: None,
        account: None,
        matched: true,
    };
    till.reconcile(asked, order.progress).await
}

fn outcome(checked: Found, read: Timestamp, lang: &Lang) -> Outcome {
    let file = checked.names.ledger_file.display().to_string();
    let witness = match checked.told {
        Source::Listed { .. } => Witness::Listed,
        Source::Read => Witness::Read,
        Source::Unanswered(_) => Witness::Unanswered,
    };
    let unkept = checked.unkept.map(|trouble| notice::trouble(&trouble, lang));
    let (sales, invoices) = (checked.names.sales, checked.names.invoices);
    Outcome { report: checked.report, sales, invoices, file, read, witness, unkept }
}

fn failed(error: &CheckError, lang: &Lang) -> Failed {
    match error {
        CheckError::File { file, refused } => Failed::File(notice::refused(&file.display().to_string(), refused, lang)),
        CheckError::NoLedger => Failed::NoLedger,
        CheckError::Stopped => Failed::Stopped,
        CheckError::Trouble(trouble) => Failed::Trouble(notice::trouble(trouble, lang)),
    }
}
