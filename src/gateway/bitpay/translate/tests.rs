use super::*;

fn agrees(printed: &str, units: u128, scale: u8) -> bool {
    ways::agrees(printed, Coin { units, scale })
}

#[test]
fn bp2_66_67_a_printed_total_is_the_exact_one_to_the_digits_printed() {
    for (printed, units, scale) in [
        ("0.000331", 33_100, 8),
        ("0.00033100", 33_100, 8),
        ("0.008200", 8_200_000_000_000_000, 18),
        ("0.008200", 8_200_400_000_000_000, 18),
        ("0.008201", 8_200_400_000_000_000, 18),
        ("20.50", 20_500_000_000_000_000_000, 18),
        ("123.456789", 12_345_678_901, 8),
        ("0.000331000000", 33_100, 8),
        ("21", 2_100, 2),
        ("0", 0, 8),
        ("5", 5, 0),
    ] {
        assert!(agrees(printed, units, scale), "{printed} {units}@{scale}");
    }
    for (printed, units, scale) in [
        ("0.000332", 33_100, 8),
        ("0.000330", 33_100, 8),
        ("0.00033101", 33_100, 8),
        ("0.008199", 8_200_000_000_000_000, 18),
        ("0.008202", 8_200_400_000_000_000, 18),
        ("0", 33_100, 8),
        ("0.000", 33_100, 8),
        ("20,50", 2_050, 2),
        ("-20.50", 2_050, 2),
        ("", 2_050, 2),
        (".5", 50, 2),
        ("99999999999999999999999999999999999999999", 1, 2),
    ] {
        assert!(!agrees(printed, units, scale), "{printed} {units}@{scale}");
    }
}

#[test]
fn bp2_61_the_gap_is_computed_if_it_is_not_said() {
    let json = r#"{"id":"a","status":"new","exceptionStatus":"paidPartial","currency":"USD","transactionCurrency":"BTC",
        "amountPaid":20000,"paymentTotals":{"BTC":33200},"exchangeRates":{"BTC":{"USD":62000.5}}}"#;
    let invoice: Invoice = serde_json::from_str(json).unwrap();
    let under = status(&invoice).flags.under.unwrap();
    assert_eq!(under.coin, Some(Coin { units: 13_200, scale: 8 }));
    assert_eq!(under.fiat.unwrap().to_plain(), "8.18", "0.00013200 × 62000.5 = 8.184066");
}

#[test]
fn bp2_61_a_gap_in_an_unknown_coin_still_counts() {
    let json =
        r#"{"id":"a","status":"new","exceptionStatus":"paidPartial","transactionCurrency":"NEW","underpaidAmount":5}"#;
    let invoice: Invoice = serde_json::from_str(json).unwrap();
    assert_eq!(status(&invoice).flags.under, Some(Gap::default()));
    assert!(status(&invoice).flags.block_release());
}

#[test]
fn bp2_52_every_word_has_a_state() {
    let read = |status: &str, more: &str| {
        let json = format!(r#"{{"id":"a","status":"{status}"{more}}}"#);
        super::status(&serde_json::from_str(&json).unwrap())
    };
    for (word, state) in [
        ("new", State::Open),
        ("paid", State::Seen),
        ("confirmed", State::Accepted),
        ("complete", State::Settled),
        ("expired", State::Expired),
        ("invalid", State::Failed),
    ] {
        assert_eq!(read(word, ""), Status::plain(state, word));
    }
    let declined = read("declined", "");
    assert_eq!((declined.state, declined.flags.rejected), (State::Failed, true));
    assert_eq!(read("expired", r#","isCancelled":true"#).state, State::Cancelled);
    assert_eq!(read("paid", r#","isCancelled":true"#).state, State::Seen, "money is not called back");
    for unknown in ["Paid", "completed", "", "paid "] {
        let status = read(unknown, "");
        assert_eq!(status.state, State::Open, "{unknown}");
        assert!(status.flags.unmapped.is_some() && status.flags.block_release(), "{unknown}");
    }
}

#[test]
fn bp2_60_every_exception_has_a_flag() {
    let read = |word: &str| {
        let json = format!(r#"{{"id":"a","status":"paid","exceptionStatus":{word}}}"#);
        status(&serde_json::from_str(&json).unwrap()).flags.words()
    };
    assert_eq!(read("false"), Vec::<String>::new());
    assert_eq!(read("\"paidPartial\""), ["under"]);
    assert_eq!(read("\"paidOver\""), ["over"]);
    assert_eq!(read("\"paidLater\""), ["late"]);
    assert_eq!(read("\"marked\""), ["marked"]);
    assert_eq!(read("\"paidSideways\""), ["unmapped:paidSideways"]);
}
