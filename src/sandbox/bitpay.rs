//! BitPay REST v2 as its document describes it.

pub(crate) mod access;
pub(crate) mod buyer;
pub(crate) mod contact;
mod day;
mod envelope;
pub(crate) mod events;
pub(crate) mod invoices;
pub(crate) mod ledgers;
pub(crate) mod list;
pub(crate) mod older_refunds;
pub(crate) mod order;
mod outgoing;
mod query;
pub(crate) mod rates;
mod refund_order;
pub(crate) mod refunds;
pub(crate) mod settlements;
pub(crate) mod tokens;
pub(crate) mod view;
