//! `ringup sales` and `ringup resolve`: recent sales with live state.

use serde_json::{Value, json};
use tokio::sync::broadcast::error::RecvError;

use super::common::Common;
use super::exit::{Exit, Failure};
use super::out::Out;
use crate::device::receipt::ReceiptDoc;
use crate::domain::book::Book;
use crate::domain::cart::Kind;
use crate::domain::fact::Tender;
use crate::domain::sale::{Attempt, Sale, SaleEnd};
use crate::domain::verdict;
use crate::service::start::{self, Opened};
use crate::service::{Till, Update};

/// Which sales.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Args {
    /// The newest sales
    List {
        /// How many
        #[arg(long, default_value_t = 20)]
        limit: usize,
    },
    /// One sale, by its number
    Show {
        /// The sale's number
        sale: u64,
        /// Print the receipt as a copy
        #[arg(long)]
        receipt: bool,
    },
    /// Follow every open payment until Ctrl C
    Watch,
}

/// How long `resolve` waits for what is open.
const RESOLVE_MAX: std::time::Duration = std::time::Duration::from_secs(60);

pub(crate) async fn run(args: Args, common: &Common, out: &Out) -> Result<Exit, Failure> {
    let opened = start::open(common.options()?).await?;
    let till = opened.till.clone();
    let outcome = match args {
        Args::List { limit } => {
            list(&opened.book, limit, out);
            Ok(Exit::Good)
        }
        Args::Show { sale, receipt } => show(&opened, sale, receipt, out).await,
        Args::Watch => watch(&opened, out).await,
    };
    till.close().await;
    outcome
}

fn list(book: &Book, limit: usize, out: &Out) {
    let sales: Vec<&Sale> = book.sales().take(limit).collect();
    if sales.is_empty() {
        out.say("No sales yet.");
    }
    for sale in &sales {
        out.say(&line(sale));
    }
    out.object(&json!({"sales": sales.iter().map(|sale| describe(sale)).collect::<Vec<_>>()}));
}

fn line(sale: &Sale) -> String {
    let offset = 0;
    let verdict = verdict::of(sale, false).key().replace('_', " ");
    format!("{:>6}  {}  {:>14}  {verdict}", sale.number, sale.opened.rfc3339(offset), sale.total.to_string())
}

/// A sale for machines.
pub(crate) fn describe(sale: &Sale) -> Value {
    json!({
        "sale": sale.id.to_string(),
        "number": sale.number,
        "opened": sale.opened.rfc3339(0),
        "total": sale.total.to_plain(),
        "currency": sale.total.currency().code(),
        "reference": sale.reference,
        "verdict": verdict::of(sale, false).key(),
        "hand_over": verdict::of(sale, false).may_hand_over(),
        "lines": sale.lines.iter().map(|line| json!({
            "sku": line.sku, "name": line.name, "price": line.price.to_plain(), "quantity": line.quantity,
            "kind": line.kind.word(),
        })).collect::<Vec<_>>(),
        "attempts": sale.attempts.iter().map(attempt).collect::<Vec<_>>(),
        "receipt": receipt(sale),
        "refunds": sale.backs.iter().map(super::refund::describe).collect::<Vec<_>>(),
    })
}

fn attempt(attempt: &Attempt) -> Value {
    json!({
        "guid": attempt.guid().to_string(),
        "order_id": attempt.request.order_id,
        "gateway": attempt.request.gateway,
        "invoice": attempt.invoice.as_ref().map(|invoice| invoice.invoice.clone()),
        "state": attempt.status.state.word(),
        "unknown": attempt.unknown,
        "flags": attempt.status.flags.words(),
        "gateway_word": attempt.status.raw,
        "paid": attempt.paid.as_ref().map(|paid| json!({"coin": paid.coin, "amount": paid.display})),
        "late": attempt.late,
        "late_decision": attempt.decided.as_ref().map(|fact| json!({"decision": fact.decision, "note": fact.note})),
    })
}

fn receipt(sale: &Sale) -> Value {
    let Some(SaleEnd::Completed { fact, seq, hash, at }) = &sale.end else { return Value::Null };
    let tender = match &fact.tender {
        Tender::Cash { given, change } => json!({"cash": {"given": given.to_plain(), "change": change.to_plain()}}),
        Tender::Gateway { guid } => json!({"gateway": {"guid": guid.to_string()}}),
    };
    json!({"number": fact.receipt_no, "seq": seq, "hash": hash.to_string(), "at": at.rfc3339(0), "tender": tender})
}

async fn show(opened: &Opened, number: u64, wants_receipt: bool, out: &Out) -> Result<Exit, Failure> {
    let Some(mut sale) = opened.till.sale(number).await? else {
        return Err(Failure::new(Exit::No, "no_sale", &format!("There is no sale {number} in this book.")));
    };
    if wants_receipt {
        opened.till.receipt_copied(sale.id).await?;
        sale.copies += 1;
        if let Some(doc) = ReceiptDoc::of(&sale, &opened.config, &opened.book) {
            out.say(&crate::device::text::render(&doc, 42));
        }
        for back in &sale.backs {
            if let Some(doc) = ReceiptDoc::of_return(&sale, back, &opened.config, &opened.book) {
                out.say(&crate::device::text::render(&doc, 42));
            }
        }
    } else {
        out.say(&line(&sale));
        for item in &sale.lines {
            let name = if item.name.is_empty() { unnamed(item.kind) } else { &item.name };
            out.say(&format!("        {} × {name}  {}", item.quantity, item.price.to_plain()));
        }
        for attempt in &sale.attempts {
            let invoice = attempt.invoice.as_ref().map_or("no invoice", |invoice| invoice.invoice.as_str());
            out.say(&format!("        {} {} {invoice}", attempt.request.order_id, attempt.status.state.word()));
            if let Some(error) = &attempt.unknown {
                out.say(&format!("            {error}"));
            }
        }
    }
    out.object(&describe(&sale));
    Ok(Exit::Good)
}

fn unnamed(kind: Kind) -> &'static str {
    match kind {
        Kind::Goods => "Amount",
        Kind::Tip => "Tip",
        Kind::Fee => "Fee",
    }
}

async fn watch(opened: &Opened, out: &Out) -> Result<Exit, Failure> {
    let mut book = opened.book.clone();
    let mut updates = opened.till.updates();
    opened.till.resolve_all().await;
    out.say("Watching. Ctrl C ends.");
    loop {
        tokio::select! {
            update = updates.recv() => match update {
                Ok(Update::Entries(entries)) => for entry in entries {
                    book.apply(&entry);
                    if let Some(sale) = entry.fact.sale().and_then(|id| book.sale(id)) {
                        out.answer(&line(sale), &describe(sale));
                    }
                },
                Ok(Update::Recalled(sale)) => book.recall(*sale),
                Ok(Update::Live(..) | Update::Reachable(_) | Update::Roomy | Update::Trouble(_)) => {}
                Err(RecvError::Lagged(_)) => book = opened.till.book().await,
                Err(RecvError::Closed) => return Ok(Exit::Good),
            },
            () = super::end::asked() => return Ok(Exit::Good),
        }
    }
}

/// Finishes what an earlier crash or outage left open, then reads every watched payment and refund once.
pub(crate) async fn resolve(common: &Common, out: &Out) -> Result<Exit, Failure> {
    let opened = start::open(common.options()?).await?;
    let till = opened.till.clone();
    let before = till.unresolved().await;
    let readings = read_once(&till).await;
    let refunds = till.read_refunds().await;
    let left = till.unresolved().await;
    let book = till.book().await;
    let open = book.sales().filter(|sale| sale.end.is_none()).count();
    let value = json!({"resolved": before - left, "unresolved": left, "read": readings, "refunds_read": refunds,
        "open_sales": open});
    let text =
        format!("{} resolved, {left} still unknown. Read: {readings} payments, {refunds} refunds.", before - left);
    out.answer(&text, &value);
    till.close().await;
    Ok(if left > 0 { Exit::Unknown } else { Exit::Good })
}

/// Runs the resolver and waits until nothing is unresolved and every watched payment was read once.
async fn read_once(till: &Till) -> usize {
    let mut updates = till.updates();
    let now = till.clock().now();
    let mut waiting: std::collections::HashSet<_> = till
        .book()
        .await
        .sales()
        .flat_map(|sale| &sale.attempts)
        .filter(|attempt| attempt.is_unresolved() || attempt.wants_watching(now))
        .map(Attempt::guid)
        .collect();
    let wanted = waiting.len();
    till.resolve_all().await;
    let all_read = async {
        while !waiting.is_empty() || till.unresolved().await > 0 {
            match updates.recv().await {
                Ok(Update::Live(guid, live)) if live.failures == 0 || live.is_silent() => {
                    waiting.remove(&guid);
                }
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return,
            }
        }
    };
    let _in_time = tokio::time::timeout(RESOLVE_MAX, all_read).await;
    wanted - waiting.len()
}
