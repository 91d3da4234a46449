//! What goes into the drawer and out of it without a sale: the float, cash with its reason, and openings with theirs.

use iced::Fill;
use iced::widget::column;

use super::{CashUp, Field, Message};
use crate::domain::fact::Direction;
use crate::ui::context::Context;
use crate::ui::icon::Icon;
use crate::ui::theme::{self, space};
use crate::ui::widget::field::field;
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::{Column, Element, button, card, label, page};

impl CashUp {
    /// The cards, in two columns where there is room.
    pub(super) fn moves<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let float = cx.book.till_day().tally.float.is_none().then(|| self.float(cx));
        let first: Vec<Element<'a, Message>> = float.into_iter().chain([self.cash(cx)]).collect();
        let second = vec![self.drawer(cx), so_far(cx)];
        if matches!(Breakpoint::of(cx.size), Breakpoint::Small | Breakpoint::Portrait | Breakpoint::Compact) {
            return page::scrolling(first.into_iter().chain(second), "cash-up-moves");
        }
        let stack = |cards| Column::with_children(cards).spacing(space::M).width(Fill).into();
        let both = layout::row(vec![stack(first), stack(second)]).spacing(space::M);
        page::scrolling([both.into()], "cash-up-moves")
    }

    fn float<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let open = button::primary(cx.lang.text("cash-up-open-button")).icon(Icon::Banknote);
        let ready = !self.busy && !self.float.trim().is_empty();
        let open = open.on_press_maybe(ready.then_some(Message::OpenPressed));
        let amount = field("0.00", &self.float).on_input(|text| Message::Typed(Field::Float, text));
        let line = layout::row(vec![amount.on_submit(Message::OpenPressed).into(), open.into()]).spacing(space::S);
        let why = label::caption(cx.lang.plain("cash-up-open-why")).style(theme::text::muted);
        let why = why.width(Fill).align_x(layout::start());
        card::titled(cx.lang.plain("cash-up-open"), column![why, line].spacing(space::S)).width(Fill).into()
    }

    fn cash<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let ready = !self.busy && !self.amount.trim().is_empty() && !self.reason.trim().is_empty();
        let press = |direction| ready.then_some(Message::MovePressed(direction));
        let amount = field("0.00", &self.amount).label(cx.lang.text("cash-up-amount"));
        let amount = amount.on_input(|text| Message::Typed(Field::Amount, text));
        let reason = field(cx.lang.plain("cash-up-reason-hint"), &self.reason).label(cx.lang.text("cash-up-reason"));
        let reason = reason.on_input(|text| Message::Typed(Field::Reason, text));
        let put = button::plain(cx.lang.text("cash-up-in")).icon(Icon::Plus).width(Fill);
        let take = button::plain(cx.lang.text("cash-up-out")).icon(Icon::Minus).width(Fill);
        let put = put.on_press_maybe(press(Direction::In));
        let take = take.on_press_maybe(press(Direction::Out));
        let acts = layout::row(vec![put.into(), take.into()]).spacing(space::S);
        let inside = column![Element::from(amount), Element::from(reason), acts].spacing(space::M);
        card::titled(cx.lang.plain("cash-up-move"), inside).width(Fill).into()
    }

    /// An opening without a sale has a reason, is an entry, and is counted on the closing.
    fn drawer<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let reason = field(cx.lang.plain("cash-up-drawer-hint"), &self.opening).label(cx.lang.text("cash-up-reason"));
        let reason = reason.on_input(|text| Message::Typed(Field::Opening, text)).on_submit(Message::DrawerPressed);
        let open = button::plain(cx.lang.text("cash-up-drawer-button")).icon(Icon::LogOut).width(Fill);
        let ready = !self.busy && !self.opening.trim().is_empty();
        let open = open.on_press_maybe(ready.then_some(Message::DrawerPressed));
        let why = label::caption(cx.lang.plain("cash-up-drawer-why")).style(theme::text::muted);
        let why = why.width(Fill).align_x(layout::start());
        let inside = column![why, Element::from(reason), Element::from(open)].spacing(space::M);
        card::titled(cx.lang.plain("cash-up-drawer"), inside).width(Fill).into()
    }
}

/// What went in and out since the last closing.
fn so_far<'a>(cx: &Context<'a>) -> Element<'a, Message> {
    let tally = &cx.book.till_day().tally;
    let currency = cx.config.shop.currency;
    let row = |key: &str, value: String| -> Element<'a, Message> {
        card::pair(label::body(cx.lang.text(key)).style(theme::text::muted), label::strong(value))
    };
    let float = tally.float.map(|float| row("report-float", cx.lang.sum(float, currency)));
    let lines = float.into_iter().chain([
        row("report-cash-in", cx.lang.sum(tally.cash_in.minor, currency)),
        row("report-cash-out", cx.lang.sum(tally.cash_out.minor.saturating_neg(), currency)),
        row("report-drawer-without", tally.drawer_without_sale.to_string()),
    ]);
    let lines = Column::with_children(lines).spacing(space::XS);
    card::titled(cx.lang.plain("cash-up-so-far"), lines).width(Fill).into()
}
