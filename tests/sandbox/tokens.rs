//! Pairing, tokens and signatures.

use serde_json::{Value, json};

use super::harness::{KEY, OTHER_KEY, OTHER_SIN, SIN, Shop, high_s, shop, signature};

async fn requested(shop: &Shop, facade: &str) -> Value {
    let asked = json!({ "id": SIN, "facade": facade, "label": "Till 2" });
    shop.post("/tokens", &asked).await.data()[0].clone()
}

#[tokio::test]
async fn bp2_09_21_a_client_asks_an_owner_approves_and_the_token_opens() {
    let shop = shop().await;
    let asked = requested(&shop, "merchant").await;
    assert_eq!(asked["policies"], json!([{ "policy": "id", "method": "inactive", "params": [SIN] }]));
    assert_eq!((asked["facade"].as_str(), asked["label"].as_str()), (Some("merchant"), Some("Till 2")));
    let (made, until) = (asked["dateCreated"].as_i64().unwrap(), asked["pairingExpiration"].as_i64().unwrap());
    assert_eq!(until - made, 86_400_000);
    let code = asked["pairingCode"].as_str().unwrap();
    assert!(code.len() == 7 && code.bytes().all(|b| b.is_ascii_alphanumeric()), "{code}");

    let token = asked["token"].as_str().unwrap();
    let path = format!("/invoices?token={token}&dateStart=2000-1-1&dateEnd=2100-1-1");
    assert_eq!(shop.signed(KEY, "GET", &path, "").await.status, 401, "open before approval");
    assert_eq!(shop.signed(KEY, "GET", "/tokens", "").await.data(), &json!([]));

    let approved = shop.post("/_sandbox/approve", &json!({ "pairingCode": code })).await;
    assert_eq!(approved.status, 200);
    assert_eq!(shop.signed(KEY, "GET", &path, "").await.status, 200);
    assert_eq!(shop.signed(KEY, "GET", "/tokens", "").await.data(), &json!([{ "merchant": token }]));
    let again = shop.post("/_sandbox/approve", &json!({ "pairingCode": code })).await;
    assert_eq!(again.status, 404, "a code works once");
}

#[tokio::test]
async fn bp2_10_a_dashboard_code_is_claimed_once() {
    let shop = shop().await;
    let made = shop.post("/_sandbox/pairing-codes", &json!({ "facade": "pos" })).await;
    let code = made.body["pairingCode"].as_str().unwrap();
    let claim = json!({ "id": SIN, "pairingCode": code });
    let answer = shop.post("/tokens", &claim).await;
    let claimed = &answer.data()[0];
    assert_eq!(claimed["policies"], json!([{ "policy": "id", "method": "require", "params": [SIN] }]));
    assert_eq!(claimed["facade"], "pos");
    assert!(claimed["resource"].is_string() && claimed.get("pairingCode").is_none());
    for body in [claim, json!({ "id": SIN, "pairingCode": "0000000" })] {
        let refused = shop.post("/tokens", &body).await;
        assert_eq!((refused.status, &refused.body), (404, &json!({ "error": "Object not found" })));
    }
    let merchant = shop.post("/_sandbox/pairing-codes", &json!({ "facade": "merchant" })).await;
    assert_eq!(merchant.status, 400, "the dashboard makes pos codes only");
}

#[tokio::test]
async fn a_code_is_dead_after_a_day() {
    let shop = shop().await;
    let asked = requested(&shop, "pos").await;
    let made = shop.post("/_sandbox/pairing-codes", &json!({ "facade": "pos" })).await;
    shop.advance(86_400_000).await;
    let approve = shop.post("/_sandbox/approve", &json!({ "pairingCode": asked["pairingCode"] })).await;
    assert_eq!(approve.status, 404);
    let claim = json!({ "id": SIN, "pairingCode": made.body["pairingCode"] });
    assert_eq!(shop.post("/tokens", &claim).await.status, 404);
}

#[tokio::test]
async fn bp2_20_a_merchant_token_does_the_owners_part() {
    let shop = shop().await;
    let merchant = shop.merchant().await;
    let asked = shop.post("/tokens", &json!({ "id": OTHER_SIN, "facade": "pos" })).await.data()[0].clone();
    let sign = |body: Value| {
        let shop = &shop;
        async move { shop.signed(KEY, "POST", "/tokens", &body.to_string()).await }
    };
    let wrong = sign(json!({ "token": merchant, "pairingCode": asked["pairingCode"], "facade": "merchant" })).await;
    assert_eq!(wrong.status, 404, "the facade must be the one asked for");
    let right = sign(json!({ "token": merchant, "pairingCode": asked["pairingCode"], "facade": "pos" })).await;
    assert_eq!(right.data()[0]["token"], asked["token"]);

    let code = sign(json!({ "token": merchant, "facade": "pos", "id": SIN, "guid": "g-1" })).await;
    let code = code.data()[0]["pairingCode"].clone();
    let claim = shop.post("/tokens", &json!({ "id": OTHER_SIN, "pairingCode": code })).await;
    assert_eq!(claim.data()[0]["facade"], "pos");

    let open = sign(json!({ "token": merchant, "facade": "pos" })).await;
    let open = &open.data()[0];
    assert_eq!(open["policies"], json!([]));
    shop.invoice(open["token"].as_str().unwrap(), json!({})).await;

    let unsigned = shop.post("/tokens", &json!({ "token": merchant, "facade": "pos" })).await;
    assert_eq!((unsigned.status, unsigned.body["error"].as_str()), (400, Some("Invalid signature")));
}

#[tokio::test]
async fn bp2_26_what_a_token_request_gets_wrong_is_named() {
    let shop = shop().await;
    for (body, code, param) in [
        (json!({ "facade": "pos" }), "010003", "id"),
        (json!({ "id": SIN }), "010003", "facade"),
        (json!({ "id": "Tf1Jc1xSbqasm5QLwwSQc5umddx2h7mAMhX", "facade": "pos" }), "010002", "id"),
        (json!({ "id": SIN, "facade": "owner" }), "010002", "facade"),
        (json!({ "id": SIN, "facade": "pos", "label": "Till #2" }), "010002", "label"),
    ] {
        let refused = shop.post("/tokens", &body).await;
        assert_eq!(refused.status, 400, "{body}");
        assert_eq!(refused.body["status"], "error");
        assert_eq!((refused.body["code"].as_str(), refused.body["param"].as_str()), (Some(code), Some(param)));
        assert!(refused.body["error"].is_string() && refused.body["data"].is_null());
    }
}

#[tokio::test]
async fn bp2_13_signatures_are_checked_where_the_token_demands_them() {
    let shop = shop().await;
    let asked = requested(&shop, "pos").await;
    shop.post("/_sandbox/approve", &json!({ "pairingCode": asked["pairingCode"] })).await;
    let token = asked["token"].as_str().unwrap();
    // Separators, escapes and raw letters are signed as they stand.
    let body =
        format!("{{\"token\": \"{token}\", \"price\":10.50 ,\"currency\":\"EUR\",\"itemDesc\":\"caf\\u00e9 é \\/\"}}");
    let good = signature(KEY, &format!("{}/invoices{body}", shop.url));
    let made = shop.with_signature((KEY, &good), "POST", "/invoices", &body).await;
    assert_eq!(made.data()["itemDesc"], "café é /");
    assert_eq!(shop.with_signature((KEY, &high_s(&good)), "POST", "/invoices", &body).await.status, 200);
    assert_eq!(shop.with_signature((KEY, &good.to_uppercase()), "POST", "/invoices", &body).await.status, 200);

    let invalid = json!({ "error": "Invalid signature" });
    for (sign, sent) in [
        (signature(KEY, &format!("{}/invoices", shop.url)), body.clone()),
        (good.clone(), body.replace("10.50", "10.5")),
        (good.clone(), body.replace("\"price\":10.50 ,\"currency\":\"EUR\"", "\"currency\":\"EUR\",\"price\":10.50 ")),
        (signature(OTHER_KEY, &format!("{}/invoices{body}", shop.url)), body.clone()),
        ("00".to_owned(), body.clone()),
        (signature(KEY, &format!("https://bitpay.com/invoices{body}")), body.clone()),
    ] {
        let refused = shop.with_signature((KEY, &sign), "POST", "/invoices", &sent).await;
        assert_eq!((refused.status, &refused.body), (400, &invalid));
    }
    assert_eq!(shop.call("POST", "/invoices", &body).await.status, 400, "unsigned");
    let stranger = shop.signed(OTHER_KEY, "POST", "/invoices", &body).await;
    assert_eq!((stranger.status, &stranger.body), (401, &json!({ "error": "Unauthorized sin" })));
}

#[tokio::test]
async fn bp2_11_an_open_token_and_public_paths_ignore_stale_signatures() {
    let shop = shop().await;
    let pos = shop.pos().await;
    let body = json!({ "token": pos, "price": 1, "currency": "USD" }).to_string();
    assert_eq!(shop.with_signature((KEY, "3044ffff"), "POST", "/invoices", &body).await.status, 200);
    assert_eq!(shop.with_signature((KEY, "3044ffff"), "GET", "/rates", "").await.status, 200);
    assert_eq!(shop.with_signature((KEY, "3044ffff"), "GET", "/currencies/", "").await.status, 200);
}

#[tokio::test]
async fn bp2_23_25_sins_are_listed_linked_and_removed_but_never_the_last() {
    let shop = shop().await;
    let merchant = shop.merchant().await;
    let sins = format!("/tokens/{merchant}/sins");
    assert_eq!(shop.signed(KEY, "GET", &sins, "").await.data(), &json!({ "sins": [SIN] }));
    let last = shop.signed(KEY, "DELETE", &format!("{sins}/{SIN}"), "").await;
    assert_eq!(last.status, 400);
    let add = json!({ "sin": OTHER_SIN }).to_string();
    assert_eq!(shop.signed(KEY, "POST", &sins, &add).await.data(), &json!({ "success": true }));
    assert_eq!(shop.signed(OTHER_KEY, "DELETE", &format!("{sins}/{SIN}"), "").await.data()["success"], true);
    assert_eq!(shop.signed(KEY, "GET", &sins, "").await.status, 401, "removed keys stay out");
}
