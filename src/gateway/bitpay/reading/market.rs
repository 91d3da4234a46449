//! Rates, currencies, balances, and other short lists.

use crate::domain::ledger::Balance;
use crate::domain::rates::{CurrencyInfo, Rate};
use crate::gateway::bitpay::identity::is_sin;
use crate::gateway::bitpay::wire::{Exact, Fields, List, Loose};
use crate::gateway::http::clean;
use crate::gateway::port::{Error, Result};

/// Reads a list of rates; lines without code or rate are passed over.
///
/// # Errors
/// [`Error::Protocol`] when it is no list.
pub fn rates(data: &str) -> Result<Vec<Rate>> {
    Ok(objects(data, "rates")?.iter().filter_map(one_rate).collect())
}

/// Reads one rate.
///
/// # Errors
/// [`Error::Protocol`] when it has no code or no rate above zero.
pub fn rate(data: &str) -> Result<Rate> {
    let fields = serde_json::from_str(data).ok();
    fields.as_ref().and_then(one_rate).ok_or_else(|| Error::Protocol("not a rate".to_owned()))
}

fn one_rate(fields: &Fields<'_>) -> Option<Rate> {
    let rate = fields.lenient::<Exact>("rate")?.decimal().filter(|rate| rate.is_sign_positive() && !rate.is_zero())?;
    let code = text(fields, "code")?;
    Some(Rate { name: text(fields, "name").unwrap_or_else(|| code.clone()), code, rate })
}

/// Reads the currencies and coins; lines without a code are passed over.
///
/// # Errors
/// [`Error::Protocol`] when it is no list.
pub fn currencies(data: &str) -> Result<Vec<CurrencyInfo>> {
    Ok(objects(data, "currencies")?.iter().filter_map(currency).collect())
}

fn currency(fields: &Fields<'_>) -> Option<CurrencyInfo> {
    let code = text(fields, "code")?;
    let small = |name: &str| fields.count(name).and_then(|count| u8::try_from(count).ok());
    Some(CurrencyInfo {
        symbol: text(fields, "symbol").unwrap_or_else(|| code.clone()),
        name: text(fields, "name").unwrap_or_else(|| code.clone()),
        precision: small("precision").unwrap_or_default(),
        decimals: small("decimals"),
        minimum: fields.lenient::<Exact>("minimum").and_then(|minimum| minimum.decimal()),
        chain: text(fields, "chain"),
        code,
    })
}

/// Reads the balances. One that cannot be read fails all.
///
/// # Errors
/// [`Error::Protocol`].
pub fn balances(data: &str) -> Result<Vec<Balance>> {
    let balance = |fields: &Fields<'_>| {
        let amount = fields.lenient::<Exact>("balance").and_then(|amount| amount.decimal());
        let wrong = || Error::Protocol("a balance cannot be read".to_owned());
        text(fields, "currency").zip(amount).map(|(currency, amount)| Balance { currency, amount }).ok_or_else(wrong)
    };
    objects(data, "balances")?.iter().map(balance).collect()
}

/// Reads the ids of the tills that share a token.
///
/// # Errors
/// [`Error::Protocol`].
pub fn sins(data: &str) -> Result<Vec<String>> {
    let fields: Fields<'_> = serde_json::from_str(data).unwrap_or_default();
    let sins: Option<Vec<String>> = fields.lenient("sins");
    let sins = sins.ok_or_else(|| Error::Protocol("not a list of tills".to_owned()))?;
    if sins.iter().all(|sin| is_sin(sin)) { Ok(sins) } else { Err(Error::Protocol("a till's id is none".to_owned())) }
}

/// Reads `{"success":true}`; an answer that says nothing of success is one, for its HTTP status said so.
///
/// # Errors
/// [`Error::Unknown`] when it says that there was none.
pub fn success(data: &str) -> Result<()> {
    let fields: Fields<'_> = serde_json::from_str(data).unwrap_or_default();
    match fields.lenient::<bool>("success") {
        Some(false) => Err(Error::Unknown("the gateway says that it did not work".to_owned())),
        Some(true) | None => Ok(()),
    }
}

fn objects<'a>(data: &'a str, what: &str) -> Result<Vec<Fields<'a>>> {
    let wrong = |error: serde_json::Error| Error::Protocol(format!("not a list of {what}: {error}"));
    let list: List<'_> = serde_json::from_str(data).map_err(wrong)?;
    list.iter().map(|text| serde_json::from_str(text).map_err(wrong)).collect()
}

fn text(fields: &Fields<'_>, name: &str) -> Option<String> {
    fields.lenient::<Loose>(name).map(|text| clean(&text.0)).filter(|text| !text.is_empty())
}
