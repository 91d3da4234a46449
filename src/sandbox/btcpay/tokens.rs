//! Pairing: one key, one store; codes live a quarter of an hour.

use std::sync::Arc;

use serde_json::{Value, json};

use super::access::signer;
use crate::sandbox::bitpay::tokens::{Wanted, make};
use crate::sandbox::call::Call;
use crate::sandbox::desk::Desk;
use crate::sandbox::identity::is_sin;
use crate::sandbox::record::{Facade, Token};
use crate::sandbox::reply::{Refusal, Reply};

const CODE_MS: i64 = 900_000;

/// `POST /tokens`: a client begins, or claims a code of the store's settings.
pub(crate) fn create(desk: &Desk, call: &Call) -> Result<Reply, Refusal> {
    let body = call.object().map_err(|_| Refusal::control("The body is not a JSON object"))?;
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let sin = text("id");
    if !is_sin(&sin) {
        return Err(Refusal::control("'id' property is required"));
    }
    let token = match text("pairingCode") {
        code if code.is_empty() => {
            let active = Wanted { active: false, claimable: Some(false), ..Wanted::claimable_pos() };
            mint(desk, Wanted { label: text("label"), sins: vec![sin], ..active })?
        }
        code => claim(desk, &code, sin)?,
    };
    Ok(Reply::data(&[described(&token)]))
}

/// A token of this server: the facade is always the same, the code short-lived.
fn mint(desk: &Desk, wanted: Wanted) -> Result<Arc<Token>, Refusal> {
    let mut books = desk.books();
    let made = make(desk, &mut books, Wanted { facade: Facade::Merchant, ..wanted })?;
    let mut token = Token::clone(&made);
    if let Some(pairing) = &mut token.pairing {
        pairing.expires = token.created + CODE_MS;
    }
    Ok(books.put_token(token)?)
}

fn claim(desk: &Desk, code: &str, sin: String) -> Result<Arc<Token>, Refusal> {
    let unknown = || Refusal::Access { status: 404, text: "The specified pairingCode is not found".to_owned() };
    let mut books = desk.books();
    let now = desk.now();
    let mut token = Token::clone(books.token_by_code(code).ok_or_else(unknown)?.as_ref());
    let usable = token.pairing.as_mut().filter(|pairing| pairing.claimable && !pairing.used && now < pairing.expires);
    usable.ok_or_else(unknown)?.used = true;
    token.sins.push(sin);
    Ok(books.put_token(token)?)
}

fn described(token: &Token) -> Value {
    let mut value = json!({
        "policies": [], "facade": "merchant", "token": token.token, "label": token.label, "dateCreated": token.created,
    });
    if let Some(pairing) = token.pairing.as_ref().filter(|pairing| !pairing.used) {
        value["pairingCode"] = json!(pairing.code);
        value["pairingExpiration"] = json!(pairing.expires);
    }
    value
}

/// `GET /tokens`: at most one, the newest the key was paired with.
pub(crate) fn list(desk: &Desk, call: &Call) -> Result<Reply, Refusal> {
    let sin = signer(call)?;
    let tokens = desk.books().tokens_of(&sin);
    let newest = tokens.iter().rfind(|token| token.active);
    let listed: Vec<Value> = newest.map(|token| json!({ "merchant": token.token })).into_iter().collect();
    Ok(Reply::data(&listed))
}

/// A code made in the store's settings, for a client to claim.
pub(crate) fn pairing_code(desk: &Desk, label: String) -> Result<Reply, Refusal> {
    let token = mint(desk, Wanted { label, ..Wanted::claimable_pos() })?;
    let (code, expires) = token.pairing.as_ref().map(|pairing| (&pairing.code, pairing.expires)).unzip();
    Ok(Reply::json(&json!({ "pairingCode": code, "pairingExpiration": expires })))
}
