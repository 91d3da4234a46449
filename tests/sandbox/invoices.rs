//! Making, reading, listing and cancelling invoices.

use serde_json::{Value, json};

use super::harness::{KEY, Shop, frozen, id, open, shop};
use ringup::sandbox::Options;

async fn refused(shop: &Shop, token: &str, extra: Value) -> (u16, String, String) {
    let mut body = json!({ "token": token, "price": 20.5, "currency": "USD" });
    for (key, value) in extra.as_object().unwrap() {
        body[key] = value.clone();
    }
    let answer = shop.post("/invoices", &body).await;
    let text = |key: &str| answer.body[key].as_str().unwrap_or_default().to_owned();
    (answer.status, text("code"), text("param"))
}

#[tokio::test]
async fn bp2_27_50_60_a_new_invoice_has_the_documented_form() {
    let shop = shop().await;
    let pos = shop.pos().await;
    let body = json!({
        "token": pos, "price": 20.5, "currency": "USD", "orderId": "1042-1", "guid": "5f0c8a1e", "itemDesc": "Sale 1042",
        "posData": "{\"till\":2}", "itemizedDetails": [{ "amount": 20.5, "description": "Tea", "isFee": false }],
        "nonce": 1, "somethingNew": { "a": [] },
    });
    let answer = shop.post("/invoices/", &body).await;
    assert_eq!(answer.body["facade"], "pos/invoice");
    let made = answer.data();
    let id = id(made);
    assert_eq!(id.len(), 22);
    assert_eq!(made["url"], format!("{}/invoice?id={id}", shop.url));
    assert_eq!(made["price"].to_string(), "20.5");
    for (field, value) in [
        ("guid", json!("5f0c8a1e")),
        ("status", json!("new")),
        ("exceptionStatus", json!(false)),
        ("currency", json!("USD")),
        ("orderId", json!("1042-1")),
        ("posData", json!("{\"till\":2}")),
        ("itemDesc", json!("Sale 1042")),
        ("amountPaid", json!(0)),
        ("displayAmountPaid", json!("0")),
        ("lowFeeDetected", json!(false)),
        ("buyerProvidedInfo", json!({})),
        ("merchantName", json!("Practice shop")),
    ] {
        assert_eq!(made[field], value, "{field}");
    }
    let times = ["invoiceTime", "expirationTime", "currentTime"].map(|name| made[name].as_i64().unwrap());
    assert_eq!(times[1] - times[0], 900_000);
    assert_eq!(times[2], times[0]);
    let hidden = [
        "transactions",
        "targetConfirmations",
        "transactionSpeed",
        "buyer",
        "refundAddresses",
        "buyerProvidedEmail",
        "shopper",
        "isCancelled",
        "bitpayIdRequired",
        "transactionCurrency",
        "underpaidAmount",
        "overpaidAmount",
    ];
    for field in hidden {
        assert!(made.get(field).is_none(), "{field} is not for the pos facade");
    }
}

#[tokio::test]
async fn bp2_66_71_every_coin_has_totals_rates_fees_and_codes() {
    let shop = shop().await;
    let pos = shop.pos().await;
    let made = shop.invoice(&pos, json!({})).await;
    let link = format!("{}/i/{}", shop.url, id(&made));
    let exact = |field: &str, coin: &str| made[field][coin].to_string();
    assert_eq!((exact("paymentSubtotals", "BTC"), exact("paymentTotals", "BTC")), ("33100".into(), "33200".into()));
    assert_eq!(exact("paymentTotals", "DAI"), "20500000000000000000", "plain digits beyond 2^64");
    assert_eq!(made["paymentDisplaySubTotals"]["BTC"], "0.000331");
    assert_eq!(made["paymentDisplayTotals"]["BTC"], "0.000332");
    assert_eq!(made["paymentDisplayTotals"]["DAI"], "20.50");
    assert_eq!(made["exchangeRates"]["BTC"]["USD"].to_string(), "62000.5");
    assert!(made["exchangeRates"]["BTC"]["EUR"].is_number());
    assert_eq!(made["minerFees"]["BTC"], json!({ "satoshisPerByte": 1, "totalFee": 100, "fiatAmount": 0.06 }));
    assert_eq!(made["supportedTransactionCurrencies"]["BTC"], json!({ "enabled": true }));
    let off = json!({ "enabled": false, "reason": "merchantDisabledByParam" });
    assert_eq!(made["supportedTransactionCurrencies"]["WBTC"], off);
    for (coin, codes) in [
        ("BTC", json!({ "BIP72b": format!("bitcoin:?r={link}"), "BIP73": link })),
        ("BCH", json!({ "BIP72b": format!("bitcoincash:?r={link}"), "BIP73": link })),
        ("LTC", json!({ "BIP72b": format!("litecoin:?r={link}"), "BIP73": link })),
        ("DOGE", json!({ "BIP72b": format!("dogecoin:?r={link}"), "BIP73": link })),
        ("ETH", json!({ "EIP681": format!("ethereum:?r={link}") })),
        ("DAI", json!({ "EIP681b": format!("ethereum:?r={link}") })),
        ("USDC", json!({ "EIP681b": format!("ethereum:?r={link}") })),
        ("XRP", json!({ "BIP72b": format!("ripple:?r={link}"), "BIP73": link, "RIP681": link })),
    ] {
        assert_eq!(made["paymentCodes"][coin], codes, "{coin}");
    }
    assert!(made["paymentCodes"].get("WBTC").is_none() && made["paymentTotals"].get("WBTC").is_none());
    assert_eq!(made["universalCodes"]["paymentString"], link);
}

#[tokio::test]
async fn bp2_79_prices_are_exact_whatever_their_spelling() {
    let shop = shop().await;
    let pos = shop.pos().await;
    for (sent, said) in
        [("\"10.00\"", "10"), ("0.1", "0.1"), ("4.50", "4.5"), ("1e2", "100"), ("123456.78", "123456.78")]
    {
        let body = format!("{{\"token\":\"{pos}\",\"price\":{sent},\"currency\":\"USD\"}}");
        let made = shop.call("POST", "/invoices", &body).await;
        assert_eq!(made.data()["price"].to_string(), said, "{sent}");
    }
    let big = shop.invoice(&pos, json!({ "price": 999_999.99 })).await;
    assert_eq!(big["paymentTotals"]["DAI"].to_string(), "999999990000000000000000");
    let yen = shop.invoice(&pos, json!({ "price": 450, "currency": "JPY" })).await;
    assert_eq!(yen["exchangeRates"]["DAI"]["JPY"].to_string(), "151.2");
    assert_eq!(yen["paymentDisplayTotals"]["DAI"], "2.98", "rounded up: the merchant never gets less");
}

#[tokio::test]
async fn bp2_16_18_every_wrong_field_is_named_with_its_code() {
    let shop = shop().await;
    let pos = shop.pos().await;
    for (extra, code, param) in [
        (json!({ "price": null }), "010103", "price"),
        (json!({ "price": "ten" }), "010102", "price"),
        (json!({ "price": -1 }), "010102", "price"),
        (json!({ "price": true }), "010102", "price"),
        (json!({ "price": 0 }), "010110", "price"),
        (json!({ "price": 0.01 }), "010110", "price"),
        (json!({ "price": 1_000_000.01 }), "010111", "price"),
        (json!({ "price": "99999999999999999999999999999999999" }), "010111", "price"),
        (json!({ "currency": null }), "010103", "currency"),
        (json!({ "currency": "XXX" }), "010102", "currency"),
        (json!({ "transactionSpeed": "warp" }), "010102", "transactionSpeed"),
        (json!({ "acceptanceWindow": 900_001 }), "010102", "acceptanceWindow"),
        (json!({ "acceptanceWindow": -1 }), "010102", "acceptanceWindow"),
        (json!({ "notificationURL": "http://shop.example/hook" }), "010102", "notificationURL"),
        (json!({ "redirectURL": "shop.example" }), "010102", "redirectURL"),
        (json!({ "autoRedirect": true }), "010103", "redirectURL"),
        (json!({ "itemCode": "coffee" }), "010102", "itemCode"),
        (json!({ "itemizedDetails": [{ "amount": "x", "description": "Tea" }] }), "010102", "itemizedDetails"),
        (json!({ "itemizedDetails": "Tea" }), "010102", "itemizedDetails"),
        (json!({ "paymentCurrencies": ["GOLD"] }), "010102", "paymentCurrencies"),
        (json!({ "paymentCurrencies": ["WBTC"] }), "010102", "paymentCurrencies"),
        (json!({ "buyer": { "country": "Deutschland" } }), "010102", "buyer.country"),
        (json!({ "posData": { "till": 2 } }), "010102", "posData"),
    ] {
        let got = refused(&shop, &pos, extra.clone()).await;
        assert_eq!(got, (400, code.to_owned(), param.to_owned()), "{extra}");
    }
    let broken = shop.call("POST", "/invoices", "{\"token\":").await;
    assert_eq!((broken.status, broken.body["code"].as_str()), (400, Some("010002")));
    assert_eq!(refused(&shop, "nonsense", json!({})).await.0, 401);
    assert_eq!(shop.state().await["invoices"], json!([]), "a refused create leaves nothing");
}

#[tokio::test]
async fn bp2_29_84_the_guid_finds_the_first_invoice_again() {
    let shop = shop().await;
    let (pos, merchant) = (shop.pos().await, shop.merchant().await);
    let first = shop.invoice(&pos, json!({ "guid": "payment#1234", "price": 7 })).await;
    let second = shop.invoice(&pos, json!({ "guid": "payment#1234", "price": 9, "orderId": "other" })).await;
    assert_eq!(second["id"], first["id"]);
    assert_eq!(second["price"].to_string(), "7");
    assert!(second.get("orderId").is_none(), "unchanged");
    let found = shop.get(&format!("/invoices/guid/payment%231234?token={pos}")).await;
    assert_eq!(found.data()["id"], first["id"]);
    let path = format!("/invoices/guid/payment%231234/?token={merchant}");
    let found = shop.signed(KEY, "GET", &path, "").await;
    assert_eq!((found.body["facade"].as_str(), &found.data()["id"]), (Some("merchant/invoice"), &first["id"]));
    let unknown = shop.get(&format!("/invoices/guid/nothing?token={pos}")).await;
    assert_eq!((unknown.status, unknown.body["code"].as_str()), (404, Some("020101")));
    assert_eq!(shop.state().await["invoices"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn one_guid_in_many_hands_at_once_makes_one_invoice() {
    let shop = shop().await;
    let pos = shop.pos().await;
    let same = json!({ "guid": "race" });
    let calls = (0..16).map(|_| shop.invoice(&pos, same.clone()));
    let made = futures::future::join_all(calls).await;
    assert!(made.iter().all(|invoice| invoice["id"] == made[0]["id"]));
    assert_eq!(shop.state().await["invoices"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn bp2_05_06_83_who_reads_decides_what_is_seen() {
    let shop = shop().await;
    let (pos, other, merchant) = (shop.pos().await, shop.pos().await, shop.merchant().await);
    let made = shop.invoice(&pos, json!({})).await;
    let id = id(&made);
    let mine = shop.get(&format!("/invoices/{id}?token={pos}")).await;
    assert_eq!(mine.data()["token"], made["token"], "one resource token per token and invoice");
    assert_eq!(made["token"].as_str().unwrap().len(), 65);
    let by_resource = shop.get(&format!("/invoices/{id}?token={}", made["token"].as_str().unwrap())).await;
    assert_eq!(by_resource.data()["token"], made["token"]);
    assert_eq!(shop.get(&format!("/invoices/{id}?token={other}")).await.status, 404);
    assert_eq!(shop.get(&format!("/invoices/{id}?token=nonsense")).await.status, 401);
    let whole = shop.signed(KEY, "GET", &format!("/invoices/{id}?token={merchant}"), "").await;
    assert_eq!(whole.body["facade"], "merchant/invoice");
    assert_ne!(whole.data()["token"], made["token"]);
    assert_eq!(whole.data()["targetConfirmations"], 6);
    assert_eq!((&whole.data()["transactions"], &whole.data()["isCancelled"]), (&json!([]), &json!(false)));
    let public = shop.get(&format!("/invoices/{id}/")).await;
    let data = public.data();
    assert_eq!((&data["id"], data["paymentTotals"]["BTC"].to_string()), (&made["id"], "33200".to_owned()));
    for secret in ["token", "guid", "orderId", "posData", "buyer", "amountPaid"] {
        assert!(data.get(secret).is_none(), "{secret} is public");
    }
    let unknown = shop.get("/invoices/1111111111111111111111").await;
    assert_eq!((unknown.status, unknown.body["code"].as_str()), (404, Some("020101")));
}

#[tokio::test]
async fn bp2_85_86_the_merchant_lists_and_the_pos_is_told_no() {
    let shop = shop().await;
    let (pos, merchant) = (shop.pos().await, shop.merchant().await);
    let range = "dateStart=2000-1-1&dateEnd=2100-12-31";
    let no = shop.get(&format!("/invoices?token={pos}&{range}")).await;
    let text = "This endpoint does not support the `pos` facade";
    assert_eq!((no.status, &no.body), (403, &json!({ "error": text })));
    for order in 0..5 {
        shop.invoice(&pos, json!({ "orderId": format!("order-{order}") })).await;
        shop.advance(1_000).await;
    }
    let list = |query: String| {
        let (shop, path) = (&shop, format!("/invoices?token={merchant}&{query}"));
        async move { shop.signed(KEY, "GET", &path, "").await }
    };
    let orders = |answer: &super::harness::Answer| -> Vec<String> {
        answer.data().as_array().unwrap().iter().map(|i| i["orderId"].as_str().unwrap().to_owned()).collect()
    };
    let page = list(format!("{range}&limit=2&offset=1")).await;
    assert_eq!(orders(&page), ["order-3", "order-2"], "newest first");
    assert_eq!(orders(&list(format!("{range}&orderId=order-4")).await), ["order-4"]);
    assert_eq!(list(format!("{range}&status=paid")).await.data(), &json!([]));
    assert_eq!(list("dateStart=2000-1-1&dateEnd=2000-1-2".into()).await.data(), &json!([]));
    let missing = list("dateStart=2000-1-1".into()).await;
    assert_eq!((missing.status, missing.body["param"].as_str()), (400, Some("dateEnd")));
}

#[tokio::test]
async fn bp2_40_45_coins_and_window_are_honoured() {
    let shop = shop().await;
    let pos = shop.pos().await;
    let made = shop.invoice(&pos, json!({ "paymentCurrencies": ["LTC", "DAI"], "acceptanceWindow": 60_000 })).await;
    let coins: Vec<&String> = made["paymentTotals"].as_object().unwrap().keys().collect();
    assert_eq!(coins, ["DAI", "LTC"]);
    assert_eq!(made["supportedTransactionCurrencies"]["BTC"]["reason"], "merchantDisabledByParam");
    shop.advance(59_999).await;
    assert_eq!(shop.seen(id(&made)).await["status"], "new");
    shop.advance(1).await;
    assert_eq!(shop.seen(id(&made)).await["status"], "expired");
}

#[tokio::test]
async fn bp2_78_a_new_invoice_can_be_cancelled_and_no_other() {
    let shop = shop().await;
    let (pos, merchant) = (shop.pos().await, shop.merchant().await);
    let cancel = |id: String, force: &'static str| {
        let (shop, path) = (&shop, format!("/invoices/{id}?token={merchant}{force}"));
        async move { shop.signed(KEY, "DELETE", &path, "").await }
    };
    let made = shop.invoice(&pos, json!({})).await;
    let gone = cancel(id(&made).to_owned(), "").await;
    assert_eq!((&gone.data()["status"], &gone.data()["isCancelled"]), (&json!("expired"), &json!(true)));
    let again = cancel(id(&made).to_owned(), "").await;
    assert_eq!((again.status, again.body["code"].as_str()), (400, Some("040107")));

    let partly = shop.invoice(&pos, json!({})).await;
    shop.pay(id(&partly), json!({ "coin": "BTC", "amount": "half", "confirmations": 0 })).await;
    let refused = cancel(id(&partly).to_owned(), "").await;
    assert_eq!((refused.status, refused.body["code"].as_str()), (400, Some("040108")));
    assert_eq!(cancel(id(&partly).to_owned(), "&forceCancel=True").await.data()["isCancelled"], true);
    let unsigned = shop.call("DELETE", &format!("/invoices/{}?token={merchant}", id(&made)), "").await;
    assert_eq!(unsigned.status, 400);
}

#[tokio::test]
async fn bp2_94_limits_answer_429_with_the_time_to_wait() {
    let shop = open(Options { limits: true, ..frozen() }).await;
    let pos = shop.pos().await;
    for _ in 0..30 {
        shop.invoice(&pos, json!({})).await;
    }
    let body = json!({ "token": pos, "price": 1, "currency": "USD" }).to_string();
    let limited = shop.send("POST", "/invoices", &body, &[]).await;
    assert_eq!((limited.status().as_u16(), limited.headers()["retry-after"].to_str().unwrap()), (429, "60"));
    for _ in 0..2 {
        shop.advance(60_000).await;
        for _ in 0..30 {
            shop.invoice(&pos, json!({})).await;
        }
    }
    shop.advance(60_000).await;
    for _ in 0..10 {
        shop.invoice(&pos, json!({})).await;
    }
    let limited = shop.send("POST", "/invoices", &body, &[]).await;
    assert_eq!(limited.status().as_u16(), 429);
    assert_eq!(limited.headers()["retry-after"], "3420", "57 minutes until the first create is an hour old");
    let body: Value = serde_json::from_str(&limited.text().await.unwrap()).unwrap();
    assert!(body["code"].is_string() && body["error"].is_string());
}

#[tokio::test]
async fn bp2_89_91_rates_and_currencies_are_public() {
    let shop = shop().await;
    let rates = shop.get("/rates").await;
    assert_eq!(rates.data()[0], json!({ "code": "BTC", "name": "Bitcoin", "rate": 1 }));
    let one = shop.get("/rates/BTC/USD/").await;
    assert_eq!(one.data(), &json!({ "code": "USD", "name": "US Dollar", "rate": 62000.5 }));
    assert_eq!(shop.get("/rates/ETH").await.status, 200);
    assert_eq!(shop.get("/rates/GOLD").await.status, 404);
    let currencies = shop.get("/currencies").await;
    let bitcoin = &currencies.data()[0];
    assert_eq!((bitcoin["code"].as_str(), bitcoin["decimals"].as_i64()), (Some("BTC"), Some(8)));
    assert_eq!(bitcoin["minimum"].to_string(), "0.000006");
    for wallets in ["/supportedwallets", "/supportedWallets", "/supportedWallets/"] {
        let all = shop.get(wallets).await;
        let coins = |wallet: &Value| wallet["currencies"].as_array().unwrap().len();
        assert_eq!(all.data().as_array().unwrap().iter().map(coins).collect::<Vec<usize>>(), [9, 3, 3], "{wallets}");
        assert_eq!(all.data()[0]["currencies"][0]["code"], "BTC");
    }
}

#[tokio::test]
async fn unknown_paths_and_oversized_bodies_are_refused_in_json() {
    let shop = shop().await;
    for (method, path) in [("GET", "/nothing"), ("PATCH", "/invoices"), ("GET", "/_sandbox/nothing")] {
        let answer = shop.call(method, path, "").await;
        assert_eq!((answer.status, answer.body["error"].as_str()), (404, Some("Not found")), "{path}");
    }
    let huge = shop.call("POST", "/invoices", &"x".repeat(300 * 1024)).await;
    assert_eq!(huge.status, 413);
    assert_eq!(shop.get("/rates").await.status, 200, "and the next call works");
}
