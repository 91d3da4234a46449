use super::*;

fn epoch() -> Timestamp {
    Timestamp(784_111_777_000)
}

fn http(base: &str) -> Result<Http> {
    Http::new(base, Timeouts::default(), epoch)
}

#[test]
fn plain_http_stays_on_this_machine() {
    for good in ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:9", "http://127.9.9.9/"] {
        assert!(http(good).is_ok(), "{good}");
    }
    let bad =
        ["http://bitpay.com", "http://127.0.0.1.example", "http://10.0.0.1", "ftp://bitpay.com", "bitpay.com", ""];
    for bad in bad.into_iter().chain(["https://me:pw@bitpay.com", "https://bitpay.com?x", "https://bitpay.com#x"]) {
        assert!(matches!(http(bad), Err(Error::Config(_))), "{bad}");
    }
}

#[test]
fn bp2_84_parts_are_encoded_before_they_are_signed() {
    let http = http("http://127.0.0.1:8080").unwrap();
    let url = http.url(&["invoices", "guid", "payment#1234 é/?"], &[("token", "a+b&c=d")]);
    assert_eq!(url.as_str(), "http://127.0.0.1:8080/invoices/guid/payment%231234%20%C3%A9%2F%3F?token=a%2Bb%26c%3Dd");
    assert_eq!(http.url(&["invoices", ".."], &[]).as_str(), "http://127.0.0.1:8080/invoices/%252E%252E");
}

#[test]
fn an_address_in_an_error_has_no_token() {
    let http = http("http://127.0.0.1:8080").unwrap();
    let url = http.url(&["invoices", "x"], &[("token", "P4xWm2KzRq9TnVcYbLd7Hf"), ("a", "b")]);
    assert!(!redacted(&url).contains("P4xWm2") && redacted(&url).contains("a=b"));
    let call = Call {
        method: Method::GET,
        url,
        headers: vec![("x-signature", "3045".to_owned())],
        body: b"P4xWm2KzRq9TnVcYbLd7Hf".to_vec(),
        intent: Intent::Read,
    };
    assert!(!format!("{call:?}").contains("P4xWm2"));
}

#[test]
fn retry_after_is_seconds_or_a_date() {
    let wait = |pairs: &[(&'static str, &'static str)]| {
        let headers: HeaderMap = pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        retry_after(&headers, epoch()).map(|wait| wait.as_secs())
    };
    assert_eq!(wait(&[]), None);
    assert_eq!(wait(&[("retry-after", "7")]), Some(7));
    assert_eq!(wait(&[("retry-after", "soon")]), None);
    assert_eq!(wait(&[("retry-after", "-5")]), None);
    assert_eq!(wait(&[("retry-after", "99999999")]), Some(3600));
    let date = "Sun, 06 Nov 1994 08:50:07 GMT";
    assert_eq!(wait(&[("retry-after", date)]), Some(30), "by our clock, if the gateway does not tell its own");
    assert_eq!(wait(&[("retry-after", date), ("date", "Sun, 06 Nov 1994 08:50:02 GMT")]), Some(5));
    assert_eq!(wait(&[("retry-after", date), ("date", "Sun, 06 Nov 1994 09:50:02 GMT")]), Some(0));
}

#[test]
fn foreign_text_becomes_one_harmless_line() {
    assert_eq!(clean("a\r\n\tb\u{1b}[31m \u{202e}c"), "a b [31m c");
    assert_eq!(clean(&"x".repeat(10_000)).chars().count(), TEXT_MAX + 1);
}
