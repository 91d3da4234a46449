//! Making an invoice: what is sent, and what the answer becomes.

use ringup::domain::payment::{NewPayment, State, UriKind};
use ringup::domain::time::Timestamp;
use ringup::gateway::bitpay::identity::verify;
use ringup::gateway::port::{Auth, Error, Gateway, Invalid};

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
            r#""posData":"{{\"t\":\"0a1b2c3d\",\"s\":1042,\"q\":7,\"h\":\"00112233\"}}","token":"{token}"}}"#
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
    assert_eq!(responder.only().json()["paymentCurrencies"], serde_json::json!(["BTC"]));
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
