//! Messages that come in, and what an invoice says beside its state.

use ringup::domain::details::Contacted;
use ringup::gateway::bitpay::webhook::{SIGNATURE, sign};
use ringup::gateway::port::{Auth, Error, Gateway, RawHttp};
use ringup::secret::Secret;
use serde_json::{Value, json};

use super::responder::{Answer, Responder};
use super::world::{INVOICE, TOKEN, fixture, merchant, open_pos, reference, settings};

fn message(body: &str, signature: Option<&str>) -> RawHttp {
    let headers = signature.map(|signature| (SIGNATURE.to_owned(), signature.to_owned())).into_iter().collect();
    RawHttp { headers, body: body.as_bytes().to_vec() }
}

#[test]
fn bp2_93_a_published_signature_verifies() {
    let body = br#"{"data":{"id":"inv_1","status":"confirmed"},"event":{"code":1005,"name":"invoice_confirmed"}}"#;
    assert_eq!(sign(&Secret::from("tok_example"), body), "c4QMSLKotn3ZXHkJVmNESHx4OpbHMqkQJcHzEChi2PI=");
}

#[test]
fn bp2_93_a_message_is_a_hint_signed_or_not_and_a_wrong_signature_is_refused() {
    let gateway = open_pos("http://127.0.0.1:1");
    let body = fixture("webhook_extended");
    let good = sign(&Secret::from(TOKEN), body.as_bytes());
    let hint = gateway.inbound(&message(&body, Some(&good))).unwrap();
    assert_eq!((hint.invoice.as_str(), hint.word.as_str(), hint.signed), (INVOICE, "invoice_paidInFull", true));
    let bare: Value = serde_json::from_str(&body).unwrap();
    let hint = gateway.inbound(&message(&bare["data"].to_string(), None)).unwrap();
    assert_eq!((hint.invoice.as_str(), hint.word.as_str(), hint.signed), (INVOICE, "paid", false));
    let other = sign(&Secret::from("another token of 22 characters"), body.as_bytes());
    let reordered = bare.to_string();
    for (body, signature) in
        [(body.as_str(), other.as_str()), (&reordered, &good), (&body, ""), (&body, "AAAA"), (&body, "=")]
    {
        let error = gateway.inbound(&message(body, Some(signature))).unwrap_err();
        assert!(matches!(error, Error::Auth { kind: Auth::Signature, .. }), "{signature}: {error:?}");
    }
    let without = ringup::gateway::bitpay::Settings { token: None, ..settings("http://127.0.0.1:1") };
    let without = ringup::gateway::bitpay::BitPay::new(without).unwrap();
    let error = without.inbound(&message(&body, Some(&good))).unwrap_err();
    assert!(matches!(error, Error::Auth { kind: Auth::Missing, .. }));
    for nothing in ["", "[]", "{}", r#"{"data":{"id":""}}"#, r#"{"data":{"id":"../x"}}"#, "\u{0}"] {
        assert!(matches!(gateway.inbound(&message(nothing, None)), Err(Error::Protocol(_))), "{nothing}");
    }
    let flood = format!(r#"{{"id":"{INVOICE}","x":"{}"}}"#, "x".repeat(300_000));
    assert!(matches!(gateway.inbound(&message(&flood, None)), Err(Error::Protocol(_))));
}

async fn told(change: impl FnOnce(&mut Value)) -> ringup::domain::payment::Payment {
    let mut body: Value = serde_json::from_str(&fixture("invoice_merchant_confirmed")).unwrap();
    change(&mut body["data"]);
    let responder = Responder::one(Answer::json(200, body.to_string())).await;
    merchant(&responder.url).get(&reference()).await.unwrap()
}

#[tokio::test]
async fn bp2_76_refunds_and_their_addresses_are_read_in_both_forms() {
    let info = json!({"supportRequest": "Rf6", "currency": "USD", "amounts": {"USD": 10.25, "BTC": 0.000165}});
    let address = json!([{"n2Mh": {"type": "buyerSupplied", "date": "2026-01-02T10:00:00.000Z", "tag": null, "email": "j@doe.example"}}]);
    let one = told(|data| {
        data["refundInfo"] = info.clone();
        data["refundAddresses"] = address;
        data["refundAddressRequestPending"] = json!(true);
    })
    .await;
    let list = told(|data| data["refundInfo"] = json!([info, info])).await;
    assert_eq!((one.details.refunds.len(), list.details.refunds.len()), (1, 2));
    assert_eq!(one.details.refunds[0].amounts[0], ("BTC".to_owned(), "0.000165".parse().unwrap()));
    let to = &one.details.refund_addresses[0];
    assert_eq!((to.address.as_str(), to.kind.as_str(), to.tag.clone()), ("n2Mh", "buyerSupplied", None));
    assert!(to.at.is_some() && one.refund_address_pending);
}

#[tokio::test]
async fn bp2_73_74_75_77_the_customers_choice_is_read_and_masked_contacts_are_no_addresses() {
    let open = told(|data| {
        data["buyerProvidedInfo"] = json!({"emailAddress": "j@doe.example", "sms": "+4915123456789", "smsVerified": true,
            "selectedWallet": "bitpay", "selectedTransactionCurrency": "DOGE"});
        data["nonPayProPaymentReceived"] = json!(true);
        data["billId"] = json!("Bill1");
        data["shopper"] = json!({"user": "u1"});
    })
    .await
    .details;
    assert_eq!(open.chosen_coin.as_deref(), Some("DOGE"));
    assert_eq!(open.mail, Some(Contacted::At("j@doe.example".to_owned())));
    assert_eq!(
        (open.sms_verified, open.non_pay_pro.as_deref(), open.bill.as_deref()),
        (Some(true), Some("true"), Some("Bill1"))
    );
    assert_eq!(open.shopper.as_deref(), Some(r#"{"user":"u1"}"#));
    assert!(!format!("{open:?}").contains("doe"), "nobody's address is in a log");
    for mask in ["5f0c8a1e6d0b4c39", "j***@doe.example", "***"] {
        let masked = told(|data| data["buyerProvidedEmail"] = json!(mask)).await.details;
        assert_eq!(masked.mail, Some(Contacted::Masked), "{mask}");
    }
}

#[tokio::test]
async fn bp2_62_79_movements_and_the_body_are_kept_as_they_came() {
    let payment = told(|_| ()).await;
    assert_eq!(
        (payment.txs[0].output, payment.txs[1].kind.as_str(), payment.txs[1].amount.as_str()),
        (Some(1), "Fee", "-100")
    );
    assert_eq!(payment.txs[0].rates[1], ("USD".to_owned(), "62000.5".parse().unwrap()));
    assert_eq!(payment.txs[1].received, None, "1970 is filler");
    let raw: Value = serde_json::from_str(&payment.details.raw).unwrap();
    assert_eq!(raw["paymentTotals"]["DAI"].to_string(), "20500000000000000000");
    assert_eq!(raw["token"], "…", "the token that opens it for more is not part of what is shown");
}
