//! Drawer, reads and closings: each at most what the shop's rule allows, each an entry.

use super::event::{Refusal, Step};
use super::till_event::TillEvent;
use crate::domain::book::Book;
use crate::domain::day::{Day, DayRule};
use crate::domain::fact::{
    CashMoved, DayRuled, DifferenceExplained, DrawerCounted, DrawerOpened, FloatSet, ReportCopied, XRead, ZClosed,
};
use crate::domain::money::Money;
use crate::domain::sale::{LateCase, MoneyBack};
use crate::domain::tally::StillOpen;

/// How often a shift's drawer may be counted: once, and once again.
const COUNTS_MAX: usize = 2;

/// Plans what an event means.
pub(super) fn plan(book: &Book, event: TillEvent, operator: String) -> Result<Step, Refusal> {
    match event {
        TillEvent::Ruled(rule) => Ok(ruled(book, rule)),
        TillEvent::Float { amount } => float(book, amount, operator),
        TillEvent::Cash { direction, amount, reason } => {
            let (amount, reason) = (above_nought(book, amount)?, said(&reason)?);
            Ok(Step::fact(CashMoved { direction, amount, reason, operator }))
        }
        TillEvent::Drawer { reason } => Ok(Step::fact(DrawerOpened { reason: said(&reason)?, operator })),
        TillEvent::Counted { counted } => counted_blind(book, counted, operator),
        TillEvent::Explained { reason } => explained(book, &reason, operator),
        TillEvent::Read => Ok(Step::fact(XRead { number: book.till_day().last_x + 1, operator })),
        TillEvent::Close { today } => close(book, today, operator),
        TillEvent::Reprint { z } => reprint(book, z, operator),
    }
}

fn ruled(book: &Book, rule: DayRule) -> Step {
    let rule = DayRule { cutoff_hour: rule.cutoff_hour.min(23), difference_limit: rule.difference_limit.max(0) };
    if book.till_day().rule == rule { Step::default() } else { Step::fact(DayRuled { rule }) }
}

fn float(book: &Book, amount: Money, operator: String) -> Result<Step, Refusal> {
    if book.till_day().tally.float.is_some() {
        return Err(Refusal::ShiftOpen);
    }
    let amount = in_shop_money(book, amount)?;
    Ok(Step::fact(FloatSet { amount, operator }))
}

fn counted_blind(book: &Book, counted: Money, operator: String) -> Result<Step, Refusal> {
    let tally = &book.till_day().tally;
    if tally.counts.len() >= COUNTS_MAX {
        return Err(Refusal::CountedTwice);
    }
    let counted = in_shop_money(book, counted)?;
    let count = u32::try_from(tally.counts.len()).map_err(|_| Refusal::CountedTwice)? + 1;
    Ok(Step::fact(DrawerCounted { count, counted, expected: tally.expected(), operator }))
}

fn explained(book: &Book, reason: &str, operator: String) -> Result<Step, Refusal> {
    let count = book.till_day().tally.counted().ok_or(Refusal::NoDifference)?;
    let difference = count.difference();
    if difference == 0 || !count.reason.is_empty() {
        return Err(Refusal::NoDifference);
    }
    Ok(Step::fact(DifferenceExplained { difference, reason: said(reason)?, operator }))
}

fn close(book: &Book, today: Day, operator: String) -> Result<Step, Refusal> {
    let day = book.till_day();
    if let Some(count) = day.tally.counted() {
        let difference = count.difference();
        if count.reason.is_empty() && difference.saturating_abs() > day.rule.difference_limit {
            return Err(Refusal::NotExplained);
        }
    }
    let head = book.head();
    Ok(Step::fact(ZClosed {
        number: day.last_z + 1,
        day: day.day(today),
        from_seq: day.closed_seq + 1,
        to_seq: head.seq,
        to_hash: head.hash.to_string(),
        tally: day.tally.clone(),
        expected: day.tally.expected(),
        open: still_open(book),
        grand: day.grand.with(&day.tally),
        operator,
    }))
}

fn reprint(book: &Book, z: u64, operator: String) -> Result<Step, Refusal> {
    let day = book.till_day();
    if z == 0 || z > day.last_z {
        return Err(Refusal::NoClosing);
    }
    let copy = day.copies.get(&z).copied().unwrap_or(0).saturating_add(1);
    Ok(Step::fact(ReportCopied { z, copy, operator }))
}

/// What a closing at this moment would leave open.
#[must_use]
pub fn still_open(book: &Book) -> StillOpen {
    let mut open = StillOpen::default();
    for sale in book.sales() {
        open.sales += u64::from(sale.end.is_none());
        let unresolved = sale.attempts.iter().filter(|attempt| attempt.is_unresolved());
        open.unresolved += unresolved.map(|_| 1).sum::<u64>();
        let late = sale
            .attempts
            .iter()
            .filter_map(|attempt| sale.late_case(attempt))
            .filter(|case| LateCase::is_listed(*case));
        open.late += late.map(|_| 1).sum::<u64>();
        open.refunds += sale.backs.iter().filter(|back| MoneyBack::is_in_doubt(back)).map(|_| 1).sum::<u64>();
    }
    open
}

fn said(reason: &str) -> Result<String, Refusal> {
    let reason = reason.trim();
    if reason.is_empty() { Err(Refusal::NoReason) } else { Ok(reason.to_owned()) }
}

fn above_nought(book: &Book, amount: Money) -> Result<Money, Refusal> {
    let amount = in_shop_money(book, amount)?;
    if amount.is_positive() { Ok(amount) } else { Err(Refusal::NoCash) }
}

/// Cash is counted in the shop's own money, and never below nought.
fn in_shop_money(book: &Book, amount: Money) -> Result<Money, Refusal> {
    let other = book.genesis().is_some_and(|genesis| genesis.currency != amount.currency());
    if other || amount.minor() < 0 { Err(Refusal::NoCash) } else { Ok(amount) }
}
