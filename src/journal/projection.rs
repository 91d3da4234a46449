//! The projections: what the fold says of sales and attempts, as rows.
//!
//! There is one way from an entry to the rows, [`fold`]. The writer goes it for each new entry and [`refill`] for all of them,
//! so both end with the same rows.

use rusqlite::{Connection, params};

use super::count::Count;
use super::store::{read_row, select_rows};
use super::{checks, hour, store, takings};
use crate::domain::book::Book;
use crate::domain::entry::Entry;
use crate::domain::fact::Fact;
use crate::domain::id::Guid;
use crate::domain::sale::{Attempt, Closed, Sale, SaleEnd};

/// Applies an entry to the book and writes what it changes, inside the caller's transaction.
///
/// A sale that left the book is taken to hand again first, so that folding anew ends where writing did.
pub(crate) fn fold(tx: &Connection, book: &mut Book, entry: &Entry) -> rusqlite::Result<()> {
    store::recall(tx, book, entry)?;
    hour::fold(tx, entry)?;
    checks::fold(tx, entry)?;
    let before = takings::Before::of(book, entry);
    fold_sales(tx, book, entry)?;
    takings::fold(tx, book, entry, &before)
}

fn fold_sales(tx: &Connection, book: &mut Book, entry: &Entry) -> rusqlite::Result<()> {
    if let Fact::SaleOpened(fact) = &entry.fact {
        let before: Vec<u64> = book.sales().map(|sale| sale.number).collect();
        book.apply(entry);
        if let Some(sale) = Sale::open(&entry.fact, entry.stamp.at) {
            insert_sale(tx, &sale, entry, book.sale(fact.sale).is_some())?;
        }
        return before
            .iter()
            .filter(|number| book.sale_numbered(**number).is_none())
            .try_for_each(|gone| let_go(tx, *gone));
    }
    book.apply(entry);
    fold_standing(tx, entry)?;
    let Some(sale) = entry.fact.sale().and_then(|id| book.sale(id)) else { return Ok(()) };
    update_sale(tx, sale, entry)?;
    match guid(&entry.fact).and_then(|guid| sale.attempt(guid)) {
        Some(attempt) => write_attempt(tx, sale, attempt, entry),
        None => Ok(()),
    }
}

/// Folds an entry that an owner's decision writes beside any book: it is of no sale.
pub(crate) fn fold_decision(tx: &Connection, entry: &Entry) -> rusqlite::Result<()> {
    hour::fold(tx, entry)?;
    fold_standing(tx, entry)
}

fn fold_standing(tx: &Connection, entry: &Entry) -> rusqlite::Result<()> {
    let stands =
        matches!(entry.fact, Fact::CaseResolved(_) | Fact::CaseReopened(_) | Fact::LimitsSet(_) | Fact::KeyRotated(_));
    if stands {
        tx.prepare_cached("INSERT INTO standing(seq) VALUES (?1)")?.execute([Count(entry.seq)])?;
    }
    Ok(())
}

/// Empties the projections and fills them from the entries again.
pub(crate) fn refill(tx: &Connection) -> rusqlite::Result<Book> {
    tx.execute_batch(super::schema::CLEAR_PROJECTIONS)?;
    let mut book = Book::default();
    let mut statement = tx.prepare(select_rows!("ORDER BY seq"))?;
    for row in statement.query_map([], read_row)? {
        fold(tx, &mut book, &row?.entry())?;
    }
    Ok(book)
}

/// Whether the projections end where the journal does: false after a version that did not know them wrote entries.
pub(crate) fn is_current(conn: &Connection) -> rusqlite::Result<bool> {
    conn.query_row(
        "SELECT (SELECT max(last_seq) FROM sale) IS \
         (SELECT seq FROM journal WHERE cart IS NOT NULL ORDER BY seq DESC LIMIT 1)",
        [],
        |row| row.get(0),
    )
}

fn insert_sale(tx: &Connection, sale: &Sale, entry: &Entry, held: bool) -> rusqlite::Result<()> {
    let mut statement = tx.prepare_cached(
        "INSERT INTO sale(number, id, opened_seq, last_seq, state, minor, cur, opened_ms, watched, held) \
         VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    statement.execute(params![
        Count(sale.number),
        sale.id.0.as_bytes(),
        Count(entry.seq),
        state_word(sale),
        sale.total.minor(),
        sale.total.currency().code(),
        sale.opened.0,
        sale.wants_watching(entry.stamp.at),
        held,
    ])?;
    Ok(())
}

fn update_sale(tx: &Connection, sale: &Sale, entry: &Entry) -> rusqlite::Result<()> {
    let mut statement = tx
        .prepare_cached("UPDATE sale SET last_seq = ?2, state = ?3, watched = ?4, receipt_no = ?5 WHERE number = ?1")?;
    let receipt_no = sale.completed().map(|fact| Count(fact.receipt_no));
    let watched = sale.wants_watching(entry.stamp.at);
    statement.execute(params![Count(sale.number), Count(entry.seq), state_word(sale), watched, receipt_no])?;
    // Apart, because naming an indexed column writes its index even where nothing changes.
    tx.prepare_cached("UPDATE sale SET held = 1 WHERE number = ?1 AND held = 0")?.execute([Count(sale.number)])?;
    Ok(())
}

fn let_go(tx: &Connection, number: u64) -> rusqlite::Result<()> {
    tx.prepare_cached("UPDATE sale SET held = 0 WHERE number = ?1")?.execute([Count(number)])?;
    Ok(())
}

fn write_attempt(tx: &Connection, sale: &Sale, attempt: &Attempt, entry: &Entry) -> rusqlite::Result<()> {
    if let Fact::PaymentIntent(_) = &entry.fact {
        return insert_attempt(tx, sale, attempt, entry);
    }
    if let Fact::PaymentInvoice(fact) = &entry.fact {
        let mut statement = tx.prepare_cached("UPDATE attempt SET invoice_id = ?2, expires_ms = ?3 WHERE guid = ?1")?;
        let expires = fact.expires.map(|at| at.0);
        statement.execute(params![fact.guid.0.as_bytes(), fact.invoice.as_str(), expires])?;
    }
    let mut statement =
        tx.prepare_cached("UPDATE attempt SET state = ?2, closed = ?3, last_seq = ?4 WHERE guid = ?1")?;
    statement.execute(params![
        attempt.guid().0.as_bytes(),
        attempt.status.state.word(),
        attempt.closed.as_ref().map(closed_word),
        Count(entry.seq),
    ])?;
    Ok(())
}

fn insert_attempt(tx: &Connection, sale: &Sale, attempt: &Attempt, entry: &Entry) -> rusqlite::Result<()> {
    let mut statement = tx.prepare_cached(
        "INSERT INTO attempt(guid, number, gateway, order_id, state, minor, cur, last_seq) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    let asked = &attempt.request;
    statement.execute(params![
        asked.guid.0.as_bytes(),
        Count(sale.number),
        asked.gateway.as_str(),
        asked.order_id,
        attempt.status.state.word(),
        asked.price.minor(),
        asked.price.currency().code(),
        Count(entry.seq),
    ])?;
    Ok(())
}

fn state_word(sale: &Sale) -> &'static str {
    match sale.end {
        None => "open",
        Some(SaleEnd::Completed { .. }) => "completed",
        Some(SaleEnd::Voided { .. }) => "voided",
    }
}

fn closed_word(closed: &Closed) -> &'static str {
    match closed {
        Closed::Refused(_) => "refused",
        Closed::Abandoned(_) => "abandoned",
        Closed::Quarantined(_) => "quarantined",
    }
}

/// The attempt a fact speaks of.
fn guid(fact: &Fact) -> Option<Guid> {
    Some(match fact {
        Fact::PaymentIntent(fact) => fact.request.guid,
        Fact::PaymentUnknown(fact) => fact.guid,
        Fact::PaymentInvoice(fact) => fact.guid,
        Fact::PaymentStatus(fact) => fact.guid,
        Fact::PaymentRefused(fact) => fact.guid,
        Fact::PaymentAbandoned(fact) => fact.guid,
        Fact::PaymentQuarantined(fact) => fact.guid,
        Fact::PaymentContradicted(fact) => fact.guid,
        Fact::CoinShown(fact) => fact.guid,
        Fact::CancelAsked(fact) => fact.guid,
        Fact::MoneyLate(fact) => fact.guid,
        Fact::LateDecided(fact) => fact.guid,
        Fact::SaleOpened(_)
        | Fact::SaleVoided(_)
        | Fact::SaleCompleted(_)
        | Fact::ReceiptCopied(_)
        // A refund is told by its sale; what it takes from a payment is not part of the payment's row.
        | Fact::RefundIntent(_)
        | Fact::RefundUnknown(_)
        | Fact::RefundStatus(_)
        | Fact::RefundRefused(_)
        | Fact::RefundQuarantined(_)
        | Fact::ReturnCompleted(_)
        | Fact::DayRuled(_)
        | Fact::FloatSet(_)
        | Fact::CashMoved(_)
        | Fact::DrawerOpened(_)
        | Fact::DrawerCounted(_)
        | Fact::DifferenceExplained(_)
        | Fact::XRead(_)
        | Fact::ZClosed(_)
        | Fact::ReportCopied(_)
        | Fact::Started(_)
        | Fact::CaseResolved(_)
        | Fact::CaseReopened(_)
        | Fact::LimitsSet(_)
        | Fact::DaysChecked(_)
        | Fact::Stopped(_)
        | Fact::Genesis(_)
        | Fact::SettingsRecovered(_)
        | Fact::ClockJumped(_)
        | Fact::Recovered(_)
        | Fact::Restored(_)
        | Fact::EpochBegun(_)
        | Fact::KeyRotated(_)
        | Fact::Unknown { .. } => return None,
    })
}
