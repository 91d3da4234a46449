//! The page: the figures of the shift beside what closing it would mean, the closings, or the exports.

use iced::Center;
use iced::Fill;
use iced::widget::{column, container};

use super::groups::{Figures, paper};
use super::{FIGURES, Message, Paper, Reports, Shown, covers};
use crate::domain::report::Shift;
use crate::ui::context::Context;
use crate::ui::icon::Icon;
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::chip::chip;
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::{Element, button, card, label, page, segmented};

/// The column beside the figures, in px.
const SIDE: f32 = 372.0;

impl Reports {
    /// Draws the page; pure.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let shift = Shift::of(cx.book, cx.today());
        let body = match self.shown {
            Shown::X => self.shift(&shift, cx),
            Shown::Z => self.stored(cx),
            Shown::Exports => self.exports.view(cx).map(Message::Exports),
        };
        let gap = if covers(cx) { space::XS } else { space::M };
        // What is said comes and goes with the head, so that the field that is typed into keeps its place and its focus.
        let head = column![self.head(&shift, cx)].push(self.said(cx)).spacing(gap);
        column![head, body].spacing(gap).into()
    }

    fn head<'a>(&'a self, shift: &Shift, cx: &Context<'a>) -> Element<'a, Message> {
        let words = [cx.lang.plain("reports-x"), cx.lang.plain("reports-z"), cx.lang.plain("reports-exports")];
        let chosen = Shown::ALL.iter().position(|shown| *shown == self.shown).unwrap_or_default();
        let parts = segmented::segmented(&words, chosen, |index| Message::ShownChosen(Shown::ALL[index]));
        let parts = container(parts).width(320).into();
        let save = (self.shown != Shown::Exports).then(|| self.save_button(cx));
        if covers(cx) {
            let acts = std::iter::once(parts).chain(save).collect();
            return layout::row(acts).spacing(space::XS).align_y(Center).into();
        }
        let kind = (self.shown != Shown::Exports).then(|| self.papers(cx));
        let acts = kind.into_iter().chain([parts]).chain(save).collect();
        page::head(cx.lang.text("owner-reports"), cx.lang.day(shift.day), acts)
    }

    /// A paper of what is shown.
    fn save_button<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let keys = Breakpoint::of(cx.size).shows_keys();
        let (word, press) = match (self.shown, self.looked_at()) {
            (Shown::Z, Some(closing)) => ("reports-reprint", Some(Message::ReprintPressed(closing.fact.number))),
            (Shown::Z, None) => ("reports-reprint", None),
            (Shown::X | Shown::Exports, _) => ("reports-read", Some(Message::ReadPressed)),
        };
        let save = button::plain(cx.lang.text(word)).icon(Icon::Save).key_if(keys, "Ctrl S");
        save.on_press_maybe(press.filter(|_| !self.busy)).into()
    }

    /// What papers are saved as.
    fn papers<'a>(&self, cx: &Context<'a>) -> Element<'a, Message> {
        let kind = |key: &str, paper| -> Element<'a, Message> {
            let chosen = self.paper == paper;
            chip(cx.lang.text(key)).tight().chosen(chosen).on_press(Message::PaperChosen(paper)).into()
        };
        layout::row(vec![kind("reports-pdf", Paper::Pdf), kind("reports-text", Paper::Text)]).spacing(space::XS).into()
    }

    /// Where the last paper lies, or why there is none.
    fn said<'a>(&'a self, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        if self.shown == Shown::Exports {
            return None;
        }
        let (tone, words) = match (&self.refused, &self.saved) {
            (Some(why), _) => (Tone::Stop, why.line()),
            (None, Some(file)) => (Tone::Ok, cx.lang.with("reports-saved", &[("file", file.into())])),
            (None, None) => return None,
        };
        let words = label::body(words).width(Fill).align_x(layout::start());
        let words = words.wrapping(iced::widget::text::Wrapping::WordOrGlyph);
        Some(container(words).padding([space::XS, space::M]).width(Fill).style(theme::container::soft(tone)).into())
    }

    fn shift<'a>(&'a self, shift: &Shift, cx: &Context<'a>) -> Element<'a, Message> {
        let since = match shift.next_z {
            1 => cx.lang.text("reports-first"),
            next => cx.lang.with("reports-since", &[("number", (next - 1).into())]),
        };
        let title = match shift.last_x {
            0 => cx.lang.text("reports-x-title"),
            last => cx.lang.with("reports-x-last", &[("number", last.into())]),
        };
        let shows_drawer = !shift.tally.counts.is_empty();
        let figures = Figures {
            tally: &shift.tally,
            grand: &shift.grand,
            expected: shows_drawer.then(|| shift.tally.expected()),
            entries: (shift.from_seq, shift.to_seq),
            hash: shift.to_hash.short(),
        };
        let paper = card::card(paper(title, since, &figures, cx)).width(Fill).into();
        if matches!(Breakpoint::of(cx.size), Breakpoint::Small | Breakpoint::Portrait) {
            return page::scrolling([self.close(shift, cx), paper], FIGURES);
        }
        let side = if Breakpoint::of(cx.size) == Breakpoint::Compact { 320.0 } else { SIDE };
        page::columns(
            page::scrolling([paper], FIGURES),
            page::scrolling([self.close(shift, cx)], "reports-close"),
            side,
        )
    }
}
