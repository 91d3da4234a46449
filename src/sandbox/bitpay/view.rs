//! Invoices as the wire shows them: merchant, pos and public views.

use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use serde_json::{Map, Number, Value, json};

use super::access::resource_token;
use super::outgoing::{self, Outgoing};
use crate::sandbox::chain::{Exception, Observed, Payment, Risk};
use crate::sandbox::clock::iso;
use crate::sandbox::desk::Desk;
use crate::sandbox::market::{self, CodeKind, Coin};
use crate::sandbox::record::{Facade, Invoice, Quote};
use crate::sandbox::refund::Refund;

/// A JSON object in the order the gateway lists its coins.
#[derive(Debug)]
pub(crate) struct Table<'a, T>(Vec<(&'a str, T)>);

impl<T: Serialize> Serialize for Table<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct MinerFee {
    satoshis_per_byte: u32,
    total_fee: u128,
    fiat_amount: Number,
}

#[derive(Debug, Serialize)]
struct Support<'a> {
    enabled: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Transaction<'a> {
    amount: i128,
    confirmations: u32,
    time: String,
    received_time: String,
    txid: String,
    ex_rates: Table<'a, Number>,
    output_index: u32,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct UniversalCodes {
    payment_string: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    verification_link: Option<String>,
}

/// What only the merchant facade sees.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Private<'a> {
    transactions: Vec<Transaction<'a>>,
    target_confirmations: u32,
    transaction_speed: Risk,
    buyer: &'a Map<String, Value>,
    refund_addresses: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    refund_info: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    buyer_provided_email: Option<&'a str>,
    is_cancelled: bool,
    bitpay_id_required: bool,
}

/// What anybody with the link may see.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Shared<'a> {
    id: &'a str,
    url: String,
    status: &'static str,
    exception_status: Value,
    price: Number,
    currency: &'a str,
    invoice_time: i64,
    expiration_time: i64,
    current_time: i64,
    payment_totals: Table<'a, u128>,
    payment_display_totals: Table<'a, String>,
    payment_codes: Table<'a, Table<'a, String>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Details<'a> {
    guid: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    order_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    item_desc: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    item_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pos_data: Option<&'a str>,
    #[serde(rename = "notificationURL", skip_serializing_if = "Option::is_none")]
    notification_url: Option<&'a str>,
    #[serde(rename = "redirectURL", skip_serializing_if = "Option::is_none")]
    redirect_url: Option<&'a str>,
    #[serde(rename = "closeURL", skip_serializing_if = "Option::is_none")]
    close_url: Option<&'a str>,
    auto_redirect: bool,
    full_notifications: bool,
    extended_notifications: bool,
    physical: bool,
    low_fee_detected: bool,
    amount_paid: u128,
    display_amount_paid: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    underpaid_amount: Option<u128>,
    #[serde(skip_serializing_if = "Option::is_none")]
    overpaid_amount: Option<u128>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transaction_currency: Option<&'a str>,
    refund_address_request_pending: bool,
    buyer_provided_info: Value,
    json_pay_pro_required: bool,
    merchant_name: &'a str,
    itemized_details: Value,
    payment_subtotals: Table<'a, u128>,
    payment_display_sub_totals: Table<'a, String>,
    exchange_rates: Table<'a, Table<'a, Number>>,
    miner_fees: Table<'a, MinerFee>,
    supported_transaction_currencies: Table<'a, Support<'a>>,
    universal_codes: UniversalCodes,
    token: String,
}

/// A whole invoice as one facade sees it.
#[derive(Debug, Serialize)]
pub(crate) struct InvoiceView<'a> {
    #[serde(flatten)]
    shared: Shared<'a>,
    #[serde(flatten)]
    details: Details<'a>,
    #[serde(flatten)]
    private: Option<Private<'a>>,
}

/// One read: an invoice, at a moment, for a caller who knows this host by `origin`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading<'a> {
    pub(crate) desk: &'a Desk,
    pub(crate) invoice: &'a Invoice,
    pub(crate) origin: &'a str,
    pub(crate) now: i64,
}

impl<'a> Reading<'a> {
    /// The view of a facade. `api_token` is the token the caller came with; it decides the resource token.
    pub(crate) fn full(&self, facade: Facade, api_token: &str) -> InvoiceView<'a> {
        let seen = self.invoice.observe(self.now);
        let refunds = self.desk.books().refunds_of(&self.invoice.id);
        let private = match facade {
            Facade::Merchant => Some(self.private(&refunds)),
            Facade::Pos => None,
        };
        let mut details = self.details(&seen, api_token);
        details.refund_address_request_pending = outgoing::address_pending(&refunds, self.now);
        details.buyer_provided_info = self.buyer_info(facade, details.transaction_currency);
        InvoiceView { shared: self.shared(&seen), details, private }
    }

    /// The reduced view for callers without a token.
    pub(crate) fn public(&self) -> impl Serialize + use<'a> {
        self.shared(&self.invoice.observe(self.now))
    }

    fn link(&self) -> String {
        format!("{}/i/{}", self.origin, self.invoice.id)
    }

    fn per_coin<T>(&self, of: impl Fn(&'a Quote, &'static Coin) -> T) -> Table<'a, T> {
        let coins = self.invoice.quotes.iter().filter_map(|quote| Some((quote, market::coin(&quote.coin)?)));
        Table(coins.map(|(quote, coin)| (quote.coin.as_str(), of(quote, coin))).collect())
    }

    fn shared(&self, seen: &Observed) -> Shared<'a> {
        let invoice = self.invoice;
        let link = self.link();
        Shared {
            id: &invoice.id,
            url: format!("{}/invoice?id={}", self.origin, invoice.id),
            status: seen.status.word(),
            exception_status: exception_word(seen.exception),
            price: market::number(invoice.order.price),
            currency: &invoice.order.currency,
            invoice_time: invoice.created,
            expiration_time: invoice.expires,
            current_time: self.now,
            payment_totals: self.per_coin(|quote, _| quote.total()),
            payment_display_totals: self.per_coin(|q, coin| market::display(q.total(), coin.decimals, coin.precision)),
            payment_codes: self.per_coin(|_, coin| payment_codes(coin, &link)),
        }
    }

    fn details(&self, seen: &Observed, api_token: &str) -> Details<'a> {
        let (invoice, order) = (self.invoice, &self.invoice.order);
        let coin = invoice.coin_at(self.now);
        let paid_in = (seen.paid > 0).then_some(coin.code);
        Details {
            guid: &invoice.guid,
            order_id: order.order_id.as_deref(),
            item_desc: order.item_desc.as_deref(),
            item_code: order.item_code.as_deref(),
            pos_data: order.pos_data.as_deref(),
            notification_url: order.notification_url.as_deref(),
            redirect_url: order.redirect_url.as_deref(),
            close_url: order.close_url.as_deref(),
            auto_redirect: order.auto_redirect,
            full_notifications: order.full_notifications,
            extended_notifications: order.extended_notifications,
            physical: order.physical,
            low_fee_detected: self.arrived().any(|payment| payment.low_fee),
            amount_paid: seen.paid,
            display_amount_paid: market::display(seen.paid, coin.decimals, coin.precision),
            underpaid_amount: (seen.exception == Exception::PaidPartial).then_some(seen.short),
            overpaid_amount: (seen.exception == Exception::PaidOver).then_some(seen.excess),
            transaction_currency: paid_in,
            refund_address_request_pending: false,
            buyer_provided_info: Value::Null,
            json_pay_pro_required: order.json_pay_pro_required,
            merchant_name: order.merchant_name.as_deref().unwrap_or(&self.desk.house.merchant_name),
            itemized_details: order.item_details.clone().unwrap_or_else(|| json!([])),
            payment_subtotals: self.per_coin(|quote, _| quote.subtotal),
            payment_display_sub_totals: self
                .per_coin(|q, coin| market::display(q.subtotal, coin.decimals, coin.precision)),
            exchange_rates: self.per_coin(|quote, coin| self.rates(quote, coin)),
            miner_fees: self.per_coin(miner_fee),
            supported_transaction_currencies: self.support(),
            universal_codes: self.universal_codes(),
            token: resource_token(self.desk, api_token, &invoice.id),
        }
    }

    fn private(&self, refunds: &[Arc<Refund>]) -> Private<'a> {
        let (desk, invoice, order, now) = (self.desk, self.invoice, &self.invoice.order, self.now);
        let sent = outgoing::all(desk, invoice, refunds, now);
        let sent = sent.into_iter().map(|one| self.sent(one));
        Private {
            transactions: self.arrived().map(|payment| self.transaction(payment)).chain(sent).collect(),
            target_confirmations: invoice.coin_at(self.now).target,
            transaction_speed: order.risk,
            buyer: &order.buyer,
            refund_addresses: outgoing::addresses(desk, invoice, refunds, now),
            refund_info: outgoing::info(refunds, now),
            buyer_provided_email: invoice.email(),
            is_cancelled: invoice.cancelled.is_some(),
            bitpay_id_required: order.bitpay_id_required,
        }
    }

    fn arrived(&self) -> impl Iterator<Item = &'a Payment> + use<'a> {
        let now = self.now;
        self.invoice.payments.iter().filter(move |payment| payment.at <= now)
    }

    fn transaction(&self, payment: &'a Payment) -> Transaction<'a> {
        let coin = market::coin(&payment.coin).unwrap_or(&market::COINS[0]);
        Transaction {
            amount: payment.amount.cast_signed(),
            confirmations: payment.confirmations(self.now, coin.target),
            time: iso(payment.at),
            received_time: iso(payment.at),
            txid: payment.txid.clone(),
            ex_rates: self.rates_of(&payment.coin, coin),
            output_index: 0,
        }
    }

    /// Money that left again has a minus.
    fn sent(&self, one: Outgoing) -> Transaction<'a> {
        let coin = market::coin(&one.coin).unwrap_or(&market::COINS[0]);
        Transaction {
            amount: one.amount.cast_signed().saturating_neg(),
            confirmations: coin.target,
            time: iso(one.at),
            received_time: iso(one.at),
            txid: one.txid,
            ex_rates: self.rates_of(&one.coin, coin),
            output_index: 0,
        }
    }

    fn rates_of(&self, code: &str, coin: &'static Coin) -> Table<'a, Number> {
        self.invoice.quote(code).map_or_else(|| Table(Vec::new()), |quote| self.rates(quote, coin))
    }

    /// The locked rate in the invoice's currency, and the two everybody asks for.
    fn rates(&self, quote: &'a Quote, coin: &'static Coin) -> Table<'a, Number> {
        let currency = self.invoice.order.currency.as_str();
        let mut rates = vec![(currency, market::number(quote.rate))];
        for other in ["USD", "EUR"].into_iter().filter(|other| *other != currency) {
            rates.extend(self.desk.market.rate(coin.code, other).map(|rate| (other, market::number(rate))));
        }
        Table(rates)
    }

    fn support(&self) -> Table<'a, Support<'a>> {
        let on = self.invoice.quotes.iter().map(|q| (q.coin.as_str(), Support { enabled: true, reason: None }));
        let off = self.invoice.disabled.iter();
        let off = off.map(|(coin, why)| (coin.as_str(), Support { enabled: false, reason: Some(why) }));
        Table(on.chain(off).collect())
    }

    fn universal_codes(&self) -> UniversalCodes {
        let verify = self.invoice.order.bitpay_id_required;
        let verification_link = verify.then(|| format!("{}/invoice?id={}&v=3", self.origin, self.invoice.id));
        UniversalCodes { payment_string: self.link(), verification_link }
    }

    /// What the payer told on the page; the pos facade sees an id in place of each way to reach somebody.
    fn buyer_info(&self, facade: Facade, paid_in: Option<&str>) -> Value {
        let invoice = self.invoice;
        let seen = |text: &str| match facade {
            Facade::Merchant => text.to_owned(),
            Facade::Pos => self.desk.namer.text(&format!("masked {text} {}", invoice.id), 22),
        };
        let selected = paid_in.or(self.invoice.selected.as_deref()).or(self.invoice.order.forced_coin.as_deref());
        let mut info = Map::new();
        if let Some(email) = invoice.contact.email.as_deref() {
            info.insert("emailAddress".to_owned(), json!(seen(email)));
        }
        if let Some(sms) = invoice.sms() {
            info.insert("sms".to_owned(), json!(seen(sms)));
            info.insert("smsVerified".to_owned(), json!(invoice.contact.sms_verified));
        }
        if let Some(coin) = selected {
            info.insert("selectedTransactionCurrency".to_owned(), json!(coin));
        }
        if let Some(wallet) = self.invoice.order.forced_wallet.as_deref() {
            info.insert("selectedWallet".to_owned(), json!(wallet));
        }
        Value::Object(info)
    }
}

/// What the envelope of an invoice says.
pub(crate) fn facade_word(facade: Facade) -> &'static str {
    match facade {
        Facade::Pos => "pos/invoice",
        Facade::Merchant => "merchant/invoice",
    }
}

fn exception_word(exception: Exception) -> Value {
    match exception {
        Exception::None => Value::Bool(false),
        Exception::PaidPartial => json!("paidPartial"),
        Exception::PaidOver => json!("paidOver"),
    }
}

fn payment_codes(coin: &'static Coin, link: &str) -> Table<'static, String> {
    let with_request = || format!("{}:?r={link}", coin.scheme);
    Table(match coin.codes {
        CodeKind::Bip => vec![("BIP72b", with_request()), ("BIP73", link.to_owned())],
        CodeKind::Ether => vec![("EIP681", with_request())],
        CodeKind::Token => vec![("EIP681b", with_request())],
        CodeKind::Ripple => {
            vec![("BIP72b", with_request()), ("BIP73", link.to_owned()), ("RIP681", link.to_owned())]
        }
    })
}

fn miner_fee(quote: &Quote, coin: &'static Coin) -> MinerFee {
    let units = i128::try_from(quote.fee).unwrap_or(0);
    let fee = Decimal::try_from_i128_with_scale(units, coin.decimals).unwrap_or_default();
    let fiat = fee.checked_mul(quote.rate).unwrap_or_default().round_dp(2);
    MinerFee { satoshis_per_byte: coin.units_per_byte, total_fee: quote.fee, fiat_amount: market::number(fiat) }
}
