//! The pages: what machines get from them here, what people get by tests/e2e/page.py in a browser.

use std::process::Command;

use serde_json::{Value, json};

use super::harness::{Shop, id, open, shop};
use ringup::sandbox::Options;

async fn text(shop: &Shop, path: &str, accept: &str) -> (u16, String, String) {
    let response = shop.http.get(format!("{}{path}", shop.url)).header("Accept", accept).send().await.unwrap();
    let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
    (response.status().as_u16(), kind, response.text().await.unwrap())
}

#[tokio::test]
async fn pages_are_whole_and_load_nothing_from_elsewhere() {
    let shop = shop().await;
    let pos = shop.pos().await;
    let made = shop.invoice(&pos, json!({})).await;
    let id = id(&made);
    for path in [
        format!("/invoice?id={id}"),
        format!("/i/{id}"),
        "/dashboard/merchant/api-tokens".to_owned(),
        "/api-access-request?pairingCode=b7Kq2Zt".to_owned(),
        "/".to_owned(),
    ] {
        let (status, kind, page) = text(&shop, &path, "text/html").await;
        assert_eq!((status, kind.as_str()), (200, "text/html; charset=utf-8"), "{path}");
        assert!(page.contains("</html>") && page.contains("--accent"), "{path}");
        for outside in ["http://", "https://", "//cdn", "@import", "/*STYLE*/"] {
            assert!(!page.contains(outside), "{path} holds {outside}");
        }
    }
    let (status, _, page) = text(&shop, "/invoice?id=%3Cscript%3E", "text/html").await;
    assert!(status == 404 && !page.contains("<script>alert") && page.contains("No such invoice"));
}

#[tokio::test]
async fn wallets_get_the_payment_protocol() {
    let shop = shop().await;
    let pos = shop.pos().await;
    let made = shop.invoice(&pos, json!({})).await;
    let id = id(&made);
    let (status, kind, body) = text(&shop, &format!("/i/{id}"), "application/payment-request").await;
    assert_eq!((status, kind.as_str()), (200, "application/payment-request"));
    let document: Value = serde_json::from_str(&body).unwrap();
    assert_eq!((&document["currency"], document["outputs"][0]["amount"].to_string()), (&json!("BTC"), "33200".into()));
    assert_eq!(document["paymentUrl"], format!("{}/i/{id}", shop.url));
    assert!(document["expires"].as_str().unwrap().ends_with('Z'));
    let (_, _, body) = text(&shop, &format!("/i/{id}?chain=DAI"), "application/payment-request").await;
    assert!(body.contains("20500000000000000000"), "{body}");
    let (_, _, body) = text(&shop, &format!("/i/{id}"), "application/payment-options").await;
    let options: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(options["paymentOptions"].as_array().unwrap().len(), 8);
    shop.advance(900_000).await;
    let (status, ..) = text(&shop, &format!("/i/{id}"), "application/payment-request").await;
    assert_eq!(status, 400, "an expired invoice asks for nothing");
}

/// Needs chromium and chromedriver. Without them it says so, unless RINGUP_E2E=1 demands them.
#[tokio::test(flavor = "multi_thread")]
async fn the_pages_work_in_a_browser() {
    let demanded = std::env::var_os("RINGUP_E2E").is_some_and(|value| value == "1");
    let runs = |program: &str| Command::new(program).arg("--version").output().is_ok_and(|o| o.status.success());
    let lacking: Vec<&str> = ["python3", "chromedriver", "chromium"].into_iter().filter(|p| !runs(p)).collect();
    if !lacking.is_empty() {
        assert!(!demanded, "RINGUP_E2E=1 but missing: {lacking:?}");
        eprintln!("skipped: the page test needs {lacking:?}");
        return;
    }
    let shop = open(Options::default()).await;
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/e2e/page.py");
    let url = shop.url.clone();
    // A folder here keeps pictures of the pages for a person to look at.
    let shots = std::env::var_os("RINGUP_E2E_SHOTS");
    let run = move || Command::new("python3").arg(script).arg(url).args(shots).output();
    let output = tokio::task::spawn_blocking(run).await.unwrap().unwrap();
    let (said, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    println!("{said}");
    assert!(output.status.success(), "{said}\n{errors}");
}
