//! How the register is laid out on each size of window.

use iced::Fill;
use iced::widget::{column, container};

use super::panel::Panel;
use super::state::{Message, Page, Phase, Register};
use crate::ui::context::Context;
use crate::ui::screen::cash;
use crate::ui::theme::space;
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::{Element, dialog};

impl Register {
    /// Draws the register; pure.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        if let Panel::Cash(cash) = &self.panel {
            let is_open = self.phase == Phase::Open;
            return cash::page(cash, is_open, None, cx).map(of_cash);
        }
        let page = self.page_of(cx);
        dialog::over(page, self.dialog(cx), Some(Message::DialogClosed))
    }

    fn page_of<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let at = Breakpoint::of(cx.size);
        let parts = match (at, cx.catalog.products().is_empty()) {
            (Breakpoint::Small, empty) => self.small(cx, empty || self.page == Page::Amount),
            (Breakpoint::Portrait, false) => return self.portrait(cx),
            (Breakpoint::Compact | Breakpoint::Standard | Breakpoint::Wide | Breakpoint::Portrait, true) => {
                self.amounts_only(cx)
            }
            (Breakpoint::Compact, false) => self.compact(cx),
            (Breakpoint::Standard | Breakpoint::Wide, false) => self.three(cx),
        };
        let parts = if cx.config.look.left_handed { parts.into_iter().rev().collect() } else { parts };
        container(layout::row(parts).spacing(at.gap())).padding(at.edge()).width(Fill).height(Fill).into()
    }

    fn three<'a>(&'a self, cx: &Context<'a>) -> Vec<Element<'a, Message>> {
        let at = Breakpoint::of(cx.size);
        let pad = layout::own_layer(self.pad_column(cx));
        let pad = container(pad).width(at.keypad_width().unwrap_or(268.0));
        let cart = container(self.cart_card(cx)).width(at.cart_width().unwrap_or(404.0));
        vec![self.products(cx), pad.into(), cart.into()]
    }

    fn compact<'a>(&'a self, cx: &Context<'a>) -> Vec<Element<'a, Message>> {
        let left = if self.pad_shows() { self.pad_over_products(cx) } else { self.products(cx) };
        let cart = container(self.cart_card(cx)).width(372);
        vec![left, cart.into()]
    }

    fn small<'a>(&'a self, cx: &Context<'a>, amount: bool) -> Vec<Element<'a, Message>> {
        let left = if amount { self.pad_small(cx) } else { self.products(cx) };
        vec![left, container(self.cart_card(cx)).width(360).into()]
    }

    fn portrait<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let pad = container(self.pad_column(cx)).width(340);
        let lower = layout::row(vec![pad.into(), self.cart_card(cx)]).spacing(space::M).height(760);
        container(column![container(self.products(cx)).height(Fill), lower].spacing(space::M)).padding(space::M).into()
    }

    fn amounts_only<'a>(&'a self, cx: &Context<'a>) -> Vec<Element<'a, Message>> {
        let width = Breakpoint::of(cx.size).cart_width().unwrap_or(420.0).max(372.0) + 16.0;
        vec![self.pad_large(cx), container(self.amounts_side(cx)).width(width).into()]
    }

    /// Whether the keypad lies over the products where there is room for one of them only.
    fn pad_shows(&self) -> bool {
        self.pad_open || !self.entry.is_empty() || self.times.is_some()
    }
}

/// What a press on the cash page is to the register.
fn of_cash(message: cash::Message) -> Message {
    match message {
        cash::Message::KeyPressed(key) => Message::PadPressed(key),
        cash::Message::Chosen(given) => Message::CashChosen(given),
        cash::Message::DonePressed => Message::DialogConfirmed,
        cash::Message::BackPressed => Message::DialogClosed,
    }
}
