//! BitPay REST v2 as its document describes it.

pub(crate) mod access;
pub(crate) mod events;
pub(crate) mod invoices;
pub(crate) mod order;
pub(crate) mod rates;
pub(crate) mod tokens;
pub(crate) mod view;
