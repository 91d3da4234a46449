//! A prepared sandbox: a TOML or JSON file with house rules, tokens, customers and faults.

use std::collections::BTreeMap;
use std::path::Path;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::desk::Customer;
use super::fault::Asked;
use super::identity::is_sin;
use super::market;
use super::record::Facade;

/// What a scenario file may say. Every part is optional.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Scenario {
    pub(crate) merchant_name: Option<String>,
    /// Smallest and largest invoice in US dollars, as decimal text.
    pub(crate) minimum_usd: Option<Decimal>,
    pub(crate) maximum_usd: Option<Decimal>,
    /// Coin code to the gateway's word for why it is off; replaces the usual list.
    pub(crate) disabled: Option<BTreeMap<String, String>>,
    /// The currency every sale is changed into and paid out in; absent: each by itself.
    pub(crate) settlement_currency: Option<String>,
    /// Refuses what only a test system does.
    pub(crate) live: bool,
    pub(crate) tokens: Vec<ScenarioToken>,
    pub(crate) customers: Vec<ScenarioCustomer>,
    pub(crate) faults: Vec<Asked>,
}

/// A token that exists from the start.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScenarioToken {
    pub(crate) facade: Facade,
    pub(crate) token: String,
    #[serde(default)]
    pub(crate) label: String,
    #[serde(default)]
    pub(crate) sins: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScenarioCustomer {
    nth: Option<u64>,
    coin: Option<String>,
    #[serde(default = "exact")]
    amount: String,
    #[serde(default)]
    after_ms: i64,
    confirmations: Option<u32>,
}

fn exact() -> String {
    "exact".to_owned()
}

impl ScenarioCustomer {
    pub(crate) fn customer(self) -> Customer {
        let Self { nth, coin, amount, after_ms, confirmations } = self;
        Customer { nth, coin, amount, after_ms, confirmations }
    }
}

impl Scenario {
    /// Reads and checks a file. The error is a sentence for the person who wrote it.
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
        let json = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        let scenario: Self = if json {
            serde_json::from_str(&text).map_err(|error| error.to_string())?
        } else {
            toml::from_str(&text).map_err(|error| error.to_string())?
        };
        scenario.checked()
    }

    fn checked(self) -> Result<Self, String> {
        let named = self.disabled.iter().flat_map(BTreeMap::keys);
        let wanted = self.customers.iter().filter_map(|customer| customer.coin.as_ref());
        if let Some(code) = named.chain(wanted).find(|code| market::coin(code).is_none()) {
            return Err(format!("there is no coin {code:?}"));
        }
        if let Some(code) = self.settlement_currency.as_deref().filter(|code| !market::Market::new(None).knows(code)) {
            return Err(format!("there is no currency {code:?}"));
        }
        let sins = self.tokens.iter().flat_map(|token| &token.sins);
        if let Some(sin) = sins.into_iter().find(|sin| !is_sin(sin)) {
            return Err(format!("{sin:?} is not a SIN"));
        }
        let amounts = self.customers.iter().map(|customer| customer.amount.as_str());
        let strange =
            |amount: &&str| !matches!(*amount, "exact" | "half" | "double") && market::decimal(amount).is_none();
        if let Some(amount) = amounts.into_iter().find(strange) {
            return Err(format!("a customer pays exact, half, double or a decimal, not {amount:?}"));
        }
        Ok(self)
    }
}
