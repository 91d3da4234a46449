//! Amounts and moments inside sentences.

use crate::domain::money::Money;
use crate::domain::payment::{Gap, Paid};
use crate::domain::sale::{Attempt, Sale};
use crate::domain::time::Timestamp;
use crate::lang::Lang;

/// A round amount without its zero decimals, as limits are spoken: `€20`, `€17.50`.
pub(super) fn round(lang: &Lang, money: Money) -> String {
    let text = lang.money(money);
    let zeroes = format!("{}{}", lang.mark().char(), "0".repeat(usize::from(money.currency().exponent())));
    match text.strip_suffix(&zeroes) {
        Some(whole) if money.currency().exponent() > 0 => whole.to_owned(),
        Some(_) | None => text,
    }
}

/// The coin's usual symbol from a gateway's code: `USDC_m` is USDC.
#[must_use]
pub fn coin(code: &str) -> &str {
    code.split(['_', '-']).next().unwrap_or(code)
}

/// An amount in a coin, as the gateway prints it: `0.00036000 BTC`.
fn in_coin(paid: &Paid) -> Option<String> {
    let digits = match (&paid.display, paid.amount) {
        (display, _) if !display.is_empty() => display.clone(),
        (_, Some(amount)) => amount.to_string(),
        (_, None) => return None,
    };
    Some(format!("{digits} {}", coin(&paid.coin)))
}

/// What arrived so far, in the coin it came in: `0.00036000 BTC`.
#[must_use]
pub fn paid_so_far(attempt: &Attempt) -> Option<String> {
    in_coin(attempt.paid.as_ref()?)
}

/// How much is missing, in the coin asked for: `0.00004254 BTC`.
#[must_use]
pub fn short_by(attempt: &Attempt) -> Option<String> {
    let gap = attempt.status.flags.under.as_ref()?;
    let code = attempt.paid.as_ref().map(|paid| paid.coin.as_str()).or(attempt.coin.as_deref())?;
    Some(format!("{} {}", gap.coin?, coin(code)))
}

/// A gap in shop money, or in the coin where the rate is not known.
pub(super) fn gap(lang: &Lang, gap: &Gap, attempt: &Attempt) -> Option<String> {
    if let Some(fiat) = gap.fiat {
        return Some(lang.money(fiat));
    }
    let code = attempt.paid.as_ref().map(|paid| paid.coin.as_str()).or(attempt.coin.as_deref())?;
    Some(format!("{} {}", gap.coin?, coin(code)))
}

/// What arrived, in shop money where that can be said exactly, else in the coin.
pub(super) fn arrived(lang: &Lang, sale: &Sale, attempt: &Attempt) -> String {
    let flags = &attempt.status.flags;
    let fiat = match (&flags.under, &flags.over) {
        (Some(short), _) => short.fiat.and_then(|short| sale.total.checked_sub(short).ok()),
        (None, Some(excess)) => excess.fiat.and_then(|excess| sale.total.checked_add(excess).ok()),
        (None, None) => Some(sale.total),
    };
    let coin = || paid_so_far(attempt);
    fiat.map(|fiat| lang.money(fiat)).or_else(coin).unwrap_or_else(|| lang.text("amount-unknown"))
}

/// A moment as people at the till read it.
#[must_use]
pub fn time(at: Timestamp, offset_min: i16) -> String {
    at.clock(offset_min)
}
