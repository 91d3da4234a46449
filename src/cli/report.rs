//! `ringup report`: reads and closings.

use serde_json::{Value, json};

use super::common::Common;
use super::exit::{Exit, Failure};
use super::out::Out;
use crate::device::{report, text};
use crate::domain::report::{Closing, Shift};
use crate::domain::takings::plain;
use crate::domain::tally::{Count, Grand, StillOpen, Tally};
use crate::service::start::{self, Opened};

/// Which report.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Args {
    /// Read the shift so far; nothing is closed
    X {
        #[command(flatten)]
        paper: Paper,
    },
    /// Close the shift, once; or print a closing again as a numbered copy
    Z {
        /// Print this closing again instead of closing
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
        reprint: Option<u64>,
        #[command(flatten)]
        paper: Paper,
    },
    /// List the newest closings
    List {
        /// How many
        #[arg(long, default_value_t = 20)]
        limit: usize,
    },
}

/// How wide the paper is.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Paper {
    /// Columns of the paper: 42 for 80 mm, 32 for 58 mm
    #[arg(long, value_name = "COLUMNS", default_value_t = 42, value_parser = clap::value_parser!(u8).range(32..=80))]
    columns: u8,
}

impl Paper {
    fn wide(self) -> usize {
        usize::from(self.columns)
    }
}

pub(crate) async fn run(args: Args, common: &Common, out: &Out) -> Result<Exit, Failure> {
    let opened = start::open(common.options()?).await?;
    let outcome = match args {
        Args::X { paper } => read(&opened, paper, out).await,
        Args::Z { reprint: None, paper } => close(&opened, paper, out).await,
        Args::Z { reprint: Some(number), paper } => reprint(&opened, number, paper, out).await,
        Args::List { limit } => list(&opened, limit, out).await,
    };
    opened.till.close().await;
    outcome
}

async fn read(opened: &Opened, paper: Paper, out: &Out) -> Result<Exit, Failure> {
    let till = &opened.till;
    let shift = till.read_x(opened.config.shop.operator.clone()).await?;
    let stamp = till.clock().stamp();
    let doc = report::of_shift(&shift, (stamp.at, stamp.offset_min), &opened.config, &till.book().await);
    out.answer(text::render(&doc, paper.wide()).trim_end(), &shift_value(&shift));
    Ok(Exit::Good)
}

async fn close(opened: &Opened, paper: Paper, out: &Out) -> Result<Exit, Failure> {
    let closing = opened.till.close_z(opened.config.shop.operator.clone()).await?;
    tell(opened, &closing, None, paper, out).await;
    Ok(Exit::Good)
}

async fn reprint(opened: &Opened, number: u64, paper: Paper, out: &Out) -> Result<Exit, Failure> {
    let (closing, copy) = opened.till.reprint(number, opened.config.shop.operator.clone()).await?;
    tell(opened, &closing, Some(copy), paper, out).await;
    Ok(Exit::Good)
}

async fn tell(opened: &Opened, closing: &Closing, copy: Option<u32>, paper: Paper, out: &Out) {
    let doc = report::of_closing(closing, copy, &opened.config, &opened.till.book().await);
    let mut value = closing_value(closing, opened);
    value["copy"] = json!(copy);
    out.answer(text::render(&doc, paper.wide()).trim_end(), &value);
}

async fn list(opened: &Opened, limit: usize, out: &Out) -> Result<Exit, Failure> {
    let closings = opened.till.closings(limit).await?;
    if closings.is_empty() {
        out.say("No closing yet.");
    }
    let currency = opened.config.shop.currency;
    for closing in &closings {
        let fact = &closing.fact;
        let sum = plain(fact.tally.sales.minor, currency);
        out.say(&format!("Z {:>5}  {}  {:>6} sales  {sum:>14} {currency}", fact.number, fact.day, fact.tally.sales.n));
    }
    out.object(&json!({"closings": closings.iter().map(|closing| closing_value(closing, opened)).collect::<Vec<_>>()}));
    Ok(Exit::Good)
}

fn shift_value(shift: &Shift) -> Value {
    let Some(currency) = shift.currency else { return json!({"event": "x", "number": shift.last_x}) };
    let mut value = tally_value(&shift.tally, currency);
    value["event"] = json!("x");
    value["number"] = json!(shift.last_x);
    value["date"] = json!(shift.day);
    value["currency"] = json!(currency.code());
    value["from_seq"] = json!(shift.from_seq);
    value["to_seq"] = json!(shift.to_seq);
    value["to_hash"] = json!(shift.to_hash.to_string());
    value["grand"] = grand_value(&shift.grand, currency);
    value["open"] = open_value(&shift.open);
    // Blind: what should be there is said only after what is there.
    if !shift.tally.counts.is_empty() {
        value["drawer"]["expected"] = json!(plain(shift.tally.expected(), currency));
    }
    value
}

fn closing_value(closing: &Closing, opened: &Opened) -> Value {
    let (fact, currency) = (&closing.fact, opened.config.shop.currency);
    let mut value = tally_value(&fact.tally, currency);
    value["event"] = json!("z");
    value["number"] = json!(fact.number);
    value["date"] = json!(fact.day);
    value["currency"] = json!(currency.code());
    value["at"] = json!(closing.at.rfc3339(closing.offset_min));
    value["seq"] = json!(closing.seq);
    value["hash"] = json!(closing.hash.to_string());
    value["from_seq"] = json!(fact.from_seq);
    value["to_seq"] = json!(fact.to_seq);
    value["to_hash"] = json!(fact.to_hash);
    value["operator"] = json!(fact.operator);
    value["grand"] = grand_value(&fact.grand, currency);
    value["open"] = open_value(&fact.open);
    value["drawer"]["expected"] = json!(plain(fact.expected, currency));
    value
}

fn tally_value(tally: &Tally, currency: crate::domain::money::Currency) -> Value {
    let sum = |minor: i64| plain(minor, currency);
    let count = |count: &Count| json!({"n": count.n, "sum": sum(count.minor)});
    let named = |map: &std::collections::BTreeMap<String, Count>| -> Value {
        map.iter().map(|(key, of)| (key.clone(), count(of))).collect::<serde_json::Map<_, _>>().into()
    };
    json!({
        "sales": count(&tally.sales),
        "returns": count(&tally.returns),
        "pieces": tally.pieces,
        "tenders": named(&tally.tenders),
        "operators": named(&tally.operators),
        "taxes": named(&tally.taxes),
        "promised": sum(tally.promised()),
        "settled": sum(tally.settled()),
        "failed": sum(tally.failed()),
        "crypto": tally.crypto.iter().map(|line| json!({
            "gateway": line.gateway, "coin": line.coin, "seen": count(&line.seen),
            "confirmed": count(&line.confirmed), "settled": count(&line.settled), "failed": count(&line.failed),
            "settled_earlier": count(&line.settled_earlier), "failed_earlier": count(&line.failed_earlier),
            "late": count(&line.late), "refunded": count(&line.refunded),
        })).collect::<Vec<_>>(),
        "voids": count(&tally.voids),
        "overrides": count(&tally.overrides),
        "accepted_by_hand": count(&tally.accepted_by_hand),
        "sent_back": count(&tally.sent_back),
        "training": count(&tally.training),
        "copies": tally.copies,
        "reads": tally.x_reads,
        "drawer": {
            "with_sale": tally.drawer_with_sale,
            "without_sale": tally.drawer_without_sale,
            "float": tally.float.map(sum),
            "in": count(&tally.cash_in),
            "out": count(&tally.cash_out),
            "back": count(&tally.cash_back),
            "counts": tally.counts.iter().map(|found| json!({
                "counted": sum(found.counted), "expected": sum(found.expected),
                "difference": sum(found.difference()), "reason": found.reason,
            })).collect::<Vec<_>>(),
        },
    })
}

fn grand_value(grand: &Grand, currency: crate::domain::money::Currency) -> Value {
    json!({"sales": plain(grand.sales, currency), "returns": plain(grand.returns, currency),
           "net": plain(grand.net(), currency), "abs": plain(grand.abs, currency)})
}

fn open_value(open: &StillOpen) -> Value {
    json!({"sales": open.sales, "unresolved": open.unresolved, "late": open.late, "refunds": open.refunds})
}
