//! The ways to pay an invoice: one option per coin, with exact amounts, printed amounts and codes.

use crate::domain::coin::Coin;
use crate::domain::id::OptionId;
use crate::domain::payment::{PayOption, PayUri};
use crate::gateway::bitpay::asset::{asset, decimals, rank};
use crate::gateway::bitpay::links::{Judge, kind};
use crate::gateway::bitpay::wire::{Exact, Invoice};
use crate::gateway::http::clean;
use crate::gateway::port::{Error, Result};

/// Why a coin without any code cannot be used; a word of ours beside the gateway's own reasons.
const NO_CODE: &str = "noPaymentCode";
const CODE_MAX: usize = 32;
/// Why a coin is disabled when the gateway does not say.
const NO_REASON: &str = "disabled";

/// Lists the coins of an invoice: bitcoin, Lightning, then the gateway's order.
pub(super) fn options(invoice: &Invoice, judge: &mut Judge<'_>) -> Result<Vec<PayOption>> {
    let mut codes: Vec<&str> = Vec::new();
    let named = invoice.payment_totals.keys().chain(invoice.payment_codes.keys()).chain(invoice.supported.keys());
    for code in named {
        if is_code(code) && !codes.contains(&code) {
            codes.push(code);
        }
    }
    let mut options = codes.into_iter().map(|code| option(invoice, code, judge)).collect::<Result<Vec<_>>>()?;
    options.sort_by_key(|option| rank(&option.asset));
    Ok(options)
}

/// Whether a text can be a coin's code; others are dropped rather than shown.
fn is_code(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    !text.is_empty() && text.len() <= CODE_MAX && text.bytes().all(fits)
}

fn option(invoice: &Invoice, code: &str, judge: &mut Judge<'_>) -> Result<PayOption> {
    let asset = asset(code);
    let scale = decimals(&asset);
    let total = coin(invoice.payment_totals.get(code), scale, code)?;
    let display = display(invoice, code, total)?;
    let uris = uris(invoice, code, judge);
    let fee = invoice.miner_fees.get(code);
    let network_cost = fee.and_then(|fee| coin(fee.total_fee.as_ref(), scale, code).ok().flatten());
    let network_cost = network_cost.filter(|cost| cost.units > 0);
    let fiat = fee.and_then(|fee| fee.fiat_amount.as_ref()?.decimal());
    Ok(PayOption {
        id: OptionId::from(code),
        total,
        subtotal: coin(invoice.payment_subtotals.get(code), scale, code)?,
        display,
        network_cost,
        network_cost_fiat: network_cost.and(fiat),
        disabled: disabled(invoice, code, &uris),
        uris,
        // A bare address would need its checksum checked for every chain; BitPay's codes are links.
        address: None,
        rate: invoice.rate(code),
        asset,
    })
}

/// Base units at the coin's decimals; none where those are unknown.
fn coin(amount: Option<&Exact>, scale: Option<u8>, code: &str) -> Result<Option<Coin>> {
    let (Some(amount), Some(scale)) = (amount, scale) else { return Ok(None) };
    match amount.units() {
        Some(units) => Ok(Some(Coin { units, scale })),
        None => Err(Error::Protocol(format!("{amount} is no amount of {} base units", clean(code)))),
    }
}

/// The total as printed by the gateway, after comparing it with the exact one.
fn display(invoice: &Invoice, code: &str, total: Option<Coin>) -> Result<String> {
    match (invoice.payment_display_totals.get(code), total) {
        (Some(printed), Some(total)) => {
            let printed = printed.to_string();
            if agrees(&printed, total) {
                return Ok(printed);
            }
            let code = clean(code);
            Err(Error::Protocol(format!("the total of {code} is {total} but is printed as {printed}")))
        }
        (Some(printed), None) => Ok(printed.to_string()),
        (None, Some(total)) => Ok(trimmed(total)),
        (None, None) => Ok(String::new()),
    }
}

/// Whether a printed amount is the exact one, cut or rounded to the decimals printed.
///
/// `0.000331` is 33 100 satoshi, `0.008200` any wei amount that starts so; a printed zero for a payable amount is not.
pub(super) fn agrees(printed: &str, exact: Coin) -> bool {
    let (whole, decimals) = printed.split_once('.').unwrap_or((printed, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(decimals) {
        return false;
    }
    let places = decimals.len();
    let scale = usize::from(exact.scale);
    if places >= scale {
        return Coin::parse(printed, exact.scale) == Some(exact);
    }
    let Ok(shown) = format!("{whole}{decimals}").parse::<u128>() else { return false };
    let Ok(dropped) = u32::try_from(scale - places) else { return false };
    let Some(step) = 10_u128.checked_pow(dropped) else { return false };
    let cut = exact.units / step;
    let above = cut + u128::from(!exact.units.is_multiple_of(step));
    (shown == cut || shown == above) && (shown > 0 || exact.units == 0)
}

/// The exact amount without trailing zeroes.
pub(super) fn trimmed(coin: Coin) -> String {
    let text = coin.to_string();
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

fn uris(invoice: &Invoice, code: &str, judge: &mut Judge<'_>) -> Vec<PayUri> {
    let Some(codes) = invoice.payment_codes.get(code) else { return Vec::new() };
    let mut ladder: Vec<(u8, PayUri)> = Vec::new();
    for (name, text) in codes.iter() {
        let Some((step, kind)) = kind(name) else { continue };
        if let Some(uri) = judge.code(kind, text) {
            ladder.push((step, uri));
        }
    }
    ladder.sort_by_key(|(step, _)| *step);
    ladder.into_iter().map(|(_, uri)| uri).collect()
}

fn disabled(invoice: &Invoice, code: &str, uris: &[PayUri]) -> Option<String> {
    match invoice.supported.get(code) {
        Some(supported) if !supported.enabled => {
            let reason = supported.reason.as_deref().map(clean).filter(|reason| !reason.is_empty());
            Some(reason.unwrap_or_else(|| NO_REASON.to_owned()))
        }
        Some(_) | None => uris.is_empty().then(|| NO_CODE.to_owned()),
    }
}
