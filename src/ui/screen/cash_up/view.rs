//! The page: what is typed at the start, what was confirmed at the end.

use iced::Fill;
use iced::widget::column;

use super::{CashUp, Field, Message};
use crate::domain::fact::Direction;
use crate::domain::tally::{DrawerCount, Tally};
use crate::ui::context::Context;
use crate::ui::icon::Icon;
use crate::ui::theme::{self, space};
use crate::ui::widget::field::field;
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::{Element, button, card, label, page};

/// Counts a shift may have.
const COUNTS_MAX: usize = 2;

impl CashUp {
    /// Draws the page; pure.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let tally = &cx.book.till_day().tally;
        let mut cards: Vec<Element<'a, Message>> = Vec::new();
        if tally.float.is_none() {
            cards.push(self.float(cx));
        }
        cards.push(match tally.counted() {
            Some(count) if !self.again => self.counted(count, tally, cx),
            Some(_) | None => self.count(cx),
        });
        cards.push(self.moves(cx));
        let refused = self.refused.as_ref().map(|why| label::body(why).style(theme::text::stop));
        let narrow = matches!(Breakpoint::of(cx.size), Breakpoint::Small | Breakpoint::Portrait);
        let till = cx.config.shop.till.clone();
        let head = (!narrow).then(|| page::head(cx.lang.text("owner-cash-up"), till, Vec::new()));
        let body = page::scrolling(cards, "cash-up-scroll");
        column![].push(head).push(refused).push(body).spacing(space::M).into()
    }

    fn float<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let open = button::plain(cx.lang.text("cash-up-open-button")).icon(Icon::Banknote);
        let open = open.on_press_maybe((!self.busy).then_some(Message::OpenPressed));
        let amount = field("0.00", &self.float).on_input(|text| Message::Typed(Field::Float, text));
        let line = layout::row(vec![amount.on_submit(Message::OpenPressed).into(), open.into()]).spacing(space::S);
        card::titled(cx.lang.plain("cash-up-open"), line).width(Fill).into()
    }

    /// Blind: nothing on it knows what should be in the drawer.
    fn count<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let confirm = button::primary(cx.lang.text("cash-up-confirm")).icon(Icon::Check);
        let confirm = confirm.on_press_maybe((!self.busy).then_some(Message::ConfirmPressed));
        let amount = field("0.00", &self.counted).on_input(|text| Message::Typed(Field::Counted, text));
        let line = layout::row(vec![amount.on_submit(Message::ConfirmPressed).into(), confirm.into()]);
        let why = label::caption(cx.lang.plain("cash-up-blind-why")).style(theme::text::muted);
        let words = column![label::strong(cx.lang.plain("cash-up-blind")), why];
        let inside = column![line.spacing(space::S), words].spacing(space::M);
        card::titled(cx.lang.plain("cash-up-count"), inside).width(Fill).into()
    }

    fn counted<'a>(&'a self, count: &DrawerCount, tally: &Tally, cx: &Context<'a>) -> Element<'a, Message> {
        let currency = cx.config.shop.currency;
        let row = |key: &'static str, minor: i64| -> Element<'a, Message> {
            card::pair(label::body(cx.lang.plain(key)), label::strong_l(cx.lang.sum(minor, currency)))
        };
        let mut lines: Vec<Element<'a, Message>> = vec![
            row("cash-up-count", count.counted),
            row("cash-up-expected", count.expected),
            row("cash-up-difference", count.difference()),
        ];
        let limit = cx.book.day_rule().difference_limit;
        if count.reason.is_empty() && count.difference() != 0 {
            let keep = button::plain(cx.lang.text("cash-up-explain"));
            let keep = keep.on_press_maybe((!self.busy).then_some(Message::ExplainPressed));
            let why = field(cx.lang.plain("cash-up-why"), &self.why).on_input(|text| Message::Typed(Field::Why, text));
            let why = why.on_submit(Message::ExplainPressed);
            lines.push(layout::row(vec![why.into(), keep.into()]).spacing(space::S).into());
        } else if !count.reason.is_empty() {
            lines.push(label::body(count.reason.clone()).into());
        }
        if !count.reason.is_empty() || count.difference().saturating_abs() <= limit {
            lines.push(label::caption(cx.lang.plain("cash-up-done")).style(theme::text::muted).into());
        }
        if tally.counts.len() < COUNTS_MAX {
            let again = button::quiet(cx.lang.text("cash-up-again")).icon(Icon::RefreshCw);
            lines.push(again.on_press(Message::AgainPressed).into());
        }
        card::card(iced::widget::Column::with_children(lines).spacing(space::S)).width(Fill).into()
    }

    fn moves<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let press = |direction| (!self.busy).then_some(Message::MovePressed(direction));
        let amount =
            field(cx.lang.plain("cash-up-amount"), &self.amount).on_input(|text| Message::Typed(Field::Amount, text));
        let reason =
            field(cx.lang.plain("cash-up-reason"), &self.reason).on_input(|text| Message::Typed(Field::Reason, text));
        let put = button::plain(cx.lang.text("cash-up-in")).on_press_maybe(press(Direction::In));
        let take = button::plain(cx.lang.text("cash-up-out")).on_press_maybe(press(Direction::Out));
        let fields = layout::row(vec![amount.into(), reason.into()]).spacing(space::S);
        let acts = layout::row(vec![put.into(), take.into()]).spacing(space::S);
        card::titled(cx.lang.plain("cash-up-move"), column![fields, acts].spacing(space::S)).width(Fill).into()
    }
}
