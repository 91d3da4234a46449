//! BitPay's REST interface, version 2.

pub mod access;
pub mod answer;
pub mod asset;
pub mod btcpay;
pub mod calls;
pub mod client;
pub mod events;
pub mod identity;
pub mod link;
pub mod links;
pub mod pairing;
pub mod reading;
pub mod request;
pub mod translate;
pub mod webhook;
pub mod wire;

pub use access::Facade;
pub use client::{BitPay, Settings};
pub use identity::Identity;
