//! How many invoices may be made, and what does not count.

use serde_json::{Value, json};

use super::harness::{KEY, Shop, frozen, id, open, shop};
use ringup::sandbox::Options;

const PER_MINUTE: usize = 30;

async fn limited() -> (Shop, String) {
    let shop = open(Options { limits: true, ..frozen() }).await;
    let pos = shop.pos().await;
    (shop, pos)
}

#[tokio::test]
async fn bp2_94_only_new_invoices_count_and_the_wait_is_exact() {
    let (shop, pos) = limited().await;
    let merchant = shop.merchant().await;
    for nth in 0..PER_MINUTE {
        shop.invoice(&pos, json!({ "guid": format!("guid-{nth}") })).await;
        shop.advance(1_000).await;
    }
    let again = shop.invoice(&pos, json!({ "guid": "guid-0" })).await;
    assert!(again["id"].is_string(), "a repeated guid makes nothing and is not counted");
    let body = json!({ "token": pos, "price": 1, "currency": "USD", "guid": "late" }).to_string();
    let refused = shop.send("POST", "/invoices", &body, &[]).await;
    assert_eq!((refused.status().as_u16(), refused.headers()["retry-after"].to_str().unwrap()), (429, "30"));
    assert_eq!(refused.headers()["content-type"], "application/json");
    let told: Value = serde_json::from_str(&refused.text().await.unwrap()).unwrap();
    assert_eq!((&told["status"], &told["code"]), (&json!("error"), &json!("000000")));
    for path in [format!("/invoices/{}?token={pos}", id(&again)), "/rates".to_owned()] {
        assert_eq!(shop.get(&path).await.status, 200, "reading is not limited");
    }
    let cancel = format!("/invoices/{}?token={merchant}", id(&again));
    assert_eq!(shop.signed(KEY, "DELETE", &cancel, "").await.status, 200);
    shop.advance(29_999).await;
    assert_eq!(shop.call("POST", "/invoices", &body).await.status, 429, "a refused create is not counted");
    shop.advance(1).await;
    assert_eq!(shop.call("POST", "/invoices", &body).await.status, 200);
}

#[tokio::test]
async fn bp2_94_a_restart_does_not_forgive() {
    let folder = tempfile::tempdir().unwrap();
    let options = || Options { limits: true, state: Some(folder.path().join("gateway.db")), ..frozen() };
    let shop = open(options()).await;
    let pos = shop.pos().await;
    for _ in 0..PER_MINUTE {
        shop.invoice(&pos, json!({})).await;
    }
    shop.sandbox.shutdown().await;
    let shop = open(options()).await;
    let body = json!({ "token": pos, "price": 1, "currency": "USD" });
    assert_eq!(shop.post("/invoices", &body).await.status, 429);
}

#[tokio::test]
async fn bp2_94_refused_creates_do_not_use_up_the_limit() {
    let (shop, pos) = limited().await;
    for _ in 0..PER_MINUTE + 5 {
        let wrong = json!({ "token": pos, "price": 0, "currency": "USD" });
        assert_eq!(shop.post("/invoices", &wrong).await.status, 400);
    }
    shop.invoice(&pos, json!({})).await;
}

#[tokio::test]
async fn without_the_switch_nothing_is_limited() {
    let shop = shop().await;
    let pos = shop.pos().await;
    for _ in 0..=PER_MINUTE {
        shop.invoice(&pos, json!({})).await;
    }
}
