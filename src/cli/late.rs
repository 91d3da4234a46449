//! `ringup late`: money that came after its code had ended, and what is done with it.

use std::time::Duration;

use serde_json::{Value, json};

use super::common::Common;
use super::exit::{Exit, Failure};
use super::out::Out;
use crate::domain::core::Portion;
use crate::domain::id::Guid;
use crate::domain::sale::{Attempt, LateCase, Sale};
use crate::service::refund::Order;
use crate::service::start::{self, Opened};

/// What to do.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Args {
    /// What waits for a decision
    List,
    /// Count it as the payment of its sale
    Accept {
        #[command(flatten)]
        which: Which,
        /// What is to be remembered
        #[arg(long, value_name = "TEXT", default_value = "")]
        note: String,
    },
    /// Send it back to the customer
    Refund {
        #[command(flatten)]
        which: Which,
        /// Why
        #[arg(long, value_name = "TEXT", default_value = "Late money")]
        reason: String,
        /// The customer bears the gateway's fee, not the shop
        #[arg(long)]
        buyer_pays_fee: bool,
        /// How long to wait for the gateway's answer, in seconds
        #[arg(long, value_name = "SECONDS", default_value_t = 60)]
        timeout: u64,
    },
    /// Leave it where it is, with a note
    Keep {
        #[command(flatten)]
        which: Which,
        /// What is to be remembered
        #[arg(long, value_name = "TEXT")]
        note: String,
    },
}

/// Which late money.
#[derive(Debug, clap::Args)]
pub(crate) struct Which {
    /// The sale's number
    sale: u64,
    /// The payment, where more than one of the sale came late
    #[arg(long, value_name = "GUID")]
    payment: Option<Guid>,
}

pub(crate) async fn run(args: Args, common: &Common, out: &Out) -> Result<Exit, Failure> {
    let opened = start::open(common.options()?).await?;
    let outcome = with_books(args, &opened, out).await;
    opened.till.close().await;
    outcome
}

async fn with_books(args: Args, opened: &Opened, out: &Out) -> Result<Exit, Failure> {
    let (till, operator) = (&opened.till, opened.config.shop.operator.clone());
    match args {
        Args::List => list(opened, out),
        Args::Accept { which, note } => {
            let (_, guid) = case(&which, opened).await?;
            till.accept_late(guid, note, operator).await?;
            told(opened, &which, "It counts as the payment of its sale.", out).await
        }
        Args::Keep { which, note } => {
            let (_, guid) = case(&which, opened).await?;
            till.keep_late(guid, note, operator).await?;
            told(opened, &which, "It stays in the list, with its note.", out).await
        }
        Args::Refund { which, reason, buyer_pays_fee, timeout } => {
            let (sale, guid) = case(&which, opened).await?;
            let (sale, payment, portion) = (sale.id, Some(guid), Portion::All);
            let order = Order { sale, payment, portion, reason, buyer_pays_fee, operator };
            super::refund::carry_out(till, &order, Duration::from_secs(timeout), out).await
        }
    }
}

/// The late money that is meant: the one of the sale that waits, or the one named.
async fn case(which: &Which, opened: &Opened) -> Result<(Sale, Guid), Failure> {
    let sale = super::refund::sale(opened, which.sale).await?;
    let mut listed = sale.attempts.iter().filter(|attempt| match which.payment {
        Some(guid) => attempt.guid() == guid,
        None => sale.late_case(attempt).is_some_and(LateCase::is_listed),
    });
    let found = (listed.next().map(Attempt::guid), listed.next().map(Attempt::guid));
    match found {
        (Some(guid), None) => Ok((sale, guid)),
        (None, _) => {
            let text = format!("No late money of sale {} waits for a decision.", which.sale);
            Err(Failure::new(Exit::No, "not_late", &text))
        }
        (Some(_), Some(_)) => Err(Failure::usage(&format!(
            "Sale {} has more than one late payment. Name one with --payment GUID; `ringup late list` shows them.",
            which.sale
        ))),
    }
}

async fn told(opened: &Opened, which: &Which, text: &str, out: &Out) -> Result<Exit, Failure> {
    let book = opened.till.book().await;
    let sale = book.sale_numbered(which.sale).map(super::sales::describe);
    out.answer(text, &json!({"event": "decided", "sale": sale}));
    Ok(Exit::Good)
}

fn list(opened: &Opened, out: &Out) -> Result<Exit, Failure> {
    let cases: Vec<(&Sale, &Attempt, LateCase)> = opened
        .book
        .sales()
        .flat_map(|sale| sale.attempts.iter().filter_map(move |a| Some((sale, a, sale.late_case(a)?))))
        .filter(|(_, _, case)| case.is_listed())
        .collect();
    if cases.is_empty() {
        out.say("No money is waiting for you.");
    }
    for (sale, attempt, case) in &cases {
        let note = attempt.decided.as_ref().map_or("", |fact| fact.note.as_str());
        let word = if *case == LateCase::Kept { "kept" } else { "to decide" };
        let at = attempt.late_at.unwrap_or(attempt.changed).rfc3339(0);
        let state = attempt.status.state.word();
        out.say(&format!("{:>6}  {at}  {:>14}  {state}, {word}  {note}", sale.number, sale.total.to_string()));
    }
    out.object(
        &json!({"late": cases.iter().map(|(sale, attempt, case)| entry(sale, attempt, *case)).collect::<Vec<_>>()}),
    );
    Ok(Exit::Good)
}

fn entry(sale: &Sale, attempt: &Attempt, case: LateCase) -> Value {
    json!({
        "sale": sale.number,
        "payment": attempt.guid().to_string(),
        "invoice": attempt.invoice.as_ref().map(|invoice| invoice.invoice.clone()),
        "amount": attempt.request.price.to_plain(),
        "currency": attempt.request.price.currency().code(),
        "reason": attempt.late,
        "at": attempt.late_at.unwrap_or(attempt.changed).rfc3339(0),
        "state": attempt.status.state.word(),
        "paid": attempt.paid.as_ref().map(|paid| json!({"coin": paid.coin, "amount": paid.display})),
        "kept": case == LateCase::Kept,
        "note": attempt.decided.as_ref().map(|fact| fact.note.clone()),
    })
}
