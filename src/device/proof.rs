//! The proof of a check: what was compared, what it came to, what was found and what was said of it, as a document.

use super::receipt::{Block, ReceiptDoc, clean};
use super::source::Source;
use crate::config::Config;
use crate::domain::book::Book;
use crate::domain::case::Limits;
use crate::domain::checks::Checked;
use crate::domain::fact::{
    CheckedCase, CheckedColumns, CheckedDifference, CheckedSum, DaysChecked, InvoicesFrom, LedgerFrom,
};

/// Writes the proof of a check that stands in the book.
#[must_use]
pub fn of_check(checked: &Checked, config: &Config, book: &Book) -> ReceiptDoc {
    let source = Source::of(config, book);
    let fact = &checked.fact;
    let mut blocks = source.marks(None);
    blocks.extend(source.head(&source.word("proof-title"), "", (checked.at, checked.offset_min)));
    blocks.extend(source.about(fact));
    blocks.extend(source.compared(fact));
    blocks.extend(fact.columns.iter().flat_map(|columns| source.columns(columns)));
    blocks.extend(source.sums(fact));
    blocks.extend(source.cases(fact));
    blocks.extend(source.limits(&fact.limits));
    blocks.push(Block::Rule);
    blocks.push(Block::Left(source.word("proof-no-chargebacks")));
    blocks.push(Block::Rule);
    blocks.push(Block::Row(source.entry(checked.seq), checked.hash.short()));
    blocks.extend(source.signed(checked.seq));
    blocks.extend(source.marks(None));
    ReceiptDoc { blocks }
}

/// The file's name of a proof, without its end: `proof-2026-11-19`.
#[must_use]
pub fn file_name(checked: &Checked) -> String {
    let (from, to) = (checked.fact.from, checked.fact.to);
    if from == to { format!("proof-{from}") } else { format!("proof-{from}-to-{to}") }
}

impl Source<'_> {
    fn about(&self, fact: &DaysChecked) -> Vec<Block> {
        let days = if fact.from == fact.to { fact.from.to_string() } else { format!("{} - {}", fact.from, fact.to) };
        let open = fact.blocking.iter().filter(|case| !self.book.is_explained(&case.case)).count() as u64 + fact.more;
        let result = match (open, fact.broken) {
            (0, 0) => self.word("proof-good"),
            (0, broken) => self.lang.with("proof-broken", &[("count", broken.into())]),
            (open, _) => self.lang.with("proof-open", &[("count", open.into())]),
        };
        let mut blocks = vec![Block::Row(self.word("proof-days"), days)];
        if !fact.operator.is_empty() {
            blocks.push(Block::Row(self.word("receipt-operator"), clean(&fact.operator)));
        }
        blocks.push(Block::Gap);
        blocks.push(Block::Center(result));
        if fact.made_on <= fact.to {
            blocks.push(Block::Center(self.word("proof-not-over")));
        }
        blocks
    }

    fn compared(&self, fact: &DaysChecked) -> Vec<Block> {
        let invoices = match fact.invoices {
            InvoicesFrom::Listed => "proof-invoices-listed",
            InvoicesFrom::Read => "proof-invoices-read",
            InvoicesFrom::Unanswered => "proof-invoices-unanswered",
        };
        let file = clean(&fact.file);
        let ledger = match fact.ledger {
            LedgerFrom::Kept => self.word("proof-ledger-kept"),
            LedgerFrom::File => self.lang.with("proof-ledger-file", &[("file", (&file).into())]),
        };
        let gateway = if fact.gateway.is_empty() { self.word("reconcile-none") } else { clean(&fact.gateway) };
        let counts = &fact.counts;
        let mut blocks = vec![
            Block::Rule,
            Block::Row(self.word("proof-gateway"), gateway),
            Block::Left(ledger),
            Block::Left(self.word(invoices)),
            Block::Left(self.numbered("proof-entries", fact.entries)),
            Block::Rule,
            Block::Left(self.word("proof-rows")),
        ];
        for (key, count) in [
            ("proof-row-sales", counts.sales),
            ("proof-row-invoices", counts.invoices),
            ("proof-row-lines", counts.lines),
            ("proof-row-settlements", counts.settlements),
            ("proof-row-bank", counts.bank),
            ("proof-row-matched", counts.matched),
        ] {
            blocks.push(Block::Row(self.word(key), count.to_string()));
        }
        blocks
    }

    fn amount(&self, plain: &str, currency: &str) -> String {
        format!("{} {}", self.lang.number(&clean(plain)), clean(currency))
    }

    fn columns(&self, columns: &CheckedColumns) -> Vec<Block> {
        let amount = |plain: &str| self.amount(plain, &columns.currency);
        let item = |key: &str, count: u64, plain: &str| {
            Block::Item(self.word(key), count.to_string(), self.lang.number(plain))
        };
        let mut blocks = vec![
            Block::Rule,
            Block::Left(clean(&columns.currency)),
            item("reconcile-sold", columns.sales, &columns.sold),
            item("reconcile-paid", columns.codes, &columns.paid),
            item("reconcile-credited", columns.lines, &columns.credited),
            Block::Row(self.word("proof-fees"), amount(&columns.fees)),
        ];
        for (leg, key) in [("invoices", "proof-leg-invoices"), ("ledger", "proof-leg-ledger")] {
            let of_leg: Vec<&CheckedDifference> = columns.differences.iter().filter(|one| one.leg == leg).collect();
            if !of_leg.is_empty() {
                blocks.push(Block::Left(self.word(key)));
            }
            let row = |one: &&CheckedDifference| {
                let why = one.class.as_deref().map(|class| self.class(class));
                Block::Row(why.unwrap_or_else(|| self.word("reconcile-unexplained")), amount(&one.amount))
            };
            blocks.extend(of_leg.iter().map(row));
        }
        blocks
    }

    /// A class by its number and its title; by its number alone where this version does not know it.
    fn class(&self, code: &str) -> String {
        let (name, part) = (code.to_ascii_lowercase(), "title");
        let key = format!("case-{name}-{part}");
        let title = if self.lang.has(&key) { self.word(&key) } else { String::new() };
        format!("{} {title}", clean(code)).trim_end().to_owned()
    }

    fn sums(&self, fact: &DaysChecked) -> Vec<Block> {
        let mut blocks = vec![Block::Rule, Block::Left(self.word("proof-sums"))];
        for sum in &fact.sums {
            blocks.push(Block::Left(self.sum_name(sum)));
            let (left, right) = (self.amount(&sum.left, &sum.currency), self.amount(&sum.right, &sum.currency));
            let key = if sum.holds { "proof-sum-holds" } else { "proof-sum-fails" };
            blocks.push(Block::Right(self.lang.with(key, &[("left", (&left).into()), ("right", (&right).into())])));
        }
        let told = fact.sums.iter().map(|sum| u64::from(!sum.holds)).sum();
        if fact.broken > told {
            blocks.push(Block::Left(self.lang.with("proof-broken", &[("count", fact.broken.into())])));
        }
        blocks
    }

    fn sum_name(&self, sum: &CheckedSum) -> String {
        let settlement = clean(&sum.settlement);
        let key = match sum.sum.as_str() {
            "invoices" => "proof-sum-invoices",
            "ledger" => "proof-sum-ledger",
            "entries" => "proof-sum-entries",
            _ => "proof-sum-settlement",
        };
        self.lang.with(key, &[("settlement", (&settlement).into())])
    }

    fn cases(&self, fact: &DaysChecked) -> Vec<Block> {
        let all = self.lang.with("proof-findings", &[("count", fact.findings.into())]);
        let mut blocks = vec![Block::Rule, Block::Left(all)];
        blocks.extend(fact.blocking.iter().flat_map(|case| self.case(case)));
        if fact.more > 0 {
            blocks.push(Block::Left(self.lang.with("proof-more", &[("count", fact.more.into())])));
        }
        blocks
    }

    fn case(&self, case: &CheckedCase) -> Vec<Block> {
        let class = case.case.split_once('-').map_or(case.case.as_str(), |(class, _)| class);
        let note = self.book.case(&case.case).filter(|note| note.resolved);
        let said = note.map_or_else(
            || self.word("proof-not-explained"),
            |note| {
                let (words, who) = (clean(&note.note), clean(&note.operator));
                let key = if who.is_empty() { "proof-explained" } else { "proof-explained-by" };
                self.lang.with(key, &[("note", (&words).into()), ("who", (&who).into())])
            },
        );
        vec![
            Block::Gap,
            Block::Left(self.class(class)),
            Block::Row(case.from.to_string(), self.amount(&case.difference, &case.currency)),
            Block::Left(clean(&case.case)),
            Block::Left(format!("  {said}")),
        ]
    }

    /// The tolerances the check was made with.
    fn limits(&self, limits: &Limits) -> Vec<Block> {
        let mut blocks = vec![Block::Rule, Block::Left(self.word("limits-title"))];
        for (key, value) in [
            ("limits-ppm", limits.convert_ppm),
            ("limits-minor", limits.convert_minor),
            ("limits-units", limits.settlement_units),
            ("limits-credit", limits.credit_hours),
            ("limits-refund", limits.refund_hours),
            ("limits-bank", limits.bank_days),
            ("limits-window", limits.bank_window_days),
            ("limits-suggest", limits.suggest_minutes),
        ] {
            blocks.push(Block::Row(self.word(key), value.to_string()));
        }
        if let Some(fee) = limits.fee {
            blocks.push(Block::Row(self.word("proof-fee-ppm"), fee.ppm.to_string()));
            blocks.push(Block::Row(self.word("proof-fee-fixed"), fee.fixed_minor.to_string()));
        }
        blocks
    }
}
