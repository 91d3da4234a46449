//! `ringup shift`: the drawer.

use serde_json::json;

use super::common::Common;
use super::exit::{Exit, Failure};
use super::out::Out;
use crate::domain::amount;
use crate::domain::core::TillEvent;
use crate::domain::fact::Direction;
use crate::domain::money::Money;
use crate::domain::takings::plain;
use crate::service::start::{self, Opened};

/// What happens to the drawer.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Args {
    /// Begin a shift with money in the drawer
    Open {
        /// The opening float, such as 150.00
        float: String,
    },
    /// Put cash in
    In {
        /// How much
        amount: String,
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Take cash out
    Out {
        /// How much
        amount: String,
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Open the drawer without a sale
    Drawer {
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Say what lies in the drawer; only then what should lie there is told. A second count is allowed once
    Count {
        /// What was found
        counted: String,
        /// Why it may differ
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Say why the last count differs
    Explain {
        /// Why
        reason: String,
    },
}

pub(crate) async fn run(args: Args, common: &Common, out: &Out) -> Result<Exit, Failure> {
    let opened = start::open(common.options()?).await?;
    let outcome = with_books(args, &opened, out).await;
    opened.till.close().await;
    outcome
}

async fn with_books(args: Args, opened: &Opened, out: &Out) -> Result<Exit, Failure> {
    match args {
        Args::Open { float } => {
            let amount = money("FLOAT", &float, opened)?;
            write(opened, TillEvent::Float { amount }).await?;
            out.answer(
                &format!("The shift is open with {amount}."),
                &json!({"event": "float", "amount": amount.to_plain()}),
            );
            Ok(Exit::Good)
        }
        Args::In { amount, reason } => moved(opened, Direction::In, (&amount, reason), out).await,
        Args::Out { amount, reason } => moved(opened, Direction::Out, (&amount, reason), out).await,
        Args::Drawer { reason } => {
            write(opened, TillEvent::Drawer { reason }).await?;
            out.answer("The opening is written.", &json!({"event": "drawer"}));
            Ok(Exit::Good)
        }
        Args::Count { counted, reason } => count(opened, &counted, reason, out).await,
        Args::Explain { reason } => {
            write(opened, TillEvent::Explained { reason }).await?;
            out.answer("The reason is written.", &json!({"event": "explained"}));
            Ok(Exit::Good)
        }
    }
}

async fn moved(
    opened: &Opened,
    direction: Direction,
    (text, reason): (&str, String),
    out: &Out,
) -> Result<Exit, Failure> {
    let amount = money("AMOUNT", text, opened)?;
    write(opened, TillEvent::Cash { direction, amount, reason }).await?;
    let (event, way) = match direction {
        Direction::In => ("in", "put in"),
        Direction::Out => ("out", "taken out"),
    };
    out.answer(&format!("{amount} {way}."), &json!({"event": event, "amount": amount.to_plain()}));
    Ok(Exit::Good)
}

/// Counts blind. The answer is "no" while a difference above the owner's limit has no reason.
async fn count(opened: &Opened, text: &str, reason: Option<String>, out: &Out) -> Result<Exit, Failure> {
    let counted = money("COUNTED", text, opened)?;
    write(opened, TillEvent::Counted { counted }).await?;
    let found = opened.till.shift().await.tally.counts.last().cloned();
    let Some(found) = found else { return Ok(Exit::Good) };
    let (currency, difference) = (counted.currency(), found.difference());
    if difference != 0
        && let Some(reason) = reason
    {
        write(opened, TillEvent::Explained { reason }).await?;
    }
    let shift = opened.till.shift().await;
    let explained = shift.tally.counts.last().is_some_and(|count| !count.reason.is_empty());
    let limit = opened.till.book().await.day_rule().difference_limit;
    let needs_reason = !explained && difference.saturating_abs() > limit;
    let sum = |minor: i64| plain(minor, currency);
    let mut said = format!("Counted {counted}, expected {}, difference {}.", sum(found.expected), sum(difference));
    if needs_reason {
        said.push_str(" Say why with `ringup shift explain`, or count again once.");
    }
    let value = json!({"event": "count", "count": shift.tally.counts.len(), "counted": counted.to_plain(),
                       "expected": sum(found.expected), "difference": sum(difference), "needs_reason": needs_reason});
    out.answer(&said, &value);
    Ok(if needs_reason { Exit::No } else { Exit::Good })
}

async fn write(opened: &Opened, event: TillEvent) -> Result<(), Failure> {
    Ok(opened.till.till_event(event, opened.config.shop.operator.clone()).await?)
}

fn money(name: &str, text: &str, opened: &Opened) -> Result<Money, Failure> {
    let (currency, mark) = (opened.config.shop.currency, opened.config.look.decimal.into());
    // An empty drawer is a fact like any other, though no sale is.
    if text.chars().all(|sign| matches!(sign, '0' | '.' | ',')) && text.contains('0') {
        return Ok(Money::zero(currency));
    }
    amount::parse(text, currency, mark).map_err(|error| Failure::usage(&format!("{name} {text}: {error}")))
}
