//! Lists, rates, ledgers and settlements: what is asked, and what recorded answers become.

use jiff::civil::date;
use ringup::domain::ledger::{RawEntry, SettlementState};
use ringup::domain::time::Timestamp;
use ringup::gateway::bitpay::identity::verify;
use ringup::gateway::port::{Error, Gateway, Invalid, LedgerQuery, Page, Query};
use ringup::service::lists;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::responder::{Answer, Asked, Responder};
use super::world::{NOW, TOKEN, fixture, ledger_query, merchant, open_pos, query};

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// A page of invoices, each the recorded one under a name of its own.
fn page(names: std::ops::Range<u32>) -> Answer {
    let one: Value = serde_json::from_str(&fixture("invoice_merchant_new")).unwrap();
    let named = |n: u32| {
        let mut invoice = one["data"].clone();
        invoice["id"] = format!("Vt4mWc8RzKqYpN2xLb{n:04}").into();
        invoice
    };
    let list: Vec<Value> = names.map(named).collect();
    Answer::json(200, json!({"facade": "merchant/invoice", "data": list}).to_string())
}

fn targets(asked: &[Asked]) -> Vec<&str> {
    asked.iter().map(|asked| asked.target.as_str()).collect()
}

#[tokio::test]
async fn bp2_85_a_list_is_read_page_by_page_to_its_end_each_invoice_once() {
    // While we read, a new sale pushes one invoice from the first page to the second.
    let responder = Responder::with([page(0..100), page(99..199), page(199..210)]).await;
    let wanted = Query { status: Some("complete".to_owned()), order_id: Some("a b".to_owned()), ..query() };
    let all = lists::invoices(&merchant(&responder.url), &wanted).await.unwrap();
    assert_eq!(all.len(), 210);
    let asked = responder.asked();
    let fixed =
        format!("/invoices?token={TOKEN}&dateStart=2026-01-01&dateEnd=2026-01-31&status=complete&orderId=a%20b");
    let expected: Vec<String> = [0, 100, 200].map(|offset| format!("{fixed}&limit=100&offset={offset}")).into();
    assert_eq!(targets(&asked), expected);
    let url = format!("{}{}", responder.url, asked[0].target);
    assert!(verify(asked[0].header("x-identity").unwrap(), asked[0].header("x-signature").unwrap(), &url, b""));
}

#[tokio::test]
async fn bp2_85_a_gateway_that_repeats_its_page_for_ever_ends_the_list() {
    let responder = Responder::one(page(0..100)).await;
    assert_eq!(lists::invoices(&merchant(&responder.url), &query()).await.unwrap().len(), 100);
    assert_eq!(responder.asked().len(), 2);
    let empty = Responder::one(Answer::json(200, r#"{"data":[]}"#)).await;
    assert!(lists::invoices(&merchant(&empty.url), &query()).await.unwrap().is_empty());
}

#[tokio::test]
async fn bp2_85_a_page_may_be_long_and_one_bad_invoice_fails_it() {
    let responder = Responder::one(page(0..300)).await;
    let got = merchant(&responder.url).list(&query(), Page::first(300)).await.unwrap();
    assert_eq!((got.items.len(), got.next), (300, Some(Page { offset: 300, limit: 300 })), "over a megabyte of JSON");
    let bad = Responder::one(Answer::json(200, r#"{"data":[{"id":"Vt4","status":"new","price":[]}]}"#)).await;
    let error = merchant(&bad.url).list(&query(), Page::first(9)).await.unwrap_err();
    assert!(matches!(&error, Error::Protocol(text) if text.contains("price")), "{error:?}");
}

#[tokio::test]
async fn bp2_86_a_pos_token_is_not_sent_to_ask_for_a_list() {
    let responder = Responder::one(page(0..1)).await;
    assert!(matches!(open_pos(&responder.url).list(&query(), Page::first(9)).await, Err(Error::Unsupported(_))));
    assert!(responder.asked().is_empty());
}

#[tokio::test]
async fn bp2_89_rates_are_exact_public_and_unsigned() {
    let responder = Responder::one(Answer::json(200, fixture("rates"))).await;
    let rates = merchant(&responder.url).rates(None).await.unwrap();
    assert_eq!((rates.base.as_str(), rates.read), ("BTC", NOW));
    let read: Vec<_> = rates.rates.iter().map(|rate| (rate.code.as_str(), rate.name.as_str(), rate.rate)).collect();
    let expected = [
        ("BTC", "Bitcoin", decimal("1")),
        ("USD", "US Dollar", decimal("62000.5")),
        ("XZZ", "XZZ", decimal("0.000000012345")),
    ];
    assert_eq!(read, expected, "lines that say nothing are passed over");
    let asked = responder.only();
    assert_eq!((asked.target.as_str(), asked.header("x-signature")), ("/rates/BTC", None));
    let pair = Responder::one(Answer::json(200, fixture("rate"))).await;
    assert_eq!(open_pos(&pair.url).rate("ETH", "USD").await.unwrap().rate, decimal("62000.5"));
    assert_eq!(pair.only().target, "/rates/ETH/USD");
    for base in ["", "../x", "A B", "?token"] {
        let error = open_pos(&pair.url).rates(Some(base)).await.unwrap_err();
        assert!(matches!(error, Error::Validation { .. }), "{base}");
    }
    assert_eq!(pair.asked().len(), 1);
}

#[tokio::test]
async fn bp2_91_currencies_keep_unknown_coins() {
    let responder = Responder::one(Answer::json(200, fixture("currencies"))).await;
    let known = open_pos(&responder.url).currencies().await.unwrap();
    assert_eq!((known[0].code.as_str(), known[0].symbol.as_str(), known[0].decimals), ("BTC", "฿", Some(8)));
    assert_eq!((known[0].minimum, known[0].chain.as_deref()), (Some(decimal("0.000006")), Some("BTC")));
    assert_eq!((known[1].code.as_str(), known[1].symbol.as_str(), known[1].decimals), ("NEW_x", "NEW_x", None));
}

#[tokio::test]
async fn bp2_92_balances_are_exact() {
    let responder = Responder::one(Answer::json(200, fixture("balances"))).await;
    let balances = merchant(&responder.url).balances().await.unwrap();
    let read: Vec<_> = balances.iter().map(|balance| (balance.currency.as_str(), balance.amount)).collect();
    assert_eq!(read, [("USD", decimal("2389.82")), ("BTC", decimal("0"))]);
    assert_eq!(responder.only().target, format!("/ledgers?token={TOKEN}"));
}

#[tokio::test]
async fn bp2_90_ledger_lines_are_signed_scaled_and_kept_without_the_customer() {
    let responder = Responder::one(Answer::json(200, fixture("ledger_entries"))).await;
    let entries = merchant(&responder.url).ledger(&ledger_query()).await.unwrap();
    let amounts: Vec<_> = entries.iter().map(|line| line.entry.amount.to_string()).collect();
    assert_eq!(amounts, ["20.5", "-0.205", "-0.00000001"]);
    let RawEntry { entry, raw } = &entries[0];
    assert_eq!((entry.code, entry.kind.as_str(), entry.currency.as_str()), (1000, "Invoice", "USD"));
    assert_eq!(entry.at, Timestamp(1_767_229_323_456));
    assert_eq!((entry.invoice_amount, entry.coin.as_deref()), (Some(decimal("20.5")), Some("BTC")));
    assert!(!raw.contains("Doe") && raw.contains(r#""amount":2050000000"#), "{raw}");
    let unknown = &entries[2].entry;
    assert_eq!((unknown.code, unknown.id.as_deref(), unknown.description.as_str()), (1999, None, "Something new"));
    assert!(entries[2].raw.contains(r#""notes":"older""#), "what is not known is kept");
    assert_eq!(responder.only().target, format!("/ledgers/USD?token={TOKEN}&startDate=2026-01-01&endDate=2026-01-31"));
}

#[tokio::test]
async fn bp2_90_a_long_span_is_asked_in_pieces_and_an_empty_ledger_is_no_error() {
    let empty = Responder::one(Answer::json(200, "[]")).await;
    assert_eq!(merchant(&empty.url).ledger(&ledger_query()).await.unwrap(), []);
    let responder = Responder::one(Answer::json(200, fixture("ledger_entries"))).await;
    let year = LedgerQuery { from: date(2026, 1, 1), to: date(2026, 12, 31), ..ledger_query() };
    let entries = merchant(&responder.url).ledger(&year).await.unwrap();
    assert_eq!(entries.len(), 3, "the same lines in every piece count once");
    assert_eq!(responder.asked().len(), 13);
    for backwards in
        [LedgerQuery { to: date(2025, 1, 1), ..year.clone() }, LedgerQuery { currency: "U/D".into(), ..year }]
    {
        assert!(matches!(merchant(&responder.url).ledger(&backwards).await, Err(Error::Validation { .. })));
    }
    assert_eq!(responder.asked().len(), 13, "nothing was sent");
}

#[tokio::test]
async fn bp2_90_an_answer_that_cannot_be_read_is_asked_for_in_halves_and_then_named() {
    let broken = Answer::json(200, r#"[{"code":1000,"amount":1.5e-40,"timestamp":"2026-01-01T00:00:00Z"}]"#);
    let responder = Responder::with([broken.clone(), Answer::json(200, "[]"), Answer::json(200, "[]")]).await;
    assert_eq!(merchant(&responder.url).ledger(&ledger_query()).await.unwrap(), []);
    let asked = responder.asked();
    let spans: Vec<_> = asked.iter().map(|asked| asked.target.split("startDate=").nth(1).unwrap()).collect();
    assert_eq!(
        spans,
        ["2026-01-01&endDate=2026-01-31", "2026-01-01&endDate=2026-01-16", "2026-01-17&endDate=2026-01-31"]
    );
    let always = Responder::one(broken).await;
    let error = merchant(&always.url).ledger(&ledger_query()).await.unwrap_err();
    assert!(matches!(&error, Error::Protocol(text) if text.contains("line 1") && text.contains("amount")), "{error:?}");
    assert!(always.asked().len() <= 7, "{}", always.asked().len());
}

#[tokio::test]
async fn bp2_92_settlements_and_their_reports_add_up() {
    let responder = Responder::one(Answer::json(200, fixture("settlements"))).await;
    let all = lists::settlements(&merchant(&responder.url), &query()).await.unwrap();
    assert_eq!((all.len(), all[0].balances(), all[0].total), (1, true, decimal("35.88")));
    assert_eq!(all[0].state, SettlementState::Processing);
    assert_eq!(all[0].withholdings, [("Pending Refunds".to_owned(), decimal("8.21"))]);
    let one = json!({"data": serde_json::from_str::<Value>(&fixture("settlements")).unwrap()["data"][0]}).to_string();
    let responder = Responder::with([Answer::json(200, one), Answer::json(200, fixture("settlement_report"))]).await;
    let report = merchant(&responder.url).settlement_report("St6TzXk2YpWmNcVbLq8HdS").await.unwrap();
    let sum: Decimal = report.entries.iter().map(|entry| entry.amount).sum();
    assert_eq!((sum, report.settlement.entries_sum), (decimal("20.82"), decimal("20.82")));
    let second = responder.asked()[1].target.clone();
    assert!(
        second.starts_with("/settlements/St6TzXk2YpWmNcVbLq8HdS/reconciliationReport?token=SettlementTok7"),
        "{second}"
    );
}

#[tokio::test]
async fn bp2_94_a_limit_reaches_every_list() {
    let limited = Answer::json(429, "{}").header("retry-after", "7");
    let responder = Responder::one(limited).await;
    let after = Some(std::time::Duration::from_secs(7));
    let gateway = merchant(&responder.url);
    assert_eq!(gateway.list(&query(), Page::first(9)).await.unwrap_err(), Error::RateLimited { after });
    assert_eq!(gateway.ledger(&ledger_query()).await.unwrap_err(), Error::RateLimited { after });
    assert!(matches!(gateway.settlement_report("a/b").await.unwrap_err(), Error::NotFound(_)));
    let refused = Error::Validation {
        code: "010003".into(),
        invalid: Invalid::Field(Some("dateStart".into())),
        text: "Missing required parameter.".into(),
    };
    let body = r#"{"code":"010003","errors":[{"error":"Missing required parameter.","param":"dateStart"}]}"#;
    let responder = Responder::one(Answer::json(400, body)).await;
    assert_eq!(merchant(&responder.url).list(&query(), Page::first(9)).await.unwrap_err(), refused);
}
