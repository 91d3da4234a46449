//! What the journal and the gateway say, as rows, with the names that findings are told by.

use std::collections::{HashMap, HashSet};

use super::ask::{Asked, CheckError, Named};
use super::listed::{self, Listed};
use super::span::{Span, Tests, unit};
use crate::domain::capability::Cap;
use crate::domain::fact::Tender;
use crate::domain::id::{GatewayId, InvoiceId, SaleId};
use crate::domain::ledger::{KeptEntry, KeptQuery, Settlement, SettlementState};
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
use crate::reconcile::row::{InvoiceRow, LedgerRow, RefundRow, RefundStand, SaleRow, SaleState, SettlementRow, Unit};
use crate::service::Till;
use crate::service::error::Trouble;

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

/// Settlements of the days: needed where a bank's file is to be compared with them, welcome where the gateway is asked
/// anyway.
pub(super) async fn settlements(
    till: &Till,
    asked: &Asked,
    gateway: Option<&GatewayId>,
) -> Result<Vec<Settlement>, CheckError> {
    let needed = asked.bank.is_some();
    let Some(gateway) = gateway.filter(|_| needed || asked.list) else { return Ok(Vec::new()) };
    let gateway = match till.gateway_named(gateway.as_str()) {
        Err(_) if !needed => return Ok(Vec::new()),
        found => found?,
    };
    if !needed && !gateway.caps().has(Cap::Settlements) {
        return Ok(Vec::new());
    }
    let query = Query { from: asked.from, to: asked.to, status: None, order_id: None };
    match crate::service::lists::settlements(gateway.as_ref(), &query).await {
        Err(error) if needed => Err(Trouble::from(error).into()),
        all => Ok(all.unwrap_or_default()),
    }
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
pub(super) fn ledger(kept: &[KeptEntry], tests: &Tests, views: &mut Views, names: &mut Named) {
    let bits = Views::bits_for(kept.len() as u64);
    *views = Views::new(bits);
    views.ledger = Some(Parts::new(bits));
    names.ledger_file.clear();
    for (row, kept) in (1..).zip(kept) {
        names.booked.extend(kept.entry.invoice.clone());
        views.line(line(kept, row, tests.connection(&kept.gateway)));
    }
}

/// A kept line as a row.
pub(super) fn line(kept: &KeptEntry, row: u32, test: bool) -> LedgerRow {
    let entry = &kept.entry;
    let code = u16::try_from(entry.code).unwrap_or(0);
    let unit = Unit::of(entry.currency.as_bytes()).unwrap_or_default();
    let told = entry.invoice_currency.as_ref().and_then(|code| Unit::of(code.as_bytes())).filter(|told| *told != unit);
    let invoice = entry.invoice.as_ref().map_or("", |invoice| invoice.as_str());
    let refund = entry.refund.as_deref().unwrap_or_default();
    LedgerRow {
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
        test,
    }
}

/// Entries read at once.
const PAGE: usize = 2_000;

/// What the journal's rows are made of.
pub(super) struct Journal<'a> {
    pub(super) reader: &'a Reader,
    pub(super) span: &'a Span,
    pub(super) gateway: Option<&'a GatewayId>,
    pub(super) tests: &'a Tests,
    /// The till's name, as its notes at the gateway begin.
    pub(super) terminal: &'a str,
}

impl Journal<'_> {
    /// The journal's sales of the span, and older ones that the ledger still speaks of, with their invoices: as the gateway
    /// lists them, or as they were last read. Answers how many listed invoices are of others.
    pub(super) fn rows(
        &self,
        mut listed: Option<Listed>,
        (views, names): (&mut Views, &mut Named),
        progress: &Progress,
    ) -> Result<u64, CheckError> {
        let bits = views.sales.bits();
        views.invoices = Some(Parts::new(bits));
        views.refunds = Some(Parts::new(bits));
        let mut sales = fold(self.reader, self.span, progress)?;
        if let Some(gateway) = self.gateway {
            sales.extend(older(self.reader, gateway, &sales, names)?);
        }
        sales.sort_by_key(|sale| sale.number);
        for sale in &sales {
            let ours = |attempt: &&Attempt| self.gateway.is_none_or(|id| attempt.request.gateway == *id);
            for attempt in sale.attempts.iter().filter(ours) {
                self.add(sale, attempt, listed.as_mut(), (views, names))?;
            }
            sale.backs.iter().filter_map(refund).for_each(|row| views.refund(row));
        }
        let Some((rest, others)) = listed.map(|listed| listed.rest(&sales, self.terminal)) else { return Ok(0) };
        for payment in rest {
            let row = self.invoice(payment.invoice.clone(), names);
            let row = InvoiceRow { test: self.gateway.map_or(self.tests.book, |id| self.tests.connection(id)), ..row };
            let witness = listed::witness(self.reader, &payment, self.terminal)?;
            views.invoice(InvoiceRow { witness, ..listed::of_payment(&payment, row) });
        }
        Ok(others)
    }

    fn add(
        &self,
        sale: &Sale,
        attempt: &Attempt,
        listed: Option<&mut Listed>,
        (views, names): (&mut Views, &mut Named),
    ) -> Result<(), CheckError> {
        names.sales.push(sale.number);
        let request = &attempt.request;
        let test = self.tests.connection(&request.gateway);
        let (order, guid) = (Key::of(request.order_id.as_bytes()), Key::of(request.guid.to_string().as_bytes()));
        let known = attempt.invoice.as_ref().map(|known| &known.invoice);
        let (state, at) = stand(sale, attempt);
        views.sale(SaleRow {
            invoice: known.map(|invoice| Key::of(invoice.as_str().as_bytes())).unwrap_or_default(),
            order,
            guid,
            amount: Amount::from_money(request.price),
            unit: unit(request.price.currency()),
            at: at.0,
            cart: Key::of(sale.id.to_string().as_bytes()).short(),
            row: u32::try_from(names.sales.len()).unwrap_or(u32::MAX),
            attempt: u8::try_from(request.attempt).unwrap_or(u8::MAX),
            state,
            test,
        });
        let Some(invoice) = known.cloned() else { return Ok(()) };
        let row = InvoiceRow { order, guid, test, ..self.invoice(invoice, names) };
        let own = listed::of_attempt(attempt, row);
        let Some(listed) = listed else {
            views.invoice(own);
            return Ok(());
        };
        if let Some(row) = listed.take(attempt, own, self.reader, self.terminal)? {
            views.invoice(row);
        }
        Ok(())
    }

    /// An invoice by its name alone; from now on its place stands for it.
    fn invoice(&self, invoice: InvoiceId, names: &mut Named) -> InvoiceRow {
        let key = Key::of(invoice.as_str().as_bytes());
        names.invoices.push(invoice);
        let row = u32::try_from(names.invoices.len()).unwrap_or(u32::MAX);
        InvoiceRow { invoice: key, row, ..InvoiceRow::default() }
    }
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
