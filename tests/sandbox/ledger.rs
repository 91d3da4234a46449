//! The merchant's account, written by invoices and refunds.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::harness::{KEY, Shop, frozen, id, open, shop};
use ringup::sandbox::Options;

/// An invoice paid to the end, as the sandbox shows it.
pub(crate) async fn complete(shop: &Shop, extra: Value) -> Value {
    let pos = shop.pos().await;
    let made = shop.invoice(&pos, extra).await;
    shop.pay(id(&made), json!({ "coin": "BTC", "confirmations": 6 })).await;
    let seen = shop.seen(id(&made)).await;
    assert_eq!(seen["status"], "complete");
    seen
}

pub(crate) async fn merchant_get(shop: &Shop, merchant: &str, path: &str) -> super::harness::Answer {
    let joint = if path.contains('?') { '&' } else { '?' };
    shop.signed(KEY, "GET", &format!("{path}{joint}token={merchant}"), "").await
}

/// The days around the sandbox's present, as a query.
pub(crate) async fn this_month(shop: &Shop) -> String {
    let now = shop.state().await["now"].as_i64().unwrap();
    let day = |ms: i64| jiff::Timestamp::from_millisecond(ms).unwrap().strftime("%Y-%m-%d").to_string();
    format!("startDate={}&endDate={}", day(now - 86_400_000 * 10), day(now + 86_400_000 * 10))
}

pub(crate) async fn entries(shop: &Shop, merchant: &str, currency: &str) -> Vec<Value> {
    let path = format!("/ledgers/{currency}?{}", this_month(shop).await);
    let answer = merchant_get(shop, merchant, &path).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body.as_array().unwrap_or_else(|| panic!("not a bare array: {}", answer.body)).clone()
}

pub(crate) fn decimal(value: &Value) -> Decimal {
    value.to_string().parse().unwrap()
}

fn codes(entries: &[Value]) -> Vec<(i64, String)> {
    entries.iter().map(|entry| (entry["code"].as_i64().unwrap(), entry["amount"].to_string())).collect()
}

pub(crate) async fn balance(shop: &Shop, merchant: &str, currency: &str) -> Decimal {
    let answer = merchant_get(shop, merchant, "/ledgers").await;
    let line = answer.data().as_array().unwrap().iter().find(|line| line["currency"] == currency).cloned();
    line.map_or(Decimal::ZERO, |line| decimal(&line["balance"]))
}

#[tokio::test]
async fn bp2_90_a_complete_invoice_is_credited_and_charged_one_percent() {
    let shop = shop().await;
    let merchant = shop.merchant().await;
    assert_eq!(merchant_get(&shop, &merchant, "/ledgers").await.data(), &json!([{ "currency": "USD", "balance": 0 }]));
    assert_eq!(entries(&shop, &merchant, "USD").await, Vec::<Value>::new(), "an empty bare array");
    let buyer = json!({ "name": "J. Doe", "email": "j@doe.example", "locality": "Graz" });
    let sold = complete(&shop, json!({ "orderId": "1042-1", "buyer": buyer })).await;
    let lines = entries(&shop, &merchant, "USD").await;
    assert_eq!(codes(&lines), [(1000, "2050000000".to_owned()), (1023, "-20500000".to_owned())]);
    let sale = &lines[0];
    for (field, value) in [
        ("type", json!("Invoice")),
        ("txType", json!("sale")),
        ("description", json!("1042-1")),
        ("scale", json!(100_000_000)),
        ("invoiceId", sold["id"].clone()),
        ("invoiceAmount", json!(20.5)),
        ("invoiceCurrency", json!("USD")),
        ("transactionCurrency", json!("BTC")),
        ("buyerFields", json!({ "buyerName": "J. Doe", "buyerEmail": "j@doe.example", "buyerCity": "Graz" })),
    ] {
        assert_eq!(sale[field], value, "{field}");
    }
    assert_eq!((sale["id"].as_str().unwrap().len(), &lines[1]["buyerFields"]), (22, &json!({})));
    assert!(sale["timestamp"].as_str().unwrap().ends_with('Z'));
    assert_eq!(balance(&shop, &merchant, "USD").await, "20.295".parse().unwrap());
    assert_eq!(entries(&shop, &merchant, "USD").await, lines, "the same at every read");
}

#[tokio::test]
async fn bp2_90_an_invoice_is_credited_at_complete_only_and_never_more_than_its_price() {
    let shop = shop().await;
    let (pos, merchant) = (shop.pos().await, shop.merchant().await);
    for status in ["paid", "confirmed"] {
        let made = shop.invoice(&pos, json!({})).await;
        let blocks = if status == "paid" { 0 } else { 5 };
        shop.pay(id(&made), json!({ "confirmations": blocks })).await;
        assert_eq!(shop.seen(id(&made)).await["status"], status);
    }
    assert_eq!(entries(&shop, &merchant, "USD").await.len(), 0);
    let over = shop.invoice(&pos, json!({ "price": 3 })).await;
    shop.pay(id(&over), json!({ "amount": "double", "confirmations": 6 })).await;
    let lines = entries(&shop, &merchant, "USD").await;
    assert_eq!(codes(&lines), [(1000, "300000000".to_owned()), (1023, "-3000000".to_owned())]);
    shop.advance(60_000).await;
    let seen = shop.seen(id(&over)).await;
    let (came, went) = (&seen["transactions"][0]["amount"], &seen["transactions"][1]["amount"]);
    let due = decimal(&seen["paymentTotals"]["BTC"]);
    assert_eq!((decimal(came), decimal(went)), (due * Decimal::TWO, -due), "the excess has gone back");
    assert_eq!(entries(&shop, &merchant, "USD").await, lines, "what was never credited is not charged");
}

#[tokio::test]
async fn bp2_53_too_little_goes_back_after_the_window_and_later_money_counts_afresh() {
    let shop = shop().await;
    let pos = shop.pos().await;
    let made = shop.invoice(&pos, json!({})).await;
    shop.pay(id(&made), json!({ "coin": "BTC", "amount": "half", "confirmations": 0 })).await;
    shop.advance(900_000 + 59_999).await;
    assert_eq!(shop.seen(id(&made)).await["transactions"].as_array().unwrap().len(), 1);
    shop.advance(1).await;
    let seen = shop.seen(id(&made)).await;
    assert_eq!((&seen["status"], &seen["exceptionStatus"]), (&json!("expired"), &json!("paidPartial")));
    assert_eq!(seen["transactions"][1]["amount"].to_string(), "-16600");
    assert_ne!(seen["transactions"][1]["txid"], seen["transactions"][0]["txid"]);
    shop.advance(1).await;
    let whole = json!({ "coin": "BTC", "amount": "0.000332", "confirmations": 6 });
    let seen = shop.pay(id(&made), whole).await.body;
    assert_eq!((&seen["status"], &seen["exceptionStatus"]), (&json!("complete"), &json!(false)));
    assert_eq!(seen["amountPaid"].to_string(), "33200");
}

#[tokio::test]
async fn bp2_90_dates_are_mandatory_in_every_spelling_and_at_most_a_month_apart() {
    let shop = shop().await;
    let (pos, merchant) = (shop.pos().await, shop.merchant().await);
    for (query, status, code, param) in [
        ("", 400, "020003", "startDate"),
        ("startDate=2026-01-01", 400, "020003", "endDate"),
        ("startDate=soon&endDate=2026-01-01", 400, "020002", "startDate"),
        ("startDate=2026-01-01&endDate=2026-13-01", 400, "020002", "endDate"),
        ("startDate=2024-01-01&endDate=2026-01-01", 400, "020002", "endDate"),
        ("startDate=2026-01-01&endDate=2026-02-02", 400, "020002", "endDate"),
        ("startDate=2026-02-01&endDate=2026-01-01", 400, "020002", "endDate"),
    ] {
        let answer = merchant_get(&shop, &merchant, &format!("/ledgers/USD?{query}")).await;
        let told = (answer.status, answer.body["code"].as_str(), answer.body["param"].as_str());
        assert_eq!(told, (status, Some(code), Some(param)), "{query}");
        assert_eq!(answer.body["status"], "error");
    }
    for query in [
        "startDate=2026-01-01&endDate=2026-02-01",
        "startDate=2026-1-1&endDate=2026-1-1&currency=USD",
        "startDate=2026-01-01T00:00:00Z&endDate=2026-01-31T23:59:59.999Z",
    ] {
        let answer = merchant_get(&shop, &merchant, &format!("/ledgers/USD?{query}")).await;
        assert_eq!((answer.status, &answer.body), (200, &json!([])), "{query}");
    }
    let unknown = merchant_get(&shop, &merchant, &format!("/ledgers/XYZ?{}", this_month(&shop).await)).await;
    assert_eq!((unknown.status, unknown.body["param"].as_str()), (400, Some("currency")));
    for path in [format!("/ledgers?token={pos}"), format!("/ledgers/USD?token={pos}")] {
        let text = "This endpoint does not support the `pos` facade";
        let refused = shop.get(&path).await;
        assert_eq!((refused.status, &refused.body), (403, &json!({ "error": text })));
    }
}

#[tokio::test]
async fn bp2_92_sales_are_changed_into_the_currency_of_the_payouts() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = folder.path().join("scenario.toml");
    std::fs::write(&scenario, "settlement_currency = \"EUR\"\n").unwrap();
    let shop = open(Options { scenario: Some(scenario), ..frozen() }).await;
    let merchant = shop.merchant().await;
    complete(&shop, json!({ "price": 100 })).await;
    complete(&shop, json!({ "price": 10, "currency": "EUR" })).await;
    let dollars = entries(&shop, &merchant, "USD").await;
    let of = |code: i64, amount: &str| (code, amount.to_owned());
    assert_eq!(codes(&dollars), [of(1000, "10000000000"), of(1023, "-100000000"), of(1006, "-9900000000")]);
    // 99 USD at 0.9194 are 91.0206 EUR; half a percent of them is 0.455103.
    let euros = entries(&shop, &merchant, "EUR").await;
    let all = [of(1006, "9102060000"), of(1007, "-45510300"), of(1000, "1000000000"), of(1023, "-10000000")];
    assert_eq!(codes(&euros), all);
    assert_eq!(balance(&shop, &merchant, "USD").await, Decimal::ZERO);
    assert_eq!(balance(&shop, &merchant, "EUR").await, "100.465497".parse().unwrap());
}
