//! What a crash leaves: kill -9 at any moment, a log cut at any byte.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use ringup::domain::book::Book;
use ringup::domain::core::{Charge, Event};
use ringup::domain::payment::State;
use ringup::journal::{Committed, Journal, Place, verify};

use super::world::{Chance, Shop, birth, key, memory, open, stamp};

const CHILD: &str = "RINGUP_TEST_JOURNAL_CHILD";
/// How often the child is killed; `RINGUP_KILLS=2000` for the long run.
const ROUNDS: u64 = 100;

fn rounds(usual: u64) -> u64 {
    std::env::var("RINGUP_KILLS").ok().and_then(|asked| asked.parse().ok()).unwrap_or(usual)
}

/// The victim: sells without end and says each entry's number and hash once it is acknowledged.
#[test]
#[ignore = "runs as the child of f07, to be killed"]
fn child_sells_until_killed() {
    let Ok(folder) = std::env::var(CHILD) else { panic!("only its parent starts it") };
    let mut shop = Shop::over(Place::new(folder));
    loop {
        let (sale, ask) = (shop.new_sale(700), shop.ask());
        let guid = ask.guid;
        say(&shop.step(Event::Charge(Charge { sale, ask })).unwrap());
        let answer = shop.reads(guid, State::Open);
        say(&shop.step(Event::Answered { guid, payment: answer }).unwrap());
        let answer = shop.reads(guid, State::Accepted);
        say(&shop.step(Event::Observed { guid, payment: answer }).unwrap());
    }
}

fn say(committed: &Committed) {
    let mut out = std::io::stdout().lock();
    for entry in &committed.entries {
        writeln!(out, "acked {} {}", entry.seq, entry.hash).unwrap();
    }
    out.flush().unwrap();
}

fn child(folder: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "journal::crash::child_sells_until_killed", "--ignored", "--nocapture"])
        .env(CHILD, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn f07_till_60_what_was_acknowledged_survives_kill_9() {
    let mut folder = memory();
    let mut place = Place::new(folder.path());
    let mut chance = 0x9e37_79b9_7f4a_7c15_u64;
    let (mut seen, mut said) = (0, 0);
    for round in 0..rounds(ROUNDS) {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        if round % 10 == 9 {
            // A new book now and then, so that checking the old one does not become the test.
            folder = memory();
            place = Place::new(folder.path());
            seen = 0;
        }
        let acked = run_and_kill(folder.path(), 1 + (chance >> 40) % 40, Duration::from_micros((chance >> 20) % 3_000));
        said += acked.len();
        // All signatures now and then; the chain every time.
        let verdict = verify(&place.file(), round % 16 == 0).unwrap();
        let opened = open(&place);
        let stored = opened.journal.reader().entries(1, usize::MAX).unwrap();
        assert_eq!(u64::try_from(stored.len()).unwrap(), verdict.entries);
        for (seq, hash) in &acked {
            let entry = &stored[usize::try_from(seq - 1).unwrap()];
            assert_eq!((entry.seq, entry.hash.to_string()), (*seq, hash.clone()), "round {round}");
        }
        whole_sales(&opened.book);
        assert!(verdict.entries > seen, "each round adds something");
        seen = verdict.entries;
        opened.journal.close();
    }
    verify(&place.file(), true).unwrap();
    println!("{} kills, {said} entries acknowledged, 0 lost", rounds(ROUNDS));
}

/// Kills the child some time after its `count`th acknowledgement; every line it still got out counts as acknowledged.
fn run_and_kill(folder: &Path, count: u64, after: Duration) -> Vec<(u64, String)> {
    let mut child = child(folder);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
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
    // The last line may be cut; only one that ends well was said.
    acked.extend(lines.map_while(Result::ok).filter_map(|line| parse(&line)));
    acked
}

fn parse(line: &str) -> Option<(u64, String)> {
    let (seq, hash) = line.rsplit_once("acked ")?.1.split_once(' ')?;
    (hash.len() == 64).then(|| (seq.parse().unwrap(), hash.to_owned()))
}

/// F07: acceptance and receipt are one transaction, so no sale is ever accepted without its receipt.
fn whole_sales(book: &Book) {
    for sale in book.sales() {
        let accepted = sale.attempts.iter().any(ringup::domain::sale::Attempt::may_release);
        assert_eq!(accepted, sale.completed().is_some(), "sale {}", sale.number);
    }
}

#[test]
fn f13_f14_a_log_cut_or_spoilt_anywhere_leaves_a_prefix() {
    let mut shop = Shop::new();
    let log = shop.file().with_extension("db-wal");
    // After each acknowledgement: how long the log is then, and the head.
    let mut acks = Vec::new();
    for minor in 1..12 {
        shop.paid(minor * 100);
        acks.push((std::fs::metadata(&log).unwrap().len(), shop.book.head()));
    }
    let (base, whole) = (std::fs::read(shop.file()).unwrap(), std::fs::read(&log).unwrap());
    let entries = shop.journal.reader().entries(1, usize::MAX).unwrap();
    let mut prefixes = std::collections::BTreeSet::new();
    let mut check = |bytes: &[u8], intact: u64| {
        let folder = memory();
        let place = Place::new(folder.path());
        std::fs::create_dir_all(place.folder()).unwrap();
        std::fs::write(place.file(), &base).unwrap();
        std::fs::write(place.file().with_extension("db-wal"), bytes).unwrap();
        let opened = Journal::open(&place, key(), birth(), stamp(0)).unwrap();
        let head = opened.book.head();
        assert_eq!(head.hash, entries[usize::try_from(head.seq - 1).unwrap()].hash, "a prefix, nothing else");
        let acked = acks.iter().rev().find(|(length, _)| *length <= intact).map_or(1, |(_, head)| head.seq);
        assert!(head.seq >= acked, "{} of {acked} acknowledged, {intact} bytes intact", head.seq);
        opened.journal.close();
        assert_eq!(verify(&place.file(), true).unwrap().head, head);
        prefixes.insert(head.seq);
    };
    // Every 64 bytes with RINGUP_WAL=whole; else some sixty places.
    let everywhere = std::env::var("RINGUP_WAL").is_ok_and(|asked| asked == "whole");
    let step = if everywhere { 64 } else { (whole.len() / 60).max(1) };
    let mut images = 0;
    for (name, at) in (0..=whole.len()).step_by(step).enumerate() {
        let length = if everywhere { at } else { (at + at % 17).min(whole.len()) };
        check(&whole[..length], u64::try_from(length).unwrap());
        let mut spoilt = whole.clone();
        if let Some(byte) = spoilt.get_mut(length) {
            *byte ^= 1 << (name % 8);
        }
        check(&spoilt, u64::try_from(length).unwrap());
        let sector = length / 512 * 512;
        let mut zeroed = whole.clone();
        zeroed[sector..(sector + 512).min(whole.len())].fill(0);
        check(&zeroed, u64::try_from(sector).unwrap());
        images += 3;
    }
    assert!(prefixes.len() > 10, "the cuts fell between different transactions: {prefixes:?}");
    println!("{images} images, 0 losses");
}

/// Copies, or rebuilds, without end; to be killed.
#[test]
#[ignore = "runs as the child of f10 and f11, to be killed"]
fn child_keeps_until_killed() {
    let Ok(folder) = std::env::var(CHILD) else { panic!("only its parent starts it") };
    let place = Place::new(folder);
    let copies = std::env::var("RINGUP_TEST_JOURNAL_COPIES").is_ok();
    for turn in 0.. {
        let mut out = std::io::stdout().lock();
        writeln!(out, "turn {turn}").unwrap();
        out.flush().unwrap();
        if copies {
            ringup::journal::backup_among(&place, &birth(), stamp(turn * 1_000).at).unwrap();
        } else {
            ringup::journal::rebuild(&place, stamp(0).at).unwrap();
        }
    }
}

/// Starts the child and kills it somewhere in its second turn or later.
fn kill_while_keeping(place: &Place, copies: bool, chance: &mut Chance) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "journal::crash::child_keeps_until_killed", "--ignored", "--nocapture"]);
    command.env(CHILD, place.folder()).stdout(Stdio::piped()).stderr(Stdio::null());
    if copies {
        command.env("RINGUP_TEST_JOURNAL_COPIES", "1");
    }
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    while !lines.next().expect("the child goes on").unwrap().contains("turn 1") {}
    let (start, after) = (Instant::now(), Duration::from_micros(chance.below(20_000)));
    while start.elapsed() < after {
        std::hint::spin_loop();
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn f10_killed_while_rebuilding_the_journal_is_untouched() {
    let mut shop = Shop::new();
    for minor in 1..40 {
        shop.paid(minor * 10);
    }
    let (place, book, _folder) = shop.close();
    let mut chance = Chance(10);
    for _ in 0..rounds(10).min(500) {
        kill_while_keeping(&place, false, &mut chance);
        assert_eq!(verify(&place.file(), true).unwrap().head, book.head());
        let again = open(&place);
        assert_eq!(super::world::told(&again.book), super::world::told(&book));
        again.journal.close();
    }
}

#[test]
fn f11_killed_while_making_a_backup_every_backup_is_whole() {
    let mut shop = Shop::new();
    for minor in 1..40 {
        shop.paid(minor * 10);
    }
    let (place, book, _folder) = shop.close();
    let mut chance = Chance(11);
    for _ in 0..rounds(10).min(500) {
        kill_while_keeping(&place, true, &mut chance);
        let found = ringup::journal::backups(&place, &birth());
        assert!(!found.is_empty());
        for (path, _) in found {
            assert_eq!(verify(&path, false).unwrap().head, book.head(), "{}", path.display());
        }
    }
    open(&place).journal.close();
}
