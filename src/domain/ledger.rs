//! The gateway's own book: balances, ledger entries and settlements, exactly as it says them.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::id::{GatewayId, InvoiceId};
use super::time::Timestamp;

/// What a ledger holds now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    /// The ledger's currency.
    pub currency: String,
    /// Its balance in that currency.
    pub amount: Decimal,
}

/// One line of a gateway's ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// The gateway's name of the line; older lines have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The kind's number, such as 1000 for a credited invoice. Unknown ones are kept.
    pub code: u32,
    /// The kind in the gateway's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// The gateway's description.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Signed amount in `currency`: positive credits the shop.
    pub amount: Decimal,
    /// The ledger's currency.
    pub currency: String,
    /// When it was booked.
    pub at: Timestamp,
    /// The invoice it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice: Option<InvoiceId>,
    /// The invoice's price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice_amount: Option<Decimal>,
    /// The invoice's currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice_currency: Option<String>,
    /// The coin it was paid in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coin: Option<String>,
    /// The refund it belongs to, on refund lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund: Option<String>,
}

/// A line as the till reads it, and as the gateway wrote it but for the customer's details.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawEntry {
    /// As the till reads it.
    pub entry: LedgerEntry,
    /// The gateway's own JSON.
    pub raw: String,
}

/// A fetched line as it is kept beside the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptEntry {
    /// The connection it was fetched from.
    pub gateway: GatewayId,
    /// The gateway's name of it, or one made of its text and its place among equal ones.
    pub id: String,
    /// As the till reads it.
    pub entry: LedgerEntry,
    /// The gateway's own JSON, without the customer's details.
    pub raw: String,
    /// When it was fetched first.
    pub fetched: Timestamp,
}

/// Which kept lines are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptQuery {
    /// The connection.
    pub gateway: GatewayId,
    /// One ledger, or all.
    pub currency: Option<String>,
    /// From this moment on.
    pub from: Timestamp,
    /// Before this moment.
    pub until: Timestamp,
}

/// Where a settlement stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SettlementState {
    /// On its way.
    Processing,
    /// Paid out.
    Completed,
    /// It came back.
    Failed,
    /// A word this version does not know.
    Other(String),
}

/// Money paid out to the shop's bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// The gateway's name of it.
    pub id: String,
    /// Where it stands.
    pub state: SettlementState,
    /// Its currency.
    pub currency: String,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// When it was paid out.
    pub executed: Option<Timestamp>,
    /// The span of ledger entries it covers.
    pub opening_date: Option<Timestamp>,
    /// The end of that span.
    pub closing_date: Option<Timestamp>,
    /// The balance carried in.
    pub opening: Decimal,
    /// The sum of the ledger entries it covers.
    pub entries_sum: Decimal,
    /// What was kept back, by name.
    pub withholdings: Vec<(String, Decimal)>,
    /// Their sum.
    pub withheld: Decimal,
    /// What was paid out: opening + entries − withheld.
    pub total: Decimal,
}

impl Settlement {
    /// Whether opening, entries, withholdings and total agree to the last digit.
    #[must_use]
    pub fn balances(&self) -> bool {
        let withheld: Option<Decimal> =
            self.withholdings.iter().try_fold(Decimal::ZERO, |sum, (_, amount)| sum.checked_add(*amount));
        let total = self.opening.checked_add(self.entries_sum).and_then(|sum| sum.checked_sub(self.withheld));
        total == Some(self.total) && (self.withholdings.is_empty() || withheld == Some(self.withheld))
    }
}

/// The lines of a settlement's own report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettlementReport {
    /// The settlement.
    pub settlement: Settlement,
    /// What it is made of.
    pub entries: Vec<LedgerEntry>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settlement(total: i64, withheld: i64, withholdings: &[i64]) -> Settlement {
        Settlement {
            id: String::new(),
            state: SettlementState::Other(String::new()),
            currency: "EUR".to_owned(),
            created: None,
            executed: None,
            opening_date: None,
            closing_date: None,
            opening: 10.into(),
            entries_sum: 100.into(),
            withholdings: withholdings.iter().map(|amount| (String::new(), Decimal::from(*amount))).collect(),
            withheld: withheld.into(),
            total: total.into(),
        }
    }

    #[test]
    fn a_settlement_agrees_with_itself_to_the_last_digit() {
        assert!(settlement(105, 5, &[2, 3]).balances());
        assert!(settlement(105, 5, &[]).balances(), "what was kept back may come without its parts");
        assert!(!settlement(106, 5, &[2, 3]).balances());
        assert!(!settlement(105, 5, &[2, 2]).balances(), "the parts are not the sum");
        assert!(!settlement(106, 5, &[]).balances());
    }
}
