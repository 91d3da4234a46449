//! The owner's check: what its page asks of the till, and the answers back to it.

use std::sync::Arc;

use iced::Task;
use jiff::ToSpan;
use jiff::civil::Date;

use super::port::Counter;
use super::state::{App, Message};
use crate::domain::time::Timestamp;
use crate::lang::Lang;
use crate::notice;
use crate::service::error::Trouble;
use crate::service::reconcile::{Asked, CheckError, Checked, Told as Source};
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
        }
    }

    fn check(&self, till: Arc<dyn Counter>, order: Order) -> Task<Message> {
        let (lang, moment) = (self.words(), self.house.moment());
        let today = moment.now.date(moment.offset_min).parse().unwrap_or(order.to);
        let work = async move {
            let checked = compare(till.as_ref(), order, today).await;
            let read = moment.now;
            checked.map(|checked| Arc::new(outcome(checked, read))).map_err(|error| failed(&error, &lang))
        };
        Task::perform(work, |result| told(Answer::Ran(result)))
    }
}

impl App {
    /// Remembers what a check found, so that the rail and Today can tell it while other pages are shown.
    pub(super) fn note_findings(&mut self, message: &owner::Message) {
        if let owner::Message::Answered(Told::Reconcile(Answer::Ran(Ok(outcome)))) = message {
            let severe = outcome.report.findings.iter().filter(|finding| finding.blocks());
            self.findings = severe.map(|finding| finding.id.to_string()).collect();
        }
    }
}

fn told(answer: Answer) -> Message {
    Message::Owner(owner::Message::Answered(Told::Reconcile(answer)))
}

async fn compare(till: &dyn Counter, order: Order, today: Date) -> Result<Checked, CheckError> {
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
    };
    till.reconcile(asked, order.progress).await
}

fn outcome(checked: Checked, read: Timestamp) -> Outcome {
    let file = checked.names.ledger_file.display().to_string();
    let witness = match checked.told {
        Source::Listed { .. } => Witness::Listed,
        Source::Read => Witness::Read,
        Source::Unanswered(_) => Witness::Unanswered,
    };
    let (sales, invoices) = (checked.names.sales, checked.names.invoices);
    Outcome { report: checked.report, sales, invoices, file, read, witness }
}

fn failed(error: &CheckError, lang: &Lang) -> Failed {
    match error {
        CheckError::File { file, refused } => Failed::File(notice::refused(&file.display().to_string(), refused, lang)),
        CheckError::NoLedger => Failed::NoLedger,
        CheckError::Stopped => Failed::Stopped,
        CheckError::Trouble(trouble) => Failed::Trouble(notice::trouble(trouble, lang)),
    }
}
