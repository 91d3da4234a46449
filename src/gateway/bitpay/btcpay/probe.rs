//! Which dialect a server speaks, by what it answers, and which kind of key a pasted text is.

use reqwest::Method;

use super::client::{Access, BtcPay};
use crate::gateway::bitpay::access;
use crate::gateway::bitpay::answer;
use crate::gateway::bitpay::pairing::Policy;
use crate::gateway::bitpay::wire::Fields;
use crate::gateway::http::{Http, Reply};
use crate::gateway::port::{Auth, Error, Result};
use crate::secret::Secret;

const OWN_DOMAIN: &str = "bitpay.com";
/// The code of BTCPay Server's own interface for a call without a key.
const UNAUTHENTICATED: &str = "unauthenticated";

/// What a server behind the BitPay paths is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// BitPay itself, or one that answers as it does.
    BitPay,
    /// BTCPay Server.
    BtcPay,
}

/// Asks what only BTCPay Server answers: its health, then its own interface's refusal. Nothing secret is sent.
///
/// # Errors
/// [`Error`] when the server cannot be asked, or is in trouble: nothing is guessed then.
pub async fn dialect(http: &Http) -> Result<Dialect> {
    let host = http.base().host_str().unwrap_or_default();
    if host == OWN_DOMAIN || host.strip_suffix(OWN_DOMAIN).is_some_and(|rest| rest.ends_with('.')) {
        return Ok(Dialect::BitPay);
    }
    let health = ask(http, "health").await?;
    let info = if is_health(&health) { None } else { Some(ask(http, "server/info").await?) };
    let found = info.is_none_or(|info| is_own_refusal(&info));
    Ok(if found { Dialect::BtcPay } else { Dialect::BitPay })
}

async fn ask(http: &Http, what: &str) -> Result<Reply> {
    let path: Vec<&str> = ["api", "v1"].into_iter().chain(what.split('/')).collect();
    let reply = http.send(access::call(Method::GET, http.url(&path, &[]), Vec::new(), None)).await?;
    match reply.status {
        429 => Err(Error::RateLimited { after: reply.retry_after }),
        500..=599 => Err(Error::Server(format!("HTTP {}", reply.status))),
        _ => Ok(reply),
    }
}

fn is_health(reply: &Reply) -> bool {
    let fields: Option<Fields<'_>> = serde_json::from_slice(&reply.body).ok();
    reply.status == 200 && fields.is_some_and(|fields| fields.lenient::<bool>("synchronized").is_some())
}

fn is_own_refusal(reply: &Reply) -> bool {
    let fields: Option<Fields<'_>> = serde_json::from_slice(&reply.body).ok();
    let code = fields.and_then(|fields| fields.lenient::<String>("code"));
    matches!(reply.status, 401 | 403) && code.is_some_and(|code| code == UNAUTHENTICATED)
}

/// Whether a pairing's answer can only be BTCPay Server's: a token nobody has approved, and yet without a policy.
#[must_use]
pub fn grant_tells(policies: &[Policy], is_request: bool) -> bool {
    is_request && policies.is_empty()
}

/// Finds out what a pasted text opens: an API key of a store, or a store that takes payments from anybody.
///
/// # Errors
/// [`Error::Auth`] when it opens nothing; else why the server cannot be asked.
pub async fn access(http: &Http, text: &Secret) -> Result<Access> {
    for access in [Access::Key(text.clone()), Access::Store(text.clone())] {
        let reply = http.send(BtcPay::rates_call(http, &access, &["BTC"])).await?;
        match answer::data(&reply, crate::gateway::http::Intent::Read) {
            Ok(_) => return Ok(access),
            Err(Error::Auth { .. } | Error::NotFound(_) | Error::Validation { .. }) => {}
            Err(error) => return Err(answer::redacted(error, text)),
        }
    }
    let text = "this is neither an API key nor the name of an open store".to_owned();
    Err(Error::Auth { kind: Auth::Expired, text })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(status: u16, body: &str) -> Reply {
        Reply {
            status,
            body: body.as_bytes().to_vec(),
            content_type: String::new(),
            retry_after: None,
            skew_ms: None,
            calls_left: None,
            round_trip: std::time::Duration::ZERO,
        }
    }

    #[test]
    fn only_its_own_answers_make_a_btcpay_server() {
        assert!(is_health(&reply(200, r#"{"synchronized":false}"#)));
        let unknown = [(200, "<html>"), (404, r#"{"error":"Not found"}"#), (200, r#"{"status":"ok"}"#), (200, "[]")];
        for (status, body) in unknown {
            assert!(!is_health(&reply(status, body)) && !is_own_refusal(&reply(status, body)), "{body}");
        }
        assert!(is_own_refusal(&reply(401, r#"{"code":"unauthenticated","message":"Authentication is required"}"#)));
        assert!(!is_own_refusal(&reply(401, r#"{"error":"Invalid token"}"#)));
    }
}
