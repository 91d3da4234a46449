//! Refunds: look, ask, find, follow, call back.

use reqwest::Method;
use serde::Serialize;
use serde_json::Number;

use crate::domain::id::{Guid, InvoiceId, RefundId};
use crate::domain::money::Money;
use crate::domain::refund::{NewRefund, Refund};
use crate::gateway::bitpay::answer;
use crate::gateway::bitpay::link::{Link, read};
use crate::gateway::bitpay::reading;
use crate::gateway::bitpay::translate::is_id;
use crate::gateway::http::{Intent, Reply};
use crate::gateway::port::{Error, Invalid, Mode, Result};

/// Characters of a refund's note.
const REFERENCE_MAX: usize = 100;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Create<'a> {
    token: &'a str,
    invoice_id: &'a str,
    amount: Number,
    currency: &'a str,
    preview: bool,
    immediate: bool,
    buyer_pays_refund_fee: bool,
    #[serde(skip_serializing_if = "str::is_empty")]
    reference: &'a str,
    /// A preview has no key: it moves nothing, and a key it used up would be answered with the preview for ever.
    #[serde(skip_serializing_if = "Option::is_none")]
    guid: Option<String>,
}

/// Asks for a refund, or looks what it would take.
///
/// # Errors
/// [`Error`]; where [`Error::leaves_doubt`] the refund may exist.
pub async fn create(link: &Link, request: &NewRefund, mode: Mode) -> Result<Refund> {
    if !request.amount.is_positive() {
        return Err(field("amount", "the amount must be above zero"));
    }
    let preview = mode == Mode::Preview;
    let currency = request.amount.currency();
    let body = Create {
        token: link.token()?.expose(),
        invoice_id: id(request.invoice.as_str())?,
        amount: number(request.amount),
        currency: currency.code(),
        preview,
        immediate: request.immediate,
        buyer_pays_refund_fee: request.buyer_pays_fee,
        reference: cut(&request.reason),
        guid: (!preview).then(|| request.guid.to_string()),
    };
    let intent = if preview { Intent::Read } else { Intent::Write };
    let reply = link.write(Method::POST, &["refunds"], &body).await?;
    let refund = one(&reply, intent)?;
    check_echo(&refund, request, preview, intent)?;
    Ok(refund)
}

/// Lists the refunds of an invoice.
///
/// # Errors
/// [`Error`].
pub async fn of_invoice(link: &Link, invoice: &InvoiceId) -> Result<Vec<Refund>> {
    let url = link.url(&["refunds"], &[("invoiceId", id(invoice.as_str())?)])?;
    let reply = link.get_page(url).await?;
    reading::refunds(read(&reply)?)
}

/// Looks for a refund by our key.
///
/// # Errors
/// [`Error`].
pub async fn find(link: &Link, guid: Guid) -> Result<Option<Refund>> {
    let reply = link.get(link.url(&["refunds", "guid", &guid.to_string()], &[])?).await?;
    match read(&reply) {
        Ok(data) if data.starts_with('[') => Ok(reading::refunds(data)?.into_iter().next()),
        Ok(data) => reading::refund(data, Intent::Read).map(Some),
        Err(Error::NotFound(_)) if answer::says_absent(&reply) => Ok(None),
        Err(Error::NotFound(text)) => Err(Error::Protocol(text)),
        Err(error) => Err(error),
    }
}

/// Reads a refund.
///
/// # Errors
/// [`Error`].
pub async fn get(link: &Link, refund: &RefundId) -> Result<Refund> {
    let reply = link.get(link.url(&["refunds", id(refund.as_str())?], &[])?).await?;
    one(&reply, Intent::Read)
}

/// Calls a refund back.
///
/// # Errors
/// [`Error`].
pub async fn cancel(link: &Link, refund: &RefundId) -> Result<Refund> {
    let url = link.url(&["refunds", id(refund.as_str())?], &[])?;
    let reply = link.send(Method::DELETE, url, Vec::new()).await?;
    one(&reply, Intent::Write)
}

/// Asks the customer again where a refund goes. It is the refund's own token that opens this call.
///
/// # Errors
/// [`Error`].
pub async fn renotify(link: &Link, refund: &Refund) -> Result<()> {
    #[derive(Serialize)]
    struct Body<'a> {
        token: &'a str,
    }
    let token = refund.token.as_ref().map_or_else(|| link.token(), Ok)?;
    let path = ["refunds", id(refund.id.as_str())?, "notifications"];
    let reply = link.write(Method::POST, &path, &Body { token: token.expose() }).await?;
    answer::data(&reply, Intent::Write).map(drop).map_err(|error| answer::redacted(error, token))
}

/// What the answer repeats must be what was asked: money that goes elsewhere is not what the shop meant.
fn check_echo(refund: &Refund, asked: &NewRefund, preview: bool, intent: Intent) -> Result<()> {
    let differs = |what: &str| Err(intent.unreadable(format!("the refund has another {what} than was asked for")));
    if refund.invoice != asked.invoice {
        return differs("invoice");
    }
    if refund.money(asked.amount.currency()) != Some(asked.amount) {
        return differs("amount");
    }
    match &refund.guid {
        Some(guid) if !preview && !guid.is_empty() && *guid != asked.guid.to_string() => differs("key"),
        Some(_) | None => Ok(()),
    }
}

fn one(reply: &Reply, intent: Intent) -> Result<Refund> {
    reading::refund(answer::data(reply, intent)?, intent)
}

fn id(text: &str) -> Result<&str> {
    is_id(text).then_some(text).ok_or_else(|| Error::NotFound("this is not the name of anything there".to_owned()))
}

fn cut(text: &str) -> &str {
    text.char_indices().nth(REFERENCE_MAX).map_or(text, |(end, _)| &text[..end])
}

fn number(money: Money) -> Number {
    serde_json::from_str(&money.to_plain()).expect("plain decimal text is a JSON number")
}

fn field(name: &str, text: &str) -> Error {
    let invalid = Invalid::Field(Some(name.to_owned()));
    Error::Validation { code: "000000".to_owned(), invalid, text: text.to_owned() }
}
