//! The sandbox's own paths: what the dashboard's buttons, the simulated customer and the tests do.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::bitpay::tokens::{self, Wanted};
use super::bitpay::{invoices, ledgers, refunds, settlements};
use super::btcpay;
use super::call::Call;
use super::desk::Desk;
use super::dialect::Dialect;
use super::fault::Asked;
use super::identity::is_sin;
use super::ledger;
use super::pay::{self, Wish};
use super::record::{Facade, Invoice, Marked, Token};
use super::refund::Refund;
use super::reply::{Refusal, Reply};
use super::route::{Control, RefundStep};
use super::settle;
use super::settlement::Settlement;

/// Answers one control path.
pub(crate) fn answer(desk: &Desk, call: &Call, route: &Control) -> Result<Reply, Refusal> {
    match route {
        Control::Pay(id) => pay(desk, call, id),
        Control::Confirm(id) => confirm(desk, call, id),
        Control::Invalidate(id) => invalidate(desk, call, id),
        Control::Mark(id) => mark(desk, call, id),
        Control::ChooseCoin(id) => choose_coin(desk, call, id),
        Control::Show(id) => show(desk, call, id),
        Control::Refund(id, step) => refund(desk, id, *step),
        Control::Settle => settle_now(desk),
        Control::FailSettlement(id) => fail_settlement(desk, id),
        Control::Clock => clock(desk, call),
        Control::MakeToken => make_token(desk, call),
        Control::ListTokens => Ok(Reply::json(&json!({ "now": desk.now(), "tokens": token_lines(desk) }))),
        Control::Approve => approve(desk, call),
        Control::MakePairingCode => make_pairing_code(desk, call),
        Control::AddFaults => add_faults(desk, call),
        Control::ClearFaults => {
            desk.faults().clear();
            Ok(Reply::json(&json!({ "rules": 0 })))
        }
        Control::ListFaults => Ok(Reply::json(&json!({ "rules": desk.faults().list() }))),
        Control::State => Ok(state(desk, call)),
        Control::Unknown => Err(Refusal::unknown_path()),
    }
}

fn body<T: DeserializeOwned>(call: &Call) -> Result<T, Refusal> {
    let bytes: &[u8] = if call.body.is_empty() { b"{}" } else { &call.body };
    serde_json::from_slice(bytes).map_err(|error| Refusal::control(&error.to_string()))
}

fn shown(desk: &Desk, call: &Call, invoice: &Invoice) -> Reply {
    Reply::json(&invoices::insight(desk, call, invoice))
}

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
struct PayBody {
    coin: Option<String>,
    amount: Value,
    times: u32,
    confirmations: Option<u32>,
    late: bool,
    after_ms: i64,
    low_fee: bool,
}

impl Default for PayBody {
    fn default() -> Self {
        let usual = Wish::default();
        Self {
            coin: None,
            amount: json!(usual.amount),
            times: usual.times,
            confirmations: None,
            late: false,
            after_ms: 0,
            low_fee: false,
        }
    }
}

fn pay(desk: &Desk, call: &Call, id: &str) -> Result<Reply, Refusal> {
    let asked: PayBody = body(call)?;
    let amount = match &asked.amount {
        Value::String(text) => text.clone(),
        bare @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
            bare.to_string()
        }
    };
    let wish = Wish {
        coin: asked.coin,
        amount,
        times: asked.times,
        confirmations: asked.confirmations,
        late: asked.late,
        after_ms: asked.after_ms,
        low_fee: asked.low_fee,
    };
    let invoice = pay::arrive(desk, &mut desk.books(), id, &wish)?;
    Ok(shown(desk, call, &invoice))
}

#[derive(Deserialize)]
struct ConfirmBody {
    confirmations: u32,
}

fn change(desk: &Desk, call: &Call, id: &str, edit: impl FnOnce(&mut Invoice)) -> Result<Reply, Refusal> {
    let changed = desk.books().change_invoice(id, edit)?.ok_or_else(Refusal::unknown_object)?;
    Ok(shown(desk, call, &changed))
}

fn confirm(desk: &Desk, call: &Call, id: &str) -> Result<Reply, Refusal> {
    let ConfirmBody { confirmations } = body(call)?;
    let now = desk.now();
    change(desk, call, id, |invoice| invoices::confirm(invoice, confirmations, now))
}

/// The payment is dropped from the chain: no block will come by itself any more.
fn invalidate(desk: &Desk, call: &Call, id: &str) -> Result<Reply, Refusal> {
    let now = desk.now();
    change(desk, call, id, |invoice| {
        let target = invoice.coin_at(now).target;
        invoice.payments.iter_mut().for_each(|payment| payment.hold(now, target));
        invoice.invalidated = Some(now);
    })
}

#[derive(Deserialize)]
struct MarkBody {
    status: Marked,
}

/// The owner sets the state by hand.
fn mark(desk: &Desk, call: &Call, id: &str) -> Result<Reply, Refusal> {
    let MarkBody { status } = body(call)?;
    if desk.house.dialect != Dialect::BtcPay {
        return Err(Refusal::control("BitPay's owners cannot mark invoices by hand"));
    }
    change(desk, call, id, |invoice| invoice.marked = Some(status))
}

#[derive(Deserialize)]
struct CoinBody {
    coin: String,
}

/// The customer has picked a coin on the page; the till can see it before any money moves.
fn choose_coin(desk: &Desk, call: &Call, id: &str) -> Result<Reply, Refusal> {
    let CoinBody { coin } = body(call)?;
    let invoice = desk.books().invoice(id).ok_or_else(Refusal::unknown_object)?;
    if invoice.quote(&coin).is_none() {
        return Err(Refusal::control(&format!("this invoice cannot be paid in {coin:?}")));
    }
    change(desk, call, id, |invoice| invoice.selected = Some(coin))
}

fn show(desk: &Desk, call: &Call, id: &str) -> Result<Reply, Refusal> {
    let invoice = desk.books().invoice(id).ok_or_else(Refusal::unknown_object)?;
    Ok(shown(desk, call, &invoice))
}

/// Ten years; far enough for every window there is, and no sum of a few overflows.
const ADVANCE_MS_MAX: i64 = 315_360_000_000;

#[derive(Deserialize)]
struct ClockBody {
    advance_ms: i64,
}

fn clock(desk: &Desk, call: &Call) -> Result<Reply, Refusal> {
    let ClockBody { advance_ms } = body(call)?;
    if !(0..=ADVANCE_MS_MAX).contains(&advance_ms) {
        return Err(Refusal::control("advance_ms is from 0 to ten years: time only goes forward"));
    }
    let now = desk.advance(advance_ms)?;
    Ok(Reply::json(&json!({ "now": now, "speed": desk.clock.speed().to_string() })))
}

#[derive(Deserialize)]
struct TokenBody {
    facade: Facade,
    #[serde(default)]
    authenticated: bool,
    #[serde(default)]
    label: String,
    /// The SIN that may use the token.
    id: Option<String>,
}

fn make_token(desk: &Desk, call: &Call) -> Result<Reply, Refusal> {
    let asked: TokenBody = body(call)?;
    if asked.id.as_deref().is_some_and(|sin| !is_sin(sin)) {
        return Err(Refusal::control("id is not a SIN"));
    }
    let authenticated = asked.authenticated || asked.id.is_some();
    let sins = asked.id.into_iter().collect();
    let wanted = Wanted { facade: asked.facade, label: asked.label, sins, authenticated, ..Wanted::open_pos() };
    let token = tokens::make(desk, &mut desk.books(), wanted)?;
    Ok(Reply::json(&json!({ "token": token.token, "facade": token.facade.word() })))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CodeBody {
    pairing_code: String,
}

fn approve(desk: &Desk, call: &Call) -> Result<Reply, Refusal> {
    let CodeBody { pairing_code } = body(call)?;
    let token = tokens::approve(desk, &pairing_code, None)?;
    Ok(Reply::json(&json!({ "approved": true, "facade": token.facade.word(), "label": token.label })))
}

#[derive(Deserialize)]
struct PairingBody {
    facade: Facade,
    #[serde(default)]
    label: String,
}

fn make_pairing_code(desk: &Desk, call: &Call) -> Result<Reply, Refusal> {
    let asked: PairingBody = body(call)?;
    if desk.house.dialect == Dialect::BtcPay {
        return btcpay::pairing_code(desk, asked.label);
    }
    if asked.facade != Facade::Pos {
        return Err(Refusal::control("the dashboard makes codes for pos tokens only"));
    }
    let wanted = Wanted { label: asked.label, ..Wanted::claimable_pos() };
    let token = tokens::make(desk, &mut desk.books(), wanted)?;
    let pairing = token.pairing.as_ref();
    let (code, expires) = (pairing.map(|p| &p.code), pairing.map(|p| p.expires));
    Ok(Reply::json(&json!({ "pairingCode": code, "pairingExpiration": expires })))
}

#[derive(Deserialize)]
struct FaultBody {
    rule: OneOrMany,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    Many(Vec<Asked>),
    One(Asked),
}

fn add_faults(desk: &Desk, call: &Call) -> Result<Reply, Refusal> {
    let FaultBody { rule } = body(call)?;
    let rules = match rule {
        OneOrMany::Many(rules) => rules,
        OneOrMany::One(rule) => vec![rule],
    };
    let set = desk.faults().add(rules).map_err(|error| Refusal::control(&error))?;
    Ok(Reply::json(&json!({ "rules": set })))
}

fn token_line(token: &Token) -> Value {
    json!({
        "token": token.token, "facade": token.facade.word(), "label": token.label, "sins": token.sins,
        "authenticated": token.authenticated, "active": token.active, "dateCreated": token.created,
        "pairing": token.pairing,
    })
}

fn token_lines(desk: &Desk) -> Vec<Value> {
    desk.books().tokens().map(|token| token_line(token)).collect()
}

/// Moves a refund by hand.
fn refund(desk: &Desk, id: &str, step: RefundStep) -> Result<Reply, Refusal> {
    let mut books = desk.books();
    let now = desk.now();
    let refund = books.refund(id).ok_or_else(Refusal::unknown_object)?;
    if !refund.state(now).is_active() {
        return Err(Refusal::control("this refund is not on its way: it is a preview, or has ended"));
    }
    let mut moved = Refund::clone(&refund);
    // What the clock has done stays done; from here on only hands move it.
    moved.sent = moved.sent.or(refund.sent_at().filter(|at| *at <= now));
    moved.pace = None;
    match step {
        RefundStep::Hold => {}
        RefundStep::Send => moved.sent = moved.sent.or(Some(now)),
        RefundStep::Succeed => moved.arrived = Some(now),
        RefundStep::Fail => moved.failed = Some(now),
    }
    let moved = books.put_refund(moved)?;
    drop(books);
    Ok(Reply::json(&refunds::shown(desk, &moved, "", now)))
}

/// Pays out what is in the account, without waiting for midnight.
fn settle_now(desk: &Desk) -> Result<Reply, Refusal> {
    let mut books = desk.books();
    let now = desk.now();
    settle::due(desk, &mut books, now)?;
    let mut made = Vec::new();
    for currency in settle::currencies(desk, &books, now) {
        made.extend(settle::make(desk, &mut books, &currency, now)?);
    }
    drop(books);
    // What happens next belongs to the next period, also while the clock stands still.
    desk.advance(1)?;
    let made: Vec<Value> = made.iter().map(|one| settlements::shown(desk, one, "", now)).collect();
    Ok(Reply::json(&json!({ "settlements": made })))
}

/// The bank sends a payout back.
fn fail_settlement(desk: &Desk, id: &str) -> Result<Reply, Refusal> {
    let mut books = desk.books();
    let now = desk.now();
    let settlement = books.settlement(id).ok_or_else(Refusal::unknown_object)?;
    if settlement.failed.is_some() {
        return Err(Refusal::control("this settlement has failed already"));
    }
    let failed = books.put_settlement(Settlement { failed: Some(now), ..Settlement::clone(&settlement) })?;
    drop(books);
    Ok(Reply::json(&settlements::shown(desk, &failed, "", now)))
}

fn state(desk: &Desk, call: &Call) -> Reply {
    let invoices: Vec<_> = desk.books().invoices().cloned().collect();
    let now = desk.now();
    let views: Vec<Value> = invoices.iter().map(|invoice| invoices::insight(desk, call, invoice)).collect();
    let payments: Vec<Value> = invoices
        .iter()
        .flat_map(|invoice| {
            invoice.payments.iter().map(|payment| {
                let target = invoice.coin_at(now).target;
                json!({
                    "invoice": invoice.id, "coin": payment.coin, "amount": payment.amount, "txid": payment.txid,
                    "at": payment.at, "confirmations": payment.confirmations(now, target),
                    "arrived": payment.at <= now,
                })
            })
        })
        .collect();
    let books = desk.books();
    let ledger: Vec<Value> =
        ledger::entries(desk, &books, now).iter().map(|entry| ledgers::line(desk, entry)).collect();
    let refunds: Vec<Value> = books.refunds().map(|refund| refunds::shown(desk, refund, "", now)).collect();
    let settled: Vec<Value> = books.settlements().map(|one| settlements::shown(desk, one, "", now)).collect();
    let deliveries: Vec<Value> = books.deliveries().map(|delivery| json!(**delivery)).collect();
    drop(books);
    let tally = desk.tally();
    Reply::json(&json!({
        "now": now, "speed": desk.clock.speed().to_string(), "invoices": views, "payments": payments,
        "tokens": token_lines(desk), "ledger": ledger, "refunds": refunds, "settlements": settled,
        "deliveries": deliveries, "calls": tally.counts, "heard": tally.heard,
        "faults": desk.faults().list(), "store": btcpay::store(desk),
    }))
}
