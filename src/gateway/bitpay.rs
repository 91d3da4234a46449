//! BitPay's REST interface, version 2.

pub mod identity;
