use super::*;

fn invoice(json: &str) -> Invoice {
    serde_json::from_str(json).unwrap()
}

#[test]
fn bp2_79_of_a_repeated_key_the_last_counts() {
    let read = invoice(
        r#"{"id":"a","price":1,"status":"new","status":"paid","minerFees":{"BTC":{"totalFee":1,"totalFee":2}},"price":"2.50",
            "paymentTotals":{"BTC":1,"ETH":5,"BTC":3}}"#,
    );
    assert_eq!(read.status, "paid");
    assert_eq!(read.price.unwrap().to_string(), "2.50");
    assert_eq!(read.miner_fees.get("BTC").unwrap().total_fee, Exact::parse("2"));
    assert_eq!(read.payment_totals.keys().collect::<Vec<_>>(), ["BTC", "ETH"]);
    assert_eq!(read.payment_totals.get("BTC"), Exact::parse("3").as_ref());
}

#[test]
fn bp2_60_the_exception_is_bool_or_word() {
    for none in ["false", "null", "\"\"", "\"false\"", "{}"] {
        assert_eq!(invoice(&format!(r#"{{"exceptionStatus":{none}}}"#)).exception, Exception::None, "{none}");
    }
    assert_eq!(invoice(r#"{"exceptionStatus":"paidOver"}"#).exception, Exception::Word("paidOver".to_owned()));
    assert_eq!(invoice(r#"{"exceptionStatus":true}"#).exception, Exception::Word("true".to_owned()));
}

#[test]
fn bp2_02_nulls_and_odd_forms_of_what_is_only_shown_are_tolerated() {
    let read = invoice(
        r#"{"id":"a","exchangeRates":null,"paymentTotals":null,"paymentCodes":{"BTC":null},"minerFees":7,"transactions":{},
            "url":{},"lowFeeDetected":"yes","currentTime":"1767225600042","expirationTime":-1,"refundInfo":{"supportRequest":"r"}}"#,
    );
    assert_eq!(read.payment_codes.keys().count(), 0);
    assert_eq!((read.current_time, read.expiration_time), (Some(1_767_225_600_042), None));
    assert_eq!(read.refund_info[0].support_request, "r");
    let listed = invoice(r#"{"refundInfo":[{"supportRequest":"r","currency":"USD","amounts":{"USD":1}},{}]}"#);
    assert_eq!(listed.refund_info.len(), 2);
}

#[test]
fn bp2_79_what_costs_money_must_be_readable() {
    for bad in [
        r#"{"price":"ten"}"#,
        r#"{"price":[]}"#,
        r#"{"status":7}"#,
        r#"{"paymentTotals":{"BTC":"x"}}"#,
        r#"{"underpaidAmount":true}"#,
        r#"{"paymentCodes":{"BTC":"bitcoin:x"}}"#,
        r#"[]"#,
        r#"7"#,
    ] {
        assert!(serde_json::from_str::<Invoice>(bad).is_err(), "{bad}");
    }
    let many: Vec<String> = (0..2_000).map(|n| format!("\"k{n}\":0")).collect();
    assert!(serde_json::from_str::<Invoice>(&format!("{{{}}}", many.join(","))).is_err());
}

#[test]
fn bp2_62_transactions_have_filler_times() {
    let read = invoice(
        r#"{"transactions":[{"amount":-5,"txid":"t","confirmations":"3","receivedTime":"1970-01-01T00:00:00.000Z"},
            {"amount":33200,"time":"2026-01-01T00:01:40.000Z","receivedTime":null,"exRates":{},"outputIndex":0}]}"#,
    );
    assert_eq!(read.transactions[0].received_time, None);
    assert_eq!(read.transactions[0].confirmations, Some(3));
    assert!(read.transactions[0].amount.as_ref().unwrap().is_negative());
    assert_eq!(read.transactions[1].received_time, Some(1_767_225_700_000));
}
