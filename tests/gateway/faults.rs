//! The network and broken servers: was it carried out or not, and never a panic, never a second try.

use ringup::gateway::bitpay::{BitPay, Settings};
use ringup::gateway::http::BODY_MAX;
use ringup::gateway::port::{Error, Gateway};

use super::responder::{Answer, Fault, Responder, broken};
use super::world::{TOKEN, every_dialect, fixture, open_pos, quick, reference, request, settings};

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

/// The same fault has the same meaning whichever dialect it hits.
async fn codes_at(url: &str) -> (&'static str, &'static str) {
    let [bitpay, btcpay] = every_dialect(url);
    let both = (codes(bitpay.as_ref()).await, codes(btcpay.as_ref()).await);
    assert_eq!(both.0, both.1, "BitPay and BTCPay Server");
    both.0
}

async fn codes(gateway: &dyn Gateway) -> (&'static str, &'static str) {
    let write = gateway.create(&request()).await.unwrap_err();
    let read = gateway.get(&reference()).await.unwrap_err();
    let shown = format!("{write:?} {read:?} {write} {read}");
    assert!(!shown.contains(TOKEN), "{shown}");
    (write.code(), read.code())
}

async fn codes_of(fault: Fault) -> (&'static str, &'static str) {
    let (url, count) = broken(fault).await;
    let codes = codes_at(&url).await;
    assert_eq!(*count.lock().unwrap(), 4, "nothing is repeated by itself");
    codes
}

#[tokio::test]
async fn f28_a_closed_port_means_not_sent() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    assert_eq!(codes_at(&url).await, ("not_sent", "not_sent"));
}

#[tokio::test]
async fn f28_a_captive_portal_is_not_an_invoice() {
    let page = Answer::bytes(200, "text/html", b"<html><body>Log in to the guest network</body></html>".to_vec());
    let responder = Responder::one(page).await;
    assert_eq!(codes_at(&responder.url).await, ("unknown", "protocol"));
}

#[tokio::test]
async fn f28_a_redirect_is_not_followed() {
    let target = Responder::one(Answer::json(200, fixture("invoice_pos_new"))).await;
    for status in [301, 302, 307, 308] {
        let away = Answer::json(status, "").header("location", &target.url);
        let responder = Responder::one(away).await;
        assert_eq!(codes_at(&responder.url).await, ("unknown", "protocol"), "{status}");
    }
    assert_eq!(target.asked().len(), 0, "a token is never carried to another address");
}

#[tokio::test]
async fn f30_silence_after_the_request_is_unknown() {
    assert_eq!(codes_of(Fault::Stall(Vec::new())).await, ("unknown", "server"));
}

#[tokio::test]
async fn f30_silence_in_the_middle_of_an_answer_is_unknown() {
    let begun = format!("{HEAD}content-length: 1000\r\n\r\n{{\"data\":");
    assert_eq!(codes_of(Fault::Stall(begun.into_bytes())).await, ("unknown", "server"));
}

#[tokio::test]
async fn f31_a_reset_is_unknown() {
    assert_eq!(codes_of(Fault::Reset(Vec::new())).await, ("unknown", "server"));
    let begun = format!("{HEAD}content-length: 1000\r\n\r\n{{\"data\":");
    assert_eq!(codes_of(Fault::Reset(begun.into_bytes())).await, ("unknown", "server"));
}

#[tokio::test]
async fn f31_a_cut_body_is_unknown() {
    let announced = format!("{HEAD}content-length: 1000\r\n\r\n{{\"data\":");
    assert_eq!(codes_of(Fault::Say(announced.into_bytes())).await, ("unknown", "server"));
    let unannounced = format!("{HEAD}connection: close\r\n\r\n{{\"data\":{{\"id\":\"a");
    assert_eq!(codes_of(Fault::Say(unannounced.into_bytes())).await, ("unknown", "protocol"));
    assert_eq!(codes_of(Fault::Say(b"HTTP/1.1 2".to_vec())).await, ("unknown", "server"));
    assert_eq!(codes_of(Fault::Say(b"SSH-2.0-OpenSSH\r\n\r\n".to_vec())).await, ("unknown", "server"));
}

#[tokio::test]
async fn f31_an_answer_past_the_limit_is_not_read() {
    let huge = Answer::json(200, "x".repeat(10_000_000));
    let responder = Responder::one(huge).await;
    assert_eq!(codes_at(&responder.url).await, ("unknown", "protocol"));
    let endless = format!("{HEAD}transfer-encoding: chunked\r\n\r\n");
    let (url, _) = broken(Fault::Say(endless.into_bytes())).await;
    assert_eq!(codes_at(&url).await, ("unknown", "server"));
    let unannounced = format!("{HEAD}connection: close\r\n\r\n{}", " ".repeat(65_536));
    let (url, _) = broken(Fault::Flood(unannounced.into_bytes())).await;
    assert_eq!(codes_at(&url).await, ("unknown", "protocol"), "an endless body ends at the limit");
}

#[tokio::test]
async fn f31_an_answer_at_the_limit_is_read() {
    let mut body = fixture("invoice_pos_new");
    body.push_str(&" ".repeat(BODY_MAX - 1_000 - body.len()));
    let responder = Responder::one(Answer::json(200, body)).await;
    assert!(open_pos(&responder.url).create(&request()).await.is_ok());
}

#[tokio::test]
async fn f31_a_packed_answer_is_not_unpacked() {
    let packed = vec![0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 3, 0xab, 0xae, 5, 0, 0x43, 0xbf, 0xa6, 0xa3, 2, 0, 0, 0];
    let responder =
        Responder::one(Answer::bytes(200, "application/json", packed).header("content-encoding", "gzip")).await;
    assert_eq!(codes_at(&responder.url).await, ("unknown", "protocol"));
}

#[tokio::test]
async fn f36_answers_that_are_json_but_no_invoice() {
    for body in [
        "",
        "null",
        "7",
        "[]",
        "{}",
        r#"{"data":null}"#,
        r#"{"data":7}"#,
        r#"{"data":{"id":7}}"#,
        "{\"data\":{\"id\":\"\u{0}",
    ] {
        let responder = Responder::one(Answer::json(200, body)).await;
        for gateway in every_dialect(&responder.url) {
            let write = gateway.create(&request()).await.unwrap_err();
            assert!(write.leaves_doubt(), "{body}: {write:?}");
            assert_eq!(gateway.get(&reference()).await.unwrap_err().code(), "protocol", "{body} {gateway:?}");
        }
    }
    let deep = format!("{{\"data\":{}", "[".repeat(100_000));
    let responder = Responder::one(Answer::json(200, deep)).await;
    assert_eq!(codes_at(&responder.url).await, ("unknown", "protocol"));
}

#[tokio::test]
async fn f33_a_failure_after_creating_leaves_doubt_and_the_next_call_works() {
    let responder = Responder::with([Answer::json(503, "{}"), Answer::json(200, fixture("invoice_pos_new"))]).await;
    let gateway = open_pos(&responder.url);
    assert!(gateway.create(&request()).await.unwrap_err().leaves_doubt());
    gateway.create(&request()).await.unwrap();
    let bodies: Vec<_> = responder.asked().into_iter().map(|asked| asked.body).collect();
    assert_eq!(bodies[0], bodies[1], "the same request has the same bytes, key included");
}

#[tokio::test]
async fn settings_that_do_not_fit_are_refused_before_anything_is_sent() {
    use ringup::domain::environment::Environment::{Live, Practice, Test};
    let made = |url: &str, environment| BitPay::new(Settings { environment, timeouts: quick(), ..settings(url) });
    for (url, environment) in [
        ("https://test.bitpay.com", Live),
        ("https://bitpay.com", Test),
        ("https://www.bitpay.com", Test),
        ("https://bitpay.com", Practice),
        ("http://127.0.0.1:8080", Live),
        ("http://bitpay.com", Live),
    ] {
        assert!(matches!(made(url, environment), Err(Error::Config(_))), "{url} {environment:?}");
    }
    let practice = made("http://127.0.0.1:8080", Practice).unwrap();
    assert_eq!(practice.info().host, "127.0.0.1:8080");
    let unsigned = Settings { facade: ringup::gateway::bitpay::Facade::Merchant, ..settings("http://127.0.0.1:1") };
    assert!(matches!(BitPay::new(unsigned), Err(Error::Config(_))));
}
