//! What the merchant's server is told, and how often.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::net::TcpListener;

use super::harness::{KEY, Shop, id, shop};

/// One call that arrived.
#[derive(Debug, Clone)]
struct Heard {
    signature: String,
    body: Vec<u8>,
}

#[derive(Debug, Clone, Default)]
struct Ear {
    heard: Arc<Mutex<Vec<Heard>>>,
    /// What it answers.
    status: Arc<Mutex<u16>>,
}

/// A merchant's server on this machine.
struct Server {
    ear: Ear,
    url: String,
}

async fn hear(State(ear): State<Ear>, headers: HeaderMap, body: Bytes) -> StatusCode {
    assert_eq!(headers["content-type"], "application/json");
    let signature = headers["x-signature"].to_str().unwrap().to_owned();
    ear.heard.lock().unwrap().push(Heard { signature, body: body.to_vec() });
    StatusCode::from_u16(*ear.status.lock().unwrap()).unwrap()
}

async fn server() -> Server {
    let ear = Ear { status: Arc::new(Mutex::new(200)), ..Ear::default() };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let router = Router::new().fallback(hear).with_state(ear.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    Server { ear, url }
}

impl Server {
    fn bodies(&self) -> Vec<Value> {
        self.ear.heard.lock().unwrap().iter().map(|heard| serde_json::from_slice(&heard.body).unwrap()).collect()
    }

    fn answer(&self, status: u16) {
        *self.ear.status.lock().unwrap() = status;
    }
}

async fn deliveries(shop: &Shop) -> Vec<Value> {
    shop.state().await["deliveries"].as_array().unwrap().clone()
}

/// Waits until the log shows that many attempts; the bound only names a hang.
async fn attempts(shop: &Shop, wanted: usize) -> Vec<Value> {
    for _ in 0..2_000 {
        let log = deliveries(shop).await;
        let tried: usize = log.iter().map(|one| one["attempts"].as_array().unwrap().len()).sum();
        assert!(tried <= wanted, "{tried} attempts instead of {wanted}: {log:?}");
        if tried == wanted {
            return log;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    panic!("{wanted} attempts never came: {:?}", deliveries(shop).await);
}

fn names(log: &[Value]) -> Vec<(u64, &str)> {
    log.iter().map(|one| (one["code"].as_u64().unwrap(), one["name"].as_str().unwrap())).collect()
}

async fn invoice(shop: &Shop, server: &Server, mut extra: Value) -> (String, Value) {
    let pos = shop.pos().await;
    extra["notificationURL"] = json!(server.url);
    let made = shop.invoice(&pos, extra).await;
    (pos, made)
}

#[tokio::test]
async fn bp2_35_93_the_standard_form_tells_paid_confirmed_and_complete_signed_with_the_token() {
    let (shop, server) = (shop().await, server().await);
    let (pos, made) = invoice(&shop, &server, json!({ "orderId": "1042-1", "posData": "{\"till\":2}" })).await;
    shop.pay(id(&made), json!({ "coin": "BTC" })).await;
    attempts(&shop, 1).await;
    shop.advance(4_000).await;
    attempts(&shop, 2).await;
    shop.advance(16_000).await;
    let log = attempts(&shop, 3).await;
    let walk = [(1003, "invoice_paidInFull"), (1005, "invoice_confirmed"), (1006, "invoice_completed")];
    assert_eq!(names(&log), walk);
    assert!(log.iter().all(|one| one["outcome"] == "delivered"), "{log:?}");
    let bodies = server.bodies();
    let words: Vec<&Value> = bodies.iter().map(|body| &body["status"]).collect();
    assert_eq!(words, ["paid", "confirmed", "complete"]);
    for body in &bodies {
        assert_eq!(
            (&body["id"], &body["orderId"], &body["posData"]),
            (&made["id"], &json!("1042-1"), &made["posData"])
        );
        assert!(body.get("event").is_none() && body.get("token").is_none());
    }
    for heard in server.ear.heard.lock().unwrap().iter() {
        let mac = Hmac::<Sha256>::new_from_slice(pos.as_bytes()).unwrap().chain_update(&heard.body);
        assert_eq!(heard.signature, BASE64_STANDARD.encode(mac.finalize().into_bytes()));
    }
    shop.advance(86_400_000).await;
    assert_eq!(attempts(&shop, 3).await.len(), 3, "each is told once");
}

#[tokio::test]
async fn bp2_35_93_the_extended_form_tells_everything_as_event_and_data() {
    let (shop, server) = (shop().await, server().await);
    let merchant = shop.merchant().await;
    let buyer = json!({ "name": "J. Doe", "email": "j@doe.example" });
    let wish = json!({ "extendedNotifications": true, "fullNotifications": false, "buyer": buyer });
    let (_, made) = invoice(&shop, &server, wish).await;
    shop.pay(id(&made), json!({ "coin": "BTC", "confirmations": 6 })).await;
    attempts(&shop, 1).await;
    let body = json!({ "token": merchant, "invoiceId": id(&made), "amount": 20.5 }).to_string();
    assert_eq!(shop.signed(KEY, "POST", "/refunds", &body).await.status, 200);
    shop.advance(20_000).await;
    let log = attempts(&shop, 2).await;
    assert_eq!(names(&log), [(1006, "invoice_completed"), (1016, "invoice_refundComplete")]);
    let told = &server.bodies()[0];
    assert_eq!(told["event"], json!({ "code": 1006, "name": "invoice_completed" }));
    let data = &told["data"];
    assert_eq!((&data["status"], data["amountPaid"].to_string()), (&json!("complete"), "33200".to_owned()));
    assert_eq!(data["buyerFields"], json!({ "buyerName": "J. Doe", "buyerEmail": "j@doe.example" }));
    assert_eq!(data["paymentTotals"]["DAI"].to_string(), "20500000000000000000");

    let (_, gone) = invoice(&shop, &server, json!({ "extendedNotifications": true })).await;
    shop.advance(900_000).await;
    let log = attempts(&shop, 3).await;
    assert_eq!((names(&log)[2], &log[2]["invoice"]), ((1004, "invoice_expired"), &gone["id"]));
    let (_, stuck) = invoice(&shop, &server, json!({ "extendedNotifications": true })).await;
    shop.pay(id(&stuck), json!({ "confirmations": 0 })).await;
    attempts(&shop, 4).await;
    shop.advance(3_600_000).await;
    assert_eq!(names(&attempts(&shop, 5).await)[4], (1013, "invoice_failedToConfirm"));
}

#[tokio::test]
async fn bp2_35_without_full_notifications_only_the_acceptance_is_told() {
    let (shop, server) = (shop().await, server().await);
    for (speed, name) in [("medium", "invoice_confirmed"), ("low", "invoice_completed")] {
        let wish = json!({ "fullNotifications": false, "transactionSpeed": speed });
        let (_, made) = invoice(&shop, &server, wish).await;
        shop.pay(id(&made), json!({ "coin": "BTC" })).await;
        shop.advance(86_400_000).await;
        let told = if speed == "medium" { 1 } else { 2 };
        assert_eq!(attempts(&shop, told).await.last().unwrap()["name"], name);
    }
}

#[tokio::test]
async fn bp2_93_a_server_that_fails_is_tried_again_by_the_gateways_clock() {
    let (shop, server) = (shop().await, server().await);
    let (_, made) = invoice(&shop, &server, json!({ "fullNotifications": false })).await;
    server.answer(302);
    shop.pay(id(&made), json!({ "coin": "BTC", "confirmations": 1 })).await;
    let mut tried = 1;
    attempts(&shop, tried).await;
    for (minutes, status) in [(1, 500), (4, 404), (9, 204)] {
        shop.advance(minutes * 60_000 - 1).await;
        attempts(&shop, tried).await;
        server.answer(status);
        shop.advance(1).await;
        tried += 1;
        attempts(&shop, tried).await;
    }
    server.answer(200);
    shop.advance(16 * 60_000).await;
    let log = attempts(&shop, 5).await;
    let statuses: Vec<&Value> = log[0]["attempts"].as_array().unwrap().iter().map(|one| &one["status"]).collect();
    assert_eq!(
        (statuses, &log[0]["outcome"]),
        (vec![&json!(302), &json!(500), &json!(404), &json!(204), &json!(200)], &json!("delivered"))
    );
    let heard = server.ear.heard.lock().unwrap().clone();
    assert!(heard.iter().all(|one| one.body == heard[0].body), "the same bytes each time");
}

#[tokio::test]
async fn bp2_93_a_webhook_is_sent_again_on_request() {
    let (shop, server) = (shop().await, server().await);
    let merchant = shop.merchant().await;
    let (_, made) = invoice(&shop, &server, json!({ "extendedNotifications": true })).await;
    let path = format!("/invoices/{}/notifications", id(&made));
    let own = shop.call("POST", &path, &json!({ "token": made["token"] }).to_string()).await;
    assert_eq!(own.body, json!({ "data": "Success" }));
    let body = json!({ "token": merchant }).to_string();
    assert_eq!(shop.signed(KEY, "POST", &path, &body).await.body, json!({ "data": "Success" }));
    assert_eq!(shop.call("POST", &path, &json!({ "token": "nonsense" }).to_string()).await.status, 401);
    assert_eq!(shop.call("POST", &path, &body).await.status, 400, "a merchant signs");
    let log = attempts(&shop, 2).await;
    assert_eq!(names(&log), [(1012, "invoice_manuallyNotified"); 2]);
}

#[tokio::test]
async fn nobody_in_the_world_is_called() {
    let shop = shop().await;
    let pos = shop.pos().await;
    let made = shop.invoice(&pos, json!({ "notificationURL": "https://shop.example/hook" })).await;
    shop.pay(id(&made), json!({ "coin": "BTC", "confirmations": 0 })).await;
    let log = attempts(&shop, 1).await;
    assert_eq!((&log[0]["outcome"], &log[0]["attempts"][0]["status"]), (&json!("waiting"), &Value::Null));
    assert!(log[0]["attempts"][0]["error"].as_str().unwrap().contains("this machine only"));
}
