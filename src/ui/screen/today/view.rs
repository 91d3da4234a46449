//! The page: four figures, the course of time, and what they are made of.

use iced::widget::{Space, column, container};
use iced::{Center, Fill};

use super::{Message, Today};
use crate::domain::exceptions::{Lit, Rule};
use crate::domain::report::{Reach, Sheet, Slot};
use crate::domain::takings::Row;
use crate::ui::context::Context;
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::amount::amount;
use crate::ui::widget::bars::{Bar, Bars};
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::table::{self, cell, figure};
use crate::ui::widget::{Element, button, card, empty, label, page, segmented};

impl Today {
    /// Draws the page; pure.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let head = self.head(cx);
        let body = match &self.sheet {
            None => card::flush(page::skeleton()).width(Fill).into(),
            Some(Err(why)) => empty::empty(Icon::TriangleAlert, why.line(), None),
            Some(Ok(sheet)) => self.sheet(sheet, cx),
        };
        column![head, body].spacing(space::M).into()
    }

    fn head<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let words = [cx.lang.plain("today-day"), cx.lang.plain("today-week"), cx.lang.plain("today-month")];
        let chosen = Reach::ALL.iter().position(|reach| *reach == self.reach).unwrap_or_default();
        let reaches = segmented::segmented(&words, chosen, |index| Message::ReachChosen(Reach::ALL[index]));
        let word = if self.as_table { "today-chart" } else { "today-table" };
        let keys = Breakpoint::of(cx.size).shows_keys();
        let table = button::plain(cx.lang.text(word)).icon(Icon::Columns2).key_if(keys, "T");
        let acts = vec![container(reaches).width(280).into(), table.on_press(Message::TablePressed).into()];
        if matches!(Breakpoint::of(cx.size), Breakpoint::Small | Breakpoint::Portrait) {
            return layout::row(acts).spacing(space::XS).into();
        }
        page::head(cx.lang.text("owner-today"), self.about(cx), acts)
    }

    fn about(&self, cx: &Context<'_>) -> String {
        let Some(Ok(sheet)) = &self.sheet else { return String::new() };
        let (from, to) = (sheet.period.from().to_string(), sheet.period.to().to_string());
        let time = format!("{:02}:{:02}", sheet.now.hour(), sheet.now.minute % 60);
        if from == to {
            return cx.lang.with("today-until-day", &[("day", (&from).into()), ("time", (&time).into())]);
        }
        cx.lang.with("today-until", &[("from", (&from).into()), ("to", (&to).into()), ("time", (&time).into())])
    }

    fn sheet<'a>(&'a self, sheet: &'a Sheet, cx: &Context<'a>) -> Element<'a, Message> {
        let narrow = matches!(Breakpoint::of(cx.size), Breakpoint::Small | Breakpoint::Portrait | Breakpoint::Compact);
        let course = self.course(sheet, cx);
        let tenders = card::titled(cx.lang.plain("today-tenders"), parts(&sheet.tenders, sheet, cx)).width(Fill);
        let products = card::titled(cx.lang.plain("today-products"), products(sheet, cx)).width(Fill);
        let coins = card::titled(cx.lang.plain("today-coins"), parts(&sheet.coins, sheet, cx)).width(Fill);
        let look = card::titled(cx.lang.plain("today-look"), look(sheet, cx)).width(Fill);
        let rows: Vec<Element<'a, Message>> = if narrow {
            vec![tiles(sheet, cx), course, split(sheet, cx), tenders.into(), coins.into(), products.into(), look.into()]
        } else {
            let side = column![tenders, coins].spacing(space::M).width(320);
            let first = layout::row(vec![container(course).width(Fill).into(), side.into()]).spacing(space::M);
            let below = column![split(sheet, cx), look].spacing(space::M).width(Fill);
            let second = layout::row(vec![below.into(), container(products).width(320).into()]).spacing(space::M);
            vec![tiles(sheet, cx), first.into(), second.into()]
        };
        page::scrolling(rows, "today-scroll")
    }

    /// Bars over time, or the same figures as a table.
    fn course<'a>(&self, sheet: &'a Sheet, cx: &Context<'a>) -> Element<'a, Message> {
        let say = |minor: i64| cx.lang.sum(minor, sheet.currency);
        let shown: Element<'a, Message> = if sheet.whole.is_zero() && sheet.slots.iter().all(|slot| slot.before == 0) {
            empty::empty(Icon::ChartColumn, cx.lang.text("today-none"), None)
        } else if self.as_table {
            slots(sheet, cx)
        } else {
            let bar = |slot: &Slot| Bar {
                name: slot.name.to_string(),
                value: slot.taken,
                before: slot.before,
                now: slot.now,
            };
            container(Element::from(Bars::new(sheet.slots.iter().map(bar).collect(), say))).height(260).into()
        };
        card::titled(cx.lang.plain("today-time"), shown).width(Fill).into()
    }
}

fn slots<'a>(sheet: &'a Sheet, cx: &Context<'a>) -> Element<'a, Message> {
    let head = |key: &'static str| label::head(cx.lang.plain(key)).style(theme::text::muted);
    let names = table::row(vec![
        cell(Fill, head("today-slot")),
        figure(96, head("today-sales")),
        figure(140, head("today-takings")),
        figure(140, head("today-before")),
    ]);
    let row = |slot: &Slot| -> Element<'a, Message> {
        let say = |minor: i64| cx.lang.sum(minor, sheet.currency);
        let line = table::row(vec![
            cell(Fill, label::body(slot.name.to_string())),
            figure(96, label::body(slot.sales.to_string())),
            figure(140, label::strong(say(slot.taken))),
            figure(140, label::body(say(slot.before)).style(theme::text::muted)),
        ]);
        line.height(36.0).into()
    };
    let rows: Vec<Element<'a, Message>> = sheet.slots.iter().map(row).collect();
    column![Element::from(names.height(36.0)), table::ruled(rows)].into()
}

fn tiles<'a>(sheet: &'a Sheet, cx: &Context<'a>) -> Element<'a, Message> {
    let whole = &sheet.whole;
    let sign = || cx.lang.sign(sheet.currency);
    let say = |minor: i64| cx.lang.sum(minor, sheet.currency);
    let average = match whole.average() {
        Some(minor) => cx.lang.with("today-average", &[("amount", (&say(minor)).into())]),
        None => cx.lang.text("today-no-average"),
    };
    let part = percent(i128::from(whole.crypto()) * 100, whole.taken);
    let part = cx.lang.with("today-part", &[("percent", (&part).into())]);
    let backs = cx.lang.with("today-refunds", &[("n", u64::try_from(whole.refunds).unwrap_or(0).into())]);
    let tiles = vec![
        tile(cx.lang.plain("today-takings"), sign(), say(whole.taken), against(sheet, cx)),
        tile(cx.lang.plain("today-sales"), String::new(), whole.sales.to_string(), average),
        tile(cx.lang.plain("today-crypto"), sign(), say(whole.crypto()), part),
        tile(cx.lang.plain("today-back"), sign(), say(whole.refunded), backs),
    ];
    if matches!(Breakpoint::of(cx.size), Breakpoint::Small | Breakpoint::Portrait) {
        return iced::widget::Column::with_children(tiles).spacing(space::XS).into();
    }
    layout::row(tiles).spacing(space::M).into()
}

fn tile<'a>(name: &'a str, sign: String, digits: String, under: String) -> Element<'a, Message> {
    let figure: Element<'a, Message> = amount(sign, digits).size(34.0).fit(190.0).into();
    let words = column![
        label::caption(name).style(theme::text::muted),
        figure,
        label::small(under).style(theme::text::muted).width(Fill)
    ];
    card::card(words.spacing(space::XXS)).width(Fill).into()
}

/// The takings beside the same weekday before, up to the same minute.
fn against(sheet: &Sheet, cx: &Context<'_>) -> String {
    let Some(before) = sheet.compared else { return String::new() };
    let day = before.day.to_string();
    let Some(change) = before.change_permille(sheet.whole.taken) else {
        return cx.lang.with("today-nothing-before", &[("day", (&day).into())]);
    };
    let size = format!("{}.{}", change.unsigned_abs() / 10, change.unsigned_abs() % 10);
    let percent = cx.lang.number(&size);
    let key = if change < 0 { "today-below" } else { "today-above" };
    cx.lang.with(key, &[("percent", (&percent).into()), ("day", (&day).into())])
}

fn percent(hundredfold: i128, of: i64) -> String {
    if of <= 0 { "0".to_owned() } else { (hundredfold / i128::from(of)).to_string() }
}

/// Rows with a bar each, the longest first as wide as its card.
fn parts<'a>(rows: &'a [Row], sheet: &'a Sheet, cx: &Context<'a>) -> Element<'a, Message> {
    let most = rows.iter().map(|row| row.figures.taken).max().unwrap_or(0).max(1);
    let line = |row: &'a Row| -> Element<'a, Message> {
        let name = match (row.key.as_str(), row.key.strip_prefix("gateway:")) {
            ("", _) => cx.lang.text("today-coin-unknown"),
            (_, Some(gateway)) => gateway.to_owned(),
            ("cash", None) => cx.lang.text("today-cash"),
            (key, None) => key.to_owned(),
        };
        let sum = label::strong(cx.lang.sum(row.figures.taken, sheet.currency));
        let sales = label::small(row.figures.sales.to_string()).style(theme::text::muted);
        let name = layout::row(vec![label::body(name).into(), sales.into()]).spacing(space::XS).align_y(Center);
        column![card::pair(name, sum), bar(row.figures.taken, most)].spacing(space::XXS).into()
    };
    iced::widget::Column::with_children(rows.iter().map(line)).spacing(space::S).width(Fill).into()
}

fn bar<'a>(value: i64, most: i64) -> Element<'a, Message> {
    let thousand =
        |part: i64| u16::try_from((i128::from(part.max(0)) * 1000 / i128::from(most)).clamp(0, 1000)).unwrap_or(0);
    let full = thousand(value);
    let mut pieces: Vec<Element<'a, Message>> = Vec::new();
    if full > 0 {
        let ground = container(Space::new().height(8)).style(theme::container::solid(Tone::Accent));
        pieces.push(ground.width(iced::Length::FillPortion(full)).into());
    }
    if full < 1000 {
        pieces.push(Space::new().width(iced::Length::FillPortion(1000 - full)).height(8).into());
    }
    container(layout::row(pieces)).width(Fill).height(8).style(theme::container::sunken).into()
}

/// Promised and settled, which add up to the crypto takings; failed money is named apart.
fn split<'a>(sheet: &'a Sheet, cx: &Context<'a>) -> Element<'a, Message> {
    let whole = &sheet.whole;
    let line = |shape: Icon, key: &'static str, minor: i64| -> Element<'a, Message> {
        let name = layout::row(vec![icon(shape).size(20.0).into(), label::body(cx.lang.plain(key)).into()]);
        card::pair(name.spacing(space::S).align_y(Center), label::strong(cx.lang.sum(minor, sheet.currency)))
    };
    let mut lines = column![
        line(Icon::CheckCheck, "today-settled", whole.settled),
        bar(whole.settled, whole.crypto().max(1)),
        line(Icon::Clock, "today-promised", whole.promised),
        bar(whole.promised, whole.crypto().max(1)),
    ];
    if whole.failed != 0 {
        lines = lines.push(line(Icon::TriangleAlert, "today-failed", whole.failed));
    }
    card::titled(cx.lang.plain("today-split"), lines.spacing(space::XS)).width(Fill).into()
}

fn products<'a>(sheet: &'a Sheet, cx: &Context<'a>) -> Element<'a, Message> {
    let line = |row: &'a Row| -> Element<'a, Message> {
        let name = if row.label.is_empty() { row.key.as_str() } else { row.label.as_str() };
        let pieces = cx.lang.with("today-pieces", &[("n", u64::try_from(row.figures.pieces).unwrap_or(0).into())]);
        card::pair(label::body(name), label::body(pieces).style(theme::text::muted))
    };
    iced::widget::Column::with_children(sheet.products.iter().map(line)).spacing(space::XS).width(Fill).into()
}

fn look<'a>(sheet: &'a Sheet, cx: &Context<'a>) -> Element<'a, Message> {
    if sheet.lit.is_empty() {
        let all_well = label::body(cx.lang.plain("today-look-nothing")).style(theme::text::muted);
        return layout::row(vec![icon(Icon::Check).into(), all_well.into()]).spacing(space::S).into();
    }
    let line = |lit: &'a Lit| -> Element<'a, Message> {
        let operator = if lit.operator.is_empty() { cx.lang.plain("today-nobody") } else { lit.operator.as_str() };
        let said = [("operator", operator.into()), ("n", lit.n.into()), ("sales", lit.sales.into())];
        let name = layout::row(vec![
            icon(Icon::TriangleAlert).size(20.0).into(),
            label::strong(cx.lang.plain(rule_key(lit.rule))).into(),
        ]);
        card::pair(name.spacing(space::S).align_y(Center), label::body(cx.lang.with("today-lit", &said)))
    };
    iced::widget::Column::with_children(sheet.lit.iter().map(line)).spacing(space::XS).width(Fill).into()
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
