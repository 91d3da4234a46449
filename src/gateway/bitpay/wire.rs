//! BitPay's JSON as it comes: exact numbers, unknown fields, nulls, numbers as strings and repeated keys included.
//!
//! Serde's derived structs refuse a repeated key and forget the order of maps, so objects are first split into
//! [`Fields`] whose values stay unparsed text; each field is then read on its own.

mod buyer;
mod exact;
mod fields;
mod loose;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer};

use crate::secret::Secret;

pub use buyer::{Provided, RefundInfo, RefundTo};
pub use exact::Exact;
pub use fields::{Fields, List, Ordered};
pub use loose::Loose;

/// An invoice, whichever facade shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the gateway's own; see PROTOCOL §6")]
pub struct Invoice {
    pub id: String,
    pub url: Option<String>,
    pub guid: Option<String>,
    pub order_id: Option<String>,
    pub status: String,
    pub exception: Exception,
    pub price: Option<Exact>,
    pub currency: String,
    pub invoice_time: Option<i64>,
    pub expiration_time: Option<i64>,
    pub current_time: Option<i64>,
    pub low_fee_detected: bool,
    pub is_cancelled: bool,
    pub refund_address_pending: bool,
    pub token: Option<Secret>,
    pub pos_data: Option<String>,
    pub amount_paid: Option<Exact>,
    pub display_amount_paid: String,
    pub underpaid_amount: Option<Exact>,
    pub overpaid_amount: Option<Exact>,
    pub transaction_currency: Option<String>,
    pub target_confirmations: Option<u32>,
    pub transactions: Vec<Transaction>,
    pub payment_totals: Ordered<Exact>,
    pub payment_subtotals: Ordered<Exact>,
    pub payment_display_totals: Ordered<Exact>,
    pub exchange_rates: Ordered<Ordered<Exact>>,
    pub miner_fees: Ordered<MinerFee>,
    pub supported: Ordered<Supported>,
    pub payment_codes: Ordered<Ordered<String>>,
    pub universal_codes: Ordered<String>,
    pub refund_info: Vec<RefundInfo>,
    pub refund_to: Vec<RefundTo>,
    pub provided: Provided,
    pub non_pay_pro: Option<String>,
    pub bill_id: Option<String>,
    pub shopper: Option<String>,
}

/// The `exceptionStatus`: `false`, null or a word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Exception {
    /// Nothing unusual.
    #[default]
    None,
    /// The gateway's word.
    Word(String),
}

/// One movement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the gateway's own")]
pub struct Transaction {
    pub txid: String,
    pub amount: Option<Exact>,
    pub confirmations: Option<u32>,
    pub received_time: Option<i64>,
    pub output_index: Option<u32>,
    pub kind: String,
    pub rates: Ordered<Exact>,
}

/// The network cost of one coin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the gateway's own")]
pub struct MinerFee {
    pub total_fee: Option<Exact>,
    pub fiat_amount: Option<Exact>,
}

/// Whether a coin can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the gateway's own")]
pub struct Supported {
    pub enabled: bool,
    pub reason: Option<String>,
}

impl<'de> Deserialize<'de> for Invoice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Fields::deserialize(deserializer)?;
        let mut invoice = Self::default();
        invoice.read_money(&fields)?;
        invoice.read_rest(&fields);
        Ok(invoice)
    }
}

impl Invoice {
    /// Shop money for one coin; zero is a server's way of saying it does not know.
    #[must_use]
    pub fn rate(&self, code: &str) -> Option<Decimal> {
        let rates = self.exchange_rates.get(code)?;
        rates.get(&self.currency)?.decimal().filter(|rate| *rate > Decimal::ZERO)
    }

    /// What a wrong reading of would cost money: a field that cannot be read fails the invoice.
    fn read_money<E: serde::de::Error>(&mut self, fields: &Fields<'_>) -> Result<(), E> {
        self.id = fields.strict("id")?.unwrap_or_default();
        self.status = fields.strict("status")?.unwrap_or_default();
        self.exception = fields.strict("exceptionStatus")?.unwrap_or_default();
        self.price = fields.strict("price")?;
        self.currency = fields.strict("currency")?.unwrap_or_default();
        self.guid = fields.strict("guid")?;
        self.order_id = fields.strict::<Loose, E>("orderId")?.map(|text| text.0);
        self.amount_paid = fields.strict("amountPaid")?;
        self.underpaid_amount = fields.strict("underpaidAmount")?;
        self.overpaid_amount = fields.strict("overpaidAmount")?;
        self.payment_totals = fields.strict("paymentTotals")?.unwrap_or_default();
        self.payment_codes = fields.strict("paymentCodes")?.unwrap_or_default();
        self.is_cancelled = fields.strict("isCancelled")?.unwrap_or_default();
        Ok(())
    }

    /// What is shown only: a field that cannot be read is as good as absent.
    fn read_rest(&mut self, fields: &Fields<'_>) {
        self.url = fields.lenient("url");
        self.invoice_time = fields.millis("invoiceTime");
        self.expiration_time = fields.millis("expirationTime");
        self.current_time = fields.millis("currentTime");
        self.low_fee_detected = fields.lenient("lowFeeDetected").unwrap_or_default();
        self.token = fields.lenient::<String>("token").filter(|token| !token.is_empty()).map(Secret::new);
        self.pos_data = fields.lenient("posData");
        self.refund_address_pending = fields.lenient("refundAddressRequestPending").unwrap_or_default();
        self.display_amount_paid = fields.lenient::<Loose>("displayAmountPaid").unwrap_or_default().0;
        self.transaction_currency = fields.lenient("transactionCurrency").filter(|code: &String| !code.is_empty());
        self.target_confirmations = fields.count("targetConfirmations");
        self.transactions = fields.lenient("transactions").unwrap_or_default();
        self.payment_subtotals = fields.lenient("paymentSubtotals").unwrap_or_default();
        self.payment_display_totals = fields.lenient("paymentDisplayTotals").unwrap_or_default();
        self.exchange_rates = fields.lenient("exchangeRates").unwrap_or_default();
        self.miner_fees = fields.lenient("minerFees").unwrap_or_default();
        self.supported = fields.lenient("supportedTransactionCurrencies").unwrap_or_default();
        self.universal_codes = fields.lenient("universalCodes").unwrap_or_default();
        self.refund_info = buyer::refund_info(fields);
        self.refund_to = buyer::refund_to(fields);
        self.provided = Provided::of(fields);
        self.non_pay_pro = fields.lenient::<Loose>("nonPayProPaymentReceived").map(|word| word.0);
        self.bill_id = fields.lenient::<Loose>("billId").map(|id| id.0);
        self.shopper = fields.raw("shopper").map(str::to_owned);
    }
}

impl<'de> Deserialize<'de> for Exception {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = Loose::deserialize(deserializer)?.0;
        Ok(if word.is_empty() || word == "false" { Self::None } else { Self::Word(word) })
    }
}

impl<'de> Deserialize<'de> for Transaction {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Fields::deserialize(deserializer)?;
        let received = fields.moment("receivedTime").or_else(|| fields.moment("time"));
        Ok(Self {
            txid: fields.lenient("txid").unwrap_or_default(),
            amount: fields.lenient("amount"),
            confirmations: fields.count("confirmations"),
            received_time: received,
            output_index: fields.count("outputIndex"),
            kind: fields.lenient::<Loose>("type").unwrap_or_default().0,
            rates: fields.lenient("exRates").unwrap_or_default(),
        })
    }
}

impl<'de> Deserialize<'de> for MinerFee {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Fields::deserialize(deserializer)?;
        Ok(Self { total_fee: fields.lenient("totalFee"), fiat_amount: fields.lenient("fiatAmount") })
    }
}

impl<'de> Deserialize<'de> for Supported {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Fields::deserialize(deserializer)?;
        Ok(Self { enabled: fields.lenient("enabled").unwrap_or(true), reason: fields.lenient("reason") })
    }
}

#[cfg(test)]
mod tests;
