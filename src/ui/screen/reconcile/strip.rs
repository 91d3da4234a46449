//! The last fourteen business days in a row, each as its last check left it.

use iced::widget::{button as press, column, container};
use iced::{Center, Fill};

use super::mark::is_low;
use super::{Message, Reconcile};
use crate::domain::checks::DayStand;
use crate::domain::day::Day;
use crate::ui::context::Context;
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, space};
use crate::ui::widget::{Element, label, layout};

/// Days of the strip.
const DAYS: i32 = 14;

/// Draws the days up to today, or to the one that is shown where it lies longer ago, and says in words what the marks mean.
pub(super) fn strip<'a>(page: &Reconcile, cx: &Context<'a>) -> Element<'a, Message> {
    let shown = page.last_day(cx);
    // A day that is looked at does not move the strip, so that the next one lies where it lay.
    let last = if cx.today().since(shown) < DAYS { cx.today() } else { shown };
    let days: Vec<(Day, DayStand)> =
        (0..DAYS).map(|back| last.plus(back + 1 - DAYS)).map(|day| (day, cx.book.day_stand(day))).collect();
    let cells = days.iter().map(|(day, stand)| cell(*day, *stand, *day == shown, cx)).collect();
    let cells = layout::row(cells).spacing(space::XXS).width(Fill);
    if is_low(cx) {
        return cells.into();
    }
    let count = |wanted: DayStand| days.iter().filter(|(_, stand)| *stand == wanted).count() as u64;
    let about = cx.lang.with(
        "reconcile-strip-about",
        &[
            ("good", count(DayStand::Good).into()),
            ("bad", count(DayStand::Bad).into()),
            ("begun", count(DayStand::Begun).into()),
            ("unchecked", count(DayStand::Unchecked).into()),
        ],
    );
    let title = label::strong(cx.lang.text("reconcile-strip")).width(Fill).align_x(layout::start());
    let head = layout::row(vec![title.into(), label::caption(about).style(theme::text::muted).into()]);
    column![head.spacing(space::S).align_y(Center), cells].spacing(space::S).into()
}

fn cell<'a>(day: Day, stand: DayStand, chosen: bool, cx: &Context<'a>) -> Element<'a, Message> {
    let low = is_low(cx);
    let is_first = day.day_of_month() == 1;
    let number = if is_first && !low { cx.lang.day_of_month(day) } else { day.day_of_month().to_string() };
    let number = if chosen { label::caption_strong(number) } else { label::caption(number).style(theme::text::muted) };
    let words = column![disc(stand, if low { 28.0 } else { 40.0 }), number];
    press(container(words.spacing(if low { 0.0 } else { space::XXS }).align_x(Center)).center_x(Fill))
        .padding([space::XXS, 0.0])
        .width(Fill)
        .style(theme::button::tab(false))
        .on_press(Message::DayPressed(day))
        .into()
}

/// How a day stands, told by shape and not by colour alone.
pub(super) fn disc<'a>(stand: DayStand, side: f32) -> Element<'a, Message> {
    let shape = match stand {
        DayStand::Good => Icon::Check,
        DayStand::Bad => Icon::X,
        DayStand::Begun => Icon::Clock,
        DayStand::Unchecked => Icon::Minus,
    };
    container(icon(shape).size((side * 0.5).round()))
        .center(side)
        .style(move |theme: &theme::Theme| {
            let t = theme.tokens();
            let (ground, ink, edge) = match stand {
                DayStand::Good => (t.ok.solid, t.ok.on, t.ok.solid),
                DayStand::Bad => (t.stop.solid, t.stop.on, t.stop.solid),
                DayStand::Begun => (t.wait.soft, t.wait.ink, t.wait.solid),
                DayStand::Unchecked => (t.surface, t.strong, t.line),
            };
            container::Style {
                text_color: Some(ink),
                background: Some(ground.into()),
                border: space::border(edge, space::B_SELECTED, side / 2.0),
                ..container::Style::default()
            }
        })
        .into()
}
