//! What takings of a day, a month and a year cost in a book of many sales. `cargo bench --bench takings`.
//!
//! The answers come from sums that are kept while entries are written. The bench rings up `RINGUP_BENCH_FOLDED` sales over five
//! years (100,000 unless given: 500 products, 8 operators, 3 gateways with 5 coins, cash), seals them into a book, and lets
//! `rebuild` fold every entry into its rows: the projection itself writes what is measured. Each sale has so many lines that
//! every product sells every day, so the sums have as many rows as ten million sales would leave; the bench checks that, since a
//! row does not grow with what is added to it. Only the list of moments has a row for each sale: it is filled up
//! to `RINGUP_BENCH_SALES`, 10,000,000 unless given, with copies of its own rows. `RINGUP_BENCH_DIR` names the folder.
#![allow(clippy::unwrap_used)]

#[path = "journal/seal.rs"]
mod seal;

use std::path::Path;
use std::time::{Duration, Instant};

use ringup::domain::book::Book;
use ringup::domain::cart::{Kind, Line};
use ringup::domain::core::{Ask, Charge, Event, NewSale};
use ringup::domain::day::{Day, Moment, Period};
use ringup::domain::id::{GatewayId, Guid, SaleId};
use ringup::domain::money::{Currency, Money};
use ringup::domain::payment::{NewPayment, Paid, State};
use ringup::domain::takings::By;
use ringup::domain::time::{Stamp, Timestamp};
use ringup::journal::{JournalKey, Place, Reader, rebuild};
use rusqlite::{Connection, params};
use seal::{Filling, answer, status};
use uuid::Uuid;

const DAYS: i64 = 5 * 365;
const PRODUCTS: i64 = 500;
const GATEWAYS: i64 = 3;
const COINS: i64 = 5;
const OPERATORS: i64 = 8;
/// 2021-01-01T08:00 at the till.
const BEGIN_MS: i64 = 1_609_484_400_000;
const DAY_MS: i64 = 86_400_000;
/// A day's sales come within so long.
const OPEN_MS: i64 = 14 * 3_600_000;
const ROUNDS: usize = 21;
const GOAL: Duration = Duration::from_millis(50);

fn main() {
    let folder = match std::env::var_os("RINGUP_BENCH_DIR") {
        Some(parent) => tempfile::tempdir_in(parent).unwrap(),
        None => tempfile::tempdir().unwrap(),
    };
    let asked = |name: &str, else_: i64| std::env::var(name).map_or(else_, |text| text.parse().unwrap());
    let (sales, folded) = (asked("RINGUP_BENCH_SALES", 10_000_000), asked("RINGUP_BENCH_FOLDED", 100_000));
    let per_day = (folded / DAYS).max(1);
    let place = Place::new(folder.path().join("book"));
    let start = Instant::now();
    ring_up(&place, per_day);
    println!("{} sales over {DAYS} days rung up and sealed in {:.1} s", per_day * DAYS, start.elapsed().as_secs_f64());
    let start = Instant::now();
    let rebuilt = rebuild(&place, Timestamp(BEGIN_MS + DAYS * DAY_MS)).unwrap();
    let took = start.elapsed().as_secs_f64();
    println!("{} sales, {} entries went through the fold in {took:.1} s", rebuilt.sales, rebuilt.entries);
    fill_up(&place.file(), sales, per_day * DAYS);
    if measured(&Reader::open(&place.file()).unwrap()) {
        println!("goal: at most 50 ms each: met");
    } else {
        println!("goal: at most 50 ms each: MISSED");
    }
}

fn measured(reader: &Reader) -> bool {
    let last = first().plus(i32::try_from(DAYS - 1).unwrap());
    let mut met = true;
    for (name, period) in [
        ("a day", Period::day(last.plus(-40))),
        ("a month", Period::month(last.plus(-40))),
        ("a year", Period::year(last.plus(-400))),
        ("any 500 days", Period::new(last.plus(-520), last.plus(-21)).unwrap()),
    ] {
        for by in By::ALL {
            let taken = measure(|| assert!(reader.takings(period, by).unwrap().whole.sales > 0));
            met &= taken <= GOAL;
            println!("{name:14} {:10} {:8.2} ms", by.word(), taken.as_secs_f64() * 1e3);
        }
    }
    let now = Moment { day: last, minute: 900 };
    let taken = measure(|| assert!(reader.compared(now).unwrap().sales > 0));
    println!("{:25} {:8.2} ms", "the weekday before", taken.as_secs_f64() * 1e3);
    met && taken <= GOAL
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

/// Rings up every day's sales, the oldest first, and seals their entries.
fn ring_up(place: &Place, per_day: i64) {
    let mut filling = Filling::begin(place, &JournalKey::generate(), stamp(BEGIN_MS - DAY_MS));
    let lines = (PRODUCTS + per_day - 1) / per_day;
    for day in 0..DAYS {
        for nth in 0..per_day {
            let number = day * per_day + nth;
            let at = BEGIN_MS + day * DAY_MS + nth * OPEN_MS / per_day;
            let sale = sale(number, lines);
            if number % (GATEWAYS + 1) == GATEWAYS {
                in_cash(&mut filling, sale, at);
            } else {
                by_gateway(&mut filling, sale, (number, day), at);
            }
        }
    }
    filling.end(place);
}

fn in_cash(filling: &mut Filling, sale: NewSale, at: i64) {
    let given = Money::from_minor(10_000_000, Currency::EUR).unwrap();
    take(filling, Event::Cash { sale: sale.id, cart: Some(sale), given }, at);
}

/// Charged, shown, paid in a coin; most of it is credited by now, some accepted alone, some of the last days seen.
fn by_gateway(filling: &mut Filling, sale: NewSale, (number, day): (i64, i64), at: i64) {
    let gateway = GatewayId(format!("gateway{}", number % GATEWAYS));
    let guid = Guid(Uuid::from_u128(u128::try_from(number).unwrap() << 8 | 2));
    let terms = ringup::domain::terms::Terms::default();
    let ask = Ask { gateway, guid, coin: None, terms, release_at: State::Seen };
    take(filling, Event::Charge(Charge { sale, ask }), at);
    let asked = asked(&filling.book, guid);
    take(filling, Event::Answered { guid, payment: answer(&asked, status(State::Open, 0), None) }, at + 2_000);
    let coin = format!("COIN{}", number % COINS);
    let paid = || Some(Paid { coin: coin.clone(), amount: None, display: String::new(), rate: None });
    let reached = match number % 10 {
        // A till watches such a payment until it is credited: none stays so for years.
        0 if day + 20 > DAYS => State::Seen,
        1 | 2 => State::Accepted,
        _ => State::Settled,
    };
    for state in [State::Seen, State::Accepted, State::Settled].into_iter().take_while(|state| *state <= reached) {
        take(filling, Event::Observed { guid, payment: answer(&asked, status(state, 6), paid()) }, at + 9_000);
    }
}

fn asked(book: &Book, guid: Guid) -> NewPayment {
    book.attempt(guid).unwrap().1.request.clone()
}

fn take(filling: &mut Filling, event: Event, at: i64) {
    for fact in filling.plan(event) {
        filling.write(&fact, stamp(at));
    }
}

fn sale(number: i64, lines: i64) -> NewSale {
    let line = |nth: i64| {
        let product = (number * lines + nth) % PRODUCTS;
        Line {
            sku: Some(format!("SKU-{product:03}").as_str().into()),
            name: format!("Product {product:03}"),
            price: Money::from_minor(250 + product, Currency::EUR).unwrap(),
            quantity: 1,
            note: String::new(),
            override_of: None,
            kind: Kind::Goods,
        }
    };
    NewSale {
        id: SaleId(Uuid::from_u128(u128::try_from(number).unwrap() << 8 | 1)),
        lines: (0..lines).map(line).collect(),
        reference: String::new(),
        operator: format!("Operator {}", number % OPERATORS),
    }
}

fn stamp(at_ms: i64) -> Stamp {
    let mono_ms = (at_ms - BEGIN_MS + DAY_MS).unsigned_abs();
    Stamp { at: Timestamp(at_ms), mono_ms, boot: [7; 16], offset_min: 60 }
}

/// Checks that the sums are all there, and gives the list of moments a row for each of `sales`.
fn fill_up(file: &Path, sales: i64, folded: i64) {
    let conn = Connection::open(file).unwrap();
    let rows = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    let products = rows("SELECT count(*) FROM takings WHERE part = 5 AND span > 20000000");
    assert_eq!(products, PRODUCTS * DAYS, "every product sells every day, as with many more sales");
    let hours = rows("SELECT count(*) FROM takings WHERE part = 1 AND span > 20000000");
    println!("{} rows of sums, {hours} of hours", rows("SELECT count(*) FROM takings"));
    let copies = sales / folded.max(1);
    conn.execute_batch("PRAGMA synchronous = OFF; BEGIN").unwrap();
    let sql = "INSERT INTO taking SELECT number + ?1 * ?2, day, minute, minor FROM taking WHERE number <= ?2";
    for copy in 1..copies {
        conn.execute(sql, params![copy, folded]).unwrap();
    }
    conn.execute_batch("COMMIT").unwrap();
    println!("{} moments of sales, {folded} of them from the fold", rows("SELECT count(*) FROM taking"));
}
