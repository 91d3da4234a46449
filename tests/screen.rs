//! Screens as a person uses them: messages, clicks and pictures, without a window.

mod camera;
mod pay;
mod register;
mod shop;
mod till;
