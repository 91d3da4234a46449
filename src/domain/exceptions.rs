//! What an owner should look at: acts that are common once and telling when they are many, weighed by operator.
//!
//! Each rule has a least number, so that one honest mistake lights nothing, and a ratio to the operator's sales, so that
//! a busy day does not either. A light is no verdict: it names where to look.

use std::collections::BTreeMap;

use super::act::{ActAt, ActKind};
use super::takings::Row;
use super::tally::Count;

/// Which rule is lit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// Many sales given up.
    Voids,
    /// The drawer is often opened without a sale.
    NoSale,
    /// Many refunds.
    Refunds,
    /// Prices are often changed.
    Overrides,
    /// Late money is often counted as payment by hand.
    ByHand,
    /// A sale is given up and a cheaper one rung up at once.
    ReRung,
    /// The drawer is short by small sums, again and again.
    SmallShortages,
    /// Refunds just under a round sum, again and again.
    JustUnder,
    /// Sales are given up late in the business day.
    LateVoids,
    /// Money often goes back for sales of earlier days.
    OldReturns,
    /// Cash is booked that makes a counted difference vanish.
    Zeroed,
}

impl Rule {
    /// Its name for machines: `no_sale`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Voids => "voids",
            Self::NoSale => "no_sale",
            Self::Refunds => "refunds",
            Self::Overrides => "overrides",
            Self::ByHand => "by_hand",
            Self::ReRung => "re_rung",
            Self::SmallShortages => "small_shortages",
            Self::JustUnder => "just_under",
            Self::LateVoids => "late_voids",
            Self::OldReturns => "old_returns",
            Self::Zeroed => "zeroed",
        }
    }
}

/// A rule that is lit for an operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lit {
    /// Which rule.
    pub rule: Rule,
    /// Whose acts; empty where nobody was named.
    pub operator: String,
    /// How many acts.
    pub n: u64,
    /// The operator's sales in the same period.
    pub sales: u64,
    /// What the acts came to, in minor units.
    pub minor: i64,
}

/// A rule: which acts, at least how many, and more than how many in a thousand of the operator's sales.
struct Measure {
    rule: Rule,
    least: u64,
    permille: u64,
    counts: fn(&ActAt) -> bool,
}

/// The last hours of a business day: from 22:00 on, to whenever it ends.
const LATE_MINUTE: u16 = 22 * 60;
/// A shortage up to this many minor units is small.
const SMALL_SHORTAGE: i64 = 1_000;
/// Just under a round sum: within this many of a hundred parts below a multiple of [`ROUND`].
const UNDER_PERCENT: i64 = 5;
/// The round sums limits are set at, in minor units.
const ROUND: i64 = 5_000;

const MEASURES: [Measure; 11] = [
    Measure { rule: Rule::Voids, least: 4, permille: 80, counts: |act| act.act.kind == ActKind::Void },
    Measure { rule: Rule::NoSale, least: 4, permille: 60, counts: |act| act.act.kind == ActKind::NoSale },
    Measure { rule: Rule::Refunds, least: 4, permille: 80, counts: |act| act.act.kind == ActKind::Refund },
    Measure { rule: Rule::Overrides, least: 4, permille: 100, counts: |act| act.act.kind == ActKind::Override },
    Measure { rule: Rule::ByHand, least: 2, permille: 20, counts: |act| act.act.kind == ActKind::ByHand },
    Measure { rule: Rule::ReRung, least: 2, permille: 20, counts: |act| act.act.kind == ActKind::ReRung },
    Measure { rule: Rule::SmallShortages, least: 3, permille: 0, counts: is_small_shortage },
    Measure { rule: Rule::JustUnder, least: 3, permille: 0, counts: is_just_under },
    Measure { rule: Rule::LateVoids, least: 2, permille: 20, counts: is_late_void },
    Measure { rule: Rule::OldReturns, least: 3, permille: 40, counts: |act| act.act.kind == ActKind::OldReturn },
    Measure { rule: Rule::Zeroed, least: 2, permille: 0, counts: |act| act.act.kind == ActKind::Zeroed },
];

fn is_small_shortage(act: &ActAt) -> bool {
    act.act.kind == ActKind::Difference && (-SMALL_SHORTAGE..0).contains(&act.act.minor)
}

fn is_just_under(act: &ActAt) -> bool {
    let below = ROUND - act.act.minor.rem_euclid(ROUND);
    act.act.kind == ActKind::Refund && act.act.minor.is_positive() && below * 100 <= ROUND * UNDER_PERCENT
}

fn is_late_void(act: &ActAt) -> bool {
    act.act.kind == ActKind::Void && act.at.minute >= LATE_MINUTE
}

/// What an operator did in a period besides selling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watched {
    /// Who; empty where nobody was named.
    pub operator: String,
    /// The operator's sales.
    pub sales: u64,
    /// What they came to, in minor units.
    pub taken: i64,
    /// The acts of each kind there were.
    pub acts: BTreeMap<ActKind, Count>,
}

impl Watched {
    /// How many acts of a kind, and what they came to.
    #[must_use]
    pub fn count(&self, kind: ActKind) -> Count {
        self.acts.get(&kind).copied().unwrap_or_default()
    }

    /// The acts of a kind in a thousand of the operator's sales, rounded down; none without a sale.
    #[must_use]
    pub fn permille(&self, kind: ActKind) -> Option<u64> {
        self.count(kind).n.saturating_mul(1000).checked_div(self.sales)
    }
}

/// Everyone who sold or acted in a period, by name.
#[must_use]
pub fn by_operator(acts: &[ActAt], operators: &[Row]) -> Vec<Watched> {
    let mut found: BTreeMap<&str, Watched> = BTreeMap::new();
    let new = |operator: &str| {
        let operator = operator.to_owned();
        Watched { operator, sales: 0, taken: 0, acts: BTreeMap::new() }
    };
    for row in operators {
        let watched = found.entry(row.key.as_str()).or_insert_with(|| new(&row.key));
        watched.sales = u64::try_from(row.figures.sales).unwrap_or(0);
        watched.taken = row.figures.taken;
    }
    for act in acts {
        let operator = act.act.operator.as_str();
        let watched = found.entry(operator).or_insert_with(|| new(operator));
        watched.acts.entry(act.act.kind).or_default().add(act.act.minor);
    }
    found.into_values().collect()
}

/// Weighs the acts of a period against the operators' sales; what is lit, by rule and operator.
#[must_use]
pub fn judge(acts: &[ActAt], operators: &[Row]) -> Vec<Lit> {
    let sales_of = |operator: &str| {
        let row = operators.iter().find(|row| row.key == operator);
        row.map_or(0, |row| u64::try_from(row.figures.sales).unwrap_or(0))
    };
    let mut lit = Vec::new();
    for measure in &MEASURES {
        let mut found: BTreeMap<&str, (u64, i64)> = BTreeMap::new();
        for act in acts.iter().filter(|act| (measure.counts)(act)) {
            let sum = found.entry(act.act.operator.as_str()).or_default();
            *sum = (sum.0 + 1, sum.1.saturating_add(act.act.minor));
        }
        for (operator, (n, minor)) in found {
            let sales = sales_of(operator);
            if n >= measure.least && n.saturating_mul(1000) > sales.saturating_mul(measure.permille) {
                lit.push(Lit { rule: measure.rule, operator: operator.to_owned(), n, sales, minor });
            }
        }
    }
    lit
}

#[cfg(test)]
mod tests {
    use super::super::act::Act;
    use super::super::day::{Day, Moment};
    use super::super::takings::Figures;
    use super::*;

    #[test]
    fn t1_acts_are_counted_by_operator_beside_their_sales() {
        let at = Moment { day: Day::new(2026, 11, 21).unwrap(), minute: 600 };
        let act = |kind, operator: &str, minor| ActAt {
            seq: 1,
            at,
            act: Act { kind, operator: operator.to_owned(), minor, number: 1 },
        };
        let acts = [act(ActKind::Void, "Mara", 500), act(ActKind::Void, "Mara", 700), act(ActKind::NoSale, "", 0)];
        let sold = |operator: &str, sales| Row {
            key: operator.to_owned(),
            label: String::new(),
            figures: Figures { sales, ..Figures::default() },
        };
        let watched = by_operator(&acts, &[sold("Mara", 40), sold("Tom", 3)]);
        let names: Vec<&str> = watched.iter().map(|watched| watched.operator.as_str()).collect();
        assert_eq!(names, ["", "Mara", "Tom"]);
        assert_eq!(watched[1].count(ActKind::Void), Count { n: 2, minor: 1_200 });
        assert_eq!(watched[1].permille(ActKind::Void), Some(50));
        assert_eq!(watched[0].permille(ActKind::NoSale), None, "without a sale there is no ratio");
    }

    #[test]
    fn every_rule_has_a_word_of_its_own() {
        let counted = [Rule::Voids, Rule::NoSale, Rule::Refunds, Rule::Overrides, Rule::ByHand, Rule::ReRung];
        assert_eq!(counted.map(Rule::word), ["voids", "no_sale", "refunds", "overrides", "by_hand", "re_rung"]);
        let shaped = [Rule::SmallShortages, Rule::JustUnder, Rule::LateVoids, Rule::OldReturns, Rule::Zeroed];
        assert_eq!(shaped.map(Rule::word), ["small_shortages", "just_under", "late_voids", "old_returns", "zeroed"]);
    }

    fn at(minute: u16, kind: ActKind, minor: i64) -> ActAt {
        let at = Moment { day: Day::new(2026, 11, 21).unwrap(), minute };
        ActAt { seq: 1, at, act: Act { kind, operator: String::new(), minor, number: 1 } }
    }

    #[test]
    fn t1_just_under_is_within_a_twentieth_below_a_round_sum() {
        let just_under = |minor| is_just_under(&at(600, ActKind::Refund, minor));
        let near = [4_750, 4_999, 9_750, 9_999];
        let far = [-250, -1, 0, 1, 4_749, 5_000, 5_001, 9_749, 10_000];
        assert!(near.into_iter().all(just_under) && !far.into_iter().any(just_under));
        assert!(!is_just_under(&at(600, ActKind::Void, 4_990)), "refunds alone");
    }

    #[test]
    fn t1_a_small_shortage_is_one_of_the_drawer_up_to_ten() {
        let small = |minor| is_small_shortage(&at(600, ActKind::Difference, minor));
        assert!(small(-1) && small(-1_000) && !small(-1_001) && !small(0) && !small(1));
        assert!(!is_small_shortage(&at(600, ActKind::Zeroed, -200)), "counts alone");
    }

    #[test]
    fn t1_late_begins_at_ten_in_the_evening() {
        assert!(is_late_void(&at(1_320, ActKind::Void, 1)) && !is_late_void(&at(1_319, ActKind::Void, 1)));
        assert!(!is_late_void(&at(1_320, ActKind::Refund, 1)));
    }

    #[test]
    fn t1_a_rule_is_lit_above_its_share_and_not_at_it() {
        let lit = |sales| {
            let figures = Figures { sales, ..Figures::default() };
            let rows = [Row { key: String::new(), label: String::new(), figures }];
            judge(&vec![at(600, ActKind::Void, 1); 4], &rows).len()
        };
        assert_eq!((lit(50), lit(49)), (0, 1), "four of fifty are eighty in a thousand");
    }
}
