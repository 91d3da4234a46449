//! Random histories: the book after a restart is the book before it, and the projections are the fold.

use proptest::prelude::*;
use ringup::domain::core::{Charge, Event};
use ringup::domain::fact::DaysChecked;
use ringup::domain::money::{Currency, Money};
use ringup::domain::payment::State;
use ringup::journal::{self, JournalKey, Reader, StepError};
use rusqlite::{Connection, types::Value};

use super::world::{Chance, Shop, answer, open, stamp, status, told};

/// One thing that may happen; the numbers choose what it happens to.
pub(crate) fn happen(shop: &mut Shop, (what, choice, more): (u8, u64, u64)) -> Option<Event> {
    let guid = shop.pick(choice).map(|attempt| attempt.guid());
    let sale = shop.pick_sale(choice);
    shop.now_ms += i64::try_from(more % 4).unwrap() * 20 * 3_600_000;
    Some(match what % 15 {
        0 | 1 => Event::Charge(Charge { sale: shop.new_sale(100 + i64::from(what)), ask: shop.ask() }),
        2 => {
            let cart = shop.new_sale(350);
            Event::Cash { sale: cart.id, cart: Some(cart), given: Money::from_minor(1_000, Currency::EUR).unwrap() }
        }
        3 | 4 => Event::Answered { guid: guid?, payment: Box::new(answer(&shop.pick(choice)?.request, status(more))) },
        5..=7 => Event::Observed { guid: guid?, payment: Box::new(answer(&shop.pick(choice)?.request, status(more))) },
        8 => Event::Unanswered { guid: guid?, error: "timed out".to_owned() },
        9 => Event::Refused { guid: guid?, code: "below_min".to_owned(), error: "no".to_owned() },
        10 => Event::NewCode { sale: sale?, ask: shop.ask() },
        11 => Event::Void { sale: sale?, reason: "left".to_owned() },
        12 => Event::Copy { sale: sale? },
        13 => checked(shop, more),
        _ => {
            let mut wrong = answer(&shop.pick(choice)?.request, status(more));
            wrong.echo.order_id = None;
            Event::Answered { guid: guid?, payment: Box::new(wrong) }
        }
    })
}

/// A check of some days before now, or of a long time ago, that found one of a few cases or none.
fn checked(shop: &Shop, more: u64) -> Event {
    let at = stamp(shop.now_ms);
    let today = shop.book.day_rule().assign(at.at, at.offset_min).day;
    let part = |shift: u32, of: u64| i32::try_from((more >> shift) % of).unwrap();
    let to = today.plus(if part(0, 8) == 0 { -200 } else { 1 } - part(4, 3));
    let cases = ["D06-0000000000000001", "D04-0000000000000002"];
    let named = &cases[..usize::try_from(part(8, 3)).unwrap()];
    let made = crate::made::check((&to.plus(-part(12, 80)).to_string(), &to.to_string()), named);
    let gateway = if part(20, 4) == 0 { "other" } else { "main" }.to_owned();
    Event::DaysChecked(Box::new(DaysChecked { made_on: today, gateway, ..made }))
}

/// The tables the fold fills.
const TABLES: [&str; 9] = ["sale", "attempt", "standing", "takings", "taking", "act", "closing", "checked", "hour"];

fn filled(file: &std::path::Path) -> Vec<Vec<Vec<Value>>> {
    TABLES.iter().map(|table| rows(file, table)).collect()
}

pub(super) fn rows(file: &std::path::Path, table: &str) -> Vec<Vec<Value>> {
    let conn = Connection::open(file).unwrap();
    let mut statement = conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
    let width = statement.column_count();
    let read = |row: &rusqlite::Row<'_>| (0..width).map(|column| row.get(column)).collect();
    statement.query_map([], read).unwrap().map(Result::unwrap).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn till_60_a_restart_changes_nothing_and_projections_are_the_fold(
        history in proptest::collection::vec((any::<u8>(), any::<u64>(), any::<u64>()), 1..60)
    ) {
        let mut shop = Shop::new();
        for one in history {
            let Some(event) = happen(&mut shop, one) else { continue };
            match shop.step(event) {
                Ok(_) | Err(StepError::Refused(_)) => {}
                Err(StepError::Store(error)) => prop_assert!(false, "{error}"),
            }
        }
        let now = shop.now_ms;
        let (place, book, _folder) = shop.close();
        let live = filled(&place.file());
        let again = open(&place);
        prop_assert_eq!(told(&again.book), told(&book));
        for sale in book.sales() {
            let folded = again.journal.reader().sale(sale.number).unwrap();
            prop_assert_eq!(folded.as_ref(), Some(sale));
        }
        again.journal.close();
        let verdict = journal::verify(&place.file(), true).unwrap();
        prop_assert_eq!(verdict.head, book.head());
        let rebuilt = journal::rebuild(&place, stamp(now).at).unwrap();
        prop_assert_eq!(rebuilt.entries, book.head().seq);
        let anew = filled(&place.file());
        prop_assert_eq!(live, anew);
    }
}

/// Histories of five thousand entries; `RINGUP_HISTORIES=20` for more than one.
#[test]
fn till_60_projections_are_the_fold_of_five_thousand_entries() {
    let histories = std::env::var("RINGUP_HISTORIES").ok().and_then(|asked| asked.parse().ok()).unwrap_or(1);
    for seed in 0..histories {
        let mut chance = Chance(seed);
        let mut shop = Shop::in_memory();
        while shop.book.head().seq < 5_000 {
            let one = (u8::try_from(chance.below(256)).unwrap(), chance.next(), chance.next());
            let Some(event) = happen(&mut shop, one) else { continue };
            match shop.step(event) {
                Ok(_) | Err(StepError::Refused(_)) => {}
                Err(StepError::Store(error)) => panic!("seed {seed}: {error}"),
            }
        }
        let (place, book, _folder) = shop.close();
        let live = filled(&place.file());
        assert!(
            live[0].len() > 500 && live[1].len() > 300 && live[7].len() > 62,
            "seed {seed}: the history is about sales"
        );
        let again = open(&place);
        assert!(told(&again.book) == told(&book), "seed {seed}: the restarted book differs");
        again.journal.close();
        journal::rebuild(&place, stamp(0).at).unwrap();
        let anew = filled(&place.file());
        assert!(live == anew, "seed {seed}: projections are not the fold");
        assert_eq!(journal::verify(&place.file(), false).unwrap().head, book.head());
    }
}

#[test]
fn old_sales_leave_the_book_but_not_the_journal() {
    let mut shop = Shop::new();
    let watched = shop.charge(900);
    let open_answer = shop.reads(watched, State::Open);
    shop.step(Event::Answered { guid: watched, payment: open_answer }).unwrap();
    for minor in 1..=230 {
        shop.cash(minor);
    }
    // Settled now, so nothing keeps it any more but the book's habit; the restarted book has the same habit.
    let settled = shop.reads(watched, State::Settled);
    shop.step(Event::Observed { guid: watched, payment: settled }).unwrap();
    assert!(shop.book.sale_numbered(1).is_some() && shop.book.sale_numbered(5).is_none());
    let (place, book, _folder) = shop.close();
    let mut again = open(&place);
    assert_eq!(told(&again.book), told(&book));
    let recent = ringup::domain::book::Book::RECENT_MAX;
    assert_eq!(again.book.sales().count() as u64, recent + 1, "the newest, and the one that was watched");
    let old = again.journal.reader().sale(5).unwrap().unwrap();
    assert_eq!((old.number, old.total.minor()), (5, 8));
    assert_eq!(again.journal.reader().sale(999).unwrap(), None);
    let next = again.book.next_receipt();
    let cart = crate::made::sale(5);
    let given = Money::from_minor(5, Currency::EUR).unwrap();
    let done = again.journal.step_blocking(Event::Cash { sale: cart.id, cart: Some(cart), given }, stamp(9)).unwrap();
    done.entries.iter().for_each(|entry| again.book.apply(entry));
    assert_eq!(again.book.sales().next().unwrap().completed().unwrap().receipt_no, next);
    again.journal.close();
    journal::verify(&place.file(), true).unwrap();
}

#[test]
fn a_refused_event_writes_nothing() {
    let mut shop = Shop::new();
    let guid = shop.charge(500);
    let head = shop.book.head();
    let sale = shop.book.attempt(guid).unwrap().0.id;
    let given = Money::from_minor(1, Currency::EUR).unwrap();
    assert!(matches!(shop.step(Event::Cash { cart: None, sale, given }), Err(StepError::Refused(_))));
    assert_eq!(Reader::open(&shop.file()).unwrap().head().unwrap(), head);
}

#[tokio::test]
async fn the_async_door_reads_and_writes() {
    let mut shop = Shop::new();
    shop.paid(1_234);
    let committed = shop.journal.step(Event::Started { version: "2".to_owned() }, stamp(5)).await.unwrap();
    assert_eq!(committed.entries.len(), 1);
    let all = shop.journal.entries(1, 100).await.unwrap();
    assert!(all.iter().map(|entry| entry.seq).eq(1..=committed.entries[0].seq), "gapless, in order");
    assert_eq!(shop.journal.entries(3, 2).await.unwrap().len(), 2);
    assert_eq!(all.last().unwrap(), committed.entries[0].as_ref(), "what is stored is what was handed out");
    assert_eq!(shop.journal.sale(1).await.unwrap().as_ref(), shop.book.sale_numbered(1));
    let stats = shop.journal.reader().stats().unwrap();
    assert_eq!((stats.sales, stats.receipts, stats.kinds[&900]), (1, 1, 1));
    assert_eq!(journal::head(&shop.file()).unwrap(), stats.head);
}

#[test]
fn steps_from_many_threads_stay_in_one_order() {
    let shop = Shop::new();
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let journal = shop.journal.clone();
            std::thread::spawn(move || {
                for _ in 0..20 {
                    journal.step_blocking(Event::Stopped, stamp(1)).unwrap();
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    let (place, _, _folder) = shop.close();
    assert_eq!(journal::verify(&place.file(), true).unwrap().entries, 161);
}

#[test]
fn till_66_the_key_is_nowhere_in_the_files() {
    let mut shop = Shop::new();
    shop.paid(100);
    let (place, _, _folder) = shop.close();
    let key = super::world::key();
    let hex = key.to_hex();
    assert!(JournalKey::from_hex(&hex).is_ok());
    let raw = hex::decode(hex.as_bytes()).unwrap();
    for file in std::fs::read_dir(place.folder()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(32).any(|part| part == raw));
        assert!(!bytes.windows(64).any(|part| part == hex.as_bytes()));
    }
}
