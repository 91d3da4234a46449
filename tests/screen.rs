//! Screens as a person uses them: messages, clicks and pictures, without a window.

mod register;
mod shop;
