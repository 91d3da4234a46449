//! A finished check as the fact that the journal keeps of it.

use super::ask::{Asked, Named, Told};
use super::span::Span;
use crate::domain::day::Day;
use crate::domain::fact::{
    CheckCounts, CheckedCase, CheckedColumns, CheckedDifference, CheckedSum, DaysChecked, InvoicesFrom, LedgerFrom,
};
use crate::domain::id::GatewayId;
use crate::reconcile::amount::Amount;
use crate::reconcile::finding::Finding;
use crate::reconcile::report::{Columns, Identity, Report};
use crate::reconcile::row::Unit;

/// Findings and sums that are named one by one. More of them is a file of other days or another account, not a day to
/// work through; the count stands all the same.
const NAMED_MAX: usize = 200;

/// Who made a check, when, and what was known then.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) made_on: Day,
    pub(super) entries: u64,
    pub(super) gateway: Option<GatewayId>,
    pub(super) operator: String,
}

/// Writes down what a check came to.
pub(super) fn fact(asked: &Asked, span: &Span, found: (&Report, &Named, Told), made: Made) -> Option<DaysChecked> {
    let (report, names, told) = found;
    let day = |date: jiff::civil::Date| Day::new(date.year(), date.month(), date.day());
    let blocking: Vec<&Finding> = report.findings.iter().filter(|finding| finding.blocks()).collect();
    let named = blocking.len().min(NAMED_MAX);
    let file = asked.ledger.as_ref().and_then(|file| file.file_name());
    Some(DaysChecked {
        from: day(asked.from)?,
        to: day(asked.to)?,
        made_on: made.made_on,
        gateway: made.gateway.map(|gateway| gateway.0).unwrap_or_default(),
        ledger: if asked.ledger.is_some() { LedgerFrom::File } else { LedgerFrom::Kept },
        file: file.map(|name| name.display().to_string()).unwrap_or_default(),
        invoices: match told {
            Told::Listed { .. } => InvoicesFrom::Listed,
            Told::Read => InvoicesFrom::Read,
            Told::Unanswered(_) => InvoicesFrom::Unanswered,
        },
        entries: made.entries,
        counts: counts(report),
        columns: report.columns.iter().map(|(unit, columns)| of_columns(*unit, columns, report)).collect(),
        sums: sums(report, names),
        broken: report.identities.iter().map(|identity| u64::from(!identity.holds)).sum(),
        findings: report.findings.len() as u64,
        blocking: blocking.iter().take(named).map(|finding| case(finding)).collect(),
        more: (blocking.len() - named) as u64,
        limits: span.limits.clone(),
        operator: made.operator,
    })
}

fn counts(report: &Report) -> CheckCounts {
    let counts = &report.counts;
    CheckCounts {
        sales: counts.sales,
        invoices: counts.invoices,
        lines: counts.lines,
        settlements: counts.settlements,
        bank: counts.bank,
        matched: counts.matched,
    }
}

fn of_columns(unit: Unit, columns: &Columns, report: &Report) -> CheckedColumns {
    let plain = |amount: Amount| amount.to_plain(unit.exponent());
    let differences = columns.differences.iter().map(|((leg, class), amount)| CheckedDifference {
        leg: leg.word().to_owned(),
        class: class.map(|class| class.code().to_owned()),
        amount: plain(*amount),
    });
    CheckedColumns {
        currency: unit.code(),
        sold: plain(columns.sums.sold),
        paid: plain(columns.sums.paid),
        credited: plain(columns.sums.credited),
        sales: columns.sold,
        codes: columns.paid,
        lines: columns.credited,
        fees: plain(report.accounts.get(&unit).map(|account| account.fees).unwrap_or_default()),
        differences: differences.collect(),
    }
}

fn sums(report: &Report, names: &Named) -> Vec<CheckedSum> {
    let mut all: Vec<&Identity> = report.identities.iter().collect();
    all.sort_by_key(|identity| identity.holds);
    let sum = |identity: &&Identity| {
        let plain = |amount: Amount| amount.to_plain(identity.unit.exponent());
        let settlement = (identity.row as usize).checked_sub(1).and_then(|at| names.settlements.get(at));
        CheckedSum {
            sum: identity.sum.word().to_owned(),
            currency: identity.unit.code(),
            settlement: settlement.cloned().unwrap_or_default(),
            left: plain(identity.left),
            right: plain(identity.right),
            holds: identity.holds,
        }
    };
    all.iter().take(NAMED_MAX).map(sum).collect()
}

fn case(finding: &Finding) -> CheckedCase {
    let epoch = Day::new(1970, 1, 1).expect("it is in the calendar");
    CheckedCase {
        case: finding.id.to_string(),
        from: epoch.plus(finding.days.0),
        to: epoch.plus(finding.days.1),
        currency: finding.unit.code(),
        difference: finding.difference.to_plain(finding.unit.exponent()),
    }
}
