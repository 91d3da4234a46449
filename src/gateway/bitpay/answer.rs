//! BitPay's envelopes and its many forms of saying no (PROTOCOL §5 and §12).

use super::wire::{Fields, Loose};
use crate::gateway::http::{Intent, Reply, clean};
use crate::gateway::port::{Auth, ContactFlaw, Error, Invalid, Result};
use crate::secret::Secret;

/// The code of an error that has none.
const NO_CODE: &str = "000000";

/// Takes the answer out of its envelope: `data` where it is present, else the body itself.
///
/// # Errors
/// The gateway's refusal, read from the body first and from the HTTP status second; or an unusable answer, by intent.
pub fn data(reply: &Reply, intent: Intent) -> Result<&str> {
    if reply.status == 429 {
        return Err(Error::RateLimited { after: reply.retry_after });
    }
    let success = (200..300).contains(&reply.status);
    let Some(text) = json(reply) else {
        return Err(if success { intent.unreadable(describe(reply)) } else { by_status(reply, None, intent) });
    };
    if success && text.starts_with('[') {
        return Ok(text);
    }
    let Ok(fields) = serde_json::from_str::<Fields<'_>>(text) else {
        return Err(if success { intent.unreadable(describe(reply)) } else { by_status(reply, None, intent) });
    };
    match Said::read(&fields, success) {
        Some(said) => Err(said.judge(reply, intent)),
        None if success => Ok(fields.raw("data").unwrap_or(text)),
        None => Err(by_status(reply, None, intent)),
    }
}

/// Whether the gateway itself says that there is no such thing; a bare 404 of something between proves nothing.
#[must_use]
pub fn says_absent(reply: &Reply) -> bool {
    let fields = json(reply).and_then(|text| serde_json::from_str::<Fields<'_>>(text).ok());
    let Some(fields) = fields else { return false };
    let worded = fields.lenient::<String>("error").is_some_and(|text| text.to_ascii_lowercase().contains("not found"));
    worded || code(&fields).is_some_and(|code| matches!(&code[2..], "0001" | "0101" | "0201"))
}

/// Whether the answer is JSON and not a page of something between.
#[must_use]
pub fn is_json(reply: &Reply) -> bool {
    json(reply).is_some_and(|text| serde_json::from_str::<Fields<'_>>(text).is_ok())
}

/// Cuts a secret out of an error's text, in case the gateway repeated it.
#[must_use]
pub fn redacted(error: Error, secret: &Secret) -> Error {
    let cut = |text: String| secret.redact(&text);
    match error {
        Error::NotSent(text) => Error::NotSent(cut(text)),
        Error::Certificate { text, clock } => Error::Certificate { text: cut(text), clock },
        Error::Unknown(text) => Error::Unknown(cut(text)),
        Error::Auth { kind, text } => Error::Auth { kind, text: cut(text) },
        Error::Validation { code, invalid, text } => Error::Validation { code, invalid, text: cut(text) },
        Error::State { code, text } => Error::State { code, text: cut(text) },
        Error::NotFound(text) => Error::NotFound(cut(text)),
        Error::Server(text) => Error::Server(cut(text)),
        Error::Protocol(text) => Error::Protocol(cut(text)),
        Error::Config(text) => Error::Config(cut(text)),
        Error::RateLimited { after } => Error::RateLimited { after },
        Error::Unsupported(cap) => Error::Unsupported(cap),
    }
}

fn json(reply: &Reply) -> Option<&str> {
    let text = std::str::from_utf8(&reply.body).ok()?.trim();
    text.starts_with(['{', '[']).then_some(text)
}

/// What came instead of JSON, without repeating it.
fn describe(reply: &Reply) -> String {
    let kind = clean(&reply.content_type);
    match reply.body.iter().find(|byte| !byte.is_ascii_whitespace()) {
        None => "the answer is empty".to_owned(),
        Some(b'<') => "the answer is a web page".to_owned(),
        Some(b'{' | b'[') => "the answer is broken off".to_owned(),
        Some(_) if kind.is_empty() => "the answer is not JSON".to_owned(),
        Some(_) => format!("the answer is not JSON but {kind}"),
    }
}

/// The gateway's words of refusal.
struct Said {
    code: Option<String>,
    text: String,
    param: Option<String>,
}

impl Said {
    fn read(fields: &Fields<'_>, success: bool) -> Option<Self> {
        let status = fields.lenient::<Loose>("status").unwrap_or_default().0;
        let said = |name: &str| fields.raw(name).is_some_and(|raw| !matches!(raw, "false" | "\"\"" | "[]" | "{}"));
        let named = said("error") || said("errors");
        if success && !named && status != "error" {
            return None;
        }
        let first = fields.lenient::<Vec<Fields<'_>>>("errors").and_then(|list| list.into_iter().next());
        let first = first.unwrap_or_default();
        let nested: Fields<'_> = fields.lenient("error").unwrap_or_default();
        let texts =
            [(fields, "error"), (&nested, "message"), (&nested, "type"), (&first, "error"), (&first, "message")];
        let mut texts = texts.into_iter().chain([(fields, "message")]);
        let text = texts.find_map(|(from, name)| from.lenient::<String>(name).filter(|text| !text.trim().is_empty()));
        let code = [fields, &first, &nested].into_iter().find_map(|from| code(from));
        let param = first.lenient::<String>("param").or_else(|| fields.lenient("param"));
        if text.is_none() && code.is_none() && !success {
            return None;
        }
        Some(Self { code, text: clean(&text.unwrap_or_default()), param: param.map(|param| clean(&param)) })
    }

    fn judge(self, reply: &Reply, intent: Intent) -> Error {
        if let Some(error) = self.by_text() {
            return error;
        }
        let text = self.shown();
        let code = self.code.clone().unwrap_or_default();
        let invalid = |invalid| Error::Validation { code: code.clone(), invalid, text: self.text.clone() };
        // The first two digits name the verb, which we know.
        match code.get(2..).unwrap_or_default() {
            "0000" | "0100" | "0200" => intent.lost(text),
            "0001" | "0101" | "0201" => Error::NotFound(text),
            "0002" | "0003" | "0102" | "0103" | "0202" | "0203" => invalid(Invalid::Field(self.param.clone())),
            "0108" => invalid(Invalid::Contact(ContactFlaw::Missing)),
            "0109" => invalid(Invalid::Contact(ContactFlaw::SmsUnverified)),
            "0112" => invalid(Invalid::Contact(ContactFlaw::SmsNumber)),
            "0113" => invalid(Invalid::Contact(ContactFlaw::SmsFailed)),
            "0114" => invalid(Invalid::Contact(ContactFlaw::Locked)),
            "0115" => invalid(Invalid::Contact(ContactFlaw::EmailSet)),
            "0110" => invalid(Invalid::BelowMin),
            "0111" => invalid(Invalid::AboveMax),
            "0116" | "0118" => Error::Config(text),
            "0107" | "0117" | "0204" | "0207" => Error::State { code, text: self.text },
            "0208" => invalid(Invalid::FeesExceedAmount),
            _ => by_status(reply, Some(&self), intent),
        }
    }

    /// Access texts come without a code and with any HTTP status, 500 included.
    fn by_text(&self) -> Option<Error> {
        let lower = self.text.to_ascii_lowercase();
        let auth = |kind| Some(Error::Auth { kind, text: self.text.clone() });
        if lower.contains("invalid signature") {
            auth(Auth::Signature)
        } else if lower.contains("unauthorized sin") {
            auth(Auth::Unapproved)
        } else if lower.contains("invalid token") {
            auth(Auth::Expired)
        } else if lower.contains("does not support") && lower.contains("facade") {
            auth(Auth::Forbidden)
        } else if lower.contains("object not found") {
            Some(Error::NotFound(self.shown()))
        } else {
            None
        }
    }

    /// The text with its code, if it has one.
    fn shown(&self) -> String {
        match &self.code {
            Some(code) if self.text.is_empty() => format!("({code})"),
            Some(code) => format!("{} ({code})", self.text),
            None => self.text.clone(),
        }
    }
}

/// Six digits; a code sent as a number has lost its leading zeroes, and all zeroes mean that there is none.
fn code(fields: &Fields<'_>) -> Option<String> {
    let text = fields.lenient::<Loose>("code")?.0;
    let fits = !text.is_empty() && text.len() <= 6 && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| format!("{text:0>6}")).filter(|code| code != NO_CODE)
}

fn by_status(reply: &Reply, said: Option<&Said>, intent: Intent) -> Error {
    let status = reply.status;
    let text = match said.map(Said::shown).filter(|text| !text.is_empty()) {
        Some(text) => text,
        None => format!("HTTP {status}"),
    };
    let code = said.and_then(|said| said.code.clone()).unwrap_or_else(|| NO_CODE.to_owned());
    let param = said.and_then(|said| said.param.clone());
    match status {
        401 => Error::Auth { kind: Auth::Expired, text },
        403 => Error::Auth { kind: Auth::Forbidden, text },
        404 | 410 => Error::NotFound(text),
        407 => Error::NotSent("the proxy of this network asks for a password".to_owned()),
        408 => intent.lost(text),
        409 => Error::State { code, text },
        300..=399 => intent.unreadable(format!("the answer sends us elsewhere (HTTP {status})")),
        500..=599 => intent.lost(text),
        _ => Error::Validation { code, invalid: Invalid::Field(param), text },
    }
}

#[cfg(test)]
mod tests;
