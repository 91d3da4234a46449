//! The gateway's ledger beside the book: kept once, read back whole, and no part of the chain.

use ringup::domain::core::Event;
use ringup::domain::ledger::{KeptEntry, KeptQuery, LedgerEntry};
use ringup::domain::time::Timestamp;
use ringup::journal::{StepError, StoreError, verify};
use rusqlite::Connection;

use super::world::{Shop, open, stamp};

fn kept(id: &str, at_ms: i64, amount: &str, currency: &str) -> KeptEntry {
    let entry = LedgerEntry {
        id: Some(id.to_owned()),
        code: 1000,
        kind: "Invoice".to_owned(),
        description: "1042-1".to_owned(),
        amount: amount.parse().unwrap(),
        currency: currency.to_owned(),
        at: Timestamp(at_ms),
        invoice: Some("Vt4mWc8RzKqYpN2xLb7HsD".into()),
        invoice_amount: None,
        invoice_currency: None,
        coin: Some("BTC".to_owned()),
        refund: None,
    };
    let raw = format!(r#"{{"id":"{id}","amount":1}}"#);
    KeptEntry { gateway: "main".into(), id: id.to_owned(), entry, raw, fetched: Timestamp(9) }
}

fn all(currency: Option<&str>) -> KeptQuery {
    let currency = currency.map(str::to_owned);
    KeptQuery { gateway: "main".into(), currency, from: Timestamp(0), until: Timestamp(1_000) }
}

#[tokio::test]
async fn bp2_90_fetched_lines_are_kept_once_and_read_back_to_the_last_digit() {
    let mut shop = Shop::new();
    shop.cash(350);
    let (place, _, _folder) = shop.close();
    let journal = open(&place).journal;
    let lines = [kept("b", 20, "20.50", "USD"), kept("a", 10, "-0.00000001", "BTC"), kept("late", 1_000, "1", "USD")];
    assert_eq!(journal.keep(lines.to_vec()).await.unwrap(), 3);
    let changed = KeptEntry { fetched: Timestamp(99), ..lines[0].clone() };
    assert_eq!(
        journal.keep(vec![changed, kept("c", 30, "5", "USD")]).await.unwrap(),
        1,
        "a line is kept as it came first"
    );
    let read = journal.kept(all(None)).await.unwrap();
    assert_eq!(read, [lines[1].clone(), lines[0].clone(), kept("c", 30, "5", "USD")]);
    assert_eq!(read[1].entry.amount.to_string(), "20.50");
    assert_eq!(journal.kept(all(Some("BTC"))).await.unwrap(), [lines[1].clone()]);
    let other = KeptQuery { gateway: "other".into(), ..all(None) };
    assert!(journal.kept(other).await.unwrap().is_empty());
    tokio::task::spawn_blocking(move || journal.close()).await.unwrap();
    assert!(verify(&place.file(), true).is_ok(), "the chain knows nothing of it");
}

#[tokio::test]
async fn f24_a_book_of_the_first_form_gets_the_table_and_loses_nothing() {
    let mut shop = Shop::new();
    shop.paid(100);
    let (place, _, _folder) = shop.close();
    let head = verify(&place.file(), true).unwrap().head;
    let old = Connection::open(place.file()).unwrap();
    old.execute_batch(
        "DROP TABLE gw_entry; DROP TABLE takings; DROP TABLE taking; DROP TABLE act; DROP TABLE closing; \
         DROP TABLE till_day; DROP TABLE standing; DROP TABLE hour; DROP TABLE checked; PRAGMA user_version = 1;",
    )
    .unwrap();
    drop(old);
    let journal = open(&place).journal;
    assert_eq!(journal.reader().head().unwrap(), head);
    assert_eq!(journal.keep(vec![kept("a", 10, "1", "USD")]).await.unwrap(), 1);
    tokio::task::spawn_blocking(move || journal.close()).await.unwrap();
}

#[tokio::test]
async fn lines_that_cannot_be_kept_cost_no_sale() {
    let (place, _, _folder) = Shop::new().close();
    let journal = open(&place).journal;
    Connection::open(place.file()).unwrap().execute_batch("DROP TABLE gw_entry").unwrap();
    assert!(journal.keep(vec![kept("a", 10, "1", "USD")]).await.is_err());
    journal.step(Event::Stopped, stamp(1)).await.expect("the book is as it was");
    tokio::task::spawn_blocking(move || journal.close()).await.unwrap();
}

#[tokio::test]
async fn f16_lines_that_meet_a_damaged_file_stop_the_writer() {
    let (place, _, _folder) = Shop::new().close();
    let journal = open(&place).journal;
    let spoil = Connection::open(place.file()).unwrap();
    spoil.pragma_update(None, "writable_schema", "ON").unwrap();
    spoil.execute_batch("UPDATE sqlite_schema SET rootpage = 999999 WHERE name = 'gw_entry'").unwrap();
    spoil.pragma_update(None, "schema_version", 1_000).unwrap();
    drop(spoil);
    let error = journal.keep(vec![kept("a", 10, "1", "USD")]).await.unwrap_err();
    assert!(matches!(error, StoreError::Corrupt(_)), "{error}");
    let stopped = journal.step(Event::Stopped, stamp(1)).await.unwrap_err();
    assert_eq!(stopped, StepError::Store(StoreError::Stopped));
    tokio::task::spawn_blocking(move || journal.close()).await.unwrap();
}
