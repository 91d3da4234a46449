//! Refunds from the wish to the end.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::harness::{Answer, KEY, Shop, id, open, shop};
use super::ledger::{balance, complete, decimal, entries, merchant_get};
use ringup::sandbox::Options;

struct Till {
    shop: Shop,
    merchant: String,
}

impl Till {
    async fn open() -> Self {
        let shop = shop().await;
        let merchant = shop.merchant().await;
        Self { shop, merchant }
    }

    async fn send(&self, method: &str, path: &str, mut body: Value) -> Answer {
        body["token"] = json!(self.merchant);
        self.shop.signed(KEY, method, path, &body.to_string()).await
    }

    async fn refund(&self, invoice: &Value, amount: &str, extra: Value) -> Answer {
        let mut body = json!({ "invoiceId": id(invoice), "amount": serde_json::from_str::<Value>(amount).unwrap() });
        for (key, value) in extra.as_object().unwrap() {
            body[key] = value.clone();
        }
        self.send("POST", "/refunds", body).await
    }

    async fn get(&self, path: &str) -> Answer {
        merchant_get(&self.shop, &self.merchant, path).await
    }

    async fn delete(&self, path: &str) -> Answer {
        self.shop.signed(KEY, "DELETE", &format!("{path}?token={}", self.merchant), "").await
    }

    async fn status(&self, refund: &Value) -> String {
        self.get(&format!("/refunds/{}", id(refund))).await.data()["status"].as_str().unwrap().to_owned()
    }

    async fn step(&self, refund: &Value, step: &str) -> Answer {
        self.shop.post(&format!("/_sandbox/refunds/{}/{step}", id(refund)), &json!({})).await
    }

    async fn codes(&self) -> Vec<(i64, Decimal)> {
        let lines = entries(&self.shop, &self.merchant, "USD").await;
        let scaled = |line: &Value| decimal(&line["amount"]) / decimal(&line["scale"]);
        lines.iter().map(|line| (line["code"].as_i64().unwrap(), scaled(line))).collect()
    }
}

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn told(answer: &Answer) -> (u16, &str) {
    (answer.status, answer.body["code"].as_str().unwrap_or_default())
}

#[tokio::test]
async fn bp2_87_a_refund_has_the_documented_form() {
    let till = Till::open().await;
    let sold = complete(&till.shop, json!({})).await;
    let more = json!({ "preview": true, "reference": "1042", "guid": "g-1", "currency": "USD", "nonce": 7 });
    let made = till.refund(&sold, "20.5", more).await;
    let made = made.data();
    for (field, value) in [
        ("guid", json!("g-1")),
        ("invoice", sold["id"].clone()),
        ("currency", json!("USD")),
        ("status", json!("preview")),
        ("immediate", json!(false)),
        ("buyerPaysRefundFee", json!(false)),
        ("reference", json!("1042")),
        ("transactionCurrency", json!("BTC")),
    ] {
        assert_eq!(made[field], value, "{field}");
    }
    let exact = |field: &str| made[field].to_string();
    assert_eq!((exact("amount"), exact("refundFee")), ("20.5".into(), "0.13".into()));
    assert_eq!((exact("transactionAmount"), exact("transactionRefundFee")), ("0.000331".into(), "0.000002".into()));
    assert_eq!((id(made).len(), made["token"].as_str().unwrap().len()), (22, 65));
    assert_eq!(made["requestDate"].as_str().unwrap().len(), "2026-01-02T10:00:00.000Z".len());
    for path in [format!("/refunds/{}", id(made)), "/refunds/guid/g-1/".to_owned()] {
        assert_eq!(till.get(&path).await.data(), made, "{path}");
    }
    assert_eq!(till.get(&format!("/refunds?invoiceId={}", id(&sold))).await.data(), &json!([made]));
}

#[tokio::test]
async fn bp2_87_a_refund_walks_from_preview_to_success_and_the_ledger_follows() {
    let till = Till::open().await;
    let sold = complete(&till.shop, json!({})).await;
    let made = till.refund(&sold, "5.25", json!({ "preview": true })).await.data().clone();
    till.shop.advance(60_000).await;
    assert_eq!(till.status(&made).await, "preview", "nothing moves");
    let path = format!("/refunds/{}", id(&made));
    assert_eq!(till.send("PUT", &path, json!({ "status": "created" })).await.data()["status"], "created");
    assert_eq!(till.shop.seen(id(&sold)).await["refundAddressRequestPending"], true);
    assert_eq!(till.codes().await.len(), 2, "nothing is charged before it is sent");
    till.shop.advance(4_000).await;
    assert_eq!(till.status(&made).await, "pending");
    let charged = [(1000, dec("20.5")), (1023, dec("-0.205")), (1020, dec("-5.25")), (1020, dec("-0.13"))];
    assert_eq!(till.codes().await, charged);
    let seen = till.shop.seen(id(&sold)).await;
    assert_eq!(seen["refundAddressRequestPending"], false);
    assert_eq!(seen["refundAddresses"].as_array().unwrap().len(), 1);
    till.shop.advance(16_000).await;
    let ended = till.get(&path).await.data().clone();
    assert_eq!(ended["status"], "success");
    assert!(ended["txid"].is_string() && ended["refundAddress"].is_string());
    let seen = till.shop.seen(id(&sold)).await;
    let back = &seen["transactions"][1];
    assert_eq!((&back["txid"], back["amount"].to_string()), (&ended["txid"], "-8500".to_owned()));
    assert_eq!(seen["refundInfo"][0]["supportRequest"], made["id"]);
    assert_eq!(seen["refundInfo"][0]["amounts"]["USD"].to_string(), "5.25");
    assert_eq!(balance(&till.shop, &till.merchant, "USD").await, dec("14.915"));
    assert_eq!(told(&till.delete(&path).await), (400, "040202"), "what has left cannot be called back");
}

#[tokio::test]
async fn bp2_87_an_immediate_refund_is_charged_at_once_and_given_back_when_it_ends_unpaid() {
    let till = Till::open().await;
    for end in ["cancel", "fail"] {
        let before = balance(&till.shop, &till.merchant, "USD").await;
        let sold = complete(&till.shop, json!({})).await;
        let credited = balance(&till.shop, &till.merchant, "USD").await;
        assert_eq!(credited - before, dec("20.295"));
        let made = till.refund(&sold, "20.5", json!({ "immediate": true })).await.data().clone();
        assert_eq!(balance(&till.shop, &till.merchant, "USD").await, credited - dec("20.63"));
        let lines = entries(&till.shop, &till.merchant, "USD").await;
        let mine: Vec<&Value> = lines.iter().filter(|line| line["supportRequest"] == made["id"]).collect();
        assert_eq!((mine.len(), &mine[0]["code"]), (2, &json!(1050)));
        if end == "cancel" {
            assert_eq!(till.delete(&format!("/refunds/{}", id(&made))).await.data()["status"], "canceled");
        } else {
            assert_eq!(till.step(&made, "fail").await.body["status"], "failure");
        }
        till.shop.advance(60_000).await;
        assert_eq!(balance(&till.shop, &till.merchant, "USD").await, credited, "{end}");
    }
}

#[tokio::test]
async fn bp2_87_the_fee_is_the_merchants_or_the_buyers() {
    let till = Till::open().await;
    let sold = complete(&till.shop, json!({})).await;
    let made = till.refund(&sold, "20.5", json!({ "buyerPaysRefundFee": true })).await.data().clone();
    assert_eq!(made["refundFee"].to_string(), "0.13");
    till.shop.advance(20_000).await;
    assert_eq!(balance(&till.shop, &till.merchant, "USD").await, dec("-0.205"), "price back, fee of the sale kept");
    let seen = till.shop.seen(id(&sold)).await;
    assert_eq!(seen["transactions"][1]["amount"].to_string(), "-32900", "331 less 2 hundred satoshi");
}

#[tokio::test]
async fn bp2_19_every_wrong_refund_has_its_code() {
    let till = Till::open().await;
    let pos = till.shop.pos().await;
    for (wish, confirmations) in [(None, 0), (Some("exact"), 0)] {
        let open = till.shop.invoice(&pos, json!({})).await;
        if let Some(amount) = wish {
            till.shop.pay(id(&open), json!({ "amount": amount, "confirmations": confirmations })).await;
        }
        assert_eq!(told(&till.refund(&open, "1", json!({})).await), (400, "010207"), "new and paid");
    }
    let sold = complete(&till.shop, json!({})).await;
    for (amount, extra, code) in [
        ("null", json!({}), "010203"),
        ("1", json!({ "invoiceId": "" }), "010203"),
        ("0", json!({}), "010202"),
        ("-1", json!({}), "010202"),
        ("\"ten\"", json!({}), "010202"),
        ("1.005", json!({}), "010202"),
        ("20.51", json!({}), "010202"),
        ("1", json!({ "currency": "EUR" }), "010202"),
        ("1", json!({ "preview": "yes" }), "010202"),
        ("1", json!({ "reference": "x".repeat(101) }), "010202"),
        ("0.13", json!({ "buyerPaysRefundFee": true }), "010208"),
    ] {
        let answer = till.refund(&sold, amount, extra.clone()).await;
        assert_eq!(told(&answer), (400, code), "{amount} {extra}");
        assert_eq!((&answer.body["status"], &answer.body["data"]), (&json!("error"), &Value::Null));
    }
    assert_eq!(till.refund(&sold, "1", json!({ "invoiceId": "nobody" })).await.status, 404);
    assert_eq!(told(&till.get("/refunds/nobody").await), (404, "020201"));
    assert_eq!(told(&till.get("/refunds/guid/nobody").await), (404, "020201"));
    assert_eq!(told(&till.get("/refunds").await), (400, "020203"));
    assert_eq!(told(&till.delete("/refunds/nobody").await), (404, "040201"));
    assert_eq!(told(&till.send("PUT", "/refunds/nobody", json!({ "status": "created" })).await), (404, "030201"));
    assert_eq!(told(&till.send("PUT", "/refunds/nobody", json!({ "status": "sent" })).await), (400, "030202"));
    assert_eq!(till.get(&format!("/refunds?invoiceId={}", id(&sold))).await.data(), &json!([]), "nothing was made");
    let unsigned = json!({ "token": till.merchant, "invoiceId": id(&sold), "amount": 1 });
    assert_eq!(till.shop.post("/refunds", &unsigned).await.status, 400);
    let facade = till.shop.post("/refunds", &json!({ "token": pos, "invoiceId": id(&sold), "amount": 1 })).await;
    assert_eq!(facade.status, 403);
}

#[tokio::test]
async fn bp2_19_refunds_never_sum_to_more_than_the_price_and_one_is_active_at_a_time() {
    let till = Till::open().await;
    let sold = complete(&till.shop, json!({})).await;
    let first = till.refund(&sold, "15", json!({ "guid": "one" })).await.data().clone();
    assert_eq!(told(&till.refund(&sold, "1", json!({})).await), (400, "010204"));
    let again = till.refund(&sold, "3", json!({ "guid": "one" })).await;
    assert_eq!((&again.data()["id"], again.data()["amount"].to_string()), (&first["id"], "15".to_owned()));
    till.shop.advance(20_000).await;
    assert_eq!(told(&till.refund(&sold, "5.51", json!({})).await), (400, "010202"));
    let preview = till.refund(&sold, "5.5", json!({ "preview": true })).await.data().clone();
    let rest = till.refund(&sold, "5.5", json!({})).await.data().clone();
    till.step(&rest, "succeed").await;
    let path = format!("/refunds/{}", id(&preview));
    assert_eq!(told(&till.send("PUT", &path, json!({ "status": "created" })).await), (400, "030202"));
    assert_eq!(till.get(&format!("/refunds?invoiceId={}", id(&sold))).await.data().as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn bp2_87_a_payer_who_does_not_answer_can_be_asked_again_and_the_refund_called_back() {
    let till = Till::open().await;
    let sold = complete(&till.shop, json!({})).await;
    let made = till.refund(&sold, "20.5", json!({})).await.data().clone();
    till.step(&made, "hold").await;
    till.shop.advance(86_400_000).await;
    assert_eq!(till.status(&made).await, "created");
    let path = format!("/refunds/{}/notifications", id(&made));
    let own = json!({ "token": made["token"] }).to_string();
    let sent = till.shop.signed(KEY, "POST", &path, &own).await;
    assert_eq!(sent.body, json!({ "status": "success", "data": {}, "message": null }));
    let now = till.get(&format!("/refunds/{}", id(&made))).await.data().clone();
    assert_ne!(now["lastRefundNotification"], made["lastRefundNotification"]);
    assert_eq!(till.send("POST", &path, json!({})).await.status, 200, "the merchant token opens it too");
    assert_eq!(
        till.delete(&format!("/refunds/guid/{}", made["guid"].as_str().unwrap())).await.data()["status"],
        "canceled"
    );
    assert_eq!(till.codes().await.len(), 2, "nothing was ever charged");
    assert_eq!(till.step(&made, "send").await.status, 400, "an ended refund does not move");
}

#[tokio::test]
async fn the_older_way_works_with_the_invoices_own_token() {
    let till = Till::open().await;
    let sold = complete(&till.shop, json!({})).await;
    let whole = till.get(&format!("/invoices/{}", id(&sold))).await;
    let token = whole.data()["token"].as_str().unwrap();
    let body = json!({ "token": token, "bitcoinAddress": "practice", "amount": 20.5, "currency": "USD" }).to_string();
    let path = format!("/invoices/{}/refunds", id(&sold));
    let made = till.shop.signed(KEY, "POST", &path, &body).await;
    assert_eq!((&made.body["facade"], &made.data()["status"]), (&json!("merchant/supportRequest"), &json!("pending")));
    let listed = till.shop.signed(KEY, "GET", &format!("{path}?token={token}"), "").await;
    assert_eq!(listed.data()[0], *made.data());
    let one = format!("{path}/{}?token={token}", id(made.data()));
    assert_eq!(till.shop.signed(KEY, "GET", &one, "").await.data(), made.data());
    assert_eq!(till.shop.signed(KEY, "DELETE", &one, "").await.status, 200);
    assert_eq!(till.shop.signed(KEY, "GET", &one, "").await.data()["status"], "cancelled");
}

#[tokio::test]
async fn refunds_are_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let state = Some(folder.path().join("gateway.db"));
    let options = || Options { state: state.clone(), ..super::harness::frozen() };
    let shop = open(options()).await;
    let merchant = shop.merchant().await;
    let till = Till { shop, merchant };
    let sold = complete(&till.shop, json!({})).await;
    let made = till.refund(&sold, "20.5", json!({ "guid": "kept" })).await.data().clone();
    let Till { shop, merchant } = till;
    shop.sandbox.shutdown().await;
    let till = Till { shop: open(options()).await, merchant };
    assert_eq!(till.get("/refunds/guid/kept").await.data(), &made);
    till.shop.advance(20_000).await;
    assert_eq!(till.status(&made).await, "success");
}
