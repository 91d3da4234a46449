//! The other dialect as its own clients meet it: envelopes, errors and words.

use ringup::sandbox::{Dialect, Options};
use serde_json::{Value, json};

use super::harness::{KEY, SIN, Shop, frozen, id, open};

async fn server() -> Shop {
    open(Options { dialect: Dialect::BtcPay, ..frozen() }).await
}

/// A shop whose key is paired.
async fn paired() -> Shop {
    let shop = server().await;
    let begun = shop.post("/tokens", &json!({ "id": SIN, "facade": "pos", "label": "Till" })).await;
    let token = &begun.data()[0];
    assert_eq!((token["policies"].clone(), token["facade"].as_str()), (json!([]), Some("merchant")));
    let lifetime = token["pairingExpiration"].as_i64().unwrap() - token["dateCreated"].as_i64().unwrap();
    assert_eq!(lifetime, 900_000);
    shop.post("/_sandbox/approve", &json!({ "pairingCode": token["pairingCode"] })).await;
    shop
}

async fn made(shop: &Shop, extra: Value) -> Value {
    let mut body = json!({ "price": 20.5, "currency": "USD", "orderId": "1042-1" });
    for (key, value) in extra.as_object().unwrap() {
        body[key] = value.clone();
    }
    let answer = shop.signed(KEY, "POST", "/invoices", &body.to_string()).await;
    assert_eq!(answer.body["facade"], "pos/invoice");
    answer.data().clone()
}

async fn read(shop: &Shop, invoice: &Value) -> Value {
    shop.signed(KEY, "GET", &format!("/invoices/{}", id(invoice)), "").await.data().clone()
}

#[tokio::test]
async fn names_are_drawn_anew_and_money_stands_with_each_way() {
    let shop = paired().await;
    let first = made(&shop, json!({ "guid": "5f0c8a1e-6d0b-4c39-9a55-0d6a4f0b7e21" })).await;
    let again = read(&shop, &first).await;
    assert_eq!(first["id"], again["id"]);
    assert!(first["guid"] != again["guid"] && first["token"] != again["token"]);
    assert_eq!((first["amountPaid"].clone(), first["exRates"]["USD"].clone()), (json!(0), json!(0)));
    let ways = first["cryptoInfo"].as_array().unwrap();
    let kinds: Vec<&str> = ways.iter().map(|way| way["paymentType"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["BTC-CHAIN", "LTC-CHAIN", "BTC-LN", "BTC-LNURL"]);
    assert_eq!((ways[0]["due"].as_str(), ways[0]["networkFee"].as_str()), (Some("0.00033200"), Some("0.00000100")));
    let bolt11 = ways[2]["paymentUrls"]["BOLT11"].as_str().unwrap();
    assert!(bolt11.starts_with("lightning:lnbcrt") && ways[2]["paymentUrls"]["BIP21"].is_null(), "{bolt11}");
    assert!(ways[3]["paymentUrls"]["LNURLP"].as_str().unwrap().starts_with("lightning:LNURL1"));
}

#[tokio::test]
async fn each_speed_completes_at_its_own_depth_and_never_says_confirmed() {
    let shop = paired().await;
    for (speed, depth) in [("high", 0), ("medium", 1), ("low-medium", 2), ("low", 6)] {
        let invoice = made(&shop, json!({ "transactionSpeed": speed })).await;
        shop.pay(id(&invoice), json!({ "coin": "BTC", "confirmations": 0 })).await;
        for confirmations in [0, 1, 2, 6] {
            if confirmations > 0 {
                shop.confirm(id(&invoice), confirmations).await;
            }
            let word = if confirmations >= depth { "complete" } else { "paid" };
            assert_eq!(read(&shop, &invoice).await["status"], word, "{speed} at {confirmations}");
        }
    }
}

#[tokio::test]
async fn late_money_and_marks_have_their_exceptions() {
    let shop = paired().await;
    let invoice = made(&shop, json!({})).await;
    shop.advance(900_000).await;
    shop.pay(id(&invoice), json!({ "coin": "BTC-LN" })).await;
    let late = read(&shop, &invoice).await;
    assert_eq!((late["status"].as_str(), late["exceptionStatus"].as_str()), (Some("expired"), Some("paidLater")));
    shop.post(&format!("/_sandbox/invoices/{}/mark", id(&invoice)), &json!({ "status": "complete" })).await;
    let marked = read(&shop, &invoice).await;
    assert_eq!((marked["status"].as_str(), marked["exceptionStatus"].as_str()), (Some("complete"), Some("marked")));
}

#[tokio::test]
async fn refusals_have_the_servers_own_forms() {
    let shop = paired().await;
    let unsigned = shop.get("/invoices").await;
    assert_eq!(unsigned.status, 401);
    assert_eq!(unsigned.body["errors"][0]["error"], unsigned.body["error"]);
    let bad = shop.signed(KEY, "POST", "/invoices", r#"{"price":-1,"currency":"USD"}"#).await;
    assert_eq!((bad.status, bad.body.as_object().unwrap().len()), (400, 1));
    for (method, path) in
        [("DELETE", "/invoices/a"), ("GET", "/invoices/guid/a"), ("GET", "/ledgers"), ("GET", "/currencies")]
    {
        assert_eq!(shop.signed(KEY, method, path, "").await.status, 404, "{method} {path}");
    }
    assert_eq!(shop.get("/rates").await.status, 401, "rates belong to a store");
    let store = shop.state().await["store"].as_str().unwrap().to_owned();
    let rate = shop.get(&format!("/rates/BTC/USD?storeId={store}")).await;
    assert_eq!(
        (rate.data()["currencyPair"].as_str(), rate.data()["cryptoCode"].as_str()),
        (Some("BTC_USD"), Some("BTC"))
    );
    assert_eq!(shop.get(&format!("/invoices?storeId={store}")).await.status, 403);
}

#[tokio::test]
async fn without_a_json_content_type_the_customer_gets_a_page() {
    let shop = paired().await;
    let invoice = made(&shop, json!({})).await;
    let page = shop.http.get(format!("{}/invoices/{}", shop.url, id(&invoice))).send().await.unwrap();
    assert!(page.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
    let seen = shop.seen(id(&invoice)).await;
    let offers: Vec<&str> = seen["offers"].as_array().unwrap().iter().map(|o| o["code"].as_str().unwrap()).collect();
    assert_eq!(offers, ["BTC", "LTC", "BTC-LN", "BTC-LNURL"], "and the page offers what the invoice does");
}
