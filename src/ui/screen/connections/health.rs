//! How the chosen connection stands, what it may do, and who shares it.

use std::time::Duration;

use iced::widget::container;
use iced::widget::text::Wrapping;
use iced::{Center, Fill};

use super::target::Target;
use super::view_parts::card_of;
use super::{Connections, Look, Message};
use crate::domain::capability::{Cap, Caps};
use crate::domain::connection::{Budget, Checked, Held, Kept, Sharer, TokenState, kept};
use crate::domain::live::Mono;
use crate::ui::context::Context;
use crate::ui::icon::Icon;
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::{Element, button, card, focus, label, page, pill, table};

/// A clock further off than this is told.
const SKEW_MS_MAX: u64 = 5_000;

/// What a connection may do, in plain words; none is what no key of a till ever does.
const MAY: [(&str, Option<Cap>); 16] = [
    ("connections-may-create", Some(Cap::Create)),
    ("connections-may-coin", Some(Cap::PickCoinBefore)),
    ("connections-may-live", Some(Cap::LiveStream)),
    ("connections-may-find", Some(Cap::FindByKey)),
    ("connections-may-list", Some(Cap::List)),
    ("connections-may-cancel", Some(Cap::Cancel)),
    ("connections-may-contact", Some(Cap::ContactMail)),
    ("connections-may-refund", Some(Cap::Refund)),
    ("connections-may-renotify", Some(Cap::Renotify)),
    ("connections-may-rates", Some(Cap::Rates)),
    ("connections-may-currencies", Some(Cap::Currencies)),
    ("connections-may-ledger", Some(Cap::Ledger)),
    ("connections-may-settlements", Some(Cap::Settlements)),
    ("connections-may-tokens", Some(Cap::Tokens)),
    ("connections-may-tills", Some(Cap::Identities)),
    ("connections-may-payout", None),
];

impl Connections {
    pub(super) fn health_card<'a>(&'a self, held: &'a Held, cx: &Context<'a>) -> Element<'a, Message> {
        let keys = Breakpoint::of(cx.size).shows_keys();
        let again = button::plain(cx.lang.text("connections-refresh")).icon(Icon::RefreshCw).width(Fill);
        let again = again.focused(self.has_focus(&Target::Refresh, cx));
        let mut rows = vec![page::line(cx.lang.text("connections-key-for"), label::medium(held.facade.as_str()))];
        let again = match self.look() {
            Some(Look::Asking) => again.busy(cx.lang.text("connections-asking")).moves(!cx.config.look.reduced_motion),
            Some(Look::Here(..) | Look::Failed(_)) | None => {
                again.key_if(keys, "F9").on_press(Message::TargetPressed(Target::Refresh))
            }
        };
        match self.look() {
            Some(Look::Here(checked, at)) => rows.extend(found(checked, *at, cx)),
            Some(Look::Failed(why)) => {
                rows.push(card::note(Tone::Wait, Icon::WifiOff, &why.happened, &why.todo).into());
            }
            Some(Look::Asking) | None => rows.push(table::skeleton(6)),
        }
        if !held.waiting.is_empty() {
            let code = cx.lang.with("connections-waits", &[("code", held.waiting.as_str().into())]);
            rows.push(label::body(code).width(Fill).into());
        }
        rows.push(again.into());
        card_of(cx.lang.text("connections-health"), rows)
    }

    /// The table of permissions; while they are not known, nothing is claimed.
    pub(super) fn may_card<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let Some(caps) = self.checked().map(|checked| &checked.caps) else {
            return card_of(cx.lang.text("connections-may"), vec![page::skeleton()]);
        };
        let rows = MAY.into_iter().map(|(key, cap)| may_row(key, cap, caps, cx));
        let table: Element<'a, Message> = table::ruled(rows.collect::<Vec<_>>()).into();
        let why = label::caption(cx.lang.text("connections-may-why")).style(theme::text::muted).width(Fill);
        card_of(cx.lang.text("connections-may"), vec![why.into(), table])
    }

    /// The tills that share the token, where the connection may know them.
    pub(super) fn tills_card<'a>(&'a self, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        let tills = self.checked()?.tills.as_deref()?;
        let mut rows: Vec<Element<'a, Message>> = tills.iter().map(|till| self.till_row(till, tills, cx)).collect();
        let act = |target: Target, key: &str, icon| -> Element<'a, Message> {
            let face = button::plain(cx.lang.text(key)).icon(icon).focused(self.has_focus(&target, cx));
            face.on_press(Message::TargetPressed(target)).into()
        };
        let acts = vec![
            act(Target::AddTill, "connections-add-till", Icon::Plus),
            act(Target::Approve, "connections-approve", Icon::ShieldCheck),
        ];
        rows.push(layout::row(acts).spacing(space::XS).wrap().vertical_spacing(space::XS).into());
        Some(card_of(cx.lang.text("connections-tills"), rows))
    }

    fn till_row<'a>(&'a self, till: &'a Sharer, tills: &[Sharer], cx: &Context<'a>) -> Element<'a, Message> {
        let end: Element<'a, Message> = match kept(tills, &till.sin) {
            Some(Kept::Own) => pill::small(Tone::Accent, Icon::Check, cx.lang.text("connections-this-till")),
            Some(Kept::Last) => pill::small(Tone::Idle, Icon::Minus, cx.lang.text("connections-last-till")),
            None => {
                let target = Target::RemoveTill(till.sin.clone());
                let focused = self.has_focus(&target, cx);
                let face = button::icon_only(Icon::Trash2, Some(Message::TargetPressed(target)));
                focus::ring(face).when(focused).into()
            }
        };
        let line =
            layout::row(vec![label::code(till.sin.as_str()).wrapping(Wrapping::WordOrGlyph).width(Fill).into(), end]);
        container(line.spacing(space::S).align_y(Center)).center_y(space::ROW).width(Fill).into()
    }
}

/// What the last look found, line by line.
fn found<'a>(checked: &'a Checked, at: Mono, cx: &Context<'a>) -> Vec<Element<'a, Message>> {
    let line = |key: &str, value: Element<'a, Message>| page::line(cx.lang.text(key), value);
    let took = u64::try_from(checked.round_trip.as_millis()).unwrap_or(u64::MAX);
    let reached = cx.lang.with("connections-took", &[("ms", took.into())]);
    let age = cx.lang.duration(Duration::from_secs(cx.mono.since(at).as_secs()));
    let asked = cx.lang.with("connections-ago", &[("age", (&age).into())]);
    let mut rows = vec![
        line("connections-reachable", pill::small(Tone::Ok, Icon::Check, reached)),
        line("connections-token", token_pill(checked.token, cx)),
        line("connections-authorised", authorised(checked.authorised, cx)),
    ];
    rows.extend(checked.skew_ms.map(|skew| line("connections-clock", clock(skew, cx))));
    rows.extend(checked.creates.map(|budget| line("connections-creates", creates(budget, cx))));
    rows.extend(checked.calls_left.map(|left| {
        let words = cx.lang.with("connections-budget-left", &[("count", u64::from(left).into())]);
        line("connections-budget", label::medium(words).into())
    }));
    if !checked.facades.is_empty() {
        rows.push(line("connections-facades", label::medium(checked.facades.join(", ")).into()));
    }
    rows.push(line("connections-asked", label::medium(asked).into()));
    rows
}

/// What of the hour's invoices is used; the owner is warned before the gateway refuses one.
fn creates<'a>(budget: Budget, cx: &Context<'a>) -> Element<'a, Message> {
    let parts = [("used", u64::from(budget.used).into()), ("limit", u64::from(budget.limit).into())];
    let words = cx.lang.with("connections-creates-used", &parts);
    if budget.is_short() { pill::small(Tone::Wait, Icon::TriangleAlert, words) } else { label::medium(words).into() }
}

fn authorised<'a>(authorised: Option<bool>, cx: &Context<'a>) -> Element<'a, Message> {
    match authorised {
        Some(true) => pill::small(Tone::Ok, Icon::Check, cx.lang.text("connections-yes")),
        Some(false) => pill::small(Tone::Stop, Icon::CircleX, cx.lang.text("connections-no")),
        None => pill::small(Tone::Idle, Icon::CircleHelp, cx.lang.text("connections-unsaid")),
    }
}

fn clock<'a>(skew_ms: i64, cx: &Context<'a>) -> Element<'a, Message> {
    let off = skew_ms.unsigned_abs();
    let seconds = off.div_ceil(1000);
    if off <= SKEW_MS_MAX {
        pill::small(Tone::Ok, Icon::Clock, cx.lang.text("connections-clock-right"))
    } else if skew_ms > 0 {
        let words = cx.lang.with("connections-clock-behind", &[("seconds", seconds.into())]);
        pill::small(Tone::Wait, Icon::TriangleAlert, words)
    } else {
        let words = cx.lang.with("connections-clock-ahead", &[("seconds", seconds.into())]);
        pill::small(Tone::Wait, Icon::TriangleAlert, words)
    }
}

/// How a token stands, in icon and word.
pub(super) fn token_pill<'a>(token: TokenState, cx: &Context<'a>) -> Element<'a, Message> {
    let (tone, icon, key) = match token {
        TokenState::Waiting => (Tone::Wait, Icon::Hourglass, "connections-token-waiting"),
        TokenState::Active => (Tone::Ok, Icon::Check, "connections-token-active"),
        TokenState::Invalidated => (Tone::Stop, Icon::ShieldX, "connections-token-invalidated"),
        TokenState::Open => (Tone::Idle, Icon::CircleHelp, "connections-token-open"),
    };
    pill::small(tone, icon, cx.lang.text(key))
}

fn may_row<'a>(key: &str, cap: Option<Cap>, caps: &Caps, cx: &Context<'a>) -> Element<'a, Message> {
    let answer = match cap {
        Some(cap) if caps.has(cap) => pill::small(Tone::Ok, Icon::Check, cx.lang.text("connections-yes")),
        Some(_) => pill::small(Tone::Idle, Icon::Minus, cx.lang.text("connections-no")),
        None => pill::small(Tone::Idle, Icon::Ban, cx.lang.text("connections-never")),
    };
    page::line(cx.lang.text(key), answer)
}
