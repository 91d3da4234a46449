//! Another tender for a sale that waits: the picker, and cash being counted.

use iced::Fill;
use iced::keyboard::key::Named;
use iced::widget::column;

use super::parts::Page;
use super::{Answer, Instruction, Message, Over, Pay, is_unpaid, may_renew};
use crate::config::Connection;
use crate::domain::id::GatewayId;
use crate::domain::sale::Sale;
use crate::ui::action::Action;
use crate::ui::context::Context;
use crate::ui::icon::Icon;
use crate::ui::press::{Hit, Press};
use crate::ui::screen::cash::{self, Cash};
use crate::ui::screen::guard::DEAF;
use crate::ui::screen::look;
use crate::ui::theme::{self, space};
use crate::ui::widget::layout;
use crate::ui::widget::{Column, Element, button, dialog, label};

impl Pay {
    /// Opens the picker.
    pub(super) fn open_tenders(&mut self, sale: &Sale, cx: &Context<'_>) -> Answer {
        if is_unpaid(sale) {
            self.over = Over::Tenders(cx.mono);
        }
        Action::none()
    }

    /// Begins to count cash.
    pub(super) fn open_cash(&mut self, sale: &Sale) -> Answer {
        if is_unpaid(sale) {
            self.over = Over::Cash { cash: Cash::new(sale.total), sent: false };
        }
        Action::none()
    }

    /// Takes a press of the cash page. Done is heard once, until the app says that it could not be done.
    pub(super) fn counted(&mut self, message: &cash::Message, sale: &Sale) -> Answer {
        let Over::Cash { cash, sent: false } = &mut self.over else { return Action::none() };
        match message {
            cash::Message::KeyPressed(key) => cash.press(*key),
            cash::Message::Chosen(given) => cash.choose(*given),
            cash::Message::BackPressed => self.over = Over::Nothing,
            cash::Message::DonePressed if cash.change().is_none() => cash.refused = true,
            cash::Message::DonePressed => {
                let given = cash.given();
                self.over = Over::Cash { cash: cash.clone(), sent: true };
                return Action::ask(Instruction::Cash { sale: sale.id, given });
            }
        }
        Action::none()
    }

    /// The app could not do it; the cash is counted still.
    pub(super) fn reopen(&mut self) -> Answer {
        if let Over::Cash { sent, .. } = &mut self.over {
            *sent = false;
        }
        Action::none()
    }

    /// Asks another connection, where no code can be paid any more.
    pub(super) fn ask_other(&mut self, gateway: &GatewayId, sale: &Sale, cx: &Context<'_>) -> Answer {
        let known = others(sale, cx).any(|connection| connection.name == gateway.0);
        if !known || !may_renew(sale) {
            return Action::none();
        }
        self.over = Over::Nothing;
        self.start_again();
        Action::ask(Instruction::NewCode { sale: sale.id, gateway: Some(gateway.clone()) })
    }

    pub(super) fn press_in_tenders(&mut self, press: &Press, awake: bool, cx: &Context<'_>) -> Answer {
        match press.key {
            Hit::Named(Named::Enter | Named::F7) if awake => self.update(Message::CashPressed, cx),
            Hit::Named(Named::Escape) => self.update(Message::OverClosed, cx),
            Hit::Named(_) | Hit::Char(_) => Action::none(),
        }
    }
}

/// Whether a press on the picker that opened at `since` was meant for it.
pub(super) fn is_awake(since: crate::domain::live::Mono, cx: &Context<'_>) -> bool {
    cx.mono.since(since) >= DEAF
}

/// Connections that could be asked instead: paired, for the same kind of money, and not the one that was asked.
fn others<'a>(sale: &'a Sale, cx: &Context<'a>) -> impl Iterator<Item = &'a Connection> {
    let asked = sale.current().map(|attempt| &attempt.request.gateway);
    let environment = cx.gateway.map(|gateway| gateway.environment);
    cx.config.connections.iter().filter(move |connection| {
        connection.pairing_code.is_empty()
            && Some(connection.environment) == environment
            && asked.is_none_or(|asked| asked.0 != connection.name)
    })
}

impl<'a> Page<'a> {
    /// One large button per tender; what is impossible stays in its place and says why.
    pub(super) fn tenders(&self) -> Element<'a, Message> {
        let lang = self.cx.lang;
        let keys = self.at.shows_keys();
        let height = if self.is_small() { space::BUTTON } else { space::BUTTON_LARGE };
        let cash = button::primary(self.text("register-cash"))
            .icon(Icon::Banknote)
            .width(Fill)
            .height(height)
            .key_if(keys, "F7")
            .on_press(Message::CashPressed);
        let note = label::caption(self.cash_note()).style(theme::text::muted).width(Fill).align_x(layout::start());
        let cash = column![Element::from(cash), note].spacing(space::XXS);
        let mut faces: Vec<Element<'a, Message>> = vec![cash.into()];
        for connection in others(self.sale, &self.cx) {
            faces.push(self.other(connection, height));
        }
        let total = lang.money(self.sale.total);
        let parts = [("number", self.sale.number.into()), ("total", total.as_str().into())];
        let title = lang.with("pay-tender-question", &parts);
        let list = Column::with_children(faces).spacing(space::S);
        let back = button::plain(self.text("register-back")).key_if(keys, "Esc").on_press(Message::OverClosed);
        dialog::question(title, list, vec![back.into()])
    }

    fn other(&self, connection: &'a Connection, height: f32) -> Element<'a, Message> {
        let name = connection.name.as_str();
        let ready = may_renew(self.sale);
        let face = button::plain(self.cx.lang.with("pay-tender-code", &[("name", name.into())]));
        let chosen = Message::TenderChosen(GatewayId(name.to_owned()));
        let face = face.icon(Icon::QrCode).width(Fill).height(height);
        if ready {
            return face.on_press(chosen).into();
        }
        let end = self.attempt.and_then(|attempt| attempt.invoice.as_ref()?.expires);
        let end = end.map_or_else(|| self.text("its-end"), |end| end.clock(self.cx.offset_min));
        face.disabled(self.cx.lang.with("pay-tender-live", &[("end", end.as_str().into())])).into()
    }

    /// What becomes of the code when the sale is paid otherwise.
    pub(super) fn cash_note(&self) -> String {
        let gateway = look::gateway(&self.cx);
        let key = if self.sale.payable().is_some() { "pay-cash-live" } else { "pay-cash-ended" };
        self.cx.lang.with(key, &[("gateway", gateway.as_str().into())])
    }
}
