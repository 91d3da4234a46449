//! The practice gateway's stream of events, byte by byte.

use std::time::Duration;

use serde_json::{Value, json};

use super::harness::{KEY, Shop, id, shop};

async fn subscribed(shop: &Shop, invoice: &str, more: &str) -> reqwest::Response {
    let granted = shop.get(&format!("/invoices/{invoice}/events")).await;
    let (url, token) = (granted.data()["url"].as_str().unwrap(), granted.data()["token"].as_str().unwrap());
    assert_eq!(granted.data()["actions"], json!(["subscribe", "unsubscribe"]));
    shop.http.get(format!("{url}?token={token}&action=subscribe{more}")).send().await.unwrap()
}

/// Reads until the text stands in what came; the time is only there to fail.
async fn until(response: &mut reqwest::Response, read: &mut String, text: &str) {
    while !read.contains(text) {
        let piece = tokio::time::timeout(Duration::from_secs(20), response.chunk()).await.unwrap().unwrap();
        let piece = piece.unwrap_or_else(|| panic!("ended before {text}: {read}"));
        read.push_str(std::str::from_utf8(&piece).unwrap());
    }
}

#[tokio::test]
async fn bpl_10_events_are_written_so_that_old_clients_read_them() {
    let shop = shop().await;
    let token = shop.pos().await;
    let invoice = shop.invoice(&token, json!({ "itemDesc": "Tea: green" })).await;
    let mut response = subscribed(&shop, id(&invoice), "&events%5B%5D=payment&events[0]=paymentRejected").await;
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut read = String::new();
    until(&mut response, &mut read, "event: connect\ndata: {}\n\n").await;
    shop.pay(id(&invoice), json!({ "coin": "BTC", "confirmations": 0 })).await;
    until(&mut response, &mut read, "\"paid\"").await;
    let line = read.lines().rfind(|line| line.starts_with("data: ")).unwrap().strip_prefix("data: ").unwrap();
    assert!(!line.contains(": "), "{line}");
    let data: Value = serde_json::from_str(line).unwrap();
    assert_eq!((data["id"].as_str(), data["status"].as_str()), (Some(id(&invoice)), Some("paid")));
    assert_eq!(data.get("transactions"), None, "who has no token sees what anybody sees");
}

#[tokio::test]
async fn bpl_09_who_may_listen_and_for_how_long() {
    let shop = shop().await;
    let (pos, merchant) = (shop.pos().await, shop.merchant().await);
    let invoice = shop.invoice(&pos, json!({})).await;
    let path = format!("/invoices/{}/events", id(&invoice));
    let granted = shop.signed(KEY, "GET", &format!("{path}?token={merchant}"), "").await;
    assert_eq!(granted.body["facade"], "merchant/invoice");
    assert_eq!(shop.get(&format!("{path}?token={pos}")).await.status, 403);
    assert_eq!(shop.get("/invoices/2222222222222222222222/events").await.status, 404);
    let token = granted.data()["token"].as_str().unwrap();
    let changed = token.replacen('-', "-9", 1);
    for wrong in ["", "a-b-c-d", &changed] {
        assert_eq!(shop.get(&format!("/events?token={wrong}&action=subscribe")).await.status, 401, "{wrong}");
    }
    assert_eq!(shop.get(&format!("/events?token={token}&action=dance")).await.status, 400);
    shop.advance(900_000).await;
    assert_eq!(shop.get(&format!("/events?token={token}&action=subscribe")).await.status, 401, "it has ended");
}

#[tokio::test]
async fn bpl_10_signing_off_ends_the_stream() {
    let shop = shop().await;
    let invoice = shop.invoice(&shop.pos().await, json!({})).await;
    let granted = shop.get(&format!("/invoices/{}/events", id(&invoice))).await;
    let token = granted.data()["token"].as_str().unwrap().to_owned();
    let url = format!("{}/events?token={token}", shop.url);
    let mut response = shop.http.get(format!("{url}&action=subscribe")).send().await.unwrap();
    let mut read = String::new();
    until(&mut response, &mut read, "connect").await;
    assert_eq!(shop.get(&format!("/events?token={token}&action=unsubscribe")).await.status, 200);
    let end = async { while response.chunk().await.unwrap().is_some() {} };
    assert!(tokio::time::timeout(Duration::from_secs(20), end).await.is_ok());
}
