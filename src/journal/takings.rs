//! Takings as rows: added up while entries are written, so that a year is answered from twelve rows and not from a
//! million sales. They are a projection like the others: `fold` is the one way from an entry to them.

mod query;

use rusqlite::{Connection, OptionalExtension as _, params};

pub(crate) use query::{acts, closing, closings, compared, takings};

use super::count::Count;
use crate::domain::act;
use crate::domain::book::Book;
use crate::domain::day::{Day, Moment};
use crate::domain::entry::Entry;
use crate::domain::fact::Fact;
use crate::domain::sale::Sale;
use crate::domain::takings::{Cells, Placed, of_return, of_sale, place};
use crate::domain::till_day::TillDay;

/// What is known before an entry is applied.
pub(crate) struct Before {
    placed: Option<Placed>,
    day: TillDay,
}

impl Before {
    pub(crate) fn of(book: &Book, entry: &Entry) -> Self {
        let sale = entry.fact.sale().and_then(|id| book.sale(id));
        Self { placed: sale.and_then(place), day: book.till_day().clone() }
    }
}

/// Writes what an entry changes, once the book has applied it.
pub(crate) fn fold(tx: &Connection, book: &Book, entry: &Entry, before: &Before) -> rusqlite::Result<()> {
    if *book.till_day() != before.day {
        write_till_day(tx, book.till_day())?;
    }
    if entry.training {
        return Ok(());
    }
    let now = book.day_rule().assign(entry.stamp.at, entry.stamp.offset_min);
    for act in act::of(book, entry) {
        insert_act(tx, entry.seq, now, &act)?;
    }
    if let Fact::ZClosed(_) = &entry.fact {
        return insert_closing(tx, entry);
    }
    let Some(sale) = entry.fact.sale().and_then(|id| book.sale(id)) else { return Ok(()) };
    if let Fact::ReturnCompleted(fact) = &entry.fact {
        return post(tx, now.day, &of_return(sale, fact, now));
    }
    let Some(after) = place(sale).filter(|after| before.placed.as_ref() != Some(after)) else { return Ok(()) };
    let Some(placed) = &before.placed else {
        insert_taking(tx, sale, now)?;
        return post(tx, now.day, &of_sale(sale, &after, now));
    };
    let at = moment(tx, sale.number)?.unwrap_or(now);
    post(tx, at.day, &of_sale(sale, &after, at).minus(&of_sale(sale, placed, at)))
}

fn write_till_day(tx: &Connection, day: &TillDay) -> rusqlite::Result<()> {
    let state = serde_json::to_string(day).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
    tx.prepare_cached("INSERT INTO till_day(id, state) VALUES (1, ?1) ON CONFLICT(id) DO UPDATE SET state = ?1")?
        .execute([state])?;
    Ok(())
}

fn insert_taking(tx: &Connection, sale: &Sale, at: Moment) -> rusqlite::Result<()> {
    let mut statement = tx.prepare_cached("INSERT INTO taking(number, day, minute, minor) VALUES (?1, ?2, ?3, ?4)")?;
    statement.execute(params![Count(sale.number), at.day.number(), at.minute, sale.total.minor()])?;
    Ok(())
}

/// The moment a completed sale belongs to.
fn moment(conn: &Connection, number: u64) -> rusqlite::Result<Option<Moment>> {
    let mut statement = conn.prepare_cached("SELECT day, minute FROM taking WHERE number = ?1")?;
    let found = statement.query_row([Count(number)], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?))).optional()?;
    Ok(found.and_then(|(day, minute)| Some(Moment { day: Day::from_number(day)?, minute })))
}

/// Adds cells to their day and to its month.
fn post(tx: &Connection, day: Day, cells: &Cells) -> rusqlite::Result<()> {
    let mut statement = tx.prepare_cached(
        "INSERT INTO takings(part, span, key, label, sales, taken, pieces, cash, promised, settled, failed, refunds, \
         refunded, seen) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) \
         ON CONFLICT(part, span, key) DO UPDATE SET label = iif(excluded.label = '', label, excluded.label), \
         sales = sales + excluded.sales, taken = taken + excluded.taken, pieces = pieces + excluded.pieces, \
         cash = cash + excluded.cash, promised = promised + excluded.promised, \
         settled = settled + excluded.settled, failed = failed + excluded.failed, \
         refunds = refunds + excluded.refunds, refunded = refunded + excluded.refunded, \
         seen = seen + excluded.seen",
    )?;
    for (by, key, cell) in cells.iter() {
        let f = &cell.figures;
        for span in [day.number(), day.month_number()] {
            statement.execute(params![
                by.number(),
                span,
                key,
                cell.label,
                f.sales,
                f.taken,
                f.pieces,
                f.cash,
                f.promised,
                f.settled,
                f.failed,
                f.refunds,
                f.refunded,
                f.seen,
            ])?;
        }
    }
    Ok(())
}

fn insert_act(tx: &Connection, seq: u64, at: Moment, act: &act::Act) -> rusqlite::Result<()> {
    let mut statement = tx.prepare_cached(
        "INSERT INTO act(seq, kind, day, minute, operator, minor, number) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let (kind, day, minute) = (act.kind.number(), at.day.number(), at.minute);
    statement.execute(params![Count(seq), kind, day, minute, act.operator, act.minor, Count(act.number)])?;
    Ok(())
}

fn insert_closing(tx: &Connection, entry: &Entry) -> rusqlite::Result<()> {
    let Fact::ZClosed(z) = &entry.fact else { return Ok(()) };
    let mut statement = tx.prepare_cached(
        "INSERT INTO closing(z_no, seq, day, from_seq, to_seq, gt_sales, gt_returns, gt_abs) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    let (sales, returns, abs) = (z.grand.sales, z.grand.returns, z.grand.abs);
    let (number, seq) = (Count(z.number), Count(entry.seq));
    statement.execute(params![number, seq, z.day.number(), Count(z.from_seq), Count(z.to_seq), sales, returns, abs])?;
    Ok(())
}
