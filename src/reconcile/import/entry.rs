//! Lines of a ledger file with their names and words, to be kept: what a comparison folds away is still here.

use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::super::amount::{Amount, AmountFlaw};
use super::super::row::{LedgerRow, Unit};
use super::super::views::Progress;
use super::csv::{Fields, each};
use super::flaw::{Flaw, FlawKind, Refused};
use super::source::Source;
use super::{json, ledger};
use crate::domain::id::InvoiceId;
use crate::domain::ledger::{LedgerEntry, RawEntry};
use crate::domain::time::Timestamp;

/// Hands every line of a ledger as CSV to `take`, in order.
///
/// # Errors
/// [`Refused`] with the flaws by line. Lines before the first flaw were handed out: whoever keeps them reads the file with
/// [`ledger::csv`] first.
pub fn csv(
    source: &(impl Source + ?Sized),
    progress: &Progress,
    take: &mut dyn FnMut(RawEntry),
) -> Result<(), Refused> {
    each(source, ledger::COLUMNS, progress, &mut |fields| {
        let row = ledger::line(fields)?;
        take(RawEntry { entry: of_fields(fields, &row)?, raw: Value::Object(said(fields)).to_string() });
        Ok(())
    })
}

/// The lines of a ledger as JSON. `currency` is the ledger's, where its lines do not say.
///
/// # Errors
/// [`Refused`] with the flaws by line of the text; nothing is answered then.
pub fn json(text: &[u8], currency: Unit) -> Result<Vec<RawEntry>, Refused> {
    let mut all = Vec::new();
    json::each(text, currency, &mut |row, line, raw| {
        let amount = decimal(row.amount).ok_or_else(|| flaw(&row, "amount"))?;
        let worth = row.is_converted().then_some(row.worth).and_then(decimal);
        let entry = LedgerEntry {
            id: line.id.clone(),
            code: line.code.unwrap_or_default(),
            kind: line.kind.clone(),
            description: line.description.trim().to_owned(),
            amount,
            currency: row.unit.code(),
            at: Timestamp(row.at),
            invoice: line.invoice_id.clone().map(InvoiceId),
            invoice_amount: worth,
            invoice_currency: row.is_converted().then(|| row.worth_unit.code()),
            coin: line.transaction_currency.clone(),
            refund: line.support_request.clone(),
        };
        all.push(RawEntry { entry, raw });
        Ok(())
    })?;
    Ok(all)
}

fn of_fields(fields: &Fields<'_>, row: &LedgerRow) -> Result<LedgerEntry, Flaw> {
    let text = |column: usize| Some(fields.text(column)).filter(|text| !text.is_empty());
    let amount = decimal(row.amount).ok_or_else(|| fields.flaw(ledger::AMOUNT, TOO_LARGE))?;
    Ok(LedgerEntry {
        id: text(ledger::ID),
        code: u32::try_from(fields.number(ledger::CODE)?).unwrap_or(0),
        kind: fields.text(ledger::KIND),
        description: fields.text(ledger::DESCRIPTION),
        amount,
        currency: row.unit.code(),
        at: Timestamp(row.at),
        invoice: text(ledger::INVOICE).map(InvoiceId),
        invoice_amount: row.is_converted().then_some(row.worth).and_then(decimal),
        invoice_currency: row.is_converted().then(|| row.worth_unit.code()),
        coin: text(ledger::COIN),
        refund: text(ledger::REFUND),
    })
}

/// The columns of a line that are known, as the file has them. Others may hold the customer's details and are left out.
fn said(fields: &Fields<'_>) -> Map<String, Value> {
    let columns = ledger::COLUMNS.iter().enumerate();
    let known = columns.map(|(at, column)| (column.names[0].to_owned(), Value::String(fields.text(at))));
    known.filter(|(_, value)| value.as_str() != Some("")).collect()
}

const TOO_LARGE: FlawKind = FlawKind::Amount(AmountFlaw::TooLarge);

fn flaw(row: &LedgerRow, column: &str) -> Flaw {
    Flaw::at(u64::from(row.row), column, b"", TOO_LARGE)
}

fn decimal(amount: Amount) -> Option<Decimal> {
    amount.to_plain(0).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bp2_90_a_line_is_the_same_whether_it_is_csv_or_json() {
        let csv = "id,code,amount,scale,currency,timestamp,invoiceId,description,type,buyer\n\
                   L1,1000,2050,100,USD,2026-11-20T10:00:00.000Z,Vt4mWc8R,\"1042 \"\"b\"\"\",Invoice,Ann\n";
        let json = br#"[{"id":"L1","code":1000,"amount":2050,"scale":100,"currency":"USD","type":"Invoice",
            "timestamp":"2026-11-20T10:00:00.000Z","invoiceId":"Vt4mWc8R","description":"1042 \"b\"",
            "buyerFields":{"buyerName":"Ann"}}]"#;
        let mut from_csv = Vec::new();
        super::csv(csv.as_bytes(), &Progress::default(), &mut |entry| from_csv.push(entry)).unwrap();
        let from_json = super::json(json, Unit::of(b"EUR").unwrap()).unwrap();
        assert_eq!(from_csv[0].entry, from_json[0].entry);
        assert_eq!(from_csv[0].entry.amount, "20.5".parse().unwrap());
        assert_eq!(from_csv[0].entry.kind, "Invoice");
        for one in from_csv.iter().chain(&from_json) {
            assert!(!one.raw.contains("Ann") && one.raw.contains("Vt4mWc8R"), "{}", one.raw);
        }
    }
}
