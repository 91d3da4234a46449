//! Each class alone.

use ringup::reconcile::class::{Class, Severity};
use ringup::reconcile::report::{Leg, Sum};

use super::defects::ALL;
use super::world::{Good, World, assert_exact, cents, terms};

/// Worlds with one good sale and one spoilt so, over a few seeds.
fn alone(prefix: &str) {
    let of_class: Vec<_> = ALL.iter().filter(|(name, _)| name.starts_with(prefix)).collect();
    assert!(!of_class.is_empty(), "{prefix} has a defect");
    for (name, spoil) in of_class {
        for seed in 0..20 {
            let mut world = World::new(seed);
            let good = world.good();
            world.add(good);
            spoil(&mut world);
            let found = std::panic::catch_unwind(|| assert_exact(&world, &world.report()));
            assert!(found.is_ok(), "{name}, seed {seed}");
            if let Some(class) = Class::from_code(prefix) {
                assert!(world.report().by_class().contains_key(&class), "{name}");
            }
        }
    }
}

macro_rules! each_class {
    ($($test:ident $class:literal),+ $(,)?) => {
        $(#[test]
        fn $test() {
            alone($class);
        })+
    };
}

each_class! {
    d01_a_sale_without_money "D01", d02_money_without_a_sale "D02", d03_not_yet_in_the_ledger "D03",
    d04_missing_in_the_ledger "D04", d05_a_line_nobody_knows "D05", d06_amounts_differ "D06",
    d07_the_fee_is_not_the_contracts "D07", d08_rounding_closes_itself "D08", d09_too_little "D09", d10_too_much "D10",
    d11_late_money "D11", d12_invalid_then_complete "D12", d13_goods_gone_and_failed "D13",
    d14_two_invoices_of_one_sale "D14", d15_lines_twice "D15", d16_money_back_nobody_asked_for "D16",
    d17_a_refund_that_is_not_there "D17", d18_more_back_than_came "D18", d19_two_days "D19",
    d20_a_settlement_that_does_not_add_up "D20", d21_no_money_at_the_bank "D21", d22_a_bank_line_too_many "D22",
    d23_set_by_hand "D23", d24_a_witness_ahead "D24", d25_a_word_nobody_knows "D25", d26_test_among_live "D26",
    what_is_good_gets_no_label "good", what_is_quiet_gets_no_label "quiet", what_is_young_gets_no_label "settlement on",
    a_failed_refund_gets_no_label "refund that",
}

#[test]
fn till_56_every_class_has_a_defect() {
    for class in Class::ALL {
        assert!(ALL.iter().any(|(name, _)| name.starts_with(class.code())), "{class:?}");
    }
}

fn spoilt(prefix: &str) -> World {
    let mut world = World::new(3);
    let good = world.good();
    world.add(good);
    for (_, spoil) in ALL.iter().filter(|(name, _)| name.starts_with(prefix)) {
        spoil(&mut world);
    }
    world
}

#[test]
fn till_56_a_day_is_green_only_without_severe_findings() {
    for class in Class::ALL {
        let report = spoilt(class.code()).report();
        let severe =
            report.findings.iter().any(|f| !f.closed && (f.severity >= Severity::High || f.class() == Class::D25));
        assert_eq!(report.is_green(&|_| false), !severe, "{class:?}");
        let sums_hold = report.identities.iter().all(|identity| identity.holds);
        assert_eq!(report.is_green(&|_| true), sums_hold, "resolving opens no identity: {class:?}");
    }
}

#[test]
fn till_56_differences_between_columns_add_up() {
    let mut world = World::new(5);
    let good = world.good();
    world.add(good);
    let Good { mut sale, invoice, mut credit, fee } = world.good();
    credit.amount = credit.amount - cents(200);
    world.sales.push(sale);
    world.invoices.push(invoice);
    world.lines.extend([credit, fee]);
    sale.invoice = world.key("invoice");
    (sale.guid, sale.order, sale.cart) = (world.key("guid"), world.key("order"), 77);
    world.sales.push(sale);
    let report = world.report();
    let columns = report.columns.values().next().unwrap();
    assert_eq!(columns.differences[&(Leg::Ledger, Some(Class::D06))], cents(-200));
    assert_eq!(columns.differences[&(Leg::Invoices, Some(Class::D01))], -sale.amount);
    assert_eq!(columns.sums.credited, columns.sums.paid - cents(200));
    assert_eq!(columns.sums.paid, columns.sums.sold - sale.amount);
    assert!(report.identities.iter().all(|identity| identity.holds));
}

#[test]
fn till_58_the_ledgers_lines_make_the_settlements_sum() {
    let mut world = World::new(9);
    let (first, second) = (world.good(), world.good());
    world.add(first);
    world.add(second);
    let sum = world.lines.iter().map(|line| line.amount).sum();
    let (from, last) =
        (world.lines.iter().map(|l| l.at).min().unwrap(), world.lines.iter().map(|l| l.at).max().unwrap());
    let mut settlement = ringup::reconcile::row::SettlementRow {
        id: world.key("settlement"),
        unit: super::world::eur(),
        entries: sum,
        total: sum,
        span: Some((from, last + 1)),
        ..Default::default()
    };
    world.settlements.push(settlement.clone());
    assert_exact(&world, &world.report());
    assert!(world.report().identities.iter().any(|identity| identity.sum == Sum::Entries && identity.holds));
    settlement.entries = sum + cents(5);
    settlement.total = settlement.entries;
    world.settlements[0] = settlement.clone();
    world.label(Class::D20, settlement.id);
    assert_exact(&world, &world.report());
    assert!(!world.report().is_green(&|_| true), "a sum that fails cannot be talked away");
}

#[test]
fn till_56_equal_amounts_at_the_same_time_are_a_suggestion_never_a_match() {
    let mut world = World::new(11);
    let mut all = world.good();
    all.sale.invoice = world.key("invoice");
    all.credit.anchor = ringup::reconcile::key::Key::NONE;
    (all.credit.at, all.fee.at) = (all.sale.at + 60_000, all.sale.at + 60_000);
    world.sales.push(all.sale);
    world.lines.extend([all.credit, all.fee]);
    let report = world.report();
    let of = |class: Class| report.findings.iter().find(|finding| finding.class() == class).unwrap();
    assert_eq!(of(Class::D01).evidence.perhaps_line, 1);
    assert_eq!(of(Class::D05).evidence.perhaps_sale, 1);
    let mut twice = world.clone();
    let other = twice.key("invoice");
    let again = twice.line(other, ringup::reconcile::key::Key::NONE, 1000, all.credit.amount, all.credit.at);
    twice.lines.push(again);
    assert!(
        twice.report().findings.iter().all(|finding| finding.evidence.perhaps_line == 0),
        "two candidates are none"
    );
}

#[test]
fn without_a_ledger_nothing_is_missed_in_it() {
    let mut world = World::new(2);
    let all = world.good();
    world.add(all);
    let mut views = world.views(0);
    views.ledger = None;
    let report = ringup::reconcile::engine::run(&views, &terms(), &Default::default()).unwrap();
    assert!(report.findings.is_empty() && report.is_green(&|_| false));
    assert!(report.identities.iter().all(|identity| identity.sum == Sum::Invoices));
}
