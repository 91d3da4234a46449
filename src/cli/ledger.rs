//! `ringup ledger`: the gateway's own book, fetched and kept beside ours; `ringup settlements`: what it paid out.

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Value, json};

use super::ask::{Asked, Span};
use super::common::Common;
use super::exit::{Exit, Failure};
use super::out::Out;
use super::work;
use crate::domain::id::GatewayId;
use crate::domain::ledger::{KeptQuery, LedgerEntry, Settlement, SettlementState};
use crate::gateway::port::Gateway;
use crate::reconcile::row::Unit;
use crate::service::error::Trouble;
use crate::service::lists;
use crate::service::reconcile::Progress;
use crate::service::start::{self, Opened};

/// What to do with the gateway's ledger.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Args {
    /// Fetch lines and keep them; fetching again changes nothing
    Fetch(Which),
    /// Take a ledger file in, CSV or JSON, and keep its lines; taking it in again changes nothing
    Import(Import),
    /// Show kept lines
    List(Which),
}

/// Which file.
#[derive(Debug, clap::Args)]
pub(crate) struct Import {
    /// The file
    file: PathBuf,
    /// The ledger's currency, where its lines do not say [default: the shop's]
    #[arg(long, value_name = "CUR")]
    currency: Option<String>,
    /// Which connection's ledger it is
    #[arg(long, value_name = "NAME")]
    gateway: Option<String>,
}

/// Which lines.
#[derive(Debug, clap::Args)]
pub(crate) struct Which {
    #[command(flatten)]
    span: Span,
    /// One ledger only
    #[arg(long, value_name = "CUR")]
    currency: Option<String>,
    /// Which connection
    #[arg(long, value_name = "NAME")]
    gateway: Option<String>,
}

pub(crate) async fn run(args: Args, common: &Common, out: &Out) -> Result<Exit, Failure> {
    let opened = start::open(common.options()?).await?;
    let outcome = match args {
        Args::Fetch(which) => fetch(&opened, which, out).await,
        Args::Import(file) => import(&opened, file, out).await,
        Args::List(which) => list(&opened, which, out).await,
    };
    opened.till.close().await;
    outcome
}

async fn fetch(opened: &Opened, which: Which, out: &Out) -> Result<Exit, Failure> {
    let gateway = gateway(opened, which.gateway)?;
    let days = which.span.days()?;
    let fetched = opened.till.fetch_ledger(&gateway, which.currency, days).await?;
    out.answer(
        &format!("{} lines of {} read, {} of them new.", fetched.read, fetched.currencies.join(", "), fetched.new),
        &json!({"gateway": gateway, "currencies": fetched.currencies, "read": fetched.read, "new": fetched.new}),
    );
    Ok(Exit::Good)
}

async fn import(opened: &Opened, asked: Import, out: &Out) -> Result<Exit, Failure> {
    let gateway = gateway(opened, asked.gateway)?;
    let wrong = |code: &String| Failure::usage(&format!("--currency {code}: a currency is written EUR."));
    let unit = |code: &String| Unit::of(code.as_bytes()).ok_or_else(|| wrong(code));
    let currency = asked.currency.as_ref().map(unit).transpose()?;
    let progress = Arc::new(Progress::default());
    let taking = opened.till.import_ledger(&gateway, asked.file, currency, progress.clone());
    let done = work::watch(taking, &progress, out).await?;
    out.answer(
        &format!("{} lines read, {} of them new.", done.read, done.new),
        &json!({"gateway": gateway, "read": done.read, "new": done.new}),
    );
    Ok(Exit::Good)
}

async fn list(opened: &Opened, which: Which, out: &Out) -> Result<Exit, Failure> {
    let gateway = gateway(opened, which.gateway)?;
    let (from, until) = which.span.moments()?;
    let query = KeptQuery { gateway, currency: which.currency, from, until };
    for kept in opened.till.kept_ledger(query).await? {
        let mut value = line(&kept.entry);
        value["entry"] = kept.id.into();
        value["raw"] = serde_json::from_str(&kept.raw).unwrap_or(Value::Null);
        out.answer(&text(&kept.entry), &value);
    }
    Ok(Exit::Good)
}

fn gateway(opened: &Opened, name: Option<String>) -> Result<GatewayId, Failure> {
    let preferred = || opened.gateway.as_ref().map(|gateway| gateway.info().id.clone());
    Ok(name.map(GatewayId).or_else(preferred).ok_or(Trouble::NotConnected)?)
}

fn text(entry: &LedgerEntry) -> String {
    let invoice = entry.invoice.as_ref().map(|invoice| invoice.as_str()).unwrap_or_default();
    format!(
        "{}  {:>4}  {:>16} {}  {}  {invoice}",
        entry.at.rfc3339(0),
        entry.code,
        entry.amount,
        entry.currency,
        entry.kind
    )
}

fn line(entry: &LedgerEntry) -> Value {
    json!({"code": entry.code, "type": entry.kind, "description": entry.description,
        "amount": entry.amount.to_string(), "currency": entry.currency, "at": entry.at.rfc3339(0),
        "invoice": entry.invoice, "refund": entry.refund})
}

/// What the gateway paid out.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Settlements {
    /// Settlements of a span
    List {
        #[command(flatten)]
        span: Span,
        /// One state only, in the gateway's word: processing, completed, failed
        #[arg(long)]
        status: Option<String>,
        /// Which connection
        #[arg(long, value_name = "NAME")]
        gateway: Option<String>,
    },
    /// The lines a settlement is made of
    Show {
        /// The gateway's name of it
        id: String,
        /// Which connection
        #[arg(long, value_name = "NAME")]
        gateway: Option<String>,
    },
}

pub(crate) async fn settlements(args: Settlements, common: &Common, out: &Out) -> Result<Exit, Failure> {
    let (Settlements::List { gateway, .. } | Settlements::Show { gateway, .. }) = &args;
    let asked = Asked::open(common, gateway.as_deref()).await?;
    let outcome = show_settlements(&args, asked.gateway.as_ref(), out).await;
    asked.close().await;
    outcome
}

async fn show_settlements(args: &Settlements, gateway: &dyn Gateway, out: &Out) -> Result<Exit, Failure> {
    match args {
        Settlements::List { span, status, .. } => {
            let query = span.query(status.clone(), None)?;
            let all = lists::settlements(gateway, &query).await.map_err(Trouble::from)?;
            let exit = if all.iter().all(Settlement::balances) { Exit::Good } else { Exit::No };
            all.iter().for_each(|settlement| tell(settlement, out));
            Ok(exit)
        }
        Settlements::Show { id, .. } => {
            let report = gateway.settlement_report(id).await.map_err(Trouble::from)?;
            tell(&report.settlement, out);
            report.entries.iter().for_each(|entry| out.answer(&text(entry), &line(entry)));
            Ok(if report.settlement.balances() { Exit::Good } else { Exit::No })
        }
    }
}

fn tell(settlement: &Settlement, out: &Out) {
    let state = match &settlement.state {
        SettlementState::Processing => "processing",
        SettlementState::Completed => "completed",
        SettlementState::Failed => "failed",
        SettlementState::Other(word) => word,
    };
    let sum = if settlement.balances() { "" } else { "  The sums do not agree." };
    let Settlement { id, currency, opening, entries_sum, withheld, total, .. } = settlement;
    out.answer(
        &format!("{id}  {state}  {opening} + {entries_sum} - {withheld} = {total} {currency}{sum}"),
        &json!({"settlement": id, "state": state, "currency": currency, "opening": opening.to_string(),
            "entries": entries_sum.to_string(), "withheld": withheld.to_string(), "total": total.to_string(),
            "balances": settlement.balances(), "executed": settlement.executed.map(|moment| moment.rfc3339(0))}),
    );
}
