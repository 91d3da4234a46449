//! Refund lines of one invoice: what went back, apart from what the sending cost.

use std::collections::BTreeMap;

use super::amount::Amount;
use super::key::Key;
use super::row::LedgerRow;

/// The lines that moved a refund's money. A refund's fee stands under the same number and name beside a larger line, and a
/// refund that came to nothing is taken back line by line: neither is money with a customer.
pub(crate) fn moved(lines: impl Iterator<Item = LedgerRow>) -> Vec<LedgerRow> {
    let mut named: BTreeMap<Key, Vec<LedgerRow>> = BTreeMap::new();
    for line in lines {
        named.entry(line.anchor).or_default().push(line);
    }
    let mut moved = named.remove(&Key::NONE).unwrap_or_default();
    for lines in named.into_values() {
        let left = not_taken_back(lines);
        let largest = left.iter().map(|line| line.amount.abs()).max().unwrap_or(Amount::ZERO);
        moved.extend(left.into_iter().filter(|line| line.amount.abs() == largest));
    }
    moved
}

/// Drops pairs of lines that cancel each other.
fn not_taken_back(lines: Vec<LedgerRow>) -> Vec<LedgerRow> {
    let (back, mut out): (Vec<_>, Vec<_>) = lines.into_iter().partition(|line| !line.amount.is_negative());
    let cancels = |line: &LedgerRow, out: &mut Vec<LedgerRow>| {
        let at = out.iter().position(|taken| (taken.unit, taken.amount) == (line.unit, -line.amount));
        at.map(|at| out.remove(at)).is_some()
    };
    let alone: Vec<LedgerRow> = back.into_iter().filter(|line| !cancels(line, &mut out)).collect();
    out.extend(alone);
    out
}
