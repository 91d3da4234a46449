//! The top bar of the till and the rail of the owner.

use std::borrow::Cow;

use iced::widget::{Space, button, column, container, rule};
use iced::{Center, Fill, Length};

use super::{Column, Element, badge, button as buttons, focus, label, layout};
use crate::ui::font;
use crate::ui::icon::{Icon, icon, logo};
use crate::ui::theme::{self, Tone, space};

/// The name of the product, the same in every language.
const NAME: &str = "Ringup";

/// A place to go.
#[derive(Debug, Clone)]
pub struct Tab<'a, Message> {
    /// Its icon; left out on 800 × 480.
    pub icon: Icon,
    /// Its name.
    pub word: Cow<'a, str>,
    /// How many things wait there.
    pub count: usize,
    /// The badge's family: stop for trouble, idle for a plain count.
    pub tone: Tone,
    /// Whether it is the page shown now.
    pub chosen: bool,
    /// Whether it shows the focus line.
    pub focused: bool,
    /// Sent when pressed.
    pub on_press: Message,
}

impl<'a, Message> Tab<'a, Message> {
    /// Returns a tab without a count.
    pub fn new(icon: Icon, word: impl Into<Cow<'a, str>>, chosen: bool, on_press: Message) -> Self {
        Self { icon, word: word.into(), count: 0, tone: Tone::Idle, chosen, focused: false, on_press }
    }

    /// Sets how many things wait there.
    #[must_use]
    pub fn count(mut self, tone: Tone, count: usize) -> Self {
        self.tone = tone;
        self.count = count;
        self
    }
}

/// The top bar in the making.
#[allow(missing_debug_implementations)]
pub struct Bar<'a, Message> {
    till: Cow<'a, str>,
    shop: Cow<'a, str>,
    tabs: Vec<Tab<'a, Message>>,
    status: Vec<Element<'a, Message>>,
    person: Option<(Cow<'a, str>, Cow<'a, str>)>,
    ends: Vec<(Icon, Option<Message>)>,
    small: bool,
}

/// Returns the top bar of a till.
pub fn bar<'a, Message>(till: impl Into<Cow<'a, str>>, shop: impl Into<Cow<'a, str>>) -> Bar<'a, Message> {
    Bar {
        till: till.into(),
        shop: shop.into(),
        tabs: Vec::new(),
        status: Vec::new(),
        person: None,
        ends: Vec::new(),
        small: false,
    }
}

impl<'a, Message: Clone + 'a> Bar<'a, Message> {
    /// Adds a tab.
    #[must_use]
    pub fn tab(mut self, tab: Tab<'a, Message>) -> Self {
        self.tabs.push(tab);
        self
    }

    /// Adds a status pill.
    #[must_use]
    pub fn status(mut self, pill: impl Into<Element<'a, Message>>) -> Self {
        self.status.push(pill.into());
        self
    }

    /// Shows who works here: initials and name.
    #[must_use]
    pub fn person(mut self, initials: impl Into<Cow<'a, str>>, name: impl Into<Cow<'a, str>>) -> Self {
        self.person = Some((initials.into(), name.into()));
        self
    }

    /// Adds an icon button at the end, such as the lock or the menu.
    #[must_use]
    pub fn end(mut self, shape: Icon, on_press: Option<Message>) -> Self {
        self.ends.push((shape, on_press));
        self
    }

    /// Takes the form of 800 × 480: lower, without names and tab icons.
    #[must_use]
    pub fn small(mut self, small: bool) -> Self {
        self.small = small;
        self
    }

    fn names(&mut self) -> Vec<Element<'a, Message>> {
        let till = std::mem::take(&mut self.till);
        if self.small {
            return vec![logo(28.0).into(), label::caption_strong(till).into()];
        }
        let shop = std::mem::take(&mut self.shop);
        let place = column![label::caption_strong(till), label::small(shop).style(theme::text::muted)];
        vec![brand(), container(rule::vertical(1)).height(28).into(), place.into()]
    }

    fn tabs(&mut self) -> Element<'a, Message> {
        let small = self.small;
        let tabs = self
            .tabs
            .drain(..)
            .map(|tab| {
                let (chosen, focused, press) = (tab.chosen, tab.focused, tab.on_press.clone());
                let edge = if small { space::S } else { 18.0 };
                let body = container(tab_line(tab, !small, Length::Shrink)).center_y(Fill);
                let face = button(body)
                    .padding([0.0, edge])
                    .height(space::TARGET)
                    .style(theme::button::tab(chosen))
                    .on_press(press);
                focus::ring(face).when(focused).into()
            })
            .collect();
        let gap = if small { 6.0 } else { space::S };
        layout::row(tabs).spacing(gap).into()
    }
}

/// Returns the mark of the product with its name.
#[must_use]
pub fn brand<'a, Message: 'a>() -> Element<'a, Message> {
    let scale = theme::text::SECTION.with(font::SANS_BOLD);
    layout::row(vec![logo(30.0).into(), label::scaled(NAME, scale).into()]).spacing(10).align_y(Center).into()
}

fn tab_line<'a, Message: 'a>(tab: Tab<'a, Message>, with_icon: bool, width: Length) -> Element<'a, Message> {
    let face = if tab.chosen { font::SANS_SEMIBOLD } else { font::SANS_MEDIUM };
    let mut parts: Vec<Element<'a, Message>> = Vec::with_capacity(3);
    if with_icon {
        parts.push(icon(tab.icon).size(22.0).into());
    }
    let scale = if with_icon { theme::text::BODY_L } else { theme::text::BODY };
    parts.push(label::scaled(tab.word, scale.with(face)).width(width).align_x(layout::start()).into());
    parts.extend(badge::count(tab.tone, tab.count));
    layout::row(parts).spacing(10).align_y(Center).into()
}

impl<'a, Message: Clone + 'a> From<Bar<'a, Message>> for Element<'a, Message> {
    fn from(mut bar: Bar<'a, Message>) -> Self {
        let (height, edge) = if bar.small { (space::BAR_SMALL, space::S) } else { (space::BAR, space::M) };
        let mut parts = bar.names();
        parts.push(bar.tabs());
        parts.push(Space::new().width(Fill).into());
        parts.append(&mut bar.status);
        if let Some((initials, name)) = bar.person {
            parts.push(badge::avatar(initials, 40.0, false));
            parts.push(label::medium(name).into());
        }
        for (shape, press) in bar.ends {
            parts.push(buttons::icon_only(shape, press));
        }
        let gap = if bar.small { space::XS } else { space::S };
        let line = container(layout::row(parts).spacing(gap).align_y(Center))
            .padding([0.0, edge])
            .width(Fill)
            .center_y(height - 1.0)
            .style(theme::container::panel);
        column![line, rule::horizontal(1)].into()
    }
}

/// Returns the owner's rail: brand, pages, and whatever stands at its foot.
pub fn rail<'a, Message: Clone + 'a>(
    tabs: Vec<Tab<'a, Message>>,
    foot: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    let pages = tabs.into_iter().map(|tab| {
        let (chosen, focused, press) = (tab.chosen, tab.focused, tab.on_press.clone());
        let body = container(tab_line(tab, true, Fill)).center_y(Fill);
        let face = button(body)
            .padding([0.0, space::S])
            .width(Fill)
            .height(space::TARGET)
            .style(theme::button::tab(chosen))
            .on_press(press);
        focus::ring(face).when(focused).into()
    });
    let pages = Column::with_children(pages).spacing(space::XXS);
    let head = container(brand()).padding([0.0, space::XS]);
    let content = column![head, pages, Space::new().height(Fill), rule::horizontal(1), foot.into()].spacing(space::M);
    let panel = container(content).padding([space::L, space::S]).width(223).height(Fill).style(theme::container::panel);
    layout::row(vec![panel.into(), rule::vertical(1).into()]).into()
}

/// Returns the owner's rail of a narrow window: 72 px, icons only.
pub fn rail_narrow<'a, Message: Clone + 'a>(tabs: Vec<Tab<'a, Message>>) -> Element<'a, Message> {
    let pages = tabs.into_iter().map(|tab| {
        let count = badge::count(tab.tone, tab.count);
        let count = count.map(|count| container(count).width(Fill).align_x(layout::end()));
        let sign = container(icon(tab.icon)).center(Fill);
        let face = button(iced::widget::stack![sign].push(count))
            .padding(0)
            .width(space::TARGET)
            .height(space::TARGET)
            .style(theme::button::tab(tab.chosen))
            .on_press(tab.on_press);
        focus::ring(face).when(tab.focused).into()
    });
    let content =
        column![container(logo(30.0)).center_x(space::TARGET), Column::with_children(pages).spacing(space::XXS)]
            .spacing(space::M);
    let panel =
        container(content).padding([space::L, space::S - 0.5]).width(71).height(Fill).style(theme::container::panel);
    layout::row(vec![panel.into(), rule::vertical(1).into()]).into()
}
