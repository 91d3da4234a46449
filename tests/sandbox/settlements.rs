//! Payouts by simulated days.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::harness::{KEY, SIN, Shop, id, shop};
use super::ledger::{balance, complete, decimal, entries, merchant_get};

const DAY_MS: i64 = 86_400_000;

/// Opening, entries, withheld, total.
fn sums(settlement: &Value) -> [Decimal; 4] {
    ["openingBalance", "ledgerEntriesSum", "withholdingsSum", "totalAmount"].map(|field| decimal(&settlement[field]))
}

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

async fn settlements(shop: &Shop, merchant: &str, query: &str) -> Vec<Value> {
    let answer = merchant_get(shop, merchant, &format!("/settlements?{query}")).await;
    let data = answer.data().as_array().unwrap().clone();
    assert_eq!(answer.body["facade"], "merchant/settlement");
    data
}

/// Moves to the middle of the next day, so that a day's end has passed and none is near.
async fn next_noon(shop: &Shop) {
    let now = shop.state().await["now"].as_i64().unwrap();
    shop.advance((now / DAY_MS + 1) * DAY_MS + DAY_MS / 2 - now).await;
}

#[tokio::test]
async fn bp2_92_each_day_with_money_is_paid_out_once_and_the_identity_holds() {
    let shop = shop().await;
    let merchant = shop.merchant().await;
    next_noon(&shop).await;
    complete(&shop, json!({ "price": 100, "orderId": "a" })).await;
    complete(&shop, json!({ "price": 50, "orderId": "b" })).await;
    assert_eq!(settlements(&shop, &merchant, "").await, Vec::<Value>::new(), "the day is not over");
    next_noon(&shop).await;
    let made = settlements(&shop, &merchant, "currency=USD").await;
    assert_eq!((made.len(), sums(&made[0])), (1, [dec("0"), dec("148.5"), dec("0"), dec("148.5")]));
    assert_eq!((&made[0]["status"], &made[0]["currency"]), (&json!("completed"), &json!("USD")));
    assert!(made[0]["closingDate"].as_str().unwrap().ends_with("T00:00:00.000Z"));
    assert_eq!(balance(&shop, &merchant, "USD").await, Decimal::ZERO);
    let paid_out = entries(&shop, &merchant, "USD").await.last().cloned().unwrap();
    assert_eq!((paid_out["code"].as_i64(), paid_out["amount"].to_string()), (Some(1017), "-14850000000".to_owned()));

    shop.advance(DAY_MS * 5).await;
    assert_eq!(settlements(&shop, &merchant, "").await.len(), 1, "days without money are not paid out");
    complete(&shop, json!({ "price": 10 })).await;
    next_noon(&shop).await;
    let made = settlements(&shop, &merchant, "").await;
    assert_eq!((made.len(), sums(&made[0])), (2, [dec("0"), dec("9.9"), dec("0"), dec("9.9")]), "newest first");
    assert_eq!(settlements(&shop, &merchant, "limit=1&offset=1").await[0]["id"], made[1]["id"]);
    assert_eq!(settlements(&shop, &merchant, "currency=EUR").await.len(), 0);
    assert_eq!(settlements(&shop, &merchant, "status=failed").await.len(), 0);
    assert_eq!(settlements(&shop, &merchant, "startDate=2000-1-1&endDate=2000-1-2").await.len(), 0);
    let wrong = merchant_get(&shop, &merchant, "/settlements?status=paid").await;
    assert_eq!((wrong.status, wrong.body["param"].as_str()), (400, Some("status")));
}

#[tokio::test]
async fn bp2_92_the_report_lists_what_the_payout_was_made_of() {
    let shop = shop().await;
    let merchant = shop.merchant().await;
    let sold = complete(&shop, json!({ "price": 100, "orderId": "1042-1" })).await;
    let made = shop.post("/_sandbox/settle", &json!({})).await.body["settlements"][0].clone();
    let one = merchant_get(&shop, &merchant, &format!("/settlements/{}", id(&made))).await;
    let one = one.data();
    assert_eq!((&one["status"], one.get("ledgerEntries")), (&json!("processing"), None));
    let own = one["token"].as_str().unwrap();
    for (token, path) in [(own, "reconciliationReport"), (merchant.as_str(), "reconciliationreport")] {
        let path = format!("/settlements/{}/{path}?token={token}", id(&made));
        let report = shop.signed(KEY, "GET", &path, "").await;
        let report = report.data();
        let lines = report["ledgerEntries"].as_array().unwrap();
        assert_eq!(lines.iter().map(|line| decimal(&line["amount"])).sum::<Decimal>(), sums(one)[1]);
        assert_eq!((lines[0]["code"].as_i64(), lines[0]["amount"].to_string()), (Some(1000), "100".to_owned()));
        assert_eq!((&lines[0]["invoiceId"], &lines[0]["invoiceData"]["orderId"]), (&sold["id"], &json!("1042-1")));
        assert_eq!(lines.len(), 2);
    }
    let unsigned = shop.get(&format!("/settlements/{}/reconciliationReport?token={own}", id(&made))).await;
    assert_eq!(unsigned.status, 400);
    assert_eq!(merchant_get(&shop, &merchant, "/settlements/nobody").await.status, 404);
    shop.advance(3_600_000).await;
    let later = merchant_get(&shop, &merchant, &format!("/settlements/{}", id(&made))).await;
    assert_eq!(later.data()["status"], "completed");
}

#[tokio::test]
async fn bp2_92_promised_refunds_are_held_back_and_stay_in_the_account() {
    let shop = shop().await;
    let merchant = shop.merchant().await;
    let sold = complete(&shop, json!({ "price": 100 })).await;
    let body = json!({ "token": merchant, "invoiceId": id(&sold), "amount": 40 }).to_string();
    let refund = shop.signed(KEY, "POST", "/refunds", &body).await.data().clone();
    shop.post(&format!("/_sandbox/refunds/{}/hold", id(&refund)), &json!({})).await;
    let first = shop.post("/_sandbox/settle", &json!({})).await.body["settlements"][0].clone();
    assert_eq!(sums(&first), [dec("0"), dec("99"), dec("40.13"), dec("58.87")]);
    assert_eq!(first["withholdings"][0]["amount"].to_string(), "40.13");
    assert_eq!(balance(&shop, &merchant, "USD").await, dec("40.13"));
    let none = shop.post("/_sandbox/settle", &json!({})).await;
    assert_eq!(none.body, json!({ "settlements": [] }), "there is nothing to pay out");

    shop.post(&format!("/_sandbox/refunds/{}/succeed", id(&refund)), &json!({})).await;
    complete(&shop, json!({ "price": 10 })).await;
    let second = shop.post("/_sandbox/settle", &json!({})).await.body["settlements"][0].clone();
    assert_eq!(sums(&second), [dec("40.13"), dec("-30.23"), dec("0"), dec("9.9")]);
    assert_eq!(balance(&shop, &merchant, "USD").await, Decimal::ZERO);
}

#[tokio::test]
async fn a_failed_payout_comes_back_and_is_paid_with_the_next() {
    let shop = shop().await;
    let merchant = shop.merchant().await;
    complete(&shop, json!({ "price": 100 })).await;
    let first = shop.post("/_sandbox/settle", &json!({})).await.body["settlements"][0].clone();
    let failed = shop.post(&format!("/_sandbox/settlements/{}/fail", id(&first)), &json!({})).await;
    assert_eq!(failed.body["status"], "failed");
    let line = entries(&shop, &merchant, "USD").await.last().cloned().unwrap();
    assert_eq!((line["code"].as_i64(), line["amount"].to_string()), (Some(1022), "9900000000".to_owned()));
    assert_eq!(balance(&shop, &merchant, "USD").await, dec("99"));
    let second = shop.post("/_sandbox/settle", &json!({})).await.body["settlements"][0].clone();
    assert_eq!(sums(&second), [dec("0"), dec("99"), dec("0"), dec("99")]);
    let again = shop.post(&format!("/_sandbox/settlements/{}/fail", id(&first)), &json!({})).await;
    assert_eq!(again.status, 400, "once is enough");
}

#[tokio::test]
async fn the_pos_facade_has_no_account() {
    let shop = shop().await;
    let made = shop.post("/_sandbox/tokens", &json!({ "facade": "pos", "id": SIN })).await;
    let pos = made.body["token"].as_str().unwrap();
    for path in ["/settlements", "/settlements/x", "/settlements/x/reconciliationReport", "/refunds?invoiceId=x"] {
        let refused = merchant_get(&shop, pos, path).await;
        let text = "This endpoint does not support the `pos` facade";
        assert_eq!((refused.status, &refused.body), (403, &json!({ "error": text })), "{path}");
    }
}

/// A small generator, so that a failing walk can be repeated by its seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

async fn step(shop: &Shop, merchant: &str, dice: &mut Dice, sold: &mut Vec<Value>) {
    match dice.roll(6) {
        0 | 1 => sold.push(complete(shop, json!({ "price": dice.roll(900) + 1 })).await),
        2 if !sold.is_empty() => {
            let one = &sold[usize::try_from(dice.roll(sold.len() as u64)).unwrap()];
            let amount = dec(&one["price"].to_string()) / Decimal::from(dice.roll(3) + 1);
            let body = json!({
                "token": merchant, "invoiceId": id(one), "amount": amount.round_dp(2).to_string(),
                "immediate": dice.roll(2) == 0, "buyerPaysRefundFee": dice.roll(2) == 0,
            });
            let answer = shop.signed(KEY, "POST", "/refunds", &body.to_string()).await;
            assert!([200, 400].contains(&answer.status), "{}", answer.body);
            if answer.status == 200 && dice.roll(3) == 0 {
                let path = format!("/refunds/{}?token={merchant}", id(answer.data()));
                shop.signed(KEY, "DELETE", &path, "").await.data();
            }
        }
        3 => assert_eq!(shop.post("/_sandbox/settle", &json!({})).await.status, 200),
        _ => shop.advance(i64::try_from(dice.roll(40_000_000)).unwrap()).await,
    }
}

#[tokio::test]
async fn bp2_90_92_whatever_happens_the_books_add_up() {
    for seed in 0..6 {
        let shop = shop().await;
        let merchant = shop.merchant().await;
        let (mut dice, mut sold) = (Dice(seed), Vec::new());
        for _ in 0..40 {
            step(&shop, &merchant, &mut dice, &mut sold).await;
        }
        merchant_get(&shop, &merchant, "/settlements").await.data();
        let state = shop.state().await;
        let ledger = state["ledger"].as_array().unwrap();
        let amount = |line: &Value| decimal(&line["amount"]) / decimal(&line["scale"]);
        let sum: Decimal = ledger.iter().map(amount).sum();
        assert_eq!(balance(&shop, &merchant, "USD").await, sum, "seed {seed}");
        let mut opening = Decimal::ZERO;
        for settlement in state["settlements"].as_array().unwrap() {
            let [opened, entered, withheld, total] = sums(settlement);
            assert_eq!(opened + entered - withheld, total, "seed {seed}: {settlement}");
            assert_eq!(opened, opening, "seed {seed}: what was held back opens the next");
            assert!(total > Decimal::ZERO && withheld >= Decimal::ZERO);
            opening = withheld;
        }
        let refunds = state["refunds"].as_array().unwrap();
        for invoice in &sold {
            let gone = |refund: &&Value| {
                refund["invoice"] == invoice["id"]
                    && !["canceled", "failure"].contains(&refund["status"].as_str().unwrap())
            };
            let back: Decimal = refunds.iter().filter(gone).map(|refund| decimal(&refund["amount"])).sum();
            assert!(back <= dec(&invoice["price"].to_string()), "seed {seed}: {back} of {invoice}");
        }
    }
}
