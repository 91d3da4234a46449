//! Making an invoice: what is sent, and what the answer becomes.

use ringup::domain::cart::{Kind, Line};
use ringup::domain::payment::{NewPayment, State, UriKind};
use ringup::domain::terms::{Buyer, Speed, Terms};
use ringup::domain::time::Timestamp;
use ringup::gateway::bitpay::identity::verify;
use ringup::gateway::port::{Auth, Error, Gateway, Invalid};

use serde_json::json;

use super::responder::{Answer, Responder};
use super::world::{GUID, INVOICE, TOKEN, fixture, identity, line, open_pos, request, settings, signed_pos, usd};

async fn created() -> (Responder, ringup::domain::payment::Payment) {
    let responder = Responder::one(Answer::json(200, fixture("invoice_pos_new"))).await;
    let payment = open_pos(&responder.url).create(&request()).await.unwrap();
    (responder, payment)
}

#[tokio::test]
async fn bp2_05_11_12_27_an_open_token_is_sent_in_the_body_and_nothing_is_signed() {
    let (responder, _) = created().await;
    let asked = responder.only();
    assert_eq!((asked.method.as_str(), asked.target.as_str()), ("POST", "/invoices"));
    assert_eq!(asked.header("x-accept-version"), Some("2.0.0"));
    assert_eq!(asked.header("content-type"), Some("application/json"));
    assert_eq!(asked.header("accept"), Some("application/json"));
    assert_eq!(asked.header("accept-encoding"), Some("identity"));
    assert!(asked.header("x-bitpay-plugin-info").unwrap().starts_with("Ringup_v"));
    assert_eq!((asked.header("x-identity"), asked.header("x-signature")), (None, None));
    assert_eq!(asked.json()["token"], TOKEN);
}

#[tokio::test]
async fn bp2_27_28_29_30_31_32_the_body_says_what_was_journaled_exactly() {
    let (responder, _) = created().await;
    let body = String::from_utf8(responder.only().body).unwrap();
    let expected = format!(
        concat!(
            r#"{{"price":20.50,"currency":"USD","orderId":"1042-1","guid":"{guid}","itemDesc":"Sale 1042","#,
            r#""itemizedDetails":[{{"amount":10.50,"description":"2 × Tea","isFee":false}},"#,
            r#"{{"amount":10.00,"description":"Item","isFee":false}}],"#,
            r#""posData":"{{\"t\":\"0a1b2c3d\",\"s\":1042,\"q\":7,\"h\":\"00112233\"}}","physical":true,"token":"{token}"}}"#
        ),
        guid = GUID,
        token = TOKEN
    );
    assert_eq!(body, expected);
}

#[tokio::test]
async fn bp2_13_a_signature_covers_the_address_and_the_body_bytes() {
    let responder = Responder::one(Answer::json(200, fixture("invoice_pos_new"))).await;
    signed_pos(&responder.url).create(&request()).await.unwrap();
    let asked = responder.only();
    let public = asked.header("x-identity").unwrap();
    assert_eq!(public, identity().public_hex());
    let url = format!("http://{}{}", asked.header("host").unwrap(), asked.target);
    let signature = asked.header("x-signature").unwrap();
    assert!(verify(public, signature, &url, &asked.body));
    assert!(!verify(public, signature, &url, b""));
    assert_eq!(signature, identity().sign(&url, &asked.body), "the nonce is fixed");
}

#[tokio::test]
async fn bp2_27_a_coin_picked_before_is_offered_alone() {
    let responder = Responder::one(Answer::json(200, fixture("invoice_pos_new"))).await;
    let picked = NewPayment { coin: Some("BTC".to_owned()), ..request() };
    open_pos(&responder.url).create(&picked).await.unwrap();
    let body = responder.only().json();
    assert_eq!(body["paymentCurrencies"], json!(["BTC"]));
    assert_eq!(body["forcedBuyerSelectedTranscationCurrency"], "BTC");
}

fn all_terms() -> Terms {
    let text = str::to_owned;
    Terms {
        speed: Some(Speed::Low),
        acceptance_window_ms: Some(300_000),
        coins: vec![text("BTC"), text("USDC_m")],
        merchant_name: text("Fernhill Bakery"),
        full_notifications: Some(true),
        extended_notifications: true,
        notification_url: text("https://shop.example/hook"),
        notification_email: text("till@shop.example"),
        redirect_url: text("https://shop.example/back"),
        close_url: text("https://shop.example/closed"),
        auto_redirect: true,
        forced_coin: text("USDC_m"),
        forced_wallet: text("bitpay"),
        bitpay_id_required: true,
        json_pay_pro_required: true,
        physical: false,
        donation: true,
        item_code: text("bitcoindonation"),
    }
}

#[tokio::test]
async fn bp2_33_34_35_36_37_38_39_40_41_45_46_47_48_49_the_owners_terms_are_sent_in_the_gateways_words() {
    let responder = Responder::one(Answer::json(200, fixture("invoice_pos_new"))).await;
    let request = NewPayment { terms: all_terms(), ..request() };
    open_pos(&responder.url).create(&request).await.unwrap();
    let mut body = responder.only().json();
    let body = body.as_object_mut().unwrap();
    for known in ["price", "currency", "orderId", "guid", "itemDesc", "itemizedDetails", "posData", "token"] {
        assert!(body.remove(known).is_some(), "{known}");
    }
    let expected = json!({
        "transactionSpeed": "low", "acceptanceWindow": 300_000, "paymentCurrencies": ["BTC", "USDC_m"],
        "merchantName": "Fernhill Bakery", "fullNotifications": true, "extendedNotifications": true,
        "notificationURL": "https://shop.example/hook", "notificationEmail": "till@shop.example",
        "redirectURL": "https://shop.example/back", "closeURL": "https://shop.example/closed", "autoRedirect": true,
        "forcedBuyerSelectedTranscationCurrency": "USDC_m", "forcedBuyerSelectedWallet": "bitpay",
        "bitpayIdRequired": true, "jsonPayProRequired": true, "physical": false, "itemCode": "bitcoindonation",
    });
    assert_eq!(serde_json::Value::Object(body.clone()), expected);
}

#[tokio::test]
async fn bp2_42_43_44_the_customer_is_sent_and_never_journaled() {
    let responder = Responder::one(Answer::json(200, fixture("invoice_pos_new"))).await;
    let text = str::to_owned;
    let buyer = Buyer {
        name: text("J. Doe"),
        country: text("de"),
        email: text("j@doe.example"),
        phone: text("+49 151 23456789"),
        notify: true,
        sms: text("+49 151 234-567-89"),
        ..Buyer::default()
    };
    let request = NewPayment { buyer: Some(buyer), ..request() };
    let at_rest = serde_json::to_string(&request).unwrap();
    assert!(!at_rest.contains("doe") && !at_rest.contains("Doe") && !at_rest.contains("151"), "{at_rest}");
    assert!(!at_rest.contains("terms"), "an entry without terms is what it always was: {at_rest}");
    open_pos(&responder.url).create(&request).await.unwrap();
    let body = responder.only().json();
    let expected = json!({"name": "J. Doe", "country": "DE", "email": "j@doe.example",
        "phone": "+4915123456789", "notify": true});
    assert_eq!((&body["buyer"], &body["buyerSms"]), (&expected, &json!("+4915123456789")));
}

#[tokio::test]
async fn bp2_15_36_40_42_a_wrong_field_is_named_and_nothing_is_sent() {
    let responder = Responder::one(Answer::json(200, fixture("invoice_pos_new"))).await;
    let gateway = open_pos(&responder.url);
    let insecure = Terms { notification_url: "http://shop.example".to_owned(), ..Terms::default() };
    let bitcoin_only = Terms { coins: vec!["BTC".to_owned()], ..Terms::default() };
    let stranger = Buyer { country: "Germany".to_owned(), ..Buyer::default() };
    for (request, name) in [
        (NewPayment { terms: insecure, ..request() }, "notificationURL"),
        (NewPayment { terms: bitcoin_only, coin: Some("DOGE".to_owned()), ..request() }, "paymentCurrencies"),
        (NewPayment { buyer: Some(stranger), ..request() }, "buyer.country"),
    ] {
        let error = gateway.create(&request).await.unwrap_err();
        let Error::Validation { invalid: Invalid::Field(Some(said)), .. } = error else { panic!("{error:?}") };
        assert_eq!(said, name);
    }
    assert_eq!(responder.asked().len(), 0);
}

#[tokio::test]
async fn bp2_31_large_and_odd_amounts_stay_exact() {
    let responder = Responder::one(Answer::json(200, fixture("invoice_pos_new"))).await;
    let gateway = open_pos(&responder.url);
    let large = NewPayment { price: usd(99_999_999_999), lines: Vec::new(), ..request() };
    gateway.create(&large).await.unwrap();
    let yen = ringup::domain::money::Currency::from_code("JPY").unwrap();
    let yen = ringup::domain::money::Money::from_minor(2150, yen).unwrap();
    gateway.create(&NewPayment { price: yen, lines: Vec::new(), ..request() }).await.unwrap();
    let bodies: Vec<String> =
        responder.asked().into_iter().map(|asked| String::from_utf8(asked.body).unwrap()).collect();
    assert!(bodies[0].starts_with(r#"{"price":999999999.99,"currency":"USD","#), "{}", bodies[0]);
    assert!(!bodies[0].contains("itemizedDetails"));
    assert!(bodies[1].starts_with(r#"{"price":2150,"currency":"JPY","#), "{}", bodies[1]);
}

#[tokio::test]
async fn bp2_15_31_what_does_not_add_up_is_not_sent() {
    let responder = Responder::one(Answer::json(200, fixture("invoice_pos_new"))).await;
    let gateway = open_pos(&responder.url);
    let field = |error: Error| match error {
        Error::Validation { invalid: Invalid::Field(Some(name)), .. } => name,
        other => panic!("{other:?}"),
    };
    let short = NewPayment { lines: vec![line("Tea", 2049, 1)], ..request() };
    assert_eq!(field(gateway.create(&short).await.unwrap_err()), "itemizedDetails");
    let nothing = NewPayment { price: usd(0), lines: Vec::new(), ..request() };
    assert_eq!(field(gateway.create(&nothing).await.unwrap_err()), "price");
    let without = ringup::gateway::bitpay::Settings { token: None, ..settings(&responder.url) };
    let without = ringup::gateway::bitpay::BitPay::new(without).unwrap();
    let missing = without.create(&request()).await.unwrap_err();
    assert!(matches!(missing, Error::Auth { kind: Auth::Missing, .. }));
    assert_eq!(responder.asked().len(), 0);
}

#[tokio::test]
async fn bp2_31_a_tip_and_a_fee_are_told_as_fees_and_count_in_the_price() {
    let responder = Responder::one(Answer::json(200, fixture("invoice_pos_new"))).await;
    let tip = Line { kind: Kind::Tip, ..line("", 200, 1) };
    let fee = Line { kind: Kind::Fee, ..line("Delivery", 350, 1) };
    let lines = vec![line("Tea", 1500, 1), tip, fee];
    open_pos(&responder.url).create(&NewPayment { lines, ..request() }).await.unwrap();
    let told = String::from_utf8(responder.only().body).unwrap();
    let expected = concat!(
        r#""itemizedDetails":[{"amount":15.00,"description":"Tea","isFee":false},"#,
        r#"{"amount":2.00,"description":"Tip","isFee":true},{"amount":3.50,"description":"Delivery","isFee":true}]"#
    );
    assert!(told.contains(expected), "{told}");
}

#[tokio::test]
async fn bp2_50_57_66_the_new_invoice_is_read_whole() {
    let (responder, payment) = created().await;
    assert_eq!(payment.invoice.as_str(), INVOICE);
    assert_eq!(payment.status.state, State::Open);
    assert!(!payment.status.flags.block_release());
    assert_eq!(payment.created, Some(Timestamp(1_767_225_600_000)));
    assert_eq!(payment.expires, Some(Timestamp(1_767_226_500_000)));
    assert_eq!(payment.server_now, Some(Timestamp(1_767_225_600_042)));
    assert_eq!(payment.hosted_url, Some(format!("{}/invoice?id={INVOICE}", responder.url)));
    assert_eq!((payment.paid, payment.txs.len(), payment.status.confirmations), (None, 0, None));
    let btc = &payment.options[0];
    assert_eq!(btc.uris[0].kind, UriKind::Bip72b);
    assert_eq!(btc.total.unwrap().units, 33_200);
}
