//! The screens of the till: each is state, messages, instructions, update and view, and nothing else.

pub mod connect;
pub mod connections;
pub mod done;
pub mod guard;
pub mod look;
pub mod owner;
pub mod pay;
pub mod rates;
pub mod register;
pub mod sales;
pub mod settings;
pub mod walk;
pub mod welcome;
