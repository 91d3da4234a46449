//! How often a payment is read.

use std::time::Duration;

use crate::domain::payment::State;
use crate::domain::sale::Attempt;
use crate::domain::time::Timestamp;

const FIRST_MINUTE: Duration = Duration::from_secs(60);
const EVERY_FIRST_MINUTE: Duration = Duration::from_secs(2);
const EVERY_OPEN: Duration = Duration::from_secs(5);
const EVERY_SEEN: Duration = Duration::from_secs(15);
const EVERY_ENDED: Duration = Duration::from_secs(60);
const ENDED_HOUR: Duration = Duration::from_secs(3600);
const EVERY_HOUR: Duration = Duration::from_secs(3600);
/// The safety reading behind a stream that works.
pub(super) const SAFETY: Duration = Duration::from_secs(30);
/// The share of a second one watched payment may take, so that a crowd of them together asks at most this often:
/// forty readings a second, whatever their number.
const SHARE: Duration = Duration::from_millis(25);

/// How long to wait before an attempt is read again, by its state.
pub(super) fn period(attempt: &Attempt, now: Timestamp) -> Duration {
    let quiet = now.since(attempt.changed);
    match attempt.status.state {
        State::Requested | State::Open if now.since(attempt.asked) < FIRST_MINUTE => EVERY_FIRST_MINUTE,
        State::Requested | State::Open => EVERY_OPEN,
        State::Seen if quiet < FIRST_MINUTE => EVERY_OPEN,
        State::Seen => EVERY_SEEN,
        State::Accepted if quiet < FIRST_MINUTE => EVERY_OPEN,
        State::Accepted | State::Settled | State::Expired | State::Cancelled | State::Failed => {
            if quiet < ENDED_HOUR {
                EVERY_ENDED
            } else {
                EVERY_HOUR
            }
        }
    }
}

/// The same among so many others that are watched.
pub(super) fn among(period: Duration, watched: usize) -> Duration {
    period.max(SHARE * u32::try_from(watched).unwrap_or(u32::MAX))
}

/// Whether news may come any moment, so that a stream is worth a connection.
pub(super) fn is_worth_a_stream(state: State) -> bool {
    match state {
        State::Open | State::Seen => true,
        State::Requested | State::Accepted | State::Settled | State::Expired | State::Cancelled | State::Failed => {
            false
        }
    }
}

/// The wait, twenty percent more or less, so that many payments do not ask in step.
pub(super) fn jittered(wait: Duration) -> Duration {
    let share = u32::from(uuid::Uuid::new_v4().as_bytes()[0]) * 400 / 255;
    wait * (800 + share) / 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crowd_shares_what_one_till_may_ask() {
        assert_eq!(among(EVERY_FIRST_MINUTE, 1), EVERY_FIRST_MINUTE);
        assert_eq!(among(EVERY_FIRST_MINUTE, 80), EVERY_FIRST_MINUTE, "eighty customers at once are no crowd yet");
        assert_eq!(among(EVERY_OPEN, 1_000), Duration::from_secs(25));
        assert_eq!(among(EVERY_HOUR, 1_000), EVERY_HOUR);
    }
}
