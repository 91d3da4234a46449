//! The exports: six kinds of files, the days, the folder, and where the files lie afterwards.

use iced::widget::{button as press, column, container};
use iced::{Center, Fill};

use super::exports::{Exports, FROM, Kind, Message, Stand};
use crate::domain::day::Period;
use crate::ui::context::Context;
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::chip::chip;
use crate::ui::widget::field::field;
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::{Column, Element, button, card, label, page};

/// Kinds in a row.
const IN_A_ROW: usize = 2;
/// Height of a kind, in px.
const HIGH: f32 = 96.0;

impl Exports {
    /// Draws it; pure.
    pub(super) fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let small = matches!(Breakpoint::of(cx.size), Breakpoint::Small | Breakpoint::Portrait);
        let slim = small || Breakpoint::of(cx.size) == Breakpoint::Compact;
        let kinds = card::titled(cx.lang.plain("exports-kind"), self.kinds(slim, cx)).width(Fill);
        if small {
            return page::scrolling([self.order(cx), kinds.into()], "exports-scroll");
        }
        let first = page::scrolling([kinds.into()], "exports-kinds");
        page::columns(first, page::scrolling([self.order(cx)], "exports-order"), 400)
    }

    fn kinds<'a>(&self, slim: bool, cx: &Context<'a>) -> Element<'a, Message> {
        let keys = Breakpoint::of(cx.size).shows_keys();
        let in_a_row = if slim { 1 } else { IN_A_ROW };
        let mut faces = Kind::ALL.iter().enumerate().map(|(index, kind)| self.kind(*kind, keys.then_some(index), cx));
        let rows = std::iter::from_fn(|| {
            let row: Vec<Element<'a, Message>> = faces.by_ref().take(in_a_row).collect();
            (!row.is_empty()).then(|| layout::row(row).spacing(space::XS).into())
        });
        let rows: Vec<Element<'a, Message>> = rows.collect();
        Column::with_children(rows).spacing(space::XS).into()
    }

    fn kind<'a>(&self, kind: Kind, key: Option<usize>, cx: &Context<'a>) -> Element<'a, Message> {
        const KEYS: [&str; 6] = ["1", "2", "3", "4", "5", "6"];
        let chosen = self.kind == kind;
        let (name, about) = kind.words();
        let mark = if chosen { Icon::CircleCheck } else { Icon::Circle };
        let mark = icon(mark).size(22.0).color(if chosen { |t| t.accent_ink } else { |t| t.strong });
        let words = column![
            label::strong(cx.lang.plain(name)).width(Fill).align_x(layout::start()),
            label::small(cx.lang.plain(about)).style(theme::text::muted).width(Fill).align_x(layout::start())
        ];
        let hint = key.and_then(|index| KEYS.get(index)).map(|key| crate::ui::widget::keycap::keycap(key, |t| t.muted));
        let parts = vec![mark.into(), words.width(Fill).into()].into_iter().chain(hint).collect();
        press(container(layout::row(parts).spacing(space::S).align_y(Center)).center_y(Fill))
            .padding([0.0, space::M])
            .width(Fill)
            .height(HIGH)
            .style(theme::button::card(chosen))
            .on_press(Message::KindChosen(kind))
            .into()
    }

    fn order<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let wrong = self.period().is_none().then(|| cx.lang.text("exports-day-wrong"));
        let day = |key: &str, text: &'a str, told: fn(String) -> Message| {
            field("2026-11-20", text).label(cx.lang.text(key)).on_input(told)
        };
        let from = day("exports-from", &self.from, Message::FromTyped).id(FROM);
        let to = day("exports-to", &self.to, Message::ToTyped);
        let days = layout::row(vec![from.width(Fill).into(), to.width(Fill).into()]).spacing(space::XS);
        let wrong = wrong.map(|wrong| label::caption(wrong).style(theme::text::stop));
        let folder = field(cx.lang.plain("exports-folder-hint"), &self.folder)
            .label(cx.lang.text("exports-folder"))
            .icon(Icon::HardDrive)
            .on_input(Message::FolderTyped);
        let inside = column![days].push(wrong).push(quick(cx)).push(Element::from(folder)).push(self.act(cx));
        let inside = inside.push(self.said(cx)).spacing(space::M);
        card::titled(cx.lang.plain("exports-days"), inside).width(Fill).into()
    }

    fn act<'a>(&self, cx: &Context<'a>) -> Element<'a, Message> {
        if let Stand::Running(progress) = &self.stand {
            let (done, of) = progress.far();
            let far = cx.lang.with("exports-running", &[("done", done.into()), ("of", of.into())]);
            let stop = button::plain(cx.lang.text("exports-stop")).key("Esc").width(Fill);
            let far = label::body(far).style(theme::text::muted);
            return column![far, Element::from(stop.on_press(Message::StopPressed))].spacing(space::XS).into();
        }
        let keys = Breakpoint::of(cx.size).shows_keys();
        let ready = self.period().is_some().then_some(Message::ExportPressed);
        let write =
            button::primary(cx.lang.text("exports-write")).icon(Icon::Download).key_if(keys, "Enter").width(Fill);
        write.on_press_maybe(ready).into()
    }

    /// How the last export ended.
    fn said<'a>(&'a self, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        let (tone, shape, title, lines) = match &self.stand {
            Stand::Idle | Stand::Running(_) => return None,
            Stand::Done(files) => (Tone::Ok, Icon::Check, "exports-done", files.clone()),
            Stand::Stopped => (Tone::Idle, Icon::CircleX, "exports-stopped", Vec::new()),
            Stand::Failed(why) => {
                let lines = vec![why.happened.clone(), why.safe.clone(), why.todo.clone()];
                (Tone::Stop, Icon::OctagonAlert, "exports-failed", lines)
            }
        };
        let title = label::strong(cx.lang.plain(title)).width(Fill).align_x(layout::start());
        let head = layout::row(vec![icon(shape).size(20.0).into(), title.into()]).spacing(space::S).align_y(Center);
        // A path has no spaces to break at.
        let line = |line: String| {
            let words = label::caption(line).width(Fill).align_x(layout::start());
            words.wrapping(iced::widget::text::Wrapping::WordOrGlyph).into()
        };
        let lines = lines.into_iter().filter(|line| !line.is_empty()).map(line);
        let lines = Column::with_children(lines).spacing(space::XXS);
        let note = container(column![head, lines].spacing(space::XS)).padding(space::M).width(Fill);
        Some(note.style(theme::container::soft(tone)).into())
    }
}

/// Periods people ask for.
fn quick<'a>(cx: &Context<'a>) -> Element<'a, Message> {
    let today = cx.today();
    let month = Period::month(today);
    let chips = [
        ("exports-today", Period::day(today)),
        ("exports-yesterday", Period::day(today.plus(-1))),
        ("exports-month", month),
        ("exports-last-month", Period::month(month.from().plus(-1))),
        ("exports-year", Period::year(today)),
    ];
    let chips = chips
        .into_iter()
        .map(|(key, period)| chip(cx.lang.text(key)).tight().on_press(Message::DaysChosen(period)).into());
    let row = layout::row(chips.collect()).spacing(space::XS).wrap().vertical_spacing(space::XS);
    container(row).width(Fill).into()
}
