//! Bodies of answers as what the till knows. Pure: text in, values or a refusal out, whatever the text is.

mod invoice;
mod ledger;
mod market;
mod refund;
mod settlement;

pub use invoice::{invoice, invoices};
pub use ledger::ledger;
pub use market::{balances, currencies, rate, rates, sins, success};
pub use refund::{refund, refunds};
pub use settlement::{report, settlement_token, settlements};
