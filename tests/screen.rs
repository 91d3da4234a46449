//! Screens as a person uses them: messages, clicks and pictures, without a window.

mod camera;
mod connect;
mod done;
mod pay;
mod register;
mod sales;
mod shop;
mod till;
