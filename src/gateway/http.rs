//! The one HTTP client of all adapters: encrypted, without redirects, bounded in time and size, and with every
//! failure classed by whether the call may have been carried out.

mod certificate;

use std::error::Error as _;
use std::net::IpAddr;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use futures::StreamExt as _;
use futures::stream::BoxStream;
use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::{Client, ClientBuilder, Method, Response};
use url::{Host, Url};

use crate::domain::time::Timestamp;
use crate::gateway::port::{Error, Result};

/// The largest answer read; a real invoice has under 10 kB.
pub const BODY_MAX: usize = 256 * 1024;
/// The longest wait a `Retry-After` may ask for; beyond it the gateway is as good as away.
pub const RETRY_AFTER_MAX: Duration = Duration::from_secs(60 * 60);
/// Characters of a foreign text kept in an error.
const TEXT_MAX: usize = 300;
const IDLE_MAX: Duration = Duration::from_secs(60);
/// The header names a moment in whole seconds; on average half a second has passed since.
const DATE_HALF_STEP_MS: i64 = 500;

/// How long a call may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// Until the connection stands, TLS included.
    pub connect: Duration,
    /// Between two pieces of the answer; at least twice as long as `connect`.
    pub read: Duration,
    /// For everything.
    pub total: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { connect: Duration::from_secs(5), read: Duration::from_secs(15), total: Duration::from_secs(20) }
    }
}

/// Tells the time; handed in, so that only the caller reads a clock.
pub type Clock = fn() -> Timestamp;

/// Whether a call changes something at the gateway; it decides what a failure means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intent {
    /// Repeating it is harmless.
    Read,
    /// After a failure nobody knows whether it was carried out.
    Write,
}

impl Intent {
    /// The call was sent and there is no usable answer, because the other side or the way to it failed.
    #[must_use]
    pub fn lost(self, text: String) -> Error {
        match self {
            Self::Read => Error::Server(text),
            Self::Write => Error::Unknown(text),
        }
    }

    /// An answer came and cannot be read.
    #[must_use]
    pub fn unreadable(self, text: String) -> Error {
        match self {
            Self::Read => Error::Protocol(text),
            Self::Write => Error::Unknown(text),
        }
    }
}

/// One call.
#[derive(Clone)]
pub struct Call {
    /// GET, POST, PUT or DELETE.
    pub method: Method,
    /// Where to, with every part already encoded.
    pub url: Url,
    /// Headers beside those every call has.
    pub headers: Vec<(&'static str, String)>,
    /// The exact bytes of the body; empty for none.
    pub body: Vec<u8>,
    /// Whether it changes something.
    pub intent: Intent,
}

impl std::fmt::Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Call")
            .field("method", &self.method)
            .field("url", &redacted(&self.url))
            .field("body_len", &self.body.len())
            .field("intent", &self.intent)
            .finish_non_exhaustive()
    }
}

/// One whole answer.
#[derive(Clone)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The body, at most [`BODY_MAX`] bytes unless a longer one was asked for.
    pub body: Vec<u8>,
    /// The content type as sent, empty if none.
    pub content_type: String,
    /// How long the gateway asks to wait.
    pub retry_after: Option<Duration>,
    /// Calls left before the gateway asks to wait, where it says so.
    pub calls_left: Option<u32>,
    /// The gateway's clock minus ours, in milliseconds, by the `Date` header.
    pub skew_ms: Option<i64>,
    /// From the first byte sent to the last byte read.
    pub round_trip: Duration,
}

impl std::fmt::Debug for Reply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("content_type", &self.content_type)
            .field("body_len", &self.body.len())
            .field("retry_after", &self.retry_after)
            .field("round_trip", &self.round_trip)
            .finish_non_exhaustive()
    }
}

/// Pieces of a body that goes on for as long as there is news, cut anywhere.
pub type Pieces = BoxStream<'static, Result<Vec<u8>>>;

/// What came of asking for a stream.
pub enum Opened {
    /// The gateway streams.
    Stream(Pieces),
    /// It answered with something else, as a rule a refusal.
    Whole(Reply),
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Stream(_) => f.write_str("Stream"),
            Self::Whole(reply) => f.debug_tuple("Whole").field(reply).finish(),
        }
    }
}

/// A client for one gateway address.
#[derive(Debug, Clone)]
pub struct Http {
    client: Client,
    /// For bodies without an end, whose reads have no time limit; made when the first one is asked for.
    streams: Arc<OnceLock<Client>>,
    timeouts: Timeouts,
    base: Url,
    clock: Clock,
}

impl Http {
    /// Prepares a client for a gateway's address, such as `https://bitpay.com`.
    ///
    /// # Errors
    /// [`Error::Config`] when the address is not https (plain http is for this machine alone), or this machine has no
    /// certificates to check the gateway's with.
    pub fn new(base: &str, timeouts: Timeouts, clock: Clock) -> Result<Self> {
        let base = checked_base(base)?;
        // The client's other timers run while it connects; they must not fire first, or a call that was never sent
        // would look like a lost answer.
        let read = timeouts.read.max(timeouts.connect * 2);
        let bounded = bare(timeouts).read_timeout(read).timeout(timeouts.total.max(read));
        let client = secured(bounded, &base)?.build().map_err(|error| Error::Config(chain(&error)))?;
        Ok(Self { client, streams: Arc::default(), timeouts, base, clock })
    }

    /// The moment by our clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// The gateway's address.
    #[must_use]
    pub fn base(&self) -> &Url {
        &self.base
    }

    /// Joins path segments and query parameters to the address, percent-encoding whatever could change their meaning.
    #[must_use]
    pub fn url(&self, segments: &[&str], query: &[(&str, &str)]) -> Url {
        let mut text = self.base.as_str().trim_end_matches('/').to_owned();
        for segment in segments {
            text.push('/');
            text.push_str(&encoded(segment));
        }
        for (index, (name, value)) in query.iter().enumerate() {
            text.push(if index == 0 { '?' } else { '&' });
            text.push_str(&encoded(name));
            text.push('=');
            text.push_str(&encoded(value));
        }
        Url::parse(&text).expect("a checked address with encoded parts stays an address")
    }

    /// Carries out a call and reads the whole answer, whatever its status.
    ///
    /// # Errors
    /// [`Error::NotSent`] when nothing can have reached the gateway, else the failure by the call's intent.
    pub async fn send(&self, call: Call) -> Result<Reply> {
        self.send_bounded(call, BODY_MAX).await
    }

    /// Carries out a call whose answer may be longer, at most `body_max` bytes: a page of a list.
    ///
    /// # Errors
    /// As [`Self::send`].
    pub async fn send_bounded(&self, call: Call, body_max: usize) -> Result<Reply> {
        let intent = call.intent;
        let asked_at = (self.clock)();
        let begun = Instant::now();
        let request = self.request(call)?;
        let response = self.client.execute(request).await.map_err(|error| self.failed(&error, intent))?;
        let answered = begun.elapsed();
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let body = read_body(response, intent, body_max).await?;
        let middle = asked_at.after(answered / 2);
        let gateway_now = date(headers.get(DATE)).map(|at| at.0.saturating_add(DATE_HALF_STEP_MS));
        Ok(Reply {
            status,
            body,
            content_type: text(&headers, &CONTENT_TYPE),
            retry_after: retry_after(&headers, middle),
            calls_left: calls_left(&headers),
            skew_ms: gateway_now.map(|at| at.saturating_sub(middle.0)),
            round_trip: begun.elapsed(),
        })
    }

    /// Asks for a stream of the content type `kind`. Only its beginning is bounded in time; silence after it is the
    /// reader's to judge.
    ///
    /// # Errors
    /// As [`Self::send`].
    pub async fn open(&self, call: Call, kind: &'static str) -> Result<Opened> {
        let intent = call.intent;
        let begun = Instant::now();
        let mut request = self.request(call)?;
        request.headers_mut().insert("accept", HeaderValue::from_static(kind));
        let answering = tokio::time::timeout(self.timeouts.total, self.streams()?.execute(request));
        let late = |_| intent.lost("timed out".to_owned());
        let response = answering.await.map_err(late)?.map_err(|error| self.failed(&error, intent))?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let content_type = text(&headers, &CONTENT_TYPE);
        if status == 200 && content_type.starts_with(kind) {
            let piece = move |piece: reqwest::Result<_>| match piece {
                Ok(bytes) => Ok(Vec::from(bytes)),
                Err(error) => Err(failed(&error, intent)),
            };
            return Ok(Opened::Stream(response.bytes_stream().map(piece).boxed()));
        }
        let body =
            tokio::time::timeout(self.timeouts.total, read_body(response, intent, BODY_MAX)).await.map_err(late)??;
        let retry_after = retry_after(&headers, (self.clock)());
        let calls_left = calls_left(&headers);
        let round_trip = begun.elapsed();
        Ok(Opened::Whole(Reply { status, body, content_type, retry_after, skew_ms: None, calls_left, round_trip }))
    }

    /// A certificate that is not accepted is told with the clock it was judged by.
    fn failed(&self, error: &reqwest::Error, intent: Intent) -> Error {
        let failure = failed(error, intent);
        let Error::NotSent(text) = &failure else { return failure };
        if !certificate::is_refused(error) {
            return failure;
        }
        Error::Certificate { text: text.clone(), clock: (self.clock)() }
    }

    fn streams(&self) -> Result<&Client> {
        if let Some(client) = self.streams.get() {
            return Ok(client);
        }
        let client = secured(bare(self.timeouts), &self.base)?.build().map_err(|error| Error::Config(chain(&error)))?;
        Ok(self.streams.get_or_init(|| client))
    }

    fn request(&self, call: Call) -> Result<reqwest::Request> {
        let mut request = reqwest::Request::new(call.method, call.url);
        let headers = request.headers_mut();
        headers.insert("accept", HeaderValue::from_static("application/json"));
        headers.insert("accept-encoding", HeaderValue::from_static("identity"));
        for (name, value) in call.headers {
            let value = HeaderValue::from_str(&value)
                .map_err(|_| Error::Config(format!("the header {name} has a character no header may have")))?;
            headers.insert(HeaderName::from_static(name), value);
        }
        if !call.body.is_empty() {
            *request.body_mut() = Some(call.body.into());
        }
        Ok(request)
    }
}

/// Whether a host is this machine.
#[must_use]
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        None => false,
    }
}

/// The address for error texts: without the token.
#[must_use]
pub fn redacted(url: &Url) -> String {
    let mut shown = url.clone();
    if let Some((front, behind)) = url.path().split_once("/tokens/") {
        let rest = behind.split_once('/').map_or("", |(_, rest)| rest);
        shown.set_path(&format!("{front}/tokens/…/{rest}"));
    }
    if url.query().is_some() {
        let pairs: Vec<_> = url.query_pairs().into_owned().collect();
        shown.query_pairs_mut().clear();
        for (name, value) in pairs {
            let value = if name == "token" { "…".to_owned() } else { value };
            shown.query_pairs_mut().append_pair(&name, &value);
        }
    }
    shown.into()
}

/// Foreign text made fit to be shown: one line, no control or direction characters, bounded.
#[must_use]
pub fn clean(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let spaced: String = text.chars().take(TEXT_MAX * 4).map(|c| if hidden(c) { ' ' } else { c }).collect();
    let words = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= TEXT_MAX { words } else { words.chars().take(TEXT_MAX).chain(['…']).collect() }
}

/// What both clients share.
fn bare(timeouts: Timeouts) -> ClientBuilder {
    ClientBuilder::new()
        .connect_timeout(timeouts.connect)
        .pool_idle_timeout(IDLE_MAX)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .no_gzip()
        .user_agent(concat!("ringup/", env!("CARGO_PKG_VERSION")))
}

fn checked_base(text: &str) -> Result<Url> {
    let wrong = |why: &str| Error::Config(format!("`{}` is not a gateway's address: {why}", clean(text)));
    let base = Url::parse(text.trim()).map_err(|error| wrong(&error.to_string()))?;
    if base.host().is_none() || !base.username().is_empty() || base.password().is_some() {
        return Err(wrong("it must be a host without a user name"));
    }
    if base.query().is_some() || base.fragment().is_some() {
        return Err(wrong("it must end before `?` and `#`"));
    }
    match base.scheme() {
        "https" => Ok(base),
        "http" if is_loopback(&base) => Ok(base),
        "http" => Err(wrong("only https is used across a network")),
        _ => Err(wrong("it must begin with https://")),
    }
}

/// Chooses the trust: the system's certificates for https, none at all for this machine, which needs no proxy either.
fn secured(builder: ClientBuilder, base: &Url) -> Result<ClientBuilder> {
    let ring = Arc::new(rustls::crypto::ring::default_provider());
    if base.scheme() == "https" {
        // Whoever comes second finds the same provider installed.
        let _ = rustls::crypto::CryptoProvider::clone(&ring).install_default();
        return Ok(builder.https_only(true));
    }
    let tls = rustls::ClientConfig::builder_with_provider(ring)
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::Config(error.to_string()))?
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    Ok(builder.tls_backend_preconfigured(tls).no_proxy())
}

/// RFC 3986 unreserved characters stay, every other byte is encoded.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    // A segment of dots alone would be resolved away, even as `%2E`; encoded twice it names nothing instead.
    if !out.is_empty() && out.bytes().all(|byte| byte == b'.') { out.replace('.', "%252E") } else { out }
}

async fn read_body(mut response: Response, intent: Intent, body_max: usize) -> Result<Vec<u8>> {
    let too_long = || intent.unreadable(format!("the answer is longer than {body_max} bytes"));
    if response.content_length().is_some_and(|len| len > body_max as u64) {
        return Err(too_long());
    }
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(|error| failed(&error, intent))? {
        if body.len() + piece.len() > body_max {
            return Err(too_long());
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}

fn failed(error: &reqwest::Error, intent: Intent) -> Error {
    if error.is_builder() {
        Error::Config(chain(error))
    } else if error.is_connect() {
        Error::NotSent(chain(error))
    } else {
        intent.lost(chain(error))
    }
}

/// What went wrong below, without the address, which may carry a token.
fn chain(error: &reqwest::Error) -> String {
    let mut parts = Vec::new();
    if error.is_timeout() {
        parts.push("timed out".to_owned());
    }
    let mut source = error.source();
    while let Some(cause) = source {
        parts.push(cause.to_string());
        source = cause.source();
    }
    parts.dedup();
    if parts.is_empty() { "the request failed".to_owned() } else { clean(&parts.join(": ")) }
}

fn text(headers: &HeaderMap, name: &HeaderName) -> String {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

/// What gateways say of their limit, in the two names in use.
fn calls_left(headers: &HeaderMap) -> Option<u32> {
    let value = headers.get("x-ratelimit-remaining").or_else(|| headers.get("ratelimit-remaining"))?;
    value.to_str().ok()?.trim().parse().ok()
}

/// Seconds or an HTTP date, by the gateway's own clock if it told it.
fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?;
    let seconds = value.to_str().ok().and_then(|text| text.trim().parse::<u64>().ok()).map(Duration::from_secs);
    let wait = seconds.or_else(|| {
        let now = date(headers.get(DATE)).unwrap_or(now);
        date(Some(value)).map(|until| until.since(now))
    });
    wait.map(|wait| wait.min(RETRY_AFTER_MAX))
}

fn date(value: Option<&HeaderValue>) -> Option<Timestamp> {
    let zoned = jiff::fmt::rfc2822::parse(value?.to_str().ok()?.trim()).ok()?;
    Some(Timestamp(zoned.timestamp().as_millisecond()))
}

#[cfg(test)]
mod tests;
