//! When to look for an invoice again, when to send the same request again, and when to give up.
//!
//! After an answer was lost nobody knows whether the invoice exists. The till looks first; only when the invoice was
//! absent [`ABSENT_ENOUGH`] times in a row of looks is the request repeated, with the same key, and never for a
//! sale that is over.

use std::time::Duration;

/// Waits before each look; the last one repeats for ever.
const WAITS: [Duration; 5] = [
    Duration::from_secs(1),
    Duration::from_secs(3),
    Duration::from_secs(10),
    Duration::from_secs(30),
    Duration::from_secs(60),
];
/// Looks that must find nothing before the same request is sent again.
pub const ABSENT_ENOUGH: u32 = 2;

/// What a look that did not find the invoice brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// The gateway says there is none.
    Absent,
    /// The gateway did not answer, or not clearly.
    Doubt,
}

/// What to do after a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Look again after [`Search::wait`].
    Look,
    /// Send the same request again.
    Repeat,
    /// Nobody waits for it and nobody has seen it.
    GiveUp,
}

/// One search for one invoice. It starts anew after a restart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Search {
    turn: usize,
    absent: u32,
}

impl Search {
    /// The wait before the next look.
    #[must_use]
    pub fn wait(&self) -> Duration {
        WAITS[self.turn.min(WAITS.len() - 1)]
    }

    /// Judges a look. `wanted`: whether the sale still waits for its money.
    pub fn judge(&mut self, look: Look, wanted: bool) -> Next {
        self.turn += 1;
        match look {
            Look::Absent => self.absent += 1,
            Look::Doubt => {}
        }
        if self.absent < ABSENT_ENOUGH {
            return Next::Look;
        }
        self.absent = 0;
        if wanted { Next::Repeat } else { Next::GiveUp }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_repeated_only_after_two_absences_and_for_a_sale_that_waits() {
        let mut search = Search::default();
        assert_eq!(search.wait(), Duration::from_secs(1));
        assert_eq!(search.judge(Look::Doubt, true), Next::Look);
        assert_eq!(search.judge(Look::Absent, true), Next::Look);
        assert_eq!(search.judge(Look::Doubt, true), Next::Look);
        assert_eq!(search.judge(Look::Absent, true), Next::Repeat);
        assert_eq!(search.judge(Look::Absent, true), Next::Look);
        assert_eq!(search.judge(Look::Absent, false), Next::GiveUp);
        assert_eq!(search.wait(), Duration::from_secs(60));
    }
}
