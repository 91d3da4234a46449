//! Settings: one TOML file, written whole or not at all. Secrets are never in it, only the names they go by.

use std::path::Path;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::domain::amount::DecimalMark;
use crate::domain::environment::Environment;
use crate::domain::money::{Currency, Money};
use crate::domain::payment::State;
use crate::domain::terms::Terms;

/// All settings of a till.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The shop.
    pub shop: Shop,
    /// How goods are released.
    pub release: Release,
    /// What is shown and asked while selling.
    pub selling: Selling,
    /// How the till looks and speaks.
    pub look: Look,
    /// Where backups go.
    pub backup: Backup,
    /// Connections to gateways, the preferred first.
    #[serde(rename = "connection", skip_serializing_if = "Vec::is_empty")]
    pub connections: Vec<Connection>,
}

/// The shop, as receipts name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Shop {
    /// Its name.
    pub name: String,
    /// Address lines.
    pub address: Vec<String>,
    /// The tax number, printed as given.
    pub tax_number: String,
    /// This till's name.
    pub till: String,
    /// The operator named on receipts until people are set up.
    pub operator: String,
    /// The currency prices are in. It cannot change once a book exists.
    pub currency: Currency,
}

impl Default for Shop {
    fn default() -> Self {
        Self {
            name: "My shop".to_owned(),
            address: Vec::new(),
            tax_number: String::new(),
            till: "Till 1".to_owned(),
            operator: String::new(),
            currency: Currency::EUR,
        }
    }
}

/// When goods may go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Release {
    /// Sales up to this many minor units go at Seen; 0 means none do.
    pub seen_up_to: i64,
    /// Sales above this many minor units wait for Settled; none means Accepted is enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled_above: Option<i64>,
    /// Sales of one day that go at Seen add up to at most this many minor units; none means no such cap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen_per_day: Option<i64>,
}

impl Default for Release {
    fn default() -> Self {
        Self { seen_up_to: 2000, settled_above: None, seen_per_day: None }
    }
}

impl Release {
    /// The state from which the goods of a sale may go. Seen counts only where it is evidence on a chain.
    #[must_use]
    pub fn state_for(&self, total: Money, seen_is_evidence: bool) -> State {
        if seen_is_evidence && total.minor() <= self.seen_up_to {
            State::Seen
        } else if self.settled_above.is_some_and(|limit| total.minor() > limit) {
            State::Settled
        } else {
            State::Accepted
        }
    }

    /// The same on a day on which sales of `seen_today` minor units went at Seen already: above the day's cap a small
    /// sale waits for Accepted like any other.
    #[must_use]
    pub fn state_for_day(&self, total: Money, seen_is_evidence: bool, seen_today: i64) -> State {
        let state = self.state_for(total, seen_is_evidence);
        let over = |cap: i64| seen_today.saturating_add(total.minor()) > cap;
        if state == State::Seen && self.seen_per_day.is_some_and(over) { State::Accepted } else { state }
    }
}

/// What is shown and asked while selling.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Selling {
    /// Whether the total is also shown in a coin, small.
    pub coin_amount: bool,
    /// Which coin, in the gateway's code.
    pub coin: String,
    /// The oldest rate that amount may come from, in seconds.
    pub rate_age_s_max: u32,
    /// Whether bitcoin may be shown in sats.
    pub sats: bool,
    /// Whether the customer's mail and number can be given before the code is made.
    pub ask_contact: bool,
}

impl Default for Selling {
    fn default() -> Self {
        Self { coin_amount: false, coin: "BTC".to_owned(), rate_age_s_max: 300, sats: false, ask_contact: false }
    }
}

/// Where backups of the book go.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Backup {
    /// A folder, best on another disk; empty for `backups` beside the book. Tills may share one.
    pub folder: String,
}

/// How the till looks and speaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Look {
    /// `en`, later more.
    pub language: String,
    /// Which mark stands before decimals.
    pub decimal: Decimal,
    /// Light or dark.
    pub theme: ThemeName,
    /// Text size in percent, 100 to 200.
    pub text_percent: u16,
    /// 1 2 3 on top instead of 7 8 9.
    pub phone_keypad: bool,
    /// Cart on the left.
    pub left_handed: bool,
    /// No slides, no pulses.
    pub reduced_motion: bool,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            language: "en".to_owned(),
            decimal: Decimal::Dot,
            theme: ThemeName::Light,
            text_percent: 100,
            phone_keypad: false,
            left_handed: false,
            reduced_motion: false,
        }
    }
}

/// Which theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum ThemeName {
    Light,
    Dark,
}

/// The decimal mark in settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Decimal {
    Dot,
    Comma,
}

impl From<Decimal> for DecimalMark {
    fn from(decimal: Decimal) -> Self {
        match decimal {
            Decimal::Dot => Self::Dot,
            Decimal::Comma => Self::Comma,
        }
    }
}

/// One connection to a gateway. Its token and identity key live in the vault under its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Connection {
    /// The owner's name for it, unique.
    pub name: String,
    /// Which system: `bitpay`.
    pub kind: String,
    /// Scheme and host, `https://test.bitpay.com`.
    pub url: String,
    /// Practice, test or live.
    pub environment: Environment,
    /// `pos` or `merchant`.
    pub facade: String,
    /// Whether calls are signed with this till's identity.
    pub signed: bool,
    /// What pairing waits for: the code the owner approves. Empty once approved.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub pairing_code: String,
    /// What the owner asks of every code.
    #[serde(default, skip_serializing_if = "Terms::is_default")]
    pub terms: Terms,
}

/// Why settings cannot be used.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// The file cannot be read or written.
    #[error("{path}: {source}")]
    Io {
        /// Which file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The file is not valid settings.
    #[error("{path}: {reason}")]
    Malformed {
        /// Which file.
        path: String,
        /// Line and reason.
        reason: String,
    },
}

/// What loading found.
#[derive(Debug)]
pub struct Loaded {
    /// The settings to use.
    pub config: Config,
    /// Set when the file was damaged and the last good copy is used instead.
    pub recovered_from: Option<String>,
    /// Whether there was any file.
    pub existed: bool,
}

impl Config {
    /// Reads settings; a missing file means defaults, a damaged one the last good copy beside it.
    ///
    /// # Errors
    /// [`ConfigError`] when neither the file nor its last good copy can be used.
    pub fn load(path: &Path) -> Result<Loaded, ConfigError> {
        match read(path) {
            Ok(Some(config)) => Ok(Loaded { config, recovered_from: None, existed: true }),
            Ok(None) => Ok(Loaded { config: Self::default(), recovered_from: None, existed: false }),
            Err(damage) => match read(&good_copy(path)) {
                Ok(Some(config)) => Ok(Loaded { config, recovered_from: Some(damage.to_string()), existed: true }),
                Ok(None) | Err(_) => Err(damage),
            },
        }
    }

    /// Writes settings whole: a temporary file, flushed and renamed; the previous good file stays beside it.
    ///
    /// # Errors
    /// [`ConfigError::Io`]; the old file is untouched then.
    pub fn save(&self, path: &Path) -> Result<(), ConfigError> {
        let text = toml::to_string_pretty(self)
            .map_err(|e| ConfigError::Malformed { path: path.display().to_string(), reason: e.to_string() })?;
        crate::file::replace_if_changed(path, text.as_bytes()).map_err(|source| io(path, source))?;
        crate::file::replace_if_changed(&good_copy(path), text.as_bytes()).map_err(|source| io(path, source))
    }

    /// The connection to ask first.
    #[must_use]
    pub fn preferred(&self) -> Option<&Connection> {
        self.connections.iter().find(|connection| connection.pairing_code.is_empty())
    }
}

fn good_copy(path: &Path) -> std::path::PathBuf {
    path.with_extension("good.toml")
}

fn io(path: &Path, source: std::io::Error) -> ConfigError {
    ConfigError::Io { path: path.display().to_string(), source }
}

fn read(path: &Path) -> Result<Option<Config>, ConfigError> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(io(path, error)),
    };
    toml::from_str(&text)
        .map(Some)
        .map_err(|e| ConfigError::Malformed { path: path.display().to_string(), reason: e.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn till_80_a_damaged_file_gives_way_to_the_last_good_copy() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("ringup.toml");
        assert!(!Config::load(&path).unwrap().existed);
        let mut config = Config::default();
        config.shop.name = "Fernhill Bakery".to_owned();
        config.save(&path).unwrap();
        std::fs::write(&path, "[shop\nname = ").unwrap();
        let loaded = Config::load(&path).unwrap();
        assert_eq!(loaded.config, config);
        assert!(loaded.recovered_from.is_some());
        std::fs::remove_file(good_copy(&path)).unwrap();
        assert!(matches!(Config::load(&path), Err(ConfigError::Malformed { .. })));
    }

    #[test]
    fn till_26_the_amount_decides_when_goods_go() {
        let rule = Release { seen_up_to: 2000, settled_above: Some(50_000), seen_per_day: Some(5000) };
        let eur = |minor| Money::from_minor(minor, Currency::EUR).unwrap();
        assert_eq!(rule.state_for(eur(2000), true), State::Seen);
        assert_eq!(rule.state_for(eur(2000), false), State::Accepted);
        assert_eq!(rule.state_for(eur(2001), true), State::Accepted);
        assert_eq!(rule.state_for(eur(50_001), true), State::Settled);
        assert_eq!(rule.state_for_day(eur(2000), true, 3000), State::Seen);
        assert_eq!(rule.state_for_day(eur(2000), true, 3001), State::Accepted, "the day's cap");
        assert_eq!(rule.state_for_day(eur(50_001), true, 9000), State::Settled);
    }
}
