//! The gateway says no: every documented way has its own error.

use std::time::Duration;

use ringup::gateway::port::{Auth, Error, Gateway, Invalid};

use super::responder::{Answer, Responder};
use super::world::{TOKEN, merchant, open_pos, reference, request};

async fn both(answer: Answer) -> (Error, Error) {
    let responder = Responder::one(answer).await;
    let gateway = open_pos(&responder.url);
    let write = gateway.create(&request()).await.unwrap_err();
    let read = gateway.get(&reference()).await.unwrap_err();
    assert_eq!(responder.asked().len(), 2, "nothing is repeated by itself");
    (write, read)
}

async fn coded(status: u16, code: &str) -> (Error, Error) {
    let body = format!(r#"{{"status":"error","code":"{code}","data":null,"error":"words"}}"#);
    both(Answer::json(status, body)).await
}

#[tokio::test]
async fn bp2_17_general_errors_are_told_apart() {
    assert_eq!(coded(500, "010000").await.0.code(), "unknown");
    assert_eq!(coded(500, "020000").await.1.code(), "server");
    assert_eq!(coded(404, "020001").await.1.code(), "not_found");
    assert_eq!(coded(400, "010002").await.0.code(), "invalid_field");
    assert_eq!(coded(400, "010003").await.0.code(), "invalid_field");
}

#[tokio::test]
async fn bp2_18_each_invoice_error_has_its_own_kind() {
    for (code, word) in [
        ("010100", "unknown"),
        ("010101", "not_found"),
        ("010102", "invalid_field"),
        ("010103", "invalid_field"),
        ("010108", "contact_missing"),
        ("010109", "sms_unverified"),
        ("010110", "below_min"),
        ("010111", "above_max"),
        ("010112", "sms_number"),
        ("010113", "sms_failed"),
        ("010114", "contact_locked"),
        ("010115", "email_set"),
        ("010116", "config"),
        ("010117", "state"),
        ("010118", "config"),
    ] {
        let (write, _) = coded(400, code).await;
        assert_eq!(write.code(), word, "{code}");
        let shown = format!("{write}");
        assert!(shown.contains(code), "the code stays in the details: {shown}");
    }
}

#[tokio::test]
async fn bp2_16_the_missing_field_is_named() {
    let body = r#"{"errors":[{"error":"Missing required parameter.","param":"price"}]}"#;
    let (write, _) = both(Answer::json(400, body)).await;
    assert!(matches!(write, Error::Validation { invalid: Invalid::Field(Some(name)), .. } if name == "price"));
}

#[tokio::test]
async fn bp2_05_refused_access_names_the_step_that_repairs_it() {
    for (status, text, kind) in [
        (400, "Invalid signature", Auth::Signature),
        (500, "Unauthorized sin", Auth::Unapproved),
        (401, "Invalid token", Auth::Expired),
        (403, "This endpoint does not support the `pos` facade", Auth::Forbidden),
    ] {
        let (write, read) = both(Answer::json(status, format!(r#"{{"error":"{text}"}}"#))).await;
        assert_eq!(write, Error::Auth { kind, text: text.to_owned() });
        assert_eq!(write, read);
        assert!(!write.leaves_doubt(), "nothing was made");
    }
}

#[tokio::test]
async fn bp2_94_a_rate_limit_is_not_a_doubt() {
    let (write, read) = both(Answer::json(429, "{}").header("retry-after", "7")).await;
    assert_eq!(write, Error::RateLimited { after: Some(Duration::from_secs(7)) });
    assert_eq!(write, read);
    let (bare, _) = both(Answer::bytes(429, "text/html", b"<html>".to_vec())).await;
    assert_eq!(bare, Error::RateLimited { after: None });
    let dated = Answer::json(429, "{}")
        .header("date", "Thu, 01 Jan 2026 00:00:00 GMT")
        .header("retry-after", "Thu, 01 Jan 2026 00:00:30 GMT");
    assert_eq!(both(dated).await.0, Error::RateLimited { after: Some(Duration::from_secs(30)) });
}

#[tokio::test]
async fn statuses_without_words_are_judged_by_number() {
    for (status, write, read) in [
        (400, "invalid_field", "invalid_field"),
        (401, "auth_expired", "auth_expired"),
        (403, "auth_forbidden", "auth_forbidden"),
        (404, "not_found", "not_found"),
        (413, "invalid_field", "invalid_field"),
        (422, "invalid_field", "invalid_field"),
        (500, "unknown", "server"),
        (502, "unknown", "server"),
        (503, "unknown", "server"),
        (504, "unknown", "server"),
    ] {
        let page = Answer::bytes(status, "text/html", b"<html>sorry</html>".to_vec());
        let (wrote, was_read) = both(page).await;
        assert_eq!((wrote.code(), was_read.code()), (write, read), "{status}");
    }
}

#[tokio::test]
async fn bp2_19_a_cancel_in_the_wrong_state_explains_itself() {
    for code in ["040107", "040117"] {
        let body = format!(r#"{{"status":"error","code":"{code}","data":null,"error":"Invalid invoice state"}}"#);
        let responder = Responder::one(Answer::json(400, body)).await;
        let refused = merchant(&responder.url).cancel(&reference()).await.unwrap_err();
        assert_eq!(refused, Error::State { code: code.to_owned(), text: "Invalid invoice state".to_owned() });
        let asked = responder.only();
        assert_eq!(asked.method, "DELETE");
        assert!(asked.target.ends_with(&format!("?token={TOKEN}&forceCancel=false")), "{}", asked.target);
    }
}

#[tokio::test]
async fn a_gateway_that_repeats_the_token_does_not_publish_it() {
    let body = format!(r#"{{"error":"No such thing as {TOKEN}\u0007"}}"#);
    let (write, read) = both(Answer::json(400, body)).await;
    for error in [write, read] {
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains(TOKEN) && !shown.contains('\u{7}') && shown.contains("No such thing"), "{shown}");
    }
}
