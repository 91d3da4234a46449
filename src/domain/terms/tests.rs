use super::*;

fn wrong(change: impl FnOnce(&mut Terms)) -> (&'static str, Rule) {
    let mut terms = Terms::default();
    change(&mut terms);
    let wrong = terms.check().unwrap_err();
    (wrong.field.word(), wrong.rule)
}

fn good(change: impl FnOnce(&mut Terms)) {
    let mut terms = Terms::default();
    change(&mut terms);
    assert_eq!(terms.check(), Ok(()), "{terms:?}");
}

#[test]
fn bp2_45_the_window_is_at_most_fifteen_minutes() {
    good(|terms| terms.acceptance_window_ms = Some(0));
    good(|terms| terms.acceptance_window_ms = Some(900_000));
    assert_eq!(wrong(|terms| terms.acceptance_window_ms = Some(900_001)), ("acceptanceWindow", Rule::Minutes(15)));
}

#[test]
fn bp2_36_a_notification_needs_https_and_may_be_empty() {
    good(|terms| terms.notification_url = "https://shop.example/hook?till=1".to_owned());
    for text in
        ["http://shop.example", "shop.example", "https:shop.example", "https://", "https://a b", "https://u@x.y"]
    {
        assert_eq!(wrong(|terms| terms.notification_url = text.to_owned()), ("notificationURL", Rule::Https), "{text}");
    }
}

#[test]
fn bp2_35_extended_notifications_imply_full_ones() {
    good(|terms| terms.extended_notifications = true);
    good(|terms| (terms.extended_notifications, terms.full_notifications) = (true, Some(true)));
    let both = wrong(|terms| (terms.extended_notifications, terms.full_notifications) = (true, Some(false)));
    assert_eq!(both, ("extendedNotifications", Rule::NeedsFull));
}

#[test]
fn bp2_37_38_39_mail_and_ways_back_are_checked() {
    good(|terms| terms.notification_email = "till@shop.example".to_owned());
    assert_eq!(wrong(|terms| terms.notification_email = "till@shop".to_owned()), ("notificationEmail", Rule::Mail));
    good(|terms| terms.redirect_url = "http://shop.example/back".to_owned());
    good(|terms| terms.close_url = "shopapp://till/closed".to_owned());
    assert_eq!(wrong(|terms| terms.redirect_url = "shop.example/back".to_owned()), ("redirectURL", Rule::Address));
    assert_eq!(wrong(|terms| terms.close_url = "javascript://x/%0aalert(1)".to_owned()), ("closeURL", Rule::Address));
    let alone = wrong(|terms| terms.auto_redirect = true);
    assert_eq!(alone, ("autoRedirect", Rule::Needs(Field::RedirectUrl)));
    good(|terms| (terms.auto_redirect, terms.redirect_url) = (true, "https://shop.example".to_owned()));
}

#[test]
fn bp2_40_41_a_forced_or_picked_coin_is_one_of_the_accepted() {
    let some = || vec!["BTC".to_owned(), "USDC_m".to_owned()];
    good(|terms| (terms.coins, terms.forced_coin) = (some(), "USDC_m".to_owned()));
    assert_eq!(
        wrong(|terms| (terms.coins, terms.forced_coin) = (some(), "DOGE".to_owned())),
        ("forcedBuyerSelectedTransactionCurrency", Rule::Accepted)
    );
    for coins in [vec!["BTC".to_owned(), "BTC".to_owned()], vec![String::new()], vec!["B C".to_owned()]] {
        assert_eq!(wrong(|terms| terms.coins = coins), ("paymentCurrencies", Rule::Coins));
    }
    let terms = Terms { coins: some(), ..Terms::default() };
    assert_eq!(terms.check_coin("BTC"), Ok(()));
    assert_eq!(terms.check_coin("DOGE"), Err(Wrong { field: Field::Coin, rule: Rule::Accepted }));
    assert_eq!(Terms::default().check_coin("DOGE"), Ok(()));
}

#[test]
fn bp2_33_49_names_are_one_line_and_item_codes_are_for_donations() {
    good(|terms| terms.merchant_name = "Fernhill Bakery, Station".to_owned());
    assert_eq!(wrong(|terms| terms.merchant_name = "two\nlines".to_owned()), ("merchantName", Rule::Line(200)));
    assert_eq!(wrong(|terms| terms.merchant_name = "x".repeat(201)), ("merchantName", Rule::Line(200)));
    assert_eq!(wrong(|terms| terms.item_code = "bitcoindonation".to_owned()), ("itemCode", Rule::Donation));
    assert_eq!(wrong(|terms| terms.donation = true), ("itemCode", Rule::Filled));
    good(|terms| (terms.donation, terms.item_code) = (true, "bitcoindonation".to_owned()));
}

#[test]
fn bp2_42_43_44_a_customer_is_checked_field_by_field() {
    let wrong = |buyer: Buyer| {
        let wrong = buyer.check().unwrap_err();
        (wrong.field.word(), wrong.rule)
    };
    let text = str::to_owned;
    let base = Buyer::default;
    assert!(base().is_empty() && base().check().is_ok());
    let all = Buyer {
        name: text("J. Doe"),
        country: text("DE"),
        email: text("j.doe+till@mail.example"),
        phone: text("+49 (151) 234-56789"),
        notify: true,
        sms: text("+4915123456789"),
        ..base()
    };
    assert_eq!(all.check(), Ok(()));
    assert_eq!(format!("{all:?}"), "Buyer(…)", "nobody's name is in a log");
    assert_eq!(wrong(Buyer { country: text("DEU"), ..base() }), ("buyer.country", Rule::Country));
    assert_eq!(wrong(Buyer { country: text("4É"), ..base() }), ("buyer.country", Rule::Country));
    for mail in ["j", "j@", "@x.y", "j@x", "j@x..y", "a b@x.y", "j@x.y,k@x.y", ".j@x.y", "j@-x.y"] {
        assert_eq!(wrong(Buyer { email: text(mail), ..base() }), ("buyer.email", Rule::Mail), "{mail}");
    }
    for number in ["015123456789", "+0151", "+49", "+49151234567890123", "+49 151 abc"] {
        assert_eq!(wrong(Buyer { sms: text(number), ..base() }), ("buyerSms", Rule::Phone), "{number}");
    }
    assert_eq!(wrong(Buyer { notify: true, ..base() }), ("buyer.notify", Rule::Needs(Field::BuyerEmail)));
    assert_eq!(wrong(Buyer { locality: "x".repeat(201), ..base() }), ("buyer.locality", Rule::Line(200)));
    assert_eq!(phone("+49 (151) 234-567/89").as_deref(), Some("+4915123456789"));
}

#[test]
fn bp2_34_48_terms_that_ask_nothing_take_no_room_at_rest() {
    assert_eq!(serde_json::to_string(&Terms::default()).unwrap(), "{}");
    let terms: Terms = toml::from_str("speed = 'low'\nphysical = false\ncoins = ['BTC']").unwrap();
    assert_eq!((terms.speed, terms.physical, terms.is_default()), (Some(Speed::Low), false, false));
    assert_eq!(toml::from_str::<Terms>(&toml::to_string(&terms).unwrap()).unwrap(), terms);
    assert!(toml::from_str::<Terms>("sped = 'low'").is_err(), "a slip of the pen is not passed over");
    assert_eq!(Speed::ALL.map(Speed::word), ["high", "medium", "low"]);
}

#[test]
fn bp2_38_39_an_address_has_scheme_slashes_host_and_an_end() {
    let long = |length: usize| format!("https://shop.example/{}", "x".repeat(length - 21));
    good(|terms| terms.redirect_url = long(1_000));
    for text in [long(1_001).as_str(), "shopapp:till", "https://me@shop.example", "http://é.example"] {
        assert_eq!(wrong(|terms| terms.redirect_url = text.to_owned()), ("redirectURL", Rule::Address), "{text}");
    }
    for scheme in ["javascript", "data", "file", "blob"] {
        let text = format!("{scheme}://shop.example/x");
        assert_eq!(wrong(|terms| terms.close_url = text.clone()), ("closeURL", Rule::Address), "{text}");
    }
}

#[test]
fn bp2_37_a_mail_address_has_a_name_and_a_domain_of_labels() {
    let long = |name: usize| format!("{}@shop.example", "x".repeat(name));
    assert!(mail(&long(241)) && !mail(&long(242)), "254 at most");
    for text in ["@shop.example", "till.@shop.example", "till@example", "till@shop-.example", "ti(ll@shop.example"] {
        assert_eq!(mail(text), text.contains("shop-."), "{text}");
    }
    assert!(mail("bü.cher@bücher.example") && !mail("till@sh_op.example") && !mail("till@.example"));
}

#[test]
fn bp2_43_a_number_has_seven_to_fifteen_digits() {
    assert_eq!(phone(" +1234567 ").as_deref(), Some("+1234567"));
    assert_eq!(phone("+123456789012345").as_deref(), Some("+123456789012345"));
    for text in ["+123456", "+1234567890123456", "1234567", "+0234567", "+123456a", "+12345678x"] {
        assert_eq!(phone(text), None, "{text}");
    }
}

#[test]
fn bp2_40_a_coin_is_a_short_word() {
    let coins = |text: &str| Terms { coins: vec![text.to_owned()], ..Terms::default() }.check().is_ok();
    assert!(coins("USDC_m") && coins("A-B") && coins(&"X".repeat(16)));
    assert!(!coins("") && !coins(&"X".repeat(17)) && !coins("B.C"));
    assert_eq!(wrong(|terms| terms.forced_coin = "B C".to_owned()).1, Rule::Coins);
}

#[test]
fn bp2_33_a_line_is_two_hundred_characters_without_control() {
    good(|terms| terms.merchant_name = "é".repeat(200));
    assert_eq!(wrong(|terms| terms.item_code = "a\tb".to_owned()), ("itemCode", Rule::Line(200)));
    assert_eq!(wrong(|terms| terms.forced_wallet = "x".repeat(201)).1, Rule::Line(200));
}

#[test]
fn what_a_customer_left_out_is_nobody() {
    assert_eq!(format!("{:?}", Buyer::default()), "Buyer(nobody)");
    assert!(!Buyer { region: "x".to_owned(), ..Buyer::default() }.is_empty());
    for country in ["D", "DE1", "4E", "D "] {
        let buyer = Buyer { country: country.to_owned(), ..Buyer::default() };
        assert_eq!(buyer.check().unwrap_err().rule, Rule::Country, "{country}");
    }
    let phone = Buyer { phone: "12".to_owned(), ..Buyer::default() };
    assert_eq!(phone.check().unwrap_err(), Wrong { field: Field::BuyerPhone, rule: Rule::Phone });
}

#[test]
fn bp2_35_what_was_asked_for_is_written_down() {
    let terms = Terms {
        extended_notifications: true,
        auto_redirect: true,
        bitpay_id_required: true,
        json_pay_pro_required: true,
        donation: true,
        ..Terms::default()
    };
    let text = toml::to_string(&terms).unwrap();
    assert_eq!(text.lines().filter(|line| line.ends_with("= true")).count(), 5, "{text}");
    assert_eq!(toml::from_str::<Terms>(&text).unwrap(), terms);
    assert!(!terms.is_default() && Terms::default().is_default());
}
