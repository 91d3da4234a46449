//! Webhooks as records: what is to be told, and every attempt to tell it.

use serde::{Deserialize, Serialize};

use super::books::shelf::Kept;

/// Minutes to wait after each failed attempt; after the last one the gateway gives up.
const RETRY_MINUTES: [i64; 5] = [1, 4, 9, 16, 25];
const MINUTE_MS: i64 = 60_000;

/// One try.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Attempt {
    pub(crate) at: i64,
    /// The other side's status; absent: it could not be reached.
    pub(crate) status: Option<u16>,
    pub(crate) error: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Outcome {
    Waiting,
    Delivered,
    GivenUp,
}

/// One event on its way to a merchant's server.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Delivery {
    pub(crate) serial: u64,
    pub(crate) id: String,
    pub(crate) invoice: String,
    pub(crate) code: u32,
    pub(crate) name: String,
    pub(crate) url: String,
    pub(crate) body: String,
    pub(crate) signature: String,
    /// When the next attempt is due.
    pub(crate) due: i64,
    pub(crate) outcome: Outcome,
    pub(crate) attempts: Vec<Attempt>,
}

impl Kept for Delivery {
    const KIND: &'static str = "delivery";

    fn id(&self) -> &str {
        &self.id
    }

    fn serial(&self) -> u64 {
        self.serial
    }
}

impl Delivery {
    /// Notes an attempt: only 200 is success, and a failure is repeated after 1, 4, 9, 16 and 25 minutes.
    pub(crate) fn note(&mut self, attempt: Attempt) {
        let (at, tries) = (attempt.at, self.attempts.len());
        let delivered = attempt.status == Some(200);
        self.attempts.push(attempt);
        self.outcome = match RETRY_MINUTES.get(tries) {
            _ if delivered => Outcome::Delivered,
            Some(minutes) => {
                self.due = at.saturating_add(minutes * MINUTE_MS);
                Outcome::Waiting
            }
            None => Outcome::GivenUp,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bp2_93_failures_are_repeated_on_the_documented_schedule_and_then_given_up() {
        let text = String::new;
        let mut one = Delivery {
            serial: 1,
            id: text(),
            invoice: text(),
            code: 1003,
            name: text(),
            url: text(),
            body: text(),
            signature: text(),
            due: 0,
            outcome: Outcome::Waiting,
            attempts: Vec::new(),
        };
        let mut waits = Vec::new();
        while one.outcome == Outcome::Waiting {
            let at = one.due;
            one.note(Attempt { at, status: Some(204), error: None });
            waits.push((one.due - at) / MINUTE_MS);
        }
        assert_eq!((waits, one.attempts.len(), one.outcome), (vec![1, 4, 9, 16, 25, 0], 6, Outcome::GivenUp));
        one.note(Attempt { at: one.due, status: Some(200), error: None });
        assert_eq!(one.outcome, Outcome::Delivered);
    }
}
