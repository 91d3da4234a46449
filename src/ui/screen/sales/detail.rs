//! Everything the till knows of one sale.

use iced::widget::{Space, column, container, scrollable};
use iced::{Center, Fill};

use super::Message;
use super::tender::tender;
use crate::device::receipt::short;
use crate::domain::capability::Cap;
use crate::domain::payment::{State, Tx};
use crate::domain::refund::RefundState;
use crate::domain::returns::Standing;
use crate::domain::sale::{Attempt, Closed, MoneyBack, Sale, SaleEnd};
use crate::domain::time::Timestamp;
use crate::notice;
use crate::ui::context::Context;
use crate::ui::icon::Icon;
use crate::ui::screen::refund::{self, Offer};
use crate::ui::screen::{look, pay};
use crate::ui::theme::{self, Pick, Tone, space};
use crate::ui::widget::amount::amount;
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::{Column, Element, button, card, label, verdict};

/// Draws the chosen sale.
pub(super) fn detail<'a>(sale: &'a Sale, cx: &Context<'a>) -> Element<'a, Message> {
    let words = look::words(sale, cx);
    let tone = look::tone(words.verdict.family());
    let attempt = notice::subject(sale);
    let mark = look::mark(&words, attempt, 56.0);
    let bar = verdict::soft(tone, mark, words.title.clone(), words.happened.clone());
    let content = column![head(sale, cx), bar].push(contact(attempt, cx));
    let content = content.push(story(sale, cx)).push(card::hairline()).push(facts(sale, cx));
    let content = content.push(transactions(attempt, cx)).spacing(space::M);
    let content = scrollable(container(content).padding(iced::padding::right(space::S)))
        .direction(theme::scroll::vertical())
        .width(Fill)
        .height(Fill);
    card::card(column![content].push(buttons(sale, cx)).spacing(space::S)).width(Fill).height(Fill).into()
}

fn head<'a>(sale: &'a Sale, cx: &Context<'a>) -> Element<'a, Message> {
    let number = cx.lang.with("sale-number", &[("number", sale.number.into())]);
    let mut first: Vec<Element<'a, Message>> = vec![label::section(number).width(Fill).align_x(layout::start()).into()];
    if super::covers(cx) {
        first.push(button::icon_only(Icon::X, Some(Message::DetailClosed)));
    }
    let size = if Breakpoint::of(cx.size) == Breakpoint::Small { 40.0 } else { 56.0 };
    let (sign, digits) = (cx.lang.sign(sale.total.currency()), cx.lang.digits(sale.total));
    let items = cx.lang.with("items", &[("count", u64::from(sale.items()).into())]);
    let (clock, day) = (sale.opened.clock(cx.offset_min), sale.opened.date(cx.offset_min));
    let clock = if day == cx.now.date(cx.offset_min) { clock } else { format!("{day} {clock}") };
    let words = [clock.as_str(), sale.operator.as_str(), items.as_str(), sale.reference.as_str()];
    let words = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" · ");
    column![
        layout::row(first).align_y(Center),
        Element::from(amount(sign, digits).size(size).fit(360.0)),
        label::caption(words).style(theme::text::muted),
    ]
    .spacing(space::XXS)
    .into()
}

/// What happened to the sale, attempt by attempt.
fn story<'a>(sale: &'a Sale, cx: &Context<'a>) -> Element<'a, Message> {
    let mut lines: Vec<(Timestamp, Pick, String)> = Vec::new();
    for attempt in &sale.attempts {
        lines.push((attempt.asked, |t| t.muted, cx.lang.text("sales-asked")));
        lines.extend(attempt.reached.iter().map(|(state, at)| (*at, dot(*state), step(*state, attempt, cx))));
        if let Some(closed) = &attempt.closed {
            lines.push((attempt.changed, |t| t.stop.solid, closed_word(closed, cx)));
        }
    }
    match &sale.end {
        Some(SaleEnd::Completed { at, .. }) => lines.push((*at, |t| t.ok.solid, cx.lang.text("sales-completed"))),
        Some(SaleEnd::Voided { at, reason }) => {
            lines.push((*at, |t| t.idle.solid, cx.lang.with("sales-voided", &[("reason", reason.into())])));
        }
        None => {}
    }
    lines.extend(sale.backs.iter().flat_map(|back| of_refund(back, cx)));
    lines.sort_by_key(|(at, _, _)| *at);
    let lines = lines.into_iter().map(|(at, pick, words)| {
        let dot = container(Space::new()).width(12).height(12).style(theme::container::fill(pick, 6.0));
        let time = label::body(at.clock_seconds(cx.offset_min)).style(theme::text::muted);
        layout::row(vec![dot.into(), time.into(), label::medium(words).width(Fill).align_x(layout::start()).into()])
            .spacing(space::S)
            .align_y(Center)
            .into()
    });
    Column::with_children(lines).spacing(space::S).into()
}

/// What happened to one refund of the sale.
fn of_refund(back: &MoneyBack, cx: &Context<'_>) -> Vec<(Timestamp, Pick, String)> {
    let amount = cx.lang.money(back.amount);
    let started = [("amount", (&amount).into()), ("reason", (&back.reason).into())];
    let mut lines: Vec<(Timestamp, Pick, String)> =
        vec![(back.asked, |t| t.muted, cx.lang.with("refund-started", &started))];
    let word = |state| {
        Some(match state {
            RefundState::Preview | RefundState::Asked => Standing::Asked,
            RefundState::Sent => Standing::Sent,
            RefundState::Done => Standing::Full,
            RefundState::Failed => Standing::Failed,
            RefundState::Cancelled => Standing::Cancelled,
            RefundState::Unmapped => Standing::Unsure,
        })
    };
    let reached = back.reached.iter().filter_map(|(state, at)| Some((*state, *at, word(*state)?)));
    lines.extend(reached.map(|(state, at, standing)| {
        let pick: Pick = if state == RefundState::Failed { |t| t.stop.solid } else { |t| t.idle.solid };
        (at, pick, notice::refund_word(standing, cx.lang))
    }));
    if back.refused.is_some() {
        lines.push((back.changed, |t| t.stop.solid, notice::refund_word(Standing::Failed, cx.lang)));
    } else if back.is_in_doubt() && back.unknown.is_some() {
        lines.push((back.changed, |t| t.idle.solid, notice::refund_word(Standing::Unsure, cx.lang)));
    }
    lines
}

fn dot(state: State) -> Pick {
    match state {
        State::Requested | State::Expired | State::Cancelled => |t| t.idle.solid,
        State::Open => |t| t.accent,
        State::Seen => |t| t.wait.solid,
        State::Accepted | State::Settled => |t| t.ok.solid,
        State::Failed => |t| t.stop.solid,
    }
}

fn step(state: State, attempt: &Attempt, cx: &Context<'_>) -> String {
    let now = attempt.status.state == state;
    match attempt.status.confirmations.filter(|_| now && state == State::Seen) {
        Some((had, wanted)) => {
            let parts = [("had", u64::from(had).into()), ("wanted", u64::from(wanted).into())];
            cx.lang.with("sales-step-seen-confirmed", &parts)
        }
        None => cx.lang.text(&format!("sales-step-{}", state.word())),
    }
}

fn closed_word(closed: &Closed, cx: &Context<'_>) -> String {
    cx.lang.text(match closed {
        Closed::Refused(_) => "sales-refused",
        Closed::Abandoned(_) => "sales-abandoned",
        Closed::Quarantined(_) => "sales-quarantined",
    })
}

fn pair<'a>(key: &str, value: String, mono: bool, cx: &Context<'a>) -> Element<'a, Message> {
    let name = label::body(cx.lang.text(key)).style(theme::text::muted);
    let value = if mono { label::code(value) } else { label::medium(value) };
    card::pair(name, value)
}

fn facts<'a>(sale: &'a Sale, cx: &Context<'a>) -> Element<'a, Message> {
    let mut pairs = vec![pair("sales-tender", tender(sale, cx).1, false, cx)];
    if let Some(attempt) = notice::subject(sale) {
        pairs.extend(of_attempt(attempt, sale, cx));
    }
    let codes = sale.attempts.iter().filter(|attempt| attempt.invoice.is_some()).count();
    pairs.push(pair("sales-codes", codes.to_string(), false, cx));
    if let Some(SaleEnd::Completed { fact, seq, hash, .. }) = &sale.end {
        pairs.push(pair("sales-receipt-number", fact.receipt_no.to_string(), false, cx));
        pairs.push(pair("sales-entry", seq.to_string(), false, cx));
        pairs.push(pair("sales-hash", hash.short(), true, cx));
    }
    Column::with_children(pairs).spacing(space::XS).into()
}

fn of_attempt<'a>(attempt: &'a Attempt, sale: &Sale, cx: &Context<'a>) -> Vec<Element<'a, Message>> {
    let mut pairs = Vec::new();
    if let Some(paid) = notice::paid_so_far(attempt) {
        pairs.push(pair("sales-paid", paid, false, cx));
    }
    if let Some(short) = notice::short_by(attempt) {
        pairs.push(pair("sales-short", short, false, cx));
    }
    if let Some((coin, rate)) = attempt.paid.as_ref().and_then(|paid| Some((notice::coin(&paid.coin), paid.rate?))) {
        let rate = look::rate(rate, sale.total.currency(), cx.lang);
        pairs.push(pair("sales-rate", format!("1 {coin} = {rate}"), false, cx));
    }
    if let Some(invoice) = &attempt.invoice {
        let id = invoice.invoice.as_str();
        pairs.push(copyable("sales-payment", short(id), id.to_owned(), cx));
    }
    if !attempt.status.raw.is_empty() {
        pairs.push(pair("sales-raw", attempt.status.raw.clone(), true, cx));
    }
    if let Some(Closed::Refused(fact)) = &attempt.closed {
        pairs.push(pair("sales-error", fact.error.clone(), true, cx));
    }
    pairs
}

fn copyable<'a>(key: &str, shown: String, text: String, cx: &Context<'a>) -> Element<'a, Message> {
    let name = label::body(cx.lang.text(key)).style(theme::text::muted);
    let copy = button::icon_only(Icon::Copy, Some(Message::CopyPressed(text)));
    let value = layout::row(vec![label::code(shown).into(), copy]).spacing(space::XXS).align_y(Center);
    card::pair(name, value)
}

/// A refund that does not know where to go: the customer is asked, or the till adds a contact.
fn contact<'a>(attempt: Option<&'a Attempt>, cx: &Context<'a>) -> Option<Element<'a, Message>> {
    let attempt = attempt?;
    let pending = cx.live.get(&attempt.guid())?.payment.as_ref()?.refund_address_pending;
    let caps = cx.gateway.map(|gateway| &gateway.caps);
    let reaches = caps.is_some_and(|caps| caps.has(Cap::ContactMail) || caps.has(Cap::ContactSms));
    let words = label::strong(cx.lang.text("contact-waiting")).width(Fill).align_x(layout::start());
    let add = button::plain(cx.lang.text("contact-add")).icon(Icon::Mail).width(Fill);
    let add = reaches.then(|| Element::from(add.on_press(Message::ContactPressed(attempt.guid()))));
    let note = container(column![words].push(add).spacing(space::S)).padding(space::M).width(Fill);
    pending.then(|| note.style(theme::container::soft(Tone::Wait)).into())
}

/// Movements on the chain, as the last reading showed them.
fn transactions<'a>(attempt: Option<&'a Attempt>, cx: &Context<'a>) -> Option<Element<'a, Message>> {
    let live = cx.live.get(&attempt?.guid())?;
    let txs = live.payment.as_ref().map(|payment| payment.txs.as_slice()).filter(|txs| !txs.is_empty())?;
    let rows = txs.iter().map(|tx| transaction(tx, cx));
    let title = label::strong(cx.lang.text("sales-transactions"));
    Some(column![card::hairline(), title].extend(rows).spacing(space::XS).into())
}

fn transaction<'a>(tx: &'a Tx, cx: &Context<'a>) -> Element<'a, Message> {
    let confirmations =
        tx.confirmations.map(|count| cx.lang.with("sales-confirmations", &[("count", u64::from(count).into())]));
    let received = tx.received.map(|at| at.clock_seconds(cx.offset_min));
    let words = [received, confirmations, Some(cx.lang.with("sales-units", &[("units", (&tx.amount).into())]))];
    let words = words.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let id = column![label::code(short(&tx.txid)), label::caption(words).style(theme::text::muted)];
    let copy = button::icon_only(Icon::Copy, Some(Message::CopyPressed(tx.txid.clone())));
    layout::row(vec![id.width(Fill).into(), copy]).align_y(Center).into()
}

/// What can be done now; nothing else is offered.
fn buttons<'a>(sale: &'a Sale, cx: &Context<'a>) -> Option<Element<'a, Message>> {
    let keys = Breakpoint::of(cx.size).shows_keys();
    let small = Breakpoint::of(cx.size) == Breakpoint::Small;
    let height = if small { space::TARGET } else { space::BUTTON };
    let open = sale.end.is_none();
    let mut made: Vec<Element<'a, Message>> = Vec::with_capacity(3);
    if sale.completed().is_some() {
        let receipt = button::plain(cx.lang.text("sales-receipt")).icon(Icon::ReceiptText).width(Fill).height(height);
        made.push(receipt.key_if(keys, "Enter").on_press(Message::ReceiptPressed).into());
    }
    if !sale.attempts.is_empty() {
        let payment = button::plain(cx.lang.text("sales-open-payment")).width(Fill).height(height);
        made.push(payment.key_if(keys && open, "Enter").on_press(Message::PaymentPressed).into());
    }
    if pay::may_renew(sale) {
        let code = button::plain(cx.lang.text("pay-new-code")).icon(Icon::RefreshCw).width(Fill).height(height);
        made.push(code.key_if(keys, "F9").on_press(Message::NewCodePressed).into());
    }
    let back = refund::offer(sale, None, cx);
    if let Some(offer) = &back {
        let give = button::plain(cx.lang.text("refund-verb")).icon(Icon::Undo2).width(Fill).height(height);
        let give = give.key_if(keys && *offer == Offer::Ready, "R");
        made.push(give.on_press_maybe((*offer == Offer::Ready).then_some(Message::RefundPressed)).into());
    }
    let why = match back {
        Some(Offer::Off(why)) => {
            Some(label::caption(why).style(theme::text::muted).width(Fill).align_x(layout::start()))
        }
        Some(Offer::Ready) | None => None,
    };
    if made.is_empty() {
        return None;
    }
    let mut rows: Vec<Element<'a, Message>> = Vec::new();
    let wide = if small { 3 } else { 2 };
    while !made.is_empty() {
        let rest = made.split_off(made.len().min(wide));
        rows.push(layout::row(std::mem::replace(&mut made, rest)).spacing(space::XS).into());
    }
    Some(Column::with_children(rows).push(why).spacing(space::XS).into())
}
