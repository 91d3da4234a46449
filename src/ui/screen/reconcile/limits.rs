//! The owner's tolerances: how far amounts may be off and how long credits may take before they are missed. A change is
//! an entry of the journal, and holds from the next check on.

use rust_decimal::Decimal;

use crate::domain::amount;
use crate::domain::case::{Fee, Limits};
use crate::notice::Notice;
use crate::ui::context::Context;

/// Characters of a value.
const TEXT_MAX: usize = 12;
/// Millionths of a hundredth.
const PPM: u32 = 10_000;
/// The highest fixed fee, in minor units.
const FIXED_MAX: i64 = 100_000;

/// A tolerance that is a whole number.
pub(super) struct Number {
    pub(super) key: &'static str,
    pub(super) max: u32,
    of: fn(&Limits) -> u32,
    set: fn(&mut Limits, u32),
}

pub(super) const NUMBERS: [Number; 8] = [
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
pub(super) const SHARE: usize = NUMBERS.len();
pub(super) const EACH: usize = SHARE + 1;

/// The tolerances in the making.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) values: Vec<String>,
    pub(super) refused: Option<Notice>,
    pub(super) busy: bool,
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

    pub(super) fn read(&self, cx: &Context<'_>) -> Option<Limits> {
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

    pub(super) fn number(&self, place: usize) -> Option<u32> {
        let max = NUMBERS.get(place)?.max;
        self.text(place).parse().ok().filter(|number| *number <= max)
    }

    /// A share in millionths; nothing written is none.
    pub(super) fn share(&self) -> Option<u32> {
        let text = self.text(SHARE).replace(',', ".");
        if text.is_empty() {
            return Some(0);
        }
        let share = text.parse::<Decimal>().ok()?.checked_mul(Decimal::from(PPM))?.normalize();
        let whole = share.scale() == 0;
        u32::try_from(share).ok().filter(|share| whole && *share <= 100 * PPM)
    }

    /// So much for each, in minor units; nothing written is none.
    pub(super) fn each(&self, cx: &Context<'_>) -> Option<u32> {
        let text = self.text(EACH);
        if text.is_empty() || text.chars().all(|sign| matches!(sign, '0' | '.' | ',')) {
            return Some(0);
        }
        let money = amount::parse(text, cx.config.shop.currency, cx.lang.mark()).ok()?;
        u32::try_from(money.minor()).ok().filter(|minor| i64::from(*minor) <= FIXED_MAX)
    }
}
