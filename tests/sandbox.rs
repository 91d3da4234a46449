//! The practice gateway over real HTTP, as a client sees it.

mod btcpay;
mod events;
mod faults;
mod harness;
mod invoices;
mod page;
mod payments;
mod restart;
mod tokens;
