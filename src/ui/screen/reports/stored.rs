//! The closings: a list, and the stored figures of one beside it.

use iced::widget::{column, container};
use iced::{Fill, Length};

use super::groups::{Figures, paper};
use super::{FIGURES, Message, Reports, covers};
use crate::domain::report::Closing;
use crate::ui::context::Context;
use crate::ui::icon::Icon;
use crate::ui::theme::{self, space};
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::table::{self, cell, figure};
use crate::ui::widget::{Element, button, card, empty, label, page, windowed};

/// Height of a closing in the list, in px.
const HIGH: f32 = 64.0;

impl Reports {
    /// The closings, newest first.
    pub(super) fn stored<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let closings = match &self.closings {
            None => return card::flush(page::skeleton()).width(Fill).into(),
            Some(Err(why)) => return empty::empty(Icon::TriangleAlert, why.line(), None),
            Some(Ok(closings)) => closings,
        };
        let Some(looked_at) = self.looked_at() else {
            return empty::empty(Icon::FileText, cx.lang.text("reports-no-z"), None);
        };
        let small = covers(cx);
        let detail = || page::scrolling([self.detail(looked_at, cx)], FIGURES);
        if small && self.covers {
            return detail();
        }
        let list = card::flush(self.list(closings, looked_at, cx)).width(Fill).height(Fill);
        if small {
            return list.into();
        }
        let wide = if Breakpoint::of(cx.size) == Breakpoint::Compact { 300.0 } else { 360.0 };
        let list = container(list).width(wide).height(Fill);
        layout::row(vec![list.into(), detail()]).spacing(space::M).height(Fill).into()
    }

    fn list<'a>(&'a self, closings: &'a [Closing], looked_at: &Closing, cx: &Context<'a>) -> Element<'a, Message> {
        let (cx, shown) = (*cx, looked_at.seq);
        let head = |key: &'static str| label::head(cx.lang.plain(key)).style(theme::text::muted);
        let names = vec![cell(Fill, head("reports-closing")), figure(Length::Shrink, head("today-takings"))];
        let names: Element<'a, Message> = table::row(names).height(40.0).into();
        let list = windowed::list(closings.len(), HIGH, move |index| {
            let closing = &closings[index];
            let fact = &closing.fact;
            let title = cx.lang.with("report-z", &[("number", fact.number.into())]);
            let about = cx.lang.day_short(fact.day);
            let words = column![label::strong(title), label::small(about).style(theme::text::muted)];
            let sum = label::strong_l(cx.lang.sum(fact.tally.sales.minor, cx.config.shop.currency));
            let sales = cx.lang.with("today-n-sales", &[("n", fact.tally.sales.n.into())]);
            let sums = column![sum, label::small(sales).style(theme::text::muted)].align_x(layout::end());
            let row = table::row(vec![cell(Fill, words), figure(Length::Shrink, sums)]).height(HIGH - 1.0);
            let row = row.chosen(closing.seq == shown).on_press(Message::ClosingPressed(fact.number));
            column![Element::from(row), card::hairline()].into()
        });
        column![names, card::hairline(), Element::from(list)].into()
    }

    fn detail<'a>(&'a self, closing: &'a Closing, cx: &Context<'a>) -> Element<'a, Message> {
        let fact = &closing.fact;
        let title = cx.lang.with("report-z", &[("number", fact.number.into())]);
        let (day, clock) = (cx.lang.day(fact.day), closing.at.clock(closing.offset_min));
        let copies = cx.book.till_day().copies.get(&fact.number).copied().unwrap_or(0);
        let about = cx.lang.with(
            "reports-closed",
            &[("day", (&day).into()), ("clock", (&clock).into()), ("copies", u64::from(copies).into())],
        );
        let figures = Figures {
            tally: &fact.tally,
            grand: &fact.grand,
            expected: Some(fact.expected),
            entries: (fact.from_seq, fact.to_seq),
            hash: grouped(fact.to_hash.get(..16).unwrap_or(&fact.to_hash)),
        };
        let back = covers(cx).then(|| {
            let back = button::quiet(cx.lang.text("reports-all")).icon(Icon::ArrowLeft).height(space::TARGET);
            Element::from(back.on_press(Message::BackPressed))
        });
        let open = cx.lang.with(
            "reports-left-open",
            &[
                ("sales", fact.open.sales.into()),
                ("late", fact.open.late.into()),
                ("doubt", (fact.open.unresolved + fact.open.refunds).into()),
            ],
        );
        let open = label::caption(open).style(theme::text::muted).width(Fill).align_x(layout::start());
        let paper = column![paper(title, about, &figures, cx), open].spacing(space::S);
        column![].push(back).push(card::card(paper).width(Fill)).spacing(space::XS).into()
    }
}

/// A hash in groups of four.
fn grouped(hash: &str) -> String {
    let signs: Vec<char> = hash.chars().collect();
    signs.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
