//! A gateway's ledger as CSV: the fields of its documented lines as columns, amounts in units of the currency or, with a
//! column `scale`, in its parts.

use std::collections::{HashMap, HashSet};

use super::super::amount::Amount;
use super::super::key::Key;
use super::super::parts::Parts;
use super::super::row::{LedgerRow, Line, Unit};
use super::super::views::Progress;
use super::csv::{Column, Fields, Work, read};
use super::flaw::{Flaw, FlawKind, Refused};
use super::source::Source;

pub(super) const ID: usize = 0;
pub(super) const CODE: usize = 1;
pub(super) const AMOUNT: usize = 2;
const CURRENCY: usize = 3;
const AT: usize = 4;
pub(super) const INVOICE: usize = 5;
pub(super) const DESCRIPTION: usize = 6;
pub(super) const REFUND: usize = 7;
const SCALE: usize = 8;
const WORTH: usize = 9;
const WORTH_UNIT: usize = 10;
pub(super) const KIND: usize = 11;
pub(super) const COIN: usize = 12;

pub(super) const COLUMNS: &[Column] = &[
    Column { names: &["id", "ledger id", "entry id"], needed: false },
    Column { names: &["code", "ledger code"], needed: true },
    Column { names: &["amount"], needed: true },
    Column { names: &["currency", "ledger currency"], needed: true },
    Column { names: &["timestamp", "date", "time"], needed: true },
    Column { names: &["invoiceid", "invoice id", "invoice_id", "invoice"], needed: true },
    Column { names: &["description", "order id", "order_id"], needed: false },
    Column { names: &["supportrequest", "support request", "refund id", "refund"], needed: false },
    Column { names: &["scale"], needed: false },
    Column { names: &["invoiceamount", "invoice amount", "invoice_amount"], needed: false },
    Column { names: &["invoicecurrency", "invoice currency", "invoice_currency"], needed: false },
    Column { names: &["type", "ledger type"], needed: false },
    Column { names: &["transactioncurrency", "transaction currency", "coin"], needed: false },
];

/// Reads ledger lines into `1 << bits` partitions. The same line twice counts once.
///
/// # Errors
/// [`Refused`] with the flaws by line; nothing is kept then.
pub fn csv(source: &(impl Source + ?Sized), bits: u32, progress: &Progress) -> Result<Parts<LedgerRow>, Refused> {
    let work = Work {
        start: &|| Parts::new(bits),
        make: &|parts: &mut Parts<LedgerRow>, fields| {
            let row = line(fields)?;
            parts.push(if row.invoice.is_none() { row.anchor } else { row.invoice }, row);
            Ok(())
        },
        renumber: &|parts: &mut Parts<LedgerRow>, by| parts.iter_mut().for_each(|row| row.row += by),
    };
    let mut read = read(source, COLUMNS, &work, progress)?.into_iter();
    let mut all = read.next().unwrap_or_else(|| Parts::new(bits));
    read.for_each(|more| all.absorb(more));
    doubles(&all)?;
    Ok(all)
}

pub(super) fn line(fields: &Fields<'_>) -> Result<LedgerRow, Flaw> {
    let code = fields.number(CODE)?;
    let code = u16::try_from(code).unwrap_or(0);
    let unit = fields.unit(CURRENCY)?;
    let worth_unit = if fields.get(WORTH_UNIT).is_empty() { unit } else { fields.unit(WORTH_UNIT)? };
    let worth = if worth_unit == unit { Amount::ZERO } else { fields.amount(WORTH)? };
    Ok(LedgerRow {
        invoice: Key::of(fields.get(INVOICE)),
        anchor: anchor(code, fields.get(DESCRIPTION), fields.get(REFUND)),
        amount: amount(fields)?,
        worth,
        worth_unit: if worth_unit == unit { Unit::default() } else { worth_unit },
        id: if fields.get(ID).is_empty() { 0 } else { Key::of(fields.get(ID)).short() },
        unit,
        at: fields.moment(AT)?,
        row: u32::try_from(fields.line).unwrap_or(u32::MAX),
        code,
        test: false,
    })
}

/// What a line names beside its invoice, by what it is.
#[must_use]
pub fn anchor(code: u16, description: &[u8], refund: &[u8]) -> Key {
    match Line::of(code) {
        Line::Credit | Line::CreditOver | Line::Payout | Line::PayoutBack => Key::of(description),
        Line::Refund => Key::of(refund),
        Line::Fee | Line::Account | Line::Unknown => Key::NONE,
    }
}

fn amount(fields: &Fields<'_>) -> Result<Amount, Flaw> {
    if fields.get(SCALE).is_empty() {
        return fields.amount(AMOUNT);
    }
    let scale = i128::from(fields.number(SCALE)?);
    let text = fields.get(AMOUNT);
    let (negative, digits) = text.strip_prefix(b"-").map_or((false, text), |digits| (true, digits));
    let count = super::time::number(digits).ok_or_else(|| fields.flaw(AMOUNT, FlawKind::Number))?;
    let count = i128::from(if negative { -count } else { count });
    Amount::from_scaled(count, scale).ok_or_else(|| fields.flaw(SCALE, FlawKind::Number))
}

/// The same name twice with different content is no ledger.
fn doubles(lines: &Parts<LedgerRow>) -> Result<(), Refused> {
    let twice = |odd: u64| {
        let mut ids: Vec<u64> = lines.iter().map(|line| line.id).filter(|id| *id != 0 && id & 1 == odd).collect();
        ids.sort_unstable();
        let pairs = ids.windows(2).filter(|pair| pair[0] == pair[1]);
        pairs.map(|pair| pair[0]).collect::<HashSet<u64>>()
    };
    let names = std::thread::scope(|scope| {
        let other = scope.spawn(|| twice(1));
        let mut mine = twice(0);
        mine.extend(other.join().expect("comparing names cannot panic"));
        mine
    });
    if names.is_empty() {
        return Ok(());
    }
    let mut rows: Vec<&LedgerRow> = lines.iter().filter(|line| names.contains(&line.id)).collect();
    rows.sort_unstable_by_key(|line| line.row);
    let mut first: HashMap<u64, &LedgerRow> = HashMap::new();
    let mut refused = Refused::default();
    for row in rows {
        let before = first.entry(row.id).or_insert(row);
        if !same(before, row) {
            refused.note(Flaw::at(u64::from(row.row), "id", b"", FlawKind::Twice { line: u64::from(before.row) }));
        }
    }
    refused.or(())
}

fn same(a: &LedgerRow, b: &LedgerRow) -> bool {
    LedgerRow { row: 0, ..*a } == LedgerRow { row: 0, ..*b }
}
