//! `ringup journal`: the book itself.

use std::path::PathBuf;

use serde_json::json;

use super::common::Common;
use super::exit::{Exit, Failure};
use super::out::Out;
use crate::config::Config;
use crate::domain::time::Timestamp;
use crate::journal::{Place, head, rebuild, stats, verify};
use crate::service::error::Trouble;
use crate::service::export::{Damage, verify_archive};
use crate::service::places::Places;

/// What to do with the book.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Args {
    /// Check every entry's place in the chain; prints the first bad one and why
    Verify {
        /// Check every signature too
        #[arg(long)]
        deep: bool,
        /// Another journal file, or a signed archive (….zip)
        file: Option<PathBuf>,
    },
    /// Print the last entry's number and hash
    Head,
    /// Print what the book holds
    Stats,
    /// Make the projections anew from the entries
    Rebuild,
}

pub(crate) async fn run(args: Args, common: &Common, out: &Out) -> Result<Exit, Failure> {
    let common = common.clone();
    let places = Places::new(&common.data_dir()?, common.practice);
    let config = Config::load(&places.config()).map_err(Trouble::from)?.config;
    let place = places.journal(places.environment(&config));
    let now = crate::service::clock::now();
    let asked = move || work(args, &place, now);
    let (exit, text, value) = tokio::task::spawn_blocking(asked)
        .await
        .map_err(|error| Failure::new(Exit::Journal, "journal", &error.to_string()))??;
    out.answer(&text, &value);
    Ok(exit)
}

type Answer = (Exit, String, serde_json::Value);

fn work(args: Args, place: &Place, now: Timestamp) -> Result<Answer, Failure> {
    match args {
        Args::Verify { deep, file } => verify_file(&file.unwrap_or_else(|| place.file()), deep),
        Args::Head => {
            let head = head(&place.file()).map_err(Trouble::from)?;
            let value = json!({"seq": head.seq, "hash": head.hash.to_string()});
            Ok((Exit::Good, format!("{} {}", head.seq, head.hash), value))
        }
        Args::Stats => {
            let stats = stats(&place.file()).map_err(Trouble::from)?;
            let text = format!(
                "{} entries, {} sales, {} receipts, {} bytes",
                stats.head.seq, stats.sales, stats.receipts, stats.bytes
            );
            let value = json!({"entries": stats.head.seq, "sales": stats.sales, "receipts": stats.receipts,
                               "bytes": stats.bytes});
            Ok((Exit::Good, text, value))
        }
        Args::Rebuild => {
            let entries = rebuild(place, now).map_err(Trouble::from)?.entries;
            Ok((Exit::Good, format!("Projections made anew from {entries} entries."), json!({"entries": entries})))
        }
    }
}

fn verify_file(file: &std::path::Path, deep: bool) -> Result<Answer, Failure> {
    if file.extension().is_some_and(|end| end.eq_ignore_ascii_case("zip")) && file.exists() {
        return Ok(verify_zip(file, deep));
    }
    match verify(file, deep) {
        Ok(verdict) => {
            let value =
                json!({"ok": true, "entries": verdict.entries, "head": verdict.head.hash.to_string(), "deep": deep});
            Ok((Exit::Good, format!("ok {} entries, head {}", verdict.entries, verdict.head.hash), value))
        }
        Err(flaw) => {
            let exit = if file.exists() { Exit::No } else { Exit::Usage };
            let value = json!({"ok": false, "seq": flaw.seq, "reason": flaw.reason.to_string()});
            Ok((exit, format!("bad entry {}: {}", flaw.seq, flaw.reason), value))
        }
    }
}

fn verify_zip(file: &std::path::Path, deep: bool) -> Answer {
    match verify_archive(file, deep) {
        Ok(verdict) => {
            let head = verdict.head.hash.to_string();
            let value = json!({"ok": true, "entries": verdict.entries, "head": head, "deep": deep});
            (Exit::Good, format!("ok {} entries, head {head}", verdict.entries), value)
        }
        Err(damage) => {
            let text = damage.to_string();
            let value = match damage {
                Damage::Entry(flaw) => json!({"ok": false, "seq": flaw.seq, "reason": flaw.reason.to_string()}),
                Damage::Member(name) => json!({"ok": false, "file": name, "reason": text}),
            };
            (Exit::No, text, value)
        }
    }
}
