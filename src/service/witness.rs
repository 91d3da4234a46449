//! What the gateways have seen of this book: the till leaves its chain's end with every invoice, and reads it back.
//!
//! A connection that lists its invoices is asked for those of the last days. One that does not is asked for single ones: the
//! newest the book knows, and those the till once held a token for and the book does not know.

use std::sync::PoisonError;
use std::time::Duration;

use jiff::civil::Date;
use serde::Deserialize;

use super::Till;
use crate::domain::capability::Cap;
use crate::domain::id::Guid;
use crate::domain::payment::Payment;
use crate::domain::time::Timestamp;
use crate::gateway::port::{Error, Found, Gateway, Page, PayRef, Query};
use crate::journal::{OpenError, Seen, Who};

/// How long the first sale waits for what the gateways say at the start.
const FIRST_LOOK_MAX: Duration = Duration::from_secs(3);
/// How long a closing waits for what they say.
const LOOK_MAX: Duration = Duration::from_secs(5);
/// How many single invoices are read where they are not listed.
const SINGLE_MAX: usize = 5;
/// How many of the newest tokens are held against the book.
const TOKENS_MAX: usize = 50;
/// How many days back a gateway is asked.
const WITNESS_DAYS: i64 = 2;
/// How many of its invoices are read at most.
const WITNESS_PAGES: usize = 5;
const WITNESS_PAGE: u32 = 100;
/// More than the till ever leaves with an invoice.
const NOTE_MAX: usize = 512;

impl Till {
    /// Waits until the gateways were asked once, but not for ever: a shop without network sells.
    pub(super) async fn first_look(&self) {
        let mut looked = self.0.looked.subscribe();
        let _looked_or_late = tokio::time::timeout(FIRST_LOOK_MAX, looked.wait_for(|looked| *looked)).await;
    }

    /// Asks them once more, before a closing.
    pub(super) async fn look_again(&self) {
        let _looked_or_late = tokio::time::timeout(LOOK_MAX, self.ask_gateways()).await;
    }

    /// Asks every gateway what it has seen of this book.
    pub(super) async fn ask_gateways(&self) {
        for gateway in self.0.gateways.iter() {
            let listed = gateway.caps().has(Cap::List);
            let asked = if listed {
                recent(gateway.as_ref(), self.0.clock.now()).await
            } else {
                self.single(gateway.as_ref()).await
            };
            match asked {
                Ok(payments) => self.hold_against(notes(&payments, &self.0.birth.terminal)).await,
                Err(error) => tracing::info!(code = error.code(), "the gateway was not asked what it has seen"),
            }
        }
    }

    /// Single invoices of a gateway that lists none: what the book does not know, by the till's own key, and the newest it
    /// knows.
    async fn single(&self, gateway: &dyn Gateway) -> Result<Vec<Payment>, Error> {
        let mut payments = Vec::new();
        for guid in self.unknown_to_the_book(gateway).await {
            match gateway.find_by_key(guid).await {
                Ok(Found::One(payment)) => payments.push(*payment),
                Ok(Found::None | Found::Ambiguous(_)) | Err(Error::NotFound(_)) => {}
                Err(error) => return Err(error),
            }
        }
        if let Some(newest) = self.newest_invoice(gateway).await {
            payments.push(gateway.get(&newest).await?);
        }
        Ok(payments)
    }

    /// Keys of invoices that gave this till a token, and that the book does not have.
    async fn unknown_to_the_book(&self, gateway: &dyn Gateway) -> Vec<Guid> {
        if !gateway.caps().has(Cap::FindByKey) {
            return Vec::new();
        }
        let held = self.0.tokens.lock().unwrap_or_else(PoisonError::into_inner).newest(TOKENS_MAX);
        let reader = self.0.journal.reader().clone();
        let asking = tokio::task::spawn_blocking(move || {
            let unknown = held.into_iter().filter(|guid| reader.knows(*guid).is_ok_and(|knows| !knows));
            unknown.take(SINGLE_MAX).collect()
        });
        asking.await.unwrap_or_default()
    }

    async fn newest_invoice(&self, gateway: &dyn Gateway) -> Option<PayRef> {
        let book = self.0.book.lock().await;
        let attempts = book.sales().flat_map(|sale| sale.attempts.iter().rev());
        let mut ours = attempts.filter(|attempt| attempt.request.gateway == gateway.info().id);
        ours.find_map(|attempt| {
            let invoice = attempt.invoice.as_ref()?.invoice.clone();
            Some(PayRef { invoice, price: attempt.request.price })
        })
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
}

async fn recent(gateway: &dyn Gateway, now: Timestamp) -> Result<Vec<Payment>, Error> {
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
}
