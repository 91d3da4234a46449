//! The page: a search, the coins, and one of two lists.

use iced::widget::{Space, column, container};
use iced::{Center, Fill, Length};

use super::{List, Load, Message, RatesPage, SEARCH, Target};
use crate::domain::rates::{CurrencyInfo, Rate, Rates};
use crate::notice::Notice;
use crate::ui::context::Context;
use crate::ui::icon::Icon;
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::chip::chip;
use crate::ui::widget::field::field;
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::table::{self, cell, figure};
use crate::ui::widget::{Element, button, card, empty, focus, label, page, pill, segmented, windowed};

impl RatesPage {
    /// Draws the page; pure.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let small = matches!(Breakpoint::of(cx.size), Breakpoint::Small | Breakpoint::Portrait);
        let words = [cx.lang.plain("rates-rates"), cx.lang.plain("rates-currencies")];
        let chosen = List::ALL.iter().position(|list| *list == self.list).unwrap_or_default();
        let lists = segmented::segmented(&words, chosen, |index| Message::ListChosen(List::ALL[index]));
        let lists = focus::ring(lists).when(self.has_focus(Target::Lists, cx));
        let lists = container(lists).width(if small { 260 } else { 300 });
        let again = button::plain(cx.lang.text("rates-again")).icon(Icon::RefreshCw);
        let again = again.key_if(Breakpoint::of(cx.size).shows_keys(), "F9");
        let again =
            again.focused(self.has_focus(Target::Again, cx)).on_press_maybe(cx.gateway.map(|_| Message::AgainPressed));
        let age = (self.list == List::Rates).then(|| self.age(cx)).flatten();
        let acts: Vec<Element<'a, Message>> = age.into_iter().chain([lists.into(), again.into()]).collect();
        let head = if small {
            layout::row(acts).spacing(space::XS).align_y(Center).into()
        } else {
            page::head(cx.lang.text("owner-rates"), self.about(cx), acts)
        };
        let table = card::flush(self.table(cx)).width(Fill).height(Fill);
        column![head, self.tools(cx), table].spacing(if small { space::XS } else { space::M }).into()
    }

    fn about(&self, cx: &Context<'_>) -> String {
        let host = cx.gateway.map(|gateway| gateway.host.as_str()).unwrap_or_default();
        cx.lang.with("rates-from", &[("host", host.into())])
    }

    fn tools<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let search = field(cx.lang.plain("rates-search"), &self.query)
            .icon(Icon::Search)
            .id(SEARCH)
            .height(space::TARGET)
            .width(Length::Fixed(280.0))
            .on_input(Message::QueryTyped);
        let mut parts: Vec<Element<'a, Message>> = vec![search.into()];
        if self.list == List::Rates {
            parts.extend(self.bases().into_iter().map(|base| {
                let chosen = base == self.base;
                let chip = chip(base.to_owned()).chosen(chosen);
                let chip = chip.focused(chosen && self.has_focus(Target::Bases, cx));
                chip.on_press(Message::BaseChosen(base.to_owned())).into()
            }));
        }
        let line = layout::row(parts).spacing(space::XS).align_y(Center).wrap().vertical_spacing(space::XS);
        container(line).width(Fill).into()
    }

    /// How old the rates are; past the owner's limit they are marked.
    fn age<'a>(&'a self, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        let Load::Here(rates) = &self.rates else { return None };
        let age = cx.lang.duration(cx.now.since(rates.read));
        let limit = std::time::Duration::from_secs(u64::from(cx.config.selling.rate_age_s_max));
        let (tone, icon, key) = if rates.is_fresh(cx.now, limit) {
            (Tone::Ok, Icon::Clock, "rates-read")
        } else {
            (Tone::Wait, Icon::TriangleAlert, "rates-old")
        };
        Some(pill::pill(tone, icon, cx.lang.with(key, &[("age", (&age).into())])))
    }

    fn table<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        if cx.gateway.is_none() {
            return empty::empty(Icon::Unplug, cx.lang.text("rates-no-gateway"), None);
        }
        match self.list {
            List::Rates => loaded(&self.rates, cx, |rates| self.rate_rows(rates, cx)),
            List::Currencies => loaded(&self.currencies, cx, |known| self.currency_rows(known, cx)),
        }
    }

    fn rate_rows<'a>(&'a self, rates: &'a Rates, cx: &Context<'a>) -> Element<'a, Message> {
        let kept: Vec<&'a Rate> = rates.rates.iter().filter(|rate| self.finds(&rate.code, &rate.name)).collect();
        let one = cx.lang.with("rates-one", &[("coin", rates.base.as_str().into())]);
        let head = vec![
            cell(CODE, column_head(cx.lang.text("rates-code"))),
            cell(Fill, column_head(cx.lang.text("rates-name"))),
            figure(PRICE, column_head(one)),
        ];
        let cx = *cx;
        rows(head, kept.len(), &cx, move |index| {
            let rate = kept[index];
            vec![
                cell(CODE, label::strong(rate.code.as_str())),
                cell(Fill, label::body(rate.name.as_str())),
                figure(PRICE, label::strong(cx.lang.number(&rate.rate.normalize().to_string()))),
            ]
        })
    }

    fn currency_rows<'a>(&'a self, known: &'a [CurrencyInfo], cx: &Context<'a>) -> Element<'a, Message> {
        let kept: Vec<&'a CurrencyInfo> = known.iter().filter(|one| self.finds(&one.code, &one.name)).collect();
        let head = vec![
            cell(CODE, column_head(cx.lang.text("rates-code"))),
            cell(Fill, column_head(cx.lang.text("rates-name"))),
            cell(SIGN, column_head(cx.lang.text("rates-sign"))),
            figure(DECIMALS, column_head(cx.lang.text("rates-decimals"))),
            figure(LEAST, column_head(cx.lang.text("rates-least"))),
        ];
        let cx = *cx;
        rows(head, kept.len(), &cx, move |index| {
            let one = kept[index];
            let least = one.minimum.map_or_else(|| "\u{2013}".to_owned(), |least| least.normalize().to_string());
            vec![
                cell(CODE, label::strong(one.code.as_str())),
                cell(Fill, label::body(one.name.as_str())),
                cell(SIGN, label::body(one.symbol.as_str())),
                figure(DECIMALS, label::body(one.decimals.unwrap_or(one.precision).to_string())),
                figure(LEAST, label::body(least)),
            ]
        })
    }

    fn has_focus(&self, target: Target, cx: &Context<'_>) -> bool {
        cx.keyboard && self.walk.is_at(&target)
    }

    fn finds(&self, code: &str, name: &str) -> bool {
        let query = self.query.trim().to_lowercase();
        code.to_lowercase().starts_with(&query) || name.to_lowercase().contains(&query)
    }
}

const BAR: f32 = 4.0;
const CODE: f32 = 120.0;
const PRICE: f32 = 200.0;
const SIGN: f32 = 72.0;
const DECIMALS: f32 = 96.0;
const LEAST: f32 = 128.0;

fn column_head<'a>(words: String) -> crate::ui::widget::Text<'a> {
    label::head(words).style(theme::text::muted)
}

fn loaded<'a, T>(
    load: &'a Load<T>,
    cx: &Context<'a>,
    show: impl FnOnce(&'a T) -> Element<'a, Message>,
) -> Element<'a, Message> {
    match load {
        Load::Reading => page::skeleton(),
        Load::Here(here) => show(here),
        Load::Failed(why) => failed(why, cx),
    }
}

fn failed<'a>(why: &'a Notice, cx: &Context<'a>) -> Element<'a, Message> {
    let again = button::plain(cx.lang.text("rates-again")).icon(Icon::RefreshCw).on_press(Message::AgainPressed);
    empty::empty(Icon::WifiOff, why.line(), Some(again.into()))
}

fn rows<'a>(
    head: Vec<table::Cell<'a, Message>>,
    count: usize,
    cx: &Context<'a>,
    cells: impl Fn(usize) -> Vec<table::Cell<'a, Message>> + 'a,
) -> Element<'a, Message> {
    // The scroll bar has room of its own: it never lies over a figure.
    let with_bar = |mut cells: Vec<table::Cell<'a, Message>>| {
        cells.push(cell(BAR, Space::new()));
        cells
    };
    let head: Element<'a, Message> = table::row(with_bar(head)).height(40.0).into();
    if count == 0 {
        return column![head, card::hairline(), empty::empty(Icon::Search, cx.lang.text("rates-none"), None)].into();
    }
    let list = windowed::list(count, space::ROW, move |index| {
        let row: Element<'a, Message> = table::row(with_bar(cells(index))).height(space::ROW - 1.0).into();
        column![row, card::hairline()].into()
    });
    column![head, card::hairline(), Element::from(list)].into()
}
