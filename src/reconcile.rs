//! Sales × invoices × ledger, ledger × settlement, settlement × bank: every row ends in a named class.
//!
//! Pure: rows in, a [`Report`](report::Report) out. Rows are numbers of fixed size; names are folded to 128 bits, so ten
//! million of them stay small. Rows of one invoice lie in one partition, and each partition is judged by itself.

pub mod amount;
mod back;
pub mod class;
pub mod engine;
pub mod finding;
mod group;
pub mod history;
pub mod import;
mod judge;
pub mod key;
pub mod limits;
pub mod parts;
pub mod report;
pub mod row;
mod settle;
mod tangle;
mod views;
