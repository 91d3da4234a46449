//! `ringup invoice`: what the gateway says of an invoice, in its own words.

use serde_json::json;

use super::common::Common;
use super::exit::{Exit, Failure};
use super::out::Out;
use crate::domain::book::Book;
use crate::domain::id::{Guid, InvoiceId};
use crate::domain::payment::Payment;
use crate::gateway::port::{Found, PayRef};
use crate::service::error::Trouble;
use crate::service::start::{self, Opened};

/// Which invoice.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Args {
    /// One invoice, read now
    Show {
        /// The gateway's name of it
        #[arg(required_unless_present = "guid", conflicts_with = "guid")]
        id: Option<String>,
        /// This till's key of it
        #[arg(long)]
        guid: Option<Guid>,
        /// Which connection
        #[arg(long)]
        gateway: Option<String>,
    },
}

pub(crate) async fn run(args: Args, common: &Common, out: &Out) -> Result<Exit, Failure> {
    let Args::Show { id, guid, gateway } = args;
    let opened = start::open(common.options()?).await?;
    let outcome = show(&opened, (id, guid), gateway, out).await;
    opened.till.close().await;
    outcome
}

async fn show(
    opened: &Opened,
    (id, guid): (Option<String>, Option<Guid>),
    gateway: Option<String>,
    out: &Out,
) -> Result<Exit, Failure> {
    let gateway = match gateway {
        Some(name) => opened.till.gateway_named(&name)?,
        None => opened.gateway.clone().ok_or(Trouble::NotConnected)?,
    };
    let price = crate::domain::money::Money::zero(opened.config.shop.currency);
    let payment = match (id, guid) {
        (Some(id), _) => {
            let invoice = InvoiceId(id);
            let price = price_of(&opened.book, &invoice).unwrap_or(price);
            gateway.get(&PayRef { invoice, price }).await.map_err(Trouble::from)?
        }
        (None, Some(guid)) => by_guid(opened, gateway.as_ref(), guid).await?,
        (None, None) => return Err(Failure::usage("Give the invoice's ID, or --guid.")),
    };
    print(&payment, out);
    Ok(Exit::Good)
}

async fn by_guid(opened: &Opened, gateway: &dyn crate::gateway::port::Gateway, guid: Guid) -> Result<Payment, Failure> {
    let unknown = || Failure::new(Exit::No, "no_payment", &format!("This book has no payment {guid}."));
    let (_, attempt) = opened.book.attempt(guid).ok_or_else(unknown)?;
    match gateway.find(&attempt.request, attempt.asked).await.map_err(Trouble::from)? {
        Found::One(payment) => Ok(*payment),
        Found::None => Err(Failure::new(Exit::No, "not_found", "The gateway has no such invoice.")),
        Found::Ambiguous(ids) => {
            Err(Failure::new(Exit::No, "ambiguous", &format!("{} invoices answer to this key.", ids.len())))
        }
    }
}

fn price_of(book: &Book, invoice: &InvoiceId) -> Option<crate::domain::money::Money> {
    let attempts = book.sales().flat_map(|sale| &sale.attempts);
    attempts
        .filter(|attempt| attempt.invoice.as_ref().is_some_and(|known| known.invoice == *invoice))
        .map(|attempt| attempt.request.price)
        .next()
}

fn print(payment: &Payment, out: &Out) {
    let price = payment.echo.price.map_or_else(|| "none".to_owned(), |price| price.to_string());
    out.say(&format!("{}  {}  {price} {}", payment.invoice, payment.status.raw, payment.echo.currency));
    if let Some(url) = &payment.hosted_url {
        out.say(url);
    }
    for tx in &payment.txs {
        out.say(&format!("  {}  {}", tx.txid, tx.amount));
    }
    out.object(&json!({
        "invoice": payment.invoice,
        "status": payment.status.raw,
        "state": payment.status.state.word(),
        "flags": payment.status.flags.words(),
        "price": price,
        "currency": payment.echo.currency,
        "order_id": payment.echo.order_id,
        "guid": payment.echo.guid,
        "url": payment.hosted_url,
        "expires": payment.expires.map(|moment| moment.rfc3339(0)),
        "paid": payment.paid.as_ref().map(|paid| json!({"coin": paid.coin, "amount": paid.display})),
    }));
}
