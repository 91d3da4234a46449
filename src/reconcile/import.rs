//! Files of gateways, banks and our own exports as rows: all of a file or nothing of it.

pub mod bank;
pub mod camt;
pub mod csv;
pub mod entry;
pub mod flaw;
pub mod json;
pub mod ledger;
pub mod mt940;
pub mod ofx;
pub mod sales;
pub mod source;
mod table;
pub mod time;
