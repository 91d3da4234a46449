use std::time::Duration;

use super::*;

fn reply(status: u16, body: &str) -> Reply {
    Reply {
        status,
        body: body.as_bytes().to_vec(),
        content_type: "application/json".to_owned(),
        calls_left: None,
        retry_after: None,
        skew_ms: None,
        round_trip: Duration::ZERO,
    }
}

fn refused(status: u16, body: &str) -> Error {
    data(&reply(status, body), Intent::Write).unwrap_err()
}

fn coded(code: &str) -> Error {
    refused(400, &format!(r#"{{"status":"error","code":"{code}","data":null,"error":"said"}}"#))
}

#[test]
fn bp2_50_the_envelope_is_taken_off() {
    for (body, inner) in [
        (r#"{"facade":"pos/invoice","data":{"id":"a"}}"#, r#"{"id":"a"}"#),
        (r#" {"data":[{"pos":"t"}]} "#, r#"[{"pos":"t"}]"#),
        (r#"{"id":"a","status":"new"}"#, r#"{"id":"a","status":"new"}"#),
        ("[]", "[]"),
        (r#"{"data":"Success"}"#, r#""Success""#),
        (r#"{"status":"success","data":{},"message":null}"#, "{}"),
        (r#"{"error":null,"data":{"id":"a"}}"#, r#"{"id":"a"}"#),
        (r#"{"errors":[],"error":"","data":{"id":"a"}}"#, r#"{"id":"a"}"#),
    ] {
        assert_eq!(data(&reply(200, body), Intent::Read), Ok(inner), "{body}");
    }
}

#[test]
fn bp2_16_17_18_codes_are_read_by_their_last_four_digits() {
    let text = |code: &str| format!("said ({code})");
    for code in ["010000", "000100", "020200"] {
        assert_eq!(coded(code), Error::Unknown(text(code)));
        let read = reply(200, &format!(r#"{{"status":"error","code":"{code}","error":"said"}}"#));
        assert_eq!(data(&read, Intent::Read), Err(Error::Server(text(code))));
    }
    for code in ["020001", "020101", "020201"] {
        assert_eq!(coded(code), Error::NotFound(text(code)));
    }
    let invalid = |code: &str| {
        let error = coded(code);
        let Error::Validation { code: kept, invalid, text } = error else { panic!("{code}: {error:?}") };
        assert_eq!((kept.as_str(), text.as_str()), (code, "said"));
        invalid
    };
    for code in ["010002", "010003", "010102", "010103", "010202", "010203"] {
        assert_eq!(invalid(code), Invalid::Field(None));
    }
    let contact = ["040108", "030109", "030112", "030113", "030114", "030115"];
    for (code, flaw) in contact.into_iter().zip(ContactFlaw::ALL) {
        assert_eq!(invalid(code), Invalid::Contact(flaw));
    }
    assert_eq!(invalid("010110"), Invalid::BelowMin);
    assert_eq!(invalid("010111"), Invalid::AboveMax);
    assert_eq!(invalid("010208"), Invalid::FeesExceedAmount);
    for code in ["040107", "040117", "010204", "010207"] {
        assert_eq!(coded(code), Error::State { code: code.to_owned(), text: "said".to_owned() });
    }
    for code in ["030116", "010118"] {
        assert_eq!(coded(code), Error::Config(text(code)));
    }
    assert!(matches!(coded("019999"), Error::Validation { code, .. } if code == "019999"));
}

#[test]
fn bp2_16_every_form_of_an_error_is_read() {
    for body in [
        r#"{"status":"error","code":"010103","error":"Missing required parameter.","param":"price"}"#,
        r#"{"code":10103,"errors":[{"error":"Missing required parameter.","param":"price"}]}"#,
        r#"{"errors":[{"code":"010103","error":"Missing required parameter.","param":"price"}]}"#,
        r#"{"code":"010103","message":"Missing required parameter.","param":"price"}"#,
        r#"{"code":"010103","param":"price","error":{"type":"invalid","message":"Missing required parameter."}}"#,
    ] {
        let expected = Error::Validation {
            code: "010103".to_owned(),
            invalid: Invalid::Field(Some("price".to_owned())),
            text: "Missing required parameter.".to_owned(),
        };
        assert_eq!(refused(400, body), expected, "{body}");
    }
    let bare = refused(422, r#"{"error":"nope"}"#);
    assert!(matches!(bare, Error::Validation { code, invalid: Invalid::Field(None), .. } if code == "000000"));
    assert!(matches!(refused(200, r#"{"error":"nope"}"#), Error::Validation { .. }), "an error with 200 is one");
    assert!(matches!(refused(200, r#"{"status":"error"}"#), Error::Validation { .. }));
}

#[test]
fn bp2_16_access_texts_name_the_step_that_repairs() {
    let facade = "This endpoint does not support the `pos` facade";
    for status in [400, 401, 403, 500, 200] {
        for (text, kind) in [
            ("Invalid signature", Auth::Signature),
            ("Unauthorized sin", Auth::Unapproved),
            ("Invalid token", Auth::Expired),
            (facade, Auth::Forbidden),
        ] {
            let expected = Error::Auth { kind, text: text.to_owned() };
            assert_eq!(refused(status, &format!(r#"{{"error":"{text}"}}"#)), expected, "{status}");
        }
        assert_eq!(refused(status, r#"{"error":"Object not found"}"#), Error::NotFound("Object not found".to_owned()));
    }
}

#[test]
fn an_answer_without_words_is_judged_by_its_status() {
    let html = "<html>no</html>";
    assert!(matches!(refused(401, html), Error::Auth { kind: Auth::Expired, .. }));
    assert!(matches!(refused(403, ""), Error::Auth { kind: Auth::Forbidden, .. }));
    assert!(matches!(refused(404, "{}"), Error::NotFound(_)));
    assert!(matches!(refused(409, "{}"), Error::State { .. }));
    assert!(matches!(refused(413, html), Error::Validation { .. }));
    assert!(matches!(refused(407, html), Error::NotSent(_)));
    for status in [200, 201, 204, 302, 408, 500, 502, 503, 504, 599] {
        assert!(matches!(refused(status, html), Error::Unknown(_)), "{status}");
        let read = data(&reply(status, html), Intent::Read).unwrap_err();
        let server = status == 408 || status >= 500;
        assert_eq!(matches!(read, Error::Server(_)), server, "{status} {read:?}");
        assert_eq!(matches!(read, Error::Protocol(_)), !server, "{status} {read:?}");
    }
    for broken in ["", "  ", "{", r#"{"data":{"id":"#, "\u{0}", "null", "7", "{\"a\":1} x"] {
        assert!(matches!(refused(200, broken), Error::Unknown(_)), "{broken}");
        assert!(matches!(data(&reply(200, broken), Intent::Read), Err(Error::Protocol(_))), "{broken}");
    }
}

#[test]
fn absence_is_the_gateways_own_word() {
    let said = |body: &str| says_absent(&reply(404, body));
    assert!(said(r#"{"error":"Object not found"}"#));
    assert!(said(r#"{"status":"error","code":"020101","error":"gone","data":null}"#));
    for other in ["", "<html>404 not found", "{}", r#"{"message":"not found"}"#, r#"{"code":"020102","error":"x"}"#] {
        assert!(!said(other), "{other}");
    }
}

#[test]
fn bp2_94_a_limit_says_how_long() {
    let mut limited = reply(429, r#"{"error":"Object not found"}"#);
    assert_eq!(data(&limited, Intent::Write), Err(Error::RateLimited { after: None }));
    limited.retry_after = Some(Duration::from_secs(7));
    assert_eq!(data(&limited, Intent::Read), Err(Error::RateLimited { after: Some(Duration::from_secs(7)) }));
}

#[test]
fn a_repeated_token_is_cut_out() {
    let secret = Secret::from("P4xWm2KzRq9TnVcYbLd7Hf");
    let error = refused(401, r#"{"error":"Invalid token P4xWm2KzRq9TnVcYbLd7Hf\u001b[31m"}"#);
    let shown = format!("{:?}", redacted(error, &secret));
    assert!(!shown.contains("P4xWm2") && shown.contains('…') && !shown.contains("\\u{1b}"), "{shown}");
}

proptest::proptest! {
    #[test]
    fn no_answer_makes_it_panic(status in 100..=599_u16, body: Vec<u8>, text in "[{}\\[\\]\":,a-z0-9]{0,60}") {
        for body in [body, text.into_bytes()] {
            let reply = Reply { body, ..reply(status, "") };
            let _ = data(&reply, Intent::Read);
        }
    }
}
