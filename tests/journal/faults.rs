//! Every write, truncation and flush fails once: what was acknowledged is there, what was not is whole or absent.

use std::process::Command;
use std::time::{Duration, Instant};

use ringup::domain::core::{Charge, Event};
use ringup::domain::payment::State;
use ringup::journal::{Journal, Place, StepError, StoreError, verify};

use super::vfs::{self, Fault};
use super::world::{Shop, birth, key, memory, open, stamp};

/// Which fault a child meets, at which calls, or a slow disk.
const CHILD: &str = "RINGUP_TEST_DISK_CHILD";

fn child(name: &str) {
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "journal::faults::child_meets_a_disk_that_fails", "--ignored", "--nocapture"])
        .env(CHILD, name)
        .env("RUST_BACKTRACE", "0")
        .output()
        .unwrap();
    let said = [status.stdout, status.stderr].concat();
    assert!(status.status.success(), "{name}: {}", String::from_utf8_lossy(&said));
}

#[test]
#[ignore = "runs as the child of f16: its disk fails for the whole process"]
fn child_meets_a_disk_that_fails() {
    let name = std::env::var(CHILD).expect("only its parent starts it");
    vfs::register();
    match name.as_str() {
        "eio" => to_the_end(Fault::Eio),
        "dead" => to_the_end(Fault::Dead),
        "full" => to_the_end(Fault::Full),
        "short" => to_the_end(Fault::Short),
        "read-only" => to_the_end(Fault::ReadOnly),
        "power" => to_the_end(Fault::PowerCut),
        "slow" => slow(),
        other => panic!("{other}"),
    }
}

/// The fault at the first call, the second, and so on until the story ends before it comes.
fn to_the_end(fault: Fault) {
    let stride = if std::env::var("RINGUP_FAULTS").is_ok_and(|asked| asked == "whole") { 1 } else { 3 };
    let mut nth = 1;
    while met(fault, nth) {
        nth += stride;
    }
    println!("{fault:?} at every {stride}. of {nth} calls");
    assert!(nth > 25, "{fault:?} came {nth} times only");
}

/// One story with the fault at one call; whether it came.
fn met(fault: Fault, nth: u64) -> bool {
    let folder = memory();
    let place = Place::new(folder.path().join("book"));
    let mut shop = Shop::over(place.clone());
    shop.paid(100);
    let mut acked = shop.journal.reader().entries(1, 99).unwrap();
    vfs::arm(fault, nth);
    let mut stopped = false;
    for event in story(&mut shop) {
        match event(&mut shop) {
            Ok(committed) => {
                assert!(!stopped, "{fault:?} {nth}: the writer stopped and went on");
                acked.extend(committed.entries.iter().map(|entry| (**entry).clone()));
            }
            Err(StepError::Store(error)) => stopped |= error.stops(),
            // What the step before it should have written is not there.
            Err(StepError::Refused(_)) => {}
        }
    }
    shop.journal.tidy();
    let fired = vfs::fired();
    if fired && !matches!(fault, Fault::Full) {
        let more = shop.journal.step_blocking(Event::Stopped, stamp(98_000));
        assert_eq!(
            more.map(drop),
            Err(StepError::Store(StoreError::Stopped)),
            "{fault:?} {nth}: no retry, no going on"
        );
    }
    shop.journal.close();
    vfs::repair(nth);
    let again = Journal::open(&place, key(), birth(), stamp(99_000)).unwrap_or_else(|e| panic!("{fault:?} {nth}: {e}"));
    let stored = again.journal.reader().entries(1, 99).unwrap();
    assert!(stored.len() >= acked.len(), "{fault:?} {nth}: {} of {} acknowledged", stored.len(), acked.len());
    assert_eq!(stored[..acked.len()], acked, "{fault:?} {nth}");
    for sale in again.book.sales() {
        let accepted = sale.attempts.iter().any(ringup::domain::sale::Attempt::may_release);
        assert_eq!(accepted || !sale.attempts.is_empty() && sale.end.is_some(), sale.completed().is_some());
    }
    again.journal.close();
    verify(&place.file(), true).unwrap();
    fired
}

type Told = Box<dyn FnOnce(&mut Shop) -> Result<ringup::journal::Committed, StepError>>;

/// Two sales through the gateway, with tidying between them: sale and intent, invoice, acceptance and receipt.
fn story(_shop: &mut Shop) -> Vec<Told> {
    let charge = |shop: &mut Shop| {
        let (sale, ask) = (shop.new_sale(700), shop.ask());
        shop.step(Event::Charge(Charge { sale, ask }))
    };
    let reading = |state: State| {
        move |shop: &mut Shop| {
            let Some(guid) = shop.pick(0).map(|attempt| attempt.guid()) else {
                return Err(StepError::Store(StoreError::Stopped));
            };
            let payment = shop.reads(guid, state);
            match state {
                State::Open => shop.step(Event::Answered { guid, payment }),
                _ => shop.step(Event::Observed { guid, payment }),
            }
        }
    };
    vec![
        Box::new(charge),
        Box::new(reading(State::Open)),
        Box::new(move |shop| {
            shop.journal.tidy();
            reading(State::Accepted)(shop)
        }),
        Box::new(|shop| shop.step(Event::Stopped)),
    ]
}

/// Flushes of 200 ms: steps wait, and nobody else does.
fn slow() {
    let shop = Shop::new();
    vfs::arm(Fault::Slow(200), 1);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let journal = shop.journal.clone();
        let writing = tokio::spawn(async move {
            for at in 0..5 {
                journal.step(Event::Stopped, stamp(at)).await.unwrap();
            }
        });
        let (start, mut last, mut longest) = (Instant::now(), Instant::now(), Duration::ZERO);
        while !writing.is_finished() {
            tokio::time::sleep(Duration::from_millis(5)).await;
            longest = longest.max(last.elapsed());
            last = Instant::now();
        }
        writing.await.unwrap();
        println!("5 flushes of 200 ms each: the asking thread stood still for {longest:?} at most");
        assert!(start.elapsed() >= Duration::from_millis(1_000), "the flushes were slow: {:?}", start.elapsed());
        assert!(longest < Duration::from_millis(100), "the asking thread stood still for {longest:?}");
    });
    vfs::repair(0);
    let (place, _, _folder) = shop.close();
    open(&place).journal.close();
}

#[test]
fn f16_a_failed_call_loses_nothing_that_was_acknowledged() {
    child("eio");
    child("dead");
}

#[test]
fn f17_no_room_at_any_write_loses_nothing_and_selling_goes_on() {
    child("full");
}

#[test]
fn f14_a_short_write_is_no_entry() {
    child("short");
}

#[test]
fn f19_a_disk_that_becomes_read_only_stops_the_writer() {
    child("read-only");
}

#[test]
fn f13_a_power_cut_at_any_call_leaves_what_was_acknowledged() {
    child("power");
}

#[test]
fn f53_a_slow_disk_never_holds_the_asking_thread() {
    child("slow");
}
