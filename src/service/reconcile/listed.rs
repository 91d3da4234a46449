//! The gateway's own list of invoices: whose they are, how they stand, and what their notes say of this journal.

use std::collections::{HashMap, HashSet};

use super::span::{Span, unit};
use crate::domain::capability::Cap;
use crate::domain::id::InvoiceId;
use crate::domain::money::Money;
use crate::domain::payment::{Gap, Payment, State, Status};
use crate::domain::sale::{Attempt, Sale};
use crate::domain::time::Timestamp;
use crate::gateway::port::{Error, Gateway, Query};
use crate::journal::{Reader, StoreError};
use crate::reconcile::amount::Amount;
use crate::reconcile::key::Key;
use crate::reconcile::row::{Exception, InvoiceRow, InvoiceState, Unit, Witness};
use crate::service::keeper::note;

const DAY_MS: i64 = 86_400_000;

/// A list of a span, and the span in which an invoice that is not in it is missing.
#[derive(Debug)]
pub(super) struct Listed {
    payments: HashMap<InvoiceId, Payment>,
    whole: std::ops::Range<Timestamp>,
}

/// Asks a gateway for its invoices of the span; nothing where the connection may not.
pub(super) async fn ask(gateway: &dyn Gateway, span: &Span, now: Timestamp) -> Result<Option<Listed>, Error> {
    if !gateway.caps().has(Cap::List) {
        return Ok(None);
    }
    let day = |at: i64| Timestamp(at).date(0).parse().unwrap_or_default();
    let until = span.until.0.min(now.0.saturating_add(DAY_MS));
    let query = Query { from: day(span.from.0), to: day(until), status: None, order_id: None };
    let all = crate::service::lists::invoices(gateway, &query).await?;
    // The gateway's calendar and clock are not ours: a day at either end says nothing of what is not there.
    let whole =
        Timestamp(span.from.0.saturating_add(DAY_MS))..Timestamp(span.until.0.saturating_sub(DAY_MS).min(now.0));
    Ok(Some(Listed { payments: all.into_iter().map(|one| (one.invoice.clone(), one)).collect(), whole }))
}

impl Listed {
    /// Takes the row of an attempt's invoice: as it is listed, or none where it should be and is not. An attempt outside
    /// the list is told by our own reading of it.
    pub(super) fn take(
        &mut self,
        attempt: &Attempt,
        own: InvoiceRow,
        reader: &Reader,
        terminal: &str,
    ) -> Result<Option<InvoiceRow>, StoreError> {
        let listed = attempt.invoice.as_ref().and_then(|known| self.payments.remove(&known.invoice));
        let Some(payment) = listed else { return Ok((!self.whole.contains(&attempt.asked)).then_some(own)) };
        let witness = witness(reader, &payment, terminal)?;
        Ok(Some(InvoiceRow { witness, ..of_payment(&payment, own) }))
    }

    /// The invoices that no attempt names and that are this till's all the same, by their note, order or key; how many
    /// are of others.
    pub(super) fn rest(self, sales: &[Sale], terminal: &str) -> (Vec<Payment>, u64) {
        let requests = || sales.iter().flat_map(|sale| &sale.attempts).map(|attempt| &attempt.request);
        let orders: HashSet<&str> = requests().map(|request| request.order_id.as_str()).collect();
        let guids: HashSet<String> = requests().map(|request| request.guid.to_string()).collect();
        let ours = |payment: &Payment| {
            let echo = &payment.echo;
            echo.order_id.as_deref().is_some_and(|order| orders.contains(order))
                || echo.guid.as_ref().is_some_and(|guid| guids.contains(guid))
                || payment.pos_data.as_deref().is_some_and(|text| note(text, terminal).is_some())
        };
        let (mut ours, others): (Vec<_>, Vec<_>) = self.payments.into_values().partition(ours);
        ours.sort_by(|a, b| (a.created, &a.invoice).cmp(&(b.created, &b.invoice)));
        (ours, others.len() as u64)
    }
}

/// A listed invoice as a row; `known` is what we read of it before, or holds its name only.
pub(super) fn of_payment(payment: &Payment, known: InvoiceRow) -> InvoiceRow {
    let of = |name: Option<&str>| name.map(|name| Key::of(name.as_bytes()));
    let price = payment.echo.price.and_then(Amount::from_decimal).unwrap_or(known.price);
    let row = stated(&payment.status, price, known);
    let same = row.state == known.state && known.at != 0;
    InvoiceRow {
        order: of(payment.echo.order_id.as_deref()).unwrap_or(known.order),
        guid: of(payment.echo.guid.as_deref()).unwrap_or(known.guid),
        unit: Unit::of(payment.echo.currency.as_bytes()).unwrap_or(known.unit),
        at: if same { known.at } else { payment.created.map_or(known.at, |at| at.0) },
        late: row.late || known.late,
        revived: known.revived || known.state == InvoiceState::Failed && row.state == InvoiceState::Settled,
        ..row
    }
}

/// Our own last reading of an attempt's invoice.
pub(super) fn of_attempt(attempt: &Attempt, row: InvoiceRow) -> InvoiceRow {
    let price = attempt.request.price;
    let failed = attempt.reached.iter().any(|(state, _)| *state == State::Failed);
    let row = InvoiceRow { unit: unit(price.currency()), at: attempt.changed.0, ..row };
    let row = stated(&attempt.status, Amount::from_money(price), row);
    InvoiceRow { revived: failed && row.state == InvoiceState::Settled, ..row }
}

/// What a status means for an invoice. Only a settled one says what the ledger must have.
fn stated(status: &Status, price: Amount, row: InvoiceRow) -> InvoiceRow {
    let flags = &status.flags;
    let gap = |gap: &Gap| gap.fiat.map(|fiat: Money| Amount::from_money(fiat));
    let (exception, paid) = match (&flags.under, &flags.over) {
        (Some(under), _) => (Exception::Under, gap(under).map(|gap| price - gap)),
        (None, Some(over)) => (Exception::Over, gap(over).map(|gap| price + gap)),
        (None, None) => (Exception::None, None),
    };
    let state = match status.state {
        _ if flags.unmapped.is_some() => InvoiceState::Unknown,
        State::Requested | State::Open => InvoiceState::Open,
        State::Seen => InvoiceState::Seen,
        State::Accepted => InvoiceState::Accepted,
        State::Settled => InvoiceState::Settled,
        State::Expired | State::Cancelled => InvoiceState::Ended,
        State::Failed => InvoiceState::Failed,
    };
    InvoiceRow { price, paid, state, exception, late: flags.late, marked: flags.marked, ..row }
}

/// Holds the note of an invoice against the journal.
pub(super) fn witness(reader: &Reader, payment: &Payment, terminal: &str) -> Result<Witness, StoreError> {
    let Some(seen) = payment.pos_data.as_deref().and_then(|text| note(text, terminal)) else {
        return Ok(Witness::None);
    };
    let entry = reader.entries(seen.seq, 1)?.into_iter().next().filter(|entry| entry.seq == seen.seq);
    Ok(match entry {
        None => Witness::Ahead,
        Some(entry) if entry.hash.to_string().starts_with(&seen.hash) => Witness::Fits,
        Some(_) => Witness::Differs,
    })
}
