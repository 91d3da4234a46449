//! Three ways to a token.

use ringup::domain::time::Timestamp;
use ringup::gateway::bitpay::identity::verify;
use ringup::gateway::bitpay::pairing::{self, Approval, TokenState};
use ringup::gateway::bitpay::{Facade, Settings};
use ringup::gateway::http::{Http, Timeouts};
use ringup::gateway::port::{Auth, Error, Gateway, Invalid};
use ringup::secret::Secret;

use super::responder::{Answer, Responder};
use super::world::{NOW, TOKEN, fixture, identity, open_pos, settings, signed_pos};

const SIN: &str = "Tf3yr5tYvccKNVrE26BrPs6LWZRh8woHwjR";

fn http(url: &str) -> Http {
    Http::new(url, Timeouts::default(), || NOW).unwrap()
}

fn is_field(error: &Error, name: &str) -> bool {
    matches!(error, Error::Validation { invalid: Invalid::Field(Some(field)), .. } if field == name)
}

#[tokio::test]
async fn bp2_09_21_a_till_asks_for_a_token_and_shows_the_code() {
    let responder = Responder::one(Answer::json(200, fixture("tokens_started"))).await;
    let started = pairing::start(&http(&responder.url), &identity(), Facade::Merchant, " Till 2 ").await.unwrap();
    assert_eq!(started.code, "b7Kq2Zt");
    assert_eq!(started.approval_url, format!("{}/api-access-request?pairingCode=b7Kq2Zt", responder.url));
    assert_eq!(started.expires, Some(Timestamp(1_767_312_000_000)), "24 hours later");
    assert_eq!(pairing::state(&started.policies), TokenState::Waiting);
    assert_eq!(started.policies[0].params, [SIN]);
    let asked = responder.only();
    assert_eq!((asked.method.as_str(), asked.target.as_str()), ("POST", "/tokens"));
    assert_eq!(asked.header("x-accept-version"), Some("2.0.0"));
    assert_eq!(asked.header("x-signature"), None, "pairing begins unsigned");
    let body = format!(r#"{{"id":"{SIN}","facade":"merchant","label":"Till 2"}}"#);
    assert_eq!(String::from_utf8(asked.body).unwrap(), body);
    let printed = format!("{started:?}");
    assert!(!printed.contains("9kQv3s") && !printed.contains("b7Kq2Zt"), "{printed}");
}

#[tokio::test]
async fn bp2_26_a_label_has_letters_digits_space_and_two_signs() {
    let responder = Responder::one(Answer::json(200, fixture("tokens_started"))).await;
    let long = "x".repeat(61);
    for bad in ["", "  ", "Till!", "Theke ä", "a\nb", "<b>", &long] {
        let refused = pairing::start(&http(&responder.url), &identity(), Facade::Pos, bad).await.unwrap_err();
        assert!(is_field(&refused, "label"), "{bad}: {refused:?}");
    }
    assert_eq!(responder.asked().len(), 0);
    assert_eq!(pairing::label("Till_2 - left").unwrap(), "Till_2 - left");
}

#[tokio::test]
async fn bp2_10_21_a_dashboards_code_is_claimed_without_a_facade() {
    let unnamed = fixture("tokens_claimed").replace("\"facade\": \"pos\",", "");
    let merchant = fixture("tokens_claimed").replace("\"facade\": \"pos\"", "\"facade\": \"payout\"");
    let responder = Responder::with([
        Answer::json(200, fixture("tokens_claimed")),
        Answer::json(200, unnamed),
        Answer::json(200, merchant),
        Answer::json(404, r#"{"error":"Object not found"}"#),
    ])
    .await;
    let (http, identity) = (http(&responder.url), identity());
    let claimed = pairing::claim(&http, &identity, " b7Kq2Zt ").await.unwrap();
    assert_eq!((claimed.token.expose(), claimed.facade), (TOKEN, Facade::Pos));
    assert_eq!(claimed.label.as_deref(), Some("Till 2"));
    assert_eq!(pairing::state(&claimed.policies), TokenState::Active);
    assert!(!format!("{claimed:?}").contains("P4xWm2"));
    assert_eq!(pairing::claim(&http, &identity, "b7Kq2Zt").await.unwrap().facade, Facade::Pos, "assumed if missing");
    assert!(matches!(pairing::claim(&http, &identity, "b7Kq2Zt").await, Err(Error::Protocol(_))));
    assert!(matches!(pairing::claim(&http, &identity, "b7Kq2Zt").await, Err(Error::NotFound(_))), "used or unknown");
    let body = format!(r#"{{"id":"{SIN}","pairingCode":"b7Kq2Zt"}}"#);
    assert_eq!(String::from_utf8(responder.asked()[0].body.clone()).unwrap(), body);
}

#[tokio::test]
async fn bp2_10_a_code_that_is_none_is_not_sent() {
    let responder = Responder::one(Answer::json(200, fixture("tokens_claimed"))).await;
    for bad in ["", "b7Kq2Z", "b7Kq2Ztt", "b7Kq2Z!", "b7Kq2Zé"] {
        let refused = pairing::claim(&http(&responder.url), &identity(), bad).await.unwrap_err();
        assert!(is_field(&refused, "pairingCode"), "{bad}: {refused:?}");
    }
    assert_eq!(responder.asked().len(), 0);
}

#[tokio::test]
async fn bp2_09_an_approval_is_seen_in_the_list_of_tokens() {
    let responder = Responder::with([
        Answer::json(200, r#"{"data":[]}"#),
        Answer::json(401, r#"{"error":"Unauthorized sin"}"#),
        Answer::json(200, fixture("tokens_list")),
        Answer::json(200, fixture("tokens_list")),
        Answer::json(401, r#"{"error":"Invalid token"}"#),
        Answer::json(400, r#"{"error":"Invalid signature"}"#),
    ])
    .await;
    let (http, identity) = (http(&responder.url), identity());
    let token = Secret::from("9kQv3sR7mXyPz2LwNcB5hTgJ8fDaE4uVrKq6WxYtHbSn");
    assert_eq!(pairing::check(&http, &identity, &token).await, Ok(Approval::Waiting));
    assert_eq!(pairing::check(&http, &identity, &token).await, Ok(Approval::Waiting));
    let approved = Approval::Approved { facade: Facade::Pos };
    assert_eq!(pairing::check(&http, &identity, &token).await, Ok(approved));
    let other = Secret::from("2222222222222222222222");
    assert_eq!(pairing::check(&http, &identity, &other).await, Ok(Approval::Waiting));
    assert_eq!(pairing::check(&http, &identity, &token).await, Ok(Approval::Refused));
    let signature = pairing::check(&http, &identity, &token).await;
    assert!(matches!(signature, Err(Error::Auth { kind: Auth::Signature, .. })));
    let asked = &responder.asked()[0];
    assert_eq!((asked.method.as_str(), asked.target.as_str()), ("GET", "/tokens"));
    let url = format!("{}/tokens", responder.url);
    assert!(verify(asked.header("x-identity").unwrap(), asked.header("x-signature").unwrap(), &url, b""));
}

#[test]
fn bp2_11_a_pasted_token_is_checked_for_its_form() {
    assert_eq!(pairing::pasted(&format!(" {TOKEN}\n")).unwrap().expose(), TOKEN);
    for bad in ["", "short", "has space in the middle of it", "P4xWm2KzRq9TnVcYbLd7H/", &"x".repeat(200)] {
        let refused = pairing::pasted(bad).unwrap_err();
        assert!(is_field(&refused, "token"));
        assert!(bad.len() < 6 || !format!("{refused:?}").contains(bad));
    }
}

#[tokio::test]
async fn bp2_11_a_probe_of_an_open_token_asks_the_public_rates() {
    let date = "Thu, 01 Jan 2026 00:02:00 GMT";
    let responder = Responder::with([
        Answer::json(200, fixture("rate")).header("date", date),
        Answer::json(404, r#"{"error":"Object not found"}"#),
        Answer::bytes(200, "text/html", b"<html>".to_vec()),
    ])
    .await;
    let gateway = open_pos(&responder.url);
    let health = gateway.probe().await.unwrap();
    assert_eq!(health.authorised, None, "an open token cannot be asked about");
    let skew = health.skew_ms.unwrap();
    assert!((118_000..=120_500).contains(&skew), "two minutes ahead: {skew}");
    assert_eq!(responder.only().target, "/rates/BTC/USD");
    assert!(gateway.probe().await.is_ok(), "a gateway without rates is there all the same");
    assert_eq!(gateway.probe().await.unwrap_err().code(), "protocol");
}

#[tokio::test]
async fn bp2_05_a_probe_with_a_key_tells_whether_the_token_is_good() {
    let responder = Responder::with([
        Answer::json(200, fixture("tokens_list")),
        Answer::json(200, r#"{"data":[]}"#),
        Answer::json(400, r#"{"error":"Invalid signature"}"#),
    ])
    .await;
    let gateway = signed_pos(&responder.url);
    assert_eq!(gateway.probe().await.unwrap().authorised, Some(true));
    assert_eq!(gateway.probe().await.unwrap().authorised, Some(false));
    assert_eq!(gateway.probe().await.unwrap_err().code(), "auth_signature");
}

#[test]
fn bp2_03_05_nothing_prints_a_secret() {
    let settings = Settings { identity: Some(identity()), ..settings("http://127.0.0.1:1") };
    let printed = format!("{settings:?} {:?}", ringup::gateway::bitpay::BitPay::new(settings.clone()).unwrap());
    assert!(!printed.contains(TOKEN) && !printed.contains(&super::world::KEY[..8]), "{printed}");
}
