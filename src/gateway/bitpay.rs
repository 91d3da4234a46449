//! BitPay's REST interface, version 2.

pub mod access;
pub mod answer;
pub mod asset;
pub mod btcpay;
pub mod client;
pub mod events;
pub mod identity;
pub mod links;
pub mod pairing;
pub mod request;
pub mod translate;
pub mod wire;

pub use access::Facade;
pub use client::{BitPay, Settings};
pub use identity::Identity;
