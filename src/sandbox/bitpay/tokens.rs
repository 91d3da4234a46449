//! Pairing and tokens.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::access::{admit, enter, signer};
use super::invoices::body_token;
use crate::sandbox::books::Books;
use crate::sandbox::call::Call;
use crate::sandbox::desk::Desk;
use crate::sandbox::identity::is_sin;
use crate::sandbox::record::{Facade, PAIRING_MS, Pairing, Token};
use crate::sandbox::reply::{Fault, Refusal, Reply};

const TOKEN_LENGTH: usize = 44;
const CODE_LENGTH: usize = 7;
const LABEL_CHARS_MAX: usize = 60;

/// What a new token shall be.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub(crate) facade: Facade,
    pub(crate) label: String,
    pub(crate) sins: Vec<String>,
    pub(crate) authenticated: bool,
    pub(crate) active: bool,
    /// None: no code. Some(true): to be claimed by a client. Some(false): to be approved by an owner.
    pub(crate) claimable: Option<bool>,
    /// A fixed token text, for scenarios.
    pub(crate) text: Option<String>,
}

impl Wanted {
    /// A token that works unsigned for whoever holds it.
    pub(crate) fn open_pos() -> Self {
        let (label, sins) = (String::new(), Vec::new());
        Self { facade: Facade::Pos, label, sins, authenticated: false, active: true, claimable: None, text: None }
    }

    /// A pos token that waits for a client with the code.
    pub(crate) fn claimable_pos() -> Self {
        Self { authenticated: true, claimable: Some(true), ..Self::open_pos() }
    }
}

/// Makes a token and keeps it.
pub(crate) fn make(desk: &Desk, books: &mut Books, wanted: Wanted) -> Result<Arc<Token>, Refusal> {
    let serial = books.next_serial()?;
    let now = desk.now();
    let name = |what: &str, length| desk.namer.text(&format!("{what} {serial}"), length);
    let pairing = wanted.claimable.map(|claimable| Pairing {
        code: name("code", CODE_LENGTH),
        expires: now + PAIRING_MS,
        claimable,
        used: false,
    });
    let token = Token {
        serial,
        token: wanted.text.unwrap_or_else(|| name("token", TOKEN_LENGTH)),
        resource: name("resource", TOKEN_LENGTH),
        facade: wanted.facade,
        label: wanted.label,
        sins: wanted.sins,
        authenticated: wanted.authenticated,
        active: wanted.active,
        created: now,
        pairing,
    };
    Ok(books.put_token(token)?)
}

/// `POST /tokens`: a client begins, claims a code, or a merchant token does the owner's part.
pub(crate) fn create(desk: &Desk, call: &Call) -> Result<Reply, Refusal> {
    let body = call.object()?;
    if body_token(&body).is_some() {
        return signed(desk, call, &body);
    }
    let sin = text(&body, "id").ok_or_else(|| missing(call, "id"))?;
    if !is_sin(sin) {
        return Err(invalid(call, "id"));
    }
    let label = label(call, &body)?;
    let token = match text(&body, "pairingCode") {
        Some(code) => claim(desk, code, sin, label)?,
        None => request(desk, call, &body, sin, label)?,
    };
    Ok(Reply::data(&[token]))
}

fn text<'a>(body: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    body.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
}

fn missing(call: &Call, name: &str) -> Refusal {
    Refusal::param(call.verb(), Fault::Missing, "Missing required parameter.", name)
}

fn invalid(call: &Call, name: &str) -> Refusal {
    Refusal::param(call.verb(), Fault::Invalid, "Invalid parameter.", name)
}

fn label(call: &Call, body: &Map<String, Value>) -> Result<String, Refusal> {
    let label = match body.get("label") {
        None | Some(Value::Null) => return Ok(String::new()),
        Some(value) => value.as_str().ok_or_else(|| invalid(call, "label"))?,
    };
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '_' | '-');
    let sound = label.chars().count() <= LABEL_CHARS_MAX && label.chars().all(allowed);
    if sound { Ok(label.to_owned()) } else { Err(invalid(call, "label")) }
}

fn facade(call: &Call, body: &Map<String, Value>) -> Result<Facade, Refusal> {
    let word = text(body, "facade").ok_or_else(|| missing(call, "facade"))?;
    Facade::of(word).ok_or_else(|| invalid(call, "facade"))
}

/// A client asks for a token; an owner will approve it.
fn request(desk: &Desk, call: &Call, body: &Map<String, Value>, sin: &str, label: String) -> Result<Value, Refusal> {
    let wanted = Wanted {
        facade: facade(call, body)?,
        label,
        sins: vec![sin.to_owned()],
        authenticated: true,
        active: false,
        claimable: Some(false),
        text: None,
    };
    let token = make(desk, &mut desk.books(), wanted)?;
    Ok(pending(&token))
}

/// A client brings a code from the dashboard; it works once.
fn claim(desk: &Desk, code: &str, sin: &str, label: String) -> Result<Value, Refusal> {
    let mut books = desk.books();
    let now = desk.now();
    let token = books.token_by_code(code).ok_or_else(Refusal::unknown_object)?;
    let mut token = Token::clone(&token);
    let usable = token.pairing.as_mut().filter(|pairing| pairing.claimable && !pairing.used && now < pairing.expires);
    usable.ok_or_else(Refusal::unknown_object)?.used = true;
    token.sins.push(sin.to_owned());
    if !label.is_empty() {
        token.label = label;
    }
    let token = books.put_token(token)?;
    Ok(claimed(&token))
}

/// Opens a client's token; the code works once and for a day.
pub(crate) fn approve(desk: &Desk, code: &str, facade: Option<Facade>) -> Result<Arc<Token>, Refusal> {
    let mut books = desk.books();
    let now = desk.now();
    let token = books.token_by_code(code).ok_or_else(Refusal::unknown_object)?;
    if facade.is_some_and(|facade| facade != token.facade) {
        return Err(Refusal::unknown_object());
    }
    let mut token = Token::clone(&token);
    let usable = token.pairing.as_mut().filter(|pairing| !pairing.claimable && !pairing.used && now < pairing.expires);
    usable.ok_or_else(Refusal::unknown_object)?.used = true;
    token.active = true;
    Ok(books.put_token(token)?)
}

/// The owner's part, done by a merchant token instead of the dashboard.
fn signed(desk: &Desk, call: &Call, body: &Map<String, Value>) -> Result<Reply, Refusal> {
    admit(desk, call, body_token(body), &[Facade::Merchant])?;
    let facade = facade(call, body)?;
    if let Some(code) = text(body, "pairingCode") {
        let token = approve(desk, code, Some(facade))?;
        return Ok(Reply::data(&[claimed(&token)]));
    }
    if facade != Facade::Pos {
        return Err(invalid(call, "facade"));
    }
    let label = label(call, body)?;
    let for_another = text(body, "id").is_some();
    let wanted = if for_another { Wanted::claimable_pos() } else { Wanted::open_pos() };
    let token = make(desk, &mut desk.books(), Wanted { label, ..wanted })?;
    let data = if for_another { pending(&token) } else { claimed(&token) };
    Ok(Reply::data(&[data]))
}

fn pending(token: &Token) -> Value {
    let mut value = described(token);
    if let Some(pairing) = &token.pairing {
        value["pairingCode"] = json!(pairing.code);
        value["pairingExpiration"] = json!(pairing.expires);
    }
    value
}

fn claimed(token: &Token) -> Value {
    let mut value = described(token);
    value["resource"] = json!(token.resource);
    value
}

fn described(token: &Token) -> Value {
    let method = if token.active { "require" } else { "inactive" };
    let policies = match (token.authenticated, token.sins.is_empty()) {
        (false, _) => json!([]),
        (true, true) => json!([{ "policy": "id", "method": "unclaimed", "params": [] }]),
        (true, false) => json!([{ "policy": "id", "method": method, "params": token.sins }]),
    };
    let mut value = json!({
        "policies": policies,
        "token": token.token,
        "facade": token.facade.word(),
        "dateCreated": token.created,
    });
    if !token.label.is_empty() {
        value["label"] = json!(token.label);
    }
    value
}

/// `GET /tokens`: what the signing key may use.
pub(crate) fn list(desk: &Desk, call: &Call) -> Result<Reply, Refusal> {
    let sin = signer(call)?;
    let tokens = desk.books().tokens_of(&sin);
    let usable = tokens.iter().filter(|token| token.active);
    let listed: Vec<Value> = usable.map(|token| json!({ token.facade.word(): token.token })).collect();
    Ok(Reply::data(&listed))
}

/// Every call on a token's SINs is signed by one of them.
fn linked(desk: &Desk, call: &Call, text: &str) -> Result<Arc<Token>, Refusal> {
    let token = desk.books().token(text).ok_or_else(Refusal::token)?;
    enter(call, &token)?;
    if !token.sins.contains(&signer(call)?) {
        return Err(Refusal::sin());
    }
    Ok(token)
}

/// `GET /tokens/:token/sins`
pub(crate) fn sins(desk: &Desk, call: &Call, text: &str) -> Result<Reply, Refusal> {
    let token = linked(desk, call, text)?;
    Ok(Reply::data(&json!({ "sins": token.sins })))
}

/// `POST /tokens/:token/sins`
pub(crate) fn add_sin(desk: &Desk, call: &Call, token: &str) -> Result<Reply, Refusal> {
    let token = linked(desk, call, token)?;
    let body = call.object()?;
    let sin = text(&body, "sin").ok_or_else(|| missing(call, "sin"))?.to_owned();
    if !is_sin(&sin) {
        return Err(invalid(call, "sin"));
    }
    change_sins(desk, &token, |sins| {
        if !sins.contains(&sin) {
            sins.push(sin);
        }
        true
    })
}

/// `DELETE /tokens/:token/sins/:sin`: only while another stays linked.
pub(crate) fn remove_sin(desk: &Desk, call: &Call, token: &str, sin: &str) -> Result<Reply, Refusal> {
    let token = linked(desk, call, token)?;
    if !token.sins.iter().any(|linked| linked == sin) {
        return Err(Refusal::unknown_object());
    }
    change_sins(desk, &token, |sins| {
        let another = sins.len() > 1;
        sins.retain(|linked| !another || linked != sin);
        another
    })
    .map_err(|refusal| if refusal == Refusal::sin() { invalid(call, "sin") } else { refusal })
}

/// Changes the linked SINs as they are now; the change says whether it could be done.
fn change_sins(desk: &Desk, token: &Token, change: impl FnOnce(&mut Vec<String>) -> bool) -> Result<Reply, Refusal> {
    let mut books = desk.books();
    let mut now = Token::clone(books.token(&token.token).ok_or_else(Refusal::token)?.as_ref());
    if !change(&mut now.sins) {
        return Err(Refusal::sin());
    }
    books.put_token(now)?;
    Ok(Reply::data(&json!({ "success": true })))
}
