//! A refund in words: where it stands, what is safe, and what a gateway's no means.

use super::gateway::from_code;
use super::note::{Notice, Tone, notice};
use crate::domain::refund::RefundState;
use crate::domain::returns::Standing;
use crate::domain::sale::MoneyBack;
use crate::lang::{Lang, Part};

/// The word of a sale's refunds, for its pill.
#[must_use]
pub fn refund_word(standing: Standing, lang: &Lang) -> String {
    lang.text(&format!("refund-word-{}", standing.key()))
}

/// Where one refund stands, in three sentences. `gateway` is the gateway's name for people.
#[must_use]
pub fn refund(back: &MoneyBack, gateway: &str, lang: &Lang) -> Notice {
    if let Some(refused) = &back.refused {
        return refused_refund(&refused.code, &refused.error, gateway, lang);
    }
    let amount = lang.money(back.amount);
    let receipt = back.receipt.as_ref().map(|receipt| receipt.fact.receipt_no).unwrap_or_default();
    let parts: [(&str, Part<'_>); 3] =
        [("amount", amount.as_str().into()), ("gateway", gateway.into()), ("receipt", receipt.into())];
    let say = |key: &str, tone| notice(lang, key, tone, &parts);
    if let Some(fact) = &back.quarantined {
        let detail = format!("{}: {} ≠ {}", fact.field, fact.asked, fact.answered);
        return Notice { detail, ..say("refund-disagrees", Tone::Stop) };
    }
    match back.state {
        None if back.unknown.is_some() => say("refund-unsure", Tone::Wait),
        None => say("refund-asking", Tone::Info),
        Some(RefundState::Preview | RefundState::Asked) => say("refund-asked", Tone::Info),
        Some(RefundState::Sent) => say("refund-sent", Tone::Info),
        Some(RefundState::Done) if back.request.is_none() => say("refund-cash", Tone::Info),
        Some(RefundState::Done) => say("refund-done", Tone::Info),
        Some(RefundState::Failed) => say("refund-failed", Tone::Stop),
        Some(RefundState::Cancelled) => say("refund-cancelled", Tone::Info),
        Some(RefundState::Unmapped) => say("refund-unmapped", Tone::Stop),
    }
}

/// A gateway's no to a refund: the numbers of BitPay's refund errors have sentences of their own.
fn refused_refund(code: &str, text: &str, gateway: &str, lang: &Lang) -> Notice {
    let key = match code {
        "fees_exceed_amount" | "not_sent" | "rate_limited" | "auth_forbidden" | "auth_expired" => {
            return from_code(code, text, gateway, None, lang);
        }
        "not_found" => "refund-not-found",
        "invalid_field" => "refund-invalid",
        state if state.ends_with("0204") => "refund-active",
        state if state.ends_with("0207") => "refund-state",
        _ => "refund-refused",
    };
    Notice { detail: text.to_owned(), ..notice(lang, key, Tone::Stop, &[("gateway", gateway.into())]) }
}
