//! The terms of a connection as texts of controls.

use super::item::Item;
use crate::domain::terms::{Field, Speed, Terms};

const MINUTE_MS: u32 = 60_000;

fn switch(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

/// The text of a term's control; empty for what is no term.
#[expect(clippy::wildcard_enum_match_arm, reason = "the others are not terms")]
pub(super) fn read(terms: &Terms, item: Item) -> String {
    let text = match item {
        Item::Speed => terms.speed.map_or("account", Speed::word),
        Item::FullNotes => terms.full_notifications.map_or("account", switch),
        Item::ForcedCoin => &terms.forced_coin,
        Item::ForcedWallet => &terms.forced_wallet,
        Item::MerchantName => &terms.merchant_name,
        Item::NotificationUrl => &terms.notification_url,
        Item::NotificationEmail => &terms.notification_email,
        Item::RedirectUrl => &terms.redirect_url,
        Item::CloseUrl => &terms.close_url,
        Item::ItemCode => &terms.item_code,
        Item::ExtendedNotes => switch(terms.extended_notifications),
        Item::AutoRedirect => switch(terms.auto_redirect),
        Item::BitpayId => switch(terms.bitpay_id_required),
        Item::PayPro => switch(terms.json_pay_pro_required),
        Item::Physical => switch(terms.physical),
        Item::Donation => switch(terms.donation),
        Item::Coins => return terms.coins.join(","),
        Item::Window => return (terms.acceptance_window_ms.unwrap_or(0) / MINUTE_MS).to_string(),
        _ => "",
    };
    text.to_owned()
}

/// Puts the text of a term's control into the terms; rules are checked on all of them together.
#[expect(clippy::wildcard_enum_match_arm, reason = "the others are not terms")]
pub(super) fn write(terms: &mut Terms, item: Item, text: &str) {
    let on = text == "on";
    match item {
        Item::Speed => terms.speed = Speed::ALL.into_iter().find(|speed| speed.word() == text),
        Item::Window => {
            let minutes: u32 = text.parse().unwrap_or(0);
            terms.acceptance_window_ms = Some(minutes.saturating_mul(MINUTE_MS)).filter(|window| *window > 0);
        }
        Item::Coins => terms.coins = coins(text).map(str::to_owned).collect(),
        Item::ForcedCoin => text.clone_into(&mut terms.forced_coin),
        Item::ForcedWallet => text.clone_into(&mut terms.forced_wallet),
        Item::MerchantName => text.clone_into(&mut terms.merchant_name),
        Item::FullNotes => terms.full_notifications = (text != "account").then_some(on),
        Item::ExtendedNotes => terms.extended_notifications = on,
        Item::NotificationUrl => text.clone_into(&mut terms.notification_url),
        Item::NotificationEmail => text.clone_into(&mut terms.notification_email),
        Item::RedirectUrl => text.clone_into(&mut terms.redirect_url),
        Item::AutoRedirect => terms.auto_redirect = on,
        Item::CloseUrl => text.clone_into(&mut terms.close_url),
        Item::BitpayId => terms.bitpay_id_required = on,
        Item::PayPro => terms.json_pay_pro_required = on,
        Item::Physical => terms.physical = on,
        Item::Donation => terms.donation = on,
        Item::ItemCode => text.clone_into(&mut terms.item_code),
        _ => {}
    }
}

/// The codes of a text with commas.
pub(super) fn coins(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ' ']).filter(|code| !code.is_empty())
}

/// The setting a rule of the terms is about.
pub(super) fn item_of(field: Field) -> Item {
    match field {
        Field::AcceptanceWindow => Item::Window,
        Field::PaymentCurrencies | Field::Coin => Item::Coins,
        Field::MerchantName => Item::MerchantName,
        Field::ExtendedNotifications => Item::ExtendedNotes,
        Field::NotificationUrl => Item::NotificationUrl,
        Field::NotificationEmail => Item::NotificationEmail,
        Field::RedirectUrl => Item::RedirectUrl,
        Field::CloseUrl => Item::CloseUrl,
        Field::AutoRedirect => Item::AutoRedirect,
        Field::ForcedCoin => Item::ForcedCoin,
        Field::ForcedWallet => Item::ForcedWallet,
        Field::ItemCode => Item::ItemCode,
        Field::BuyerName
        | Field::BuyerAddress1
        | Field::BuyerAddress2
        | Field::BuyerLocality
        | Field::BuyerRegion
        | Field::BuyerPostalCode
        | Field::BuyerCountry
        | Field::BuyerEmail
        | Field::BuyerPhone
        | Field::BuyerNotify
        | Field::BuyerSms => Item::AskContact,
    }
}
