//! Settlements and what they are made of.

use rust_decimal::Decimal;

use super::ledger::entry;
use crate::domain::ledger::{LedgerEntry, Settlement, SettlementReport, SettlementState};
use crate::domain::time::Timestamp;
use crate::gateway::bitpay::wire::{Exact, Fields, List, Loose};
use crate::gateway::http::clean;
use crate::gateway::port::{Error, Result};
use crate::secret::Secret;

/// Reads a page of settlements.
///
/// # Errors
/// [`Error::Protocol`] names the field.
pub fn settlements(data: &str) -> Result<Vec<Settlement>> {
    let list: List<'_> =
        serde_json::from_str(data).map_err(|error| Error::Protocol(format!("not a list of settlements: {error}")))?;
    list.iter().map(|text| settlement(&object(text)?)).collect()
}

/// Reads the token a settlement's report is opened with.
///
/// # Errors
/// [`Error::Protocol`] when it is no settlement.
pub fn settlement_token(data: &str) -> Result<Option<Secret>> {
    let token = object(data)?.lenient::<String>("token").filter(|token| !token.is_empty());
    Ok(token.map(Secret::new))
}

/// Reads a settlement with its lines.
///
/// # Errors
/// [`Error::Protocol`] names the field.
pub fn report(data: &str) -> Result<SettlementReport> {
    let fields = object(data)?;
    let settlement = settlement(&fields)?;
    let lines: Option<List<'_>> = fields.lenient("ledgerEntries");
    let lines = lines.ok_or_else(|| wrong("ledgerEntries"))?;
    let line = |text: &str| -> Result<LedgerEntry> { entry(&object(text)?, &settlement.currency).map_err(wrong) };
    let entries = lines.iter().map(line).collect::<Result<_>>()?;
    Ok(SettlementReport { settlement, entries })
}

fn settlement(fields: &Fields<'_>) -> Result<Settlement> {
    let text = |name: &str| fields.lenient::<Loose>(name).map(|text| clean(&text.0)).filter(|text| !text.is_empty());
    let must = |name: &'static str| amount(fields, name).ok_or_else(|| wrong(name));
    let moment = |name: &str| fields.moment(name).map(Timestamp);
    let withholdings: List<'_> = fields.lenient("withholdings").unwrap_or_default();
    let withholdings = withholdings.iter().map(withholding).collect::<Result<Vec<_>>>()?;
    Ok(Settlement {
        id: text("id").ok_or_else(|| wrong("id"))?,
        state: state(&text("status").ok_or_else(|| wrong("status"))?),
        currency: text("currency").ok_or_else(|| wrong("currency"))?,
        created: moment("dateCreated"),
        executed: moment("dateExecuted"),
        opening_date: moment("openingDate"),
        closing_date: moment("closingDate"),
        opening: must("openingBalance")?,
        entries_sum: must("ledgerEntriesSum")?,
        withheld: amount(fields, "withholdingsSum").unwrap_or_default(),
        withholdings,
        total: must("totalAmount")?,
    })
}

fn withholding(text: &str) -> Result<(String, Decimal)> {
    let fields = object(text)?;
    let name = ["description", "label", "code"].iter().find_map(|name| fields.lenient::<Loose>(name));
    let name = name.map(|name| clean(&name.0)).unwrap_or_default();
    amount(&fields, "amount").map(|amount| (name, amount)).ok_or_else(|| wrong("withholdings"))
}

fn state(word: &str) -> SettlementState {
    match word {
        "processing" => SettlementState::Processing,
        "completed" => SettlementState::Completed,
        "failed" => SettlementState::Failed,
        other => SettlementState::Other(other.to_owned()),
    }
}

fn amount(fields: &Fields<'_>, name: &str) -> Option<Decimal> {
    fields.lenient::<Exact>(name)?.decimal()
}

fn object(text: &str) -> Result<Fields<'_>> {
    serde_json::from_str(text).map_err(|_| Error::Protocol("not a settlement".to_owned()))
}

fn wrong(field: &str) -> Error {
    Error::Protocol(format!("a settlement's `{field}` cannot be read"))
}
