//! A term or a customer's detail that breaks a rule, in words.

use super::note::{Notice, Tone, notice};
use crate::domain::terms::{Field, Rule, Wrong};
use crate::lang::Lang;

/// The field's name as settings and forms call it.
#[must_use]
pub fn field(field: Field, lang: &Lang) -> String {
    let key = match field {
        Field::AcceptanceWindow => "term-window",
        Field::PaymentCurrencies => "term-coins",
        Field::MerchantName => "term-merchant-name",
        Field::ExtendedNotifications => "term-extended",
        Field::NotificationUrl => "term-notification-url",
        Field::NotificationEmail => "term-notification-mail",
        Field::RedirectUrl => "term-redirect",
        Field::CloseUrl => "term-close",
        Field::AutoRedirect => "term-auto-redirect",
        Field::ForcedCoin => "term-forced-coin",
        Field::ForcedWallet => "term-forced-wallet",
        Field::ItemCode => "term-item-code",
        Field::Coin => "term-coin",
        Field::BuyerName => "buyer-name",
        Field::BuyerAddress1 | Field::BuyerAddress2 => "buyer-street",
        Field::BuyerLocality => "buyer-town",
        Field::BuyerRegion => "buyer-region",
        Field::BuyerPostalCode => "buyer-post-code",
        Field::BuyerCountry => "buyer-country",
        Field::BuyerEmail => "buyer-mail",
        Field::BuyerPhone => "buyer-phone",
        Field::BuyerNotify => "buyer-notify",
        Field::BuyerSms => "buyer-sms",
    };
    lang.text(key)
}

/// What the value must be: the sentence below the field.
#[must_use]
pub fn term(rule: Rule, lang: &Lang) -> String {
    match rule {
        Rule::Line(most) => lang.with("rule-line", &[("most", u64::try_from(most).unwrap_or(u64::MAX).into())]),
        Rule::Minutes(most) => lang.with("rule-minutes", &[("most", u64::from(most).into())]),
        Rule::Https => lang.text("rule-https"),
        Rule::Address => lang.text("rule-address"),
        Rule::Mail => lang.text("rule-mail"),
        Rule::Phone => lang.text("rule-phone"),
        Rule::Country => lang.text("rule-country"),
        Rule::Coins => lang.text("rule-coins"),
        Rule::Accepted => lang.text("rule-accepted"),
        Rule::Needs(needed) => {
            let needed = field(needed, lang);
            lang.with("rule-needs", &[("needed", needed.as_str().into())])
        }
        Rule::NeedsFull => lang.text("rule-needs-full"),
        Rule::Donation => lang.text("rule-donation"),
        Rule::Filled => lang.text("rule-filled"),
    }
}

/// A wrong value in three sentences.
pub(super) fn wrong(wrong: Wrong, lang: &Lang) -> Notice {
    let (field, rule) = (field(wrong.field, lang), term(wrong.rule, lang));
    let parts = [("field", field.as_str().into()), ("rule", rule.as_str().into())];
    Notice { detail: wrong.to_string(), ..notice(lang, "trouble-terms", Tone::Wait, &parts) }
}
