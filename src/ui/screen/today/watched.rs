//! What people did besides selling: what is out of the ordinary, and everyone's acts beside their sales.

use iced::widget::column;
use iced::{Center, Fill};

use super::Message;
use super::room::is_narrow;
use crate::domain::act::ActKind;
use crate::domain::exceptions::{Lit, Rule, Watched};
use crate::domain::report::Sheet;
use crate::ui::context::Context;
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::layout;
use crate::ui::widget::table::{self, cell, figure};
use crate::ui::widget::{Column, Element, card, label};

/// The acts that have a column, with its name.
const ACTS: [(ActKind, &str); 5] = [
    (ActKind::Void, "today-act-void"),
    (ActKind::NoSale, "today-act-no-sale"),
    (ActKind::Refund, "today-act-refund"),
    (ActKind::Override, "today-act-override"),
    (ActKind::ByHand, "today-act-by-hand"),
];
/// Columns of acts and of sums, in px.
const ACT: f32 = 62.0;
const SUM: f32 = 92.0;

/// What the rules light; an honest day lights nothing.
pub(super) fn look<'a>(sheet: &'a Sheet, cx: &Context<'a>) -> Element<'a, Message> {
    let title = cx.lang.plain("today-look");
    if sheet.lit.is_empty() {
        let all_well = label::body(cx.lang.plain("today-look-nothing")).style(theme::text::muted);
        let mark = icon(Icon::Check).size(20.0).color(|t| t.muted);
        let line = layout::row(vec![mark.into(), all_well.into()]).spacing(space::S).align_y(Center);
        return card::titled(title, line).width(Fill).into();
    }
    let line = |lit: &'a Lit| -> Element<'a, Message> {
        let operator = name(&lit.operator, cx);
        let sum = cx.lang.sum(lit.minor, sheet.currency);
        let said = [
            ("operator", operator.into()),
            ("n", lit.n.into()),
            ("sales", lit.sales.into()),
            ("amount", (&sum).into()),
        ];
        let mark = icon(Icon::TriangleAlert).size(20.0).color(|t| t.stop.ink);
        let rule = label::strong(cx.lang.plain(rule_key(lit.rule))).style(theme::text::soft(Tone::Stop));
        let about = label::small(cx.lang.with("today-lit", &said)).style(theme::text::muted);
        let words = column![rule, about].width(Fill).align_x(layout::start());
        layout::row(vec![mark.into(), words.into()]).spacing(space::S).align_y(Center).into()
    };
    let lines = Column::with_children(sheet.lit.iter().map(line)).spacing(space::S).width(Fill);
    card::titled(title, lines).width(Fill).into()
}

fn name<'a>(operator: &'a str, cx: &Context<'a>) -> &'a str {
    if operator.is_empty() { cx.lang.plain("today-nobody") } else { operator }
}

/// Everyone with sales, takings, and how often they did what an owner looks at, with its ratio to their sales.
pub(super) fn operators<'a>(sheet: &'a Sheet, cx: &Context<'a>) -> Element<'a, Message> {
    let title = cx.lang.plain("today-operators");
    if sheet.watched.is_empty() {
        let why = label::body(cx.lang.plain("today-none")).style(theme::text::muted);
        return card::titled(title, why).width(Fill).into();
    }
    if cx.size.width < 1_000.0 {
        let lines = sheet.watched.iter().map(|watched| in_words(watched, sheet, cx));
        return card::titled(title, table::ruled(lines).spacing(space::XS)).width(Fill).into();
    }
    let head = |key: &'static str| label::head(cx.lang.plain(key)).style(theme::text::muted);
    let mut names = vec![cell(Fill, head("today-operator")), figure(SUM, head("today-takings"))];
    names.extend(ACTS.iter().map(|(_, key)| figure(ACT, head(key))));
    let row = |watched: &'a Watched| -> Element<'a, Message> {
        let sum = cx.lang.sum(watched.taken, sheet.currency);
        let sales = label::micro(cx.lang.with("today-n-sales", &[("n", watched.sales.into())]));
        let who = column![label::strong(name(&watched.operator, cx)), sales.style(theme::text::muted)];
        let mut cells = vec![cell(Fill, who), figure(SUM, label::body(sum))];
        cells.extend(ACTS.iter().map(|(kind, _)| figure(ACT, act(watched, *kind, sheet, cx))));
        table::row(cells).height(space::ROW).into()
    };
    let rows = table::ruled(sheet.watched.iter().map(row));
    let names: Element<'a, Message> = table::row(names).height(44.0).into();
    let title = label::section(title).width(Fill).align_x(layout::start());
    let title = iced::widget::container(title).padding(iced::Padding {
        top: space::L,
        bottom: space::XXS,
        ..[0.0, space::L].into()
    });
    let edge = if is_narrow(cx) { 0.0 } else { space::XS };
    let lines = iced::widget::container(column![names, card::hairline(), rows]).padding([0.0, edge]);
    card::flush(column![title, lines].padding(iced::padding::bottom(space::XS))).width(Fill).into()
}

/// Whether a rule is lit for someone's acts of a kind.
fn is_lit(watched: &Watched, kind: ActKind, sheet: &Sheet) -> bool {
    sheet.lit.iter().any(|lit| lit.operator == watched.operator && kind_of(lit.rule) == kind)
}

fn act<'a>(watched: &Watched, kind: ActKind, sheet: &Sheet, cx: &Context<'a>) -> Element<'a, Message> {
    let count = watched.count(kind).n;
    if count == 0 {
        return label::body("\u{2013}").style(theme::text::muted).into();
    }
    let lit = is_lit(watched, kind, sheet);
    let number = if lit {
        label::strong(count.to_string()).style(theme::text::soft(Tone::Stop))
    } else {
        label::strong(count.to_string())
    };
    let mark = lit.then(|| icon(Icon::TriangleAlert).size(16.0).color(|t| t.stop.ink).into());
    let number = layout::row(mark.into_iter().chain([number.into()]).collect()).spacing(space::XXS).align_y(Center);
    let ratio = watched.permille(kind).map(|permille| label::micro(part(permille, cx)).style(theme::text::muted));
    column![number].push(ratio).align_x(layout::end()).into()
}

/// Tenths of a percent in words.
fn part(permille: u64, cx: &Context<'_>) -> String {
    let size = cx.lang.number(&format!("{}.{}", permille / 10, permille % 10));
    cx.lang.with("today-ratio", &[("percent", (&size).into())])
}

/// The same on a window without room for columns.
fn in_words<'a>(watched: &'a Watched, sheet: &Sheet, cx: &Context<'a>) -> Element<'a, Message> {
    let sum = label::strong(cx.lang.sum(watched.taken, sheet.currency));
    let sales = label::small(cx.lang.with("today-n-sales", &[("n", watched.sales.into())])).style(theme::text::muted);
    let who = layout::row(vec![label::strong(name(&watched.operator, cx)).into(), sales.into()]);
    let acts = ACTS.iter().filter(|(kind, _)| watched.count(*kind).n > 0).map(|(kind, key)| {
        let what = label::body(cx.lang.plain(key)).style(theme::text::muted);
        card::pair(what, act(watched, *kind, sheet, cx))
    });
    let lines = Column::with_children(acts).spacing(space::XXS);
    column![card::pair(who.spacing(space::XS).align_y(Center), sum), lines].spacing(space::XXS).into()
}

/// Which acts a rule counts.
fn kind_of(rule: Rule) -> ActKind {
    match rule {
        Rule::Voids | Rule::LateVoids => ActKind::Void,
        Rule::NoSale => ActKind::NoSale,
        Rule::Refunds | Rule::JustUnder | Rule::OldReturns => ActKind::Refund,
        Rule::Overrides => ActKind::Override,
        Rule::ByHand => ActKind::ByHand,
        Rule::ReRung => ActKind::ReRung,
        Rule::SmallShortages => ActKind::Difference,
        Rule::Zeroed => ActKind::Zeroed,
    }
}

fn rule_key(rule: Rule) -> &'static str {
    match rule {
        Rule::Voids => "today-rule-voids",
        Rule::NoSale => "today-rule-no-sale",
        Rule::Refunds => "today-rule-refunds",
        Rule::Overrides => "today-rule-overrides",
        Rule::ByHand => "today-rule-by-hand",
        Rule::ReRung => "today-rule-re-rung",
        Rule::SmallShortages => "today-rule-small-shortages",
        Rule::JustUnder => "today-rule-just-under",
        Rule::LateVoids => "today-rule-late-voids",
        Rule::OldReturns => "today-rule-old-returns",
        Rule::Zeroed => "today-rule-zeroed",
    }
}
