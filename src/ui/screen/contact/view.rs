//! The contact dialog, drawn.

use iced::Fill;
use iced::widget::column;

use super::{Contacting, FIELD, Message, Way};
use crate::ui::context::Context;
use crate::ui::icon::Icon;
use crate::ui::screen::look;
use crate::ui::theme::{self, space};
use crate::ui::widget::field::field;
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::{Element, button, dialog, label, segmented};

impl Contacting {
    /// Draws the dialog; pure.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let gateway = look::gateway(cx);
        let content: Element<'a, Message> = if self.way == Way::Done {
            label::body_l(cx.lang.with("contact-done", &[("gateway", (&gateway).into())])).width(Fill).into()
        } else {
            let failure = self.failure.as_ref().map(|notice| {
                label::medium(notice.line()).style(theme::text::stop).width(Fill).align_x(layout::start())
            });
            column![].push(self.ways(cx)).push(self.input(&gateway, cx)).push(failure).spacing(space::M).into()
        };
        dialog::question(cx.lang.text("contact-question"), content, self.verbs(cx))
    }

    fn ways<'a>(&self, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        let words = [cx.lang.plain("contact-mail"), cx.lang.plain("contact-sms")];
        let chosen = match self.way {
            Way::Mail => 0,
            Way::Sms => 1,
            Way::Code | Way::Done => return None,
        };
        Some(segmented::segmented(&words, chosen, Message::WayChosen))
    }

    fn input<'a>(&'a self, gateway: &str, cx: &Context<'a>) -> Element<'a, Message> {
        let (name, hint, wrong) = match self.way {
            Way::Mail => ("contact-mail-label", "contact-mail-hint", "contact-mail-wrong"),
            Way::Sms => ("contact-sms-label", "contact-sms-hint", "contact-sms-wrong"),
            Way::Code | Way::Done => ("contact-code-label", "contact-code-hint", "contact-code-wrong"),
        };
        field("", &self.text)
            .label(cx.lang.text(name))
            .hint(cx.lang.with(hint, &[("gateway", gateway.into())]))
            .error(self.wrong.then(|| cx.lang.text(wrong)))
            .id(FIELD)
            .on_input(Message::Typed)
            .into()
    }

    fn verbs<'a>(&self, cx: &Context<'a>) -> Vec<Element<'a, Message>> {
        let keys = Breakpoint::of(cx.size).shows_keys();
        let close = |key| button::plain(cx.lang.text(key)).key_if(keys, "Esc").on_press(Message::ClosePressed);
        if self.way == Way::Done {
            let close = button::primary(cx.lang.text("refund-close")).icon(Icon::Check).key_if(keys, "Enter");
            return vec![close.on_press(Message::ClosePressed).into()];
        }
        let send = button::primary(cx.lang.text("contact-send")).icon(Icon::Mail).key_if(keys, "Enter");
        let send =
            if self.busy { send.busy(cx.lang.text("refund-sending")) } else { send.on_press(Message::SendPressed) };
        vec![close("refund-back").into(), send.into()]
    }
}
