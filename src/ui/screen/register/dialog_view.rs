//! The dialogs of a line, drawn.

use iced::Fill;
use iced::widget::{Space, column, container, row};

use super::cart::line_name;
use super::panel::{Note, Panel, PriceChange};
use super::state::{DIALOG_FIELD, Message, Register};
use crate::domain::cart::Kind;
use crate::ui::context::Context;
use crate::ui::icon::Icon;
use crate::ui::screen::numpad;
use crate::ui::theme::{self, space};
use crate::ui::widget::amount::amount;
use crate::ui::widget::chip::chip;
use crate::ui::widget::field::field;
use crate::ui::widget::keypad::{self, Order};
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::segmented::segmented;
use crate::ui::widget::{Element, button, dialog, label};

/// The kinds a typed amount can be, in their order.
const KINDS: [&str; 3] = ["register-kind-goods", "register-kind-tip", "register-kind-fee"];
/// Reasons that can be tapped, for tills without a keyboard.
const REASONS: [&str; 3] = ["register-reason-1", "register-reason-2", "register-reason-3"];

impl Register {
    /// The dialog that lies over the register, if any.
    pub(super) fn dialog<'a>(&'a self, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        match &self.panel {
            Panel::None | Panel::Cash(_) => None,
            Panel::Price(change) => Some(self.price_dialog(change, cx)),
            Panel::Note(note) => Some(self.note_dialog(note, cx)),
            Panel::Contact(contact) => Some(self.contact_dialog(contact, cx)),
        }
    }

    fn note_dialog<'a>(&'a self, note: &'a Note, cx: &Context<'a>) -> Element<'a, Message> {
        let question = cx.lang.with("register-note-question", &[("name", (&self.name_of(note.line, cx)).into())]);
        let text = field(cx.lang.plain("register-note-placeholder"), &note.text)
            .label(cx.lang.text("register-note"))
            .id(DIALOG_FIELD)
            .on_input(Message::DialogTyped);
        let kind = note.kind.map(|kind| kind_parts(kind, cx));
        let content = column![Element::from(text)].push(kind).spacing(space::M);
        dialog::question(question, content, verbs("register-keep-note", cx))
    }

    fn price_dialog<'a>(&'a self, change: &'a PriceChange, cx: &Context<'a>) -> Element<'a, Message> {
        let low = numpad::is_low(cx.size);
        let name = self.name_of(change.line, cx);
        let question = cx.lang.with("register-price-question", &[("name", (&name).into())]);
        let title = if low { label::section(question) } else { label::heading(question) };
        let now = cx.lang.with("register-price-now", &[("price", (&cx.lang.money(change.from)).into())]);
        let now = label::body(now).style(theme::text::muted);
        let reasons = container(reason_parts(change, cx)).width(Fill);
        let verbs = container(layout::row(verbs("register-change-price", cx)).spacing(space::XS))
            .width(Fill)
            .align_x(layout::end());
        let gap = if low { space::XS } else { space::M };
        let side = column![title, now, reasons, Space::new().height(Fill), verbs].spacing(gap).width(Fill);
        let pad = container(self.price_pad(change, cx)).width(if low { 280 } else { 300 });
        let body = row![pad, side].spacing(space::XL).height(if low { 420 } else { 500 });
        dialog::frame(container(body).padding(if low { space::M } else { space::XL }), 820.0)
    }

    fn price_pad<'a>(&'a self, change: &'a PriceChange, cx: &Context<'a>) -> Element<'a, Message> {
        let figure = amount(cx.lang.sign(self.currency()), cx.lang.digits(change.entry.amount())).size(40.0).fit(250.0);
        let figure = if change.entry.is_empty() { figure.faint() } else { figure };
        let head = label::caption(cx.lang.text("register-new-price")).style(theme::text::muted);
        let entry = container(column![head, container(figure).width(Fill).align_x(layout::end())])
            .padding([space::XS, space::M])
            .width(Fill)
            .style(theme::container::entry(change.wrong && !change.entry.amount().is_positive()));
        let order = if cx.config.look.phone_keypad { Order::Telephone } else { Order::Calculator };
        let keys = keypad::keypad(|key| Message::PadPressed(numpad::domain_key(key))).order(order).text_size(26.0);
        column![entry, Element::from(keys)].spacing(space::XS).into()
    }

    fn name_of(&self, index: usize, cx: &Context<'_>) -> String {
        let lines = self.cart.lines();
        let nth = lines.iter().take(index + 1).filter(|line| line.sku.is_none()).count();
        lines.get(index).map(|line| line_name(line, nth as u64, cx)).unwrap_or_default()
    }
}

/// What the money of a typed amount is for.
fn kind_parts<'a>(kind: Kind, cx: &Context<'a>) -> Element<'a, Message> {
    let words = KINDS.map(|key| cx.lang.plain(key));
    let chosen = Kind::ALL.iter().position(|have| *have == kind).unwrap_or_default();
    let ways = segmented(&words, chosen, |index| Message::KindChosen(Kind::ALL[index]));
    let what = label::caption(cx.lang.text("register-kind")).style(theme::text::muted);
    column![what, ways].spacing(space::XXS).align_x(layout::start()).into()
}

fn reason_parts<'a>(change: &'a PriceChange, cx: &Context<'a>) -> Element<'a, Message> {
    let chips = REASONS.iter().map(|key| {
        let word = cx.lang.text(key);
        let chosen = change.reason == word;
        chip(word.clone()).chosen(chosen).on_press(Message::DialogTyped(word)).into()
    });
    let chips = iced::widget::Row::with_children(chips).spacing(space::XS).wrap();
    let error = change.wrong.then(|| cx.lang.text("register-reason-missing"));
    let text = field(cx.lang.plain("register-reason"), &change.reason)
        .label(cx.lang.text("register-reason"))
        .hint(cx.lang.text("register-reason-hint"))
        .error(error)
        .id(DIALOG_FIELD)
        .on_input(Message::DialogTyped);
    column![Element::from(text), Element::from(chips)].spacing(space::S).align_x(layout::start()).into()
}

fn verbs<'a>(verb: &'static str, cx: &Context<'a>) -> Vec<Element<'a, Message>> {
    let keys = Breakpoint::of(cx.size).shows_keys();
    let back = button::plain(cx.lang.text("register-back")).key_if(keys, "Esc").on_press(Message::DialogClosed);
    let act =
        button::primary(cx.lang.text(verb)).icon(Icon::Check).key_if(keys, "Enter").on_press(Message::DialogConfirmed);
    vec![back.into(), act.into()]
}
