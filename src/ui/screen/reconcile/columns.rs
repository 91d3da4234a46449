//! The three columns with what stands between them.

use iced::widget::{column, container};
use iced::{Center, Fill};

use super::Message;
use super::stored::Summary;
use crate::notice;
use crate::reconcile::amount::Amount;
use crate::reconcile::class::Class;
use crate::reconcile::report::{Columns, Leg};
use crate::reconcile::row::Unit;
use crate::ui::context::Context;
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::amount::amount;
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::{Column, Element, label, pill};

/// Between two columns, in px.
const LEG: f32 = 148.0;
/// Differences told one by one between two columns.
const LISTED: usize = 2;

/// What a unit is written with: its sign where it is the shop's currency, else its code.
pub(super) fn sign(unit: Unit, cx: &Context<'_>) -> String {
    let shop = cx.config.shop.currency;
    if unit.code() == shop.code() { cx.lang.sign(shop) } else { unit.code() }
}

/// Digits as the shop writes them.
pub(super) fn digits(amount: Amount, unit: Unit, cx: &Context<'_>) -> String {
    cx.lang.number(&amount.to_plain(unit.exponent()))
}

/// A difference with its sign.
pub(super) fn signed(amount: Amount, unit: Unit, cx: &Context<'_>) -> String {
    let digits = digits(amount.abs(), unit, cx);
    match (amount.is_zero(), amount.is_negative()) {
        (true, _) => digits,
        (false, true) => format!("\u{2212}{digits}"),
        (false, false) => format!("+{digits}"),
    }
}

/// One of the three columns.
pub(super) struct Side {
    pub(super) icon: Icon,
    pub(super) name: String,
    pub(super) sum: Amount,
    pub(super) about: String,
}

pub(super) fn sides(columns: &Columns, unit: Unit, fees: Amount, cx: &Context<'_>) -> [Side; 3] {
    let count = |key: &str, count: u64| cx.lang.with(key, &[("count", count.into())]);
    let lines = if fees.is_zero() {
        count("reconcile-lines", columns.credited)
    } else {
        let fees = digits(fees.abs(), unit, cx);
        cx.lang.with("reconcile-lines-fees", &[("count", columns.credited.into()), ("fees", (&fees).into())])
    };
    let side = |icon, name: &str, sum, about| Side { icon, name: cx.lang.text(name), sum, about };
    [
        side(Icon::BookOpen, "reconcile-sold", columns.sums.sold, count("reconcile-sales", columns.sold)),
        side(Icon::QrCode, "reconcile-paid", columns.sums.paid, count("reconcile-codes", columns.paid)),
        side(Icon::Landmark, "reconcile-credited", columns.sums.credited, lines),
    ]
}

/// The three columns; what stands between two of them adds up to their difference.
pub(super) fn three<'a>(summary: &Summary, cx: &Context<'a>) -> Element<'a, Message> {
    let Summary { unit, columns, fees } = summary;
    let (unit, columns) = (*unit, columns);
    let [sold, paid, credited] = sides(columns, unit, *fees, cx);
    let small = matches!(Breakpoint::of(cx.size), Breakpoint::Small | Breakpoint::Portrait);
    let sign = sign(unit, cx);
    let face = |side: Side| -> Element<'a, Message> {
        let name = label::caption(side.name).style(theme::text::muted);
        let head = layout::row(vec![icon(side.icon).size(20.0).color(|t| t.muted).into(), name.into()]);
        let sum = amount(sign.clone(), digits(side.sum, unit, cx));
        let sum = if small { sum.size(24.0).fit(170.0) } else { sum.size(40.0).fit(width(cx)) };
        let about = label::caption(side.about).style(theme::text::muted);
        let words = if small {
            column![head.spacing(space::XS).align_y(Center), sum]
        } else {
            column![head.spacing(space::XS).align_y(Center), sum, about].spacing(space::XXS)
        };
        let padding = if small { space::XS } else { space::L };
        container(words).padding(padding).width(Fill).style(theme::container::card).into()
    };
    let parts = vec![
        face(sold),
        between(columns, Leg::Invoices, unit, cx),
        face(paid),
        between(columns, Leg::Ledger, unit, cx),
        face(credited),
    ];
    layout::row(parts).spacing(space::XS).align_y(Center).into()
}

/// How wide a sum may be.
pub(super) fn width(cx: &Context<'_>) -> f32 {
    match Breakpoint::of(cx.size) {
        Breakpoint::Small | Breakpoint::Portrait => 170.0,
        Breakpoint::Compact => 140.0,
        Breakpoint::Standard => 190.0,
        Breakpoint::Wide => 300.0,
    }
}

fn tone(class: Option<Class>) -> Tone {
    class.map_or(Tone::Stop, |class| if class.blocks(class.severity()) { Tone::Stop } else { Tone::Idle })
}

/// The gravest and largest differences of a leg by what explains them; the others as one.
fn differences(columns: &Columns, of: Leg) -> (Vec<(Option<Class>, Amount)>, Amount) {
    let all = columns.differences.iter().filter(|((leg, _), amount)| *leg == of && !amount.is_zero());
    let mut all: Vec<(Option<Class>, Amount)> = all.map(|((_, class), amount)| (*class, *amount)).collect();
    // What has to be acted on is never among the others while something harmless is named.
    all.sort_by_key(|(class, amount)| (tone(*class) != Tone::Stop, std::cmp::Reverse(amount.abs())));
    let rest = all.split_off(all.len().min(LISTED));
    (all, rest.into_iter().map(|(_, amount)| amount).sum())
}

pub(super) fn between<'a>(columns: &Columns, leg: Leg, unit: Unit, cx: &Context<'a>) -> Element<'a, Message> {
    let (listed, rest) = differences(columns, leg);
    if listed.is_empty() {
        let equal = container(label::heading("=").style(theme::text::soft(Tone::Ok)));
        return equal.center_x(if compact(cx) { 32.0 } else { LEG }).into();
    }
    let mut parts: Vec<Element<'a, Message>> = Vec::with_capacity(LISTED + 2);
    for (class, amount) in listed {
        let figure = signed(amount, unit, cx);
        let tone = tone(class);
        if compact(cx) {
            parts.push(pill::figure(tone, figure));
            continue;
        }
        let why =
            class.map_or_else(|| cx.lang.text("reconcile-unexplained"), |class| notice::class(class, cx.lang).title);
        parts.push(pill::figure(tone, figure));
        parts.push(label::small(why).align_x(Center).style(theme::text::muted).into());
    }
    if !rest.is_zero() {
        let rest = signed(rest, unit, cx);
        parts.push(pill::figure(Tone::Idle, cx.lang.with("reconcile-rest", &[("amount", (&rest).into())])));
    }
    let list = Column::with_children(parts).spacing(space::XXS).align_x(Center);
    container(list).center_x(if compact(cx) { 132.0 } else { LEG }).into()
}

/// Whether there is no room for words between the columns.
fn compact(cx: &Context<'_>) -> bool {
    !matches!(Breakpoint::of(cx.size), Breakpoint::Standard | Breakpoint::Wide)
}
