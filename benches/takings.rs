//! What takings of a day, a month and a year cost in a book of many sales. `cargo bench --bench takings`.
//!
//! The answers come from sums that are kept while entries are written, so the bench fills just those rows as that many
//! sales over five years leave them: 500 products, 8 operators, 5 coins, 3 tenders. `RINGUP_BENCH_SALES` names the number
//! of sales, 10,000,000 unless given; `RINGUP_BENCH_DIR` the folder.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::time::{Duration, Instant};

use ringup::domain::day::{Day, Moment, Period};
use ringup::domain::money::Currency;
use ringup::domain::takings::By;
use ringup::domain::time::{Stamp, Timestamp};
use ringup::journal::{Birth, Journal, JournalKey, Place, Reader};
use rusqlite::{Connection, params};

const DAYS: i32 = 5 * 365;
const ROUNDS: usize = 21;
const GOAL: Duration = Duration::from_millis(50);

fn main() {
    let folder = match std::env::var_os("RINGUP_BENCH_DIR") {
        Some(parent) => tempfile::tempdir_in(parent).unwrap(),
        None => tempfile::tempdir().unwrap(),
    };
    let sales: u64 = std::env::var("RINGUP_BENCH_SALES").map_or(10_000_000, |text| text.parse().unwrap());
    let place = Place::new(folder.path().join("book"));
    let birth = Birth {
        shop: "Bench".to_owned(),
        currency: Currency::EUR,
        environment: "practice".to_owned(),
        terminal: "00".repeat(16),
        version: "0".to_owned(),
    };
    let stamp = Stamp { at: Timestamp(1_767_225_600_000), mono_ms: 0, boot: [7; 16], offset_min: 60 };
    Journal::open(&place, JournalKey::generate(), birth, stamp).unwrap().journal.close();
    let start = Instant::now();
    fill(&place.file(), sales);
    println!("{sales} sales over {DAYS} days filled in {:.1} s", start.elapsed().as_secs_f64());
    let reader = Reader::open(&place.file()).unwrap();
    let last = first().plus(DAYS - 1);
    let mut met = true;
    for (name, period) in [
        ("a day", Period::day(last.plus(-40))),
        ("a month", Period::month(last.plus(-40))),
        ("a year", Period::year(last.plus(-400))),
        ("any 500 days", Period::new(last.plus(-520), last.plus(-21)).unwrap()),
    ] {
        for by in By::ALL {
            let taken = measure(|| drop(reader.takings(period, by).unwrap()));
            met &= taken <= GOAL;
            println!("{name:14} {:10} {:8.2} ms", by.word(), taken.as_secs_f64() * 1e3);
        }
    }
    let now = Moment { day: last, minute: 900 };
    let taken = measure(|| assert!(reader.compared(now).unwrap().sales > 0));
    met &= taken <= GOAL;
    println!("{:25} {:8.2} ms", "the weekday before", taken.as_secs_f64() * 1e3);
    println!("goal: at most 50 ms each: {}", if met { "met" } else { "MISSED" });
}

/// The median of some rounds.
fn measure(ask: impl Fn()) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            ask();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[ROUNDS / 2]
}

fn first() -> Day {
    Day::new(2021, 1, 1).unwrap()
}

fn fill(file: &Path, sales: u64) {
    let mut conn = Connection::open(file).unwrap();
    let tx = conn.transaction().unwrap();
    let per_day = i64::try_from(sales).unwrap() / i64::from(DAYS);
    let keys = |count: i64, name: &str| (0..count).map(|n| format!("{name}{n:03}")).collect::<Vec<_>>();
    let parts = [
        (0, vec![String::new()]),
        (1, (8..22).map(|hour| format!("{hour:02}")).collect()),
        (2, keys(3, "gateway:")),
        (3, keys(5, "COIN")),
        (4, keys(8, "Operator ")),
        (5, keys(500, "SKU-")),
        (6, vec![String::new()]),
    ];
    {
        let mut row = tx
            .prepare(
                "INSERT INTO takings VALUES (?1, ?2, ?3, '', ?4, ?5, ?4, 0, ?5, 0, 0, 0, 0) \
                 ON CONFLICT DO UPDATE SET sales = sales + excluded.sales, taken = taken + excluded.taken",
            )
            .unwrap();
        let mut one = tx.prepare("INSERT INTO taking(number, day, minute, minor) VALUES (?1, ?2, ?3, ?4)").unwrap();
        let mut number = 0;
        for day in (0..DAYS).map(|day| first().plus(day)) {
            for (part, keys) in &parts {
                let share = (per_day / i64::try_from(keys.len()).unwrap()).max(1);
                for key in keys {
                    for span in [day.number(), day.month_number()] {
                        row.execute(params![part, span, key, share, share * 450]).unwrap();
                    }
                }
            }
            for sale in 0..per_day {
                number += 1;
                one.execute(params![number, day.number(), 480 + sale * 840 / per_day, 450]).unwrap();
            }
        }
    }
    tx.commit().unwrap();
}
