//! Sales × ledger from CSV files to classes, and one day against a long history.
//!
//! `cargo bench --bench reconcile -- make DIR ROWS` writes the two files; `… -- run DIR` compares them and prints counts, seconds
//! and the most memory held; `… -- day ROWS` judges one day of a history. `peer.py` beside this file does the same as
//! `run` with DuckDB on two threads: run both on the same files and compare the counts before the seconds.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::Instant;

use ringup::reconcile::amount::Amount;
use ringup::reconcile::class::Class;
use ringup::reconcile::engine::{Progress, Terms, Views, run};
use ringup::reconcile::history::History;
use ringup::reconcile::import::source::Source;
use ringup::reconcile::import::{ledger, sales};
use ringup::reconcile::key::Key;
use ringup::reconcile::parts::Parts;
use ringup::reconcile::row::{LedgerRow, SaleRow, SaleState, Unit};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["make", folder, rows] => make(Path::new(folder), rows.parse().expect("ROWS is a number")),
        ["run", folder] => compare(Path::new(folder)),
        ["day", rows] => day(rows.parse().expect("ROWS is a number")),
        _ => {
            let folder = std::env::temp_dir().join("ringup-bench-reconcile");
            make(&folder, 100_000);
            compare(&folder);
            day(1_000_000);
        }
    }
}

/// Repeatable names of 22 signs that look like a gateway's.
fn name(seed: u64) -> String {
    const SIGNS: &[u8] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x1234_5678_9abc_def0;
    let mut sign = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(SIGNS[(state >> 33) as usize % SIGNS.len()])
    };
    (0..22).map(|_| sign()).collect()
}

/// One in ten thousand each is missing, unknown, doubled or of another amount.
fn make(folder: &Path, rows: u64) {
    std::fs::create_dir_all(folder).expect("the folder can be made");
    let open = |file: &str| BufWriter::new(File::create(folder.join(file)).expect("the file can be made"));
    let (mut sold, mut booked) = (open("sales.csv"), open("ledger.csv"));
    writeln!(sold, "sale,order_id,invoice,amount,currency,at,state").expect("the disk takes it");
    writeln!(booked, "id,code,amount,currency,timestamp,invoiceId,description").expect("the disk takes it");
    for at in 0..rows {
        let (invoice, cents) = (name(at), 100 + at.wrapping_mul(7919) % 20_000);
        let (whole, part) = (cents / 100, cents % 100);
        let (hour, minute) = (8 + at % 12, at / 12 % 60);
        let time = format!("2026-11-{:02}T{hour:02}:{minute:02}:07.000Z", 1 + at % 20);
        writeln!(sold, "{at},{at}-1-abcdef,{invoice},{whole}.{part:02},EUR,{time},accepted")
            .expect("the disk takes it");
        let (id, other) = (name(at + (1 << 40)), name(at + (2 << 40)));
        let off = u64::from(at % 10_000 == 77);
        let line = format!("1000,{whole}.{:02},EUR,{time},{invoice},{at}-1-abcdef", (part + off) % 100);
        match at % 10_000 {
            11 => {}
            33 => {
                let again = name(at + (3 << 40));
                writeln!(booked, "{id},{line}\n{again},{line}").expect("the disk takes it");
            }
            55 => {
                writeln!(booked, "{id},{line}\n{other},1000,5.00,EUR,{time},{other},none").expect("the disk takes it");
            }
            _ => writeln!(booked, "{id},{line}").expect("the disk takes it"),
        }
    }
    // To the disk now, so that writing back does not disturb what is timed.
    for file in [sold, booked] {
        file.into_inner().expect("the disk takes it").sync_all().expect("the disk takes it");
    }
}

struct OnDisk(File);

impl Source for OnDisk {
    fn len(&self) -> u64 {
        self.0.metadata().map_or(0, |meta| meta.len())
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> std::io::Result<usize> {
        self.0.read_at(buffer, offset)
    }
}

fn compare(folder: &Path) {
    let open = |file: &str| OnDisk(File::open(folder.join(file)).expect("the files were made"));
    let (sold, booked) = (open("sales.csv"), open("ledger.csv"));
    let began = Instant::now();
    let progress = Progress::default();
    let mut views = Views::new(Views::bits_for(sold.len() / 90));
    let bits = views.sales.bits();
    views.sales = sales::csv(&sold, bits, &progress).expect("the file is good");
    let sales_read = began.elapsed();
    views.ledger = Some(ledger::csv(&booked, bits, &progress).expect("the file is good"));
    let read = began.elapsed();
    let terms = Terms { now: 1_800_000_000_000, ..Terms::default() };
    let report = run(&views, &terms, &progress).expect("nobody stops it");
    let seconds = began.elapsed();
    let count = |class: Class| report.by_class().get(&class).copied().unwrap_or_default();
    println!(
        "counts matched={} missing={} unknown={} amount={} doubled={}",
        report.counts.matched,
        count(Class::D04),
        count(Class::D05),
        count(Class::D06),
        count(Class::D15)
    );
    println!(
        "seconds {:.3} (sales {:.3}, ledger {:.3})",
        seconds.as_secs_f64(),
        sales_read.as_secs_f64(),
        (read - sales_read).as_secs_f64()
    );
    println!("peak_mb {}", peak_mb());
}

/// The most memory this process held, as the system counts it.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kb = line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
    kb.unwrap_or_default() / 1024
}

fn day(rows: u64) {
    let eur = Unit::of(b"EUR").expect("EUR is a currency");
    let terms = Terms { now: 4_000_000_000_000, days: Some((20_000, 20_000)), ..Terms::default() };
    // Half of the rows are sales, half are lines; a day has 1,500 of each.
    let mut views = Views::new(Views::bits_for(rows / 2));
    views.ledger = Some(Parts::new(views.sales.bits()));
    for at in 0..rows / 2 {
        let moment = (20_000 - (at / 1_500) as i64) * 86_400_000 + (at % 1_500) as i64 * 50_000;
        let (invoice, order) = (Key::of(name(at).as_bytes()), Key::of(at.to_string().as_bytes()));
        let amount = Amount::from_scaled(i128::from(100 + at % 20_000), 100).expect("it is small");
        let row = at as u32;
        let sale = SaleRow {
            invoice,
            order,
            amount,
            unit: eur,
            at: moment,
            cart: order.short(),
            row,
            attempt: 1,
            state: SaleState::Accepted,
            ..SaleRow::default()
        };
        views.sale(sale);
        if at % 100 != 7 {
            views.line(LedgerRow {
                invoice,
                anchor: order,
                amount,
                id: at + 1,
                unit: eur,
                at: moment,
                row,
                code: 1000,
                ..LedgerRow::default()
            });
        }
    }
    let history = History::new(views, &terms.limits);
    let mut times: Vec<u128> = Vec::new();
    for _ in 0..5 {
        let began = Instant::now();
        let report = history.run(&terms, &Progress::default()).expect("nobody stops it");
        times.push(began.elapsed().as_micros());
        assert_eq!((report.counts.sales, report.findings.len()), (1_500, 15));
    }
    times.sort_unstable();
    println!("day of {rows} rows: median {} µs, least {} µs", times[2], times[0]);
}
