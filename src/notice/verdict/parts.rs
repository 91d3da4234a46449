//! The named parts of the verdict's sentences.

use std::time::Duration;

use super::context::{WordsContext, subject};
use crate::domain::fact::PaymentQuarantined;
use crate::domain::live::Live;
use crate::domain::money::Money;
use crate::domain::payment::State;
use crate::domain::sale::{Attempt, Closed, Sale};
use crate::domain::time::Timestamp;
use crate::domain::verdict::Verdict;
use crate::notice::gateway::from_code;
use crate::notice::limits::{self, Place};
use crate::notice::money;
use crate::notice::note::{Notice, Tone, notice};

/// Fills every part a verdict's sentences may name.
pub(super) fn of(
    verdict: Verdict,
    sale: &Sale,
    live: Option<&Live>,
    cx: &WordsContext<'_>,
) -> Vec<(&'static str, String)> {
    let lang = cx.lang;
    let place = if verdict == Verdict::Waiting { Place::Waiting } else { Place::Seen };
    let mut parts = vec![
        ("gateway", gateway_name(cx)),
        ("sale", sale.number.to_string()),
        ("total", lang.money(sale.total)),
        ("rule", limits::sentence(lang, cx.release, sale, place)),
    ];
    parts.extend(silence(live, cx));
    match subject(sale) {
        Some(attempt) => parts.extend(of_attempt(sale, attempt, live, cx)),
        None => parts.push(("time", money::time(sale.opened, cx.offset_min))),
    }
    if let Some(crate::domain::sale::SaleEnd::Completed { at, .. }) = &sale.end
        && verdict == Verdict::Cash
    {
        parts.retain(|(name, _)| *name != "time");
        parts.push(("time", money::time(*at, cx.offset_min)));
    }
    parts
}

pub(super) fn gateway_name(cx: &WordsContext<'_>) -> String {
    cx.gateway.map_or_else(|| cx.lang.text("the-gateway"), str::to_owned)
}

fn silence(live: Option<&Live>, cx: &WordsContext<'_>) -> [(&'static str, String); 2] {
    let silent = live.and_then(|live| live.silent_for(cx.mono)).unwrap_or_default();
    let period = live.map_or(Duration::ZERO, |live| live.period);
    [("seconds", silent.as_secs().to_string()), ("period", period.as_secs().max(1).to_string())]
}

fn of_attempt(
    sale: &Sale,
    attempt: &Attempt,
    live: Option<&Live>,
    cx: &WordsContext<'_>,
) -> Vec<(&'static str, String)> {
    let lang = cx.lang;
    let flags = &attempt.status.flags;
    let unknown = || lang.text("amount-unknown");
    let short = flags.under.as_ref().and_then(|gap| money::gap(lang, gap, attempt)).unwrap_or_else(unknown);
    let excess = flags.over.as_ref().and_then(|gap| money::gap(lang, gap, attempt)).unwrap_or_else(unknown);
    let at = money_at(attempt).unwrap_or(attempt.changed);
    let (confirmations, confirmed) = confirmations(attempt, cx);
    let end = attempt.invoice.as_ref().and_then(|invoice| invoice.expires);
    let refused = refused(attempt, cx);
    let (asked, other) = disagreement(attempt, sale, cx);
    vec![
        ("time", money::time(at, cx.offset_min)),
        ("date", at.date(cx.offset_min)),
        ("confirmations", confirmations),
        ("confirmed", confirmed),
        ("limit", limits::small_limit(lang, cx.release, sale, attempt)),
        ("paid", money::arrived(lang, sale, attempt)),
        ("short", short),
        ("excess", excess),
        ("end", end.map_or_else(|| lang.text("its-end"), |end| money::time(end, cx.offset_min))),
        ("minutes", minutes(attempt, live).to_string()),
        ("delay", lang.duration(delay(attempt))),
        ("word", flags.unmapped.clone().unwrap_or_default()),
        ("reason", refused.happened),
        ("remedy", refused.todo),
        ("asked", asked),
        ("other", other),
    ]
}

/// When the money of an attempt was first seen.
fn money_at(attempt: &Attempt) -> Option<Timestamp> {
    let wanted = |state: State| attempt.reached.iter().find(|(reached, _)| *reached == state).map(|(_, at)| *at);
    match attempt.status.state {
        State::Accepted => wanted(State::Accepted),
        State::Settled => wanted(State::Settled),
        State::Seen => wanted(State::Seen),
        State::Requested | State::Open | State::Expired | State::Cancelled | State::Failed => None,
    }
}

fn confirmations(attempt: &Attempt, cx: &WordsContext<'_>) -> (String, String) {
    let Some((had, wanted)) = attempt.status.confirmations else { return Default::default() };
    let parts = [("had", u64::from(had).into()), ("wanted", u64::from(wanted).into())];
    (format!("{had}/{wanted}"), cx.lang.with("confirmed", &parts))
}

/// The whole window of the code, in minutes, rounded to the nearest.
fn minutes(attempt: &Attempt, live: Option<&Live>) -> u64 {
    let written = || Some(attempt.invoice.as_ref()?.expires?.since(attempt.asked));
    let window = live.and_then(Live::window).or_else(written).unwrap_or_default();
    ((window.as_secs() + 30) / 60).max(1)
}

/// How long after its end the money of an attempt came, by the till's own record where it has one.
fn delay(attempt: &Attempt) -> Duration {
    let first = |wanted: fn(State) -> bool| attempt.reached.iter().find(|(state, _)| wanted(*state)).map(|(_, at)| *at);
    let ended = first(|state| matches!(state, State::Expired | State::Cancelled));
    let written = attempt.invoice.as_ref().and_then(|invoice| invoice.expires);
    let came = first(|state| matches!(state, State::Seen | State::Accepted | State::Settled));
    match (ended.or(written), came) {
        (Some(ended), Some(came)) => came.since(ended),
        (None, _) | (_, None) => Duration::ZERO,
    }
}

fn refused(attempt: &Attempt, cx: &WordsContext<'_>) -> Notice {
    let name = gateway_name(cx);
    match &attempt.closed {
        Some(Closed::Refused(fact)) => from_code(&fact.code, &fact.error, &name, cx.caps, cx.lang),
        Some(Closed::Abandoned(_) | Closed::Quarantined(_)) | None => {
            notice(cx.lang, "gateway-abandoned", Tone::Wait, &[("gateway", name.as_str().into())])
        }
    }
}

fn disagreement(attempt: &Attempt, sale: &Sale, cx: &WordsContext<'_>) -> (String, String) {
    let Some(Closed::Quarantined(fact)) = &attempt.closed else { return Default::default() };
    let PaymentQuarantined { field, asked, answered, .. } = fact;
    if field != "price" {
        return (asked.clone(), answered.clone());
    }
    let currency = sale.total.currency();
    let amount = |text: &str| {
        let exact = text.parse().ok().and_then(|value| Money::from_decimal(value, currency).ok());
        exact.map_or_else(|| text.to_owned(), |money| cx.lang.money(money))
    };
    (amount(asked), amount(answered))
}
