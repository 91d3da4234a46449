//! A gateway's ledger as JSON: the array its documentation shows, bare or under `data`.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::super::amount::{Amount, AmountFlaw};
use super::super::key::Key;
use super::super::row::{LedgerRow, Unit};
use super::flaw::{Flaw, FlawKind, Refused};
use super::ledger::anchor;
use crate::domain::amount::DecimalMark;

#[derive(Deserialize)]
#[serde(untagged)]
enum Wire<'a> {
    #[serde(borrow)]
    Bare(Vec<&'a RawValue>),
    Wrapped {
        #[serde(borrow)]
        data: Vec<&'a RawValue>,
    },
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireLine {
    pub(super) id: Option<String>,
    pub(super) code: Option<u32>,
    /// The kind in the gateway's words.
    #[serde(default, rename = "type")]
    pub(super) kind: String,
    amount: Option<serde_json::Number>,
    scale: Option<u64>,
    #[serde(default)]
    pub(super) description: String,
    timestamp: Option<String>,
    pub(super) invoice_id: Option<String>,
    invoice_amount: Option<serde_json::Number>,
    invoice_currency: Option<String>,
    pub(super) support_request: Option<String>,
    pub(super) transaction_currency: Option<String>,
    /// Not told by every version; then the one asked for.
    currency: Option<String>,
}

/// Reads ledger lines. `currency` is the ledger's, where its lines do not say.
///
/// # Errors
/// [`Refused`] with the flaws by line of the text; nothing is kept then.
pub fn ledger(text: &[u8], currency: Unit) -> Result<Vec<LedgerRow>, Refused> {
    let mut rows = Vec::new();
    each(text, currency, &mut |row, _, _| {
        rows.push(row);
        Ok(())
    })?;
    Ok(rows)
}

/// What is done with one line: as a row, as it was read, and its own text without the customer's details.
type Take<'a> = dyn FnMut(LedgerRow, &WireLine, String) -> Result<(), Flaw> + 'a;

/// Hands every line to `take`; the same line twice once.
pub(super) fn each(text: &[u8], currency: Unit, take: &mut Take<'_>) -> Result<(), Refused> {
    let text = text.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(text);
    let Ok(text) = std::str::from_utf8(text) else {
        let line = text.split(|byte| *byte == b'\n').position(|line| std::str::from_utf8(line).is_err());
        return Err(Flaw::at(line.unwrap_or_default() as u64 + 1, "", b"", FlawKind::Encoding).into());
    };
    if text.trim().is_empty() {
        return Err(FlawKind::Empty.into());
    }
    let raw = items(text)?;
    let mut refused = Refused::default();
    let mut known: HashMap<u64, (u64, LedgerRow)> = HashMap::new();
    let mut place = Place { text, at: 0, line: 1 };
    for item in raw {
        let line = place.line_of(item.get());
        let taken =
            row(item.get(), line, currency).and_then(|(row, wire)| match known.get(&row.id).filter(|_| row.id != 0) {
                Some((_, other)) if (LedgerRow { row: row.row, ..*other }) == row => Ok(()),
                Some((before, _)) => Err(Flaw::at(line, "id", b"", FlawKind::Twice { line: *before })),
                None => {
                    known.insert(row.id, (line, row));
                    take(row, &wire, without_person(item.get()))
                }
            });
        taken.unwrap_or_else(|flaw| refused.note(flaw));
    }
    refused.or(())
}

/// What a line says about the customer; it has no place in the shop's copy.
const PERSONAL: [&str; 2] = ["buyerFields", "customerData"];

fn without_person(text: &str) -> String {
    let Ok(mut fields) = serde_json::from_str::<BTreeMap<String, &RawValue>>(text) else { return "{}".to_owned() };
    fields.retain(|name, _| !PERSONAL.contains(&name.as_str()));
    serde_json::to_string(&fields).unwrap_or_else(|_| "{}".to_owned())
}

fn items(text: &str) -> Result<Vec<&RawValue>, Refused> {
    let read: Result<Wire<'_>, _> = if text.trim_start().starts_with('[') {
        serde_json::from_str(text).map(Wire::Bare)
    } else {
        #[derive(Deserialize)]
        struct Wrapped<'a> {
            #[serde(borrow)]
            data: Vec<&'a RawValue>,
        }
        serde_json::from_str(text).map(|wrapped: Wrapped<'_>| Wire::Wrapped { data: wrapped.data })
    };
    match read {
        Ok(Wire::Bare(items) | Wire::Wrapped { data: items }) => Ok(items),
        Err(error) => {
            let kind = if error.is_eof() { FlawKind::Cut } else { FlawKind::Form };
            Err(Flaw::at(error.line() as u64, "", b"", kind).into())
        }
    }
}

/// Counts lines on the way through the text.
struct Place<'a> {
    text: &'a str,
    at: usize,
    line: u64,
}

impl Place<'_> {
    fn line_of(&mut self, part: &str) -> u64 {
        let at = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize).min(self.text.len());
        let between = self.text.as_bytes().get(self.at..at).unwrap_or_default();
        self.line += between.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.at = at;
        self.line
    }
}

fn row(text: &str, line: u64, currency: Unit) -> Result<(LedgerRow, WireLine), Flaw> {
    let flaw = |column: &str, value: &str, kind: FlawKind| Flaw::at(line, column, value.as_bytes(), kind);
    let wire: WireLine = serde_json::from_str(text).map_err(|_| flaw("", text, FlawKind::Form))?;
    let code = wire.code.ok_or_else(|| flaw("code", "", FlawKind::Blank))?;
    let number = wire.amount.as_ref().ok_or_else(|| flaw("amount", "", FlawKind::Blank))?.to_string();
    let amount = scaled(&number, wire.scale).map_err(|kind| flaw("amount", &number, kind))?;
    let time = wire.timestamp.as_ref().ok_or_else(|| flaw("timestamp", "", FlawKind::Blank))?;
    let at = super::time::moment(time.as_bytes()).ok_or_else(|| flaw("timestamp", time, FlawKind::Time))?;
    let unit_of = |name: &'static str, code: Option<&String>| match code {
        Some(code) => Unit::of(code.as_bytes()).ok_or_else(|| flaw(name, code, FlawKind::Currency)),
        None => Ok(currency),
    };
    let unit = unit_of("currency", wire.currency.as_ref())?;
    let told = wire.invoice_currency.as_ref().zip(wire.invoice_amount.as_ref());
    let (worth, worth_unit) = match told {
        Some((code, amount)) => {
            let amount = amount.to_string();
            let worth = scaled(&amount, None).map_err(|kind| flaw("invoiceAmount", &amount, kind))?;
            (worth, unit_of("invoiceCurrency", Some(code))?)
        }
        None => (Amount::ZERO, unit),
    };
    let converted = worth_unit != unit;
    let code = u16::try_from(code).unwrap_or(0);
    let of = |name: &Option<String>| Key::of(name.as_deref().unwrap_or_default().as_bytes());
    let refund = wire.support_request.as_deref().unwrap_or_default();
    let row = LedgerRow {
        invoice: of(&wire.invoice_id),
        anchor: anchor(code, wire.description.trim().as_bytes(), refund.as_bytes()),
        amount,
        worth: if converted { worth } else { Amount::ZERO },
        worth_unit: if converted { worth_unit } else { Unit::default() },
        id: wire.id.as_ref().map_or(0, |id| Key::of(id.as_bytes()).short()),
        unit,
        at,
        row: u32::try_from(line).unwrap_or(u32::MAX),
        code,
        test: false,
    };
    Ok((row, wire))
}

/// The amount as it is written, never through a float.
fn scaled(text: &str, scale: Option<u64>) -> Result<Amount, FlawKind> {
    match scale {
        None => Amount::parse(text.as_bytes(), DecimalMark::Dot).map_err(FlawKind::Amount),
        Some(scale) => {
            let whole = text.strip_suffix(".0").unwrap_or(text);
            let count: i128 = whole.parse().map_err(|_| FlawKind::Number)?;
            Amount::from_scaled(count, i128::from(scale)).ok_or(FlawKind::Amount(AmountFlaw::TooLarge))
        }
    }
}
