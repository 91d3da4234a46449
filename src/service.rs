//! The use cases of a till, for the window and the command line alike.

pub mod error;
