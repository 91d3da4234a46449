//! Money that left an invoice again: returned by the gateway itself, or refunded by the merchant.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::sandbox::clock::iso;
use crate::sandbox::desk::Desk;
use crate::sandbox::market;
use crate::sandbox::record::Invoice;
use crate::sandbox::refund::{Refund, State};

/// One transaction to the payer.
#[derive(Debug)]
pub(crate) struct Outgoing {
    pub(crate) at: i64,
    pub(crate) coin: String,
    /// In the coin's smallest unit.
    pub(crate) amount: u128,
    pub(crate) txid: String,
}

/// Everything sent back until `now`, oldest first.
pub(crate) fn all(desk: &Desk, invoice: &Invoice, refunds: &[Arc<Refund>], now: i64) -> Vec<Outgoing> {
    let returned = invoice.returns(now).into_iter().enumerate().map(|(nth, back)| Outgoing {
        at: back.at,
        coin: back.coin,
        amount: back.amount,
        txid: desk.namer.txid(&format!("return {nth} of {}", invoice.id)),
    });
    let refunded = refunds.iter().filter_map(|refund| {
        let at = refund.arrived_at().filter(|at| *at <= now)?;
        let txid = refund.txid(&desk.namer);
        Some(Outgoing { at, coin: refund.coin.clone(), amount: refund.coin_paid(), txid })
    });
    let mut all: Vec<Outgoing> = returned.chain(refunded).collect();
    all.sort_by_key(|one| one.at);
    all
}

/// Whether the payer was asked for an address and has not answered.
pub(crate) fn address_pending(refunds: &[Arc<Refund>], now: i64) -> bool {
    refunds.iter().any(|refund| refund.state(now) == State::Created)
}

/// The addresses payers gave, as the gateway lists them.
pub(crate) fn addresses(desk: &Desk, invoice: &Invoice, refunds: &[Arc<Refund>], now: i64) -> Vec<Value> {
    let known = refunds.iter().filter_map(|refund| Some((refund, refund.sent_at().filter(|at| *at <= now)?)));
    let line = |(refund, at): (&Arc<Refund>, i64)| {
        let about = json!({ "type": "buyerSupplied", "date": iso(at), "tag": null, "email": invoice.email() });
        json!({ (refund.address(&desk.namer)): about })
    };
    known.map(line).collect()
}

/// What was refunded, in currency and coin.
pub(crate) fn info(refunds: &[Arc<Refund>], now: i64) -> Vec<Value> {
    let meant = refunds.iter().filter(|refund| refund.state(now).counts());
    let line = |refund: &Arc<Refund>| {
        let decimals = market::coin(&refund.coin).map_or(0, |coin| coin.decimals);
        let mut amounts = Map::new();
        amounts.insert(refund.currency.clone(), json!(market::number(refund.amount)));
        amounts.insert(refund.coin.clone(), json!(market::units_number(refund.coin_amount, decimals)));
        json!({ "supportRequest": refund.id, "currency": refund.currency, "amounts": amounts })
    };
    meant.map(line).collect()
}
