//! `ringup export`: the books of a period as files other programs read.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use super::ask::Span;
use super::common::Common;
use super::exit::{Exit, Failure};
use super::out::Out;
use crate::config::Config;
use crate::domain::day::{Day, Period};
use crate::domain::time::Timestamp;
use crate::export::{Sum, Totals};
use crate::service::clock;
use crate::service::error::Trouble;
use crate::service::export::{Exported, Exporter, Format, Wanted, Watcher};
use crate::service::places::Places;

/// What to write.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What kind of file
    #[arg(value_enum)]
    format: Kind,
    #[command(flatten)]
    span: Span,
    /// Where: a file; for csv a folder, or a file named ….csv for the sales alone
    #[arg(long, value_name = "PATH")]
    out: PathBuf,
}

/// The kinds there are.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Kind {
    /// A folder with sales, lines, payments, refunds, and the journal as NDJSON
    Csv,
    /// A workbook with the same tables
    Xlsx,
    /// The report of the days, to read and to print
    Pdf,
    /// A journal for hledger and ledger
    Hledger,
    /// A ledger for Beancount
    Beancount,
    /// Signed entries that prove themselves without this program
    Archive,
}

/// How long a work may be silent on stderr.
const SILENCE_MS: i64 = 1_000;

pub(crate) async fn run(args: Args, common: &Common, out: &Out) -> Result<Exit, Failure> {
    let (from, to) = args.span.days()?;
    check_place(&args.out)?;
    let options = common.options()?;
    let places = Places::new(&options.data_dir, common.practice);
    let config = Config::load(&places.config()).map_err(Trouble::from)?.config;
    if !places.journal(places.environment(&config)).has_book() {
        return Err(Failure::new(Exit::No, "no_book", "There is no book here yet. Nothing was written."));
    }
    let format = format(args.format);
    let exporter = Exporter::open(&places, format == Format::Archive, options.passphrase).await?;
    let day = |date: jiff::civil::Date| Day::new(date.year(), date.month(), date.day());
    let Some(period) = day(from).zip(day(to)).and_then(|(from, to)| Period::new(from, to)) else {
        return Err(Failure::usage("--from must not lie after --to."));
    };
    let wanted = Wanted { format, period, out: args.out };
    let stop = Arc::new(AtomicBool::new(false));
    let mut progress = Progress { stop: Arc::clone(&stop), told: clock::now() };
    let work = tokio::task::spawn_blocking(move || exporter.export(&wanted, &mut progress));
    tokio::pin!(work);
    let done = tokio::select! {
        done = &mut work => done,
        () = super::end::asked() => {
            stop.store(true, Ordering::Relaxed);
            work.await
        }
    };
    match done.map_err(|_| Trouble::Interrupted)? {
        Err(Trouble::Interrupted) => {
            Err(Failure::new(Exit::No, "interrupted", "The export was interrupted. Nothing was written."))
        }
        done => {
            tell(&done?, &period, out);
            Ok(Exit::Good)
        }
    }
}

/// A place that cannot be written to is a wrong option, said before any work.
fn check_place(path: &Path) -> Result<(), Failure> {
    let wrong = |what: &str| Err(Failure::usage(&format!("--out {}: {what}", path.display())));
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if path.file_name().is_none() {
        wrong("name a file or a folder.")
    } else if !parent.is_dir() {
        wrong("there is no such folder to write into.")
    } else {
        Ok(())
    }
}

fn format(kind: Kind) -> Format {
    match kind {
        Kind::Csv => Format::Csv,
        Kind::Xlsx => Format::Xlsx,
        Kind::Pdf => Format::Pdf,
        Kind::Hledger => Format::Hledger,
        Kind::Beancount => Format::Beancount,
        Kind::Archive => Format::Archive,
    }
}

fn tell(done: &Exported, period: &Period, out: &Out) {
    let files: Vec<String> = done.files.iter().map(|file| file.display().to_string()).collect();
    for file in &files {
        out.say(file);
    }
    if let Some(totals) = &done.totals {
        let (sales, refunds) = (plain(totals, totals.sales.minor), plain(totals, totals.refunds.minor));
        let currency = totals.currency.code();
        let counts = (totals.sales.count, totals.refunds.count);
        out.say(&format!("{} sales, {sales} {currency}; {} refunds, {refunds} {currency}", counts.0, counts.1));
    }
    let (first, last) = done.entries.unzip();
    out.object(&json!({
        "from": period.from().to_string(), "to": period.to().to_string(), "files": files,
        "first_entry": first, "last_entry": last,
        "totals": done.totals.as_ref().map(totals),
    }));
}

fn totals(totals: &Totals) -> Value {
    let sum = |sum: &Sum| json!({"count": sum.count, "amount": plain(totals, sum.minor)});
    let gateways: serde_json::Map<String, Value> =
        totals.gateways.iter().map(|(name, of)| (name.clone(), sum(of))).collect();
    json!({
        "currency": totals.currency.code(), "sales": sum(&totals.sales), "refunds": sum(&totals.refunds),
        "net": plain(totals, totals.net_minor()), "cash": sum(&totals.cash), "gateways": gateways,
        "voided": sum(&totals.voided), "open": sum(&totals.open),
    })
}

/// A sum as text with the currency's decimals.
fn plain(totals: &Totals, minor: i64) -> String {
    crate::domain::takings::plain(minor, totals.currency)
}

/// Tells a person who waits how far the work is, and the work that the person waits no more.
struct Progress {
    stop: Arc<AtomicBool>,
    told: Timestamp,
}

impl Watcher for Progress {
    fn goes_on(&mut self, done: u64, of: u64) -> bool {
        let now = clock::now();
        if now.0.saturating_sub(self.told.0) >= SILENCE_MS {
            self.told = now;
            let _ = std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("ringup: {done} of {of}\n"));
        }
        !self.stop.load(Ordering::Relaxed)
    }
}
