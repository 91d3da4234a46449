//! The past in pages, as exports read it, and a part of it checked by itself.

use ringup::domain::act::ActKind;
use ringup::domain::core::{Event, TillEvent};
use ringup::domain::day::{DayRule, Period};
use ringup::domain::entry::{Entry, Head};
use ringup::domain::id::Guid;
use ringup::domain::ledger::{KeptEntry, KeptQuery, LedgerEntry};
use ringup::domain::time::{Stamp, Timestamp};
use ringup::journal::chain::Row;
use ringup::journal::{Flaw, FlawReason, JournalKey, Owner, Part, Reader, SalesPage, Span, rotate_key};
use rusqlite::Connection;

use super::world::{Shop, birth, key, stamp};

/// A sale through the gateway (entries 2 to 6), one in cash (7 and 8), and one that waits (9 and 10).
fn shop() -> (Shop, Guid) {
    let mut shop = Shop::new();
    let guid = shop.paid(100);
    shop.cash(50);
    shop.charge(30);
    assert_eq!(shop.book.head().seq, 10);
    (shop, guid)
}

fn seqs(entries: &[Entry]) -> Vec<u64> {
    entries.iter().map(|entry| entry.seq).collect()
}

#[test]
fn rows_and_receipts_are_read_from_where_a_page_begins() {
    let (shop, guid) = shop();
    let reader = Reader::open(&shop.file()).unwrap();
    let rows: Vec<u64> = reader.rows(3, 2).unwrap().iter().map(|row| row.seq).collect();
    assert_eq!(rows, [3, 4]);
    assert_eq!([6, 7, 8, 9].map(|seq| reader.receipts_before(seq).unwrap()), [0, 1, 1, 2]);
    assert!(reader.knows(guid).unwrap() && !reader.knows(Guid(uuid::Uuid::nil())).unwrap());
    assert!(!reader.is_newer());
}

#[test]
fn sales_are_read_in_pages_with_all_their_entries() {
    let (shop, _) = shop();
    let reader = Reader::open(&shop.file()).unwrap();
    let span = |first, last| Span { first, last };
    assert_eq!([span(1, 10), span(1, 6), span(7, 8)].map(|span| reader.sales_count(span).unwrap()), [3, 1, 1]);
    assert_eq!(reader.open_sales(span(1, 10)).unwrap(), (1, 60));
    assert_eq!(reader.open_sales(span(1, 8)).unwrap(), (0, 0));
    let page = |after, limit| {
        let sales = reader.sales(SalesPage { after, span: span(1, 10), limit }).unwrap();
        sales.into_iter().map(|(number, entries)| (number, seqs(&entries))).collect::<Vec<_>>()
    };
    assert_eq!(page(0, 2), [(1, vec![2, 3, 4, 5, 6]), (2, vec![7, 8])]);
    assert_eq!(page(2, 2), [(3, vec![9, 10])]);
}

#[test]
fn a_span_of_time_is_found_by_the_tills_own_clock() {
    let (shop, _) = shop();
    let reader = Reader::open(&shop.file()).unwrap();
    // The till is an hour ahead of UTC.
    let clock = |ms: i64| stamp(ms).at.0 + 3_600_000;
    let span = |from, until| reader.span((clock(from), clock(until))).unwrap().map(|span| (span.first, span.last));
    assert_eq!(span(2_000, 4_000), Some((4, 6)));
    assert_eq!(span(0, 1_000), Some((1, 1)));
    assert_eq!((span(-1_000, 0), span(6_000, 9_000)), (None, None));
    let since = |ms| reader.first_since(stamp(ms).at).unwrap();
    assert_eq!([since(-1), since(2_001), since(5_000), since(5_001)], [Some(1), Some(5), Some(9), None]);
}

#[test]
fn a_span_of_time_is_found_as_far_east_as_people_live() {
    let shop = Shop::new();
    let hour = 3_600_000;
    for at in [600_000, 13 * hour] {
        let far_east = Stamp { offset_min: 14 * 60, ..stamp(at) };
        shop.journal.step_blocking(Event::Stopped, far_east).unwrap();
    }
    let reader = Reader::open(&shop.file()).unwrap();
    let clock = |ms: i64| stamp(ms).at.0;
    let found = reader.span((clock(14 * hour), clock(15 * hour))).unwrap();
    assert_eq!(found, Some(Span { first: 2, last: 2 }));
}

#[test]
fn t1_acts_of_a_period_are_told_in_their_order() {
    let (mut shop, _) = shop();
    let open = shop.book.sale_numbered(3).unwrap().id;
    shop.step(Event::Void { sale: open, reason: "left".to_owned() }).unwrap();
    let drawer = TillEvent::Drawer { reason: "change".to_owned() };
    shop.step(Event::Till { event: drawer, operator: "Mara".to_owned() }).unwrap();
    let reader = Reader::open(&shop.file()).unwrap();
    let day = |text: &str| text.parse().unwrap();
    let acts = |from, to| {
        let acts = reader.acts(Period::new(day(from), day(to)).unwrap()).unwrap();
        acts.into_iter().map(|act| (act.act.kind, act.act.operator, act.act.minor, act.act.number)).collect::<Vec<_>>()
    };
    let told = [(ActKind::Void, String::new(), 60, 3), (ActKind::NoSale, "Mara".to_owned(), 0, 0)];
    assert_eq!(acts("2025-12-01", "2026-01-31"), told);
    assert_eq!(acts("2026-02-01", "2026-02-28"), []);
}

#[test]
fn the_rules_of_the_day_and_the_turns_are_told_with_their_entries() {
    let (mut shop, _) = shop();
    let rule = DayRule { cutoff_hour: 5, difference_limit: 7 };
    shop.step(Event::Till { event: TillEvent::Ruled(rule), operator: String::new() }).unwrap();
    let (place, _, _folder) = shop.close();
    let reader = Reader::open(&place.file()).unwrap();
    assert_eq!(reader.day_rules().unwrap(), [(11, rule)]);
    assert!(reader.turns().unwrap().is_empty());
    let owner = Owner { key: key(), birth: birth(), stamp: stamp(9_000) };
    rotate_key(&place, &owner, &JournalKey::generate(), "a year").unwrap();
    let turns: Vec<(u64, u16)> = reader.turns().unwrap().iter().map(|row| (row.seq, row.kind)).collect();
    assert_eq!(turns, [(12, 905)]);
}

#[test]
fn a_books_figures_are_counted_from_its_entries() {
    let (shop, _) = shop();
    let stats = Reader::open(&shop.file()).unwrap().stats().unwrap();
    assert_eq!((stats.head, stats.sales, stats.receipts), (shop.book.head(), 3, 2));
    assert_eq!(stats.kinds.values().sum::<u64>(), 10);
    assert_eq!(stats.span, Some((stamp(0).at, stamp(5_000).at)));
    let size = |extension| std::fs::metadata(shop.file().with_extension(extension)).unwrap().len();
    assert_eq!(stats.bytes, size("db") + size("db-wal"));
}

#[test]
fn a_book_of_an_older_form_is_read_by_what_it_has() {
    let (shop, _) = shop();
    let entry = LedgerEntry {
        id: None,
        code: 1000,
        kind: String::new(),
        description: String::new(),
        amount: 1.into(),
        currency: "USD".to_owned(),
        at: Timestamp(10),
        invoice: None,
        invoice_amount: None,
        invoice_currency: None,
        coin: None,
        refund: None,
    };
    let line = KeptEntry { gateway: "g".into(), id: "a".to_owned(), entry, raw: String::new(), fetched: Timestamp(9) };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    assert_eq!(runtime.block_on(shop.journal.keep(vec![line])).unwrap(), 1);
    let (place, book, _folder) = shop.close();
    Connection::open(place.file()).unwrap().execute_batch("DROP TABLE hour").unwrap();
    let lines = |form: i64| {
        Connection::open(place.file()).unwrap().pragma_update(None, "user_version", form).unwrap();
        let reader = Reader::open(&place.file()).unwrap();
        assert_eq!(reader.first_since(stamp(5_000).at).unwrap(), Some(9), "without its hours");
        assert_eq!(reader.book().unwrap().counters(), book.counters());
        let query = KeptQuery { gateway: "g".into(), currency: None, from: Timestamp(0), until: Timestamp(99) };
        reader.kept(&query).unwrap().len()
    };
    assert_eq!([4, 3, 2, 1].map(lines), [1, 1, 1, 0]);
}

fn part(rows: &[Row], before: usize, receipts: u64, deep: bool) -> Part {
    let head = before.checked_sub(1).map_or(Head::default(), |last| rows[last].head());
    Part::new(&rows[0], &[], (head, receipts), deep).unwrap()
}

#[test]
fn till_55_a_part_of_a_book_proves_itself_after_what_came_before() {
    let (shop, _) = shop();
    let rows = Reader::open(&shop.file()).unwrap().rows(1, 99).unwrap();
    for (before, receipts) in [(0, 0), (1, 0), (6, 1), (8, 2), (9, 2)] {
        let mut part = part(&rows, before, receipts, true);
        assert_eq!((part.next(), part.key()), (before as u64 + 1, key().public_hex().as_str()));
        rows[before..].iter().for_each(|row| part.step(row.clone()).unwrap());
        assert_eq!(part.end().unwrap(), shop.book.head());
    }
    let counted = part(&rows, 6, 0, true).step(rows[6].clone()).and(part(&rows, 7, 0, true).step(rows[7].clone()));
    let reason = FlawReason::Receipt { expected: 1, found: 2 };
    assert_eq!(counted.unwrap_err(), Flaw { seq: 8, reason }, "receipts are counted on");
}

#[test]
fn till_55_a_part_that_is_not_the_books_is_named() {
    let (shop, _) = shop();
    let rows = Reader::open(&shop.file()).unwrap().rows(1, 99).unwrap();
    let first = Part::new(&rows[1], &[], (Head::default(), 0), true).unwrap_err();
    assert_eq!(first, Flaw { seq: 1, reason: FlawReason::Missing(Some(2)) });
    let skipped = part(&rows, 6, 1, true).step(rows[8].clone()).unwrap_err();
    assert_eq!(skipped, Flaw { seq: 7, reason: FlawReason::Missing(Some(9)) });
    let mut shallow = part(&rows, 8, 2, false);
    shallow.step(Row { sig: rows[0].sig, ..rows[8].clone() }).unwrap();
    assert_eq!(shallow.end().unwrap_err(), Flaw { seq: 9, reason: FlawReason::Signature });
    assert_eq!(part(&rows, 8, 2, false).end().unwrap(), rows[7].head(), "nothing is no flaw");
}
