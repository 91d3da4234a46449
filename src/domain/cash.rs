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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_of_a_currency_run_from_its_largest_note_to_its_smallest_coin() {
        let known = [("EUR", 50_000, 1), ("USD", 10_000, 1), ("GBP", 5_000, 1), ("CHF", 20_000, 5), ("JPY", 10_000, 1)];
        for (code, largest, smallest) in known {
            let pieces = pieces_of(Currency::from_code(code).unwrap());
            assert!(pieces.is_sorted_by(|more, less| more > less), "{code}: {pieces:?}");
            assert_eq!((pieces.first(), pieces.last()), (Some(&largest), Some(&smallest)), "{code}");
        }
        assert!(pieces_of(Currency::from_code("KWD").unwrap()).is_empty());
    }
}
