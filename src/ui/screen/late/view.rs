//! The inbox: the list at the start, one payment with its choices at the end.

use std::time::Duration;

use iced::widget::{button as raw, column, container, scrollable};
use iced::{Center, Fill};

use super::{Entry, Late, Message, NOTE, Over, covers, listed, waiting};
use crate::domain::fact::LateReason;
use crate::domain::payment::State;
use crate::domain::sale::{ENDED_WATCH, LateCase};
use crate::ui::context::Context;
use crate::ui::icon::{Icon, icon};
use crate::ui::screen::look;
use crate::ui::screen::refund::{self, Offer};
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::amount::amount;
use crate::ui::widget::choice::{self, Choice};
use crate::ui::widget::field::field;
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::{Column, Element, button, card, dialog, empty, keycap, label, pill};

/// Width of the list beside the detail in px.
fn list_width(at: Breakpoint) -> f32 {
    match at {
        Breakpoint::Compact => 340.0,
        Breakpoint::Small | Breakpoint::Standard | Breakpoint::Portrait => 372.0,
        Breakpoint::Wide => 460.0,
    }
}

/// Height of a row in px.
const ROW: f32 = 88.0;
/// A content wider than this is hard to read.
const WIDTH_MAX: f32 = 1440.0;

impl Late {
    /// Draws the inbox; pure.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let at = Breakpoint::of(cx.size);
        let listed = listed(cx);
        let chosen = self.chosen(cx);
        let body: Element<'a, Message> = match chosen {
            None => column![card::card(none(cx)).width(Fill).height(Fill), watched(cx)].spacing(space::M).into(),
            Some(entry) if covers(cx) && self.chosen.is_some() => detail(entry, cx),
            Some(_) if covers(cx) => self.list(&listed, cx),
            Some(entry) => layout::row(vec![
                container(self.list(&listed, cx)).width(list_width(at)).height(Fill).into(),
                detail(entry, cx),
            ])
            .spacing(space::M)
            .into(),
        };
        let edge = if at == Breakpoint::Small { space::S } else { space::XL };
        let head = (at != Breakpoint::Small || !(covers(cx) && self.chosen.is_some())).then(|| head(cx));
        let page = column![].push(head).push(body).spacing(if at == Breakpoint::Small { space::XS } else { space::M });
        let page = container(page).max_width(WIDTH_MAX).padding(edge).width(Fill).height(Fill);
        let page = container(page).center_x(Fill).height(Fill).style(theme::container::window);
        dialog::over(page, self.dialog(cx), None)
    }

    fn list<'a>(&self, entries: &[Entry<'a>], cx: &Context<'a>) -> Element<'a, Message> {
        let chosen = self.chosen(cx).filter(|_| !covers(cx)).map(|entry| entry.attempt.guid());
        let mut rows: Vec<Element<'a, Message>> = Vec::with_capacity(entries.len() * 2);
        for entry in entries {
            if !rows.is_empty() {
                rows.push(card::hairline());
            }
            rows.push(row(entry, chosen == Some(entry.attempt.guid()), cx));
        }
        let rows = scrollable(Column::with_children(rows)).direction(theme::scroll::vertical());
        let rows = card::flush(rows).width(Fill);
        column![container(rows).height(Fill), watched(cx)].spacing(space::M).into()
    }

    fn dialog<'a>(&'a self, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        let entry = self.chosen(cx);
        match &self.over {
            Over::None => None,
            Over::Refund(refund) => refund.view(cx).map(|view| view.map(Message::Refund)),
            Over::Accept => {
                let number = entry?.sale.number;
                let question = cx.lang.with("late-accept-question", &[("number", number.into())]);
                let meaning = label::body_l(cx.lang.text("late-accept-meaning")).width(Fill).align_x(layout::start());
                Some(dialog::question(question, meaning, verbs("late-accept-verb", cx)))
            }
            Over::Keep { note, wrong } => {
                let text = field("", note)
                    .label(cx.lang.text("late-note"))
                    .error(wrong.then(|| cx.lang.text("late-note-missing")))
                    .id(NOTE)
                    .on_input(Message::NoteTyped);
                Some(dialog::question(cx.lang.text("late-keep-question"), text, verbs("late-keep-verb", cx)))
            }
        }
    }
}

fn verbs<'a>(verb: &'static str, cx: &Context<'a>) -> Vec<Element<'a, Message>> {
    let keys = Breakpoint::of(cx.size).shows_keys();
    let back = button::plain(cx.lang.text("refund-back")).key_if(keys, "Esc").on_press(Message::Dismissed);
    let act = button::primary(cx.lang.text(verb)).icon(Icon::Check).key_if(keys, "Enter").on_press(Message::Confirmed);
    vec![back.into(), act.into()]
}

fn head<'a>(cx: &Context<'a>) -> Element<'a, Message> {
    let small = Breakpoint::of(cx.size) == Breakpoint::Small;
    let title = cx.lang.text("late-title");
    let title = if small { label::section(title) } else { label::heading(title) };
    let subtitle = (!small).then(|| label::body(cx.lang.text("late-subtitle")).style(theme::text::muted));
    let words = column![title.width(Fill).align_x(layout::start())].push(subtitle);
    let (count, sum) = waiting(cx);
    let mut parts: Vec<Element<'a, Message>> = vec![words.width(Fill).into()];
    if let Some(sum) = sum {
        let sum = cx.lang.money(sum);
        let words = [("count", u64::try_from(count).unwrap_or_default().into()), ("amount", (&sum).into())];
        parts.push(pill::pill(Tone::Stop, Icon::Inbox, cx.lang.with("late-count", &words)));
    }
    layout::row(parts).align_y(Center).into()
}

fn none<'a>(cx: &Context<'a>) -> Element<'a, Message> {
    empty::empty(Icon::CircleCheck, cx.lang.text("late-none"), None)
}

/// How many ended codes are still asked about.
fn watched<'a>(cx: &Context<'a>) -> Element<'a, Message> {
    let ended = |state| matches!(state, State::Expired | State::Cancelled | State::Failed);
    let watched: Vec<_> = cx
        .book
        .sales()
        .flat_map(|sale| &sale.attempts)
        .filter(|attempt| ended(attempt.status.state) && attempt.wants_watching(cx.now))
        .collect();
    debug_assert!(watched.iter().all(|attempt| cx.now.since(attempt.changed) < ENDED_WATCH));
    let count = u64::try_from(watched.len()).unwrap_or_default();
    let live = || watched.iter().filter_map(|attempt| cx.live.get(&attempt.guid()));
    let checked = live().filter_map(|live| live.age(cx.mono)).min();
    let detail = if live().any(crate::domain::live::Live::is_silent) {
        cx.lang.with("late-silent", &[("gateway", (&look::gateway(cx)).into())])
    } else {
        match checked {
            Some(age) => cx.lang.with("late-watched-checked", &[("age", (&roughly(age, cx)).into())]),
            None => cx.lang.text("late-watched-detail"),
        }
    };
    let words = column![
        label::strong(cx.lang.with("late-watched", &[("count", count.into())])).width(Fill).align_x(layout::start()),
        label::caption(detail).style(theme::text::muted).width(Fill).align_x(layout::start()),
    ];
    let line = layout::row(vec![icon(Icon::Eye).size(24.0).color(|t| t.muted).into(), words.into()]);
    let padding = if Breakpoint::of(cx.size) == Breakpoint::Small { space::XS } else { space::M };
    container(line.spacing(space::M).align_y(Center)).padding(padding).width(Fill).style(theme::container::card).into()
}

fn coin(entry: &Entry<'_>, cx: &Context<'_>) -> String {
    let coin = entry.attempt.paid.as_ref().map(|paid| paid.coin.as_str()).or(entry.attempt.coin.as_deref());
    coin.map_or_else(|| look::gateway(cx), |coin| look::coin_name(&look::asset(coin), cx.lang))
}

/// When the money came and how late that was.
fn when(entry: &Entry<'_>, cx: &Context<'_>) -> String {
    let came = entry.attempt.late_at.unwrap_or(entry.attempt.changed);
    let time = came.clock(cx.offset_min);
    let today = came.date(cx.offset_min) == cx.now.date(cx.offset_min);
    let at = if today { time } else { format!("{} {time}", came.date(cx.offset_min)) };
    let ended = entry.attempt.invoice.as_ref().and_then(|invoice| invoice.expires);
    let delay = roughly(ended.map_or(Duration::ZERO, |end| came.since(end)), cx);
    let key = match entry.attempt.late {
        Some(LateReason::PaidTwice) => "late-row-twice",
        Some(LateReason::SaleVoid) => "late-row-void",
        Some(LateReason::AfterEnd) | None => "late-row-when",
    };
    cx.lang.with(key, &[("at", (&at).into()), ("delay", (&delay).into())])
}

/// A span in its largest unit: how late money is, not to the second.
fn roughly(span: Duration, cx: &Context<'_>) -> String {
    let minutes = span.as_secs() / 60;
    let (key, count) = match minutes {
        0..60 => ("late-minutes", minutes),
        60..2880 => ("late-hours", minutes / 60),
        _ => ("late-days", minutes / 1440),
    };
    cx.lang.with(key, &[("count", count.into())])
}

fn row<'a>(entry: &Entry<'a>, chosen: bool, cx: &Context<'a>) -> Element<'a, Message> {
    let coin = coin(entry, cx);
    let parts = [("number", entry.sale.number.into()), ("coin", (&coin).into())];
    let name = label::strong_l(cx.lang.with("late-row", &parts)).width(Fill).align_x(layout::start());
    let detail = label::caption(when(entry, cx)).style(theme::text::muted).width(Fill).align_x(layout::start());
    let kept = entry.case == LateCase::Kept;
    let (tone, shape) = if kept { (Tone::Idle, Icon::StickyNote) } else { (Tone::Stop, Icon::BellRing) };
    let sign = container(icon(shape).size(24.0)).center(44).style(theme::container::badge(tone));
    let sum = label::section(cx.lang.digits(entry.attempt.request.price));
    let line = layout::row(vec![sign.into(), column![name, detail].into(), sum.into()]).spacing(space::M);
    raw(container(line.align_y(Center)).center_y(Fill))
        .padding([0.0, space::M])
        .width(Fill)
        .height(ROW)
        .style(theme::button::row(chosen))
        .on_press(Message::RowPressed(entry.attempt.guid()))
        .into()
}

fn detail<'a>(entry: Entry<'a>, cx: &Context<'a>) -> Element<'a, Message> {
    let small = Breakpoint::of(cx.size) == Breakpoint::Small;
    let price = entry.attempt.request.price;
    let size = if small { 44.0 } else { 72.0 };
    let sum = amount(cx.lang.sign(price.currency()), cx.lang.digits(price)).size(size).fit(420.0);
    let arrived = cx.lang.with("late-arrived", &[("number", entry.sale.number.into())]);
    let arrived = label::body_l(arrived).style(theme::text::muted).width(Fill).align_x(layout::start());
    let word = if entry.case == LateCase::Kept {
        pill::pill(Tone::Idle, Icon::StickyNote, cx.lang.text("late-kept"))
    } else {
        pill::pill(Tone::Stop, Icon::BellRing, cx.lang.text("late-title"))
    };
    let mut first: Vec<Element<'a, Message>> = vec![arrived.into(), word];
    if covers(cx) {
        first.push(button::icon_only(Icon::X, Some(Message::DetailClosed)));
    }
    let top = column![layout::row(first).spacing(space::XS).align_y(Center), Element::from(sum)].spacing(space::XXS);
    let question = label::strong_l(cx.lang.text("late-question")).width(Fill).align_x(layout::start());
    let foot = label::caption(cx.lang.text("late-foot")).style(theme::text::muted);
    let foot = layout::row(vec![icon(Icon::KeyRound).size(20.0).color(|t| t.muted).into(), foot.into()]);
    let gap = if small { space::XS } else { space::M };
    let content = column![top, evidence(entry, cx), question, choices(entry, cx)].spacing(gap);
    let content = scrollable(container(content).padding(iced::padding::right(space::S)))
        .direction(theme::scroll::vertical())
        .height(Fill);
    let content = column![content, foot.spacing(space::S).align_y(Center)].spacing(space::S);
    card::card(content).padding(if small { space::S } else { space::XL }).width(Fill).height(Fill).into()
}

/// What happened and what is safe: the till's own record, not a promise.
fn evidence<'a>(entry: Entry<'a>, cx: &Context<'a>) -> Element<'a, Message> {
    let line = |shape, words: String| -> Element<'a, Message> {
        let words = label::body(words).width(Fill).align_x(layout::start());
        layout::row(vec![icon(shape).size(20.0).color(|t| t.muted).into(), words.into()]).spacing(space::S).into()
    };
    let note = entry.attempt.decided.as_ref().map(|fact| fact.note.as_str()).filter(|note| !note.is_empty());
    let note = note.map(|note| line(Icon::StickyNote, cx.lang.with("late-note-kept", &[("note", note.into())])));
    let lines = column![line(Icon::Info, happened(entry, cx)), line(Icon::ShieldCheck, safe(entry, cx))].push(note);
    container(lines.spacing(space::XS)).padding(space::M).width(Fill).style(theme::container::inset).into()
}

fn happened(entry: Entry<'_>, cx: &Context<'_>) -> String {
    let came = entry.attempt.late_at.unwrap_or(entry.attempt.changed).clock(cx.offset_min);
    let end = entry.attempt.invoice.as_ref().and_then(|invoice| invoice.expires);
    let end = end.map(|end| end.clock(cx.offset_min)).unwrap_or_default();
    let key = match entry.attempt.late {
        Some(LateReason::PaidTwice) => "late-happened-twice",
        Some(LateReason::SaleVoid) => "late-happened-void",
        Some(LateReason::AfterEnd) | None if end.is_empty() => "late-happened",
        Some(LateReason::AfterEnd) | None => "late-happened-end",
    };
    let parts = [("number", entry.sale.number.into()), ("came", (&came).into()), ("end", (&end).into())];
    cx.lang.with(key, &parts)
}

fn safe(entry: Entry<'_>, cx: &Context<'_>) -> String {
    let gateway = look::gateway(cx);
    let Some(paid) = &entry.attempt.paid else { return cx.lang.text("late-safe-plain") };
    let printed = format!("{} {}", paid.display, look::asset(&paid.coin).symbol);
    let parts = [("paid", printed.as_str().into()), ("gateway", (&gateway).into())];
    match entry.attempt.status.confirmations {
        Some((had, wanted)) => {
            let counts = [("had", u64::from(had).into()), ("wanted", u64::from(wanted).into())];
            cx.lang.with("late-safe-confirmed", &parts.into_iter().chain(counts).collect::<Vec<_>>())
        }
        None => cx.lang.with("late-safe", &parts),
    }
}

fn choices<'a>(entry: Entry<'a>, cx: &Context<'a>) -> Element<'a, Message> {
    let number = [("number", entry.sale.number.into())];
    let back = refund::offer(entry.sale, Some(entry.attempt.guid()), cx);
    let gateway = look::gateway(cx);
    let (refund, why) = match back {
        Some(Offer::Ready) => {
            (Some(Message::RefundPressed), cx.lang.with("late-refund-detail", &[("gateway", (&gateway).into())]))
        }
        Some(Offer::Off(why)) => (None, why),
        None => (None, cx.lang.text("refund-off-nothing")),
    };
    let accept = entry.accept_off();
    let accept_why = accept.map_or_else(|| cx.lang.text("late-accept-detail"), |key| cx.lang.with(key, &number));
    let accept_press = accept.is_none().then_some(Message::AcceptPressed);
    let first = choice(Icon::Undo2, cx.lang.text("late-refund"), why, "1", cx);
    let second = choice(Icon::Package, cx.lang.with("late-accept", &number), accept_why, "2", cx);
    let third = choice(Icon::StickyNote, cx.lang.text("late-keep"), cx.lang.text("late-keep-detail"), "3", cx);
    column![
        Element::from(first.on_press_maybe(refund)),
        Element::from(second.on_press_maybe(accept_press)),
        Element::from(third.on_press(Message::KeepPressed)),
    ]
    .spacing(space::XS)
    .into()
}

fn choice<'a>(shape: Icon, name: String, detail: String, key: &'static str, cx: &Context<'a>) -> Choice<'a, Message> {
    let words = column![
        label::strong_l(name).width(Fill).align_x(layout::start()),
        label::caption(detail).width(Fill).align_x(layout::start()),
    ];
    let mut line: Vec<Element<'a, Message>> = vec![icon(shape).size(26.0).into(), words.width(Fill).into()];
    if Breakpoint::of(cx.size).shows_keys() {
        line.push(keycap::keycap(key, |t| t.ink));
    }
    choice::choice(layout::row(line).spacing(space::M).align_y(Center))
}
