//! What a gateway refuses or fails to do.

use std::time::Duration;

use super::money::round;
use super::note::{Notice, Tone, notice};
use crate::domain::capability::Caps;
use crate::gateway::port::{Auth, Error, Invalid};
use crate::lang::Lang;

/// How a failed gateway call reads. `name` is the gateway's name for people.
#[must_use]
pub fn gateway(error: &Error, name: &str, lang: &Lang) -> Notice {
    let words = match error {
        Error::RateLimited { after } => return rate_limited(*after, name, lang),
        Error::Certificate { text, clock } => {
            let date = clock.date(0);
            let parts = [("gateway", name.into()), ("date", date.as_str().into())];
            return Notice { detail: text.clone(), ..notice(lang, "gateway-certificate-dated", Tone::Stop, &parts) };
        }
        Error::Validation { invalid: Invalid::Field(Some(field)), text, .. } => {
            let parts = [("gateway", name.into()), ("field", field.as_str().into())];
            return Notice { detail: text.clone(), ..notice(lang, "gateway-named-field", Tone::Stop, &parts) };
        }
        Error::NotSent(text)
        | Error::Unknown(text)
        | Error::Auth { text, .. }
        | Error::Validation { text, .. }
        | Error::State { text, .. }
        | Error::NotFound(text)
        | Error::Server(text)
        | Error::Protocol(text)
        | Error::Config(text) => text.clone(),
        Error::Unsupported(cap) => format!("{cap:?}"),
    };
    let code = match error {
        Error::Validation { code, .. } | Error::State { code, .. } => code.as_str(),
        Error::Auth { .. }
        | Error::Certificate { .. }
        | Error::NotSent(_)
        | Error::Unknown(_)
        | Error::NotFound(_)
        | Error::RateLimited { .. }
        | Error::Server(_)
        | Error::Protocol(_)
        | Error::Unsupported(_)
        | Error::Config(_) => "",
    };
    let detail = if code.is_empty() { words } else { format!("{code} {words}") };
    Notice { detail, ..notice(lang, &key(error.code()), tone(error), &[("gateway", name.into())]) }
}

/// How a refusal kept in the journal by its stable word reads, with the limits of the connection where they are known.
#[must_use]
pub fn from_code(code: &str, text: &str, name: &str, caps: Option<&Caps>, lang: &Lang) -> Notice {
    let limits = caps.and_then(|caps| Some((round(lang, caps.min?), round(lang, caps.max?))));
    let made = match (code, limits) {
        ("below_min" | "above_max", Some((min, max))) => {
            let parts = [("gateway", name.into()), ("min", min.as_str().into()), ("max", max.as_str().into())];
            notice(lang, "gateway-limits", Tone::Wait, &parts)
        }
        ("rate_limited", _) => rate_limited(None, name, lang),
        _ if lang.has(&format!("{}-happened", key(code))) => {
            notice(lang, &key(code), Tone::Stop, &[("gateway", name.into())])
        }
        _ => notice(lang, "gateway-refused", Tone::Stop, &[("gateway", name.into())]),
    };
    Notice { detail: text.to_owned(), ..made }
}

fn key(code: &str) -> String {
    format!("gateway-{}", code.replace('_', "-"))
}

/// A full gateway asks for patience; the sentence says how long where it is known.
fn rate_limited(after: Option<Duration>, name: &str, lang: &Lang) -> Notice {
    match after {
        Some(after) => {
            let seconds = after.as_secs().max(1);
            let parts = [("gateway", name.into()), ("seconds", seconds.into())];
            notice(lang, "gateway-rate-limited", Tone::Wait, &parts)
        }
        None => notice(lang, "gateway-rate-limited-open", Tone::Wait, &[("gateway", name.into())]),
    }
}

fn tone(error: &Error) -> Tone {
    match error {
        Error::NotSent(_) | Error::Unknown(_) | Error::RateLimited { .. } | Error::Server(_) => Tone::Wait,
        Error::Auth { kind: Auth::Unapproved, .. } => Tone::Wait,
        Error::Validation { invalid: Invalid::BelowMin | Invalid::AboveMax | Invalid::Contact(_), .. } => Tone::Wait,
        Error::Auth { .. }
        | Error::Certificate { .. }
        | Error::Validation { .. }
        | Error::State { .. }
        | Error::NotFound(_)
        | Error::Protocol(_)
        | Error::Unsupported(_)
        | Error::Config(_) => Tone::Stop,
    }
}
