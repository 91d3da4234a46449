//! A book of a million entries: checking it, opening it, filling its projections, writing the next entry.
//!
//! `RINGUP_BENCH_ENTRIES` names another size.

use std::path::Path;
use std::time::{Duration, Instant};

use ringup::domain::core::Event;
use ringup::domain::payment::State;
use ringup::journal::{Journal, JournalKey, Opened, Place, rebuild, verify};
use rusqlite::Connection;
use sha2::{Digest as _, Sha256};

use super::seal::{Filling, birth};
use super::{answer, charge, stamp};

const ENTRIES: u64 = 1_000_000;
const SMALL: u64 = 1_000;
const APPENDS: usize = 400;

/// Measures everything and says which budgets are met.
pub(crate) fn run(folder: &Path) {
    let entries = std::env::var("RINGUP_BENCH_ENTRIES").ok().and_then(|asked| asked.parse().ok()).unwrap_or(ENTRIES);
    let key = JournalKey::generate();
    let (small, big) = (Place::new(folder.join("small")), Place::new(folder.join("big")));
    make(&small, &key, SMALL);
    let start = Instant::now();
    make(&big, &key, entries);
    println!("made {entries} entries in {:.1} s", start.elapsed().as_secs_f64());

    let start = Instant::now();
    rebuild(&small, stamp(0).at).unwrap();
    let rebuilt = rebuild(&big, stamp(0).at).unwrap();
    say("rebuild the projections", start.elapsed(), entries, Some(30.0));
    assert_eq!(rebuilt.entries, entries);

    let floor = hash_floor(&big);
    for (name, deep) in [("check the chain", false), ("check the chain again", false)] {
        let start = Instant::now();
        assert_eq!(verify(&big.file(), deep).unwrap().entries, entries);
        let took = start.elapsed();
        let per_second = entries as f64 / took.as_secs_f64();
        let goal = if per_second >= 1e6 { "met" } else { "MISSED" };
        let ratio = took.as_secs_f64() / floor.as_secs_f64();
        println!(
            "{name:28} {:.2} s, {per_second:.0} entries/s, {ratio:.2} x reading and hashing: {goal}",
            took.as_secs_f64()
        );
    }
    let copy = || JournalKey::from_hex(&key.to_hex()).unwrap();
    let start = Instant::now();
    let opened = Journal::open(&big, copy(), birth(), stamp(0)).unwrap();
    say("open to ready", start.elapsed(), entries, Some(2.0));
    let little = Journal::open(&small, copy(), birth(), stamp(0)).unwrap();
    appends(opened, little);
}

fn say(name: &str, took: Duration, entries: u64, budget_s: Option<f64>) {
    let goal = budget_s.map_or("", |budget| if took.as_secs_f64() <= budget { ": met" } else { ": MISSED" });
    println!("{name:28} {:.2} s for {entries} entries{goal}", took.as_secs_f64());
}

/// The least a check can do: read every row in one thread and hash its payload.
fn hash_floor(place: &Place) -> Duration {
    let conn = Connection::open(place.file()).unwrap();
    let start = Instant::now();
    let mut statement = conn.prepare("SELECT payload, hash FROM journal ORDER BY seq").unwrap();
    let mut rows = statement.query([]).unwrap();
    let mut last = [0; 32];
    while let Some(row) = rows.next().unwrap() {
        last = Sha256::digest(row.get_ref(0).unwrap().as_blob().unwrap()).into();
    }
    let took = start.elapsed();
    println!("{:28} {:.2} s (last {})", "read and hash, one thread", took.as_secs_f64(), hex::encode(&last[..4]));
    took
}

/// The same step on both books in turns.
fn appends(big: Opened, small: Opened) {
    let mut times = [Vec::new(), Vec::new()];
    for round in 0..APPENDS {
        for (times, opened) in times.iter_mut().zip([&big, &small]) {
            let at = stamp(1_000_000_000 + i64::try_from(round).unwrap() * 1_000);
            let start = Instant::now();
            opened.journal.step_blocking(charge(), at).unwrap();
            times.push(start.elapsed());
        }
    }
    let [big_ms, small_ms] = times.map(|mut times| {
        times.sort();
        times[times.len() / 2].as_secs_f64() * 1e3
    });
    let ratio = big_ms / small_ms;
    let goal = if ratio <= 1.2 { "met" } else { "MISSED" };
    println!("append, against a small book {ratio:.2} x ({big_ms:.2} ms, {small_ms:.2} ms): {goal}");
    big.journal.close();
    small.journal.close();
}

/// Fills a book with paid sales until it has so many entries.
fn make(place: &Place, key: &JournalKey, entries: u64) {
    let mut filling = Filling::begin(place, key, stamp(0));
    while filling.book.head().seq < entries {
        write(&mut filling, charge(), entries);
        let asked = filling.book.sales().next().unwrap().current().unwrap().request.clone();
        let guid = asked.guid;
        write(&mut filling, Event::Answered { guid, payment: answer(&asked, State::Open, 0) }, entries);
        write(&mut filling, Event::Observed { guid, payment: answer(&asked, State::Settled, 6) }, entries);
    }
    filling.end(place);
}

fn write(filling: &mut Filling, event: Event, entries: u64) {
    if filling.book.head().seq == entries {
        return;
    }
    for fact in filling.plan(event) {
        let seq = filling.book.head().seq;
        if seq == entries {
            return;
        }
        filling.write(&fact, stamp(i64::try_from(seq).unwrap() * 100));
    }
}
