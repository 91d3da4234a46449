//! The frame: a rail where there is room, icons alone where there is little, a menu on a small window.

use iced::widget::{column, container};
use iced::{Center, Fill};

use super::pages::Section;
use super::{Message, Owner};
use crate::ui::context::Context;
use crate::ui::icon::Icon;
use crate::ui::screen::late;
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::nav::{self, Tab};
use crate::ui::widget::{Element, badge, button, dialog, label};

/// Where the content stops on a wide window, in px.
const CONTENT_MAX: f32 = 1440.0;

impl Owner {
    /// Draws the area; pure. A dialog lies over all of it, the rail too.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let (laid, away) = self.open.over(cx).unzip();
        let laid = laid.map(|laid| laid.map(Message::Page));
        dialog::over(self.area(cx), laid, away.map(Message::Page))
    }

    fn area<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let at = Breakpoint::of(cx.size);
        let parts = match at {
            Breakpoint::Small | Breakpoint::Portrait => return self.small(cx),
            Breakpoint::Compact => vec![self.narrow(cx), self.content(cx)],
            Breakpoint::Standard | Breakpoint::Wide => vec![nav::rail(self.tabs(cx), foot(cx)), self.content(cx)],
        };
        container(layout::row(parts)).width(Fill).height(Fill).into()
    }

    fn narrow<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let mut tabs = self.tabs(cx);
        let word = cx.lang.text("owner-back");
        tabs.push(Tab::new(Icon::Calculator, word, false, Message::LeavePressed));
        nav::rail_narrow(tabs)
    }

    fn content<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let page = container(self.open.view(cx).map(Message::Page)).max_width(CONTENT_MAX).width(Fill).height(Fill);
        container(page).padding(space::XL).center_x(Fill).height(Fill).into()
    }

    fn small<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let section = self.section();
        let menu = button::icon_only(Icon::Menu, Some(Message::MenuPressed));
        let name = label::section(cx.lang.text(section.word())).width(Fill);
        let back = button::quiet(cx.lang.text("owner-back")).icon(Icon::Calculator).height(space::TARGET);
        let line = layout::row(vec![menu, name.into(), back.on_press(Message::LeavePressed).into()]);
        let bar = container(line.spacing(space::XS).align_y(Center))
            .padding([0.0, space::XS])
            .center_y(space::BAR_SMALL)
            .width(Fill)
            .style(theme::container::panel);
        let content: Element<'a, Message> = if self.menu {
            let tabs = self.tabs(cx);
            container(nav::rail(tabs, iced::widget::Space::new())).height(Fill).into()
        } else {
            container(self.open.view(cx).map(Message::Page)).padding(space::XS).width(Fill).height(Fill).into()
        };
        column![bar, content].into()
    }

    fn tabs<'a>(&self, cx: &Context<'a>) -> Vec<Tab<'a, Message>> {
        let tab = |section: &Section| {
            let chosen = *section == self.section();
            let word = cx.lang.text(section.word());
            let tab = Tab::new(section.icon(), word, chosen, Message::SectionChosen(*section));
            let (tone, count) = waiting(*section, cx);
            Tab { focused: chosen && self.on_rail && cx.keyboard, ..tab }.count(tone, count)
        };
        let mut tabs: Vec<Tab<'a, Message>> = Section::ALL.iter().map(tab).collect();
        let after = Section::ALL.iter().position(|section| *section == Section::Reconcile);
        if let (Some(at), false) = (after, late::listed(cx).is_empty()) {
            let late = Tab::new(Icon::Inbox, cx.lang.text("late-title"), false, Message::LatePressed);
            tabs.insert(at + 1, late.count(Tone::Stop, late::waiting(cx).0));
        }
        tabs
    }
}

/// What waits on a page: findings nobody explained, and a business day that is over and not closed.
fn waiting(section: Section, cx: &Context<'_>) -> (Tone, usize) {
    let unclosed = cx.book.till_day().tally.day.is_some_and(|day| day < cx.today());
    match section {
        Section::Reconcile => (Tone::Stop, cx.book.open_cases()),
        Section::Reports => (Tone::Wait, usize::from(unclosed)),
        Section::Today | Section::CashUp | Section::Connections | Section::Rates | Section::Settings => (Tone::Idle, 0),
    }
}

/// Back to the register, and who works here.
fn foot<'a>(cx: &Context<'a>) -> Element<'a, Message> {
    let back = button::quiet(cx.lang.text("owner-back")).icon(Icon::Calculator).key("Esc").spread();
    let back = back.height(space::TARGET).width(Fill).on_press(Message::LeavePressed);
    let name = cx.config.shop.operator.as_str();
    let person = (!name.is_empty()).then(|| {
        let initials: String = name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect();
        let words = column![label::caption_strong(name), label::small(cx.lang.text("owner-role"))];
        layout::row(vec![badge::avatar(initials, 40.0, false), words.into()]).spacing(space::S).align_y(Center)
    });
    column![Element::from(back)].push(person).spacing(space::S).into()
}
