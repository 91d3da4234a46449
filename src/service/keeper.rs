//! What a running till does for its book without being asked: it looks at the file and the disk every minute, makes a backup
//! every hour, and asks the gateway what it has seen.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::error::Trouble;
use super::kept::{Kept, Room};
use super::{Till, Update};
use crate::domain::core::{Event, TillEvent};
use crate::domain::time::Timestamp;
use crate::journal::{Backup, OpenError, Place, ROOM_STOP, StoreError};

/// How often file and disk are looked at.
const EVERY: Duration = Duration::from_secs(60);
/// How often sleep is looked for.
const EVERY_LOOK: Duration = Duration::from_secs(1);
/// Clocks may differ by less without any sleep.
const SLEPT_MIN: Duration = Duration::from_secs(2);
/// How old the newest backup may grow.
const BACKUP_AGE: Duration = Duration::from_secs(3600);
/// How often gateways are asked what they have seen.
const WITNESS_TURNS: u64 = 60;

impl Till {
    /// Makes a verified backup among the others, after tidying the log away. `reason` is for the diagnostics.
    ///
    /// # Errors
    /// [`Trouble::Open`]; selling goes on.
    pub async fn backup_now(&self, reason: &'static str) -> Result<Backup, Trouble> {
        let (journal, place, birth) = (self.0.journal.clone(), self.0.place.clone(), self.0.birth.clone());
        let at = self.0.clock.now();
        let made = tokio::task::spawn_blocking(move || {
            journal.check_file()?;
            journal.tidy();
            crate::journal::backup_among(&place, &birth, at)
        });
        let made = made.await.map_err(|_| Trouble::Interrupted)??;
        tracing::info!(reason, path = %made.path.display(), entries = made.verdict.entries, "backup made");
        Ok(made)
    }

    /// Why nothing may be sold at present, if so.
    #[must_use]
    pub fn blocked(&self) -> Option<OpenError> {
        let kept = self.kept();
        kept.against.clone().or_else(|| (kept.room == Room::None).then_some(OpenError::Room(ROOM_STOP)))
    }

    /// Refuses what would begin a sale or a code while something speaks against it, and a closing of a book that is in
    /// doubt. What is under way goes on.
    pub(super) async fn may(&self, event: &Event) -> Result<(), Trouble> {
        let sells = matches!(event, Event::Charge(_) | Event::Cash { .. } | Event::NewCode { .. });
        let closes = matches!(event, Event::Till { event: TillEvent::Close { .. }, .. });
        if !sells && !closes {
            return Ok(());
        }
        self.first_look().await;
        let against = if closes { self.kept().against.clone() } else { self.blocked() };
        against.map_or(Ok(()), |error| Err(error.into()))
    }

    /// Starts keeping, until the till closes.
    pub(super) fn keep_book(&self) {
        let till = self.clone();
        self.spawn(async move {
            if let Some(device) = crate::journal::removable(till.0.place.folder()) {
                till.trouble(OpenError::Removable(device).into());
            }
            for turn in 0.. {
                till.keep_turn(turn).await;
                tokio::time::sleep(EVERY).await;
            }
        });
    }

    /// Looks every second whether the machine has slept, until the till closes.
    pub(super) fn keep_awake(&self) {
        let till = self.clone();
        self.spawn(async move {
            let mut known = till.0.clock.slept();
            loop {
                tokio::time::sleep(EVERY_LOOK).await;
                let slept = till.0.clock.slept();
                if slept.saturating_sub(known) >= SLEPT_MIN {
                    till.woke_up();
                }
                known = slept;
            }
        });
    }

    /// After a sleep nobody knows what the codes on the screen are worth: they are hidden until the gateway was asked again,
    /// which happens at once.
    pub fn woke_up(&self) {
        self.0.wakes.fetch_add(1, Ordering::Relaxed);
        let known: Vec<_> = self.0.live.lock().unwrap_or_else(PoisonError::into_inner).keys().copied().collect();
        for guid in known {
            self.note_live(guid, |live| live.payment = None);
            self.poke(guid);
        }
    }

    async fn keep_turn(&self, turn: u64) {
        self.look_at_room();
        let journal = self.0.journal.clone();
        let looked = tokio::task::spawn_blocking(move || journal.check_file()).await;
        if let Ok(Err(error @ StoreError::Replaced)) = looked {
            self.trouble(error.into());
        }
        if turn.is_multiple_of(WITNESS_TURNS) {
            self.ask_gateways().await;
            self.0.looked.send_replace(true);
        }
        // A command that ends within the minute leaves the backup to the till that stays.
        if turn > 0
            && self.backup_is_due()
            && let Err(trouble) = self.backup_now("hourly").await
        {
            self.trouble(trouble);
        }
    }

    fn backup_is_due(&self) -> bool {
        let newest = crate::journal::newest_backup(&self.0.place, &self.0.birth);
        newest.is_none_or(|newest| is_due(newest, self.0.clock.now()))
    }

    /// Notes how much room there is; less than before is told once.
    pub(super) fn look_at_room(&self) {
        let Some(free) = self.0.place.room() else { return };
        let room = Room::of(free);
        let before = std::mem::replace(&mut self.kept().room, room);
        if before < room {
            self.trouble(OpenError::Room(free).into());
        } else if before == Room::None && room != Room::None {
            self.tell(Update::Roomy);
        }
    }

    pub(super) fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.0.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Till {
    /// The place of the book.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.0.place
    }
}

/// A backup from the future is as good as none: the clock was wrong then, or is now.
fn is_due(newest: Timestamp, now: Timestamp) -> bool {
    now.since(newest) >= BACKUP_AGE || newest > now
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn till_63_a_backup_is_due_after_an_hour_and_after_a_wrong_clock() {
        let now = Timestamp(1_767_225_600_000);
        let ago = |ms: i64| Timestamp(now.0 - ms);
        assert!(!is_due(ago(3_599_000), now) && is_due(ago(3_600_000), now));
        assert!(is_due(ago(-1), now), "made in the future");
    }
}
