//! The trouble on one side, the ways out on the other; one under the other where both do not fit.

use iced::widget::{Space, column, container, scrollable};
use iced::{Center, Fill, Shrink};

use super::{Fault, Found, Message, Phase, Place, REASON};
use crate::domain::rescue::{Copy, Rescue};
use crate::notice::{self, Notice};
use crate::ui::context::Context;
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::button::Button;
use crate::ui::widget::fact::{self, Fact};
use crate::ui::widget::field::field;
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::table::{self, cell};
use crate::ui::widget::{Element, button, card, label, pill, spinner};

/// Width of the ways out beside the trouble, in px.
const WAYS: f32 = 560.0;

impl Fault {
    /// Draws the page; pure.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let at = Breakpoint::of(cx.size);
        let low = cx.size.height < 640.0;
        let padding = if low { space::M } else { space::XL };
        let trouble = card::card(self.trouble(cx, low)).padding(padding).width(Fill);
        let beside = matches!(at, Breakpoint::Compact | Breakpoint::Standard | Breakpoint::Wide);
        let page: Element<'a, Message> = match self.way {
            None => container(trouble).max_width(if low { 760 } else { 640 }).into(),
            Some(_) => {
                let ways = card::card(self.ways(cx)).padding(padding);
                if beside {
                    let parts = vec![trouble.into(), ways.width(Fill).max_width(WAYS).into()];
                    container(layout::row(parts).spacing(at.gap())).max_width(1280).into()
                } else {
                    column![trouble, ways.width(Fill)].spacing(at.gap()).max_width(760).into()
                }
            }
        };
        let page = container(page).center_x(Fill).padding(at.edge());
        // A window lower than the page scrolls; otherwise it stands in the middle.
        container(scrollable(page).direction(theme::scroll::vertical())).width(Fill).height(Fill).center_y(Fill).into()
    }

    fn trouble<'a>(&'a self, cx: &Context<'a>, low: bool) -> Element<'a, Message> {
        let gap = if low { space::S } else { space::L };
        let detail = (!self.notice.detail.is_empty())
            .then(|| label::caption(self.notice.detail.as_str()).style(theme::text::muted).width(Fill));
        column![self.head(cx, low), facts(&self.notice, cx)]
            .push(detail.map(|detail| detail.align_x(layout::start())))
            .push(self.acts(cx, low))
            .spacing(gap)
            .width(Fill)
            .into()
    }

    fn head<'a>(&self, cx: &Context<'a>, low: bool) -> Element<'a, Message> {
        let (tone, shape) = match self.notice.tone {
            notice::Tone::Info => (Tone::Accent, Icon::Info),
            notice::Tone::Wait => (Tone::Wait, Icon::TriangleAlert),
            notice::Tone::Stop => (Tone::Stop, Icon::OctagonAlert),
        };
        let side = if low { 44.0 } else { 64.0 };
        let picture = container(icon(shape).size(side / 2.0)).center(side).style(theme::container::pill(tone));
        let title = cx.lang.text(match self.place {
            Place::Shop => "fault-title",
            Place::Practice => "fault-title-practice",
            Place::Running => "fault-title-running",
        });
        let title = if low { label::section(title) } else { label::heading(title) };
        let title = title.width(Fill).align_x(layout::start());
        layout::row(vec![picture.into(), title.into()]).spacing(space::M).align_y(Center).into()
    }

    fn acts<'a>(&self, cx: &Context<'a>, low: bool) -> Element<'a, Message> {
        let keys = Breakpoint::of(cx.size).shows_keys();
        let height = if low { space::BUTTON } else { space::BUTTON_LARGE };
        let mut acts: Vec<Element<'a, Message>> = Vec::new();
        match self.place {
            Place::Shop => {
                let act =
                    button::plain(cx.lang.text("welcome-practice-act")).icon(Icon::GraduationCap).key_if(keys, "F5");
                let busy = (Phase::StartingPractice, "welcome-practice-busy");
                acts.push(self.act(act.height(height), Message::PracticePressed, busy, cx));
            }
            Place::Running => {
                let act = button::plain(cx.lang.text("fault-back")).key_if(keys, "Esc").height(height);
                acts.push(act.on_press_maybe((self.phase == Phase::Open).then_some(Message::BackPressed)).into());
            }
            Place::Practice => {}
        }
        let verb = if self.place == Place::Running { "fault-reopen" } else { "fault-try" };
        let act =
            if self.way.is_none() { button::primary(cx.lang.text(verb)) } else { button::plain(cx.lang.text(verb)) };
        let act = act.icon(Icon::RotateCcw).key_if(keys, "Enter").height(height).width(Fill);
        acts.push(self.act(act, Message::TryPressed, (Phase::Trying, "fault-try-busy"), cx));
        layout::row(acts).spacing(space::S).into()
    }

    /// A button that says when its own act is under way, and cannot be pressed while another one is.
    fn act<'a>(
        &self,
        act: Button<'a, Message>,
        message: Message,
        (own, doing): (Phase, &str),
        cx: &Context<'a>,
    ) -> Element<'a, Message> {
        if self.phase == own {
            return act.busy(cx.lang.text(doing)).moves(!cx.config.look.reduced_motion).into();
        }
        act.on_press_maybe((self.phase == Phase::Open).then_some(message)).into()
    }

    fn ways<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let title = label::section(cx.lang.text("fault-copies")).width(Fill).align_x(layout::start());
        let hint = label::caption(cx.lang.text("fault-aside")).style(theme::text::muted);
        let copies = match &self.rescue {
            Found::Reading => self.reading(cx),
            Found::Read(rescue) => self.copies(rescue, cx),
            Found::Failed(notice) => facts(notice, cx),
        };
        let failed = self.failed.as_ref().map(|notice| facts(notice, cx));
        column![title, copies, self.choice(cx), hint.width(Fill).align_x(layout::start())]
            .push(failed)
            .spacing(space::M)
            .width(Fill)
            .into()
    }

    fn reading<'a>(&self, cx: &Context<'a>) -> Element<'a, Message> {
        let sign = spinner::spinner(24.0).color(|t| t.accent).moves(!cx.config.look.reduced_motion);
        let words = label::body(cx.lang.text("fault-copies-checking")).style(theme::text::muted);
        layout::row(vec![sign.into(), words.into()]).spacing(space::S).align_y(Center).into()
    }

    fn copies<'a>(&self, rescue: &'a Rescue, cx: &Context<'a>) -> Element<'a, Message> {
        if rescue.copies.is_empty() {
            let words = label::body(cx.lang.text("fault-copies-none")).style(theme::text::muted);
            return words.width(Fill).align_x(layout::start()).into();
        }
        let rows = rescue.copies.iter().enumerate().map(|(index, copy)| self.copy(index, copy, rescue, cx));
        // Room for the bar, where there are more of them than fit.
        let more = rescue.copies.len() > if cx.size.height < 640.0 { 2 } else { 4 };
        let room = iced::padding::right(if more { space::M } else { 0.0 });
        let rows = scrollable(table::ruled(rows).padding(room)).direction(theme::scroll::vertical());
        card::flush(container(rows).max_height(if cx.size.height < 640.0 { 160 } else { 264 })).width(Fill).into()
    }

    fn copy<'a>(&self, index: usize, copy: &'a Copy, rescue: &'a Rescue, cx: &Context<'a>) -> Element<'a, Message> {
        let chosen = self.chosen == Some(index);
        let made = format!("{} {}", copy.made.date(cx.offset_min), copy.made.clock(cx.offset_min));
        let entries = cx.lang.with("fault-copy-entries", &[("count", copy.entries.into())]);
        let lost = rescue.lost(copy.entries);
        let (tone, shape, words) = if !copy.whole {
            (Tone::Stop, Icon::OctagonAlert, cx.lang.text("fault-copy-damaged"))
        } else if lost > 0 {
            (Tone::Wait, Icon::TriangleAlert, cx.lang.with("fault-copy-lost", &[("count", lost.into())]))
        } else {
            (Tone::Ok, Icon::CircleCheck, cx.lang.text("fault-copy-whole"))
        };
        let name = column![
            label::strong(made).width(Fill).align_x(layout::start()),
            label::caption(entries).style(theme::text::muted).width(Fill).align_x(layout::start()),
        ];
        let row = table::row(vec![cell(Fill, name), cell(Shrink, pill::small(tone, shape, words))]);
        let row = row.chosen(chosen).height(COPY).last(index + 1 == rescue.copies.len());
        if copy.whole { row.on_press(Message::CopyPressed(index)).into() } else { row.into() }
    }

    /// The reason, and the verbs it belongs to.
    fn choice<'a>(&'a self, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        let (restores, keeps) = (self.chosen.is_some(), self.keeps());
        if !restores && keeps.is_none() {
            return None;
        }
        let reason = field("", &self.reason)
            .label(cx.lang.text("fault-reason"))
            .error(self.unsaid.then(|| cx.lang.text("fault-reason-missing")))
            .id(REASON)
            .on_input(Message::ReasonTyped);
        let keep = keeps.map(|saved| {
            let words = match saved {
                Some(count) => cx.lang.with("fault-salvage", &[("count", count.into())]),
                None => cx.lang.text("fault-accept"),
            };
            self.act(button::plain(words).width(Fill), Message::KeepPressed, (Phase::Keeping, "fault-keep-busy"), cx)
        });
        let restore = restores.then(|| {
            let act = button::primary(cx.lang.text("fault-restore")).icon(Icon::Undo2).width(Fill);
            self.act(act, Message::RestorePressed, (Phase::Restoring, "fault-restore-busy"), cx)
        });
        Some(column![reason, Space::new().height(0)].push(restore).push(keep).spacing(space::S).into())
    }
}

/// Height of a backup's row in px.
const COPY: f32 = 60.0;

fn facts<'a>(notice: &'a Notice, cx: &Context<'a>) -> Element<'a, Message> {
    fact::rows(
        Fact::new(cx.lang.text("label-happened"), notice.happened.as_str()),
        Fact::new(cx.lang.text("label-safe"), notice.safe.as_str()),
        Fact::new(cx.lang.text("label-todo"), notice.todo.as_str()),
    )
}
