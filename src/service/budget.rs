//! How much of the gateway's limit on new invoices this till has used.

use std::time::Duration;

use super::clock;
use super::dialect;
use super::error::Trouble;
use super::pairing::Setup;
use crate::config::Connection;
use crate::domain::connection::Budget;
use crate::domain::environment::Environment;
use crate::domain::fact::Fact;
use crate::domain::id::GatewayId;
use crate::domain::time::Timestamp;
use crate::journal::{Reader, StoreError};

/// Invoices a gateway makes in an hour before it refuses; an older page of BitPay's says so.
pub const CREATES_PER_HOUR: u32 = 100;

const HOUR: Duration = Duration::from_secs(3_600);
/// Entries read at once.
const PIECE: usize = 1_000;

/// Counts what this book asked of a connection in the last hour. Blocks for the read.
///
/// # Errors
/// [`StoreError`].
pub fn budget(reader: &Reader, gateway: &GatewayId, now: Timestamp) -> Result<Budget, StoreError> {
    let since = Timestamp(now.0.saturating_sub(i64::try_from(HOUR.as_millis()).unwrap_or(i64::MAX)));
    let mut used = 0;
    let mut next = reader.first_since(since)?;
    while let Some(from) = next {
        let entries = reader.entries(from, PIECE)?;
        let asked = |fact: &Fact| matches!(fact, Fact::PaymentIntent(intent) if intent.request.gateway == *gateway);
        used += u32::try_from(entries.iter().filter(|entry| asked(&entry.fact)).count()).unwrap_or(u32::MAX);
        next = entries.last().filter(|_| entries.len() == PIECE).map(|entry| entry.seq + 1);
    }
    Ok(Budget { used, limit: CREATES_PER_HOUR })
}

impl Setup {
    /// What this till used of a connection's limit; none where there is no book yet, or no limit: neither the practice
    /// gateway nor a server of one's own has one. The book may be open elsewhere.
    ///
    /// # Errors
    /// [`Trouble`] when the book cannot be read.
    pub async fn budget(&self, connection: &Connection) -> Result<Option<Budget>, Trouble> {
        let place = self.places().journal(connection.environment);
        let limited = connection.environment != Environment::Practice && !dialect::is_btcpay(connection);
        if !limited || !place.has_book() {
            return Ok(None);
        }
        let gateway = GatewayId(connection.name.clone());
        let counting = tokio::task::spawn_blocking(move || {
            let reader = Reader::open(&place.file())?;
            Ok::<_, Trouble>(budget(&reader, &gateway, clock::now())?)
        });
        counting.await.map_err(|_| Trouble::Interrupted)?.map(Some)
    }
}
