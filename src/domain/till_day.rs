//! A till's day as the journal tells it: the rule, the shift since the last closing, the closings' counters.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::day::{Day, DayRule};
use super::entry::Entry;
use super::fact::{Direction, Fact, LateDecided, LateDecision, SaleOpened, Tender};
use super::sale::{Sale, SaleEnd};
use super::takings::{Placed, Share, of_return, place};
use super::tally::{CryptoLine, DrawerCount, Grand, Tally};
use super::time::Stamp;

/// The part of a book that speaks of days, drawer and closings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TillDay {
    /// The rule in force.
    pub rule: DayRule,
    /// Since the last closing.
    pub tally: Tally,
    /// The last closing's number; 0 before the first.
    pub last_z: u64,
    /// The last entry that is closed.
    pub closed_seq: u64,
    /// The last read's number.
    pub last_x: u64,
    /// Sums of all closings so far.
    pub grand: Grand,
    /// Copies made of closings, by number.
    pub copies: BTreeMap<u64, u32>,
}

impl TillDay {
    /// Folds an entry. `before` is where the sale's money stood before it, `sale` the sale after it.
    pub fn apply(&mut self, entry: &Entry, before: Option<&Placed>, sale: Option<&Sale>) {
        if entry.training {
            if let Fact::SaleCompleted(fact) = &entry.fact {
                self.tally.training.add(fact.total.minor());
            }
            return;
        }
        if let Some(sale) = sale {
            self.apply_to_sale(entry, before, sale);
        } else {
            self.apply_to_till(entry);
        }
    }

    fn begin(&mut self, stamp: Stamp) {
        let today = self.rule.assign(stamp.at, stamp.offset_min).day;
        self.tally.day.get_or_insert(today);
    }

    fn apply_to_sale(&mut self, entry: &Entry, before: Option<&Placed>, sale: &Sale) {
        let tally = &mut self.tally;
        if let Fact::SaleOpened(fact) = &entry.fact {
            count_overrides(tally, fact);
        } else if let Fact::SaleVoided(_) = &entry.fact {
            tally.voids.add(sale.total.minor());
            self.begin(entry.stamp);
        } else if let Fact::ReceiptCopied(_) = &entry.fact {
            tally.copies += 1;
        } else if let Fact::MoneyLate(fact) = &entry.fact {
            if let Some(attempt) = sale.attempt(fact.guid) {
                let coin = attempt.paid.as_ref().map_or("", |paid| paid.coin.as_str());
                tally.line(attempt.request.gateway.as_str(), coin).late.add(attempt.request.price.minor());
            }
        } else if let Fact::LateDecided(LateDecided { decision: LateDecision::Accept, .. }) = &entry.fact {
            tally.accepted_by_hand.add(sale.total.minor());
        } else if let Fact::ReturnCompleted(_) = &entry.fact {
            self.returned(entry, sale);
        }
        self.money_moved(entry, before, sale);
    }

    fn returned(&mut self, entry: &Entry, sale: &Sale) {
        let Fact::ReturnCompleted(fact) = &entry.fact else { return };
        self.begin(entry.stamp);
        let minor = fact.amount.minor();
        let moment = self.rule.assign(entry.stamp.at, entry.stamp.offset_min);
        let tally = &mut self.tally;
        if of_return(sale, fact, moment).is_empty() { &mut tally.sent_back } else { &mut tally.returns }.add(minor);
        if let super::fact::ReturnTender::Gateway { payment } = fact.tender {
            if let Some(attempt) = sale.attempt(payment) {
                let coin = attempt.paid.as_ref().map_or("", |paid| paid.coin.as_str());
                tally.line(attempt.request.gateway.as_str(), coin).refunded.add(minor);
            }
        } else {
            tally.cash_back.add(minor);
            tally.drawer_with_sale += 1;
        }
    }

    /// A sale was completed, or its money came further, or failed.
    fn money_moved(&mut self, entry: &Entry, before: Option<&Placed>, sale: &Sale) {
        let Some(after) = place(sale) else { return };
        let minor = sale.total.minor();
        let Some(before) = before else {
            self.begin(entry.stamp);
            self.completed(sale, &after);
            return;
        };
        if *before == after {
            return;
        }
        let Some(SaleEnd::Completed { seq, fact, .. }) = &sale.end else { return };
        let Tender::Gateway { .. } = fact.tender else { return };
        if *seq > self.closed_seq {
            if let Some(line) = self.line_of(before) {
                part(line, before.share).take(minor);
            }
            if let Some(line) = self.line_of(&after) {
                part(line, after.share).add(minor);
            }
            return;
        }
        let Some(line) = self.line_of(&after).filter(|_| before.share != after.share) else { return };
        match after.share {
            Share::Settled => line.settled_earlier.add(minor),
            Share::Failed => line.failed_earlier.add(minor),
            Share::Cash | Share::Seen | Share::Accepted => {}
        }
    }

    fn completed(&mut self, sale: &Sale, placed: &Placed) {
        let minor = sale.total.minor();
        let tally = &mut self.tally;
        tally.sales.add(minor);
        tally.pieces += u64::from(sale.items());
        tally.tenders.entry(placed.tender.clone()).or_default().add(minor);
        tally.operators.entry(sale.operator.clone()).or_default().add(minor);
        tally.taxes.entry(String::new()).or_default().add(minor);
        if placed.share == Share::Cash {
            tally.drawer_with_sale += 1;
        } else if let Some(line) = self.line_of(placed) {
            part(line, placed.share).add(minor);
        }
    }

    fn line_of(&mut self, placed: &Placed) -> Option<&mut CryptoLine> {
        let gateway = placed.tender.strip_prefix("gateway:")?;
        Some(self.tally.line(gateway, &placed.coin))
    }

    fn apply_to_till(&mut self, entry: &Entry) {
        let tally = &mut self.tally;
        if let Fact::DayRuled(fact) = &entry.fact {
            self.rule = fact.rule;
        } else if let Fact::FloatSet(fact) = &entry.fact {
            tally.float = Some(fact.amount.minor());
            self.begin(entry.stamp);
        } else if let Fact::CashMoved(fact) = &entry.fact {
            match fact.direction {
                Direction::In => tally.cash_in.add(fact.amount.minor()),
                Direction::Out => tally.cash_out.add(fact.amount.minor()),
            }
            self.begin(entry.stamp);
        } else if let Fact::DrawerOpened(_) = &entry.fact {
            tally.drawer_without_sale += 1;
            self.begin(entry.stamp);
        } else if let Fact::DrawerCounted(fact) = &entry.fact {
            let (counted, expected) = (fact.counted.minor(), fact.expected);
            tally.counts.push(DrawerCount { counted, expected, reason: String::new() });
        } else if let Fact::DifferenceExplained(fact) = &entry.fact {
            if let Some(count) = tally.counts.last_mut() {
                fact.reason.clone_into(&mut count.reason);
            }
        } else {
            self.apply_report(entry);
        }
    }

    fn apply_report(&mut self, entry: &Entry) {
        if let Fact::XRead(fact) = &entry.fact {
            self.last_x = fact.number;
            self.tally.x_reads += 1;
        } else if let Fact::ZClosed(fact) = &entry.fact {
            self.last_z = fact.number;
            self.closed_seq = fact.to_seq;
            self.grand = fact.grand;
            self.tally = Tally::default();
        } else if let Fact::ReportCopied(fact) = &entry.fact {
            self.copies.insert(fact.z, fact.copy);
            self.tally.copies += 1;
        }
    }

    /// The business day a closing at this moment speaks of.
    #[must_use]
    pub fn day(&self, today: Day) -> Day {
        self.tally.day.unwrap_or(today)
    }
}

fn count_overrides(tally: &mut Tally, fact: &SaleOpened) {
    for line in &fact.lines {
        let Some(changed) = &line.override_of else { continue };
        let less = changed.listed.minor().saturating_sub(line.price.minor());
        tally.overrides.add(less.saturating_mul(i64::from(line.quantity)));
    }
}

fn part(line: &mut CryptoLine, share: Share) -> &mut super::tally::Count {
    match share {
        Share::Seen | Share::Cash => &mut line.seen,
        Share::Accepted => &mut line.confirmed,
        Share::Settled => &mut line.settled,
        Share::Failed => &mut line.failed,
    }
}
