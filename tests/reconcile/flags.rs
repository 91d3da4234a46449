//! What stands beside an invoice or a line, spoilt.

use ringup::reconcile::class::Class;
use ringup::reconcile::key::Key;
use ringup::reconcile::row::{InvoiceState, Witness};

use super::world::{World, cents};

pub fn d23_marked(world: &mut World) {
    let mut all = world.good();
    all.invoice.marked = true;
    world.add(all);
    world.label(Class::D23, all.sale.invoice);
}

pub fn d24_ahead(world: &mut World) {
    let mut all = world.good();
    all.invoice.witness = Witness::Ahead;
    world.invoices.push(all.invoice);
    world.lines.extend([all.credit, all.fee]);
    world.label(Class::D24, all.sale.invoice);
}

pub fn d24_differs(world: &mut World) {
    let mut all = world.good();
    all.invoice.witness = Witness::Differs;
    world.add(all);
    world.label(Class::D24, all.sale.invoice);
}

pub fn d25_state(world: &mut World) {
    let mut all = world.good();
    all.invoice.state = InvoiceState::Unknown;
    world.add(all);
    world.label(Class::D25, all.sale.invoice);
}

pub fn d25_code(world: &mut World) {
    let all = world.good();
    world.add(all);
    let odd = world.line(all.sale.invoice, Key::NONE, 1099, cents(-3), all.credit.at);
    world.lines.push(odd);
    world.label(Class::D25, all.sale.invoice);
}

pub fn d26_sale(world: &mut World) {
    let mut all = world.good();
    all.sale.test = true;
    world.add(all);
    world.label(Class::D26, all.sale.invoice);
}

pub fn d26_invoice(world: &mut World) {
    let mut all = world.good();
    all.invoice.test = true;
    world.add(all);
    world.label(Class::D26, all.sale.invoice);
}

pub fn d26_line(world: &mut World) {
    let mut all = world.good();
    all.fee.test = true;
    world.add(all);
    world.label(Class::D26, all.sale.invoice);
}
