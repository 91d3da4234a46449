//! The course of time: bars, a month's calendar, or the same figures as a table.

use iced::widget::{column, container};
use iced::{Center, Fill};

use super::calendar::calendar;
use super::room::is_narrow;
use super::{Message, Shown, Today};
use crate::domain::report::{Reach, Sheet, Slot};
use crate::ui::context::Context;
use crate::ui::icon::Icon;
use crate::ui::theme::{self, space};
use crate::ui::widget::bars::{self, Bar, Bars};
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::table::{self, cell, figure};
use crate::ui::widget::{Element, button, card, empty, label};

/// Height of the bars, in px.
const HIGH: f32 = 252.0;

impl Today {
    /// The card of the course of time.
    pub(super) fn course<'a>(&self, sheet: &'a Sheet, cx: &Context<'a>) -> Element<'a, Message> {
        let nothing = sheet.whole.is_zero() && sheet.slots.iter().all(|slot| slot.before == 0);
        let shown: Element<'a, Message> = match self.shown {
            Shown::Calendar => calendar(sheet, cx),
            Shown::Chart | Shown::Table if nothing => {
                let why = empty::empty(Icon::ChartColumn, cx.lang.text("today-none"), None);
                container(why).height(HIGH).into()
            }
            Shown::Table => slots(sheet, cx),
            Shown::Chart => container(Bars::new(bars_of(sheet), |minor| short(minor, sheet, cx))).height(HIGH).into(),
        };
        let legend = (self.shown == Shown::Chart && !nothing && !is_narrow(cx)).then(|| legend(sheet, cx));
        let title = label::section(cx.lang.plain(word(sheet.reach))).width(Fill).align_x(layout::start());
        let parts = std::iter::once(title.into()).chain(legend).chain(self.turns(sheet, cx));
        let head = layout::row(parts.collect()).spacing(space::S).align_y(Center);
        card::card(column![head, shown].spacing(space::S)).width(Fill).into()
    }

    /// The other ways to look at it.
    fn turns<'a>(&self, sheet: &Sheet, cx: &Context<'a>) -> Vec<Element<'a, Message>> {
        let keys = Breakpoint::of(cx.size).shows_keys();
        let turn = |key: &str, letter, shown| -> Element<'a, Message> {
            let way = button::quiet(cx.lang.text(key)).height(space::TARGET).key_if(keys, letter);
            way.on_press(Message::ShownChosen(shown)).into()
        };
        let chart = (self.shown != Shown::Chart).then(|| {
            let letter = if self.shown == Shown::Table { "T" } else { "C" };
            turn("today-chart", letter, Shown::Chart)
        });
        let month = sheet.reach == Reach::Month && self.shown != Shown::Calendar;
        let calendar = month.then(|| turn("today-calendar", "C", Shown::Calendar));
        let table = (self.shown != Shown::Table).then(|| turn("today-table", "T", Shown::Table));
        chart.into_iter().chain(calendar).chain(table).collect()
    }
}

fn bars_of(sheet: &Sheet) -> Vec<Bar> {
    let bar = |slot: &Slot| Bar { name: slot.name.to_string(), value: slot.taken, before: slot.before, now: slot.now };
    sheet.slots.iter().map(bar).collect()
}

/// A sum for the axis: whole units without their noughts.
fn short(minor: i64, sheet: &Sheet, cx: &Context<'_>) -> String {
    let unit = sheet.currency.unit();
    if minor % unit == 0 { cx.lang.number(&(minor / unit).to_string()) } else { cx.lang.sum(minor, sheet.currency) }
}

fn word(reach: Reach) -> &'static str {
    match reach {
        Reach::Day => "today-by-hour",
        Reach::Week | Reach::Month => "today-by-day",
    }
}

fn legend<'a>(sheet: &Sheet, cx: &Context<'a>) -> Element<'a, Message> {
    let sign = cx.lang.sign(sheet.currency);
    let front = cx.lang.with("today-legend", &[("sign", (&sign).into())]);
    let behind = match sheet.reach {
        Reach::Day => {
            let day = cx.lang.day_short(sheet.reach.periods(sheet.period.from()).1.from());
            cx.lang.with("today-legend-day", &[("day", (&day).into())])
        }
        Reach::Week => cx.lang.text("today-legend-week"),
        Reach::Month => cx.lang.text("today-legend-month"),
    };
    bars::legend(front, behind)
}

fn slots<'a>(sheet: &'a Sheet, cx: &Context<'a>) -> Element<'a, Message> {
    let sums = if is_narrow(cx) { 104 } else { 140 };
    let head = |key: &'static str| label::head(cx.lang.plain(key)).style(theme::text::muted);
    let names = table::row(vec![
        cell(Fill, head("today-slot")),
        figure(64, head("today-sales")),
        figure(sums, head("today-takings")),
        figure(sums, head("today-before")),
    ]);
    let row = |(index, slot): (usize, &Slot)| -> Element<'a, Message> {
        let say = |minor: i64| cx.lang.sum(minor, sheet.currency);
        let days = i32::try_from(index).unwrap_or(0);
        let name = match sheet.reach {
            Reach::Day => format!("{:02}:00", slot.name),
            Reach::Week | Reach::Month => cx.lang.day_short(sheet.period.from().plus(days)),
        };
        let name = if slot.now { label::strong(name) } else { label::body(name) };
        let line = table::row(vec![
            cell(Fill, name),
            figure(64, label::body(slot.sales.to_string())),
            figure(sums, label::strong(say(slot.taken))),
            figure(sums, label::body(say(slot.before)).style(theme::text::muted)),
        ]);
        line.height(36.0).into()
    };
    let rows: Vec<Element<'a, Message>> = sheet.slots.iter().enumerate().map(row).collect();
    column![Element::from(names.height(36.0)), table::ruled(rows)].into()
}
