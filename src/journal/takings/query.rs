//! What the rows of takings are asked.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row as SqlRow, params};

use crate::domain::act::{Act, ActAt, ActKind};
use crate::domain::day::{Day, Moment, Period};
use crate::domain::entry::Entry;
use crate::domain::money::Currency;
use crate::domain::report::Closing;
use crate::domain::takings::{By, COMPARED_DAYS, Compared, Figures, Row, Takings};
use crate::journal::count::{Count, count};
use crate::journal::store::{read_row, select_rows};

/// The takings of a period, split.
pub(crate) fn takings(conn: &Connection, period: Period, by: By, currency: Currency) -> rusqlite::Result<Takings> {
    let whole = rows(conn, period, By::Whole)?.into_iter().fold(Figures::default(), |sum, row| sum.plus(row.figures));
    let rows = if by == By::Whole { Vec::new() } else { rows(conn, period, by)? };
    Ok(Takings { period, currency, whole, rows })
}

fn rows(conn: &Connection, period: Period, by: By) -> rusqlite::Result<Vec<Row>> {
    let mut statement = conn.prepare_cached(
        "SELECT key, label, sales, taken, pieces, cash, promised, settled, failed, refunds, refunded, seen \
         FROM takings WHERE part = ?1 AND span BETWEEN ?2 AND ?3 ORDER BY span",
    )?;
    let mut sums: BTreeMap<String, Row> = BTreeMap::new();
    for range in period.ranges() {
        for row in statement.query_map(params![by.number(), range.start(), range.end()], read)? {
            let row = row?;
            match sums.get_mut(&row.key) {
                Some(sum) => {
                    sum.figures = sum.figures.plus(row.figures);
                    if !row.label.is_empty() {
                        sum.label = row.label;
                    }
                }
                None => drop(sums.insert(row.key.clone(), row)),
            }
        }
    }
    Ok(sums.into_values().filter(|row| !row.figures.is_zero()).collect())
}

fn read(row: &SqlRow<'_>) -> rusqlite::Result<Row> {
    let figures = Figures {
        sales: row.get(2)?,
        taken: row.get(3)?,
        pieces: row.get(4)?,
        cash: row.get(5)?,
        promised: row.get(6)?,
        settled: row.get(7)?,
        failed: row.get(8)?,
        refunds: row.get(9)?,
        refunded: row.get(10)?,
        seen: row.get(11)?,
    };
    Ok(Row { key: row.get(0)?, label: row.get(1)?, figures })
}

/// What the same weekday a week before had taken by the same minute.
pub(crate) fn compared(conn: &Connection, now: Moment) -> rusqlite::Result<Compared> {
    let day = now.day.plus(-COMPARED_DAYS);
    let mut statement =
        conn.prepare_cached("SELECT count(*), coalesce(sum(minor), 0) FROM taking WHERE day = ?1 AND minute <= ?2")?;
    statement.query_row(params![day.number(), now.minute], |row| {
        Ok(Compared { day, sales: row.get(0)?, taken: row.get(1)? })
    })
}

/// The acts of a period an owner may want to look at, oldest first.
pub(crate) fn acts(conn: &Connection, period: Period) -> rusqlite::Result<Vec<ActAt>> {
    let mut statement = conn.prepare_cached(
        "SELECT seq, kind, day, minute, operator, minor, number FROM act WHERE day BETWEEN ?1 AND ?2 ORDER BY seq, kind",
    )?;
    let found = statement.query_map(params![period.from().number(), period.to().number()], |row| {
        let kind: i64 = row.get(1)?;
        let (seq, day, minute) = (count(row, 0)?, row.get::<_, i64>(2)?, row.get(3)?);
        let kind = ActKind::ALL.into_iter().find(|known| known.number() == kind);
        let at = Day::from_number(day).map(|day| Moment { day, minute });
        let (operator, minor, number) = (row.get(4)?, row.get(5)?, count(row, 6)?);
        Ok(kind.zip(at).map(|(kind, at)| ActAt { seq, at, act: Act { kind, operator, minor, number } }))
    })?;
    found.filter_map(Result::transpose).collect()
}

/// The newest closings, newest first.
pub(crate) fn closings(conn: &Connection, limit: usize) -> rusqlite::Result<Vec<Closing>> {
    let mut statement = conn.prepare_cached(select_rows!(
        "WHERE seq IN (SELECT seq FROM closing ORDER BY z_no DESC LIMIT ?1) ORDER BY seq DESC"
    ))?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let entries: Vec<Entry> = statement
        .query_map([limit], read_row)?
        .map(|row| row.map(|row| row.entry()))
        .collect::<rusqlite::Result<_>>()?;
    Ok(entries.iter().filter_map(Closing::of).collect())
}

/// One closing by its number.
pub(crate) fn closing(conn: &Connection, number: u64) -> rusqlite::Result<Option<Closing>> {
    let mut statement = conn.prepare_cached(select_rows!("WHERE seq = (SELECT seq FROM closing WHERE z_no = ?1)"))?;
    let mut found = statement.query_map([Count(number)], read_row)?;
    Ok(found.next().transpose()?.and_then(|row| Closing::of(&row.entry())))
}
