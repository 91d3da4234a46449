//! What a running till does for its book without being asked: it looks at the file and the disk every minute, makes a backup
//! every hour, and asks the gateway what it has seen.

use std::sync::PoisonError;
use std::time::Duration;

use jiff::civil::Date;
use serde::Deserialize;

use super::Till;
use super::error::Trouble;
use super::kept::{Kept, Room};
use crate::domain::capability::Cap;
use crate::domain::core::Event;
use crate::domain::payment::Payment;
use crate::domain::time::Timestamp;
use crate::gateway::port::{Gateway, Page, Query};
use crate::journal::{Backup, OpenError, Place, ROOM_STOP, Seen, StoreError, Who};

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
/// How many days back a gateway is asked.
const WITNESS_DAYS: i64 = 2;
/// How many of its invoices are read at most.
const WITNESS_PAGES: usize = 5;
const WITNESS_PAGE: u32 = 100;
/// More than the till ever leaves with an invoice.
const NOTE_MAX: usize = 512;

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

    /// Refuses what would begin a sale or a code while something speaks against it. What is under way goes on.
    pub(super) fn may(&self, event: &Event) -> Result<(), Trouble> {
        let sells = matches!(event, Event::Charge(_) | Event::Cash { .. } | Event::NewCode { .. });
        match self.blocked().filter(|_| sells) {
            Some(error) => Err(error.into()),
            None => Ok(()),
        }
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
        let worse = {
            let mut kept = self.kept();
            std::mem::replace(&mut kept.room, room) < room
        };
        if worse {
            self.trouble(OpenError::Room(free).into());
        }
    }

    /// Asks every gateway that may list its invoices what it has seen of this book.
    async fn ask_gateways(&self) {
        for gateway in self.0.gateways.iter() {
            if !gateway.caps().has(Cap::List) {
                continue;
            }
            let seen = match recent(gateway.as_ref(), self.0.clock.now()).await {
                Ok(payments) => notes(&payments, &self.0.birth.terminal),
                Err(error) => {
                    tracing::info!(code = error.code(), "the gateway was not asked what it has seen");
                    continue;
                }
            };
            self.hold_against(seen).await;
        }
    }

    /// Holds what was seen against the book; a contradiction stops selling until the owner has decided.
    async fn hold_against(&self, seen: Vec<Seen>) {
        let journal = self.0.journal.clone();
        let held = tokio::task::spawn_blocking(move || journal.hold_against(&seen)).await;
        match held {
            Ok(Ok(Some(against))) => {
                let error = OpenError::Witness(against);
                self.kept().against = Some(error.clone());
                self.trouble(error.into());
            }
            Ok(Ok(None)) | Err(_) => {}
            Ok(Err(error)) => self.trouble(error.into()),
        }
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
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

async fn recent(gateway: &dyn Gateway, now: Timestamp) -> Result<Vec<Payment>, crate::gateway::port::Error> {
    let day = |days: i64| {
        let moment = Timestamp(now.0.saturating_add(days * 86_400_000));
        moment.date(0).parse::<Date>().unwrap_or_default()
    };
    let query = Query { from: day(-WITNESS_DAYS), to: day(1), status: None, order_id: None };
    let (mut payments, mut next) = (Vec::new(), Some(Page::first(WITNESS_PAGE)));
    for _ in 0..WITNESS_PAGES {
        let Some(page) = next else { break };
        let paged = gateway.list(&query, page).await?;
        payments.extend(paged.items);
        next = paged.next;
    }
    Ok(payments)
}

/// What this till left with its invoices, as the gateway gives it back. The text is untrusted: what does not read as our own
/// note, or names another till, says nothing.
fn notes(payments: &[Payment], terminal: &str) -> Vec<Seen> {
    payments.iter().filter_map(|payment| note(payment.pos_data.as_deref()?, terminal)).collect()
}

/// Reads one note of this till.
pub(super) fn note(text: &str, terminal: &str) -> Option<Seen> {
    #[derive(Deserialize)]
    struct Note {
        t: String,
        q: u64,
        h: String,
    }
    let note: Note = serde_json::from_str(text.get(..NOTE_MAX.min(text.len()))?).ok()?;
    let ours = note.t.len() == 8 && terminal.starts_with(&note.t);
    let hash = note.h.len() == 16 && note.h.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    let real = note.q > 0 && i64::try_from(note.q).is_ok();
    (ours && hash && real).then_some(Seen { journal: String::new(), seq: note.q, hash: note.h, who: Who::Gateway })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TILL: &str = "000102030405060708090a0b0c0d0e0f";

    #[test]
    fn till_61_a_note_is_read_as_untrusted_text() {
        let good = r#"{"t":"00010203","s":7,"q":41,"h":"00112233aabbccdd"}"#;
        assert_eq!(note(good, TILL).map(|seen| (seen.seq, seen.hash)), Some((41, "00112233aabbccdd".to_owned())));
        let bad = [
            "",
            "null",
            "41",
            "{}",
            "table 4",
            r#"{"t":"ffffffff","s":7,"q":41,"h":"00112233aabbccdd"}"#,
            r#"{"t":"","s":7,"q":41,"h":"00112233aabbccdd"}"#,
            r#"{"t":"00010203","s":7,"q":0,"h":"00112233aabbccdd"}"#,
            r#"{"t":"00010203","s":7,"q":18446744073709551615,"h":"00112233aabbccdd"}"#,
            r#"{"t":"00010203","s":7,"q":-1,"h":"00112233aabbccdd"}"#,
            r#"{"t":"00010203","s":7,"q":41,"h":"' OR 1=1 --    "}"#,
            r#"{"t":"00010203","s":7,"q":41,"h":""}"#,
        ];
        for text in bad {
            assert_eq!(note(text, TILL), None, "{text}");
        }
        assert_eq!(note(&"x".repeat(1 << 20), TILL), None);
        assert_eq!(note(&"é".repeat(400), TILL), None, "cut inside a character");
    }

    #[test]
    fn till_63_a_backup_is_due_after_an_hour_and_after_a_wrong_clock() {
        let now = Timestamp(1_767_225_600_000);
        let ago = |ms: i64| Timestamp(now.0 - ms);
        assert!(!is_due(ago(3_599_000), now) && is_due(ago(3_600_000), now));
        assert!(is_due(ago(-1), now), "made in the future");
    }
}
