//! What a till puts into a customer's hands.

pub mod receipt;

pub use receipt::text;
