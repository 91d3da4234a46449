//! Makes settlements: one a day and currency, at midnight by the simulated clock, or when somebody asks.

use std::collections::BTreeSet;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::books::Books;
use super::desk::Desk;
use super::ledger::{self, Entry};
use super::refund::{Refund, State};
use super::reply::Refusal;
use super::settlement::{Settlement, Withheld};

const DAY_MS: i64 = 86_400_000;
const ID_LENGTH: usize = 22;
/// The gateway's code and words for what is kept back.
const PENDING_REFUNDS: (&str, &str) = ("W001", "Pending refunds");

/// Makes every settlement whose midnight has passed. Called before the account is read, so nothing ticks.
pub(crate) fn due(desk: &Desk, books: &mut Books, now: i64) -> Result<(), Refusal> {
    for currency in currencies(desk, books, now) {
        for midnight in midnights(desk, books, &currency, now) {
            make(desk, books, &currency, midnight)?;
        }
    }
    Ok(())
}

/// Every currency with an entry.
pub(crate) fn currencies(desk: &Desk, books: &Books, now: i64) -> BTreeSet<String> {
    ledger::entries(desk, books, now).into_iter().map(|entry| entry.currency).collect()
}

/// The midnights at which there may be something to pay out: after an entry, and after a refund has moved.
fn midnights(desk: &Desk, books: &Books, currency: &str, now: i64) -> BTreeSet<i64> {
    let entries = ledger::entries(desk, books, now);
    let entered = entries.iter().filter(|entry| entry.currency == currency).map(|entry| entry.at);
    let moved = books.refunds().flat_map(|refund| refund.moments().collect::<Vec<i64>>());
    let last = last(books, currency).map_or(i64::MIN, |settlement| settlement.closing);
    let midnight = |at: i64| at.saturating_add(DAY_MS - 1).div_euclid(DAY_MS).saturating_mul(DAY_MS);
    entered.chain(moved).map(midnight).filter(|at| *at > last && *at < now).collect()
}

fn last(books: &Books, currency: &str) -> Option<Arc<Settlement>> {
    books.settlements().rev().find(|settlement| settlement.currency == currency).cloned()
}

/// Pays out what is in a currency's account at `closing`; None if there is nothing to pay.
pub(crate) fn make(
    desk: &Desk,
    books: &mut Books,
    currency: &str,
    closing: i64,
) -> Result<Option<Arc<Settlement>>, Refusal> {
    let mut entries = ledger::entries(desk, books, closing);
    entries.retain(|entry| entry.currency == currency);
    let Some(first) = entries.first() else { return Ok(None) };
    let day_before = (first.at - 1).div_euclid(DAY_MS).saturating_mul(DAY_MS);
    let opening = last(books, currency).map_or(day_before, |settlement| settlement.closing);
    let opening_balance = ledger::balance(entries.iter().filter(|entry| entry.at <= opening));
    let entries_sum = ledger::balance(entries.iter().filter(|entry| is_within(entry, opening, closing)));
    let withheld = withheld(desk, books, currency, closing);
    let held = withheld.iter().fold(Decimal::ZERO, |sum, one| sum.saturating_add(one.amount));
    let total = opening_balance.saturating_add(entries_sum).saturating_sub(held);
    if total <= Decimal::ZERO {
        return Ok(None);
    }
    let serial = books.next_serial()?;
    let id = desk.namer.text(&format!("settlement {serial}"), ID_LENGTH);
    let currency = currency.to_owned();
    let made = Settlement {
        serial,
        id,
        currency,
        opening,
        closing,
        opening_balance,
        entries_sum,
        withheld,
        total,
        failed: None,
    };
    Ok(Some(books.put_settlement(made)?))
}

/// Whether a settlement over that period reports this entry; payouts themselves are no entries of it.
pub(crate) fn is_within(entry: &Entry, opening: i64, closing: i64) -> bool {
    entry.code != ledger::PAYOUT && entry.at > opening && entry.at <= closing
}

/// Refunds that are promised and not charged yet.
fn withheld(desk: &Desk, books: &Books, currency: &str, now: i64) -> Vec<Withheld> {
    let open = |refund: &Refund| {
        let uncharged = refund.charged_at().is_none_or(|at| at > now);
        refund.state(now) == State::Created && uncharged
    };
    let paid_from = |refund: &Refund| match desk.house.settlement_currency.as_deref() {
        Some(target) => target.to_owned(),
        None => refund.currency.clone(),
    };
    let mine = books.refunds().filter(|refund| open(refund) && paid_from(refund) == currency);
    let cost = |refund: &Refund| {
        let amount = refund.amount.saturating_add(refund.merchant_fee());
        desk.market.rate(&refund.currency, currency).map_or(amount, |rate| {
            let digits = if refund.currency == currency { ledger::SCALE_DIGITS } else { desk.market.digits(currency) };
            amount.saturating_mul(rate).round_dp(digits)
        })
    };
    let amount = mine.fold(Decimal::ZERO, |sum, refund| sum.saturating_add(cost(refund)));
    let (code, description) = PENDING_REFUNDS;
    let one = Withheld { amount, code: code.to_owned(), description: description.to_owned() };
    if amount.is_zero() { Vec::new() } else { vec![one] }
}
