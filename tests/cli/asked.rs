//! What the gateway says, through the commands that ask it.

use serde_json::{Value, json};

use super::bench_shop::{Shop, run};

fn objects(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("not JSON: {line}"))).collect()
}

#[test]
fn bp2_22_89_91_rates_currencies_tokens_and_health_are_told() {
    let shop = Shop::paired();
    let told = |args: &[&str]| {
        let ran = run(shop.ringup().args(args).arg("--json"));
        assert_eq!(ran.code, 0, "{args:?}: {}", ran.stderr);
        objects(&ran.stdout)
    };
    let rate = told(&["rates", "USD"]);
    assert_eq!((rate.len(), &rate[0]["code"], &rate[0]["base"]), (1, &json!("USD"), &json!("BTC")));
    assert!(told(&["rates", "--base", "ETH"]).len() > 2);
    assert!(told(&["currencies"]).iter().any(|known| known["code"] == "BTC" && known["decimals"] == 8));
    assert_eq!(told(&["tokens", "list"]), [json!({"facade": "pos", "in_use": true})]);
    let mut sale = shop.sell(&["12.50", "--email", "ann@mail.example"]);
    let invoice = sale.event("invoice")["invoice"].as_str().unwrap().to_owned();
    let checked = told(&["connect", "check"]);
    assert_eq!(checked[0]["creates"], json!({"used": 1, "limit": 100}));
    let identity = told(&["identity", "show"]);
    assert_eq!(checked[0]["sin"], identity[0]["sin"]);
    let shown = told(&["invoice", "show", &invoice]);
    assert_eq!((&shown[0]["id"], &shown[0]["token"]), (&json!(invoice), &json!("…")));
    assert!(shown[0]["paymentTotals"]["BTC"].is_number(), "the gateway's own words: {}", shown[0]);
}

#[test]
fn bp2_43_86_wrong_contacts_and_missing_rights_are_named_before_anything_is_sent() {
    let shop = Shop::paired();
    let before = shop.calls();
    for (args, code) in [
        (vec!["sell", "5.00", "--email", "ann@mail"], 2),
        (vec!["sell", "5.00", "--sms", "0151 23456789"], 2),
        (vec!["invoice", "list", "--from", "2026-01-01"], 3),
        (vec!["invoice", "list", "--from", "2026-02-01", "--to", "2026-01-01"], 2),
        (vec!["balances"], 3),
        (vec!["ledger", "fetch", "--from", "2026-01-01"], 3),
        (vec!["settlements", "list", "--from", "2026-01-01"], 3),
        (vec!["connect", "approve", "b7Kq2Zt"], 3),
        (vec!["connect", "link", "Tf1Jc1xSbqasm5QLwwSQc5umddx2h7mAMhX"], 2),
    ] {
        let ran = run(shop.ringup().args(&args));
        assert_eq!(ran.code, code, "{args:?}: {} {}", ran.stdout, ran.stderr);
        assert!(!ran.stderr.trim().is_empty(), "{args:?} gets a sentence");
    }
    assert_eq!(shop.calls(), before, "nothing was sent");
    let sales = run(shop.ringup().args(["sales", "list", "--json"]));
    assert_eq!(serde_json::from_str::<Value>(&sales.stdout).unwrap()["sales"], json!([]), "nothing was written");
}

#[test]
fn bp2_31_a_tip_and_a_fee_stand_in_the_code_the_book_and_the_receipt() {
    let shop = Shop::paired();
    let beside = ["12.50", "--tip", "1.50", "--fee", "Delivery:3.00"];
    let mut sale = shop.sell(&beside);
    let asked = sale.event("invoice");
    assert_eq!(asked["price"], "17.00");
    let shown = run(shop.ringup().args(["invoice", "show", asked["invoice"].as_str().unwrap(), "--json"]));
    let items = objects(&shown.stdout)[0]["itemizedDetails"].clone();
    let told = |index: usize| (&items[index]["description"], &items[index]["isFee"]);
    assert_eq!(told(1), (&json!("Delivery"), &json!(true)));
    assert_eq!(told(2), (&json!("Tip"), &json!(true)));
    drop(sale);
    let paid = run(shop.ringup().args(["sell"]).args(beside).args(["--tender", "cash:20"]));
    assert_eq!(paid.code, 0, "{}", paid.stderr);
    assert!(paid.stdout.contains("1 x Tip") && paid.stdout.contains("1 x Delivery"), "{}", paid.stdout);
    for wrong in [["--tip", "0"], ["--tip", "x"], ["--fee", "3.00"], ["--fee", ":3.00"], ["--fee", "Delivery:-3"]] {
        let ran = run(shop.ringup().args(["sell", "12.50"]).args(wrong));
        assert_eq!(ran.code, 2, "{wrong:?}: {}", ran.stderr);
        let told =
            ran.stderr.contains(wrong[0]) && ["Write it like", "such as"].iter().any(|way| ran.stderr.contains(way));
        assert!(told, "{wrong:?}: {}", ran.stderr);
    }
}

#[test]
fn bp2_93_a_message_is_verified_from_a_file() {
    let shop = Shop::paired();
    let folder = tempfile::tempdir().unwrap();
    let body = folder.path().join("message");
    std::fs::write(&body, r#"{"event":{"code":1005,"name":"invoice_confirmed"},"data":{"id":"inv_1"}}"#).unwrap();
    let verify = |more: &[&str]| run(shop.ringup().args(["webhook", "verify", "--body"]).arg(&body).args(more));
    let unsigned = verify(&["--json"]);
    assert_eq!(unsigned.code, 1);
    assert_eq!(objects(&unsigned.stdout), [json!({"signed": false, "invoice": "inv_1", "word": "invoice_confirmed"})]);
    let wrong = verify(&["--signature", "c4QMSLKotn3ZXHkJVmNESHx4OpbHMqkQJcHzEChi2PI="]);
    assert!(wrong.code == 1 && wrong.stdout.contains("does not fit"), "{}", wrong.stdout);
    std::fs::write(&body, "not a message").unwrap();
    assert_ne!(verify(&[]).code, 0);
}
