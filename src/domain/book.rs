//! The book: what the journal says, folded for use.
//!
//! The writer keeps one to decide by, the window a copy to show. Both apply the same entries, so they agree.
//! A book need not hold every old sale: it keeps those that are open or watched and the newest ones. Whoever has the
//! entries takes an older one to hand again when something is to happen to it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::case::{CaseNote, Limits};
use super::checks::{Checked, Checks, DayStand};
use super::day::{Day, DayRule};
use super::entry::{Entry, Head};
use super::fact::{Fact, Genesis};
use super::id::{Guid, SaleId};
use super::sale::{Attempt, MoneyBack, Sale};
use super::takings::place;
use super::till_day::TillDay;
use super::time::Timestamp;

/// The folded journal.
#[derive(Debug, Clone, Default)]
pub struct Book {
    genesis: Option<Genesis>,
    /// The keys the book was handed to, each with the entry that did it.
    turns: Vec<(u64, String)>,
    head: Head,
    last_sale: u64,
    last_receipt: u64,
    sales: BTreeMap<u64, Sale>,
    numbers: HashMap<SaleId, u64>,
    attempts: HashMap<Guid, u64>,
    cases: BTreeMap<String, CaseNote>,
    limits: Limits,
    checks: Checks,
    refunds: HashMap<Guid, u64>,
    day: TillDay,
}

/// The counters a book goes on from when old entries are not replayed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counters {
    /// The chain's end.
    pub head: Head,
    /// The last sale number given.
    pub last_sale: u64,
    /// The last receipt number given.
    pub last_receipt: u64,
}

impl Book {
    /// The newest sales, kept at hand whatever their state.
    pub const RECENT_MAX: u64 = 200;

    /// A book that goes on from known counters; the entries of the sales at hand are applied after.
    #[must_use]
    pub fn resume(genesis: Option<Genesis>, counters: Counters, day: TillDay) -> Self {
        Self {
            genesis,
            day,
            head: counters.head,
            last_sale: counters.last_sale,
            last_receipt: counters.last_receipt,
            ..Self::default()
        }
    }

    /// Folds one entry.
    pub fn apply(&mut self, entry: &Entry) {
        // A book that resumes is given entries of before; the day has counted them.
        let is_new = entry.seq > self.head.seq;
        let id = entry.fact.sale();
        let before = id.and_then(|id| self.sale(id)).and_then(place);
        self.apply_entry(entry);
        if is_new {
            self.head = Head { seq: entry.seq, hash: entry.hash };
            let sale = id.and_then(|id| self.numbers.get(&id)).and_then(|number| self.sales.get(number));
            self.day.apply(entry, before.as_ref(), sale);
        }
    }

    fn apply_entry(&mut self, entry: &Entry) {
        if let Some(number) = entry.fact.receipt_no() {
            self.last_receipt = self.last_receipt.max(number);
        }
        if let Fact::Genesis(genesis) = &entry.fact {
            self.genesis = Some(genesis.clone());
        } else if let Fact::KeyRotated(turn) = &entry.fact {
            self.turns.push((entry.seq, turn.public_key.clone()));
        } else if let Some(sale) = Sale::open(&entry.fact, entry.stamp.at) {
            let newest = sale.number;
            self.last_sale = self.last_sale.max(newest);
            self.numbers.insert(sale.id, newest);
            self.sales.insert(newest, sale);
            self.forget_old(newest, entry.stamp.at);
        } else if !self.apply_case(entry) {
            self.apply_to_sale(&entry.fact, entry);
        }
    }

    /// Whether the entry speaks of the reconciliation; then it is folded.
    fn apply_case(&mut self, entry: &Entry) -> bool {
        let mut note = |case: &String, resolved: bool, note: &String, operator: &String| {
            let at = entry.stamp.at;
            let last = CaseNote { resolved, note: note.clone(), operator: operator.clone(), at };
            self.cases.insert(case.clone(), last);
        };
        if let Fact::CaseResolved(fact) = &entry.fact {
            note(&fact.case, true, &fact.note, &fact.operator);
        } else if let Fact::CaseReopened(fact) = &entry.fact {
            note(&fact.case, false, &fact.note, &fact.operator);
        } else if let Fact::LimitsSet(fact) = &entry.fact {
            self.limits = fact.limits.clone();
        } else if let Some(checked) = Checked::of(entry) {
            self.checks.apply(checked);
        } else {
            return false;
        }
        true
    }

    fn apply_to_sale(&mut self, fact: &Fact, entry: &Entry) {
        let Some(number) = fact.sale().and_then(|id| self.numbers.get(&id).copied()) else { return };
        if let Fact::PaymentIntent(intent) = fact {
            self.attempts.insert(intent.request.guid, number);
        }
        if let Some(back) = MoneyBack::open(fact, entry.stamp.at) {
            self.refunds.insert(back.guid, number);
        }
        if let Some(sale) = self.sales.get_mut(&number) {
            sale.apply(fact, entry.stamp.at, entry.seq, entry.hash);
        }
    }

    /// Drops sales older than the newest [`Self::RECENT_MAX`] that no gateway can have news for and nobody must
    /// decide.
    ///
    /// The newest is the one just opened, not the last counted, so that entries folded once more forget just what was
    /// forgotten the first time.
    fn forget_old(&mut self, newest: u64, now: Timestamp) {
        let Some(cutoff) = newest.checked_sub(Self::RECENT_MAX) else { return };
        let quiet = |sale: &&Sale| !sale.stays(now);
        let gone: Vec<u64> =
            self.sales.range(..=cutoff).map(|(_, sale)| sale).filter(quiet).map(|s| s.number).collect();
        gone.into_iter().for_each(|number| self.forget(number));
    }

    fn forget(&mut self, number: u64) {
        let Some(sale) = self.sales.remove(&number) else { return };
        self.numbers.remove(&sale.id);
        for attempt in &sale.attempts {
            self.attempts.remove(&attempt.guid());
        }
        for back in &sale.backs {
            self.refunds.remove(&back.guid);
        }
    }

    /// Takes an old sale to hand again, as its entries tell it; one that is at hand is replaced.
    ///
    /// It stays until the next sale is opened, and longer where there may be news of it.
    pub fn recall(&mut self, sale: Sale) {
        self.numbers.insert(sale.id, sale.number);
        self.attempts.extend(sale.attempts.iter().map(|attempt| (attempt.guid(), sale.number)));
        self.refunds.extend(sale.backs.iter().map(|back| (back.guid, sale.number)));
        self.sales.insert(sale.number, sale);
    }

    /// Lets a sale go, as [`Self::recall`] took it.
    pub fn release(&mut self, id: SaleId) {
        if let Some(number) = self.numbers.get(&id) {
            self.forget(*number);
        }
    }

    /// What this book is; none before its first entry.
    #[must_use]
    pub fn genesis(&self) -> Option<&Genesis> {
        self.genesis.as_ref()
    }

    /// The public key that signs an entry, 64 hex characters; none before the first entry.
    #[must_use]
    pub fn key_of(&self, seq: u64) -> Option<&str> {
        let turned = self.turns.iter().rev().find(|(turn, _)| *turn < seq).map(|(_, key)| key.as_str());
        turned.or(self.genesis.as_ref().map(|genesis| genesis.public_key.as_str()))
    }

    /// The chain's end.
    #[must_use]
    pub fn head(&self) -> Head {
        self.head
    }

    /// What was last decided of a finding.
    #[must_use]
    pub fn case(&self, case: &str) -> Option<&CaseNote> {
        self.cases.get(case)
    }

    /// The tolerances of the reconciliation.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The last checks of business days.
    #[must_use]
    pub fn checks(&self) -> &Checks {
        &self.checks
    }

    /// How a business day stands by its checks and by what was explained since.
    #[must_use]
    pub fn day_stand(&self, day: Day) -> DayStand {
        self.checks.stand(day, &|case| self.is_explained(case))
    }

    /// How many findings keep checked days from being good: nobody has explained them.
    #[must_use]
    pub fn open_cases(&self) -> usize {
        self.checks.blocking().into_iter().filter(|case| !self.is_explained(case)).count()
    }

    /// Whether a person has explained a finding.
    #[must_use]
    pub fn is_explained(&self, case: &str) -> bool {
        self.case(case).is_some_and(|case| case.resolved)
    }

    /// Takes a check to hand as it was stored: as the last word on a day, or as the last one made.
    pub fn recall_check(&mut self, day: Option<Day>, checked: Arc<Checked>) {
        self.checks.recall(day, checked);
    }

    /// The counters to resume from.
    #[must_use]
    pub fn counters(&self) -> Counters {
        Counters { head: self.head, last_sale: self.last_sale, last_receipt: self.last_receipt }
    }

    /// The day, the drawer and the closings.
    #[must_use]
    pub fn till_day(&self) -> &TillDay {
        &self.day
    }

    /// The rule by which entries are given their business day now.
    #[must_use]
    pub fn day_rule(&self) -> DayRule {
        self.day.rule
    }

    /// The number the next sale gets.
    #[must_use]
    pub fn next_sale(&self) -> u64 {
        self.last_sale + 1
    }

    /// The number the next receipt gets.
    #[must_use]
    pub fn next_receipt(&self) -> u64 {
        self.last_receipt + 1
    }

    /// The sales at hand, newest first.
    pub fn sales(&self) -> impl Iterator<Item = &Sale> {
        self.sales.values().rev()
    }

    /// A sale by its name.
    #[must_use]
    pub fn sale(&self, id: SaleId) -> Option<&Sale> {
        self.sales.get(self.numbers.get(&id)?)
    }

    /// A sale by its number.
    #[must_use]
    pub fn sale_numbered(&self, number: u64) -> Option<&Sale> {
        self.sales.get(&number)
    }

    /// The sale and attempt of a key.
    #[must_use]
    pub fn attempt(&self, guid: Guid) -> Option<(&Sale, &Attempt)> {
        let sale = self.sales.get(self.attempts.get(&guid)?)?;
        Some((sale, sale.attempt(guid)?))
    }

    /// The sale and refund of a refund's key.
    #[must_use]
    pub fn refund(&self, guid: Guid) -> Option<(&Sale, &MoneyBack)> {
        let sale = self.sales.get(self.refunds.get(&guid)?)?;
        Some((sale, sale.back(guid)?))
    }
}
