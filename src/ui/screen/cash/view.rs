//! The cash page, drawn.

use iced::widget::{Space, column, container, row};
use iced::{Center, Fill};

use super::count::{Cash, Message, pieces};
use crate::domain::money::Money;
use crate::ui::context::Context;
use crate::ui::icon::{Icon, icon};
use crate::ui::screen::numpad;
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::amount::amount;
use crate::ui::widget::keypad::{self, Order};
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::{Element, button, label};

/// Returns the page on which cash is counted, with a line about what else it does; deaf while `is_open` is false.
pub fn page<'a>(cash: &'a Cash, is_open: bool, note: Option<String>, cx: &Context<'a>) -> Element<'a, Message> {
    let at = Breakpoint::of(cx.size);
    let small = at == Breakpoint::Small;
    let gap = if small { space::XS } else { space::M };
    let left = column![head_row(cash, cx), quick_row(cash, cx), keys(cx)].spacing(gap).width(Fill);
    let note = note.map(note_line);
    let right = column![change_card(cash, cx)].push(note).push(done_button(cash, is_open, cx)).spacing(gap).width(Fill);
    let body = match at {
        Breakpoint::Portrait => layout_column(left.into(), right.into()),
        Breakpoint::Small | Breakpoint::Compact | Breakpoint::Standard | Breakpoint::Wide => {
            layout::row(vec![left.into(), right.into()]).spacing(gap).into()
        }
    };
    container(body).padding(at.edge()).width(Fill).height(Fill).into()
}

fn head_row<'a>(cash: &Cash, cx: &Context<'a>) -> Element<'a, Message> {
    let small = Breakpoint::of(cx.size) == Breakpoint::Small;
    let size = if small { 28.0 } else { 44.0 };
    let back = button::icon_edged(theme::button::Kind::Plain, Icon::ArrowLeft, Some(Message::BackPressed));
    let owed = figure_box("register-to-pay", cash.total, size, theme::container::entry(false), cx);
    let given = figure_box("register-received", cash.given(), size, theme::container::entry(cash.refused), cx);
    layout::row(vec![back, owed, given]).spacing(space::XS).align_y(Center).into()
}

fn done_button<'a>(cash: &Cash, is_open: bool, cx: &Context<'a>) -> Element<'a, Message> {
    let at = Breakpoint::of(cx.size);
    let height = if at == Breakpoint::Small { space::BUTTON_LARGE } else { space::BUTTON_PAGE };
    let face = button::primary(cx.lang.text("register-done")).large(height).width(Fill).spread();
    let ready = cash.change().is_some() && is_open;
    face.key_if(at.shows_keys(), "Enter").on_press_maybe(ready.then_some(Message::DonePressed)).into()
}

fn note_line<'a>(note: String) -> Element<'a, Message> {
    let words = label::body(note).style(theme::text::muted).width(Fill).align_x(layout::start());
    layout::row(vec![icon(Icon::Info).size(20.0).color(|t| t.muted).into(), words.into()])
        .spacing(space::S)
        .align_y(Center)
        .into()
}

fn layout_column<'a>(upper: Element<'a, Message>, lower: Element<'a, Message>) -> Element<'a, Message> {
    column![container(lower).height(Fill), container(upper).height(Fill)].spacing(space::M).into()
}

fn figure_box<'a>(
    key: &str,
    money: Money,
    size: f32,
    style: impl Fn(&theme::Theme) -> container::Style + 'a,
    cx: &Context<'a>,
) -> Element<'a, Message> {
    let figure = amount(cx.lang.sign(money.currency()), cx.lang.digits(money)).size(size).fit(cx.size.width / 5.0);
    let head = label::caption(cx.lang.text(key)).style(theme::text::muted);
    container(column![head, Element::from(figure)].spacing(2))
        .padding([space::XS, space::M])
        .width(Fill)
        .style(style)
        .into()
}

fn quick_row<'a>(cash: &Cash, cx: &Context<'a>) -> Element<'a, Message> {
    let small = Breakpoint::of(cx.size) == Breakpoint::Small;
    let height = if small { space::TARGET } else { 64.0 };
    let face = |words: String, amount: Money| -> Element<'a, Message> {
        let chosen = cash.given() == amount;
        let face = if chosen { button::soft(words) } else { button::plain(words) };
        face.width(Fill).height(height).on_press(Message::Chosen(amount)).into()
    };
    let mut faces = vec![face(cx.lang.text("register-exact"), cash.total)];
    faces.extend(cash.quick().into_iter().map(|amount| face(whole_words(amount, cx), amount)));
    layout::row(faces).spacing(if small { space::TARGET_GAP_SMALL } else { space::XS }).into()
}

/// `€50` for a whole amount.
fn whole_words(amount: Money, cx: &Context<'_>) -> String {
    let words = cx.lang.money(amount);
    let mark = cx.lang.mark().char();
    match words.split_once(mark) {
        Some((whole, decimals)) if decimals.chars().all(|c| c == '0') => whole.to_owned(),
        Some(_) | None => words,
    }
}

fn keys<'a>(cx: &Context<'a>) -> Element<'a, Message> {
    let small = Breakpoint::of(cx.size) == Breakpoint::Small;
    let order = if cx.config.look.phone_keypad { Order::Telephone } else { Order::Calculator };
    let pad = keypad::keypad(|key| Message::KeyPressed(numpad::domain_key(key))).order(order);
    let pad = if small { pad.gap(space::TARGET_GAP_SMALL).text_size(24.0) } else { pad.text_size(34.0) };
    let taken = if small { 136.0 } else { 180.0 };
    pad.key_height(numpad::key_height(cx, taken)).into()
}

fn change_card<'a>(cash: &Cash, cx: &Context<'a>) -> Element<'a, Message> {
    let room = cx.size.width / 2.0 - 100.0;
    let size = if numpad::is_low(cx.size) { 72.0 } else { theme::text::AMOUNT_CHANGE };
    if let Some(missing) = cash.missing() {
        let words = cx.lang.with("register-still", &[("amount", (&cx.lang.money(missing)).into())]);
        let hint = label::body_l(cx.lang.text("register-still-hint")).width(Fill);
        let content = column![head(Icon::Coins, words), hint].spacing(space::S);
        return container(content)
            .padding(space::XL)
            .width(Fill)
            .height(Fill)
            .style(theme::container::soft(Tone::Wait))
            .into();
    }
    let change = cash.change().unwrap_or_else(|| Money::zero(cash.total.currency()));
    let key = if change.is_positive() { "register-change" } else { "register-no-change" };
    let figure = amount(cx.lang.sign(change.currency()), cx.lang.digits(change)).size(size).fit(room).soft(Tone::Ok);
    let content = column![
        head(Icon::Coins, cx.lang.text(key)),
        Element::from(figure),
        Space::new().height(Fill),
        pieces_row(change, cx)
    ];
    container(content.spacing(space::M))
        .padding(space::XL)
        .width(Fill)
        .height(Fill)
        .style(theme::container::soft(Tone::Ok))
        .into()
}

fn head<'a>(shape: Icon, words: String) -> Element<'a, Message> {
    layout::row(vec![icon(shape).size(28.0).into(), label::section(words).width(Fill).into()])
        .spacing(space::S)
        .align_y(Center)
        .into()
}

fn pieces_row<'a>(change: Money, cx: &Context<'a>) -> Element<'a, Message> {
    let given = pieces(change);
    if given.is_empty() || numpad::is_low(cx.size) {
        return Space::new().into();
    }
    let faces = given.into_iter().map(|(piece, count)| {
        let times = cx.lang.with("register-piece-times", &[("count", count.into())]);
        let line = row![label::strong(whole_words(piece, cx)), label::caption(times).style(theme::text::muted)];
        container(line.spacing(space::XS).align_y(Center))
            .padding([0.0, space::M])
            .center_y(44)
            .style(theme::container::fill(|t| t.surface, space::R_CONTROL))
            .into()
    });
    let faces = iced::widget::Row::with_children(faces).spacing(space::XS).wrap();
    column![label::body(cx.lang.text("register-largest-first")), Element::from(faces)].spacing(space::XS).into()
}
