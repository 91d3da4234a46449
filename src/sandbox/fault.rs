//! Faults on demand: which call goes wrong, and how.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::reply::{HTML, JSON, Reply};
use super::streams::Mishap;

/// Everything that can be made to go wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mischief {
    /// The connection closes before the server acts.
    DropBefore,
    /// The server acts, then the connection closes without an answer.
    DropAfter,
    /// The server acts; the answer comes this much later (real milliseconds).
    DelayAfter(u64),
    /// The server acts only after this long.
    DelayBefore(u64),
    /// Refused with this status before the server acts.
    Refuse { status: u16, retry_after: Option<RetryAfter> },
    /// The server acts, then says this status.
    RefuseAfter { status: u16, retry_after: Option<RetryAfter> },
    /// Half of the answer, then the connection closes.
    Truncate,
    /// Two hundred and no JSON.
    Garbage,
    /// Two hundred and a captive portal's page; the server does not act.
    Html,
    /// The answer is padded to ten megabytes.
    HugeBody,
    /// The answer says something other than what was stored.
    Lie(Lie),
    /// The stream of events goes wrong; other answers stay as they are.
    Stream(Mishap),
}

/// Which part of an invoice answer is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lie {
    Price,
    Currency,
    OrderId,
    Guid,
    Host,
    Status,
    NumbersAsStrings,
}

/// The two forms of a Retry-After header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RetryAfter {
    Seconds(u32),
    /// An HTTP date this many seconds from now.
    Date(u32),
}

const HUGE_BODY_BYTES: usize = 10 * 1024 * 1024;
const DELAY_MS_MAX: u64 = 600_000;
const FOREIGN_ORIGIN: &str = "https://pay.example.invalid";

impl std::str::FromStr for Mischief {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (word, rest) = text.split_once(':').map_or((text, None), |(word, rest)| (word, Some(rest)));
        if rest.is_none()
            && let Some(known) = plain(word)
        {
            return Ok(known);
        }
        let rest = rest.ok_or_else(|| format!("unknown fault {text:?}"))?;
        match word {
            "delay_ms" => delay(rest).map(Self::DelayAfter),
            "delay_before_ms" => delay(rest).map(Self::DelayBefore),
            "status" => status(rest).map(|(status, retry_after)| Self::Refuse { status, retry_after }),
            "status_after" => status(rest).map(|(status, retry_after)| Self::RefuseAfter { status, retry_after }),
            "retry_after" => seconds(rest).map(|s| Self::too_many(RetryAfter::Seconds(s))),
            "retry_after_date" => seconds(rest).map(|s| Self::too_many(RetryAfter::Date(s))),
            _ => Err(format!("unknown fault {text:?}")),
        }
    }
}

impl Mischief {
    /// How a stream goes wrong, where this is about streams.
    pub(crate) fn mishap(&self) -> Option<Mishap> {
        if let Self::Stream(mishap) = self { Some(*mishap) } else { None }
    }

    fn too_many(after: RetryAfter) -> Self {
        Self::Refuse { status: 429, retry_after: Some(after) }
    }
}

fn plain(word: &str) -> Option<Mischief> {
    Some(match word {
        "drop_before" => Mischief::DropBefore,
        "drop_after" => Mischief::DropAfter,
        "truncate" => Mischief::Truncate,
        "garbage" => Mischief::Garbage,
        "html_200" => Mischief::Html,
        "huge_body" => Mischief::HugeBody,
        "wrong_price" => Mischief::Lie(Lie::Price),
        "wrong_currency" => Mischief::Lie(Lie::Currency),
        "wrong_order_id" => Mischief::Lie(Lie::OrderId),
        "stale_guid" => Mischief::Lie(Lie::Guid),
        "wrong_host" => Mischief::Lie(Lie::Host),
        "unknown_status" => Mischief::Lie(Lie::Status),
        "numbers_as_strings" => Mischief::Lie(Lie::NumbersAsStrings),
        _ => return Mishap::of(word).map(Mischief::Stream),
    })
}

fn delay(text: &str) -> Result<u64, String> {
    let ms = text.parse().ok().filter(|ms| *ms <= DELAY_MS_MAX);
    ms.ok_or_else(|| format!("a delay is 0 to {DELAY_MS_MAX} ms, not {text:?}"))
}

fn seconds(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| format!("a wait is a number of seconds, not {text:?}"))
}

/// `503`, `503:retry_after:30`, `503:retry_after_date:30`.
fn status(text: &str) -> Result<(u16, Option<RetryAfter>), String> {
    let mut parts = text.splitn(3, ':');
    let code = parts.next().and_then(|code| code.parse().ok()).filter(|code| (200..=599).contains(code));
    let code = code.ok_or_else(|| format!("a status is 200 to 599, not {text:?}"))?;
    let retry_after = match (parts.next(), parts.next()) {
        (None, _) => None,
        (Some("retry_after"), Some(s)) => Some(RetryAfter::Seconds(seconds(s)?)),
        (Some("retry_after_date"), Some(s)) => Some(RetryAfter::Date(seconds(s)?)),
        _ => return Err(format!("after a status comes retry_after:N or retry_after_date:N, not {text:?}")),
    };
    Ok((code, retry_after))
}

/// One rule as it is asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    /// `POST /invoices`, `GET /invoices/:id`, `* /invoices/*`, `*`.
    #[serde(rename = "match")]
    pattern: String,
    /// Which matching call, counted from 1 when the rule is set; absent: every one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nth: Option<u64>,
    /// How many calls in a row from the nth; absent: one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    times: Option<u64>,
    #[serde(rename = "do")]
    action: String,
}

#[derive(Debug)]
struct Rule {
    asked: Asked,
    mischief: Mischief,
    seen: u64,
}

/// The rules in force, in the order they were set.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    rules: Vec<Rule>,
}

const RULES_MAX: usize = 1_000;

impl Faults {
    /// Adds rules; if one is wrong none is added.
    pub(crate) fn add(&mut self, asked: Vec<Asked>) -> Result<usize, String> {
        if self.rules.len() + asked.len() > RULES_MAX {
            return Err(format!("at most {RULES_MAX} rules"));
        }
        let fresh: Result<Vec<Rule>, String> = asked.into_iter().map(rule).collect();
        self.rules.extend(fresh?);
        Ok(self.rules.len())
    }

    pub(crate) fn clear(&mut self) {
        self.rules.clear();
    }

    pub(crate) fn list(&self) -> Value {
        self.rules.iter().map(|rule| json!({ "rule": rule.asked, "seen": rule.seen })).collect()
    }

    /// Counts the call in every matching rule and returns what the first one that fires does.
    pub(crate) fn strike(&mut self, method: &str, path: &str) -> Option<Mischief> {
        let mut struck = None;
        for rule in self.rules.iter_mut().filter(|rule| matches(&rule.asked.pattern, method, path)) {
            rule.seen += 1;
            if struck.is_none() && rule.fires() {
                struck = Some(rule.mischief.clone());
            }
        }
        struck
    }
}

impl Rule {
    fn fires(&self) -> bool {
        let first = self.asked.nth.unwrap_or(1);
        let forever = self.asked.nth.is_none() && self.asked.times.is_none();
        let last = first.saturating_add(self.asked.times.unwrap_or(1));
        self.seen >= first && (forever || self.seen < last)
    }
}

fn rule(asked: Asked) -> Result<Rule, String> {
    if asked.nth == Some(0) || asked.times == Some(0) {
        return Err("nth and times count from 1".to_owned());
    }
    let shaped = asked.pattern == "*" || asked.pattern.split_once(' ').is_some_and(|(_, path)| path.starts_with('/'));
    if !shaped {
        return Err(format!("match is \"METHOD /path\" or \"*\", not {:?}", asked.pattern));
    }
    let mischief = asked.action.parse()?;
    Ok(Rule { asked, mischief, seen: 0 })
}

fn matches(pattern: &str, method: &str, path: &str) -> bool {
    let Some((wanted, shape)) = pattern.split_once(' ') else { return pattern == "*" };
    (wanted == "*" || wanted.eq_ignore_ascii_case(method)) && path_matches(shape, path)
}

fn path_matches(shape: &str, path: &str) -> bool {
    let clean =
        |text: &str| -> Vec<String> { text.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect() };
    let (shape, path) = (clean(shape), clean(path));
    let open_end = shape.last().is_some_and(|last| last == "*");
    let fixed = if open_end { &shape[..shape.len() - 1] } else { &shape[..] };
    let long_enough = if open_end { path.len() >= fixed.len() } else { path.len() == fixed.len() };
    long_enough && fixed.iter().zip(&path).all(|(want, have)| want.starts_with(':') || want == "*" || want == have)
}

impl RetryAfter {
    /// The header's value.
    pub(crate) fn text(self) -> String {
        match self {
            Self::Seconds(seconds) => seconds.to_string(),
            Self::Date(seconds) => {
                let then = super::clock::wall() + jiff::SignedDuration::from_secs(i64::from(seconds));
                then.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
            }
        }
    }
}

/// The answer of a refused call, in the gateway's error form.
pub(crate) fn refusal(status: u16, retry_after: Option<RetryAfter>) -> Reply {
    let body = json!({ "status": "error", "code": "000000", "data": null, "error": "Sandbox fault" });
    Reply { retry_after: retry_after.map(RetryAfter::text), ..Reply::json_with(status, &body) }
}

pub(crate) fn garbage() -> Reply {
    let body = b"\x00\xff{]garbage, not an answer".to_vec();
    Reply { status: 200, kind: JSON, body, retry_after: None }
}

pub(crate) fn html() -> Reply {
    let page = "<!doctype html><title>Welcome</title><h1>Welcome to this network</h1><p>Please sign in.</p>";
    Reply { status: 200, kind: HTML, body: page.into(), retry_after: None }
}

/// Pads a JSON object with one long member.
pub(crate) fn huge(reply: Reply) -> Reply {
    edited(reply, |value| {
        if let Some(object) = value.as_object_mut() {
            object.insert("padding".to_owned(), Value::String("x".repeat(HUGE_BODY_BYTES)));
        }
    })
}

/// Changes what the answer says. An answer without the field is changed where it can be, else sent as it is.
pub(crate) fn lie(reply: Reply, lie: Lie, origin: &str) -> Reply {
    match lie {
        Lie::Host => {
            let text = String::from_utf8_lossy(&reply.body).replace(origin, FOREIGN_ORIGIN);
            Reply { body: text.into_bytes(), ..reply }
        }
        Lie::NumbersAsStrings => edited(reply, stringify),
        Lie::Price | Lie::Currency | Lie::OrderId | Lie::Guid | Lie::Status => edited(reply, |value| {
            if let Some(data) = value.get_mut("data") {
                each_object(data, lie);
            }
        }),
    }
}

fn edited(reply: Reply, edit: impl FnOnce(&mut Value)) -> Reply {
    let Ok(mut value) = serde_json::from_slice::<Value>(&reply.body) else { return reply };
    edit(&mut value);
    Reply { body: value.to_string().into_bytes(), ..reply }
}

fn each_object(data: &mut Value, lie: Lie) {
    match data {
        Value::Array(items) => items.iter_mut().for_each(|item| misstate(item, lie)),
        Value::Object(_) => misstate(data, lie),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn misstate(data: &mut Value, lie: Lie) {
    let Some(object) = data.as_object_mut() else { return };
    let (key, value) = match lie {
        Lie::Price => ("price", higher(object.get("price"))),
        Lie::Currency => {
            let euro = object.get("currency").and_then(Value::as_str) == Some("EUR");
            ("currency", json!(if euro { "USD" } else { "EUR" }))
        }
        Lie::OrderId => ("orderId", json!("somebody-elses-order")),
        Lie::Guid => ("guid", json!("00000000-0000-4000-8000-00000000000f")),
        Lie::Status => ("status", json!("thinking")),
        Lie::Host | Lie::NumbersAsStrings => return,
    };
    object.insert(key.to_owned(), value);
}

/// One whole unit more, exactly.
fn higher(price: Option<&Value>) -> Value {
    let now = price.and_then(|price| super::market::decimal(&price.to_string()));
    let more = now.and_then(|price| price.checked_add(rust_decimal::Decimal::ONE));
    Value::Number(super::market::number(more.unwrap_or(rust_decimal::Decimal::ONE)))
}

fn stringify(value: &mut Value) {
    match value {
        Value::Number(number) => *value = Value::String(number.to_string()),
        Value::Array(items) => items.iter_mut().for_each(stringify),
        Value::Object(map) => map.values_mut().for_each(stringify),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(pattern: &str, nth: Option<u64>, action: &str) -> Asked {
        Asked { pattern: pattern.to_owned(), nth, times: None, action: action.to_owned() }
    }

    #[test]
    fn the_nth_matching_call_is_struck_and_no_other() {
        let mut faults = Faults::default();
        faults.add(vec![asked("POST /invoices", Some(2), "drop_after")]).unwrap();
        assert_eq!(faults.strike("POST", "/invoices"), None);
        assert_eq!(faults.strike("GET", "/invoices"), None);
        assert_eq!(faults.strike("POST", "/invoices/"), Some(Mischief::DropAfter));
        assert_eq!(faults.strike("POST", "/invoices"), None);
    }

    #[test]
    fn patterns_name_segments_and_open_ends() {
        assert!(matches("GET /invoices/:id", "GET", "/invoices/abc"));
        assert!(!matches("GET /invoices/:id", "GET", "/invoices/guid/abc"));
        assert!(matches("* /invoices/*", "GET", "/invoices/guid/abc"));
        assert!(matches("*", "PUT", "/anything"));
    }

    #[test]
    fn a_wrong_rule_is_named_and_nothing_is_set() {
        let mut faults = Faults::default();
        let both = vec![asked("POST /invoices", None, "truncate"), asked("POST /invoices", None, "explode")];
        assert_eq!(faults.add(both).unwrap_err(), "unknown fault \"explode\"");
        assert_eq!(faults.strike("POST", "/invoices"), None);
        for bad in ["status:abc", "status:99", "status:503:soon:3", "delay_ms:", "delay_ms:-1", "drop_before:1"] {
            assert!(bad.parse::<Mischief>().is_err(), "{bad} was taken");
        }
    }
}
