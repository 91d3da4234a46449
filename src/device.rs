//! What a till puts into a customer's hands.

pub mod receipt;
pub mod report;

pub use receipt::text;
