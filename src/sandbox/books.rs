//! The gateway's books in memory, with every change written through before it is seen.

mod agenda;
pub(crate) mod shelf;

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::clock::Anchor;
use super::delivery::{Delivery, Outcome};
use super::record::{Invoice, Token};
use super::refund::Refund;
use super::settlement::Settlement;
use super::store::{Store, StoreError};
use agenda::Agenda;
use shelf::{Kept, Shelf};

const INVOICE: &str = "invoice";
const TOKEN: &str = "token";
const META: &str = "meta";
/// Records count from one; zero is free for what is kept beside them.
const META_SERIAL: u64 = 0;

/// Serial numbers are reserved on disk in blocks, so drawing one is no write.
const SERIAL_BLOCK: u64 = 1_000;

const HOUR_MS: i64 = 3_600_000;
const MINUTE_MS: i64 = 60_000;
const CREATES_PER_HOUR_MAX: usize = 100;
const CREATES_PER_MINUTE_MAX: usize = 30;

/// What is kept beside the records.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Meta {
    pub(crate) anchor: Option<Anchor>,
    pub(crate) secret: Option<[u8; 32]>,
    pub(crate) serials_reserved: u64,
}

/// All records and their indexes.
#[derive(Debug, Default)]
pub(crate) struct Books {
    store: Option<Store>,
    meta: Meta,
    serial: u64,
    invoices: HashMap<String, Arc<Invoice>>,
    /// Ids in the order they were made.
    order: Vec<String>,
    guids: HashMap<String, String>,
    tokens: HashMap<String, Arc<Token>>,
    token_order: Vec<String>,
    codes: HashMap<String, String>,
    sins: HashMap<String, Vec<String>>,
    refunds: Shelf<Refund>,
    refund_guids: HashMap<String, String>,
    /// Refund ids by invoice, oldest first.
    refunded: HashMap<String, Vec<String>>,
    settlements: Shelf<Settlement>,
    deliveries: Shelf<Delivery>,
    agenda: Agenda,
    creates: VecDeque<i64>,
    served: u64,
    closed: bool,
}

impl Books {
    /// Reads everything the state file holds; without one the books begin empty.
    pub(crate) fn open(store: Option<Store>) -> Result<Self, StoreError> {
        let mut books = Self::default();
        let Some(store) = store else { return Ok(books) };
        let mut tokens: Vec<Token> = store.all(TOKEN)?;
        let mut invoices: Vec<Invoice> = store.all(INVOICE)?;
        books.meta = store.all(META)?.into_iter().next().unwrap_or_default();
        books.serial = books.meta.serials_reserved;
        tokens.sort_by_key(|token| token.serial);
        invoices.sort_by_key(|invoice| invoice.serial);
        tokens.into_iter().for_each(|token| books.index_token(Arc::new(token)));
        invoices.into_iter().for_each(|invoice| books.index_invoice(Arc::new(invoice)));
        Shelf::filled(store.all(Refund::KIND)?).iter().for_each(|refund| books.index_refund(Arc::clone(refund)));
        books.settlements = Shelf::filled(store.all(Settlement::KIND)?);
        Shelf::filled(store.all(Delivery::KIND)?)
            .iter()
            .for_each(|delivery| books.index_delivery(Arc::clone(delivery)));
        books.creates = books.invoices().map(|invoice| invoice.created).collect();
        books.store = Some(store);
        Ok(books)
    }

    /// Lets go of the state file and answers nothing any more.
    pub(crate) fn close(&mut self) {
        self.store = None;
        self.closed = true;
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed
    }

    fn write(&self, kind: &str, serial: u64, value: &impl Serialize) -> Result<(), StoreError> {
        self.store.as_ref().map_or(Ok(()), |store| store.put(kind, serial, value))
    }

    pub(crate) fn meta(&self) -> &Meta {
        &self.meta
    }

    pub(crate) fn set_meta(&mut self, meta: Meta) -> Result<(), StoreError> {
        self.write(META, META_SERIAL, &meta)?;
        self.meta = meta;
        Ok(())
    }

    /// A number no record had before, also across restarts.
    pub(crate) fn next_serial(&mut self) -> Result<u64, StoreError> {
        let next = self.serial + 1;
        if next > self.meta.serials_reserved {
            let reserved = Meta { serials_reserved: next + SERIAL_BLOCK, ..self.meta.clone() };
            self.set_meta(reserved)?;
        }
        self.serial = next;
        Ok(next)
    }

    /// The latest recorded moment, so that time never starts before it.
    pub(crate) fn newest_ms(&self) -> i64 {
        let tokens = self.tokens.values().map(|token| token.created);
        let invoices = self.invoices.values().map(|invoice| invoice.newest_ms());
        let refunds = self.refunds.iter().map(|refund| refund.newest_ms());
        let settlements = self.settlements.iter().map(|settlement| settlement.failed.unwrap_or(settlement.closing));
        let tried = self.deliveries.iter().filter_map(|delivery| delivery.attempts.last()).map(|attempt| attempt.at);
        tokens.chain(invoices).chain(refunds).chain(settlements).chain(tried).max().unwrap_or(0)
    }

    pub(crate) fn invoice(&self, id: &str) -> Option<Arc<Invoice>> {
        self.invoices.get(id).cloned()
    }

    pub(crate) fn invoice_by_guid(&self, guid: &str) -> Option<Arc<Invoice>> {
        self.invoice(self.guids.get(guid)?)
    }

    /// Oldest first.
    pub(crate) fn invoices(&self) -> impl DoubleEndedIterator<Item = &Arc<Invoice>> {
        self.order.iter().filter_map(|id| self.invoices.get(id))
    }

    /// Keeps a new invoice.
    pub(crate) fn add_invoice(&mut self, invoice: Invoice) -> Result<Arc<Invoice>, StoreError> {
        self.write(INVOICE, invoice.serial, &invoice)?;
        let invoice = Arc::new(invoice);
        self.index_invoice(Arc::clone(&invoice));
        Ok(invoice)
    }

    /// Replaces an invoice by its changed self; readers keep the version they hold.
    pub(crate) fn change_invoice(
        &mut self,
        id: &str,
        change: impl FnOnce(&mut Invoice),
    ) -> Result<Option<Arc<Invoice>>, StoreError> {
        let Some(now) = self.invoices.get(id) else { return Ok(None) };
        let mut next = Invoice::clone(now);
        change(&mut next);
        self.write(INVOICE, next.serial, &next)?;
        let next = Arc::new(next);
        self.remember(&next);
        self.invoices.insert(id.to_owned(), Arc::clone(&next));
        Ok(Some(next))
    }

    /// Somebody is to be told about this invoice.
    fn remember(&mut self, invoice: &Invoice) {
        if invoice.order.notification_url.is_some() {
            self.agenda.note(&invoice.id);
        }
    }

    fn index_invoice(&mut self, invoice: Arc<Invoice>) {
        self.remember(&invoice);
        self.guids.insert(invoice.guid.clone(), invoice.id.clone());
        self.order.push(invoice.id.clone());
        self.invoices.insert(invoice.id.clone(), invoice);
    }

    pub(crate) fn token(&self, token: &str) -> Option<Arc<Token>> {
        self.tokens.get(token).cloned()
    }

    pub(crate) fn token_by_code(&self, code: &str) -> Option<Arc<Token>> {
        self.token(self.codes.get(code)?)
    }

    pub(crate) fn tokens(&self) -> impl Iterator<Item = &Arc<Token>> {
        self.token_order.iter().filter_map(|token| self.tokens.get(token))
    }

    /// The tokens a SIN is linked to, oldest first.
    pub(crate) fn tokens_of(&self, sin: &str) -> Vec<Arc<Token>> {
        let linked = self.sins.get(sin).into_iter().flatten();
        linked.filter_map(|token| self.tokens.get(token)).filter(|t| t.sins.iter().any(|s| s == sin)).cloned().collect()
    }

    /// Keeps a token, new or changed.
    pub(crate) fn put_token(&mut self, token: Token) -> Result<Arc<Token>, StoreError> {
        self.write(TOKEN, token.serial, &token)?;
        let token = Arc::new(token);
        self.index_token(Arc::clone(&token));
        Ok(token)
    }

    fn index_token(&mut self, token: Arc<Token>) {
        if let Some(pairing) = &token.pairing {
            self.codes.insert(pairing.code.clone(), token.token.clone());
        }
        for sin in &token.sins {
            let linked = self.sins.entry(sin.clone()).or_default();
            if !linked.contains(&token.token) {
                linked.push(token.token.clone());
            }
        }
        if self.tokens.insert(token.token.clone(), Arc::clone(&token)).is_none() {
            self.token_order.push(token.token.clone());
        }
    }

    pub(crate) fn refund(&self, id: &str) -> Option<Arc<Refund>> {
        self.refunds.get(id).cloned()
    }

    pub(crate) fn refund_by_guid(&self, guid: &str) -> Option<Arc<Refund>> {
        self.refund(self.refund_guids.get(guid)?)
    }

    /// Oldest first.
    pub(crate) fn refunds(&self) -> impl DoubleEndedIterator<Item = &Arc<Refund>> {
        self.refunds.iter()
    }

    /// Keeps a refund, new or changed.
    pub(crate) fn put_refund(&mut self, refund: Refund) -> Result<Arc<Refund>, StoreError> {
        self.write(Refund::KIND, refund.serial, &refund)?;
        let refund = Arc::new(refund);
        self.index_refund(Arc::clone(&refund));
        Ok(refund)
    }

    fn index_refund(&mut self, refund: Arc<Refund>) {
        if self.refunds.get(&refund.id).is_none() {
            self.refund_guids.insert(refund.guid.clone(), refund.id.clone());
            self.refunded.entry(refund.invoice.clone()).or_default().push(refund.id.clone());
        }
        if let Some(invoice) = self.invoice(&refund.invoice) {
            self.remember(&invoice);
        }
        self.refunds.put(refund);
    }

    /// The refunds of one invoice, oldest first.
    pub(crate) fn refunds_of(&self, invoice: &str) -> Vec<Arc<Refund>> {
        self.refunded.get(invoice).into_iter().flatten().filter_map(|id| self.refund(id)).collect()
    }

    pub(crate) fn settlement(&self, id: &str) -> Option<Arc<Settlement>> {
        self.settlements.get(id).cloned()
    }

    /// Oldest first.
    pub(crate) fn settlements(&self) -> impl DoubleEndedIterator<Item = &Arc<Settlement>> {
        self.settlements.iter()
    }

    /// Keeps a settlement, new or changed.
    pub(crate) fn put_settlement(&mut self, settlement: Settlement) -> Result<Arc<Settlement>, StoreError> {
        self.write(Settlement::KIND, settlement.serial, &settlement)?;
        let settlement = Arc::new(settlement);
        self.settlements.put(Arc::clone(&settlement));
        Ok(settlement)
    }

    pub(crate) fn delivery(&self, id: &str) -> Option<Arc<Delivery>> {
        self.deliveries.get(id).cloned()
    }

    /// Oldest first.
    pub(crate) fn deliveries(&self) -> impl DoubleEndedIterator<Item = &Arc<Delivery>> {
        self.deliveries.iter()
    }

    /// Keeps a webhook, new or tried again.
    pub(crate) fn put_delivery(&mut self, delivery: Delivery) -> Result<(), StoreError> {
        self.write(Delivery::KIND, delivery.serial, &delivery)?;
        self.index_delivery(Arc::new(delivery));
        Ok(())
    }

    fn index_delivery(&mut self, delivery: Arc<Delivery>) {
        let before = self.deliveries.get(&delivery.id).map(|delivery| delivery.due);
        let due = (delivery.outcome == Outcome::Waiting).then_some(delivery.due);
        self.agenda.send_at(&delivery.id, before, due);
        self.deliveries.put(delivery);
    }

    /// The webhooks whose time has come, oldest first.
    pub(crate) fn due_deliveries(&self, now: i64) -> Vec<Arc<Delivery>> {
        let mut due: Vec<Arc<Delivery>> = self.agenda.to_send(now).filter_map(|id| self.delivery(id)).collect();
        due.sort_by_key(|delivery| (delivery.due, delivery.serial));
        due
    }

    pub(crate) fn agenda(&mut self) -> &mut Agenda {
        &mut self.agenda
    }

    /// The number of this create since the start, from 1.
    pub(crate) fn count_served(&mut self) -> u64 {
        self.served += 1;
        self.served
    }

    /// Counts one create. Past the limit: after how many seconds the next one is allowed.
    pub(crate) fn count_create(&mut self, now: i64) -> Result<(), i64> {
        while self.creates.front().is_some_and(|at| *at <= now - HOUR_MS) {
            self.creates.pop_front();
        }
        let wait_until = |nth_last: usize, window: i64| {
            let index = self.creates.len().checked_sub(nth_last)?;
            self.creates.get(index).map(|at| at + window).filter(|free| *free > now)
        };
        let free = wait_until(CREATES_PER_HOUR_MAX, HOUR_MS).max(wait_until(CREATES_PER_MINUTE_MAX, MINUTE_MS));
        if let Some(free) = free {
            return Err((free - now + 999) / 1_000);
        }
        self.creates.push_back(now);
        Ok(())
    }
}
