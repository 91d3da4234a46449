//! Settlements and bank lines, good and spoilt.

use ringup::reconcile::class::{Class, Severity};
use ringup::reconcile::key::Key;
use ringup::reconcile::row::{BankRow, SettlementRow};

use super::world::{DAY, HOUR, NOW, START, World, cents, eur};

fn settlement(world: &mut World) -> SettlementRow {
    let minor = 10_000 + world.cents();
    SettlementRow {
        id: world.key("settlement"),
        unit: eur(),
        opening: cents(500),
        entries: cents(minor),
        withheld: cents(100),
        total: cents(minor + 400),
        executed: Some(START + 10 * HOUR),
        ..SettlementRow::default()
    }
}

fn bank_line(world: &mut World, settlement: &SettlementRow) -> BankRow {
    BankRow {
        id: world.key("bank"),
        words: vec![Key::of(b"BITPAY"), settlement.id],
        amount: settlement.total,
        unit: eur(),
        day: 20_774,
        expected: true,
        ..BankRow::default()
    }
}

pub fn good_settlement(world: &mut World) {
    let settlement = settlement(world);
    let line = bank_line(world, &settlement);
    world.bank.push(line);
    world.settlements.push(settlement);
}

pub fn good_settlement_by_amount(world: &mut World) {
    let mut settlement = settlement(world);
    // An amount of its own, so that two of them are never confused.
    let odd = 1_000_000 + world.settlements.len() as i64;
    (settlement.entries, settlement.total) = (cents(odd - 400), cents(odd));
    let mut line = bank_line(world, &settlement);
    line.words.clear();
    world.bank.push(line);
    world.settlements.push(settlement);
}

pub fn young_settlement(world: &mut World) {
    let mut settlement = settlement(world);
    settlement.executed = Some(NOW - 6 * DAY);
    world.settlements.push(settlement);
}

pub fn d20_total(world: &mut World) {
    let mut settlement = settlement(world);
    settlement.withheld = cents(101);
    let line = bank_line(world, &settlement);
    world.bank.push(line);
    world.label(Class::D20, settlement.id);
    world.settlements.push(settlement);
}

pub fn d21_missing(world: &mut World) {
    let mut settlement = settlement(world);
    settlement.executed = Some(START + 10 * HOUR);
    world.label(Class::D21, settlement.id);
    world.settlements.push(settlement);
}

pub fn d22_stray(world: &mut World) {
    let other = settlement(world);
    let mut line = bank_line(world, &other);
    line.amount = cents(77_777_777 + world.bank.len() as i64);
    label_line(world, &line);
    world.bank.push(line);
}

pub fn d22_amount(world: &mut World) {
    let settlement = settlement(world);
    let mut line = bank_line(world, &settlement);
    line.amount = line.amount - cents(1);
    label_line(world, &line);
    world.bank.push(line);
    world.settlements.push(settlement);
}

fn label_line(world: &mut World, line: &BankRow) {
    world.label_as(Class::D22, line.id, Key(u128::from(line.day.unsigned_abs())), Severity::High);
}
