//! OFX, with or without closing tags: `<STMTTRN>` is a line.

use super::super::amount::Amount;
use super::super::row::{BankRow, Unit};
use super::bank::{Ask, Found};
use super::flaw::{Flaw, FlawKind, Refused};
use crate::domain::amount::DecimalMark;

/// Reads a statement.
///
/// # Errors
/// [`Refused`] with the flaws by line; nothing is kept then.
pub fn statement(text: &[u8], ask: &Ask) -> Result<Vec<BankRow>, Refused> {
    let mut reader = Reader { ask, unit: ask.unit, told: (None, None), open: None, found: Vec::new() };
    let mut refused = Refused::default();
    let mut ended = false;
    let mut seen = false;
    for tag in tags(text)? {
        seen |= tag.name == "OFX";
        ended |= tag.name == "/OFX";
        if let Err(flaw) = reader.take(&tag) {
            refused.note(flaw);
        }
    }
    if !seen {
        return Err(FlawKind::Form.into());
    }
    if !ended || reader.open.is_some() {
        let line = text.split(|byte| *byte == b'\n').count() as u64;
        refused.note(Flaw::at(line, "", b"", FlawKind::Cut));
    }
    let rows: Vec<BankRow> = reader.found.iter().map(|found| ask.row(found)).collect();
    if let Err(flaw) = ask.check_days(reader.told.0.zip(reader.told.1), &rows) {
        refused.note(flaw);
    }
    refused.or(rows)
}

struct Tag<'a> {
    line: u64,
    name: String,
    value: &'a str,
}

fn tags(text: &[u8]) -> Result<Vec<Tag<'_>>, Refused> {
    let text = std::str::from_utf8(text).map_err(|error| {
        let line = text[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
        Flaw::at(line, "", b"", FlawKind::Encoding)
    })?;
    let mut line = 1;
    let mut tags = Vec::new();
    let mut pieces = text.split('<');
    line += count(pieces.next().unwrap_or_default());
    for piece in pieces {
        if let Some((name, value)) = piece.split_once('>') {
            tags.push(Tag { line, name: name.trim().to_ascii_uppercase(), value: value.trim() });
        }
        line += count(piece);
    }
    Ok(tags)
}

fn count(text: &str) -> u64 {
    text.bytes().filter(|byte| *byte == b'\n').count() as u64
}

struct Reader<'a> {
    ask: &'a Ask,
    unit: Unit,
    told: (Option<i32>, Option<i32>),
    open: Option<Open>,
    found: Vec<Found>,
}

/// A line whose fields are still coming.
#[derive(Default)]
struct Open {
    line: u64,
    day: Option<i32>,
    amount: Option<Amount>,
    id: String,
    text: String,
}

impl Reader<'_> {
    fn take(&mut self, tag: &Tag<'_>) -> Result<(), Flaw> {
        let flaw = |kind| Flaw::at(tag.line, &tag.name, tag.value.as_bytes(), kind);
        let day = || tag.value.get(..8).and_then(full_day).ok_or_else(|| flaw(FlawKind::Time));
        match tag.name.as_str() {
            "ACCTID" => self.ask.check_account(tag.line, "ACCTID", tag.value)?,
            "CURDEF" => self.unit = Unit::of(tag.value.as_bytes()).ok_or_else(|| flaw(FlawKind::Currency))?,
            "DTSTART" => self.told.0 = Some(day()?),
            "DTEND" => self.told.1 = Some(day()?),
            "STMTTRN" => self.open = Some(Open { line: tag.line, ..Open::default() }),
            "/STMTTRN" => return self.close(tag),
            name => {
                let Some(open) = &mut self.open else { return Ok(()) };
                match name {
                    "DTPOSTED" => open.day = Some(day()?),
                    "TRNAMT" => {
                        let comma = tag.value.contains(',') && !tag.value.contains('.');
                        let mark = if comma { DecimalMark::Comma } else { DecimalMark::Dot };
                        let amount = Amount::parse(tag.value.as_bytes(), mark);
                        open.amount = Some(amount.map_err(|why| flaw(FlawKind::Amount(why)))?);
                    }
                    "FITID" => tag.value.clone_into(&mut open.id),
                    "NAME" | "MEMO" | "REFNUM" | "CHECKNUM" => {
                        open.text.push_str(tag.value);
                        open.text.push(' ');
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    fn close(&mut self, tag: &Tag<'_>) -> Result<(), Flaw> {
        let Some(open) = self.open.take() else { return Ok(()) };
        let blank = |name: &str| Flaw::at(open.line, name, tag.value.as_bytes(), FlawKind::Blank);
        self.found.push(Found {
            line: open.line,
            day: open.day.ok_or_else(|| blank("DTPOSTED"))?,
            amount: open.amount.ok_or_else(|| blank("TRNAMT"))?,
            unit: self.unit,
            id: open.id,
            text: open.text,
        });
        Ok(())
    }
}

fn full_day(text: &str) -> Option<i32> {
    let part = |from: usize, to: usize| super::time::number(text.as_bytes().get(from..to)?);
    super::time::date(part(0, 4)?, part(4, 6)?, part(6, 8)?)
}
