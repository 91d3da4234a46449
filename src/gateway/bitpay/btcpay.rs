//! BTCPay Server's BitPay-compatible interface: the same paths and signatures, other envelopes, words and amounts.

mod client;
mod invoice;
mod lightning;
pub mod probe;

pub use client::{Access, BtcPay, Settings};
pub use invoice::payments;
