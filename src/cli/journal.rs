//! `ringup journal`: the book itself.

mod decide;

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
use decide::Decision;

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
    /// Copy the book, live or closed, and check the copy; without PATH among the till's other backups
    Backup {
        /// The file to write
        path: Option<PathBuf>,
    },
    /// Put a backup in the book's place; the files there are set aside, never deleted
    Restore {
        /// The backup
        path: PathBuf,
        /// Why, if the backup is older than what was seen of the book; it is written down
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Say what a damaged book still holds; with a reason, save that and go on from there
    Salvage {
        /// Why; it is written down
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Go on with a book that a witness contradicts
    Accept {
        /// Why; it is written down
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Hand the book to a fresh key, signed by the old and the new one
    RotateKey {
        /// Why; it is written down
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Begin a new book that names the old one, because its key is lost
    Begin {
        /// Why; it is written down
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
}

pub(crate) async fn run(args: Args, common: &Common, out: &Out) -> Result<Exit, Failure> {
    let reading = match args {
        Args::Verify { deep, file } => Reading::Verify { deep, file },
        Args::Head => Reading::Head,
        Args::Stats => Reading::Stats,
        Args::Rebuild => Reading::Rebuild,
        Args::Backup { path } => return decide::run(Decision::Backup(path), common, out).await,
        Args::Restore { path, reason } => return decide::run(Decision::Restore(path, reason), common, out).await,
        Args::Salvage { reason } => return decide::run(Decision::Salvage(reason), common, out).await,
        Args::Accept { reason } => return decide::run(Decision::Accept(reason), common, out).await,
        Args::RotateKey { reason } => return decide::run(Decision::RotateKey(reason), common, out).await,
        Args::Begin { reason } => return decide::run(Decision::Begin(reason), common, out).await,
    };
    let places = Places::new(&common.data_dir()?, common.practice);
    let config = Config::load(&places.config()).map_err(Trouble::from)?.config;
    let place = places.book(&config);
    let now = crate::service::clock::now();
    let asked = move || work(reading, &place, now);
    let (exit, text, value) = tokio::task::spawn_blocking(asked)
        .await
        .map_err(|error| Failure::new(Exit::Journal, "journal", &error.to_string()))??;
    out.answer(&text, &value);
    Ok(exit)
}

type Answer = (Exit, String, serde_json::Value);

/// What needs no key.
enum Reading {
    Verify { deep: bool, file: Option<PathBuf> },
    Head,
    Stats,
    Rebuild,
}

fn work(reading: Reading, place: &Place, now: Timestamp) -> Result<Answer, Failure> {
    match reading {
        Reading::Verify { deep, file } => verify_file(&file.unwrap_or_else(|| place.file()), deep),
        Reading::Head => {
            let head = head(&place.file()).map_err(Trouble::from)?;
            let value = json!({"seq": head.seq, "hash": head.hash.to_string()});
            Ok((Exit::Good, format!("{} {}", head.seq, head.hash), value))
        }
        Reading::Stats => {
            let stats = stats(&place.file()).map_err(Trouble::from)?;
            let text = format!(
                "{} entries, {} sales, {} receipts, {} bytes",
                stats.head.seq, stats.sales, stats.receipts, stats.bytes
            );
            let value = json!({"entries": stats.head.seq, "sales": stats.sales, "receipts": stats.receipts,
                               "bytes": stats.bytes});
            Ok((Exit::Good, text, value))
        }
        Reading::Rebuild => {
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
            let head = verdict.head.hash.to_string();
            let value = json!({"ok": true, "entries": verdict.entries, "head": head, "deep": deep,
                               "epochs": verdict.epochs, "key": hex::encode(verdict.key)});
            let mut text = format!("ok {} entries, head {head}", verdict.entries);
            if verdict.epochs > 0 {
                text.push_str(&format!("\n{} recoveries or decisions of the owner are among them", verdict.epochs));
            }
            Ok((Exit::Good, text, value))
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
