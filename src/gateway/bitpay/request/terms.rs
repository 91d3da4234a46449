//! The owner's terms and the customer, as members of a new invoice. What is not set is not sent.

use serde::Serialize;

use crate::domain::payment::NewPayment;
use crate::domain::terms::{self, Terms, phone};

/// The members, flattened into the body.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Body<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    payment_currencies: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transaction_speed: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    acceptance_window: Option<u32>,
    #[serde(skip_serializing_if = "str::is_empty")]
    merchant_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    full_notifications: Option<bool>,
    #[serde(skip_serializing_if = "is_false")]
    extended_notifications: bool,
    #[serde(rename = "notificationURL", skip_serializing_if = "str::is_empty")]
    notification_url: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    notification_email: &'a str,
    #[serde(rename = "redirectURL", skip_serializing_if = "str::is_empty")]
    redirect_url: &'a str,
    #[serde(rename = "closeURL", skip_serializing_if = "str::is_empty")]
    close_url: &'a str,
    #[serde(skip_serializing_if = "is_false")]
    auto_redirect: bool,
    #[serde(skip_serializing_if = "is_false")]
    bitpay_id_required: bool,
    #[serde(skip_serializing_if = "is_false")]
    json_pay_pro_required: bool,
    physical: bool,
    #[serde(skip_serializing_if = "str::is_empty")]
    item_code: &'a str,
    /// The gateway's document spells it so, and its server reads this.
    #[serde(rename = "forcedBuyerSelectedTranscationCurrency", skip_serializing_if = "str::is_empty")]
    forced_coin: &'a str,
    #[serde(rename = "forcedBuyerSelectedWallet", skip_serializing_if = "str::is_empty")]
    forced_wallet: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    buyer: Option<Buyer<'a>>,
    #[serde(skip_serializing_if = "String::is_empty")]
    buyer_sms: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Buyer<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    address1: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    address2: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    locality: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    region: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    postal_code: &'a str,
    #[serde(skip_serializing_if = "String::is_empty")]
    country: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    email: &'a str,
    #[serde(skip_serializing_if = "String::is_empty")]
    phone: String,
    #[serde(skip_serializing_if = "is_false")]
    notify: bool,
}

impl<'a> Body<'a> {
    /// The members of a request. A coin the cashier picked is offered alone and chosen for the customer.
    pub(super) fn of(request: &'a NewPayment) -> Self {
        let Terms { coins, merchant_name, forced_coin, forced_wallet, .. } = &request.terms;
        let terms = &request.terms;
        let picked = request.coin.as_deref();
        let buyer = request.buyer.as_ref();
        Self {
            payment_currencies: picked.map_or_else(|| coins.iter().map(String::as_str).collect(), |coin| vec![coin]),
            transaction_speed: terms.speed.map(terms::Speed::word),
            acceptance_window: terms.acceptance_window_ms,
            merchant_name,
            full_notifications: terms.full_notifications,
            extended_notifications: terms.extended_notifications,
            notification_url: &terms.notification_url,
            notification_email: &terms.notification_email,
            redirect_url: &terms.redirect_url,
            close_url: &terms.close_url,
            auto_redirect: terms.auto_redirect,
            bitpay_id_required: terms.bitpay_id_required,
            json_pay_pro_required: terms.json_pay_pro_required,
            physical: terms.physical,
            item_code: &terms.item_code,
            forced_coin: picked.unwrap_or(forced_coin),
            forced_wallet,
            buyer_sms: buyer.and_then(|buyer| phone(&buyer.sms)).unwrap_or_default(),
            buyer: buyer.and_then(Buyer::of),
        }
    }
}

impl<'a> Buyer<'a> {
    /// The customer's object; none where only a number for messages was given, which goes beside it.
    fn of(buyer: &'a terms::Buyer) -> Option<Self> {
        let beside = terms::Buyer { sms: buyer.sms.clone(), ..terms::Buyer::default() };
        (*buyer != beside).then(|| Self {
            name: &buyer.name,
            address1: &buyer.address1,
            address2: &buyer.address2,
            locality: &buyer.locality,
            region: &buyer.region,
            postal_code: &buyer.postal_code,
            country: buyer.country.to_ascii_uppercase(),
            email: &buyer.email,
            phone: phone(&buyer.phone).unwrap_or_default(),
            notify: buyer.notify,
        })
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_false(flag: &bool) -> bool {
    !*flag
}
