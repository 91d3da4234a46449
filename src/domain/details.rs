//! What an invoice says beside its state and its codes: shown in details, decided upon nowhere.

use std::fmt;

use rust_decimal::Decimal;

use super::time::Timestamp;

/// What an invoice says beside its state and its codes. Words of the gateway are kept as they come.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Details {
    /// The gateway's own JSON without tokens; empty where it is not kept.
    pub raw: String,
    /// The coin the customer chose on the gateway's page.
    pub chosen_coin: Option<String>,
    /// The wallet they chose.
    pub chosen_wallet: Option<String>,
    /// Their mail address, as far as the connection may see it.
    pub mail: Option<Contacted>,
    /// Their number for text messages, as far as the connection may see it.
    pub sms: Option<Contacted>,
    /// Whether that number is checked.
    pub sms_verified: Option<bool>,
    /// What the gateway says of refunds of this invoice.
    pub refunds: Vec<RefundNote>,
    /// Where refunds go.
    pub refund_addresses: Vec<RefundAddress>,
    /// What the gateway says of a payment outside its payment protocol. Its name and its description contradict each
    /// other, so the word stands as it is.
    pub non_pay_pro: Option<String>,
    /// The bill this invoice belongs to.
    pub bill: Option<String>,
    /// The shopper's account at the gateway, as JSON.
    pub shopper: Option<String>,
}

/// Personal data is not for logs, and the body is long.
impl fmt::Debug for Details {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Details")
            .field("raw_len", &self.raw.len())
            .field("chosen_coin", &self.chosen_coin)
            .field("mail", &self.mail)
            .field("refunds", &self.refunds.len())
            .finish_non_exhaustive()
    }
}

/// How a customer was reached.
#[derive(Clone, PartialEq, Eq)]
pub enum Contacted {
    /// At this address or number.
    At(String),
    /// The connection may only know that there is one.
    Masked,
}

impl fmt::Debug for Contacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::At(_) => "At(…)",
            Self::Masked => "Masked",
        })
    }
}

/// What an invoice says of a refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundNote {
    /// The gateway's name of it.
    pub id: String,
    /// Its currency.
    pub currency: String,
    /// Amounts by currency.
    pub amounts: Vec<(String, Decimal)>,
}

/// Where a refund goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundAddress {
    /// The address.
    pub address: String,
    /// Where it comes from, in the gateway's word: `buyerSupplied`.
    pub kind: String,
    /// When it was given.
    pub at: Option<Timestamp>,
    /// What some chains need beside the address.
    pub tag: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_customer_is_told_to_a_log() {
        let mail = Some(Contacted::At("mara@example.org".to_owned()));
        let refunds = vec![RefundNote { id: "r-1".to_owned(), currency: "BTC".to_owned(), amounts: Vec::new() }];
        let raw = "the gateway's own words".to_owned();
        let details = Details { raw, mail, refunds, shopper: Some("Mara".to_owned()), ..Details::default() };
        let told = format!("{details:?}");
        assert_eq!(told, "Details { raw_len: 23, chosen_coin: None, mail: Some(At(…)), refunds: 1, .. }");
        assert_eq!(format!("{:?}", Contacted::Masked), "Masked");
    }
}
