//! What payments, blocks and time make of an invoice.

use serde_json::{Value, json};

use super::harness::{KEY, Shop, frozen, id, open, shop};
use ringup::sandbox::{Options, Speed};

async fn made(shop: &Shop, extra: Value) -> String {
    let pos = shop.pos().await;
    id(&shop.invoice(&pos, extra).await).to_owned()
}

fn words(seen: &Value) -> (&str, &Value) {
    (seen["status"].as_str().unwrap(), &seen["exceptionStatus"])
}

#[tokio::test]
async fn bp2_52_59_62_72_an_exact_payment_walks_to_complete() {
    let shop = shop().await;
    let invoice = made(&shop, json!({ "orderId": "1042-1" })).await;
    let paid = shop.pay(&invoice, json!({ "coin": "BTC", "amount": "exact", "confirmations": 0 })).await.body;
    assert_eq!(words(&paid), ("paid", &json!(false)));
    assert_eq!(
        (paid["amountPaid"].to_string(), paid["displayAmountPaid"].as_str()),
        ("33200".into(), Some("0.000332"))
    );
    assert_eq!(paid["transactionCurrency"], "BTC");
    let transaction = &paid["transactions"][0];
    assert_eq!((&transaction["amount"], &transaction["confirmations"]), (&json!(33200), &json!(0)));
    assert_eq!(transaction["txid"].as_str().unwrap().len(), 64);
    let received = transaction["receivedTime"].as_str().unwrap();
    assert!(received.ends_with('Z') && received.len() == "2026-01-01T00:00:00.000Z".len(), "{received}");
    assert!(transaction["exRates"]["USD"].is_number() && transaction["outputIndex"].is_number());
    assert_eq!(shop.state().await["ledger"], json!([]), "nothing is credited yet");

    assert_eq!(words(&shop.confirm(&invoice, 1).await.body), ("confirmed", &json!(false)));
    assert_eq!(words(&shop.confirm(&invoice, 5).await.body).0, "confirmed");
    let complete = shop.confirm(&invoice, 6).await.body;
    assert_eq!((words(&complete).0, &complete["transactions"][0]["confirmations"]), ("complete", &json!(6)));
    let ledger = shop.state().await["ledger"].clone();
    assert_eq!((ledger[0]["code"].as_i64(), ledger[0]["amount"].to_string()), (Some(1000), "2050000000".into()));
    assert_eq!((ledger[1]["code"].as_i64(), ledger[1]["amount"].to_string()), (Some(1023), "-20500000".into()));
}

#[tokio::test]
async fn bp2_34_each_speed_accepts_at_its_own_risk() {
    let shop = shop().await;
    for (speed, seen, one, six) in [
        ("high", "confirmed", "confirmed", "complete"),
        ("medium", "paid", "confirmed", "complete"),
        ("low", "paid", "paid", "complete"),
    ] {
        let invoice = made(&shop, json!({ "transactionSpeed": speed })).await;
        let paid = shop.pay(&invoice, json!({ "coin": "LTC", "confirmations": 0 })).await.body;
        assert_eq!((paid["status"].as_str(), paid["transactionSpeed"].as_str()), (Some(seen), Some(speed)));
        assert_eq!(shop.confirm(&invoice, 1).await.body["status"], one, "{speed}");
        assert_eq!(shop.confirm(&invoice, 6).await.body["status"], six, "{speed}");
    }
}

#[tokio::test]
async fn bp2_63_each_coin_has_its_own_target() {
    let shop = shop().await;
    for (coin, target) in [("BTC", 6), ("DOGE", 40), ("ETH", 50), ("DAI", 50)] {
        let invoice = made(&shop, json!({})).await;
        let paid = shop.pay(&invoice, json!({ "coin": coin, "confirmations": target - 1 })).await.body;
        assert_eq!((&paid["status"], &paid["targetConfirmations"]), (&json!("confirmed"), &json!(target)), "{coin}");
        let target = u32::try_from(target).unwrap();
        assert_eq!(shop.confirm(&invoice, target).await.body["status"], "complete", "{coin}");
    }
}

#[tokio::test]
async fn bp2_53_61_too_little_stays_new_and_expires() {
    let shop = shop().await;
    let invoice = made(&shop, json!({})).await;
    let part = shop.pay(&invoice, json!({ "coin": "BTC", "amount": "half", "confirmations": 0 })).await.body;
    assert_eq!(words(&part), ("new", &json!("paidPartial")));
    assert_eq!((part["underpaidAmount"].to_string(), part["amountPaid"].to_string()), ("16600".into(), "16600".into()));
    assert!(part.get("overpaidAmount").is_none());
    shop.advance(900_000).await;
    assert_eq!(words(&shop.seen(&invoice).await), ("expired", &json!("paidPartial")));
}

#[tokio::test]
async fn the_rest_of_a_part_makes_it_whole() {
    let shop = shop().await;
    let invoice = made(&shop, json!({})).await;
    shop.pay(&invoice, json!({ "coin": "BTC", "amount": "0.0001", "confirmations": 0 })).await;
    let whole = shop.pay(&invoice, json!({ "amount": "exact", "confirmations": 0 })).await.body;
    assert_eq!(words(&whole), ("paid", &json!(false)));
    assert_eq!(whole["amountPaid"].to_string(), "33200");
    assert_eq!(whole["transactions"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn bp2_54_61_too_much_and_twice_are_paid_over_to_the_last_digit() {
    let shop = shop().await;
    let invoice = made(&shop, json!({})).await;
    let over = shop.pay(&invoice, json!({ "coin": "DAI", "amount": "double", "confirmations": 0 })).await.body;
    assert_eq!(words(&over), ("paid", &json!("paidOver")));
    assert_eq!(over["overpaidAmount"].to_string(), "20500000000000000000");
    assert_eq!(over["amountPaid"].to_string(), "41000000000000000000");
    assert_eq!(over["displayAmountPaid"], "41.00");
    let twice = made(&shop, json!({})).await;
    let over = shop.pay(&twice, json!({ "coin": "BTC", "amount": "exact", "times": 2, "confirmations": 0 })).await.body;
    assert_eq!((words(&over), over["overpaidAmount"].to_string()), (("paid", &json!("paidOver")), "33200".into()));
    let exact = made(&shop, json!({})).await;
    let wei = json!({ "coin": "DAI", "amount": "20.500000000000000001", "confirmations": 0 });
    assert_eq!(shop.pay(&exact, wei).await.body["overpaidAmount"].to_string(), "1");
}

#[tokio::test]
async fn bp2_55_unconfirmed_for_an_hour_is_invalid_and_may_complete_late() {
    let shop = shop().await;
    let invoice = made(&shop, json!({})).await;
    shop.pay(&invoice, json!({ "coin": "BTC", "confirmations": 0 })).await;
    shop.advance(3_599_999).await;
    assert_eq!(shop.seen(&invoice).await["status"], "paid");
    shop.advance(1).await;
    assert_eq!(shop.seen(&invoice).await["status"], "invalid");
    assert_eq!(shop.confirm(&invoice, 1).await.body["status"], "invalid");
    assert_eq!(shop.confirm(&invoice, 6).await.body["status"], "complete");
}

#[tokio::test]
async fn invalidate_takes_a_payment_off_the_chain() {
    let shop = shop().await;
    let invoice = made(&shop, json!({})).await;
    shop.pay(&invoice, json!({ "coin": "BTC" })).await;
    let gone = shop.post(&format!("/_sandbox/invoices/{invoice}/invalidate"), &json!({})).await;
    assert_eq!(gone.body["status"], "invalid");
    shop.advance(60_000).await;
    assert_eq!(shop.seen(&invoice).await["status"], "invalid", "no block comes by itself");
    assert_eq!(shop.confirm(&invoice, 6).await.body["status"], "complete");
}

#[tokio::test]
async fn bp2_56_late_money_revives_an_expired_invoice() {
    let shop = shop().await;
    let invoice = made(&shop, json!({ "acceptanceWindow": 1_000 })).await;
    let planned = shop.pay(&invoice, json!({ "coin": "BTC", "late": true })).await.body;
    assert_eq!((&planned["status"], &planned["paymentsOnTheWay"]), (&json!("new"), &json!(1)));
    shop.advance(1_000).await;
    assert_eq!(shop.seen(&invoice).await["status"], "expired");
    for (ms, status) in [(1_000, "paid"), (4_000, "confirmed"), (16_000, "complete")] {
        shop.advance(ms).await;
        assert_eq!(shop.seen(&invoice).await["status"], status);
    }
}

#[tokio::test]
async fn blocks_arrive_by_sandbox_time() {
    let shop = shop().await;
    for coin in ["BTC", "DOGE", "ETH"] {
        let invoice = made(&shop, json!({})).await;
        assert_eq!(shop.pay(&invoice, json!({ "coin": coin })).await.body["status"], "paid");
        shop.advance(3_999).await;
        assert_eq!(shop.seen(&invoice).await["status"], "paid");
        shop.advance(1).await;
        assert_eq!(shop.seen(&invoice).await["status"], "confirmed");
        shop.advance(15_999).await;
        assert_eq!(shop.seen(&invoice).await["status"], "confirmed");
        shop.advance(1).await;
        assert_eq!(shop.seen(&invoice).await["status"], "complete", "{coin}");
    }
}

#[tokio::test]
async fn a_fast_clock_runs_by_itself() {
    let shop = open(Options { speed: "1000".parse::<Speed>().unwrap(), ..frozen() }).await;
    let invoice = made(&shop, json!({})).await;
    shop.pay(&invoice, json!({ "coin": "BTC" })).await;
    // 20 sandbox seconds are 20 real milliseconds; the loop ends by the state, the bound only names a hang.
    for _ in 0..2_000 {
        if shop.seen(&invoice).await["status"] == "complete" {
            return;
        }
    }
    panic!("the clock stands still: {}", shop.seen(&invoice).await);
}

#[tokio::test]
async fn bp2_64_77_low_fees_and_the_chosen_coin_are_told() {
    let shop = shop().await;
    let invoice = made(&shop, json!({})).await;
    let chosen = shop.post(&format!("/_sandbox/invoices/{invoice}/coin"), &json!({ "coin": "DOGE" })).await;
    assert_eq!(chosen.body["buyerProvidedInfo"]["selectedTransactionCurrency"], "DOGE");
    let paid = shop.pay(&invoice, json!({ "coin": "BTC", "low_fee": true, "confirmations": 0 })).await.body;
    assert_eq!(paid["lowFeeDetected"], true);
}

#[tokio::test]
async fn the_test_payment_of_the_merchant_works() {
    let shop = shop().await;
    let merchant = shop.merchant().await;
    for status in ["confirmed", "complete"] {
        let invoice = made(&shop, json!({})).await;
        let body = json!({ "token": merchant, "status": status }).to_string();
        let paid = shop.signed(KEY, "PUT", &format!("/invoices/pay/{invoice}"), &body).await;
        assert_eq!(paid.data()["status"], status);
    }
}

#[tokio::test]
async fn a_wrong_wish_is_named_and_nothing_is_paid() {
    let shop = shop().await;
    let invoice = made(&shop, json!({ "paymentCurrencies": ["BTC"] })).await;
    for wish in [
        json!({ "coin": "GOLD" }),
        json!({ "coin": "ETH" }),
        json!({ "amount": "lots" }),
        json!({ "amount": "0" }),
        json!({ "amount": "-1" }),
        json!({ "amount": "0.000000001" }),
        json!({ "times": 0 }),
        json!({ "confirmations": -1 }),
        json!({ "tip": 1 }),
    ] {
        let refused = shop.pay(&invoice, wish.clone()).await;
        assert_eq!(refused.status, 400, "{wish}");
        assert!(!refused.body["error"].as_str().unwrap().is_empty());
    }
    assert_eq!(shop.seen(&invoice).await["transactions"], json!([]));
    assert_eq!(shop.pay("nobody", json!({})).await.status, 404);
    let back = shop.post("/_sandbox/clock", &json!({ "advance_ms": -1 })).await;
    assert_eq!(back.status, 400);
}
