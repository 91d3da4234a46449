//! What is refused, in the gateway's own forms.

use serde_json::{Value, json};

use super::harness::{KEY, OTHER_KEY, SIN, id, shop, signature};

/// Everything a merchant may do and a till may not.
const MERCHANT_ONLY: [(&str, &str); 15] = [
    ("GET", "/invoices"),
    ("PUT", "/invoices/ID"),
    ("PUT", "/invoices/pay/ID"),
    ("DELETE", "/invoices/ID"),
    ("DELETE", "/invoices/guid/ID"),
    ("POST", "/refunds"),
    ("GET", "/refunds"),
    ("GET", "/refunds/ID"),
    ("PUT", "/refunds/ID"),
    ("DELETE", "/refunds/guid/ID"),
    ("GET", "/ledgers"),
    ("GET", "/ledgers/USD"),
    ("GET", "/settlements"),
    ("GET", "/settlements/ID"),
    ("POST", "/tokens"),
];

fn with_token(method: &str, path: &str, token: &str) -> (String, String) {
    match method {
        "GET" | "DELETE" => (format!("{path}?token={token}"), String::new()),
        _ => (path.to_owned(), json!({ "token": token }).to_string()),
    }
}

#[tokio::test]
async fn bp2_07_86_the_pos_facade_is_told_no_everywhere_with_the_same_words() {
    let shop = shop().await;
    let made = shop.post("/_sandbox/tokens", &json!({ "facade": "pos", "id": SIN })).await;
    let pos = made.body["token"].as_str().unwrap();
    for (method, path) in MERCHANT_ONLY {
        let (path, body) = with_token(method, path, pos);
        let refused = shop.signed(KEY, method, &path, &body).await;
        let text = "This endpoint does not support the `pos` facade";
        assert_eq!((refused.status, &refused.body), (403, &json!({ "error": text })), "{method} {path}");
    }
}

#[tokio::test]
async fn bp2_05_13_access_is_checked_in_order_token_signature_key() {
    let shop = shop().await;
    let merchant = shop.merchant().await;
    let asked = shop.post("/tokens", &json!({ "id": SIN, "facade": "merchant" })).await;
    let unapproved = asked.data()[0]["token"].as_str().unwrap().to_owned();
    for (method, path) in MERCHANT_ONLY {
        let (nowhere, body) = with_token(method, path, "nonsense");
        let told = shop.signed(KEY, method, &nowhere, &body).await;
        assert_eq!((told.status, &told.body), (401, &json!({ "error": "Invalid token" })), "{method} {path}");
        let (early, body) = with_token(method, path, &unapproved);
        assert_eq!(shop.signed(KEY, method, &early, &body).await.status, 401, "not approved: {method} {path}");

        let (target, body) = with_token(method, path, &merchant);
        let unsigned = shop.call(method, &target, &body).await;
        let text = json!({ "error": "Invalid signature" });
        assert_eq!((unsigned.status, &unsigned.body), (400, &text), "{method} {path}");
        for wrong in [format!("{}{target}{body} ", shop.url), format!("http://elsewhere{target}{body}")] {
            let sign = signature(KEY, &wrong);
            let refused = shop.with_signature((KEY, &sign), method, &target, &body).await;
            assert_eq!((refused.status, &refused.body), (400, &text), "{method} {path}");
        }
        let stranger = shop.signed(OTHER_KEY, method, &target, &body).await;
        assert_eq!((stranger.status, &stranger.body), (401, &json!({ "error": "Unauthorized sin" })));
    }
}

#[tokio::test]
async fn bp2_16_17_a_coded_error_has_all_its_members() {
    let shop = shop().await;
    let (pos, merchant) = (shop.pos().await, shop.merchant().await);
    let get = |path: String| {
        let shop = &shop;
        async move { shop.signed(KEY, "GET", &path, "").await }
    };
    let range = "dateStart=2026-1-1&dateEnd=2026-1-2";
    for (path, status, code) in [
        (format!("/invoices/nobody?token={merchant}"), 404, "020101"),
        (format!("/invoices/guid/nobody?token={merchant}"), 404, "020101"),
        (format!("/invoices?token={merchant}"), 400, "020103"),
        (format!("/invoices?token={merchant}&{range}&status=lost"), 400, "020102"),
        (format!("/invoices?token={merchant}&{range}&limit=-1"), 400, "020102"),
        (format!("/invoices?token={merchant}&{range}&offset=x"), 400, "020102"),
        (format!("/refunds/nobody?token={merchant}"), 404, "020201"),
        (format!("/ledgers/USD?token={merchant}"), 400, "020003"),
    ] {
        let refused = get(path.clone()).await;
        assert_eq!((refused.status, refused.body["code"].as_str()), (status, Some(code)), "{path}");
        assert_eq!((&refused.body["status"], &refused.body["data"]), (&json!("error"), &Value::Null));
        assert!(!refused.body["error"].as_str().unwrap().is_empty());
    }
    let broken = shop.call("POST", "/refunds", "{\"token\":").await;
    assert_eq!((broken.status, broken.body["code"].as_str()), (400, Some("010002")));
    for body in ["[]", "7", "\"text\""] {
        assert_eq!(shop.call("POST", "/invoices", body).await.body["code"], "010002", "{body}");
    }
    let made = shop.invoice(&pos, json!({})).await;
    for path in [format!("/invoices/{}/", id(&made)), format!("/invoices/{}?token={pos}", id(&made))] {
        assert_eq!(shop.get(&path).await.status, 200, "and the next call works");
    }
}

#[tokio::test]
async fn bp2_85_every_filter_of_a_list_works_in_every_spelling() {
    let shop = shop().await;
    let (pos, merchant) = (shop.pos().await, shop.merchant().await);
    let now = shop.state().await["now"].as_i64().unwrap();
    let at = |ms: i64, form: &str| jiff::Timestamp::from_millisecond(ms).unwrap().strftime(form).to_string();
    let first = shop.invoice(&pos, json!({ "orderId": "a" })).await;
    shop.advance(86_400_000).await;
    let second = shop.invoice(&pos, json!({ "orderId": "b", "itemCode": "bitcoindonation" })).await;
    let list = |query: String| {
        let (shop, path) = (&shop, format!("/invoices?token={merchant}&{query}"));
        async move {
            let found = shop.signed(KEY, "GET", &path, "").await;
            found.data().as_array().unwrap().iter().map(|one| id(one).to_owned()).collect::<Vec<String>>()
        }
    };
    let (one, two) = (id(&first), id(&second));
    for form in ["%Y-%m-%d", "%Y-%-m-%-d", "%Y-%m-%dT00:00:00Z"] {
        let days = format!("dateStart={}&dateEnd={}", at(now, form), at(now + 2 * 86_400_000, form));
        assert_eq!(list(days).await, [two, one], "{form}");
    }
    let day = at(now, "%Y-%m-%d");
    assert_eq!(list(format!("dateStart={day}&dateEnd={day}")).await, [one], "the end day is included");
    let all = "dateStart=2000-1-1&dateEnd=2100-1-1";
    assert_eq!(list(format!("{all}&orderId=a")).await, [one]);
    assert_eq!(list(format!("{all}&itemCode=bitcoindonation")).await, [two]);
    assert_eq!(list(format!("{all}&status=expired")).await, [one]);
    assert_eq!(list(format!("{all}&status=new&orderId=")).await, [two], "an empty filter is none");
    assert_eq!(list(format!("{all}&limit=1")).await, [two]);
    for skip in ["offset=1", "skip=1"] {
        assert_eq!(list(format!("{all}&{skip}")).await, [one], "{skip}");
    }
}
