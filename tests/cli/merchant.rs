//! What a merchant's token allows, as processes: refunds, lists, ledger, settlements, tills, messages.

use std::time::Duration;

use ringup::gateway::bitpay::{Identity, webhook};
use ringup::secret::Secret;
use serde_json::{Value, json};

use super::bench_shop::{Ran, Shop, run, wait_for};

fn objects(ran: &Ran) -> Vec<Value> {
    let object = |line: &str| serde_json::from_str(line).unwrap_or_else(|_| panic!("not JSON: {line}"));
    ran.stdout.lines().map(object).collect()
}

fn list(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(list) => list.clone(),
        Value::Object(map) => map.values().cloned().collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

impl Shop {
    /// A sale of 30.00, paid and complete at the gateway; answers the invoice.
    pub(super) fn paid_sale(&self) -> String {
        let mut sale = self.sell(&["30.00", "--email", "ann@mail.example"]);
        let invoice = sale.event("invoice")["invoice"].as_str().unwrap().to_owned();
        self.pay(&invoice, "exact");
        assert_eq!(sale.end(), 0);
        self.post(&format!("invoices/{invoice}/confirm"), &json!({"confirmations": 6}));
        invoice
    }

    pub(super) fn told(&self, args: &[&str]) -> (i32, Vec<Value>, String) {
        let ran = run(self.ringup().args(args).arg("--json"));
        (ran.code, objects(&ran), ran.stderr)
    }

    pub(super) fn good(&self, args: &[&str]) -> Vec<Value> {
        let (code, told, said) = self.told(args);
        assert_eq!(code, 0, "{args:?}: {said}");
        told
    }

    /// The refunds at the gateway that are more than a preview.
    fn refunds(&self) -> Vec<Value> {
        let all = list(&self.state()["refunds"]);
        all.into_iter().filter(|refund| !matches!(refund["status"].as_str(), Some("preview"))).collect()
    }
}

#[test]
fn till_43_bp2_82_f44_a_refund_is_previewed_sent_once_and_followed_to_its_end() {
    let shop = Shop::paired_as_merchant();
    shop.paid_sale();
    let preview = &shop.good(&["refund", "1", "--amount", "10.00", "--preview"])[0];
    assert_eq!((preview["amount"].as_str(), preview["cash"].as_bool()), (Some("10.00"), Some(false)));
    assert!(preview["fee"].is_string(), "the gateway says its fee before: {preview}");
    assert_eq!(shop.refunds(), Vec::<Value>::new(), "nothing moved");
    // The gateway acts and its answer is lost: the till looks before it sends again.
    shop.fault("POST /refunds", "drop_after");
    let back = &shop.good(&["refund", "1", "--amount", "10.00", "--reason", "Wrong item"])[0]["refund"];
    assert_eq!((back["amount"].as_str(), back["in_doubt"].as_bool()), (Some("10.00"), Some(false)), "{back}");
    assert_eq!(shop.refunds().len(), 1, "one refund, whatever happened to the answer");
    let (code, _, said) = shop.told(&["refund", "1", "--amount", "20.01", "--reason", "Wrong item"]);
    assert!(code == 1 && said.contains("20.00"), "the sum never passes what was paid: {said}");
    shop.advance(60_000);
    wait_for("the refund's end", Duration::from_secs(60), || {
        shop.good(&["resolve"]);
        let shown = &shop.good(&["sales", "show", "1"])[0];
        shown["refunds"][0]["state"] == "done" && shown["refunds"][0]["receipt"]["number"].is_u64()
    });
    let rest = &shop.good(&["refund", "1", "--reason", "Customer's wish", "--buyer-pays-fee"])[0]["refund"];
    assert_eq!(rest["amount"].as_str(), Some("20.00"));
    assert_eq!(shop.refunds().len(), 2);
    let (code, _, said) = shop.told(&["refund", "1", "--reason", "x"]);
    assert_eq!(code, 1, "nothing is left: {said}");
    let verified = run(shop.ringup().args(["journal", "verify", "--deep"]));
    assert!(verified.code == 0 && verified.stdout.starts_with("ok "), "{}", verified.stdout);
}

#[test]
fn bp2_13_22_82_89_90_a_merchants_books_are_read_as_commands() {
    let shop = Shop::paired_as_merchant();
    let invoice = shop.paid_sale();
    let yesterday = ringup::domain::time::Timestamp(ringup::service::clock::now().0 - 86_400_000).date(0);
    let checked = &shop.good(&["connect", "check"])[0];
    assert!(list(&checked["can"]).len() + list(&checked["capabilities"]).len() > 3, "{checked}");
    assert_eq!(shop.good(&["tokens", "list"]), [json!({"facade": "merchant", "in_use": true})]);
    let listed = shop.good(&["invoice", "list", "--from", &yesterday]);
    assert!(listed.len() == 1 && listed[0].to_string().contains(&invoice), "{listed:?}");
    let guid = shop.good(&["sales", "show", "1"])[0]["attempts"][0]["guid"].as_str().unwrap().to_owned();
    assert_eq!(shop.good(&["invoice", "show", "--guid", &guid])[0]["id"], json!(invoice));
    assert_eq!(shop.good(&["invoice", "renotify", &invoice])[0]["renotified"], true);
    let balances = shop.good(&["balances"]);
    assert!(balances.iter().any(|line| line["currency"] == "EUR" && line["balance"] == "29.7"), "{balances:?}");
    let fetched = &shop.good(&["ledger", "fetch", "--from", &yesterday])[0];
    assert_eq!((fetched["read"].as_u64(), fetched["new"].as_u64()), (Some(2), Some(2)), "{fetched}");
    let again = &shop.good(&["ledger", "fetch", "--from", &yesterday])[0];
    assert_eq!((again["read"].as_u64(), again["new"].as_u64()), (Some(2), Some(0)), "fetching twice keeps once");
    let lines = shop.good(&["ledger", "list", "--from", &yesterday]);
    let kinds: Vec<_> = lines.iter().map(|line| (line["code"].as_u64(), line["amount"].as_str())).collect();
    assert_eq!(kinds, [(Some(1000), Some("30")), (Some(1023), Some("-0.3"))], "{lines:?}");
    shop.post("settle", &json!({}));
    let settled = &shop.good(&["settlements", "list", "--from", &yesterday])[0];
    assert_eq!((settled["balances"].as_bool(), settled["currency"].as_str()), (Some(true), Some("EUR")), "{settled}");
    let report = shop.good(&["settlements", "show", settled["settlement"].as_str().unwrap()]);
    assert!(report.iter().any(|line| line["invoice"] == json!(invoice)), "{report:?}");
}

#[test]
fn bp2_23_24_25_93_tills_share_a_connection_and_messages_are_judged() {
    let shop = Shop::paired_as_merchant();
    let own = shop.good(&["identity", "show"])[0]["sin"].clone();
    let other = Identity::generate();
    assert_eq!(shop.good(&["connect", "tills"]), [json!({"sin": own, "own": true})]);
    shop.good(&["connect", "link", other.sin()]);
    let tills = shop.good(&["connect", "tills"]);
    assert!(tills.contains(&json!({"sin": other.sin(), "own": false})) && tills.len() == 2, "{tills:?}");
    shop.good(&["connect", "unlink", other.sin()]);
    assert_eq!(shop.told(&["connect", "unlink", own.as_str().unwrap()]).0, 2, "this till stays");
    let code = shop.good(&["connect", "code"])[0]["code"].as_str().unwrap().to_owned();
    let claimed = shop.good(&["connect", "bitpay", "--name", "second", "--url", &shop.url(), "--code", &code]);
    assert_eq!(claimed[0]["facade"], "pos", "{claimed:?}");
    let asked = shop.good(&["connect", "bitpay", "--name", "third", "--url", &shop.url(), "--request"]);
    shop.good(&["connect", "approve", asked[0]["code"].as_str().unwrap()]);
    shop.good(&["connect", "check", "third"]);
    let folder = tempfile::tempdir().unwrap();
    let (file, body) = (folder.path().join("message"), r#"{"event":{"code":1005,"name":"x"},"data":{"id":"inv_1"}}"#);
    std::fs::write(&file, body).unwrap();
    let merchant = list(&shop.state()["tokens"]).into_iter().find(|token| token["facade"] == "merchant").unwrap();
    let signature = webhook::sign(&Secret::from(merchant["token"].as_str().unwrap()), body.as_bytes());
    let told = shop.good(&["webhook", "verify", "--body", file.to_str().unwrap(), "--signature", &signature]);
    assert_eq!(told[0]["signed"], true);
}

#[test]
fn f33_several_invoices_for_one_request_show_no_code_and_are_named_in_the_book() {
    let shop = Shop::paired_with_btcpay();
    let unread = json!({"match": "GET /invoices", "do": "status:503"});
    let lost = json!({"match": "POST /invoices", "nth": 1, "do": "drop_after"});
    shop.post("faults", &json!({ "rule": [lost, unread] }));
    let mut sale = shop.sell(&["30.00", "--timeout", "15"]);
    sale.event("intent");
    wait_for("the first invoice", Duration::from_secs(20), || !shop.invoices().is_empty());
    // Somebody makes another one of the same reference, and then the list can be read again.
    let order = shop.invoices()[0]["orderId"].clone();
    shop.made_elsewhere(&json!({"price": 30, "currency": "EUR", "orderId": order}));
    shop.heal();
    assert_eq!(sale.end(), 4, "{}", String::from_utf8_lossy(&sale.complained()));
    assert_eq!(shop.invoices().len(), 2);
    let told = String::from_utf8(sale.told()).unwrap();
    assert!(!told.contains(r#""event":"invoice""#), "no code: {told}");
    let shown = &shop.good(&["sales", "show", "1"])[0]["attempts"][0];
    let unknown = shown["unknown"].as_str().unwrap();
    for invoice in shop.invoices() {
        assert!(unknown.contains(invoice["id"].as_str().unwrap()), "{unknown}");
    }
}
