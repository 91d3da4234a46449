//! Who may do what: a signature's SIN names the store, an API key opens it, or the store is open to anybody.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::sandbox::call::Call;
use crate::sandbox::desk::Desk;
use crate::sandbox::identity;
use crate::sandbox::reply::Refusal;

const STORE_LENGTH: usize = 44;

/// How somebody was let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guest {
    /// By a paired key or an API key.
    Known,
    /// By the store's name alone.
    Anybody,
}

/// The name of the one store there is.
pub(crate) fn store(desk: &Desk) -> String {
    desk.namer.text("store", STORE_LENGTH)
}

/// Lets a call in. A `token` value is never looked at.
pub(crate) fn admit(desk: &Desk, call: &Call) -> Result<Guest, Refusal> {
    if call.header("x-identity").is_some() || call.header("x-signature").is_some() {
        let sin = signer(call)?;
        let paired = desk.books().tokens_of(&sin).iter().any(|token| token.active);
        return if paired { Ok(Guest::Known) } else { Err(unauthorized("This endpoint requires authentication")) };
    }
    if let Some(text) = call.header("authorization") {
        let key = text.strip_prefix("Basic ").and_then(|text| STANDARD.decode(text.trim()).ok());
        let key = key.and_then(|bytes| String::from_utf8(bytes).ok());
        let token = key.and_then(|key| desk.books().token(key.trim_end_matches(':')));
        let good = token.is_some_and(|token| token.active && !token.authenticated);
        return if good { Ok(Guest::Known) } else { Err(unauthorized("ApiKey authentication failed")) };
    }
    match call.query("storeId") {
        Some(id) if id == store(desk) => Ok(Guest::Anybody),
        Some(_) => Err(unauthorized("Store not found")),
        None => Err(unauthorized("This endpoint requires authentication")),
    }
}

fn unauthorized(text: &str) -> Refusal {
    Refusal::Access { status: 401, text: text.to_owned() }
}

/// The SIN whose key signed the call. This server signs over the path as it would write it itself.
pub(crate) fn signer(call: &Call) -> Result<String, Refusal> {
    let wrong = || unauthorized("BitId authentication failed");
    let (key, signature) = (call.header("x-identity"), call.header("x-signature"));
    let (Some(key), Some(signature)) = (key, signature) else { return Err(wrong()) };
    let path: String = call.segments.iter().map(|segment| format!("/{}", rewritten(segment))).collect();
    let query = call.target.split_once('?').map_or(String::new(), |(_, query)| format!("?{query}"));
    let url = |scheme: &str| format!("{scheme}://{}{path}{query}", call.host);
    let signed = ["http", "https"].iter().any(|scheme| identity::verifies(key, signature, &url(scheme), &call.body));
    if !signed {
        return Err(wrong());
    }
    identity::sin_of_key(key).ok_or_else(wrong)
}

/// A path segment as this server encodes it: fewer signs are escaped than clients do.
fn rewritten(segment: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(byte);
    let sign = |byte: u8| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    segment.bytes().map(sign).collect()
}
