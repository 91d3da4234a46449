//! The screens of the till: each is state, messages, instructions, update and view, and nothing else.

pub mod cash;
pub mod cash_up;
pub mod connect;
pub mod connections;
pub mod contact;
pub mod done;
pub mod fault;
pub mod guard;
pub mod late;
pub mod look;
pub mod numpad;
pub mod owner;
pub mod pay;
pub mod rates;
pub mod reconcile;
pub mod refund;
pub mod register;
pub mod reports;
pub mod sales;
pub mod settings;
pub mod today;
pub mod unlock;
pub mod walk;
pub mod welcome;
