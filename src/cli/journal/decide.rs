//! What an owner decides about a book: backup, restore, salvage, go on, another key, a new book.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::cli::common::Common;
use crate::cli::exit::{Exit, Failure};
use crate::cli::out::Out;
use crate::journal::{Decided, Holds};
use crate::service::books::Books;
use crate::service::places::Places;

/// A decision, with the owner's words where there are any.
#[derive(Debug)]
pub(super) enum Decision {
    Backup(Option<PathBuf>),
    Restore(PathBuf, Option<String>),
    Salvage(Option<String>),
    Accept(String),
    RotateKey(String),
    Begin(String),
}

/// Carries it out.
pub(super) async fn run(decision: Decision, common: &Common, out: &Out) -> Result<Exit, Failure> {
    let options = common.options()?;
    let books = Books::find(Places::new(&options.data_dir, common.practice), options.passphrase).await?;
    let (text, value) = match decision {
        Decision::Backup(path) => {
            let made = books.backup(path).await?;
            let entries = made.verdict.entries;
            let path = made.path.display().to_string();
            (
                format!("{entries} entries copied and checked: {path}"),
                json!({"path": path, "entries": entries, "head": made.verdict.head.hash.to_string(),
                       "removed": made.removed}),
            )
        }
        Decision::Restore(path, reason) => told(&books.restore(&path, reason.map(|r| said(&r)).transpose()?).await?),
        Decision::Salvage(None) => return show(&books.look().await?, out),
        Decision::Salvage(Some(reason)) => told(&books.salvage(said(&reason)?).await?),
        Decision::Accept(reason) => match books.accept(said(&reason)?).await? {
            Some(decided) => told(&decided),
            None => ("No witness speaks against this book; nothing was written.".to_owned(), json!({"decided": false})),
        },
        Decision::RotateKey(reason) => {
            let head = books.rotate_key(said(&reason)?).await?;
            (format!("Another key signs from entry {} on.", head.seq + 1), json!({"seq": head.seq}))
        }
        Decision::Begin(reason) => told(&books.begin_again(said(&reason)?).await?),
    };
    out.answer(&text, &value);
    Ok(Exit::Good)
}

/// A reason is what an auditor will read: empty ones are none, and it is one line of plain text.
fn said(reason: &str) -> Result<String, Failure> {
    const REASON_MAX: usize = 500;
    let reason = reason.trim();
    if reason.is_empty() || reason.len() > REASON_MAX || reason.chars().any(char::is_control) {
        return Err(Failure::usage(&format!("--reason: say why in one line of 1 to {REASON_MAX} characters.")));
    }
    Ok(reason.to_owned())
}

fn told(decided: &Decided) -> (String, Value) {
    let mut lines = vec![format!("{} entries kept; the decision is entry {}.", decided.kept, decided.head.seq)];
    let missing = decided.seen.as_ref().map_or(0, |seen| seen.seq.saturating_sub(decided.kept));
    if let Some(seen) = decided.seen.as_ref().filter(|_| missing > 0) {
        lines.push(format!("Missing: entries {} to {}, which a witness has seen.", decided.kept + 1, seen.seq));
        lines.push("Open payments of those sales are found at the gateway: ringup resolve, then reconcile.".to_owned());
    }
    if let Some(aside) = &decided.aside {
        lines.push(format!("The files in its place were set aside in {aside}."));
    }
    let value = json!({"decided": true, "kept": decided.kept, "seq": decided.head.seq, "missing": missing,
                       "head": decided.head.hash.to_string(), "aside": decided.aside});
    (lines.join("\n"), value)
}

/// What could be saved; the answer is "no" while something is wrong and undecided.
fn show(holds: &Holds, out: &Out) -> Result<Exit, Failure> {
    let Some(flaw) = &holds.flaw else {
        out.answer("The book is whole; there is nothing to save.", &json!({"whole": true, "kept": holds.kept.seq}));
        return Ok(Exit::Good);
    };
    let mut text = format!("{} entries can be saved. {flaw}.", holds.kept.seq);
    if holds.missing() > 0 {
        text.push_str(&format!(" At least {} entries are missing.", holds.missing()));
    }
    text.push_str(" Add --reason TEXT to save them and go on, or restore a backup that holds more.");
    let value = json!({"whole": false, "kept": holds.kept.seq, "missing": holds.missing(), "flaw": flaw.to_string()});
    out.answer(&text, &value);
    Ok(Exit::No)
}
