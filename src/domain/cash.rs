//! Notes and coins.

use super::money::Currency;

/// Notes and coins of a currency in minor units, largest first; none where they are not known here.
#[must_use]
pub fn pieces_of(currency: Currency) -> &'static [i64] {
    match currency.code() {
        "EUR" => &[50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
        "USD" => &[10_000, 5_000, 2_000, 1_000, 500, 100, 25, 10, 5, 1],
        "GBP" => &[5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
        "CHF" => &[20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5],
        "JPY" => &[10_000, 5_000, 1_000, 500, 100, 50, 10, 5, 1],
        _ => &[],
    }
}
