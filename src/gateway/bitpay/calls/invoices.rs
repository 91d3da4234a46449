//! Invoices: make, find, read, list, change, call back.

use std::fmt::Display;

use reqwest::Method;
use serde::Serialize;
use url::Url;

use crate::domain::id::{Guid, InvoiceId};
use crate::domain::payment::{NewPayment, Payment};
use crate::domain::terms;
use crate::gateway::bitpay::answer;
use crate::gateway::bitpay::link::{Link, read};
use crate::gateway::bitpay::reading;
use crate::gateway::bitpay::request;
use crate::gateway::bitpay::translate::is_id;
use crate::gateway::http::{Intent, Reply};
use crate::gateway::port::{Contact, ContactStep, Environment, Error, Found, Invalid, Page, Paged, Query, Result};

/// Digits of the code in a text message.
const SMS_CODE: std::ops::RangeInclusive<usize> = 4..=8;

/// Makes an invoice.
///
/// # Errors
/// [`Error`].
pub async fn create(link: &Link, request: &NewPayment) -> Result<Payment> {
    let body = request::create(request, link.token()?)?;
    let reply = link.send(Method::POST, link.http.url(&["invoices"], &[]), body).await?;
    payment(link, &reply, Intent::Write)
}

/// Looks for an invoice by our key.
///
/// # Errors
/// [`Error`].
pub async fn find(link: &Link, guid: Guid) -> Result<Found> {
    let url = link.url(&["invoices", "guid", &guid.to_string()], &[])?;
    let reply = link.get(url).await?;
    let data = match read(&reply) {
        Ok(data) => data,
        // Absence is proven by the gateway's own words only.
        Err(Error::NotFound(_)) if answer::says_absent(&reply) => return Ok(Found::None),
        Err(Error::NotFound(text)) => return Err(Error::Protocol(text)),
        Err(error) => return Err(error),
    };
    if !data.starts_with('[') {
        return reading::invoice(data, link.http.base(), Intent::Read).map(|payment| Found::One(Box::new(payment)));
    }
    let list = reading::invoices(data, link.http.base())?;
    Ok(match <[Payment; 1]>::try_from(list) {
        Ok([one]) => Found::One(Box::new(one)),
        Err(list) if list.is_empty() => Found::None,
        Err(several) => Found::Ambiguous(several.into_iter().map(|payment| payment.invoice).collect()),
    })
}

/// Reads an invoice.
///
/// # Errors
/// [`Error`].
pub async fn get(link: &Link, invoice: &InvoiceId) -> Result<Payment> {
    let reply = link.get(url(link, invoice, &[])?).await?;
    payment(link, &reply, Intent::Read)
}

/// Calls a code back.
///
/// # Errors
/// [`Error`].
pub async fn cancel(link: &Link, invoice: &InvoiceId) -> Result<Payment> {
    let url = url(link, invoice, &[FORCE])?;
    let reply = link.send(Method::DELETE, url, Vec::new()).await?;
    payment(link, &reply, Intent::Write)
}

/// Calls a code back of which our key alone is known.
///
/// # Errors
/// [`Error`].
pub async fn cancel_by_key(link: &Link, guid: Guid) -> Result<Payment> {
    let url = link.url(&["invoices", "guid", &guid.to_string()], &[FORCE])?;
    let reply = link.send(Method::DELETE, url, Vec::new()).await?;
    payment(link, &reply, Intent::Write)
}

/// Without force, the gateway refuses while money may be on its way to somebody it cannot reach.
const FORCE: (&str, &str) = ("forceCancel", "false");

/// Reads one page of a list, newest first.
///
/// # Errors
/// [`Error`].
pub async fn list(link: &Link, query: &Query, page: Page) -> Result<Paged<Payment>> {
    let (from, to) = (query.from.to_string(), query.to.to_string());
    let (limit, offset) = (page.limit.to_string(), page.offset.to_string());
    let mut more = vec![("dateStart", from.as_str()), ("dateEnd", to.as_str())];
    more.extend(query.status.as_deref().map(|status| ("status", status)));
    more.extend(query.order_id.as_deref().map(|order| ("orderId", order)));
    more.extend([("limit", limit.as_str()), ("offset", offset.as_str())]);
    let reply = link.get_page(link.url(&["invoices"], &more)?).await?;
    let items = reading::invoices(read(&reply)?, link.http.base())?;
    Ok(Paged { next: page.after(items.len()), items })
}

/// Tells how the customer can be reached; exactly one way at a time.
///
/// # Errors
/// [`Error::Validation`] before anything is sent, or [`Error`].
pub async fn contact(
    link: &Link,
    environment: Environment,
    invoice: &InvoiceId,
    contact: &Contact,
) -> Result<ContactStep> {
    #[derive(Serialize, Default)]
    #[serde(rename_all = "camelCase")]
    struct Body<'a> {
        token: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        buyer_email: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        buyer_sms: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        sms_code: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        auto_verify: Option<bool>,
    }
    let token = link.token()?.expose();
    let number = |text: &str| terms::phone(text).ok_or_else(|| wrong("buyerSms", &terms::Rule::Phone));
    let (body, step) = match contact {
        Contact::Email(mail) if terms::mail(mail.trim()) => {
            (Body { token, buyer_email: Some(mail.trim()), ..Body::default() }, ContactStep::Done)
        }
        Contact::Email(_) => return Err(wrong("buyerEmail", &terms::Rule::Mail)),
        Contact::Sms(text) => {
            (Body { token, buyer_sms: Some(number(text)?), ..Body::default() }, ContactStep::CodeSent)
        }
        Contact::SmsVerified(_) if environment == Environment::Live => {
            return Err(Error::Config("numbers are taken unchecked on test systems alone".to_owned()));
        }
        Contact::SmsVerified(text) => {
            let body = Body { token, buyer_sms: Some(number(text)?), auto_verify: Some(true), ..Body::default() };
            (body, ContactStep::Done)
        }
        Contact::SmsCode(code) if is_sms_code(code.trim()) => {
            (Body { token, sms_code: Some(code.trim()), ..Body::default() }, ContactStep::Done)
        }
        Contact::SmsCode(_) => return Err(wrong("smsCode", &"has the digits of the text message")),
    };
    let reply = link.write(Method::PUT, &["invoices", checked(invoice)?], &body).await?;
    answer::data(&reply, Intent::Write)?;
    Ok(step)
}

fn is_sms_code(text: &str) -> bool {
    SMS_CODE.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Has the notification sent again. It is the invoice's own token that opens this call.
///
/// # Errors
/// [`Error`].
pub async fn renotify(link: &Link, invoice: &InvoiceId) -> Result<()> {
    #[derive(Serialize)]
    struct Body<'a> {
        token: &'a str,
    }
    let known = get(link, invoice).await?;
    let token = known.token.as_ref().map_or_else(|| link.token(), Ok)?;
    let body = Body { token: token.expose() };
    let path = ["invoices", checked(invoice)?, "notifications"];
    let reply = link.write(Method::POST, &path, &body).await?;
    answer::data(&reply, Intent::Write).map(drop).map_err(|error| answer::redacted(error, token))
}

/// The address of an invoice, with the API token.
///
/// # Errors
/// [`Error::NotFound`] for what can be no id, [`Error::Auth`] without a token.
pub fn url(link: &Link, invoice: &InvoiceId, more: &[(&str, &str)]) -> Result<Url> {
    link.url(&["invoices", checked(invoice)?], more)
}

fn checked(invoice: &InvoiceId) -> Result<&str> {
    let absent = || Error::NotFound("this is not the name of an invoice".to_owned());
    is_id(invoice.as_str()).then_some(invoice.as_str()).ok_or_else(absent)
}

fn payment(link: &Link, reply: &Reply, intent: Intent) -> Result<Payment> {
    reading::invoice(answer::data(reply, intent)?, link.http.base(), intent)
}

fn wrong(field: &str, rule: &dyn Display) -> Error {
    let invalid = Invalid::Field(Some(field.to_owned()));
    Error::Validation { code: "000000".to_owned(), invalid, text: format!("{field} {rule}") }
}
