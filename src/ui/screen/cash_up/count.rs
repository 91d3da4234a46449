//! The count: how many of each note and coin, or the sum alone; and, once it is confirmed, how it compares.

use iced::widget::{Space, column, container};
use iced::{Center, Fill, Length};

use super::{CashUp, Field, GRID, Message, PIECE, piece_id};
use crate::domain::cash::pieces_of;
use crate::domain::money::Money;
use crate::ui::context::Context;
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::button::Kind;
use crate::ui::theme::{self, space};
use crate::ui::widget::amount::amount;
use crate::ui::widget::field::field;
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::{Column, Element, button, card, label, page, table};

/// Counts a shift may have.
const COUNTS_MAX: usize = 2;
/// Height of a note or coin, in px.
const HIGH: f32 = PIECE;
/// A sum with more signs is written smaller.
const SIGNS: usize = 8;
/// The column beside, in px.
const SIDE: f32 = 304.0;

impl CashUp {
    /// Blind: nothing on it knows what should be in the drawer.
    pub(super) fn count<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let pieces = pieces_of(cx.config.shop.currency);
        let at = Breakpoint::of(cx.size);
        let side = self.confirm_card(!pieces.is_empty(), cx);
        if pieces.is_empty() {
            return page::scrolling([side], "cash-up-count");
        }
        let half = pieces.len().div_ceil(2);
        let columns = [(0, &pieces[..half]), (half, &pieces[half..])];
        if matches!(at, Breakpoint::Small | Breakpoint::Portrait) {
            let grid = columns.map(|(first, pieces)| self.grid(first, pieces, cx));
            let grid = page::scrolling(grid, GRID);
            return page::columns(grid, page::scrolling([side], "cash-up-side"), 300);
        }
        let narrow = at == Breakpoint::Compact;
        let grid = columns.map(|(first, pieces)| self.grid(first, pieces, cx));
        let grid: Element<'a, Message> = if narrow {
            Column::with_children(grid).spacing(space::M).into()
        } else {
            layout::row(grid.into()).spacing(space::M).into()
        };
        let hint = label::body(cx.lang.plain("cash-up-hint")).style(theme::text::muted);
        let mark = icon(Icon::Keyboard).size(22.0).color(|t| t.muted);
        let hint = layout::row(vec![mark.into(), hint.into()]).spacing(space::S).align_y(Center);
        let grid = page::scrolling([column![grid, hint].spacing(space::M).into()], GRID);
        page::columns(grid, page::scrolling([side], "cash-up-side"), SIDE)
    }

    fn grid<'a>(&'a self, first: usize, pieces: &[i64], cx: &Context<'a>) -> Element<'a, Message> {
        let rows = pieces.iter().enumerate().map(|(index, minor)| self.piece(first + index, *minor, cx));
        card::flush(table::ruled(rows)).width(Fill).into()
    }

    fn piece<'a>(&'a self, index: usize, minor: i64, cx: &Context<'a>) -> Element<'a, Message> {
        let currency = cx.config.shop.currency;
        let name = Money::from_minor(minor, currency).map_or_else(|_| String::new(), |money| face(money, cx));
        let text = self.pieces.get(index).map_or("", String::as_str);
        let number = self.pieces(index);
        let less = (number > 0).then_some(Message::Stepped(index, -1));
        let entry = field("0", text)
            .id(piece_id(index))
            .height(space::TARGET)
            .width(Length::Fixed(64.0))
            .on_input(move |text| Message::Typed(Field::Piece(index), text))
            .on_submit(Message::NextPiece(index));
        let sum = minor.saturating_mul(i64::try_from(number).unwrap_or(i64::MAX));
        let sum = cx.lang.sum(sum, currency);
        let sum = if sum.chars().count() > SIGNS { label::micro(sum) } else { label::body(sum) };
        let style = if number == 0 { theme::text::disabled } else { theme::text::ink };
        let sum = sum.style(style).wrapping(iced::widget::text::Wrapping::None);
        let parts = vec![
            label::strong_l(name).width(56).align_x(layout::start()).into(),
            button::icon_edged(Kind::Plain, Icon::Minus, less),
            entry.into(),
            button::icon_edged(Kind::Plain, Icon::Plus, Some(Message::Stepped(index, 1))),
            container(sum).width(Fill).align_x(layout::end()).into(),
        ];
        container(layout::row(parts).spacing(space::XXS).align_y(Center))
            .padding([0.0, 10.0])
            .center_y(HIGH)
            .width(Fill)
            .into()
    }

    /// What the notes and coins come to, and the button that ends the count.
    fn confirm_card<'a>(&'a self, has_grid: bool, cx: &Context<'a>) -> Element<'a, Message> {
        let currency = cx.config.shop.currency;
        let minor = self.money(&self.counted, cx).map_or(0, |money| money.minor());
        let figure = amount(cx.lang.sign(currency), cx.lang.sum(minor, currency)).size(52.0).fit(250.0);
        let number = (0..self.pieces.len()).map(|index| self.pieces(index)).fold(0, u64::saturating_add);
        let number = cx.lang.with("cash-up-pieces", &[("n", number.into())]);
        let number = has_grid.then(|| label::caption(number).style(theme::text::muted));
        let name = label::body_l(cx.lang.plain("cash-up-count")).style(theme::text::muted);
        let key = if has_grid { "cash-up-sum" } else { "cash-up-sum-alone" };
        let sum = field("0.00", &self.counted)
            .label(cx.lang.text(key))
            .on_input(|text| Message::Typed(Field::Counted, text))
            .on_submit(Message::ConfirmPressed);
        let keys = Breakpoint::of(cx.size).shows_keys();
        let confirm = button::primary(cx.lang.text("cash-up-confirm")).large(space::BUTTON_LARGE).width(Fill);
        let ready = !self.busy && !self.counted.trim().is_empty();
        let confirm = confirm.key_if(keys, "Enter").on_press_maybe(ready.then_some(Message::ConfirmPressed));
        let limit = cx.book.day_rule().difference_limit;
        let why = if limit > 0 {
            let limit = format!("{}{}", cx.lang.sign(currency), cx.lang.sum(limit, currency));
            cx.lang.with("cash-up-reason-above", &[("limit", (&limit).into())])
        } else {
            cx.lang.text("cash-up-reason-always")
        };
        let hidden = fact(Icon::EyeOff, cx.lang.plain("cash-up-blind"), cx.lang.text("cash-up-blind-why"));
        let reason = fact(Icon::Pencil, cx.lang.plain("cash-up-reason-needed"), why);
        let content = column![name, Element::from(figure)].push(number).push(card::hairline()).push(Element::from(sum));
        let content = content.push(Element::from(confirm)).push(hidden).push(reason);
        card::card(content.spacing(space::S)).width(Fill).into()
    }

    /// The count that stands, beside what the book expected.
    pub(super) fn counted<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let tally = &cx.book.till_day().tally;
        let Some(count) = tally.counted() else { return Space::new().into() };
        let currency = cx.config.shop.currency;
        let row = |key: &'static str, minor: i64| -> Element<'a, Message> {
            card::pair(label::body_l(cx.lang.plain(key)), label::strong_l(cx.lang.sum(minor, currency)))
        };
        let earlier = tally.counts.iter().rev().skip(1).map(|count| row("cash-up-before", count.counted));
        let mut lines: Vec<Element<'a, Message>> = earlier.collect();
        lines.extend([
            row("cash-up-count", count.counted),
            row("cash-up-expected", count.expected),
            card::hairline(),
            row("cash-up-difference", count.difference()),
        ]);
        if count.reason.is_empty() && count.difference() != 0 {
            lines.push(self.explain(cx));
        } else if !count.reason.is_empty() {
            lines.push(label::body(count.reason.clone()).width(Fill).align_x(layout::start()).into());
        }
        let limit = cx.book.day_rule().difference_limit;
        if !count.reason.is_empty() || count.difference().saturating_abs() <= limit {
            let done = label::body(cx.lang.plain("cash-up-done")).style(theme::text::muted);
            let mark = icon(Icon::Check).size(20.0).color(|t| t.muted);
            lines.push(layout::row(vec![mark.into(), done.into()]).spacing(space::S).align_y(Center).into());
        }
        if tally.counts.len() < COUNTS_MAX {
            let again = button::plain(cx.lang.text("cash-up-again")).icon(Icon::RefreshCw);
            lines.push(again.on_press(Message::AgainPressed).into());
        }
        let card = card::card(Column::with_children(lines).spacing(space::M)).width(Fill).max_width(640);
        page::scrolling([card.into()], "cash-up-counted")
    }

    fn explain<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let keep = button::primary(cx.lang.text("cash-up-explain"));
        let keep = keep.on_press_maybe((!self.busy).then_some(Message::ExplainPressed));
        let why = field(cx.lang.plain("cash-up-why"), &self.why).on_input(|text| Message::Typed(Field::Why, text));
        let why = why.on_submit(Message::ExplainPressed);
        layout::row(vec![why.into(), keep.into()]).spacing(space::S).into()
    }
}

/// A note or coin by its value, without noughts behind whole units.
fn face(money: Money, cx: &Context<'_>) -> String {
    let unit = money.currency().unit();
    if money.minor() % unit == 0 {
        return format!("{}{}", cx.lang.sign(money.currency()), cx.lang.number(&(money.minor() / unit).to_string()));
    }
    cx.lang.money(money)
}

fn fact<'a>(shape: Icon, title: &'a str, sentence: String) -> Element<'a, Message> {
    let words = column![
        label::strong(title).width(Fill).align_x(layout::start()),
        label::caption(sentence).style(theme::text::muted).width(Fill).align_x(layout::start())
    ];
    layout::row(vec![icon(shape).size(22.0).color(|t| t.muted).into(), words.into()]).spacing(space::S).into()
}
