//! MT940, the statement many banks still write: `:61:` is a line, `:86:` its text.

use super::super::amount::Amount;
use super::super::row::{BankRow, Unit};
use super::bank::{Ask, Found};
use super::flaw::{Flaw, FlawKind, Refused};
use crate::domain::amount::DecimalMark;

/// Reads a statement; its opening balance and lines must make its closing balance.
///
/// # Errors
/// [`Refused`] with the flaws by line; nothing is kept then.
pub fn statement(text: &[u8], ask: &Ask) -> Result<Vec<BankRow>, Refused> {
    let mut reader =
        Reader { ask, unit: ask.unit, balance: None, told: None, found: Vec::new(), refused: Refused::default() };
    let fields = fields(text)?;
    if fields.is_empty() {
        return Err(FlawKind::Form.into());
    }
    for field in &fields {
        if let Err(flaw) = reader.take(field) {
            reader.refused.note(flaw);
        }
    }
    if reader.balance.is_some() {
        reader.refused.note(Flaw::at(fields.last().map_or(0, |field| field.line), "62F", b"", FlawKind::Cut));
    }
    let rows: Vec<BankRow> = reader.found.iter().map(|found| ask.row(found)).collect();
    if let Err(flaw) = ask.check_days(reader.told, &rows) {
        reader.refused.note(flaw);
    }
    reader.refused.or(rows)
}

struct Field {
    line: u64,
    tag: String,
    text: String,
}

/// `:61:…` and all lines until the next tag.
fn fields(text: &[u8]) -> Result<Vec<Field>, Refused> {
    let mut fields: Vec<Field> = Vec::new();
    for (number, line) in (1..).zip(text.split(|byte| *byte == b'\n')) {
        let Ok(line) = std::str::from_utf8(line) else {
            return Err(Flaw::at(number, "", line, FlawKind::Encoding).into());
        };
        let line = line.trim_start_matches('\u{feff}').trim_end();
        let tagged = line.strip_prefix(':').and_then(|rest| rest.split_once(':'));
        match (tagged, fields.last_mut()) {
            (Some((tag, text)), _) if tag.len() <= 3 => {
                fields.push(Field { line: number, tag: tag.to_owned(), text: text.to_owned() });
            }
            (_, Some(field)) if !line.is_empty() && line != "-" && !line.starts_with("-}") => {
                field.text.push('\n');
                field.text.push_str(line);
            }
            (_, _) => {}
        }
    }
    Ok(fields)
}

struct Reader<'a> {
    ask: &'a Ask,
    unit: Unit,
    /// Opening and lines so far, while a statement is open.
    balance: Option<Amount>,
    told: Option<(i32, i32)>,
    found: Vec<Found>,
    refused: Refused,
}

impl Reader<'_> {
    fn take(&mut self, field: &Field) -> Result<(), Flaw> {
        match field.tag.as_str() {
            "25" => self.ask.check_account(field.line, "25", &field.text),
            "60F" | "60M" => self.opening(field),
            "61" => self.line(field),
            "86" => {
                if let Some(found) = self.found.last_mut().filter(|_| self.balance.is_some()) {
                    found.text.push_str(&field.text.replace('\n', ""));
                }
                Ok(())
            }
            "62F" | "62M" => self.closing(field),
            _ => Ok(()),
        }
    }

    /// `C261120EUR1234,56`
    fn balance_of(field: &Field) -> Result<(Amount, i32, Unit), Flaw> {
        let flaw = |kind| Flaw::at(field.line, &field.tag, field.text.as_bytes(), kind);
        let (sign, rest) = field.text.split_at_checked(1).ok_or_else(|| flaw(FlawKind::Form))?;
        let (day, rest) = rest.split_at_checked(6).ok_or_else(|| flaw(FlawKind::Form))?;
        let (code, amount) = rest.split_at_checked(3).ok_or_else(|| flaw(FlawKind::Form))?;
        let unit = Unit::of(code.as_bytes()).ok_or_else(|| flaw(FlawKind::Currency))?;
        let amount = Amount::parse(amount.as_bytes(), DecimalMark::Comma).map_err(|why| flaw(FlawKind::Amount(why)))?;
        let day = short_day(day).ok_or_else(|| flaw(FlawKind::Time))?;
        Ok((if sign == "D" { -amount } else { amount }, day, unit))
    }

    fn opening(&mut self, field: &Field) -> Result<(), Flaw> {
        let (amount, day, unit) = Self::balance_of(field)?;
        (self.balance, self.unit) = (Some(amount), unit);
        self.told = Some(self.told.map_or((day, day), |(first, last)| (first.min(day), last.max(day))));
        Ok(())
    }

    fn closing(&mut self, field: &Field) -> Result<(), Flaw> {
        let (amount, day, _) = Self::balance_of(field)?;
        self.told = Some(self.told.map_or((day, day), |(first, last)| (first.min(day), last.max(day))));
        match self.balance.take() {
            Some(made) if made != amount => {
                Err(Flaw::at(field.line, &field.tag, field.text.as_bytes(), FlawKind::Sum { made: made.to_plain(2) }))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// `2611201120CR100,00NTRFREFERENCE//BANKREF`, the second day and the letter after the sign being optional.
    fn line(&mut self, field: &Field) -> Result<(), Flaw> {
        let flaw = |kind| Flaw::at(field.line, "61", field.text.as_bytes(), kind);
        let first = field.text.lines().next().unwrap_or_default();
        let (day, rest) = first.split_at_checked(6).ok_or_else(|| flaw(FlawKind::Cut))?;
        let day = short_day(day).ok_or_else(|| flaw(FlawKind::Time))?;
        let rest = rest.trim_start_matches(|sign: char| sign.is_ascii_digit());
        let signs = ["RC", "RD", "C", "D"];
        let sign = signs
            .into_iter()
            .find(|sign| rest.starts_with(sign))
            .ok_or_else(|| flaw(FlawKind::Word { known: "C, D, RC, RD" }))?;
        let rest = &rest[sign.len()..];
        // A third letter of the currency may stand before the amount.
        let rest = rest.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
        let end = rest.find(|sign: char| !sign.is_ascii_digit() && sign != ',').unwrap_or(rest.len());
        let amount = Amount::parse(&rest.as_bytes()[..end], DecimalMark::Comma);
        let amount = amount.map_err(|why| flaw(FlawKind::Amount(why)))?;
        let amount = if matches!(sign, "D" | "RC") { -amount } else { amount };
        if let Some(balance) = &mut self.balance {
            *balance += amount;
        }
        let reference = rest[end..].split_once("//").map_or("", |(_, reference)| reference);
        self.found.push(Found {
            line: field.line,
            id: if reference.is_empty() { String::new() } else { format!("{reference} {day}") },
            day,
            amount,
            unit: self.unit,
            text: format!("{} ", rest[end..].trim()),
        });
        Ok(())
    }
}

/// `261120`
fn short_day(text: &str) -> Option<i32> {
    let two = |at: usize| super::time::number(text.as_bytes().get(at..at + 2)?);
    super::time::date(2000 + two(0)?, two(2)?, two(4)?)
}
