//! The page: connections and this till's key at the start, everything about the chosen one beside them.

use iced::widget::text::Wrapping;
use iced::widget::{button as press, column, container};
use iced::{Center, Fill};

use super::health::token_pill;
use super::target::Target;
use super::{Connections, DETAIL, Load, Look, Message, covers, may_go};
use crate::domain::connection::{Held, TokenState};
use crate::domain::environment::Environment;
use crate::ui::context::Context;
use crate::ui::icon::Icon;
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::{Element, button, card, empty, focus, label, page, pill};

/// The list, so that it scrolls by itself.
const LIST: &str = "connections-list";

impl Connections {
    /// Draws the page; pure.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        match &self.office {
            Load::Reading => page::skeleton(),
            Load::Failed(why) => empty::empty(Icon::TriangleAlert, why.line(), None),
            Load::Here(_) => self.page(cx),
        }
    }

    /// The question over the area, and what a press beside it says.
    pub fn over<'a>(&'a self, cx: &Context<'a>) -> Option<(Element<'a, Message>, Message)> {
        self.dialog.as_ref().map(|dialog| (dialog.view(cx), Message::DialogClosed))
    }

    fn page<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let keys = Breakpoint::of(cx.size).shows_keys();
        let add = button::plain(cx.lang.text("connections-add")).icon(Icon::Plus).key_if(keys, "Ctrl N");
        let add = add.focused(self.has_focus(&Target::Add, cx)).on_press(Message::TargetPressed(Target::Add));
        if covers(cx) {
            return if self.covers { self.detail(cx) } else { self.list(cx, Some(add.width(Fill).into())) };
        }
        let count = u64::try_from(self.held().len()).unwrap_or_default();
        let about = cx.lang.with("connections-count", &[("count", count.into())]);
        let head = page::head(cx.lang.text("owner-connections"), about, vec![add.into()]);
        let wide = match Breakpoint::of(cx.size) {
            Breakpoint::Compact => 500.0,
            Breakpoint::Small | Breakpoint::Standard | Breakpoint::Portrait => 560.0,
            Breakpoint::Wide => 760.0,
        };
        column![head, page::columns(self.list(cx, None), self.detail(cx), wide)].spacing(space::L).into()
    }

    fn list<'a>(&'a self, cx: &Context<'a>, add: Option<Element<'a, Message>>) -> Element<'a, Message> {
        if self.held().is_empty() {
            return empty::empty(Icon::Unplug, cx.lang.text("connections-none"), add);
        }
        let cards = self.held().iter().enumerate().map(|(index, held)| self.held_card(index, held, cx));
        let cards: Vec<Element<'a, Message>> = cards.chain(self.key_card(cx)).chain(add).collect();
        page::scrolling(cards, LIST)
    }

    fn held_card<'a>(&'a self, index: usize, held: &'a Held, cx: &Context<'a>) -> Element<'a, Message> {
        let mut marks = vec![environment_pill(held.environment, cx)];
        if held.preferred {
            marks.push(pill::small(Tone::Accent, Icon::Star, cx.lang.text("connections-preferred")));
        }
        match self.looks.get(&held.name) {
            Some(Look::Here(checked, _)) => marks.push(token_pill(checked.token, cx)),
            Some(Look::Failed(_)) => {
                marks.push(pill::small(Tone::Wait, Icon::WifiOff, cx.lang.text("connections-unreached")));
            }
            Some(Look::Asking) | None if !held.waiting.is_empty() => marks.push(token_pill(TokenState::Waiting, cx)),
            Some(Look::Asking) | None => {}
        }
        let words = column![
            label::section(held.name.as_str()),
            label::body(held.host()).style(theme::text::muted),
            layout::row(marks).spacing(6).wrap().vertical_spacing(6.0),
        ];
        let face = press(container(words.spacing(6).width(Fill).align_x(layout::start())))
            .padding(space::M)
            .width(Fill)
            .style(theme::button::card(index == self.chosen))
            .on_press(Message::TargetPressed(Target::Held(index)));
        let focused = self.has_focus(&Target::Held(index), cx);
        focus::ring(face).when(focused).radius(space::R_CARD).into()
    }

    /// This till's own key: its ID, and how to replace it.
    fn key_card<'a>(&'a self, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        let sin = self.own_sin()?;
        let copy = button::icon_only(Icon::Copy, Some(Message::TargetPressed(Target::CopySin)));
        let copy = focus::ring(copy).when(self.has_focus(&Target::CopySin, cx));
        let line = layout::row(vec![label::code(sin).wrapping(Wrapping::WordOrGlyph).width(Fill).into(), copy.into()])
            .align_y(Center);
        let begun = self.key_change().is_some();
        let words = if begun { "connections-key-go-on" } else { "connections-key" };
        let replace = button::plain(cx.lang.text(words)).icon(Icon::KeyRound).width(Fill);
        let replace = replace.focused(self.has_focus(&Target::ReplaceKey, cx));
        let replace = replace.on_press(Message::TargetPressed(Target::ReplaceKey));
        let note = begun.then(|| {
            let words = label::caption(cx.lang.text("connections-key-begun"));
            container(words).padding(space::S).width(Fill).style(theme::container::soft(Tone::Wait))
        });
        let title = label::strong_l(cx.lang.text("connections-sin"));
        let content = column![title, line].push(note).push(Element::from(replace)).spacing(space::S);
        Some(card::card(content).width(Fill).into())
    }

    fn detail<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let Some(held) = self.chosen() else {
            return empty::empty(Icon::Plug, cx.lang.text("connections-none"), None);
        };
        let mut cards: Vec<Element<'a, Message>> = Vec::with_capacity(5);
        if covers(cx) {
            let back = button::quiet(cx.lang.text("connections-all")).icon(Icon::ArrowLeft).height(space::TARGET);
            cards.push(back.on_press(Message::TargetPressed(Target::Back)).into());
        }
        cards.push(self.health_card(held, cx));
        cards.push(self.may_card(cx));
        cards.extend(self.tills_card(cx));
        cards.push(self.acts(held, cx));
        page::scrolling(cards, DETAIL)
    }

    fn acts<'a>(&'a self, held: &'a Held, cx: &Context<'a>) -> Element<'a, Message> {
        let remove = button::destructive(cx.lang.text("connections-remove")).icon(Icon::Trash2);
        let remove = remove.focused(self.has_focus(&Target::Remove, cx));
        let mut acts = Vec::with_capacity(2);
        if may_go(held) {
            acts.push(remove.on_press(Message::TargetPressed(Target::Remove)).into());
        }
        if !held.preferred && held.waiting.is_empty() {
            let prefer = button::plain(cx.lang.text("connections-prefer")).icon(Icon::Star);
            let prefer = prefer.focused(self.has_focus(&Target::Prefer, cx));
            acts.push(prefer.on_press(Message::TargetPressed(Target::Prefer)).into());
        }
        layout::row(acts).spacing(space::XS).wrap().vertical_spacing(space::XS).into()
    }

    pub(super) fn has_focus(&self, target: &Target, cx: &Context<'_>) -> bool {
        cx.keyboard && self.dialog.is_none() && self.walk.is_at(target)
    }
}

fn environment_pill<'a>(environment: Environment, cx: &Context<'a>) -> Element<'a, Message> {
    match environment {
        Environment::Practice => pill::small(Tone::Accent, Icon::GraduationCap, cx.lang.text("connections-practice")),
        Environment::Test => pill::small(Tone::Wait, Icon::FlaskConical, cx.lang.text("connections-test")),
        Environment::Live => pill::small(Tone::Idle, Icon::Landmark, cx.lang.text("connections-live")),
    }
}
