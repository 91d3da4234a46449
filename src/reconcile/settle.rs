//! Ledger × settlement, settlement × bank.

use std::collections::HashMap;

use super::amount::Amount;
use super::class::Class;
use super::finding::{Evidence, Finding, FindingId, Triple};
use super::key::Key;
use super::report::{Identity, Report, Sum};
use super::row::{BankRow, Line, SettlementRow, Unit};
use super::views::{Terms, Views};

/// Judges settlements and bank lines.
pub(crate) fn judge(views: &Views, terms: &Terms, report: &mut Report) {
    let mut settlements: Vec<&SettlementRow> = views.settlements.iter().collect();
    settlements.sort_by_key(|settlement| (settlement.id, settlement.row));
    settlements.dedup_by_key(|settlement| settlement.id);
    for settlement in settlements.iter().filter(|settlement| terms.wants_at(moment(settlement))) {
        sums(settlement, views, terms, report);
    }
    if let Some(bank) = &views.bank {
        Bank { terms, report }.judge(&settlements, bank);
    }
}

/// Opening, entries and withholdings against the total; the ledger's lines against the entries.
fn sums(settlement: &SettlementRow, views: &Views, terms: &Terms, report: &mut Report) {
    let made = settlement.opening + settlement.entries - settlement.withheld;
    let mut identity = |sum: Sum, left: Amount, right: Amount, tolerance: Amount| {
        let holds = (left - right).abs() <= tolerance;
        let (unit, subject, row) = (settlement.unit, settlement.id, settlement.row);
        report.identities.push(Identity { sum, unit, subject, row, left, right, holds });
        holds
    };
    let total = identity(Sum::Settlement, made, settlement.total, Amount::ZERO);
    let mut difference = made - settlement.total;
    let mut entries = true;
    if let Some((sum, converted)) = covered(settlement, views) {
        let tolerance = if converted { Amount::whole(terms.limits.settlement_units) } else { Amount::ZERO };
        entries = identity(Sum::Entries, sum, settlement.entries, tolerance);
        if total && !entries {
            difference = sum - settlement.entries;
        }
    }
    if !(total && entries) {
        report.findings.push(about(Class::D20, settlement, difference, terms));
    }
}

/// The sum of the ledger lines in the settlement's span, and whether any was converted; none where the ledger does not
/// reach over the whole span.
fn covered(settlement: &SettlementRow, views: &Views) -> Option<(Amount, bool)> {
    if settlement.booked.is_some() {
        return settlement.booked;
    }
    let (from, before) = settlement.span?;
    let ledger = views.ledger.as_ref().filter(|_| views.whole_ledger)?;
    let (mut first, mut last) = (i64::MAX, i64::MIN);
    let (mut sum, mut converted) = (Amount::ZERO, false);
    for line in ledger.iter().filter(|line| line.unit == settlement.unit) {
        (first, last) = (first.min(line.at), last.max(line.at));
        let own = !matches!(line.line(), Line::Payout | Line::PayoutBack);
        if own && (from..before).contains(&line.at) {
            sum += line.amount;
            converted |= line.is_converted();
        }
    }
    (first <= from && last.saturating_add(1) >= before).then_some((sum, converted))
}

/// When a settlement counts: its payout, else the end of its span.
fn moment(settlement: &SettlementRow) -> i64 {
    settlement.executed.or(settlement.span.map(|span| span.1)).unwrap_or_default()
}

fn about(class: Class, settlement: &SettlementRow, difference: Amount, terms: &Terms) -> Finding {
    let at = moment(settlement);
    let day = terms.limits.day(at);
    Finding {
        id: FindingId::new(class, settlement.id, 0),
        severity: class.severity(),
        closed: false,
        unit: settlement.unit,
        triple: Triple::default(),
        difference,
        at,
        days: (day, day),
        evidence: Evidence { settlement: settlement.row, ..Evidence::default() },
    }
}

struct Bank<'a> {
    terms: &'a Terms,
    report: &'a mut Report,
}

impl Bank<'_> {
    fn judge(&mut self, settlements: &[&SettlementRow], bank: &[BankRow]) {
        let mut lines: Vec<&BankRow> = bank.iter().collect();
        lines.sort_by_key(|line| (line.day, line.id, line.amount, line.row));
        let mut named: HashMap<Key, usize> = HashMap::new();
        for (at, line) in lines.iter().enumerate().rev() {
            named.extend(line.words.iter().map(|word| (*word, at)));
        }
        let mut open: Vec<bool> = vec![true; lines.len()];
        let mut waiting = Vec::new();
        for settlement in settlements.iter().filter(|settlement| settlement.executed.is_some()) {
            match named.get(&settlement.id) {
                Some(at) => {
                    open[*at] = false;
                    self.compare(settlement, lines[*at]);
                }
                None => waiting.push(*settlement),
            }
        }
        for settlement in waiting {
            let day = self.terms.limits.day(moment(settlement));
            let from = lines.partition_point(|line| line.day < day);
            match (from..lines.len()).find(|at| open[*at] && self.fits(settlement, lines[*at])) {
                Some(at) => open[at] = false,
                None => self.missing(settlement),
            }
        }
        let left = lines.iter().zip(open).filter(|(line, open)| *open && line.expected && !line.amount.is_negative());
        for (line, _) in left.filter(|(line, _)| self.terms.wants(line.day)) {
            let finding = self.stray(line, line.amount);
            self.report.findings.push(finding);
        }
    }

    fn fits(&self, settlement: &SettlementRow, line: &BankRow) -> bool {
        let day = self.terms.limits.day(settlement.executed.unwrap_or_default());
        let window = i32::try_from(self.terms.limits.bank_window_days).unwrap_or(i32::MAX);
        let near = (day..=day.saturating_add(window)).contains(&line.day);
        near && (line.unit, line.amount) == (settlement.unit, settlement.total)
    }

    /// A line that names a settlement has its amount, or is a finding.
    fn compare(&mut self, settlement: &SettlementRow, line: &BankRow) {
        if (line.unit, line.amount) != (settlement.unit, settlement.total) && self.terms.wants(line.day) {
            let mut finding = self.stray(line, line.amount - settlement.total);
            finding.evidence.settlement = settlement.row;
            self.report.findings.push(finding);
        }
    }

    fn missing(&mut self, settlement: &SettlementRow) {
        let day = self.terms.limits.day(settlement.executed.unwrap_or_default());
        if self.terms.wants(day) && self.terms.limits.is_bank_late(day, self.terms.limits.day(self.terms.now)) {
            self.report.findings.push(about(Class::D21, settlement, -settlement.total, self.terms));
        }
    }

    fn stray(&self, line: &BankRow, difference: Amount) -> Finding {
        let unit: Unit = line.unit;
        let subject = if line.id.is_none() { Key::of(&line.amount.to_bytes()) } else { line.id };
        Finding {
            id: FindingId::new(Class::D22, subject, u128::from(line.day.unsigned_abs())),
            severity: Class::D22.severity(),
            closed: false,
            unit,
            triple: Triple::default(),
            difference,
            at: i64::from(line.day) * super::limits::DAY_MS + i64::from(self.terms.limits.day_start_min) * 60_000,
            days: (line.day, line.day),
            evidence: Evidence { bank: line.row, ..Evidence::default() },
        }
    }
}

/// Adds up each settlement's lines, so that a part of the ledger can be judged later without them.
pub(crate) fn add_up(views: &mut Views) {
    let booked: Vec<Option<(Amount, bool)>> = views.settlements.iter().map(|one| covered(one, views)).collect();
    for (settlement, booked) in views.settlements.iter_mut().zip(booked) {
        settlement.booked = booked;
    }
}
