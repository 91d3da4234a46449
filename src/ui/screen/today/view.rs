//! The page: four figures, the course of time, and what they are made of.

use iced::widget::{column, container};
use iced::{Center, Fill};

use super::{CARDS, Message, Today};
use crate::domain::day::Period;
use crate::domain::report::{Reach, Sheet};
use crate::ui::context::Context;
use crate::ui::icon::{Icon, icon};
use crate::ui::screen::late;
use crate::ui::theme::button::Kind;
use crate::ui::theme::{self, space};
use crate::ui::widget::amount::amount;
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::{Column, Element, button, card, empty, label, page, segmented};

use super::parts::{coins, percent, products, split, taxes, tenders};
use super::room::{is_narrow, is_small};
use super::watched::{look, operators};

/// The second column, in px.
const SIDE: f32 = 320.0;

impl Today {
    /// Draws the page; pure.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let body = match &self.sheet {
            None => card::flush(page::skeleton()).width(Fill).into(),
            Some(Err(why)) => empty::empty(Icon::TriangleAlert, why.line(), None),
            Some(Ok(sheet)) => self.sheet(sheet, cx),
        };
        let gap = if is_small(cx) { space::XS } else { space::M };
        column![self.head(cx), body].spacing(gap).into()
    }

    fn head<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let words = [cx.lang.plain("today-day"), cx.lang.plain("today-week"), cx.lang.plain("today-month")];
        let chosen = Reach::ALL.iter().position(|reach| *reach == self.reading.reach).unwrap_or_default();
        let reaches = segmented::segmented(&words, chosen, |index| Message::ReachChosen(Reach::ALL[index]));
        let later = self.has_later(cx).then_some(Message::LaterPressed);
        let mut acts = vec![
            button::icon_edged(Kind::Plain, Icon::ChevronLeft, Some(Message::EarlierPressed)),
            button::icon_edged(Kind::Plain, Icon::ChevronRight, later),
            container(reaches).width(280).into(),
        ];
        let title = self.title(cx);
        if is_small(cx) {
            let about = label::caption_strong(title).width(Fill).align_x(layout::start());
            acts.push(button::icon_edged(Kind::Plain, Icon::Download, Some(Message::ExportPressed)));
            acts.insert(0, about.into());
            return layout::row(acts).spacing(space::XS).align_y(Center).into();
        }
        let keys = Breakpoint::of(cx.size).shows_keys();
        let export = button::plain(cx.lang.text("today-export")).icon(Icon::Download).key_if(keys, "Ctrl E");
        acts.push(export.on_press(Message::ExportPressed).into());
        page::head(title, self.about(cx), acts)
    }

    fn title(&self, cx: &Context<'_>) -> String {
        let period = self.period(cx);
        match self.reading.reach {
            Reach::Day => cx.lang.day(period.from()),
            Reach::Week => span(&period, cx),
            Reach::Month => cx.lang.month(period.from()),
        }
    }

    fn about(&self, cx: &Context<'_>) -> String {
        let till = cx.config.shop.till.as_str();
        match &self.sheet {
            Some(Ok(sheet)) if self.period(cx).to() >= sheet.now.day => {
                let time = format!("{:02}:{:02}", sheet.now.hour(), sheet.now.minute % 60);
                cx.lang.with("today-until", &[("till", till.into()), ("time", (&time).into())])
            }
            Some(_) | None => till.to_owned(),
        }
    }

    fn sheet<'a>(&'a self, sheet: &'a Sheet, cx: &Context<'a>) -> Element<'a, Message> {
        let course = self.course(sheet, cx);
        let rows: Vec<Element<'a, Message>> = if is_narrow(cx) {
            vec![
                tiles(sheet, cx),
                course,
                split(sheet, cx),
                tenders(sheet, cx),
                coins(sheet, cx),
                products(sheet, cx),
                look(sheet, cx),
                operators(sheet, cx),
                taxes(sheet, cx),
            ]
        } else {
            let side = vec![tenders(sheet, cx), coins(sheet, cx), products(sheet, cx), taxes(sheet, cx)];
            let side = Column::with_children(side).spacing(space::M).width(SIDE);
            let main = vec![course, split(sheet, cx), look(sheet, cx), operators(sheet, cx)];
            let main = Column::with_children(main).spacing(space::M).width(Fill);
            let both = layout::row(vec![main.into(), side.into()]).spacing(space::M);
            vec![tiles(sheet, cx), both.into()]
        };
        page::scrolling(rows, CARDS)
    }
}

/// Days in words, the first and the last.
fn span(period: &Period, cx: &Context<'_>) -> String {
    let (from, to) = (cx.lang.day_short(period.from()), cx.lang.day_short(period.to()));
    cx.lang.with("today-span", &[("from", (&from).into()), ("to", (&to).into())])
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
    let tiles = vec![
        tile(cx.lang.plain("today-takings"), sign(), say(whole.taken), against(sheet, cx), cx),
        tile(
            cx.lang.plain("today-sales"),
            String::new(),
            whole.sales.to_string(),
            (Some(Icon::ReceiptText), average),
            cx,
        ),
        tile(cx.lang.plain("today-crypto"), sign(), say(whole.crypto()), (Some(Icon::Bitcoin), part), cx),
        to_look_at(sheet, cx),
    ];
    if !is_small(cx) {
        return layout::row(tiles).spacing(space::M).into();
    }
    let mut tiles = tiles.into_iter();
    let pairs = std::iter::from_fn(|| tiles.next().map(|first| (first, tiles.next())));
    let pairs = pairs
        .map(|(first, second)| layout::row(std::iter::once(first).chain(second).collect()).spacing(space::XS).into());
    Column::with_children(pairs.collect::<Vec<_>>()).spacing(space::XS).into()
}

fn tile<'a>(
    name: &'a str,
    sign: String,
    digits: String,
    (shape, under): (Option<Icon>, String),
    cx: &Context<'a>,
) -> Element<'a, Message> {
    let small = is_small(cx);
    let figure = amount(sign, digits).size(if small { 26.0 } else { 36.0 }).fit(190.0);
    let under = label::small(under).style(theme::text::muted).width(Fill).align_x(layout::start());
    let mark = shape.map(|shape| icon(shape).size(16.0).color(|t| t.muted).into());
    let under = layout::row(mark.into_iter().chain([under.into()]).collect()).spacing(6).align_y(Center);
    let words = column![label::caption(name).style(theme::text::muted), Element::from(figure), under];
    let face = card::card(words.spacing(space::XXS)).width(Fill);
    if small { face.padding(space::S).into() } else { face.height(128).into() }
}

/// What waits for the owner: late money, findings, and acts out of the ordinary.
fn to_look_at<'a>(sheet: &Sheet, cx: &Context<'a>) -> Element<'a, Message> {
    let (late, findings, lit) = (late::waiting(cx).0, cx.book.open_cases(), sheet.lit.len());
    let count = late + findings + lit;
    let name = cx.lang.plain("today-look-at");
    let of = |count: usize| u64::try_from(count).unwrap_or(u64::MAX).into();
    let under = if count == 0 {
        cx.lang.text("today-look-nothing")
    } else {
        cx.lang.with("today-look-count", &[("late", of(late)), ("findings", of(findings)), ("lit", of(lit))])
    };
    let shape = if count == 0 { Icon::Check } else { Icon::TriangleAlert };
    tile(name, String::new(), count.to_string(), (Some(shape), under), cx)
}

/// The takings beside the same weekday before, up to the same minute.
fn against(sheet: &Sheet, cx: &Context<'_>) -> (Option<Icon>, String) {
    let Some(before) = sheet.compared else { return (None, String::new()) };
    let day = cx.lang.day_short(before.day);
    let is_now = sheet.period.to() >= sheet.now.day;
    let Some(change) = before.change_permille(sheet.whole.taken) else {
        let key = if is_now { "today-nothing-before" } else { "today-nothing-then" };
        return (None, cx.lang.with(key, &[("day", (&day).into())]));
    };
    let size = format!("{}.{}", change.unsigned_abs() / 10, change.unsigned_abs() % 10);
    let percent = cx.lang.number(&size);
    let (shape, key) = match (change < 0, is_now) {
        (false, true) => (Icon::ArrowUp, "today-above"),
        (true, true) => (Icon::ArrowDown, "today-below"),
        (false, false) => (Icon::ArrowUp, "today-above-whole"),
        (true, false) => (Icon::ArrowDown, "today-below-whole"),
    };
    (Some(shape), cx.lang.with(key, &[("percent", (&percent).into()), ("day", (&day).into())]))
}
