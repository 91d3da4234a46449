//! `GET /invoices`: merchant only, newest first.

use std::sync::Arc;

use super::access::admit;
use super::envelope::Envelope;
use super::query::INVOICE;
use super::view::{self, InvoiceView, Reading};
use crate::sandbox::call::Call;
use crate::sandbox::chain::Status;
use crate::sandbox::desk::Desk;
use crate::sandbox::record::{Facade, Invoice};
use crate::sandbox::reply::{Refusal, Reply};

const PAGE_MAX: usize = 1_000;

/// Answers the page of invoices that every filter lets through.
pub(crate) fn list(desk: &Desk, call: &Call) -> Result<Reply, Refusal> {
    let token = admit(desk, call, call.query("token"), &[Facade::Merchant])?;
    let (start, end) = (INVOICE.day(call, "dateStart")?.start, INVOICE.day(call, "dateEnd")?.end);
    let status = INVOICE.word(call, "status", &Status::ALL.map(Status::word))?;
    let page = INVOICE.page(call, PAGE_MAX)?;
    let text = |name: &str| call.query(name).filter(|text| !text.is_empty());
    let (order, item) = (text("orderId"), text("itemCode"));
    let now = desk.now();
    let fits = |invoice: &Invoice| {
        let same = |wanted: Option<&str>, have: Option<&str>| wanted.is_none_or(|wanted| have == Some(wanted));
        (start..end).contains(&invoice.created)
            && same(order, invoice.order.order_id.as_deref())
            && same(item, invoice.order.item_code.as_deref())
            && status.is_none_or(|status| invoice.observe(now).status.word() == status)
    };
    let books = desk.books();
    let found = books.invoices().rev().filter(|invoice| fits(invoice)).skip(page.offset).take(page.limit);
    let found: Vec<Arc<Invoice>> = found.cloned().collect();
    drop(books);
    let origin = call.origin();
    let view = |invoice| Reading { desk, invoice, origin: &origin, now }.full(token.facade, &token.token);
    let data: Vec<InvoiceView<'_>> = found.iter().map(|invoice| view(invoice)).collect();
    Ok(Reply::json(&Envelope { facade: view::facade_word(token.facade), data }))
}
