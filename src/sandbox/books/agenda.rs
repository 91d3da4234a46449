//! What the postman has to look at: invoices that changed or will by themselves, and webhooks with their next try.

use std::collections::{BTreeSet, HashSet};

/// Kept beside the records and made anew from them at a start.
#[derive(Debug, Default)]
pub(crate) struct Agenda {
    changed: HashSet<String>,
    timed: BTreeSet<(i64, String)>,
    waiting: BTreeSet<(i64, String)>,
}

impl Agenda {
    /// An invoice that is to be told about is new or different.
    pub(crate) fn note(&mut self, invoice: &str) {
        self.changed.insert(invoice.to_owned());
    }

    /// The invoices to look at now, each once.
    pub(crate) fn changed(&mut self, now: i64) -> Vec<String> {
        let later = self.timed.split_off(&(now.saturating_add(1), String::new()));
        let due = std::mem::replace(&mut self.timed, later);
        self.changed.extend(due.into_iter().map(|(_, invoice)| invoice));
        self.changed.drain().collect()
    }

    /// When an invoice will be different by itself.
    pub(crate) fn look_again(&mut self, invoice: &str, next: Option<i64>) {
        self.timed.extend(next.map(|at| (at, invoice.to_owned())));
    }

    /// A webhook is to be sent then, and no longer at the earlier time.
    pub(crate) fn send_at(&mut self, delivery: &str, before: Option<i64>, due: Option<i64>) {
        if let Some(before) = before {
            self.waiting.remove(&(before, delivery.to_owned()));
        }
        self.waiting.extend(due.map(|at| (at, delivery.to_owned())));
    }

    /// The webhooks whose time has come.
    pub(crate) fn to_send(&self, now: i64) -> impl Iterator<Item = &str> {
        self.waiting.iter().take_while(move |(at, _)| *at <= now).map(|(_, id)| id.as_str())
    }

    /// The next moment at which there may be something to do.
    pub(crate) fn next(&self) -> Option<i64> {
        let first = |set: &BTreeSet<(i64, String)>| set.first().map(|(at, _)| *at);
        [first(&self.timed), first(&self.waiting)].into_iter().flatten().min()
    }
}
