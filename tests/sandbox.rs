//! The practice gateway over real HTTP, as a client sees it.

mod btcpay;
mod contact;
mod errors;
mod events;
mod faults;
mod harness;
mod invoices;
mod ledger;
mod limits;
mod page;
mod payments;
mod refunds;
mod restart;
mod settlements;
mod tokens;
mod webhooks;
