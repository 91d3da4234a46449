//! What the merchant's account is credited and charged, read off invoices, refunds and settlements.
//!
//! Nothing is written twice: an entry is a consequence of a record and of the time, so the ledger can never
//! disagree with what it is about.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::books::Books;
use super::desk::Desk;
use super::record::Invoice;
use super::refund::Refund;
use super::settlement::Settlement;

/// Entries are counted in hundred-millionths of the currency, also in fiat.
pub(crate) const SCALE_DIGITS: u32 = 8;

const CREDIT: u32 = 1_000;
const EXCHANGE: u32 = 1_006;
const EXCHANGE_FEE: u32 = 1_007;
pub(crate) const PAYOUT: u32 = 1_017;
const REFUND: u32 = 1_020;
const PAYOUT_RETURNED: u32 = 1_022;
const INVOICE_FEE: u32 = 1_023;
const REFUND_AT_ONCE: u32 = 1_050;

/// One percent of the price.
const INVOICE_FEE_RATE: Decimal = Decimal::from_parts(1, 0, 0, false, 2);
/// Half a percent of what is changed into the currency of the payouts.
const EXCHANGE_FEE_RATE: Decimal = Decimal::from_parts(5, 0, 0, false, 3);

/// One line of a currency's ledger; credit is positive.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) at: i64,
    pub(crate) code: u32,
    pub(crate) kind: &'static str,
    pub(crate) amount: Decimal,
    pub(crate) currency: String,
    pub(crate) description: String,
    pub(crate) invoice: Option<Arc<Invoice>>,
    /// The refund this is about.
    pub(crate) refund: Option<String>,
    /// What the entry's id follows from.
    pub(crate) name: String,
}

impl Entry {
    /// The word of the older type field.
    pub(crate) fn tx_type(&self) -> &'static str {
        if self.code == CREDIT { "sale" } else { self.kind }
    }

    /// The same thing in another line.
    fn line(&self, code: u32, kind: &'static str, amount: Decimal, currency: &str) -> Self {
        let name = format!("{} {code} {currency}", self.name);
        Self { code, kind, amount, currency: currency.to_owned(), description: kind.to_owned(), name, ..self.clone() }
    }
}

/// Every entry until `now`, oldest first.
pub(crate) fn entries(desk: &Desk, books: &Books, now: i64) -> Vec<Entry> {
    let mut found = Vec::new();
    for invoice in books.invoices() {
        credit(desk, invoice, now, &mut found);
    }
    for refund in books.refunds() {
        let Some(invoice) = books.invoice(&refund.invoice) else { continue };
        charge(desk, &invoice, refund, now, &mut found);
    }
    for settlement in books.settlements() {
        payout(settlement, now, &mut found);
    }
    found.retain(|entry| entry.at <= now && !entry.amount.is_zero());
    found.sort_by_key(|entry| entry.at);
    found
}

/// The sum of a currency's entries.
pub(crate) fn balance<'a>(entries: impl Iterator<Item = &'a Entry>) -> Decimal {
    entries.fold(Decimal::ZERO, |sum, entry| sum.saturating_add(entry.amount))
}

fn rounded(amount: Decimal, rate: Decimal) -> Decimal {
    amount.saturating_mul(rate).round_dp(SCALE_DIGITS)
}

/// The credit and the fee of an invoice that is complete.
fn credit(desk: &Desk, invoice: &Arc<Invoice>, now: i64, found: &mut Vec<Entry>) {
    let Some(at) = invoice.observe(now).complete_at else { return };
    let order = &invoice.order;
    let sale = Entry {
        at,
        code: CREDIT,
        kind: "Invoice",
        amount: order.price,
        currency: order.currency.clone(),
        description: order.order_id.clone().unwrap_or_default(),
        invoice: Some(Arc::clone(invoice)),
        refund: None,
        name: format!("invoice {}", invoice.id),
    };
    let fee = sale.line(INVOICE_FEE, "Invoice Fee", -rounded(order.price, INVOICE_FEE_RATE), &order.currency);
    post(desk, vec![sale, fee], found);
}

/// What a refund takes, and what it gives back if it ends without paying.
fn charge(desk: &Desk, invoice: &Arc<Invoice>, refund: &Refund, now: i64, found: &mut Vec<Entry>) {
    let code = if refund.immediate { REFUND_AT_ONCE } else { REFUND };
    let moves = [(refund.charged_at(), Decimal::NEGATIVE_ONE, "out"), (refund.given_back_at(), Decimal::ONE, "back")];
    for (at, sign, way) in moves {
        let Some(at) = at.filter(|at| *at <= now) else { continue };
        let kind = if refund.immediate { "Immediate Refund" } else { "Invoice Refund" };
        let taken = Entry {
            at,
            code,
            kind,
            amount: refund.amount.saturating_mul(sign),
            currency: refund.currency.clone(),
            description: refund.reference.clone().unwrap_or_else(|| kind.to_owned()),
            invoice: Some(Arc::clone(invoice)),
            refund: Some(refund.id.clone()),
            name: format!("refund {} {way}", refund.id),
        };
        let fee = refund.merchant_fee().saturating_mul(sign);
        let fee = taken.line(code, "Refund Fee", fee, &refund.currency);
        post(desk, vec![taken, fee], found);
    }
}

/// Enters lines of one currency, and changes their sum where payouts are made in another.
fn post(desk: &Desk, lines: Vec<Entry>, found: &mut Vec<Entry>) {
    let net = balance(lines.iter());
    let first = lines[0].clone();
    found.extend(lines);
    let Some(target) = desk.house.settlement_currency.as_deref().filter(|target| *target != first.currency) else {
        return;
    };
    let Some(rate) = desk.market.rate(&first.currency, target) else { return };
    let changed = rounded(net, rate);
    found.push(first.line(EXCHANGE, "Exchange", -net, &first.currency));
    found.push(first.line(EXCHANGE, "Exchange", changed, target));
    found.push(first.line(EXCHANGE_FEE, "Exchange Fee", -rounded(changed.abs(), EXCHANGE_FEE_RATE), target));
}

fn payout(settlement: &Settlement, now: i64, found: &mut Vec<Entry>) {
    let out = Entry {
        at: settlement.closing,
        code: PAYOUT,
        kind: "Settlement",
        amount: -settlement.total,
        currency: settlement.currency.clone(),
        description: format!("Settlement {}", settlement.id),
        invoice: None,
        refund: None,
        name: format!("settlement {}", settlement.id),
    };
    if let Some(at) = settlement.failed.filter(|at| *at <= now) {
        let back = out.line(PAYOUT_RETURNED, "Settlement Returned", settlement.total, &settlement.currency);
        found.push(Entry { at, ..back });
    }
    found.push(out);
}
