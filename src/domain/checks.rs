//! How business days stand by the last check of each: good, bad, not over when it was made, or never checked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::day::Day;
use super::entry::{Entry, Hash};
use super::fact::{DaysChecked, Fact};
use super::time::Timestamp;

/// A check with its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// What it says.
    pub fact: DaysChecked,
    /// Its own entry.
    pub seq: u64,
    /// Its own hash.
    pub hash: Hash,
    /// When.
    pub at: Timestamp,
    /// Minutes east of UTC at the till then.
    pub offset_min: i16,
}

impl Checked {
    /// Days of a check that are remembered one by one: the last ten years of a longer one.
    const SPAN_MAX: i32 = 3_660;

    /// The check an entry is; none for any other.
    #[must_use]
    pub fn of(entry: &Entry) -> Option<Self> {
        let Fact::DaysChecked(fact) = &entry.fact else { return None };
        let (at, offset_min) = (entry.stamp.at, entry.stamp.offset_min);
        Some(Self { fact: fact.clone(), seq: entry.seq, hash: entry.hash, at, offset_min })
    }

    /// The days it is the last word on.
    pub fn days(&self) -> impl Iterator<Item = Day> {
        let (first, last) = (self.fact.from, self.fact.last());
        let first = first.max(last.plus(1 - Self::SPAN_MAX));
        (0..=last.since(first)).map(move |index| first.plus(index))
    }

    /// Whether it found something on a day that keeps it from being good, explained or not.
    #[must_use]
    pub fn blocks(&self, day: Day) -> bool {
        self.fact.blocks(day, &|_| false)
    }
}

/// How a business day stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayStand {
    /// Nobody has checked it.
    Unchecked,
    /// It was checked before it was over, and nothing was wrong by then.
    Begun,
    /// Every cent is explained.
    Good,
    /// Something is open.
    Bad,
}

/// The last checks at hand: those of the newest days, and every older one that found something.
#[derive(Debug, Clone, Default)]
pub struct Checks {
    days: BTreeMap<(Day, String), Arc<Checked>>,
    last: Option<Arc<Checked>>,
}

impl Checks {
    /// Checked days kept at hand whatever was found on them.
    pub const DAYS_MAX: usize = 62;

    /// Folds a check.
    pub(super) fn apply(&mut self, checked: Checked) {
        let checked = Arc::new(checked);
        for day in checked.days() {
            self.days.insert((day, checked.fact.gateway.clone()), checked.clone());
        }
        self.last = Some(checked);
        self.forget_old();
    }

    /// Takes the check that has the last word on a day of its gateway to hand, as it was stored.
    pub(super) fn recall(&mut self, day: Option<Day>, checked: Arc<Checked>) {
        match day {
            Some(day) => drop(self.days.insert((day, checked.fact.gateway.clone()), checked)),
            None => self.last = Some(checked),
        }
    }

    fn forget_old(&mut self) {
        let days: BTreeSet<Day> = self.days.keys().map(|(day, _)| *day).collect();
        let Some(oldest) = days.iter().rev().nth(Self::DAYS_MAX - 1).copied() else { return };
        self.days.retain(|(day, _), checked| *day >= oldest || checked.blocks(*day));
    }

    /// Whether a check would say what is known.
    #[must_use]
    pub fn knows(&self, fact: &DaysChecked) -> bool {
        let same = |known: &Arc<Checked>| known.fact.says_the_same(fact);
        let of = |day| self.days.get(&(day, fact.gateway.clone()));
        let days = Checked { fact: fact.clone(), seq: 0, hash: Hash::default(), at: Timestamp(0), offset_min: 0 };
        self.last.as_ref().is_some_and(same) || days.days().all(|day| of(day).is_some_and(same))
    }

    /// The newest check of just these days that is at hand.
    #[must_use]
    pub fn of(&self, from: Day, to: Day) -> Option<&Checked> {
        let of_days = |checked: &&Arc<Checked>| (checked.fact.from, checked.fact.to) == (from, to);
        let held = self.days.values().chain(&self.last).filter(of_days);
        held.max_by_key(|checked| checked.seq).map(AsRef::as_ref)
    }

    fn on(&self, day: Day) -> impl Iterator<Item = &Arc<Checked>> {
        self.days.range((day, String::new())..).take_while(move |((at, _), _)| *at == day).map(|(_, checked)| checked)
    }

    /// How a day stands, by the checks of all its gateways.
    #[must_use]
    pub fn stand(&self, day: Day, is_explained: &dyn Fn(&str) -> bool) -> DayStand {
        let mut stand = DayStand::Unchecked;
        for checked in self.on(day) {
            if checked.fact.blocks(day, is_explained) {
                return DayStand::Bad;
            }
            let is_over = checked.fact.made_on > day;
            stand = if is_over && stand != DayStand::Begun { DayStand::Good } else { DayStand::Begun };
        }
        stand
    }

    /// The findings that keep days from being good, each once.
    #[must_use]
    pub fn blocking(&self) -> BTreeSet<&str> {
        let cases = self.days.iter().flat_map(|((day, _), checked)| checked.fact.cases_of(*day));
        cases.map(|case| case.case.as_str()).collect()
    }
}
