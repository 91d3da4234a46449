//! A bank's statement, whatever its form: what every reader of one makes.

use super::super::amount::Amount;
use super::super::key::Key;
use super::super::row::{BankRow, Unit};
use super::flaw::{Flaw, FlawKind, Refused};
use super::table::table;

/// What the owner asks of a bank's file.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// The account it must be of; any when none.
    pub account: Option<String>,
    /// Words of which one stands in every payout's text, in capitals, such as `BITPAY`. Without any, every credit is
    /// expected to be a payout.
    pub payer: Vec<String>,
    /// The business days it must reach over, first and last, counted from 1970-01-01.
    pub days: Option<(i32, i32)>,
    /// The currency of a file that does not say.
    pub unit: Unit,
    /// The names of the columns of a table.
    pub columns: BankColumns,
}

/// How a bank calls the columns of its table.
#[derive(Debug, Clone)]
pub struct BankColumns {
    /// The day of the booking.
    pub day: Vec<String>,
    /// The amount, signed.
    pub amount: Vec<String>,
    /// The currency.
    pub currency: Vec<String>,
    /// All columns that hold text.
    pub text: Vec<String>,
    /// How days are written.
    pub order: DayOrder,
}

/// The order of year, month and day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DayOrder {
    /// `2026-11-20`, or `20.11.2026` where dots part it.
    #[default]
    YearOrDay,
    /// `11/20/2026`
    MonthDay,
}

impl Default for BankColumns {
    fn default() -> Self {
        let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Self {
            day: list(&["date", "booking date", "day", "buchungstag", "buchungsdatum", "datum", "valuta"]),
            amount: list(&["amount", "betrag", "umsatz", "montant", "importe"]),
            currency: list(&["currency", "währung", "waehrung", "devise"]),
            text: list(&[
                "text",
                "description",
                "reference",
                "details",
                "payee",
                "verwendungszweck",
                "name",
                "memo",
                "empfänger",
            ]),
            order: DayOrder::YearOrDay,
        }
    }
}

/// One line as a reader found it.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) line: u64,
    pub(crate) id: String,
    pub(crate) day: i32,
    pub(crate) amount: Amount,
    pub(crate) unit: Unit,
    pub(crate) text: String,
}

impl Ask {
    /// The row of a line.
    pub(crate) fn row(&self, found: &Found) -> BankRow {
        let capitals = found.text.to_uppercase();
        let said = format!("{}|{}|{}|{}", found.id, found.day, found.amount.to_plain(0), found.text);
        BankRow {
            id: Key::of(if found.id.is_empty() { said.as_bytes() } else { found.id.as_bytes() }),
            words: words(&found.text),
            amount: found.amount,
            unit: found.unit,
            day: found.day,
            row: u32::try_from(found.line).unwrap_or(u32::MAX),
            expected: self.payer.is_empty() || self.payer.iter().any(|payer| capitals.contains(payer.as_str())),
        }
    }

    /// Whether the file is of the account asked for.
    pub(crate) fn check_account(&self, line: u64, tag: &str, found: &str) -> Result<(), Flaw> {
        let bare = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
        match &self.account {
            Some(wanted) if !bare(found).contains(&bare(wanted)) => {
                let kind = FlawKind::OtherAccount { wanted: wanted.clone() };
                Err(Flaw::at(line, tag, found.as_bytes(), kind))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Whether the file reaches over the days asked for, by what it says of itself or by its lines.
    pub(crate) fn check_days(&self, told: Option<(i32, i32)>, rows: &[BankRow]) -> Result<(), Flaw> {
        let days = rows.iter().map(|row| row.day);
        let seen = days.clone().min().zip(days.max());
        let (Some((first, last)), Some((from, to))) = (told.or(seen), self.days) else { return Ok(()) };
        if first <= to && last >= from {
            return Ok(());
        }
        let kind = FlawKind::OtherDays { first: super::time::text(first), last: super::time::text(last) };
        Err(Flaw::whole(kind))
    }
}

/// The words of a text that could be a name: letters and digits, six or more.
fn words(text: &str) -> Vec<Key> {
    let parts = text.split(|sign: char| !sign.is_ascii_alphanumeric());
    parts.filter(|word| word.len() >= 6).map(|word| Key::of(word.as_bytes())).collect()
}

/// Reads a bank's table. The same line twice is two lines: a bank may well book the same amount twice a day.
///
/// # Errors
/// [`Refused`] with the flaws by line; nothing is kept then.
pub fn csv(text: &[u8], ask: &Ask) -> Result<Vec<BankRow>, Refused> {
    let names = &ask.columns;
    let wanted = [&names.day, &names.amount, &names.currency];
    let table = table(text, &wanted, &names.text)?;
    let mut refused = Refused::default();
    let mut rows: Vec<BankRow> = Vec::new();
    for line in &table.lines {
        match found(line, table.mark, ask) {
            Ok(found) => rows.push(ask.row(&found)),
            Err(flaw) => refused.note(flaw),
        }
    }
    count_equal(&mut rows);
    let checked = ask.check_days(None, &rows);
    if let Err(flaw) = checked {
        refused.note(flaw);
    }
    refused.or(rows)
}

/// Tells equal lines apart by their place among the equal, so that each keeps its name from file to file.
fn count_equal(rows: &mut [BankRow]) {
    let mut seen: std::collections::HashMap<Key, u32> = std::collections::HashMap::new();
    for row in rows {
        let count = seen.entry(row.id).or_default();
        if *count > 0 {
            row.id = Key::of(format!("{:?} {count}", row.id).as_bytes());
        }
        *count += 1;
    }
}

fn found(line: &super::table::Line, mark: crate::domain::amount::DecimalMark, ask: &Ask) -> Result<Found, Flaw> {
    let flaw = |column: &str, value: &str, kind| Flaw::at(line.number, column, value.as_bytes(), kind);
    let [day, amount, currency] = [0, 1, 2].map(|at| line.values.get(at).map_or("", String::as_str));
    let parsed = day_of(day, ask.columns.order).ok_or_else(|| flaw("date", day, FlawKind::Time))?;
    let units = Amount::parse(amount.as_bytes(), mark);
    let unit = if currency.is_empty() { Some(ask.unit) } else { Unit::of(currency.as_bytes()) };
    Ok(Found {
        line: line.number,
        id: String::new(),
        day: parsed,
        amount: units.map_err(|why| flaw("amount", amount, FlawKind::Amount(why)))?,
        unit: unit.ok_or_else(|| flaw("currency", currency, FlawKind::Currency))?,
        text: line.text.clone(),
    })
}

fn day_of(text: &str, order: DayOrder) -> Option<i32> {
    let parts: Vec<i64> =
        text.split(['.', '-', '/']).map(|part| super::time::number(part.trim().as_bytes())).collect::<Option<_>>()?;
    let [a, b, c] = parts[..] else { return None };
    let year = |short: i64| if short < 100 { 2000 + short } else { short };
    match order {
        _ if a > 31 => super::time::date(a, b, c),
        DayOrder::YearOrDay => super::time::date(year(c), b, a),
        DayOrder::MonthDay => super::time::date(year(c), a, b),
    }
}
