//! What an invoice says of the customer and of money that goes back to them.

use serde::{Deserialize, Deserializer};

use super::exact::Exact;
use super::fields::{Fields, List, Ordered};
use super::loose::Loose;

/// What the customer told the gateway.
#[derive(Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the gateway's own")]
pub struct Provided {
    pub email: Option<String>,
    pub sms: Option<String>,
    pub sms_verified: Option<bool>,
    pub selected_wallet: Option<String>,
    pub selected_coin: Option<String>,
}

impl std::fmt::Debug for Provided {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Provided").field("selected_coin", &self.selected_coin).finish_non_exhaustive()
    }
}

/// A refund beside an invoice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the gateway's own")]
pub struct RefundInfo {
    pub support_request: String,
    pub currency: String,
    pub amounts: Ordered<Exact>,
}

/// One address refunds go to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the gateway's own")]
pub struct RefundTo {
    pub address: String,
    pub kind: String,
    pub date: Option<i64>,
    pub tag: Option<String>,
}

impl Provided {
    /// Reads `buyerProvidedInfo`, and `buyerProvidedEmail` beside it.
    pub(super) fn of(fields: &Fields<'_>) -> Self {
        let info: Fields<'_> = fields.lenient("buyerProvidedInfo").unwrap_or_default();
        let text = |fields: &Fields<'_>, name: &str| {
            fields.lenient::<Loose>(name).map(|text| text.0).filter(|t| !t.is_empty())
        };
        Self {
            email: text(&info, "emailAddress").or_else(|| text(fields, "buyerProvidedEmail")),
            sms: text(&info, "sms").or_else(|| text(&info, "phoneNumber")),
            sms_verified: info.lenient("smsVerified"),
            selected_wallet: text(&info, "selectedWallet"),
            selected_coin: text(&info, "selectedTransactionCurrency"),
        }
    }
}

/// Reads `refundInfo`: an object, or a list of them.
pub(super) fn refund_info(fields: &Fields<'_>) -> Vec<RefundInfo> {
    match fields.lenient::<Vec<RefundInfo>>("refundInfo") {
        Some(list) => list,
        None => fields.lenient("refundInfo").into_iter().collect(),
    }
}

/// Reads `refundAddresses`: a list of objects whose key is the address.
pub(super) fn refund_to(fields: &Fields<'_>) -> Vec<RefundTo> {
    let list: List<'_> = fields.lenient("refundAddresses").unwrap_or_default();
    let objects = list.iter().filter_map(|text| serde_json::from_str::<Fields<'_>>(text).ok());
    objects.flat_map(|object| object.iter().map(|(address, value)| to(address, value)).collect::<Vec<_>>()).collect()
}

fn to(address: &str, value: &str) -> RefundTo {
    let fields: Fields<'_> = serde_json::from_str(value).unwrap_or_default();
    let text = |name: &str| fields.lenient::<Loose>(name).map(|text| text.0).filter(|text| !text.is_empty());
    RefundTo {
        address: address.to_owned(),
        kind: text("type").unwrap_or_default(),
        date: fields.moment("date"),
        tag: text("tag"),
    }
}

impl<'de> Deserialize<'de> for RefundInfo {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Fields::deserialize(deserializer)?;
        Ok(Self {
            support_request: fields.lenient("supportRequest").unwrap_or_default(),
            currency: fields.lenient("currency").unwrap_or_default(),
            amounts: fields.lenient("amounts").unwrap_or_default(),
        })
    }
}
