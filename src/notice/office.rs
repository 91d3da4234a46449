//! What goes wrong when a gateway is asked about anything but a payment: connections, tills, tokens, rates, books.

use super::gateway::gateway;
use super::note::{Notice, Tone, notice};
use super::trouble::trouble;
use crate::gateway::port::Error;
use crate::lang::Lang;
use crate::service::error::Trouble;

/// A failure of such a call; no sentence speaks of a sale or a code, because there is none.
#[must_use]
pub fn office(failure: &Trouble, lang: &Lang) -> Notice {
    let Trouble::Gateway(error) = failure else { return trouble(failure, lang) };
    let name = lang.text("the-gateway");
    let (key, tone, reason) = match error {
        Error::NotFound(text) => ("office-not-found", Tone::Stop, text),
        Error::Validation { text, .. } => ("office-not-accepted", Tone::Stop, text),
        Error::State { text, .. } => ("office-not-now", Tone::Stop, text),
        Error::Config(text) => ("office-set-up", Tone::Stop, text),
        Error::Unknown(text) => ("office-unknown", Tone::Wait, text),
        Error::Server(text) => ("office-server", Tone::Wait, text),
        Error::Protocol(text) => ("office-answer", Tone::Stop, text),
        Error::RateLimited { .. } => ("office-wait", Tone::Wait, &String::new()),
        Error::NotSent(_) | Error::Certificate { .. } | Error::Auth { .. } | Error::Unsupported(_) => {
            return gateway(error, &name, lang);
        }
    };
    let said = reason.trim().trim_end_matches('.');
    let made = notice(lang, key, tone, &[("gateway", name.as_str().into()), ("reason", said.into())]);
    Notice { detail: reason.clone(), ..made }
}
