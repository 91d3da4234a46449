//! Reading the past in pages: rows as stored, and the entries of each sale, for exports of any length.

use rusqlite::{Connection, params};

use super::chain::Row;
use super::count::{Count, count};
use super::error::StoreError;
use super::reader::Reader;
use super::store::{read_row, select_rows};
use crate::domain::day::DayRule;
use crate::domain::entry::Entry;
use crate::domain::fact::Fact;

/// Entries from one to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first.
    pub first: u64,
    /// The last.
    pub last: u64,
}

/// Which sales come next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SalesPage {
    /// Sales with a number above this one.
    pub after: u64,
    /// Sales that have an entry here, or before and after it.
    pub span: Span,
    /// How many at most.
    pub limit: u32,
}

impl Reader {
    /// Up to `limit` rows from `from_seq` on, as stored. Blocks for the read.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn rows(&self, from_seq: u64, limit: u32) -> Result<Vec<Row>, StoreError> {
        let conn = self.conn();
        let mut statement = conn.prepare_cached(select_rows!("WHERE seq >= ?1 ORDER BY seq LIMIT ?2"))?;
        let rows = statement.query_map(params![Count(from_seq), limit], read_row)?.collect::<Result<_, _>>()?;
        Ok(rows)
    }

    /// The first and the last entry whose wall clock at the till lay in `[from_ms, until_ms)`, counted as if the till
    /// were in UTC. Blocks for the read.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn span(&self, (from_ms, until_ms): (i64, i64)) -> Result<Option<Span>, StoreError> {
        let conn = self.conn();
        let found = conn.query_row(
            "SELECT min(seq), max(seq) FROM journal \
             WHERE at_ms + tz_min * 60000 >= ?1 AND at_ms + tz_min * 60000 < ?2",
            [from_ms, until_ms],
            |row| Ok(row.get::<_, Option<Count>>(0)?.zip(row.get::<_, Option<Count>>(1)?)),
        )?;
        Ok(found.map(|(first, last)| Span { first: first.0, last: last.0 }))
    }

    /// The rows that handed the book to another key, in order. Blocks for the read.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn turns(&self) -> Result<Vec<Row>, StoreError> {
        let conn = self.conn();
        let mut statement = conn.prepare_cached(select_rows!("WHERE kind = 905 ORDER BY seq"))?;
        Ok(statement.query_map([], read_row)?.collect::<Result<_, _>>()?)
    }

    /// The rules of the day with the entries that made them, in order. Blocks for the read.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn day_rules(&self) -> Result<Vec<(u64, DayRule)>, StoreError> {
        let conn = self.conn();
        let mut statement = conn.prepare_cached(select_rows!("WHERE kind = 111 ORDER BY seq"))?;
        let rows = statement.query_map([], read_row)?.collect::<Result<Vec<_>, _>>()?;
        let ruled =
            |row: &Row| if let Fact::DayRuled(fact) = row.entry().fact { Some((row.seq, fact.rule)) } else { None };
        Ok(rows.iter().filter_map(ruled).collect())
    }

    /// The receipts given out before an entry. Blocks for the read.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn receipts_before(&self, seq: u64) -> Result<u64, StoreError> {
        let last = "SELECT coalesce((SELECT receipt_no FROM journal WHERE seq < ?1 AND receipt_no IS NOT NULL \
                    ORDER BY seq DESC LIMIT 1), 0)";
        Ok(self.conn().query_row(last, [Count(seq)], |row| count(row, 0))?)
    }

    /// Sales rung up in a span that have no end yet: how many, and what they come to in minor units. Blocks for the read.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn open_sales(&self, span: Span) -> Result<(u64, i64), StoreError> {
        let open = "SELECT count(*), coalesce(sum(minor), 0) FROM sale \
                    WHERE state = 'open' AND opened_seq BETWEEN ?1 AND ?2";
        let bounds = params![Count(span.first), Count(span.last)];
        Ok(self.conn().query_row(open, bounds, |row| Ok((count(row, 0)?, row.get(1)?)))?)
    }

    /// How many sales [`Self::sales`] would give in all. Blocks for the read.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn sales_count(&self, span: Span) -> Result<u64, StoreError> {
        let all = "SELECT count(*) FROM sale WHERE last_seq >= ?1 AND opened_seq <= ?2";
        Ok(self.conn().query_row(all, params![Count(span.first), Count(span.last)], |row| count(row, 0))?)
    }

    /// The next sales by number, each as all its entries in order. Blocks for the read.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn sales(&self, page: SalesPage) -> Result<Vec<(u64, Vec<Entry>)>, StoreError> {
        let conn = self.conn();
        let mut statement = conn.prepare_cached(
            "SELECT number, id FROM sale WHERE number > ?1 AND last_seq >= ?2 AND opened_seq <= ?3 \
             ORDER BY number LIMIT ?4",
        )?;
        let bounds = params![Count(page.after), Count(page.span.first), Count(page.span.last), page.limit];
        let found = statement.query_map(bounds, |row| Ok((count(row, 0)?, row.get::<_, [u8; 16]>(1)?)))?;
        found
            .map(|sale| sale.and_then(|(number, id)| Ok((number, entries_of(&conn, &id)?))))
            .collect::<Result<_, _>>()
            .map_err(Into::into)
    }
}

fn entries_of(conn: &Connection, cart: &[u8; 16]) -> rusqlite::Result<Vec<Entry>> {
    let mut statement = conn.prepare_cached(select_rows!("WHERE cart = ?1 ORDER BY seq"))?;
    statement.query_map([cart], read_row)?.map(|row| row.map(|row| row.entry())).collect()
}
