//! What one durable step costs, and what a million entries cost, against the least a disk can do: append 4 KiB and flush.
//!
//! Both are measured in turns in the same folder, so that a busy machine is busy for both. `cargo bench --bench journal`.
//! `RINGUP_BENCH_DIR` names the folder to measure in; the default is the temporary one, which must not be a memory disk.
#![allow(clippy::unwrap_used)]

#[path = "journal/big.rs"]
mod big;
#[path = "journal/seal.rs"]
mod seal;

use std::fs::File;
use std::io::Write as _;
use std::time::{Duration, Instant};

use ringup::domain::cart::Line;
use ringup::domain::core::{Charge, Event, NewSale};
use ringup::domain::id::{GatewayId, Guid, SaleId};
use ringup::domain::money::{Currency, Money};
use ringup::domain::payment::{NewPayment, Payment, State};
use ringup::domain::time::{Stamp, Timestamp};
use ringup::journal::{Journal, JournalKey, Opened, Place};
use seal::birth;
use uuid::Uuid;

const ROUNDS: usize = 2_000;
const WARM_UP: usize = 200;

fn main() {
    let folder = match std::env::var_os("RINGUP_BENCH_DIR") {
        Some(parent) => tempfile::tempdir_in(parent).unwrap(),
        None => tempfile::tempdir().unwrap(),
    };
    let mut floor = Floor::new(&folder.path().join("floor"));
    let mut till = Till::new(&Place::new(folder.path().join("book")));
    let (mut floors, mut ones, mut sales) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS + WARM_UP {
        let times = (floor.append(), till.one_entry(round), till.whole_charge());
        if round >= WARM_UP {
            floors.push(times.0);
            ones.push(times.1);
            sales.push(times.2);
        }
    }
    till.journal.close();
    let floor = show("append 4 KiB + fdatasync", &mut floors, None);
    let one = show("one entry (a status)", &mut ones, Some(floor));
    show("a charge (sale and intent)", &mut sales, Some(floor));
    let good = one.0.as_secs_f64() <= floor.0.as_secs_f64() * 1.5 && one.1.as_secs_f64() <= floor.1.as_secs_f64() * 3.0;
    println!(
        "goal: one entry at most 1.5 times the floor at p50 and 3 times at p99: {}",
        if good { "met" } else { "MISSED" }
    );
    big::run(folder.path());
}

/// Prints one line; gives p50 and p99.
fn show(name: &str, times: &mut [Duration], floor: Option<(Duration, Duration)>) -> (Duration, Duration) {
    times.sort();
    let (p50, p99) = (times[times.len() / 2], times[times.len() * 99 / 100]);
    let ratio = floor.map_or_else(String::new, |(low, high)| {
        format!(
            "  {:.2} x p50, {:.2} x p99",
            p50.as_secs_f64() / low.as_secs_f64(),
            p99.as_secs_f64() / high.as_secs_f64()
        )
    });
    println!("{name:28} p50 {:7.1} us  p99 {:7.1} us{ratio}", p50.as_secs_f64() * 1e6, p99.as_secs_f64() * 1e6);
    (p50, p99)
}

struct Floor(File);

impl Floor {
    fn new(path: &std::path::Path) -> Self {
        Self(File::create(path).unwrap())
    }

    fn append(&mut self) -> Duration {
        let start = Instant::now();
        self.0.write_all(&[0x5a; 4096]).unwrap();
        self.0.sync_data().unwrap();
        start.elapsed()
    }
}

struct Till {
    journal: Journal,
    asked: NewPayment,
    now_ms: i64,
}

impl Till {
    fn new(place: &Place) -> Self {
        let Opened { journal, .. } = Journal::open(place, JournalKey::generate(), birth(), stamp(0)).unwrap();
        let first = journal.step_blocking(charge(), stamp(0)).unwrap();
        let ringup::domain::core::Command::Create(asked) = &first.commands[0] else {
            panic!("a charge asks the gateway")
        };
        let asked = NewPayment::clone(asked);
        let mut till = Self { journal, asked, now_ms: 0 };
        till.step(Event::Answered { guid: till.asked.guid, payment: till.reads(0) });
        till
    }

    /// A reading with one more confirmation: one entry of some 250 bytes.
    fn one_entry(&mut self, round: usize) -> Duration {
        let payment = self.reads(u32::try_from(round + 1).unwrap());
        self.step(Event::Observed { guid: self.asked.guid, payment })
    }

    fn whole_charge(&mut self) -> Duration {
        self.step(charge())
    }

    fn step(&mut self, event: Event) -> Duration {
        self.now_ms += 1_000;
        let start = Instant::now();
        let committed = self.journal.step_blocking(event, stamp(self.now_ms)).unwrap();
        let took = start.elapsed();
        assert!(!committed.entries.is_empty(), "the step must write something");
        took
    }

    fn reads(&self, confirmations: u32) -> Box<Payment> {
        let state = if confirmations == 0 { State::Open } else { State::Seen };
        answer(&self.asked, state, confirmations)
    }
}

fn answer(asked: &NewPayment, state: State, confirmations: u32) -> Box<Payment> {
    seal::answer(asked, seal::status(state, confirmations), None)
}

fn charge() -> Event {
    let price = Money::from_minor(450, Currency::EUR).unwrap();
    let line = Line {
        sku: None,
        name: "Flat white".to_owned(),
        price,
        quantity: 1,
        note: String::new(),
        override_of: None,
        kind: Default::default(),
    };
    let sale =
        NewSale { id: SaleId(Uuid::now_v7()), lines: vec![line], reference: String::new(), operator: "Ada".to_owned() };
    let ask = ringup::domain::core::Ask {
        gateway: GatewayId::from("main"),
        guid: Guid(Uuid::new_v4()),
        coin: None,
        terms: ringup::domain::terms::Terms::default(),
        release_at: State::Accepted,
    };
    Event::Charge(Charge { sale, ask })
}

fn stamp(at_ms: i64) -> Stamp {
    Stamp { at: Timestamp(1_767_225_600_000 + at_ms), mono_ms: at_ms.unsigned_abs(), boot: [7; 16], offset_min: 60 }
}
