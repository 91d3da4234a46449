//! A check that the journal keeps, read back for the page: its columns, and how it stands now.

use crate::domain::amount::DecimalMark;
use crate::domain::checks::{Checked, DayStand};
use crate::domain::fact::CheckedColumns;
use crate::reconcile::amount::Amount;
use crate::reconcile::class::Class;
use crate::reconcile::finding::Triple;
use crate::reconcile::report::{Columns, Leg};
use crate::reconcile::row::Unit;
use crate::ui::context::Context;

/// The columns of one currency, wherever they come from.
#[derive(Debug, Clone, Default)]
pub(super) struct Summary {
    pub(super) unit: Unit,
    pub(super) columns: Columns,
    pub(super) fees: Amount,
}

impl Summary {
    /// The columns of a kept check: the shop's currency, else the first.
    pub(super) fn of(checked: &Checked, cx: &Context<'_>) -> Self {
        let shop = cx.config.shop.currency.code();
        let all = &checked.fact.columns;
        let columns = all.iter().find(|columns| columns.currency == shop).or(all.first());
        columns.map_or_else(|| Self { unit: unit(shop), ..Self::default() }, Self::read)
    }

    fn read(columns: &CheckedColumns) -> Self {
        let differences = columns.differences.iter().map(|one| {
            let leg = if one.leg == Leg::Invoices.word() { Leg::Invoices } else { Leg::Ledger };
            ((leg, one.class.as_deref().and_then(Class::from_code)), amount(&one.amount))
        });
        Self {
            unit: unit(&columns.currency),
            fees: amount(&columns.fees),
            columns: Columns {
                sums: Triple {
                    sold: amount(&columns.sold),
                    paid: amount(&columns.paid),
                    credited: amount(&columns.credited),
                },
                sold: columns.sales,
                paid: columns.codes,
                credited: columns.lines,
                differences: differences.collect(),
            },
        }
    }
}

fn unit(code: &str) -> Unit {
    Unit::of(code.as_bytes()).unwrap_or_default()
}

fn amount(plain: &str) -> Amount {
    Amount::parse(plain.as_bytes(), DecimalMark::Dot).unwrap_or_default()
}

/// Findings of a kept check that nobody has explained yet.
pub(super) fn open(checked: &Checked, cx: &Context<'_>) -> u64 {
    let open = checked.fact.blocking.iter().filter(|case| !cx.book.is_explained(&case.case));
    (open.count() as u64).saturating_add(checked.fact.more)
}

/// How the days of a kept check stand by it alone.
pub(super) fn stand(checked: &Checked, cx: &Context<'_>) -> DayStand {
    if open(checked, cx) > 0 || checked.fact.broken > 0 {
        DayStand::Bad
    } else if checked.fact.made_on <= checked.fact.to {
        DayStand::Begun
    } else {
        DayStand::Good
    }
}
