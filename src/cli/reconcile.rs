//! `ringup reconcile`: the owner's check, what was decided of its findings, and the tolerances.

mod limits;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::ask::today;
use super::common::Common;
use super::exit::{Exit, Failure};
use super::out::Out;
use super::work;
use crate::device::{proof, text};
use crate::domain::amount::DecimalMark;
use crate::domain::day::Day;
use crate::domain::id::GatewayId;
use crate::lang::Lang;
use crate::notice;
use crate::reconcile::class::Severity;
use crate::reconcile::finding::{Finding, FindingId};
use crate::reconcile::report::{Columns, Leg};
use crate::reconcile::row::Unit;
use crate::service::error::Trouble;
use crate::service::export::paper;
use crate::service::reconcile::{Asked, Checked, Progress, Told};
use crate::service::start::{self, Opened};

/// What to compare, or which finding to decide.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    decide: Option<Decide>,
    /// The first day, such as 2026-11-01
    #[arg(long, value_name = "DAY")]
    from: Option<Date>,
    /// The last day, included [default: today]
    #[arg(long, value_name = "DAY")]
    to: Option<Date>,
    /// Compare with this ledger file, CSV or JSON, instead of the fetched lines
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
    /// Compare these sales, CSV, instead of the journal's
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Compare settlements with this bank statement: CSV, camt.053, MT940 or OFX
    #[arg(long, value_name = "FILE")]
    bank: Option<PathBuf>,
    /// The account the bank statement must be of
    #[arg(long, value_name = "IBAN", requires = "bank")]
    account: Option<String>,
    /// Which connection's ledger
    #[arg(long, value_name = "NAME")]
    gateway: Option<String>,
    /// Do not ask the gateway for its list of invoices: compare with what this till last read of each
    #[arg(long)]
    offline: bool,
    /// Write what was compared, what it came to and what was found to this file: a PDF where its name ends so, else text
    #[arg(long, value_name = "FILE", conflicts_with = "csv")]
    proof: Option<PathBuf>,
}

#[derive(Debug, clap::Subcommand)]
enum Decide {
    /// Explain a finding, so that it no longer counts
    Resolve {
        /// The finding, such as D06-0123456789abcdef
        id: FindingId,
        /// The explanation
        #[arg(long)]
        note: String,
    },
    /// Let a resolved finding count again
    Reopen {
        /// The finding
        id: FindingId,
        /// Why
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Show the tolerances, or set some of them; each change is an entry of the journal
    Limits(limits::Args),
}

pub(crate) async fn run(mut args: Args, common: &Common, out: &Out) -> Result<Exit, Failure> {
    let opened = start::open(common.options()?).await?;
    let outcome = match (args.decide.take(), args.from) {
        (Some(decide), _) => decide_case(&opened, decide, out).await,
        (None, Some(from)) => compare(&opened, from, args, out).await,
        (None, None) => Err(Failure::usage("Name the days to compare with --from DAY.")),
    };
    opened.till.close().await;
    outcome
}

async fn decide_case(opened: &Opened, decide: Decide, out: &Out) -> Result<Exit, Failure> {
    match decide {
        Decide::Resolve { id, note } => {
            opened.till.resolve_case(id, note).await?;
            out.answer(&format!("{id} is resolved."), &json!({"case": id.to_string(), "resolved": true}));
        }
        Decide::Reopen { id, note } => {
            opened.till.reopen_case(id, note).await?;
            out.answer(&format!("{id} is open."), &json!({"case": id.to_string(), "resolved": false}));
        }
        Decide::Limits(args) => limits::run(opened, &args, out).await?,
    }
    Ok(Exit::Good)
}

async fn compare(opened: &Opened, from: Date, check: Args, out: &Out) -> Result<Exit, Failure> {
    let to = check.to.unwrap_or_else(today);
    if from > to {
        return Err(Failure::usage(&format!("--from {from}: it must not lie after --to {to}.")));
    }
    let asked = Asked {
        from,
        to,
        gateway: check.gateway.map(GatewayId),
        list: !check.offline,
        ledger: check.ledger,
        sales: check.csv,
        bank: check.bank,
        account: check.account,
        matched: false,
    };
    let progress = Arc::new(Progress::default());
    let checked = work::watch(opened.till.reconcile(asked, progress.clone()), &progress, out).await?;
    let lang = Lang::english(DecimalMark::Dot);
    let proof = match check.proof {
        Some(file) => Some(prove(opened, &checked, (from, to), file).await?),
        None => None,
    };
    tell(&checked, proof.as_deref(), &lang, out);
    let open = checked.open().next().is_some() || !checked.is_green();
    Ok(if open { Exit::No } else { Exit::Good })
}

/// Writes the proof of a check that the journal keeps.
async fn prove(
    opened: &Opened,
    checked: &Checked,
    (from, to): (Date, Date),
    file: PathBuf,
) -> Result<PathBuf, Failure> {
    let day = |date: Date| Day::new(date.year(), date.month(), date.day());
    let kept = day(from).zip(day(to)).and_then(|(from, to)| checked.book.checks().of(from, to));
    let Some(kept) = kept.filter(|_| checked.unkept.is_none()) else {
        return Err(Failure::usage(
            "There is no proof: the journal keeps a check only of days that have begun, against a ledger.",
        ));
    };
    let text = text::render(&proof::of_check(kept, &opened.config, &checked.book), text::WIDE);
    let writing = tokio::task::spawn_blocking(move || paper(&file, &text).map(|()| file));
    Ok(writing.await.map_err(|_| Trouble::Interrupted)??)
}

fn tell(checked: &Checked, proof: Option<&Path>, lang: &Lang, out: &Out) {
    let report = &checked.report;
    for (unit, columns) in &report.columns {
        columns_text(*unit, columns, lang, out);
    }
    for identity in report.identities.iter().filter(|identity| !identity.holds) {
        let (left, right) = (identity.left.to_plain(2), identity.right.to_plain(2));
        out.say(&format!("The sum `{}` fails: {left} is not {right} {}.", identity.sum.word(), identity.unit.code()));
    }
    for finding in &report.findings {
        out.say(&finding_text(finding, checked, lang));
    }
    let open = checked.open().count();
    let green = checked.is_green();
    match checked.told {
        Told::Listed { others: 0 } => out.say("Invoices are those the gateway lists."),
        Told::Listed { others } => {
            out.say(&format!("Invoices are those the gateway lists, without {others} of other tills and shops."));
        }
        Told::Unanswered(_) => out.say("The gateway was not reached: invoices are as this till last read them."),
        Told::Read => out.say("Invoices are as this till last read them."),
    }
    out.say(&format!(
        "{} matched, {} findings, {open} open. {} Crypto knows no chargebacks, only refunds.",
        report.counts.matched,
        report.findings.len(),
        if green { "The days are good." } else { "The days are not good yet." }
    ));
    if let Some(file) = proof {
        out.say(&format!("The proof is in {}.", file.display()));
    }
    if let Some(trouble) = &checked.unkept {
        out.say(&format!("The journal does not keep this check. {}", notice::trouble(trouble, lang).line()));
    }
    out.object(&json!({
        "kept": checked.unkept.is_none(), "proof": proof,
        "green": green, "invoices": checked.told.word(), "matched": report.counts.matched, "open": open,
        "counts": {"sales": report.counts.sales, "invoices": report.counts.invoices, "lines": report.counts.lines,
                   "settlements": report.counts.settlements, "bank": report.counts.bank, "quiet": report.counts.quiet},
        "columns": report.columns.iter().map(|(unit, columns)| columns_json(*unit, columns)).collect::<Vec<_>>(),
        "identities": report.identities.iter().map(|one| json!({
            "sum": one.sum.word(), "currency": one.unit.code(), "left": one.left.to_plain(2),
            "right": one.right.to_plain(2), "holds": one.holds,
            "settlement": name(&checked.names.settlements, one.row),
        })).collect::<Vec<_>>(),
        "findings": report.findings.iter().map(|finding| finding_json(finding, checked, lang)).collect::<Vec<_>>(),
    }));
}

fn columns_text(unit: Unit, columns: &Columns, lang: &Lang, out: &Out) {
    let code = unit.code();
    let decimals = unit.exponent();
    let sums = &columns.sums;
    out.say(&format!(
        "{code}  sold {}  paid {}  credited {}",
        sums.sold.to_plain(decimals),
        sums.paid.to_plain(decimals),
        sums.credited.to_plain(decimals)
    ));
    for ((leg, class), amount) in &columns.differences {
        let between = match leg {
            Leg::Invoices => "sold to paid",
            Leg::Ledger => "paid to credited",
        };
        let title = class.map_or_else(|| "unexplained".to_owned(), |class| notice::class(class, lang).title);
        out.say(&format!("  {between}: {:>14}  {title}", amount.to_plain(decimals)));
    }
}

fn columns_json(unit: Unit, columns: &Columns) -> Value {
    let decimals = unit.exponent();
    json!({
        "currency": unit.code(),
        "sold": columns.sums.sold.to_plain(decimals), "paid": columns.sums.paid.to_plain(decimals),
        "credited": columns.sums.credited.to_plain(decimals),
        "differences": columns.differences.iter().map(|((leg, class), amount)| json!({
            "leg": leg.word(),
            "class": class.map(|class| class.code()), "amount": amount.to_plain(decimals),
        })).collect::<Vec<_>>(),
    })
}

fn finding_text(finding: &Finding, checked: &Checked, lang: &Lang) -> String {
    let words = notice::class(finding.class(), lang);
    let mark = if finding.closed || checked.is_resolved(finding.id) { "closed" } else { "open" };
    let amount = finding.difference.to_plain(finding.unit.exponent());
    let severity = notice::severity(finding.severity, lang);
    let place = place(finding, checked);
    let todo = if finding.severity >= Severity::Medium { words.todo } else { String::new() };
    format!("{}  {mark}, {severity}  {amount} {}  {}{place}  {todo}", finding.id, finding.unit.code(), words.title)
        .trim_end()
        .to_owned()
}

/// Which sale, invoice, line, settlement or bank line it is about.
fn place(finding: &Finding, checked: &Checked) -> String {
    let evidence = &finding.evidence;
    let mut said = Vec::new();
    if evidence.sale > 0 {
        let number = checked.names.sales.get(evidence.sale as usize - 1);
        said.push(number.map_or(format!("sale line {}", evidence.sale), |number| format!("sale {number}")));
    }
    if let Some(invoice) = name(&checked.names.invoices, evidence.invoice) {
        said.push(format!("invoice {invoice}"));
    }
    said.extend(evidence.lines.first().map(|line| format!("ledger line {line}")));
    if let Some(settlement) = name(&checked.names.settlements, evidence.settlement) {
        said.push(format!("settlement {settlement}"));
    }
    if evidence.bank > 0 {
        said.push(format!("bank line {}", evidence.bank));
    }
    if said.is_empty() { String::new() } else { format!(" ({})", said.join(", ")) }
}

fn name<T: ToString>(names: &[T], row: u32) -> Option<String> {
    names.get((row as usize).checked_sub(1)?).map(ToString::to_string)
}

fn finding_json(finding: &Finding, checked: &Checked, lang: &Lang) -> Value {
    let words = notice::class(finding.class(), lang);
    let case = checked.book.case(&finding.id.to_string());
    let evidence = &finding.evidence;
    let plain = |amount: crate::reconcile::amount::Amount| amount.to_plain(finding.unit.exponent());
    json!({
        "case": finding.id.to_string(), "class": finding.class().code(), "severity": finding.severity.word(),
        "closed": finding.closed, "resolved": checked.is_resolved(finding.id), "note": case.map(|case| &case.note),
        "title": words.title, "happened": words.happened, "todo": words.todo,
        "currency": finding.unit.code(), "difference": plain(finding.difference),
        "sold": plain(finding.triple.sold), "paid": plain(finding.triple.paid),
        "credited": plain(finding.triple.credited),
        "at": crate::domain::time::Timestamp(finding.at).rfc3339(0),
        "sale": checked.names.sales.get((evidence.sale as usize).wrapping_sub(1)), "sale_line": evidence.sale,
        "invoice": name(&checked.names.invoices, evidence.invoice), "ledger_lines": evidence.lines,
        "settlement": name(&checked.names.settlements, evidence.settlement), "bank_line": evidence.bank,
        "perhaps_sale": evidence.perhaps_sale, "perhaps_line": evidence.perhaps_line,
    })
}
