//! The live events of an invoice: a token for them, and the stream it opens.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Response, header};
use futures::stream;
use serde_json::json;

use super::access::admit;
use super::view::Reading;
use crate::sandbox::call::Call;
use crate::sandbox::chain::Observed;
use crate::sandbox::desk::Desk;
use crate::sandbox::record::{Facade, Invoice, Token};
use crate::sandbox::reply::{Refusal, Reply};
use crate::sandbox::streams::Mishap;

/// How long an event token can be used to subscribe, in the sandbox's time.
const TOKEN_MS: i64 = 900_000;
const MAC_LENGTH: usize = 22;
/// How often a stream looks by itself, for what time alone brings; a call that changes something makes it look at once.
const TICK: Duration = Duration::from_millis(500);
/// After how many quiet ticks it shows that it is alive: every five seconds.
const BEAT_TICKS: u32 = 10;
const PADDING: &[u8] = b":\n";
const CONNECT: &[u8] = b"event: connect\ndata: {}\n\n";

/// `GET /invoices/:id/events`: merchant, or anybody who knows the invoice's name.
pub(crate) fn grant(desk: &Desk, call: &Call, id: &str) -> Result<Reply, Refusal> {
    let token = call.query("token").map(|text| admit(desk, call, Some(text), &[Facade::Merchant])).transpose()?;
    let known = desk.books().invoice(id).is_some();
    if !known {
        return Err(Refusal::invoice_not_found(call.verb()));
    }
    let serial = token.as_ref().map_or(0, |token| token.serial);
    let facade = if token.is_some() { "merchant/invoice" } else { "public/invoice" };
    Ok(Reply::json(&json!({ "facade": facade, "data": {
        "url": format!("{}/events", call.origin()), "token": event_token(desk, id, serial, desk.now() + TOKEN_MS),
        "events": ["payment", "confirmation"], "actions": ["subscribe", "unsubscribe"],
    }})))
}

fn event_token(desk: &Desk, id: &str, serial: u64, expires: i64) -> String {
    let claim = format!("{id}-{serial}-{expires}");
    let mac = desk.namer.text(&format!("events {claim}"), MAC_LENGTH);
    format!("{claim}-{mac}")
}

/// Who listens to what.
#[derive(Debug, Clone)]
pub(crate) struct Subscription {
    id: String,
    /// The merchant's token whose view is sent; none for the public one.
    token: Option<Arc<Token>>,
    text: String,
    payments: bool,
    confirmations: bool,
}

/// Checks `GET /events?token=T&action=subscribe&events[]=…`; none when it signs a token off.
pub(crate) fn subscription(desk: &Desk, call: &Call) -> Result<Option<Subscription>, Refusal> {
    let text = call.query("token").ok_or_else(Refusal::token)?;
    let parts: Vec<&str> = text.split('-').collect();
    let [id, serial, expires, _] = parts.as_slice() else { return Err(Refusal::token()) };
    let (Ok(serial), Ok(expires)) = (serial.parse::<u64>(), expires.parse::<i64>()) else {
        return Err(Refusal::token());
    };
    if event_token(desk, id, serial, expires) != text || desk.now() >= expires {
        return Err(Refusal::token());
    }
    match call.query("action").unwrap_or("subscribe") {
        "subscribe" => {}
        "unsubscribe" => {
            desk.streams.sign_off(text);
            return Ok(None);
        }
        _ => return Err(Refusal::control("action is subscribe or unsubscribe")),
    }
    let wanted = call.all("events");
    let wants = |name: &str| wanted.is_empty() || wanted.contains(&name);
    let token = desk.books().tokens().find(|token| token.serial == serial).cloned();
    let (payments, confirmations) = (wants("payment"), wants("confirmation"));
    Ok(Some(Subscription { id: (*id).to_owned(), token, text: text.to_owned(), payments, confirmations }))
}

/// Opens the stream, or signs the token off.
pub(crate) fn open(desk: &Arc<Desk>, call: &Call, mishap: Option<Mishap>) -> Result<Response<Body>, Refusal> {
    let Some(subscription) = subscription(desk, call)? else {
        return Ok(Reply::data(&json!("Success")).into_response());
    };
    let teller = Teller {
        desk: Arc::clone(desk),
        subscription,
        origin: call.origin(),
        mishap,
        last: None,
        said: 0,
        quiet: 0,
        split: Vec::new(),
    };
    let body = stream::unfold(teller, |mut teller| async move {
        let piece = teller.next().await?;
        Some((piece, teller))
    });
    let mut response = Response::new(Body::from_stream(body));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

type Piece = Result<Bytes, io::Error>;

/// One stream on its way.
struct Teller {
    desk: Arc<Desk>,
    subscription: Subscription,
    origin: String,
    mishap: Option<Mishap>,
    last: Option<(Observed, u32)>,
    said: u32,
    quiet: u32,
    /// Bytes that wait to be sent one by one, the next one last.
    split: Vec<u8>,
}

impl Teller {
    async fn next(&mut self) -> Option<Piece> {
        if let Some(byte) = self.split.pop() {
            return Some(Ok(Bytes::from(vec![byte])));
        }
        self.said = self.said.saturating_add(1);
        match (self.said, self.mishap) {
            (1, _) => {
                self.last = self.seen();
                return Some(Ok(Bytes::from_static(PADDING)));
            }
            (2, _) => return self.piece(CONNECT.to_vec()),
            (_, Some(Mishap::Drop)) => return None,
            (_, Some(Mishap::Endless)) => return Some(Ok(Bytes::from(vec![b'x'; 16 * 1024]))),
            _ => {}
        }
        loop {
            let quiet = self.desk.streams.quiet(TICK).await;
            if self.must_end() {
                return None;
            }
            if self.mishap == Some(Mishap::Silent) {
                continue;
            }
            if let Some(news) = self.news() {
                return self.piece(news);
            }
            self.quiet += u32::from(quiet);
            if self.quiet >= BEAT_TICKS {
                self.quiet = 0;
                return Some(Ok(Bytes::from_static(PADDING)));
            }
        }
    }

    /// One event is one write, unless this stream goes wrong.
    fn piece(&mut self, mut bytes: Vec<u8>) -> Option<Piece> {
        match self.mishap {
            Some(Mishap::Cut) if self.said > 2 => {
                bytes.truncate(bytes.len() / 2);
                self.mishap = Some(Mishap::Drop);
            }
            Some(Mishap::Split) => {
                bytes.reverse();
                let first = bytes.pop()?;
                self.split = bytes;
                return Some(Ok(Bytes::from(vec![first])));
            }
            Some(_) | None => {}
        }
        Some(Ok(Bytes::from(bytes)))
    }

    fn must_end(&self) -> bool {
        let streams = &self.desk.streams;
        self.desk.books().is_closed() || streams.must_end(&self.subscription.text)
    }

    fn invoice(&self) -> Option<Arc<Invoice>> {
        self.desk.books().invoice(&self.subscription.id)
    }

    fn seen(&self) -> Option<(Observed, u32)> {
        let (invoice, now) = (self.invoice()?, self.desk.now());
        let target = invoice.coin_at(now).target;
        let arrived = invoice.payments.iter().filter(|payment| payment.at <= now);
        Some((invoice.observe(now), arrived.map(|payment| payment.confirmations(now, target)).sum()))
    }

    /// The event, if what was asked for has changed since the last look.
    fn news(&mut self) -> Option<Vec<u8>> {
        let now = self.seen()?;
        let before = self.last.replace(now.clone())?;
        let moved = self.subscription.payments && before.0 != now.0;
        let grown = self.subscription.confirmations && before.1 != now.1;
        if !moved && !grown {
            return None;
        }
        let invoice = self.invoice()?;
        let reading = Reading { desk: &self.desk, invoice: &invoice, origin: &self.origin, now: self.desk.now() };
        let data = match &self.subscription.token {
            Some(token) => serde_json::to_string(&reading.full(token.facade, &token.token)),
            None => serde_json::to_string(&reading.public()),
        };
        // An old client cuts a line at its first colon and space; inside JSON these two stand in texts only.
        let data = data.ok()?.replace(": ", ":\\u0020");
        Some(format!("event: statechange\ndata: {data}\n\n").into_bytes())
    }
}
