//! A merchant connection against the practice gateway: lists, contacts, refunds, ledger, settlements, other tills.

use jiff::ToSpan as _;
use jiff::civil::Date;
use ringup::domain::details::Contacted;
use ringup::domain::id::Guid;
use ringup::domain::payment::{NewPayment, Payment, State};
use ringup::domain::refund::{NewRefund, RefundState};
use ringup::domain::terms::{Buyer, Speed, Terms};
use ringup::gateway::bitpay::{BitPay, Facade, Identity, pairing};
use ringup::gateway::port::{Contact, ContactStep, Error, Found, Gateway, LedgerQuery, Mode, Page, Query};
use ringup::service::lists;
use rust_decimal::Decimal;
use serde_json::json;

use super::practice::{Shop, fresh, named};
use super::world::{identity, refund, usd};

struct Merchant {
    shop: Shop,
    gateway: BitPay,
}

impl Merchant {
    async fn open() -> Self {
        let shop = Shop::open().await;
        let started = pairing::start(&shop.http(), &identity(), Facade::Merchant, "Till 2").await.unwrap();
        shop.control("approve", json!({ "pairingCode": started.code })).await;
        let gateway = shop.gateway(Facade::Merchant, started.token, Some(identity()));
        Self { shop, gateway }
    }

    async fn complete(&self, request: &NewPayment) -> Payment {
        let made = self.gateway.create(request).await.unwrap();
        self.shop.pay(&made, json!({ "coin": "BTC", "amount": "exact", "confirmations": 6 })).await;
        let read = self.gateway.get(&named(&made)).await.unwrap();
        assert_eq!(read.status.state, State::Settled);
        read
    }

    /// The days around the practice gateway's today.
    async fn days(&self) -> (Date, Date) {
        let made = self.gateway.create(&fresh()).await.unwrap();
        let now = jiff::Timestamp::from_millisecond(made.server_now.unwrap().0).unwrap();
        let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
        (today.saturating_sub(40.days()), today.saturating_add(1.day()))
    }
}

fn numbered(number: usize) -> NewPayment {
    NewPayment { order_id: format!("{number}-1"), ..fresh() }
}

#[tokio::test]
async fn bp2_84_85_invoices_are_listed_to_the_end_and_called_back_by_our_key() {
    let merchant = Merchant::open().await;
    let (from, to) = merchant.days().await;
    for number in 0..7 {
        merchant.gateway.create(&numbered(number)).await.unwrap();
    }
    let query = Query { from, to, status: None, order_id: None };
    let mut ids = Vec::new();
    let mut page = Some(Page::first(3));
    while let Some(now) = page {
        let part = merchant.gateway.list(&query, now).await.unwrap();
        ids.extend(part.items.into_iter().map(|payment| payment.invoice));
        page = part.next;
    }
    let whole = lists::invoices(&merchant.gateway, &query).await.unwrap();
    assert_eq!((ids.len(), whole.len()), (8, 8));
    let one = Query { order_id: Some("3-1".to_owned()), ..query.clone() };
    let found = lists::invoices(&merchant.gateway, &one).await.unwrap();
    assert_eq!((found.len(), found[0].echo.order_id.as_deref()), (1, Some("3-1")));
    let asked = numbered(9);
    merchant.gateway.create(&asked).await.unwrap();
    let cancelled = merchant.gateway.cancel_by_key(asked.guid).await.unwrap();
    assert_eq!(cancelled.status.state, State::Cancelled);
    assert!(
        matches!(merchant.gateway.find_by_key(asked.guid).await, Ok(Found::One(one)) if one.status.state == State::Cancelled)
    );
    let unknown = merchant.gateway.cancel_by_key(Guid(uuid::Uuid::new_v4())).await;
    assert!(matches!(unknown, Err(Error::NotFound(_))), "{unknown:?}");
}

#[tokio::test]
async fn bp2_34_42_77_80_81_terms_and_the_customer_arrive() {
    let merchant = Merchant::open().await;
    let terms = Terms { speed: Some(Speed::Low), coins: vec!["BTC".to_owned(), "ETH".to_owned()], ..Terms::default() };
    let buyer = Buyer { email: "j@doe.example".to_owned(), ..Buyer::default() };
    let made = merchant.gateway.create(&NewPayment { terms, buyer: Some(buyer), ..fresh() }).await.unwrap();
    let open: Vec<_> = made.options.iter().filter(|option| option.disabled.is_none()).map(|o| o.id.as_str()).collect();
    assert_eq!(open, ["BTC", "ETH"]);
    assert!(made.details.raw.contains(r#""transactionSpeed":"low""#), "{}", made.details.raw);
    let twice = merchant.gateway.contact(&named(&made), Contact::Email("k@doe.example".to_owned())).await;
    assert!(
        matches!(twice, Err(Error::Validation { code, .. }) if code == "030115"),
        "the address was set with the order"
    );
    let other = merchant.gateway.create(&numbered(2)).await.unwrap();
    let sent = merchant.gateway.contact(&named(&other), Contact::Sms("+12223334444".to_owned())).await;
    assert_eq!(sent, Ok(ContactStep::CodeSent));
    let wrong = merchant.gateway.contact(&named(&other), Contact::SmsCode("000000".to_owned())).await;
    assert!(matches!(wrong, Err(Error::Validation { .. })), "{wrong:?}");
    let mailed = merchant.gateway.create(&numbered(3)).await.unwrap();
    merchant.gateway.contact(&named(&mailed), Contact::Email("m@doe.example".to_owned())).await.unwrap();
    let read = merchant.gateway.get(&named(&mailed)).await.unwrap();
    assert_eq!(read.details.mail, Some(Contacted::At("m@doe.example".to_owned())));
    merchant.gateway.renotify(&named(&mailed)).await.unwrap();
}

#[tokio::test]
async fn bp2_89_90_91_92_money_adds_up_from_sale_to_payout() {
    let merchant = Merchant::open().await;
    let (from, to) = merchant.days().await;
    merchant.complete(&numbered(1)).await;
    let rates = merchant.gateway.rates(None).await.unwrap();
    let dollars = rates.rates.iter().find(|rate| rate.code == "USD").unwrap().rate;
    assert_eq!(merchant.gateway.rate("BTC", "USD").await.unwrap().rate, dollars);
    assert!(merchant.gateway.currencies().await.unwrap().iter().any(|known| known.code == "BTC"));
    let query = LedgerQuery { currency: "USD".to_owned(), from, to };
    let lines = merchant.gateway.ledger(&query).await.unwrap();
    let read: Vec<_> = lines.iter().map(|line| (line.entry.code, line.entry.amount.to_string())).collect();
    assert_eq!(read, [(1000, "20.5".to_owned()), (1023, "-0.205".to_owned())]);
    let balances = merchant.gateway.balances().await.unwrap();
    let dollars = balances.iter().find(|balance| balance.currency == "USD").unwrap().amount;
    let sum: Decimal = lines.iter().map(|line| line.entry.amount).sum();
    assert!((dollars - sum).abs() <= Decimal::new(5, 3), "{dollars} is {sum} to the cent");
    merchant.shop.control("settle", json!({})).await;
    let span = Query { from, to, status: None, order_id: None };
    let made = lists::settlements(&merchant.gateway, &span).await.unwrap();
    assert!(made.len() == 1 && made[0].balances(), "{made:?}");
    let report = merchant.gateway.settlement_report(&made[0].id).await.unwrap();
    let sum: Decimal = report.entries.iter().map(|entry| entry.amount).sum();
    assert_eq!((sum, report.entries.len()), (report.settlement.entries_sum, 2));
}

#[tokio::test]
async fn bp2_19_87_a_refund_from_the_look_to_the_end() {
    let merchant = Merchant::open().await;
    let gateway = &merchant.gateway;
    let buyer = Buyer { email: "j@doe.example".to_owned(), ..Buyer::default() };
    let paid = merchant.complete(&NewPayment { buyer: Some(buyer), ..numbered(1) }).await;
    let wish = NewRefund { invoice: paid.invoice.clone(), guid: Guid(uuid::Uuid::new_v4()), ..refund() };
    assert_eq!(gateway.find_refund(wish.guid).await, Ok(None));
    let look = gateway.refund(&wish, Mode::Preview).await.unwrap();
    assert_eq!((look.state, look.money(usd(0).currency())), (RefundState::Preview, Some(usd(1025))));
    assert_eq!(gateway.find_refund(wish.guid).await, Ok(None), "a look is not found under our key");
    let made = gateway.refund(&wish, Mode::Commit).await.unwrap();
    assert_ne!(made.state, RefundState::Preview);
    let again = gateway.refund(&wish, Mode::Commit).await;
    assert!(
        again.as_ref().is_ok_and(|again| again.id == made.id) || matches!(again, Err(Error::State { .. })),
        "{again:?}"
    );
    assert_eq!(gateway.find_refund(wish.guid).await.unwrap().unwrap().id, made.id);
    assert!(gateway.refunds(&paid.invoice).await.unwrap().iter().any(|refund| refund.id == made.id));
    assert_eq!(gateway.get_refund(&made.id).await.unwrap().invoice, paid.invoice);
    let open = merchant.gateway.create(&numbered(2)).await.unwrap();
    let early = NewRefund { invoice: open.invoice, guid: Guid(uuid::Uuid::new_v4()), ..refund() };
    let refused = gateway.refund(&early, Mode::Commit).await;
    assert!(matches!(&refused, Err(Error::State { code, .. }) if code == "010207"), "{refused:?}");
}

#[tokio::test]
async fn bp2_20_22_23_24_25_another_till_is_let_in_and_out() {
    let merchant = Merchant::open().await;
    let access = merchant.gateway.access().unwrap();
    let other = Identity::from_hex(&"11".repeat(32)).unwrap();
    access.link(other.sin()).await.unwrap();
    let linked = access.linked().await.unwrap();
    assert_eq!(linked.iter().map(|till| till.own).filter(|own| *own).count(), 1);
    assert!(linked.iter().any(|till| till.sin == other.sin()));
    access.unlink(other.sin()).await.unwrap();
    assert_eq!(access.linked().await.unwrap().len(), 1);
    assert!(access.tokens().await.unwrap().iter().any(|granted| granted.in_use && granted.facade == "merchant"));
    let http = merchant.shop.http();
    let made = access.make_code().await.unwrap();
    assert_eq!(pairing::claim(&http, &other, &made.code).await.unwrap().facade, Facade::Pos);
    let started = pairing::start(&http, &other, Facade::Pos, "Till 3").await.unwrap();
    access.approve(&started.code, "pos").await.unwrap();
    let approved = pairing::check(&http, &other, &started.token).await;
    assert_eq!(approved, Ok(pairing::Approval::Approved { facade: Facade::Pos }));
}
