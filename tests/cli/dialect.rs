//! A till at a BTCPay Server: paired, checked, and selling, through the same commands as at BitPay.

use serde_json::Value;

use super::bench_shop::{Shop, run};

#[test]
fn bp2_09_29_84_a_btcpay_server_is_recognised_and_sold_through() {
    let shop = Shop::paired_with_btcpay();
    let connections = |shop: &Shop| -> Value {
        let listed = run(shop.ringup().args(["connect", "list", "--json"]));
        serde_json::from_str::<Value>(&listed.stdout).unwrap()["connections"].clone()
    };
    let listed = connections(&shop);
    assert_eq!((listed[0]["kind"].as_str(), listed[0]["facade"].as_str()), (Some("btcpay"), Some("merchant")));
    let before = shop.calls_to("GET /api/v1/health");
    let mut sale = shop.sell(&["4.50", "--wait", "settled"]);
    let invoice = sale.event("invoice");
    let kinds: Vec<&str> = invoice["options"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|option| option["uris"].as_array().unwrap())
        .map(|uri| uri["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["bip21", "bolt11", "lnurl", "bip21"]);
    shop.pay_with(invoice["invoice"].as_str().unwrap(), "BTC-LN", "exact");
    assert_eq!(sale.end(), 0);
    assert_eq!(shop.calls_to("GET /api/v1/health"), before, "a start needs no probe");
    let checked = run(shop.ringup().args(["connect", "check", "--json"]));
    assert_eq!(checked.code, 0, "{}", checked.stderr);
    assert!(shop.calls_to("GET /api/v1/health") > before, "a check asks again");
}

#[test]
fn an_open_store_and_an_api_key_are_told_apart() {
    let shop = Shop::paired_with_btcpay();
    let (key, store) = (shop.api_key(), shop.state()["store"].as_str().unwrap().to_owned());
    for (name, secret, facade) in [("key", key, "merchant"), ("store", store, "public")] {
        let args = ["connect", "bitpay", "--name", name, "--url", &shop.url(), "--pos-token", &secret, "--json"];
        let pasted = run(shop.ringup().args(args));
        assert_eq!(pasted.code, 0, "{}", pasted.stderr);
        let pasted: Value = serde_json::from_str(&pasted.stdout).unwrap();
        assert_eq!((pasted["facade"].as_str(), pasted["signed"].as_bool()), (Some(facade), Some(false)));
        let mut sale = shop.sell(&["4.50", "--gateway", name]);
        let invoice = sale.event("invoice")["invoice"].as_str().unwrap().to_owned();
        shop.pay_with(&invoice, "BTC-LN", "exact");
        assert_eq!(sale.end(), 0, "{name}");
    }
}
