//! The days of a month in their weeks, each with what it took. A day that has begun opens when it is pressed.

use iced::Fill;
use iced::widget::{Space, button, column, container};

use super::Message;
use super::room::bar;
use crate::domain::report::{Sheet, Slot};
use crate::ui::context::Context;
use crate::ui::theme::{self, space};
use crate::ui::widget::layout;
use crate::ui::widget::{Column, Element, Row, label};

/// Days of a week.
const WEEK: usize = 7;
/// Height of a day, in px.
const HIGH: f32 = 66.0;
/// The gap between two days, in px.
const GAP: f32 = 6.0;
/// A sum with more signs is written smaller.
const SIGNS: usize = 7;

/// The calendar of a sheet's month.
pub(super) fn calendar<'a>(sheet: &'a Sheet, cx: &Context<'a>) -> Element<'a, Message> {
    let name = |number: u8| -> Element<'a, Message> {
        label::head(cx.lang.weekday(number)).style(theme::text::muted).width(Fill).align_x(layout::start()).into()
    };
    let names = layout::row((0..7).map(name).collect()).spacing(GAP);
    let most = sheet.slots.iter().map(|slot| slot.taken).max().unwrap_or(0);
    let before = usize::from(sheet.period.from().weekday());
    let blank = || -> Element<'a, Message> { Space::new().width(Fill).height(HIGH).into() };
    let mut days: Vec<Element<'a, Message>> = (0..before).map(|_| blank()).collect();
    days.extend(sheet.slots.iter().enumerate().map(|(index, slot)| day(sheet, (index, slot), most, cx)));
    while !days.len().is_multiple_of(WEEK) {
        days.push(blank());
    }
    let mut weeks: Vec<Element<'a, Message>> = vec![names.into()];
    let mut days = days.into_iter();
    loop {
        let week: Vec<Element<'a, Message>> = days.by_ref().take(WEEK).collect();
        if week.is_empty() {
            break;
        }
        let week: Row<'a, Message> = layout::row(week).spacing(GAP);
        weeks.push(week.into());
    }
    Column::with_children(weeks).spacing(GAP).into()
}

fn day<'a>(sheet: &Sheet, (index, slot): (usize, &Slot), most: i64, cx: &Context<'a>) -> Element<'a, Message> {
    let date = sheet.period.from().plus(i32::try_from(index).unwrap_or(0));
    let begun = date <= sheet.now.day;
    let number = label::small(slot.name.to_string());
    let number = if begun { number } else { number.style(theme::text::disabled) };
    let sum = if slot.taken == 0 { String::new() } else { cx.lang.sum(slot.taken, sheet.currency) };
    let sum = if sum.chars().count() > SIGNS { label::micro(sum) } else { label::caption_strong(sum) };
    let sum = sum.wrapping(iced::widget::text::Wrapping::None);
    let line: Element<'a, Message> = if slot.taken > 0 { bar(slot.taken, most) } else { Space::new().height(8).into() };
    let words = column![number.width(Fill).align_x(layout::start()), container(sum).height(20), line];
    button(words.spacing(space::XXS))
        .padding([6.0, space::XS])
        .width(Fill)
        .height(HIGH)
        .style(theme::button::card(slot.now))
        .on_press_maybe(begun.then_some(Message::DayChosen(date)))
        .into()
}
