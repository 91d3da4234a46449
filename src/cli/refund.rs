//! `ringup refund`: money of a sale back, once.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::broadcast::error::RecvError;
use uuid::Uuid;

use super::common::Common;
use super::exit::{Exit, Failure};
use super::out::Out;
use crate::device::receipt::{ReceiptDoc, text};
use crate::domain::amount;
use crate::domain::core::Portion;
use crate::domain::fact::Returned;
use crate::domain::id::Guid;
use crate::domain::refund::RefundState;
use crate::domain::sale::{MoneyBack, Sale};
use crate::service::Till;
use crate::service::refund::{Order, Preview};
use crate::service::start::{self, Opened};

/// What goes back.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The sale's number
    sale: u64,
    /// How much, in the shop's currency [default: all that is left]
    #[arg(long, value_name = "AMOUNT", conflicts_with = "line")]
    amount: Option<String>,
    /// A line of the sale that comes back, from 1, with its pieces; may be repeated
    #[arg(long, value_name = "LINE[:QTY]")]
    line: Vec<String>,
    /// Only say what it would take; nothing moves
    #[arg(long)]
    preview: bool,
    /// Why; needed unless it is a preview
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
    /// The customer bears the gateway's fee, not the shop
    #[arg(long)]
    buyer_pays_fee: bool,
    /// How long to wait for the gateway's answer, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    timeout: u64,
}

pub(crate) async fn run(args: Args, common: &Common, out: &Out) -> Result<Exit, Failure> {
    if args.reason.trim().is_empty() && !args.preview {
        return Err(Failure::usage("--reason TEXT is missing: every refund says why."));
    }
    let opened = start::open(common.options()?).await?;
    let outcome = with_books(&args, &opened, out).await;
    opened.till.close().await;
    outcome
}

async fn with_books(args: &Args, opened: &Opened, out: &Out) -> Result<Exit, Failure> {
    let sale = &sale(opened, args.sale).await?;
    let order = Order {
        sale: sale.id,
        payment: None,
        portion: portion(args, sale, opened)?,
        reason: args.reason.clone(),
        buyer_pays_fee: args.buyer_pays_fee,
        operator: opened.config.shop.operator.clone(),
    };
    if args.preview {
        let preview = opened.till.preview_refund(&order).await?;
        tell_preview(&preview, out);
        return Ok(Exit::Good);
    }
    carry_out(&opened.till, &order, Duration::from_secs(args.timeout), out).await
}

/// The sale with a number, however old.
pub(super) async fn sale(opened: &Opened, number: u64) -> Result<Sale, Failure> {
    let missing = || Failure::new(Exit::No, "no_sale", &format!("There is no sale {number} in this book."));
    opened.till.sale(number).await?.ok_or_else(missing)
}

fn portion(args: &Args, sale: &Sale, opened: &Opened) -> Result<Portion, Failure> {
    if let Some(text) = &args.amount {
        let parsed = amount::parse(text, sale.total.currency(), opened.config.look.decimal.into());
        return parsed.map(Portion::Amount).map_err(|error| Failure::usage(&format!("--amount {text}: {error}")));
    }
    if args.line.is_empty() {
        return Ok(Portion::All);
    }
    args.line.iter().map(|text| line(text)).collect::<Result<_, _>>().map(Portion::Lines)
}

/// A line from 1 with its pieces: `2` or `2:3`.
fn line(text: &str) -> Result<Returned, Failure> {
    let wrong = || Failure::usage(&format!("--line {text}: a line's number, and pieces if more than one: 2 or 2:3."));
    let (number, quantity) = text.split_once(':').unwrap_or((text, "1"));
    let number: u32 = number.parse().map_err(|_| wrong())?;
    let quantity: u32 = quantity.parse().map_err(|_| wrong())?;
    let line = number.checked_sub(1).ok_or_else(wrong)?;
    Ok(Returned { line, quantity })
}

fn tell_preview(preview: &Preview, out: &Out) {
    let bearer = if preview.buyer_pays_fee { "the customer" } else { "the shop" };
    let text = match preview.fee {
        Some(fee) => format!("{} would go back. The fee of {fee} is borne by {bearer}.", preview.amount),
        None if preview.cash => format!("{} would go back in cash.", preview.amount),
        None => format!("{} would go back. The gateway does not say its fee before.", preview.amount),
    };
    let value = json!({
        "event": "preview",
        "amount": preview.amount.to_plain(),
        "currency": preview.amount.currency().code(),
        "fee": preview.fee.map(crate::domain::money::Money::to_plain),
        "buyer_pays_fee": preview.buyer_pays_fee,
        "cash": preview.cash,
    });
    out.answer(&text, &value);
}

/// Asks for a refund and waits until it is known what became of the question.
pub(super) async fn carry_out(till: &Till, order: &Order, limit: Duration, out: &Out) -> Result<Exit, Failure> {
    let guid = Guid(Uuid::new_v4());
    let mut updates = till.updates();
    till.refund(order, guid).await?;
    let known = async {
        loop {
            if till.book().await.refund(guid).is_some_and(|(_, back)| !back.is_unresolved()) {
                return;
            }
            match updates.recv().await {
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return,
            }
        }
    };
    let _in_time = tokio::time::timeout(limit, known).await;
    let book = till.book().await;
    let Some((sale, back)) = book.refund(guid) else {
        return Err(Failure::new(Exit::Unknown, "unknown", "The refund is no longer at hand."));
    };
    out.answer(&sentence(back), &json!({"event": "refund", "refund": describe(back)}));
    if let Some(doc) = ReceiptDoc::of_return(sale, back, &till.config(), &book) {
        out.say(&text::render(&doc, text::WIDE));
    }
    Ok(exit(back))
}

fn sentence(back: &MoneyBack) -> String {
    let amount = back.amount;
    if let Some(refused) = &back.refused {
        return format!("{amount} did not go back. {}", refused.error);
    }
    if back.quarantined.is_some() {
        return format!(
            "{amount}: the gateway answered with another refund. Look at its dashboard before trying again."
        );
    }
    let Some(state) = back.state else {
        return format!("{amount}: no answer yet. It is never sent twice; `ringup resolve` asks again.");
    };
    match (state, &back.receipt) {
        (_, Some(receipt)) => format!("{amount} is back with the customer. Receipt {}.", receipt.fact.receipt_no),
        (RefundState::Failed, None) => format!("{amount} did not go back. The money is still with the shop."),
        (RefundState::Cancelled, None) => format!("{amount} did not go back: it was called back."),
        (state, None) => format!("{amount} is on its way: {}.", state.word()),
    }
}

fn exit(back: &MoneyBack) -> Exit {
    let code = back.refused.as_ref().map_or("", |fact| fact.code.as_str());
    if back.is_in_doubt() || matches!(code, "not_sent" | "rate_limited") {
        Exit::Unknown
    } else if code.starts_with("auth_") {
        Exit::Access
    } else if back.came_to_nothing() {
        Exit::No
    } else {
        Exit::Good
    }
}

/// A refund for machines.
pub(super) fn describe(back: &MoneyBack) -> Value {
    json!({
        "guid": back.guid.to_string(),
        "id": back.id,
        "amount": back.amount.to_plain(),
        "currency": back.amount.currency().code(),
        "reason": back.reason,
        "state": back.state.map(RefundState::word),
        "in_doubt": back.is_in_doubt(),
        "refused": back.refused.as_ref().map(|fact| json!({"code": fact.code, "text": fact.error})),
        "fee": back.fee.map(|fee| fee.to_string()),
        "cash": back.request.is_none(),
        "lines": back.lines,
        "receipt": back.receipt.as_ref().map(|receipt| json!({
            "number": receipt.fact.receipt_no,
            "seq": receipt.seq,
            "hash": receipt.hash.to_string(),
            "at": receipt.at.rfc3339(0),
            "original": receipt.fact.original.map(|original| original.receipt_no),
        })),
    })
}
