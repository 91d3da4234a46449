//! The page: the blind count and what came of it, or what goes into the drawer and out of it.

use iced::widget::{column, container};
use iced::{Center, Fill};

use super::{CashUp, Message, Part};
use crate::ui::context::Context;
use crate::ui::icon::Icon;
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::{Element, label, page, pill, segmented};

impl CashUp {
    /// Draws the page; pure.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let small = matches!(Breakpoint::of(cx.size), Breakpoint::Small | Breakpoint::Portrait);
        let body = match self.part {
            Part::Count if self.is_counting(cx) => self.count(cx),
            Part::Count => self.counted(cx),
            Part::Moves => self.moves(cx),
        };
        let gap = if small { space::XS } else { space::M };
        // What is said comes and goes with the head, so that the field that is typed into keeps its place and its focus.
        let head = column![self.head(small, cx)].push(self.said(cx)).spacing(gap);
        column![head, body].spacing(gap).into()
    }

    fn head<'a>(&'a self, small: bool, cx: &Context<'a>) -> Element<'a, Message> {
        let words = [cx.lang.plain("cash-up-part-count"), cx.lang.plain("cash-up-part-moves")];
        let parts = segmented::segmented(&words, usize::from(self.part == Part::Moves), |index| {
            Message::PartChosen(if index == 0 { Part::Count } else { Part::Moves })
        });
        let parts: Element<'a, Message> = container(parts).width(300).into();
        let blind = self.part == Part::Count && self.is_counting(cx);
        let blind = blind.then(|| pill::pill(Tone::Accent, Icon::EyeOff, cx.lang.text("cash-up-blind-pill")));
        let acts: Vec<Element<'a, Message>> = blind.into_iter().chain([parts]).collect();
        if small {
            return layout::row(acts).spacing(space::XS).align_y(Center).into();
        }
        let till = cx.config.shop.till.as_str();
        let about = cx.lang.with("cash-up-about", &[("till", till.into())]);
        page::head(cx.lang.text("owner-cash-up"), about, acts)
    }

    /// What was written last, or why it was not.
    fn said<'a>(&'a self, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        let (tone, words) = match (&self.refused, self.done) {
            (Some(why), _) => (Tone::Stop, why.clone()),
            (None, Some(done)) => (Tone::Ok, cx.lang.text(done)),
            (None, None) => return None,
        };
        let words = label::body(words).width(Fill).align_x(layout::start());
        Some(container(words).padding([space::XS, space::M]).width(Fill).style(theme::container::soft(tone)).into())
    }
}
