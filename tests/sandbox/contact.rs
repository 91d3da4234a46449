//! How a payer can be reached, told after the invoice was made.

use serde_json::{Value, json};

use super::harness::{Answer, KEY, Shop, frozen, id, open, shop};
use ringup::sandbox::Options;

async fn put(shop: &Shop, merchant: &str, invoice: &Value, mut body: Value) -> Answer {
    body["token"] = json!(merchant);
    shop.signed(KEY, "PUT", &format!("/invoices/{}", id(invoice)), &body.to_string()).await
}

fn code(answer: &Answer) -> (u16, &str) {
    (answer.status, answer.body["code"].as_str().unwrap_or_default())
}

#[tokio::test]
async fn bp2_80_a_mail_address_is_added_once() {
    let shop = shop().await;
    let (pos, merchant) = (shop.pos().await, shop.merchant().await);
    let made = shop.invoice(&pos, json!({})).await;
    let told = put(&shop, &merchant, &made, json!({ "buyerEmail": "j@doe.example" })).await;
    assert_eq!(told.body["facade"], "merchant/invoice");
    assert_eq!(told.data()["buyerProvidedEmail"], "j@doe.example");
    assert_eq!(told.data()["buyerProvidedInfo"]["emailAddress"], "j@doe.example");
    let again = put(&shop, &merchant, &made, json!({ "buyerEmail": "k@doe.example" })).await;
    assert_eq!(code(&again), (400, "030115"));
    let ordered = shop.invoice(&pos, json!({ "buyer": { "email": "o@doe.example" } })).await;
    let again = put(&shop, &merchant, &ordered, json!({ "buyerEmail": "k@doe.example" })).await;
    assert_eq!(code(&again), (400, "030115"), "set with the order");
}

#[tokio::test]
async fn bp2_77_the_pos_facade_sees_an_id_in_place_of_the_address() {
    let shop = shop().await;
    let (pos, merchant) = (shop.pos().await, shop.merchant().await);
    let made = shop.invoice(&pos, json!({})).await;
    put(&shop, &merchant, &made, json!({ "buyerEmail": "j@doe.example" })).await;
    put(&shop, &merchant, &made, json!({ "buyerSms": "+12223334444" })).await;
    let seen = shop.get(&format!("/invoices/{}?token={pos}", id(&made))).await;
    assert!(seen.data().get("buyerProvidedEmail").is_none());
    assert!(!seen.body.to_string().contains("doe") && !seen.body.to_string().contains("2223334444"));
    let info = &seen.data()["buyerProvidedInfo"];
    assert_eq!((info["emailAddress"].as_str().unwrap().len(), info["sms"].as_str().unwrap().len()), (22, 22));
}

#[tokio::test]
async fn bp2_81_a_telephone_counts_once_its_code_came_back() {
    let shop = shop().await;
    let (pos, merchant) = (shop.pos().await, shop.merchant().await);
    let made = shop.invoice(&pos, json!({})).await;
    assert_eq!(code(&put(&shop, &merchant, &made, json!({ "smsCode": "123456" })).await), (400, "030113"));
    let told = put(&shop, &merchant, &made, json!({ "buyerSms": "+12223334444" })).await;
    let info = &told.data()["buyerProvidedInfo"];
    assert_eq!((&info["sms"], &info["smsVerified"]), (&json!("+12223334444"), &json!(false)));
    shop.pay(id(&made), json!({ "amount": "half", "confirmations": 0 })).await;
    let cancel = format!("/invoices/{}?token={merchant}", id(&made));
    assert_eq!(code(&shop.signed(KEY, "DELETE", &cancel, "").await), (400, "040109"), "money may be on the way");
    let secret = shop.seen(id(&made)).await["smsCode"].as_str().unwrap().to_owned();
    assert!(secret.len() == 6 && secret.bytes().all(|b| b.is_ascii_digit()), "{secret}");
    let wrong = if secret == "000000" { "000001" } else { "000000" };
    assert_eq!(code(&put(&shop, &merchant, &made, json!({ "smsCode": wrong })).await), (400, "030113"));
    let told = put(&shop, &merchant, &made, json!({ "smsCode": secret })).await;
    assert_eq!(told.data()["buyerProvidedInfo"]["smsVerified"], true);
    assert_eq!(code(&put(&shop, &merchant, &made, json!({ "smsCode": secret })).await), (400, "030113"), "once");
    assert_eq!(shop.signed(KEY, "DELETE", &cancel, "").await.data()["isCancelled"], true);
}

#[tokio::test]
async fn bp2_82_only_a_test_system_verifies_by_itself() {
    let shop = shop().await;
    let (pos, merchant) = (shop.pos().await, shop.merchant().await);
    let made = shop.invoice(&pos, json!({})).await;
    let body = json!({ "buyerSms": "12223334444", "autoVerify": true });
    let told = put(&shop, &merchant, &made, body.clone()).await;
    assert_eq!(told.data()["buyerProvidedInfo"]["smsVerified"], true);

    let folder = tempfile::tempdir().unwrap();
    let scenario = folder.path().join("live.toml");
    std::fs::write(&scenario, "live = true\n").unwrap();
    let live = open(Options { scenario: Some(scenario), ..frozen() }).await;
    let (pos, merchant) = (live.pos().await, live.merchant().await);
    let made = live.invoice(&pos, json!({})).await;
    assert_eq!(code(&put(&live, &merchant, &made, body).await), (400, "030116"));
    let pay = json!({ "token": merchant, "status": "complete" }).to_string();
    let refused = live.signed(KEY, "PUT", &format!("/invoices/pay/{}", id(&made)), &pay).await;
    assert_eq!(code(&refused), (400, "030116"));
    assert_eq!(live.seen(id(&made)).await["status"], "new");
}

#[tokio::test]
async fn bp2_18_80_every_wrong_contact_has_its_code() {
    let shop = shop().await;
    let (pos, merchant) = (shop.pos().await, shop.merchant().await);
    let made = shop.invoice(&pos, json!({})).await;
    for (body, wanted, param) in [
        (json!({}), "030108", None),
        (json!({ "buyerEmail": null }), "030108", None),
        (json!({ "buyerEmail": "nobody" }), "030102", Some("buyerEmail")),
        (json!({ "buyerEmail": "a b@c" }), "030102", Some("buyerEmail")),
        (json!({ "buyerEmail": 7 }), "030102", Some("buyerEmail")),
        (json!({ "buyerSms": "555" }), "030112", None),
        (json!({ "buyerSms": "+01234567890" }), "030112", None),
        (json!({ "buyerSms": "+1222333444x" }), "030112", None),
        (json!({ "buyerEmail": "a@b", "buyerSms": "+12223334444" }), "030102", Some("buyerSms")),
        (json!({ "buyerSms": "+12223334444", "smsCode": "1" }), "030102", Some("smsCode")),
        (json!({ "buyerSms": "+12223334444", "autoVerify": "yes" }), "030102", Some("autoVerify")),
    ] {
        let refused = put(&shop, &merchant, &made, body.clone()).await;
        assert_eq!(code(&refused), (400, wanted), "{body}");
        assert_eq!(refused.body["param"].as_str(), param, "{body}");
    }
    let dear = shop.invoice(&pos, json!({ "price": 3_000 })).await;
    let body = json!({ "buyerEmail": "j@doe.example" });
    assert_eq!(code(&put(&shop, &merchant, &dear, body.clone()).await), (400, "030114"));
    shop.advance(900_000).await;
    assert_eq!(code(&put(&shop, &merchant, &made, body.clone()).await), (400, "030117"), "expired without money");
    let part = shop.invoice(&pos, json!({})).await;
    shop.pay(id(&part), json!({ "amount": "half", "confirmations": 0 })).await;
    shop.advance(900_000).await;
    assert_eq!(put(&shop, &merchant, &part, body.clone()).await.status, 200, "somebody is owed something");
    assert_eq!(code(&put(&shop, &merchant, &json!({ "id": "nobody" }), body.clone()).await), (404, "030101"));
    let as_pos = json!({ "token": pos, "buyerEmail": "j@doe.example" }).to_string();
    assert_eq!(shop.call("PUT", &format!("/invoices/{}", id(&made)), &as_pos).await.status, 403);
}
