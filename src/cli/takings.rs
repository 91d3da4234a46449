//! `ringup takings`: what a period brought in.

use serde_json::{Value, json};

use super::common::Common;
use super::exit::{Exit, Failure};
use super::out::Out;
use crate::domain::day::{Day, Period};
use crate::domain::exceptions::{self, Lit};
use crate::domain::money::Currency;
use crate::domain::takings::{By, Compared, Figures, Row, Takings, plain};
use crate::service::start::{self, Opened};

/// Which days, and split by what.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// One business day [default: today]
    #[arg(long, value_name = "D", conflicts_with_all = ["from", "to"])]
    date: Option<String>,
    /// The first business day
    #[arg(long, value_name = "D", requires = "to")]
    from: Option<String>,
    /// The last business day
    #[arg(long, value_name = "D", requires = "from")]
    to: Option<String>,
    /// Split the sums
    #[arg(long, value_enum)]
    by: Option<Split>,
    /// Show voids, openings without sale, refunds, changed prices and acceptances by hand, by operator
    #[arg(long)]
    exceptions: bool,
}

/// What the sums are split by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Split {
    Hour,
    Tender,
    Coin,
    Operator,
    Product,
    Tax,
}

impl From<Split> for By {
    fn from(split: Split) -> Self {
        match split {
            Split::Hour => Self::Hour,
            Split::Tender => Self::Tender,
            Split::Coin => Self::Coin,
            Split::Operator => Self::Operator,
            Split::Product => Self::Product,
            Split::Tax => Self::Tax,
        }
    }
}

pub(crate) async fn run(args: Args, common: &Common, out: &Out) -> Result<Exit, Failure> {
    let asked = period(&args)?;
    let opened = start::open(common.options()?).await?;
    let outcome = show(&args, asked, &opened, out).await;
    opened.till.close().await;
    outcome
}

/// The days that were named; none for today.
fn period(args: &Args) -> Result<Option<Period>, Failure> {
    if let Some(date) = &args.date {
        return Ok(Some(Period::day(day("--date", date)?)));
    }
    let (Some(from), Some(to)) = (&args.from, &args.to) else { return Ok(None) };
    let period = Period::new(day("--from", from)?, day("--to", to)?);
    let turned = || Failure::usage(&format!("--from {from} --to {to}: the first day lies after the last one."));
    period.ok_or_else(turned).map(Some)
}

/// A business day as it was typed.
pub(super) fn day(option: &str, text: &str) -> Result<Day, Failure> {
    text.parse().map_err(|_| Failure::usage(&format!("{option} {text}: a day is written 2026-11-21.")))
}

async fn show(args: &Args, asked: Option<Period>, opened: &Opened, out: &Out) -> Result<Exit, Failure> {
    let by = args.by.map_or(By::Whole, By::from);
    let today = opened.till.today().await.day;
    let is_today = asked.is_none_or(|period| period == Period::day(today));
    let (takings, compared) = if is_today {
        let so_far = opened.till.day_so_far(by).await?;
        (so_far.takings, Some(so_far.compared))
    } else {
        (opened.till.takings(asked.unwrap_or_else(|| Period::day(today)), by).await?, None)
    };
    tell(&takings, compared, by, out);
    let mut value = describe(&takings, compared, by);
    if args.exceptions {
        let (acts, people) =
            (opened.till.acts(takings.period).await?, opened.till.takings(takings.period, By::Operator).await?);
        let lit = exceptions::judge(&acts, &people.rows);
        tell_exceptions(&lit, takings.currency, out);
        value["acts"] = acts.iter().map(|act| act_value(act, takings.currency)).collect();
        value["exceptions"] = lit.iter().map(|lit| lit_value(lit, takings.currency)).collect();
    }
    out.object(&value);
    Ok(Exit::Good)
}

fn tell(takings: &Takings, compared: Option<Compared>, by: By, out: &Out) {
    let Takings { period, currency, whole, rows } = takings;
    let sum = |minor: i64| format!("{} {currency}", plain(minor, *currency));
    let days =
        if period.is_day() { period.from().to_string() } else { format!("{} to {}", period.from(), period.to()) };
    out.say(&format!(
        "{days}: {} sales, {}, average {}",
        whole.sales,
        sum(whole.taken),
        whole.average().map_or_else(|| "–".to_owned(), sum)
    ));
    out.say(&format!("  cash      {:>16}", sum(whole.cash)));
    out.say(&format!("  promised  {:>16}", sum(whole.promised)));
    out.say(&format!("    of it seen, not yet accepted {:>16}", sum(whole.seen)));
    out.say(&format!("  settled   {:>16}", sum(whole.settled)));
    if whole.failed != 0 {
        out.say(&format!("  failed    {:>16}", sum(whole.failed)));
    }
    if whole.refunds != 0 {
        out.say(&format!("  refunded  {:>16}  ({} refunds, not taken off above)", sum(whole.refunded), whole.refunds));
    }
    if let Some(compared) = compared {
        out.say(&format!("  {} by the same minute: {} sales, {}", compared.day, compared.sales, sum(compared.taken)));
    }
    for row in rows {
        out.say(&format!("  {:<28} {:>6}  {:>16}", name(row, by), row.figures.sales, sum(row.figures.taken)));
    }
}

fn name(row: &Row, by: By) -> String {
    let shown = if row.label.is_empty() { row.key.as_str() } else { row.label.as_str() };
    match by {
        By::Hour => format!("{shown}:00"),
        By::Coin if shown.is_empty() => "coin not known".to_owned(),
        By::Operator if shown.is_empty() => "no operator".to_owned(),
        By::Product if shown.is_empty() => "typed amounts".to_owned(),
        By::Tax if shown.is_empty() => "no tax data".to_owned(),
        By::Whole | By::Tender | By::Coin | By::Operator | By::Product | By::Tax => shown.to_owned(),
    }
}

fn describe(takings: &Takings, compared: Option<Compared>, by: By) -> Value {
    let Takings { period, currency, whole, rows } = takings;
    let mut value = figures(whole, *currency);
    value["from"] = json!(period.from());
    value["to"] = json!(period.to());
    value["currency"] = json!(currency.code());
    if let Some(before) = compared {
        value["compared"] = json!({"date": before.day, "sales": before.sales, "taken": plain(before.taken, *currency),
                   "change_permille": before.change_permille(whole.taken)});
    }
    if by != By::Whole {
        value["by"] = json!(by.word());
        value["rows"] = rows
            .iter()
            .map(|row| {
                let mut entry = figures(&row.figures, *currency);
                entry["key"] = json!(row.key);
                entry["label"] = json!(row.label);
                entry
            })
            .collect();
    }
    value
}

fn figures(figures: &Figures, currency: Currency) -> Value {
    json!({
        "sales": figures.sales,
        "taken": plain(figures.taken, currency),
        "average": figures.average().map(|minor| plain(minor, currency)),
        "pieces": figures.pieces,
        "cash": plain(figures.cash, currency),
        "crypto": plain(figures.crypto(), currency),
        "promised": plain(figures.promised, currency),
        "seen": plain(figures.seen, currency),
        "accepted": plain(figures.accepted(), currency),
        "settled": plain(figures.settled, currency),
        "failed": plain(figures.failed, currency),
        "refunds": figures.refunds,
        "refunded": plain(figures.refunded, currency),
        "net": plain(figures.net(), currency),
    })
}

fn tell_exceptions(lit: &[Lit], currency: Currency, out: &Out) {
    if lit.is_empty() {
        out.say("Nothing out of the ordinary.");
    }
    for lit in lit {
        let who = if lit.operator.is_empty() { "no operator" } else { &lit.operator };
        let (rule, sum) = (lit.rule.word().replace('_', " "), plain(lit.minor, currency));
        out.say(&format!("  {rule}: {who}, {} of {} sales, {sum} {currency}", lit.n, lit.sales));
    }
}

fn lit_value(lit: &Lit, currency: Currency) -> Value {
    json!({"rule": lit.rule.word(), "operator": lit.operator, "n": lit.n, "sales": lit.sales,
           "sum": plain(lit.minor, currency)})
}

fn act_value(act: &crate::domain::act::ActAt, currency: Currency) -> Value {
    let sale = (act.act.number > 0).then_some(act.act.number);
    json!({"seq": act.seq, "kind": act.act.kind.word(), "date": act.at.day, "hour": act.at.hour(),
           "operator": act.act.operator, "sum": plain(act.act.minor, currency), "sale": sale})
}
