//! The cart: its lines, the total and the big button.

use iced::widget::{Column, Space, column, container, scrollable};
use iced::{Center, Fill};

use super::state::{LINES, Message, Phase, Register, Target};
use crate::domain::cart::{Kind, Line};
use crate::ui::context::Context;
use crate::ui::icon::Icon;
use crate::ui::screen::look;
use crate::ui::theme::button::Kind as Face;
use crate::ui::theme::{self, space};
use crate::ui::widget::amount::amount;
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::{Element, button, card, cart, empty, focus, label, stepper};

/// How wide a letter of the big button is, generously, in px.
const CHAR: f32 = 12.6;

impl Register {
    /// The cart with its total and Charge.
    pub(super) fn cart_card<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let at = Breakpoint::of(cx.size);
        let edge = if at == Breakpoint::Small { space::XS } else { space::M };
        let total =
            container(self.total_row(cx)).padding([0.0, if at == Breakpoint::Small { space::S - edge } else { 0.0 }]);
        let foot = column![total, self.charge_row(cx, charge_height(at))].spacing(if at == Breakpoint::Small {
            space::XXS
        } else {
            space::S
        });
        let foot = container(foot).padding([edge.min(space::S), edge]);
        let parts =
            column![self.head(cx), card::hairline(), self.lines(cx), card::hairline(), foot].width(Fill).height(Fill);
        card::flush(parts).height(Fill).into()
    }

    /// The cart beside the large keypad: its lines and the total.
    pub(super) fn amounts_card<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let foot = container(self.total_row(cx)).padding([space::S, space::M]);
        let parts =
            column![self.head(cx), card::hairline(), self.lines(cx), card::hairline(), foot].width(Fill).height(Fill);
        card::flush(parts).height(Fill).into()
    }

    fn head<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let small = Breakpoint::of(cx.size) == Breakpoint::Small;
        let number = cx.book.next_sale().to_string();
        let title = cx.lang.with("sale-number", &[("number", (&number).into())]);
        let title = if small { label::strong(title) } else { label::strong_l(title) };
        let mut parts: Vec<Element<'a, Message>> = vec![title.into()];
        if !self.cart.is_empty() {
            let items = cx.lang.with("items", &[("count", u64::from(self.cart.items()).into())]);
            parts.push(label::caption(items).style(theme::text::muted).into());
        }
        parts.push(Space::new().width(Fill).into());
        if self.cart.can_undo() {
            let undo = button::quiet(cx.lang.text("register-undo"))
                .icon(Icon::Undo2)
                .height(space::TARGET)
                .focused(self.has_focus(Target::Undo, cx))
                .on_press(Message::UndoPressed);
            parts.push(undo.into());
        }
        let edge = if small { space::S } else { space::M };
        let line = layout::row(parts).spacing(space::XS).align_y(Center);
        container(line)
            .padding(iced::padding::left(edge).right(space::XXS))
            .center_y(if small { space::TARGET } else { space::BUTTON })
            .width(Fill)
            .into()
    }

    fn lines<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        if self.cart.is_empty() {
            return empty::empty(Icon::ShoppingBag, cx.lang.text("register-empty"), None);
        }
        let mut amounts = 0;
        let mut rows: Vec<Element<'a, Message>> = Vec::with_capacity(self.cart.lines().len() * 2);
        for (index, line) in self.cart.lines().iter().enumerate() {
            amounts += u64::from(line.sku.is_none());
            rows.push(self.line(index, line, amounts, cx));
            rows.push(card::hairline());
        }
        scrollable(Column::with_children(rows).width(Fill))
            .direction(theme::scroll::vertical())
            .id(LINES)
            .width(Fill)
            .height(Fill)
            .into()
    }

    fn line<'a>(&'a self, index: usize, line: &'a Line, nth: u64, cx: &Context<'a>) -> Element<'a, Message> {
        let chosen = self.selected == Some(index);
        let total = line.total().map(|total| cx.lang.digits(total)).unwrap_or_default();
        let name = line_name(line, nth, cx);
        if Breakpoint::of(cx.size) == Breakpoint::Small && !chosen {
            let count = format!("{} ×", line.quantity);
            return cart::compact(count, name, total, Some(Message::LineTapped(index)));
        }
        let detail = format!("{} × {}", line.quantity, cx.lang.digits(line.price));
        let row = cart::line(name, detail, total).on_press(Message::LineTapped(index));
        let row = match line_note(line, cx) {
            Some((icon, words)) => row.note(icon, words),
            None => row,
        };
        let row = row.focused(self.has_focus(Target::Line(index), cx));
        if chosen { row.chosen(self.controls(line, cx)).into() } else { row.into() }
    }

    fn controls<'a>(&self, line: &Line, cx: &Context<'a>) -> Element<'a, Message> {
        let ring = |target, face: Element<'a, Message>| -> Element<'a, Message> {
            focus::ring(face).when(self.has_focus(target, cx)).into()
        };
        let narrow = Breakpoint::of(cx.size).cart_width().is_some_and(|width| width < 400.0);
        let price: Element<'a, Message> = if narrow {
            button::icon_edged(Face::Plain, Icon::Tag, Some(Message::PricePressed))
        } else {
            let words = cx.lang.text("register-price");
            button::plain(words).height(space::TARGET).on_press(Message::PricePressed).into()
        };
        let price = ring(Target::Price, price);
        let note = button::icon_edged(Face::Plain, Icon::StickyNote, Some(Message::NotePressed));
        let remove = button::icon_edged(Face::Destructive, Icon::Trash2, Some(Message::RemovePressed));
        let less_focused = self.has_focus(Target::Less, cx) || self.has_focus(Target::More, cx);
        let count = stepper::stepper(line.quantity, Some(Message::LessPressed), Some(Message::MorePressed));
        let acts = layout::row(vec![price, ring(Target::Note, note), ring(Target::Remove, remove)]).spacing(space::XS);
        layout::row(vec![
            focus::ring(count).when(less_focused).into(),
            container(acts).width(Fill).align_x(layout::end()).into(),
        ])
        .align_y(Center)
        .into()
    }

    fn total_row<'a>(&self, cx: &Context<'a>) -> Element<'a, Message> {
        let at = Breakpoint::of(cx.size);
        let size = if at == Breakpoint::Small { 40.0 } else { (48.0 * at.amount_scale().max(1.0)).round() };
        let total = amount(cx.lang.sign(self.currency()), cx.lang.digits(self.cart.total())).size(size);
        let total = total.fit(at.cart_width().unwrap_or(420.0) - 110.0);
        let total = if self.cart.is_empty() { total.faint() } else { total };
        let word = label::section(cx.lang.text("register-total"));
        let about = look::estimate(self.cart.total(), cx);
        let word = column![word].push(about.map(|about| label::caption(about).style(theme::text::muted)));
        layout::row(vec![word.into(), Space::new().width(Fill).into(), total.into()]).align_y(iced::Bottom).into()
    }

    /// Charge, and Cash beside it.
    pub(super) fn charge_row<'a>(&self, cx: &Context<'a>, height: f32) -> Element<'a, Message> {
        let cash = button::plain(cx.lang.text("register-cash"))
            .icon(Icon::Banknote)
            .stacked()
            .text(theme::text::CAPTION.with(crate::ui::font::SANS_SEMIBOLD))
            .width(if height < space::BUTTON_CHARGE { 76.0 } else { 80.0 })
            .height(height)
            .focused(self.has_focus(Target::Cash, cx))
            .on_press_maybe(self.can_charge().then_some(Message::CashPressed));
        layout::row(vec![self.charge_button(cx, height), cash.into()]).spacing(space::XS).into()
    }

    fn can_charge(&self) -> bool {
        self.phase == Phase::Open && (!self.cart.is_empty() || self.entry.amount().is_positive())
    }

    fn charge_button<'a>(&self, cx: &Context<'a>, height: f32) -> Element<'a, Message> {
        let owed = if self.cart.is_empty() { self.entry.amount() } else { self.cart.total() };
        let words = if owed.is_positive() {
            cx.lang.with("register-charge", &[("amount", (&cx.lang.money(owed)).into())])
        } else {
            cx.lang.text("register-charge-nothing")
        };
        let (at, letters) = (Breakpoint::of(cx.size), words.chars().count());
        let face = button::primary(words).large(height).width(Fill).focused(self.has_focus(Target::Charge, cx));
        let face = match self.phase {
            Phase::Charging => face.busy(cx.lang.text("register-charging")).moves(!cx.config.look.reduced_motion),
            Phase::Open => face.on_press_maybe(self.can_charge().then_some(Message::ChargePressed)),
        };
        if !at.shows_keys() || !self.can_charge() {
            return face.into();
        }
        let typing = !self.entry.is_empty() || self.times.is_some();
        // Key hints are the first to go when the words are long.
        let room = at.cart_width().unwrap_or(404.0) - 160.0 - CHAR * letters as f32;
        match (typing, room) {
            (true, 74.0..) => face.spread().key("Ctrl").key("Enter").into(),
            (false, 28.0..) => face.spread().key("Enter").into(),
            (true | false, _) => face.spread().into(),
        }
    }
}

fn charge_height(at: Breakpoint) -> f32 {
    match at {
        Breakpoint::Small => space::BUTTON_LARGE,
        Breakpoint::Compact | Breakpoint::Standard => space::BUTTON_CHARGE,
        Breakpoint::Wide | Breakpoint::Portrait => 96.0,
    }
}

/// The product's name, or which amount it is.
pub(super) fn line_name(line: &Line, nth: u64, cx: &Context<'_>) -> String {
    match line.kind {
        Kind::Goods if line.name.is_empty() => cx.lang.with("register-amount-nth", &[("nth", nth.into())]),
        Kind::Tip | Kind::Fee if line.name.is_empty() => cx.lang.unnamed(line.kind),
        Kind::Goods | Kind::Tip | Kind::Fee => line.name.clone(),
    }
}

fn line_note(line: &Line, cx: &Context<'_>) -> Option<(Icon, String)> {
    if let Some(earlier) = &line.override_of {
        let listed = cx.lang.digits(earlier.listed);
        let parts = [("listed", (&listed).into()), ("reason", (&earlier.reason).into())];
        return Some((Icon::Tag, cx.lang.with("register-was", &parts)));
    }
    (!line.note.is_empty()).then(|| (Icon::StickyNote, line.note.clone()))
}
