//! What the journal and the gateway say, as rows, with the names that findings are told by.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::ask::{Asked, CheckError, Named};
use crate::domain::case::Limits;
use crate::domain::fact::Tender;
use crate::domain::id::{GatewayId, InvoiceId, SaleId};
use crate::domain::ledger::{KeptEntry, KeptQuery, Settlement, SettlementState};
use crate::domain::money::Currency;
use crate::domain::payment::State;
use crate::domain::refund::RefundState;
use crate::domain::sale::{Attempt, MoneyBack, Sale, SaleEnd};
use crate::domain::time::Timestamp;
use crate::gateway::port::Query;
use crate::journal::Reader;
use crate::reconcile::amount::Amount;
use crate::reconcile::engine::{Progress, Views};
use crate::reconcile::import::ledger::anchor;
use crate::reconcile::key::Key;
use crate::reconcile::parts::Parts;
use crate::reconcile::row::{
    Exception, InvoiceRow, InvoiceState, LedgerRow, RefundRow, RefundStand, SaleRow, SaleState, SettlementRow, Unit,
    Witness,
};
use crate::service::Till;

/// Days before the first one whose sales may still have news in it: as long as a code is watched.
const BEFORE_DAYS: i64 = 8;
/// Days after the last one in which its credits come.
const AFTER_DAYS: i64 = 4;
const DAY_MS: i64 = 86_400_000;

/// The days asked for, as numbers and as the span of rows that help to judge them.
#[derive(Debug, Clone)]
pub(super) struct Span {
    pub(super) days: (i32, i32),
    pub(super) limits: Limits,
    from: Timestamp,
    until: Timestamp,
}

impl Span {
    /// A shop that has set no start of its day has its own midnight.
    pub(super) fn of(asked: &Asked, limits: &Limits, offset_min: i16) -> Self {
        let mut limits = limits.clone();
        if limits.day_start_min == 0 {
            limits.day_start_min = -i32::from(offset_min);
        }
        let days = (day(asked.from), day(asked.to));
        let start = |day: i32| i64::from(day) * DAY_MS + i64::from(limits.day_start_min) * 60_000;
        let from = Timestamp(start(days.0) - BEFORE_DAYS * DAY_MS);
        let until = Timestamp(start(days.1) + (AFTER_DAYS + 1) * DAY_MS);
        Self { days, from, until, limits }
    }
}

fn day(date: Date) -> i32 {
    let (year, month, day) = (i64::from(date.year()), i64::from(date.month()), i64::from(date.day()));
    crate::reconcile::import::time::date(year, month, day).unwrap_or_default()
}

/// A shop's currency as rows name it.
pub(super) fn unit(currency: Currency) -> Unit {
    Unit::of(currency.code().as_bytes()).unwrap_or_default()
}

/// The fetched ledger lines of the span; none where a file is named instead, or nothing was ever fetched for it.
pub(super) async fn kept(
    till: &Till,
    asked: &Asked,
    gateway: Option<&GatewayId>,
    span: &Span,
) -> Result<Option<Vec<KeptEntry>>, CheckError> {
    let Some(gateway) = gateway.filter(|_| asked.ledger.is_none()) else { return Ok(None) };
    let query = KeptQuery { gateway: gateway.clone(), currency: None, from: span.from, until: span.until };
    let kept = till.kept_ledger(query).await?;
    Ok((!kept.is_empty()).then_some(kept))
}

/// Settlements of the days, where a bank's file is to be compared with them.
pub(super) async fn settlements(
    till: &Till,
    asked: &Asked,
    gateway: Option<&GatewayId>,
) -> Result<Vec<Settlement>, CheckError> {
    let Some(gateway) = gateway.filter(|_| asked.bank.is_some()) else { return Ok(Vec::new()) };
    let gateway = till.gateway_named(gateway.as_str())?;
    let query = Query { from: asked.from, to: asked.to, status: None, order_id: None };
    let all = crate::service::lists::settlements(gateway.as_ref(), &query).await;
    Ok(all.map_err(crate::service::error::Trouble::from)?)
}

pub(super) fn add_settlements(settlements: &[Settlement], views: &mut Views, names: &mut Named) {
    let exact = |value| Amount::from_decimal(value).unwrap_or_default();
    for (row, one) in (1..).zip(settlements) {
        names.settlements.push(one.id.clone());
        let paid_out = matches!(one.state, SettlementState::Completed | SettlementState::Processing);
        views.settlements.push(SettlementRow {
            id: Key::of(one.id.as_bytes()),
            unit: Unit::of(one.currency.as_bytes()).unwrap_or_default(),
            opening: exact(one.opening),
            entries: exact(one.entries_sum),
            withheld: exact(one.withheld),
            total: exact(one.total),
            span: one.opening_date.zip(one.closing_date).map(|(from, until)| (from.0, until.0)),
            executed: one.executed.filter(|_| paid_out).map(|moment| moment.0),
            booked: None,
            row,
        });
    }
}

/// Fetched lines as rows.
pub(super) fn ledger(kept: &[KeptEntry], views: &mut Views, names: &mut Named) {
    let bits = Views::bits_for(kept.len() as u64);
    *views = Views::new(bits);
    views.ledger = Some(Parts::new(bits));
    names.ledger_file.clear();
    for (row, kept) in (1..).zip(kept) {
        let entry = &kept.entry;
        let code = u16::try_from(entry.code).unwrap_or(0);
        let unit = Unit::of(entry.currency.as_bytes()).unwrap_or_default();
        let told =
            entry.invoice_currency.as_ref().and_then(|code| Unit::of(code.as_bytes())).filter(|told| *told != unit);
        let invoice = entry.invoice.as_ref().map_or("", |invoice| invoice.as_str());
        let refund = entry.refund.as_deref().unwrap_or_default();
        names.booked.extend(entry.invoice.clone());
        views.line(LedgerRow {
            invoice: Key::of(invoice.as_bytes()),
            anchor: anchor(code, entry.description.as_bytes(), refund.as_bytes()),
            amount: Amount::from_decimal(entry.amount).unwrap_or_default(),
            worth: told.and(entry.invoice_amount).and_then(Amount::from_decimal).unwrap_or_default(),
            worth_unit: told.unwrap_or_default(),
            id: Key::of(kept.id.as_bytes()).short(),
            unit,
            at: entry.at.0,
            row,
            code,
            test: false,
        });
    }
}

/// Entries read at once.
const PAGE: usize = 2_000;

/// The journal's sales of the span, and older ones that the ledger still speaks of.
pub(super) fn journal(
    reader: &Reader,
    span: &Span,
    gateway: Option<&GatewayId>,
    (views, names): (&mut Views, &mut Named),
    progress: &Progress,
) -> Result<(), CheckError> {
    let bits = views.sales.bits();
    views.invoices = Some(Parts::new(bits));
    views.refunds = Some(Parts::new(bits));
    let mut sales = fold(reader, span, progress)?;
    if let Some(gateway) = gateway {
        sales.extend(older(reader, gateway, &sales, names)?);
    }
    sales.sort_by_key(|sale| sale.number);
    for sale in &sales {
        for attempt in sale.attempts.iter().filter(|attempt| gateway.is_none_or(|id| attempt.request.gateway == *id)) {
            add(sale, attempt, views, names);
        }
        sale.backs.iter().filter_map(refund).for_each(|row| views.refund(row));
    }
    Ok(())
}

/// Folds the sales whose entries lie in the span. One opened earlier is read whole.
fn fold(reader: &Reader, span: &Span, progress: &Progress) -> Result<Vec<Sale>, CheckError> {
    let mut open: HashMap<SaleId, Sale> = HashMap::new();
    let mut older: HashSet<SaleId> = HashSet::new();
    let Some(mut seq) = reader.first_since(span.from)? else { return Ok(Vec::new()) };
    loop {
        let entries = reader.entries(seq, PAGE)?;
        progress.step(entries.len() as u64)?;
        let Some(last) = entries.last().map(|entry| entry.seq) else { break };
        for entry in entries {
            let Some(id) = entry.fact.sale() else { continue };
            if let Some(sale) = open.get_mut(&id) {
                sale.apply(&entry.fact, entry.stamp.at, entry.seq, entry.hash);
            } else if let Some(sale) = Sale::open(&entry.fact, entry.stamp.at) {
                open.insert(id, sale);
            } else {
                older.insert(id);
            }
        }
        seq = last + 1;
    }
    for id in older {
        open.extend(reader.sale_named(id)?.map(|sale| (id, sale)));
    }
    Ok(open.into_values().collect())
}

/// Sales from before the span whose invoices the ledger names: refunds come weeks later.
fn older(reader: &Reader, gateway: &GatewayId, known: &[Sale], names: &mut Named) -> Result<Vec<Sale>, CheckError> {
    let attempts = known.iter().flat_map(|sale| &sale.attempts);
    let mut seen: HashSet<InvoiceId> = attempts.filter_map(|a| Some(a.invoice.as_ref()?.invoice.clone())).collect();
    let mut found: HashMap<SaleId, Sale> = HashMap::new();
    for invoice in std::mem::take(&mut names.booked) {
        if seen.insert(invoice.clone()) {
            found.extend(reader.sale_of_invoice(gateway, &invoice)?.map(|sale| (sale.id, sale)));
        }
    }
    let is_new = |sale: &Sale| known.iter().all(|other| other.id != sale.id);
    Ok(found.into_values().filter(is_new).collect())
}

fn add(sale: &Sale, attempt: &Attempt, views: &mut Views, names: &mut Named) {
    names.sales.push(sale.number);
    let request = &attempt.request;
    let (order, guid) = (Key::of(request.order_id.as_bytes()), Key::of(request.guid.to_string().as_bytes()));
    let invoice = attempt.invoice.as_ref().map(|known| Key::of(known.invoice.as_str().as_bytes())).unwrap_or_default();
    let (state, at) = stand(sale, attempt);
    views.sale(SaleRow {
        invoice,
        order,
        guid,
        amount: Amount::from_money(request.price),
        unit: unit(request.price.currency()),
        at: at.0,
        cart: Key::of(sale.id.to_string().as_bytes()).short(),
        row: u32::try_from(names.sales.len()).unwrap_or(u32::MAX),
        attempt: u8::try_from(request.attempt).unwrap_or(u8::MAX),
        state,
        test: false,
    });
    if let Some(known) = &attempt.invoice {
        names.invoices.push(known.invoice.clone());
        let row = u32::try_from(names.invoices.len()).unwrap_or(u32::MAX);
        views.invoice(reading(attempt, InvoiceRow { invoice, order, guid, row, ..InvoiceRow::default() }));
    }
}

/// A refund through the gateway; cash leaves no line in its ledger.
fn refund(back: &MoneyBack) -> Option<RefundRow> {
    let request = back.request.as_ref()?;
    let dead = back.refused.is_some()
        || back.quarantined.is_some()
        || matches!(back.state, Some(RefundState::Failed | RefundState::Cancelled));
    Some(RefundRow {
        invoice: Key::of(request.invoice.as_str().as_bytes()),
        refund: back.id.as_ref().map(|id| Key::of(id.as_str().as_bytes())).unwrap_or_default(),
        amount: Amount::from_money(back.amount),
        unit: unit(back.amount.currency()),
        at: back.asked.0,
        row: 0,
        state: if dead { RefundStand::Dead } else { RefundStand::Live },
    })
}

fn stand(sale: &Sale, attempt: &Attempt) -> (SaleState, Timestamp) {
    match &sale.end {
        Some(SaleEnd::Completed { fact, at, .. }) if fact.tender == (Tender::Gateway { guid: attempt.guid() }) => {
            (SaleState::Accepted, *at)
        }
        Some(_) => (SaleState::Ended, attempt.asked),
        None if attempt.closed.is_some() || !attempt.status.state.is_payable() && !attempt.has_money() => {
            (SaleState::Ended, attempt.asked)
        }
        None => (SaleState::Waiting, attempt.asked),
    }
}

/// The invoice as the gateway was last read. Only a settled one says what the ledger must have.
fn reading(attempt: &Attempt, row: InvoiceRow) -> InvoiceRow {
    let flags = &attempt.status.flags;
    let price = Amount::from_money(attempt.request.price);
    let gap = |gap: &crate::domain::payment::Gap| gap.fiat.map(Amount::from_money);
    let (exception, paid) = match (&flags.under, &flags.over) {
        (Some(under), _) => (Exception::Under, gap(under).map(|gap| price - gap)),
        (None, Some(over)) => (Exception::Over, gap(over).map(|gap| price + gap)),
        (None, None) => (Exception::None, None),
    };
    let state = match attempt.status.state {
        _ if flags.unmapped.is_some() => InvoiceState::Unknown,
        State::Requested | State::Open => InvoiceState::Open,
        State::Seen => InvoiceState::Seen,
        State::Accepted => InvoiceState::Accepted,
        State::Settled => InvoiceState::Settled,
        State::Expired | State::Cancelled => InvoiceState::Ended,
        State::Failed => InvoiceState::Failed,
    };
    let failed = attempt.reached.iter().any(|(state, _)| *state == State::Failed);
    InvoiceRow {
        price,
        paid,
        unit: unit(attempt.request.price.currency()),
        at: attempt.changed.0,
        state,
        exception,
        witness: Witness::None,
        late: flags.late,
        revived: failed && state == InvoiceState::Settled,
        marked: flags.marked,
        ..row
    }
}
