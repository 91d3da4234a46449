//! The calls of BitPay's interface, by what they are about.

pub mod access;
pub mod books;
pub mod invoices;
pub mod refunds;
