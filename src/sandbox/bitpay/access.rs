//! Who may do what: token, signature, linked key, facade, in that order.

use std::sync::Arc;

use crate::sandbox::call::Call;
use crate::sandbox::desk::Desk;
use crate::sandbox::identity;
use crate::sandbox::record::{Facade, Token};
use crate::sandbox::reply::Refusal;

/// Lets a call in under an API token. The signature is checked only where the token demands one, because official
/// clients send stale ones elsewhere.
pub(crate) fn admit(desk: &Desk, call: &Call, token: Option<&str>, allowed: &[Facade]) -> Result<Arc<Token>, Refusal> {
    let token = token.and_then(|token| desk.books().token(token)).ok_or_else(Refusal::token)?;
    enter(call, &token)?;
    if !allowed.contains(&token.facade) {
        return Err(Refusal::facade(token.facade.word()));
    }
    Ok(token)
}

/// Checks activity, signature and linked key of a token that is known.
pub(crate) fn enter(call: &Call, token: &Token) -> Result<(), Refusal> {
    if !token.active {
        return Err(Refusal::token());
    }
    if token.authenticated {
        let sin = signer(call)?;
        if !token.sins.contains(&sin) {
            return Err(Refusal::sin());
        }
    }
    Ok(())
}

/// The SIN whose key signed this call: full URL as the caller wrote it, then the exact body.
pub(crate) fn signer(call: &Call) -> Result<String, Refusal> {
    let (key, signature) = (call.header("x-identity"), call.header("x-signature"));
    let (Some(key), Some(signature)) = (key, signature) else { return Err(Refusal::signature()) };
    let url = |scheme: &str| format!("{scheme}://{}{}", call.host, call.target);
    // https: a proxy may have taken the TLS away in front of the sandbox.
    let signed = ["http", "https"].iter().any(|s| identity::verifies(key, signature, &url(s), &call.body));
    if !signed {
        return Err(Refusal::signature());
    }
    identity::sin_of_key(key).ok_or_else(Refusal::signature)
}

/// Belongs to one API token and one resource, and is always the same for both.
pub(crate) fn resource_token(desk: &Desk, api_token: &str, id: &str) -> String {
    const LENGTH: usize = 65;
    desk.namer.text(&format!("resource {api_token} {id}"), LENGTH)
}

/// The API token whose resource token for this resource this is.
pub(crate) fn holder(desk: &Desk, text: &str, id: &str) -> Option<Arc<Token>> {
    let books = desk.books();
    if books.token(text).is_some() {
        return None;
    }
    books.tokens().find(|token| resource_token(desk, &token.token, id) == text).cloned()
}

/// Lets a merchant's call in under the token of the resource itself, or under the merchant token. Who signs must be
/// linked either way.
pub(crate) fn by_resource(desk: &Desk, call: &Call, text: Option<&str>, id: &str) -> Result<Arc<Token>, Refusal> {
    match text.and_then(|text| holder(desk, text, id)) {
        Some(token) => admit(desk, call, Some(&token.token), &[Facade::Merchant]),
        None => admit(desk, call, text, &[Facade::Merchant]),
    }
}
