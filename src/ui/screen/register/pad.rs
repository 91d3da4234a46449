//! The amount being typed and the keypad, in each of their sizes.

use iced::widget::{Space, button as raw_button, column, container, row};
use iced::{Center, Fill, Length};

use super::last;
use super::state::{Message, Page, Register, Target};
use crate::domain::keypad::Key;
use crate::ui::context::Context;
use crate::ui::icon::{Icon, icon};
use crate::ui::screen::numpad;
use crate::ui::theme::{self, space};
use crate::ui::widget::amount::amount;
use crate::ui::widget::keypad::{self as pad, Order};
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::{Element, button, focus, keycap, label};

/// What the amount takes on a page of its own, with the gap below, in px.
const LARGE_ENTRY: f32 = 246.0;

impl Register {
    /// The keypad column between products and cart.
    pub(super) fn pad_column<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let at = Breakpoint::of(cx.size);
        let (gap, wide) = (space::S, at == Breakpoint::Wide);
        let upper = column![
            self.entry_card(cx, if wide { 52.0 } else { 44.0 }),
            self.keys(cx, if wide { 34.0 } else { 28.0 }),
            self.extra_keys(cx),
            self.add_button(cx),
        ]
        .spacing(gap)
        .height(Fill);
        column![upper].push(self.last_sale(cx, false)).spacing(space::M).into()
    }

    /// The keypad in the place of the products, on windows without room for both.
    pub(super) fn pad_over_products<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let back = button::plain(cx.lang.text("register-products"))
            .icon(Icon::LayoutGrid)
            .on_press(Message::PageChosen(Page::Products));
        let head = row![back].spacing(space::XS);
        column![head, self.entry_card(cx, 52.0), self.keys(cx, 34.0), self.extra_keys(cx), self.add_button(cx)]
            .spacing(space::S)
            .width(Fill)
            .into()
    }

    /// The Amount half of a small window.
    pub(super) fn pad_small<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let line =
            layout::row(vec![self.entry_label(cx), Space::new().width(Fill).into(), self.entry_figure(cx, 44.0)])
                .align_y(Center);
        let entry = container(line).padding([0.0, space::M]).center_y(72).style(theme::container::entry(self.refused));
        let keys = self.keypad(cx, 24.0).gap(space::TARGET_GAP_SMALL);
        let add = self.add_face(cx).height(space::BUTTON).width(Fill);
        let last = layout::row(vec![add.into(), self.times_button(cx, space::BUTTON, 112.into())]).spacing(space::XS);
        column![entry, Element::from(keys), last].spacing(space::XS).width(Fill).height(Fill).into()
    }

    /// The keypad of a shop without products: the amount is the page.
    pub(super) fn pad_large<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let at = Breakpoint::of(cx.size);
        let size = (128.0 * at.amount_scale()).round();
        let typing = !self.entry.is_empty() || self.times.is_some();
        let word = if typing { "register-amount" } else { "register-to-charge" };
        let figure =
            if typing || self.cart.is_empty() { self.entry_figure(cx, size) } else { self.total_figure(cx, size) };
        let head = layout::row(vec![
            label::body_l(cx.lang.text(word)).style(theme::text::muted).into(),
            rest_of_line(),
            self.times_mark(cx),
        ]);
        let addends = label::scaled(self.addends(cx), theme::text::SECTION.with(crate::ui::font::SANS))
            .style(theme::text::muted)
            .width(Fill)
            .align_x(layout::end());
        let figure = container(figure).width(Fill).align_x(layout::end());
        let card = container(column![head, figure, addends].spacing(space::XXS))
            .padding([space::S, space::XL])
            .width(Fill)
            .center_y(Fill)
            .style(theme::container::entry(self.refused));
        let keys = self.keypad(cx, 38.0).key_height(numpad::key_height(cx, LARGE_ENTRY));
        column![card, Element::from(keys)].spacing(space::M).width(Fill).into()
    }

    fn entry_card<'a>(&'a self, cx: &Context<'a>, size: f32) -> Element<'a, Message> {
        let aside = label::caption(cx.lang.text("register-no-product")).style(theme::text::muted);
        let aside: Element<'a, Message> = if self.times.is_some() { self.times_mark(cx) } else { aside.into() };
        let head = layout::row(vec![self.entry_label(cx), rest_of_line(), aside]);
        let figure = container(self.entry_figure(cx, size)).width(Fill).align_x(layout::end());
        container(column![head, figure].spacing(space::XXS))
            .padding([space::S, space::M])
            .width(Fill)
            .style(theme::container::entry(self.refused))
            .into()
    }

    fn entry_label<'a>(&self, cx: &Context<'a>) -> Element<'a, Message> {
        label::caption(cx.lang.text("register-amount")).style(theme::text::muted).into()
    }

    fn entry_figure<'a>(&self, cx: &Context<'a>, size: f32) -> Element<'a, Message> {
        let typed = self.entry.amount();
        let figure = amount(cx.lang.sign(self.currency()), cx.lang.digits(typed)).size(size);
        let room = figure_room(cx);
        let figure = figure.fit(room);
        if self.entry.is_empty() { figure.faint().into() } else { figure.into() }
    }

    fn total_figure<'a>(&self, cx: &Context<'a>, size: f32) -> Element<'a, Message> {
        amount(cx.lang.sign(self.currency()), cx.lang.digits(self.cart.total())).size(size).fit(figure_room(cx)).into()
    }

    /// `× 3` while a quantity is typed.
    fn times_mark<'a>(&self, cx: &Context<'a>) -> Element<'a, Message> {
        let Some(times) = &self.times else { return Space::new().into() };
        let words = if times.is_empty() { cx.lang.text("register-how-many") } else { format!("× {times}") };
        label::caption_strong(words).style(theme::text::accent).into()
    }

    /// `12.00 + 9.50`, the newest few.
    fn addends(&self, cx: &Context<'_>) -> String {
        const SHOWN: usize = 5;
        let lines = self.cart.lines();
        let shown = lines.iter().skip(lines.len().saturating_sub(SHOWN));
        let mut parts: Vec<String> = shown.filter_map(|line| Some(cx.lang.digits(line.total().ok()?))).collect();
        if !self.entry.is_empty() {
            parts.push(cx.lang.digits(self.entry.amount()));
        }
        if parts.len() < 2 {
            return " ".to_owned();
        }
        let more = if lines.len() > SHOWN { "… + " } else { "" };
        format!("{more}{}", parts.join(" + "))
    }

    fn keypad<'a>(&self, cx: &Context<'a>, size: f32) -> pad::Keypad<'a, Message> {
        let order = if cx.config.look.phone_keypad { Order::Telephone } else { Order::Calculator };
        pad::keypad(|key| Message::PadPressed(numpad::domain_key(key))).order(order).text_size(size)
    }

    /// The pad; it fills what is left, but a tall window does not make tall keys.
    fn keys<'a>(&self, cx: &Context<'a>, size: f32) -> Element<'a, Message> {
        let pad = self.keypad(cx, size);
        if Breakpoint::of(cx.size) == Breakpoint::Wide {
            pad.key_height(numpad::key_height(cx, 0.0)).into()
        } else {
            pad.into()
        }
    }

    /// Separator, clear and quantity, which the pad itself has no room for.
    fn extra_keys<'a>(&self, cx: &Context<'a>) -> Element<'a, Message> {
        let mut keys = Vec::new();
        if self.currency().exponent() > 0 {
            let mark = label::heading(cx.lang.mark().char().to_string());
            keys.push(small_key(mark.into(), Key::Separator));
        }
        keys.push(small_key(label::strong("C").into(), Key::Clear));
        keys.push(self.times_button(cx, space::TARGET, Length::FillPortion(2)));
        layout::row(keys).spacing(space::XS).into()
    }

    pub(super) fn times_button<'a>(&self, cx: &Context<'a>, height: f32, width: Length) -> Element<'a, Message> {
        let words = cx.lang.text("register-times");
        let face = if self.times.is_some() { button::soft(words) } else { button::plain(words) };
        face.height(height)
            .width(width)
            .focused(self.has_focus(Target::Times, cx))
            .on_press(Message::TimesPressed)
            .into()
    }

    fn add_button<'a>(&self, cx: &Context<'a>) -> Element<'a, Message> {
        let ready = self.can_add();
        let face = self.add_face(cx).height(space::BUTTON_LARGE).width(Fill);
        let face = if ready { face.spread().key("Enter") } else { face };
        face.into()
    }

    fn can_add(&self) -> bool {
        self.entry.amount().is_positive() || self.quantity().is_some()
    }

    pub(super) fn add_face<'a>(&self, cx: &Context<'a>) -> button::Button<'a, Message> {
        let typed = self.entry.amount();
        let total = typed.checked_mul(self.quantity().unwrap_or(1)).unwrap_or(typed);
        let words = match (typed.is_positive(), self.quantity()) {
            (true, _) => cx.lang.with("register-add", &[("amount", (&cx.lang.money(total)).into())]),
            (false, Some(quantity)) => {
                cx.lang.with("register-set-quantity", &[("quantity", u64::from(quantity).into())])
            }
            (false, None) => cx.lang.text("register-add-amount"),
        };
        button::soft(words)
            .icon(Icon::Plus)
            .focused(self.has_focus(Target::Add, cx))
            .on_press_maybe(self.can_add().then_some(Message::AddPressed))
    }

    /// Did the last sale go through?
    pub(super) fn last_sale<'a>(&self, cx: &Context<'a>, large: bool) -> Option<Element<'a, Message>> {
        let last = last::last(cx)?;
        let words = column![
            label::caption_strong(last.title).width(Fill).align_x(layout::start()),
            label::small(last.detail).width(Fill).align_x(layout::start())
        ];
        let mut parts: Vec<Element<'a, Message>> = vec![icon(last.icon).into(), words.into()];
        if Breakpoint::of(cx.size).shows_keys() {
            parts.push(keycap::keycap("F3", |t| t.muted));
        }
        let line = layout::row(parts).spacing(space::S).align_y(Center);
        let height = if large { 78.0 } else { 62.0 };
        let face = raw_button(container(line).center_y(Fill))
            .padding([0.0, space::S])
            .width(Fill)
            .height(height)
            .style(theme::button::note(last.tone))
            .on_press(Message::LastSalePressed);
        Some(focus::ring(face).when(self.has_focus(Target::LastSale, cx)).radius(space::R_NOTE).into())
    }

    /// What stands beside the large keypad.
    pub(super) fn amounts_side<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let keys = Breakpoint::of(cx.size).shows_keys();
        let add = self.add_face(cx).width(Fill).key_if(keys, "Enter");
        let actions = column![Element::from(add), self.extra_keys(cx), self.charge_row(cx, 104.0)];
        column![]
            .push(self.last_sale(cx, true))
            .push(self.amounts_card(cx))
            .push(actions.spacing(space::XS))
            .spacing(space::M)
            .into()
    }
}

/// How wide a figure may be beside the cart, in px.
fn figure_room(cx: &Context<'_>) -> f32 {
    let at = Breakpoint::of(cx.size);
    let cart = at.cart_width().unwrap_or(0.0);
    match at.keypad_width().filter(|_| !cx.catalog.products().is_empty()) {
        Some(pad) => pad - 2.0 * space::M,
        None => cx.size.width - cart - 2.0 * at.edge() - at.gap() - 96.0,
    }
}

fn small_key<'a>(face: Element<'a, Message>, key: Key) -> Element<'a, Message> {
    raw_button(container(face).center(Fill))
        .padding(0)
        .width(Fill)
        .height(space::TARGET)
        .style(theme::button::key)
        .on_press(Message::PadPressed(key))
        .into()
}

fn rest_of_line<'a>() -> Element<'a, Message> {
    Space::new().width(Fill).into()
}
