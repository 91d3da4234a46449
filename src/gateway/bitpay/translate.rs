//! BitPay's words in ours. Every word has a case, the unknown one too; nothing is guessed.
//!
//! An unknown status reads as Open with the flag `unmapped`: it moves nothing forward, and the flag holds the goods back.

mod details;
mod ways;

use rust_decimal::RoundingStrategy;
use url::Url;

use super::asset::{asset, decimals, target_confirmations};
use super::links::Judge;
use super::wire::{Exact, Exception, Invoice, Transaction};
use crate::domain::coin::Coin;
use crate::domain::id::InvoiceId;
use crate::domain::money::{Currency, Money};
use crate::domain::payment::{Echo, Flags, Gap, Paid, PayUri, Payment, State, Status, Tx, UriKind};
use crate::domain::time::Timestamp;
use crate::gateway::http::clean;
use crate::gateway::port::{Error, Result};

/// Characters of a foreign word kept beside ours.
const WORD_MAX: usize = 64;
const ID_MAX: usize = 64;

/// Reads an invoice as a payment; `base` is the address of the connection, whose hosts alone may appear in codes.
///
/// # Errors
/// [`Error::Protocol`] when the answer contradicts itself: no usable id, an amount that is none, or a printed total that
/// is not the exact one.
pub fn payment(invoice: &Invoice, base: &Url) -> Result<Payment> {
    if !is_id(&invoice.id) {
        return Err(Error::Protocol("the invoice has no usable id".to_owned()));
    }
    let mut judge = Judge::new(base);
    let options = ways::options(invoice, &mut judge)?;
    let universal = universal(invoice, &mut judge);
    let hosted_url = invoice.url.as_deref().and_then(|url| judge.link(url));
    Ok(Payment {
        invoice: InvoiceId(invoice.id.clone()),
        echo: Echo {
            guid: Some(invoice.guid.as_deref().map(echoed).unwrap_or_default()),
            order_id: invoice.order_id.as_deref().map(echoed),
            price: invoice.price.as_ref().and_then(Exact::decimal),
            currency: echoed(&invoice.currency),
            foreign_host: judge.foreign,
        },
        status: status(invoice),
        options,
        universal,
        hosted_url,
        paid: paid(invoice),
        txs: invoice.transactions.iter().map(tx).collect(),
        created: invoice.invoice_time.map(Timestamp),
        expires: invoice.expiration_time.map(Timestamp),
        server_now: invoice.current_time.map(Timestamp),
        refund_address_pending: invoice.refund_address_pending,
        details: details::details(invoice),
        token: invoice.token.clone(),
        pos_data: invoice.pos_data.clone(),
    })
}

/// Whether a text can be an invoice's id: BitPay's have 22 base58 characters, others are shorter or longer.
#[must_use]
pub fn is_id(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    !text.is_empty() && text.len() <= ID_MAX && text.bytes().all(fits)
}

/// A foreign text that is compared and may be shown: as it is if it is harmless, else marked so that it equals nothing.
fn echoed(text: &str) -> String {
    let harmless = clean(text);
    if harmless == text { harmless } else { format!("{harmless} …") }
}

fn status(invoice: &Invoice) -> Status {
    let mut flags = Flags { low_fee: invoice.low_fee_detected, ..Flags::default() };
    let state = match invoice.status.as_str() {
        "new" | "expired" if invoice.is_cancelled => State::Cancelled,
        "new" => State::Open,
        "paid" => State::Seen,
        "confirmed" => State::Accepted,
        "complete" => State::Settled,
        "expired" => State::Expired,
        "invalid" => State::Failed,
        "declined" => {
            flags.rejected = true;
            State::Failed
        }
        unknown => {
            flags.unmapped = Some(word(unknown));
            State::Open
        }
    };
    match &invoice.exception {
        Exception::None => {}
        Exception::Word(text) => exception(text, invoice, &mut flags),
    }
    Status { state, flags, raw: raw(invoice), confirmations: confirmations(invoice) }
}

fn exception(text: &str, invoice: &Invoice, flags: &mut Flags) {
    match text {
        "paidPartial" => flags.under = Some(gap(invoice, invoice.underpaid_amount.as_ref(), Side::Under)),
        "paidOver" => flags.over = Some(gap(invoice, invoice.overpaid_amount.as_ref(), Side::Over)),
        "paidLater" | "paidLate" => flags.late = true,
        "marked" => flags.marked = true,
        unknown => {
            flags.unmapped.get_or_insert_with(|| word(unknown));
        }
    }
}

/// The gateway's own words, for details.
fn raw(invoice: &Invoice) -> String {
    let cancelled = if invoice.is_cancelled { " cancelled" } else { "" };
    match &invoice.exception {
        Exception::None => format!("{}{cancelled}", word(&invoice.status)),
        Exception::Word(text) => format!("{} {}{cancelled}", word(&invoice.status), word(text)),
    }
}

fn word(text: &str) -> String {
    let word: String = clean(text).chars().take(WORD_MAX).collect();
    if word.is_empty() { "(none)".to_owned() } else { word }
}

#[derive(Clone, Copy)]
enum Side {
    Under,
    Over,
}

/// How much is missing or too much: as the answer says, else the difference of what was asked and what came.
fn gap(invoice: &Invoice, said: Option<&Exact>, side: Side) -> Gap {
    let Some(code) = invoice.transaction_currency.as_deref() else { return Gap::default() };
    let Some(scale) = decimals(&asset(code)) else { return Gap::default() };
    let differ = || {
        let asked = invoice.payment_totals.get(code)?.units()?;
        let came = invoice.amount_paid.as_ref()?.units().filter(|units| *units > 0)?;
        match side {
            Side::Under => asked.checked_sub(came),
            Side::Over => came.checked_sub(asked),
        }
    };
    let units = said.and_then(Exact::units).filter(|units| *units > 0).or_else(differ).filter(|units| *units > 0);
    let coin = units.map(|units| Coin { units, scale });
    Gap { coin, fiat: coin.and_then(|coin| in_shop_money(invoice, code, coin)) }
}

/// The coin's worth at the invoice's fixed rate, to the nearest minor unit.
fn in_shop_money(invoice: &Invoice, code: &str, coin: Coin) -> Option<Money> {
    let currency = Currency::from_code(&invoice.currency).ok()?;
    let amount = Exact::parse(&coin.to_string())?.decimal()?;
    let exact = amount.checked_mul(invoice.rate(code)?)?;
    let rounded = exact.round_dp_with_strategy(currency.exponent().into(), RoundingStrategy::MidpointAwayFromZero);
    Money::from_decimal(rounded, currency).ok()
}

fn paid(invoice: &Invoice) -> Option<Paid> {
    let amount = invoice.amount_paid.as_ref().filter(|amount| !amount.is_zero() && !amount.is_negative())?;
    let code = invoice.transaction_currency.as_deref().map(clean)?;
    let scale = decimals(&asset(&code));
    let coin = scale.and_then(|scale| amount.units().map(|units| Coin { units, scale }));
    let printed = clean(&invoice.display_amount_paid);
    let display = match coin {
        Some(coin) if !ways::agrees(&printed, coin) => ways::trimmed(coin),
        Some(_) | None => printed,
    };
    Some(Paid { amount: coin, display, rate: invoice.rate(&code), coin: code })
}

/// Confirmations of the least confirmed payment, of those wanted; none before there is one.
fn confirmations(invoice: &Invoice) -> Option<(u32, u32)> {
    let incoming =
        |tx: &&Transaction| tx.confirmations.is_some() && tx.amount.as_ref().is_none_or(|amount| !amount.is_negative());
    let least = invoice.transactions.iter().filter(incoming).filter_map(|tx| tx.confirmations).min()?;
    let by_coin = || target_confirmations(&asset(invoice.transaction_currency.as_deref()?));
    Some((least, invoice.target_confirmations.or_else(by_coin)?))
}

fn tx(wire: &Transaction) -> Tx {
    Tx {
        txid: clean(&wire.txid),
        amount: wire.amount.as_ref().map(Exact::to_string).unwrap_or_default(),
        confirmations: wire.confirmations,
        received: wire.received_time.map(Timestamp),
        output: wire.output_index,
        kind: clean(&wire.kind),
        rates: wire.rates.iter().filter_map(|(code, rate)| Some((clean(code), rate.decimal()?))).collect(),
    }
}

fn universal(invoice: &Invoice, judge: &mut Judge<'_>) -> Vec<PayUri> {
    let shown = |name: &str| matches!(name, "paymentString" | "verificationLink");
    let texts = invoice.universal_codes.iter().filter(|(name, _)| shown(name));
    texts.filter_map(|(_, text)| judge.code(UriKind::Universal, text)).collect()
}

#[cfg(test)]
mod tests;
