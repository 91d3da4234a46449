//! The line about the last sale: did it go through?

use super::state::{Answer, Instruction};
use crate::domain::fact::Tender;
use crate::domain::sale::{Sale, SaleEnd};
use crate::domain::verdict::{self, Family, Verdict};
use crate::ui::action::Action;
use crate::ui::context::Context;
use crate::ui::icon::Icon;
use crate::ui::theme::Tone;

/// The newest sale in two lines.
#[derive(Debug)]
pub(super) struct Last {
    pub(super) tone: Tone,
    pub(super) icon: Icon,
    pub(super) title: String,
    pub(super) detail: String,
}

/// An open sale opens its payment again, a finished one the list.
pub(super) fn open(cx: &Context<'_>) -> Answer {
    match cx.book.sales().next() {
        Some(sale) if sale.end.is_none() => Action::ask(Instruction::OpenSale(sale.id)),
        Some(_) | None => Action::ask(Instruction::OpenSales),
    }
}

/// What is known of the newest sale; none before the first.
pub(super) fn last(cx: &Context<'_>) -> Option<Last> {
    let sale = cx.book.sales().next()?;
    let live = sale.current().and_then(|attempt| cx.live.get(&attempt.guid()));
    let silent = live.is_some_and(crate::domain::live::Live::is_silent);
    let verdict = verdict::of(sale, silent);
    let amount = cx.lang.money(sale.total);
    let (tone, key) = match verdict.family() {
        Family::Ok => (Tone::Ok, "register-last-paid"),
        Family::Wait => (Tone::Wait, "register-last-seen"),
        Family::Accent => (Tone::Accent, "register-last-waiting"),
        Family::Stop => (Tone::Stop, "register-last-trouble"),
        Family::Idle => (Tone::Idle, idle_key(verdict)),
    };
    let title = cx.lang.with(key, &[("amount", (&amount).into())]);
    Some(Last { tone, icon: icon(verdict), title, detail: detail(sale, cx) })
}

fn idle_key(verdict: Verdict) -> &'static str {
    if verdict == Verdict::Void { "register-last-void" } else { "register-last-open" }
}

fn icon(verdict: Verdict) -> Icon {
    match verdict.family() {
        Family::Ok => Icon::Check,
        Family::Wait => Icon::Clock,
        Family::Accent => Icon::QrCode,
        Family::Stop => Icon::OctagonAlert,
        Family::Idle if verdict == Verdict::Void => Icon::Ban,
        Family::Idle => Icon::Hourglass,
    }
}

/// Number, how it was paid, when.
fn detail(sale: &Sale, cx: &Context<'_>) -> String {
    let (tender, at) = match &sale.end {
        Some(SaleEnd::Completed { fact, at, .. }) => match fact.tender {
            Tender::Cash { .. } => (cx.lang.text("register-cash"), *at),
            Tender::Gateway { guid } => (coin(sale, guid), *at),
        },
        Some(SaleEnd::Voided { at, .. }) => (String::new(), *at),
        None => (String::new(), sale.opened),
    };
    let number = sale.number.to_string();
    let parts = [number, tender, at.clock(cx.offset_min)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn coin(sale: &Sale, guid: crate::domain::id::Guid) -> String {
    let attempt = sale.attempt(guid);
    let paid = attempt.and_then(|attempt| attempt.paid.as_ref()).map(|paid| paid.coin.clone());
    paid.or_else(|| attempt.and_then(|attempt| attempt.coin.clone())).unwrap_or_default()
}
