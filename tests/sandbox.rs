//! The practice gateway over real HTTP, as a client sees it.

mod contact;
mod errors;
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
