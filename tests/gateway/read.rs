//! Reading invoices: recorded answers become payments, exactly.

use ringup::domain::coin::Coin;
use ringup::domain::payment::{PayOption, Payment, State, UriKind};
use ringup::domain::time::Timestamp;
use ringup::gateway::bitpay::translate;
use ringup::gateway::bitpay::wire::{Fields, Invoice};
use ringup::gateway::port::{Error, Found, Gateway, PayRef};
use rust_decimal::Decimal;
use url::Url;

use super::responder::{Answer, Responder};
use super::world::{GUID, INVOICE, NOW, TOKEN, fixture, merchant, open_pos, reference, request, signed_pos};

fn translated(answer: &str) -> Result<Payment, Error> {
    let fields: Fields<'_> = serde_json::from_str(answer).unwrap();
    let invoice: Invoice = serde_json::from_str(fields.raw("data").unwrap()).unwrap();
    translate::payment(&invoice, &Url::parse("https://test.bitpay.com").unwrap())
}

fn read(name: &str) -> Payment {
    translated(&fixture(name)).unwrap()
}

fn option<'a>(payment: &'a Payment, code: &str) -> &'a PayOption {
    payment.options.iter().find(|option| option.id.as_str() == code).unwrap()
}

fn decimal(text: &str) -> Option<Decimal> {
    Some(text.parse().unwrap())
}

#[test]
fn bp2_06_50_both_facades_read_the_same() {
    let (mut pos, mut merchant) = (read("invoice_pos_new"), read("invoice_merchant_new"));
    let tokens = (pos.token.take().unwrap(), merchant.token.take().unwrap());
    assert_ne!(tokens.0, tokens.1, "each view has a resource token of its own");
    assert_eq!(pos, merchant, "nothing else differs");
    assert_eq!(pos.echo.guid.as_deref(), Some(GUID));
    assert_eq!(pos.echo.order_id.as_deref(), Some("1042-1"));
    assert_eq!((pos.echo.price, pos.echo.currency.as_str()), (decimal("20.50"), "USD"));
    assert_eq!(pos.echo.foreign_host, None);
}

#[test]
fn bp2_52_six_states_from_recorded_answers() {
    for (name, state, raw) in [
        ("invoice_pos_new", State::Open, "new"),
        ("invoice_pos_paid", State::Seen, "paid"),
        ("invoice_merchant_confirmed", State::Accepted, "confirmed"),
        ("invoice_pos_complete", State::Settled, "complete"),
        ("invoice_pos_expired", State::Expired, "expired"),
        ("invoice_pos_invalid", State::Failed, "invalid"),
        ("invoice_merchant_cancelled", State::Cancelled, "expired cancelled"),
    ] {
        let status = read(name).status;
        assert_eq!((status.state, status.raw.as_str()), (state, raw), "{name}");
        assert!(!status.flags.block_release(), "{name}");
    }
}

#[test]
fn bp2_53_61_too_little_is_told_in_coin_and_money() {
    let payment = read("invoice_pos_partial");
    assert_eq!(payment.status.state, State::Open);
    assert!(payment.status.flags.block_release());
    let under = payment.status.flags.under.unwrap();
    assert_eq!(under.coin, Some(Coin { units: 13_200, scale: 8 }));
    assert_eq!(under.fiat.unwrap().to_string(), "8.18 USD", "0.000132 × 62000.5 = 8.184066");
    assert_eq!(payment.paid.unwrap().display, "0.0002");
}

#[test]
fn bp2_54_61_too_much_is_told_in_coin_and_money() {
    let payment = read("invoice_pos_over");
    assert_eq!(payment.status.state, State::Seen);
    assert!(!payment.status.flags.block_release());
    let over = payment.status.flags.over.unwrap();
    assert_eq!(over.coin, Some(Coin { units: 10_000, scale: 8 }));
    assert_eq!(over.fiat.unwrap().to_string(), "6.20 USD", "0.0001 × 62000.5 = 6.20005");
}

#[test]
fn bp2_57_times_are_milliseconds_on_the_gateways_clock() {
    let payment = read("invoice_pos_expired");
    let at = |ms: i64| Some(Timestamp(1_767_225_600_000 + ms));
    assert_eq!((payment.created, payment.expires, payment.server_now), (at(0), at(900_000), at(1_000_000)));
}

#[test]
fn bp2_59_69_72_what_was_paid_is_exact_and_keeps_its_rate() {
    let paid = read("invoice_pos_paid").paid.unwrap();
    assert_eq!((paid.coin.as_str(), paid.display.as_str()), ("BTC", "0.000332"));
    assert_eq!(paid.amount, Some(Coin { units: 33_200, scale: 8 }));
    assert_eq!(paid.rate, decimal("62000.5"));
    let dai = read("invoice_pos_dai").paid.unwrap();
    assert_eq!(dai.amount, Some(Coin { units: 20_500_000_000_000_000_000, scale: 18 }), "past 64 bits");
    assert_eq!((dai.display.as_str(), dai.rate), ("20.50", decimal("1")));
}

#[test]
fn bp2_62_63_64_movements_and_confirmations() {
    let payment = read("invoice_merchant_confirmed");
    assert_eq!(payment.status.confirmations, Some((2, 6)));
    assert!(payment.status.flags.low_fee);
    let [payment, fee] = payment.txs.as_slice() else { panic!("two movements") };
    assert_eq!((payment.amount.as_str(), payment.received), ("33200", Some(Timestamp(1_767_225_700_000))));
    assert!(payment.txid.starts_with("6f0c1d2b"));
    assert_eq!((fee.amount.as_str(), fee.received), ("-100", None), "1970 is filler");
}

#[test]
fn bp2_65_66_67_68_each_coin_has_its_amounts() {
    let payment = read("invoice_pos_coins");
    let order: Vec<&str> = payment.options.iter().map(|option| option.id.as_str()).collect();
    assert_eq!(order, ["BTC", "BTC-LN", "XRP", "USDC_m", "DOGE"], "bitcoin, Lightning, then the gateway's order");
    let usdc = option(&payment, "USDC_m");
    assert_eq!((usdc.asset.symbol.as_str(), usdc.asset.network.as_deref()), ("USDC", Some("Polygon")));
    assert_eq!(usdc.total, Some(Coin { units: 20_510_000, scale: 6 }));
    assert_eq!(usdc.subtotal, Some(Coin { units: 20_500_000, scale: 6 }));
    assert_eq!(usdc.network_cost, Some(Coin { units: 10_000, scale: 6 }));
    assert_eq!(usdc.network_cost_fiat, decimal("0.01"));
    assert_eq!(usdc.display, "20.510000");
    let xrp = option(&payment, "XRP");
    assert_eq!((xrp.network_cost, xrp.network_cost_fiat), (None, None));
    assert_eq!((xrp.rate, xrp.disabled.as_deref()), (decimal("2.2777"), None));
    assert_eq!(option(&payment, "DOGE").disabled.as_deref(), Some("merchantDisabledByParam"));
    assert_eq!(option(&payment, "BTC-LN").asset.network.as_deref(), Some("Lightning"));
    let dai = read("invoice_pos_new");
    assert_eq!(option(&dai, "DAI").total.unwrap().units, 20_500_000_000_000_000_000);
    assert_eq!(option(&dai, "DOGE").disabled.as_deref(), Some("merchantDisabledByParam"));
    assert_eq!(option(&dai, "DOGE").total, None);
}

#[test]
fn bp2_70_71_the_ladder_of_codes() {
    let payment = read("invoice_pos_coins");
    let ladder = |code: &str| option(&payment, code).uris.iter().map(|uri| uri.kind).collect::<Vec<_>>();
    assert_eq!(ladder("BTC"), [UriKind::Bip72b, UriKind::Bip73, UriKind::Bip21]);
    assert_eq!(ladder("XRP"), [UriKind::Bip72b, UriKind::Rip681, UriKind::Bip73]);
    assert_eq!(ladder("USDC_m"), [UriKind::Eip681b]);
    assert_eq!(ladder("BTC-LN"), [UriKind::Bolt11]);
    let best = &option(&payment, "BTC").uris[0].text;
    assert_eq!(best, "bitcoin:?r=https://test.bitpay.com/i/Vt4mWc8RzKqYpN2xLb7HsD");
    let universal: Vec<&str> = payment.universal.iter().map(|uri| uri.text.as_str()).collect();
    assert_eq!(universal[0], "https://link.test.bitpay.com/i/Vt4mWc8RzKqYpN2xLb7HsD");
    assert_eq!(universal.len(), 2, "the verification link too");
    let expired = read("invoice_pos_expired");
    assert!(expired.options.iter().all(|option| option.uris.is_empty() && option.disabled.is_some()));
}

#[test]
fn bp2_02_unknown_words_coins_and_fields_hold_but_do_not_break() {
    let payment = read("invoice_pos_unknown");
    assert_eq!(payment.status.state, State::Open);
    assert_eq!(payment.status.flags.unmapped.as_deref(), Some("tombstoned"));
    assert!(payment.status.flags.block_release());
    assert_eq!(payment.status.raw, "tombstoned paidSideways");
    let new = option(&payment, "NEW_z");
    assert_eq!((new.total, new.display.as_str()), (None, "0.123456"));
    assert_eq!(new.rate, decimal("0.00000000012"));
    assert_eq!(new.disabled.as_deref(), Some("noPaymentCode"), "a scheme we do not know is not shown");
    assert_eq!(payment.echo.foreign_host, None);
    assert_eq!(option(&payment, "BTC").disabled, None, "known coins stay usable");
}

#[test]
fn bp2_79_numbers_as_strings_and_repeated_keys_change_nothing() {
    let plain = read("invoice_pos_paid");
    assert_eq!(read("invoice_pos_duplicate_keys"), plain);
    let strings = read("invoice_pos_strings");
    assert_eq!(strings.details.refunds.len(), 1, "an object where others have a list");
    let strings = Payment { server_now: plain.server_now, details: plain.details.clone(), ..strings };
    assert_eq!(strings, plain);
}

#[test]
fn bp2_66_a_printed_total_that_is_not_the_exact_one_is_not_trusted() {
    for (from, to) in [
        (r#""BTC": "0.000332""#, r#""BTC": "0.000432""#),
        (r#""BTC": 33200,"#, r#""BTC": 3320000,"#),
        (r#""BTC": 33200,"#, r#""BTC": 33200.5,"#),
        (r#""BTC": 33200,"#, r#""BTC": -33200,"#),
    ] {
        let answer = fixture("invoice_pos_new").replacen(from, to, 1);
        assert_ne!(answer, fixture("invoice_pos_new"));
        assert!(matches!(translated(&answer), Err(Error::Protocol(_))), "{to}");
    }
}

#[test]
fn f35_a_foreign_host_is_named_for_the_quarantine() {
    for (from, to) in [
        ("bitcoin:?r=https://test.bitpay.com", "bitcoin:?r=https://evil.example"),
        ("https://link.test.bitpay.com", "https://link.evil.example"),
        ("\"url\": \"https://test.bitpay.com", "\"url\": \"https://evil.example"),
    ] {
        let answer = fixture("invoice_pos_new").replacen(from, to, 1);
        let payment = translated(&answer).unwrap();
        assert!(payment.echo.foreign_host.as_deref().unwrap().ends_with("evil.example"), "{to}");
        let shown = payment.options.iter().flat_map(|option| &option.uris).chain(&payment.universal);
        assert!(shown.into_iter().all(|uri| !uri.text.contains("evil")));
        assert!(!payment.hosted_url.unwrap_or_default().contains("evil"));
    }
}

#[test]
fn f35_another_price_guid_or_order_is_handed_on_unjudged() {
    let answer = fixture("invoice_pos_new")
        .replace(r#""price": 20.5"#, r#""price": 20.500000001"#)
        .replace(GUID, "other")
        .replace(r#""orderId": "1042-1""#, r#""orderId": 7"#)
        .replace(r#""currency": "USD""#, r#""currency": "EUR""#);
    let echo = translated(&answer).unwrap().echo;
    assert_eq!((echo.price, echo.currency.as_str()), (decimal("20.500000001"), "EUR"));
    assert_eq!((echo.guid.as_deref(), echo.order_id.as_deref()), (Some("other"), Some("7")));
    let bare = translated(r#"{"data":{"id":"a","status":"new"}}"#).unwrap().echo;
    assert_eq!((bare.guid.as_deref(), bare.order_id, bare.price), (Some(""), None, None));
}

#[test]
fn t7_foreign_texts_cannot_paint_the_screen_or_fill_the_journal() {
    let answer = fixture("invoice_pos_new")
        .replace(r#""orderId": "1042-1""#, r#""orderId": "1042-1\u001b[2J""#)
        .replace(GUID, &"x".repeat(5_000))
        .replace(r#""paymentSubtotals": {"#, r#""paymentSubtotals": {"\u202eBTC": 1,"#)
        .replace(r#""supportedTransactionCurrencies": {"#, r#""supportedTransactionCurrencies": {"A B\n": {},"#);
    let payment = translated(&answer).unwrap();
    let order = payment.echo.order_id.unwrap();
    assert!(order != "1042-1" && !order.contains('\u{1b}'), "harmless, and still not what was asked: {order}");
    assert!(payment.echo.guid.unwrap().len() < 400);
    assert!(payment.options.iter().all(|option| option.id.as_str().bytes().all(|byte| byte.is_ascii_graphic())));
}

#[test]
fn an_invoice_without_a_usable_id_is_none() {
    for id in ["", "a b", "../x", "é", &"x".repeat(65)] {
        let answer = serde_json::json!({"data": {"id": id, "status": "new"}}).to_string();
        assert!(matches!(translated(&answer), Err(Error::Protocol(_))), "{id}");
    }
}

#[tokio::test]
async fn bp2_83_get_by_id_sends_the_token_in_the_query() {
    let responder = Responder::one(Answer::json(200, fixture("invoice_pos_paid"))).await;
    let payment = open_pos(&responder.url).get(&reference()).await.unwrap();
    assert_eq!(payment.status.state, State::Seen);
    let asked = responder.only();
    assert_eq!(asked.target, format!("/invoices/{INVOICE}?token={TOKEN}"));
    assert_eq!((asked.method.as_str(), asked.body.len(), asked.header("x-signature")), ("GET", 0, None));
    assert_eq!(asked.header("x-accept-version"), Some("2.0.0"));
}

#[tokio::test]
async fn bp2_13_83_a_signed_get_signs_the_address_with_its_query_and_no_body() {
    let responder = Responder::one(Answer::json(200, fixture("invoice_merchant_new"))).await;
    merchant(&responder.url).get(&reference()).await.unwrap();
    let asked = responder.only();
    let url = format!("{}/invoices/{INVOICE}?token={TOKEN}", responder.url);
    let fits = ringup::gateway::bitpay::identity::verify;
    assert!(fits(asked.header("x-identity").unwrap(), asked.header("x-signature").unwrap(), &url, b""));
}

#[tokio::test]
async fn bp2_29_84_the_invoice_of_a_lost_answer_is_found_by_its_key() {
    let responder = Responder::with([
        Answer::json(200, fixture("invoice_pos_new")),
        Answer::json(404, r#"{"error":"Object not found"}"#),
        Answer::json(404, r#"{"status":"error","code":"020101","error":"Invoice not found","data":null}"#),
        Answer::bytes(404, "text/html", b"<html>404</html>".to_vec()),
        Answer::json(200, r#"{"data":[]}"#),
        Answer::json(200, r#"{"data":[{"id":"a","status":"new"},{"id":"b","status":"new"}]}"#),
    ])
    .await;
    let gateway = signed_pos(&responder.url);
    let Found::One(found) = gateway.find(&request(), NOW).await.unwrap() else { panic!("one") };
    assert_eq!(found.invoice.as_str(), INVOICE);
    assert_eq!(gateway.find(&request(), NOW).await, Ok(Found::None));
    assert_eq!(gateway.find(&request(), NOW).await, Ok(Found::None));
    let page = gateway.find(&request(), NOW).await;
    assert!(matches!(page, Err(Error::Protocol(_))), "a page of something between proves nothing: {page:?}");
    assert_eq!(gateway.find(&request(), NOW).await, Ok(Found::None));
    let Found::Ambiguous(ids) = gateway.find(&request(), NOW).await.unwrap() else { panic!("several") };
    assert_eq!(ids.len(), 2);
    assert_eq!(responder.asked()[0].target, format!("/invoices/guid/{GUID}?token={TOKEN}"));
    assert!(responder.asked()[0].header("x-signature").is_some());
}

#[tokio::test]
async fn an_invoice_id_cannot_leave_its_place_in_the_address() {
    let responder = Responder::one(Answer::json(200, fixture("invoice_pos_new"))).await;
    for id in ["..", "a/b", "a?token=x", "a#b", ""] {
        let odd = PayRef { invoice: id.into(), ..reference() };
        assert!(matches!(open_pos(&responder.url).get(&odd).await, Err(Error::NotFound(_))), "{id}");
    }
    assert_eq!(responder.asked().len(), 0);
}
