//! A read or a closing as a document of the receipt's kind: text on paper, in a file and in a terminal.

use super::receipt::{Block, ReceiptDoc, clean};
use super::source::{Source, grouped};
use crate::config::Config;
use crate::domain::book::Book;
use crate::domain::fact::ZClosed;
use crate::domain::report::{Closing, Shift};
use crate::domain::takings::plain;
use crate::domain::tally::{Count, CryptoLine, Grand, StillOpen, Tally};
use crate::domain::time::Timestamp;

/// The figures of a shift, read or closed.
struct Figures<'a> {
    tally: &'a Tally,
    grand: &'a Grand,
    open: &'a StillOpen,
    expected: i64,
}

/// Writes a closing; a copy says which one it is.
#[must_use]
pub fn of_closing(closing: &Closing, copy: Option<u32>, config: &Config, book: &Book) -> ReceiptDoc {
    let source = Source::of(config, book);
    let fact = &closing.fact;
    let mut blocks = source.marks(copy);
    blocks.extend(source.head(
        &source.numbered("report-z", fact.number),
        source.currency.code(),
        (closing.at, closing.offset_min),
    ));
    blocks.push(Block::Row(source.word("report-day"), fact.day.to_string()));
    if !fact.operator.is_empty() {
        blocks.push(Block::Row(source.word("receipt-operator"), clean(&fact.operator)));
    }
    blocks.push(Block::Row(source.word("report-entries"), format!("{}-{}", fact.from_seq, fact.to_seq)));
    let figures = Figures { tally: &fact.tally, grand: &fact.grand, open: &fact.open, expected: fact.expected };
    blocks.extend(source.body(&figures, true));
    blocks.extend(source.chain(closing, fact));
    blocks.extend(source.marks(copy));
    ReceiptDoc { blocks }
}

/// Writes a read: the shift so far. What should lie in the drawer is left out until it was counted.
#[must_use]
pub fn of_shift(shift: &Shift, (at, offset_min): (Timestamp, i16), config: &Config, book: &Book) -> ReceiptDoc {
    let source = Source::of(config, book);
    let mut blocks = source.marks(None);
    blocks.extend(source.head(&source.numbered("report-x", shift.last_x), source.currency.code(), (at, offset_min)));
    blocks.push(Block::Row(source.word("report-day"), shift.day.to_string()));
    blocks.push(Block::Row(source.word("report-entries"), format!("{}-{}", shift.from_seq, shift.to_seq)));
    let figures =
        Figures { tally: &shift.tally, grand: &shift.grand, open: &shift.open, expected: shift.tally.expected() };
    blocks.extend(source.body(&figures, !shift.tally.counts.is_empty()));
    blocks.push(Block::Rule);
    blocks.push(Block::Left(source.word("report-not-closed")));
    blocks.extend(source.marks(None));
    ReceiptDoc { blocks }
}

impl Source<'_> {
    fn sum(&self, minor: i64) -> String {
        self.lang.sum(minor, self.currency)
    }

    fn body(&self, figures: &Figures<'_>, shows_drawer: bool) -> Vec<Block> {
        let tally = figures.tally;
        let mut blocks = self.sales(tally);
        blocks.extend(tally.crypto.iter().flat_map(|line| self.crypto(line)));
        if shows_drawer {
            blocks.extend(self.drawer(tally, figures.expected));
        }
        blocks.extend(self.counters(tally));
        blocks.extend(self.open(figures.open));
        blocks.push(Block::Rule);
        for (key, minor) in figures.grand.sums() {
            blocks.push(Block::Row(self.word(key), self.sum(minor)));
        }
        blocks
    }

    fn counted(&self, name: String, count: Count) -> Block {
        Block::Item(name, count.n.to_string(), self.sum(count.minor))
    }

    fn sales(&self, tally: &Tally) -> Vec<Block> {
        let net = tally.sales.minor.saturating_sub(tally.returns.minor);
        let mut blocks = vec![
            Block::Rule,
            self.counted(self.word("report-sales"), tally.sales),
            self.counted(self.word("report-returns"), tally.returns),
            Block::Big(self.word("report-net"), self.sum(net)),
            Block::Rule,
        ];
        for (tender, count) in &tally.tenders {
            let name = match tender.strip_prefix("gateway:") {
                Some(gateway) => self.lang.with("receipt-via", &[("gateway", clean(gateway).as_str().into())]),
                None => self.word("receipt-cash"),
            };
            blocks.push(self.counted(name, *count));
        }
        for (operator, count) in &tally.operators {
            let name = if operator.is_empty() { self.word("report-nobody") } else { clean(operator) };
            blocks.push(self.counted(name, *count));
        }
        for (rate, count) in &tally.taxes {
            let name = if rate.is_empty() { self.word("report-no-tax") } else { clean(rate) };
            blocks.push(self.counted(name, *count));
        }
        blocks
    }

    fn crypto(&self, line: &CryptoLine) -> Vec<Block> {
        let coin = if line.coin.is_empty() { self.word("report-coin-unknown") } else { clean(&line.coin) };
        let mut blocks = vec![Block::Rule, Block::Left(format!("{} {coin}", clean(&line.gateway)))];
        for (key, count) in line.counts() {
            if !count.is_none() {
                blocks.push(self.counted(self.word(key), count));
            }
        }
        blocks.push(Block::Row(self.word("report-promised"), self.sum(line.promised())));
        blocks
    }

    fn drawer(&self, tally: &Tally, expected: i64) -> Vec<Block> {
        let row = |key: &str, minor: i64| Block::Row(self.word(key), self.sum(minor));
        let mut blocks = vec![
            Block::Rule,
            row("report-float", tally.float.unwrap_or(0)),
            row("report-cash-sales", tally.cash().minor),
            row("report-cash-back", tally.cash_back.minor.saturating_neg()),
            row("report-cash-in", tally.cash_in.minor),
            row("report-cash-out", tally.cash_out.minor.saturating_neg()),
            row("report-expected", expected),
        ];
        match tally.counted() {
            None => blocks.push(Block::Row(self.word("report-counted"), self.word("report-not-counted"))),
            Some(count) => {
                blocks.push(row("report-counted", count.counted));
                blocks.push(row("report-difference", count.difference()));
                if !count.reason.is_empty() {
                    blocks.push(Block::Left(clean(&count.reason)));
                }
            }
        }
        blocks
    }

    fn counters(&self, tally: &Tally) -> Vec<Block> {
        let number = |key: &str, n: u64| Block::Row(self.word(key), n.to_string());
        vec![
            Block::Rule,
            number("report-pieces", tally.pieces),
            self.counted(self.word("report-voids"), tally.voids),
            self.counted(self.word("report-overrides"), tally.overrides),
            self.counted(self.word("report-by-hand"), tally.accepted_by_hand),
            self.counted(self.word("report-sent-back"), tally.sent_back),
            self.counted(self.word("report-training"), tally.training),
            number("report-copies", tally.copies),
            number("report-reads", tally.x_reads),
            number("report-drawer-with", tally.drawer_with_sale),
            number("report-drawer-without", tally.drawer_without_sale),
        ]
    }

    fn open(&self, open: &StillOpen) -> Vec<Block> {
        let mut blocks = vec![Block::Rule];
        for (key, n) in [
            ("report-open-sales", open.sales),
            ("report-open-unresolved", open.unresolved),
            ("report-open-late", open.late),
            ("report-open-refunds", open.refunds),
        ] {
            if n > 0 {
                blocks.push(Block::Row(self.word(key), n.to_string()));
            }
        }
        if open.is_nothing() {
            blocks.push(Block::Left(self.word("report-open-nothing")));
        }
        blocks
    }

    /// The closing's own entry, the chain it covers, and whose key signs it.
    fn chain(&self, closing: &Closing, fact: &ZClosed) -> Vec<Block> {
        let (entry, covers) = (self.entry(closing.seq), self.entry(fact.to_seq));
        let covered = fact.to_hash.get(..16).unwrap_or(&fact.to_hash);
        let mut blocks =
            vec![Block::Rule, Block::Row(entry.clone(), closing.hash.short()), Block::Row(covers, grouped(covered))];
        blocks.extend(self.signed(closing.seq));
        let title = self.numbered("report-z", fact.number);
        let payload = format!(
            "{}\n{title} {}\n{} {}\n{entry} {}",
            clean(&self.config.shop.name),
            fact.day,
            self.currency.code(),
            plain(fact.grand.abs, self.currency),
            closing.hash.short()
        );
        blocks.push(Block::Code { payload, caption: self.word("receipt-scan") });
        blocks
    }
}
