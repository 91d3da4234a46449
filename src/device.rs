//! What a till puts into a customer's hands.

pub mod proof;
pub mod receipt;
pub mod report;
mod source;

pub use receipt::text;
