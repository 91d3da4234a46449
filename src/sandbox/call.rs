//! One request as the handlers see it.

use axum::http::{HeaderMap, Method, Uri, header};
use serde_json::{Map, Value};

use super::reply::{Fault, Refusal, Verb};

/// Method, exact target, headers and exact body bytes.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    /// Path and query exactly as sent.
    pub(crate) target: String,
    /// Percent-decoded, without empty ones, so `/invoices/` is `/invoices`.
    pub(crate) segments: Vec<String>,
    query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) host: String,
    pub(crate) body: Vec<u8>,
}

impl Call {
    pub(crate) fn new(method: Method, uri: &Uri, headers: HeaderMap, fallback_host: &str) -> Self {
        let target = uri.path_and_query().map_or("/", |target| target.as_str()).to_owned();
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let host = host.or_else(|| uri.authority().map(|a| a.as_str())).unwrap_or(fallback_host).to_owned();
        let segments = uri.path().split('/').filter(|part| !part.is_empty()).map(decoded).collect();
        let query = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
        let query = query.into_owned().collect();
        Self { method, target, segments, query, headers, host, body: Vec::new() }
    }

    /// The first query parameter of that name.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Every value of a list parameter: `events[]`, `events[0]`, or the bare name.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        let fits = |key: &str| key == name || key.strip_prefix(name).is_some_and(|rest| rest.starts_with('['));
        self.query.iter().filter(|(key, _)| fits(key)).map(|(_, value)| value.as_str()).collect()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Where answers point to: the host as the caller named it.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.host)
    }

    pub(crate) fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or("/")
    }

    pub(crate) fn accepts(&self, kind: &str) -> bool {
        self.header("accept").is_some_and(|accept| accept.contains(kind))
    }

    pub(crate) fn verb(&self) -> Verb {
        match self.method.as_str() {
            "POST" => Verb::Post,
            "GET" => Verb::Get,
            "PUT" => Verb::Put,
            "DELETE" => Verb::Delete,
            _ => Verb::Any,
        }
    }

    /// The body as a JSON object; an absent body is an empty one.
    pub(crate) fn object(&self) -> Result<Map<String, Value>, Refusal> {
        if self.body.is_empty() {
            return Ok(Map::new());
        }
        serde_json::from_slice(&self.body)
            .map_err(|_| Refusal::coded(self.verb(), Fault::Invalid, "The body is not a JSON object"))
    }
}

/// Percent-decodes one path segment; a `+` stays a plus.
fn decoded(segment: &str) -> String {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let escape = tail.get(..2).filter(|_| first == b'%').and_then(|pair| hex::decode(pair).ok());
        match escape {
            Some(byte) => {
                bytes.extend(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(uri: &str) -> Call {
        Call::new(Method::GET, &uri.parse().unwrap(), HeaderMap::new(), "127.0.0.1:1")
    }

    #[test]
    fn targets_stay_exact_and_segments_are_decoded() {
        let asked = call("/invoices/guid/payment%231234/?token=a%2Bb&status=new");
        assert_eq!(asked.target, "/invoices/guid/payment%231234/?token=a%2Bb&status=new");
        assert_eq!(asked.segments, ["invoices", "guid", "payment#1234"]);
        assert_eq!(asked.query("token"), Some("a+b"));
        assert_eq!(asked.query("none"), None);
        assert_eq!(call("/a%zz/%").segments, ["a%zz", "%"]);
    }
}
