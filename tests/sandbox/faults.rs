//! Every fault, seen from the client's side of the wire.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::harness::{Shop, id, shop};

/// Sets one fault on the next create, makes an invoice, and returns what the wire gave.
async fn struck(shop: &Shop, pos: &str, action: &str) -> Result<(u16, String), String> {
    shop.fault(json!({ "match": "POST /invoices", "nth": 1, "do": action })).await;
    let body = json!({ "token": pos, "price": 4.5, "currency": "USD", "guid": action, "orderId": "mine" });
    let request = shop.http.post(format!("{}/invoices", shop.url)).body(body.to_string());
    let response = request.send().await.map_err(|error| format!("{error:?}"))?;
    let status = response.status().as_u16();
    let text = response.bytes().await.map_err(|error| format!("{error:?}"))?;
    Ok((status, String::from_utf8_lossy(&text).into_owned()))
}

async fn exists(shop: &Shop, pos: &str, guid: &str) -> bool {
    shop.get(&format!("/invoices/guid/{guid}?token={pos}")).await.status == 200
}

#[tokio::test]
async fn f02_04_dropped_connections_differ_in_whether_the_gateway_acted() {
    let shop = shop().await;
    let pos = shop.pos().await;
    struck(&shop, &pos, "drop_before").await.unwrap_err();
    assert!(!exists(&shop, &pos, "drop_before").await);
    struck(&shop, &pos, "drop_after").await.unwrap_err();
    assert!(exists(&shop, &pos, "drop_after").await);
    assert_eq!(shop.state().await["calls"]["POST /invoices"], 2);
}

#[tokio::test]
async fn a_dropped_connection_sends_not_one_byte() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let shop = shop().await;
    shop.fault(json!([{ "match": "GET /rates", "do": "drop_before" }])).await;
    let mut socket = tokio::net::TcpStream::connect(shop.sandbox.addr()).await.unwrap();
    socket.write_all(b"GET /rates HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    let mut bytes = Vec::new();
    // A reset is as good an end as a close: both mean that nothing was said.
    let _ = socket.read_to_end(&mut bytes).await;
    assert_eq!(String::from_utf8_lossy(&bytes), "");
}

#[tokio::test]
async fn f31_cut_garbled_foreign_and_huge_answers() {
    let shop = shop().await;
    let pos = shop.pos().await;
    let cut = struck(&shop, &pos, "truncate").await.unwrap_err();
    assert!(cut.contains("Body") || cut.contains("Decode"), "the head arrives, the body does not: {cut}");
    assert!(exists(&shop, &pos, "truncate").await);
    let (status, text) = struck(&shop, &pos, "garbage").await.unwrap();
    assert!(status == 200 && serde_json::from_str::<Value>(&text).is_err(), "{text}");
    let (status, text) = struck(&shop, &pos, "html_200").await.unwrap();
    assert!(status == 200 && text.starts_with("<!doctype html>"), "{text}");
    assert!(!exists(&shop, &pos, "html_200").await, "a captive portal passes nothing on");
    let (_, text) = struck(&shop, &pos, "huge_body").await.unwrap();
    assert!(text.len() > 10 * 1024 * 1024);
    assert!(serde_json::from_str::<Value>(&text).unwrap()["data"]["id"].is_string());
}

#[tokio::test]
async fn f32_33_34_statuses_before_and_after_acting() {
    let shop = shop().await;
    let pos = shop.pos().await;
    for status in [401, 403, 404, 422, 429, 500, 503] {
        let action = format!("status:{status}");
        let (got, text) = struck(&shop, &pos, &action).await.unwrap();
        assert_eq!(got, status);
        let body: Value = serde_json::from_str(&text).unwrap();
        assert!(body["code"].is_string() && body["error"].is_string());
        assert!(!exists(&shop, &pos, &action).await);
    }
    let (got, _) = struck(&shop, &pos, "status_after:503").await.unwrap();
    assert!(got == 503 && exists(&shop, &pos, "status_after:503").await);
}

#[tokio::test]
async fn f32_retry_after_comes_in_both_forms_and_not_at_all() {
    let shop = shop().await;
    for (action, status, header) in [
        ("status:429", 429, None),
        ("retry_after:7", 429, Some("7")),
        ("status:503:retry_after:30", 503, Some("30")),
        ("retry_after_date:60", 429, Some(" GMT")),
    ] {
        shop.fault(json!({ "match": "GET /rates/*", "nth": 1, "do": action })).await;
        let response = shop.send("GET", "/rates/BTC/USD", "", &[]).await;
        assert_eq!(response.status().as_u16(), status, "{action}");
        let got = response.headers().get("retry-after").map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(got.is_some(), header.is_some(), "{action}");
        assert!(got.unwrap_or_default().ends_with(header.unwrap_or_default()), "{action}");
    }
}

#[tokio::test]
async fn f35_answers_that_lie_about_one_thing_only() {
    let shop = shop().await;
    let pos = shop.pos().await;
    let truth = [("price", "4.5"), ("currency", "\"USD\""), ("orderId", "\"mine\""), ("status", "\"new\"")];
    for (action, field) in [
        ("wrong_price", "price"),
        ("wrong_currency", "currency"),
        ("wrong_order_id", "orderId"),
        ("stale_guid", "guid"),
        ("unknown_status", "status"),
        ("wrong_host", "url"),
    ] {
        let (_, text) = struck(&shop, &pos, action).await.unwrap();
        let data = serde_json::from_str::<Value>(&text).unwrap()["data"].clone();
        for (name, value) in truth {
            let told = data[name].to_string();
            assert_eq!(told == value, name != field, "{action}: {name} is {told}");
        }
        assert_eq!(data["guid"] == action, field != "guid", "{action}");
        let at_home = |text: &Value| text.as_str().unwrap().contains(&shop.url);
        assert_eq!(at_home(&data["url"]), field != "url", "{action}");
        assert_eq!(at_home(&data["paymentCodes"]["BTC"]["BIP73"]), field != "url", "{action}");
        let stored = shop.get(&format!("/invoices/guid/{action}?token={pos}")).await;
        assert_eq!((&stored.data()["price"], &stored.data()["orderId"]), (&json!(4.5), &json!("mine")), "only told so");
    }
}

#[tokio::test]
async fn f36_numbers_as_strings_keep_every_digit() {
    let shop = shop().await;
    let pos = shop.pos().await;
    let (_, text) = struck(&shop, &pos, "numbers_as_strings").await.unwrap();
    let data = serde_json::from_str::<Value>(&text).unwrap()["data"].clone();
    assert_eq!((&data["price"], &data["paymentTotals"]["DAI"]), (&json!("4.5"), &json!("4500000000000000000")));
    assert!(data["expirationTime"].is_string() && data["amountPaid"] == "0");
}

#[tokio::test]
async fn f30_a_delayed_answer_was_acted_on_at_once() {
    let shop = shop().await;
    let pos = shop.pos().await;
    shop.fault(json!({ "match": "POST /invoices", "nth": 1, "do": "delay_ms:60000" })).await;
    let body = json!({ "token": pos, "price": 4.5, "currency": "USD", "guid": "slow" }).to_string();
    let request = shop.http.post(format!("{}/invoices", shop.url)).body(body).timeout(Duration::from_millis(500));
    assert!(request.send().await.unwrap_err().is_timeout());
    assert!(exists(&shop, &pos, "slow").await);
    let asked = Instant::now();
    shop.fault(json!({ "match": "GET /rates", "nth": 1, "do": "delay_before_ms:50" })).await;
    assert_eq!(shop.get("/rates").await.status, 200);
    assert!(asked.elapsed() >= Duration::from_millis(50));
}

#[tokio::test]
async fn rules_count_their_own_calls_and_can_be_cleared() {
    let shop = shop().await;
    let pos = shop.pos().await;
    let made = shop.invoice(&pos, json!({})).await;
    shop.fault(json!([
        { "match": "GET /invoices/:id", "nth": 2, "times": 2, "do": "status:500" },
        { "match": "GET /rates", "do": "status:503" },
    ]))
    .await;
    let path = format!("/invoices/{}?token={pos}", id(&made));
    for expected in [200, 500, 500, 200] {
        assert_eq!(shop.get(&path).await.status, expected);
    }
    for _ in 0..3 {
        assert_eq!(shop.get("/rates").await.status, 503, "without nth every call is struck");
    }
    assert_eq!(shop.call("DELETE", "/_sandbox/faults", "").await.status, 200);
    assert_eq!(shop.get("/rates").await.status, 200);
    let calls = shop.state().await["calls"].clone();
    assert_eq!(calls, json!({ "POST /invoices": 1, "GET /invoices/:id": 4, "GET /rates": 4 }));
}

#[tokio::test]
async fn a_wrong_rule_is_refused_by_name() {
    let shop = shop().await;
    for rule in [
        json!({ "match": "POST /invoices", "do": "explode" }),
        json!({ "match": "invoices", "do": "truncate" }),
        json!({ "match": "POST /invoices", "nth": 0, "do": "truncate" }),
        json!({ "match": "POST /invoices" }),
        json!("everything"),
    ] {
        let refused = shop.post("/_sandbox/faults", &json!({ "rule": rule })).await;
        assert_eq!(refused.status, 400, "{rule}");
    }
    assert_eq!(shop.get("/_sandbox/faults").await.body["rules"], json!([]));
}
