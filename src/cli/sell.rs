//! `ringup sell`: one whole sale, from the amount to the receipt.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::broadcast::{Receiver, error::RecvError};
use uuid::Uuid;

use super::common::Common;
use super::exit::{Exit, Failure};
use super::out::Out;
use crate::device::receipt::ReceiptDoc;
use crate::domain::amount;
use crate::domain::book::Book;
use crate::domain::cart::{Kind, Line};
use crate::domain::core::NewSale;
use crate::domain::fact::{Fact, PaymentInvoice, Tender};
use crate::domain::id::{GatewayId, Guid, ProductId, SaleId};
use crate::domain::live::Live;
use crate::domain::money::Money;
use crate::domain::payment::{PayUri, Payment, State};
use crate::domain::sale::{Attempt, Closed, Sale, SaleEnd};
use crate::domain::terms::Buyer;
use crate::service::checkout::Wish;
use crate::service::error::Trouble;
use crate::service::practice::Pay;
use crate::service::start::{self, Opened};
use crate::service::{Till, Update};

/// What is sold and how it is paid.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The amount, such as 4.50
    #[arg(required_unless_present = "item", conflicts_with = "item")]
    amount: Option<String>,
    /// A product by its SKU, with a quantity after a colon: FW or FW:2
    #[arg(long, value_name = "SKU[:QTY]")]
    item: Vec<String>,
    /// What the customer gives on top; the gateway is told that it is a fee
    #[arg(long, value_name = "AMOUNT")]
    tip: Option<String>,
    /// What is charged beside the goods: Delivery:3.50
    #[arg(long, value_name = "NAME:AMOUNT")]
    fee: Vec<String>,
    /// The currency the amount is in; it must be the shop's
    #[arg(long, value_name = "CUR")]
    currency: Option<String>,
    /// Which connection to ask
    #[arg(long, value_name = "NAME")]
    gateway: Option<String>,
    /// Offer this coin alone
    #[arg(long, value_name = "CODE")]
    coin: Option<String>,
    /// The customer's mail, for the gateway to write to about a refund
    #[arg(long, value_name = "MAIL", default_value = "")]
    email: String,
    /// The customer's number with country code, for text messages
    #[arg(long, value_name = "NUMBER", default_value = "")]
    sms: String,
    /// The customer's name
    #[arg(long, value_name = "NAME", default_value = "")]
    buyer_name: String,
    /// The shop's own reference, such as a table
    #[arg(long, value_name = "TEXT", default_value = "")]
    reference: String,
    /// Take cash instead: cash:GIVEN
    #[arg(long, value_name = "TENDER")]
    tender: Option<String>,
    /// Wait until the payment is this safe
    #[arg(long, value_enum, default_value = "accepted")]
    wait: Wait,
    /// Stop waiting after so many seconds; the till goes on watching at its next start
    #[arg(long, value_name = "SECONDS")]
    timeout: Option<u64>,
    /// Let the simulated customer pay (practice only)
    #[arg(long)]
    auto_pay: bool,
}

/// How safe is safe enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Wait {
    Seen,
    Accepted,
    Settled,
}

impl Wait {
    fn state(self) -> State {
        match self {
            Self::Seen => State::Seen,
            Self::Accepted => State::Accepted,
            Self::Settled => State::Settled,
        }
    }
}

pub(crate) async fn run(args: Args, common: &Common, out: &Out) -> Result<Exit, Failure> {
    if args.auto_pay && !common.practice {
        return Err(Failure::usage("--auto-pay works only with --practice: it is a simulated customer."));
    }
    let opened = start::open(common.options()?).await?;
    let till = opened.till.clone();
    let outcome = sell(args, opened, out).await;
    till.close().await;
    outcome
}

async fn sell(args: Args, opened: Opened, out: &Out) -> Result<Exit, Failure> {
    let lines = lines(&args, &opened)?;
    let till = opened.till.clone();
    let sale = NewSale {
        id: SaleId(Uuid::now_v7()),
        lines,
        reference: args.reference.clone(),
        operator: opened.config.shop.operator.clone(),
    };
    let id = sale.id;
    let updates = till.updates();
    let wait = args.wait.state();
    let mut session = Follow { till: till.clone(), book: opened.book, sale: id, out, wait, args, shown: None };
    match session.args.tender.clone() {
        Some(tender) => {
            let given = cash_given(&tender, &session.till)?;
            till.cash(Some(sale), id, given).await?;
        }
        None => {
            till.charge_with(sale, wish(&session.args)).await?;
        }
    }
    session.until_decided(updates).await
}

fn wish(args: &Args) -> Wish {
    let buyer =
        Buyer { name: args.buyer_name.clone(), email: args.email.clone(), sms: args.sms.clone(), ..Buyer::default() };
    Wish { gateway: args.gateway.as_deref().map(GatewayId::from), coin: args.coin.clone(), buyer: Some(buyer) }
}

fn lines(args: &Args, opened: &Opened) -> Result<Vec<Line>, Failure> {
    let shop = opened.config.shop.currency;
    if let Some(asked) = &args.currency
        && !asked.eq_ignore_ascii_case(shop.code())
    {
        return Err(Failure::usage(&format!("--currency {asked}: this shop sells in {shop}.")));
    }
    let mut lines = match &args.amount {
        Some(text) => vec![line(None, "", typed("AMOUNT", text, opened)?, 1)],
        None => args.item.iter().map(|item| item_line(item, opened)).collect::<Result<_, _>>()?,
    };
    for fee in &args.fee {
        let (name, text) = fee.rsplit_once(':').filter(|(name, _)| !name.trim().is_empty()).ok_or_else(|| {
            Failure::usage(&format!("--fee {fee}: write the name and the amount, such as Delivery:3.50."))
        })?;
        lines.push(beside(Kind::Fee, name.trim(), ("--fee", text), opened)?);
    }
    if let Some(text) = &args.tip {
        lines.push(beside(Kind::Tip, "", ("--tip", text), opened)?);
    }
    Ok(lines)
}

fn typed(option: &str, text: &str, opened: &Opened) -> Result<Money, Failure> {
    amount::parse(text, opened.config.shop.currency, opened.config.look.decimal.into())
        .map_err(|error| Failure::usage(&format!("{option} {text}: {error}. Write it like 4.50.")))
}

/// What is paid beside the goods.
fn beside(kind: Kind, name: &str, (option, text): (&str, &str), opened: &Opened) -> Result<Line, Failure> {
    let price = typed(option, text, opened)?;
    if !price.is_positive() {
        return Err(Failure::usage(&format!("{option} {text}: the amount must be above zero. Write it like 1.50.")));
    }
    Ok(Line { kind, ..line(None, name, price, 1) })
}

fn item_line(item: &str, opened: &Opened) -> Result<Line, Failure> {
    let (sku, quantity) = item.rsplit_once(':').unwrap_or((item, "1"));
    let quantity: u32 = quantity.parse().ok().filter(|quantity| *quantity > 0).ok_or_else(|| {
        Failure::usage(&format!("--item {item}: the quantity must be a whole number above zero, such as {sku}:2."))
    })?;
    let product =
        opened.catalog.find(&ProductId::from(sku)).ok_or_else(|| Failure::from(Trouble::NoProduct(sku.to_owned())))?;
    let price = product
        .price
        .ok_or_else(|| Failure::usage(&format!("--item {item}: this product has no price. Sell it by amount.")))?;
    Ok(line(Some(product.sku.clone()), &product.name, price, quantity))
}

fn line(sku: Option<ProductId>, name: &str, price: Money, quantity: u32) -> Line {
    Line { sku, name: name.to_owned(), price, quantity, note: String::new(), override_of: None, kind: Kind::Goods }
}

fn cash_given(tender: &str, till: &Till) -> Result<Money, Failure> {
    let shop = till.config().shop.currency;
    let text = tender
        .strip_prefix("cash:")
        .ok_or_else(|| Failure::usage(&format!("--tender {tender}: write cash:GIVEN, such as cash:20.00.")))?;
    amount::parse(text, shop, till.config().look.decimal.into())
        .map_err(|error| Failure::usage(&format!("--tender {tender}: {error}. Write it like cash:20.00.")))
}

/// Follows one sale until it is paid as waited for, ended otherwise, or the time is up.
struct Follow<'a> {
    till: Till,
    book: Book,
    sale: SaleId,
    out: &'a Out,
    wait: State,
    args: Args,
    /// The attempt whose code was shown last.
    shown: Option<Guid>,
}

impl Follow<'_> {
    async fn until_decided(&mut self, mut updates: Receiver<Update>) -> Result<Exit, Failure> {
        let limit = self.args.timeout.map_or(Duration::from_secs(365 * 24 * 3600), Duration::from_secs);
        let deadline = tokio::time::sleep(limit);
        tokio::pin!(deadline);
        loop {
            tokio::select! {
                update = updates.recv() => {
                    if let Some(exit) = self.take(update).await? {
                        return Ok(exit);
                    }
                }
                () = &mut deadline => return Ok(self.leave("The time to wait is over.")),
                () = super::end::asked() => return Ok(self.leave("Stopped.")),
            }
        }
    }

    fn leave(&self, why: &str) -> Exit {
        self.out.say(&format!("{why} The sale is stored. The till finds a payment at its next start."));
        Exit::Unknown
    }

    async fn take(&mut self, update: Result<Update, RecvError>) -> Result<Option<Exit>, Failure> {
        match update {
            Ok(Update::Entries(entries)) => {
                for entry in entries {
                    self.book.apply(&entry);
                    if entry.fact.sale() == Some(self.sale) {
                        self.tell(&entry.fact).await;
                    }
                }
                Ok(self.verdict())
            }
            Ok(Update::Live(guid, live)) => {
                self.show(guid, &live).await?;
                Ok(None)
            }
            Ok(Update::Trouble(trouble)) => {
                self.out.say(&trouble.to_string());
                Ok(None)
            }
            Ok(Update::Recalled(_) | Update::Reachable(_) | Update::Roomy) => Ok(None),
            Err(RecvError::Lagged(_)) => {
                self.book = self.till.book().await;
                Ok(self.verdict())
            }
            Err(RecvError::Closed) => Ok(Some(Exit::Unknown)),
        }
    }

    async fn tell(&mut self, fact: &Fact) {
        match fact {
            Fact::PaymentIntent(intent) => {
                let (sale, guid) = (intent.request.sale.to_string(), intent.request.guid.to_string());
                self.out.object(&json!({"event": "intent", "sale": sale, "guid": guid}));
            }
            Fact::PaymentStatus(status) => self.tell_state(status.status.state, status.status.flags.words()),
            Fact::SaleCompleted(_) => self.tell_receipt(),
            Fact::PaymentUnknown(_) => self.out.say("No answer yet. The till looks before it asks again."),
            // The rest is told by the verdict, or is of no use to someone waiting at a terminal.
            Fact::Genesis(_)
            | Fact::Started(_)
            | Fact::CaseResolved(_)
            | Fact::CaseReopened(_)
            | Fact::LimitsSet(_)
            | Fact::DaysChecked(_)
            | Fact::Stopped(_)
            | Fact::SaleOpened(_)
            | Fact::SaleVoided(_)
            | Fact::PaymentInvoice(_)
            | Fact::PaymentRefused(_)
            | Fact::PaymentAbandoned(_)
            | Fact::PaymentQuarantined(_)
            | Fact::PaymentContradicted(_)
            | Fact::CoinShown(_)
            | Fact::CancelAsked(_)
            | Fact::MoneyLate(_)
            | Fact::LateDecided(_)
            | Fact::RefundIntent(_)
            | Fact::RefundUnknown(_)
            | Fact::RefundStatus(_)
            | Fact::RefundRefused(_)
            | Fact::RefundQuarantined(_)
            | Fact::ReturnCompleted(_)
            | Fact::ReceiptCopied(_)
            | Fact::DayRuled(_)
            | Fact::FloatSet(_)
            | Fact::CashMoved(_)
            | Fact::DrawerOpened(_)
            | Fact::DrawerCounted(_)
            | Fact::DifferenceExplained(_)
            | Fact::XRead(_)
            | Fact::ZClosed(_)
            | Fact::ReportCopied(_)
            | Fact::SettingsRecovered(_)
            | Fact::ClockJumped(_)
            | Fact::Recovered(_)
            | Fact::Restored(_)
            | Fact::EpochBegun(_)
            | Fact::KeyRotated(_)
            | Fact::Unknown { .. } => {}
        }
    }

    fn tell_state(&self, state: State, flags: Vec<String>) {
        self.out.object(&json!({"event": "state", "state": state.word(), "flags": flags}));
        let extra = if flags.is_empty() { String::new() } else { format!(" ({})", flags.join(", ")) };
        self.out.say(&format!("{}{extra}", capital(state.word())));
    }

    fn tell_receipt(&self) {
        let Some(sale) = self.book.sale(self.sale) else { return };
        let Some(SaleEnd::Completed { fact, seq, hash, .. }) = &sale.end else { return };
        let value = json!({"event": "receipt", "number": fact.receipt_no, "seq": seq, "hash": hash.to_string()});
        self.out.object(&value);
        if let Some(receipt) = self.receipt(sale) {
            self.out.say(&receipt);
        }
    }

    fn receipt(&self, sale: &Sale) -> Option<String> {
        let doc = ReceiptDoc::of(sale, &self.till.config(), &self.book)?;
        Some(crate::device::text::render(&doc, 42))
    }

    /// The first reading with codes is the moment to show them, and for the simulated customer to pay.
    async fn show(&mut self, guid: Guid, live: &Live) -> Result<(), Failure> {
        let Some((sale, attempt)) = self.book.attempt(guid) else { return Ok(()) };
        let (Some(invoice), Some(payment)) = (&attempt.invoice, &live.payment) else { return Ok(()) };
        if sale.id != self.sale || attempt.closed.is_some() || self.shown == Some(guid) {
            return Ok(());
        }
        self.shown = Some(guid);
        self.out.object(&invoice_event(attempt, invoice, payment));
        self.show_code(attempt, payment);
        if self.args.auto_pay {
            let practice = self.till.practice().ok_or(Trouble::NotConnected)?;
            practice.pay(&invoice.invoice, Pay::Exact).await?;
            self.till.poke(guid);
        }
        Ok(())
    }

    fn show_code(&self, attempt: &Attempt, payment: &Payment) {
        if self.out.is_json() {
            return;
        }
        let Some(uri) = best_code(payment) else { return };
        self.out.say(&format!("Sale {} · {}", attempt.request.order_id, attempt.request.price));
        if self.out.is_terminal() {
            self.out.say(&terminal_qr(&uri.text));
        }
        self.out.say(&uri.text);
        for option in payment.options.iter().filter(|option| option.disabled.is_none()) {
            self.out.say(&format!("  {} {}", option.display, option.asset.code));
        }
    }

    fn verdict(&self) -> Option<Exit> {
        let sale = self.book.sale(self.sale)?;
        if let Some(fact) = sale.completed()
            && matches!(fact.tender, Tender::Cash { .. })
        {
            return Some(Exit::Good);
        }
        let attempt = sale.current()?;
        match &attempt.closed {
            Some(Closed::Refused(refused)) => {
                self.out.object(&json!({"event": "refused", "code": refused.code, "text": refused.error}));
                self.out.say(&format!("No code was made: {}", refused.error));
                return Some(refusal_exit(&refused.code));
            }
            Some(Closed::Quarantined(fact)) => {
                self.out.object(&json!({"event": "quarantined", "field": fact.field,
                    "asked": fact.asked, "answered": fact.answered}));
                self.out.say(&format!(
                    "The gateway answered with {} {} instead of {}. No code is shown. Keep the goods.",
                    fact.field, fact.answered, fact.asked
                ));
                return Some(Exit::No);
            }
            Some(Closed::Abandoned(_)) => return Some(Exit::Unknown),
            None => {}
        }
        self.paid_or_ended(attempt)
    }

    fn paid_or_ended(&self, attempt: &Attempt) -> Option<Exit> {
        let state = attempt.status.state;
        match state {
            State::Seen | State::Accepted | State::Settled if attempt.late.is_some() => Some(Exit::No),
            State::Seen | State::Accepted | State::Settled => {
                (state >= self.wait && !attempt.status.flags.block_release()).then_some(Exit::Good)
            }
            State::Expired | State::Cancelled | State::Failed => Some(Exit::No),
            State::Requested | State::Open => None,
        }
    }
}

/// Which exit code a refused create means.
fn refusal_exit(code: &str) -> Exit {
    match code {
        "not_sent" | "rate_limited" => Exit::Unknown,
        code if code.starts_with("auth_") => Exit::Access,
        "not_connected" | "config" | "unsupported" => Exit::Access,
        _ => Exit::No,
    }
}

fn best_code(payment: &Payment) -> Option<&PayUri> {
    payment.options.iter().filter(|o| o.disabled.is_none()).find_map(|o| o.uris.first()).or(payment.universal.first())
}

fn invoice_event(attempt: &Attempt, invoice: &PaymentInvoice, payment: &Payment) -> Value {
    let uris =
        |uris: &[PayUri]| -> Vec<Value> { uris.iter().map(|u| json!({"kind": u.kind, "text": u.text})).collect() };
    let options: Vec<Value> = payment
        .options
        .iter()
        .map(|option| {
            json!({"coin": option.id, "total": option.total.map(|coin| coin.to_string()),
                   "display": option.display, "disabled": option.disabled, "uris": uris(&option.uris)})
        })
        .collect();
    json!({
        "event": "invoice",
        "invoice": invoice.invoice,
        "url": invoice.url,
        "price": attempt.request.price.to_plain(),
        "currency": attempt.request.price.currency().code(),
        "expires": payment.expires.map(|moment| moment.rfc3339(0)),
        "options": options,
        "universal": uris(&payment.universal),
    })
}

/// The code as half blocks, black on white whatever the terminal's colours are.
fn terminal_qr(text: &str) -> String {
    use qrcode::render::unicode::Dense1x2;
    let Ok(code) = qrcode::QrCode::with_error_correction_level(text, qrcode::EcLevel::M) else { return String::new() };
    let drawn = code.render::<Dense1x2>().dark_color(Dense1x2::Dark).light_color(Dense1x2::Light).build();
    drawn.lines().map(|line| format!("\u{1b}[97;40m{line}\u{1b}[0m")).collect::<Vec<_>>().join("\n")
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
