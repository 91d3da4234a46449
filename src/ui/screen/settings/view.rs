//! The page: groups in one column, and beside them what would change.

use iced::Fill;
use iced::widget::{Column, column, container};

use super::control::{effect, name};
use super::item::{Group, Item};
use super::value::Fault;
use super::{LIST, Message, Settings};
use crate::config::Config;
use crate::ui::context::Context;
use crate::ui::icon::Icon;
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::{Element, button, card, empty, label, page, verdict};

/// The version of the program.
const VERSION: &str = env!("CARGO_PKG_VERSION");

impl Settings {
    /// Draws the page; pure.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let (changed, faults) = self.draft.apply(cx.config);
        let shown = self.draft.shown(cx.config);
        let groups = Group::ALL.into_iter().filter_map(|group| self.group(group, &shown, &faults, cx));
        let list = page::scrolling(groups.collect::<Vec<_>>(), LIST);
        if matches!(Breakpoint::of(cx.size), Breakpoint::Small | Breakpoint::Portrait) {
            let foot = (!self.draft.is_clean()).then(|| self.acts(&faults, cx));
            return column![list].push(foot).spacing(space::XS).into();
        }
        let title = cx.lang.text("owner-settings");
        let about = cx.lang.with("settings-about-page", &[("till", cx.config.shop.till.as_str().into())]);
        let width = if Breakpoint::of(cx.size) == Breakpoint::Compact { 300 } else { 380 };
        let columns = page::columns(list, self.changes(&changed, &faults, cx), width);
        column![page::head(title, about, Vec::new()), columns].spacing(space::L).into()
    }

    fn group<'a>(
        &'a self,
        group: Group,
        shown: &[Item],
        faults: &[(Item, Fault)],
        cx: &Context<'a>,
    ) -> Option<Element<'a, Message>> {
        let title = label::section(cx.lang.text(group.word())).width(Fill).align_x(layout::start());
        let rows = shown.iter().filter(|item| item.group() == group).map(|item| {
            let fault = faults.iter().find(|(at, _)| at == item).map(|(_, fault)| *fault);
            self.control(*item, fault, cx)
        });
        let mut rows: Vec<Element<'a, Message>> = rows.collect();
        if group == Group::About {
            rows.extend(about(cx));
        }
        let about = about_terms(group, cx).map(|words| label::caption(words).style(theme::text::muted).width(Fill));
        let empty = rows.is_empty();
        let rows = Column::with_children(rows).spacing(space::M).width(Fill);
        (!empty).then(|| card::card(column![title].push(about).push(rows).spacing(space::S)).width(Fill).into())
    }

    /// What would change, each in one sentence, and the two buttons.
    fn changes<'a>(&'a self, changed: &Config, faults: &[(Item, Fault)], cx: &Context<'a>) -> Element<'a, Message> {
        if self.draft.is_clean() && self.trouble.is_none() {
            let nothing = empty::empty(Icon::CircleCheck, cx.lang.text("settings-nothing"), None);
            return card::card(nothing).width(Fill).into();
        }
        let title = label::section(cx.lang.text("settings-changes")).width(Fill).align_x(layout::start());
        let lines = self.draft.changed().map(|item| {
            let wrong = faults.iter().any(|(at, _)| *at == item);
            let sentence = if wrong {
                label::body(cx.lang.text("settings-not-yet")).style(theme::text::stop)
            } else {
                label::body(effect(item, changed, cx.lang))
            };
            let name = label::small(name(item, cx.lang)).style(theme::text::muted).width(Fill);
            column![name, sentence.width(Fill)].spacing(2).into()
        });
        let lines = page::scrolling(lines.collect::<Vec<Element<'a, Message>>>(), CHANGES);
        let trouble = self.trouble.as_ref().map(|trouble| {
            let words: Element<'a, Message> =
                verdict::soft(Tone::Stop, Icon::OctagonAlert, trouble.happened.as_str(), trouble.todo.as_str());
            words
        });
        let content = column![title, lines].push(trouble).push(self.acts(faults, cx)).spacing(space::M);
        card::card(content).width(Fill).height(Fill).into()
    }

    fn acts<'a>(&'a self, faults: &[(Item, Fault)], cx: &Context<'a>) -> Element<'a, Message> {
        let keys = Breakpoint::of(cx.size).shows_keys();
        let undo = button::plain(cx.lang.text("settings-undo")).key_if(keys, "Esc").on_press(Message::UndoPressed);
        let save = button::primary(cx.lang.text("settings-save")).width(Fill);
        let ready = faults.is_empty() && !self.draft.is_clean();
        let save = if self.saving {
            save.busy(cx.lang.text("settings-saving")).moves(!cx.config.look.reduced_motion)
        } else {
            save.key_if(keys, "Ctrl S").on_press_maybe(ready.then_some(Message::SavePressed))
        };
        container(layout::row(vec![undo.into(), save.into()]).spacing(space::XS)).width(Fill).into()
    }
}

/// The list of changes, so that it scrolls by itself.
const CHANGES: &str = "settings-changes-list";

/// Which connection the terms are about.
fn about_terms(group: Group, cx: &Context<'_>) -> Option<String> {
    let held = cx.config.preferred().filter(|_| group == Group::Terms)?;
    Some(cx.lang.with("settings-terms-of", &[("name", held.name.as_str().into())]))
}

fn about<'a>(cx: &Context<'a>) -> Vec<Element<'a, Message>> {
    let fact = |key: &str, value: String| page::line(cx.lang.text(key), label::medium(value));
    vec![
        fact("settings-version", VERSION.to_owned()),
        fact("settings-currency", cx.config.shop.currency.code().to_owned()),
        fact("settings-language", cx.lang.text("settings-english")),
    ]
}
