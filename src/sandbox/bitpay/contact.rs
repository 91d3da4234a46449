//! `PUT /invoices/:id`: how the payer can be reached. Exactly one of a mail address, a telephone, or the code that
//! proves the telephone.

use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::access::admit;
use super::invoices::{answer, body_token};
use super::query::INVOICE;
use crate::sandbox::call::Call;
use crate::sandbox::chain::Status;
use crate::sandbox::desk::Desk;
use crate::sandbox::record::{Contact, Facade, Invoice};
use crate::sandbox::reply::{Fault, Refusal, Reply};

/// From this price in US dollars on, the contact is what the payer proved and cannot be changed.
const LOCKED_USD: Decimal = Decimal::from_parts(3_000, 0, 0, false, 0);
const CODE_LENGTH: usize = 6;
const NUMBER_DIGITS: std::ops::RangeInclusive<usize> = 8..=15;

/// What the call wants to tell.
enum Told {
    Email(String),
    Sms { number: String, verified: bool },
    Code(String),
}

/// Answers the call.
pub(crate) fn update(desk: &Desk, call: &Call, id: &str) -> Result<Reply, Refusal> {
    let body = call.object()?;
    let token = admit(desk, call, body_token(&body), &[Facade::Merchant])?;
    let told = read(desk, call, &body)?;
    let mut books = desk.books();
    let now = desk.now();
    let invoice = books.invoice(id).ok_or_else(|| Refusal::invoice_not_found(call.verb()))?;
    open(desk, call, &invoice, now)?;
    let contact = applied(desk, call, &invoice, told)?;
    let changed = books.change_invoice(id, |invoice| invoice.contact = contact)?.unwrap_or(invoice);
    drop(books);
    Ok(answer(desk, call, &changed, &token))
}

fn refused<T>(call: &Call, fault: Fault, text: &str) -> Result<T, Refusal> {
    Err(Refusal::coded(call.verb(), fault, text))
}

fn read(desk: &Desk, call: &Call, body: &Map<String, Value>) -> Result<Told, Refusal> {
    let text = |name: &str| match body.get(name).filter(|value| !value.is_null()) {
        None => Ok(None),
        Some(value) => value.as_str().map(str::to_owned).map(Some).ok_or_else(|| INVOICE.invalid(call, name)),
    };
    let verified = match body.get("autoVerify").filter(|value| !value.is_null()) {
        None => false,
        Some(value) => value.as_bool().ok_or_else(|| INVOICE.invalid(call, "autoVerify"))?,
    };
    if verified && desk.house.live {
        return refused(call, Fault::TestOnly, "Action only allowed in test environment");
    }
    match (text("buyerEmail")?, text("buyerSms")?, text("smsCode")?) {
        (Some(email), None, None) if is_email(&email) => Ok(Told::Email(email)),
        (Some(_), None, None) => Err(INVOICE.invalid(call, "buyerEmail")),
        (None, Some(number), None) if is_number(&number) => Ok(Told::Sms { number, verified }),
        (None, Some(_), None) => refused(call, Fault::SmsInvalid, "Invalid SMS number"),
        (None, None, Some(code)) => Ok(Told::Code(code)),
        (None, None, None) => refused(call, Fault::ContactMissing, "Email or SMS missing"),
        (Some(_), Some(_), _) => Err(INVOICE.invalid(call, "buyerSms")),
        (Some(_), _, Some(_)) | (_, Some(_), Some(_)) => Err(INVOICE.invalid(call, "smsCode")),
    }
}

fn is_email(text: &str) -> bool {
    let spaced = text.chars().any(char::is_whitespace);
    !spaced && text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
}

/// With its country code: `+12223334444`.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or(text);
    NUMBER_DIGITS.contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0')
}

/// Nobody needs to be reached about an invoice that ended without money.
fn open(desk: &Desk, call: &Call, invoice: &Invoice, now: i64) -> Result<(), Refusal> {
    let seen = invoice.observe(now);
    if seen.status == Status::Expired && seen.paid == 0 {
        return refused(call, Fault::InvoiceState, "Invalid invoice state for update");
    }
    let dollars = desk.market.dollars(invoice.order.price, &invoice.order.currency);
    if dollars.is_none_or(|dollars| dollars >= LOCKED_USD) {
        return refused(call, Fault::ContactLocked, "Buyer contact is locked for high value invoices");
    }
    Ok(())
}

fn applied(desk: &Desk, call: &Call, invoice: &Invoice, told: Told) -> Result<Contact, Refusal> {
    let contact = invoice.contact.clone();
    match told {
        Told::Email(_) if invoice.email().is_some() => {
            refused(call, Fault::EmailAlreadySet, "Buyer email is already set")
        }
        Told::Email(email) => Ok(Contact { email: Some(email), ..contact }),
        Told::Sms { number, verified } => {
            let code = desk.namer.digits(&format!("sms {} {number}", invoice.id), CODE_LENGTH);
            let sms_code = (!verified).then_some(code);
            Ok(Contact { sms: Some(number), sms_verified: verified, sms_code, ..contact })
        }
        Told::Code(code) if contact.sms_code.as_ref() == Some(&code) => {
            Ok(Contact { sms_verified: true, sms_code: None, ..contact })
        }
        Told::Code(_) => refused(call, Fault::SmsCodeWrong, "SMS verification failed"),
    }
}
