//! What the takings are made of. A card without figures says why it has none.

use iced::widget::{Space, column, container};
use iced::{Center, Fill, Length};

use super::Message;
use super::room::bar;
use crate::domain::report::Sheet;
use crate::domain::takings::Row;
use crate::ui::context::Context;
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, space};
use crate::ui::widget::layout;
use crate::ui::widget::{Column, Element, card, label};

/// A part of a hundred; nought of nothing.
pub(super) fn percent(hundredfold: i128, of: i64) -> String {
    if of <= 0 { "0".to_owned() } else { (hundredfold / i128::from(of)).to_string() }
}

/// By tender; what went back stands below, apart from what was taken.
pub(super) fn tenders<'a>(sheet: &'a Sheet, cx: &Context<'a>) -> Element<'a, Message> {
    let name = |row: &Row| match row.key.strip_prefix("gateway:") {
        Some(gateway) => (Icon::Bitcoin, gateway.to_owned()),
        None => (Icon::Banknote, cx.lang.text("today-cash")),
    };
    let back = (sheet.whole.refunds > 0).then(|| {
        let count = u64::try_from(sheet.whole.refunds).unwrap_or(0);
        let words = cx.lang.with("today-refunds", &[("n", count.into())]);
        let sum = cx.lang.sum(sheet.whole.refunded.saturating_neg(), sheet.currency);
        let line = card::pair(label::body(words).style(theme::text::muted), label::strong(sum));
        Element::from(column![card::hairline(), line].spacing(space::S))
    });
    let rows: Vec<&Row> = sheet.tenders.iter().collect();
    let list = listed(&rows, name, sheet, cx).unwrap_or_else(|| why("today-none", cx));
    titled("today-tenders", column![list].push(back).spacing(space::S), cx)
}

/// By coin.
pub(super) fn coins<'a>(sheet: &'a Sheet, cx: &Context<'a>) -> Element<'a, Message> {
    let name = |row: &Row| {
        let name = if row.key.is_empty() { cx.lang.text("today-coin-unknown") } else { row.key.clone() };
        (Icon::Coins, name)
    };
    let rows: Vec<&Row> = sheet.coins.iter().collect();
    let list = listed(&rows, name, sheet, cx).unwrap_or_else(|| why("today-no-coins", cx));
    titled("today-coins", list, cx)
}

/// By tax rate.
pub(super) fn taxes<'a>(sheet: &'a Sheet, cx: &Context<'a>) -> Element<'a, Message> {
    let rows: Vec<&Row> = sheet.taxes.iter().filter(|row| !row.key.is_empty()).collect();
    let name = |row: &Row| (Icon::Percent, row.key.clone());
    let list = listed(&rows, name, sheet, cx).unwrap_or_else(|| why("today-no-taxes", cx));
    titled("today-taxes", list, cx)
}

/// Rows with a bar each, the longest as wide as its card; none without a row.
fn listed<'a>(
    rows: &[&'a Row],
    name: impl Fn(&Row) -> (Icon, String),
    sheet: &Sheet,
    cx: &Context<'a>,
) -> Option<Element<'a, Message>> {
    let most = rows.iter().map(|row| row.figures.taken).max()?.max(1);
    let line = |row: &&'a Row| -> Element<'a, Message> {
        let (shape, name) = name(row);
        let sum = label::strong(cx.lang.sum(row.figures.taken, sheet.currency));
        let count = u64::try_from(row.figures.sales).unwrap_or(0);
        let sales = label::small(cx.lang.with("today-n-sales", &[("n", count.into())])).style(theme::text::muted);
        let parts = vec![icon(shape).size(18.0).into(), label::body(name).into(), sales.into()];
        let name = layout::row(parts).spacing(space::XS).align_y(Center);
        column![card::pair(name, sum), bar(row.figures.taken, most)].spacing(6).into()
    };
    Some(Column::with_children(rows.iter().map(line)).spacing(space::S).width(Fill).into())
}

/// What sold most, in pieces; typed amounts are named last.
pub(super) fn products<'a>(sheet: &'a Sheet, cx: &Context<'a>) -> Element<'a, Message> {
    let line = |row: &'a Row| -> Element<'a, Message> {
        let name = match (row.key.is_empty(), row.label.is_empty()) {
            (true, _) => label::body(cx.lang.plain("today-typed")).style(theme::text::muted),
            (false, true) => label::body(row.key.as_str()),
            (false, false) => label::body(row.label.as_str()),
        };
        let pieces = cx.lang.with("today-pieces", &[("n", u64::try_from(row.figures.pieces).unwrap_or(0).into())]);
        let name = name.width(Fill).align_x(layout::start());
        layout::row(vec![name.into(), label::body(pieces).style(theme::text::muted).into()]).spacing(space::S).into()
    };
    let list: Element<'a, Message> = if sheet.products.is_empty() {
        why("today-none", cx)
    } else {
        Column::with_children(sheet.products.iter().map(line)).spacing(space::XS).width(Fill).into()
    };
    titled("today-products", list, cx)
}

/// Settled, accepted and seen, which add up to the crypto takings; failed money is named apart.
pub(super) fn split<'a>(sheet: &'a Sheet, cx: &Context<'a>) -> Element<'a, Message> {
    let whole = &sheet.whole;
    let sum = |minor: i64| format!("{}{}", cx.lang.sign(sheet.currency), cx.lang.sum(minor, sheet.currency));
    let of = cx.lang.with("today-split-of", &[("amount", (&sum(whole.crypto())).into())]);
    let title = label::section(cx.lang.plain("today-split")).width(Fill).align_x(layout::start());
    let head = layout::row(vec![title.into(), label::caption(of).style(theme::text::muted).into()]).align_y(Center);
    let parts = [
        (Icon::CheckCheck, ["today-settled", "today-settled-how"], whole.settled, Ground::Full),
        (Icon::Check, ["today-accepted", "today-accepted-how"], whole.accepted(), Ground::Outlined),
        (Icon::Clock, ["today-seen", "today-seen-how"], whole.seen, Ground::Hollow),
        (Icon::TriangleAlert, ["today-failed", "today-failed-how"], whole.failed, Ground::Stop),
    ];
    let shown = parts.into_iter().filter(|(_, _, minor, ground)| *ground != Ground::Stop || *minor != 0);
    let columns = shown.map(|(shape, [name, how], minor, ground)| {
        let mark = container(icon(shape).size(18.0)).center(36).style(ground.style(18.0));
        let words = column![
            label::small(cx.lang.plain(name)).style(theme::text::muted),
            label::section(sum(minor)).wrapping(iced::widget::text::Wrapping::None),
            label::small(cx.lang.plain(how)).style(theme::text::muted).width(Fill).align_x(layout::start())
        ];
        let both = layout::row(vec![mark.into(), words.into()]).spacing(space::S);
        container(both).width(Fill).into()
    });
    let columns = layout::row(columns.collect()).spacing(space::S);
    if whole.crypto() == 0 && whole.failed == 0 {
        return card::card(column![head, why("today-no-coins", cx)].spacing(space::S)).width(Fill).into();
    }
    card::card(column![head, stacked(&parts.map(|part| (part.2, part.3))), columns].spacing(space::M))
        .width(Fill)
        .into()
}

/// How a part of the crypto takings is told from the others without its hue: full, outlined, empty, or with an edge of ink.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ground {
    Full,
    Outlined,
    Hollow,
    Stop,
}

impl Ground {
    fn style(self, radius: f32) -> impl Fn(&theme::Theme) -> container::Style {
        move |theme| {
            let t = theme.tokens();
            let (ground, ink, edge) = match self {
                Self::Full => (t.ok.solid, t.ok.on, t.ok.solid),
                Self::Outlined => (t.ok.soft, t.ok.ink, t.ok.solid),
                Self::Hollow => (t.surface, t.wait.ink, t.wait.solid),
                Self::Stop => (t.stop.solid, t.stop.on, t.ink),
            };
            container::Style {
                text_color: Some(ink),
                background: Some(ground.into()),
                border: space::border(edge, space::B_SELECTED, radius),
                ..container::Style::default()
            }
        }
    }
}

fn stacked<'a>(parts: &[(i64, Ground)]) -> Element<'a, Message> {
    let whole: i128 = parts.iter().map(|(minor, _)| i128::from((*minor).max(0))).sum();
    let portion = |minor: i64| u16::try_from(i128::from(minor.max(0)) * 1000 / whole.max(1)).unwrap_or(1000).max(8);
    let piece = |(minor, ground): &(i64, Ground)| -> Element<'a, Message> {
        let ground = container(Space::new().height(20)).style(ground.style(5.0));
        ground.width(Length::FillPortion(portion(*minor))).into()
    };
    let pieces = parts.iter().filter(|(minor, _)| *minor > 0).map(piece).collect();
    layout::row(pieces).spacing(space::XXS).into()
}

/// A card with a title over its content.
fn titled<'a>(key: &'static str, content: impl Into<Element<'a, Message>>, cx: &Context<'a>) -> Element<'a, Message> {
    card::titled(cx.lang.plain(key), content).width(Fill).into()
}

/// Why there is nothing.
fn why<'a>(key: &'static str, cx: &Context<'a>) -> Element<'a, Message> {
    label::body(cx.lang.plain(key)).style(theme::text::muted).width(Fill).align_x(layout::start()).into()
}
