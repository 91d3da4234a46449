//! Many worlds, and what must not change a case.

use ringup::reconcile::engine::{Progress, Stopped, Terms, Views, run};
use ringup::reconcile::history::History;

use super::defects::ALL;
use super::world::{Dice, START, World, assert_exact, labels, terms};

/// Some sales, each good or spoilt in one way.
fn world(seed: u64) -> World {
    let mut world = World::new(seed);
    let count = 8 + world.dice().below(40);
    for _ in 0..count {
        let spoilt = world.dice().below(2) == 0;
        let at = if spoilt { world.dice().below(ALL.len() as u64) as usize } else { 0 };
        (ALL[at].1)(&mut world);
    }
    world
}

/// `RINGUP_WORLDS=100000 cargo test --release till_56_a_thousand` judges more of them.
fn worlds() -> u64 {
    std::env::var("RINGUP_WORLDS").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000)
}

#[test]
fn till_56_a_thousand_worlds_get_exactly_their_labels() {
    let mut seen = 0;
    for seed in 0..worlds() {
        let world = world(seed);
        assert_exact(&world, &world.report());
        seen += world.labels.len();
    }
    assert!(seen > 5_000, "the worlds are spoilt: {seen}");
}

#[test]
fn till_57_the_order_of_rows_changes_no_case() {
    for seed in 0..60 {
        let mut world = world(seed);
        let before = world.report();
        let mut dice = Dice(seed + 1);
        dice.shuffle(&mut world.sales);
        dice.shuffle(&mut world.invoices);
        dice.shuffle(&mut world.lines);
        dice.shuffle(&mut world.refunds);
        dice.shuffle(&mut world.settlements);
        dice.shuffle(&mut world.bank);
        let after = world.report();
        assert_eq!(labels(&before), labels(&after));
        assert_eq!((before.columns, before.accounts), (after.columns, after.accounts));
    }
}

#[test]
fn till_57_reading_rows_again_changes_no_case() {
    for seed in 0..60 {
        let mut world = world(seed);
        let before = world.report();
        // The last page came twice, as it does when an entry arrives between two pages.
        let page = world.lines.len() / 3;
        world.lines.extend_from_within(page..);
        world.invoices.extend_from_within(world.invoices.len() / 2..);
        world.settlements.extend_from_within(..);
        let after = world.report();
        assert_eq!(labels(&before), labels(&after));
        assert_eq!(before.columns, after.columns);
    }
}

#[test]
fn till_57_how_rows_are_divided_changes_no_case() {
    for seed in 0..60 {
        let world = world(seed);
        let whole = world.report();
        for bits in [1, 3, 8] {
            let divided = run(&world.views(bits), &terms(), &Progress::default()).unwrap();
            assert_eq!(whole, divided, "{bits} bits");
        }
    }
}

#[test]
fn till_57_day_by_day_finds_what_the_whole_finds() {
    for seed in 0..60 {
        let world = world(seed);
        let whole = world.report();
        let history = History::new(world.views(2), &terms().limits);
        let first = terms().limits.day(START);
        let mut found = std::collections::BTreeSet::new();
        let mut sold = ringup::reconcile::amount::Amount::ZERO;
        for day in first - 1..first + 12 {
            let asked = Terms { days: Some((day, day)), ..terms() };
            let of_day = history.run(&asked, &Progress::default()).unwrap();
            let mut full = run(&world.views(0), &asked, &Progress::default()).unwrap();
            full.counts = of_day.counts;
            assert_eq!(labels(&of_day), labels(&full), "the index reads what the day needs");
            assert_eq!(of_day.columns, full.columns);
            found.extend(labels(&of_day));
            sold += of_day.columns.values().map(|columns| columns.sums.sold).sum();
        }
        assert_eq!(found, labels(&whole));
        assert_eq!(sold, whole.columns.values().map(|columns| columns.sums.sold).sum());
    }
}

#[test]
fn till_57_a_run_twice_is_the_same_run() {
    let world = world(7);
    assert_eq!(world.report(), world.report());
}

#[test]
fn a_run_that_is_stopped_answers_nothing() {
    let progress = Progress::default();
    progress.stop();
    assert_eq!(run(&world(1).views(4), &terms(), &progress), Err(Stopped));
}

#[test]
fn no_rows_at_all_are_green() {
    let report = run(&Views::new(3), &terms(), &Progress::default()).unwrap();
    assert!(report.is_green(&|_| false) && report.findings.is_empty());
}
