//! From settings to the texts of their controls and back.

use super::item::{Group, Item};
use super::term;
use crate::config::{Config, Decimal, ThemeName};
use crate::domain::amount;
use crate::domain::money::Money;
use crate::domain::terms::Rule;

/// The longest name or line, in characters.
const LINE_MAX: usize = 60;
/// The mark between address lines in the field.
const LINES: char = ';';

/// Why a text cannot be taken. It is shown below the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Something must be there.
    Empty,
    /// One line of so many characters at most.
    Long,
    /// It is not an amount of the shop's currency.
    Amount,
    /// A sale cannot both go at Seen and wait for Settled.
    Crossed,
    /// A rule of the terms.
    Term(Rule),
}

/// The text of a setting's control.
#[must_use]
#[expect(clippy::wildcard_enum_match_arm, reason = "all others are terms of the preferred connection")]
pub(super) fn read(config: &Config, item: Item) -> String {
    let (shop, selling, release, look) = (&config.shop, &config.selling, &config.release, &config.look);
    match item {
        Item::ShopName => shop.name.clone(),
        Item::Till => shop.till.clone(),
        Item::Operator => shop.operator.clone(),
        Item::Address => shop.address.join("; "),
        Item::TaxNumber => shop.tax_number.clone(),
        Item::AskContact => switch(selling.ask_contact),
        Item::CoinAmount => switch(selling.coin_amount),
        Item::Coin => selling.coin.clone(),
        Item::RateAge => (selling.rate_age_s_max / 60).to_string(),
        Item::Sats => switch(selling.sats),
        Item::SeenUpTo => money(config, Some(release.seen_up_to).filter(|minor| *minor > 0)),
        Item::SeenPerDay => money(config, release.seen_per_day),
        Item::SettledAbove => money(config, release.settled_above),
        Item::Theme => if look.theme == ThemeName::Dark { "dark" } else { "light" }.to_owned(),
        Item::TextSize => look.text_percent.to_string(),
        Item::Keypad => if look.phone_keypad { "phone" } else { "calculator" }.to_owned(),
        Item::LeftHanded => switch(look.left_handed),
        Item::ReducedMotion => switch(look.reduced_motion),
        Item::Decimal => if look.decimal == Decimal::Comma { "comma" } else { "dot" }.to_owned(),
        _ => config.preferred().map(|held| term::read(&held.terms, item)).unwrap_or_default(),
    }
}

/// The word of a switch.
pub(super) fn switch(on: bool) -> String {
    if on { "on" } else { "off" }.to_owned()
}

fn money(config: &Config, minor: Option<i64>) -> String {
    let money = minor.and_then(|minor| Money::from_minor(minor, config.shop.currency).ok());
    let plain = money.map(Money::to_plain).unwrap_or_default();
    match config.look.decimal {
        Decimal::Dot => plain,
        Decimal::Comma => plain.replace('.', ","),
    }
}

/// Puts the text of a control into settings.
///
/// # Errors
/// [`Fault`]; the settings are as they were then.
#[expect(clippy::wildcard_enum_match_arm, reason = "all others are terms of the preferred connection")]
pub(super) fn write(config: &mut Config, item: Item, text: &str) -> Result<(), Fault> {
    let on = text == "on";
    match item {
        Item::ShopName => config.shop.name = name(text)?,
        Item::Till => config.shop.till = name(text)?,
        Item::Operator => config.shop.operator = line(text)?,
        Item::Address => config.shop.address = lines(text)?,
        Item::TaxNumber => config.shop.tax_number = line(text)?,
        Item::AskContact => config.selling.ask_contact = on,
        Item::CoinAmount => config.selling.coin_amount = on,
        Item::Coin => config.selling.coin = name(text)?,
        Item::RateAge => config.selling.rate_age_s_max = text.parse().unwrap_or(0).max(1) * 60,
        Item::Sats => config.selling.sats = on,
        Item::SeenUpTo => config.release.seen_up_to = parse(config, text)?.unwrap_or(0),
        Item::SeenPerDay => config.release.seen_per_day = parse(config, text)?,
        Item::SettledAbove => config.release.settled_above = parse(config, text)?,
        Item::Theme => config.look.theme = if text == "dark" { ThemeName::Dark } else { ThemeName::Light },
        Item::TextSize => config.look.text_percent = text.parse().unwrap_or(100),
        Item::Keypad => config.look.phone_keypad = text == "phone",
        Item::LeftHanded => config.look.left_handed = on,
        Item::ReducedMotion => config.look.reduced_motion = on,
        Item::Decimal => config.look.decimal = if text == "comma" { Decimal::Comma } else { Decimal::Dot },
        _ => {
            if let Some(held) = config.connections.iter_mut().find(|held| held.pairing_code.is_empty()) {
                term::write(&mut held.terms, item, text.trim());
            }
        }
    }
    Ok(())
}

fn name(text: &str) -> Result<String, Fault> {
    let text = line(text)?;
    if text.is_empty() { Err(Fault::Empty) } else { Ok(text) }
}

fn line(text: &str) -> Result<String, Fault> {
    let text = text.trim();
    let fits = text.chars().count() <= LINE_MAX && !text.chars().any(char::is_control);
    if fits { Ok(text.to_owned()) } else { Err(Fault::Long) }
}

fn lines(text: &str) -> Result<Vec<String>, Fault> {
    text.split(LINES).filter(|line| !line.trim().is_empty()).map(line).collect()
}

/// An amount, or nothing for an empty field.
fn parse(config: &Config, text: &str) -> Result<Option<i64>, Fault> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let money = amount::parse(text.trim(), config.shop.currency, config.look.decimal.into());
    money.ok().map(|money| money.minor()).filter(|minor| *minor >= 0).map(Some).ok_or(Fault::Amount)
}

/// Whether a setting is there to be changed now, given the texts of the others.
#[expect(clippy::wildcard_enum_match_arm, reason = "the others are always there")]
pub(super) fn is_shown<'a>(config: &Config, item: Item, text: impl Fn(Item) -> &'a str) -> bool {
    match item {
        Item::Coin | Item::RateAge | Item::Sats => text(Item::CoinAmount) == "on",
        Item::ItemCode => text(Item::Donation) == "on",
        Item::AutoRedirect => !text(Item::RedirectUrl).is_empty(),
        _ => item.group() != Group::Terms || config.preferred().is_some(),
    }
}
