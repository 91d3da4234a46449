//! A verdict in words: one word for the pill, one title for the block, three sentences below it.

mod context;
mod parts;

pub use context::{WordsContext, subject};

use crate::domain::capability::Cap;
use crate::domain::fact::LateReason;
use crate::domain::live::{Live, Mono};
use crate::domain::payment::State;
use crate::domain::sale::{Closed, Sale, SaleEnd};
use crate::domain::verdict::{self as verdicts, Verdict};
use crate::lang::Part;

/// A verdict with everything a screen says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The verdict.
    pub verdict: Verdict,
    /// The word of the state: `Seen 1/6`.
    pub word: String,
    /// The answer to the one question: `Wait. Keep the goods.`
    pub title: String,
    /// What happened.
    pub happened: String,
    /// What is safe.
    pub safe: String,
    /// What to do.
    pub todo: String,
    /// The icon's name in the closed list: `circle-minus`.
    pub icon: &'static str,
}

/// Puts the verdict on a sale into words. `live` is the last reading of the attempt that [`subject`] names.
#[must_use]
pub fn verdict(sale: &Sale, live: Option<&Live>, cx: &WordsContext<'_>) -> Words {
    let verdict = verdicts::of(sale, live.is_some_and(Live::is_silent));
    let case = case(verdict, sale, live, cx);
    let filled = parts::of(verdict, sale, live, cx);
    let parts: Vec<(&str, Part<'_>)> = filled.iter().map(|(name, text)| (*name, text.as_str().into())).collect();
    let sentence = |which: &str| {
        let own = format!("verdict-{case}-{which}");
        let shared = format!("verdict-{}-{which}", verdict.key().replace('_', "-"));
        cx.lang.with(if cx.lang.has(&own) { &own } else { &shared }, &parts).trim().to_owned()
    };
    Words {
        verdict,
        word: sentence("word"),
        title: sentence("title"),
        happened: sentence("happened"),
        safe: sentence("safe"),
        todo: sentence("todo"),
        icon: icon_name(verdict),
    }
}

/// Some verdicts have more than one set of sentences; what is not written for a case is taken from its verdict.
fn case(verdict: Verdict, sale: &Sale, live: Option<&Live>, cx: &WordsContext<'_>) -> String {
    let attempt = subject(sale);
    let own = match verdict {
        Verdict::Waiting => waiting_case(live, cx.mono),
        Verdict::Seen if attempt.is_some_and(|a| a.status.state != State::Seen) => Some("safe-by-gateway"),
        Verdict::Over if cx.caps.is_some_and(|caps| caps.has(Cap::AdjustOver)) => Some("over-kept"),
        Verdict::Void if !has_live_code(sale) => Some("void-dead"),
        Verdict::Late if attempt.and_then(|a| a.late) == Some(LateReason::SaleVoid) => Some("late-void"),
        Verdict::Disagrees => match attempt.and_then(|a| a.closed.as_ref()) {
            Some(Closed::Quarantined(fact)) if fact.field == "host" => Some("disagrees-host"),
            Some(Closed::Quarantined(fact)) if fact.field != "price" && fact.field != "currency" => {
                Some("disagrees-sale")
            }
            Some(Closed::Quarantined(_) | Closed::Refused(_) | Closed::Abandoned(_)) | None => None,
        },
        Verdict::Asking
        | Verdict::AskingAgain
        | Verdict::Approved
        | Verdict::Seen
        | Verdict::LowFee
        | Verdict::SeenByRule
        | Verdict::Accepted
        | Verdict::Settled
        | Verdict::Over
        | Verdict::Cash
        | Verdict::Under
        | Verdict::Expired
        | Verdict::Cancelled
        | Verdict::Void
        | Verdict::Failed
        | Verdict::FailedGoodsGone
        | Verdict::Late
        | Verdict::PaidTwice
        | Verdict::Rejected
        | Verdict::Unmapped
        | Verdict::NoCode
        | Verdict::Unknown => None,
    };
    own.map_or_else(|| verdict.key().replace('_', "-"), str::to_owned)
}

/// A code that waits is on the screen, is being read again, or has just run out of time.
fn waiting_case(live: Option<&Live>, mono: Mono) -> Option<&'static str> {
    let read = live.filter(|live| live.payment.is_some());
    match read {
        None => Some("waiting-reading"),
        Some(live) if live.left(mono).is_some_and(|left| left.is_zero()) => Some("waiting-ending"),
        Some(_) => None,
    }
}

fn has_live_code(sale: &Sale) -> bool {
    matches!(sale.end, Some(SaleEnd::Voided { .. })) && sale.payable().is_some()
}

/// The icon of a verdict by its name in the closed list of icons.
#[must_use]
pub fn icon_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Asking | Verdict::AskingAgain => "circle-dashed",
        Verdict::Waiting => "qr-code",
        Verdict::Approved => "thumbs-up",
        Verdict::Seen => "clock",
        Verdict::LowFee => "turtle",
        Verdict::SeenByRule | Verdict::Accepted => "check",
        Verdict::Settled => "check-check",
        Verdict::Over => "circle-plus",
        Verdict::Cash => "banknote",
        Verdict::Under => "circle-minus",
        Verdict::Expired => "hourglass",
        Verdict::Cancelled | Verdict::Void => "ban",
        Verdict::Failed | Verdict::NoCode => "octagon-x",
        Verdict::FailedGoodsGone => "octagon-alert",
        Verdict::Late | Verdict::PaidTwice => "bell-ring",
        Verdict::Rejected => "shield-x",
        Verdict::Unmapped => "circle-help",
        Verdict::Disagrees => "equal-not",
        Verdict::Unknown => "wifi-off",
    }
}
