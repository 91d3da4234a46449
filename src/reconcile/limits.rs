//! The owner's tolerances: what may differ and for how long.

use super::amount::Amount;
use super::row::Unit;
pub use crate::domain::case::{Fee, Limits};

const HOUR_MS: i64 = 3_600_000;
/// Milliseconds of a day.
pub(crate) const DAY_MS: i64 = 24 * HOUR_MS;

impl Limits {
    /// How far an amount may be off after conversion.
    #[must_use]
    pub fn conversion(&self, amount: Amount, unit: Unit) -> Amount {
        let smallest = Amount::minor_unit(unit.exponent()).times(self.convert_minor);
        amount.abs().part(self.convert_ppm, Amount::DECIMALS as u8).max(smallest)
    }

    /// The fee of a credit, above zero; none where fees are not checked.
    #[must_use]
    pub fn fee_of(&self, credit: Amount, unit: Unit) -> Option<Amount> {
        let fee = self.fee?;
        let exponent = unit.exponent();
        Some(credit.part(fee.ppm, exponent) + Amount::minor_unit(exponent).times(fee.fixed_minor))
    }

    /// The business day of a moment, counted from 1970-01-01.
    #[must_use]
    pub fn day(&self, at_ms: i64) -> i32 {
        let shifted = at_ms.saturating_sub(i64::from(self.day_start_min) * 60_000);
        i32::try_from(shifted.div_euclid(DAY_MS)).unwrap_or(i32::MAX)
    }

    pub(crate) fn is_credit_late(&self, since: i64, now: i64) -> bool {
        now.saturating_sub(since) >= i64::from(self.credit_hours) * HOUR_MS
    }

    pub(crate) fn is_refund_late(&self, since: i64, now: i64) -> bool {
        now.saturating_sub(since) >= i64::from(self.refund_hours) * HOUR_MS
    }

    pub(crate) fn is_near(&self, a: i64, b: i64) -> bool {
        a.saturating_sub(b).unsigned_abs() <= u64::from(self.suggest_minutes) * 60_000
    }

    /// Whether more bank days, Monday to Friday, lie between two days than a payout may take.
    pub(crate) fn is_bank_late(&self, from: i32, to: i32) -> bool {
        // 1970-01-01 was a Thursday.
        let is_bank_day = |day: &i32| (day + 3).rem_euclid(7) < 5;
        let enough = usize::try_from(self.bank_days).unwrap_or(usize::MAX);
        (from.saturating_add(1)..=to).filter(is_bank_day).take(enough.saturating_add(1)).count() > enough
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekends_are_no_bank_days() {
        let limits = Limits::default();
        let friday = 20_776; // 2026-11-20
        assert!(!limits.is_bank_late(friday, friday + 7), "Monday to Friday are five");
        assert!(limits.is_bank_late(friday, friday + 10));
    }

    #[test]
    fn the_business_day_ends_at_the_cut_off_hour() {
        let limits = Limits { day_start_min: 4 * 60 - 60, ..Limits::default() };
        let midnight_utc = 20_776 * DAY_MS;
        assert_eq!(limits.day(midnight_utc + 2 * HOUR_MS), 20_775, "03:00 at the shop is still the day before");
        assert_eq!(limits.day(midnight_utc + 3 * HOUR_MS), 20_776);
    }

    #[test]
    fn a_conversion_may_be_off_by_the_larger_of_both() {
        let limits = Limits::default();
        let eur = Unit::of(b"EUR").unwrap();
        assert_eq!(limits.conversion(Amount::whole(20), eur).to_plain(2), "0.01");
        assert_eq!(limits.conversion(Amount::whole(1000), eur).to_plain(2), "0.05");
        let fee = Limits { fee: Some(Fee { ppm: 10_000, fixed_minor: 25 }), ..limits };
        assert_eq!(fee.fee_of(Amount::whole(20), eur).unwrap().to_plain(2), "0.45");
    }
}
