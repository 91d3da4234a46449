//! `ringup invoice`: what the gateway says of invoices, in its own words.

use serde_json::{Value, json};

use super::ask::{Asked, Span};
use super::common::Common;
use super::exit::{Exit, Failure};
use super::out::Out;
use crate::domain::details::{Contacted, Details};
use crate::domain::id::{Guid, InvoiceId};
use crate::domain::money::{Currency, Money};
use crate::domain::payment::{Payment, Tx};
use crate::gateway::port::{Contact, ContactStep, Found, Gateway, PayRef};
use crate::service::error::Trouble;
use crate::service::lists;

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
    /// The gateway's invoices of a span, newest first
    List {
        #[command(flatten)]
        span: Span,
        /// One state only, in the gateway's word: new, paid, confirmed, complete, expired, invalid
        #[arg(long)]
        status: Option<String>,
        /// One reference only
        #[arg(long, value_name = "REFERENCE")]
        order: Option<String>,
        /// Which connection
        #[arg(long)]
        gateway: Option<String>,
    },
    /// Tell the gateway how the customer can be reached, one way at a time
    Contact {
        /// The gateway's name of the invoice
        id: String,
        #[command(flatten)]
        way: Way,
        /// Which connection
        #[arg(long)]
        gateway: Option<String>,
    },
    /// Have the gateway send its message about an invoice again
    Renotify {
        /// The gateway's name of it
        id: String,
        /// Which connection
        #[arg(long)]
        gateway: Option<String>,
    },
}

/// One way to reach a customer.
#[derive(Debug, Clone, clap::Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Way {
    /// By mail
    #[arg(long, value_name = "MAIL")]
    email: Option<String>,
    /// By text message, to a number with country code; the customer gets a code
    #[arg(long, value_name = "NUMBER")]
    sms: Option<String>,
    /// The code the customer got
    #[arg(long, value_name = "CODE")]
    sms_code: Option<String>,
    /// A number that is taken unchecked (test systems only)
    #[arg(long, value_name = "NUMBER")]
    auto_verify: Option<String>,
}

impl Way {
    fn contact(self) -> Option<Contact> {
        let mail = self.email.map(Contact::Email);
        let sms = mail.or(self.sms.map(Contact::Sms)).or(self.sms_code.map(Contact::SmsCode));
        sms.or(self.auto_verify.map(Contact::SmsVerified))
    }
}

pub(crate) async fn run(args: Args, common: &Common, out: &Out) -> Result<Exit, Failure> {
    let (Args::Show { gateway, .. }
    | Args::List { gateway, .. }
    | Args::Contact { gateway, .. }
    | Args::Renotify { gateway, .. }) = &args;
    let asked = Asked::open(common, gateway.as_deref()).await?;
    let outcome = answer(args, asked.gateway.as_ref(), out).await;
    asked.close().await;
    outcome
}

async fn answer(args: Args, gateway: &dyn Gateway, out: &Out) -> Result<Exit, Failure> {
    match args {
        Args::Show { id, guid, .. } => show(gateway, (id, guid), out).await,
        Args::List { span, status, order, .. } => {
            let query = span.query(status, order)?;
            let all = lists::invoices(gateway, &query).await.map_err(Trouble::from)?;
            all.iter().for_each(|payment| out.answer(&headline(payment), &object(payment)));
            Ok(Exit::Good)
        }
        Args::Contact { id, way, .. } => {
            let contact = way.contact().ok_or_else(|| Failure::usage("Give one way to reach the customer."))?;
            let step = gateway.contact(&reference(&id), contact).await.map_err(Trouble::from)?;
            let (text, word) = match step {
                ContactStep::Done => ("The gateway can reach the customer.", "done"),
                ContactStep::CodeSent => ("The customer gets a code. Pass it on with --sms-code CODE.", "code_sent"),
            };
            out.answer(text, &json!({"invoice": id, "contact": word}));
            Ok(Exit::Good)
        }
        Args::Renotify { id, .. } => {
            gateway.renotify(&reference(&id)).await.map_err(Trouble::from)?;
            out.answer("The gateway sends its message again.", &json!({"invoice": id, "renotified": true}));
            Ok(Exit::Good)
        }
    }
}

/// A reading needs no price beforehand; what is not known is zero.
fn reference(id: &str) -> PayRef {
    PayRef { invoice: InvoiceId::from(id), price: Money::zero(Currency::EUR) }
}

async fn show(gateway: &dyn Gateway, which: (Option<String>, Option<Guid>), out: &Out) -> Result<Exit, Failure> {
    let payment = match which {
        (Some(id), _) => gateway.get(&reference(&id)).await.map_err(Trouble::from)?,
        (None, Some(guid)) => match gateway.find_by_key(guid).await.map_err(Trouble::from)? {
            Found::One(payment) => *payment,
            Found::None => return Err(Failure::new(Exit::No, "not_found", "The gateway has no such invoice.")),
            Found::Ambiguous(ids) => {
                return Err(Failure::new(
                    Exit::No,
                    "ambiguous",
                    &format!("{} invoices answer to this key: {}.", ids.len(), named(&ids)),
                ));
            }
        },
        (None, None) => return Err(Failure::usage("Give the invoice's ID, or --guid.")),
    };
    print(&payment, out);
    Ok(Exit::Good)
}

fn named(ids: &[InvoiceId]) -> String {
    ids.iter().map(InvoiceId::as_str).collect::<Vec<_>>().join(", ")
}

/// Our short reading, then the gateway's own body; a machine gets the body alone, exactly as it came but for tokens.
fn print(payment: &Payment, out: &Out) {
    out.say(&headline(payment));
    for line in payment.hosted_url.iter().cloned().chain(lines(payment)) {
        out.say(&line);
    }
    out.say(&pretty(&payment.details.raw));
    out.raw(&payment.details.raw);
}

fn headline(payment: &Payment) -> String {
    let price = price(payment);
    let order = payment.echo.order_id.as_deref().unwrap_or_default();
    format!("{}  {}  {price} {}  {order}", payment.invoice, payment.status.raw, payment.echo.currency)
}

fn price(payment: &Payment) -> String {
    payment.echo.price.map_or_else(|| "none".to_owned(), |price| price.to_string())
}

fn lines(payment: &Payment) -> Vec<String> {
    let details = &payment.details;
    let paid = payment.paid.iter().map(|paid| format!("paid {} {}", paid.display, paid.coin));
    let chosen = details.chosen_coin.iter().map(|coin| format!("the customer chose {coin}"));
    let pending = payment.refund_address_pending.then(|| "waits for the customer's refund address".to_owned());
    let odd = details.non_pay_pro.iter().map(|word| format!("nonPayProPaymentReceived: {word}"));
    let bill = details.bill.iter().map(|bill| format!("bill {bill}"));
    let refunds = details.refunds.iter().map(|note| format!("refund {} in {}", note.id, note.currency));
    let all = paid.chain(chosen).chain(contact(details)).chain(pending).chain(odd).chain(bill).chain(refunds);
    let addresses = details.refund_addresses.iter().map(|to| format!("refunds go to {} ({})", to.address, to.kind));
    all.chain(addresses).chain(payment.txs.iter().map(movement)).map(|line| format!("  {line}")).collect()
}

fn contact(details: &Details) -> Vec<String> {
    let told = |what: &str, contacted: &Option<Contacted>| match contacted {
        Some(Contacted::At(text)) => Some(format!("{what} {text}")),
        Some(Contacted::Masked) => Some(format!("{what} given, not shown to this connection")),
        None => None,
    };
    told("mail", &details.mail).into_iter().chain(told("text messages", &details.sms)).collect()
}

fn movement(tx: &Tx) -> String {
    let output = tx.output.map_or_else(String::new, |output| format!(":{output}"));
    let confirmations = tx.confirmations.map_or_else(String::new, |count| format!("  {count} confirmations"));
    let received = tx.received.map_or_else(String::new, |moment| format!("  {}", moment.rfc3339(0)));
    format!("{}{output}  {}{confirmations}{received}  {}", tx.txid, tx.amount, tx.kind).trim_end().to_owned()
}

fn object(payment: &Payment) -> Value {
    json!({
        "invoice": payment.invoice,
        "status": payment.status.raw,
        "state": payment.status.state.word(),
        "flags": payment.status.flags.words(),
        "price": price(payment),
        "currency": payment.echo.currency,
        "order_id": payment.echo.order_id,
        "guid": payment.echo.guid,
        "url": payment.hosted_url,
        "expires": payment.expires.map(|moment| moment.rfc3339(0)),
        "paid": payment.paid.as_ref().map(|paid| json!({"coin": paid.coin, "amount": paid.display})),
    })
}

/// The body over several lines. Numbers keep every digit; a repeated key is shown once, as it counts.
fn pretty(raw: &str) -> String {
    let value: Result<Value, _> = serde_json::from_str(raw);
    value.and_then(|value| serde_json::to_string_pretty(&value)).unwrap_or_else(|_| raw.to_owned())
}
