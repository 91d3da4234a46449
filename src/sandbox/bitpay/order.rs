//! Reads the body of `POST /invoices`: every documented field checked, every other one ignored.

use rust_decimal::Decimal;
use serde_json::{Map, Value};

use crate::sandbox::chain::Risk;
use crate::sandbox::desk::Desk;
use crate::sandbox::market;
use crate::sandbox::record::Order;
use crate::sandbox::reply::{Fault, Refusal, Verb};

const ACCEPTANCE_MS_MAX: i64 = 900_000;

/// Checks the body and gives the order, or the first parameter that is wrong.
pub(crate) fn read(body: &Map<String, Value>, desk: &Desk) -> Result<Order, Refusal> {
    let fields = Fields(body);
    let price = fields.price()?;
    let currency = fields.currency(desk)?;
    within_limits(desk, price, &currency)?;
    let extended = fields.flag("extendedNotifications")?.unwrap_or(false);
    let order = Order {
        guid: fields.text("guid")?.filter(|guid| !guid.is_empty()),
        price,
        currency,
        order_id: fields.text("orderId")?,
        item_desc: fields.text("itemDesc")?,
        item_code: fields.one_of("itemCode", &["bitcoindonation"])?,
        item_details: fields.item_details()?,
        pos_data: fields.text("posData")?,
        notification_url: fields.notification_url()?,
        notification_email: fields.email("notificationEmail")?,
        redirect_url: fields.link("redirectURL")?,
        close_url: fields.link("closeURL")?,
        auto_redirect: fields.flag("autoRedirect")?.unwrap_or(false),
        risk: fields.risk()?,
        full_notifications: extended || fields.flag("fullNotifications")?.unwrap_or(true),
        extended_notifications: extended,
        physical: fields.flag("physical")?.unwrap_or(false),
        buyer: fields.buyer()?,
        buyer_sms: fields.text("buyerSms")?,
        payment_currencies: fields.coins()?,
        json_pay_pro_required: fields.flag("jsonPayProRequired")?.unwrap_or(false),
        bitpay_id_required: fields.flag("bitpayIdRequired")?.unwrap_or(false),
        acceptance_window_ms: fields.window()?,
        merchant_name: fields.text("merchantName")?,
        forced_coin: fields.forced_coin()?,
        forced_wallet: fields.text("forcedBuyerSelectedWallet")?,
        settle_after: None,
    };
    if order.auto_redirect && order.redirect_url.is_none() {
        return Err(missing("redirectURL"));
    }
    Ok(order)
}

fn missing(name: &str) -> Refusal {
    Refusal::param(Verb::Post, Fault::InvoiceMissing, "Missing required parameter.", name)
}

fn invalid(name: &str) -> Refusal {
    Refusal::param(Verb::Post, Fault::InvoiceInvalid, "Invalid parameter.", name)
}

fn within_limits(desk: &Desk, price: Decimal, currency: &str) -> Result<(), Refusal> {
    let dollars = desk.market.dollars(price, currency);
    if dollars.is_none_or(|dollars| dollars > desk.house.maximum_usd) {
        let text = "Invoice price is above the maximum threshold";
        return Err(Refusal::param(Verb::Post, Fault::PriceAboveMaximum, text, "price"));
    }
    if dollars.is_some_and(|dollars| dollars < desk.house.minimum_usd) {
        let text = "Invoice price is below the minimum threshold";
        return Err(Refusal::param(Verb::Post, Fault::PriceBelowMinimum, text, "price"));
    }
    Ok(())
}

/// A body seen field by field; `null` counts as absent.
struct Fields<'a>(&'a Map<String, Value>);

impl Fields<'_> {
    fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    /// Text; a number is taken as its digits, as old clients send order numbers bare.
    fn text(&self, name: &str) -> Result<Option<String>, Refusal> {
        let Some(value) = self.get(name) else { return Ok(None) };
        match value {
            Value::String(text) => Ok(Some(text.clone())),
            Value::Number(number) => Ok(Some(number.to_string())),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => Err(invalid(name)),
        }
    }

    fn flag(&self, name: &str) -> Result<Option<bool>, Refusal> {
        self.get(name).map(|value| value.as_bool().ok_or_else(|| invalid(name))).transpose()
    }

    fn one_of(&self, name: &str, words: &[&str]) -> Result<Option<String>, Refusal> {
        let text = self.text(name)?;
        if text.as_deref().is_some_and(|text| !words.contains(&text)) { Err(invalid(name)) } else { Ok(text) }
    }

    fn price(&self) -> Result<Decimal, Refusal> {
        let value = self.get("price").ok_or_else(|| missing("price"))?;
        let text = match value {
            Value::Number(number) => number.to_string(),
            Value::String(text) => text.clone(),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return Err(invalid("price")),
        };
        let price = market::decimal(&text).ok_or_else(|| unreadable_price(&text))?;
        if price.is_sign_negative() && !price.is_zero() { Err(invalid("price")) } else { Ok(price) }
    }

    fn currency(&self, desk: &Desk) -> Result<String, Refusal> {
        let code = self.text("currency")?.ok_or_else(|| missing("currency"))?;
        if desk.market.knows(&code) { Ok(code) } else { Err(invalid("currency")) }
    }

    fn risk(&self) -> Result<Risk, Refusal> {
        let word = self.text("transactionSpeed")?;
        match word.as_deref() {
            None | Some("medium") => Ok(Risk::Medium),
            Some("high") => Ok(Risk::High),
            Some("low") => Ok(Risk::Low),
            Some(_) => Err(invalid("transactionSpeed")),
        }
    }

    fn window(&self) -> Result<i64, Refusal> {
        let Some(value) = self.get("acceptanceWindow") else { return Ok(ACCEPTANCE_MS_MAX) };
        let ms = value.as_i64().filter(|ms| (0..=ACCEPTANCE_MS_MAX).contains(ms));
        ms.ok_or_else(|| invalid("acceptanceWindow"))
    }

    fn url(&self, name: &str) -> Result<Option<url::Url>, Refusal> {
        let Some(text) = self.text(name)?.filter(|text| !text.is_empty()) else { return Ok(None) };
        url::Url::parse(&text).map(Some).map_err(|_| invalid(name))
    }

    /// An address with a scheme, kept as written.
    fn link(&self, name: &str) -> Result<Option<String>, Refusal> {
        if self.url(name)?.is_none() { Ok(None) } else { self.text(name) }
    }

    /// https only; plain http is let through to this machine, where a practice shop has no certificate.
    fn notification_url(&self) -> Result<Option<String>, Refusal> {
        let name = "notificationURL";
        let Some(url) = self.url(name)? else { return Ok(None) };
        let here = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
        if url.scheme() == "https" || (url.scheme() == "http" && here) { self.text(name) } else { Err(invalid(name)) }
    }

    fn email(&self, name: &str) -> Result<Option<String>, Refusal> {
        let text = self.text(name)?.filter(|text| !text.is_empty());
        let plausible = |text: &String| text.split_once('@').is_some_and(|(a, b)| !a.is_empty() && !b.is_empty());
        if text.as_ref().is_some_and(|text| !plausible(text)) { Err(invalid(name)) } else { Ok(text) }
    }

    fn coins(&self) -> Result<Option<Vec<String>>, Refusal> {
        let name = "paymentCurrencies";
        let Some(value) = self.get(name) else { return Ok(None) };
        let list = value.as_array().ok_or_else(|| invalid(name))?;
        let codes: Option<Vec<String>> = list.iter().map(|code| code.as_str().map(str::to_owned)).collect();
        let codes = codes.ok_or_else(|| invalid(name))?;
        let known = codes.iter().all(|code| market::coin(code).is_some());
        if known { Ok(Some(codes).filter(|codes| !codes.is_empty())) } else { Err(invalid(name)) }
    }

    /// The document misspells this field; both spellings arrive.
    fn forced_coin(&self) -> Result<Option<String>, Refusal> {
        let misspelt = self.text("forcedBuyerSelectedTranscationCurrency")?;
        Ok(self.text("forcedBuyerSelectedTransactionCurrency")?.or(misspelt))
    }

    fn buyer(&self) -> Result<Map<String, Value>, Refusal> {
        let Some(value) = self.get("buyer") else { return Ok(Map::new()) };
        let buyer = value.as_object().ok_or_else(|| invalid("buyer"))?;
        let country = buyer.get("country").and_then(Value::as_str).unwrap_or_default();
        let letters = country.len() == 2 && country.bytes().all(|b| b.is_ascii_alphabetic());
        if country.is_empty() || letters { Ok(buyer.clone()) } else { Err(invalid("buyer.country")) }
    }

    fn item_details(&self) -> Result<Option<Value>, Refusal> {
        let name = "itemizedDetails";
        let Some(value) = self.get(name) else { return Ok(None) };
        let lines = value.as_array().ok_or_else(|| invalid(name))?;
        let sound = |line: &Value| {
            let amount = &line["amount"];
            let numeric = amount.as_str().map_or_else(|| amount.to_string(), str::to_owned);
            let text = line["description"].is_string();
            let fee = line.get("isFee").is_none_or(|fee| fee.is_boolean() || fee.is_null());
            line.is_object() && market::decimal(&numeric).is_some() && text && fee
        };
        if lines.iter().all(sound) { Ok(Some(value.clone())) } else { Err(invalid(name)) }
    }
}

/// A price of plain digits that is too long for any invoice is above the maximum; anything else is no price.
fn unreadable_price(text: &str) -> Refusal {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !digits {
        return invalid("price");
    }
    Refusal::param(Verb::Post, Fault::PriceAboveMaximum, "Invoice price is above the maximum threshold", "price")
}
