//! Payment systems: one trait, one error model, and an adapter for each.

pub mod bitpay;
pub mod http;
pub mod port;
pub mod registry;
