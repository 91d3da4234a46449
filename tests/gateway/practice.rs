//! The adapter against the practice gateway: both sides were built from the protocol alone, here they meet.

use reqwest::Client;
use ringup::domain::id::Guid;
use ringup::domain::payment::{NewPayment, Payment, State};
use ringup::gateway::bitpay::pairing::{self, Approval, TokenState};
use ringup::gateway::bitpay::{BitPay, Facade, Identity, Settings};
use ringup::gateway::http::{Http, Timeouts};
use ringup::gateway::port::{Environment, Error, Found, Gateway, PayRef};
use ringup::sandbox::{Dialect, Options, Sandbox, Speed, start};
use ringup::secret::Secret;
use serde_json::{Value, json};

use super::world::{NOW, identity, request, settings};

pub(super) struct Shop {
    pub(super) sandbox: Sandbox,
    client: Client,
}

impl Shop {
    /// Time stands still: states change only when the test says so.
    pub(super) async fn open() -> Self {
        Self::of(Dialect::BitPay).await
    }

    pub(super) async fn of(dialect: Dialect) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let sandbox = start(Options { speed: Speed::FROZEN, dialect, ..Options::default() }).await.unwrap();
        Self { sandbox, client: Client::builder().no_proxy().build().unwrap() }
    }

    pub(super) async fn state(&self) -> Value {
        let url = format!("{}/_sandbox/state", self.sandbox.url());
        let response = self.client.get(url).send().await.unwrap();
        serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
    }

    pub(super) async fn control(&self, path: &str, body: Value) -> Value {
        let url = format!("{}/_sandbox/{path}", self.sandbox.url());
        let response = self.client.post(url).body(body.to_string()).send().await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
    }

    pub(super) fn http(&self) -> Http {
        Http::new(&self.sandbox.url(), Timeouts::default(), || NOW).unwrap()
    }

    pub(super) fn gateway(&self, facade: Facade, token: Secret, identity: Option<Identity>) -> BitPay {
        let settings = settings(&self.sandbox.url());
        let environment = Environment::Practice;
        BitPay::new(Settings { environment, facade, identity, token: Some(token), ..settings }).unwrap()
    }

    /// A pos token claimed with a dashboard's code, so that calls are signed.
    pub(super) async fn claimed(&self) -> BitPay {
        let made = self.control("pairing-codes", json!({ "facade": "pos", "label": "Till 2" })).await;
        let code = made["pairingCode"].as_str().unwrap();
        let claimed = pairing::claim(&self.http(), &identity(), code).await.unwrap();
        assert_eq!(claimed.facade, Facade::Pos);
        assert_eq!(pairing::state(&claimed.policies), TokenState::Active);
        self.gateway(Facade::Pos, claimed.token, Some(identity()))
    }

    pub(super) async fn open_token(&self) -> BitPay {
        let made = self.control("tokens", json!({ "facade": "pos", "authenticated": false })).await;
        self.gateway(Facade::Pos, Secret::from(made["token"].as_str().unwrap()), None)
    }

    pub(super) async fn pay(&self, payment: &Payment, wish: Value) {
        self.control(&format!("invoices/{}/pay", payment.invoice), wish).await;
    }
}

pub(super) fn fresh() -> NewPayment {
    NewPayment { guid: Guid(uuid::Uuid::new_v4()), ..request() }
}

pub(super) fn named(payment: &Payment) -> PayRef {
    PayRef { invoice: payment.invoice.clone(), price: request().price }
}

/// What the core compares before a code is shown.
fn echoes(payment: &Payment, asked: &NewPayment) {
    let echo = &payment.echo;
    assert_eq!(echo.guid.as_deref(), Some(asked.guid.to_string().as_str()));
    assert_eq!(echo.order_id.as_deref(), Some(asked.order_id.as_str()));
    assert_eq!((echo.price, echo.currency.as_str()), (Some(asked.price.to_decimal()), asked.price.currency().code()));
    assert_eq!(echo.foreign_host, None);
}

#[tokio::test]
async fn bp2_09_10_11_three_ways_to_a_token() {
    let shop = Shop::open().await;
    let (http, till) = (shop.http(), identity());
    let started = pairing::start(&http, &till, Facade::Merchant, "Till 2").await.unwrap();
    assert_eq!(pairing::state(&started.policies), TokenState::Waiting);
    assert_eq!(pairing::check(&http, &till, &started.token).await, Ok(Approval::Waiting));
    shop.control("approve", json!({ "pairingCode": started.code })).await;
    let approved = Approval::Approved { facade: Facade::Merchant };
    assert_eq!(pairing::check(&http, &till, &started.token).await, Ok(approved));
    assert_eq!(shop.claimed().await.probe().await.unwrap().authorised, Some(true));
    let again = pairing::claim(&http, &till, "b7Kq2Zt").await;
    assert!(matches!(again, Err(Error::NotFound(_))), "{again:?}");
    let open = shop.open_token().await;
    assert_eq!(open.probe().await.unwrap().authorised, None);
}

#[tokio::test]
async fn bp2_13_27_29_84_a_signed_sale_from_create_to_complete() {
    let shop = Shop::open().await;
    let gateway = shop.claimed().await;
    let asked = fresh();
    assert_eq!(gateway.find(&asked, NOW).await, Ok(Found::None));
    let payment = gateway.create(&asked).await.unwrap();
    echoes(&payment, &asked);
    assert_eq!(payment.status.state, State::Open);
    assert!(payment.options.iter().any(|option| option.disabled.is_none() && !option.uris.is_empty()));
    let repeated = gateway.create(&asked).await.unwrap();
    assert_eq!(repeated.invoice, payment.invoice, "the key makes a repeat harmless");
    let Found::One(found) = gateway.find(&asked, NOW).await.unwrap() else { panic!("must be found") };
    assert_eq!(found.invoice, payment.invoice);
    shop.pay(&payment, json!({ "coin": "BTC", "confirmations": 0 })).await;
    let seen = gateway.get(&named(&payment)).await.unwrap();
    echoes(&seen, &asked);
    assert_eq!(seen.status.state, State::Seen);
    let total = payment.options.iter().find(|option| option.id.as_str() == "BTC").unwrap().total;
    assert_eq!(seen.paid.unwrap().amount, total);
    for (confirmations, state) in [(1, State::Accepted), (6, State::Settled)] {
        let path = format!("invoices/{}/confirm", payment.invoice);
        shop.control(&path, json!({ "confirmations": confirmations })).await;
        assert_eq!(gateway.get(&named(&payment)).await.unwrap().status.state, state);
    }
}

#[tokio::test]
async fn bp2_53_54_61_too_little_and_too_much_with_an_open_token() {
    let shop = Shop::open().await;
    let gateway = shop.open_token().await;
    let short = gateway.create(&fresh()).await.unwrap();
    shop.pay(&short, json!({ "coin": "BTC", "amount": "half" })).await;
    let short = gateway.get(&named(&short)).await.unwrap();
    assert_eq!(short.status.state, State::Open);
    let under = short.status.flags.under.unwrap();
    assert!(under.coin.is_some() && under.fiat.unwrap().is_positive());
    let long = gateway.create(&fresh()).await.unwrap();
    shop.pay(&long, json!({ "coin": "ETH", "amount": "double" })).await;
    let long = gateway.get(&named(&long)).await.unwrap();
    assert_eq!(long.status.state, State::Seen);
    assert!(long.status.flags.over.unwrap().coin.unwrap().units > 0);
}

#[tokio::test]
async fn every_coin_of_the_practice_gateway_is_read_exactly() {
    let shop = Shop::open().await;
    let gateway = shop.open_token().await;
    let payment = gateway.create(&fresh()).await.unwrap();
    assert_eq!(payment.options[0].id.as_str(), "BTC");
    for option in payment.options.iter().filter(|option| option.disabled.is_none()) {
        assert!(option.total.is_some() && option.rate.is_some(), "{option:?}");
        assert!(!option.uris.is_empty(), "{option:?}");
    }
    for option in payment.options.iter().filter(|option| option.disabled.is_none()) {
        let one = gateway.create(&NewPayment { coin: Some(option.id.to_string()), ..fresh() }).await.unwrap();
        let usable: Vec<&str> =
            one.options.iter().filter(|option| option.disabled.is_none()).map(|option| option.id.as_str()).collect();
        assert_eq!(usable, [option.id.as_str()], "picked before");
        shop.pay(&one, json!({ "coin": option.id.as_str() })).await;
        let paid = gateway.get(&named(&one)).await.unwrap().paid.unwrap();
        assert_eq!((paid.coin.as_str(), paid.amount), (option.id.as_str(), option.total));
    }
}

#[tokio::test]
async fn an_expired_and_a_cancelled_invoice_end() {
    let shop = Shop::open().await;
    let made = shop.control("tokens", json!({ "facade": "merchant", "id": identity().sin() })).await;
    let token = Secret::from(made["token"].as_str().unwrap());
    let gateway = shop.gateway(Facade::Merchant, token, Some(identity()));
    let one = gateway.create(&fresh()).await.unwrap();
    let cancelled = gateway.cancel(&named(&one)).await.unwrap();
    assert_eq!(cancelled.status.state, State::Cancelled);
    assert!(matches!(gateway.cancel(&named(&one)).await, Err(Error::State { .. })));
    let other = gateway.create(&fresh()).await.unwrap();
    shop.control("clock", json!({ "advance_ms": 901_000 })).await;
    assert_eq!(gateway.get(&named(&other)).await.unwrap().status.state, State::Expired);
}

#[tokio::test]
async fn bp2_05_16_what_the_practice_gateway_refuses_is_named() {
    let shop = Shop::open().await;
    let stranger = shop.open_token().await;
    let bogus = shop.gateway(Facade::Pos, Secret::from("2222222222222222222222"), None);
    assert_eq!(bogus.create(&fresh()).await.unwrap_err().code(), "auth_expired");
    let made = shop.control("tokens", json!({ "facade": "pos", "id": identity().sin() })).await;
    let token = || Secret::from(made["token"].as_str().unwrap());
    let unsigned = shop.gateway(Facade::Pos, token(), None).create(&fresh()).await.unwrap_err();
    assert!(unsigned.code().starts_with("auth_"), "{unsigned:?}");
    let other = shop.gateway(Facade::Pos, token(), Some(Identity::generate()));
    assert_eq!(other.create(&fresh()).await.unwrap_err().code(), "auth_unapproved");
    let cancel = shop.gateway(Facade::Merchant, token(), Some(identity()));
    let payment = cancel.create(&fresh()).await.unwrap();
    assert_eq!(cancel.cancel(&named(&payment)).await.unwrap_err().code(), "auth_forbidden");
    let small = NewPayment { price: super::world::usd(1), lines: Vec::new(), ..fresh() };
    assert_eq!(stranger.create(&small).await.unwrap_err().code(), "below_min");
    let large = NewPayment { price: super::world::usd(99_999_999_999), lines: Vec::new(), ..fresh() };
    assert_eq!(stranger.create(&large).await.unwrap_err().code(), "above_max");
    let unknown = PayRef { invoice: "2222222222222222222222".into(), ..named(&payment) };
    assert_eq!(stranger.get(&unknown).await.unwrap_err().code(), "not_found");
}
