//! Everything that can be spoilt, each with the labels it must get. A defect knows the truth; the engine does not.

use ringup::reconcile::class::{Class, Severity};
use ringup::reconcile::key::Key;
use ringup::reconcile::row::{Exception, InvoiceState, RefundRow, RefundStand, SaleState, Unit};

use super::flags::{d23_marked, d24_ahead, d24_differs, d25_code, d25_state, d26_invoice, d26_line, d26_sale};
use super::payouts::{
    d20_total, d21_missing, d22_amount, d22_stray, good_settlement, good_settlement_by_amount, young_settlement,
};
use super::world::{DAY, HOUR, NOW, World, cents, eur};

pub type Defect = (&'static str, fn(&mut World));

pub const ALL: &[Defect] = &[
    ("good", good),
    ("good, read twice", good_read_twice),
    ("good, found by its order", good_by_order),
    ("good, seen and taken by rule, young", good_seen),
    ("quiet: expired", quiet_expired),
    ("quiet: still open", quiet_open),
    ("quiet: movements of the account", quiet_account),
    ("good refund", good_refund),
    ("good refund, young", young_refund),
    ("refund that failed", failed_refund),
    ("good refund of all, with its fee", whole_refund_with_fee),
    ("refund that failed and was taken back", refund_taken_back),
    ("D16 unasked, with its fee", d16_with_fee),
    ("D01 no invoice", d01_no_invoice),
    ("D01 invoice expired", d01_expired),
    ("D01 never asked", d01_no_id),
    ("D02 no sale", d02_no_sale),
    ("D02 sale ended", d02_ended),
    ("D02 sale waits", d02_waiting),
    ("D03 young", d03_young),
    ("D04 old", d04_old),
    ("D05 ours", d05_ours),
    ("D05 foreign", d05_foreign),
    ("D06 invoice", d06_invoice),
    ("D06 credit", d06_credit),
    ("D06 currency", d06_currency),
    ("D07 fee", d07_fee),
    ("D07 no fee", d07_no_fee),
    ("D08 fee rounding", d08_fee),
    ("D08 conversion", d08_conversion),
    ("D06 conversion too far", d06_conversion),
    ("D09 under, sent back", d09_under),
    ("D09 under, goods gone", d09_accepted),
    ("D10 over, sent back", d10_over),
    ("D10 over, credited whole", d10_credited),
    ("D11 late", d11_late),
    ("D12 revived, credited", d12_closed),
    ("D12 revived, not credited", d12_open),
    ("D13 failed after goods", d13_failed),
    ("D14 second code", d14_low),
    ("D14 both paid", d14_high),
    ("D14 invoice nobody asked for", d14_adopted),
    ("D15 credit twice", d15_credit),
    ("D15 fee twice", d15_fee),
    ("D16 unasked", d16_unasked),
    ("D17 unseen", d17_unseen),
    ("D18 too much back", d18_too_much),
    ("D19 cut-off", d19_cut_off),
    ("D20 total", d20_total),
    ("D21 no bank line", d21_missing),
    ("D22 stray", d22_stray),
    ("D22 amount", d22_amount),
    ("good settlement by name", good_settlement),
    ("good settlement by amount", good_settlement_by_amount),
    ("settlement on its way", young_settlement),
    ("D23 marked", d23_marked),
    ("D24 ahead", d24_ahead),
    ("D24 differs", d24_differs),
    ("D25 state", d25_state),
    ("D25 code", d25_code),
    ("D26 sale", d26_sale),
    ("D26 invoice", d26_invoice),
    ("D26 line", d26_line),
];

fn good(world: &mut World) {
    let all = world.good();
    world.add(all);
}

fn good_read_twice(world: &mut World) {
    let all = world.good();
    world.add(all);
    world.invoices.push(all.invoice);
    world.lines.push(all.credit);
    world.sales.push(all.sale);
}

fn good_by_order(world: &mut World) {
    let mut all = world.good();
    all.sale.invoice = Key::NONE;
    all.invoice.guid = Key::NONE;
    world.add(all);
}

fn good_seen(world: &mut World) {
    let mut all = world.good();
    let key = all.sale.invoice;
    (all.sale.at, all.invoice.at, all.invoice.state) = (NOW - HOUR, NOW - HOUR, InvoiceState::Seen);
    world.sales.push(all.sale);
    world.invoices.push(all.invoice);
    world.label(Class::D03, key);
}

fn quiet_expired(world: &mut World) {
    let mut all = world.good();
    (all.sale.state, all.invoice.state) = (SaleState::Ended, InvoiceState::Ended);
    world.sales.push(all.sale);
    world.invoices.push(all.invoice);
}

fn quiet_open(world: &mut World) {
    let mut all = world.good();
    (all.sale.state, all.invoice.state) = (SaleState::Waiting, InvoiceState::Open);
    world.sales.push(all.sale);
    world.invoices.push(all.invoice);
}

fn quiet_account(world: &mut World) {
    let at = world.moment();
    for (code, amount) in [(1006, -500), (1007, -5), (1017, -10_000), (1022, 10_000), (1016, 300)] {
        let line = world.line(Key::NONE, Key::NONE, code, cents(amount), at);
        world.lines.push(line);
    }
}

fn refund_of(world: &mut World, share: i64, age: i64) -> (super::world::Good, RefundRow) {
    let all = world.good();
    world.add(all);
    let minor = world.cents().min(100) * share;
    let refund = RefundRow {
        invoice: all.sale.invoice,
        refund: world.key("refund"),
        amount: cents(minor),
        unit: eur(),
        at: NOW - age,
        ..RefundRow::default()
    };
    (all, refund)
}

fn good_refund(world: &mut World) {
    let (all, refund) = refund_of(world, 1, 3 * DAY);
    world.refunds.push(refund);
    let line = world.line(all.sale.invoice, refund.refund, 1020, -refund.amount, refund.at + HOUR);
    world.lines.push(line);
}

fn young_refund(world: &mut World) {
    let (_, refund) = refund_of(world, 1, 40 * HOUR);
    world.refunds.push(refund);
}

fn failed_refund(world: &mut World) {
    let (_, refund) = refund_of(world, 1, 4 * DAY);
    world.refunds.push(RefundRow { state: RefundStand::Dead, ..refund });
}

fn whole_refund_with_fee(world: &mut World) {
    let all = world.good();
    world.add(all);
    let refund = RefundRow {
        invoice: all.sale.invoice,
        refund: world.key("refund"),
        amount: all.sale.amount,
        unit: eur(),
        at: NOW - 3 * DAY,
        ..RefundRow::default()
    };
    world.refunds.push(refund);
    for amount in [-refund.amount, cents(-2)] {
        let line = world.line(all.sale.invoice, refund.refund, 1020, amount, refund.at + HOUR);
        world.lines.push(line);
    }
}

fn refund_taken_back(world: &mut World) {
    let (all, refund) = refund_of(world, 1, 4 * DAY);
    world.refunds.push(RefundRow { state: RefundStand::Dead, ..refund });
    for (amount, after) in [(-refund.amount, HOUR), (cents(-2), HOUR), (refund.amount, 2 * HOUR), (cents(2), 2 * HOUR)]
    {
        let line = world.line(all.sale.invoice, refund.refund, 1020, amount, refund.at + after);
        world.lines.push(line);
    }
}

fn d16_with_fee(world: &mut World) {
    let (all, refund) = refund_of(world, 1, 3 * DAY);
    for amount in [-refund.amount, cents(-2)] {
        let line = world.line(all.sale.invoice, refund.refund, 1020, amount, refund.at + HOUR);
        world.lines.push(line);
    }
    world.label_as(Class::D16, all.sale.invoice, refund.refund, Class::D16.severity());
}

fn d01_no_invoice(world: &mut World) {
    let all = world.good();
    world.sales.push(all.sale);
    world.label(Class::D01, all.sale.invoice);
}

fn d01_expired(world: &mut World) {
    let mut all = world.good();
    all.invoice.state = InvoiceState::Ended;
    world.sales.push(all.sale);
    world.invoices.push(all.invoice);
    world.label(Class::D01, all.sale.invoice);
}

fn d01_no_id(world: &mut World) {
    let mut all = world.good();
    all.sale.invoice = Key::NONE;
    world.sales.push(all.sale);
    world.label(Class::D01, all.sale.guid);
}

fn d02_no_sale(world: &mut World) {
    let all = world.good();
    world.invoices.push(all.invoice);
    world.lines.extend([all.credit, all.fee]);
    world.label(Class::D02, all.sale.invoice);
}

fn d02_ended(world: &mut World) {
    let mut all = world.good();
    all.sale.state = SaleState::Ended;
    world.add(all);
    world.label(Class::D02, all.sale.invoice);
}

fn d02_waiting(world: &mut World) {
    let mut all = world.good();
    all.sale.state = SaleState::Waiting;
    world.sales.push(all.sale);
    world.invoices.push(all.invoice);
    world.label(Class::D02, all.sale.invoice);
}

fn d03_young(world: &mut World) {
    let mut all = world.good();
    (all.sale.at, all.invoice.at) = (NOW - 30 * HOUR, NOW - 23 * HOUR);
    world.sales.push(all.sale);
    world.invoices.push(all.invoice);
    world.label(Class::D03, all.sale.invoice);
}

fn d04_old(world: &mut World) {
    let all = world.good();
    world.sales.push(all.sale);
    world.invoices.push(all.invoice);
    world.label(Class::D04, all.sale.invoice);
}

fn d05_ours(world: &mut World) {
    let all = world.good();
    world.add(all);
    let invoice = world.key("invoice");
    let line = world.line(invoice, all.sale.order, 1000, all.sale.amount, all.credit.at);
    world.lines.push(line);
    world.label_as(Class::D05, invoice, Key::NONE, Severity::Critical);
}

fn d05_foreign(world: &mut World) {
    let all = world.good();
    world.lines.extend([all.credit, all.fee]);
    world.label_as(Class::D05, all.sale.invoice, Key::NONE, Severity::Info);
}

fn d06_invoice(world: &mut World) {
    let mut all = world.good();
    all.sale.amount += cents(1);
    world.add(all);
    world.label(Class::D06, all.sale.invoice);
}

fn d06_credit(world: &mut World) {
    let mut all = world.good();
    all.credit.amount = all.credit.amount - cents(100) + cents(1);
    all.fee.amount = -all.credit.amount.part(10_000, 2);
    world.add(all);
    world.label(Class::D06, all.sale.invoice);
}

fn d06_currency(world: &mut World) {
    let mut all = world.good();
    let usd = Unit::of(b"USD").unwrap();
    (all.invoice.unit, all.credit.unit, all.fee.unit) = (usd, usd, usd);
    world.add(all);
    world.label(Class::D06, all.sale.invoice);
}

fn d07_fee(world: &mut World) {
    let mut all = world.good();
    all.fee.amount = all.fee.amount - cents(2);
    world.add(all);
    world.label(Class::D07, all.sale.invoice);
}

fn d07_no_fee(world: &mut World) {
    let mut all = world.good();
    // Large enough that a missing fee is no rounding.
    for amount in [&mut all.sale.amount, &mut all.invoice.price, &mut all.credit.amount] {
        *amount += cents(1000);
    }
    world.sales.push(all.sale);
    world.invoices.push(all.invoice);
    world.lines.push(all.credit);
    world.label(Class::D07, all.sale.invoice);
}

fn d08_fee(world: &mut World) {
    let mut all = world.good();
    all.fee.amount += cents(1);
    world.add(all);
    world.label_closed(Class::D08, all.sale.invoice);
}

/// A ledger in another currency: the line is converted, the invoice's own amount stands beside it.
fn convert(all: &mut super::world::Good, off: i64) {
    let usd = Unit::of(b"USD").unwrap();
    let price = all.sale.amount;
    (all.credit.worth, all.credit.worth_unit, all.credit.unit) = (price + cents(off), eur(), usd);
    all.credit.amount = price + price.part(80_000, 2);
    (all.fee.amount, all.fee.unit) = (-all.credit.amount.part(10_000, 2), usd);
}

fn d08_conversion(world: &mut World) {
    let mut all = world.good();
    convert(&mut all, 1);
    world.add(all);
    world.label_closed(Class::D08, all.sale.invoice);
}

fn d06_conversion(world: &mut World) {
    let mut all = world.good();
    convert(&mut all, -3);
    world.add(all);
    world.label(Class::D06, all.sale.invoice);
}

fn d09_under(world: &mut World) {
    let mut all = world.good();
    let part = cents(50);
    (all.sale.state, all.invoice.state) = (SaleState::Ended, InvoiceState::Ended);
    (all.invoice.exception, all.invoice.paid) = (Exception::Under, Some(part));
    world.sales.push(all.sale);
    world.invoices.push(all.invoice);
    world.label(Class::D09, all.sale.invoice);
}

fn d09_accepted(world: &mut World) {
    let mut all = world.good();
    all.invoice.state = InvoiceState::Ended;
    (all.invoice.exception, all.invoice.paid) = (Exception::Under, Some(cents(50)));
    world.sales.push(all.sale);
    world.invoices.push(all.invoice);
    world.label(Class::D09, all.sale.invoice);
}

fn d10_over(world: &mut World) {
    let mut all = world.good();
    let more = cents(99);
    (all.invoice.exception, all.invoice.paid) = (Exception::Over, Some(all.invoice.price + more));
    world.add(all);
    let refund = world.key("refund");
    let line = world.line(all.sale.invoice, refund, 1020, -more, all.credit.at + HOUR);
    world.lines.push(line);
    world.label(Class::D10, all.sale.invoice);
}

fn d10_credited(world: &mut World) {
    let mut all = world.good();
    let more = cents(99);
    (all.invoice.exception, all.invoice.paid) = (Exception::Over, Some(all.invoice.price + more));
    world.add(all);
    let line = world.line(all.sale.invoice, Key::NONE, 1003, more, all.credit.at);
    world.lines.push(line);
    world.label(Class::D10, all.sale.invoice);
}

fn d11_late(world: &mut World) {
    let mut all = world.good();
    (all.sale.state, all.invoice.late) = (SaleState::Ended, true);
    world.add(all);
    world.label(Class::D11, all.sale.invoice);
}

fn d12_closed(world: &mut World) {
    let mut all = world.good();
    all.invoice.revived = true;
    world.add(all);
    world.label_closed(Class::D12, all.sale.invoice);
}

fn d12_open(world: &mut World) {
    let mut all = world.good();
    (all.invoice.revived, all.invoice.at) = (true, NOW - 2 * HOUR);
    world.sales.push(all.sale);
    world.invoices.push(all.invoice);
    world.label(Class::D12, all.sale.invoice);
    world.label(Class::D03, all.sale.invoice);
}

fn d13_failed(world: &mut World) {
    let mut all = world.good();
    all.invoice.state = InvoiceState::Failed;
    world.sales.push(all.sale);
    world.invoices.push(all.invoice);
    world.label(Class::D13, all.sale.invoice);
}

/// The first code of a sale whose second code was paid.
fn second_code(world: &mut World) -> (super::world::Good, super::world::Good) {
    let (mut first, mut second) = (world.good(), world.good());
    (second.sale.cart, second.sale.attempt) = (first.sale.cart, 2);
    (first.sale.amount, first.invoice.price) = (second.sale.amount, second.sale.amount);
    first.sale.state = SaleState::Ended;
    (first, second)
}

fn d14_low(world: &mut World) {
    let (mut first, second) = second_code(world);
    first.invoice.state = InvoiceState::Ended;
    world.sales.push(first.sale);
    world.invoices.push(first.invoice);
    world.add(second);
    world.label(Class::D14, Key(u128::from(first.sale.cart)));
}

fn d14_high(world: &mut World) {
    let (mut first, second) = second_code(world);
    (first.credit.amount, first.fee.amount) = (second.credit.amount, second.fee.amount);
    first.invoice.late = true;
    world.add(first);
    world.add(second);
    world.label_as(Class::D14, Key(u128::from(first.sale.cart)), Key::NONE, Severity::High);
}

fn d14_adopted(world: &mut World) {
    let all = world.good();
    world.add(all);
    let mut other = all.invoice;
    other.invoice = world.key("invoice");
    world.invoices.push(other);
    world.label_as(Class::D14, Key(u128::from(all.sale.cart)), Key::NONE, Severity::High);
}

fn d15_credit(world: &mut World) {
    let all = world.good();
    world.add(all);
    let again = world.line(all.sale.invoice, all.sale.order, 1000, all.sale.amount, all.credit.at + HOUR);
    world.lines.push(again);
    world.label(Class::D15, all.sale.invoice);
}

fn d15_fee(world: &mut World) {
    let all = world.good();
    world.add(all);
    let again = world.line(all.sale.invoice, Key::NONE, 1023, all.fee.amount, all.fee.at);
    world.lines.push(again);
    world.label(Class::D15, all.sale.invoice);
}

fn d16_unasked(world: &mut World) {
    let (all, refund) = refund_of(world, 1, 3 * DAY);
    let line = world.line(all.sale.invoice, refund.refund, 1020, -cents(30), refund.at);
    world.lines.push(line);
    world.label_as(Class::D16, all.sale.invoice, refund.refund, Severity::Critical);
}

fn d17_unseen(world: &mut World) {
    let (all, refund) = refund_of(world, 1, 49 * HOUR);
    world.refunds.push(refund);
    world.label_as(Class::D17, all.sale.invoice, refund.refund, Severity::High);
}

fn d18_too_much(world: &mut World) {
    let (all, mut refund) = refund_of(world, 1, 3 * DAY);
    refund.amount = all.sale.amount + cents(1);
    world.refunds.push(refund);
    let line = world.line(all.sale.invoice, refund.refund, 1050, -refund.amount, refund.at);
    world.lines.push(line);
    world.label(Class::D18, all.sale.invoice);
}

fn d19_cut_off(world: &mut World) {
    let mut all = world.good();
    for at in [&mut all.credit.at, &mut all.fee.at, &mut all.invoice.at] {
        *at += DAY;
    }
    world.add(all);
    world.label(Class::D19, all.sale.invoice);
}
