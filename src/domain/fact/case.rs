//! Facts of the reconciliation: what was decided of findings, and the owner's tolerances.

use serde::{Deserialize, Serialize};

use crate::domain::case::Limits;

/// A finding was explained by a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseResolved {
    /// The finding's stable name.
    pub case: String,
    /// The explanation.
    pub note: String,
    /// Who.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub operator: String,
}

/// A resolved finding counts again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseReopened {
    /// The finding's stable name.
    pub case: String,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Who.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub operator: String,
}

/// The owner changed the tolerances.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitsSet {
    /// All of them, as they hold from now on.
    pub limits: Limits,
    /// Who.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub operator: String,
}
