//! The page: the figures of the shift beside what closing it would mean, or the list of closings.

use iced::widget::{Space, column, container};
use iced::{Center, Fill};

use super::{Message, Reports, Shown};
use crate::domain::report::{Closing, Shift};
use crate::domain::tally::Tally;
use crate::ui::context::Context;
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, space};
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::{Element, button, card, empty, label, page, segmented};

impl Reports {
    /// Draws the page; pure.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let today = cx.book.day_rule().assign(cx.now, cx.offset_min).day;
        let shift = Shift::of(cx.book, today);
        let narrow = matches!(Breakpoint::of(cx.size), Breakpoint::Small | Breakpoint::Portrait);
        let words = [cx.lang.plain("reports-x"), cx.lang.plain("reports-z")];
        let lists = segmented::segmented(&words, usize::from(self.shown == Shown::Z), |index| {
            Message::ShownChosen(if index == 0 { Shown::X } else { Shown::Z })
        });
        let read = button::plain(cx.lang.text("reports-read")).icon(Icon::FileText);
        let read = read.key_if(Breakpoint::of(cx.size).shows_keys(), "F9");
        let acts = vec![
            container(lists).width(260).into(),
            read.on_press_maybe((!self.busy).then_some(Message::ReadPressed)).into(),
        ];
        let head = if narrow {
            layout::row(acts).spacing(space::XS).into()
        } else {
            page::head(cx.lang.text("owner-reports"), shift.day.to_string(), acts)
        };
        let body = match self.shown {
            Shown::X if narrow => page::scrolling([self.close(&shift, cx), figures(&shift, cx)], "reports-scroll"),
            Shown::X => page::columns(
                page::scrolling([figures(&shift, cx)], "reports-figures"),
                page::scrolling([self.close(&shift, cx)], "reports-close"),
                380,
            ),
            Shown::Z => self.closings(cx),
        };
        let refused = self.refused.as_ref().map(|why| label::body(why.line()).style(theme::text::muted));
        column![head].push(refused).push(body).spacing(space::M).into()
    }

    /// What closing would mean, and the button that does it once.
    fn close<'a>(&self, shift: &Shift, cx: &Context<'a>) -> Element<'a, Message> {
        let number = [("number", shift.next_z.into())];
        let limit = cx.book.day_rule().difference_limit;
        let drawer = match shift.tally.counted() {
            None => (Icon::Coins, "reports-not-counted"),
            Some(count) if count.reason.is_empty() && count.difference().saturating_abs() > limit => {
                (Icon::TriangleAlert, "reports-not-explained")
            }
            Some(_) => (Icon::Check, "reports-counted"),
        };
        let blocked = drawer.1 == "reports-not-explained";
        let mut lines: Vec<Element<'a, Message>> = vec![noted(drawer.0, cx.lang.text(drawer.1))];
        for (key, n) in [
            ("report-open-sales", shift.open.sales),
            ("report-open-unresolved", shift.open.unresolved),
            ("report-open-late", shift.open.late),
            ("report-open-refunds", shift.open.refunds),
        ] {
            if n > 0 {
                lines.push(noted(Icon::Clock, format!("{}: {n}", cx.lang.text(key))));
            }
        }
        if shift.open.is_nothing() {
            lines.push(noted(Icon::Check, cx.lang.text("report-open-nothing")));
        }
        if shift.tally.sales.n == 0 {
            lines.push(noted(Icon::FileText, cx.lang.text("reports-nothing-sold")));
        }
        let word =
            if self.sure { cx.lang.text("reports-close-sure") } else { cx.lang.with("reports-close-button", &number) };
        let button = if self.sure { button::destructive(word) } else { button::primary(word) };
        let press = (!self.busy && !blocked).then_some(Message::ClosePressed);
        let button = button.icon(Icon::Lock).width(Fill).on_press_maybe(press);
        let once = label::caption(cx.lang.with("reports-close-once", &number)).style(theme::text::muted).width(Fill);
        let inside = column![once, iced::widget::Column::with_children(lines).spacing(space::S), button];
        card::titled(cx.lang.plain("reports-close"), inside.spacing(space::M)).width(Fill).into()
    }

    fn closings<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        match &self.closings {
            None => card::flush(page::skeleton()).width(Fill).into(),
            Some(Err(why)) => empty::empty(Icon::TriangleAlert, why.line(), None),
            Some(Ok(closings)) if closings.is_empty() => {
                empty::empty(Icon::FileText, cx.lang.text("reports-no-z"), None)
            }
            Some(Ok(closings)) => {
                page::scrolling(closings.iter().map(|closing| self.closing(closing, cx)), "reports-list")
            }
        }
    }

    fn closing<'a>(&self, closing: &'a Closing, cx: &Context<'a>) -> Element<'a, Message> {
        let fact = &closing.fact;
        let day = fact.day.to_string();
        let title = cx.lang.with("reports-list", &[("number", fact.number.into()), ("day", (&day).into())]);
        let sales = cx.lang.with("reports-list-sales", &[("n", fact.tally.sales.n.into())]);
        let sum = cx.lang.sum(fact.tally.sales.minor, cx.config.shop.currency);
        let copy = button::plain(cx.lang.text("reports-reprint")).icon(Icon::Copy);
        let copy = copy.on_press_maybe((!self.busy).then_some(Message::ReprintPressed(fact.number)));
        let words = column![label::strong(title), label::caption(sales).style(theme::text::muted)].width(Fill);
        let line = vec![words.into(), label::strong_l(sum).into(), copy.into()];
        card::card(layout::row(line).spacing(space::M).align_y(Center)).width(Fill).into()
    }
}

fn noted<'a>(shape: Icon, words: String) -> Element<'a, Message> {
    layout::row(vec![icon(shape).size(20.0).into(), label::body(words).width(Fill).into()])
        .spacing(space::S)
        .align_y(Center)
        .into()
}

fn figures<'a>(shift: &Shift, cx: &Context<'a>) -> Element<'a, Message> {
    let currency = cx.config.shop.currency;
    let tally = &shift.tally;
    let row = |name: String, minor: i64| -> Element<'a, Message> {
        card::pair(label::body(name), label::strong(cx.lang.sum(minor, currency)))
    };
    let counted = |key: &str, n: u64, minor: i64| row(format!("{} ({n})", cx.lang.text(key)), minor);
    let since = match shift.next_z {
        1 => cx.lang.text("reports-first"),
        next => cx.lang.with("reports-since", &[("number", (next - 1).into())]),
    };
    let net = tally.sales.minor.saturating_sub(tally.returns.minor);
    let mut lines = vec![
        label::caption(since).style(theme::text::muted).into(),
        counted("report-sales", tally.sales.n, tally.sales.minor),
        counted("report-returns", tally.returns.n, tally.returns.minor.saturating_neg()),
        card::pair(label::strong_l(cx.lang.text("report-net")), label::strong_l(cx.lang.sum(net, currency))),
        card::hairline(),
    ];
    lines.extend(tenders(tally, cx).into_iter().map(|(name, minor)| row(name, minor)));
    lines.push(card::hairline());
    lines.push(row(cx.lang.text("report-settled"), tally.settled()));
    lines.push(row(cx.lang.text("report-promised"), tally.promised()));
    if tally.failed() != 0 {
        lines.push(row(cx.lang.text("report-failed"), tally.failed()));
    }
    lines.push(card::hairline());
    lines.push(counted("report-voids", tally.voids.n, tally.voids.minor));
    lines.push(counted("report-overrides", tally.overrides.n, tally.overrides.minor));
    let chain = layout::row(vec![
        label::body(format!("{}-{}", shift.from_seq, shift.to_seq)).style(theme::text::muted).into(),
        Space::new().width(Fill).into(),
        label::code(shift.to_hash.short()).into(),
    ]);
    lines.push(card::hairline());
    lines.push(chain.into());
    card::card(iced::widget::Column::with_children(lines).spacing(space::S)).width(Fill).into()
}

fn tenders(tally: &Tally, cx: &Context<'_>) -> Vec<(String, i64)> {
    let name = |tender: &str| match tender.strip_prefix("gateway:") {
        Some(gateway) => gateway.to_owned(),
        None => cx.lang.text("today-cash"),
    };
    tally.tenders.iter().map(|(tender, count)| (name(tender), count.minor)).collect()
}
