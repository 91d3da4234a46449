//! What holds for every dialect, each with every way to be let in; then what BTCPay Server alone does.

use std::sync::Arc;

use jiff::civil::date;
use ringup::domain::capability::Cap;
use ringup::domain::environment::Environment;
use ringup::domain::payment::{NewPayment, Payment, State, UriKind};
use ringup::gateway::bitpay::Facade;
use ringup::gateway::bitpay::btcpay::probe::{self, Dialect as Spoken};
use ringup::gateway::bitpay::btcpay::{Access, BtcPay, Settings};
use ringup::gateway::bitpay::pairing::{self, Approval};
use ringup::gateway::http::{Http, Timeouts};
use ringup::gateway::port::{Error, Found, Gateway, Page, Query, RawHttp};
use ringup::sandbox::Dialect;
use ringup::secret::Secret;
use serde_json::json;

use super::practice::{Shop, fresh, named};
use super::responder::{Answer, Responder};
use super::world::{NOW, identity};

fn btcpay(shop: &Shop, access: Access) -> BtcPay {
    let (id, url, environment) = ("shop".into(), shop.sandbox.url(), Environment::Practice);
    BtcPay::new(Settings { id, url, environment, access, timeouts: Timeouts::default(), clock: || NOW }).unwrap()
}

/// A till paired with its own key, through the calls a pairing makes.
async fn paired(shop: &Shop) -> BtcPay {
    let started = pairing::start(&shop.http(), &identity(), Facade::Pos, "Till 2").await.unwrap();
    shop.control("approve", json!({ "pairingCode": started.code })).await;
    btcpay(shop, Access::Sin(identity()))
}

/// Every connection there can be, with the shop it is to.
async fn all() -> Vec<(Shop, Arc<dyn Gateway>)> {
    let mut all: Vec<(Shop, Arc<dyn Gateway>)> = Vec::new();
    let shop = Shop::of(Dialect::BitPay).await;
    let gateway = shop.claimed().await;
    all.push((shop, Arc::new(gateway)));
    let shop = Shop::of(Dialect::BitPay).await;
    let gateway = shop.open_token().await;
    all.push((shop, Arc::new(gateway)));
    let shop = Shop::of(Dialect::BtcPay).await;
    let gateway = paired(&shop).await;
    all.push((shop, Arc::new(gateway)));
    let shop = Shop::of(Dialect::BtcPay).await;
    let made = shop.control("tokens", json!({ "facade": "merchant", "authenticated": false })).await;
    let gateway = btcpay(&shop, Access::Key(Secret::from(made["token"].as_str().unwrap())));
    all.push((shop, Arc::new(gateway)));
    let shop = Shop::of(Dialect::BtcPay).await;
    let store = Secret::from(shop.state().await["store"].as_str().unwrap());
    let gateway = btcpay(&shop, Access::Store(store));
    all.push((shop, Arc::new(gateway)));
    all
}

#[tokio::test]
async fn bp2_93_a_btcpay_message_is_a_hint_and_no_header_makes_it_more() {
    let shop = Shop::of(Dialect::BtcPay).await;
    let gateway = btcpay(&shop, Access::Sin(identity()));
    let invoice = "Vt4mWc8RzKqYpN2xLb7HsD";
    let body = |event| json!({"event": event, "data": {"id": invoice, "status": "paid"}}).to_string();
    let forged = vec![("x-signature".to_owned(), "c4QMSLKotn3ZXHkJVmNESHx4OpbHMqkQJcHzEChi2PI=".to_owned())];
    for (event, word) in [
        (json!({"code": 2000, "name": "invoice_expiredPaidPartial"}), "invoice_expiredPaidPartial"),
        (json!({"code": 1009}), "1009"),
        (json!(null), "paid"),
    ] {
        let message = RawHttp { headers: forged.clone(), body: body(event).into_bytes() };
        let hint = gateway.inbound(&message).unwrap();
        assert_eq!((hint.invoice.as_str(), hint.word.as_str(), hint.signed), (invoice, word, false));
    }
    let nothing = RawHttp { headers: forged, body: b"{}".to_vec() };
    assert!(matches!(gateway.inbound(&nothing), Err(Error::Protocol(_))));
}

/// What the core compares before a code is shown; a guid counts only where the dialect repeats it.
fn agrees(payment: &Payment, asked: &NewPayment) {
    let echo = &payment.echo;
    assert!(echo.guid.as_ref().is_none_or(|guid| *guid == asked.guid.to_string()));
    assert_eq!(echo.order_id.as_deref(), Some(asked.order_id.as_str()));
    assert_eq!((echo.price, echo.currency.as_str()), (Some(asked.price.to_decimal()), asked.price.currency().code()));
    assert_eq!(echo.foreign_host, None);
}

fn ordered(order: &str) -> NewPayment {
    NewPayment { order_id: order.to_owned(), ..fresh() }
}

#[tokio::test]
async fn bp2_13_27_29_84_every_dialect_carries_a_sale_from_create_to_complete() {
    for (shop, gateway) in all().await {
        let asked = fresh();
        let payment = gateway.create(&asked).await.unwrap();
        agrees(&payment, &asked);
        assert_eq!(payment.status.state, State::Open, "{gateway:?}");
        assert!(payment.options.iter().all(|option| option.disabled.is_some() || !option.uris.is_empty()));
        assert!(payment.expires > payment.created && payment.server_now.is_some());
        let again = gateway.get(&named(&payment)).await.unwrap();
        assert_eq!((again.invoice.clone(), again.options.clone()), (payment.invoice.clone(), payment.options.clone()));
        shop.pay(&payment, json!({ "coin": "BTC", "confirmations": 0 })).await;
        let seen = gateway.get(&named(&payment)).await.unwrap();
        agrees(&seen, &asked);
        assert_eq!(seen.status.state, State::Seen, "{gateway:?}");
        let total = payment.options.iter().find(|option| option.id.as_str() == "BTC").unwrap().total;
        let paid = seen.paid.unwrap();
        assert_eq!((paid.coin.as_str(), paid.amount), ("BTC", total), "{gateway:?}");
        shop.control(&format!("invoices/{}/confirm", payment.invoice), json!({ "confirmations": 6 })).await;
        assert_eq!(gateway.get(&named(&payment)).await.unwrap().status.state, State::Settled);
    }
}

#[tokio::test]
async fn bp2_53_54_61_every_dialect_names_too_little_and_too_much() {
    for (shop, gateway) in all().await {
        let short = gateway.create(&ordered("1042-1")).await.unwrap();
        shop.pay(&short, json!({ "coin": "BTC", "amount": "half" })).await;
        let short = gateway.get(&named(&short)).await.unwrap();
        assert_eq!(short.status.state, State::Open, "{gateway:?}");
        let under = short.status.flags.under.unwrap();
        assert!(under.coin.unwrap().units > 0 && under.fiat.unwrap().is_positive(), "{gateway:?}");
        let long = gateway.create(&ordered("1043-1")).await.unwrap();
        shop.pay(&long, json!({ "coin": "BTC", "amount": "double" })).await;
        let long = gateway.get(&named(&long)).await.unwrap();
        assert!(matches!(long.status.state, State::Seen | State::Accepted), "{gateway:?}");
        assert!(long.status.flags.over.unwrap().coin.unwrap().units > 0, "{gateway:?}");
    }
}

#[tokio::test]
async fn every_dialect_ends_unpaid_codes_and_tells_late_money() {
    for (shop, gateway) in all().await {
        let payment = gateway.create(&fresh()).await.unwrap();
        shop.control("clock", json!({ "advance_ms": 901_000 })).await;
        assert_eq!(gateway.get(&named(&payment)).await.unwrap().status.state, State::Expired, "{gateway:?}");
        shop.pay(&payment, json!({ "coin": "BTC", "late": true, "confirmations": 0 })).await;
        shop.control("clock", json!({ "advance_ms": 2_000 })).await;
        let late = gateway.get(&named(&payment)).await.unwrap();
        assert_eq!(late.status.state, State::Seen, "{gateway:?}: {:?}", late.status);
    }
}

#[tokio::test]
async fn f35_every_dialect_shows_what_differs_from_the_question() {
    for (lie, differs) in [("wrong_price", "price"), ("wrong_currency", "currency"), ("wrong_order_id", "order")] {
        for (shop, gateway) in all().await {
            shop.control("faults", json!({ "rule": [{ "match": "POST /invoices", "do": lie }] })).await;
            let asked = fresh();
            let echo = gateway.create(&asked).await.unwrap().echo;
            let same = match differs {
                "price" => echo.price == Some(asked.price.to_decimal()),
                "currency" => echo.currency == asked.price.currency().code(),
                _ => echo.order_id.as_deref() == Some(&asked.order_id),
            };
            assert!(!same, "{differs} {gateway:?}");
        }
    }
}

#[tokio::test]
async fn f32_f34_every_dialect_reads_what_a_gateway_refuses() {
    for (shop, gateway) in all().await {
        let unknown = ringup::gateway::port::PayRef { invoice: "2222222222222222222222".into(), price: fresh().price };
        assert_eq!(gateway.get(&unknown).await.unwrap_err().code(), "not_found", "{gateway:?}");
        for (fault, code) in
            [("status:401", "auth_expired"), ("retry_after:7", "rate_limited"), ("status:503", "server")]
        {
            shop.control("faults", json!({ "rule": [{ "match": "GET /invoices/:id", "nth": 1, "do": fault }] })).await;
            assert_eq!(gateway.get(&unknown).await.unwrap_err().code(), code, "{gateway:?}");
        }
    }
}

#[tokio::test]
async fn a_lost_create_is_found_by_its_reference_where_there_is_no_key() {
    let shop = Shop::of(Dialect::BtcPay).await;
    let gateway = paired(&shop).await;
    let asked = ordered("7-1-abcdef");
    assert_eq!(gateway.find(&asked, NOW).await, Ok(Found::None));
    shop.control("faults", json!({ "rule": [{ "match": "POST /invoices", "nth": 1, "do": "drop_after" }] })).await;
    assert!(gateway.create(&asked).await.unwrap_err().leaves_doubt());
    gateway.create(&ordered("7-1-abcdeg")).await.unwrap();
    let stranger = NewPayment { pos_data: r#"{"t":"another till"}"#.to_owned(), ..asked.clone() };
    gateway.create(&stranger).await.unwrap();
    let Found::One(found) = gateway.find(&asked, NOW).await.unwrap() else { panic!("one of three is ours") };
    agrees(&found, &asked);
    let twice = gateway.create(&asked).await.unwrap();
    assert_ne!(twice.invoice, found.invoice, "this server keeps no keys");
    let Found::Ambiguous(both) = gateway.find(&asked, NOW).await.unwrap() else { panic!("two are ours now") };
    assert!(both.contains(&found.invoice) && both.contains(&twice.invoice) && both.len() == 2);
}

#[tokio::test]
async fn a_list_is_asked_for_by_american_dates_and_paged() {
    let shop = Shop::of(Dialect::BtcPay).await;
    let gateway = paired(&shop).await;
    for order in ["1", "2", "3"] {
        gateway.create(&ordered(order)).await.unwrap();
    }
    let whole = Query { from: date(2000, 1, 1), to: date(2100, 12, 31), status: None, order_id: None };
    let first = gateway.list(&whole, Page::first(2)).await.unwrap();
    let orders = |page: &[Payment]| page.iter().filter_map(|p| p.echo.order_id.clone()).collect::<Vec<_>>();
    assert_eq!(orders(&first.items), ["3", "2"]);
    let last = gateway.list(&whole, first.next.unwrap()).await.unwrap();
    assert_eq!((orders(&last.items), last.next), (vec!["1".to_owned()], None));
    let past = Query { to: date(2001, 2, 3), ..whole };
    assert_eq!(gateway.list(&past, Page::first(2)).await.unwrap().items, []);
    let heard = shop.state().await["heard"].to_string();
    assert!(heard.contains("dateEnd=02%2F03%2F2001"), "{heard}");
}

#[tokio::test]
async fn lightning_has_codes_of_its_own_and_is_final_at_once() {
    let shop = Shop::of(Dialect::BtcPay).await;
    let gateway = paired(&shop).await;
    let payment = gateway.create(&fresh()).await.unwrap();
    let kinds = |id: &str| {
        let option = payment.options.iter().find(|option| option.id.as_str() == id).unwrap();
        (option.asset.network.clone(), option.uris.iter().map(|uri| uri.kind).collect::<Vec<_>>())
    };
    assert_eq!(kinds("BTC"), (None, vec![UriKind::Bip21]));
    assert_eq!(kinds("BTC-LN"), (Some("Lightning".to_owned()), vec![UriKind::Bolt11]));
    assert_eq!(kinds("BTC-LNURL"), (Some("Lightning".to_owned()), vec![UriKind::Lnurl]));
    shop.pay(&payment, json!({ "coin": "BTC-LN" })).await;
    let paid = gateway.get(&named(&payment)).await.unwrap();
    assert_eq!((paid.status.state, paid.paid.unwrap().coin.as_str()), (State::Settled, "BTC-LN"));
    assert!(paid.options.iter().all(|option| option.uris.is_empty()), "a paid invoice has no codes any more");
}

#[tokio::test]
async fn an_owner_may_mark_an_invoice_by_hand() {
    let shop = Shop::of(Dialect::BtcPay).await;
    let gateway = paired(&shop).await;
    for (word, state) in [("complete", State::Settled), ("invalid", State::Failed)] {
        let payment = gateway.create(&fresh()).await.unwrap();
        shop.control(&format!("invoices/{}/mark", payment.invoice), json!({ "status": word })).await;
        let marked = gateway.get(&named(&payment)).await.unwrap();
        assert_eq!((marked.status.state, marked.status.flags.marked), (state, true));
    }
}

#[tokio::test]
async fn bp2_09_10_pairing_with_a_btcpay_server_is_one_key_one_store() {
    let shop = Shop::of(Dialect::BtcPay).await;
    let started = pairing::start(&shop.http(), &identity(), Facade::Pos, "Till 2").await.unwrap();
    assert!(probe::grant_tells(&started.policies, true), "a token without a policy that nobody approved yet");
    assert_eq!(pairing::check(&shop.http(), &identity(), &started.token).await, Ok(Approval::Waiting));
    shop.control("approve", json!({ "pairingCode": started.code })).await;
    let approved = pairing::check(&shop.http(), &identity(), &started.token).await;
    assert_eq!(approved, Ok(Approval::Approved { facade: Facade::Merchant }), "whatever was asked for");
    let made = shop.control("pairing-codes", json!({ "facade": "pos" })).await;
    shop.control("clock", json!({ "advance_ms": 900_000 })).await;
    let late = pairing::claim(&shop.http(), &identity(), made["pairingCode"].as_str().unwrap()).await;
    assert!(matches!(late, Err(Error::NotFound(_))), "a code lives a quarter of an hour: {late:?}");
    let stranger = btcpay(&shop, Access::Sin(ringup::gateway::bitpay::Identity::generate()));
    assert!(stranger.create(&fresh()).await.unwrap_err().code().starts_with("auth_"));
    assert_eq!(btcpay(&shop, Access::Sin(identity())).probe().await.unwrap().authorised, Some(true));
}

#[tokio::test]
async fn the_dialect_is_found_out_by_asking() {
    for (played, spoken) in [(Dialect::BitPay, Spoken::BitPay), (Dialect::BtcPay, Spoken::BtcPay)] {
        let shop = Shop::of(played).await;
        assert_eq!(probe::dialect(&shop.http()).await, Ok(spoken));
        let heard = shop.state().await["heard"].to_string();
        assert!(!heard.contains("token=") && heard.contains(r#""signed":false"#), "nothing secret is sent: {heard}");
    }
    let http = |url: &str| Http::new(url, Timeouts::default(), || NOW).unwrap();
    let hidden = Responder::with([
        Answer::json(404, "{}"),
        Answer::json(401, r#"{"code":"unauthenticated","message":"Authentication is required"}"#),
    ]);
    assert_eq!(
        probe::dialect(&http(&hidden.await.url)).await,
        Ok(Spoken::BtcPay),
        "behind a proxy that hides its health"
    );
    let portal = Responder::one(Answer::bytes(200, "text/html", b"<html>".to_vec())).await;
    assert_eq!(probe::dialect(&http(&portal.url)).await, Ok(Spoken::BitPay));
    let ill = Responder::one(Answer::json(503, "{}")).await;
    assert_eq!(probe::dialect(&http(&ill.url)).await.unwrap_err().code(), "server", "nothing is guessed");
}

#[tokio::test]
async fn what_was_pasted_is_found_out_by_trying() {
    let shop = Shop::of(Dialect::BtcPay).await;
    let made = shop.control("tokens", json!({ "facade": "merchant", "authenticated": false })).await;
    let key = probe::access(&shop.http(), &Secret::from(made["token"].as_str().unwrap())).await.unwrap();
    assert!(matches!(key, Access::Key(_)), "{key:?}");
    let store = Secret::from(shop.state().await["store"].as_str().unwrap());
    let store = probe::access(&shop.http(), &store).await.unwrap();
    assert!(matches!(store, Access::Store(_)), "{store:?}");
    assert!(!btcpay(&shop, store).caps().has(Cap::FindByKey));
    let neither = probe::access(&shop.http(), &Secret::from("2222222222222222222222")).await.unwrap_err();
    assert_eq!(neither.code(), "auth_expired");
}

#[tokio::test]
async fn till_14_rates_of_a_store_are_read() {
    let shop = Shop::of(Dialect::BtcPay).await;
    let rates = paired(&shop).await.rates(None).await.unwrap();
    let dollar = rates.rates.iter().find(|rate| rate.code == "USD").unwrap();
    assert_eq!((rates.base.as_str(), dollar.rate.to_string().as_str()), ("BTC", "62000.5"));
}
