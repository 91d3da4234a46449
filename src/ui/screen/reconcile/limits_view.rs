//! The tolerances as a form.

use iced::widget::{column, container, scrollable};
use iced::{Center, Fill};

use super::Message;
use super::limits::{Draft, EACH, NUMBERS, SHARE};
use super::mark::covers;
use crate::ui::context::Context;
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::field::field;
use crate::ui::widget::{Column, Element, button, card, label, layout};

impl Draft {
    /// Draws the form; pure.
    pub(super) fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let numbers = NUMBERS.iter().enumerate().map(|(place, number)| {
            let wrong = self
                .number(place)
                .is_none()
                .then(|| cx.lang.with("limits-wrong", &[("max", u64::from(number.max).into())]));
            self.field(place, number.key, wrong, cx)
        });
        let share = self.share().is_none().then(|| cx.lang.text("limits-share-wrong"));
        let each = self.each(cx).is_none().then(|| cx.lang.text("limits-each-wrong"));
        let fees = [self.field(SHARE, "limits-share", share, cx), self.field(EACH, "limits-each", each, cx)];
        let mut fields = numbers.chain(fees);
        let in_a_row = if covers(cx) { 1 } else { 2 };
        let rows = std::iter::from_fn(|| {
            let row: Vec<Element<'a, Message>> = fields.by_ref().take(in_a_row).collect();
            (!row.is_empty()).then(|| layout::row(row).spacing(space::XL).into())
        });
        let rows: Vec<Element<'a, Message>> = rows.collect();
        let rows = Column::with_children(rows).spacing(space::S).padding(iced::padding::right(space::S));
        let rows = scrollable(rows).direction(theme::scroll::vertical()).height(Fill);
        let title = label::section(cx.lang.text("limits-title")).width(Fill).align_x(layout::start());
        let about = label::caption(cx.lang.text("limits-about")).style(theme::text::muted);
        let about = about.width(Fill).align_x(layout::start());
        let refused = self.refused.as_ref().map(|why| label::body(why.line()).style(theme::text::soft(Tone::Stop)));
        let ready = (self.read(cx).is_some() && !self.busy).then_some(Message::LimitsSent);
        let verbs = layout::row(vec![
            button::quiet(cx.lang.text("limits-leave")).on_press(Message::LimitsPressed).into(),
            button::primary(cx.lang.text("limits-keep")).on_press_maybe(ready).into(),
        ]);
        let verbs = container(verbs.spacing(space::XS)).width(Fill).align_x(layout::end());
        let content = column![column![title, about], rows].push(refused).push(verbs).spacing(space::S);
        card::card(content).width(Fill).height(Fill).into()
    }

    /// A name, what it is measured in, and its value.
    fn field<'a>(
        &'a self,
        place: usize,
        key: &'static str,
        wrong: Option<String>,
        cx: &Context<'a>,
    ) -> Element<'a, Message> {
        let value = self.values.get(place).map_or("", String::as_str);
        let entry = field("", value).height(space::TARGET).width(iced::Length::Fixed(132.0));
        let entry = entry.on_input(move |text| Message::LimitTyped(place, text));
        let name = label::body(cx.lang.plain(key)).width(Fill).align_x(layout::start());
        let wrong = wrong.map(|wrong| label::small(wrong).style(theme::text::stop).width(Fill));
        let words = column![name].push(wrong).width(Fill);
        layout::row(vec![words.into(), entry.into()]).spacing(space::S).align_y(Center).width(Fill).into()
    }
}
