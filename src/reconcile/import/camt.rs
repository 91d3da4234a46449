//! camt.053, the bank statement of ISO 20022: `Ntry` is a line.

use quick_xml::Reader as Xml;
use quick_xml::events::Event;

use super::super::amount::Amount;
use super::super::row::{BankRow, Unit};
use super::bank::{Ask, Found};
use super::flaw::{Flaw, FlawKind, Refused};
use crate::domain::amount::DecimalMark;

/// Reads a statement. Pending lines are left out: they are not booked yet.
///
/// # Errors
/// [`Refused`] with the flaws by line; nothing is kept then.
pub fn statement(text: &[u8], ask: &Ask) -> Result<Vec<BankRow>, Refused> {
    if let Err(error) = std::str::from_utf8(text) {
        return Err(Flaw::at(line_at(text, error.valid_up_to()), "", b"", FlawKind::Encoding).into());
    }
    let mut walk = Walk {
        ask,
        text,
        path: Vec::new(),
        value: String::new(),
        currency: None,
        entry: None,
        found: Vec::new(),
        told: (None, None),
        statements: 0,
    };
    let mut refused = Refused::default();
    let mut xml = Xml::from_reader(text);
    loop {
        let at = usize::try_from(xml.buffer_position()).unwrap_or(text.len());
        match xml.read_event() {
            Ok(Event::Eof) => break,
            Ok(event) => {
                if let Err(flaw) = walk.take(&event, at) {
                    refused.note(flaw);
                }
            }
            Err(_) => {
                let at = usize::try_from(xml.error_position()).unwrap_or(text.len());
                let kind = if at + 1 >= text.trim_ascii_end().len() { FlawKind::Cut } else { FlawKind::Form };
                refused.note(Flaw::at(line_at(text, at), "", b"", kind));
                break;
            }
        }
    }
    if refused.count == 0 && !walk.path.is_empty() {
        refused.note(Flaw::at(line_at(text, text.len()), "", b"", FlawKind::Cut));
    }
    if refused.count == 0 && walk.statements == 0 {
        refused.note(Flaw::at(1, "BkToCstmrStmt", b"", FlawKind::Form));
    }
    let rows: Vec<BankRow> = walk.found.iter().map(|found| ask.row(found)).collect();
    if let Err(flaw) = ask.check_days(walk.told.0.zip(walk.told.1), &rows) {
        refused.note(flaw);
    }
    refused.or(rows)
}

fn line_at(text: &[u8], at: usize) -> u64 {
    text[..at.min(text.len())].iter().filter(|byte| **byte == b'\n').count() as u64 + 1
}

struct Walk<'a> {
    ask: &'a Ask,
    text: &'a [u8],
    path: Vec<String>,
    value: String,
    currency: Option<String>,
    entry: Option<Entry>,
    found: Vec<Found>,
    told: (Option<i32>, Option<i32>),
    statements: u32,
}

/// An `Ntry` whose fields are still coming.
#[derive(Default)]
struct Entry {
    line: u64,
    amount: Option<(Amount, Unit)>,
    debit: bool,
    pending: bool,
    booked: Option<i32>,
    valued: Option<i32>,
    id: String,
    text: String,
}

impl Walk<'_> {
    fn take(&mut self, event: &Event<'_>, at: usize) -> Result<(), Flaw> {
        match event {
            Event::Start(start) => {
                self.path.push(start.local_name().as_ref().to_owned());
                self.value.clear();
                let mut attributes = start.attributes().flatten();
                let currency = attributes.find(|attribute| attribute.key.as_ref() == "Ccy");
                self.currency = currency.map(|found| found.value.into_owned());
                self.begin(at);
                Ok(())
            }
            Event::Text(text) => {
                self.value.push_str(text);
                Ok(())
            }
            Event::GeneralRef(name) => {
                self.value.push_str(entity(name));
                Ok(())
            }
            Event::End(_) => {
                let done = self.end(at);
                self.path.pop();
                self.value.clear();
                done
            }
            Event::Empty(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_)
            | Event::Eof => Ok(()),
        }
    }

    fn begin(&mut self, at: usize) {
        match self.path.last().map(String::as_str) {
            Some("Stmt") => self.statements += 1,
            Some("Ntry") => self.entry = Some(Entry { line: line_at(self.text, at), ..Entry::default() }),
            Some(_) | None => {}
        }
    }

    fn is_in(&self, end: &[&str]) -> bool {
        self.path.len() >= end.len() && self.path[self.path.len() - end.len()..].iter().zip(end).all(|(a, b)| a == b)
    }

    fn end(&mut self, at: usize) -> Result<(), Flaw> {
        let value = self.value.trim().to_owned();
        let line = line_at(self.text, at);
        let name = self.path.last().cloned().unwrap_or_default();
        let flaw = |kind| Flaw::at(line, &name, value.as_bytes(), kind);
        let day =
            || super::time::day(value.as_bytes().get(..10).unwrap_or_default()).ok_or_else(|| flaw(FlawKind::Time));
        if self.is_in(&["Stmt", "Acct", "Id", "IBAN"]) || self.is_in(&["Stmt", "Acct", "Id", "Othr", "Id"]) {
            return self.ask.check_account(line, &name, &value);
        }
        if self.is_in(&["FrToDt", "FrDtTm"]) {
            self.told.0 = Some(day()?);
        } else if self.is_in(&["FrToDt", "ToDtTm"]) {
            self.told.1 = Some(day()?);
        }
        if name == "Ntry" {
            return self.close();
        }
        let direct = self.path.len() >= 2 && self.path[self.path.len() - 2] == "Ntry";
        let (booked, valued) = (self.is_in(&["BookgDt", &name]), self.is_in(&["ValDt", &name]));
        let pending = self.is_in(&["Ntry", "Sts", "Cd"]) || direct && name == "Sts";
        let currency = self.currency.take();
        let Some(entry) = &mut self.entry else { return Ok(()) };
        match name.as_str() {
            "Amt" if direct => {
                let amount =
                    Amount::parse(value.as_bytes(), DecimalMark::Dot).map_err(|why| flaw(FlawKind::Amount(why)))?;
                let unit =
                    currency.and_then(|code| Unit::of(code.as_bytes())).ok_or_else(|| flaw(FlawKind::Currency))?;
                entry.amount = Some((amount, unit));
            }
            "CdtDbtInd" if direct => match value.as_str() {
                "CRDT" => entry.debit = false,
                "DBIT" => entry.debit = true,
                _ => return Err(flaw(FlawKind::Word { known: "CRDT, DBIT" })),
            },
            "Dt" | "DtTm" if booked => entry.booked = Some(day()?),
            "Dt" | "DtTm" if valued => entry.valued = Some(day()?),
            "AcctSvcrRef" if direct => entry.id = value,
            "Cd" | "Sts" if pending => entry.pending = value == "PDNG",
            "Ustrd" | "EndToEndId" | "AddtlNtryInf" | "AddtlTxInf" | "NtryRef" | "TxId" | "InstrId" | "Nm" | "Ref" => {
                entry.text.push_str(&value);
                entry.text.push(' ');
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), Flaw> {
        let Some(entry) = self.entry.take() else { return Ok(()) };
        if entry.pending {
            return Ok(());
        }
        let blank = |name: &str| Flaw::at(entry.line, name, b"", FlawKind::Blank);
        let (amount, unit) = entry.amount.ok_or_else(|| blank("Amt"))?;
        let amount = if entry.debit { -amount } else { amount };
        self.found.push(Found {
            line: entry.line,
            id: entry.id,
            day: entry.booked.or(entry.valued).ok_or_else(|| blank("BookgDt"))?,
            amount,
            unit,
            text: entry.text,
        });
        Ok(())
    }
}

/// The five entities XML has by itself.
fn entity(name: &str) -> &'static str {
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => " ",
    }
}
