//! How questions and the change of the key look.

use iced::widget::{column, container};
use iced::{Center, Fill};

use super::dialog::{About, Dialog, Phase};
use super::{FIELD, Message};
use crate::domain::connection::Stage;
use crate::ui::context::Context;
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::field::field;
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::spinner::spinner;
use crate::ui::widget::{Column, Element, button, card, dialog, label};

/// A window lower than this has no room for a dialog's usual distances, in px.
const LOW: f32 = 640.0;

impl Dialog {
    pub(super) fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let question = cx.lang.with(self.key("title"), &[("name", self.name.as_str().into())]);
        let why = label::body(cx.lang.text(self.key("why"))).style(theme::text::muted).width(Fill);
        let mut content: Column<'a, Message> = column![why].spacing(space::M);
        content = content.push(self.field(cx)).push(self.steps(cx));
        if let About::RemoveTill(sin) = &self.about {
            content = content.push(label::code(sin.as_str()));
        }
        if let Phase::Failed(why) = &self.phase {
            content = content.push(card::note(Tone::Stop, Icon::OctagonAlert, &why.happened, &why.todo));
        }
        if cx.size.height < LOW {
            return dialog::low(question, content, self.verbs(cx));
        }
        dialog::question(question, content, self.verbs(cx))
    }

    fn field<'a>(&'a self, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        let wrong = self.wrong.then(|| cx.lang.text(self.key("wrong")));
        let entry = field("", &self.text)
            .label(cx.lang.text(self.key("field")))
            .hint(cx.lang.text(self.key("form")))
            .error(wrong)
            .mono()
            .id(FIELD)
            .on_input(Message::DialogTyped);
        self.has_field().then(|| entry.into())
    }

    /// The stages of the change: what is done, what is under way, what comes.
    fn steps<'a>(&'a self, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        let About::ReplaceKey(reached) = &self.about else { return None };
        let now = reached.unwrap_or(Stage::Link);
        let rows = Stage::ALL.into_iter().map(|stage| {
            let sign: Element<'a, Message> = if stage < now {
                icon(Icon::CircleCheck).color(|t| t.ok.ink).into()
            } else if stage == now && self.is_busy() {
                spinner(24.0).color(|t| t.accent_ink).moves(!cx.config.look.reduced_motion).into()
            } else {
                icon(Icon::StepDashed).color(|t| t.strong).into()
            };
            let words = label::body(cx.lang.text(stage_word(stage))).width(Fill);
            layout::row(vec![sign, words.into()]).spacing(space::S).align_y(Center).into()
        });
        let list = Column::with_children(rows).spacing(space::S);
        Some(container(list).padding(space::M).width(Fill).style(theme::container::inset).into())
    }

    fn verbs<'a>(&'a self, cx: &Context<'a>) -> Vec<Element<'a, Message>> {
        let busy = self.is_busy();
        let back = button::plain(cx.lang.text(if self.ended() { "connections-close" } else { "connections-back" }));
        let keys = Breakpoint::of(cx.size).shows_keys();
        let back = back.key_if(keys, "Esc").on_press_maybe((!busy).then_some(Message::DialogClosed));
        let words = cx.lang.text(self.key("verb"));
        let verb = if self.takes_away() { button::destructive(words) } else { button::primary(words) };
        let verb = if busy {
            verb.busy(cx.lang.text("connections-busy")).moves(!cx.config.look.reduced_motion)
        } else {
            verb.key_if(keys, "Enter").on_press(Message::DialogConfirmed)
        };
        let give_up = self.may_give_up().then(|| {
            let give_up = button::destructive(cx.lang.text("connections-key-give-up"));
            give_up.on_press(Message::GiveUpPressed).into()
        });
        let verb = (!self.ended()).then(|| verb.into());
        [give_up, Some(back.into()), verb].into_iter().flatten().collect()
    }

    fn takes_away(&self) -> bool {
        matches!(self.about, About::Remove | About::RemoveTill(_))
    }

    /// The catalogue's key of a part of the dialog.
    fn key(&self, part: &str) -> &'static str {
        match (&self.about, part) {
            (About::Remove, "title") => "connections-remove-title",
            (About::Remove, "why") => "connections-remove-why",
            (About::Remove, _) => "connections-remove",
            (About::AddTill, "title") => "connections-add-till-title",
            (About::AddTill, "why") => "connections-add-till-why",
            (About::AddTill, "field") => "connections-add-till-field",
            (About::AddTill, "form") => "connections-add-till-form",
            (About::AddTill, "wrong") => "connections-add-till-wrong",
            (About::AddTill, _) => "connections-add-till",
            (About::Approve, "title") => "connections-approve-title",
            (About::Approve, "why") => "connections-approve-why",
            (About::Approve, "field") => "connections-approve-field",
            (About::Approve, "form") => "connections-approve-form",
            (About::Approve, "wrong") => "connections-approve-wrong",
            (About::Approve, _) => "connections-approve",
            (About::RemoveTill(_), "title") => "connections-remove-till-title",
            (About::RemoveTill(_), "why") => "connections-remove-till-why",
            (About::RemoveTill(_), _) => "connections-remove-till",
            (About::ReplaceKey(_), "title") => "connections-key-title",
            (About::ReplaceKey(Some(Stage::Done)), "why") => "connections-key-done",
            (About::ReplaceKey(Some(_)), "why") => "connections-key-resumes",
            (About::ReplaceKey(None), "why") => "connections-key-why",
            (About::ReplaceKey(Some(_)), _) => "connections-key-go-on",
            (About::ReplaceKey(None), _) => "connections-key",
        }
    }
}

fn stage_word(stage: Stage) -> &'static str {
    match stage {
        Stage::Link => "connections-key-link",
        Stage::Switch => "connections-key-switch",
        Stage::Unlink => "connections-key-unlink",
        Stage::Done => "connections-key-done",
    }
}
