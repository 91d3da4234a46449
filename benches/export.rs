//! What a file for the accountant costs: 100,000 sales as a workbook, and as every other form. `cargo bench --bench export`.
//!
//! `… -- make DIR SALES` makes a book through the till's own core and journal, `… -- run DIR FORMAT` exports it and prints
//! seconds, processor seconds and the most memory held; without arguments both, each export in a process of its own.
//! `RINGUP_BENCH_DIR` names the folder; one in memory makes the book sooner.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use ringup::config::Config;
use ringup::domain::cart::{Kind, Line};
use ringup::domain::core::{Event, NewSale};
use ringup::domain::day::Period;
use ringup::domain::environment::Environment;
use ringup::domain::id::{ProductId, SaleId};
use ringup::domain::money::{Currency, Money};
use ringup::domain::time::{Stamp, Timestamp};
use ringup::journal::{Birth, Journal, JournalKey, Place, Reader};
use ringup::service::export::{Exporter, Format, Wanted, Watcher};

const SALES: u64 = 100_000;
const BEGIN: i64 = 1_767_225_600_000;
const FORMATS: [(&str, Format); 5] = [
    ("xlsx", Format::Xlsx),
    ("csv", Format::Csv),
    ("pdf", Format::Pdf),
    ("hledger", Format::Hledger),
    ("beancount", Format::Beancount),
];

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["make", folder, sales] => make(Path::new(folder), sales.parse().expect("SALES is a number")),
        ["run", folder, format] => run(Path::new(folder), format),
        _ => all(),
    }
}

fn all() {
    let folder = match std::env::var_os("RINGUP_BENCH_DIR") {
        Some(parent) => tempfile::tempdir_in(parent).unwrap(),
        None => tempfile::tempdir().unwrap(),
    };
    make(folder.path(), SALES);
    for (name, _) in FORMATS {
        let child = Command::new(std::env::current_exe().unwrap()).arg("run").arg(folder.path()).arg(name).status();
        assert!(child.unwrap().success());
    }
}

fn place(folder: &Path) -> Place {
    Place::new(folder.join("book"))
}

fn make(folder: &Path, sales: u64) {
    let began = Instant::now();
    let birth = Birth {
        shop: "Bench".to_owned(),
        currency: Currency::EUR,
        environment: "practice".to_owned(),
        terminal: "00".repeat(16),
        version: "0".to_owned(),
    };
    let journal = Journal::open(&place(folder), JournalKey::generate(), birth, stamp(0)).unwrap().journal;
    for n in 0..sales {
        let (cart, minor) = sale(n);
        let given = Money::from_minor(minor + 50, Currency::EUR).unwrap();
        journal.step_blocking(Event::Cash { sale: cart.id, cart: Some(cart), given }, stamp(n)).unwrap();
    }
    journal.close();
    println!("{sales} sales made in {:.1} s", began.elapsed().as_secs_f64());
}

/// Two lines of some products.
fn sale(n: u64) -> (NewSale, i64) {
    let line = |product: u64, quantity: u32| Line {
        sku: Some(ProductId(format!("P{product}"))),
        name: format!("Product {product}"),
        price: Money::from_minor(100 + i64::try_from(product).unwrap() * 7, Currency::EUR).unwrap(),
        quantity,
        note: String::new(),
        override_of: None,
        kind: Kind::Goods,
    };
    let lines = vec![line(n % 97, 1), line(n % 53, 2)];
    let minor = lines.iter().map(|line| line.total().unwrap().minor()).sum();
    let id = SaleId(uuid::Uuid::from_u128(u128::from(n) + 1));
    (NewSale { id, lines, reference: String::new(), operator: "Ada".to_owned() }, minor)
}

/// A sale every six minutes, day and night.
fn stamp(n: u64) -> Stamp {
    let ms = n * 360_000;
    Stamp { at: Timestamp(BEGIN + i64::try_from(ms).unwrap()), mono_ms: ms, boot: [7; 16], offset_min: 60 }
}

struct Patient;

impl Watcher for Patient {
    fn goes_on(&mut self, _: u64, _: u64) -> bool {
        true
    }
}

fn run(folder: &Path, name: &str) {
    let format = FORMATS.iter().find(|(known, _)| *known == name).expect("FORMAT is one of the five").1;
    let reader = Reader::open(&place(folder).file()).unwrap();
    let exporter = Exporter::new(reader, (Config::default(), Environment::Practice), None).unwrap();
    let out: PathBuf = folder.join(format!("books-{name}"));
    let period = Period::new("2025-12-31".parse().unwrap(), "2099-12-31".parse().unwrap()).unwrap();
    let began = Instant::now();
    let done = exporter.export(&Wanted { format, period, out }, &mut Patient).unwrap();
    let bytes: u64 = done.files.iter().map(|file| std::fs::metadata(file).unwrap().len()).sum();
    println!(
        "{name:10} {} sales: {:.2} s, {:.2} s of processor, {} MB held, {} MB written",
        done.totals.unwrap().sales.count,
        began.elapsed().as_secs_f64(),
        processor_seconds(),
        peak_mb(),
        bytes >> 20
    );
}

/// The most memory this process held, as the system counts it.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or_default() / 1024
}

/// What this process has computed so far, in hundredths of a second as the system counts it.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|text| text.parse::<f64>().ok()).unwrap_or_default();
    (ticks(11) + ticks(12)) / 100.0
}
