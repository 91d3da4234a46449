//! The screens of the till: each is state, messages, instructions, update and view, and nothing else.

pub mod register;
pub mod welcome;
