//! Three ways to a token: pasted from the dashboard, a dashboard's code claimed, or a request approved there.

use std::fmt;

use reqwest::Method;
use serde::Serialize;

use super::access::{self, Facade};
use super::answer;
use super::identity::Identity;
use super::wire::{Fields, Loose, Ordered};
use crate::domain::time::Timestamp;
use crate::gateway::http::{Http, Intent, clean};
use crate::gateway::port::{Auth, Error, Invalid, Result};
use crate::secret::Secret;

const CODE_LEN: usize = 7;
const LABEL_MAX: usize = 60;
/// API tokens have about 44 characters, 22 were seen; resource tokens have 65.
const TOKEN_LEN: std::ops::RangeInclusive<usize> = 16..=128;

/// A pairing begun at the till, to be approved by the owner at the gateway.
#[derive(Clone, PartialEq, Eq)]
pub struct Started {
    /// Opens nothing until it is approved.
    pub token: Secret,
    /// What was asked for.
    pub facade: Facade,
    /// Seven characters the owner approves.
    pub code: String,
    /// The page where the owner does so.
    pub approval_url: String,
    /// When the code dies, by the gateway's clock.
    pub expires: Option<Timestamp>,
    /// Who may use the token.
    pub policies: Vec<Policy>,
}

/// A token got for a dashboard's code; it is active at once.
#[derive(Clone, PartialEq, Eq)]
pub struct Claimed {
    /// The API token.
    pub token: Secret,
    /// What it may do.
    pub facade: Facade,
    /// The name it was given.
    pub label: Option<String>,
    /// Who may use it.
    pub policies: Vec<Policy>,
}

/// One rule of who may use a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// What is looked at: `id`, `sin`, `access`.
    pub policy: String,
    /// How: `require`, `inactive`, `invalidated`.
    pub method: String,
    /// For whom; SINs mostly.
    pub params: Vec<String>,
}

/// What a token's policies say about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenState {
    /// The owner has not approved it.
    Waiting,
    /// It can be used.
    Active,
    /// It was taken back.
    Invalidated,
}

/// How an approval stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Approval {
    /// The token may be used, with this facade.
    Approved {
        /// What it may do.
        facade: Facade,
    },
    /// Nobody has approved it yet.
    Waiting,
    /// The gateway refuses this till or token.
    Refused,
}

impl fmt::Debug for Started {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The code is half of an approval; it is for the owner's eyes, not for logs.
        f.debug_struct("Started").field("facade", &self.facade).field("expires", &self.expires).finish_non_exhaustive()
    }
}

impl fmt::Debug for Claimed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claimed").field("facade", &self.facade).field("label", &self.label).finish_non_exhaustive()
    }
}

/// Reads the state out of a token's policies.
#[must_use]
pub fn state(policies: &[Policy]) -> TokenState {
    let any = |word: &str| policies.iter().any(|policy| policy.method == word);
    if any("invalidated") {
        TokenState::Invalidated
    } else if any("inactive") || any("unclaimed") {
        TokenState::Waiting
    } else {
        TokenState::Active
    }
}

/// Checks the form of a token pasted from the dashboard; whether it works is for a probe to find out.
///
/// # Errors
/// [`Error::Validation`] when it cannot be one.
pub fn pasted(text: &str) -> Result<Secret> {
    let text = text.trim();
    let fits = TOKEN_LEN.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if fits { Ok(Secret::new(text)) } else { Err(field("token", "a token is letters and digits, 22 or 44 of them")) }
}

/// Checks a label: letters, digits, space, `_` and `-`.
///
/// # Errors
/// [`Error::Validation`].
pub fn label(text: &str) -> Result<&str> {
    let text = text.trim();
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b" _-".contains(&byte);
    if text.is_empty() || text.len() > LABEL_MAX || !text.bytes().all(fits) {
        return Err(field("label", "a label has letters, digits, spaces, _ and -"));
    }
    Ok(text)
}

/// Begins a pairing at the till: asks for a token and the code the owner must approve.
///
/// # Errors
/// [`Error`].
pub async fn start(http: &Http, identity: &Identity, facade: Facade, name: &str) -> Result<Started> {
    #[derive(Serialize)]
    struct Body<'a> {
        id: &'a str,
        facade: &'a str,
        label: &'a str,
    }
    let body = Body { id: identity.sin(), facade: facade.word(), label: label(name)? };
    let grant = ask(http, &body).await?;
    let code = grant.code.ok_or_else(|| Error::Unknown("the answer has no pairing code".to_owned()))?;
    check_code(&code).map_err(|_| Error::Unknown("the answer has no usable pairing code".to_owned()))?;
    let approval_url = http.url(&["api-access-request"], &[("pairingCode", &code)]).into();
    let (token, expires, policies) = (grant.token, grant.expires, grant.policies);
    Ok(Started { token, facade, code, approval_url, expires, policies })
}

/// Claims a code made at the dashboard.
///
/// # Errors
/// [`Error`]; [`Error::NotFound`] for a code that is unknown or used.
pub async fn claim(http: &Http, identity: &Identity, code: &str) -> Result<Claimed> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Body<'a> {
        id: &'a str,
        pairing_code: &'a str,
    }
    let code = code.trim();
    check_code(code)?;
    let grant = ask(http, &Body { id: identity.sin(), pairing_code: code }).await?;
    let unknown = |word: &str| Error::Protocol(format!("the code is for the facade {}, not for a till", clean(word)));
    let facade = match grant.facade.as_deref() {
        None => Facade::Pos,
        Some(word) => Facade::from_word(word).ok_or_else(|| unknown(word))?,
    };
    Ok(Claimed { token: grant.token, facade, label: grant.label, policies: grant.policies })
}

/// Asks whether a token may be used by this till.
///
/// # Errors
/// [`Error`], when the gateway cannot be asked or says neither yes nor no.
pub async fn check(http: &Http, identity: &Identity, token: &Secret) -> Result<Approval> {
    let call = access::call(Method::GET, http.url(&["tokens"], &[]), Vec::new(), Some(identity));
    let reply = http.send(call).await?;
    let data = match answer::data(&reply, Intent::Read) {
        Ok(data) => data,
        // A till nobody approved yet is a stranger to the gateway.
        Err(Error::Auth { kind: Auth::Unapproved, .. }) => return Ok(Approval::Waiting),
        Err(Error::Auth { kind: Auth::Expired | Auth::Forbidden, .. }) => return Ok(Approval::Refused),
        Err(error) => return Err(answer::redacted(error, token)),
    };
    let listed = tokens(data)?.into_iter().find(|(_, listed)| listed == token);
    let Some((word, _)) = listed else { return Ok(Approval::Waiting) };
    Ok(Facade::from_word(&word).map_or(Approval::Refused, |facade| Approval::Approved { facade }))
}

/// Reads the answer of `GET /tokens`: facade and token, a facade perhaps several times.
///
/// # Errors
/// [`Error::Protocol`].
pub fn tokens(data: &str) -> Result<Vec<(String, Secret)>> {
    let list: Vec<Ordered<String>> =
        serde_json::from_str(data).map_err(|_| Error::Protocol("not a list of tokens".to_owned()))?;
    let pairs = list.iter().flat_map(Ordered::iter);
    Ok(pairs.map(|(facade, token)| (facade.to_owned(), Secret::from(token.as_str()))).collect())
}

struct Grant {
    token: Secret,
    facade: Option<String>,
    label: Option<String>,
    code: Option<String>,
    expires: Option<Timestamp>,
    policies: Vec<Policy>,
}

async fn ask<B: Serialize>(http: &Http, body: &B) -> Result<Grant> {
    let body = serde_json::to_vec(body).map_err(|error| Error::Config(error.to_string()))?;
    let call = access::call(Method::POST, http.url(&["tokens"], &[]), body, None);
    let reply = http.send(call).await?;
    let data = answer::data(&reply, Intent::Write)?;
    grant(data).ok_or_else(|| Error::Unknown("the answer has no token".to_owned()))
}

/// Reads the first token of a list, or a single one.
fn grant(data: &str) -> Option<Grant> {
    let fields: Fields<'_> = match serde_json::from_str::<Vec<Fields<'_>>>(data) {
        Ok(list) => list.into_iter().next()?,
        Err(_) => serde_json::from_str(data).ok()?,
    };
    let text = |name: &str| fields.lenient::<String>(name).filter(|text| !text.is_empty());
    Some(Grant {
        token: pasted(&text("token")?).ok()?,
        facade: text("facade"),
        label: text("label").map(|label| clean(&label)),
        code: text("pairingCode"),
        expires: fields.millis("pairingExpiration").map(Timestamp),
        policies: fields.lenient::<Vec<Fields<'_>>>("policies").unwrap_or_default().iter().map(policy).collect(),
    })
}

fn policy(fields: &Fields<'_>) -> Policy {
    let text = |name: &str| clean(&fields.lenient::<String>(name).unwrap_or_default());
    let params = fields.lenient::<Vec<Loose>>("params").unwrap_or_default();
    Policy {
        policy: text("policy"),
        method: text("method"),
        params: params.into_iter().map(|param| clean(&param.0)).collect(),
    }
}

/// Checks the form of a pairing code.
///
/// # Errors
/// [`Error::Validation`].
pub fn code(text: &str) -> Result<&str> {
    let text = text.trim();
    check_code(text).map(|()| text)
}

/// Reads the code of a token that waits to be claimed.
///
/// # Errors
/// [`Error::Unknown`]: a code may have been made that nobody knows; it ends by itself.
pub fn code_of(data: &str) -> Result<String> {
    let first: Option<Fields<'_>> = match serde_json::from_str::<Vec<Fields<'_>>>(data) {
        Ok(list) => list.into_iter().next(),
        Err(_) => serde_json::from_str(data).ok(),
    };
    let found =
        first.and_then(|fields| fields.lenient::<String>("pairingCode")).filter(|code| check_code(code).is_ok());
    found.ok_or_else(|| Error::Unknown("the answer has no pairing code".to_owned()))
}

fn check_code(code: &str) -> Result<()> {
    let fits = code.len() == CODE_LEN && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if fits { Ok(()) } else { Err(field("pairingCode", "a pairing code has seven letters and digits")) }
}

fn field(name: &str, text: &str) -> Error {
    let invalid = Invalid::Field(Some(name.to_owned()));
    Error::Validation { code: "000000".to_owned(), invalid, text: text.to_owned() }
}
