//! The invoice's event stream. What it says is a hint: the invoice is read again, and only that reading counts.

mod lines;

use std::time::Duration;

use futures::{StreamExt as _, stream};
use reqwest::Method;
use url::Url;

pub use lines::{LINE_MAX, Lines, Said};

use super::answer;
use super::links::Judge;
use super::wire::Fields;
use crate::domain::id::InvoiceId;
use crate::gateway::http::{Call, Http, Intent, Opened, Pieces, clean};
use crate::gateway::port::{Error, Hint, Hints, Result};
use crate::secret::Secret;

const STREAM: &str = "text/event-stream";
/// A stream that says nothing at all for this long is given up.
const SILENCE_MAX: Duration = Duration::from_secs(90);
/// The events asked for where the gateway does not list its own.
const EVENTS: [&str; 2] = ["payment", "confirmation"];
/// Characters of a foreign word kept for the log.
const WORD_MAX: usize = 64;

/// Gets an event token with the prepared call and opens the stream it is for.
///
/// # Errors
/// The gateway's refusal; [`Error::Protocol`] when the token leads to another host.
pub async fn follow(http: &Http, ask: Call, invoice: &InvoiceId) -> Result<Hints> {
    let reply = http.send(ask).await?;
    let (url, token) = address(answer::data(&reply, Intent::Read)?, http.base())?;
    let call = Call { method: Method::GET, url, headers: Vec::new(), body: Vec::new(), intent: Intent::Read };
    let hidden = |error| answer::redacted(error, &token);
    match http.open(call, STREAM).await.map_err(hidden)? {
        Opened::Stream(pieces) => Ok(hints(pieces, invoice.clone())),
        Opened::Whole(reply) => Err(hidden(match answer::data(&reply, Intent::Read) {
            Ok(_) => Error::Protocol("the event stream is not one".to_owned()),
            Err(error) => error,
        })),
    }
}

/// Reads where the stream is and what opens it; only the gateway's own hosts are gone to.
///
/// # Errors
/// [`Error::Protocol`] naming what is missing or leads elsewhere.
pub fn address(data: &str, base: &Url) -> Result<(Url, Secret)> {
    let wrong = |what: &str| Error::Protocol(format!("the event token {what}"));
    let fields: Fields<'_> = serde_json::from_str(data).map_err(|_| wrong("is not an object"))?;
    let token: String = fields.lenient("token").ok_or_else(|| wrong("has no token"))?;
    let text: String = fields.lenient("url").ok_or_else(|| wrong("has no address"))?;
    let own = Judge::new(base).link(&text).ok_or_else(|| wrong("leads to another host"))?;
    let mut url = Url::parse(&own).map_err(|_| wrong("has no usable address"))?;
    // A link may be shown if it is anywhere at the gateway's; a token is sent only to the very host that gave it.
    if url.host_str() != base.host_str() {
        return Err(wrong("leads to another host"));
    }
    let listed = fields.lenient::<Vec<String>>("events").unwrap_or_default();
    let known: Vec<&str> = EVENTS.into_iter().filter(|event| listed.iter().any(|name| name == event)).collect();
    let wanted = if known.is_empty() { EVENTS.to_vec() } else { known };
    url.query_pairs_mut().append_pair("token", &token).append_pair("action", "subscribe");
    for event in wanted {
        url.query_pairs_mut().append_pair("events[]", event);
    }
    Ok((url, Secret::new(token)))
}

struct Reader {
    pieces: Pieces,
    lines: Lines,
    ready: std::collections::VecDeque<Hint>,
    invoice: InvoiceId,
    over: bool,
}

fn hints(pieces: Pieces, invoice: InvoiceId) -> Hints {
    let reader =
        Reader { pieces, lines: Lines::default(), ready: std::collections::VecDeque::new(), invoice, over: false };
    stream::unfold(reader, |mut reader| async move {
        let next = reader.next().await?;
        reader.over = next.is_err();
        Some((next, reader))
    })
    .boxed()
}

impl Reader {
    /// The next hint; an error is the last thing that comes, and the end is an error too, as no stream ends by itself.
    async fn next(&mut self) -> Option<Result<Hint>> {
        loop {
            if self.over {
                return None;
            }
            if let Some(hint) = self.ready.pop_front() {
                return Some(Ok(hint));
            }
            let piece = match tokio::time::timeout(SILENCE_MAX, self.pieces.next()).await {
                Ok(Some(Ok(piece))) => piece,
                Ok(Some(Err(error))) => return Some(Err(error)),
                Ok(None) => return Some(Err(Error::Server("the event stream ended".to_owned()))),
                Err(_) => return Some(Err(Error::Server("the event stream is silent".to_owned()))),
            };
            match self.lines.feed(&piece) {
                Ok(said) => self.ready.extend(said.into_iter().map(|said| hint(said, &self.invoice))),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// An event names the invoice that was asked for or is none of ours; then it only shows that the stream is alive.
#[must_use]
pub fn hint(said: Said, invoice: &InvoiceId) -> Hint {
    let alive = || Hint { invoice: invoice.clone(), word: String::new(), signed: false };
    let (name, data) = match said {
        Said::Alive => return alive(),
        Said::Event { name, data } => (name, data),
    };
    let fields: Fields<'_> = serde_json::from_str(&data).unwrap_or_default();
    let named = fields.lenient::<String>("id");
    if named.is_some_and(|id| id != invoice.as_str()) {
        return alive();
    }
    let word = fields.lenient::<String>("status").unwrap_or(name);
    let word: String = clean(&word).chars().take(WORD_MAX).collect();
    Hint { invoice: invoice.clone(), word: if word.is_empty() { "event".to_owned() } else { word }, signed: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(data: &str) -> Result<String> {
        let base = Url::parse("https://test.bitpay.com").unwrap();
        address(data, &base).map(|(url, _)| url.to_string())
    }

    #[test]
    fn bpl_09_the_token_says_where_to_listen() {
        let url =
            asked(r#"{"url":"https://test.bitpay.com/events","token":"a+b","events":["payment","confirmation"]}"#);
        let wanted = "?token=a%2Bb&action=subscribe&events%5B%5D=payment&events%5B%5D=confirmation";
        assert_eq!(url.unwrap(), format!("https://test.bitpay.com/events{wanted}"));
        let few =
            asked(r#"{"url":"https://test.bitpay.com/events","token":"t","events":["payment","paymentRejected"]}"#);
        assert!(few.unwrap().ends_with("subscribe&events%5B%5D=payment"));
        for (data, said) in [
            (r#"{"url":"https://evil.example/events","token":"t"}"#, "another host"),
            (r#"{"url":"http://test.bitpay.com/events","token":"t"}"#, "another host"),
            (r#"{"url":"https://test.bitpay.com/events"}"#, "no token"),
            (r#"{"token":"t"}"#, "no address"),
            ("[]", "not an object"),
        ] {
            let error = asked(data).unwrap_err().to_string();
            assert!(error.contains(said), "{data}: {error}");
        }
    }

    #[test]
    fn bpl_10_an_event_is_a_hint_and_never_evidence() {
        let own = InvoiceId::from("Vt4");
        let event = |name: &str, data: &str| hint(Said::Event { name: name.to_owned(), data: data.to_owned() }, &own);
        assert_eq!(event("statechange", r#"{"id":"Vt4","status":"paid"}"#).word, "paid");
        assert_eq!(event("connect", "{}").word, "connect");
        assert_eq!(event("payment", "no JSON at all").word, "payment");
        assert_eq!(event("x", r#"{"status":"\u202epaid"}"#).word, "paid");
        assert!(!event("statechange", r#"{"id":"other","status":"paid"}"#).is_news());
        assert!(!hint(Said::Alive, &own).is_news());
    }
}
