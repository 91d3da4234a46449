//! What holds for every adapter: a capability is set if and only if its method does something.

use std::sync::Arc;

use async_trait::async_trait;
use ringup::domain::capability::{Cap, Caps};
use ringup::domain::id::GatewayId;
use ringup::gateway::bitpay::btcpay::Access;
use ringup::gateway::port::{Contact, Environment, Error, Gateway, GatewayInfo, Mode, Page, RawHttp};
use ringup::gateway::registry::{BITPAY, ConnectionConfig, Registry, Secrets, build};
use ringup::secret::Secret;

use super::responder::{Answer, Responder};
use super::world::{
    KEY, NOW, SIN, TOKEN, btcpay, identity, ledger_query, merchant, open_pos, query, reference, refund, request,
    signed_pos,
};

/// Calls the method of every capability that has one, and compares.
async fn conforms(gateway: &dyn Gateway) {
    let caps = gateway.caps();
    let mut outcomes = of_payments(gateway).await;
    outcomes.extend(of_books(gateway).await);
    outcomes.extend(of_access(gateway).await);
    for (cap, error) in outcomes {
        let unsupported = matches!(&error, Some(Error::Unsupported(said)) if *said == cap);
        assert_eq!(unsupported, !caps.has(cap), "{gateway:?} {cap:?} {error:?}");
    }
}

async fn of_payments(gateway: &dyn Gateway) -> Vec<(Cap, Option<Error>)> {
    let (payment, refund) = (reference(), refund());
    let contact = |contact| gateway.contact(&payment, contact);
    vec![
        (Cap::Create, gateway.create(&request()).await.err()),
        (Cap::Create, gateway.get(&payment).await.err()),
        (Cap::Create, gateway.probe().await.err()),
        (Cap::FindByKey, gateway.find(&request(), NOW).await.err()),
        (Cap::FindByKey, gateway.find_by_key(request().guid).await.err()),
        (Cap::LiveStream, gateway.follow(&payment).await.err()),
        (Cap::Cancel, gateway.cancel(&payment).await.err()),
        (Cap::Cancel, gateway.cancel_by_key(request().guid).await.err()),
        (Cap::ContactMail, contact(Contact::Email("a@b.example".to_owned())).await.err()),
        (Cap::ContactSms, contact(Contact::Sms("+4915123456789".to_owned())).await.err()),
        (Cap::ContactSms, contact(Contact::SmsCode("123456".to_owned())).await.err()),
        (Cap::Renotify, gateway.renotify(&payment).await.err()),
        (Cap::Refund, gateway.refund(&refund, Mode::Commit).await.err()),
        (Cap::Refund, gateway.refunds(&payment.invoice).await.err()),
        (Cap::Refund, gateway.find_refund(refund.guid).await.err()),
        (Cap::Refund, gateway.get_refund(&"Rf6TzXk2YpWmNcVbLq8HdS".into()).await.err()),
        (Cap::Refund, gateway.cancel_refund(&"Rf6TzXk2YpWmNcVbLq8HdS".into()).await.err()),
    ]
}

async fn of_books(gateway: &dyn Gateway) -> Vec<(Cap, Option<Error>)> {
    let (query, ledger, page) = (query(), ledger_query(), Page::first(10));
    vec![
        (Cap::List, gateway.list(&query, page).await.err()),
        (Cap::Rates, gateway.rates(None).await.err()),
        (Cap::Rates, gateway.rate("BTC", "USD").await.err()),
        (Cap::Currencies, gateway.currencies().await.err()),
        (Cap::Balances, gateway.balances().await.err()),
        (Cap::Ledger, gateway.ledger(&ledger).await.err()),
        (Cap::Settlements, gateway.settlements(&query, page).await.err()),
        (Cap::Settlements, gateway.settlement_report("St6TzXk2YpWmNcVbLq8HdS").await.err()),
        (Cap::WebhookIn, gateway.inbound(&RawHttp { headers: Vec::new(), body: Vec::new() }).err()),
    ]
}

async fn of_access(gateway: &dyn Gateway) -> Vec<(Cap, Option<Error>)> {
    let Some(access) = gateway.access() else {
        return [Cap::Tokens, Cap::Identities, Cap::Pairing].map(|cap| (cap, Some(Error::Unsupported(cap)))).into();
    };
    vec![
        (Cap::Tokens, access.tokens().await.err()),
        (Cap::Identities, access.linked().await.err()),
        (Cap::Identities, access.link(SIN).await.err()),
        (Cap::Identities, access.unlink(SIN).await.err()),
        (Cap::Pairing, access.approve("b7Kq2Zt", "pos").await.err()),
        (Cap::Pairing, access.make_code().await.err()),
    ]
}

#[derive(Debug)]
struct Idle(GatewayInfo);

#[async_trait]
impl Gateway for Idle {
    fn info(&self) -> &GatewayInfo {
        &self.0
    }

    fn caps(&self) -> Caps {
        Caps::default()
    }
}

#[tokio::test]
async fn a_capability_is_set_if_and_only_if_its_method_answers() {
    let responder = Responder::one(Answer::json(404, r#"{"error":"Object not found"}"#)).await;
    conforms(&open_pos(&responder.url)).await;
    conforms(&signed_pos(&responder.url)).await;
    conforms(&merchant(&responder.url)).await;
    for access in [Access::Sin(identity()), Access::Key(TOKEN.into()), Access::Store(TOKEN.into())] {
        conforms(&btcpay(&responder.url, access)).await;
    }
    let info = open_pos(&responder.url).info().clone();
    conforms(&Idle(info)).await;
}

#[test]
fn bp2_86_each_access_has_its_own_capabilities() {
    let url = "http://127.0.0.1:1";
    let has = |gateway: &dyn Gateway, cap| gateway.caps().has(cap);
    let (open, signed, merchant) = (open_pos(url), signed_pos(url), merchant(url));
    for gateway in [&open, &signed, &merchant] {
        for cap in [Cap::Create, Cap::CoinUri, Cap::HostedPage, Cap::PickCoinBefore, Cap::SeenIsChainEvidence] {
            assert!(has(gateway, cap), "{cap:?}");
        }
        assert!(!has(gateway, Cap::PickCoinAfter));
    }
    for cap in [Cap::List, Cap::Refund, Cap::Ledger, Cap::Settlements, Cap::ContactMail, Cap::Pairing] {
        assert_eq!([&open, &signed, &merchant].map(|gateway| has(gateway, cap)), [false, false, true], "{cap:?}");
    }
    assert_eq!([&open, &signed, &merchant].map(|gateway| has(gateway, Cap::Tokens)), [false, true, true]);
    let anybody = btcpay(url, Access::Store(TOKEN.into()));
    let paired = btcpay(url, Access::Sin(identity()));
    for cap in [Cap::Cancel, Cap::Refund, Cap::Ledger, Cap::LiveStream, Cap::Currencies, Cap::PickCoinBefore] {
        assert!(!has(&paired, cap), "{cap:?}");
    }
    assert!(has(&paired, Cap::FindByKey) && has(&paired, Cap::List) && !has(&anybody, Cap::FindByKey));
    assert_eq!([&open, &signed, &merchant].map(|gateway| has(gateway, Cap::FindByKey)), [false, true, true]);
    assert_eq!([&open, &signed, &merchant].map(|gateway| has(gateway, Cap::Cancel)), [false, false, true]);
}

fn config(id: &str) -> ConnectionConfig {
    ConnectionConfig {
        id: GatewayId::from(id),
        kind: BITPAY.to_owned(),
        url: "http://127.0.0.1:1".to_owned(),
        environment: Environment::Practice,
        facade: "pos".to_owned(),
    }
}

#[test]
fn a_registry_builds_and_keeps_several() {
    let secrets = || Secrets { token: Some(Secret::from(TOKEN)), identity: Some(identity()) };
    let mut registry = Registry::default();
    for id in ["practice", "shop"] {
        registry.insert(build(&config(id), secrets(), || NOW).unwrap());
    }
    assert_eq!(
        registry.iter().map(|gateway| gateway.info().id.as_str().to_owned()).collect::<Vec<_>>(),
        ["practice", "shop"]
    );
    let shop: &Arc<dyn Gateway> = registry.get(&GatewayId::from("shop")).unwrap();
    assert_eq!((shop.info().title.as_str(), shop.info().environment), ("BitPay", Environment::Practice));
    assert!(registry.remove(&GatewayId::from("shop")).is_some());
    assert!(registry.get(&GatewayId::from("shop")).is_none() && !registry.is_empty());
    let printed = format!("{registry:?} {:?}", secrets());
    assert!(!printed.contains(TOKEN) && !printed.contains(&KEY[..8]), "{printed}");
}

#[test]
fn what_cannot_be_built_names_the_reason() {
    let refused = |config: ConnectionConfig| match build(&config, Secrets::default(), || NOW) {
        Err(Error::Config(text)) => text,
        other => panic!("{other:?}"),
    };
    assert!(refused(ConnectionConfig { kind: "bitpanda".to_owned(), ..config("a") }).contains("bitpanda"));
    assert!(refused(ConnectionConfig { facade: "payout".to_owned(), ..config("a") }).contains("payout"));
    assert!(refused(ConnectionConfig { facade: "merchant".to_owned(), ..config("a") }).contains("key"));
    assert!(refused(ConnectionConfig { environment: Environment::Live, ..config("a") }).contains("live"));
    let text = "id = 'a'\nkind = 'bitpay'\nurl = 'https://test.bitpay.com'\nenvironment = 'test'\n";
    let read: ConnectionConfig = toml::from_str(text).unwrap();
    assert_eq!((read.facade.as_str(), read.environment), ("pos", Environment::Test));
}
