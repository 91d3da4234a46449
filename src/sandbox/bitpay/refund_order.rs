//! Reads the body of `POST /refunds`.

use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::query::REFUND;
use crate::sandbox::call::Call;
use crate::sandbox::market;
use crate::sandbox::reply::Refusal;

const REFERENCE_CHARS_MAX: usize = 100;

/// What the merchant wants back, checked field by field.
#[derive(Debug)]
pub(crate) struct RefundOrder {
    pub(crate) invoice: String,
    pub(crate) amount: Decimal,
    /// Absent: the invoice's.
    pub(crate) currency: Option<String>,
    pub(crate) preview: bool,
    pub(crate) immediate: bool,
    pub(crate) buyer_pays_fee: bool,
    pub(crate) reference: Option<String>,
    pub(crate) guid: Option<String>,
}

impl RefundOrder {
    /// A plain refund of an amount.
    pub(crate) fn of(invoice: &str, amount: Decimal) -> Self {
        Self {
            invoice: invoice.to_owned(),
            amount,
            currency: None,
            preview: false,
            immediate: false,
            buyer_pays_fee: false,
            reference: None,
            guid: None,
        }
    }
}

/// Checks the body, or names the first parameter that is wrong.
pub(crate) fn read(body: &Map<String, Value>, call: &Call) -> Result<RefundOrder, Refusal> {
    let get = |name: &str| body.get(name).filter(|value| !value.is_null());
    let flag = |name: &str| match get(name) {
        None => Ok(false),
        Some(value) => value.as_bool().ok_or_else(|| REFUND.invalid(call, name)),
    };
    let text = |name: &str| match get(name) {
        None => Ok(None),
        Some(value) => value.as_str().map(|text| Some(text.to_owned())).ok_or_else(|| REFUND.invalid(call, name)),
    };
    let named = |name: &str| -> Result<Option<String>, Refusal> { Ok(text(name)?.filter(|text| !text.is_empty())) };
    let invoice = named("invoiceId")?.ok_or_else(|| REFUND.missing(call, "invoiceId"))?;
    let amount = get("amount").ok_or_else(|| REFUND.missing(call, "amount"))?;
    let amount = market::decimal_of(amount).filter(|amount| *amount > Decimal::ZERO);
    let reference = named("reference")?;
    if reference.as_ref().is_some_and(|reference| reference.chars().count() > REFERENCE_CHARS_MAX) {
        return Err(REFUND.invalid(call, "reference"));
    }
    Ok(RefundOrder {
        currency: named("currency")?,
        preview: flag("preview")?,
        immediate: flag("immediate")?,
        buyer_pays_fee: flag("buyerPaysRefundFee")?,
        reference,
        guid: named("guid")?,
        ..RefundOrder::of(&invoice, amount.ok_or_else(|| REFUND.invalid(call, "amount"))?)
    })
}
