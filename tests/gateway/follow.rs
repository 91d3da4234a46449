//! The event stream against the practice gateway, whole and broken in every way it can be told to break.

use std::time::Duration;

use futures::StreamExt as _;
use ringup::domain::payment::Payment;
use ringup::gateway::bitpay::{BitPay, Facade};
use ringup::gateway::port::{Error, Gateway, Hints};
use ringup::secret::Secret;
use serde_json::json;

use super::practice::{Shop, fresh, named};
use super::responder::{Answer, Responder};
use super::world::{identity, merchant, open_pos, reference};

/// Long enough for any machine; only there to fail.
const LIMIT: Duration = Duration::from_secs(20);

async fn as_merchant(shop: &Shop) -> BitPay {
    let made = shop.control("tokens", json!({ "facade": "merchant", "id": identity().sin() })).await;
    shop.gateway(Facade::Merchant, Secret::from(made["token"].as_str().unwrap()), Some(identity()))
}

async fn break_streams(shop: &Shop, how: &str) {
    shop.control("faults", json!({ "rule": [{ "match": "GET /events", "do": how }] })).await;
}

/// The next piece of news, or how the stream ended.
async fn news(hints: &mut Hints) -> Result<String, Error> {
    loop {
        let next = tokio::time::timeout(LIMIT, hints.next()).await.expect("something comes");
        let hint = next.expect("an end is told as an error")?;
        if hint.is_news() {
            return Ok(hint.word);
        }
    }
}

async fn pay(shop: &Shop, payment: &Payment) {
    shop.pay(payment, json!({ "coin": "BTC", "confirmations": 0 })).await;
}

#[tokio::test]
async fn bpl_09_10_the_stream_hints_at_every_change() {
    let shop = Shop::of(ringup::sandbox::Dialect::BitPay).await;
    for gateway in [as_merchant(&shop).await, shop.claimed().await, shop.open_token().await] {
        let payment = gateway.create(&fresh()).await.unwrap();
        let mut hints = gateway.follow(&named(&payment)).await.unwrap();
        assert_eq!(news(&mut hints).await, Ok("connect".to_owned()));
        pay(&shop, &payment).await;
        assert_eq!(news(&mut hints).await, Ok("paid".to_owned()));
        shop.control(&format!("invoices/{}/confirm", payment.invoice), json!({ "confirmations": 1 })).await;
        assert_eq!(news(&mut hints).await, Ok("confirmed".to_owned()));
    }
}

#[tokio::test]
async fn f38_bytes_that_come_one_by_one_are_one_event() {
    let shop = Shop::of(ringup::sandbox::Dialect::BitPay).await;
    break_streams(&shop, "stream_split").await;
    let gateway = as_merchant(&shop).await;
    let payment = gateway.create(&fresh()).await.unwrap();
    let mut hints = gateway.follow(&named(&payment)).await.unwrap();
    assert_eq!(news(&mut hints).await, Ok("connect".to_owned()));
    pay(&shop, &payment).await;
    assert_eq!(news(&mut hints).await, Ok("paid".to_owned()));
}

#[tokio::test]
async fn f38_a_stream_that_breaks_says_so_and_nothing_else() {
    let shop = Shop::of(ringup::sandbox::Dialect::BitPay).await;
    let gateway = as_merchant(&shop).await;
    for (how, said) in [("stream_drop", "server"), ("stream_cut", "server"), ("stream_endless", "protocol")] {
        break_streams(&shop, how).await;
        let payment = gateway.create(&fresh()).await.unwrap();
        let mut hints = gateway.follow(&named(&payment)).await.unwrap();
        assert_eq!(news(&mut hints).await, Ok("connect".to_owned()), "{how}");
        pay(&shop, &payment).await;
        assert_eq!(news(&mut hints).await.unwrap_err().code(), said, "{how}: half an event is none");
        assert!(hints.next().await.is_none(), "{how}: the error is the last thing");
        assert_eq!(gateway.get(&named(&payment)).await.unwrap().status.raw, "paid", "{how}: reading goes on");
        let cleared = reqwest::Client::builder().no_proxy().build().unwrap();
        cleared.delete(format!("{}/_sandbox/faults", shop.sandbox.url())).send().await.unwrap();
    }
}

#[tokio::test]
async fn a_refused_stream_is_an_error_of_its_own() {
    let shop = Shop::of(ringup::sandbox::Dialect::BitPay).await;
    let gateway = as_merchant(&shop).await;
    let payment = gateway.create(&fresh()).await.unwrap();
    for (fault, code) in [("status:403", "auth_forbidden"), ("status:503", "server"), ("html_200", "protocol")] {
        for path in ["GET /invoices/:id/events", "GET /events"] {
            let rule = json!({ "rule": [{ "match": path, "nth": 1, "do": fault }] });
            shop.control("faults", rule).await;
            let refused = gateway.follow(&named(&payment)).await.err().unwrap();
            assert_eq!(refused.code(), code, "{path} {fault}: {refused}");
        }
    }
    let gone = ringup::gateway::port::PayRef { invoice: "2222222222222222222222".into(), ..named(&payment) };
    assert_eq!(gateway.follow(&gone).await.err().unwrap().code(), "not_found");
}

#[tokio::test]
async fn the_event_token_is_never_carried_to_another_host() {
    let elsewhere = Responder::one(Answer::json(200, "{}")).await;
    let token = r#"{"facade":"pos/invoice","data":{"url":"https://evil.example/events","token":"secret-event-token"}}"#;
    let responder = Responder::one(Answer::json(200, token)).await;
    for gateway in [open_pos(&responder.url), merchant(&responder.url)] {
        let refused = gateway.follow(&reference()).await.err().unwrap();
        assert_eq!(refused.code(), "protocol");
        assert!(!refused.to_string().contains("secret-event-token"));
    }
    assert_eq!(elsewhere.asked().len(), 0);
    let asked = responder.asked();
    assert!(asked[0].header("x-signature").is_none() && !asked[0].target.contains("token"), "anybody may ask");
    assert!(asked[1].header("x-signature").is_some() && asked[1].target.contains("token="));
}
