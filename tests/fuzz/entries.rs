//! What a fuzzer calls: one function per body the adapter reads. Whatever the bytes are, nothing panics, nothing grows
//! without bound, and what is taken in keeps its promises. The fuzz targets and the tests of every day share this file.

use std::time::Duration;

use ringup::domain::id::InvoiceId;
use ringup::gateway::bitpay::{answer, events, pairing, reading, webhook};
use ringup::gateway::http::{Intent, Reply};
use ringup::gateway::port::RawHttp;
use ringup::secret::Secret;
use url::Url;

/// A target's name, and what it does with bytes.
pub type Entry = (&'static str, fn(&[u8]));

/// Every target.
pub const ENTRIES: [Entry; 9] = [
    ("invoice", invoice),
    ("invoices", invoices),
    ("ledger", ledger),
    ("tokens", tokens),
    ("errors", errors),
    ("refunds", refunds),
    ("books", books),
    ("webhook", webhook_message),
    ("events", event_stream),
];

const TOKEN: &str = "P4xWm2KzRq9TnVcYbLd7Hf";

fn reply(status: u16, body: &[u8]) -> Reply {
    Reply {
        status,
        body: body.to_vec(),
        content_type: "application/json".to_owned(),
        retry_after: None,
        skew_ms: None,
        calls_left: None,
        round_trip: Duration::ZERO,
    }
}

fn base() -> Url {
    Url::parse("https://test.bitpay.com").expect("it is an address")
}

/// Hands on what an answer holds, if it holds anything.
fn within(bytes: &[u8], read: impl Fn(&str)) {
    if let Ok(data) = answer::data(&reply(200, bytes), Intent::Read) {
        read(data);
    }
}

/// One invoice: what is read shows no token and promises no foreign host.
pub fn invoice(bytes: &[u8]) {
    within(bytes, |data| {
        let Ok(payment) = reading::invoice(data, &base(), Intent::Write) else { return };
        if let Some(token) = payment.token.as_ref().filter(|token| token.expose().len() >= 6) {
            assert!(!payment.details.raw.contains(token.expose()), "the body shown holds the token");
            assert!(!format!("{payment:?}").contains(token.expose()), "the log holds the token");
        }
        for uri in payment.options.iter().flat_map(|option| &option.uris).chain(&payment.universal) {
            assert!(uri.text.bytes().all(|byte| byte.is_ascii_graphic()), "a code has hidden characters");
        }
        let secure = |url: &str| Url::parse(url).is_ok_and(|url| url.scheme() == "https");
        assert!(payment.hosted_url.as_deref().is_none_or(secure), "a page that is not https");
    });
}

/// A page of invoices.
pub fn invoices(bytes: &[u8]) {
    within(bytes, |data| drop(reading::invoices(data, &base())));
}

/// Ledger lines: what is kept can be read again, to the same line.
pub fn ledger(bytes: &[u8]) {
    within(bytes, |data| {
        for line in reading::ledger(data, "USD").unwrap_or_default() {
            let again = reading::ledger(&format!("[{}]", line.raw), "USD").expect("what is kept can be read");
            assert_eq!(again, [line], "a kept line is the same line");
        }
    });
}

/// Tokens and the tills that share one.
pub fn tokens(bytes: &[u8]) {
    within(bytes, |data| {
        for (_, token) in pairing::tokens(data).unwrap_or_default() {
            assert!(!format!("{token:?}").contains(TOKEN));
        }
        drop(reading::sins(data));
        drop(pairing::code_of(data));
    });
}

/// Refusals, with every status there is.
pub fn errors(bytes: &[u8]) {
    for status in [200, 302, 400, 401, 403, 404, 409, 429, 500, 503] {
        for intent in [Intent::Read, Intent::Write] {
            let reply = reply(status, bytes);
            if let Err(error) = answer::data(&reply, intent) {
                assert!(error.to_string().len() < 4_000, "an error's text is bounded");
                drop(answer::redacted(error, &Secret::from(TOKEN)));
            }
            let _ = (answer::says_absent(&reply), answer::is_json(&reply));
        }
    }
}

/// Refunds, one or many.
pub fn refunds(bytes: &[u8]) {
    within(bytes, |data| {
        for refund in reading::refunds(data).into_iter().flatten().chain(reading::refund(data, Intent::Read)) {
            assert!(!refund.amount.is_sign_negative(), "money back is never taken");
        }
    });
}

/// Rates, currencies, balances, settlements.
pub fn books(bytes: &[u8]) {
    within(bytes, |data| {
        for rate in reading::rates(data).into_iter().flatten().chain(reading::rate(data)) {
            assert!(rate.rate.is_sign_positive() && !rate.rate.is_zero(), "a rate is above zero");
        }
        drop((reading::currencies(data), reading::balances(data), reading::success(data)));
        for settlement in reading::settlements(data).unwrap_or_default() {
            let _ = settlement.balances();
        }
        drop((reading::report(data), reading::settlement_token(data)));
    });
}

/// Messages: unsigned, signed by us, and signed by the first bytes of the message itself.
pub fn webhook_message(bytes: &[u8]) {
    let token = Secret::from(TOKEN);
    let judged = |signature: Option<String>| {
        let headers = signature.into_iter().map(|value| (webhook::SIGNATURE.to_owned(), value)).collect();
        webhook::judge(&RawHttp { headers, body: bytes.to_vec() }, Some(&token))
    };
    let unsigned = judged(None);
    let signed = judged(Some(webhook::sign(&token, bytes)));
    assert_eq!(unsigned.is_ok(), signed.is_ok(), "our own signature always fits");
    assert!(!unsigned.is_ok_and(|hint| hint.signed), "nothing unsigned passes for signed");
    let garbled = judged(Some(String::from_utf8_lossy(&bytes[..bytes.len().min(44)]).into_owned()));
    assert!(garbled.is_err(), "no guess fits");
}

/// The event token, and the stream itself: where its pieces are cut changes nothing, and nothing in it is evidence.
pub fn event_stream(bytes: &[u8]) {
    within(bytes, |data| {
        if let Ok((url, _)) = events::address(data, &base()) {
            assert!(url.scheme() == "https" && url.host_str() == Some("test.bitpay.com"), "only our own host: {url}");
        }
    });
    let read = |size: usize| {
        let (mut lines, mut said) = (events::Lines::default(), Vec::new());
        for piece in bytes.chunks(size.max(1)) {
            match lines.feed(piece) {
                Ok(more) => said.extend(more),
                Err(_) => return None,
            }
        }
        Some(said)
    };
    let Some(whole) = read(bytes.len()) else { return };
    assert_eq!(read(1 + usize::from(bytes.first().copied().unwrap_or(0)) % 16).as_ref(), Some(&whole), "cut elsewhere");
    let invoice = InvoiceId::from("Vt4");
    for said in whole {
        let hint = events::hint(said, &invoice);
        assert!(!hint.signed && hint.invoice == invoice && hint.word.len() <= 256, "a hint and no more: {hint:?}");
        assert!(!hint.word.contains('\u{202e}'), "a word of the stream hides nothing");
    }
}
