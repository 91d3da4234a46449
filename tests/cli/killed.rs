//! Processes ended the hard way around an intent and around a receipt, and money that came otherwise than asked.

use std::time::Duration;

use serde_json::{Value, json};

use super::bench_shop::{Shop, run, wait_for};

fn sales(shop: &Shop) -> Vec<Value> {
    let listed = run(shop.ringup().args(["sales", "list", "--json"]));
    assert_eq!(listed.code, 0, "{}", listed.stderr);
    serde_json::from_str::<Value>(&listed.stdout).unwrap()["sales"].as_array().unwrap().clone()
}

#[test]
fn f01_killed_before_the_intent_is_durable_no_invoice_is_made() {
    let shop = Shop::paired();
    let (mut early, mut late) = (0, 0);
    for wait_ms in [0, 10, 20, 40, 60, 80, 120, 160, 240, 320] {
        let (known, made) = (sales(&shop).len(), shop.invoices().len());
        let mut sale = shop.sell(&["30.00"]);
        std::thread::sleep(Duration::from_millis(wait_ms));
        sale.kill();
        // Whatever the server still does with a request that was sent is done when it answers the next one.
        let (now, made_now) = (sales(&shop), shop.invoices());
        if now.len() == known {
            early += 1;
            assert_eq!(made_now.len(), made, "killed after {wait_ms} ms: an invoice without an intent");
        } else {
            late += 1;
        }
        for invoice in &made_now {
            let order = invoice["orderId"].as_str().unwrap();
            let asked = |sale: &Value| sale["attempts"].as_array().unwrap().iter().any(|a| a["order_id"] == order);
            assert!(now.iter().any(asked), "{order} is no sale of this book");
        }
    }
    assert!(early > 0, "at least the first is killed before anything is written ({late} were not)");
}

#[test]
fn f08_killed_after_the_sale_is_accepted_its_receipt_is_offered_again() {
    let shop = Shop::paired();
    let mut sale = shop.sell(&["30.00"]);
    let invoice = sale.event("invoice")["invoice"].as_str().unwrap().to_owned();
    shop.pay(&invoice, "exact");
    sale.event("state");
    sale.kill();
    wait_for("the sale stands", Duration::from_secs(40), || {
        run(shop.ringup().args(["resolve"]));
        sales(&shop)[0]["receipt"]["number"].is_u64()
    });
    let receipt = sales(&shop)[0]["receipt"]["number"].clone();
    assert_eq!(receipt, json!(1), "the sale stands");
    for copy in ["COPY 1", "COPY 2"] {
        let shown = run(shop.ringup().args(["sales", "show", "1", "--receipt"]));
        assert!(shown.code == 0 && shown.stdout.contains(copy), "{}", shown.stdout);
    }
    assert_eq!(sales(&shop)[0]["receipt"]["number"], receipt, "a copy is no new receipt");
}

/// How a customer pays an invoice.
type Pays = fn(&Shop, &str);

#[test]
fn f40_too_little_too_much_twice_and_another_coin() {
    // What is paid, and whether the goods go.
    let half = |shop: &Shop, invoice: &str| shop.pay(invoice, "half");
    let stories: [(&str, Pays); 3] = [
        ("too much", |shop, invoice| shop.pay(invoice, "double")),
        ("another coin", |shop, invoice| shop.pay_with(invoice, "LTC", "exact")),
        ("just right", |shop, invoice| shop.pay(invoice, "exact")),
    ];
    for (what, pays) in stories {
        let shop = Shop::paired();
        let mut sale = shop.sell(&["30.00"]);
        let invoice = sale.event("invoice")["invoice"].as_str().unwrap().to_owned();
        pays(&shop, &invoice);
        assert_eq!(sale.end(), 0, "{what}: {}", String::from_utf8_lossy(&sale.complained()));
        assert_eq!(sales(&shop)[0]["hand_over"], json!(true), "{what}");
        let flags = sales(&shop)[0]["attempts"][0]["flags"].clone();
        assert_eq!(flags, if what == "too much" { json!(["over"]) } else { json!([]) }, "{what}");
    }
    let shop = Shop::paired();
    let mut sale = shop.sell(&["30.00", "--timeout", "20"]);
    let invoice = sale.event("invoice")["invoice"].as_str().unwrap().to_owned();
    half(&shop, &invoice);
    assert_eq!(sale.event("state")["flags"], json!(["under"]), "half of it releases nothing");
    sale.kill();
    assert_eq!(sales(&shop)[0]["hand_over"], json!(false));
    assert_eq!(sales(&shop)[0]["receipt"], Value::Null);
}
