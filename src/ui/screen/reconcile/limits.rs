//! The owner's tolerances: how far amounts may be off and how long credits may take before they are missed. A change is
//! an entry of the journal, and holds from the next check on.

use iced::widget::{column, container, scrollable};
use iced::{Center, Fill};
use rust_decimal::Decimal;

use super::Message;
use super::mark::covers;
use crate::domain::amount;
use crate::domain::case::{Fee, Limits};
use crate::notice::Notice;
use crate::ui::context::Context;
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::field::field;
use crate::ui::widget::{Column, Element, button, card, label, layout};

/// Characters of a value.
const TEXT_MAX: usize = 12;
/// Millionths of a hundredth.
const PPM: u32 = 10_000;
/// The highest fixed fee, in minor units.
const FIXED_MAX: i64 = 100_000;

/// A tolerance that is a whole number.
struct Number {
    key: &'static str,
    max: u32,
    of: fn(&Limits) -> u32,
    set: fn(&mut Limits, u32),
}

const NUMBERS: [Number; 8] = [
    Number { key: "limits-ppm", max: 100_000, of: |l| l.convert_ppm, set: |l, n| l.convert_ppm = n },
    Number { key: "limits-minor", max: 1_000_000, of: |l| l.convert_minor, set: |l, n| l.convert_minor = n },
    Number { key: "limits-units", max: 1_000_000, of: |l| l.settlement_units, set: |l, n| l.settlement_units = n },
    Number { key: "limits-credit", max: 8_760, of: |l| l.credit_hours, set: |l, n| l.credit_hours = n },
    Number { key: "limits-refund", max: 8_760, of: |l| l.refund_hours, set: |l, n| l.refund_hours = n },
    Number { key: "limits-bank", max: 365, of: |l| l.bank_days, set: |l, n| l.bank_days = n },
    Number { key: "limits-window", max: 365, of: |l| l.bank_window_days, set: |l, n| l.bank_window_days = n },
    Number { key: "limits-suggest", max: 10_080, of: |l| l.suggest_minutes, set: |l, n| l.suggest_minutes = n },
];

/// The places of the contract's fee after the numbers.
const SHARE: usize = NUMBERS.len();
const EACH: usize = SHARE + 1;

/// The tolerances in the making.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    values: Vec<String>,
    refused: Option<Notice>,
    busy: bool,
}

impl Draft {
    /// The tolerances as the book has them.
    pub(super) fn new(cx: &Context<'_>) -> Self {
        let limits = cx.book.limits();
        let mut values: Vec<String> = NUMBERS.iter().map(|number| (number.of)(limits).to_string()).collect();
        let share = limits.fee.map(|fee| Decimal::new(i64::from(fee.ppm), 4).normalize().to_string());
        let each = limits.fee.map(|fee| cx.lang.sum(i64::from(fee.fixed_minor), cx.config.shop.currency));
        values.extend([share.map(|share| cx.lang.number(&share)).unwrap_or_default(), each.unwrap_or_default()]);
        Self { values, refused: None, busy: false }
    }

    pub(super) fn type_in(&mut self, place: usize, text: &str) {
        if let Some(value) = self.values.get_mut(place) {
            *value = text.chars().filter(|c| !c.is_control()).take(TEXT_MAX).collect();
        }
        self.refused = None;
    }

    /// The tolerances to keep, once; none while one of them cannot be read, or they are being kept.
    pub(super) fn send(&mut self, cx: &Context<'_>) -> Option<Limits> {
        let limits = self.read(cx).filter(|_| !self.busy)?;
        self.busy = true;
        Some(limits)
    }

    /// Why they could not be kept.
    pub(super) fn refuse(&mut self, why: Notice) {
        (self.refused, self.busy) = (Some(why), false);
    }

    fn read(&self, cx: &Context<'_>) -> Option<Limits> {
        let mut limits = cx.book.limits().clone();
        for (place, number) in NUMBERS.iter().enumerate() {
            (number.set)(&mut limits, self.number(place)?);
        }
        let (share, each) = (self.share()?, self.each(cx)?);
        limits.fee = (share > 0 || each > 0).then_some(Fee { ppm: share, fixed_minor: each });
        Some(limits)
    }

    fn text(&self, place: usize) -> &str {
        self.values.get(place).map_or("", |value| value.trim())
    }

    fn number(&self, place: usize) -> Option<u32> {
        let max = NUMBERS.get(place)?.max;
        self.text(place).parse().ok().filter(|number| *number <= max)
    }

    /// A share in millionths; nothing written is none.
    fn share(&self) -> Option<u32> {
        let text = self.text(SHARE).replace(',', ".");
        if text.is_empty() {
            return Some(0);
        }
        let share = text.parse::<Decimal>().ok()?.checked_mul(Decimal::from(PPM))?.normalize();
        let whole = share.scale() == 0;
        u32::try_from(share).ok().filter(|share| whole && *share <= 100 * PPM)
    }

    /// So much for each, in minor units; nothing written is none.
    fn each(&self, cx: &Context<'_>) -> Option<u32> {
        let text = self.text(EACH);
        if text.is_empty() || text.chars().all(|sign| matches!(sign, '0' | '.' | ',')) {
            return Some(0);
        }
        let money = amount::parse(text, cx.config.shop.currency, cx.lang.mark()).ok()?;
        u32::try_from(money.minor()).ok().filter(|minor| i64::from(*minor) <= FIXED_MAX)
    }

    /// Draws the form; pure.
    pub(super) fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let numbers = NUMBERS.iter().enumerate().map(|(place, number)| {
            let wrong = self
                .number(place)
                .is_none()
                .then(|| cx.lang.with("limits-wrong", &[("max", u64::from(number.max).into())]));
            self.field(place, number.key, wrong, cx)
        });
        let share = self.share().is_none().then(|| cx.lang.text("limits-share-wrong"));
        let each = self.each(cx).is_none().then(|| cx.lang.text("limits-each-wrong"));
        let fees = [self.field(SHARE, "limits-share", share, cx), self.field(EACH, "limits-each", each, cx)];
        let mut fields = numbers.chain(fees);
        let in_a_row = if covers(cx) { 1 } else { 2 };
        let rows = std::iter::from_fn(|| {
            let row: Vec<Element<'a, Message>> = fields.by_ref().take(in_a_row).collect();
            (!row.is_empty()).then(|| layout::row(row).spacing(space::XL).into())
        });
        let rows: Vec<Element<'a, Message>> = rows.collect();
        let rows = Column::with_children(rows).spacing(space::S).padding(iced::padding::right(space::S));
        let rows = scrollable(rows).direction(theme::scroll::vertical()).height(Fill);
        let title = label::section(cx.lang.text("limits-title")).width(Fill).align_x(layout::start());
        let about = label::caption(cx.lang.text("limits-about")).style(theme::text::muted);
        let about = about.width(Fill).align_x(layout::start());
        let refused = self.refused.as_ref().map(|why| label::body(why.line()).style(theme::text::soft(Tone::Stop)));
        let ready = (self.read(cx).is_some() && !self.busy).then_some(Message::LimitsSent);
        let verbs = layout::row(vec![
            button::quiet(cx.lang.text("limits-leave")).on_press(Message::LimitsPressed).into(),
            button::primary(cx.lang.text("limits-keep")).on_press_maybe(ready).into(),
        ]);
        let verbs = container(verbs.spacing(space::XS)).width(Fill).align_x(layout::end());
        let content = column![column![title, about], rows].push(refused).push(verbs).spacing(space::S);
        card::card(content).width(Fill).height(Fill).into()
    }

    /// A name, what it is measured in, and its value.
    fn field<'a>(
        &'a self,
        place: usize,
        key: &'static str,
        wrong: Option<String>,
        cx: &Context<'a>,
    ) -> Element<'a, Message> {
        let value = self.values.get(place).map_or("", String::as_str);
        let entry = field("", value).height(space::TARGET).width(iced::Length::Fixed(132.0));
        let entry = entry.on_input(move |text| Message::LimitTyped(place, text));
        let name = label::body(cx.lang.plain(key)).width(Fill).align_x(layout::start());
        let wrong = wrong.map(|wrong| label::small(wrong).style(theme::text::stop).width(Fill));
        let words = column![name].push(wrong).width(Fill);
        layout::row(vec![words.into(), entry.into()]).spacing(space::S).align_y(Center).width(Fill).into()
    }
}
