//! What can go wrong in a use case.

mod vault;

use std::time::Duration;

use super::gateway::gateway;
use super::note::{Notice, Tone, notice};
use super::refusal::refusal;
use super::terms::wrong;
use crate::config::ConfigError;
use crate::journal::{Contradiction, Found, OpenError, ROOM_STOP, StoreError, Who};
use crate::lang::{Lang, Part};
use crate::service::error::Trouble;

/// Any failure of a use case in three sentences; the system's own words are in the detail.
#[must_use]
pub fn trouble(trouble: &Trouble, lang: &Lang) -> Notice {
    let say = |key: &str, tone, parts: &[(&str, Part<'_>)]| notice(lang, key, tone, parts);
    let made = match trouble {
        Trouble::Refused(why) => return refusal(why, lang),
        Trouble::Terms(why) => return wrong(*why, lang),
        Trouble::Gateway(error) => return gateway(error, &lang.text("the-gateway"), lang),
        Trouble::Store(error) => store(error, lang),
        Trouble::Open(error) => open(error, lang),
        Trouble::Vault(error) => vault::vault(error, lang),
        Trouble::Config(error) => config(error, lang),
        Trouble::NotConnected => say("trouble-not-connected", Tone::Wait, &[]),
        Trouble::Practice(_) => say("trouble-practice", Tone::Stop, &[]),
        Trouble::KeyUnreadable => say("trouble-key-unreadable", Tone::Stop, &[]),
        Trouble::KeyMissing => say("trouble-key-missing", Tone::Stop, &[]),
        Trouble::NoProduct(name) => say("trouble-no-product", Tone::Info, &[("product", name.as_str().into())]),
        Trouble::Catalog { line, reason } => {
            say("trouble-catalog", Tone::Wait, &[("line", (*line).into()), ("reason", reason.as_str().into())])
        }
        Trouble::Io { path, source } => {
            let source = source.to_string();
            say("trouble-io", Tone::Stop, &[("path", path.as_str().into()), ("reason", source.as_str().into())])
        }
        Trouble::Interrupted => say("trouble-interrupted", Tone::Info, &[]),
    };
    Notice { detail: trouble.to_string(), ..made }
}

/// A clock that jumped, as the book has it.
#[must_use]
pub fn clock_jumped(by_ms: i64, lang: &Lang) -> Notice {
    let span = lang.duration(Duration::from_millis(by_ms.unsigned_abs()));
    let key = if by_ms < 0 { "clock-went-back" } else { "clock-went-forth" };
    notice(lang, key, Tone::Wait, &[("span", span.as_str().into())])
}

fn store(error: &StoreError, lang: &Lang) -> Notice {
    let key = match error {
        StoreError::Full => "store-full",
        StoreError::ReadOnly => "store-read-only",
        StoreError::Corrupt(_) => "store-corrupt",
        StoreError::Busy => "store-busy",
        StoreError::Conflict(_) => "store-conflict",
        StoreError::Replaced => "store-replaced",
        StoreError::Stopped => "store-stopped",
        StoreError::Io(_) | StoreError::Other(_) => "store-failed",
    };
    let tone = if matches!(error, StoreError::Busy) { Tone::Wait } else { Tone::Stop };
    notice(lang, key, tone, &[])
}

fn open(error: &OpenError, lang: &Lang) -> Notice {
    let say = |key: &str, parts: &[(&str, Part<'_>)]| notice(lang, key, Tone::Stop, parts);
    match error {
        OpenError::Held(Some(holder)) => {
            let process = holder.pid.to_string();
            say("open-held", &[("process", process.as_str().into())])
        }
        OpenError::Held(None) => say("open-held-unknown", &[]),
        OpenError::Newer { .. } => say("open-newer", &[]),
        OpenError::NotABook(path) => {
            let path = path.display().to_string();
            say("open-not-a-book", &[("path", path.as_str().into())])
        }
        OpenError::Damaged(flaw) => {
            let (entry, reason) = (flaw.seq.to_string(), flaw.reason.to_string());
            say("open-damaged", &[("entry", entry.as_str().into()), ("reason", reason.as_str().into())])
        }
        OpenError::OtherTill { .. } => say("open-other-till", &[]),
        OpenError::OtherKey { .. } => say("open-other-key", &[]),
        OpenError::OtherEnvironment { found, ours } => {
            say("open-other-environment", &[("found", found.as_str().into()), ("ours", ours.as_str().into())])
        }
        OpenError::Setting { .. } => say("open-setting", &[]),
        OpenError::Witness(against) => witness(against, lang),
        OpenError::Room(free) if *free < ROOM_STOP => say("open-room", &[]),
        OpenError::Room(free) => {
            let part = Part::Count(free >> 20);
            notice(lang, "open-room-low", Tone::Wait, &[("megabytes", part)])
        }
        OpenError::Removable(device) => {
            notice(lang, "open-removable", Tone::Wait, &[("device", device.as_str().into())])
        }
        OpenError::Network(kind) => say("open-network", &[("kind", kind.as_str().into())]),
        OpenError::Store(error) => store(error, lang),
    }
}

/// A witness against the book: which entry it has seen, and where the book ends.
fn witness(against: &Contradiction, lang: &Lang) -> Notice {
    let key = match against.found {
        Found::Behind => "open-behind",
        Found::Differs => "open-differs",
        Found::OtherBook => "open-other-book",
        Found::Gone => "open-gone",
    };
    let who = match against.who {
        Who::Till => lang.text("witness-till"),
        Who::Backup => lang.text("witness-backup"),
        Who::Gateway => lang.text("witness-gateway"),
    };
    let (seen, head) = (against.seen.0.to_string(), against.head.to_string());
    let parts = [("who", who.as_str().into()), ("seen", seen.as_str().into()), ("head", head.as_str().into())];
    notice(lang, key, Tone::Stop, &parts)
}

fn config(error: &ConfigError, lang: &Lang) -> Notice {
    let (path, reason) = match error {
        ConfigError::Io { path, source } => (path, source.to_string()),
        ConfigError::Malformed { path, reason } => (path, reason.clone()),
    };
    let parts = [("path", path.as_str().into()), ("reason", reason.trim().trim_end_matches('.').into())];
    notice(lang, "trouble-config", Tone::Stop, &parts)
}
