//! Messages the gateway sends: whether their signature fits, and which invoice they name. They are hints, never
//! evidence; whoever gets one reads the invoice again.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::translate::is_id;
use super::wire::{Fields, Loose};
use crate::domain::id::InvoiceId;
use crate::gateway::http::{BODY_MAX, clean};
use crate::gateway::port::{Auth, Error, Hint, RawHttp, Result};
use crate::secret::Secret;

/// The header a signed message carries.
pub const SIGNATURE: &str = "x-signature";

/// Judges a message: a signature that is there must fit; one without is a hint all the same.
///
/// # Errors
/// [`Error::Auth`] for a signature that does not fit, or one that cannot be judged without a token;
/// [`Error::Protocol`] for a body that names no invoice.
pub fn judge(message: &RawHttp, token: Option<&Secret>) -> Result<Hint> {
    let signature = message.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(SIGNATURE));
    let signed = match (signature, token) {
        (None, _) => false,
        (Some((_, value)), Some(token)) => {
            if !fits(token, &message.body, value) {
                return Err(auth(Auth::Signature, "the message's signature does not fit"));
            }
            true
        }
        (Some(_), None) => return Err(auth(Auth::Missing, "no token is configured to judge the signature with")),
    };
    let (invoice, word) = named(&message.body)?;
    Ok(Hint { invoice, word, signed })
}

/// Reads a message of a server that signs none: a hint, whatever its headers claim.
///
/// # Errors
/// [`Error::Protocol`] for a body that names no invoice.
pub fn unsigned(message: &RawHttp) -> Result<Hint> {
    let (invoice, word) = named(&message.body)?;
    Ok(Hint { invoice, word, signed: false })
}

/// The signature of a body: base64 of HMAC-SHA256 over the raw bytes, keyed with the API token.
#[must_use]
pub fn sign(token: &Secret, body: &[u8]) -> String {
    STANDARD.encode(mac(token, body).finalize().into_bytes())
}

/// Compares in constant time.
fn fits(token: &Secret, body: &[u8], signature: &str) -> bool {
    STANDARD.decode(signature.trim()).is_ok_and(|given| mac(token, body).verify_slice(&given).is_ok())
}

fn mac(token: &Secret, body: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::new_from_slice(token.expose().as_bytes()).expect("a key of any length will do");
    mac.update(body);
    mac
}

/// The invoice and what happened: the event's name where there is one, else the invoice's status.
fn named(body: &[u8]) -> Result<(InvoiceId, String)> {
    let wrong = |text: &str| Error::Protocol(format!("the message {text}"));
    if body.len() > BODY_MAX {
        return Err(wrong("is too long"));
    }
    let text = std::str::from_utf8(body).map_err(|_| wrong("is not text"))?;
    let outer: Fields<'_> = serde_json::from_str(text).map_err(|_| wrong("is no object"))?;
    let inner: Option<Fields<'_>> = outer.lenient("data");
    let invoice = inner.as_ref().unwrap_or(&outer);
    let id = invoice.lenient::<String>("id").filter(|id| is_id(id)).ok_or_else(|| wrong("names no invoice"))?;
    let event: Option<Fields<'_>> = outer.lenient("event");
    let said = event.as_ref().and_then(|event| word(event, "name").or_else(|| word(event, "code")));
    Ok((InvoiceId(id), said.or_else(|| word(invoice, "status")).unwrap_or_default()))
}

fn word(fields: &Fields<'_>, name: &str) -> Option<String> {
    fields.lenient::<Loose>(name).map(|text| clean(&text.0)).filter(|text| !text.is_empty())
}

fn auth(kind: Auth, text: &str) -> Error {
    Error::Auth { kind, text: text.to_owned() }
}
