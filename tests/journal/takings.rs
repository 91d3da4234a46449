//! Takings and closings on real files: the rows are the fold, and closings partition the book.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use ringup::domain::book::Book;
use ringup::domain::core::{Ask, Charge, Event, Portion, RefundAsk, TillEvent};
use ringup::domain::day::{Day, DayRule, Period};
use ringup::domain::fact::Direction;
use ringup::domain::id::Guid;
use ringup::domain::money::{Currency, Money};
use ringup::domain::payment::State;
use ringup::domain::takings::By;
use ringup::domain::takings_fold::TakingsFold;
use ringup::domain::tally::Grand;
use ringup::journal::{self, Place, Reader, StepError};

use super::replay::{happen, rows};
use super::world::{Shop, open, stamp};

const TABLES: [&str; 5] = ["takings", "taking", "act", "closing", "till_day"];

fn eur(minor: i64) -> Money {
    Money::from_minor(minor, Currency::EUR).unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn till(event: TillEvent) -> Event {
    Event::Till { event, operator: "Ada".to_owned() }
}

fn close() -> Event {
    till(TillEvent::Close { today: day("2026-01-01") })
}

/// One thing of the day, or of the sales.
fn live(shop: &mut Shop, (what, choice, more): (u8, u64, u64)) -> Option<Event> {
    let amount = eur(i64::try_from(more % 5_000).unwrap());
    let reason = "change".to_owned();
    Some(match what % 40 {
        0 => close(),
        1 => till(TillEvent::Float { amount }),
        2 => till(TillEvent::Cash { direction: Direction::In, amount, reason }),
        3 => till(TillEvent::Cash { direction: Direction::Out, amount, reason }),
        4 => till(TillEvent::Drawer { reason }),
        5 => till(TillEvent::Counted { counted: amount }),
        6 => till(TillEvent::Explained { reason }),
        7 => till(TillEvent::Read),
        8 => till(TillEvent::Reprint { z: more % 4 }),
        9 => till(TillEvent::Ruled(DayRule { cutoff_hour: u8::try_from(more % 24).unwrap(), difference_limit: 100 })),
        10..=13 => Event::RefundAsked(RefundAsk {
            sale: shop.pick_sale(choice)?,
            payment: None,
            guid: Guid(uuid::Uuid::from_u128(u128::from(more) << 64 | u128::from(choice))),
            portion: if more % 2 == 0 { Portion::All } else { Portion::Amount(eur(100)) },
            reason,
            buyer_pays_fee: false,
            immediate: false,
            operator: "Ben".to_owned(),
        }),
        _ => return happen(shop, (what / 3, choice, more)),
    })
}

fn agrees(reader: &Reader, fold: &TakingsFold, period: Period) {
    for by in By::ALL {
        let (rows, folded) = (reader.takings(period, by).unwrap(), fold.takings(period, by, Currency::EUR));
        assert_eq!(rows, folded, "{by:?} of {period:?}");
        let whole = rows.whole;
        assert_eq!(whole.taken, whole.cash + whole.crypto() + whole.failed, "nothing is anywhere else");
        assert_eq!(whole.crypto(), whole.seen + whole.accepted() + whole.settled);
        assert!(whole.seen >= 0 && whole.accepted() >= 0, "{by:?} of {period:?}: {whole:?}");
        if !matches!(by, By::Whole | By::Coin) {
            let split: i64 = rows.rows.iter().map(|row| row.figures.taken).sum();
            assert_eq!(split, whole.taken, "{by:?} leaves nothing out");
            assert_eq!(rows.rows.iter().map(|row| row.figures.refunded).sum::<i64>(), whole.refunded, "{by:?}");
        }
    }
}

/// I10: from the first entry to the last closing, every entry lies in one closing, and the sums go on without a step.
fn partitions(reader: &Reader, book: &Book, fold: &TakingsFold) {
    let mut closings = reader.closings(usize::MAX).unwrap();
    closings.reverse();
    let (mut next, mut grand) = (1, Grand::default());
    let mut sums = (0, 0);
    for (index, closing) in closings.iter().enumerate() {
        let fact = &closing.fact;
        assert_eq!(fact.number, index as u64 + 1);
        assert_eq!((fact.from_seq, fact.to_seq + 1), (next, closing.seq));
        let last = reader.entries(fact.to_seq, 1).unwrap();
        assert_eq!(last[0].hash.to_string(), fact.to_hash);
        assert!(fact.grand.sales >= grand.sales && fact.grand.returns >= grand.returns && fact.grand.abs >= grand.abs);
        assert_eq!(fact.grand.abs, fact.grand.sales + fact.grand.returns);
        sums = (sums.0 + fact.tally.sales.minor, sums.1 + fact.tally.returns.minor);
        assert_eq!((fact.grand.sales, fact.grand.returns), sums);
        grand = fact.grand;
        next = closing.seq;
        let tenders: i64 = fact.tally.tenders.values().map(|count| count.minor).sum();
        assert_eq!(tenders, fact.tally.sales.minor);
        let crypto = fact.tally.promised() + fact.tally.settled() + fact.tally.failed();
        assert_eq!(
            crypto + fact.tally.cash().minor,
            fact.tally.sales.minor,
            "promised and settled are apart and complete"
        );
    }
    let since = &book.till_day().tally;
    let ever = Period::new(day("2020-01-01"), day("2040-12-31")).unwrap();
    let whole = fold.takings(ever, By::Whole, Currency::EUR).whole;
    assert_eq!((whole.taken, whole.refunded), (sums.0 + since.sales.minor, sums.1 + since.returns.minor));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn till_50_51_52_54_rows_are_the_fold_and_closings_partition_the_journal(
        history in proptest::collection::vec((any::<u8>(), any::<u64>(), any::<u64>()), 1..120)
    ) {
        let mut shop = Shop::new();
        for one in history {
            let Some(event) = live(&mut shop, one) else { continue };
            match shop.step(event) {
                Ok(_) | Err(StepError::Refused(_)) => {}
                Err(StepError::Store(error)) => prop_assert!(false, "{error}"),
            }
        }
        let now = shop.now_ms;
        let (place, book, _folder) = shop.close();
        let again = open(&place);
        prop_assert_eq!(again.book.till_day(), book.till_day(), "a restart goes on with the same shift");
        let reader = again.journal.reader().clone();
        let mut fold = TakingsFold::default();
        reader.entries(1, usize::MAX).unwrap().iter().for_each(|entry| fold.apply(entry));
        for period in [("2026-01-01", "2026-01-01"), ("2026-01-01", "2026-03-15"), ("2025-12-15", "2027-02-03")] {
            agrees(&reader, &fold, Period::new(day(period.0), day(period.1)).unwrap());
        }
        partitions(&reader, &book, &fold);
        again.journal.close();
        journal::verify(&place.file(), true).unwrap();
        let live = TABLES.map(|table| rows(&place.file(), table));
        journal::rebuild(&place, stamp(now).at).unwrap();
        prop_assert_eq!(live, TABLES.map(|table| rows(&place.file(), table)));
    }
}

#[test]
fn till_51_money_that_is_seen_and_not_yet_accepted_stands_apart() {
    let mut shop = Shop::new();
    shop.now_ms = 11 * 3_600_000;
    let (sale, ask) = (shop.new_sale(1_000), Ask { release_at: State::Seen, ..shop.ask() });
    let guid = ask.guid;
    shop.step(Event::Charge(Charge { sale, ask })).unwrap();
    for (state, figures) in [
        (State::Open, (0, 0, 0)),
        (State::Seen, (2_000, 0, 0)),
        (State::Accepted, (0, 2_000, 0)),
        (State::Settled, (0, 0, 2_000)),
    ] {
        let payment = shop.reads(guid, state);
        let first = Event::Answered { guid, payment: payment.clone() };
        shop.step(if state == State::Open { first } else { Event::Observed { guid, payment } }).unwrap();
        let whole = shop.journal.reader().takings(Period::day(day("2026-01-01")), By::Whole).unwrap().whole;
        assert_eq!((whole.seen, whole.accepted(), whole.settled), figures, "{state:?}");
        assert_eq!(whole.promised, whole.seen + whole.accepted());
    }
    shop.close();
}

#[test]
fn till_51_promised_money_becomes_settled_on_the_day_of_its_sale() {
    let mut shop = Shop::new();
    // Noon: one in the morning still belongs to the day before.
    shop.now_ms = 11 * 3_600_000;
    let guid = shop.paid(1_000);
    shop.cash(250);
    let sold_on = Period::day(day("2026-01-01"));
    shop.now_ms += 3 * 86_400_000;
    let takings = |shop: &Shop, period| shop.journal.reader().takings(period, By::Tender).unwrap();
    let before = takings(&shop, sold_on).whole;
    // A line of two pieces each: twenty euros by the gateway, five in cash.
    assert_eq!((before.taken, before.cash, before.promised, before.settled), (2_500, 500, 2_000, 0));
    let settled = shop.reads(guid, State::Settled);
    shop.step(Event::Observed { guid, payment: settled }).unwrap();
    let after = takings(&shop, sold_on);
    assert_eq!((after.whole.taken, after.whole.promised, after.whole.settled), (2_500, 0, 2_000));
    assert_eq!(after.rows[1].key, "gateway:main");
    assert_eq!(after.rows[1].figures.settled, 2_000);
    let later = Period::new(day("2026-01-02"), day("2026-01-31")).unwrap();
    assert!(takings(&shop, later).whole.is_zero(), "the day it settles takes nothing");
    shop.close();
}

#[test]
fn till_50_the_same_weekday_before_counts_up_to_the_same_minute() {
    let mut shop = Shop::new();
    // 01:00 at the till is the day before; noon and five past noon are not.
    shop.now_ms = 11 * 3_600_000;
    shop.cash(100);
    shop.now_ms += 5 * 60_000;
    shop.cash(200);
    let rule = shop.book.day_rule();
    let at = |minutes: i64| rule.assign(stamp(7 * 86_400_000 + 11 * 3_600_000 + minutes * 60_000).at, 60);
    let compared = |minutes| shop.journal.reader().compared(at(minutes)).unwrap();
    assert_eq!((compared(-1).sales, compared(-1).taken), (0, 0));
    assert_eq!((compared(0).sales, compared(0).taken), (1, 200));
    assert_eq!((compared(30).sales, compared(30).taken), (2, 600));
    assert_eq!(compared(0).day, day("2026-01-01"));
    shop.close();
}

#[test]
fn till_52_a_zero_day_is_a_closing_and_a_closing_is_never_done_twice() {
    let mut shop = Shop::new();
    shop.step(close()).unwrap();
    shop.cash(300);
    let sold = shop.step(close()).unwrap();
    let empty = shop.step(close()).unwrap();
    assert_eq!((sold.entries.len(), empty.entries.len()), (1, 1));
    let closings = shop.journal.reader().closings(10).unwrap();
    let told: Vec<_> = closings.iter().map(|z| (z.fact.number, z.fact.tally.sales.n, z.fact.grand.sales)).collect();
    assert_eq!(told, [(3, 0, 600), (2, 1, 600), (1, 0, 0)], "the money is closed once, and the sums stay");
    for copy in 1..=2 {
        shop.step(till(TillEvent::Reprint { z: 2 })).unwrap();
        assert_eq!(shop.book.till_day().copies[&2], copy);
    }
    assert!(matches!(shop.step(till(TillEvent::Reprint { z: 4 })), Err(StepError::Refused(_))));
    let again = shop.journal.reader().closing(2).unwrap().unwrap();
    assert_eq!(again, closings[1], "a copy changes no figure");
    shop.close();
}

const CHILD: &str = "RINGUP_TEST_CLOSING_CHILD";

/// The victim: sells and closes without end.
#[test]
#[ignore = "runs as the child of f09, to be killed"]
fn child_closes_until_killed() {
    let Ok(folder) = std::env::var(CHILD) else { panic!("only its parent starts it") };
    let mut shop = Shop::over(Place::new(folder));
    loop {
        shop.cash(100);
        let closed = shop.step(close()).unwrap();
        let mut out = std::io::stdout().lock();
        writeln!(out, "closed {}", closed.entries[0].seq).unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn f09_till_52_kill_9_during_a_closing_leaves_none_or_a_whole_one() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::new(folder.path());
    let mut chance = 0x2545_f491_4f6c_dd1d_u64;
    let mut closed = 0;
    for round in 0..20 {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let acked = run_and_kill(folder.path(), 1 + (chance >> 40) % 6, Duration::from_micros((chance >> 20) % 4_000));
        journal::verify(&place.file(), true).unwrap();
        let opened = open(&place);
        let closings = opened.journal.reader().closings(usize::MAX).unwrap();
        assert!(closings.iter().rev().map(|z| z.fact.number).eq(1..=closings.len() as u64), "no number is skipped");
        for seq in acked {
            assert!(closings.iter().any(|z| z.seq == seq), "round {round}: closing {seq} was acknowledged");
        }
        assert!(closings.len() > closed, "each round closes something");
        closed = closings.len();
        let mut fold = TakingsFold::default();
        opened.journal.reader().entries(1, usize::MAX).unwrap().iter().for_each(|entry| fold.apply(entry));
        partitions(opened.journal.reader(), &opened.book, &fold);
        opened.journal.close();
    }
}

/// Kills the child some time after its `count`th closing; answers the entries it acknowledged.
fn run_and_kill(folder: &std::path::Path, count: u64, after: Duration) -> Vec<u64> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "journal::takings::child_closes_until_killed", "--ignored", "--nocapture"])
        .env(CHILD, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let parse = |line: &str| line.rsplit_once("closed ").and_then(|(_, seq)| seq.parse::<u64>().ok());
    let mut acked = Vec::new();
    while acked.len() < usize::try_from(count).unwrap() {
        acked.extend(parse(&lines.next().expect("the child goes on").unwrap()));
    }
    // Not waiting for anything: choosing a moment inside the next transaction.
    let start = Instant::now();
    while start.elapsed() < after {
        std::hint::spin_loop();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    acked
}
