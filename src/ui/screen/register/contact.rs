//! The customer's mail and number before the code is made: needed for refunds, and always optional.

use iced::widget::{column, operation};

use super::panel::{Contact, Panel};
use super::state::{Answer, DIALOG_FIELD, Instruction, Message, Phase, Register};
use crate::domain::terms::{Buyer, Field};
use crate::notice;
use crate::ui::action::Action;
use crate::ui::context::Context;
use crate::ui::icon::Icon;
use crate::ui::theme::{self, space};
use crate::ui::widget::field::field;
use crate::ui::widget::layout::Breakpoint;
use crate::ui::widget::{Element, button, dialog, label};

impl Register {
    pub(super) fn open_contact(&mut self) -> Answer {
        self.panel = Panel::Contact(Contact::default());
        Action::task(operation::focus(DIALOG_FIELD))
    }

    pub(super) fn number_typed(&mut self, text: &str) -> Answer {
        if let Panel::Contact(contact) = &mut self.panel {
            contact.sms = text.chars().filter(|c| !c.is_control()).take(NUMBER_MAX).collect();
            contact.wrong = None;
        }
        Action::none()
    }

    /// Charges with what was given; nothing given is fine.
    pub(super) fn charge_contact(&mut self, contact: &Contact) -> Answer {
        let (email, sms) = (contact.email.trim().to_owned(), contact.sms.trim().to_owned());
        let buyer = Buyer { email, sms, ..Buyer::default() };
        if let Err(wrong) = buyer.check() {
            if let Panel::Contact(contact) = &mut self.panel {
                contact.wrong = Some(wrong);
            }
            return Action::none();
        }
        self.panel = Panel::None;
        self.phase = Phase::Charging;
        let buyer = Some(buyer).filter(|buyer| !buyer.is_empty());
        Action::ask(Instruction::Charge(super::state::Checkout { buyer, ..self.checkout() }))
    }

    pub(super) fn contact_dialog<'a>(&'a self, contact: &'a Contact, cx: &Context<'a>) -> Element<'a, Message> {
        let wrong = |at: Field| {
            let wrong = contact.wrong.filter(|wrong| wrong.field == at);
            wrong.map(|wrong| notice::term(wrong.rule, cx.lang))
        };
        let mail = field("", &contact.email)
            .label(cx.lang.text("register-contact-mail"))
            .error(wrong(Field::BuyerEmail))
            .id(DIALOG_FIELD)
            .on_input(Message::DialogTyped);
        let number = field("", &contact.sms)
            .label(cx.lang.text("register-contact-number"))
            .error(wrong(Field::BuyerSms))
            .on_input(Message::NumberTyped);
        let why = label::body(cx.lang.text("register-contact-why")).style(theme::text::muted);
        let content = column![why, Element::from(mail), Element::from(number)].spacing(space::M);
        let keys = Breakpoint::of(cx.size).shows_keys();
        let back = button::plain(cx.lang.text("register-back")).key_if(keys, "Esc").on_press(Message::DialogClosed);
        let empty = contact.email.trim().is_empty() && contact.sms.trim().is_empty();
        let verb = if empty { "register-contact-skip" } else { "register-contact-go" };
        let go = button::primary(cx.lang.text(verb)).icon(Icon::QrCode).key_if(keys, "Enter");
        let verbs = vec![back.into(), go.on_press(Message::DialogConfirmed).into()];
        let title = cx.lang.text("register-contact-title");
        if crate::ui::screen::numpad::is_low(cx.size) {
            return dialog::low(title, content, verbs);
        }
        dialog::question(title, content, verbs)
    }
}

/// Characters of a telephone number as people write it.
const NUMBER_MAX: usize = 32;
