//! The simulated customer's side: how a wish to pay becomes payments on the chain.

use std::sync::Arc;

use super::books::Books;
use super::chain::{Mark, Payment};
use super::desk::{Customer, Desk};
use super::market::{self, Coin};
use super::record::{Invoice, Quote};
use super::reply::Refusal;

/// What somebody wants to pay.
#[derive(Debug, Clone)]
pub(crate) struct Wish {
    /// Absent: the coin already paid in, else the first one offered.
    pub(crate) coin: Option<String>,
    /// `exact` (what is still due, or all of it again), `half`, `double`, or a decimal in the coin's own unit.
    pub(crate) amount: String,
    pub(crate) times: u32,
    /// Given: the chain of this payment moves only by hand. Absent: blocks come by time.
    pub(crate) confirmations: Option<u32>,
    /// Arrive after the window has closed; at once if it has.
    pub(crate) late: bool,
    pub(crate) after_ms: i64,
    pub(crate) low_fee: bool,
}

const TIMES_MAX: u32 = 20;
/// What a payment that is final at once counts as; no shop asks for more.
const INSTANT: u32 = 6;
/// How long after the end of the window a late payment turns up.
const LATE_BY_MS: i64 = 1_000;

impl Wish {
    pub(crate) fn exact(coin: &str) -> Self {
        Self { coin: Some(coin.to_owned()), ..Self::default() }
    }
}

impl Default for Wish {
    fn default() -> Self {
        Self {
            coin: None,
            amount: "exact".to_owned(),
            times: 1,
            confirmations: None,
            late: false,
            after_ms: 0,
            low_fee: false,
        }
    }
}

/// Puts the payments of a wish on the chain and returns the changed invoice.
pub(crate) fn arrive(desk: &Desk, books: &mut Books, id: &str, wish: &Wish) -> Result<Arc<Invoice>, Refusal> {
    let mut invoice = Invoice::clone(books.invoice(id).ok_or_else(Refusal::unknown_object)?.as_ref());
    add(desk, books, &mut invoice, wish)?;
    let payments = invoice.payments;
    let changed = books.change_invoice(id, |invoice| invoice.payments = payments)?;
    changed.ok_or_else(Refusal::unknown_object)
}

fn add(desk: &Desk, books: &mut Books, invoice: &mut Invoice, wish: &Wish) -> Result<(), Refusal> {
    if wish.times == 0 || wish.times > TIMES_MAX {
        return Err(Refusal::control(&format!("times is 1 to {TIMES_MAX}")));
    }
    let now = desk.now();
    let coin = coin_of(invoice, wish, now)?;
    let closes = invoice.cancelled.unwrap_or(invoice.expires);
    let late_at = closes.saturating_add(LATE_BY_MS).max(now);
    let at = if wish.late { late_at } else { now }.saturating_add(wish.after_ms.max(0));
    for _ in 0..wish.times {
        let serial = books.next_serial()?;
        let amount = amount(invoice, coin, wish, at)?;
        let confirmations = if coin.is_instant() { Some(INSTANT) } else { wish.confirmations };
        let marks = confirmations.filter(|c| *c > 0).map(|confirmations| Mark { confirmations, at });
        invoice.payments.push(Payment {
            txid: desk.namer.txid(&format!("transaction {serial}")),
            coin: coin.code.to_owned(),
            amount,
            at,
            pace: confirmations.is_none().then_some(desk.house.pace),
            marks: marks.into_iter().collect(),
            low_fee: wish.low_fee,
        });
    }
    Ok(())
}

fn coin_of(invoice: &Invoice, wish: &Wish, now: i64) -> Result<&'static Coin, Refusal> {
    let Some(code) = wish.coin.as_deref() else { return Ok(invoice.coin_at(now)) };
    let offered = invoice.quote(code).is_some();
    let coin = market::coin(code).filter(|_| offered);
    coin.ok_or_else(|| Refusal::control(&format!("this invoice cannot be paid in {code:?}")))
}

fn amount(invoice: &Invoice, coin: &Coin, wish: &Wish, at: i64) -> Result<u128, Refusal> {
    let total = invoice.quote(coin.code).map_or(0, Quote::total);
    match wish.amount.as_str() {
        "exact" => Ok(still_due(invoice, coin, total, at)),
        "half" => Ok(total / 2),
        "double" => Ok(total.saturating_mul(2)),
        text => {
            let units = market::units_of(text, coin.decimals).filter(|units| *units > 0);
            let hint = format!("amount is exact, half, double or a decimal in {}, not {text:?}", coin.code);
            units.ok_or_else(|| Refusal::control(&hint))
        }
    }
}

/// What is missing by then; the whole total when nothing is, so that paying twice means twice.
fn still_due(invoice: &Invoice, coin: &Coin, total: u128, at: i64) -> u128 {
    let before = invoice.payments.iter().filter(|payment| payment.at <= at && payment.coin == coin.code);
    let paid = before.fold(0_u128, |sum, payment| sum.saturating_add(payment.amount));
    match total.checked_sub(paid) {
        None | Some(0) => total,
        Some(rest) => rest,
    }
}

/// Lets the scenario's customers pay a new invoice.
pub(crate) fn scripted(desk: &Desk, books: &mut Books, invoice: &mut Invoice) -> Result<(), Refusal> {
    if desk.house.customers.is_empty() {
        return Ok(());
    }
    let nth = books.count_served();
    let mine = |customer: &&Customer| customer.nth.is_none_or(|wanted| wanted == nth);
    let Some(customer) = desk.house.customers.iter().find(mine) else { return Ok(()) };
    let wish = Wish {
        coin: customer.coin.clone().filter(|coin| invoice.quote(coin).is_some()),
        amount: customer.amount.clone(),
        confirmations: customer.confirmations,
        after_ms: customer.after_ms,
        ..Wish::default()
    };
    add(desk, books, invoice, &wish)
}
