//! Changes of an invoice beside its creation, refunds, and who may use a connection.

use ringup::domain::money::Money;
use ringup::domain::refund::{NewRefund, RefundState};
use ringup::gateway::bitpay::{BitPay, Facade, Settings};
use ringup::gateway::port::{
    Contact, ContactStep, Environment, Error, Found, Gateway, Granted, Invalid, Linked, Mode, PayRef,
};
use serde_json::json;

use super::responder::{Answer, Asked, Responder};
use super::world::{
    GUID, INVOICE, SIN, TOKEN, fixture, identity, merchant, reference, refund, request, settings, signed_pos, usd,
};

const REFUND: &str = "Rf6TzXk2YpWmNcVbLq8HdS";

async fn answering(name: &str) -> Responder {
    Responder::one(Answer::json(200, fixture(name))).await
}

fn call(asked: &Asked) -> (&str, &str) {
    (asked.method.as_str(), asked.target.as_str())
}

#[tokio::test]
async fn bp2_80_exactly_one_way_to_reach_the_customer_is_sent() {
    let responder = answering("invoice_merchant_new").await;
    let gateway = merchant(&responder.url);
    let tell = |contact| gateway.contact(&REFERENCE, contact);
    static REFERENCE: std::sync::LazyLock<PayRef> = std::sync::LazyLock::new(reference);
    let text = str::to_owned;
    assert_eq!(tell(Contact::Email(text(" a@b.example "))).await, Ok(ContactStep::Done));
    assert_eq!(tell(Contact::Sms(text("+49 151 23456789"))).await, Ok(ContactStep::CodeSent));
    assert_eq!(tell(Contact::SmsCode(text("123456"))).await, Ok(ContactStep::Done));
    assert_eq!(tell(Contact::SmsVerified(text("+4915123456789"))).await, Ok(ContactStep::Done));
    let asked = responder.asked();
    assert!(asked.iter().all(|asked| call(asked) == ("PUT", &*format!("/invoices/{INVOICE}"))));
    let bodies: Vec<_> = asked.iter().map(Asked::json).collect();
    let number = "+4915123456789";
    assert_eq!(
        bodies,
        [
            json!({"token": TOKEN, "buyerEmail": "a@b.example"}),
            json!({"token": TOKEN, "buyerSms": number}),
            json!({"token": TOKEN, "smsCode": "123456"}),
            json!({"token": TOKEN, "buyerSms": number, "autoVerify": true}),
        ]
    );
}

#[tokio::test]
async fn bp2_80_81_what_cannot_reach_anybody_is_not_sent() {
    let responder = answering("invoice_merchant_new").await;
    let gateway = merchant(&responder.url);
    for (contact, name) in [
        (Contact::Email("a@b".to_owned()), "buyerEmail"),
        (Contact::Sms("0151 23456789".to_owned()), "buyerSms"),
        (Contact::SmsCode("12a4".to_owned()), "smsCode"),
    ] {
        let error = gateway.contact(&reference(), contact).await.unwrap_err();
        assert!(
            matches!(&error, Error::Validation { invalid: Invalid::Field(Some(said)), .. } if said == name),
            "{error:?}"
        );
    }
    assert!(responder.asked().is_empty());
}

#[tokio::test]
async fn bp2_81_codes_of_the_challenge_are_told_apart_from_other_errors() {
    for code in ["030112", "030113", "030109", "030114", "030115"] {
        let body = format!(r#"{{"status":"error","code":"{code}","data":null,"error":"said"}}"#);
        let responder = Responder::one(Answer::json(400, body)).await;
        let error =
            merchant(&responder.url).contact(&reference(), Contact::SmsCode("123456".into())).await.unwrap_err();
        assert!(matches!(&error, Error::Validation { invalid: Invalid::Contact(_), code: said, .. } if said == code));
    }
}

#[tokio::test]
async fn bp2_82_unchecked_numbers_are_refused_where_money_is_real() {
    let live = Settings {
        url: "https://bitpay.com".to_owned(),
        environment: Environment::Live,
        facade: Facade::Merchant,
        identity: Some(identity()),
        ..settings("")
    };
    let gateway = BitPay::new(live).unwrap();
    let error = gateway.contact(&reference(), Contact::SmsVerified("+4915123456789".into())).await.unwrap_err();
    assert!(matches!(error, Error::Config(_)), "{error:?}");
}

#[tokio::test]
async fn bp2_84_our_key_alone_finds_and_cancels() {
    let responder = answering("invoice_merchant_cancelled").await;
    let gateway = merchant(&responder.url);
    let guid = request().guid;
    assert!(matches!(gateway.find_by_key(guid).await, Ok(Found::One(payment)) if payment.invoice.as_str() == INVOICE));
    gateway.cancel_by_key(guid).await.unwrap();
    let asked = responder.asked();
    assert_eq!(call(&asked[0]), ("GET", &*format!("/invoices/guid/{GUID}?token={TOKEN}")));
    assert_eq!(call(&asked[1]), ("DELETE", &*format!("/invoices/guid/{GUID}?token={TOKEN}&forceCancel=false")));
}

#[tokio::test]
async fn bp2_93_the_message_is_asked_for_again_with_the_invoices_own_token() {
    let answers = [Answer::json(200, fixture("invoice_merchant_new")), Answer::json(200, r#"{"data":"Success"}"#)];
    let responder = Responder::with(answers).await;
    merchant(&responder.url).renotify(&reference()).await.unwrap();
    let asked = responder.asked();
    assert_eq!(call(&asked[1]), ("POST", &*format!("/invoices/{INVOICE}/notifications")));
    let token = asked[1].json()["token"].as_str().unwrap().to_owned();
    assert!(token.len() > 60 && fixture("invoice_merchant_new").contains(&token));
}

#[tokio::test]
async fn bp2_87_a_refund_is_asked_for_under_our_key_and_a_preview_without() {
    let responder = answering("refund").await;
    let gateway = merchant(&responder.url);
    let made = gateway.refund(&refund(), Mode::Commit).await.unwrap();
    assert_eq!((made.id.as_str(), made.state, made.raw.as_str()), (REFUND, RefundState::Asked, "created"));
    assert_eq!(made.money(usd(0).currency()), Some(usd(1025)));
    assert_eq!(
        (made.fee, made.coin.clone()),
        ("0.04".parse().ok(), Some(("BTC".to_owned(), "0.000165".parse().unwrap())))
    );
    assert!(!format!("{made:?}").contains("ResRefundTok7"));
    gateway.refund(&refund(), Mode::Preview).await.unwrap();
    let asked = responder.asked();
    let body = String::from_utf8(asked[0].body.clone()).unwrap();
    assert!(body.contains(r#""amount":10.25,"currency":"USD","preview":false,"immediate":false,"buyerPaysRefundFee":false,"reference":"Returned","guid":"0b6e7d3c"#), "{body}");
    let preview = asked[1].json();
    assert_eq!((&preview["preview"], preview.get("guid")), (&json!(true), None));
}

#[tokio::test]
async fn bp2_87_a_refund_of_something_else_is_not_taken_for_ours() {
    let body = fixture("refund");
    for (from, to) in
        [("10.25", "102.5"), ("Vt4mWc8RzKqYpN2xLb7HsD", "Xx4mWc8RzKqYpN2xLb7HsD"), ("0b6e7d3c", "1b6e7d3c")]
    {
        let responder = Responder::one(Answer::json(200, body.replacen(from, to, 1))).await;
        let error = merchant(&responder.url).refund(&refund(), Mode::Commit).await.unwrap_err();
        assert!(error.leaves_doubt(), "{to}: {error:?}");
    }
    let responder = answering("refund").await;
    let nothing = NewRefund { amount: Money::zero(usd(0).currency()), ..refund() };
    assert!(matches!(merchant(&responder.url).refund(&nothing, Mode::Commit).await, Err(Error::Validation { .. })));
    assert!(responder.asked().is_empty());
}

#[tokio::test]
async fn bp2_19_87_refunds_are_found_listed_called_back_and_their_errors_named() {
    let responder = answering("refund").await;
    let gateway = merchant(&responder.url);
    let found = gateway.find_refund(refund().guid).await.unwrap().unwrap();
    gateway.get_refund(&found.id).await.unwrap();
    gateway.cancel_refund(&found.id).await.unwrap();
    gateway.renotify_refund(&found).await.unwrap();
    let asked = responder.asked();
    assert_eq!(call(&asked[0]), ("GET", &*format!("/refunds/guid/{}?token={TOKEN}", refund().guid)));
    assert_eq!(call(&asked[1]), ("GET", &*format!("/refunds/{REFUND}?token={TOKEN}")));
    assert_eq!(call(&asked[2]), ("DELETE", &*format!("/refunds/{REFUND}?token={TOKEN}")));
    assert_eq!(call(&asked[3]), ("POST", &*format!("/refunds/{REFUND}/notifications")));
    assert!(asked[3].json()["token"].as_str().unwrap().starts_with("ResRefundTok7"));
    let list = Responder::one(Answer::json(200, r#"{"data":[]}"#)).await;
    assert_eq!(merchant(&list.url).refunds(&reference().invoice).await.unwrap(), []);
    assert_eq!(list.only().target, format!("/refunds?token={TOKEN}&invoiceId={INVOICE}"));
    let absent =
        Responder::one(Answer::json(404, r#"{"status":"error","code":"020201","data":null,"error":"gone"}"#)).await;
    assert_eq!(merchant(&absent.url).find_refund(refund().guid).await, Ok(None));
    let between = Responder::one(Answer::json(404, "{}")).await;
    assert!(merchant(&between.url).find_refund(refund().guid).await.is_err(), "a bare 404 proves nothing");
    let state = answering("error_state").await;
    let error = merchant(&state.url).refund(&refund(), Mode::Commit).await.unwrap_err();
    assert!(matches!(error, Error::State { code, .. } if code == "010207"));
}

#[tokio::test]
async fn bp2_87_every_word_of_a_refund_has_a_state() {
    for (word, state) in [
        ("preview", RefundState::Preview),
        ("created", RefundState::Asked),
        ("pending", RefundState::Sent),
        ("success", RefundState::Done),
        ("failure", RefundState::Failed),
        ("canceled", RefundState::Cancelled),
        ("cancelled", RefundState::Cancelled),
        ("postponed", RefundState::Unmapped),
    ] {
        let responder = Responder::one(Answer::json(200, fixture("refund").replacen("created", word, 1))).await;
        let read = merchant(&responder.url).get_refund(&REFUND.into()).await.unwrap();
        assert_eq!((read.state, read.raw.as_str()), (state, word));
    }
}

fn sins(list: &[&str]) -> Answer {
    Answer::json(200, json!({"data": {"sins": list}}).to_string())
}

#[tokio::test]
async fn bp2_22_23_tokens_and_tills_are_listed() {
    let responder = answering("tokens_list").await;
    let gateway = signed_pos(&responder.url);
    let tokens = gateway.access().unwrap().tokens().await.unwrap();
    let granted = |facade: &str, in_use| Granted { facade: facade.to_owned(), in_use };
    assert_eq!(tokens, [granted("merchant", false), granted("pos", true), granted("pos", false)]);
    let own = identity().sin().to_owned();
    let responder = Responder::one(sins(&[SIN, &own])).await;
    let linked = merchant(&responder.url).access().unwrap().linked().await.unwrap();
    assert_eq!(linked, [Linked { sin: SIN.to_owned(), own: false }, Linked { sin: own, own: true }]);
    assert_eq!(responder.only().target, format!("/tokens/{TOKEN}/sins"));
}

#[tokio::test]
async fn bp2_24_25_a_till_is_let_in_and_taken_out_but_never_this_one_or_the_last() {
    let own = identity().sin().to_owned();
    let done = || Answer::json(200, r#"{"data":{"success":true}}"#);
    let responder = Responder::with([done(), sins(&[SIN, &own]), done()]).await;
    let gateway = merchant(&responder.url);
    let access = gateway.access().unwrap();
    access.link(SIN).await.unwrap();
    access.unlink(SIN).await.unwrap();
    let asked = responder.asked();
    assert_eq!((call(&asked[0]), asked[0].json()), (("POST", &*format!("/tokens/{TOKEN}/sins")), json!({"sin": SIN})));
    assert_eq!(call(&asked[2]), ("DELETE", &*format!("/tokens/{TOKEN}/sins/{SIN}")));
    assert!(matches!(access.unlink(&own).await, Err(Error::Validation { .. })), "this till's own key stays");
    assert!(matches!(access.link("Tf1Jc1xSbqasm5QLwwSQc5umddx2h7mAMhX").await, Err(Error::Validation { .. })));
    assert_eq!(responder.asked().len(), 3, "both were refused here");
    let last = Responder::one(sins(&[SIN])).await;
    let gateway = merchant(&last.url);
    assert!(matches!(gateway.access().unwrap().unlink(SIN).await, Err(Error::Validation { .. })));
    assert_eq!(last.asked().len(), 1, "the last one was only looked at");
}

#[tokio::test]
async fn bp2_20_a_merchant_approves_and_makes_codes_for_other_tills() {
    let responder = answering("tokens_started").await;
    let gateway = merchant(&responder.url);
    let access = gateway.access().unwrap();
    access.approve("b7Kq2Zt", "merchant").await.unwrap();
    assert_eq!(access.make_code().await.unwrap().code, "b7Kq2Zt");
    let asked = responder.asked();
    assert_eq!(asked[0].json(), json!({"token": TOKEN, "pairingCode": "b7Kq2Zt", "facade": "merchant"}));
    assert_eq!(asked[1].json(), json!({"token": TOKEN, "facade": "pos", "id": identity().sin()}));
    for (code, facade) in [("short", "pos"), ("b7Kq2Zt", "payout")] {
        assert!(matches!(access.approve(code, facade).await, Err(Error::Validation { .. })), "{code} {facade}");
    }
    let pos = signed_pos(&responder.url);
    assert!(matches!(pos.access().unwrap().make_code().await, Err(Error::Unsupported(_))));
    assert_eq!(responder.asked().len(), 2);
}
