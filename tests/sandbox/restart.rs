//! What a state file, a seed and a scenario keep.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::harness::{KEY, SIN, Shop, frozen, id, open};
use ringup::sandbox::{Options, StartError, start};

fn with_state(path: &Path) -> Options {
    Options { state: Some(path.to_owned()), ..frozen() }
}

/// Answers that name the host or the hour differ between two runs; everything else must not.
fn settled(mut view: Value, shop: &Shop) -> Value {
    view["currentTime"] = Value::Null;
    serde_json::from_str(&view.to_string().replace(&shop.url, "")).unwrap()
}

#[tokio::test]
async fn everything_is_there_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let (file, copy) = (folder.path().join("state.db"), folder.path().join("copy.db"));
    let shop = open(with_state(&file)).await;
    let (pos, merchant) = (shop.pos().await, shop.merchant().await);
    let paid =
        shop.invoice(&pos, json!({ "guid": "kept", "orderId": "7", "buyer": { "email": "j@doe.example" } })).await;
    shop.pay(id(&paid), json!({ "coin": "DAI", "amount": "20.500000000000000001", "confirmations": 3 })).await;
    let asked = shop.post("/tokens", &json!({ "id": SIN, "facade": "pos" })).await.data()[0].clone();
    shop.advance(5_000_000).await;
    let before = settled(shop.seen(id(&paid)).await, &shop);
    let then = shop.seen(id(&paid)).await["currentTime"].as_i64().unwrap();

    // The files as a killed process leaves them: taken while it runs, without its leave.
    fs::copy(&file, &copy).unwrap();
    fs::copy(folder.path().join("state.db-wal"), folder.path().join("copy.db-wal")).unwrap();
    let again = open(with_state(&copy)).await;
    assert_eq!(settled(again.seen(id(&paid)).await, &again), before);
    assert!(again.seen(id(&paid)).await["currentTime"].as_i64().unwrap() >= then, "time went back");
    let found = again.get(&format!("/invoices/guid/kept?token={pos}")).await;
    assert_eq!(found.data()["token"], paid["token"], "resource tokens are stable");
    assert_eq!(found.data()["overpaidAmount"].to_string(), "1");
    assert!(found.data()["url"].as_str().unwrap().starts_with(&again.url), "links name the new port");
    assert_eq!(again.signed(KEY, "GET", "/tokens", "").await.data(), &json!([{ "merchant": merchant }]));
    let approve = json!({ "pairingCode": asked["pairingCode"] });
    assert_eq!(again.post("/_sandbox/approve", &approve).await.status, 200);
    let fresh = again.invoice(&pos, json!({ "guid": "fresh" })).await;
    assert_ne!(fresh["id"], paid["id"]);
}

#[tokio::test]
async fn a_stopped_sandbox_frees_port_and_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.db");
    let shop = open(with_state(&file)).await;
    let pos = shop.pos().await;
    shop.invoice(&pos, json!({ "guid": "kept" })).await;
    let second = start(with_state(&file)).await;
    assert!(matches!(second, Err(StartError::State { .. })), "two sandboxes on one file");
    let addr = shop.sandbox.addr();
    shop.sandbox.shutdown().await;
    assert!(shop.http.get(format!("{}/rates", shop.url)).send().await.is_err(), "still serving");
    let again = open(Options { listen: addr, ..with_state(&file) }).await;
    assert_eq!(again.url, shop.url);
    assert_eq!(again.get(&format!("/invoices/guid/kept?token={pos}")).await.status, 200);
    drop(again.sandbox);
    let third = start(with_state(&file)).await;
    assert!(third.is_ok(), "dropping frees the file: {third:?}");
}

#[tokio::test]
async fn foreign_and_damaged_files_are_refused_and_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let damaged = folder.path().join("notes.txt");
    fs::write(&damaged, "this is no database, but somebody's notes".repeat(100)).unwrap();
    let before = fs::read(&damaged).unwrap();
    let error = start(with_state(&damaged)).await.unwrap_err();
    assert!(error.to_string().contains("notes.txt"), "{error}");
    assert_eq!(fs::read(&damaged).unwrap(), before);
    let foreign = folder.path().join("other.db");
    rusqlite::Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE theirs(x)").unwrap();
    assert!(matches!(start(with_state(&foreign)).await, Err(StartError::State { .. })));
}

#[tokio::test]
async fn a_seed_gives_the_same_ids_and_rates_again() {
    let mut seen = Vec::new();
    for seed in [1, 1, 2] {
        let shop = open(Options { seed: Some(seed), ..frozen() }).await;
        let pos = shop.pos().await;
        let made = shop.invoice(&pos, json!({})).await;
        seen.push((pos, made["id"].clone(), made["exchangeRates"]["BTC"]["USD"].clone(), made["token"].clone()));
    }
    assert_eq!(seen[0], seen[1]);
    assert!(seen[0].0 != seen[2].0 && seen[0].1 != seen[2].1 && seen[0].2 != seen[2].2);
}

#[tokio::test]
async fn a_scenario_sets_the_shop_its_tokens_its_customers_and_its_faults() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("busy.toml");
    fs::write(
        &file,
        r#"
        merchant_name = "Tea Room"
        minimum_usd = "1"
        disabled = { XRP = "merchantDisabled" }
        [[tokens]]
        facade = "pos"
        token = "open-pos-token"
        [[customers]]
        nth = 2
        coin = "LTC"
        amount = "half"
        after_ms = 3000
        [[faults]]
        match = "GET /rates"
        nth = 1
        do = "status:503"
        "#,
    )
    .unwrap();
    let shop = open(Options { scenario: Some(file), ..frozen() }).await;
    assert_eq!(shop.get("/rates").await.status, 503);
    let first = shop.invoice("open-pos-token", json!({})).await;
    let second = shop.invoice("open-pos-token", json!({})).await;
    assert_eq!(first["merchantName"], "Tea Room");
    assert_eq!(first["supportedTransactionCurrencies"]["XRP"]["reason"], "merchantDisabled");
    assert_eq!(first["supportedTransactionCurrencies"]["WBTC"]["enabled"], true);
    let small = shop.post("/invoices", &json!({ "token": "open-pos-token", "price": 0.99, "currency": "USD" })).await;
    assert_eq!(small.body["code"], "010110");
    assert_eq!(shop.seen(id(&second)).await["exceptionStatus"], false);
    shop.advance(3_000).await;
    assert_eq!(shop.seen(id(&second)).await["exceptionStatus"], "paidPartial");
    assert_eq!(shop.seen(id(&first)).await["exceptionStatus"], false);
}

#[tokio::test]
async fn a_wrong_scenario_names_the_file_and_the_fault() {
    let folder = tempfile::tempdir().unwrap();
    for (text, word) in [
        ("merchant = 'x'", "merchant"),
        ("disabled = { GOLD = 'x' }", "GOLD"),
        ("[[customers]]\namount = 'lots'", "lots"),
        ("[[faults]]\nmatch = 'GET /rates'\ndo = 'explode'", "explode"),
        ("[[tokens]]\nfacade = 'owner'\ntoken = 't'", "owner"),
    ] {
        let file = folder.path().join("wrong.toml");
        fs::write(&file, text).unwrap();
        let error = start(Options { scenario: Some(file), ..frozen() }).await.unwrap_err().to_string();
        assert!(error.contains("wrong.toml") && error.contains(word), "{error}");
    }
    let missing = Options { scenario: Some(folder.path().join("none.toml")), ..frozen() };
    assert!(matches!(start(missing).await, Err(StartError::Scenario { .. })));
    let taken = open(frozen()).await;
    let busy = start(Options { listen: taken.sandbox.addr(), ..frozen() }).await;
    assert!(matches!(busy, Err(StartError::Listen { .. })));
}
