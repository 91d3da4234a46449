//! Screens as a person uses them: messages, clicks and pictures, without a window.

mod app;
mod camera;
mod desk;
mod pay;
mod register;
mod shop;
mod till;
mod welcome;
