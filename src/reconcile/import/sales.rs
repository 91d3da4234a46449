//! Our own sales as CSV: one line for each payment attempt.

use super::super::key::Key;
use super::super::parts::Parts;
use super::super::row::{SaleRow, SaleState};
use super::super::views::Progress;
use super::csv::{Column, Fields, Work, read};
use super::flaw::{Flaw, FlawKind, Refused};
use super::source::Source;

const SALE: usize = 0;
const ORDER: usize = 1;
const GUID: usize = 2;
const INVOICE: usize = 3;
const AMOUNT: usize = 4;
const CURRENCY: usize = 5;
const AT: usize = 6;
const STATE: usize = 7;
const ATTEMPT: usize = 8;

const COLUMNS: &[Column] = &[
    Column { names: &["sale"], needed: true },
    Column { names: &["order_id", "orderid", "order"], needed: true },
    Column { names: &["guid"], needed: false },
    Column { names: &["invoice", "invoice_id", "invoiceid"], needed: true },
    Column { names: &["amount", "total"], needed: true },
    Column { names: &["currency"], needed: true },
    Column { names: &["at", "time", "timestamp"], needed: true },
    Column { names: &["state"], needed: true },
    Column { names: &["attempt"], needed: false },
];

/// The words of the column `state`.
pub const STATES: &str = "accepted, waiting, ended";

/// Reads sales into `1 << bits` partitions.
///
/// # Errors
/// [`Refused`] with the flaws by line; nothing is kept then.
pub fn csv(source: &(impl Source + ?Sized), bits: u32, progress: &Progress) -> Result<Parts<SaleRow>, Refused> {
    let work = Work {
        start: &|| Parts::new(bits),
        make: &|parts: &mut Parts<SaleRow>, fields| {
            let row = sale(fields)?;
            let home = [row.invoice, row.order, row.guid].into_iter().find(|key| !key.is_none());
            parts.push(home.unwrap_or_default(), row);
            Ok(())
        },
        renumber: &|parts: &mut Parts<SaleRow>, by| parts.iter_mut().for_each(|row| row.row += by),
    };
    let mut read = read(source, COLUMNS, &work, progress)?.into_iter();
    let mut all = read.next().unwrap_or_else(|| Parts::new(bits));
    read.for_each(|more| all.absorb(more));
    Ok(all)
}

fn sale(fields: &Fields<'_>) -> Result<SaleRow, Flaw> {
    let attempt = if fields.get(ATTEMPT).is_empty() { 1 } else { fields.number(ATTEMPT)? };
    Ok(SaleRow {
        invoice: Key::of(fields.get(INVOICE)),
        order: Key::of(fields.needed(ORDER)?),
        guid: Key::of(fields.get(GUID)),
        amount: fields.amount(AMOUNT)?,
        unit: fields.unit(CURRENCY)?,
        at: fields.moment(AT)?,
        cart: Key::of(fields.needed(SALE)?).short(),
        row: u32::try_from(fields.line).unwrap_or(u32::MAX),
        attempt: u8::try_from(attempt).unwrap_or(u8::MAX),
        state: match fields.get(STATE) {
            b"accepted" => SaleState::Accepted,
            b"waiting" => SaleState::Waiting,
            b"ended" => SaleState::Ended,
            _ => return Err(fields.flaw(STATE, FlawKind::Word { known: STATES })),
        },
        test: false,
    })
}
