//! What must hold after every step, and what must hold when everything has come to its end.

use std::collections::{BTreeMap, BTreeSet};

use ringup::domain::book::Book;
use ringup::domain::id::{Guid, InvoiceId, SaleId};
use ringup::domain::sale::{Attempt, Closed, Sale};

use super::server::{Bill, Server};

#[derive(Default)]
pub struct Rules {
    ranks: BTreeMap<Guid, u8>,
    receipts: BTreeMap<u64, SaleId>,
    invoices: BTreeMap<InvoiceId, Guid>,
}

impl Rules {
    pub fn check(&mut self, book: &Book) {
        for sale in book.sales() {
            let payable = sale.attempts.iter().filter(|attempt| attempt.is_payable()).count();
            assert!(payable <= 1, "I6: one live code, {sale:#?}");
            sale.attempts.iter().for_each(|attempt| self.check_attempt(attempt));
            if let Some(done) = sale.completed() {
                let first = self.receipts.entry(done.receipt_no).or_insert(sale.id);
                assert_eq!(*first, sale.id, "I5: a receipt number is given once");
            }
        }
        let count = u64::try_from(self.receipts.len()).unwrap();
        assert!(self.receipts.keys().copied().eq(1..=count), "I5: receipt numbers have no gaps");
        assert_eq!(book.next_receipt(), count + 1, "I5: the next number follows");
    }

    fn check_attempt(&mut self, attempt: &Attempt) {
        let guid = attempt.guid();
        if let Some(invoice) = &attempt.invoice {
            let owner = self.invoices.entry(invoice.invoice.clone()).or_insert(guid);
            assert_eq!(*owner, guid, "I2: an invoice belongs to one key");
        }
        if let Some(rank) = attempt.status.state.rank() {
            let best = self.ranks.entry(guid).or_insert(rank);
            assert!(rank >= *best, "I11: a good state never goes back, {attempt:#?}");
            *best = rank;
        }
    }

    pub fn check_end(&self, book: &Book, server: &Server) {
        for bill in server.bills() {
            let Some((sale, attempt)) = book.attempt(bill.asked.guid) else {
                panic!("I1: the gateway has an invoice the book does not know: {bill:?}");
            };
            assert_eq!(bill.asked, attempt.request, "a repeat is the same request");
            check_money(bill, sale, attempt);
        }
        for sale in book.sales() {
            let left = sale.attempts.iter().filter(|attempt| attempt.is_unresolved()).count();
            assert_eq!(left, 0, "everything is resolved in the end: {sale:#?}");
        }
        self.check_goods(book, server);
    }

    /// I5 from the other side: goods went only for cash or for money that really came, as far as the owner's rule asks.
    fn check_goods(&self, book: &Book, server: &Server) {
        for sale in book.sales() {
            let Some(done) = sale.completed() else { continue };
            if let ringup::domain::fact::Tender::Gateway { guid } = done.tender {
                let bill = server.find(guid).expect("paid through the gateway");
                let (_, attempt) = book.attempt(guid).expect("paid by an attempt");
                let risked = attempt.release_at == ringup::domain::payment::State::Seen;
                assert!(bill.brings_money() || risked, "goods went without money: {sale:#?}");
            }
        }
    }

    /// Invoices beyond one for each attempt.
    pub fn duplicates(&self, server: &Server) -> u64 {
        let mut seen = BTreeSet::new();
        let fresh = |bill: &&Bill| !seen.insert((bill.asked.sale, bill.asked.attempt));
        u64::try_from(server.bills().filter(fresh).count()).unwrap()
    }
}

/// I7: money that came ends in a receipt or in a case.
fn check_money(bill: &Bill, sale: &Sale, attempt: &Attempt) {
    if !bill.brings_money() {
        return;
    }
    let paid = sale
        .completed()
        .is_some_and(|done| done.tender == ringup::domain::fact::Tender::Gateway { guid: attempt.guid() });
    let quarantined = matches!(attempt.closed, Some(Closed::Quarantined(_)));
    assert!(paid || attempt.late.is_some(), "I7: money is lost ({quarantined}): {bill:#?} {sale:#?}");
}
